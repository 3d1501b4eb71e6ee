"""Adjudicated values: what settled a disagreement, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hustings.model.citation import Anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjudicated:
    """One value that a rule or a person settled on for one unit and variable.

    A later word on the same stretch, codebook and variable supersedes an earlier one.

    Attributes
    ----------
    adjudication_id : str
        The same wherever the project is copied or merged.
    value : str or None
        None where the case was left open.
    rule : str
        ``"majority"``, ``"unanimity"``, ``"senior:NAME"``, ``"dawid-skene>=0.8"`` or
        ``"person:NAME"``, or ``"undecided:NAME"`` where a person looked and left the
        case open; after a new version of the codebook also such a rule with
        what became of its value, as in ``"majority; recoded 305.1 -> 305, town 2"``.
    settles : tuple of str
        Ids of the codings that were looked at.
    probability : float or None
        Of the value, where the rule gives one.
    written : str
        ISO time with its zone, to the microsecond.
    note : str
        What the person noted who decided.
    """

    adjudication_id: str
    document_id: str
    unit_id: str
    anchor: Anchor
    codebook_sha256: str
    variable: str
    value: str | None
    rule: str
    settles: tuple[str, ...]
    probability: float | None
    written: str
    note: str = ""
