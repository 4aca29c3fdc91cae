"""The demo prefecture (演示自治州): 云岭州 whole: four counties, 2,500 members, and what goes on among them.

``planning`` and ``caseload`` say what is to be made, as pure functions of a day and a seed; ``registering`` and
``history`` make it, by the functions that write everything else too. The numbers are in ``figures``. All people are
invented; their ID numbers begin with 99, a region that does not exist.
"""
