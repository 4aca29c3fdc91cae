"""Looking into files that people bring (查验): runs in a child process of its own, see ``intake``.

Knows no database, no settings and no secret. Each module looks into one family of formats and raises Unfit.
"""
