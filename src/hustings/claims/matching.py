"""Claims found by one reader beside those of another: which are the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.model.claim import OWN
from hustings.words.stems import lemma_of, plain_form

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]+(?:['’]s\b)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadClaim:
    """What one reader reads in a unit: whose stance, which, toward what.

    Attributes
    ----------
    actor : str
        "own", or a name; which other actor it is does not count in matching.
    stance : int
    target, head : str
    modality : str
    """

    actor: str
    stance: int
    target: str
    head: str
    modality: str

    @property
    def is_own(self) -> bool:
        """Whether the document itself takes the stance."""
        return self.actor == OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPair:
    """A found and a coded claim with the same voice and head, by their places.

    Attributes
    ----------
    found, coded : int
    same_stance : bool
    """

    found: int
    coded: int
    same_stance: bool


def pair_claims(
    found: Sequence[ReadClaim],
    coded: Sequence[ReadClaim],
    *,
    language: str,
    anywhere: bool = False,
) -> tuple[ClaimPair, ...]:
    """Pair the claims of one unit by voice and head, one with one.

    Claims agree where both are the document's own, or neither is, and the heads are
    the same word or have the same lemma. Pairs of one stance are made first.

    Parameters
    ----------
    found, coded : sequence of ReadClaim
        All of one unit; `coded` are those to be found.
    language : str
        ISO 639-1 code, for lemmas.
    anywhere : bool
        Whether it is enough that the found head stands anywhere in the coded target.

    Examples
    --------
    >>> bus = {"actor": "own", "target": "a night bus", "modality": "demand"}
    >>> found = ReadClaim(stance=1, head="bus", **bus)
    >>> coded = ReadClaim(stance=-1, head="bus", **bus)
    >>> pair_claims([found], [coded], language="en")
    (ClaimPair(found=0, coded=0, same_stance=False),)
    """
    pairs: list[ClaimPair] = []
    for same_stance in (True, False):
        for place in _unpaired(len(found), [pair.found for pair in pairs]):
            free = _unpaired(len(coded), [pair.coded for pair in pairs])
            partners = [
                other
                for other in free
                if (found[place].stance == coded[other].stance) is same_stance
                and _are_alike(found[place], coded[other], language, anywhere=anywhere)
            ]
            if partners:
                pairs.append(
                    ClaimPair(found=place, coded=partners[0], same_stance=same_stance)
                )
    return tuple(sorted(pairs, key=lambda pair: pair.found))


def _unpaired(n: int, paired: list[int]) -> list[int]:
    """Give the places up to n that have no partner yet."""
    return [place for place in range(n) if place not in paired]


def _are_alike(
    found: ReadClaim, coded: ReadClaim, language: str, *, anywhere: bool
) -> bool:
    """Whether two claims have one voice and agree on the head."""
    if found.is_own is not coded.is_own:
        return False
    names = _names(found.head, language)
    if names & _names(coded.head, language):
        return True
    words = _WORD.findall(coded.target) if anywhere else []
    return any(names & _names(word, language) for word in words)


def _names(head: str, language: str) -> set[str]:
    """Give the word and the lemma of a head, of a compound those of its last part."""
    words = _WORD.findall(head)
    return {plain_form(words[-1]), lemma_of(words[-1], language)} if words else set()
