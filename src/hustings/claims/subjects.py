"""Subjects: where the subject of a verb begins and ends, past what stands between.

"A code, as the charter foresees, must be enacted": the subject ends before the first
comma. "The system is broken, and the cap must go": a verb before "and" has a subject of
its own, and the next one begins behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.claims import classes
from hustings.claims.entries import ATTITUDE, CAUSE, CONTROL, REPORTING

if TYPE_CHECKING:
    from hustings.claims.readings import Reading

_FARTHEST: Final = 60
_LEADS_IN: Final = (
    classes.PREPOSITION
    | classes.TO
    | classes.PURPOSE
    | classes.MEANS
    | classes.INSTEAD
    | classes.WITHOUT
    | classes.STARTER
    | classes.TIME
)
_OPENS_ASIDE: Final = classes.STARTER | classes.RELATIVE
_LIGHT: Final = classes.CONJUNCTION | classes.ADVERB | classes.COMMA | classes.MARK


def subject_end(reading: Reading, i: int) -> int:
    """Find where the subject of the verb at a word ends: before an aside in commas.

    Parameters
    ----------
    reading : Reading
    i : int
        The verb's first word, an auxiliary included.
    """
    if i < 2 or not reading.bits[i - 1] & classes.COMMA:
        return i
    commas = _commas_before(reading, i - 1)
    strong = [at for at in commas if _opens_aside(reading, at + 1)]
    if strong:
        return strong[-1]
    return commas[0] if commas else i


def _commas_before(reading: Reading, i: int) -> list[int]:
    """Give the commas before a word in its part of the sentence, the last first."""
    found: list[int] = []
    for at in range(i - 1, max(0, i - _FARTHEST), -1):
        if reading.bits[at] & (classes.STOP | classes.END):
            break
        if reading.bits[at] & classes.COMMA:
            found.append(at)
    return found


def _opens_aside(reading: Reading, i: int) -> bool:
    """Tell whether an aside begins: "which", "as", a participle."""
    word = reading.words[i]
    if word.bits & _OPENS_ASIDE:
        return True
    form = classes.PARTICIPLE | classes.GERUND
    return bool(word.form & form) and not word.bits & (classes.NOUN | classes.ADJECTIVE)


def subject_start(reading: Reading, i: int) -> int:
    """Find where the clause begins whose subject ends before a word."""
    border = _border(reading, i, is_shared=shares_subject(reading, i))
    start = border
    for at in range(border, i):
        bits = reading.bits[at]
        if not bits & (classes.COMMA | classes.CONJUNCTION):
            continue
        leads_in = bits & classes.COMMA and _leads_in(reading, start, at)
        is_new = _has_verb(reading, start, at) and _skip_light(reading, at, i) < i
        if leads_in or is_new:
            start = at + 1
    if start < i and reading.bits[start] & classes.STARTER:
        start += 1
    return _skip_light(reading, _behind_relative(reading, start, i), i)


def _behind_relative(reading: Reading, start: int, i: int) -> int:
    """Skip what a relative with a subject of its own describes: "dont les prix"."""
    if reading.lexicon.head_is_last or i < 2:
        return start
    for at in range(i - 2, start, -1):
        bits = reading.bits[at]
        if bits & (classes.FINITE_AUXILIARY | classes.STOP):
            break
        if bits & classes.RELATIVE and not bits & classes.THAT:
            is_own = reading.bits[at + 1] & (classes.DETERMINER | classes.PRONOUN)
            return at + 1 if is_own else start
    return start


def shares_subject(reading: Reading, i: int) -> bool:
    """Tell whether a verb follows "and": its subject is that of the verb before it."""
    at = i - 1
    while at > 0 and reading.bits[at] & (classes.ADVERB | classes.NEGATOR):
        at -= 1
    return at > 0 and bool(reading.bits[at] & classes.CONJUNCTION)


def _border(reading: Reading, i: int, *, is_shared: bool) -> int:
    """Find the mark or "that" behind which the sentence of a word begins."""
    for at in range(i - 1, max(-1, i - _FARTHEST), -1):
        bits = reading.bits[at]
        if bits & (classes.STOP | classes.END) or is_clause_that(reading, at):
            return at + 1
        is_starter = bits & classes.STARTER and not bits & classes.RELATIVE
        if is_starter and not is_shared:
            return at
    return max(0, i - _FARTHEST + 1)


def is_clause_that(reading: Reading, i: int) -> bool:
    """Tell whether "that" leads to a clause: "believes that", not "orders that ran"."""
    if not reading.bits[i] & classes.THAT or i == 0:
        return i == 0 and bool(reading.bits[i] & classes.THAT)
    before = i - 1
    while before > 0 and reading.bits[before] & classes.ADVERB:
        before -= 1
    word = reading.words[before]
    if word.bits & (classes.CONJUNCTION | classes.GOOD | classes.BAD):
        return True
    if word.text in _SAYING:
        return True
    if not word.verbs or word.bits & classes.NOUN:
        return False
    if before == 0:
        return any(verb.kind in _HOLDING and not verb.rest for verb in word.verbs)
    return not reading.bits[before - 1] & (classes.ADJECTIVE | classes.DETERMINER)


_HOLDING: Final = frozenset({ATTITUDE, CAUSE, CONTROL, REPORTING})
_SAYING: Final = frozenset(
    [
        *("believe", "believes", "hold", "holds", "think", "thinks", "say", "says"),
        *("demand", "demands", "argue", "argues", "maintain", "maintains", "insist"),
        *("insists", "feel", "feels", "claim", "claims", "means", "know", "knows"),
    ]
)


def is_inside_relative(reading: Reading, before: int, start: int) -> bool:
    """Tell whether a verb describes a noun: "which must", "où les écoles doivent".

    The subject begins at `start`, and the verb behind `before`.
    """
    if before >= 0 and reading.bits[before] & classes.RELATIVE:
        return True
    if reading.lexicon.head_is_last or not 0 < start <= before:
        return False
    bits = reading.bits[start - 1]
    return bool(bits & classes.RELATIVE) and not bits & classes.THAT


def _leads_in(reading: Reading, start: int, end: int) -> bool:
    """Tell whether words before a comma only lead in to the clause behind it."""
    at = _skip_light(reading, start, end)
    if at >= end:
        return True
    word = reading.words[at]
    if word.bits & _LEADS_IN:
        return True
    return bool(word.form & classes.GERUND and word.verbs) and not (
        word.bits & classes.NOUN
    )


def _has_verb(reading: Reading, start: int, end: int) -> bool:
    """Tell whether a clause of its own stands between two places."""
    for at in range(start, end):
        bits = reading.bits[at]
        if bits & classes.RELATIVE:
            return False
        if bits & classes.FINITE_AUXILIARY and not bits & classes.MARK:
            return True
        word = reading.words[at]
        is_finite = bool(word.verbs) and word.form == classes.FINITE
        is_finite = is_finite or bool(word.verbs and word.form & classes.FUTURE)
        if is_finite and at > start and not bits & classes.NOUN:
            return True
    return False


def _skip_light(reading: Reading, start: int, i: int) -> int:
    """Skip "and also", quotation marks and the like."""
    while start < i and reading.bits[start] & _LIGHT:
        start += 1
    return start
