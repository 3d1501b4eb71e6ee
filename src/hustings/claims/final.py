"""Languages whose infinitives stand behind their objects: German, Dutch.

"Wir wollen die Maut abschaffen": modal, object, infinitive. "Wir lehnen die Maut
ab": verb, object, particle. "um die Ufer zu schützen", "dass die Maut abgeschafft
wird": the verb at the end of its clause. What is found are the same frames and the
same objects as elsewhere; only the places differ.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from hustings.claims import classes, entries
from hustings.claims.clauses import clause_end, sentence_end, skip_subject
from hustings.claims.entered import entry_in
from hustings.claims.fields import weigh_purposes
from hustings.claims.led import led_frame
from hustings.claims.regions import Region, is_noun, region_of
from hustings.claims.targets import drafts_of
from hustings.claims.unlisted import is_unlisted, unlisted_drafts
from hustings.model.claim import OWN

if TYPE_CHECKING:
    from hustings.claims.entries import Verb
    from hustings.claims.frames import Frame
    from hustings.claims.grammar import Scan
    from hustings.claims.readings import Reading


@dataclass(slots=True)
class Course:
    """What a scan of such a language remembers besides.

    Attributes
    ----------
    wish : Frame or None
        That of the last verb that a clause with "dass" may follow.
    that : int or None
        Where the clause begins that such a verb governs.
    """

    scan: Scan
    wish: Frame | None = None
    that: int | None = None
    that_end: int = -1
    silent: list[int] = field(default_factory=list)


def scan_final(scan: Scan) -> None:
    """Read every verb of a unit, and add the claims it makes."""
    reading = scan.reading
    weigh_purposes(reading)
    course = Course(scan)
    for i, bits in enumerate(reading.bits):
        _enter(course, i, bits)
        if i < scan.silent_until:
            continue
        if _is_candidate(reading, i):
            _read_verb(course, i)
        elif is_unlisted(reading, i):
            scan.drafts.extend(unlisted_drafts(scan, i))


def _enter(course: Course, i: int, bits: int) -> None:
    """Note a condition, a clause with "dass", and the end of a sentence."""
    scan = course.scan
    if bits & (classes.CONDITION | classes.QUESTION):
        silent = clause_end(scan.reading, i + 1)
        scan.silent_until = max(scan.silent_until, silent)
    if bits & classes.THAT:
        course.that, course.that_end = i + 1, sentence_end(scan.reading, i)
        course.wish = course.wish or led_frame(scan.reading, i)
        if course.wish is None:
            scan.silent_until = max(scan.silent_until, clause_end(scan.reading, i + 1))
    if bits & classes.END:
        scan.last = course.wish = course.that = None


def _is_candidate(reading: Reading, i: int) -> bool:
    word = reading.words[i]
    if not word.verbs or is_noun(reading, i):
        return False
    if reading.lexicon.has_capital_nouns and (
        word.text.endswith(_ADJECTIVE) or _describes(reading, i)
    ):
        return False
    if not reading.bits[i] & _AUXILIARY:
        return True
    return not reading.bits[i] & classes.MARK and _stands_alone(reading, i)


def _describes(reading: Reading, i: int) -> bool:
    """Tell whether a participle stands before its noun: "die gewählten Leute"."""
    if i == 0 or i + 1 >= len(reading) or not is_noun(reading, i + 1):
        return False
    before = classes.DETERMINER | classes.ADJECTIVE | classes.PREPOSITION
    is_participle = bool(reading.words[i].form & classes.PARTICIPLE)
    return is_participle and bool(reading.bits[i - 1] & before)


_ADJECTIVE: Final = ("er", "em", "es")
_AUXILIARY: Final = classes.MARK | classes.FINITE_AUXILIARY


def _stands_alone(reading: Reading, i: int) -> bool:
    """Tell whether no infinitive follows a modal: "wir wollen keine Maut"."""
    end = clause_end(reading, i + 1)
    if end == i + 1 and end + 1 < len(reading) and reading.bits[end + 1] & classes.THAT:
        return True  # "wir wollen, dass"
    governed = classes.INFINITIVE | classes.PARTICIPLE
    return end > i + 1 and not any(
        _may_be_governed(reading, at, governed) for at in range(i + 1, end)
    )


def _may_be_governed(reading: Reading, at: int, governed: int) -> bool:
    word = reading.words[at]
    if is_noun(reading, at) or not word.form & governed or word.bits & ~_AUXILIARY:
        return False
    if word.verbs:
        return True
    ends = at + 1 >= len(reading) or reading.bits[at + 1] & (
        classes.STOP | classes.COMMA
    )
    return bool(ends) and word.text.endswith("en")


def _read_verb(course: Course, i: int) -> None:
    scan = course.scan
    governed = _governed_region(course, i)
    region = governed or region_of(scan, i)
    if region is None or not region.frame.actor:
        return
    entry, objects = entry_in(scan.reading, i, region)
    if entry is None:
        return
    if entry.kind == entries.REPORTING:
        if region.frame.actor != OWN:
            scan.silent_until = len(scan.reading)
        return
    scan.last = _handed_on(entry, region.frame)
    scan.last_end = i + 1
    if governed is None:
        course.wish = scan.last if entry.kind in _WISHING else None
    if _leads_clause(scan.reading, i) and entry.kind == entries.CHANGE:
        return
    scan.drafts.extend(drafts_of(scan.reading, i, entry, region, objects))


def _leads_clause(reading: Reading, i: int) -> bool:
    """Tell whether ", dass" follows: "müssen die Zahler finanzieren, dass"."""
    if i + 2 >= len(reading) or not reading.bits[i + 1] & classes.COMMA:
        return False
    return bool(reading.bits[i + 2] & classes.THAT)


def _handed_on(entry: Verb, frame: Frame) -> Frame:
    """Turn the frame round that "wir lehnen es ab, X zu V" hands on."""
    is_against = entry.kind == entries.ATTITUDE and entry.stance < 0
    return replace(frame, sign=-frame.sign) if is_against else frame


_WISHING: Final = frozenset({entries.ATTITUDE, entries.CONTROL, entries.CAUSE})


def _governed_region(course: Course, i: int) -> Region | None:
    """Read the verb of "dass X gewählt wird", which a wish governs."""
    if course.that is None or course.wish is None or i >= course.that_end:
        return None
    reading = course.scan.reading
    is_passive = _ends_passive(reading, i)
    if not is_passive and not _ends_clause(reading, i):
        return None
    is_change = any(verb.kind == entries.CHANGE for verb in reading.words[i].verbs)
    region = Region(
        skip_subject(reading, course.that, i),
        i,
        course.wish,
        is_first=is_passive,
        is_clause=is_passive and not is_change,
    )
    if is_passive:
        course.that = i + 2  # "dass A gebaut und B verkauft wird" has two
    return region


def _ends_clause(reading: Reading, i: int) -> bool:
    """Tell whether a verb, or one with its auxiliary, ends a clause."""
    after = reading.bits[i + 1] if i + 1 < len(reading) else classes.STOP
    return bool(after & (classes.STOP | classes.COMMA | classes.FINITE_AUXILIARY))


def _ends_passive(reading: Reading, i: int) -> bool:
    """Tell whether "werden" follows a participle, or the one it is joined to."""
    if not reading.words[i].form & classes.PARTICIPLE or i + 1 >= len(reading):
        return False
    if reading.bits[i + 1] & classes.BE:
        return True
    later = reading.bits[i + 2 : clause_end(reading, i + 1)]
    return bool(reading.bits[i + 1] & classes.CONJUNCTION) and any(
        bits & classes.BE and bits & classes.WILL for bits in later
    )
