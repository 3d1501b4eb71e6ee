"""Objects: what a verb is said of, by the kind of the verb."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from hustings.claims import classes, entries, frames
from hustings.claims.causes import (
    clause_start_of,
    is_belief,
    take_clause,
    take_impersonal,
)
from hustings.claims.complements import (
    take_credit,
    take_doing,
    take_end,
    take_given,
    take_let,
    take_made,
    take_make,
    take_must,
    take_nobody,
    take_turn,
    take_wrong,
)
from hustings.claims.coordination import listed_from, phrases_from
from hustings.claims.exchanges import take_equipment, take_replace
from hustings.claims.infinitives import is_object, lets
from hustings.claims.phrases import Phrase, phrase_at
from hustings.claims.predicates import antecedent, take_contrast
from hustings.claims.said import (
    Said,
    Taken,
    add_phrase,
    add_phrases,
    clause_verb,
    draft_of,
    gerund_at,
    infinitive_after,
    is_empty,
    object_start,
)
from hustings.claims.subjects import subject_end
from hustings.claims.verbs import is_verb_here
from hustings.claims.wishes import (
    next_that,
    take_done,
    take_gapped,
    take_passive_wish,
)
from hustings.model.claim import OWN

if TYPE_CHECKING:
    from hustings.claims.entries import Verb
    from hustings.claims.frames import Frame
    from hustings.claims.readings import Reading

Handler: TypeAlias = Callable[[Said, Taken], None]


def objects_of(
    reading: Reading, at: int, after: int, entry: Verb | None, frame: Frame
) -> Taken:
    """Read what a verb is said of, and make claims of it.

    Parameters
    ----------
    reading : Reading
    at, after : int
        Where the verb stands, and where what follows it begins.
    entry : Verb or None
    frame : Frame
    """
    said = Said(reading, at, after, entry, frame)
    taken = Taken()
    if frame.is_passive:
        _take_passive(said, taken)
        return taken
    if entry is None and frame.mood == frames.EFFECT:
        return taken
    kind = entries.CHANGE if entry is None else entry.kind
    _HANDLERS.get(kind, _take_objects)(said, taken)
    return taken


def _take_passive(said: Said, taken: Taken) -> None:
    phrase = said.frame.subject
    if phrase is None:
        if not take_impersonal(said, taken):
            take_nobody(said, taken)
        return
    if said.frame.mood == frames.BENEFITS:
        found = phrases_from(said.reading, phrase.start, _passive_end(said, phrase))
        taken.drafts += [draft_of(said, one, 1) for one in found]
        return
    if _take_idle(said, taken, phrase):
        return
    for one in phrases_from(said.reading, phrase.start, _passive_end(said, phrase)):
        add_phrase(said, taken, one)
    if taken.drafts and said.frame.mood != frames.HARMS:
        take_gapped(said, taken)


def _take_idle(said: Said, taken: Taken, phrase: Phrase) -> bool:
    """Take a passive whose subject is not what is done to; tell whether it was one."""
    kind = entries.CHANGE if said.entry is None else said.entry.kind
    if _gives(said) and take_given(said, taken):
        return True
    if kind in {entries.CONTROL, entries.NEUTRAL}:
        return True
    if kind == entries.TURN:
        whole = Phrase(phrase.start, said.at + 1, said.at, said.at + 1)
        taken.drafts.append(draft_of(said, whole, said.frame.sign))
        return True
    if kind == entries.ALLOW and infinitive_after(said, said.after):
        _take_objects_of_allowed(said, taken, said.after)
        return True
    if kind in {entries.MAKE, entries.LET}:
        return take_made(said, taken, phrase)
    return False


def _gives(said: Said) -> bool:
    """Tell whether a verb may have two objects: "tenants will be guaranteed a say"."""
    verbs = said.reading.words[said.at].verbs
    return said.stance > 0 and any(verb.kind == entries.GIVE for verb in verbs)


def _passive_end(said: Said, phrase: Phrase) -> int:
    """Find where the subject of a passive ends, before its auxiliaries and asides."""
    end = said.at
    passed = classes.FINITE_AUXILIARY | classes.ADVERB | classes.NEGATOR
    while end > phrase.head + 1 and said.reading.bits[end - 1] & passed:
        end -= 1
    if said.reading.lexicon.head_is_last:
        end = max(subject_end(said.reading, end), phrase.head + 1)
    return end


def _take_objects(said: Said, taken: Taken) -> None:
    if lets(said) and take_let(said, taken):
        return
    start = object_start(said)
    if _take_governed(said, taken, start):
        return
    if _governs_clause(said, start):
        if said.entry and said.entry.lemma in _KNOWING:
            return
        if said.stance > 0:
            _take_cause(said, taken)
        else:
            take_wrong(said, taken, start + 1)
        return
    if not take_end(said, taken):
        _take_phrases(said, taken, start)


_KNOWING: Final = frozenset(
    {"recognise", "recognize", "acknowledge", "accept", "know", "remember", "realise"}
)
"""Verbs whose clause with "that" is a fact, and no wish."""


def _take_phrases(said: Said, taken: Taken, start: int) -> None:
    """Take the noun phrases behind a verb, those of a list after a colon, too."""
    lead = said.entry.rest[-1] if said.entry and said.entry.rest else ""
    is_list = start < said.limit and said.reading.words[start].text == ":"
    found = phrases_from(
        said.reading, start + is_list, said.limit, lead=lead, is_list=is_list
    )
    if not is_list:
        found = listed_from(said.reading, found)
    is_bare = all(is_empty(said.reading, phrase) for phrase in found)
    is_open = said.entry is None or (not said.entry.stance and is_bare)
    is_open = is_open and not (found and is_object(said, start))
    if is_open and take_must(said, taken):
        return
    if not found and said.frame.mood == frames.PRESENT:
        found = antecedent(said)
    if found and take_doing(said, taken, found[-1]):
        return
    if found and take_done(said, taken, found):
        return
    add_phrases(said, taken, found)
    if found:
        take_contrast(said, taken, found[-1].end)


def _governs_clause(said: Said, start: int) -> bool:
    """Tell whether "that" follows: "demand that the toll be abolished"."""
    if start >= said.limit or not said.reading.bits[start] & classes.THAT:
        return False
    is_aim = said.frame.mood == frames.AIM
    if said.entry is None or is_aim:
        return False
    return said.stance > 0 or said.entry.kind == entries.ATTITUDE


def _take_governed(said: Said, taken: Taken, at: int) -> bool:
    """Hand a stance on: "supports raising X", "recomendamos ampliar X" are for X."""
    verb = _governed_verb(said, at)
    if verb is None or said.entry is None or not said.stance:
        return False
    form = said.reading.words[verb].form & classes.GERUND or classes.BASE
    taken.pending[verb] = replace(
        said.frame,
        sign=said.stance,
        form=form,
        modality=said.modality,
        is_passive=False,
    )
    return True


def _governed_verb(said: Said, at: int) -> int | None:
    """Find the gerund or infinitive that is the object of a verb."""
    if said.entry is None or at >= said.limit:
        return None
    is_held = said.entry.kind == entries.ATTITUDE
    if said.reading.lexicon.infinitive_endings:
        verb = infinitive_after(said, said.after) if is_held else None
        if verb is not None:
            return verb
    word = said.reading.words[at]
    if not word.form & classes.GERUND or not word.verbs or word.bits & classes.NOUN:
        return None
    return None if is_held and said.stance < 0 else at


def _take_control(said: Said, taken: Taken) -> None:
    """Hand the frame on to an infinitive or gerund, or take a noun."""
    verb = infinitive_after(said, said.after) or gerund_at(said, said.after)
    if verb is None:
        if lets(said) and take_let(said, taken):
            return
        if said.stance:
            _take_wanted(said, taken)
        elif not said.entry or not said.entry.stance:
            take_must(said, taken)
        return
    form = said.reading.words[verb].form & (classes.BASE | classes.GERUND)
    taken.pending[verb] = replace(
        said.frame,
        sign=said.frame.sign * (said.entry.stance if said.entry else 1)
        or said.frame.sign,
        form=form or classes.BASE,
        modality=said.modality,
        is_passive=False,
    )


def _take_wanted(said: Said, taken: Taken) -> None:
    """Read "want A to do B", and "want a plan to do B", which is for the plan."""
    start = object_start(said)
    bits = said.reading.bits[start] if start < said.limit else 0
    if bits & classes.THAT:
        _take_cause(said, taken)
    elif bits & classes.ARTICLE or not said.reading.lexicon.head_is_last:
        _take_objects(said, taken)
    else:
        _take_allow(said, taken)


def _take_cause(said: Said, taken: Taken) -> None:
    """Read "ensure X", "ensure that X is Y", "ensure that X raises Y"."""
    at = clause_start_of(said)
    if is_belief(said, at):
        return
    second = next_that(said.reading, at, said.limit)
    if second is not None:
        _take_cause(replace(said, after=second), taken)
    rest = take_clause(said, taken, at)
    if rest is not None:
        _take_objects(rest, taken)


def _take_give(said: Said, taken: Taken) -> None:
    """Take the second of two objects: "give every child a place"."""
    if take_equipment(said, taken):
        return
    start = object_start(said)
    first = phrase_at(said.reading, start, said.limit)
    if first is None:
        return
    after = first.end
    while after < said.limit and said.reading.bits[after] & classes.TIME:
        after += 1
    has_two = after < said.limit and bool(said.reading.bits[after] & _SECOND)
    lead = after if has_two and first.end == first.core else start
    for phrase in phrases_from(said.reading, lead, said.limit):
        add_phrase(said, taken, phrase)


_SECOND: Final = classes.DETERMINER | classes.NUMBER | classes.ADJECTIVE


def _take_allow(said: Said, taken: Taken) -> None:
    """Take "allow A to do B" as a stance toward B; "help A" toward A."""
    start = object_start(said)
    if is_verb_here(said.reading, start) if start < said.limit else False:
        taken.pending[start] = _governed(said, classes.BASE)
        return
    found = phrases_from(said.reading, start, said.limit)
    after = found[-1].end if found else said.after
    if _take_objects_of_allowed(said, taken, after):
        return
    if take_passive_wish(said, taken, start):
        return
    if found and take_done(said, taken, found):
        return
    verb = clause_verb(said.reading, start, min(said.limit, after + 1))
    if verb is not None and not said.reading.bits[verb] & classes.FINITE_AUXILIARY:
        taken.pending[verb] = _governed(said, classes.BASE)
        return
    _take_objects(said, taken)


def _take_objects_of_allowed(said: Said, taken: Taken, after: int) -> bool:
    reading = said.reading
    verb = infinitive_after(said, after)
    if verb is None and after + 1 < said.limit and reading.words[after].text == "from":
        verb = gerund_at(said, after + 1)
    if verb is None:
        return False
    taken.pending[verb] = _governed(
        said, reading.words[verb].form & (classes.BASE | classes.GERUND)
    )
    return True


def _governed(said: Said, form: int) -> Frame:
    return replace(
        said.frame,
        sign=said.stance or said.frame.sign,
        form=form or classes.BASE,
        modality=said.modality,
        actor=said.frame.actor or OWN,
        is_passive=False,
    )


def _take_let(said: Said, taken: Taken) -> None:
    """Take "allow A to do B" as one target."""
    if take_let(said, taken):
        return
    start = object_start(said)
    first = phrase_at(said.reading, start, said.limit)
    after = said.limit if first is None else first.end
    if after < said.limit and said.reading.bits[after] & _SECOND:
        _take_give(said, taken)
    else:
        _take_allow(said, taken)


def _take_credit(said: Said, taken: Taken) -> None:
    """Take "commend A for B" as a stance toward B, else toward A."""
    if not take_credit(said, taken):
        _take_objects(said, taken)


def _take_make(said: Said, taken: Taken) -> None:
    """Take "make X (more) Y", else its object."""
    if not take_make(said, taken):
        _take_objects(said, taken)


def _take_nothing(said: Said, taken: Taken) -> None:
    """Take no stance."""


_HANDLERS: Final[Mapping[str, Handler]] = {
    entries.ATTITUDE: _take_objects,
    entries.CHANGE: _take_objects,
    entries.CONTROL: _take_control,
    entries.CAUSE: _take_cause,
    entries.GIVE: _take_give,
    entries.REPLACE: take_replace,
    entries.ALLOW: _take_allow,
    entries.TURN: take_turn,
    entries.MAKE: _take_make,
    entries.LET: _take_let,
    entries.CREDIT: _take_credit,
    entries.NEUTRAL: _take_nothing,
    entries.FAIL: _take_nothing,
}
