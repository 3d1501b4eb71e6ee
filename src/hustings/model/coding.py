"""Codings: who gave which unit which value, and on what evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hustings.model.document import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One value that one coder gave one unit.

    Attributes
    ----------
    value : str
        A code of the codebook, or the text of a number for interval variables.
    evidence : tuple of Span
        The words the coder relied on, as spans of the document's text.
    codebook : str
        Name of the codebook that the value is from; empty where that is clear.
    """

    unit_id: str
    coder_id: str
    variable: str
    value: str
    evidence: tuple[Span, ...] = ()
    codebook: str = ""
