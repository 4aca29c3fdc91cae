"""What no disposal may skip (必经事项), each with its article. The chapters say which step meets it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.engine.models import Decision
from workflows.engine.words import Obligation
from workflows.families.disposal import rules

PRIOR_FILED = Obligation("prior_filed", _("put on file above beforehand, where the policy asks for it"), rules.HANDLING)
PROPOSAL_ON_FILE = Obligation("proposal_on_file", _("the proposal is on file"), rules.HANDLING)
LOOKED_INTO = Obligation("looked_into", _("two full members have looked into it"), rules.HANDLING)
REPORT_ON_FILE = Obligation("report_on_file", _("the report of the investigation is on file"), rules.HANDLING)
TALKED = Obligation("talked", _("two full members have talked with the member, or tried to"), rules.CONSTITUTION_4)
HEARD = Obligation("heard", _("that he was heard, or offered it, is in the register"), rules.CONSTITUTION_4)
TALK_ON_FILE = Obligation("talk_on_file", _("the record of the talk is on file"), rules.HANDLING)
OFFERED = Obligation("offered", _("he could state his opinion in his own words"), rules.CONSTITUTION_4)
OPINION = Obligation("opinion", _("the branch committee has formed an opinion"), rules.HANDLING)
PRE_REVIEWED = Obligation("pre_reviewed", _("reviewed above beforehand, where the policy asks for it"), rules.PREREVIEW)
CALLED = Obligation("called", _("whoever is called has been told, and the member too"), rules.CONSTITUTION_4)
CARRIED = Obligation("carried", _("the general meeting has carried it"), rules.GENERAL_MEETING)
MINUTED = Obligation("minuted", _("minutes, roll and tally are on file"), rules.GENERAL_MEETING)
RESOLVED = Obligation("resolved", _("the resolution is on file and in the register"), rules.GENERAL_MEETING)
SHOWN = Obligation("shown", _("the member has seen the resolution, or two people note why not"), rules.CONSTITUTION_43)
REQUESTED = Obligation("requested", _("the request to the committee is on file"), rules.HANDLING)
PASSED_ON = Obligation("passed_on", _("the general branch has deliberated, where there is one"), rules.ADMISSION)
EXAMINED = Obligation("examined", _("the committee has everything before it, his words included"), rules.HANDLING)
APPROVED = Obligation(
    "approved", _("approved by the committee as a body"), rules.CONSTITUTION_9, kind=Decision.Kind.APPROVE
)
APPROVAL_ON_FILE = Obligation(
    "approval_on_file", _("the approval is in the register and on file"), rules.CONSTITUTION_9
)
ENDED = Obligation("ended", _("the end of the membership is in the register"), rules.CONSTITUTION_9)
DECIDED = Obligation("decided", _("the decision is in writing, with the way of appeal"), rules.APPEALS)
SERVED = Obligation("served", _("the decision was served on the member"), rules.HANDLING)
SERVICE_ON_FILE = Obligation("service_on_file", _("the service is in the register and on file"), rules.HANDLING)
ANNOUNCED = Obligation("announced", _("announced, and the record of it on file"), rules.HANDLING)
REFUSAL_TOLD = Obligation("refusal_told", _("the branch knows why it was not approved"), rules.CONSTITUTION_43)

# Beside what every measure needs: for the three that the Measures of 2024 name.
OF_A_DISPOSAL = (PRE_REVIEWED,)
OF_A_PROPOSAL = (PRIOR_FILED, PROPOSAL_ON_FILE)
OF_A_HEARING = (TALKED, HEARD, TALK_ON_FILE, OFFERED)
OF_AN_INQUIRY = (LOOKED_INTO, REPORT_ON_FILE, *OF_A_HEARING)
OF_A_VOTE = (OPINION, CALLED, CARRIED, MINUTED, RESOLVED)
OF_A_MEASURE = (
    *OF_A_PROPOSAL, *OF_AN_INQUIRY, *OF_A_VOTE, SHOWN, REQUESTED, PASSED_ON, EXAMINED, APPROVED, APPROVAL_ON_FILE, DECIDED, SERVED,
    SERVICE_ON_FILE, ANNOUNCED,
)  # fmt: skip
