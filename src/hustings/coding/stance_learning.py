"""Training a coder of stances, and validating it on targets that were left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from hustings.coding.learned import TrainedOn
from hustings.coding.learned_codes import find_codes
from hustings.coding.learned_fitting import decide
from hustings.coding.learned_options import LearningOptions
from hustings.coding.learned_problems import find_training_problems, has_words
from hustings.coding.learned_tasks import hash_codings, prepare_task
from hustings.coding.stance_baselines import find_baseline
from hustings.coding.stance_coder import StanceCoder
from hustings.coding.stance_cues import NO_CUES
from hustings.coding.stance_features import PairReader
from hustings.coding.stance_files import with_version
from hustings.coding.stance_model import (
    fit_pairs,
    learn_pairs,
    log_probabilities_of,
)
from hustings.coding.validation import validate
from hustings.estimates.resampling import Resampling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scipy import sparse

    from hustings.coding.learned_tasks import LearningTask
    from hustings.coding.stance_baselines import Baseline
    from hustings.coding.stance_cues import StanceCues
    from hustings.coding.stance_model import PairVocabulary
    from hustings.coding.units_in_context import IntArray, UnitsInContext
    from hustings.coding.validation import Validation
    from hustings.estimates.resampling import FloatArray
    from hustings.model.codebook import Codebook


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StanceTraining:
    """A trained coder of stances, with how well it does.

    Attributes
    ----------
    coder : StanceCoder
    validation : Validation
        In cross-validation; units on one target are left out together.
    rows : array of int, shape (n_coded,)
        Index of each coded unit among the units of the training.
    unseen : array, shape (n_coded, n_codes)
        Calibrated probabilities of its codes, by models that have not seen its fold.
    """

    coder: StanceCoder
    validation: Validation
    rows: IntArray
    unseen: FloatArray


def train_stances(
    units: UnitsInContext,
    values: Sequence[str | None],
    *,
    cues: StanceCues = NO_CUES,
    codebook: Codebook | None = None,
    variable: str | None = None,
    options: LearningOptions | None = None,
) -> StanceTraining:
    """Train a coder on stances toward targets.

    Parameters
    ----------
    units : UnitsInContext
        With targets; a unit without one is judged by its text alone.
    values : sequence of str or None
        One a unit; None or empty is uncoded.
    cues : StanceCues, optional
        Words that tell for or against in the units' language.
    codebook : Codebook, optional
    variable : str, optional
    options : LearningOptions, optional
        Name, seed, folds, preference and calibration.

    Returns
    -------
    StanceTraining
        The same bytes for the same arguments.

    Raises
    ------
    TooFewCodesError
        If fewer than two codes are used by units that have a word.
    UnknownCodeError, UnknownVariableError
        If the codebook does not know a value, or the variable.

    Examples
    --------
    >>> from hustings.coding.units_in_context import UnitsInContext
    >>> rows = [
    ...     {"unit": str(i), "target": f"toll {i // 2}", "text": text}
    ...     for i, text in enumerate(["We welcome it.", "We reject it."] * 6)
    ... ]
    >>> units = UnitsInContext.from_rows(rows)
    >>> values = ["for" if "welcome" in text else "against" for text in units.texts]
    >>> train_stances(units, values).coder.codes
    ('against', 'for')
    """
    usable = [
        value if value and has_words(text) else None
        for value, text in zip(values, units.texts, strict=True)
    ]
    names = find_codes(usable, codebook, variable)
    task = prepare_task(units, values, names, options or LearningOptions())
    reader = PairReader(cues=cues)
    rows = task.rows.tolist()
    pairs = [reader.read(units.texts[i], units.targets[i] or "") for i in rows]
    vocabulary = learn_pairs(pairs)
    table = vocabulary.table(pairs, vocabulary.index())
    # On one thread a sum has one order.
    with threadpool_limits(limits=1):
        return _train(task, reader, vocabulary, table, hash_codings(units, values))


def _train(
    task: LearningTask,
    reader: PairReader,
    vocabulary: PairVocabulary,
    table: sparse.csr_array,
    sha256: str,
) -> StanceTraining:
    """Fit scores and decisions, and validate."""
    log_probabilities = _cross_fit(task, vocabulary, table)
    chosen, unseen = _choose(task, log_probabilities)
    validation, baseline = _validate(task, chosen, unseen)
    coder = StanceCoder(
        name=task.options.name,
        version="",
        codes=task.names.codes,
        languages=task.languages,
        reader=reader,
        model=fit_pairs(table, task.codes, task.names.n, vocabulary),
        decisions=decide(task, log_probabilities),
        trained_on=_trained_on(task, validation, sha256),
        baseline=baseline,
    )
    return StanceTraining(
        coder=with_version(coder),
        validation=validation,
        rows=task.rows,
        unseen=unseen,
    )


def _cross_fit(
    task: LearningTask, vocabulary: PairVocabulary, table: sparse.csr_array
) -> FloatArray:
    """(n_units, n_codes): by models that have not seen the fold."""
    found = np.empty((task.n_units, task.names.n))
    for fold in task.fold_numbers:
        here = task.folds == fold
        codes = task.codes[~here]
        model = fit_pairs(table[~here], codes, task.names.n, vocabulary)
        found[here] = log_probabilities_of(table[here], model)
    return found


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


def _validate(
    task: LearningTask, chosen: IntArray, unseen: FloatArray
) -> tuple[Validation, Baseline]:
    """Compare codes by models that have not seen them with codings."""
    found = validate(
        task.codes,
        chosen,
        codes=task.names.codes,
        probabilities=unseen[np.arange(task.n_units), chosen],
        documents=task.documents,
        resampling=Resampling(seed=task.options.seed),
    )
    said = [task.names.codes[i] for i in task.codes.tolist()]
    baseline = find_baseline(said, found)
    problems = find_training_problems(
        Counter(said),
        n_empty=task.n_empty,
        n_documents=len(np.unique(task.documents[task.documents >= 0])),
    )
    problems = (*problems, *baseline.find_problems())
    return replace(found, n_folds=len(task.fold_numbers), problems=problems), baseline


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
