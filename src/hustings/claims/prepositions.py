"""Verbs behind prepositions: "by raising", "sans vendre", "l'objectif de réduire"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hustings.claims import classes, frames
from hustings.claims.verbs import is_infinitive
from hustings.model.claim import OWN, Modality

if TYPE_CHECKING:
    from hustings.claims.frames import Frame
    from hustings.claims.grammar import Scan
    from hustings.claims.readings import Reading


def after_preposition(scan: Scan, i: int, at: int, *, denied: bool) -> Frame | None:
    """Read a verb behind a preposition, beside a stance of the document's own.

    Parameters
    ----------
    scan : Scan
    i, at : int
        Where the verb and the preposition stand.
    denied : bool
        Whether "not" stands between them.
    """
    if _repeats(scan, i, at):
        return scan.last
    if _names_aim(scan, i, at):
        return frames.aim_frame(-1 if denied else 1)
    if not _is_means(scan, i, at):
        return None
    last = scan.last or frames.bare_frame(scan.opening or Modality.PLEDGE, 0)
    if last.actor != OWN:
        return None
    sign = -1 if denied or scan.reading.bits[at] & classes.WITHOUT else 1
    return replace(
        last,
        mood=frames.MEANS,
        sign=sign,
        form=scan.reading.words[i].form & (classes.GERUND | classes.BASE),
        subject=None,
        is_passive=False,
    )


def _repeats(scan: Scan, i: int, at: int) -> bool:
    """Tell whether "et de créer" goes on with "de supprimer"."""
    if scan.last is None or scan.last.is_passive or at == 0:
        return False
    before = scan.reading.bits[at - 1]
    joins = before & (classes.CONJUNCTION | classes.COMMA)
    return bool(joins) and is_infinitive(scan.reading, i)


def _is_means(scan: Scan, i: int, at: int) -> bool:
    """Tell whether "by raising", "sans vendre" says how something is done."""
    reading = scan.reading
    bits = reading.bits[at]
    if not bits & (classes.MEANS | classes.WITHOUT):
        return False
    if not reading.words[i].form & classes.GERUND:
        is_left_out = bits & classes.WITHOUT and scan.last is not None
        return bool(is_left_out) and is_infinitive(reading, i)
    return scan.last is not None or _leads_to_own(reading, i, at)


def _leads_to_own(reading: Reading, i: int, at: int) -> bool:
    """Tell whether "en ouvrant X" begins a sentence that says what we do."""
    if reading.lexicon.head_is_last or at > 0:
        return False
    own = classes.OWN_FORM
    return any(
        word.form & own and word.verbs and not word.bits & classes.NOUN
        for word in reading.words[i + 1 :]
    )


def _names_aim(scan: Scan, i: int, at: int) -> bool:
    """Tell whether "l'objectif de réduire" stands here, which nobody else has."""
    reading = scan.reading
    if reading.lexicon.head_is_last or not is_infinitive(reading, i):
        return False
    if not reading.bits[at] & classes.OF or _is_theirs(scan, at):
        return False
    noun = at - 1
    passed = classes.ADJECTIVE | classes.ADVERB | classes.CONJUNCTION
    while noun > 0 and reading.bits[noun] & passed:
        noun -= 1
    if noun < 1 or not (reading.bits[noun] & classes.IDEAL or _is_wish(reading, noun)):
        return False
    return bool(reading.bits[noun - 1] & _OPENS)


def _is_wish(reading: Reading, i: int) -> bool:
    """Tell whether a noun is nothing but a stance for: "la necesidad de"."""
    noun = reading.noun_at(i)
    return noun is not None and noun.is_bare and noun.stance > 0


_OPENS: Final = classes.DETERMINER | classes.ADJECTIVE | classes.PREPOSITION


def _is_theirs(scan: Scan, at: int) -> bool:
    """Tell whether the aim is somebody else's, or one that is rejected."""
    before = scan.reading.bits[max(0, at - 4) : at]
    if any(bits & classes.THEIRS for bits in before):
        return True
    if scan.last is not None and scan.last.actor != OWN:
        return True
    found = scan.drafts[-1] if scan.drafts else None
    return found is not None and found.end >= at and found.stance < 0
