"""Ideals: "our goal is X", "X must be Y", "it is wrong that Z"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.claims import classes
from hustings.claims.complements import clause_head
from hustings.claims.coordination import phrases_from
from hustings.claims.drafts import own_draft
from hustings.claims.idioms import is_undone
from hustings.claims.phrases import phrase_at
from hustings.claims.said import inner_phrases
from hustings.claims.voices import subject_before
from hustings.model.claim import OWN, Modality

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.claims.drafts import Draft
    from hustings.claims.readings import Reading

_PASSED: Final = classes.MODAL | classes.HAVE | classes.ADVERB | classes.NEGATOR


def ideal_drafts(reading: Reading, names: frozenset[str]) -> Iterator[Draft]:
    """Give the claims of sentences that say what ought to be.

    Parameters
    ----------
    reading : Reading
    names : frozenset of str
        What the document calls its actor.
    """
    if not reading.lexicon.has_ideals:
        return
    for i, bits in enumerate(reading.bits):
        if bits & classes.MARK:
            continue
        if bits & classes.BE:
            yield from _ideal(reading, i)
            yield from _must_be(reading, i, names)
            yield from _too_many(reading, i)
        elif bits & classes.HAVE:
            yield from _right(reading, i, names)
        elif reading.words[i].text in _NEEDED:
            yield from _need(reading, i)
        elif bits & classes.THAT:
            yield from _worth_of_clause(reading, i)


def _ideal(reading: Reading, i: int) -> Iterator[Draft]:
    """Read "our goal is X", "the answer is not X but Y"."""
    if i == 0 or not reading.bits[i - 1] & classes.IDEAL:
        return
    at = i + 1
    stance = 1
    while at < len(reading) and reading.bits[at] & (classes.ADVERB | classes.NEGATOR):
        stance = -stance if reading.bits[at] & classes.NEGATOR else stance
        at += 1
    if at >= len(reading) or not _names_thing(reading, i, at):
        return
    limit = len(reading)
    but = _turn(reading, at, limit) if stance < 0 else None
    for phrase in phrases_from(reading, at, limit if but is None else but):
        yield own_draft(phrase, stance, Modality.AIM, "ideal", (i - 1, at))
        for inner in inner_phrases(reading, phrase) or ():
            yield own_draft(inner, -stance, Modality.AIM, "ideal", (i - 1, at))
    if but is not None:
        for phrase in phrases_from(reading, but + 1, limit):
            yield own_draft(phrase, 1, Modality.AIM, "ideal", (i - 1, at))


def _names_thing(reading: Reading, be: int, at: int) -> bool:
    """Tell whether "notre but est la paix" names a thing, and the ideal is ours."""
    if reading.bits[at] & (classes.TO | classes.THAT):
        return False
    if reading.lexicon.head_is_last:
        return True
    is_theirs = be > 1 and reading.bits[be - 2] & classes.THEIRS
    return bool(reading.bits[at] & _THING) and not is_theirs


_THING: Final = classes.DETERMINER | classes.NUMBER


def _turn(reading: Reading, at: int, limit: int) -> int | None:
    """Find "but" in "not more prisons but better schools"."""
    return next((i for i in range(at, limit) if reading.words[i].text == "but"), None)


def _must_be(reading: Reading, i: int, names: frozenset[str]) -> Iterator[Draft]:
    """Read "X must be public", "X must not be a privilege": a demand on X."""
    must = i - 1
    sign = 1
    while must > 0 and reading.bits[must] & (classes.ADVERB | classes.NEGATOR):
        sign = -sign if reading.bits[must] & classes.NEGATOR else sign
        must -= 1
    if must < 1 or not reading.bits[must] & classes.MUST or i + 1 >= len(reading):
        return
    after = i + 1
    while after < len(reading) and reading.bits[after] & classes.ADVERB:
        after += 1
    if after >= len(reading) or reading.words[after].form & classes.PARTICIPLE:
        return
    subject = subject_before(reading, must, names)
    if subject.phrase is None or subject.actor == OWN or subject.phrase.end != must:
        return
    if reading.bits[subject.phrase.head] & (classes.OTHERS | classes.PRONOUN):
        return
    if not reading.bits[after] & (classes.GOOD | classes.BAD):
        yield own_draft(subject.phrase, sign, Modality.DEMAND, "ideal", (must, after))


def _too_many(reading: Reading, i: int) -> Iterator[Draft]:
    """Read "there are too many X" against X, "there is too little X" for X."""
    if i == 0 or reading.words[i - 1].text != "there":
        return
    at = i + 1
    while at < len(reading) and reading.words[at].text in _STILL:
        at += 1
    stance = _TOO.get(reading.words[at].text, 0) if at < len(reading) else 0
    phrase = phrase_at(reading, at + 1, len(reading)) if stance else None
    if phrase is not None:
        yield own_draft(phrase, stance, Modality.EVALUATION, "ideal", (at, at + 1))


_STILL: Final = frozenset({"far", "still", "simply", "just", "already", "now", "often"})
_TOO: Final = {"too many": -1, "too much": -1, "too few": 1, "too little": 1}


def _need(reading: Reading, i: int) -> Iterator[Draft]:
    """Read "there is a need for X", "more must be done for X"."""
    word = reading.words[i].text
    if i + 2 >= len(reading) or reading.words[i + 1].text != "for":
        return
    before = {one.text for one in reading.words[max(0, i - _NEED_BEFORE) : i]}
    is_need = word == "need" and "there" in before and before & _EXISTING
    is_lacking = word == "done" and is_undone(reading, i)
    if (is_need and "no" not in before and "not" not in before) or is_lacking:
        for phrase in phrases_from(reading, i + 2, len(reading), lead="for"):
            yield own_draft(phrase, 1, Modality.DEMAND, "ideal", (i, i + 2))


_NEEDED: Final = frozenset({"need", "done"})
_NEED_BEFORE: Final = 6
_EXISTING: Final = frozenset({"is", "remains", "exists"})


def _right(reading: Reading, i: int, names: frozenset[str]) -> Iterator[Draft]:
    """Read "every worker has a right to rest", "landlords have no right to pry"."""
    phrase = phrase_at(reading, i + 1, len(reading))
    if phrase is None or phrase.start == phrase.head or _is_modal(reading, i):
        return
    head = phrase.head
    is_right = reading.words[head].text in _RIGHTS and head + 1 < len(reading)
    if not is_right or not reading.bits[head + 1] & (classes.TO | classes.PREPOSITION):
        return
    subject = subject_before(reading, i, names)
    if subject.phrase is None or subject.actor == OWN:
        return
    stance = -1 if reading.bits[i + 1] & classes.SLOGAN_AGAINST else 1
    yield own_draft(phrase, stance, Modality.POSITION, "ideal", (i, i + 1))


def _is_modal(reading: Reading, i: int) -> bool:
    return i > 0 and bool(reading.bits[i - 1] & classes.MODAL)


_RIGHTS: Final = frozenset({"right", "rights", "entitlement"})


def _worth_of_clause(reading: Reading, i: int) -> Iterator[Draft]:
    """Read "it is unacceptable that X", "it is right that X"."""
    at = i - 1
    bits = reading.bits[at] if at >= 0 else 0
    if not bits & (classes.GOOD | classes.BAD) or bits & classes.MARK:
        return
    before = at - 1
    sign = 1
    while before > 0 and reading.bits[before] & _BEFORE_WORTH:
        sign = -sign if reading.bits[before] & classes.NEGATOR else sign
        before -= 1
    if before < 0 or reading.words[before].text not in {"it", "it's", "that"}:
        return
    clause = clause_head(reading, i + 1, len(reading))
    if clause is not None:
        stance = 1 if bits & classes.GOOD else -1
        yield own_draft(
            clause, sign * stance, Modality.EVALUATION, "ideal", (before, i)
        )


_BEFORE_WORTH: Final = _PASSED | classes.BE | classes.DETERMINER | classes.ADJECTIVE
