"""Telling people, from beginning to end (通知): collect, settle, summarise, deliver. Done by the worker every minute."""

from __future__ import annotations

from workflows.engine import collecting, delivering, digesting, settling


def run_due() -> dict[str, int]:
    """Do everything that is due, in this process; how many turns were told, notices settled, summaries written, and how
    many deliveries came to which state. Two processes may do it at once."""
    return {
        "turns": collecting.collect(),
        "notices": settling.settle(),
        "digests": digesting.write_digests(),
        **delivering.deliver(),
    }
