"""Drafts: claims as places of words, before they are cut out of the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.model.claim import OWN

if TYPE_CHECKING:
    from hustings.claims.phrases import Phrase
    from hustings.model.claim import Modality


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A claim as places of words in a reading.

    Attributes
    ----------
    start, end, head : int
        The target, half-open, and the word that names it.
    cue : tuple of int or None
        The words that carry the stance, half-open.
    construction : str
        The way it was found, which says how far it can be trusted; see
        `hustings.claims.confidence`.
    of : Draft or None
        The claim that this one goes with.
    skip : int
        Letters of the head that do not belong to the target: those of "anti-".
    """

    start: int
    end: int
    head: int
    stance: int
    actor: str
    modality: Modality
    construction: str
    cue: tuple[int, int] | None
    of: Draft | None = None
    skip: int = 0


def own_draft(
    phrase: Phrase,
    stance: int,
    modality: Modality,
    construction: str,
    cue: tuple[int, int] | None,
) -> Draft:
    """Make the document's own claim toward a phrase."""
    return Draft(
        start=phrase.start,
        end=phrase.end,
        head=phrase.head,
        stance=stance,
        actor=OWN,
        modality=modality,
        construction=construction,
        cue=cue,
    )
