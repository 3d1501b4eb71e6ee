"""Frames: in which way a verb is said, by whom, and whether it is denied."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from hustings.claims import classes
from hustings.claims.clauses import left_of
from hustings.claims.entries import (
    ALLOW,
    ATTITUDE,
    CAUSE,
    CONTROL,
    CREDIT,
    HARM,
    LET,
    REPORTING,
)
from hustings.claims.phrases import phrase_at
from hustings.claims.subjects import is_inside_relative
from hustings.claims.verbs import (
    benefits,
    entry_at,
    is_infinitive,
    is_third,
    is_verb_here,
    next_verb,
)
from hustings.claims.voices import NOBODY, Subject, actor_of, subject_before
from hustings.model.claim import OWN, Modality

if TYPE_CHECKING:
    from hustings.claims.entries import Verb
    from hustings.claims.phrases import Phrase
    from hustings.claims.readings import Reading

WILL: Final = "will"
MUST: Final = "must"
CAN: Final = "can"
EFFECT: Final = "effect"
PRESENT: Final = "present"
PROGRESSIVE: Final = "progressive"
PERFECT: Final = "perfect"
BARE: Final = "bare"
AIM: Final = "aim"
MEANS: Final = "means"
HARMS: Final = "harms"
BENEFITS: Final = "benefits"
OTHER: Final = "other"


@dataclass(frozen=True, slots=True)
class Frame:
    """How a verb is said.

    Attributes
    ----------
    mood : str
        One of the names above.
    actor : str
    sign : int
        -1 where it is denied.
    modality : Modality
    form : int
        Forms that a verb joined by "and" must have.
    subject : Phrase or None
        What the verb is said of, where that is no pronoun.
    is_passive : bool
        Whether the subject is what is done to.
    """

    mood: str
    actor: str
    sign: int
    modality: Modality
    form: int
    subject: Phrase | None = None
    is_passive: bool = False

    def denied(self, *, if_: bool) -> Frame:
        """Give the frame with its sign turned."""
        return replace(self, sign=-self.sign) if if_ else self


def modal_frame(
    reading: Reading, at: int, names: frozenset[str], *, denied: bool
) -> Frame | None:
    """Read "we will", "the council must", "should not"."""
    bits = reading.bits[at]
    before, denied_before = left_of(reading, at)
    if before >= 0 and reading.bits[before] & classes.MUST:
        at = before  # "should have to"
        before, denied_before = left_of(reading, at)
    subject = subject_before(reading, before + 1, names)
    if is_inside_relative(reading, before, subject.start):
        return None
    sign = -1 if denied or denied_before else 1
    if bits & classes.MUST:
        return Frame(MUST, OWN, sign, Modality.DEMAND, classes.BASE, subject.phrase)
    if bits & classes.CAN:
        return _can_frame(subject, sign, next_verb(reading, at))
    return _will_frame(reading, at, subject, sign)


def _will_frame(reading: Reading, at: int, subject: Subject, sign: int) -> Frame | None:
    """Read a pledge; one by somebody else is a stance of theirs."""
    actor = subject.actor
    if before_is_open(reading, subject.start) and subject.phrase is None and not actor:
        actor = OWN if _has_no_subject(reading, at) else NOBODY
    mood = WILL
    if not actor and _is_thing(reading, subject):
        actor, mood = OWN, EFFECT
    return Frame(mood, actor, sign, Modality.PLEDGE, classes.BASE, subject.phrase)


def _is_thing(reading: Reading, subject: Subject) -> bool:
    """Tell whether a subject is what the document plans: "the fund will"."""
    if subject.phrase is None:
        word = reading.words[subject.start].text if subject.start >= 0 else ""
        return word in _THINGS
    if subject.start > 0 and reading.bits[subject.start - 1] & classes.RELATIVE:
        return False  # "dont les prix baisseront"
    return not reading.bits[subject.phrase.head] & (classes.OTHERS | classes.PRONOUN)


_THINGS: Final = frozenset(
    ["this", "these", "elle", "elles", "ils", "cela", "ceci", "celle-ci", "celui-ci"]
)


def _can_frame(subject: Subject, sign: int, verb: Verb | None) -> Frame | None:
    """Read "we can protect", "we cannot accept": what the document would do."""
    if subject.actor != OWN:
        return None
    if sign < 0:
        is_held = verb is not None and verb.kind == ATTITUDE and verb.stance > 0
        return own_frame(classes.BASE, sign) if is_held else None
    return Frame(CAN, OWN, sign, Modality.PLEDGE, classes.BASE, subject.phrase)


def _has_no_subject(reading: Reading, at: int) -> bool:
    """Tell whether "will" begins the unit or follows "and": the subject is above."""
    before, _ = left_of(reading, at)
    return before < 0 or bool(
        reading.bits[before] & (classes.CONJUNCTION | classes.STOP)
    )


def before_is_open(reading: Reading, start: int) -> bool:
    """Tell whether nothing governs the words from `start` on."""
    return start <= 0 or bool(
        reading.bits[start - 1]
        & (classes.STOP | classes.CONJUNCTION | classes.COMMA | classes.ADVERB)
    )


def present_frame(reading: Reading, i: int, names: frozenset[str]) -> Frame | None:
    """Read "we support", "the council rejects"; None where the word is no verb."""
    at, denied = left_of(reading, i)
    sign = -1 if denied else 1
    form = reading.words[i].form
    entry, _ = entry_at(reading, i, len(reading))
    is_said = at >= 0 and _is_finite(reading, i, at)
    is_impersonal = is_said and entry is not None and entry.is_impersonal
    if form & classes.OWN_FORM or is_impersonal:
        return own_frame(form, sign)
    if not is_said:
        return None
    subject = subject_before(reading, at + 1, names)
    if subject.actor == OWN and subject.phrase is None and is_third(reading, i):
        return None  # "we oppose plans to": a noun
    is_praise = benefits(reading, i) and not subject.actor
    if is_praise or (entry is not None and entry.kind == HARM):
        frame = _harm_frame(reading, subject, form, denied=denied)
        return replace(frame, mood=BENEFITS) if frame and is_praise else frame
    if entry is not None and entry.kind == REPORTING:
        return Frame(OTHER, subject.actor, sign, Modality.POSITION, form)
    return _subject_frame(reading, subject, form, sign)


def _subject_frame(
    reading: Reading, subject: Subject, form: int, sign: int
) -> Frame | None:
    """Read "the council rejects", "el fondo financiará"."""
    is_future = bool(form & classes.FUTURE)
    modality = Modality.PLEDGE if is_future else Modality.POSITION
    if subject.actor:
        mood = WILL if is_future else PRESENT
        return Frame(mood, subject.actor, sign, modality, form, subject.phrase)
    if is_future and _is_thing(reading, subject):
        return Frame(EFFECT, OWN, sign, modality, form, subject.phrase)
    return None


def _harm_frame(
    reading: Reading, subject: Subject, form: int, *, denied: bool
) -> Frame | None:
    """Read "the tax stifles trade": a reproach to the tax."""
    phrase = subject.phrase
    if phrase is None or subject.actor == OWN or denied:
        return None
    if reading.bits[phrase.head] & (classes.PRONOUN | classes.PEOPLE | classes.OTHERS):
        return None
    return Frame(HARMS, OWN, 1, Modality.EVALUATION, form, phrase, is_passive=True)


def own_frame(form: int, sign: int) -> Frame:
    """Give the frame of a verb that says "we" by its form: "exigimos", "crearemos"."""
    if form & classes.FUTURE:
        return Frame(WILL, OWN, sign, Modality.PLEDGE, form)
    return Frame(PRESENT, OWN, sign, Modality.POSITION, form)


def _is_finite(reading: Reading, i: int, at: int) -> bool:
    """Tell whether a subject ends right before a verb."""
    bits = reading.bits[at]
    form = reading.words[i].form
    entry, _ = entry_at(reading, i, len(reading))
    if entry is None or entry.is_state or is_infinitive(reading, i):
        return False
    if entry.kind == LET and not bits & classes.OWN_VOICE:
        return False  # "a permit that"
    is_held = entry.kind in HELD or benefits(reading, i)
    if not is_held and not reading.words[i].form & classes.FUTURE:
        return False
    if bits & classes.PRONOUN and not bits & classes.DETERMINER:
        return True
    if bits & classes.ADJECTIVE and not reading.lexicon.head_is_last:
        bits = 0  # "le Forum libéral veut"
    if bits & _NO_SUBJECT_END or form == classes.GERUND:
        return False
    return bool(form & classes.FINITE) or is_verb_here(reading, i)


HELD: Final = frozenset({ATTITUDE, CONTROL, CAUSE, ALLOW, LET, REPORTING, CREDIT, HARM})
_NO_SUBJECT_END: Final = (
    classes.DETERMINER
    | classes.PREPOSITION
    | classes.ADJECTIVE
    | classes.CONJUNCTION
    | classes.COMMA
    | classes.STOP
    | classes.STARTER
    | classes.NUMBER
    | classes.TO
    | classes.FINITE_AUXILIARY
)


def auxiliary_frame(
    reading: Reading, i: int, at: int, names: frozenset[str], *, denied: bool
) -> Frame | None:
    """Read "will be cut", "must be cut", "is being cut", "we are cutting"."""
    before, denied_before = left_of(reading, at)
    form = reading.words[i].form
    sign = -1 if denied or denied_before else 1
    if is_state(reading, i):
        return _state_frame(reading, at, names, sign)
    if form & classes.PARTICIPLE and reading.bits[at] & (classes.WILL | classes.MUST):
        return _passive_frame(reading, at, names, sign)
    if form & classes.PARTICIPLE and not form & classes.GERUND:
        if _is_by(reading, i):
            return _held_by(reading, i, at, names, sign)
        return _passive_frame(reading, before, names, sign)
    return _progressive_frame(reading, i, at, names, sign)


def _progressive_frame(
    reading: Reading, i: int, at: int, names: frozenset[str], sign: int
) -> Frame | None:
    """Read "we have been fighting for", "we are cutting"."""
    if reading.lexicon.head_is_last and not reading.words[i].form & classes.GERUND:
        return None
    subject = subject_before(reading, _first_auxiliary(reading, at), names)
    entry, _ = entry_at(reading, i, len(reading))
    if entry is not None and entry.kind == HARM:
        return _harm_frame(reading, subject, classes.GERUND, denied=sign < 0)
    if subject.actor and entry is not None and entry.kind in _HELD_LONG:
        return Frame(PRESENT, subject.actor, sign, Modality.POSITION, classes.GERUND)
    if subject.actor != OWN or reading.words[at].text in _PAST:
        return None
    return Frame(PROGRESSIVE, OWN, sign, Modality.POSITION, classes.GERUND)


def _first_auxiliary(reading: Reading, at: int) -> int:
    """Find where "has always been" begins."""
    passed = classes.FINITE_AUXILIARY | classes.ADVERB | classes.NEGATOR
    while at > 0 and reading.bits[at - 1] & passed:
        at -= 1
    return at


def _is_by(reading: Reading, i: int) -> bool:
    """Tell whether "rejected by" follows: somebody's stance in the passive."""
    if i + 1 >= len(reading) or not reading.bits[i + 1] & classes.AGENT:
        return False
    return any(verb.kind == ATTITUDE for verb in reading.words[i].verbs)


def _held_by(
    reading: Reading, i: int, at: int, names: frozenset[str], sign: int
) -> Frame | None:
    """Read "the plan is rejected by the council"."""
    phrase = phrase_at(reading, i + 2, len(reading))
    if phrase is None:
        return None
    subject = subject_before(reading, _first_auxiliary(reading, at), names)
    actor = actor_of(reading, phrase, names) or reading.phrase(
        phrase.start, phrase.core
    )
    return Frame(
        PRESENT,
        actor,
        sign,
        Modality.POSITION,
        classes.PARTICIPLE,
        subject.phrase,
        is_passive=True,
    )


def is_state(reading: Reading, i: int) -> bool:
    """Tell whether a word stands beside "are" as an adjective does."""
    entry, _ = entry_at(reading, i, len(reading))
    return entry is not None and entry.is_state


def _state_frame(
    reading: Reading, at: int, names: frozenset[str], sign: int
) -> Frame | None:
    """Read "we are opposed to", "the council is committed to"."""
    start = _first_auxiliary(reading, at)
    actor = subject_before(reading, start, names).actor
    if any(word.form & classes.OWN_FORM for word in reading.words[start : at + 1]):
        actor = OWN
    if not actor:
        return None
    return Frame(PRESENT, actor, sign, Modality.POSITION, classes.FINITE)


def perfect_frame(
    reading: Reading, i: int, at: int, names: frozenset[str]
) -> Frame | None:
    """Read "we have always opposed"; what was done is no stance."""
    entry, _ = entry_at(reading, i, len(reading))
    if entry is None or entry.kind not in _HELD_LONG:
        return None
    before, denied = left_of(reading, at)
    actor = subject_before(reading, before + 1, names).actor
    if not actor:
        return None
    sign = -1 if denied else 1
    return Frame(PERFECT, actor, sign, Modality.POSITION, classes.PARTICIPLE)


_HELD_LONG: Final = frozenset({ATTITUDE, CREDIT})
_PAST: Final = frozenset({"was", "were", "been"})


def _passive_frame(
    reading: Reading, before: int, names: frozenset[str], sign: int
) -> Frame | None:
    """Read the passive; only what will or must be done makes a claim."""
    if before < 0:
        return None
    bits = reading.bits[before]
    if bits & classes.TO:  # "ought to be", "needs to be"
        before, _ = left_of(reading, before)
        bits = reading.bits[before] if before >= 0 else 0
    if not bits & (classes.WILL | classes.MUST):
        return None
    frame = modal_frame(reading, before, names, denied=sign < 0)
    if frame is None:
        return None
    return replace(frame, is_passive=True, actor=OWN, form=classes.PARTICIPLE)


def bare_frame(modality: Modality, form: int) -> Frame:
    """Give the frame of an imperative or a listed infinitive: the document's own."""
    return Frame(BARE, OWN, 1, modality, form)


def aim_frame(sign: int = 1) -> Frame:
    """Give the frame of a purpose clause."""
    return Frame(AIM, OWN, sign, Modality.AIM, classes.BASE)
