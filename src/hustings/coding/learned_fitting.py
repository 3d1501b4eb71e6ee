"""Fitting scores and what is made of them, each on units that the other has not seen.

First the scores of texts are fitted with each fold of documents left out in turn. On
these scores the probabilities in context are fitted, again with each fold left out.
What comes of that, the probabilities of units not seen, is what decisions and
validation rest on. Then all is fitted on all codings.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from hustings.coding.learned_context import N_PLACES, context_inputs
from hustings.coding.learned_context_fitting import ContextShape, fit_context
from hustings.coding.learned_decisions import fit_decisions
from hustings.coding.learned_scores import fit_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy import sparse

    from hustings.coding.learned_context import ContextModel
    from hustings.coding.learned_decisions import Decisions
    from hustings.coding.learned_tasks import LearningTask
    from hustings.coding.learned_words import Floats
    from hustings.coding.units_in_context import IntArray
    from hustings.estimates.resampling import FloatArray

    Flags = NDArray[np.bool_]

F = TypeVar("F", np.float32, np.float64)

_THREADS = 2
_EVERYTHING = -1


class Columns(NamedTuple):
    """Weights (n_features, n_columns) and biases (n_columns,) of scores."""

    weights: Floats
    biases: Floats


class Matrices(NamedTuple):
    """Features of texts, and of targets where units name any."""

    texts: sparse.csr_matrix
    targets: sparse.csr_matrix | None


class ScoreModel(NamedTuple):
    """What gives scores to texts, and to targets."""

    texts: Columns
    targets: Columns | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fitted:
    """All that is fitted on a task.

    Attributes
    ----------
    scores : ScoreModel
    context : ContextModel
    log_probabilities : array, shape (n_units, n_codes)
        Of each unit, by models that have not seen its fold.
    """

    scores: ScoreModel
    context: ContextModel
    log_probabilities: FloatArray


def fit_task(task: LearningTask, matrices: Matrices) -> Fitted:
    """Fit scores and context on all units, and on all without each fold."""
    # One after the other: the solver draws from one stream of the whole process, and in
    # threads who draws what would be left to chance.
    inputs = _gathered(
        task, [_unseen_inputs(task, matrices, fold) for fold in task.fold_numbers]
    )
    with ThreadPoolExecutor(_THREADS) as pool:
        scores = pool.submit(_fit_scores, task, matrices, task.folds != _EVERYTHING)
        context = pool.submit(_fit_context, task, inputs, task.folds != _EVERYTHING)
        found = pool.map(
            lambda fold: _unseen(task, inputs, fold), list(task.fold_numbers)
        )
        return Fitted(
            scores=scores.result(),
            context=context.result(),
            log_probabilities=_gathered(task, list(found)),
        )


def score_task(
    task: LearningTask, matrices: Matrices, fitted: Fitted, here: Flags
) -> FloatArray:
    """Give log-probabilities of other units of the task than those fitted on."""
    inputs = _inputs(task, matrices, fitted.scores, here)
    return fitted.context.log_probabilities(inputs)


def decide(
    task: LearningTask, log_probabilities: FloatArray, kept: Flags | None = None
) -> Decisions:
    """Fit on some of the units how probabilities become a code; on all by default."""
    kept = np.ones(task.n_units, bool) if kept is None else kept
    preference = task.options.preference
    if preference is None and task.names.is_ordered:
        # Steps of a scale are averaged; preferring the rare ones at its ends moves it.
        preference = 0.0
    return fit_decisions(
        log_probabilities[kept],
        task.codes[kept],
        documents=task.documents[kept],
        preference=preference,
        is_bent=task.options.calibration == "isotonic",
    )


def _unseen_inputs(task: LearningTask, matrices: Matrices, fold: int) -> Floats:
    """Give the inputs of a fold, with scores fitted without it."""
    here = task.folds == fold
    return _inputs(task, matrices, _fit_scores(task, matrices, ~here), here)


def _unseen(task: LearningTask, inputs: Floats, fold: int) -> FloatArray:
    """Give log-probabilities of a fold, by a model of context fitted without it."""
    here = task.folds == fold
    return _fit_context(task, inputs, ~here).log_probabilities(inputs[here])


def _gathered(task: LearningTask, parts: Sequence[NDArray[F]]) -> NDArray[F]:
    """Put rows of folds back in the order of the units."""
    whole = np.empty((task.n_units, parts[0].shape[1]), parts[0].dtype)
    for fold, part in zip(task.fold_numbers, parts, strict=True):
        whole[task.folds == fold] = part
    return whole


def _fit_scores(task: LearningTask, matrices: Matrices, kept: Flags) -> ScoreModel:
    targets = None
    if matrices.targets is not None:
        targets = _fit_columns(task, matrices.targets, task.around.targets, kept)
    return ScoreModel(
        texts=_fit_columns(task, matrices.texts, task.around.own, kept),
        targets=targets,
    )


def _fit_columns(
    task: LearningTask, matrix: sparse.csr_matrix, places: IntArray, kept: Flags
) -> Columns:
    """Fit the columns of codes, and of domains where there are several."""
    used = kept & (places >= 0)
    rows, settings = matrix[places[used]], task.options
    wanted = [(task.codes, task.names.n)]
    if task.names.n_domains > 1:
        wanted.append((task.domains, task.names.n_domains))
    fitted = [
        fit_columns(
            rows,
            codes[used],
            n_codes=n,
            strength=settings.strength,
            seed=settings.seed,
        )
        for codes, n in wanted
    ]
    weights = [weights for weights, _ in fitted]
    return Columns(
        weights=np.hstack(weights) if len(weights) > 1 else weights[0],
        biases=np.concatenate([biases for _, biases in fitted]),
    )


def _inputs(
    task: LearningTask, matrices: Matrices, model: ScoreModel, here: Flags
) -> Floats:
    """Give the inputs of some of the units."""
    rows = np.flatnonzero(here)
    target_scores = None
    if matrices.targets is not None and model.targets is not None:
        target_scores = _scores(matrices.targets, model.targets)
    return context_inputs(
        _scores(matrices.texts, model.texts),
        task.around.chosen(rows),
        [task.spoken[i] for i in rows.tolist()],
        task.languages,
        target_scores=target_scores,
    )


def _scores(matrix: sparse.csr_matrix, columns: Columns) -> Floats:
    scores = matrix.astype(np.float32) @ columns.weights + columns.biases
    return np.asarray(scores, np.float32)


def _fit_context(task: LearningTask, inputs: Floats, kept: Flags) -> ContextModel:
    return fit_context(
        inputs[kept],
        task.codes[kept],
        documents=task.documents[kept],
        shape=ContextShape(
            n_codes=task.names.n,
            n_columns=task.names.n_columns,
            n_places=N_PLACES + task.has_targets,
        ),
        smoothing=task.options.smoothing,
    )
