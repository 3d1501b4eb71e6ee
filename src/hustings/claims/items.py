"""Items without a verb: "More police on our streets", "* A school for every valley"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.claims import classes
from hustings.claims.coordination import phrases_from
from hustings.claims.drafts import Draft
from hustings.model.claim import OWN, Modality

if TYPE_CHECKING:
    from hustings.claims.readings import Reading

_BULLETS: Final = frozenset("*•·‣●▪-–")
_FEWEST: Final = 3
_NO_ITEM: Final = (
    classes.FINITE_AUXILIARY
    | classes.OWN_VOICE
    | classes.CONDITION
    | classes.QUESTION
    | classes.EXISTENCE
    | classes.NEGATOR
)
_OPENERS: Final = classes.ARTICLE | classes.ADVERB | classes.NUMBER | classes.MARK


def item_drafts(reading: Reading) -> list[Draft]:
    """Give the claims of a unit that is nothing but a thing demanded.

    It opens with a bullet, or with a word that says what is wanted: "more", "fair".
    """
    start = _start(reading)
    if start is None or any(_is_against(reading, i) for i in range(len(reading))):
        return []
    found = phrases_from(reading, start, len(reading))
    if not found or reading.bits[found[0].head] & classes.PRONOUN:
        return []
    return [
        Draft(
            start=phrase.start,
            end=phrase.end,
            head=phrase.head,
            stance=1,
            actor=OWN,
            modality=Modality.DEMAND,
            construction="item",
            cue=None,
        )
        for phrase in found
    ]


def _start(reading: Reading) -> int | None:
    """Find where an item begins; None where the unit is no item."""
    words = [i for i in range(len(reading)) if not reading.is_mark(i)]
    if len(words) < _FEWEST:
        return None
    first = words[0]
    at = first
    while at < len(reading) and reading.bits[at] & _OPENERS:
        at += 1
    is_wanted = at < len(reading) and bool(reading.bits[at] & classes.WANTED)
    is_wanted = is_wanted or bool(reading.bits[first] & classes.WANTED)
    both = classes.ADJECTIVE | classes.IMPERATIVE  # "free"
    is_wanted = is_wanted or reading.bits[first] & both == both
    has_bullet = reading.words[0].text in _BULLETS
    return first if is_wanted or has_bullet else None


def _is_against(reading: Reading, i: int) -> bool:
    """Tell whether a word shows that the unit has a verb, or somebody's voice."""
    bits = reading.bits[i]
    if bits & classes.MARK:
        return False
    if bits & _NO_ITEM and not bits & classes.DETERMINER:
        return True
    word = reading.words[i]
    is_finite = bool(word.verbs) and word.form == classes.FINITE
    return is_finite and not bits & classes.NOUN and not reading.is_capital(i)
