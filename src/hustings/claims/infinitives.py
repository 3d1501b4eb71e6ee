"""Infinitives behind an object, where heads stand first: "permettre à A de faire B"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hustings.claims import classes, entries
from hustings.claims.frames import OTHER
from hustings.claims.phrases import Phrase, phrase_at
from hustings.claims.said import Said, Taken, draft_of, object_start
from hustings.claims.verbs import is_infinitive, looks_infinitive

if TYPE_CHECKING:
    from hustings.claims.readings import Reading

_FARTHEST: Final = 14
_BORDER: Final = (
    classes.STOP | classes.COMMA | classes.STARTER | classes.FINITE_AUXILIARY
)


def lets(said: Said) -> bool:
    """Tell whether a verb may have somebody else's infinitive: "encourager A à"."""
    reading = said.reading
    if reading.lexicon.head_is_last:
        return False
    return any(
        verb.kind == entries.LET and not verb.rest
        for verb in reading.words[said.at].verbs
    )


def is_object(said: Said, start: int) -> bool:
    """Tell whether an object stands right behind a verb that is not listed."""
    bits = said.reading.bits
    if said.entry is not None or start >= said.limit:
        return False
    if said.reading.lexicon.head_is_last:
        return False
    led = any(found & classes.PREPOSITION for found in bits[said.after : start])
    return not led and bool(bits[start] & (classes.DETERMINER | classes.NUMBER))


def take_done_by_others(said: Said, taken: Taken) -> bool:
    """Take "permettre à A de faire B" as one target, named by its verb.

    With a pronoun ("leur permettre de"), what the infinitive is said of is the target.
    """
    reading = said.reading
    start = object_start(said)
    stance = said.stance or said.frame.sign
    verb = _infinitive_from(reading, start, said.limit)
    if verb is None:
        return False
    phrase = phrase_at(reading, start, said.limit)
    if phrase is None or phrase.head >= verb or _is_pronoun(reading, phrase):
        taken.pending[verb] = replace(said.frame, sign=stance, form=classes.BASE)
        return True
    rest = phrase_at(reading, verb + 1, said.limit)
    end = verb + 1 if rest is None else rest.end
    whole = Phrase(phrase.start, max(end, verb + 1), verb, verb + 1)
    taken.drafts.append(draft_of(said, whole, stance))
    taken.pending[verb] = replace(said.frame, mood=OTHER)
    return True


def _is_pronoun(reading: Reading, phrase: Phrase) -> bool:
    return bool(reading.bits[phrase.head] & classes.PRONOUN)


def _infinitive_from(reading: Reading, start: int, limit: int) -> int | None:
    """Find the infinitive of "A à faire B", "a los vecinos abrir"."""
    for at in range(start, min(limit, start + _FARTHEST)):
        bits = reading.bits[at]
        if not looks_infinitive(reading, at):
            if bits & _BORDER and not bits & classes.PRONOUN:
                return None
            continue
        before = at - 1
        while before > start and reading.bits[before] & _LIGHT:
            before -= 1
        if reading.bits[before] & classes.PREPOSITION or is_infinitive(reading, at):
            return at
    return None


_LIGHT: Final = classes.ADVERB | classes.PRONOUN | classes.REFLEXIVE
