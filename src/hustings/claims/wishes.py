"""Wishes: "want A scrapped, B kept", "A must be kept, B sold", "that A, that B"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hustings.claims import classes, entries
from hustings.claims.coordination import phrases_from
from hustings.claims.phrases import Phrase, phrase_at
from hustings.claims.said import Said, Taken, add_phrase, draft_of
from hustings.claims.verbs import entry_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.claims.readings import Reading

_WISHING: Final = frozenset(
    {"want", "have", "see", "like", "wish", "get", "prefer", "hope", "need"}
)
_JOINING: Final = classes.COMMA | classes.CONJUNCTION
_FARTHEST: Final = 20


def take_done(said: Said, taken: Taken, found: Sequence[Phrase]) -> bool:
    """Take "want A scrapped" as a stance against A, "have A extended" as one for it."""
    is_wish = _lemma(said) in _WISHING
    if not is_wish or not said.reading.lexicon.head_is_last or said.stance < 0:
        return False
    at = _done_at(said.reading, found[-1], said.limit)
    if at is None:
        return False
    for phrase in found:
        _add(said, taken, phrase, at)
    take_gapped(replace(said, at=at), taken)
    return True


def take_gapped(said: Said, taken: Taken) -> None:
    """Take "B prosecuted" behind "A must be scrapped" or "want A scrapped"."""
    reading = said.reading
    if not reading.lexicon.head_is_last or reading.lexicon.verb_is_final:
        return
    at: int | None = said.at
    while at is not None:
        joint = _next_joint(reading, at + 1)
        phrase = None if joint is None else phrase_at(reading, joint, len(reading))
        at = None if phrase is None else _done_at(reading, phrase, len(reading))
        if phrase is not None and at is not None:
            _add(said, taken, phrase, at)


def next_that(reading: Reading, i: int, limit: int) -> int | None:
    """Find the "that" of a further clause: "ask that A, and that B"."""
    if not reading.lexicon.head_is_last or reading.lexicon.verb_is_final:
        return None
    for at in range(i, limit):
        if reading.bits[at] & classes.END:
            return None
        if reading.bits[at] & classes.THAT and reading.bits[at - 1] & _JOINING:
            return at
    return None


def _lemma(said: Said) -> str:
    if said.entry is not None:
        return said.entry.lemma
    return said.reading.words[said.at].text


def _done_at(reading: Reading, phrase: Phrase, limit: int) -> int | None:
    """Find the participle right behind a phrase or its core."""
    for at in (phrase.end, phrase.core):
        if at >= limit or at <= phrase.head or reading.is_mark(at):
            continue
        word = reading.words[at]
        is_done = word.form & classes.PARTICIPLE and not word.form & classes.GERUND
        if is_done and not word.bits & (classes.NOUN | classes.ADJECTIVE):
            return None if _describes(reading, at + 1) else at
    return None


def _describes(reading: Reading, i: int) -> bool:
    """Tell whether a participle says what a thing is for: "designed to", "aimed at"."""
    if i + 1 >= len(reading):
        return False
    after = reading.words[i + 1]
    if reading.bits[i] & classes.TO:
        return bool(after.form & classes.BASE) and not after.bits & classes.DETERMINER
    is_aim = bool(reading.bits[i] & classes.PREPOSITION)
    return is_aim and bool(after.form & classes.GERUND)


def _next_joint(reading: Reading, i: int) -> int | None:
    """Find the first word behind the next comma or "and"."""
    for at in range(i, min(len(reading) - 1, i + _FARTHEST)):
        bits = reading.bits[at]
        if bits & (classes.STOP | classes.FINITE_AUXILIARY | classes.RELATIVE):
            return None
        if bits & _JOINING:
            after = at + 1
            while after < len(reading) and reading.bits[after] & _JOINING:
                after += 1
            return after
    return None


def _add(said: Said, taken: Taken, phrase: Phrase, at: int) -> None:
    """Add the claim toward what is done by the participle at a word."""
    entry, _ = entry_at(said.reading, at, len(said.reading))
    outer = Phrase(phrase.start, at + 1, at, at + 1)
    frame = replace(said.frame, sign=abs(said.frame.sign))
    said = replace(said, frame=frame)
    if entry is None or entry.kind not in {entries.CHANGE, entries.ATTITUDE}:
        taken.drafts.append(draft_of(said, outer, 1))
        return
    add_phrase(replace(said, entry=entry), taken, phrase)


def take_passive_wish(said: Said, taken: Taken, start: int) -> bool:
    """Take "want A and B to be abolished" as a stance toward A and B."""
    reading = said.reading
    found = phrases_from(reading, start, said.limit)
    at = found[-1].end if found else said.limit
    if at + 2 >= said.limit or not reading.bits[at] & classes.TO:
        return False
    if not reading.bits[at + 1] & classes.BE:
        return False
    entry, _ = entry_at(reading, at + 2, said.limit)
    if entry is None or not reading.words[at + 2].form & classes.PARTICIPLE:
        return False
    inner = replace(said, entry=replace(entry, stance=entry.stance * said.stance))
    for phrase in found:
        add_phrase(inner, taken, phrase)
    return True
