"""Claims without a verb of stance: "no to X", "an end to X", "our support for X"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hustings.claims import classes
from hustings.claims.bare_nouns import (
    bare_noun_drafts,
    goes_on_as_clause,
    is_ours,
)
from hustings.claims.coordination import listed_from, phrases_from
from hustings.claims.drafts import own_draft
from hustings.claims.phrases import Phrase, phrase_at
from hustings.claims.verbs import is_infinitive, opens_sentence
from hustings.claims.voices import subject_before
from hustings.model.claim import OWN, Modality

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.claims.drafts import Draft
    from hustings.claims.readings import Reading

_OPEN_LEFT: Final = classes.STOP | classes.COMMA | classes.CONJUNCTION


def nominal_drafts(reading: Reading, names: frozenset[str]) -> Iterator[Draft]:
    """Give the claims of slogans, bare nouns, prefixes and "there must be".

    Parameters
    ----------
    reading : Reading
    names : frozenset of str
        What the document calls its actor.
    """
    yield from _neither(reading)
    for i, word in enumerate(reading.words):
        if word.bits & _CALLS and _calls(reading, i):
            yield from _slogan(reading, i, _caller(reading, i, names))
        elif word.bits & classes.INSTEAD and _is_open(reading, i):
            yield from _slogan(reading, i, OWN)
        elif word.nouns:
            yield from bare_noun_drafts(reading, i)
        elif word.bits & classes.NOW:
            yield from _now(reading, i)
        elif word.bits & classes.EXISTENCE:
            yield from _existence(reading, i + 1)
        elif "-" in word.text or _prefix_of(reading, i) in _CLOSE:
            yield from _prefixed(reading, i, names)


_CLOSE: Final = frozenset({"anti"})
_SLOGAN: Final = classes.SLOGAN_AGAINST | classes.SLOGAN_FOR


_SIDES: Final = classes.AGAINST_WORD | classes.FOR_WORD | classes.SLOGAN_AGAINST
"""What a mere thing can be without a stance: "bail is not for sale"."""


_CALLS: Final = _SLOGAN | classes.AGAINST_WORD | classes.FOR_WORD


_NEITHER: Final = frozenset({"ni", "né", "nem"})


def _neither(reading: Reading) -> Iterator[Draft]:
    """Read "ni péage ni amendes", which has no verb."""
    words = reading.words
    if not words or words[0].text not in _NEITHER:
        return
    places = [at for at, word in enumerate(words) if word.text in _NEITHER]
    says = classes.FINITE_AUXILIARY | classes.OTHERS
    if len(places) == 1 or any(bits & says for bits in reading.bits):
        return
    if any(word.text in _NOT or word.form & classes.OWN_FORM for word in reading.words):
        return
    for at in places:
        phrase = phrase_at(reading, at + 1, len(reading))
        if phrase is not None:
            yield own_draft(phrase, -1, Modality.SLOGAN, "slogan", (at, at + 1))


_NOT: Final = frozenset({"ne", "n'", "no", "non", "não"})


def _calls(reading: Reading, i: int) -> bool:
    """Tell whether "no to" or "against" takes a stance here, not inside a phrase."""
    bits = reading.bits[i]
    if " " in reading.words[i].text and bits & _SLOGAN:
        is_led = i > 0 and not reading.lexicon.head_is_last
        if is_led and reading.words[i - 1].form & classes.PARTICIPLE:
            return False  # "forfaits mis en place au"
        return not any(
            before & classes.NEGATOR for before in reading.bits[max(0, i - 5) : i]
        )
    before = i - 1
    passed = classes.ADVERB | classes.NEGATOR
    while before >= 0 and reading.bits[before] & passed:
        before -= 1
    if (
        before >= 0
        and reading.bits[before] & classes.BE
        and not _is_auxiliary(reading, before)
        and not (bits & _SLOGAN and reading.lexicon.verb_is_final)
    ):
        return True
    if bits & classes.FOR_WORD and " " not in reading.words[i].text:
        return False
    return _is_open(reading, i) and (
        _begins(reading, i) or any(_is_call(reading, at) for at in range(i))
    )


def _is_call(reading: Reading, i: int) -> bool:
    """Tell whether a call stands at a word, which a later one may go on with."""
    if not reading.bits[i] & _CALLS:
        return False
    return reading.lexicon.head_is_last or _calls(reading, i)


def _is_auxiliary(reading: Reading, i: int) -> bool:
    """Tell whether "werden" is no "be": "wir werden für A B einführen"."""
    return reading.lexicon.verb_is_final and bool(reading.bits[i] & classes.WILL)


def _begins(reading: Reading, i: int) -> bool:
    """Tell whether a word begins the unit or a clause: no "and" stands before it."""
    while i > 0 and reading.bits[i - 1] == classes.MARK:
        i -= 1
    return i == 0 or not reading.bits[i - 1] & (classes.CONJUNCTION | classes.COMMA)


def _is_open(reading: Reading, i: int) -> bool:
    """Tell whether a word begins the unit, a clause or a member of a list."""
    while i > 0 and reading.bits[i - 1] == classes.MARK:
        i -= 1
    return i == 0 or bool(reading.bits[i - 1] & _OPEN_LEFT)


def _caller(reading: Reading, i: int, names: frozenset[str]) -> str:
    """Give who "is against": the subject, or the document where there is none."""
    at = i
    passed = classes.ADVERB | classes.BE | classes.HAVE | classes.NEGATOR
    while at > 0 and reading.bits[at - 1] & passed:
        at -= 1
    if not any(bits & classes.BE for bits in reading.bits[at:i]):
        return OWN
    if any(word.form & classes.OWN_FORM for word in reading.words[at:i]):
        return OWN
    if _stands_alone(reading, at, i):
        return OWN
    subject = subject_before(reading, at, names)
    is_thing = subject.phrase is not None and (
        not reading.bits[i] & _SIDES or _is_demanded(reading, at, i)
    )
    return subject.actor or (OWN if is_thing else "")


def _stands_alone(reading: Reading, at: int, i: int) -> bool:
    """Tell whether "no excuse for" follows "there is" or "there can be"."""
    if " " not in reading.words[i].text:
        return False
    while at > 0 and reading.bits[at - 1] & classes.MODAL:
        at -= 1
    return at > 0 and bool(reading.bits[at - 1] & classes.EXISTENCE)


def _is_demanded(reading: Reading, at: int, i: int) -> bool:
    """Tell whether "should" stands before "be free of"."""
    return any(bits & classes.MUST for bits in reading.bits[max(0, at - 1) : i])


def _slogan(reading: Reading, i: int, actor: str) -> Iterator[Draft]:
    """Read "no to A, B and C", "against A", "no cuts"."""
    is_for = reading.bits[i] & (classes.SLOGAN_FOR | classes.FOR_WORD)
    stance = 1 if is_for else -1
    lead = reading.words[i].text.split()[-1]
    named = phrases_from(reading, i + 1, len(reading), lead=lead)
    found = listed_from(reading, named)
    remedy = found if _is_remedy(reading, named, found) else []
    found = named if remedy else found
    if not actor or not found or reading.bits[found[0].start] & _SLOGAN:
        return
    is_instead = bool(reading.bits[i] & classes.INSTEAD)
    if is_instead and _is_deed(reading, i + 1):
        return
    if goes_on_as_clause(reading, found[-1].end) and not is_instead:
        return
    if _is_denied(reading, i):
        stance = -stance
    for phrase in found:
        draft = own_draft(phrase, stance, Modality.SLOGAN, "slogan", (i, i + 1))
        yield replace(draft, actor=actor)
    for phrase in remedy:
        yield own_draft(phrase, 1, Modality.DEMAND, "slogan", (i, i + 1))


def _is_deed(reading: Reading, i: int) -> bool:
    """Tell whether "rather than help families" says what is not done."""
    if i >= len(reading):
        return False
    if not reading.lexicon.head_is_last:
        return is_infinitive(reading, i)
    word = reading.words[i]
    if word.form & classes.GERUND:
        return not word.bits & classes.NOUN
    return bool(word.verbs) and opens_sentence(reading, i)


def _is_remedy(reading: Reading, named: list[Phrase], found: list[Phrase]) -> bool:
    """Tell whether "a levy" in "against empty homes: a levy" is what shall help."""
    if len(named) != 1 or len(found) != 1 or named == found:
        return False
    is_counted = reading.bits[named[0].start] & (classes.NUMBER | classes.THEIRS)
    return not is_counted and bool(reading.bits[found[0].start] & classes.ARTICLE)


def _is_denied(reading: Reading, i: int) -> bool:
    """Tell whether "not" stands between "are" and "against"."""
    at = i
    while at > 0 and reading.bits[at - 1] & (classes.ADVERB | classes.NEGATOR):
        at -= 1
    has_be = at > 0 and bool(reading.bits[at - 1] & classes.BE)
    return has_be and any(bits & classes.NEGATOR for bits in reading.bits[at:i])


def _now(reading: Reading, i: int) -> Iterator[Draft]:
    """Read "night buses now!"."""
    if i + 1 < len(reading) and not reading.bits[i + 1] & classes.END:
        return
    start = i - 1
    while start > 0 and not reading.bits[start - 1] & classes.STOP:
        start -= 1
    if start < 0 or opens_sentence(reading, start):
        return
    phrase = phrase_at(reading, start, i)
    if phrase is not None and phrase.end == i:
        yield own_draft(phrase, 1, Modality.SLOGAN, "slogan", (i, i + 1))


def _existence(reading: Reading, i: int) -> Iterator[Draft]:
    """Read "there must be X", "there will be no X"; the modal stands at a word."""
    if i >= len(reading) or not reading.bits[i] & (classes.WILL | classes.MUST):
        return
    at = i + 1
    stance = 1
    while at < len(reading) and reading.bits[at] & (
        classes.ADVERB | classes.BE | classes.NEGATOR
    ):
        stance = -stance if reading.bits[at] & classes.NEGATOR else stance
        at += 1
    if at >= len(reading) or not reading.bits[at - 1] & classes.BE:
        return
    if reading.bits[at] & classes.SLOGAN_AGAINST:
        stance = -stance
        at += 1
    is_must = bool(reading.bits[i] & classes.MUST)
    modality = Modality.DEMAND if is_must else Modality.PLEDGE
    for phrase in phrases_from(reading, at, len(reading)):
        yield own_draft(phrase, stance, modality, "existence", (i - 1, at))


def _prefixed(reading: Reading, i: int, names: frozenset[str]) -> Iterator[Draft]:
    """Read "we are an anti-fascist party": against "fascist"."""
    prefix, dash, _ = reading.words[i].text.partition("-")
    if not dash:
        prefix = _prefix_of(reading, i)
    stance = reading.lexicon.prefixes.get(prefix)
    if stance is None or reading.bits[i] & (classes.ADJECTIVE | classes.NOUN):
        return
    if _describes_itself(reading, i, names):
        draft = own_draft(
            Phrase(i, i + 1, i, i + 1), stance, Modality.POSITION, "prefix", (i, i + 1)
        )
        yield replace(draft, skip=len(prefix) + len(dash))


def _prefix_of(reading: Reading, i: int) -> str:
    """Give the "anti" of "antipeaje", where languages write it as one word."""
    text = reading.words[i].text
    return next(
        (
            prefix
            for prefix in reading.lexicon.prefixes
            if text.startswith(prefix) and len(text) > len(prefix) + 4
        ),
        "",
    )


def _describes_itself(reading: Reading, i: int, names: frozenset[str]) -> bool:
    """Tell whether "we are" stands before a word in its clause."""
    for at in range(i - 1, max(-1, i - 12), -1):
        if reading.bits[at] & (classes.END | classes.STARTER):
            return False
        if reading.bits[at] & classes.BE:
            if reading.lexicon.verb_is_final and not _has_we(reading, i):
                return False
            return _caller(reading, at + 1, names) == OWN
        if reading.bits[at] & classes.OWN_VOICE:
            return is_ours(reading.bits[at]) and i - at <= 2
    return False


def _has_we(reading: Reading, i: int) -> bool:
    """Tell whether the document speaks of itself before a word."""
    return any(bits & classes.OWN_VOICE for bits in reading.bits[:i])
