"""Pages of a meeting (会议页面): convened at a desk, held in the room on a telephone, read afterwards.

The room is a page of the task at which the meeting is held. Everything is a form that works without JavaScript; with it, a
tap changes the room in place.
"""
