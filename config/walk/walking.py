"""Driving one case along a walk through the web pages (网页推动), and saying what happened at each step."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.urls import reverse

from audit import clock
from config.demo import driving
from config.walk import deeds
from config.walk.browser import Browser, Page, PageFault
from documents.models import Paper
from registry.models import Organisation, User
from workflows.engine import catalogue, waiting
from workflows.engine.following import may_be_followed
from workflows.engine.models import Case, Decision, TaskAssignment
from workflows.engine.sentences import Sentence
from workflows.engine.walks import Do, Walk

MOST = 60


class Walking:
    """One case on its way through the pages."""

    def __init__(self, process_name: str, walk: Walk, folder: Path | None) -> None:
        self.process_name, self.walk, self.folder = process_name, walk, folder
        self.turns: Counter[str] = Counter()
        self.did: Counter[str] = Counter()
        self.told: set[int] = set()
        self.browsers: dict[int, Browser] = {}
        self.case: Case

    def steps(self) -> Iterator[dict[str, Any]]:
        """Walk to the end; one record for each step, the last one for the end."""
        yield self._opening()
        for _count in range(MOST):
            driving.work_off()
            self.case = Case.objects.select_related("organisation", "subject__person").get(pk=self.case.pk)
            if self.case.closed_at is not None:
                yield self._record("end", outcome=self.case.outcome, papers=self._papers())
                if not self.walk.asks_again or not may_be_followed(self.case):
                    return
                yield self._again()
                continue
            turn = self.case.assignments.filter(closed_at__isnull=True).select_related("task", "post", "person").first()
            if turn is None:
                driving.pass_days(1)
                continue
            turn.case = self.case
            driving.pass_days(self.walk.days.get(turn.step, 1))
            yield self._turn(turn)
        raise RuntimeError(f"{self.walk.outcome}: the case is still open after {MOST} moves")

    # -- opening --------------------------------------------------------------------------------------------------------

    def _opening(self) -> dict[str, Any]:
        """Fill the wizard page by page, check, submit."""
        by_code = {organisation.code: organisation for organisation in Organisation.objects.all()}
        organisation = by_code[self.walk.opened_at]
        driving.take_up_pack(self.walk, organisation)
        member = driving.before(self.walk) or driving.member_for(organisation, self.walk.standing)
        user = driving.opener_of(self.process_name, self.walk, member, organisation)
        answers = self.walk.opening(member, by_code)
        page = self._browser(user).get(reverse("start_process", args=[self.process_name]))
        for _count in range(MOST):
            form = page.form_to("")
            if form is None:
                break
            page = self._browser(user).submit(page, form, answers)
        self.case = Case.objects.filter(opened_by=user).latest("opened_at")
        start = catalogue.process(self.process_name).start
        return self._record("start", article=start.article, person=str(user), outcome="done", papers=[])

    def _again(self) -> dict[str, Any]:
        """Ask again on the page of the case that came to nothing: its answers are filled in."""
        user, before = self.case.opened_by, self.case
        browser, address = self._browser(user), reverse("case_verb", args=[before.reference, "ask-again"])
        page = browser.get(address)
        for _count in range(MOST):
            form = page.form_to("", address)
            if form is None:
                break
            page = browser.submit(page, form, {})
        self.case = Case.objects.get(follows=before)
        article = self.case.flow_class.start.article
        return self._record("start", article=article, person=str(user), outcome="follows", follows=before.number)

    # -- turns ----------------------------------------------------------------------------------------------------------

    def _turn(self, turn: TaskAssignment) -> dict[str, Any]:
        to_do = len(self.walk.does.get(turn.step, ())) > self.did[turn.step]
        if (do := driving.next_of(self.walk, self.did, turn.step)) is not None:
            return self._do(turn, do)
        if turn.step == self.walk.leave and not to_do:
            return self._lapse(turn)
        if turn.step == self.walk.call_off_at:
            return self._call_off(turn)
        user = driving.decider(self.walk, turn)
        answers = self.walk.answer(turn.step, self.turns[turn.step], self.case)
        self.turns[turn.step] += 1
        self._decide(user, turn, answers)
        decision = Decision.objects.get(assignment=turn)
        return self._told(turn, str(decision.person), decision.outcome)

    def _decide(self, user: User, turn: TaskAssignment, answers: Mapping[str, Any]) -> None:
        """Open the task, fill its form, and go on through the check page if there is one."""
        page = deeds.decided(self._browser(user), turn, answers)
        if not Decision.objects.filter(assignment=turn).exists():
            raise PageFault(f"{turn.step}: nothing was decided: {page.sentences()}")

    def _lapse(self, turn: TaskAssignment) -> dict[str, Any]:
        driving.pass_days((turn.task.wait.until - clock.today()).days + 1)
        waiting.sweep(clock.today())
        return self._told(turn, "", "lapsed")

    def _call_off(self, turn: TaskAssignment) -> dict[str, Any]:
        browser = self._browser(self.case.opened_by)
        address = reverse("withdraw", args=[self.case.reference])
        if not browser.get(reverse("case", args=[self.case.reference])).leads_to(address):
            raise PageFault(f"{turn.step}: the case page offers no way to call it off")
        page: Page = browser.get(address)
        browser.submit(page, page.form_to("", address), {"reason": "本人工作安排有变。"})
        return self._told(turn, str(self.case.opened_by), "withdrawn")

    def _do(self, turn: TaskAssignment, do: Do) -> dict[str, Any]:
        """Do something besides deciding, on the page of its verb."""
        driving.wait_for(do, self.case)
        user = driving.doer(do, self.case, turn)
        if do.verb in deeds.DEEDS:
            deeds.DEEDS[do.verb](self._browser(user), turn, do.answers(self.case))
        else:
            self._do_verb(user, turn, do)
        driving.pass_days(do.wait)
        return self._told(turn, str(user), do.verb)

    def _do_verb(self, user: User, turn: TaskAssignment, do: Do) -> None:
        name, target = ("turn_verb", turn.public_id) if do.of_turn else ("case_verb", self.case.reference)
        browser, address = self._browser(user), reverse(name, args=[target, do.verb])
        page = browser.get(address)
        # The form of a verb is sent to its own page.
        form = page.form_to("", address)
        if form is None:
            raise PageFault(f"{turn.step}: {do.verb} is not offered: {page.sentences()}")
        browser.submit(page, form, do.answers(self.case))

    # -- telling --------------------------------------------------------------------------------------------------------

    def _browser(self, user: User) -> Browser:
        return self.browsers.setdefault(user.pk, Browser(user))

    def _told(self, turn: TaskAssignment, person: str, outcome: str) -> dict[str, Any]:
        """A record of a turn, with the papers that follow once the undo hold is over."""
        clock.advance(dt.timedelta(minutes=1))
        driving.work_off()
        return self._record(
            turn.step,
            article=turn.definition.article,
            post=str(turn.post),
            person=person,
            why=[str(Sentence.from_json(stored)) for stored in turn.why],
            deadline=str(turn.due_on) if turn.due_on else None,
            outcome=outcome,
            papers=self._papers(),
        )

    def _record(self, step: str, **details: Any) -> dict[str, Any]:
        return {"case": self.case.number, "step": step, "on": str(clock.today()), **details}

    def _papers(self) -> list[dict[str, Any]]:
        """Papers issued since the last record, saved into the folder."""
        papers = Paper.objects.filter(case_reference=self.case.reference, state__in=["issued", "void"]).order_by("pk")
        fresh = [paper for paper in papers if paper.pk not in self.told]
        self.told |= {paper.pk for paper in fresh}
        return [
            {"kind": p.kind, "title": p.title, "number": p.number, "sha256": p.sha256, "file": self._saved(p)}
            for p in fresh
        ]

    def _saved(self, paper: Paper) -> str | None:
        if self.folder is None:
            return None
        browser = self._browser(self.case.opened_by)
        content = browser.download(reverse("paper_pdf", args=[paper.public_id]))
        place = self.folder / f"{self.walk.outcome}-{paper.pk:04d}-{paper.kind}.pdf"
        place.write_bytes(content)
        return place.name
