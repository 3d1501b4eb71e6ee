"""What is told of values that go over to a new version of a codebook, or do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hustings.coding.recoding import CodeFate
    from hustings.model.adjudication import Adjudicated
    from hustings.model.hand_coding import HandCoding
    from hustings.workflow.codebooks import LoadedCodebook


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAgain:
    """One value that a person has to look at again.

    Attributes
    ----------
    coder : str
        Whose it is; ``"adjudicated"`` for one that a rule or a person settled.
    value : str
        What it is under the earlier version.
    choices : str
        Codes to choose from, where the code was split.
    """

    coder: str
    document: str
    unit: str
    start: int
    end: int
    before: str
    words: str
    after: str
    variable: str
    value: str
    reason: str
    choices: str


def look_again(one: HandCoding | Adjudicated, fate: CodeFate, coder: str) -> LookAgain:
    """Say of a value that a person has to look at it again, and why."""
    return LookAgain(
        coder=coder,
        document=one.document_id,
        unit=one.unit_id,
        start=one.anchor.span.start,
        end=one.anchor.span.end,
        before=one.anchor.before,
        words=one.anchor.words,
        after=one.anchor.after,
        variable=one.variable,
        value=one.value or "",
        reason=fate.reason,
        choices=", ".join(fate.choices),
    )


def say_fate(value: str | None, fate: CodeFate, new: LoadedCodebook) -> str:
    """Say what became of a value, as what was carried over keeps it."""
    how = f"{fate.outcome} {value}"
    if fate.outcome == "recoded":
        how = f"recoded {value} -> {fate.becomes}"
    return f"{how}{mark_of(new)}"


def mark_of(new: LoadedCodebook) -> str:
    """Return how that ends for every value that was carried over to a version."""
    return f", {new.codebook.name} {new.codebook.version}"
