"""The demo (演示数据): the whole prefecture for ``make run``, in ``prefecture``; a small part of it for tests and walks.

The small one has two counties, some forty organisations, a few hundred members. Deterministic by seed and day; made by
the real write functions under a travelling clock. All people are invented; their ID numbers begin with 99, a region
that does not exist.
"""
