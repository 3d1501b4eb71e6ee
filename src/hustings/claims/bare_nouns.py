"""Bare nouns of stance: "an end to X" at the beginning, "our support for X"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hustings.claims import classes
from hustings.claims.coordination import phrases_from
from hustings.claims.drafts import own_draft
from hustings.claims.phrases import Phrase
from hustings.model.claim import Modality

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.claims.drafts import Draft
    from hustings.claims.readings import Reading


def bare_noun_drafts(reading: Reading, i: int) -> Iterator[Draft]:
    """Read "an end to X" at the beginning, and "our support for X" anywhere."""
    noun = reading.noun_at(i)
    if noun is None:
        return
    start = _noun_start(reading, i)
    link = reading.link_of(i)
    if _is_task(reading, i):
        for phrase in phrases_from(reading, link + 1, len(reading)):
            cue = (i, link + 1)
            yield own_draft(phrase, noun.stance, Modality.POSITION, "bare noun", cue)
        return
    is_own = is_ours(reading.bits[start]) and start < i
    if not is_own and not _opens_unit(reading, start):
        return
    if reading.bits[start] & classes.SLOGAN_AGAINST:
        return
    lead = reading.words[link].text
    found = phrases_from(reading, reading.complement_of(i), len(reading), lead=lead)
    if not found or (not is_own and _is_said_of(reading, found[-1].end)):
        return
    n = len(found) if is_own else _n_inner(reading, start, found)
    outer = Phrase(start, found[n - 1].end, i, i + 1)
    yield from _noun_drafts(reading, outer, found[:n])
    for phrase in found[n:]:
        yield from _member_drafts(reading, phrase)


def _n_inner(reading: Reading, start: int, found: list[Phrase]) -> int:
    """Count the phrases that a noun governs: not "creation of B" behind "end of A"."""
    if reading.lexicon.head_is_last:
        return len(found)
    is_bare = not reading.bits[start] & classes.DETERMINER
    for n, phrase in enumerate(found[1:], start=1):
        opening = reading.bits[phrase.start]
        is_led = reading.bits[phrase.start - 1] & classes.PREPOSITION
        if is_led or opening & classes.PREPOSITION:
            continue
        is_alike = is_bare != bool(opening & classes.DETERMINER)
        has_own = phrase.core < phrase.end and reading.bits[phrase.core] & classes.OF
        if is_alike and (has_own or reading.words[phrase.head].nouns):
            return n
        if reading.noun_at(phrase.head) is not None:
            return n
    return len(found)


def _member_drafts(reading: Reading, phrase: Phrase) -> Iterator[Draft]:
    """Read a further member of a list of bare nouns, with a stance or without."""
    if reading.noun_at(phrase.head) is None:
        yield own_draft(phrase, 1, Modality.DEMAND, "bare noun", None)
        return
    link = reading.link_of(phrase.head)
    lead = reading.words[link].text
    inner = phrases_from(
        reading, reading.complement_of(phrase.head), phrase.end, lead=lead
    )
    if inner:
        yield from _noun_drafts(reading, phrase, inner)


def _is_said_of(reading: Reading, end: int) -> bool:
    """Tell whether a verb follows, of which the words before are the subject."""
    if goes_on_as_clause(reading, end):
        return True
    for at in range(end, len(reading)):
        bits = reading.bits[at]
        if bits & (classes.STARTER | classes.STOP):
            return False
        if bits & classes.FINITE_AUXILIARY and not bits & classes.MARK:
            return True
    return False


def goes_on_as_clause(reading: Reading, end: int) -> bool:
    """Tell whether a phrase is the subject of a verb: "no child should"."""
    if end >= len(reading):
        return False
    bits = reading.bits[end]
    if bits & classes.MARK:
        return False
    word = reading.words[end]
    is_finite = bool(word.verbs) and word.form == classes.FINITE
    if reading.lexicon.has_capital_nouns and not reading.is_capital(end):
        is_finite = is_finite or bool(word.verbs)
    return bool(bits & classes.FINITE_AUXILIARY) or is_finite


def is_ours(bits: int) -> bool:
    """Tell whether a word is "our"."""
    return bool(bits & classes.OWN_VOICE) and bool(bits & classes.DETERMINER)


def _is_task(reading: Reading, i: int) -> bool:
    """Tell whether "the fight against X remains" begins a sentence."""
    noun = reading.noun_at(i)
    if noun is None or not noun.is_bare or noun.stance > 0:
        return False
    begins = i == 0 or (i == 1 and bool(reading.bits[0] & classes.DETERMINER))
    link = reading.link_of(i)
    found = phrases_from(reading, link + 1, len(reading)) if begins else []
    if not found or found[-1].end >= len(reading):
        return False
    after = reading.bits[found[-1].end]
    return bool(after & classes.BE) and not after & classes.MODAL


def _noun_drafts(
    reading: Reading, outer: Phrase, found: list[Phrase]
) -> Iterator[Draft]:
    noun = reading.noun_at(outer.head)
    assert noun is not None  # noqa: S101 (the caller looked)
    cue = (outer.head, reading.link_of(outer.head) + 1)
    is_own = is_ours(reading.bits[outer.start])
    modality = Modality.POSITION if is_own else Modality.DEMAND
    first = None
    if not noun.is_bare and not is_own:
        first = own_draft(outer, 1, modality, "bare noun", None)
        yield first
        if noun.stance > 0:
            return
    for phrase in found:
        draft = own_draft(phrase, noun.stance, modality, "bare noun", cue)
        yield replace(draft, of=first)


def _noun_start(reading: Reading, i: int) -> int:
    """Find where the phrase of a noun begins, by its adjectives and determiner."""
    start = i
    while start > 0 and i - start < 6:
        bits = reading.bits[start - 1]
        if bits & classes.DETERMINER:
            return start - 1
        if not bits & (classes.ADJECTIVE | classes.ADVERB):
            return start
        start -= 1
    return start


def _opens_unit(reading: Reading, start: int) -> bool:
    """Tell whether nothing but marks and numbers stands before a word."""
    marks = classes.MARK | classes.NUMBER
    return all(bits & marks for bits in reading.bits[:start])
