"""Claims: who is for or against what, and in which words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hustings.model.document import Span

OWN = "own"
"""Actor of a claim that the document makes in its own voice."""

FOR = 1
AGAINST = -1
NEITHER = 0


class Modality(StrEnum):
    """How a stance is put."""

    PLEDGE = "pledge"
    """We will."""
    DEMAND = "demand"
    """Must, should, we call for."""
    POSITION = "position"
    """We support, oppose, believe in."""
    EVALUATION = "evaluation"
    """Good or bad, harmful, a scandal."""
    AIM = "aim"
    """In order to."""
    SLOGAN = "slogan"
    """No to, stop, now!"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One stance toward one target, with the words that it rests on.

    Attributes
    ----------
    unit : str
        Id of the unit that is its evidence.
    actor : str
        `OWN`, or the name as it stands in the unit where it reports another's stance.
    stance : int
        `FOR` (1) or `AGAINST` (-1); `NEITHER` (0) only toward a given target.
    target : str
        The phrase that the stance is held toward, as it stands in the unit.
    head : str
        The word of the target that names it, as it stands there.
    span, head_span : Span
        Of target and head, in the text that the unit's own span indexes: the
        document's in a project, the unit's own where units come from a table.
    modality : Modality
    confidence : float
        In (0, 1]: the share of such claims that a careful reader would confirm.
    cue : Span or None
        The words that carry the stance; None where a heading carries it.
    link : int or None
        Index, among the claims of the unit, of the claim that this one goes with:
        "for the prohibition of X" and "against X".
    """

    unit: str
    actor: str
    stance: int
    target: str
    head: str
    span: Span
    head_span: Span
    modality: Modality
    confidence: float
    cue: Span | None = None
    link: int | None = None

    @property
    def is_own(self) -> bool:
        """Whether the document itself takes the stance."""
        return self.actor == OWN
