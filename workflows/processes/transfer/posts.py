"""The posts and terms of a transfer (职务与时限): to whom the chapters of the course give their steps, and for how long."""

from __future__ import annotations

from registry.models import Role
from workflows.engine.places import GENERAL_BRANCH
from workflows.engine.routing import post
from workflows.engine.words import months, working_days
from workflows.processes.transfer import rules
from workflows.processes.transfer.facts import BRANCH, COUNTY, ISSUER, NEW_BRANCH, OWN_COUNTY, RECEIVER

# -- the posts ----------------------------------------------------------------------------------------------------------

BRANCH_SECRETARY = post(Role.SECRETARY, Role.DEPUTY_SECRETARY, of=BRANCH)
COMMISSIONER = post(Role.ORGANISATION_COMMISSIONER, of=BRANCH)
GENERAL_BRANCH_SECRETARY = post(Role.SECRETARY, of=GENERAL_BRANCH)
ORGANISER = post(Role.ORGANISER, of=ISSUER)
HEAD = post(Role.DEPARTMENT_HEAD, Role.SECRETARY, of=ISSUER)
RECEIVING_ORGANISER = post(Role.ORGANISER, of=RECEIVER)
NEW_SECRETARY = post(Role.SECRETARY, of=NEW_BRANCH)
# Who hears of letters that nobody handed in, and who agrees that somebody on probation is not recognised.
COUNTY_ORGANISER = post(Role.ORGANISER, of=OWN_COUNTY)
COUNTY_HEAD = post(Role.DEPARTMENT_HEAD, Role.SECRETARY, of=COUNTY)

# -- the terms ----------------------------------------------------------------------------------------------------------

# Terms of the house stand still while a case is suspended; those of the letter's rules say nothing of it, so they go on.
IN_A_HOP = working_days(lambda pack: pack.transfer.hop_working_days, stops=True)
IN_A_STEP = working_days(lambda pack: pack.desk.step_working_days, stops=True)
TO_REPLY = working_days(lambda pack: pack.desk.subject_reply_working_days, stops=True)
TO_SEE_THE_FILE = working_days(lambda pack: pack.transfer.file_check_working_days, stops=True)
RECEIPT_DUE = months(lambda pack: pack.transfer.receipt_due_months, since=rules.day_of_acceptance)
# From outside the receipt of somebody who reported on the last day comes a month after it.
ANSWER_DUE = months(lambda pack: pack.transfer.receipt_due_months, since=rules.last_valid_day)
