"""The grammar: from the words of a unit to its claims, read once from the left."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from hustings.claims import classes, frames
from hustings.claims.asides import leads_in, left_of_clitics, modal_behind_aside, tells
from hustings.claims.auxiliaries import auxiliary_taken
from hustings.claims.clauses import clause_end, left_of
from hustings.claims.entries import (
    ALLOW,
    ATTITUDE,
    CAUSE,
    CONTROL,
    REPORTING,
    Verb,
)
from hustings.claims.frames import Frame
from hustings.claims.idioms import (
    describes_aim,
    describes_subject,
    do_frame,
    item_frame,
    turned_frame,
    worth_frame,
)
from hustings.claims.objects import objects_of
from hustings.claims.prepositions import after_preposition
from hustings.claims.verbs import (
    NO_INFINITIVE,
    does_all,
    entry_at,
    has_noun,
    is_joined_verb,
    is_noun_here,
    is_verb_here,
    looks_infinitive,
    opens_item,
    opens_sentence,
    rest_of,
    says_we_will,
)
from hustings.model.claim import OWN, Modality

if TYPE_CHECKING:
    from hustings.claims.drafts import Draft
    from hustings.claims.readings import Reading


@dataclass(slots=True)
class Scan:
    """What has been read of a unit so far.

    Attributes
    ----------
    pending : dict from the place of a verb to the frame that an earlier word gives it
    last : Frame or None
        That of the last verb, which a verb after "and" takes over.
    silent_until : int
        Words before this place are somebody else's, or a condition.
    reported_from : int or None
        Where a verb stands that tells what somebody else says.
    """

    reading: Reading
    names: frozenset[str]
    opening: Modality | None
    drafts: list[Draft] = field(default_factory=list)
    pending: dict[int, Frame] = field(default_factory=dict)
    last: Frame | None = None
    last_end: int = -1
    silent_until: int = 0
    reported_from: int | None = None

    @property
    def limit(self) -> int:
        """How many words the unit has."""
        return len(self.reading)


def scan_verbs(scan: Scan) -> None:
    """Read every verb of a unit, and add the claims it makes."""
    reading = scan.reading
    for i, word in enumerate(reading.words):
        bits = word.bits
        if bits & (classes.CONDITION | classes.QUESTION):
            scan.silent_until = max(scan.silent_until, clause_end(reading, i + 1))
        if bits & classes.END:
            scan.last = None
        if i < scan.silent_until or bits & classes.MARK:
            continue
        own = auxiliary_taken(scan, i)
        scan.pending.update(own.pending)
        scan.drafts.extend(own.drafts)
        frame = frame_at(scan, i)
        if frame is not None:
            _take(scan, i, frame)


def frame_at(scan: Scan, i: int) -> Frame | None:
    """Give the frame of the verb at a word; None where no verb takes a stance."""
    if i in scan.pending:
        return scan.pending.pop(i)
    reading = scan.reading
    at, denied = left_of_clitics(reading, i)
    beyond = modal_behind_aside(reading, i)
    at = at if beyond is None else beyond
    bits = _bits_left(reading, i, at)
    if bits & classes.MODAL and not bits & (classes.MARK | classes.BE):
        return _after_modal(scan, i, at, denied=denied)
    idiom = _idiom_frame(scan, i, at, bits, denied=denied)
    if idiom is not None:
        return idiom
    if says_we_will(reading, i, at):
        frame = frames.own_frame(classes.OWN_FORM | classes.FUTURE, 1)
        return frame.denied(if_=denied)
    is_verb = _is_listed(reading, i) or _is_done(reading, i, at)
    if not (is_verb or opens_item(reading, i)):
        return None
    return _listed_frame(scan, i, at, bits, denied=denied)


def _idiom_frame(
    scan: Scan, i: int, at: int, bits: int, *, denied: bool
) -> Frame | None:
    """Read "never will we", "that promotes X", "it is vital to"."""
    if bits & classes.RELATIVE and describes_aim(scan.reading, scan.drafts, i, at):
        return replace(frames.aim_frame(-1 if denied else 1), form=classes.FINITE)
    if not _may_be_verb(scan.reading, i):
        return None
    if bits & classes.TO:
        return worth_frame(scan.reading, at)
    return turned_frame(scan.reading, at, denied=denied)


def _listed_frame(
    scan: Scan, i: int, at: int, bits: int, *, denied: bool
) -> Frame | None:
    """Give the frame by the word to the left."""
    reading = scan.reading
    if _is_impersonal(reading, i):
        return frames.own_frame(reading.words[i].form, -1 if denied else 1)
    for mask, read in _READERS:
        if bits & mask:
            return read(scan, i, at, denied=denied)
    return frames.present_frame(reading, i, scan.names)


def _is_impersonal(reading: Reading, i: int) -> bool:
    """Tell whether a verb speaks for the document: "il faut", "se requiere"."""
    word = reading.words[i]
    if not word.form & (classes.FINITE | classes.FUTURE) or word.form & classes.BASE:
        return False
    entry, _ = entry_at(reading, i, len(reading))
    return entry is not None and entry.is_impersonal


def _bits_left(reading: Reading, i: int, at: int) -> int:
    """Give the classes of the word to the left; the number of an item is a mark."""
    if at < 0 or (
        at == 0 and reading.bits[0] & classes.NUMBER and reading.is_capital(i)
    ):
        return classes.STOP
    return reading.bits[at]


def _is_done(reading: Reading, i: int, at: int) -> bool:
    """Tell whether a participle that is not listed follows "must be"."""
    if at < 1 or not reading.bits[at] & classes.BE:
        return False
    before, _ = left_of(reading, at)
    is_must = before >= 0 and reading.bits[before] & classes.MUST
    is_must = is_must or reading.bits[at] & classes.WILL
    word = reading.words[i]
    return bool(is_must and word.form & classes.PARTICIPLE and not word.bits)


def _may_be_verb(reading: Reading, i: int) -> bool:
    return not reading.bits[i] & NO_INFINITIVE


def _is_listed(reading: Reading, i: int) -> bool:
    """Tell whether the lexicon has the verb with the words that follow it here."""
    bits = reading.bits[i]
    is_auxiliary = bits & classes.FINITE_AUXILIARY and not does_all(reading, i)
    if not reading.words[i].verbs or is_auxiliary:
        return False
    if not reading.lexicon.head_is_last and bits & (
        classes.PREPOSITION | classes.PURPOSE
    ):
        return False  # "para", which is "stop", too
    if is_noun_here(reading, i):
        return False
    entry, _ = entry_at(reading, i, len(reading))
    if entry is None:
        return False
    before = reading.bits[i - 1] if i else 0
    return not entry.is_state or bool(
        before & (classes.BE | classes.ADVERB | classes.NEGATOR)
    )


def _after_modal(scan: Scan, i: int, at: int, *, denied: bool) -> Frame | None:
    bits = scan.reading.bits[i]
    is_none = bits & NO_INFINITIVE and not does_all(scan.reading, i)
    if is_none and not has_noun(scan.reading, i):
        return None
    endings = scan.reading.lexicon.infinitive_endings
    if endings and not looks_infinitive(scan.reading, i):
        return None
    frame = frames.modal_frame(scan.reading, at, scan.names, denied=denied)
    is_reflexive = any(b & classes.REFLEXIVE for b in scan.reading.bits[at + 1 : i])
    if frame is None or not is_reflexive or frame.subject is None:
        return frame
    after = scan.reading.bits[i + 1] if i + 1 < scan.limit else 0
    has_object = after & classes.DETERMINER and not after & classes.PREPOSITION
    if rest_of(scan.reading, i) or has_object:
        return frame  # "doit s'appuyer sur", "doit se donner un toit"
    return replace(frame, actor=OWN, is_passive=True)


def _after_auxiliary(scan: Scan, i: int, at: int, *, denied: bool) -> Frame | None:
    reading = scan.reading
    bits = reading.bits[at]
    if bits & classes.BE:
        frame = frames.auxiliary_frame(reading, i, at, scan.names, denied=denied)
        return frame or item_frame(reading, i, at, scan.names)
    if bits & classes.HAVE:
        return frames.perfect_frame(reading, i, at, scan.names)
    return do_frame(reading, i, at, scan.names, denied=denied)


def _after_to(scan: Scan, i: int, at: int, *, denied: bool) -> Frame | None:
    """Read an infinitive that no earlier verb governs: a purpose."""
    if not _may_be_aim(scan.reading, i, at):
        return None
    last = scan.last
    is_anew = scan.reading.bits[at] & classes.PURPOSE and last != frames.aim_frame()
    is_anew = is_anew and not scan.reading.lexicon.head_is_last
    if last is not None and not is_anew and _repeats_to(scan.reading, at, last):
        return last.denied(if_=denied)
    opens = at == 0 or bool(scan.reading.bits[at - 1] & classes.STOP)
    if last is None and not (opens or _may_begin_aim(scan, at)):
        return None
    is_apart = is_anew and at > 0 and scan.reading.bits[at - 1] & classes.COMMA
    if last is not None and last.actor != OWN:
        return None
    if last is not None and not is_apart and not _may_aim(scan, last):
        return None
    return frames.aim_frame(-1 if denied else 1)


def _may_begin_aim(scan: Scan, at: int) -> bool:
    """Tell whether "in order to" leads to our aim, in a sentence without a stance."""
    is_purpose = bool(scan.reading.bits[at] & classes.PURPOSE)
    return is_purpose and (bool(scan.drafts) or not tells(scan.reading, at))


def _may_aim(scan: Scan, last: Frame) -> bool:
    """Tell whether a stance may have a purpose: "we propose measures to"."""
    if last.mood != frames.PRESENT:
        return last.mood != frames.HARMS
    found = scan.drafts[-1] if scan.drafts else None
    return found is not None and found.actor == OWN and found.stance > 0


def _may_be_aim(reading: Reading, i: int, at: int) -> bool:
    """Tell whether an infinitive stands free: not in "the power to cap"."""
    if not reading.words[i].form & classes.BASE:
        return False
    if at > 0 and reading.bits[at - 1] & classes.COMPLEMENT:
        return False
    is_purpose = bool(reading.bits[at] & classes.PURPOSE)
    is_noun = bool(reading.bits[i] & classes.NOUN)
    return not is_noun or is_purpose or opens_sentence(reading, i)


def _repeats_to(reading: Reading, at: int, last: Frame) -> bool:
    """Tell whether "and to cut" goes on with "to raise"."""
    if at == 0 or not last.form & classes.BASE or last.is_passive:
        return False
    return bool(reading.bits[at - 1] & (classes.CONJUNCTION | classes.COMMA))


def _after_joint(scan: Scan, i: int, at: int, *, denied: bool) -> Frame | None:
    """Read a verb after "and", a comma, a mark, or at the beginning."""
    word = scan.reading.words[i]
    last = scan.last
    if last is not None and _goes_on(scan, i, last, at):
        is_but = last.sign < 0 and scan.reading.words[at].text in _BUT
        last = replace(last, sign=1) if is_but else last
        return last.denied(if_=denied)
    if word.form & classes.OWN_FORM and not scan.reading.lexicon.head_is_last:
        return frames.own_frame(word.form, -1 if denied else 1)
    if _opens(scan, at) or (last is None and leads_in(scan.reading, i, at)):
        is_inside = describes_subject(scan.reading, i)
        return None if is_inside else _opening_frame(scan, i, denied=denied)
    is_comma = bool(scan.reading.bits[at] & classes.COMMA)
    if last is not None and is_comma and word.form & classes.GERUND:
        return _after_comma(scan, i, last)
    return None


def _after_comma(scan: Scan, i: int, last: Frame) -> Frame | None:
    """Read ", including A" as the verb before it, ", raising B" as means to its end."""
    word = scan.reading.words[i]
    means = replace(last, mood=frames.MEANS, sign=1, is_passive=False)
    if word.bits & classes.EXAMPLE and scan.drafts:
        found = scan.drafts[-1]
        return replace(means, actor=found.actor, sign=found.stance)
    entry, _ = entry_at(scan.reading, i, scan.limit)
    if word.bits & classes.NOUN or last.actor != OWN or _is_help(entry):
        return None
    return replace(means, form=classes.GERUND)


def _is_help(entry: Verb | None) -> bool:
    return entry is None or entry.kind in {ALLOW, CAUSE, CONTROL}


def _goes_on(scan: Scan, i: int, last: Frame, at: int) -> bool:
    """Tell whether a verb is joined to the last one."""
    word = scan.reading.words[i]
    if not word.form & last.form:
        return False
    if last.form & classes.BASE and not last.is_passive:
        before = scan.reading.bits[at] | (scan.reading.bits[at - 1] if at else 0)
        is_apart = before & (classes.COMMA | classes.STOP)
        test = opens_sentence if is_apart else is_joined_verb
        return test(scan.reading, i)
    if scan.reading.bits[at] & classes.STOP:
        return False
    if last.form == classes.GERUND:
        return not word.bits & classes.NOUN
    return last.is_passive or is_verb_here(scan.reading, i)


def _opens(scan: Scan, at: int) -> bool:
    """Tell whether nothing but a mark or "and" stands before a word."""
    bits = scan.reading.bits
    while at >= 0 and bits[at] & (classes.CONJUNCTION | classes.COMMA):
        at -= 1
    if at == 0 and bits[at] & classes.NUMBER:
        return True
    if at > 0 and bits[at] & classes.OPEN:
        return False  # "(Mark Fern)"
    return at < 0 or bool(bits[at] & classes.STOP and not bits[at] & classes.CLOSE)


def _opening_frame(scan: Scan, i: int, *, denied: bool) -> Frame | None:
    """Read an imperative, a listed infinitive, or a verb whose subject is left out."""
    word = scan.reading.words[i]
    is_base = word.form & classes.BASE and opens_sentence(scan.reading, i)
    if is_base or opens_item(scan.reading, i):
        modality = scan.opening or Modality.DEMAND
        return frames.bare_frame(modality, classes.BASE).denied(if_=denied)
    is_held = any(verb.kind == ATTITUDE for verb in word.verbs)
    if word.form & classes.GERUND and not word.bits & (classes.NOUN | classes.EXAMPLE):
        if is_held:
            return None
        modality = scan.opening or Modality.DEMAND
        return frames.bare_frame(modality, classes.GERUND).denied(if_=denied)
    is_finite = word.form & classes.FINITE and not word.form & classes.PARTICIPLE
    if word.form & classes.FUTURE and is_verb_here(scan.reading, i):
        return Frame(frames.WILL, OWN, 1, Modality.PLEDGE, classes.FUTURE)
    if is_held and is_finite and is_verb_here(scan.reading, i):
        return Frame(frames.PRESENT, OWN, 1, Modality.POSITION, classes.FINITE)
    return None


def _take(scan: Scan, i: int, frame: Frame) -> None:
    """Add the claims of one verb, and remember its frame."""
    entry, after = entry_at(scan.reading, i, scan.limit)
    if entry is not None and entry.kind == REPORTING:
        if frame.actor != OWN:
            scan.silent_until = scan.limit
            scan.reported_from = i
        return
    scan.last = frame
    scan.last_end = after
    if not frame.actor or frame.mood == frames.OTHER:
        return
    taken = objects_of(scan.reading, i, after, entry, frame)
    scan.pending.update(taken.pending)
    scan.drafts.extend(taken.drafts)


_BUT: Final = frozenset({"mais", "mais aussi", "pero", "sino", "ma", "mas"})
_READERS: Final = (
    (classes.DO | classes.BE | classes.HAVE, _after_auxiliary),
    (classes.TO | classes.PURPOSE, _after_to),
    (classes.PREPOSITION | classes.MEANS | classes.WITHOUT, after_preposition),
    (classes.CONJUNCTION | classes.COMMA | classes.STOP, _after_joint),
)
