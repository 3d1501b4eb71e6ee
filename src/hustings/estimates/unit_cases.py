r"""A case unit by unit, and its sums drawn anew.

Every source is a factor on the weights of units or codings, so that sources compose by
multiplying: a unit drawn twice into the text, standing for two after a cut was left
out, in a sample that was drawn anew, half by the one coder and half by the other.

Two rules keep errors from being counted twice. Units drawn anew, into the text or into
the sample, differ in part because their coders erred: what coders add is therefore
scaled by :math:`\sqrt{\pi_i}` where the sample is drawn anew, as in two-stage sampling
(Särndal et al. 1992, ch. 4), and by 0 where the text is. And a text drawn anew brings
its sample along: drawing the sample once more would add nothing that is not there.

References
----------
Särndal, C.-E., Swensson, B., & Wretman, J. (1992). Model assisted survey sampling.
Springer. https://doi.org/10.1007/978-1-4612-4378-6
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from hustings.estimates.coder_error import (
    borrowed_steps,
    coding_weights,
    even_weights,
)
from hustings.estimates.design_based import design_strata, rescaled_weights
from hustings.estimates.replicates import Replicates, Tally
from hustings.estimates.sampling import block_weights, drawn_weights
from hustings.estimates.unitising import boundary_weights, variant_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hustings.estimates.coder_error import SecondOpinions
    from hustings.estimates.observations import IntArray, UnitObservations
    from hustings.estimates.resampling import FloatArray
    from hustings.estimates.sources import Source, Sources

_Entry = TypeVar("_Entry", bound=np.generic)
_FEWEST = 2
"""Of fewer hand codings nobody can say how they spread."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UnitCase:
    """Units of one case that count, and their codings.

    Attributes
    ----------
    part : array of shape (n_units,)
        What each unit adds to the number of units: 1, or less with several unitisings.
    coded : array of int, shape (n_coded,)
        Units whose hand codings count.
    weight : array of shape (n_coded,)
        How many units each of them stands for.
    place : array of int, shape (n_codings,)
        Position among `coded` of the unit of each coding, ascending.
    kept : array of shape (n_coded,)
        1 less the inclusion probability; 0 where nothing was left out.
    members : list of arrays of int
        Drawn things by stratum, as positions in `things`.
    things : array of int, shape (n_coded,)
        Which drawn thing (unit or cluster) each coded unit belongs to.
    opinions, values :
        What second coders said, and which value each coding has there.
    """

    part: FloatArray
    coded: IntArray
    weight: FloatArray
    place: IntArray
    amounts: FloatArray
    machine: FloatArray | None
    kept: FloatArray
    members: list[IntArray]
    things: IntArray
    block: IntArray | None
    variant: IntArray | None
    boundary: FloatArray | None
    inner_cuts: FloatArray | None
    opinions: SecondOpinions | None
    values: IntArray | None

    @property
    def n_units(self) -> float:
        """All units."""
        return float(self.part.sum())

    @property
    def n_coded(self) -> float:
        """Units with a coding by hand that counts."""
        return float(len(self.coded))

    @property
    def n_codings(self) -> float:
        """Codings by hand that count."""
        return float(len(self.place))

    @property
    def n_drawn(self) -> float:
        """Things drawn into the sample, less one for each stratum after the first."""
        return sum(len(one) - 1.0 for one in self.members) + min(self.n_coded, 1)

    def freedom(self, sources: Sources) -> float:
        """Degrees of freedom: drawn things (or blocks) beyond one a stratum.

        A sample too small to correct a machine has no say: what stands is the machine's
        word, or an error borrowed from other cases.
        """
        by_block = sources.sampling is not None and sources.sampling.by == "blocks"
        found = max(self.n_drawn - 1, 0.0)
        if self.is_sampled and self.n_coded < _FEWEST:
            found = inf
        if by_block and self.block is not None:
            return min(len(np.unique(self.block)) - 1.0, found)
        return found

    @property
    def is_sampled(self) -> bool:
        """Whether hand codings are a sample that speaks for a machine's."""
        return self.machine is not None

    @property
    def kept_noise(self) -> float:
        """Share of coders' noise that comes with a sample drawn anew."""
        return float(self.kept.mean()) if len(self.kept) else 0.0

    def draw(
        self,
        active: frozenset[Source],
        sources: Sources,
        n_draws: int,
        generator: np.random.Generator,
    ) -> Replicates:
        """Draw the case anew with these sources on."""
        text = self._text_weights(active, sources, n_draws, generator)
        sample = text[:, self.coded] * self.weight
        if "machine" in active and "sampling" not in active:
            sample = sample * self._sample_factors(n_draws, generator)
        text = text * self.part
        n_units = text.sum(axis=1)
        hand = self._hand(sample, n_units, active, n_draws, generator)
        if self.machine is None:
            return Replicates(hand=hand)
        whole = Tally(sums=text @ self.machine, n_units=n_units)
        return Replicates(
            hand=hand,
            whole=whole,
            sampled=_weighed(sample, self.machine[self.coded], n_units),
        )

    def _text_weights(
        self,
        active: frozenset[Source],
        sources: Sources,
        n_draws: int,
        generator: np.random.Generator,
    ) -> FloatArray:
        """Weigh the units of a text drawn and cut anew: (n_draws or 1, n_units)."""
        weights = np.ones((1, len(self.part)))
        if "sampling" in active and sources.sampling is not None:
            if sources.sampling.by == "blocks" and self.block is not None:
                drawn = block_weights(self.block, n_draws=n_draws, generator=generator)
            else:
                drawn = drawn_weights(
                    len(self.part), n_draws=n_draws, generator=generator
                )
            weights = drawn
        if "unitising" in active:
            weights = weights * self._cut_weights(n_draws, generator)
        return weights

    def _cut_weights(self, n_draws: int, generator: np.random.Generator) -> FloatArray:
        """Weigh the units of a text cut anew."""
        weights = np.ones((n_draws, len(self.part)))
        if self.variant is not None:
            weights = variant_weights(
                self.variant, n_draws=n_draws, generator=generator
            )
        if self.boundary is not None:
            weights = weights * boundary_weights(
                self.boundary, self.inner_cuts, n_draws=n_draws, generator=generator
            )
        return weights

    def _sample_factors(
        self, n_draws: int, generator: np.random.Generator
    ) -> FloatArray:
        """Draw the sample anew: factors of shape (n_draws, n_coded)."""
        kept = np.zeros(int(self.things.max(initial=-1)) + 1)
        kept[self.things] = self.kept
        factors = rescaled_weights(
            self.members, kept, n_draws=n_draws, generator=generator
        )
        return factors[:, self.things]

    def _hand(
        self,
        sample: FloatArray,
        n_units: FloatArray,
        active: frozenset[Source],
        n_draws: int,
        generator: np.random.Generator,
    ) -> Tally | None:
        """Add up the hand codings, drawn anew if coders are on."""
        if not len(self.coded):
            return None
        spread = sample[:, self.place]
        even = even_weights(self.place)
        codings = spread * even
        steps: FloatArray | float = 0.0
        if "coders" in active and "sampling" not in active:
            share = 1 - self.kept if "machine" in active else np.ones_like(self.kept)
            scale = np.sqrt(share)[self.place]
            spread = np.broadcast_to(spread * scale, (n_draws, len(self.place)))
            drawn = coding_weights(self.place, n_draws=n_draws, generator=generator)
            codings = codings + spread * (drawn - even)
            steps = self._borrowed(spread, generator)
        sums = codings @ self.amounts + steps
        return _scaled(sums, sample.sum(axis=1), n_units)

    def _borrowed(
        self, weights: FloatArray, generator: np.random.Generator
    ) -> FloatArray | float:
        """Move the values of single codings as second coders would."""
        if self.opinions is None or self.values is None:
            return 0.0
        single = even_weights(self.place) == 1
        if not single.any():
            return 0.0
        return borrowed_steps(
            self.opinions, self.values[single], weights[:, single], generator
        )

    def grouped(self, groups: FloatArray) -> UnitCase:
        """Add up columns before drawing."""
        machine = None if self.machine is None else self.machine @ groups
        return replace(self, amounts=self.amounts @ groups, machine=machine)


def unit_cases(
    observations: UnitObservations, opinions: SecondOpinions | None
) -> list[UnitCase]:
    """Take units and codings apart by case; codings are ordered by unit."""
    n_cases = len(observations.cases)
    units = _by_index(observations.case_of_unit, n_cases)
    order = np.argsort(observations.unit_of_coding, kind="stable")
    unit_of_coding = observations.unit_of_coding[order]
    of_case = observations.case_of_unit[unit_of_coding]
    codings = [order[one] for one in _by_index(of_case, n_cases)]
    return [
        _unit_case(observations, of_units, of_codings, opinions)
        for of_units, of_codings in zip(units, codings, strict=True)
    ]


def _by_index(index: IntArray, n: int) -> list[IntArray]:
    """List the positions of each index, ascending."""
    order = np.argsort(index, kind="stable")
    return np.split(order, np.cumsum(np.bincount(index, minlength=n))[:-1])


def _unit_case(
    observations: UnitObservations,
    units: IntArray,
    codings: IntArray,
    opinions: SecondOpinions | None,
) -> UnitCase:
    """Choose what counts of one case."""
    of_coding = np.searchsorted(units, observations.unit_of_coding[codings])
    has_coding = np.zeros(len(units), np.bool_)
    has_coding[of_coding] = True
    counts = has_coding & ~np.isnan(_probability(observations, units))
    is_used = counts[of_coding]
    coded = np.flatnonzero(counts)
    there = np.ones_like(counts) if _speaks_for_others(observations) else counts
    sample = _Sample(
        units=units[there],
        coded=(np.cumsum(there) - 1)[coded],
        place=np.searchsorted(coded, of_coding[is_used]),
        amounts=observations.amounts[codings[is_used]],
    )
    return _with_design(observations, sample, opinions)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Sample:
    """Units of a case that count; the coded ones among them; their codings."""

    units: IntArray
    coded: IntArray
    place: IntArray
    amounts: FloatArray


def _with_design(
    observations: UnitObservations, sample: _Sample, opinions: SecondOpinions | None
) -> UnitCase:
    """Add what is known of the units, and how they were drawn."""
    units = sample.units
    weight, kept, members, things = _design(observations, units, sample.coded)
    variant = _of(observations.unitising_of_unit, units)
    return UnitCase(
        part=_parts(variant, len(units)),
        coded=sample.coded,
        weight=weight,
        place=sample.place,
        amounts=sample.amounts,
        machine=_of(observations.machine, units),
        kept=kept,
        members=members,
        things=things,
        block=_of(observations.block_of_unit, units),
        variant=variant,
        boundary=_of(observations.boundary, units),
        inner_cuts=_of(observations.inner_cuts, units),
        opinions=opinions,
        values=None if opinions is None else opinions.values_of(sample.amounts + 0.0),
    )


def _speaks_for_others(observations: UnitObservations) -> bool:
    """Say whether units without hand codings count, too."""
    return observations.machine is not None or observations.probability is not None


def _probability(observations: UnitObservations, units: IntArray) -> FloatArray:
    """Give each unit's inclusion probability; NaN where its codings do not count."""
    if observations.probability is not None:
        return observations.probability[units]
    is_no_sample = observations.machine is not None
    return np.full(len(units), np.nan if is_no_sample else 1.0)


def _design(
    observations: UnitObservations, units: IntArray, coded: IntArray
) -> tuple[FloatArray, FloatArray, list[IntArray], IntArray]:
    """Give weight, 1 - probability, strata and drawn things of the coded units."""
    at = units[coded]
    probability = _probability(observations, at)
    everything = len(coded) == len(units)
    kept = np.zeros(len(coded)) if everything else 1 - probability
    clusters = _of(observations.cluster_of_unit, at)
    strata = _of(observations.stratum_of_unit, at)
    things = np.arange(len(coded))
    if clusters is not None:
        _, things = np.unique(clusters, return_inverse=True)
    _, first = np.unique(things, return_index=True)
    members = design_strata(
        probability[first], None if strata is None else strata[first]
    )
    return 1 / probability, kept, members if len(coded) else [], things


def _parts(variant: IntArray | None, n_units: int) -> FloatArray:
    """Give each unit its part where there are several unitisings."""
    n_variants = 1 if variant is None else max(len(np.unique(variant)), 1)
    return np.full(n_units, 1 / n_variants)


def _of(array: NDArray[_Entry] | None, units: IntArray) -> NDArray[_Entry] | None:
    """Take the entries of some units, where there are any."""
    return None if array is None else array[units]


def _weighed(weights: FloatArray, amounts: FloatArray, n_units: FloatArray) -> Tally:
    """Weigh amounts and scale them up to the number of units."""
    return _scaled(weights @ amounts, weights.sum(axis=1), n_units)


def _scaled(sums: FloatArray, total: FloatArray, n_units: FloatArray) -> Tally:
    """Scale sums over a sample, of so much weight, up to the number of units."""
    scale = np.divide(n_units, total, out=np.full_like(total, np.nan), where=total > 0)
    return Tally(sums=sums * scale[:, None], n_units=n_units)
