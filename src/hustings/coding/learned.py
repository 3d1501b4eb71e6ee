"""A coder that has learned from codings: fast, calibrated, and able to say why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from hustings.coding.coders import coded_batch
from hustings.coding.learned_context import context_inputs
from hustings.coding.learned_problems import find_problems, has_words
from hustings.coding.learned_reasons import (
    find_evidence,
    find_reasons,
    word_effects,
)
from hustings.coding.units_in_context import UnitsInContext, find_surroundings
from hustings.errors import UnknownCodeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from hustings.coding.learned_context import ContextModel
    from hustings.coding.learned_decisions import Decisions
    from hustings.coding.learned_reasons import Reason
    from hustings.coding.learned_scores import LinearScorer
    from hustings.coding.units_in_context import IntArray
    from hustings.estimates.resampling import FloatArray
    from hustings.model.document import Problem
    from hustings.words.embeddings import Embedding

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedOn:
    """What a coder was trained on, and how well it did on what it had not seen.

    Attributes
    ----------
    sha256 : str
        Of the codings with their units' texts and surroundings.
    n_units, n_documents : int
    codebook, codebook_version, variable : str
        Empty where none was named.
    seed : int
    accuracy, macro_f1, calibration_error : float
        In cross-validation by document.
    """

    sha256: str
    n_units: int
    n_documents: int
    codebook: str
    codebook_version: str
    variable: str
    seed: int
    accuracy: float
    macro_f1: float
    calibration_error: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LearnedCoder:
    """A trained coder; made by `hustings.coding.learned_training.train_coder`.

    Attributes
    ----------
    name, version : str
        The version is the beginning of the SHA-256 of all that decides its answers.
    codes : tuple of str
    languages : tuple of str
        Those of its training; empty where none was named. Units in another language
        are not coded, units without a language are.
    trained_on : TrainedOn
    """

    name: str
    version: str
    codes: tuple[str, ...]
    languages: tuple[str, ...]
    scorer: LinearScorer
    target_scorer: LinearScorer | None
    context: ContextModel
    decisions: Decisions
    trained_on: TrainedOn

    @property
    def variable(self) -> str:
        """The variable that it codes; empty where none was named."""
        return self.trained_on.variable

    @property
    def embedding(self) -> Embedding | None:
        """The embedding that it reads texts with, if any."""
        return self.scorer.embedding

    def code(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Code units in context.

        Parameters
        ----------
        batch : RecordBatch
            With the columns of `UnitsInContext`. Rows of one document must be in one
            batch for their neighbours to count.

        Returns
        -------
        RecordBatch
            Of `CODED`; evidence is the words that spoke most for the code.
        """
        units = UnitsInContext.from_batch(batch)
        chosen, probabilities, evidence = self._choose(units)
        is_coded = self.can_code(units)
        values = [
            self.codes[k] if there else None
            for k, there in zip(chosen.tolist(), is_coded.tolist(), strict=True)
        ]
        rows = np.arange(len(chosen))
        of_chosen = probabilities[rows, chosen].tolist()
        return coded_batch(
            units.units,
            values,
            probability=_where(is_coded, of_chosen),
            probabilities=_where(is_coded, list(probabilities)),
            evidence=[spans or [] for spans in _where(is_coded, evidence)],
        )

    def can_code(self, units: UnitsInContext) -> NDArray[np.bool_]:
        """Tell which units have a word, in a language that it learned or none named."""
        return np.array(
            [
                has_words(text) and self._knows(language)
                for text, language in zip(units.texts, units.languages, strict=True)
            ],
            bool,
        )

    def find_problems(self, batch: pa.RecordBatch) -> tuple[Problem, ...]:
        """Say which units have no word or a language that was not in the training."""
        return find_problems(
            UnitsInContext.from_batch(batch),
            self.languages,
            has_targets=self.target_scorer is not None,
        )

    def explain(self, text: str, code: str, *, n_words: int = 10) -> tuple[Reason, ...]:
        """Give the words of a text that speak for and against a code, heaviest first.

        Raises
        ------
        UnknownCodeError
            If the coder does not know the code.
        """
        if code not in self.codes:
            raise UnknownCodeError(code=code, codebook=self.name, known=self.codes)
        _, features = self.scorer.score([text])
        own, column = np.zeros(1, np.int64), np.array([self.codes.index(code)])
        effects = word_effects(features, self.scorer, own, column)
        return find_reasons(text, effects, n_words=n_words)

    def _knows(self, language: str | None) -> bool:
        return language is None or not self.languages or language in self.languages

    def _choose(
        self, units: UnitsInContext
    ) -> tuple[IntArray, FloatArray, list[list[tuple[int, int]]]]:
        """Give codes by index, all probabilities, and the spans they rest on."""
        around = find_surroundings(units)
        scores, features = self.scorer.score(around.texts)
        target_scores = None
        if self.target_scorer is not None:
            target_scores, _ = self.target_scorer.score(around.target_texts)
        inputs = context_inputs(
            scores,
            around,
            units.languages,
            self.languages,
            target_scores=target_scores,
        )
        log_probabilities = self.context.log_probabilities(inputs)
        chosen, probabilities = self.decisions.choose(log_probabilities)
        effects = word_effects(features, self.scorer, around.own, chosen)
        return chosen, probabilities, find_evidence(units.texts, effects)


def _where(is_there: NDArray[np.bool_], values: Sequence[T]) -> list[T | None]:
    """Put None where nothing is."""
    return [
        v if there else None for v, there in zip(values, is_there.tolist(), strict=True)
    ]
