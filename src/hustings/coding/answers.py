"""What coders that are not ours answer, checked before it is kept.

An answer is a value, a value with its probability, or a mapping from codes to their
probabilities; None where a unit could not be coded.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral, Real
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from hustings.coding.coders import coded_batch
from hustings.errors import AnswerShapeError

if TYPE_CHECKING:
    import pyarrow as pa

Answer: TypeAlias = "str | int | tuple[str | int, float] | Mapping[str, float] | None"
"""What a function may answer on one unit."""

TOLERANCE = 0.01
"""How far probabilities may be from adding up to 1; they are made to add up."""

_SHAPES = "Give a code, a code with its probability, or a probability for every code."


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedAnswer:
    """An answer as it is kept.

    Attributes
    ----------
    value : str or None
        None where the unit could not be coded.
    probability : float or None
        Of the value, in [0, 1].
    probabilities : tuple of float or None
        Of all codes in their order; they add up to 1.
    evidence : tuple of (int, int)
        Spans of the unit's own text.
    """

    value: str | None = None
    probability: float | None = None
    probabilities: tuple[float, ...] | None = None
    evidence: tuple[tuple[int, int], ...] = ()


NO_ANSWER = CheckedAnswer()


def check_answer(
    answer: object, *, codes: Sequence[str], coder: str, unit: str
) -> CheckedAnswer:
    """Check one answer.

    Parameters
    ----------
    answer : Answer
    codes : sequence of str
        Those that may be given.
    coder, unit : str
        For the message.

    Raises
    ------
    AnswerShapeError
        If it is nothing that can be kept; the message names the unit.

    Examples
    --------
    >>> check_answer({"tax": 0.75}, codes=("tax", "trams"), coder="c", unit="u1").value
    Traceback (most recent call last):
    ...
    hustings.errors.machine.AnswerShapeError: The coder 'c', unit 'u1': its \
probabilities add up to 0.75, not to 1. Give a probability for every code.
    >>> check_answer(("tax", 0.75), codes=("tax", "trams"), coder="c", unit="u1")
    CheckedAnswer(value='tax', probability=0.75, probabilities=None, evidence=())
    """
    question = _Question(codes=tuple(codes), coder=coder, unit=unit)
    if answer is None:
        return NO_ANSWER
    if isinstance(answer, Mapping):
        return question.of_mapping(answer)
    if isinstance(answer, tuple | list):
        return question.of_pair(answer)
    return CheckedAnswer(value=question.known(answer))


def answers_batch(
    units: Sequence[str], answers: Sequence[CheckedAnswer]
) -> pa.RecordBatch:
    """Put checked answers into a batch of `hustings.coding.coders.CODED`."""
    return coded_batch(
        units,
        [one.value for one in answers],
        probability=[one.probability for one in answers],
        probabilities=[one.probabilities for one in answers],
        evidence=[one.evidence for one in answers],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """What an answer is checked against."""

    codes: tuple[str, ...]
    coder: str
    unit: str

    def of_mapping(self, answer: Mapping[object, object]) -> CheckedAnswer:
        """Take probabilities by code; codes that are left out have none."""
        given = {
            self.known(code): self.share(share, code) for code, share in answer.items()
        }
        total = math.fsum(given.values())
        if abs(total - 1) > TOLERANCE:
            reason = f"its probabilities add up to {total:.3g}, not to 1."
            self.refuse(reason, "Give a probability for every code.")
        shares = tuple(given.get(code, 0.0) / total for code in self.codes)
        best = max(range(len(shares)), key=lambda i: shares[i])
        return CheckedAnswer(
            value=self.codes[best], probability=shares[best], probabilities=shares
        )

    def of_pair(self, answer: Sequence[object]) -> CheckedAnswer:
        """Take a value with its probability."""
        if len(answer) != 2:
            self.refuse(f"it answered with {len(answer)} things.", _SHAPES)
        value, share = answer
        if value is None:
            return NO_ANSWER
        return CheckedAnswer(value=self.known(value), probability=self.share(share))

    def known(self, value: object) -> str:
        """Return a code; whole numbers are codes, too."""
        is_code = isinstance(value, str | Integral) and not isinstance(value, bool)
        if not is_code:
            kind = type(value).__name__
            self.refuse(f"it answered with a value of the type {kind}.", _SHAPES)
        text = str(value)
        if text not in self.codes:
            shown = ", ".join(self.codes[:10]) + (", ..." if self.codes[10:] else "")
            self.refuse(f"{text!r} is none of its codes.", f"They are: {shown}.")
        return text

    def share(self, share: object, code: object = None) -> float:
        """Return a probability."""
        what = "the probability" if code is None else f"the probability of {code!r}"
        is_number = isinstance(share, Real) and not isinstance(share, bool)
        number = float(share) if is_number else math.nan  # type: ignore[arg-type]  # a number, as is_number says
        if not 0 <= number <= 1:
            self.refuse(f"{what} is {share!r}.", "It must be a number from 0 to 1.")
        return number

    def refuse(self, reason: str, advice: str) -> NoReturn:
        raise AnswerShapeError(
            coder=self.coder, unit=self.unit, reason=reason, advice=advice
        )
