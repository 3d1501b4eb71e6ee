"""Training a coder on codings, and validating it on documents that were left out."""

from __future__ import annotations

import warnings
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from hustings.coding.learned import LearnedCoder, TrainedOn
from hustings.coding.learned_codes import MOST_CODES, find_codes
from hustings.coding.learned_curves import learning_curve
from hustings.coding.learned_fitting import Matrices, decide, fit_task
from hustings.coding.learned_options import LearningOptions
from hustings.coding.learned_parts import fingerprint
from hustings.coding.learned_problems import find_training_problems, has_words
from hustings.coding.learned_scores import LinearScorer, training_matrix
from hustings.coding.learned_tasks import hash_codings, prepare_task
from hustings.coding.learned_words import learn_vocabulary
from hustings.coding.validation import validate, validate_groups
from hustings.estimates.resampling import Resampling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.coding.learned_fitting import Columns, Fitted
    from hustings.coding.learned_tasks import LearningTask
    from hustings.coding.learned_words import Vocabulary
    from hustings.coding.learning_curves import LearningPoint
    from hustings.coding.units_in_context import IntArray, UnitsInContext
    from hustings.coding.validation import Validation
    from hustings.estimates.resampling import FloatArray
    from hustings.model.codebook import Codebook
    from hustings.model.document import Problem
    from hustings.words.embeddings import Embedding


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Training:
    """A trained coder, with how well it does.

    Attributes
    ----------
    coder : LearnedCoder
    validation : Validation
        In cross-validation by document, its problems included.
    rows : array of int, shape (n_coded,)
        Index of each coded unit among the units of the training.
    unseen : array, shape (n_coded, n_codes)
        Calibrated probabilities of its codes, by models that have not seen its fold.
    """

    coder: LearnedCoder
    validation: Validation
    rows: IntArray
    unseen: FloatArray


def train_coder(
    units: UnitsInContext,
    values: Sequence[str | None],
    *,
    codebook: Codebook | None = None,
    variable: str | None = None,
    embedding: Embedding | None = None,
    options: LearningOptions | None = None,
) -> Training:
    """Train a coder on codings.

    Parameters
    ----------
    units : UnitsInContext
        Coded units, and uncoded ones that stand around them. Each unit stands once.
    values : sequence of str or None
        One a unit; None or empty is uncoded.
    codebook : Codebook, optional
        Values must be its codes; its domains are learned, too.
    variable : str, optional
        The variable of the codebook that values are of; the first by default.
    embedding : Embedding, optional
        What texts mean beyond their words; the trained coder needs it again.
    options : LearningOptions, optional

    Returns
    -------
    Training
        The same bytes for the same arguments.

    Raises
    ------
    TooFewCodesError
        If fewer than two codes are used by units that have a word.
    UnknownCodeError
        If a value is not in the codebook.
    UnknownVariableError
        If the codebook has no such variable.

    Examples
    --------
    >>> from hustings.coding.units_in_context import UnitsInContext
    >>> rows = [
    ...     {"unit": str(i), "document": "ab"[i % 2], "text": text}
    ...     for i, text in enumerate(["More trams.", "Less tax."] * 6)
    ... ]
    >>> units = UnitsInContext.from_rows(sorted(rows, key=lambda row: row["document"]))
    >>> values = ["tax" if "tax" in text else "trams" for text in units.texts]
    >>> train_coder(units, values).coder.codes
    ('tax', 'trams')
    """
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415  # slow

    usable = [
        value if value and has_words(text) else None
        for value, text in zip(values, units.texts, strict=True)
    ]
    names = find_codes(usable, codebook, variable)
    task = prepare_task(units, values, names, options or LearningOptions())
    # On one thread a sum has one order, and threads of two pools do not wait in turns.
    with threadpool_limits(limits=1), warnings.catch_warnings():
        # What a fit reaches in its steps is good enough, and the same every time.
        warnings.simplefilter("ignore", ConvergenceWarning)
        # That codes are many is told as a Problem.
        warnings.filterwarnings("ignore", "The number of unique classes")
        return _train(task, embedding, hash_codings(units, values))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What texts and targets are read by."""

    words: Vocabulary
    target_words: Vocabulary | None
    embedding: Embedding | None

    def matrices(self, task: LearningTask) -> Matrices:
        """Read all texts of a task."""
        around, targets = task.around, None
        if self.target_words is not None:
            targets = training_matrix(
                around.target_texts, self.target_words, self.embedding
            )
        texts = training_matrix(around.texts, self.words, self.embedding)
        return Matrices(texts=texts, targets=targets)

    def scorer(self, vocabulary: Vocabulary, columns: Columns) -> LinearScorer:
        """Put what was fitted together with what reads texts."""
        return LinearScorer(
            vocabulary=vocabulary,
            embedding=self.embedding,
            weights=columns.weights,
            biases=columns.biases,
        )


def _learn_reading(task: LearningTask, embedding: Embedding | None) -> _Reading:
    """Choose the words of coded units, and those of their targets."""
    around, target_words = task.around, None
    if task.has_targets:
        named = around.targets[around.targets >= 0].tolist()
        target_words = learn_vocabulary([around.target_texts[i] for i in named])
    return _Reading(
        words=learn_vocabulary([around.texts[i] for i in around.own.tolist()]),
        target_words=target_words,
        embedding=embedding,
    )


def _train(task: LearningTask, embedding: Embedding | None, sha256: str) -> Training:
    """Fit scores, context and decisions, and validate."""
    reading = _learn_reading(task, embedding)
    matrices = reading.matrices(task)
    fitted = fit_task(task, matrices)
    chosen, unseen = _choose(task, fitted.log_probabilities)
    curve = _curve(task, matrices, fitted.log_probabilities)
    validation = _validate(task, chosen, unseen, curve)
    coder = _coder(task, reading, fitted, _trained_on(task, validation, sha256))
    return Training(
        coder=replace(coder, version=fingerprint(coder)),
        validation=validation,
        rows=task.rows,
        unseen=unseen,
    )


def _coder(
    task: LearningTask, reading: _Reading, fitted: Fitted, trained_on: TrainedOn
) -> LearnedCoder:
    """Put the parts together, without a version yet."""
    scores, target_scorer = fitted.scores, None
    if reading.target_words is not None and scores.targets is not None:
        target_scorer = reading.scorer(reading.target_words, scores.targets)
    return LearnedCoder(
        name=task.options.name,
        version="",
        codes=task.names.codes,
        languages=task.languages,
        scorer=reading.scorer(reading.words, scores.texts),
        target_scorer=target_scorer,
        context=fitted.context,
        decisions=decide(task, fitted.log_probabilities),
        trained_on=trained_on,
    )


def _validate(
    task: LearningTask,
    chosen: IntArray,
    unseen: FloatArray,
    curve: tuple[LearningPoint, ...],
) -> Validation:
    """Compare codes by models and decisions that have not seen them with codings."""
    how = Resampling(seed=task.options.seed)
    found = validate(
        task.codes,
        chosen,
        codes=task.names.codes,
        probabilities=unseen[np.arange(task.n_units), chosen],
        documents=task.documents,
        resampling=how,
    )
    languages = validate_groups(
        task.codes,
        chosen,
        groups=task.spoken,
        documents=task.documents,
        resampling=how,
    )
    return replace(
        found,
        n_folds=len(task.fold_numbers),
        languages=languages,
        learning_curve=curve,
        problems=_problems(task),
    )


def _curve(
    task: LearningTask, matrices: Matrices, log_probabilities: FloatArray
) -> tuple[LearningPoint, ...]:
    if not task.options.has_curve or task.names.n > MOST_CODES:
        return ()
    return learning_curve(task, matrices, log_probabilities)


def _choose(
    task: LearningTask, log_probabilities: FloatArray
) -> tuple[IntArray, FloatArray]:
    """Give each unit a code and probabilities by decisions fitted on other folds."""
    chosen = np.empty(task.n_units, np.int64)
    unseen = np.empty((task.n_units, task.names.n))
    for fold in task.fold_numbers:
        here = task.folds == fold
        decisions = decide(task, log_probabilities, ~here)
        chosen[here], unseen[here] = decisions.choose(log_probabilities[here])
    return chosen, unseen


def _problems(task: LearningTask) -> tuple[Problem, ...]:
    counts = Counter(task.names.codes[i] for i in task.codes.tolist())
    return find_training_problems(
        counts,
        n_empty=task.n_empty,
        n_documents=len(np.unique(task.documents[task.documents >= 0])),
    )


def _trained_on(task: LearningTask, validation: Validation, sha256: str) -> TrainedOn:
    return TrainedOn(
        sha256=sha256,
        n_units=validation.n_units,
        n_documents=validation.n_documents,
        codebook=task.names.codebook,
        codebook_version=task.names.codebook_version,
        variable=task.names.variable,
        seed=task.options.seed,
        accuracy=validation.accuracy.estimate or 0.0,
        macro_f1=validation.macro_f1.estimate or 0.0,
        calibration_error=validation.calibration.error,
    )
