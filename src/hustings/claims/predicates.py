"""Predicates: "ensure that X is Y", "X, which we reject", "X, not Y"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from hustings.claims import classes, entries
from hustings.claims.coordination import phrases_from
from hustings.claims.phrases import Phrase, phrase_at
from hustings.claims.said import NO_VERB, Said, Taken, add_phrase, draft_of, is_empty
from hustings.claims.verbs import entry_at, is_verb_here
from hustings.claims.voices import clause_start
from hustings.model.claim import Modality


def take_predicate(said: Said, taken: Taken, at: int, verb: int) -> None:
    """Take "X is Y" as one target, named by Y where Y is one word."""
    bits = said.reading.bits
    if bits[at] & classes.PRONOUN and not bits[at] & classes.DETERMINER:
        return
    head = verb + 1
    passed = classes.ADVERB | classes.NEGATOR
    while head < said.limit and (
        bits[head] & passed
        or (bits[head] & classes.CONJUNCTION and bits[head - 1] & classes.ADVERB)
    ):
        head += 1
    if _is_belief(said, head):
        return
    if head >= said.limit or bits[head] & (_NO_PREDICATE):
        phrase = phrase_at(said.reading, at, verb)
        if phrase is None:
            return
        head = phrase.head
        end = verb
    else:
        end = head + 1
        if _is_ended(said, taken, at, head):
            return
    found = Phrase(at, max(end, head + 1), head, max(end, head + 1))
    if said.stance:
        sign = -1 if bits[at] & classes.SLOGAN_AGAINST else 1
        taken.drafts.append(draft_of(said, found, sign * said.stance))


def _is_belief(said: Said, head: int) -> bool:
    """Tell whether "nous pensons que X est une cause" only says what X is."""
    if said.reading.lexicon.head_is_last or said.entry is None:
        return False
    is_thing = head < said.limit and said.reading.bits[head] & classes.DETERMINER
    return bool(is_thing) and said.entry.modality is Modality.POSITION


_NO_PREDICATE: Final = NO_VERB | classes.PREPOSITION | classes.NUMBER | classes.PRONOUN


def _is_ended(said: Said, taken: Taken, at: int, participle: int) -> bool:
    """Take "ensure that X is abolished" as a stance against X."""
    entry, _ = entry_at(said.reading, participle, said.limit)
    if entry is None or entry.kind != entries.CHANGE or entry.stance >= 0:
        return False
    phrases = phrases_from(said.reading, at, participle)
    if not phrases or not said.reading.words[participle].form & classes.PARTICIPLE:
        return False
    for phrase in phrases:
        add_phrase(replace(said, entry=replace(entry, stance=-1)), taken, phrase)
    return True


def take_contrast(said: Said, taken: Taken, at: int) -> None:
    """Read "A, not B" and "A rather than B": the other way round toward B."""
    reading = said.reading
    if at < said.limit and reading.bits[at] & classes.COMMA:
        at += 1
    if at + 1 >= said.limit or not said.stance:
        return
    if not reading.bits[at] & (classes.NEGATOR | classes.INSTEAD):
        return
    is_bare = not reading.bits[at + 1] & classes.DETERMINER
    if reading.bits[at - 1] & classes.DETERMINER or (
        is_bare and reading.words[at].text == "non"
    ):
        return  # "les non inscrits"
    for phrase in phrases_from(reading, at + 1, said.limit):
        if not is_empty(reading, phrase) and not is_verb_here(reading, at + 1):
            draft = draft_of(said, phrase, -said.stance)
            taken.drafts.append(replace(draft, construction="contrast"))


def antecedent(said: Said) -> list[Phrase]:
    """Give what "which we reject" speaks of."""
    bits = said.reading.bits
    for at in range(said.at - 1, max(0, said.at - 6), -1):
        if bits[at] & classes.RELATIVE:
            end = at - 1 if bits[at - 1] & classes.COMMA else at
            start = clause_start(said.reading, end - 1) if end else 0
            phrase = phrase_at(said.reading, start, end)
            return [phrase] if phrase is not None else []
        if bits[at] & (classes.STOP | classes.COMMA):
            return []
    return []
