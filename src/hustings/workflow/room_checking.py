"""Whether what a person sends to the coding room is a coding that can be kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hustings.coding.free_numbers import fault_of_number, known_value
from hustings.errors import ChangedUnitError, RefusedCodingError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.model.assignment import AssignedUnit
    from hustings.model.codebook import Variable
    from hustings.model.document import Span
    from hustings.store.words import Content

LONGEST_NOTE = 10_000
MOST_EVIDENCE = 100
_SHOWN = 12
_LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class SentCoding:
    """One coding as it is sent.

    Attributes
    ----------
    client : str
        An id that the sender gives it: sent again, it is the same coding.
    value : str or None
        None takes an earlier coding back.
    unit : Span or None
        The unit's place, where the sender says so: a unit that was cut has another.
    """

    client: str
    position: int
    variable: str
    value: str | None
    unsure: bool = False
    note: str = ""
    evidence: tuple[Span, ...] = ()
    unit: Span | None = None

    @property
    def content(self) -> Content:
        """What is said, whoever sends it."""
        return (self.value, self.evidence, self.note, self.unsure)


def check_coding(
    sent: SentCoding, unit: AssignedUnit, variables: Mapping[str, Variable]
) -> None:
    """Raise unless a coding is one of its unit, of the codebook, and of honest size.

    Raises
    ------
    ChangedUnitError
        If it is of a unit that was cut or joined since.
    RefusedCodingError
        If the variable, the value, the note or the evidence cannot be kept.
    """
    if sent.unit not in (None, unit.anchor.span):
        raise ChangedUnitError(position=sent.position)
    variable = variables.get(sent.variable)
    if variable is None:
        raise RefusedCodingError(
            reason=f"{_shown(sent.variable)} is no variable of this assignment.",
            advice=f"Its variables: {', '.join(variables)}.",
        )
    if sent.value is not None:
        check_value(variable, sent.value)
    check_note(sent.note)
    _check_evidence(sent.evidence, unit)


def as_kept(sent: SentCoding, variables: Mapping[str, Variable]) -> SentCoding:
    """Return a coding that was checked with its number written as numbers are kept."""
    if sent.value is None:
        return sent
    return replace(sent, value=known_value(sent.value, variables[sent.variable]))


def check_value(variable: Variable, value: str) -> None:
    """Raise unless a value is a code of a variable, or a number where it has none.

    Raises
    ------
    RefusedCodingError
        If it is not.
    """
    if variable.number is not None:
        fault = fault_of_number(value, variable.number)
        if fault is not None:
            reason = f"{variable.title}: {fault.reason}."
            raise RefusedCodingError(reason=reason, advice=fault.advice)
        return
    codes = [code.code for code in variable.codes]
    if value not in codes:
        listed = ", ".join(codes[:_SHOWN]) + (", ..." if len(codes) > _SHOWN else "")
        raise RefusedCodingError(
            reason=f"{_shown(value)} is no code of the variable {variable.name!r}.",
            advice=f"Its codes: {listed}.",
        )


def refuse_condition(variable: Variable, variables: Sequence[Variable]) -> None:
    """Refuse a value of a variable that is not to be coded in its unit.

    Raises
    ------
    RefusedCodingError
        Always.
    """
    condition = variable.condition
    assert condition is not None  # noqa: S101  # whoever calls has seen that it fails
    titles = {one.name: one.title for one in variables}
    raise RefusedCodingError(
        reason=f"{variable.title} is coded only where "
        f"{titles.get(condition.variable, condition.variable)} is {condition.code}.",
        advice="Code that first, or leave this open.",
    )


def check_note(note: str) -> None:
    """Raise unless a note is text of an honest length.

    Raises
    ------
    RefusedCodingError
        If it is not.
    """
    if len(note) > LONGEST_NOTE:
        raise RefusedCodingError(
            reason=f"The note has {len(note):,} characters.",
            advice=f"Shorten it to {LONGEST_NOTE:,}.",
        )
    if "\x00" in note:
        raise RefusedCodingError(
            reason="The note holds a character that is no text (U+0000).",
            advice="Take it out.",
        )


def _check_evidence(evidence: Sequence[Span], unit: AssignedUnit) -> None:
    """Raise unless all evidence lies inside the unit."""
    if len(evidence) > MOST_EVIDENCE:
        raise RefusedCodingError(
            reason=f"There are {len(evidence):,} stretches of evidence.",
            advice=f"Mark {MOST_EVIDENCE} at most.",
        )
    span = unit.anchor.span
    for one in evidence:
        if not span.start <= one.start < one.end <= span.end:
            raise RefusedCodingError(
                reason=f"The evidence from {one.start} to {one.end} is not inside its "
                f"unit, which goes from {span.start} to {span.end}.",
                advice="Mark words of the unit.",
            )


def _shown(text: str) -> str:
    """Quote what was sent, shortened where it is long."""
    return repr(text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}...")
