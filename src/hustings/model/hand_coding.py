"""Codings that a person made, as they are kept: with the words they are of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hustings.model.citation import Anchor
    from hustings.model.document import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class HandCoding:
    """What a person said of one unit and variable at one time.

    A later word by the same person on the same stretch, codebook and variable
    supersedes an earlier one; nothing is overwritten.

    Attributes
    ----------
    coding_id : str
        The same wherever the project is copied or merged; see
        `hustings.model.identity.identify`.
    unit_id : str
        The unit as it was called when it was coded. What holds is document and span.
    anchor : Anchor
        The unit's span, words, and those around it.
    codebook_sha256 : str
        Of the text of the codebook that was used.
    value : str or None
        A code, or the text of a number; None takes an earlier coding back.
    written : str
        ISO time with its zone, to the microsecond.
    evidence : tuple of Span
        The words that the person relied on, as spans of the document's text.
    unsure : bool
        Whether the person said so.
    origin : str
        Where it was brought in from; empty if it was made here.
    assignment_id : str or None
        The assignment it was made for, which may be in another project.
    """

    coding_id: str
    document_id: str
    unit_id: str
    anchor: Anchor
    coder: str
    codebook_sha256: str
    variable: str
    value: str | None
    written: str
    evidence: tuple[Span, ...] = ()
    note: str = ""
    unsure: bool = False
    origin: str = ""
    assignment_id: str | None = None
