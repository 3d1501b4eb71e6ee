"""Assignments: who is to code which units, and how these were drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.model.citation import Anchor

Purpose: TypeAlias = Literal["coding", "training"]

ACTIVE: Final = "active"
"""The queue of units that teach a machine most; they are no random sample."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignedUnit:
    """One unit that a person is to code.

    Attributes
    ----------
    position : int
        In the order of coding.
    anchor : Anchor
        The unit's span, words, and those around it.
    inclusion_probability : float
        Of the unit into the sample, known by design, in (0, 1]; 1, too, for a unit
        that was chosen and not drawn.
    answers : mapping of str to str
        By variable, the right value; for training only.
    """

    position: int
    document_id: str
    unit_id: str
    anchor: Anchor
    inclusion_probability: float
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Units that one person is to code with one codebook.

    Attributes
    ----------
    assignment_id : str
        The same wherever the project is copied or merged.
    variables : tuple of str
        Those of the codebook that are to be coded.
    design : mapping of str to JSON value
        All that is needed to draw the units again: method, seed, number or share,
        strata, overlap.
    written : str
        ISO time with its zone.
    units : tuple of AssignedUnit
        By position.
    """

    assignment_id: str
    coder: str
    codebook_sha256: str
    variables: tuple[str, ...]
    purpose: Purpose
    design: Mapping[str, object]
    written: str
    units: tuple[AssignedUnit, ...]

    @property
    def is_random(self) -> bool:
        """Whether chance alone chose the units, with probabilities that are known.

        Not where they are for training, nor where a queue chose those that teach most.
        """
        return self.purpose == "coding" and self.design.get("queue") != ACTIVE

    @property
    def is_kept_apart(self) -> bool:
        """Whether the units are for checking coders, and so for training none."""
        return self.is_random and self.design.get("kept_apart") is True
