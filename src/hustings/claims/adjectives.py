"""Adjectives joined in one phrase: "free and fair", "unie, ouverte et plus sûre"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.claims import classes

if TYPE_CHECKING:
    from hustings.claims.readings import Reading


def joins_adjectives(reading: Reading, start: int, i: int, limit: int) -> bool:
    """Tell whether "and" or a comma stands between adjectives: "free and fair"."""
    bits = reading.bits
    if not bits[i] & (classes.CONJUNCTION | classes.COMMA) or i == start:
        return False
    if i + 1 >= limit or not bits[i - 1] & classes.ADJECTIVE:
        return False
    if not reading.lexicon.head_is_last and _is_described(reading, i, limit):
        return True
    after = i + 1
    if bits[i] & classes.COMMA and bits[after] & classes.CONJUNCTION:
        after += 1
    while after < limit and bits[after] & classes.ADVERB:
        after += 1
    return after < limit and bool(bits[after] & classes.ADJECTIVE)


def _is_described(reading: Reading, i: int, limit: int) -> bool:
    """Tell whether "et prélevé", "et moins chers" goes on with adjectives."""
    after = i + 1
    while after < limit and reading.words[after].text in _DEGREES:
        after += 1
    if after >= limit:
        return False
    word = reading.words[after]
    is_open = not word.bits & ~(classes.ADJECTIVE | classes.GOOD | classes.BAD)
    if after > i + 1:
        return is_open and not word.verbs
    is_done = bool(word.form & classes.PARTICIPLE) and not word.form & classes.BASE
    return is_open and is_done


_DEGREES: Final = frozenset(
    {"plus", "moins", "surtout", "très", "aussi", "más", "menos"}
)
