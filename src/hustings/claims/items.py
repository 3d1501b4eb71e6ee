"""Items without a verb: "More police on our streets", "* A school for every valley"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.claims import classes
from hustings.claims.coordination import phrases_from
from hustings.claims.drafts import own_draft
from hustings.model.claim import Modality

if TYPE_CHECKING:
    from hustings.claims.drafts import Draft
    from hustings.claims.phrases import Phrase
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

    It opens with a bullet, or with a word that says what is wanted: "more", "fair"; or
    it is a list that ends with an exclamation mark.
    """
    told = _outside_relatives(reading)
    if any(_is_against(reading, i) for i in told):
        return []
    start = _start(reading) if reading.lexicon.has_ideals else None
    is_called = start is None and _is_called(reading)
    first = next((i for i in told if not reading.is_mark(i)), None)
    start = first if is_called else start
    if start is None:
        return []
    found = phrases_from(reading, start, len(reading), is_list=True)
    if not found or reading.bits[found[0].head] & classes.PRONOUN:
        return []
    if is_called and not _is_list(found):
        return []
    return [own_draft(phrase, 1, Modality.DEMAND, "item", None) for phrase in found]


def _is_called(reading: Reading) -> bool:
    """Tell whether an exclamation mark ends the unit, its only such mark."""
    ends = [i for i, bits in enumerate(reading.bits) if bits & classes.END]
    return ends == [len(reading) - 1] and reading.words[-1].text == "!"


def _is_list(found: list[Phrase]) -> bool:
    """Tell whether things are listed that are described: "benches at every stop"."""
    return len(found) > 1 and any(phrase.end > phrase.core for phrase in found)


def _outside_relatives(reading: Reading) -> list[int]:
    """Give the places of words outside clauses such as "toilets that are open"."""
    kept: list[int] = []
    is_inside = False
    for i, bits in enumerate(reading.bits):
        if bits & (classes.STOP | classes.COMMA | classes.CONJUNCTION):
            is_inside = _opens_relative(reading, i + 1)
        elif bits & classes.RELATIVE and i:
            is_inside = True
        if not is_inside:
            kept.append(i)
    return kept


def _opens_relative(reading: Reading, i: int) -> bool:
    """Tell whether ", die fahren" begins, where articles are relatives, too."""
    if not reading.lexicon.has_capital_nouns or i + 1 >= len(reading):
        return False
    is_article = bool(reading.bits[i] & classes.DETERMINER)
    return (
        is_article
        and not reading.is_capital(i + 1)
        and bool(
            reading.words[i + 1].verbs or reading.words[i + 1].form & classes.INFINITIVE
        )
    )


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
