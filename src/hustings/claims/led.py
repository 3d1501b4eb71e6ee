"""Leads of an infinitive: "es ist nötig, X zu V", "Ziel ist es, X zu V", "es gilt"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.claims import classes
from hustings.claims.clauses import clause_begin
from hustings.claims.frames import MUST, Frame, aim_frame
from hustings.model.claim import OWN, Modality

if TYPE_CHECKING:
    from hustings.claims.readings import Reading

_WORTH: Final = classes.GOOD | classes.BAD
_LONGEST: Final = 12
_DUTIES: Final = frozenset({"es gilt", "nun gilt es", "dabei gilt es", "hier gilt es"})


def led_frame(reading: Reading, start: int) -> Frame | None:
    """Give the frame that a clause before a comma hands on to "X zu V".

    Parameters
    ----------
    reading : Reading
    start : int
        The first word of the infinitive's clause, behind the comma.
    """
    comma = start - 1
    if comma < 1 or not reading.bits[comma] & classes.COMMA:
        return None
    begin = max(clause_begin(reading, comma), comma - _LONGEST)
    places = range(begin, comma)
    if " ".join(reading.words[at].text for at in places) in _DUTIES:
        return Frame(MUST, OWN, 1, Modality.DEMAND, classes.INFINITIVE)
    if not any(_is_be(reading.bits[at]) for at in places):
        return None
    if any(reading.bits[at] & classes.IDEAL for at in places):
        return aim_frame()
    return _worth_frame(reading, begin, comma)


def _worth_frame(reading: Reading, begin: int, comma: int) -> Frame | None:
    """Read the worth in "es ist (nicht) richtig"."""
    found = [at for at in range(begin, comma) if reading.bits[at] & _WORTH]
    is_said = any(reading.words[at].text == "es" for at in range(begin, comma))
    opens = bool(found) and found[0] == begin
    if not found or not (is_said or opens):
        return None
    negators = [at for at in range(begin, comma) if _denies(reading.bits[at])]
    is_good = bool(reading.bits[found[-1]] & classes.GOOD)
    sign = 1 if is_good != bool(len(negators) % 2) else -1
    return Frame(MUST, OWN, sign, Modality.EVALUATION, classes.INFINITIVE)


def _is_be(bits: int) -> bool:
    """Tell whether a word is "ist", and not "wird"."""
    return bool(bits & classes.BE) and not bits & (classes.MODAL | classes.MARK)


def _denies(bits: int) -> bool:
    return bool(bits & classes.NEGATOR) and not bits & classes.DETERMINER
