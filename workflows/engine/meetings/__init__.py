"""Meetings (会议) at a step of a case: convened, held and counted by acts on the turn of that step.

``record`` is what pages and papers read; every other module holds acts of one kind. What votes come to is ``votes``'s.
"""
