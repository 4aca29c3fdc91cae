"""How a measure is called on papers (处置方式、情形、依据的写法): a process of two measures says it of each stage."""

from __future__ import annotations

from typing import ClassVar

from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.families.disposal.facts import proposal_of


class Measured:
    """处置方式: what the measure, its ground and its articles are called; the same at every step unless a process says otherwise."""

    measure_words: ClassVar[str]
    articles: ClassVar[str]

    @classmethod
    def measure_of(cls, case: Case, said: Said) -> str:
        """The measure in hand."""
        return cls.measure_words

    @classmethod
    def articles_of(cls, case: Case, said: Said) -> str:
        """The articles it rests on."""
        return cls.articles

    @classmethod
    def ground_words(cls, code: str) -> str:
        """A ground by its code, as papers print it."""
        raise NotImplementedError

    @classmethod
    def ground_of(cls, case: Case, said: Said) -> str:
        """The ground, as papers print it."""
        return cls.ground_words(str(proposal_of(said)["ground"]))
