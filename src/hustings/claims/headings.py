"""Headings and lead-ins: "We reject:" gives the items below it their stance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from hustings.claims import classes
from hustings.claims.bare_nouns import goes_on_as_clause
from hustings.claims.entered import entry_in
from hustings.claims.entries import CHANGE, Verb
from hustings.claims.frames import BARE, Frame
from hustings.claims.grammar import Scan, frame_at
from hustings.claims.objects import objects_of
from hustings.claims.readings import read_words
from hustings.claims.regions import region_of
from hustings.claims.verbs import entry_at
from hustings.model.claim import OWN, Modality

if TYPE_CHECKING:
    from hustings.claims.drafts import Draft
    from hustings.claims.readings import Reading
    from hustings.claims.vocabulary import Lexicon


@dataclass(frozen=True, slots=True)
class Lead:
    """What a heading does to the units below it.

    Attributes
    ----------
    entry : Verb or None
        The verb whose objects the units are; None where they have their own.
    frame : Frame
        How the verb is said.
    """

    entry: Verb | None
    frame: Frame


def lead_of(
    heading: str | None, lexicon: Lexicon, names: frozenset[str]
) -> Lead | None:
    """Read what a heading says of the units below it; None if nothing."""
    if not heading:
        return None
    return _lead(heading[-300:], lexicon.language, names, _Holder(lexicon))


def governed_drafts(reading: Reading, lead: Lead) -> list[Draft]:
    """Give the claims of a unit whose stance stands in its heading."""
    # The subject of a passive stands in the heading; none of the unit's words is it.
    if lead.entry is None or lead.frame.is_passive:
        return []
    start = 0
    while start < len(reading) and reading.bits[start] & _NO_WORDS:
        start += 1
    taken = objects_of(reading, start, start, lead.entry, lead.frame)
    return [
        replace(draft, cue=None, construction="heading")
        for draft in taken.drafts
        if draft.end <= len(reading) and not goes_on_as_clause(reading, draft.end)
    ]


_NO_WORDS = classes.MARK | classes.NUMBER


class _Holder:
    """A lexicon that may be part of a remembered call: all are the same by language."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __hash__(self) -> int:
        return id(self.lexicon)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Holder) and self.lexicon is other.lexicon


@lru_cache(maxsize=4096)
def _lead(
    heading: str, _language: str, names: frozenset[str], holder: _Holder
) -> Lead | None:
    reading = read_words(heading, holder.lexicon)
    end = len(reading)
    while end and reading.bits[end - 1] & (classes.STOP | classes.ADVERB):
        end -= 1
    return _verb_lead(reading, end, names) or _word_lead(reading, end)


def _verb_lead(reading: Reading, end: int, names: frozenset[str]) -> Lead | None:
    """Read "We reject", "The council must", "We are committed to"."""
    if reading.lexicon.verb_is_final:
        return _final_lead(reading, end, names)
    scan = Scan(reading=reading, names=names, opening=None)
    for i in range(max(0, end - 4), end):
        bits = reading.bits[i]
        if i == end - 1 and bits & classes.MODAL:
            return Lead(
                None,
                _bare(Modality.DEMAND if bits & classes.MUST else Modality.PLEDGE, 1),
            )
        entry, after = entry_at(reading, i, end)
        if entry is None or after != end:
            continue
        frame = frame_at(scan, i)
        if frame is not None and frame.actor:
            return Lead(entry, frame)
    return None


def _final_lead(reading: Reading, end: int, names: frozenset[str]) -> Lead | None:
    """Read "Wir lehnen ab", "Wir wollen", "Der Kreis soll"."""
    scan = Scan(reading=reading, names=names, opening=None)
    for i in range(max(0, end - 4), end):
        bits = reading.bits[i]
        if bits & classes.MODAL and i + 2 >= end:
            is_must = bits & classes.MUST
            return Lead(None, _bare(Modality.DEMAND if is_must else Modality.PLEDGE, 1))
        region = region_of(scan, i) if reading.words[i].verbs else None
        if region is None or not region.frame.actor:
            continue
        entry, _ = entry_in(reading, i, region)
        if entry is not None and entry.stance:
            return Lead(entry, region.frame)
    return None


def _word_lead(reading: Reading, end: int) -> Lead | None:
    """Read "Our demands", "No to", "Against"."""
    if not end:
        return None
    bits = reading.bits[end - 1]
    if bits & (classes.SLOGAN_AGAINST | classes.AGAINST_WORD):
        return Lead(_plain(-1), _bare(Modality.POSITION, 1))
    if bits & (classes.SLOGAN_FOR | classes.FOR_WORD):
        return Lead(_plain(1), _bare(Modality.POSITION, 1))
    if any(word.bits & classes.DEMANDING for word in reading.words[:end]) and end < 7:
        return Lead(_plain(1), _bare(Modality.DEMAND, 1))
    return None


def _plain(stance: int) -> Verb:
    return Verb(lemma="", kind=CHANGE, stance=stance)


def _bare(modality: Modality, sign: int) -> Frame:
    return Frame(BARE, OWN, sign, modality, classes.BASE)
