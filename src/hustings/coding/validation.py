r"""How well a machine coder does on units that it has not seen.

For each code, with its hits :math:`h` (units that have it and get it), the units
:math:`g` that get it and the units :math:`n` that have it: precision is :math:`h / g`,
recall :math:`h / n`, and :math:`F_1 = 2h / (g + n)`. Macro-F1 is the mean of F1 over
the codes that any unit has or gets. Intervals resample stretches of neighbouring units,
since neighbours resemble each other.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from hustings.coding.calibration import CalibrationResult, measure_calibration
from hustings.coding.learning_curves import LearningPoint, advise
from hustings.coding.validation_measures import measure_codes, stretch_sums
from hustings.estimates.resampling import Resampling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.coding.units_in_context import IntArray
    from hustings.coding.validation_measures import Measure, Measures
    from hustings.estimates.resampling import FloatArray
    from hustings.model.document import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeValidation:
    """How well one code is found.

    Attributes
    ----------
    precision, recall, f1 : Measure
    n : int
        Units that have the code.
    n_given : int
        Units that get it.
    """

    code: str
    precision: Measure
    recall: Measure
    f1: Measure
    n: int
    n_given: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupValidation:
    """How well units of one group are coded, such as those in one language.

    Attributes
    ----------
    accuracy, macro_f1 : Measure
    n : int
        Units of the group.
    """

    group: str
    accuracy: Measure
    macro_f1: Measure
    n: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Validation:
    """How well a coder does in all, and code by code.

    Attributes
    ----------
    codes : tuple of CodeValidation
        Codes that a unit has or gets.
    confusion : array of int, shape (n_codes, n_codes)
        Units by the code they have (rows) and the code they get (columns), in the order
        of `codes`.
    accuracy, macro_f1 : Measure
    calibration : CalibrationResult
    n_units, n_documents, n_folds : int
        `n_folds` is 0 where the units were simply others than those of the training.
    languages : tuple of GroupValidation
        Where units name their language.
    learning_curve : tuple of LearningPoint
        Trained on parts of the codings, the smallest first; empty where not asked for.
    problems : tuple of Problem
    """

    codes: tuple[CodeValidation, ...]
    confusion: IntArray
    accuracy: Measure
    macro_f1: Measure
    calibration: CalibrationResult
    n_units: int
    n_documents: int
    n_folds: int = 0
    languages: tuple[GroupValidation, ...] = ()
    learning_curve: tuple[LearningPoint, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def advice(self) -> str:
        """Whether more codings would pay, by the learning curve."""
        return advise(self.learning_curve)

    def to_rows(self) -> list[dict[str, object]]:
        """Give a row a code: code, precision, recall, f1, n, and their intervals."""
        return [_row(one) for one in self.codes]

    def confusion_rows(self) -> list[dict[str, object]]:
        """Give a row a pair of codes that units have and get, if any do."""
        names = [one.code for one in self.codes]
        return [
            {"code": names[i], "given": names[j], "n": int(self.confusion[i, j])}
            for i, j in np.argwhere(self.confusion).tolist()
        ]

    def curve_rows(self) -> list[dict[str, object]]:
        """Give a row a point of the learning curve: n_units, accuracy, macro_f1."""
        return [asdict(point) for point in self.learning_curve]

    def summary(self) -> str:
        """Say it in one sentence."""
        how = f" in {self.n_folds} folds by document" if self.n_folds else ""
        return (
            f"{self.n_units} units of {self.n_documents} documents{how}: accuracy "
            f"{_shown(self.accuracy)}, macro-F1 {_shown(self.macro_f1)}, expected "
            f"calibration error {self.calibration.error:.3f}."
        )


def validate(
    right: IntArray,
    given: IntArray,
    *,
    codes: Sequence[str],
    probabilities: FloatArray,
    documents: IntArray,
    resampling: Resampling | None = None,
) -> Validation:
    """Compare the codes that units have with those they get.

    Parameters
    ----------
    right, given : array of int, shape (n_units,)
        Indices into `codes`; at least one unit.
    codes : sequence of str
    probabilities : array, shape (n_units,)
        What the coder thinks of the code it gives.
    documents : array of int, shape (n_units,)
        Number of each unit's document; units of one stand in reading order.
    resampling : Resampling, optional
        Seed, confidence and draws of the intervals.

    Returns
    -------
    Validation

    Examples
    --------
    >>> found = validate(
    ...     np.array([0, 0, 1, 1]),
    ...     np.array([0, 1, 1, 1]),
    ...     codes=("tax", "trams"),
    ...     probabilities=np.full(4, 0.75),
    ...     documents=np.zeros(4, np.int64),
    ... )
    >>> found.accuracy.estimate, found.codes[1].recall.estimate
    (0.75, 1.0)
    >>> found.confusion.tolist()
    [[1, 1], [0, 2]]
    """
    n_codes = len(codes)
    confusion = np.zeros((n_codes, n_codes), np.int64)
    np.add.at(confusion, (right, given), 1)
    used = np.flatnonzero(confusion.sum(axis=0) + confusion.sum(axis=1))
    sums = stretch_sums(right, given, documents, n_codes)
    found = measure_codes(sums, used, resampling or Resampling())
    return Validation(
        codes=tuple(_of_code(i, codes[i], found, confusion) for i in used.tolist()),
        confusion=confusion[np.ix_(used, used)],
        accuracy=found.accuracy,
        macro_f1=found.macro_f1,
        calibration=measure_calibration(probabilities, right == given),
        n_units=len(right),
        n_documents=len(np.unique(documents)),
    )


def validate_groups(
    right: IntArray,
    given: IntArray,
    *,
    groups: Sequence[str | None],
    documents: IntArray,
    resampling: Resampling | None = None,
) -> tuple[GroupValidation, ...]:
    """Compare codes in each group of units by itself, such as those in one language.

    Parameters
    ----------
    right, given, documents : array of int, shape (n_units,)
        As for `validate`.
    groups : sequence of str or None
        Of each unit; None is in no group.

    Returns
    -------
    tuple of GroupValidation
        In the order of their names.
    """
    names = sorted({group for group in groups if group is not None})
    members = [np.array([one == name for one in groups], bool) for name in names]
    how = resampling or Resampling()
    return tuple(
        _of_group(name, right[here], given[here], documents[here], how)
        for name, here in zip(names, members, strict=True)
    )


def _of_group(
    name: str, right: IntArray, given: IntArray, documents: IntArray, how: Resampling
) -> GroupValidation:
    used = np.union1d(right, given)
    sums = stretch_sums(right, given, documents, int(used.max()) + 1)
    found = measure_codes(sums, used, how)
    return GroupValidation(
        group=name, accuracy=found.accuracy, macro_f1=found.macro_f1, n=len(right)
    )


def macro_f1_of(right: IntArray, given: IntArray) -> float:
    """Average F1 over the codes that a unit has or gets; codes are numbers from 0.

    Examples
    --------
    >>> round(macro_f1_of(np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1])), 3)
    0.733
    """
    n_codes = int(max(right.max(), given.max())) + 1
    hits = np.bincount(right[right == given], minlength=n_codes)
    both = np.bincount(right, minlength=n_codes)
    both += np.bincount(given, minlength=n_codes)
    used = both > 0
    return float((2 * hits[used] / both[used]).mean())


def _of_code(i: int, code: str, found: Measures, confusion: IntArray) -> CodeValidation:
    return CodeValidation(
        code=code,
        precision=found.precision[i],
        recall=found.recall[i],
        f1=found.f1[i],
        n=int(confusion[i].sum()),
        n_given=int(confusion[:, i].sum()),
    )


def _row(one: CodeValidation) -> dict[str, object]:
    row: dict[str, object] = {"code": one.code}
    named = {"precision": one.precision, "recall": one.recall, "f1": one.f1}
    row |= {name: measure.estimate for name, measure in named.items()}
    row["n"] = one.n
    for name, measure in named.items():
        interval = measure.interval
        row[f"{name}_low"] = None if interval is None else interval.low
        row[f"{name}_high"] = None if interval is None else interval.high
    return row


def _shown(measure: Measure) -> str:
    shown = "undefined" if measure.estimate is None else f"{measure.estimate:.3f}"
    if measure.interval is None:
        return shown
    return f"{shown} [{measure.interval.low:.3f}, {measure.interval.high:.3f}]"
