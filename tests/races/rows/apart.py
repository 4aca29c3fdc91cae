"""Which write functions never meet, or have nothing in common where they do: freed of a race, each pair with its reason.

A pair stands here only if the two never change the same turn, case, round, appointment or delegation together; where
they do it has a race. Reviewed one by one when a function was added: a test finds a pair that is named nowhere.
"""

from __future__ import annotations

from tests.races.rows.transfer import DRAFT
from tests.races.words import Apart
from tests.races.writes import WRITES

JOBS = ("issue", "effect", "outcome")
TURN = ("return_to", "hand_over", "declare_interest")
CASE = ("terminate", "suspend", "resume", "go_on", "move_case")
ROUND = ("add_signer", "remove_signer", "recount")
FILES = ("attach", "strike_out", "copy_to")
COMMENTS = ("comment", "strike_comment")
BY_THE_CLOCK = ("go_on", "rescue", "recount", "remind", "collect")
OUTWARD = ("settle", "digest", "deliver")
COURSE = (
    "decide",
    "withdraw",
    "lapse",
    *JOBS,
    *TURN,
    *CASE,
    *ROUND,
    "rescue",
    "remind",
    "collect",
    "urge",
    *FILES,
    *COMMENTS,
)

ADDS = "what gives a right takes none away, and no turn is sent elsewhere for it"
ASKED_ANEW = "who holds a post is read as of a day: what a sweep misses at this moment its next run finds"
ONE_TASK = "a case has one task: while a job is due no turn is open, no round runs, and nobody waits"
LIKE_RESUME = "ends in the same function as resume, under the same lock; resume has the race"
LIKE_ATTACH = "asks under the same lock what attach asks, which has the race"
NO_SEATS = "a seat in a round is neither handed over nor sent on, and a case with a running round is not moved"
OWN_ROW = (
    "a row of its own, written under the lock of the case, that changes nothing else in it; the turn stays as it is"
)
# They are freed of every other one below.
ELSEWHERE = ("save_draft", "open_account")
LIKE_TERMINATE = "closes what is open in the same function as terminate, under the same locks; terminate has the races"
ANY_TIME = "a comment is taken and struck out whatever becomes of the turn, and asks for none"
COLUMNS = "each writes columns of its own of the turn, by name, under the lock of the case"
SENT_AS_IT_IS = "it sends out what stands; what is being told this moment is settled and sent in the next round"
READS = "it reads only, and what it writes promises nothing"
NO_POST = "it asks for no post that is had through others, but who decided, opened, wrote it or keeps the registers"
NO_ACCOUNT = "the system acts without an account"
HIS_OWN = "an address and a choice are a person's own; what is sent goes by what they are then"
CLOSED = "what is asked again after is closed for good, and a draft decides nothing"


def _each(ones: tuple[str, ...], others: tuple[str, ...], why: str) -> tuple[Apart, ...]:
    """Every one of some with every one of others."""
    return tuple(Apart(one, others, why) for one in ones)


OLDER = (
    Apart("open_case", ("save_task_draft",), "the draft is of a turn, and what is being opened has none yet"),
    Apart("recall", ("appoint",), "taking back asks who decided and for no post"),
    Apart("withdraw", ("appoint", "end_appointment"), "calling off asks who opened the case and whom it is about"),
    Apart("lapse", JOBS, "while a wait runs its turn is open, and then no job is due"),
    Apart("appoint", ("lapse", *JOBS), "a turn is routed to a post, and an appointment takes no holder away"),
    Apart("end_appointment", ("effect", "outcome"), "no turn is opened; where one follows it is as with issue"),
    Apart("save_task_draft", JOBS, "a turn with a draft is open, and then no job is due"),
    Apart("save_task_draft", ("appoint", "close_account"), DRAFT),
    Apart(
        "save_draft",
        tuple(name for name in WRITES if name not in ("open_case", "save_draft")),
        "the draft of a request belongs to no case",
    ),
    Apart(
        "open_account",
        tuple(name for name in WRITES if name not in ("open_account", "save_draft")),
        "who has no account yet calls nothing",
    ),
    Apart("close_account", ("lapse", *JOBS), "the system acts without an account"),
    Apart("close_account", ("appoint", "end_appointment"), "a post is held without an account too"),
)

OPENING = (
    Apart("open_case", (*TURN, *CASE, *ROUND, "rescue", "remind", "collect", "urge", *FILES, *COMMENTS), "while a case is open there is no second one, whatever happens to the first"),
    Apart("open_case", ("delegate",), ADDS),
    Apart("open_case", OUTWARD, SENT_AS_IT_IS),
    Apart("open_case", ("look_ahead",), READS),
    Apart("open_case", ("ask_again",), "the draft that asks again is no case; opening it is an opening like any other"),
    Apart("open_case", ("choose", "set_email"), HIS_OWN),
)  # fmt: skip

DRAFTS = (
    Apart(
        "save_task_draft",
        (*TURN, *CASE, *ROUND, "rescue", "remind", "collect", "urge", *FILES, *COMMENTS, *OUTWARD, "look_ahead",
         "delegate", "revoke", "ask_again", "choose", "set_email"),
        DRAFT,
    ),
    Apart(
        "ask_again",
        ("recall", *(name for name in COURSE if name != "outcome"), "appoint", "end_appointment", "close_account",
         "delegate", "revoke", "leave", *OUTWARD, "look_ahead"),
        CLOSED,
    ),
    *_each(
        ("choose", "set_email"),
        ("recall", *COURSE, "appoint", "end_appointment", "delegate", "revoke", "leave", "ask_again", *OUTWARD, "look_ahead"),
        HIS_OWN,
    ),
)  # fmt: skip

RIGHTS = (
    Apart("delegate", ("recall", *COURSE, "appoint"), ADDS),
    Apart("delegate", OUTWARD, SENT_AS_IT_IS),
    Apart("appoint", (*TURN, "revoke", *CASE, *ROUND, "remind", "collect", "urge", *FILES, *COMMENTS), ADDS),
    Apart("end_appointment", BY_THE_CLOCK, ASKED_ANEW),
    Apart("end_appointment", ("move_case", "strike_comment"), NO_POST),
    Apart("close_account", (*BY_THE_CLOCK, *OUTWARD, "look_ahead"), NO_ACCOUNT),
    Apart("revoke", ("recall", "withdraw", "leave", "move_case", "urge", "strike_comment"), NO_POST),
    Apart("revoke", ("lapse", *JOBS, *BY_THE_CLOCK), NO_ACCOUNT),
    Apart("leave", ("withdraw", "strike_comment"), NO_POST),
    Apart("leave", JOBS, ASKED_ANEW),
)  # fmt: skip

TURNS = (
    *_each(JOBS, ("add_signer", "remove_signer", "rescue", "recount", "remind", "collect", "urge"), ONE_TASK),
    *_each(("hand_over", "move_case", "rescue"), ROUND, NO_SEATS),
    Apart("go_on", ("rescue", "recount", "remind", "collect", "urge", "leave", *FILES), LIKE_RESUME),
    Apart("go_on", ("recall",), "a suspension that has a last day lasts a day at least, and a hold some seconds"),
    Apart("collect", ("remind", "urge", "move_case"), COLUMNS),
)  # fmt: skip

BESIDE = (
    *_each(
        COMMENTS,
        ("decide", "recall", "withdraw", "lapse", "issue", "effect", *TURN, *CASE, *ROUND, "rescue", "remind", "collect"),
        ANY_TIME,
    ),
    Apart("strike_comment", ("outcome",), ANY_TIME),
    *_each(FILES, ("issue", "effect", "move_case", "rescue", "recount", "remind", "collect"), OWN_ROW),
    Apart("strike_out", ("recall", "lapse", "resume", "revoke", "add_signer", "remove_signer"), LIKE_ATTACH),
    Apart("copy_to", ("add_signer", "remove_signer"), LIKE_ATTACH),
    Apart("attach", ("add_signer",), OWN_ROW),
    *_each(FILES, COMMENTS, OWN_ROW),
    Apart("copy_to", ("attach", "strike_out"), OWN_ROW),
    Apart("comment", ("strike_comment",), OWN_ROW),
    Apart("urge", (*FILES, *COMMENTS), OWN_ROW),
)  # fmt: skip

HAPPENED = (
    Apart("report", tuple(name for name in WRITES if name not in ("report", "decide", "lapse", *ELSEWHERE)), LIKE_TERMINATE),
)  # fmt: skip

SENT = (
    Apart("settle", (*COURSE, "appoint", "end_appointment", "revoke", "leave", "digest", "deliver"), SENT_AS_IT_IS),
    *_each(("digest", "deliver"), ("recall", *COURSE, "appoint", "end_appointment", "revoke", "leave"), SENT_AS_IT_IS),
    Apart("digest", ("deliver",), SENT_AS_IT_IS),
    Apart(
        "look_ahead",
        ("recall", *COURSE, "appoint", "end_appointment", "delegate", "revoke", "leave", *OUTWARD),
        READS,
    ),
)  # fmt: skip

ROWS = (*HAPPENED, *OLDER, *OPENING, *DRAFTS, *RIGHTS, *TURNS, *BESIDE, *SENT)
