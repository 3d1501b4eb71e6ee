"""The learning curve of a coder: trained on parts of the codings, tested on the rest.

A coder is trained on a sixteenth, an eighth, and so on of the codings, taken in
stretches of neighbouring units, and tested on documents that no training saw.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hustings.coding.learned_fitting import decide, fit_task, score_task
from hustings.coding.learning_curves import LearningPoint
from hustings.coding.validation import macro_f1_of
from hustings.estimates.resampling import random_stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.coding.learned_fitting import Flags, Matrices
    from hustings.coding.learned_tasks import LearningTask
    from hustings.coding.units_in_context import IntArray
    from hustings.estimates.resampling import FloatArray

SHARES = (1 / 16, 1 / 8, 1 / 4, 1 / 2)
"""Parts of the codings; half only where they are few, to save time."""

_FEWEST_UNITS = 50
_STRETCH = 25
_FOLDS = 3
_ENOUGH_TESTED = 6000
_MANY = 3000


def learning_curve(
    task: LearningTask, matrices: Matrices, log_probabilities: FloatArray
) -> tuple[LearningPoint, ...]:
    """Train on parts of the codings and test on folds left out.

    Parameters
    ----------
    log_probabilities : array, shape (n_units, n_codes)
        Of each unit, by models trained on all folds but its own; the last point.
    """
    folds = _tested_folds(task)
    most = max(_MANY, task.n_units / 4)
    points = [
        _point(task, matrices, share, folds)
        for share in SHARES
        if share * task.n_units <= most
    ]
    points.append(_last_point(task, log_probabilities, folds))
    return tuple(point for point in points if point is not None)


def _tested_folds(task: LearningTask) -> list[int]:
    """Give folds enough to test on; few where there are many units, to save time."""
    n = max(1, _ENOUGH_TESTED // max(task.n_units, 1))
    return task.fold_numbers[:n]


def _point(
    task: LearningTask, matrices: Matrices, share: float, folds: list[int]
) -> LearningPoint | None:
    """Train without each fold on a share of the others; None if they are too few."""
    tested, given, sizes = [], [], []
    for fold, kept in _parts(task, share, folds):
        part = task.part(kept, n_folds=_FOLDS)
        if part.n_units < _FEWEST_UNITS or len(np.unique(part.codes)) < 2:
            return None
        fitted = fit_task(part, matrices)
        here = task.folds == fold
        chosen, _ = decide(part, fitted.log_probabilities).choose(
            score_task(task, matrices, fitted, here)
        )
        tested.append(task.codes[here])
        given.append(chosen)
        sizes.append(part.n_units)
    n_units = round(float(np.mean(sizes)))
    return _measured(n_units, np.concatenate(tested), np.concatenate(given))


def _parts(
    task: LearningTask, share: float, folds: list[int]
) -> Iterator[tuple[int, Flags]]:
    """Give folds, each with a share of the stretches of all other units."""
    stretches = np.arange(task.n_units) // _STRETCH
    n = int(stretches[-1]) + 1
    stream = random_stream(seed=task.options.seed, name="learning curve")
    # The smaller parts are inside the larger ones, so that the curve is one history.
    places = stream.permutation(n)[stretches] / n
    for fold in folds:
        yield fold, (task.folds != fold) & (places < share)


def _last_point(
    task: LearningTask, log_probabilities: FloatArray, folds: list[int]
) -> LearningPoint:
    here = np.isin(task.folds, folds)
    chosen = np.empty(task.n_units, np.int64)
    for fold in folds:
        one = task.folds == fold
        decisions = decide(task, log_probabilities, ~one)
        chosen[one], _ = decisions.choose(log_probabilities[one])
    n_units = round(float(np.mean([(task.folds != fold).sum() for fold in folds])))
    return _measured(n_units, task.codes[here], chosen[here])


def _measured(n_units: int, right: IntArray, given: IntArray) -> LearningPoint:
    return LearningPoint(
        n_units=n_units,
        accuracy=float((right == given).mean()),
        macro_f1=macro_f1_of(right, given),
    )
