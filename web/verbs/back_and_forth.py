"""Back and forth (退回、挂起、恢复、终止、重新提交): each offered to whom the course and the proof allow it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from forms.fields import DayField
from web.desk import Shown
from web.listing import task_address
from web.verbs import Answers, Target, Verb, asked, reason
from workflows.engine import ending, incidents, intervening, resubmitting, returning, suspended, suspending
from workflows.engine.authority import may_act
from workflows.engine.models import Case

# -- sending back -----------------------------------------------------------------------------------------------------------


def _may_send_back(target: Target) -> bool:
    turn = target.of_turn
    if not turn.is_open or turn.suspended_at is not None or not returning.targets(turn):
        return False
    return may_act(turn, target.viewer.user, target.viewer.on)


def _where_to(target: Target, data: Any, files: Any) -> forms.Form:
    choices = [(found.step.name, _choice(found)) for found in returning.targets(target.of_turn)]
    to = forms.ChoiceField(label=_("Back to"), choices=choices, widget=forms.RadioSelect)
    return asked(data, files, to=to, reason=reason(_("What has to be put right")))


def _choice(found: returning.Target) -> SafeString:
    """The step; who had it, and when; what is then done again."""
    decision = found.decision
    by = _("%(who)s, %(post)s, on %(day)s") % {
        "who": decision.person, "post": decision.as_whom, "day": f"{decision.on:%Y-%m-%d}",
    }  # fmt: skip
    again = _("To be done again: %(what)s") % {"what": pgettext("list", "; ").join(str(o.title) for o in found.again)}
    return format_html('<b>{}</b><span class="hint">{}</span><span class="hint">{}</span>', found.step.title, by, again)


def _send_back(target: Target, answers: Answers, key: str) -> Any:
    turn, by = target.of_turn, target.viewer.user
    return returning.return_to(turn.public_id, to=answers["to"], by=by, reason=answers["reason"], key=key)


# -- the whole case ---------------------------------------------------------------------------------------------------------


def _may_suspend(target: Target) -> bool:
    case, viewer = target.case, target.viewer
    may = intervening.may(case, case.flow_class.suspension, viewer.user, viewer.on)
    return may and target.goes_on


def _may_resume(target: Target) -> bool:
    case, viewer = target.case, target.viewer
    act = case.flow_class.suspension
    running = case.closed_at is None and act is not None and suspended.running(case) is not None
    return running and intervening.holds(case, act, viewer.user, viewer.on)


def _may_terminate(target: Target) -> bool:
    case, viewer = target.case, target.viewer
    return intervening.may(case, case.flow_class.termination, viewer.user, viewer.on)


def _how_long(target: Target, data: Any, files: Any) -> forms.Form:
    hint = _("On this day the case goes on by itself. Leave it empty if you do not know yet.")
    until = DayField(label=_("Until"), required=False, help_text=hint)
    return asked(data, files, reason=reason(_("Why the case is suspended")), until=until)


def _suspend(target: Target, answers: Answers, key: str) -> Case:
    until = answers["until"] or None
    return suspending.suspend(target.case.pk, by=target.viewer.user, reason=answers["reason"], key=key, until=until)


def _nothing(target: Target, data: Any, files: Any) -> forms.Form:
    return asked(data, files)


def _resume(target: Target, answers: Answers, key: str) -> Case:
    return suspending.resume(target.case.pk, by=target.viewer.user, key=key)


def _what_for(target: Target, data: Any, files: Any) -> forms.Form:
    return asked(data, files, reason=reason(_("Why, as the member will read it")))


def _terminate(target: Target, answers: Answers, key: str) -> Case:
    return ending.terminate(target.case.pk, by=target.viewer.user, reason=answers["reason"], key=key)


def _may_report(target: Target) -> bool:
    return target.goes_on and bool(incidents.reportable(target.case, target.viewer.user))


def _what_happened(target: Target, data: Any, files: Any) -> forms.Form:
    choices = [(act.name, act.title) for act in incidents.reportable(target.case, target.viewer.user)]
    what = forms.ChoiceField(label=_("What happened"), choices=choices, widget=forms.RadioSelect)
    return asked(data, files, incident=what, words=reason(_("When, where and how")))


def _report(target: Target, answers: Answers, key: str) -> Case:
    return incidents.report_incident(target.case.pk, by=target.viewer.user, key=key, **answers)


def _may_ask_again(target: Target) -> bool:
    return resubmitting.may_ask_again(target.case, target.viewer.user, target.viewer.on)


def _ask_again(target: Target, answers: Answers, key: str) -> Any:
    return resubmitting.ask_again(target.case, by=target.viewer.user, key=key)


def _draft_page(target: Target, draft: Any) -> str:
    return reverse("start_page", args=[draft.process_name, draft.public_id, 1])


VERBS = (
    Verb(
        name="send-back", title=gettext_lazy("Send back to an earlier step"), icon="undo-dot",
        lead=gettext_lazy(
            "The step you choose and every step after it are done again. Listed are the steps to which the case can go back "
            "without skipping anything it owes."
        ),
        button=gettext_lazy("Send back"), done="", of_turn=True, rank=20,
        offered=_may_send_back, form=_where_to, do=_send_back,
        goes_to=lambda _target, decision: task_address(None, Shown(), decision),
    ),
    Verb(
        name="suspend", title=gettext_lazy("Suspend the case"), icon="circle-pause",
        lead=gettext_lazy(
            "Nobody can act on the case until it goes on. Terms of the house stand still, those of the law run on. Whoever "
            "started the case and the member it is about are told."
        ),
        button=gettext_lazy("Suspend"), done=gettext_lazy("The case is suspended."), of_turn=False, rank=60,
        offered=_may_suspend, form=_how_long, do=_suspend,
    ),
    Verb(
        name="resume", title=gettext_lazy("Let the case go on"), icon="circle-play",
        lead=gettext_lazy("The open task is back in its list, and its term is longer by the days it stood still."),
        button=gettext_lazy("Go on"), done=gettext_lazy("The case goes on."), of_turn=False, rank=10,
        offered=_may_resume, form=_nothing, do=_resume,
    ),
    Verb(
        name="report", title=gettext_lazy("Report what happened"), icon="triangle-alert",
        lead=gettext_lazy(
            "For what the steps do not foresee, such as a lost letter. The open task is closed and the case goes the way the "
            "rules provide for this; it cannot be unsaid."
        ),
        button=gettext_lazy("Report"), done=gettext_lazy("It is reported. The case has gone on."),
        of_turn=False, rank=70, offered=_may_report, form=_what_happened, do=_report,
    ),
    Verb(
        name="terminate", title=gettext_lazy("End the case"), icon="circle-x",
        lead=gettext_lazy(
            "The case ends here and cannot be opened again. Whoever asked and the member it is "
            "about are told in writing why, and what they can do; one can ask again."
        ),
        button=gettext_lazy("End the case"), done=gettext_lazy("The case is ended. The notice is being made."),
        of_turn=False, rank=90, danger=True, offered=_may_terminate, form=_what_for, do=_terminate,
    ),
    Verb(
        name="ask-again", title=gettext_lazy("Ask again"), icon="repeat",
        lead=gettext_lazy(
            "A new request is begun with the answers of this one, as far as they are still allowed. This case stays as it is."
        ),
        button=gettext_lazy("Begin"), done=gettext_lazy("The answers of the earlier case are filled in. Check each page."),
        of_turn=False, rank=10, offered=_may_ask_again, form=_nothing, do=_ask_again, goes_to=_draft_page,
    ),
)  # fmt: skip
