"""Exchanges: "replace A by B" is against A and for B, "equip A with B" for B."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.claims.complements import take_turn
from hustings.claims.coordination import phrases_from
from hustings.claims.entries import TURN
from hustings.claims.phrases import phrase_at
from hustings.claims.said import add_phrase, draft_of, is_empty, object_start

if TYPE_CHECKING:
    from hustings.claims.said import Said, Taken


def take_replace(said: Said, taken: Taken) -> None:
    """Take "replace A by B": against A, for B."""
    reading = said.reading
    start = object_start(said)
    words = said.entry.second if said.entry else ()
    limit = min(said.limit, start + 30)
    joint = next(
        (i for i in range(start, limit) if reading.words[i].text in words), None
    )
    if joint is None and _is_turn(said):
        take_turn(said, taken)
        return
    if joint is None and said.stance > 0:
        return
    for phrase in phrases_from(reading, start, said.limit if joint is None else joint):
        add_phrase(said, taken, phrase)
    if joint is None:
        return
    for phrase in phrases_from(reading, joint + 1, said.limit):
        if not is_empty(reading, phrase):
            taken.drafts.append(draft_of(said, phrase, -said.stance))


def _is_turn(said: Said) -> bool:
    """Tell whether a verb neither keeps nor ends its object, where it has but one."""
    return any(verb.kind == TURN for verb in said.reading.words[said.at].verbs)


def take_equipment(said: Said, taken: Taken) -> bool:
    """Take "doter la mairie de bacs" as a stance toward what is given."""
    words = said.entry.second if said.entry else ()
    first = phrase_at(said.reading, object_start(said), said.limit)
    if not words or first is None:
        return False
    joint = next(
        (
            i
            for i in range(first.core, first.end)
            if said.reading.words[i].text in words
        ),
        None,
    )
    if joint is None:
        return False
    for phrase in phrases_from(said.reading, joint + 1, said.limit):
        add_phrase(said, taken, phrase)
    return True
