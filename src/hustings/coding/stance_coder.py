"""A coder of stances: who is for or against a target, by what a text says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.coding.coders import coded_batch
from hustings.coding.learned_problems import find_problems, has_words
from hustings.coding.units_in_context import UnitsInContext

if TYPE_CHECKING:
    import pyarrow as pa

    from hustings.coding.learned import TrainedOn
    from hustings.coding.learned_decisions import Decisions
    from hustings.coding.stance_baselines import Baseline
    from hustings.coding.stance_features import Pair, PairReader
    from hustings.coding.stance_model import PairModel
    from hustings.model.document import Problem

_MOST_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StanceCoder:
    """A trained coder; made by `hustings.coding.stance_learning.train_stances`.

    It reads a unit and its target, and nothing else: neither who speaks, nor what else
    they say, so that the same words on the same target get the same code.

    Attributes
    ----------
    name, version : str
        The version is the beginning of the SHA-256 of all that decides its answers.
    codes : tuple of str
    languages : tuple of str
        Those of its training; empty where none was named.
    reader : PairReader
    model : PairModel
    decisions : Decisions
    trained_on : TrainedOn
    baseline : Baseline
        What it has to be better than.
    """

    name: str
    version: str
    codes: tuple[str, ...]
    languages: tuple[str, ...]
    reader: PairReader
    model: PairModel
    decisions: Decisions
    trained_on: TrainedOn
    baseline: Baseline

    @property
    def variable(self) -> str:
        """The variable that it codes; empty where none was named."""
        return self.trained_on.variable

    def code(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Code units by their targets.

        Parameters
        ----------
        batch : RecordBatch
            With the columns of `UnitsInContext`; of these, text, target and language
            are looked at.

        Returns
        -------
        RecordBatch
            Of `CODED`; evidence is the words that spoke most for the code.
        """
        units = UnitsInContext.from_batch(batch)
        able = [i for i in range(units.n_units) if self._can_code(units, i)]
        pairs = [self.reader.read(units.texts[i], units.targets[i] or "") for i in able]
        chosen, probabilities = self.decisions.choose(
            self.model.log_probabilities(pairs)
        )
        place = {i: row for row, i in enumerate(able)}
        rows = [place.get(i) for i in range(units.n_units)]
        given = chosen.tolist()
        return coded_batch(
            units.units,
            [None if row is None else self.codes[given[row]] for row in rows],
            probability=[
                None if row is None else float(probabilities[row, given[row]])
                for row in rows
            ],
            probabilities=[None if row is None else probabilities[row] for row in rows],
            evidence=[
                [] if row is None else self._evidence(pairs[row], given[row])
                for row in rows
            ],
        )

    def find_problems(self, batch: pa.RecordBatch) -> tuple[Problem, ...]:
        """Say which units have no word, no target, or another language.

        And whether the coder is any better than always saying one stance.
        """
        units = UnitsInContext.from_batch(batch)
        return (
            *find_problems(units, self.languages, has_targets=True),
            *self.baseline.find_problems(),
        )

    def _can_code(self, units: UnitsInContext, i: int) -> bool:
        language = units.languages[i]
        is_known = language is None or not self.languages or language in self.languages
        return is_known and has_words(units.texts[i])

    def _evidence(self, pair: Pair, code: int) -> list[tuple[int, int]]:
        """Give the words that speak most for a code, in the order of the text."""
        marks = ("T", pair.turn, pair.asked)
        effects = {
            stem: sum(self._effect(f"{mark} {stem}", code) for mark in marks)
            for stem in {stem for stem, _, _ in pair.words}
        }
        told = [(effects[stem], start, end) for stem, start, end in pair.words]
        best = sorted((one for one in told if one[0] > 0), reverse=True)
        return sorted((start, end) for _, start, end in best[:_MOST_WORDS])

    def _effect(self, feature: str, code: int) -> float:
        """Say how much a feature speaks for a code."""
        column = self.model.columns.get(feature)
        if column is None:
            return 0.0
        effects = self.model.effects
        if len(effects) > 1:
            return effects[code][column]
        return effects[0][column] if code else -effects[0][column]
