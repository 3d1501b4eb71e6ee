"""Asides: what stands between a verb and what it governs, where heads stand first.

"L'école doit, au sein du canton, garantir X"; "développer, avec les élus, une ligne".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.claims import classes
from hustings.claims.clauses import left_of
from hustings.claims.verbs import is_clitic, is_infinitive, looks_infinitive

if TYPE_CHECKING:
    from hustings.claims.readings import Reading

_FARTHEST: Final = 16
_OPENS_ASIDE: Final = classes.PREPOSITION | classes.COMMA
_PASSED: Final = classes.ADVERB | classes.NEGATOR
_BORDER: Final = classes.STOP | classes.STARTER | classes.FINITE_AUXILIARY


def modal_behind_aside(reading: Reading, i: int) -> int | None:
    """Find "doit" before "au sein du canton, garantir"; the infinitive is at `i`."""
    if reading.lexicon.head_is_last or not is_infinitive(reading, i):
        return None
    if i and reading.bits[i - 1] & (classes.PREPOSITION | classes.CONJUNCTION):
        return None
    for at in range(i - 1, max(-1, i - _FARTHEST), -1):
        bits = reading.bits[at]
        if bits & classes.MODAL and not bits & (classes.MARK | classes.BE):
            return at if _leads_in(reading, at + 1, i) else None
        if bits & _BORDER or is_infinitive(reading, at):
            return None
    return None


def left_of_clitics(reading: Reading, i: int) -> tuple[int, bool]:
    """Give what stands left of "leur donner", and whether "not" was met."""
    at, denied = left_of(reading, i)
    if reading.lexicon.head_is_last or not looks_infinitive(reading, i):
        return at, denied
    while at > 0 and is_clitic(reading, at):
        at, is_denied = left_of(reading, at)
        denied = denied or is_denied
    return at, denied


def tells(reading: Reading, i: int) -> bool:
    """Tell whether a sentence only says what others do: "ils partent pour vendre"."""
    if reading.lexicon.head_is_last:
        return False
    for at in range(i - 1, -1, -1):
        bits = reading.bits[at]
        if bits & classes.STOP:
            return False
        if bits & classes.FINITE_AUXILIARY and not bits & classes.MARK:
            return True
        is_we = bool(bits & classes.OWN_VOICE)
        if bits & classes.PRONOUN and not bits & classes.DETERMINER and not is_we:
            return True
        word = reading.words[at]
        is_finite = word.verbs and word.form in {classes.FINITE, classes.FUTURE}
        if is_finite and not bits & (classes.NOUN | classes.ADJECTIVE):
            return True
    return False


def leads_in(reading: Reading, i: int, at: int) -> bool:
    """Tell whether "dans les quartiers," opens the sentence of an infinitive."""
    if reading.lexicon.head_is_last or not is_infinitive(reading, i):
        return False
    if at < 1 or not reading.bits[at] & classes.COMMA:
        return False
    start = at
    while start > 0 and not reading.bits[start - 1] & classes.STOP:
        start -= 1
        if reading.bits[start] & _NO_LEAD or reading.words[start].form & _SPEAKS:
            return False
    opens = classes.PREPOSITION | classes.PURPOSE | classes.MEANS | classes.WITHOUT
    return bool(reading.bits[start] & (opens | classes.ADVERB))


_NO_LEAD: Final = classes.FINITE_AUXILIARY | classes.RELATIVE | classes.STARTER
_SPEAKS: Final = classes.FUTURE


def _leads_in(reading: Reading, start: int, i: int) -> bool:
    """Tell whether an aside begins behind a modal, and ends where it should."""
    while start < i and reading.bits[start] & _PASSED:
        start += 1
    if start >= i or not reading.bits[start] & _OPENS_ASIDE:
        return False
    has_comma = bool(reading.bits[start] & classes.COMMA)
    ends = bool(reading.bits[i - 1] & (classes.COMMA | classes.REFLEXIVE))
    return ends if has_comma else not reading.bits[i - 1] & classes.PREPOSITION


def object_behind_aside(reading: Reading, at: int, limit: int) -> int:
    """Find the object behind ", avec les élus,": a phrase with a determiner."""
    if at + 2 >= limit or not reading.bits[at] & classes.COMMA:
        return at
    opens = classes.PREPOSITION | classes.ADVERB | classes.EXAMPLE | classes.MEANS
    if not reading.bits[at + 1] & opens:
        return at
    for i in range(at + 2, min(limit - 1, at + _FARTHEST)):
        if reading.bits[i] & _BORDER:
            return at
        after = reading.bits[i + 1]
        if reading.bits[i] & classes.COMMA and after & classes.DETERMINER:
            return i + 1
    return at
