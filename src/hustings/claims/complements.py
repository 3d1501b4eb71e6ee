"""Complements: what stands beside an object, "allow A to do B", "thank A for B"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hustings.claims import classes
from hustings.claims.coordination import phrases_from
from hustings.claims.frames import MUST, OTHER
from hustings.claims.infinitives import take_done_by_others
from hustings.claims.phrases import Phrase, phrase_at
from hustings.claims.said import (
    Said,
    Taken,
    add_phrase,
    clause_verb,
    draft_of,
    infinitive_after,
    object_start,
)
from hustings.model.claim import OWN

if TYPE_CHECKING:
    from hustings.claims.readings import Reading

_FARTHEST: Final = 12
_PASSED: Final = classes.FINITE_AUXILIARY | classes.ADVERB | classes.NEGATOR


def clause_head(reading: Reading, at: int, limit: int) -> Phrase | None:
    """Give the clause that begins at a word, named by its main verb.

    "Schools are being closed" is named by "closed"; where the verb is "be" or "have"
    alone, the subject names the clause.
    """
    verb = clause_verb(reading, at, limit)
    if verb is None:
        return None
    start = verb
    while start > at and reading.bits[start - 1] & _PASSED:
        start -= 1
    while verb < limit and reading.bits[verb] & _PASSED:
        verb += 1
    subject = phrase_at(reading, at, start)
    if verb < limit and _is_verb_form(reading, verb):
        return Phrase(at, verb + 1, verb, verb + 1)
    return subject


def _is_verb_form(reading: Reading, i: int) -> bool:
    bits = reading.bits[i]
    word = reading.words[i]
    if bits & (classes.MARK | classes.DETERMINER | classes.PREPOSITION | classes.TO):
        return False
    return bool(word.verbs) or bool(word.form & (classes.PARTICIPLE | classes.GERUND))


def take_wrong(said: Said, taken: Taken, at: int) -> bool:
    """Take "regrets that schools are closed" as a stance against the clause."""
    whole = clause_head(said.reading, at, said.limit)
    if whole is None or said.reading.bits[whole.head] & classes.PRONOUN:
        return False
    taken.drafts.append(draft_of(said, whole, said.stance))
    return True


def infinitive_behind(said: Said, phrase: Phrase) -> int | None:
    """Find the infinitive behind a phrase, or behind the core of it."""
    verb = infinitive_after(said, phrase.end)
    if verb is not None:
        return verb
    bits = said.reading.bits
    for at in range(phrase.core, phrase.end):
        if bits[at] & classes.TO and not bits[at + 1] & _NO_VERB:
            return infinitive_after(said, at)
    return None


_NO_VERB: Final = classes.DETERMINER | classes.ADJECTIVE | classes.NOUN | classes.NUMBER


def take_let(said: Said, taken: Taken) -> bool:
    """Take "allow A to do B" as one target, named by its verb."""
    if not said.reading.lexicon.head_is_last:
        return take_done_by_others(said, taken)
    start = object_start(said)
    found = phrases_from(said.reading, start, said.limit)
    if not found or said.reading.bits[found[-1].head] & classes.PRONOUN:
        return False
    verb = infinitive_behind(said, found[-1])
    if verb is None:
        return False
    rest = phrase_at(said.reading, verb + 1, said.limit)
    end = verb + 1 if rest is None else rest.end
    taken.drafts.append(draft_of(said, Phrase(start, end, verb, end), said.stance))
    taken.pending[verb] = replace(said.frame, mood=OTHER)
    return True


def _doing_at(reading: Reading, phrase: Phrase) -> int:
    """Find what is done: behind a phrase, or behind "from" in it."""
    is_inside = phrase.core < phrase.end and reading.words[phrase.core].text == "from"
    at = phrase.core if is_inside else phrase.end
    has_from = at + 1 < len(reading) and reading.words[at].text == "from"
    return at + has_from


def take_doing(said: Said, taken: Taken, phrase: Phrase) -> bool:
    """Take "stop companies using X", "avoid X being Y" as one target."""
    at = _doing_at(said.reading, phrase)
    reading = said.reading
    if said.stance >= 0 or at >= said.limit:
        return False
    if not reading.words[at].form & classes.GERUND:
        return False
    if reading.bits[at] & classes.NOUN:
        return False
    if reading.bits[at] & classes.BE:
        at += 1
        while at < said.limit and reading.bits[at] & classes.ADVERB:
            at += 1
    if at >= said.limit or reading.is_mark(at):
        return False
    whole = Phrase(phrase.start, at + 1, at, at + 1)
    taken.drafts.append(draft_of(said, whole, said.stance))
    return True


def take_credit(said: Said, taken: Taken) -> bool:
    """Take "commend A for B", "accuse A of B" as a stance toward B."""
    reading = said.reading
    start = object_start(said)
    first = phrase_at(reading, start, said.limit)
    words = said.entry.second if said.entry else ()
    end = min(said.limit, start + _FARTHEST if first is None else first.end + 2)
    at = next((i for i in range(start, end) if reading.words[i].text in words), None)
    if at is None:
        return False
    if at + 1 < said.limit and reading.words[at + 1].form & classes.GERUND:
        taken.pending[at + 1] = replace(
            said.frame, sign=said.stance, form=classes.GERUND, is_passive=False
        )
        return True
    for phrase in phrases_from(reading, at + 1, said.limit):
        add_phrase(said, taken, phrase)
    return True


def take_made(said: Said, taken: Taken, phrase: Phrase) -> bool:
    """Take "banks must be made to pay" by the infinitive."""
    verb = infinitive_after(said, said.after)
    if verb is None:
        return False
    whole = Phrase(phrase.start, verb + 1, verb, verb + 1)
    taken.drafts.append(draft_of(said, whole, said.frame.sign))
    taken.pending[verb] = replace(said.frame, mood=OTHER)
    return True


def take_nobody(said: Said, taken: Taken) -> bool:
    """Take "nobody should be turned away" by the verb."""
    if said.frame.mood != MUST or said.frame.sign > 0:
        return False
    nobody = classes.NEGATOR | classes.PRONOUN
    bits = said.reading.bits[max(0, said.at - 4) : said.at]
    if not any(found & nobody == nobody for found in bits):
        return False
    whole = Phrase(said.at, said.at + 1, said.at, said.at + 1)
    taken.drafts.append(draft_of(said, whole, -1))
    return True


_ATTENTION: Final = frozenset({"priority", "preference", "precedence", "attention"})


def take_given(said: Said, taken: Taken) -> bool:
    """Take "every child will be given a place" as a stance toward the place."""
    start = object_start(said)
    bits = said.reading.bits[start] if start < said.limit else classes.STOP
    subject = said.frame.subject
    is_heed = subject and said.reading.words[subject.head].text in _ATTENTION
    if is_heed and bits & classes.TO:
        start += 1
        verb = infinitive_after(said, start - 1)
        if verb is not None and _is_verb_form(said.reading, verb):
            taken.pending[verb] = replace(
                said.frame, form=classes.BASE, is_passive=False
            )
            return True
        bits = classes.DETERMINER
    if not bits & (classes.DETERMINER | classes.NUMBER | classes.ADJECTIVE):
        return False
    found = phrases_from(said.reading, start, said.limit)
    for phrase in found:
        add_phrase(said, taken, phrase)
    return bool(found)


def take_end(said: Said, taken: Taken) -> bool:
    """Take "the cuts must stop" as a stance against the cuts."""
    phrase = said.frame.subject
    at = said.after
    bits = said.reading.bits[at] if at < said.limit else classes.STOP
    ends = classes.STOP | classes.TIME | classes.NOW | classes.CONJUNCTION
    if said.stance >= 0 or phrase is None or not bits & ends:
        return False
    taken.drafts.append(replace(draft_of(said, phrase, said.stance), actor=OWN))
    return True


def take_must(said: Said, taken: Taken) -> bool:
    """Take "the state should not interfere", "banks must answer" by their verb."""
    phrase = said.frame.subject
    if phrase is None or said.frame.mood != MUST:
        return take_nobody(said, taken)
    bits = said.reading.bits
    if bits[said.at] & _NO_MAIN_VERB:
        return False
    stance = said.frame.sign * (-1 if bits[phrase.start] & _DENYING else 1)
    if _is_leaving(said):
        taken.drafts.append(replace(draft_of(said, phrase, -stance), actor=OWN))
        return True
    end = said.at + 1
    whole = Phrase(phrase.start, end, said.at, end)
    taken.drafts.append(replace(draft_of(said, whole, stance), actor=OWN))
    return True


def _is_leaving(said: Said) -> bool:
    """Tell whether "the toll must go" ends the clause: a stance against the toll."""
    end = said.at + 1
    bits = said.reading.bits[end] if end < said.limit else classes.STOP
    ends = classes.STOP | classes.NOW | classes.CONJUNCTION | classes.COMMA
    return said.reading.words[said.at].text == "go" and bool(bits & ends)


_DENYING: Final = classes.SLOGAN_AGAINST | classes.NEGATOR
_NO_MAIN_VERB: Final = classes.HAVE | classes.TIME | classes.NOW


def is_perfect(reading: Reading, have: int) -> bool:
    """Tell whether "has" tells what was done: "has generated waste"."""
    at = have + 1
    while at < len(reading) and reading.bits[at] & (classes.ADVERB | classes.NEGATOR):
        at += 1
    if at >= len(reading) or not reading.lexicon.head_is_last:
        return False
    form = reading.words[at].form
    return bool(form & classes.PARTICIPLE) and not form & classes.GERUND


def take_turn(said: Said, taken: Taken) -> None:
    """Take the clause from the verb on: "reform the senate"."""
    phrase = phrase_at(said.reading, object_start(said), said.limit)
    if phrase is None:
        return
    whole = Phrase(said.at, phrase.end, said.at, phrase.end)
    taken.drafts.append(draft_of(said, whole, said.frame.sign))


def take_make(said: Said, taken: Taken) -> bool:
    """Take "make X (more) Y", named by Y; tell whether it is so said."""
    reading = said.reading
    start = object_start(said)
    if start < said.limit and reading.words[start].text == "it":
        return _take_make_it(said, taken, start + 1)
    if _is_turned(reading, start, said.limit):
        for one in phrases_from(reading, start + 1, said.limit):
            add_phrase(said, taken, one)
        return True
    phrase = phrase_at(reading, start, said.limit)
    if phrase is None:
        return True
    at = max(phrase.head, phrase.core)
    while at < said.limit and reading.bits[at] & (classes.ADVERB | classes.DETERMINER):
        at += 1
    after = at + 1
    if at > start and reading.bits[at - 1] & classes.DETERMINER and after < said.limit:
        at += bool(
            not reading.bits[at] and reading.bits[after] & classes.ADJECTIVE
        )  # "more energy efficient"
    if at < said.limit and at > start and reading.bits[at] & classes.ADJECTIVE:
        whole = Phrase(start, at + 1, at, at + 1)
        taken.drafts.append(draft_of(said, whole, said.frame.sign))
        return True
    return False


def _is_turned(reading: Reading, start: int, limit: int) -> bool:
    """Tell whether an adjective stands first: "rendre gratuits les bacs"."""
    if reading.lexicon.head_is_last or start + 1 >= limit:
        return False
    opener = reading.bits[start] & (classes.DETERMINER | classes.PREPOSITION)
    return not opener and bool(reading.bits[start + 1] & classes.DETERMINER)


def _take_make_it(said: Said, taken: Taken, start: int) -> bool:
    """Take "make it easier for A to do B" as for B, "an offence to" as against it."""
    reading = said.reading
    for at in range(start, min(said.limit - 1, start + _FARTHEST)):
        if reading.bits[at] & (classes.STOP | classes.RELATIVE):
            break
        verb = infinitive_after(said, at) if reading.bits[at] & classes.TO else None
        if verb is None:
            continue
        words = {word.text for word in reading.words[start:at]}
        if words & _BARRED:
            rest = phrase_at(reading, verb + 1, said.limit)
            end = verb + 1 if rest is None else rest.end
            whole = Phrase(verb, end, verb, end)
            taken.drafts.append(draft_of(said, whole, -said.frame.sign))
            taken.pending[verb] = replace(said.frame, mood=OTHER)
        else:
            taken.pending[verb] = replace(said.frame, form=classes.BASE)
        return True
    return True


_BARRED: Final = frozenset(
    [
        *("offence", "offense", "crime", "illegal", "unlawful", "felony", "harder"),
        *("difficult", "impossible", "costlier"),
    ]
)
