"""Auxiliaries that are whole verbs, where heads stand first.

"Chaque quai aura un gardien", "es necesario un médico", "il est urgent que X ouvre".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.claims import classes, entries
from hustings.claims.clauses import left_of
from hustings.claims.entries import Verb
from hustings.claims.frames import MUST, WILL, Frame
from hustings.claims.objects import objects_of
from hustings.claims.said import Taken
from hustings.claims.voices import subject_before
from hustings.model.claim import OWN, Modality

if TYPE_CHECKING:
    from hustings.claims.grammar import Scan
    from hustings.claims.readings import Reading

_CLAUSE: Final = Verb(lemma="", kind=entries.CAUSE, stance=1)
_THING: Final = Verb(lemma="", kind=entries.CHANGE, stance=1)
_OPENS: Final = classes.DETERMINER | classes.NUMBER | classes.ADJECTIVE


def auxiliary_taken(scan: Scan, i: int) -> Taken:
    """Give the claims of an auxiliary that has an object or a clause of its own."""
    reading = scan.reading
    if reading.lexicon.head_is_last or i + 1 >= len(reading):
        return Taken()
    bits = reading.bits[i]
    if bits & classes.MUST and " " in reading.words[i].text:
        return _demanded(reading, i)
    if bits & classes.HAVE and bits & classes.WILL:
        return _given(scan, i)
    return Taken()


def _demanded(reading: Reading, i: int) -> Taken:
    """Read "es necesario un médico", "il est urgent que X ouvre"."""
    after = reading.bits[i + 1]
    denied = left_of(reading, i)[1]
    frame = Frame(MUST, OWN, 1, Modality.DEMAND, classes.BASE).denied(if_=denied)
    if after & classes.THAT:
        return objects_of(reading, i, i + 1, _CLAUSE, frame)
    is_thing = after & (classes.DETERMINER | classes.NUMBER)
    if is_thing and not after & (classes.PREPOSITION | classes.PRONOUN):
        return objects_of(reading, i, i + 1, _THING, frame)
    return Taken()


def _given(scan: Scan, i: int) -> Taken:
    """Read "chaque quai aura un gardien": what somebody will have is wanted."""
    reading = scan.reading
    before, denied = left_of(reading, i)
    if before < 0 or denied or reading.bits[before] & _NO_SUBJECT:
        return Taken()
    subject = subject_before(reading, i, scan.names)
    after = reading.words[i + 1]
    is_open = after.bits & (_OPENS | classes.PREPOSITION) or after.text in _RIGHTS
    if subject.phrase is None or not is_open or after.form & classes.PARTICIPLE:
        return Taken()
    if after.bits & classes.PREPOSITION and after.text in _LEADING:
        return Taken()
    if after.text in _AMOUNTS or any(
        bits & classes.NUMBER for bits in reading.bits[i + 1 : i + 4]
    ):
        return Taken()  # "aura plus de trois quais" foretells
    frame = Frame(WILL, OWN, 1, Modality.PLEDGE, classes.BASE)
    return objects_of(reading, i, i + 1, _THING, frame)


_NO_SUBJECT: Final = classes.RELATIVE | classes.PRONOUN | classes.STARTER
_RIGHTS: Final = frozenset(
    {"accès", "droit", "acceso", "derecho", "accesso", "diritto"}
)
_AMOUNTS: Final = frozenset({"plus de", "moins de", "más", "menos"})
_LEADING: Final = frozenset({"pour", "à", "de", "por", "a", "per", "que"})
