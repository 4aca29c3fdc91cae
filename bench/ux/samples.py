"""Every page there is, with an address to look at (页面清单): made from the patterns of the addresses themselves.

A pattern without arguments is looked at as the secretary of a committee unless it is said otherwise here; one with
arguments has a sample here, or a reason why it is no page. A new one that has neither is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from audit import clock
from bench.ux.world import World
from documents.models import Paper
from registry.access import viewer_of
from registry.models import Role, User
from web.bundles import asking, making
from workflows.engine import catalogue
from workflows.engine.models import Case

POST, FILE, ON, SOCIAL = "takes a form only", "a file or a picture", "leads on to another page", "needs a device"
WAY = "stands there while a meeting is on its way: bench.ux.rooms"
NOT_PAGES: dict[str, str] = {
    "task_decide": POST, "task_draft": POST, "recall": POST, "deputy_revoke": POST,
    "notices_read": POST, "kin_record": POST, "seal_bring": POST, "seal_retire": POST, "seal_picture": FILE, "kin_end": POST, "cadre_record": POST, "cadre_end": POST, "person_number": POST, "import_load": POST,
    "import_again": POST, "import_drop": POST, "set_language": POST, "demo_enter": POST,
    "paper_pdf": FILE, "paper_text": FILE, "paper_page": FILE, "attachment": FILE, "draft_page": FILE,
    "start_paper": FILE, "news": "answers a script", "import_template": FILE, "bundle_download": FILE, "export": FILE, "ledger_file": FILE, "mfa_download_recovery_codes": FILE,
    "notice": ON, "account_confirm_login_code": ON, "account_set_password": ON, "mfa_authenticate": ON,
    "account_email_verification_sent": "no address is ever to be confirmed",
    "account_confirm_email": "no address is ever to be confirmed",
    "mfa_deactivate_totp": SOCIAL, "mfa_view_recovery_codes": SOCIAL, "mfa_reauthenticate": SOCIAL,
    "mfa_generate_recovery_codes": SOCIAL, "mfa_remove_webauthn": SOCIAL, "mfa_edit_webauthn": SOCIAL,
    "saved_delete": POST, "ledger_bring": POST, "saved_open": ON,
    "meeting": WAY, "meeting_convene": WAY, "meeting_item": WAY, "meeting_drop": WAY, "meeting_absence": WAY, "meeting_amend": WAY,
    "meeting_opinion": WAY, "meeting_missing": WAY, "meeting_renew": WAY, "meeting_tellers": WAY, "meeting_count": WAY, "meeting_tap": POST, "meeting_print": FILE, "meeting_slip": FILE,
    "mfa_login_webauthn": "answers a script", "mfa_reauthenticate_webauthn": SOCIAL,
}  # fmt: skip


class NoSample(LookupError):
    """A pattern of addresses that nobody has said anything about."""


@dataclass(frozen=True)
class Sample:
    """A page to look at: its name, its address, who looks (None: nobody is signed in), what it answers.

    ``wrong``: the form of the page is emptied and sent first. ``password``: he has signed in with his password just now.
    """

    name: str
    address: str
    user: User | None
    status: int = 200
    wrong: bool = False
    password: bool = False


Maker = Callable[[World], Iterator[Sample]]
MAKERS: dict[str, Maker] = {}


def sample_of(*names: str) -> Callable[[Maker], Maker]:
    """Mark a function as the maker of the samples of some patterns."""

    def marked(maker: Maker) -> Maker:
        MAKERS.update(dict.fromkeys(names, maker))
        return maker

    return marked


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every pattern of an address that has a name."""
    for found in (resolver or get_resolver()).url_patterns:
        if isinstance(found, URLResolver):
            yield from patterns(found)
        elif found.name:
            yield found


def unspoken() -> list[str]:
    """Names of patterns with arguments that have neither a sample nor a reason."""
    known = MAKERS.keys() | NOT_PAGES.keys()
    return sorted(found.name or "" for found in patterns() if found.name not in known and _takes_arguments(found))


def _takes_arguments(found: URLPattern) -> bool:
    return bool(found.pattern.regex.groups)


def of_patterns(world: World) -> Iterator[Sample]:
    """A sample of every page; NoSample if a pattern has none."""
    if missing := unspoken():
        raise NoSample(f"No sample and no reason: {', '.join(missing)}")
    done: set[Any] = set()
    for found in patterns():
        name, maker = str(found.name), MAKERS.get(str(found.name))
        if name in NOT_PAGES or maker in done:
            continue
        if maker is None:
            yield Sample(name, reverse(name), world.head)
        else:
            done.add(maker)
            yield from maker(world)


# -- signing in -------------------------------------------------------------------------------------------------------


@sample_of(
    "account_login", "account_signup", "account_inactive", "account_reset_password", "account_reset_password_done"
)
def _strangers(world: World) -> Iterator[Sample]:
    for name in ("account_login", "account_signup", "account_inactive", "account_reset_password"):
        yield Sample(name, reverse(name), None)
    yield Sample("account_login wrong", reverse("account_login"), None, wrong=True)
    yield Sample("account_reset_password_done", reverse("account_reset_password_done"), None)


@sample_of("verify", "verify_code")
def _holders_of_papers(world: World) -> Iterator[Sample]:
    paper = Paper.objects.filter(state=Paper.State.ISSUED).latest("pk")
    yield Sample("verify", reverse("verify"), None)
    yield Sample("verify wrong", reverse("verify"), None, 422, wrong=True)
    for name, code, status in (("verify_code", paper.check_code, 200), ("verify_code unknown", "0" * 12, 404)):
        yield Sample(name, reverse("verify_code", args=[paper.public_id, code]), None, status)


@sample_of("account_reset_password_from_key", "account_reset_password_from_key_done")
def _keys(world: World) -> Iterator[Sample]:
    address = reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "no-such"})
    yield Sample("account_reset_password_from_key", address, None)
    yield Sample("account_reset_password_from_key_done", reverse("account_reset_password_from_key_done"), None)


@sample_of(
    "account_logout", "account_reauthenticate", "account_email", "account_change_password", "mfa_index",
    "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn",
)  # fmt: skip
def _account(world: World) -> Iterator[Sample]:
    yield Sample("account_logout", reverse("account_logout"), world.head)
    for name in ("account_reauthenticate", "account_email", "account_change_password", "mfa_index"):
        yield Sample(name, reverse(name), world.keyed, password=True)
    for name in ("mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn"):
        yield Sample(name, reverse(name), world.keyed, password=True)
    yield Sample("account_change_password wrong", reverse("account_change_password"), world.keyed, 200, True, True)


# -- the desk ---------------------------------------------------------------------------------------------------------


@sample_of("inbox")
def _inbox(world: World) -> Iterator[Sample]:
    yield Sample("inbox", reverse("inbox"), world.head)
    for box in ("overdue", "deputy", "suspended", "copied", "open", "coming", "decided"):
        yield Sample(f"inbox {box}", f"{reverse('inbox')}?box={box}", world.head)
    yield Sample("inbox empty", reverse("inbox"), world.auditor)
    yield Sample("inbox deputy's", f"{reverse('inbox')}?box=deputy", world.deputy)


@sample_of("task")
def _task(world: World) -> Iterator[Sample]:
    address = reverse("task", args=[world.approval.public_id])
    yield Sample("task", address, world.head)
    yield Sample("task to read", address, world.secretary)


@sample_of("bulk")
def _bulk(world: World) -> Iterator[Sample]:
    chosen = "&".join(f"t={turn.public_id}" for turn in world.approvals)
    yield Sample("bulk", f"{reverse('bulk')}?{chosen}", world.head)
    yield Sample("bulk wrong", f"{reverse('bulk')}?{chosen}", world.head, 422, wrong=True)


@sample_of("turn_verb", "case_verb")
def _verbs(world: World) -> Iterator[Sample]:
    """One that is refused; those offered are met on the way."""
    place = [world.approval.case.reference, "resume"]
    yield Sample("not up to you", reverse("case_verb", args=place), world.secretary, 403)


@sample_of("withdraw")
def _withdraw(world: World) -> Iterator[Sample]:
    case = world.approval.case
    for name, status, wrong in (("withdraw", 200, False), ("withdraw wrong", 422, True)):
        yield Sample(name, reverse("withdraw", args=[case.reference]), case.opened_by, status, wrong)


@sample_of("meeting_record", "own_count")
def _meetings(world: World) -> Iterator[Sample]:
    """The record of a meeting as others read it, and the count of a teller on his own device."""
    count = reverse("own_count", args=[world.ballot.public_id])
    yield Sample("own_count", count, world.teller)
    yield Sample("own_count wrong", count, world.teller, 422, wrong=True)
    yield Sample("meeting_record", reverse("meeting_record", args=[world.ballot.item.meeting.public_id]), world.head)


@sample_of("case")
def _case(world: World) -> Iterator[Sample]:
    reference = world.approval.case.reference
    for name, user in (("opener", world.secretary), ("approver", world.head), ("auditor", world.auditor)):
        yield Sample(f"case of {name}", reverse("case", args=[reference]), user)
    yield Sample("case of member", reverse("case", args=[reference]), world.member.person.user)
    yield Sample("not found", reverse("case", args=["0000000000"]), world.head, 404)


@sample_of("case_volume")
def _volume(world: World) -> Iterator[Sample]:
    address = reverse("case_volume", args=[world.approval.case.reference])
    yield Sample("case_volume", address, world.auditor)
    yield Sample("case_volume wrong", address, world.auditor, 422, wrong=True)


@sample_of("case_purpose")
def _purpose(world: World) -> Iterator[Sample]:
    address = reverse("case_purpose", args=[world.approval.case.reference])
    yield Sample("case_purpose", address, world.auditor)
    yield Sample("case_purpose wrong", address, world.auditor, 422, wrong=True)


# -- starting ---------------------------------------------------------------------------------------------------------


@sample_of("start", "start_done", "start_drop", "start_process", "start_page", "start_check")
def _start(world: World) -> Iterator[Sample]:
    draft = world.draft
    yield Sample("start", reverse("start"), draft.by)
    yield Sample("start_drop", reverse("start_drop", args=[draft.public_id]), draft.by)
    case = Case.objects.select_related("opened_by").earliest("pk")
    yield Sample("start_done", reverse("start_done", args=[case.reference]), case.opened_by)
    yield Sample("not yours to start", reverse("start_process", args=["transfer"]), world.auditor, 403)


# -- the board and what is kept ------------------------------------------------------------------------------------------


@sample_of("board", "board_names", "lateness", "lateness_post")
def _board(world: World) -> Iterator[Sample]:
    yield Sample("board", reverse("board"), world.head)
    yield Sample("board of nobody", reverse("board"), world.secretary, 403)
    for code in ("receipts", "letters", "overdue", "dues", "vacancies", "suspended"):
        yield Sample(f"board_names {code}", reverse("board_names", args=[code]), world.head)
    yield Sample("lateness", reverse("lateness"), world.head)
    yield Sample("lateness_post", reverse("lateness_post", args=[world.approval.post_id]), world.head)


@sample_of("saved", "saved_keep", "saved_edit")
def _saved(world: World) -> Iterator[Sample]:
    address = reverse("saved_edit", args=[world.saved.public_id])
    yield Sample("saved", reverse("saved"), world.saved.owner)
    yield Sample("saved_keep", f"{reverse('saved_keep')}?place=inbox&query=box%3Doverdue", world.saved.owner)
    yield Sample("saved_edit", address, world.saved.owner)
    yield Sample("saved_edit wrong", address, world.saved.owner, 422, wrong=True)


# -- registers --------------------------------------------------------------------------------------------------------


@sample_of("search")
def _search(world: World) -> Iterator[Sample]:
    for name, user in (("search", world.head), ("search of auditor", world.auditor)):
        yield Sample(name, f"{reverse('search')}?q=", user)
    yield Sample("search with filters", f"{reverse('search')}?q=支部&state=open", world.auditor)


@sample_of("bundles", "bundle_new", "bundle")
def _bundles(world: World) -> Iterator[Sample]:
    case = world.approval.case
    address = f"{reverse('bundle_new')}?case={case.reference}"
    yield Sample("bundle_new", address, world.auditor)
    yield Sample("bundle_new wrong", address, world.auditor, 422, wrong=True)
    viewer = viewer_of(world.auditor, clock.today())
    bundle = asking.ask(viewer, [case.reference], purpose="年度检查", key=f"sample {case.reference}")
    yield Sample("bundle being made", reverse("bundle", args=[bundle.public_id]), world.auditor)
    making.make(bundle.pk)
    yield Sample("bundle", reverse("bundle", args=[bundle.public_id]), world.auditor)
    yield Sample("bundles", reverse("bundles"), world.auditor)


@sample_of("register")
def _register(world: World) -> Iterator[Sample]:
    kept = [name for name, process in catalogue.processes().items() if process.register is not None]
    for name in kept:
        yield Sample(f"register {name}", reverse("register", args=[name]), world.head)


@sample_of("me")
def _me(world: World) -> Iterator[Sample]:
    yield Sample("me", reverse("me"), world.member.person.user)


@sample_of("deputies", "organisation_deputies")
def _deputies(world: World) -> Iterator[Sample]:
    yield Sample("deputies received", reverse("deputies"), world.deputy)
    yield Sample("deputies given", reverse("deputies"), world.head)
    yield Sample("deputies wrong", reverse("deputies"), world.head, 422, wrong=True)
    place = [world.demo.organisations["QH01"].public_id]
    yield Sample("organisation_deputies", reverse("organisation_deputies", args=place), world.registrar)


@sample_of("person", "leave")
def _person(world: World) -> Iterator[Sample]:
    yield Sample("person", reverse("person", args=[world.member.public_id]), world.head)
    yield Sample("person to registrar", reverse("person", args=[world.member.public_id]), world.registrar)
    assert world.secretary.person is not None
    leaver = reverse("leave", args=[world.secretary.person.member.public_id])
    yield Sample("leave", leaver, world.registrar)
    yield Sample("leave, the list", f"{leaver}?last_day=2027-01-31&reason=调离", world.registrar)
    yield Sample("leave wrong", f"{leaver}?last_day=2020-01-01", world.registrar, 422)


@sample_of("organisation", "vacancy")
def _organisation(world: World) -> Iterator[Sample]:
    for code in ("QH01", "QH0101"):
        place = [world.demo.organisations[code].public_id]
        yield Sample(f"organisation {code}", reverse("organisation", args=place), world.registrar)
    yield Sample("vacancy", reverse("vacancy", args=[world.demo.organisations["QH01"].public_id]), world.registrar)


@sample_of("ledgers", "ledger_branch", "ledger_sheet", "ledger_member", "ledger_correct")
def _ledgers(world: World) -> Iterator[Sample]:
    """The months of a branch, a month to be entered, one that is entered, to those who keep them and to those above."""
    member, months = world.missing
    place, keeper = world.demo.organisations["QH0104"].public_id, world.demo.holder("QH0104", Role.SECRETARY)
    yield Sample("ledgers", reverse("ledgers"), world.head)
    yield Sample("ledger_branch", reverse("ledger_branch", args=[place]), keeper)
    for name, month, user in (
        ("to enter", months[0], keeper),
        ("entered", months[1], keeper),
        ("to read", months[1], world.head),
    ):
        yield Sample(f"ledger_sheet {name}", reverse("ledger_sheet", args=[place, month]), user)
    yield Sample("ledger_sheet wrong", reverse("ledger_sheet", args=[place, months[0]]), keeper, 422, wrong=True)
    yield Sample("ledger_member", reverse("ledger_member", args=[member.public_id]), keeper)
    correction = reverse("ledger_correct", args=[member.public_id, "life", months[1]])
    yield Sample("ledger_correct", correction, keeper)
    yield Sample("ledger_correct wrong", correction, keeper, 422, wrong=True)
    yield Sample("ledger_correct of others", correction, world.head, 403)


@sample_of("import", "import_report")
def _import(world: World) -> Iterator[Sample]:
    yield Sample("import", reverse("import"), world.registrar)
    yield Sample("import wrong", reverse("import"), world.registrar, 422, wrong=True)
    yield Sample("import_report", reverse("import_report", args=[world.upload]), world.registrar)
    yield Sample("import of others", reverse("import"), world.secretary, 403)
