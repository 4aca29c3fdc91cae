"""Votes of meetings (会议表决): who is entitled, whether a motion is carried, who is elected.

Pure: no clock, no query. What the numbers have to reach comes from the policy pack; each judgement carries the numbers, the
threshold and its article. ``motions`` and ``elections`` are the two ways to vote, ``entitled`` says who has one, ``ballots``,
``counts`` and ``tellers`` read and compare what was counted, ``candidates`` looks at the lists before.
"""
