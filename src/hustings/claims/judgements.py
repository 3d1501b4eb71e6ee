"""Judgements: "we consider the toll unfair", "wir halten die Maut für falsch"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.claims import classes
from hustings.claims.clauses import clause_begin, clause_end
from hustings.claims.coordination import phrases_from
from hustings.claims.drafts import own_draft
from hustings.claims.fields import field_between
from hustings.claims.phrases import phrase_at
from hustings.model.claim import Modality

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.claims.drafts import Draft
    from hustings.claims.phrases import Phrase
    from hustings.claims.readings import Reading

_WORTH: Final = classes.GOOD | classes.BAD
_PASSED: Final = classes.ADVERB | classes.DETERMINER
_FARTHEST_WE: Final = 4
_FARTHEST_WORTH: Final = 4


def judgement_drafts(reading: Reading) -> Iterator[Draft]:
    """Give the claims of sentences in which the document judges something itself.

    Parameters
    ----------
    reading : Reading
    """
    for i, bits in enumerate(reading.bits):
        if not bits & classes.JUDGING:
            continue
        if reading.lexicon.verb_is_final:
            yield from _judged_final(reading, i)
        elif _is_own(reading, i):
            yield from _judged(reading, i)


def _judged(reading: Reading, i: int) -> Iterator[Draft]:
    """Read "consider A and B unfair", "regard A as vital", "think A is wrong"."""
    for phrase, worth in _pairs(reading, i + 1):
        sign = _sign(reading, i, worth)
        yield own_draft(phrase, sign, Modality.EVALUATION, "judgement", (i, i + 1))


def _pairs(reading: Reading, start: int) -> list[tuple[Phrase, int]]:
    """Give what is judged, each with the word that judges it."""
    first = None if reading.lexicon.head_is_last else _worth_from(reading, start)
    if first is not None:  # "consideramos injusto el peaje"
        found = phrases_from(reading, first + 1, len(reading))
        return [(phrase, first) for phrase in found]
    found = phrases_from(reading, start, len(reading))
    if not found:
        return []
    at = found[-1].end
    while at < len(reading) and (
        reading.bits[at] & classes.BE or reading.words[at].text in _LEADS
    ):
        at += 1
    worth = _worth_from(reading, at)
    if worth is not None:
        return [(phrase, worth) for phrase in found]
    last = found[-1].end - 1
    shorter = phrase_at(reading, start, last) if _ends_phrase(reading, last) else None
    return [] if shorter is None or len(found) > 1 else [(shorter, last)]


def _ends_phrase(reading: Reading, last: int) -> bool:
    """Tell whether a phrase ends with its worth: "the toll unfair"."""
    return bool(reading.bits[last] & _WORTH) and not reading.is_mark(last)


_LEADS: Final = frozenset({"as", "to", "comme", "como"})


def _worth_from(reading: Reading, at: int) -> int | None:
    """Find the word of praise or blame from a word on, past "very" and "a"."""
    for k in range(at, min(len(reading), at + _FARTHEST_WORTH)):
        if reading.bits[k] & _WORTH and not reading.bits[k] & classes.MARK:
            return k
        if not reading.bits[k] & (_PASSED | classes.NEGATOR):
            return None
    return None


def _sign(reading: Reading, i: int, worth: int) -> int:
    """Give the sign of a worth, turned by each negation between verb and worth."""
    first = max(0, i - 2)
    denied = sum(
        bool(bits & classes.NEGATOR and not bits & classes.DETERMINER)
        for bits in reading.bits[first:worth]
    )
    has_pas = not reading.lexicon.head_is_last and denied > 1
    is_denied = has_pas or denied % 2 == 1
    return 1 if bool(reading.bits[worth] & classes.GOOD) != is_denied else -1


def _is_own(reading: Reading, i: int) -> bool:
    """Tell whether "we" stands before a verb, or inside it."""
    if reading.words[i].form & classes.OWN_FORM:
        return True
    for at in range(i - 1, max(-1, i - 1 - _FARTHEST_WE), -1):
        bits = reading.bits[at]
        if bits & classes.OWN_VOICE and not bits & classes.DETERMINER:
            return True
        if not bits & (classes.ADVERB | classes.NEGATOR | classes.WILL | classes.DO):
            return False
    return False


def _judged_final(reading: Reading, i: int) -> Iterator[Draft]:
    """Read "wir halten A für falsch", "als Unrecht betrachten wir A"."""
    begin, end = clause_begin(reading, i), clause_end(reading, i + 1)
    if not any(_is_we(bits) for bits in reading.bits[begin:end]):
        return
    lead = next((k for k in range(i + 1, end) if _leads_worth(reading, k)), None)
    if lead is None:
        return
    field = field_between(reading, i + 1, lead)
    front = field_between(reading, begin, i)
    groups = field.groups or front.groups
    worth = _worth_from(reading, lead + 1)
    if not groups or worth is None:
        return
    sign = _sign(reading, i + 3, worth)
    for phrase in groups[-1]:
        yield own_draft(phrase, sign, Modality.EVALUATION, "judgement", (i, i + 1))


def _leads_worth(reading: Reading, i: int) -> bool:
    is_lead = reading.words[i].text in {"für", "als", "voor"}
    return is_lead and _worth_from(reading, i + 1) is not None


def _is_we(bits: int) -> bool:
    return bool(bits & classes.OWN_VOICE) and not bits & classes.DETERMINER
