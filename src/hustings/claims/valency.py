"""Valency: which entry of a verb its object asks for.

"guarantee rents" changes something, "guarantee every child a place" gives something,
"guarantee pupils can read" causes something: the words behind the object tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.claims import classes
from hustings.claims.entries import ALLOW, CAUSE, GIVE, LET, MAKE

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from hustings.claims.readings import Reading

_FARTHEST: Final = 14
_LONGEST_RECEIVER: Final = 4
_ENDS: Final = (
    classes.STOP
    | classes.COMMA
    | classes.STARTER
    | classes.RELATIVE
    | classes.PURPOSE
    | classes.MEANS
    | classes.INSTEAD
)
_INSIDE: Final = (
    _ENDS | classes.PREPOSITION | classes.CONJUNCTION | classes.TO | classes.ADVERB
) | classes.FINITE_AUXILIARY
_SECOND: Final = classes.DETERMINER | classes.NUMBER


def wanted_by_object(reading: Reading, i: int, kinds: AbstractSet[str]) -> str:
    """Give the kind of verb that its object asks for.

    Parameters
    ----------
    reading : Reading
    i : int
        Where the object begins.
    kinds : set of str
        Those that the verb can be of.

    Returns
    -------
    str
        One of `kinds`, or "" where the words ask for none of them.
    """
    if not reading.lexicon.head_is_last or reading.lexicon.verb_is_final:
        return ""
    if GIVE in kinds and _has_second(reading, i):
        return GIVE
    if MAKE in kinds and _has_adjective(reading, i):
        return MAKE
    found = _behind_object(reading, i)
    if found & classes.TO:
        return next((kind for kind in (LET, ALLOW) if kind in kinds), "")
    return CAUSE if found and CAUSE in kinds else ""


def _has_second(reading: Reading, i: int) -> bool:
    """Tell whether a second object follows the first: "every child a place"."""
    for at in range(i + 1, min(len(reading), i + 1 + _LONGEST_RECEIVER)):
        bits = reading.bits[at]
        if bits & _SECOND and not bits & classes.PRONOUN:
            return not reading.bits[at - 1] & (_SECOND | classes.ADJECTIVE)
        if bits & _INSIDE or reading.is_mark(at):
            return False
    return False


def _has_adjective(reading: Reading, i: int) -> bool:
    """Tell whether an adjective ends the clause behind an object: "rents low"."""
    for at in range(i + 1, min(len(reading), i + 1 + _LONGEST_RECEIVER)):
        bits = reading.bits[at]
        if bits & (_INSIDE & ~classes.ADVERB):
            return False
        ends = at + 1 >= len(reading) or reading.bits[at + 1] & (
            classes.STOP | classes.COMMA | classes.CONJUNCTION
        )
        if ends:
            return bool(bits & classes.ADJECTIVE) and not bits & classes.NOUN
    return False


def _behind_object(reading: Reading, i: int) -> int:
    """Give the classes of the first "to", "can" or "are" behind an object, else 0."""
    for at in range(i + 1, min(len(reading) - 1, i + _FARTHEST)):
        bits = reading.bits[at]
        if bits & _ENDS:
            return 0
        if bits & classes.TO:
            return bits if _is_infinitive(reading, at + 1) else 0
        if bits & classes.FINITE_AUXILIARY and not bits & classes.MARK:
            return bits
    return 0


def _is_infinitive(reading: Reading, i: int) -> bool:
    word = reading.words[i]
    noun = classes.DETERMINER | classes.NOUN | classes.ADJECTIVE | classes.PRONOUN
    return bool(word.form & classes.BASE) and not word.bits & noun
