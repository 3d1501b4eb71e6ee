"""Causes: clauses that shall hold, "ensure that X is Y", "que soit créé un fonds"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hustings.claims import classes, entries
from hustings.claims.complements import is_perfect
from hustings.claims.coordination import phrases_from
from hustings.claims.phrases import phrase_at
from hustings.claims.predicates import take_predicate
from hustings.claims.said import Said, Taken, add_phrase, clause_verb, object_start
from hustings.claims.verbs import entry_at
from hustings.model.claim import OWN

if TYPE_CHECKING:
    from hustings.claims.readings import Reading


def clause_start_of(said: Said) -> int:
    """Give where the clause behind "(that)" begins."""
    at = object_start(said)
    has_that = at < said.limit and bool(said.reading.bits[at] & classes.THAT)
    return at + has_that


def take_clause(said: Said, taken: Taken, at: int) -> Said | None:
    """Read the clause at a word; give what is left to be read as phrases, if any."""
    reading = said.reading
    if _take_turned(said, taken, at) or _take_ending(said, taken, at):
        return None
    verb = clause_verb(reading, at, said.limit)
    if verb is None:
        return replace(said, after=at)
    if _is_demand(said, at, verb):
        return None
    if reading.bits[verb] & classes.BE:
        take_predicate(said, taken, at, verb)
    elif reading.bits[verb] & classes.HAVE:
        return None if is_perfect(reading, verb) else replace(said, after=verb + 1)
    else:
        taken.pending[verb] = replace(
            said.frame,
            sign=said.stance * _denied_subject(reading, at),
            form=classes.BASE | classes.FINITE,
            is_passive=False,
        )
    return None


def _take_turned(said: Said, taken: Taken, at: int) -> bool:
    """Read "que soit créé un fonds", where the subject stands last."""
    reading = said.reading
    if reading.lexicon.head_is_last or at + 1 >= said.limit:
        return False
    if not reading.bits[at] & classes.BE:
        return False
    verb = at + 1
    if not (
        reading.words[verb].form & classes.PARTICIPLE and reading.words[verb].verbs
    ):
        return False
    form = classes.PARTICIPLE
    taken.pending[verb] = replace(said.frame, sign=said.stance, form=form)
    return True


def _take_ending(said: Said, taken: Taken, at: int) -> bool:
    """Read "que le bruit cesse": a stance against the noise."""
    reading = said.reading
    if reading.lexicon.head_is_last:
        return False
    verb = next(
        (i for i in range(at + 2, said.limit) if _ends_clause(reading, i)), None
    )
    border = classes.STOP | classes.FINITE_AUXILIARY | classes.PREPOSITION
    if verb is None or any(bits & border for bits in reading.bits[at:verb]):
        return False
    entry, _ = entry_at(reading, verb, said.limit)
    subject = phrase_at(reading, at, verb)
    is_end = entry is not None and entry.kind == entries.CHANGE and entry.stance < 0
    if subject is None or not is_end:
        return False
    frame = replace(said.frame, sign=said.stance, subject=subject, is_passive=True)
    taken.pending[verb] = frame
    return True


def _ends_clause(reading: Reading, i: int) -> bool:
    """Tell whether a verb stands at a word, and a mark behind it."""
    after = reading.bits[i + 1] if i + 1 < len(reading) else classes.STOP
    word = reading.words[i]
    is_verb = bool(word.verbs) and bool(word.form & classes.FINITE)
    return is_verb and bool(after & classes.STOP) and not word.bits & classes.NOUN


def _is_demand(said: Said, at: int, verb: int) -> bool:
    """Tell whether "that X should" follows: a demand that is read by itself."""
    bits = said.reading.bits
    if said.frame.actor != OWN or said.stance < 0 or not bits[at - 1] & classes.THAT:
        return False
    while verb > at and bits[verb - 1] & (classes.ADVERB | classes.NEGATOR):
        verb -= 1
    return bool(bits[verb - 1] & classes.MUST)


def _denied_subject(reading: Reading, at: int) -> int:
    return -1 if reading.bits[at] & classes.SLOGAN_AGAINST else 1


def take_impersonal(said: Said, taken: Taken) -> bool:
    """Read "il sera créé un fonds", "será creado un fondo"."""
    reading = said.reading
    start = said.at
    while start > 0 and reading.bits[start - 1] & _PASSED:
        start -= 1
    is_open = start == 0 or bool(reading.bits[start - 1] & classes.STOP)
    has_it = start > 0 and reading.words[start - 1].text == "il"
    if reading.lexicon.head_is_last or not (is_open or has_it):
        return False
    found = phrases_from(reading, object_start(said), said.limit)
    for phrase in found:
        add_phrase(said, taken, phrase)
    return bool(found)


_PASSED: Final = classes.FINITE_AUXILIARY | classes.ADVERB | classes.NEGATOR


def is_belief(said: Said, at: int) -> bool:
    """Tell whether "believe that" leads to what is so: no "should" stands there."""
    if said.entry is None or said.entry.lemma not in _BELIEVING:
        return False
    for bits in said.reading.bits[at : at + _FARTHEST_MUST]:
        if bits & classes.STOP:
            break
        if bits & (classes.MUST | classes.THAT):
            return False
    return True


_FARTHEST_MUST: Final = 25
_BELIEVING: Final = frozenset(
    [
        *("believe", "think", "feel", "consider", "maintain", "hold", "stress"),
        *("emphasise", "emphasize", "underline"),
    ]
)
