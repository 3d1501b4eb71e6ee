"""Fields of a clause whose verb stands last: which phrases are its objects."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from hustings.claims import classes
from hustings.claims.coordination import phrases_from
from hustings.claims.phrases import Phrase, phrase_at

if TYPE_CHECKING:
    from hustings.claims.readings import Reading

_LIGHT: Final = (
    classes.ADVERB
    | classes.TIME
    | classes.NOW
    | classes.CONJUNCTION
    | classes.SLOGAN_FOR
    | classes.EXAMPLE
)
_BREAKS: Final = (
    classes.STOP
    | classes.COMMA
    | classes.STARTER
    | classes.PURPOSE
    | classes.INSTEAD
    | classes.WITHOUT
    | classes.FINITE_AUXILIARY
)


@dataclass(slots=True)
class Field:
    """What stands between two places of a clause.

    Attributes
    ----------
    groups : list of list of Phrase
        Noun phrases without a preposition, those joined by "und" together.
    denied : bool
        Whether "nicht" or "kein" was met.
    is_joined : bool
        Whether "und" was the last that was met, with no phrase behind it yet.
    end : int
        Where it ends.
    """

    groups: list[list[Phrase]] = field(default_factory=list)
    denied: bool = False
    is_joined: bool = False
    end: int = 0


def field_between(reading: Reading, start: int, end: int) -> Field:
    """Read the phrases between two places, up to a comma that joins no list."""
    found = Field()
    at = start
    while at < end:
        after = _step(reading, at, end, found)
        if after is None:
            break
        at = after
    found.end = at
    return found


def _step(reading: Reading, at: int, end: int, found: Field) -> int | None:
    bits = reading.bits[at]
    if bits & classes.NEGATOR and _passes_negator(reading, at, end, found):
        return at + 1
    if bits == classes.MARK or (bits & classes.COLON and not found.groups):
        return at + 1
    if bits & classes.PREPOSITION:
        return _behind_preposition(reading, at, end)
    if _is_pronoun(bits) or (bits & _LIGHT and not bits & classes.DETERMINER):
        return _behind_light(reading, at, end, found)
    if bits & _BREAKS:
        return None
    return _take_group(reading, at, end, found)


def _passes_negator(reading: Reading, at: int, end: int, found: Field) -> bool:
    """Note a negator; tell whether it is more than the determiner of a phrase."""
    if _denies_attribute(reading, at, end):
        return True
    found.denied = True
    return not reading.bits[at] & classes.DETERMINER


def _denies_attribute(reading: Reading, at: int, end: int) -> bool:
    """Tell whether "nicht" belongs to an adjective: "noch nicht reife Technik"."""
    if _no_capitals(reading) or reading.words[at].text != "nicht":
        return False
    after = at + 1
    while after < end and _may_describe(reading, after):
        after += 1
    return at + 1 < after < end and reading.is_capital(after)


def _may_describe(reading: Reading, i: int) -> bool:
    word = reading.words[i]
    ends = word.text.endswith(("e", "en", "er", "es", "em"))
    return ends and not word.bits & ~classes.ADJECTIVE and not reading.is_capital(i)


def _behind_light(reading: Reading, at: int, end: int, found: Field) -> int | None:
    """Go on behind an adverb or "und"; None where "und" leads to another verb."""
    if reading.bits[at] & classes.CONJUNCTION:
        if _is_next_verb(reading, at + 1, end):
            return None
        found.is_joined = bool(found.groups)
    return at + 1


def _take_group(reading: Reading, at: int, end: int, found: Field) -> int:
    group = phrases_from(reading, at, end)
    if not group:
        return at + 1
    if _no_capitals(reading) or reading.is_capital(group[0].head):
        if found.is_joined:
            found.groups[-1].extend(group)
        else:
            found.groups.append(group)
    found.is_joined = False
    return max(group[-1].end, at + 1)


def _is_next_verb(reading: Reading, i: int, end: int) -> bool:
    """Tell whether "und stoppen die" goes on with a verb that has its own object."""
    if _no_capitals(reading) or i + 1 >= end or reading.is_capital(i):
        return False
    word = reading.words[i]
    is_verb = bool(word.verbs) and not word.bits
    opens = classes.DETERMINER | classes.NUMBER | classes.OWN_VOICE
    return is_verb and bool(reading.bits[i + 1] & opens)


def _no_capitals(reading: Reading) -> bool:
    return not reading.lexicon.has_capital_nouns


def _is_pronoun(bits: int) -> bool:
    return bool(bits & classes.PRONOUN) and not bits & classes.DETERMINER


def _behind_preposition(reading: Reading, at: int, end: int) -> int:
    """Skip "mit A und B", which is no object."""
    group = phrases_from(reading, at + 1, end)
    if group:
        return max(group[-1].end, at + 1)
    phrase = phrase_at(reading, at + 1, end)
    return at + 1 if phrase is None else max(phrase.end, at + 1)


def weigh_purposes(reading: Reading) -> None:
    """Keep "um" as a purpose only where it begins a clause."""
    begins = classes.STOP | classes.COMMA | classes.CONJUNCTION
    for i, bits in enumerate(reading.bits):
        if reading.words[i].text == "da" and i and not reading.bits[i - 1] & begins:
            reading.bits[i] = classes.ADVERB
        both = bits & classes.PURPOSE and bits & classes.PREPOSITION
        if both and i and not reading.bits[i - 1] & begins:
            reading.bits[i] &= ~classes.PURPOSE
        elif both:
            reading.bits[i] &= ~classes.PREPOSITION


def relative_antecedent(reading: Reading, start: int) -> Phrase | None:
    """Give what ", die wir" speaks of; `start` is the place behind the comma."""
    if start < 2 or start + 1 >= len(reading) or not _is_relative(reading, start):
        return None
    end = start - 1
    at = end - 1
    while at > 0 and end - at < _LONGEST and not reading.bits[at - 1] & _LEFT:
        at -= 1
    while at < end and reading.bits[at] & (_LIGHT | classes.PREPOSITION):
        at += 1
    return phrase_at(reading, at, end)


_LEFT: Final = classes.STOP | classes.STARTER | classes.COMMA | classes.FINITE_AUXILIARY
_LONGEST: Final = 15


def _is_relative(reading: Reading, start: int) -> bool:
    """Tell whether "die" is no article: "wir", "unsere" or an adverb follows."""
    if reading.bits[start] & classes.RELATIVE:
        return True
    if not reading.bits[start] & classes.DETERMINER:
        return False
    after = reading.bits[start + 1]
    return bool(after & (classes.PRONOUN | classes.DETERMINER | classes.ADVERB))
