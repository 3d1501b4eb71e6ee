"""Idioms: frames of single wordings, "it is vital to", "do not cut"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.claims import classes
from hustings.claims.clauses import left_of
from hustings.claims.entries import CAUSE, CHANGE, GIVE
from hustings.claims.frames import (
    HELD,
    MUST,
    PRESENT,
    WILL,
    Frame,
    bare_frame,
    before_is_open,
)
from hustings.claims.phrases import phrase_at
from hustings.claims.verbs import entry_at, is_verb_here, opens_sentence
from hustings.claims.voices import subject_before
from hustings.model.claim import OWN, Modality

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.claims.drafts import Draft
    from hustings.claims.readings import Reading


def worth_frame(reading: Reading, at: int) -> Frame | None:
    """Read "it is vital to", "it would be wrong to"; `at` is the place of "to"."""
    lead = _lead(reading, at)
    if lead is not None:
        return lead
    before = at - 1
    after = reading.bits[at + 1] if at + 1 < len(reading) else classes.STOP
    named = classes.ADJECTIVE | classes.NOUN | classes.NUMBER | classes.STOP
    if after & named and not (after & classes.NOUN and opens_sentence(reading, at + 1)):
        return None
    bits = reading.bits[before] if before >= 0 else 0
    if not bits & (classes.GOOD | classes.BAD) or bits & classes.MARK:
        return None
    be, denied = left_of(reading, before)
    if be < 1 or not reading.bits[be] & classes.BE:
        return None
    is_good = bool(bits & classes.GOOD) != denied
    return Frame(MUST, OWN, 1 if is_good else -1, Modality.EVALUATION, classes.BASE)


def _is_duty(reading: Reading, to: int) -> bool:
    """Tell whether "it is the duty of the state" stands before "to"."""
    words = [word.text for word in reading.words[max(0, to - _FARTHEST_DUTY) : to]]
    duty = next((i for i, word in enumerate(words) if word in _DUTIES), None)
    if duty is None or duty < 2 or duty + 2 >= len(words):
        return False
    is_it = {"it", "it's"} & set(words[:duty]) and {"is", "it's"} & set(words[:duty])
    return bool(is_it) and words[duty + 1] == "of" and "not" not in words


def _is_plan(reading: Reading, to: int) -> bool:
    """Tell whether "it is our intention", "we have a plan" stands before "to"."""
    at = to - 1
    while at > 0 and reading.bits[at] & (classes.ADVERB | classes.NOW):
        at -= 1
    if (
        at > 1
        and reading.bits[at - 1] & classes.OF
        and reading.words[at].text == "action"
    ):
        at -= 2
    if at < 2 or reading.words[at].text not in _PLANS:
        return False
    words = [word.text for word in reading.words[max(0, at - _FARTHEST_PLAN) : at]]
    if "not" in words or "no" in words:
        return False
    is_it = ("it" in words and "is" in words) or "it's" in words
    return (is_it and "our" in words) or ("we" in words and "have" in words)


_FARTHEST_PLAN: Final = 5
_PLANS: Final = frozenset(
    ["plan", "plans", "intention", "aim", "policy", "ambition", "resolve", "aims"]
)
_FARTHEST_DUTY: Final = 10
_DUTIES: Final = frozenset(
    {"duty", "job", "task", "role", "responsibility", "function", "obligation"}
)


def _lead(reading: Reading, at: int) -> Frame | None:
    """Read "more must be done to", "it is the duty of A to", "we have a plan to"."""
    if is_undone(reading, at - 1) or _is_duty(reading, at):
        return Frame(MUST, OWN, 1, Modality.DEMAND, classes.BASE)
    if _is_plan(reading, at):
        return Frame(WILL, OWN, 1, Modality.PLEDGE, classes.BASE)
    return None


def is_undone(reading: Reading, done: int) -> bool:
    """Tell whether "more must be done" stands before "to": a demand to do it."""
    if done < 3 or reading.words[done].text != "done":
        return False
    if not reading.bits[done - 1] & classes.BE:
        return False
    must, denied = left_of(reading, done - 1)
    if must < 1 or denied or not reading.bits[must] & classes.MUST:
        return False
    while must > 1 and reading.bits[must - 1] & classes.MUST:
        must -= 1  # "needs to"
    return reading.words[must - 1].text in _UNDONE


_UNDONE: Final = frozenset({"more", "everything", "something", "much", "lot", "deal"})


def do_frame(
    reading: Reading, i: int, at: int, names: frozenset[str], *, denied: bool
) -> Frame | None:
    """Read "we do not support"; "do not cut X" without a subject is a demand."""
    before, denied_before = left_of(reading, at)
    sign = -1 if denied or denied_before else 1
    if before < 0 or reading.bits[before] & classes.STOP:
        return bare_frame(Modality.DEMAND, classes.BASE).denied(if_=sign < 0)
    if not any(verb.kind in HELD for verb in reading.words[i].verbs):
        return None
    actor = subject_before(reading, before + 1, names).actor
    if not actor:
        return None
    return Frame(PRESENT, actor, sign, Modality.POSITION, classes.BASE)


def turned_frame(reading: Reading, at: int, *, denied: bool) -> Frame | None:
    """Read "under no circumstances will we": `at` is the place of "we"."""
    bits = reading.bits[at] if at > 0 else 0
    if not (bits & classes.OWN_VOICE and bits & classes.PRONOUN):
        return None
    modal, denied_after = left_of(reading, at)
    if modal < 1 or not reading.bits[modal] & (classes.WILL | classes.MUST):
        return None
    before, denied_before = left_of(reading, modal)
    if not (before_is_open(reading, before + 1) and denied_before):
        return None
    is_must = bool(reading.bits[modal] & classes.MUST)
    modality = Modality.DEMAND if is_must else Modality.PLEDGE
    sign = 1 if denied or denied_after else -1
    return Frame(MUST if is_must else WILL, OWN, sign, modality, classes.BASE)


def describes_aim(reading: Reading, drafts: Sequence[Draft], i: int, at: int) -> bool:
    """Tell whether "that promotes X" says what a claimed thing is for."""
    found = drafts[-1] if drafts else None
    if found is None or found.actor != OWN or found.stance < 0:
        return False
    word = reading.words[i]
    if reading.words[at].text == "who" or word.form & classes.PARTICIPLE:
        return False
    if not (found.end <= at <= found.end + 1 and word.form & classes.FINITE):
        return False
    entry, _ = entry_at(reading, i, len(reading))
    return entry is not None and entry.kind in {CHANGE, GIVE, CAUSE}


def item_frame(
    reading: Reading, i: int, be: int, names: frozenset[str]
) -> Frame | None:
    """Read "family allowances to be paid": a demand without a verb of its own."""
    to, denied = left_of(reading, be)
    if not reading.words[i].form & classes.PARTICIPLE or not _is_item(reading, to):
        return None
    subject = subject_before(reading, to, names)
    if subject.phrase is None or subject.start > 1:
        return None
    return Frame(
        MUST,
        OWN,
        -1 if denied else 1,
        Modality.DEMAND,
        classes.PARTICIPLE,
        subject.phrase,
        is_passive=True,
    )


def _is_item(reading: Reading, to: int) -> bool:
    """Tell whether "A to be built" is a sentence of its own: no verb before it."""
    blocked = classes.FINITE_AUXILIARY | classes.TO | classes.COLON | classes.OWN_VOICE
    if not reading.lexicon.head_is_last or to < 1 or not reading.bits[to] & classes.TO:
        return False
    return not any(
        reading.bits[at] & blocked or is_verb_here(reading, at) for at in range(to)
    )


def describes_subject(reading: Reading, i: int) -> bool:
    """Tell whether a word belongs to a subject: "permitting timelines should"."""
    if not reading.lexicon.head_is_last:
        return False
    phrase = phrase_at(reading, i + 1, len(reading))
    if phrase is None or phrase.end >= len(reading):
        return False
    is_doing = bool(reading.words[i].form & classes.GERUND)
    if is_doing and reading.bits[phrase.end] & classes.CAN:
        return True  # "creating a climate of fear may"
    if reading.bits[phrase.start] & classes.DETERMINER:
        return False
    if is_doing:
        is_one = phrase.start == phrase.head
        return is_one and bool(reading.bits[phrase.end] & classes.MUST)
    return bool(reading.bits[phrase.end] & classes.FINITE_AUXILIARY)
