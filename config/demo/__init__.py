"""The small demo (演示数据): two counties, some forty organisations, a few hundred members, cases half-way.

Deterministic by seed and day; made by the real write functions under a travelling clock. All people are invented; their
ID numbers begin with 99, a region that does not exist.
"""
