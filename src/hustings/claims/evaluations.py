"""Evaluations: "the toll is unfair", "it is vital to mend the pier"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.claims import classes
from hustings.claims.coordination import phrases_from
from hustings.claims.drafts import own_draft
from hustings.claims.phrases import Phrase, phrase_at
from hustings.claims.voices import subject_before
from hustings.model.claim import OWN, Modality

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.claims.drafts import Draft
    from hustings.claims.readings import Reading

_WORTH: Final = classes.GOOD | classes.BAD
_BETWEEN: Final = (
    classes.ADVERB | classes.NEGATOR | classes.DETERMINER | classes.ADJECTIVE
)


def evaluation_drafts(reading: Reading, names: frozenset[str]) -> Iterator[Draft]:
    """Give the claims of sentences that call something good or bad.

    Parameters
    ----------
    reading : Reading
    names : frozenset of str
        What the document calls its actor.
    """
    for i, bits in enumerate(reading.bits):
        is_had = bits & classes.HAVE and _has_bad(reading, i)
        if (bits & classes.BE or is_had) and not bits & classes.MARK:
            yield from _predicate(reading, i, names)
        elif bits & classes.BAD and i > 0:
            yield from _reproach(reading, i)


def _predicate(reading: Reading, i: int, names: frozenset[str]) -> Iterator[Draft]:
    """Read "X is (not) good"."""
    worth = _worth_after(reading, i) or _denied_noun(reading, i)
    if worth is None:
        return
    at, stance = worth
    before = i
    while before > 0 and reading.bits[before - 1] & (
        classes.MODAL | classes.HAVE | classes.ADVERB
    ):
        before -= 1
    if before and reading.bits[before - 1] & classes.RELATIVE:
        return
    subject = subject_before(reading, before, names)
    if (
        subject.actor == OWN
        or subject.phrase is None
        or _is_vague(reading, subject.phrase)
    ):
        return
    for phrase in _subjects(reading, subject.phrase, i):
        yield own_draft(phrase, stance, Modality.EVALUATION, "evaluation", (at, at + 1))


def _subjects(reading: Reading, phrase: Phrase, i: int) -> list[Phrase]:
    """Give each subject of "A and B are vital"."""
    found = phrases_from(reading, phrase.start, i)
    ends_here = bool(found) and not any(
        bits & (classes.COMMA | classes.STOP)
        for bits in reading.bits[found[-1].end : i]
    )
    return found if ends_here and len(found) > 1 else [phrase]


def _has_bad(reading: Reading, i: int) -> bool:
    """Tell whether blame stands right behind "has": "has no place in", "has failed"."""
    after = i + 1
    return after < len(reading) and bool(reading.bits[after] & classes.BAD)


def _worth_after(reading: Reading, i: int) -> tuple[int, int] | None:
    """Find the word of praise or blame after "is", and its sign."""
    sign = 1
    at = i + 1
    while at < len(reading) and at < i + 7:
        bits = reading.bits[at]
        if bits & classes.BAD and sign < 0 and reading.lexicon.head_is_last:
            return None  # "is not a crime" praises nothing
        if bits & classes.GOOD and reading.words[at - 1].text == "too":
            return None  # "is too important to be sold" does not praise it
        if bits & _WORTH and not bits & classes.MARK:
            return at, sign * (1 if bits & classes.GOOD else -1)
        if _is_for_us(reading, at):
            at += 2
            continue
        if not bits & _BETWEEN or bits & classes.SLOGAN_AGAINST:
            return None
        sign = -sign if bits & classes.NEGATOR else sign
        at += 1
    return None


def _is_for_us(reading: Reading, i: int) -> bool:
    """Tell whether "für uns" stands inside "sind für uns die Grundlage"."""
    after = reading.bits[i + 1] if i + 1 < len(reading) else 0
    is_we = after & classes.OWN_VOICE and not after & classes.DETERMINER
    return bool(reading.bits[i] & classes.PREPOSITION and is_we)


def _denied_noun(reading: Reading, i: int) -> tuple[int, int] | None:
    """Read "is no victory" as blame, "is no burden on" as praise."""
    after = i + 1
    if after + 1 >= len(reading) or reading.words[after].text != "no":
        return None
    is_bad = reading.bits[after + 1] & classes.BAD
    return after, 1 if is_bad else -1


def _is_vague(reading: Reading, phrase: Phrase) -> bool:
    return bool(reading.bits[phrase.head] & (classes.PRONOUN | classes.OTHERS))


def _reproach(reading: Reading, i: int) -> Iterator[Draft]:
    """Read "the council's failed cuts", "their reckless sale of the pier"."""
    before = i - 1
    while before > 0 and reading.bits[before] & (classes.ADJECTIVE | classes.ADVERB):
        before -= 1
    if _is_blamed(reading, i):
        yield from _reproach_of_others(reading, i)
        return
    text = reading.words[before].text
    if not (text.endswith("'s") or reading.bits[before] & classes.THEIRS):
        return
    phrase = phrase_at(reading, before, len(reading))
    if phrase is not None and phrase.head > i:
        whole = Phrase(i, phrase.end, phrase.head, phrase.core)
        yield own_draft(whole, -1, Modality.EVALUATION, "reproach", (i, i + 1))


def _is_blamed(reading: Reading, i: int) -> bool:
    """Tell whether the government stands behind a word of blame, before its verb."""
    is_english = reading.lexicon.head_is_last and not reading.lexicon.verb_is_final
    if is_english or i == 0 or reading.bits[i - 1] & classes.BE:
        return False
    for at in range(i + 1, min(len(reading), i + _FARTHEST_BLAME)):
        bits = reading.bits[at]
        if bits & (classes.STOP | classes.COMMA | classes.FINITE_AUXILIARY):
            return False
        if bits & classes.OTHERS:
            return True
    return False


_FARTHEST_BLAME: Final = 8


def _reproach_of_others(reading: Reading, i: int) -> Iterator[Draft]:
    """Read "les fermetures brutales décidées par le gouvernement"."""
    start = i
    while start > 0 and not reading.bits[start] & classes.DETERMINER and i - start < 4:
        start -= 1
    phrase = phrase_at(reading, start, len(reading))
    is_subject = phrase is not None and start == 0
    if (
        phrase is not None
        and is_subject
        and not reading.bits[phrase.head] & classes.OTHERS
    ):
        yield own_draft(phrase, -1, Modality.EVALUATION, "reproach", (i, i + 1))
