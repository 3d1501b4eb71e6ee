"""Noun phrases where nouns are written with a capital, as in German.

The first capital word names the phrase: "die Abschaffung alter Steuern". Behind it a
phrase goes on only with a genitive or a preposition, so that two phrases side by side
("jedem Kind einen Platz") are two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.claims import classes

if TYPE_CHECKING:
    from hustings.claims.readings import Reading

_ENDS: Final = (
    classes.COMMA
    | classes.STOP
    | classes.STARTER
    | classes.CONJUNCTION
    | classes.FINITE_AUXILIARY
    | classes.PREPOSITION
    | classes.TO
    | classes.PURPOSE
    | classes.MEANS
    | classes.INSTEAD
    | classes.EXAMPLE
    | classes.WITHOUT
    | classes.TIME
)
_NO_NOUN: Final = (
    classes.MARK | classes.PRONOUN | classes.ADVERB | classes.DETERMINER
) | classes.ADJECTIVE


def core_end(reading: Reading, start: int, limit: int) -> int:
    """Find where the core of a phrase ends: behind its noun."""
    i = start
    seen = False
    while i < limit:
        bits = reading.bits[i]
        if bits & _ENDS and not _joins(reading, start, i, limit, seen=seen):
            break
        if seen and not (is_noun(reading, i) or _is_half(reading, i - 1)):
            break
        if not seen and bits & classes.PRONOUN and not bits & classes.DETERMINER:
            break
        seen = is_noun(reading, i) and not _is_half(reading, i)
        i += 1
    return i


def is_noun(reading: Reading, i: int) -> bool:
    """Tell whether a word is a noun by its capital, which first words all have."""
    bits = reading.bits[i]
    if not reading.is_capital(i) or bits & (classes.MARK | classes.PRONOUN):
        return False
    if i and not reading.bits[i - 1] & classes.STOP:
        return not bits & classes.DETERMINER
    if bits & (_NO_NOUN | classes.PREPOSITION | classes.FINITE_AUXILIARY):
        return False
    return not (
        _next_is_noun(reading, i) and reading.words[i].text.endswith(_ADJECTIVE)
    )


_ADJECTIVE: Final = ("e", "er", "es", "en", "em")


def _next_is_noun(reading: Reading, i: int) -> bool:
    return i + 1 < len(reading) and reading.is_capital(i + 1)


def _is_half(reading: Reading, i: int) -> bool:
    """Tell whether a word is the first half of "Kultur- und Kreativwirtschaft"."""
    return i >= 0 and reading.words[i].text.endswith("-") and not reading.is_mark(i)


def _joins(reading: Reading, start: int, i: int, limit: int, *, seen: bool) -> bool:
    """Tell whether "und" or a comma stands inside a core."""
    bits = reading.bits[i]
    if not bits & (classes.CONJUNCTION | classes.COMMA) or i == start:
        return False
    if _is_half(reading, i - 1):
        return True
    if seen or i + 1 >= limit:
        return False
    joining = classes.CONJUNCTION | classes.COMMA
    ahead = i + 1
    while ahead < limit and (
        not _stops_here(reading, ahead)
        or (reading.bits[ahead] & joining and not reading.bits[ahead - 1] & joining)
    ):
        ahead += 1
    return i + 1 < ahead < limit and is_noun(reading, ahead)


def _stops_here(reading: Reading, i: int) -> bool:
    """Tell whether no adjective stands at a word."""
    other = _ENDS | classes.PRONOUN | classes.DETERMINER | classes.NEGATOR
    return bool(reading.bits[i] & other) or is_noun(reading, i)


def head_in(reading: Reading, places: list[int]) -> int:
    """Give the noun that names a core, the last of "Weimarer Dreieck"."""
    nouns = [i for i in places if is_noun(reading, i)]
    if not nouns:
        return places[-1]
    for place, i in enumerate(nouns):
        is_last = place + 1 == len(nouns)
        describes = not is_last and reading.words[i].text.endswith("er")
        if not (describes and nouns[place + 1] == i + 1) and not _is_half(reading, i):
            return i
    return nouns[-1]


def phrase_end(reading: Reading, core: int, limit: int) -> int:
    """Find where genitives and prepositions behind a core end."""
    i = core
    while i < limit:
        after = _link(reading, i, limit)
        if after is None:
            break
        end = core_end(reading, after, limit)
        if end == after or not any(is_noun(reading, k) for k in range(after, end)):
            break
        i = end
        i = _joined_genitive(reading, core, i, limit)
    return i


def _link(reading: Reading, i: int, limit: int) -> int | None:
    """Give where the noun phrase behind "von", "der" or "weiterer" begins."""
    bits = reading.bits[i]
    if bits & classes.PREPOSITION and not bits & classes.INSTEAD:
        after = i + 1
        while after < limit and reading.bits[after] & _OPENERS:
            after += 1
        return after if after < limit else None
    if bits & classes.GENITIVE:
        return i + 1
    text = reading.words[i].text
    if bits & ~classes.ADJECTIVE or not text.endswith(("er", "en")):
        return None
    return i if text.endswith("er") and _next_is_noun(reading, i) else None


_OPENERS: Final = classes.DETERMINER | classes.NUMBER | classes.PREPOSITION


def _joined_genitive(reading: Reading, core: int, i: int, limit: int) -> int:
    """Go on over "und der" in "die Rechte der Frauen und der Kinder"."""
    if i + 2 >= limit or not reading.bits[i] & classes.CONJUNCTION:
        return i
    same = reading.words[i + 1].text == reading.words[core].text
    if not same or not reading.bits[core] & (classes.GENITIVE | classes.OF):
        return i
    end = core_end(reading, i + 2, limit)
    return end if end > i + 2 else i
