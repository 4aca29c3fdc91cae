"""More words the matrix is written in: the deeds besides the course itself, each with whom and what it is about."""

from __future__ import annotations

import os

from tests.races.words import Deed

GO_ON = Deed("go_on", "go_on", {})
RESCUE = Deed("rescue", "rescue", {})
RECOUNT = Deed("recount", "recount", {})
REMIND = Deed("remind", "remind_due", {})
COLLECT = Deed("collect", "collect_untold", {})
SETTLE = Deed("settle", "settle", {})
DIGEST = Deed("digest", "digest", {})
DELIVER = Deed("deliver", "deliver", {}, {"place": os.devnull})
LOOK_AHEAD = Deed("look_ahead", "look_ahead", {})


def _on_case(function: str, by: str, *, call: str = "") -> Deed:
    return Deed(function, call or function, {"user": by, "case": "case"})


def sign(by: str, seat: str = "") -> Deed:
    """Agree, where several sign; the seat is that of who signs if no other is named."""
    return Deed("decide", "sign", {"user": by, "turn": f"{seat or by}_sign"})


def return_to(by: str, turn: str, to: str) -> Deed:
    """Send a turn back to a step."""
    return Deed("return_to", "return_to", {"user": by, "turn": turn}, {"to": to})


def hand_over(by: str, turn: str, post: str) -> Deed:
    """Hand a turn over to the post of somebody."""
    return Deed("hand_over", "hand_over", {"user": by, "turn": turn, "post": f"{post}_post"})


def declare_interest(by: str, turn: str) -> Deed:
    """Stand aside for good."""
    return Deed("declare_interest", "declare_interest", {"user": by, "turn": turn})


def suspend(by: str) -> Deed:
    """Suspend the case."""
    return _on_case("suspend", by)


def resume(by: str) -> Deed:
    """Let the case go on."""
    return _on_case("resume", by)


def terminate(by: str) -> Deed:
    """End the case."""
    return _on_case("terminate", by)


def report(by: str) -> Deed:
    """Report that the letter is lost."""
    return _on_case("report", by)


def move_case(by: str) -> Deed:
    """Move the case to another edition."""
    return _on_case("move_case", by, call="move")


def urge(by: str) -> Deed:
    """Ask for haste."""
    return _on_case("urge", by)


def attach(by: str) -> Deed:
    """Add a file."""
    return _on_case("attach", by)


def comment(by: str) -> Deed:
    """Comment on the case."""
    return _on_case("comment", by)


def ask_again(by: str) -> Deed:
    """Begin anew after the case."""
    return _on_case("ask_again", by)


def copy_to(by: str, post: str) -> Deed:
    """Copy the case to the post of somebody."""
    return Deed("copy_to", "copy_to", {"user": by, "case": "case", "post": f"{post}_post"})


def strike_out(by: str, file: str = "file") -> Deed:
    """Strike a file out."""
    return Deed("strike_out", "strike_out", {"user": by, "file": file})


def strike_comment(by: str) -> Deed:
    """Strike one's comment out."""
    return Deed("strike_comment", "strike_comment", {"user": by, "comment": "comment"})


def add_signer(by: str, post: str) -> Deed:
    """Ask for the signature of the post of somebody, too."""
    return Deed("add_signer", "add_signer", {"user": by, "round": "round", "post": f"{post}_post"})


def remove_signer(by: str, seat: str) -> Deed:
    """Take a seat off."""
    return Deed("remove_signer", "remove_signer", {"user": by, "round": "round", "signer": f"{seat}_seat"})


def delegate(by: str, proxy: str, post: str = "head") -> Deed:
    """Let somebody act for a post."""
    return Deed("delegate", "delegate", {"user": by, "post": f"{post}_post", "proxy": proxy})


def revoke(by: str, delegation: str = "delegation") -> Deed:
    """Take a delegation back."""
    return Deed("revoke", "revoke", {"user": by, "delegation": delegation})


def leave(who: str) -> Deed:
    """The registrar ends everything somebody holds."""
    return Deed("leave", "leave", {"user": "registrar", "leaver": who})


def set_email(who: str, email: str = "a@example.org") -> Deed:
    """Note an address."""
    return Deed("set_email", "set_email", {"user": who}, {"email": email})


def choose(who: str, email: str = "b@example.org") -> Deed:
    """Choose how one is told, and where mails go."""
    return Deed("choose", "choose", {"user": who}, {"email": email})
