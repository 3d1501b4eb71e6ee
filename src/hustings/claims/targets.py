"""Targets of a verb in languages with the verb last."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hustings.claims import classes, entries
from hustings.claims.coordination import listed_from, phrases_from
from hustings.claims.entered import particle_of
from hustings.claims.fields import field_between, relative_antecedent
from hustings.claims.frames import MUST
from hustings.claims.phrases import Phrase
from hustings.claims.said import Said, Taken, add_phrase, draft_of

if TYPE_CHECKING:
    from hustings.claims.drafts import Draft
    from hustings.claims.entries import Verb
    from hustings.claims.readings import Reading
    from hustings.claims.regions import Region


def drafts_of(
    reading: Reading, i: int, entry: Verb, region: Region, objects: int | None
) -> list[Draft]:
    """Make the claims toward the objects in a region.

    Parameters
    ----------
    reading : Reading
    i : int
        The verb's place.
    entry : Verb
    region : Region
    objects : int or None
        Where they begin, where a preposition leads to them.
    """
    if entry.kind in {entries.CONTROL, entries.NEUTRAL} and not entry.stance:
        return []
    if entry.kind in {entries.ATTITUDE, entries.CONTROL} and _hands_on(reading, region):
        return []
    if region.is_clause and entry.kind in {entries.TURN, entries.ATTITUDE}:
        whole = Phrase(region.start, i + 1, i, i + 1)
        said = Said(reading, i, i + 1, replace(entry, stance=1), region.frame)
        return [draft_of(said, whole, region.frame.sign)]
    if entry.is_state and entry.kind == entries.CHANGE:
        if region.frame.mood != MUST:
            return []
        region = replace(region, is_first=True)
    end = _end_of(reading, i, entry, region)
    found, denied = _objects(reading, i, entry, replace(region, end=end), objects)
    denied = denied or _is_denied(reading, i, end)
    said = Said(reading, i, i + 1, entry, region.frame.denied(if_=denied))
    if entry.kind == entries.TURN:
        return _turned(said, found, region)
    return _taken(said, found, region, end)


def _end_of(reading: Reading, i: int, entry: Verb, region: Region) -> int:
    """Find where the objects end at the latest: before a particle."""
    at = particle_of(reading, i, entry) if entry.particle else None
    return region.end if at is None or at < region.start else min(region.end, at)


def _taken(said: Said, found: list[Phrase], region: Region, end: int) -> list[Draft]:
    taken = Taken()
    for phrase in found:
        add_phrase(said, taken, phrase)
    if said.entry is not None and said.entry.kind == entries.REPLACE:
        taken.drafts += _replacing(said, region, end)
    elif found:
        taken.drafts += _contrast(said, found[-1].end)
    return taken.drafts


def _hands_on(reading: Reading, region: Region) -> bool:
    """Tell whether an infinitive has the objects: "wij eisen de tol af te schaffen"."""
    for at in range(region.start, region.end):
        if reading.bits[at] & (classes.STOP | classes.COMMA | classes.PURPOSE):
            return False
        if reading.bits[at] & classes.TO and not reading.bits[at] & classes.PREPOSITION:
            return True
    return False


def _objects(
    reading: Reading, i: int, entry: Verb, region: Region, objects: int | None
) -> tuple[list[Phrase], bool]:
    """Give the phrases a verb is said of, and whether a word denies them."""
    if objects is not None:
        lead = entry.rest[-1] if entry.rest else ""
        limit = len(reading) if objects > i else region.end
        if region.front is not None and objects < region.front[1]:
            limit = region.front[1]
        found = phrases_from(reading, objects, limit, lead=lead)
        before = field_between(reading, region.start, objects - len(entry.rest))
        return listed_from(reading, found), before.denied
    antecedent = relative_antecedent(reading, region.start)
    if antecedent is not None and region.end == i:
        return [antecedent], False
    field = field_between(reading, region.start, region.end)
    denied = field.denied
    is_reflexive = _is_reflexive(reading, region)
    if not field.groups and region.front is not None and not is_reflexive:
        field = field_between(reading, *region.front)
        denied = denied or field.denied
    if not field.groups:
        return [], denied
    groups = field.groups
    group = groups[0] if region.is_first else _accusative(reading, groups)
    return listed_from(reading, group), denied


def _is_reflexive(reading: Reading, region: Region) -> bool:
    """Tell whether "sich" is the object: "X darf sich nicht beteiligen"."""
    if region.is_first or region.front is None:
        return False
    words = reading.words[region.front[1] : region.end]
    return any(word.text == "sich" for word in words)


def _accusative(reading: Reading, groups: list[list[Phrase]]) -> list[Phrase]:
    """Choose the object: the second phrase, where a subject or dative stands first."""
    open_ones = [group for group in groups if not _is_other_case(reading, group[0])]
    chosen = open_ones or groups
    return chosen[1] if len(chosen) > 1 else chosen[0]


def _is_other_case(reading: Reading, phrase: Phrase) -> bool:
    """Tell whether a phrase is a genitive, a dative or a time, by its first word."""
    first = reading.words[phrase.start]
    is_marked = first.text in _GENITIVES or first.text.endswith("em")
    if first.bits & classes.DETERMINER and is_marked:
        return True
    return reading.words[phrase.head].text in _TIMES


_GENITIVES: Final = frozenset({"des", "eines"})
_TIMES: Final = frozenset({"tag", "tage", "woche", "monat", "jahr", "jahre", "mal"})


def _is_denied(reading: Reading, i: int, end: int) -> bool:
    """Tell whether "nicht" stands right before a verb at the end, or ends a clause."""
    before = reading.bits[i - 1] if i else 0
    last = reading.bits[end - 1] if end > i + 1 else 0
    return any(
        bits & classes.NEGATOR and not bits & classes.DETERMINER
        for bits in (before, last)
    )


def _turned(said: Said, found: list[Phrase], region: Region) -> list[Draft]:
    """Take "den Senat reformieren" as one target, named by its verb."""
    if not found:
        return []
    start = found[0].start
    is_front = found[-1].end == said.at
    if start < said.at and (region.end <= said.at or is_front):
        whole = Phrase(start, said.at + 1, said.at, said.at + 1)
    else:
        whole = Phrase(said.at, max(found[-1].end, said.at + 1), said.at, said.at + 1)
    return [draft_of(said, whole, said.frame.sign)]


def _replacing(said: Said, region: Region, end: int) -> list[Draft]:
    """Read "A durch B ersetzen": for B."""
    reading = said.reading
    words = said.entry.second if said.entry else ()
    for at in range(region.start, end):
        if reading.words[at].text in words:
            found = phrases_from(reading, at + 1, end)
            return [draft_of(said, phrase, -said.stance) for phrase in found]
    return []


def _contrast(said: Said, at: int) -> list[Draft]:
    """Read "A statt B" and "A, nicht B": the other way round toward B."""
    reading = said.reading
    has_comma = at < len(reading) and bool(reading.bits[at] & classes.COMMA)
    at += has_comma
    marks = classes.INSTEAD | (classes.NEGATOR if has_comma else 0)
    if at + 1 >= len(reading) or not said.stance or not reading.bits[at] & marks:
        return []
    start = at + 1
    while start < len(reading) and reading.bits[start] & classes.PREPOSITION:
        start += 1
    found = phrases_from(reading, start, len(reading))
    return [
        replace(draft_of(said, phrase, -said.stance), construction="contrast")
        for phrase in found
    ]
