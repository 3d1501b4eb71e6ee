"""Regions: where the objects of a verb stand in languages with the verb last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from hustings.claims import classes, entries, frames
from hustings.claims.clauses import (
    FARTHEST,
    clause_begin,
    governor,
    left_of,
    opens_clause,
    sentence_end,
    skip_subject,
)
from hustings.claims.frames import Frame
from hustings.claims.led import led_frame
from hustings.claims.phrases import phrase_at
from hustings.claims.voices import actor_of, subject_before
from hustings.model.claim import OWN, Modality

if TYPE_CHECKING:
    from hustings.claims.grammar import Scan
    from hustings.claims.readings import Reading

_AFTER_FINAL: Final = (
    classes.STOP | classes.COMMA | classes.CONJUNCTION | classes.FINITE_AUXILIARY
)


@dataclass(frozen=True, slots=True)
class Region:
    """Where the objects of a verb stand, and how the verb is said.

    Attributes
    ----------
    start, end : int
        Half-open.
    frame : Frame
    front : tuple of int or None
        Where they stand if they are not there: before the finite verb.
    is_first : bool
        Whether the first phrase is meant, the subject of a passive.
    is_clause : bool
        Whether the whole region is the target, named by the verb.
    """

    start: int
    end: int
    frame: Frame
    front: tuple[int, int] | None = None
    is_first: bool = False
    is_clause: bool = False


def is_noun(reading: Reading, i: int) -> bool:
    """Tell whether a capital makes a word a noun, inside a sentence."""
    if not reading.lexicon.has_capital_nouns:
        return False
    begins = i == 0 or bool(reading.bits[i - 1] & classes.STOP)
    return reading.is_capital(i) and not begins


def region_of(scan: Scan, i: int) -> Region | None:
    """Find the frame of a verb and where its objects stand."""
    reading = scan.reading
    form = reading.words[i].form
    if holds_to(reading, i) or (i and reading.bits[i - 1] & classes.TO):
        return _to_region(scan, i)
    is_passive = form & classes.PARTICIPLE and not form & classes.BASE
    if is_passive or _has_passive(reading, i):
        region = _passive_region(scan, i)
        if region is not None or "ge" in reading.words[i].text[:6]:
            return region
        return _finite_region(scan, i)
    if is_final(reading, i) and form & (classes.INFINITIVE | classes.BASE):
        return _infinitive_region(scan, i)
    return _finite_region(scan, i)


def _has_passive(reading: Reading, i: int) -> bool:
    """Tell whether "werden" follows what may be participle: "erhalten werden"."""
    if not reading.words[i].form & classes.PARTICIPLE or i + 1 >= len(reading):
        return False
    return bool(reading.bits[i + 1] & classes.BE)


def is_final(reading: Reading, i: int) -> bool:
    """Tell whether a verb ends its clause."""
    return i + 1 >= len(reading) or bool(reading.bits[i + 1] & _AFTER_FINAL)


def holds_to(reading: Reading, i: int) -> bool:
    """Tell whether "zu" stands inside a verb: "abzuschaffen"."""
    word = reading.words[i]
    return (
        bool(word.verbs)
        and all(verb.lemma != word.text for verb in word.verbs)
        and any(len(verb.lemma) + 2 == len(word.text) for verb in word.verbs)
        and "zu" in word.text[1:-3]
    )


def _infinitive_region(scan: Scan, i: int) -> Region | None:
    reading = scan.reading
    modal = governor(reading, i, classes.MODAL)
    if modal is not None:
        return _modal_region(scan, modal, i)
    start = clause_begin(reading, i)
    if _is_bare(reading, start, i):
        modality = scan.opening or Modality.DEMAND
        start = max(start, scan.last_end if scan.last_end <= i else start)
        frame = frames.bare_frame(modality, classes.INFINITIVE)
        return Region(skip_subject(reading, start, i), i, frame)
    return _finite_region(scan, i)


def _is_bare(reading: Reading, start: int, i: int) -> bool:
    """Tell whether an infinitive stands alone: "Nachtflüge streichen!"."""
    if not opens_clause(reading, start):
        return False
    blocked = classes.FINITE_AUXILIARY | classes.OWN_VOICE
    for at in range(start, i):
        bits = reading.bits[at]
        if bits & blocked and not bits & classes.DETERMINER:
            return False
        if reading.words[at].text in _LETTING:
            return False
    return True


_LETTING: Final = frozenset({"lassen", "lässt"})


def _modal_region(scan: Scan, modal: int, i: int) -> Region | None:
    """Read "wir wollen ... V", "künftig müssen ... V", "..., die wir ... V wollen"."""
    reading = scan.reading
    bits = reading.bits[modal]
    begin = clause_begin(reading, min(i, modal))
    start = begin if modal > i else modal + 1
    if scan.last is not None and start < scan.last_end <= i:
        start = scan.last_end
    start = skip_subject(reading, start, i)
    if modal < i:
        begin = _behind_clause(reading, begin, modal)
    front = (skip_subject(reading, begin, modal), modal) if modal < i else None
    if bits & classes.CAN and not bits & (classes.WILL | classes.MUST):
        return None
    if is_leave(reading, modal, i):
        return None
    if bits & classes.MUST:
        frame = Frame(frames.MUST, OWN, 1, Modality.DEMAND, classes.INFINITIVE)
    else:
        actor = subject_near(scan, modal)
        frame = Frame(frames.WILL, actor, 1, Modality.PLEDGE, classes.INFINITIVE)
    return Region(start, i, frame, front=front)


def is_leave(reading: Reading, modal: int, i: int) -> bool:
    """Tell whether "darf" allows: no "nicht" or "kein" stands in its clause."""
    if reading.words[modal].text not in _MAY:
        return False
    begin = clause_begin(reading, min(i, modal))
    end = max(i, modal)
    return not any(bits & classes.NEGATOR for bits in reading.bits[begin:end])


_MAY: Final = frozenset({"darf", "dürfen", "dürfte", "dürften"})


def _tells(reading: Reading, modal: int, i: int) -> bool:
    """Tell whether "wird ... hergestellt" says what is so: "immer noch", "bereits"."""
    if not reading.bits[modal] & classes.BE:
        return False
    begin = clause_begin(reading, min(i, modal))
    return any(word.text in _SO_FAR for word in reading.words[begin : max(i, modal)])


_SO_FAR: Final = frozenset(
    [
        *("noch", "bereits", "schon", "derzeit", "heute", "seit", "bisher", "oft"),
        *("häufig", "meist", "meistens", "aktuell", "gegenwärtig", "momentan"),
        *("jährlich", "immer", "inzwischen", "mittlerweile", "heutzutage"),
    ]
)


def _behind_clause(reading: Reading, begin: int, verb: int) -> int:
    """Find where the clause of a finite verb begins behind one that is joined to it."""
    for at in range(verb - 1, begin, -1):
        if not reading.bits[at] & classes.COMMA:
            continue
        has_verb = any(
            word.verbs and word.form & (classes.FINITE | classes.BASE)
            for word in reading.words[begin:at]
        )
        return at + 1 if has_verb and at + 1 < verb else begin
    return begin


def subject_near(scan: Scan, verb: int) -> str:
    """Find who a finite verb speaks of: before it, or right behind it."""
    reading = scan.reading
    after = verb + 1
    if after < len(reading) and _is_we(reading.bits[after]):
        return OWN
    behind = phrase_at(reading, after, len(reading)) if after < len(reading) else None
    if behind is not None and _is_subject(reading, verb):
        return actor_of(reading, behind, scan.names)
    if _is_after_we(reading, verb):
        return OWN
    return subject_before(reading, verb, scan.names).actor


def _is_we(bits: int) -> bool:
    return bool(bits & classes.OWN_VOICE) and not bits & classes.DETERMINER


def _is_after_we(reading: Reading, verb: int) -> bool:
    """Tell whether "wir" stands in the clause before a verb at its end."""
    for at in range(verb - 1, max(-1, verb - FARTHEST), -1):
        bits = reading.bits[at]
        if _is_we(bits):
            return True
        if bits & (classes.STOP | classes.COMMA | classes.FINITE_AUXILIARY):
            return False
    return False


def _is_subject(reading: Reading, verb: int) -> bool:
    """Tell whether the subject stands behind a verb: an adverb or object is before."""
    start = clause_begin(reading, verb)
    first = reading.bits[start] if start < verb else classes.STOP
    return bool(first & (classes.PREPOSITION | classes.ADVERB | classes.TIME))


def _to_region(scan: Scan, i: int) -> Region | None:
    """Read "um X zu V", "wir fordern, X zu V", "X ist zu V"."""
    reading = scan.reading
    end = i - 1 if i and reading.bits[i - 1] & classes.TO else i
    start = end
    while start > 0 and end - start < FARTHEST:
        bits = reading.bits[start - 1]
        if bits & (classes.STOP | classes.PURPOSE | classes.WITHOUT):
            break
        if bits & classes.COMMA and (
            _begins_infinitive(scan, start) or _ends_verb(reading, start - 2)
        ):
            break
        start -= 1
    before = reading.bits[start - 1] if start else classes.STOP
    if before & classes.WITHOUT:
        return None
    if before & classes.PURPOSE:
        is_theirs = scan.last is not None and scan.last.actor != OWN
        return None if is_theirs else Region(start, end, frames.aim_frame())
    return _led_region(scan, i, start, end)


def _led_region(scan: Scan, i: int, start: int, end: int) -> Region | None:
    """Read "X ist zu V", and "wir fordern, X zu V", which an earlier verb leads."""
    reading = scan.reading
    be = _worth_of(reading, start, end, i)
    if be is not None:
        frame = Frame(frames.MUST, OWN, 1, Modality.DEMAND, classes.INFINITIVE)
        return Region(be + 1, end, frame, front=(start, be), is_first=True)
    worth = led_frame(reading, start)
    if worth is not None:
        return Region(skip_subject(reading, start, end), end, worth)
    if scan.last is None:
        return None
    start = skip_subject(reading, max(start, scan.last_end), end)
    return Region(start, end, replace(scan.last, is_passive=False))


def _worth_of(reading: Reading, start: int, end: int, i: int) -> int | None:
    """Find "ist" in "die Maut ist abzuschaffen"."""
    for at in range(start, end):
        if reading.bits[at] & classes.BE:
            is_last = i + 1 >= len(reading) or reading.bits[i + 1] & _AFTER_FINAL
            return at if is_last else None
    return None


def _ends_verb(reading: Reading, i: int) -> bool:
    """Tell whether a verb stands before a comma: "wir fordern, A und B zu"."""
    return i >= 0 and bool(reading.words[i].verbs) and not is_noun(reading, i)


def _begins_infinitive(scan: Scan, start: int) -> bool:
    return start - 1 <= scan.last_end + 12 or scan.last is None


def _finite_region(scan: Scan, i: int) -> Region | None:
    """Read "wir fordern X", "X lehnen wir ab", "dass wir X fordern"."""
    reading = scan.reading
    actor = _finite_actor(scan, i)
    if not actor:
        return None
    is_held = _is_held(reading, i)
    modality = Modality.POSITION if is_held else Modality.PLEDGE
    frame = Frame(frames.PRESENT, actor, 1, modality, classes.BASE | classes.FINITE)
    begin = clause_begin(reading, i)
    leads_list = i + 1 < len(reading) and reading.words[i + 1].text == ":"
    is_last = is_final(reading, i) and i > 0 and not leads_list
    if is_last and not _is_we_next(reading, i):
        comma = _comma_before(reading, begin, i)
        return Region(comma, i, frame)
    return Region(
        skip_subject(reading, i + 1, len(reading)),
        sentence_end(reading, i + 1, lists=True),
        frame,
        front=(skip_subject(reading, begin, i), i),
    )


def _is_we_next(reading: Reading, i: int) -> bool:
    return i + 1 < len(reading) and _is_we(reading.bits[i + 1])


def _comma_before(reading: Reading, begin: int, i: int) -> int:
    """Find where the clause of a verb at its end begins, behind the last comma."""
    for at in range(i - 1, begin - 1, -1):
        if reading.bits[at] & classes.COMMA:
            return at + 1
    return begin


def _is_held(reading: Reading, i: int) -> bool:
    kinds = {entries.ATTITUDE, entries.REPORTING, entries.CONTROL}
    return any(verb.kind in kinds for verb in reading.words[i].verbs)


def _finite_actor(scan: Scan, i: int) -> str:
    """Find whose stance a finite verb is; one that goes on takes the last one's."""
    reading = scan.reading
    entry = next(iter(reading.words[i].verbs), None)
    if entry is not None and entry.is_impersonal:
        return OWN
    before, _ = left_of(reading, i)
    joined = before >= 0 and reading.bits[before] & classes.CONJUNCTION
    if joined and scan.last is not None and scan.last.mood == frames.PRESENT:
        return scan.last.actor
    actor = subject_near(scan, i)
    return actor if _is_held(reading, i) or actor == OWN else ""


def _is_possible(reading: Reading, i: int, modal: int) -> bool:
    """Tell whether "kann ... abgeschafft werden" says what is possible."""
    if modal < i or not reading.bits[modal] & classes.BE:
        return False
    able = governor(reading, modal, classes.CAN)
    return able is not None and not reading.bits[able] & (classes.WILL | classes.MUST)


def _passive_region(scan: Scan, i: int) -> Region | None:
    """Read "X muss abgeschafft werden", "X wird abgeschafft"."""
    reading = scan.reading
    ends = i + 1 >= len(reading) or reading.bits[i + 1] & (_AFTER_FINAL | classes.BE)
    if not ends:
        return None
    modal = governor(reading, i, classes.MUST | classes.WILL)
    if modal is not None and _is_possible(reading, i, modal):
        return None
    if modal is None and i + 2 < len(reading) and reading.bits[i + 2] & classes.MUST:
        modal = i + 2
    if modal is None or is_leave(reading, modal, i) or _tells(reading, modal, i):
        return None
    is_must = bool(reading.bits[modal] & classes.MUST)
    modality = Modality.DEMAND if is_must else Modality.PLEDGE
    mood = frames.MUST if is_must else frames.WILL
    frame = Frame(mood, OWN, 1, modality, classes.PARTICIPLE)
    begin = clause_begin(reading, min(i, modal))
    if modal > i:
        return Region(begin, i, frame, is_first=True)
    start = modal + 1
    if scan.last is not None and start < scan.last_end <= i:
        start = scan.last_end
    front = (skip_subject(reading, begin, modal), modal)
    return Region(skip_subject(reading, start, i), i, frame, front, is_first=True)
