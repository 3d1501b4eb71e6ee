"""A scale with all that makes it uncertain: sampling, coders, unitising, the machine.

`scale_with_uncertainty` puts any scale that adds up codes through the engine of
`hustings.estimates`. What comes back holds an ordinary `ScaleResult`, whose positions
say which share of their variance comes from where, and can be asked for differences.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hustings.errors import UnknownScaleError
from hustings.estimates.contrasts import difference
from hustings.estimates.estimating import estimate
from hustings.estimates.frames import frame_from_rows
from hustings.estimates.resampling import Resampling
from hustings.estimates.results import UNCORRECTED, Estimates
from hustings.estimates.sources import (
    CoderError,
    MachineError,
    Sampling,
    Sources,
    Unitising,
)
from hustings.estimates.statistics import Statistic
from hustings.model.codebook import ScaleDefinition
from hustings.scaling.counts import BlockCounts, Counts
from hustings.scaling.marpor import LOGIT_RILE, NO_VALUE, RILE, UNCODED, is_main_code
from hustings.scaling.recipes import (
    Recipe,
    fold_as_defined,
    recipe_from_definition,
    recipe_of_means,
    recipe_of_shares,
)
from hustings.scaling.results import Position, ScaleResult, row_of_position
from hustings.scaling.scale_observations import Coded, add_up, observe
from hustings.scaling.unit_tables import UnitTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from hustings.estimates.differences import Difference
    from hustings.estimates.resampling import FloatArray
    from hustings.estimates.results import CaseEstimate
    from hustings.model.codebook import Codebook
    from hustings.model.document import Problem

_DEFINITIONS: Mapping[str, ScaleDefinition] = {"rile": RILE, "logit": LOGIT_RILE}
_KNOWN = ("salience", "mean", *_DEFINITIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class UncertainScale:
    """Positions with all their uncertainty.

    Attributes
    ----------
    result : ScaleResult
        As every scale gives it; its ``method`` names the sources, or is
        ``"uncorrected machine coding"`` where a position is that.
    estimates : Estimates
        The same numbers with draws, methods and alternatives, in the same order.
    """

    result: ScaleResult
    estimates: Estimates

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Cases without a position, and what else is to be known."""
        return self.result.problems

    @property
    def is_corrected(self) -> bool:
        """Whether no position is uncorrected machine coding."""
        return self.estimates.is_corrected

    def difference(
        self, first: str, second: str, *, code: str | None = None
    ) -> Difference:
        """Compare two cases, second less first, by paired draws.

        Raises
        ------
        UnknownEstimateError
            If a case has no position.
        InvalidOptionError
            If no source was on, so that there are no draws.
        """
        return difference(self.estimates, first, second, code=code)

    def change(self, before: str, after: str, *, code: str | None = None) -> Difference:
        """Compare an actor's documents at two dates: after less before.

        Raises what `difference` raises.
        """
        return self.difference(before, after, code=code)

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a position: the contract's columns and how it was made.

        ``sources`` maps sources to shares of the variance; ``method`` says how it was
        corrected, ``n_coded`` on how many hand codings it rests, ``alternatives`` what
        other methods give.
        """
        return [
            _row(position, found)
            for position, found in zip(
                self.result.positions, self.estimates.estimates, strict=True
            )
        ]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return a line a case for a person to read."""
        return "\n".join(
            f"{line}{_shares(found)}"
            for line, found in zip(
                self.result.summary().splitlines(),
                self.estimates.estimates,
                strict=True,
            )
        )


def scale_with_uncertainty(
    coded: Coded,
    scale: str | ScaleDefinition | Recipe,
    *,
    sources: Sources | None = None,
    codebook: Codebook | None = None,
    resampling: Resampling | None = None,
) -> UncertainScale:
    r"""Compute a scale with every source of error in its interval.

    Parameters
    ----------
    coded : Counts, BlockCounts or UnitTable
        Counts show sampling, and a coder whose confusion matrix is known; several
        coders, unitisings and a machine need units.
    scale : str, ScaleDefinition or Recipe
        ``"rile"``, ``"logit"``, ``"salience"``, ``"mean"``, a codebook's scale, or the
        recipe of any other scale on the codes as they are.
    sources : Sources, optional
        All that `coded` can show otherwise; see `available_sources`.
    codebook : Codebook, optional
        To check a definition's codes against.
    resampling : Resampling, optional
        Draws, confidence and seed. How the text is drawn anew is said by the source
        ``sampling``, not by ``interval``.

    Returns
    -------
    UncertainScale

    Raises
    ------
    UnknownScaleError
        If there is no scale of this name.
    UnusableSourceError
        If `coded` cannot show a source that is asked for.
    InvalidConfusionError
        If a confusion matrix names a code that `coded` lacks.
    UnknownCodeError, OverlappingPolesError, NonNumericCodeError
        As `hustings.scaling.from_codes.scale_by_definition`.

    Examples
    --------
    >>> from hustings.scaling.counts import Counts
    >>> counts = Counts.from_rows(
    ...     [{"case": "Harbour 2031", "401": 30, "202": 10, "000": 60}]
    ... )
    >>> print(scale_with_uncertainty(counts, "rile").summary())
    Harbour 2031: rile 20.00 [8.00, 32.00] (100 units), all of it from sampling
    """
    coded = _folded(coded, scale)
    recipe = _recipe(coded.codes, scale, codebook)
    sources = _fitted(sources or available_sources(coded), coded.codes)
    resampling = resampling or Resampling(interval="none")
    observations, missing = observe(coded, recipe)
    statistic = statistic_of(recipe)
    if sources.coders is None or sources.coders.confusion is None:
        observations, statistic = add_up(observations, statistic)
    found = (
        estimate(statistic, observations, sources, resampling)
        if observations.cases
        else _nothing(statistic, sources, resampling)
    )
    return UncertainScale(result=_result(found, recipe, missing), estimates=found)


def available_sources(coded: Coded) -> Sources:
    """Turn on all that a table can show.

    Texts are drawn anew by blocks where blocks are known. Where a random sample speaks
    for a machine, its error is on; coders are where some unit has two codings.
    """
    if isinstance(coded, Counts):
        return Sources(sampling=Sampling())
    if isinstance(coded, BlockCounts):
        return Sources(sampling=Sampling(by="blocks"))
    has_blocks = "block_of_unit" in coded.of_units
    has_variants = "unitising_of_unit" in coded.of_units
    times = np.bincount(coded.unit_of_coding, minlength=1)
    counts_hand = coded.machine is None or coded.probability is not None
    sampling = Sampling(by="blocks") if has_blocks else Sampling()
    return Sources(
        sampling=None if has_variants and not has_blocks else sampling,
        coders=CoderError() if times.max() > 1 and counts_hand else None,
        unitising=Unitising() if has_variants or "boundary" in coded.of_units else None,
        machine=None
        if coded.machine is None or coded.probability is None
        else MachineError(),
    )


def _nothing(
    statistic: Statistic, sources: Sources, resampling: Resampling
) -> Estimates:
    """Estimate nothing, where no case has a coded unit."""
    return Estimates(
        statistic=statistic.name,
        estimates=(),
        draws=np.zeros((0, 0)),
        freedom=np.zeros(0),
        sources=sources.names,
        confidence=resampling.confidence,
    )


def statistic_of(recipe: Recipe) -> Statistic:
    """Make the engine's statistic of a scale's recipe; its columns are the codes."""
    at_zero = recipe.interval_at_zero

    def error_at_zero(sums: FloatArray) -> float:
        outcome = float(recipe.formula(sums, sums.sum())[0])
        if np.isnan(outcome):
            return 0.0
        low, high, error = at_zero(sums, outcome, 0.95)  # type: ignore[misc] # is there
        return (high - low) / 4 if np.isnan(error) else error

    return Statistic(
        name=recipe.scale,
        formula=recipe.formula,
        groups=recipe.groups,
        outcomes=recipe.codes,
        is_share=recipe.is_share,
        error_at_zero=None if at_zero is None else error_at_zero,
        rows=recipe.rows,
        is_biased=recipe.is_biased,
        span=recipe.span,
    )


def _folded(coded: Coded, scale: str | ScaleDefinition | Recipe) -> Coded:
    """Fold sub-codes where the scale is one of main codes; leave headings out."""
    if isinstance(coded, UnitTable):
        coded = coded.without_headings()
    definition = _DEFINITIONS.get(scale) if isinstance(scale, str) else scale
    if not isinstance(definition, ScaleDefinition):
        return coded
    if not isinstance(coded, UnitTable):
        return fold_as_defined(coded, definition)
    sides = (*definition.left, *definition.right)
    folds = bool(sides) and all(is_main_code(code) for code in sides)
    return coded.in_main_codes() if folds else coded


def _recipe(
    codes: tuple[str, ...],
    scale: str | ScaleDefinition | Recipe,
    codebook: Codebook | None,
) -> Recipe:
    """Find the recipe of a scale."""
    if isinstance(scale, Recipe):
        return scale
    if scale == "salience":
        return recipe_of_shares(codes, UNCODED)
    if scale == "mean":
        return recipe_of_means("mean", codes, NO_VALUE)
    definition = _DEFINITIONS.get(scale) if isinstance(scale, str) else scale
    if definition is None:
        raise UnknownScaleError(scale=str(scale), known=_KNOWN)
    return recipe_from_definition(codes, definition, codebook)


def _fitted(sources: Sources, codes: tuple[str, ...]) -> Sources:
    """Put a confusion matrix into the order of the codes."""
    coders = sources.coders
    if coders is None or coders.confusion is None:
        return sources
    confusion = coders.confusion.for_codes(codes)
    return replace(sources, coders=replace(coders, confusion=confusion))


def _result(
    found: Estimates, recipe: Recipe, missing: tuple[Problem, ...]
) -> ScaleResult:
    """Make the result that every scale gives."""
    return ScaleResult(
        scale=recipe.scale,
        positions=tuple(_position(one, recipe) for one in found.estimates),
        method=(" ".join(found.sources) or "none")
        if found.is_corrected
        else UNCORRECTED,
        parameters={
            **recipe.parameters,
            **found.parameters,
            "confidence": found.confidence,
            "sources": list(found.sources),
        },
        problems=(*missing, *found.problems),
    )


def _position(one: CaseEstimate, recipe: Recipe) -> Position:
    """Make a position of an estimate."""
    return Position(
        case=one.case,
        scale=recipe.scale,
        code=one.code,
        position=_within(one.value, recipe.span),
        low=None if one.low is None else _within(one.low, recipe.span),
        high=None if one.high is None else _within(one.high, recipe.span),
        confidence=one.confidence,
        standard_error=one.standard_error,
        n_units=round(one.n_units),
        sources=one.sources,
    )


def _within(number: float, span: tuple[float, float]) -> float:
    """Keep a number inside of what is possible, where a correction leads beyond."""
    return min(max(number, span[0]), span[1])


def _row(position: Position, found: CaseEstimate) -> dict[str, object]:
    """Put a position and how it was made into one row."""
    return {
        **row_of_position(position),
        "sources": None if position.sources is None else dict(position.sources),
        "method": found.method,
        "n_coded": found.n_coded,
        "tuning": found.tuning,
        "alternatives": [
            {
                "method": one.method,
                "position": one.value,
                "low": one.low,
                "high": one.high,
                "standard_error": one.standard_error,
            }
            for one in found.alternatives
        ],
    }


def _shares(found: CaseEstimate) -> str:
    """Say where the variance comes from."""
    mark = "" if found.is_corrected else f", {UNCORRECTED}"
    if not found.sources:
        return mark
    if len(found.sources) == 1:
        return f", all of it from {next(iter(found.sources))}{mark}"
    parts = ", ".join(f"{name} {share:.0%}" for name, share in found.sources.items())
    return f", from {parts}{mark}"
