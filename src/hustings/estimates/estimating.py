r"""The engine: any statistic, with every source of error in its interval.

.. math:: \hat\theta = f(\text{sums over units}), \qquad
    \theta^* = f(\text{sums drawn anew, all sources together})

The interval holds the middle of the :math:`\theta^*`; see
`hustings.estimates.corrected_intervals`. How each source is drawn stands in a module of
its own: `sampling`, `coder_error`, `misclassification`, `unitising`, `design_based`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hustings.errors import InvalidConfusionError
from hustings.estimates.assembling import Found, Way, assemble
from hustings.estimates.decomposition import net_variances
from hustings.estimates.observed_cases import observed_cases
from hustings.estimates.outcomes import Drawing
from hustings.estimates.rectifying import (
    borrowed_draws,
    find_correction,
    tuning_moments,
)
from hustings.estimates.requirements import (
    check_rows,
    check_sources,
    find_problems,
)
from hustings.estimates.results import UNCORRECTED
from hustings.estimates.sources import MachineError

if TYPE_CHECKING:
    from hustings.estimates.misclassification import ConfusionMatrix
    from hustings.estimates.observations import Observations
    from hustings.estimates.outcomes import Outcomes
    from hustings.estimates.rectifying import Correction
    from hustings.estimates.resampling import FloatArray, Resampling
    from hustings.estimates.results import Estimates
    from hustings.estimates.sources import ConfusionCorrection, Source, Sources
    from hustings.estimates.statistics import Statistic

_MACHINE: frozenset[Source] = frozenset({"machine"})
_NOTHING: frozenset[Source] = frozenset()
_WAYS: tuple[ConfusionCorrection, ...] = ("none", "matrix", "simex")


def estimate(
    statistic: Statistic,
    observations: Observations,
    sources: Sources,
    resampling: Resampling,
) -> Estimates:
    r"""Estimate a statistic of every case, with all sources in its interval.

    Parameters
    ----------
    statistic : Statistic
        Its columns are those of the observations, and so are those of a confusion
        matrix, whose codes name them.
    observations : CountObservations, UnitObservations or SparseObservations
    sources : Sources
        Which errors are to reach the interval. Those left out add nothing, but for one:
        units drawn anew differ in part because their coders erred, so an interval that
        holds sampling always holds coders' errors that are independent between units.
    resampling : Resampling
        Draws, confidence and seed; how the text is drawn anew is said by
        ``sources.sampling``, not by ``interval``.

    Returns
    -------
    Estimates
        One for each case and outcome that is defined, with its interval and the shares
        of its variance by source (each source drawn alone, and divided by their sum;
        see `hustings.estimates.decomposition`).

    Raises
    ------
    UnusableSourceError
        If the observations cannot show a source.
    InvalidConfusionError
        If a confusion matrix does not fit the columns, or SIMEX is asked of a coder
        who is as often wrong as right.

    References
    ----------
    Benoit, K., Laver, M., & Mikhaylov, S. (2009). Treating words as data with error:
    uncertainty in text statements of policy positions. American Journal of
    Political Science, 53(2), 495-513.
    https://doi.org/10.1111/j.1540-5907.2009.00383.x

    Mikhaylov, S., Laver, M., & Benoit, K. (2012). Coder reliability and
    misclassification in the human coding of party manifestos. Political Analysis,
    20(1), 78-91. https://doi.org/10.1093/pan/mpr047

    Angelopoulos, A. N., Bates, S., Fannjiang, C., Jordan, M. I., & Zrnic, T. (2023).
    Prediction-powered inference. Science, 382(6671), 669-674.
    https://doi.org/10.1126/science.adi6000

    Examples
    --------
    >>> import numpy as np
    >>> from hustings.estimates.observations import CountObservations
    >>> from hustings.estimates.resampling import Resampling
    >>> from hustings.estimates.sources import Sampling, Sources
    >>> from hustings.estimates.statistics import share_statistic
    >>> counts = CountObservations(
    ...     cases=("Harbour 2031",),
    ...     counts=np.array([[30.0]]),
    ...     n_units=np.array([100.0]),
    ...     case_of_row=np.array([0]),
    ... )
    >>> found = estimate(
    ...     share_statistic(("trams",)),
    ...     counts,
    ...     Sources(sampling=Sampling()),
    ...     Resampling(),
    ... )
    >>> print(found.summary())
    Harbour 2031, trams: 0.300 [0.212, 0.391] from sampling 100%
    """
    check_sources(observations, sources)
    check_rows(statistic, sources)
    drawing = _drawing(statistic, observations, sources, resampling.seed)
    run = _Run(drawing=drawing, sources=sources, n_draws=resampling.n_draws)
    problems = tuple(find_problems(observations, drawing.cases, sources))
    return assemble(run.found(), drawing, resampling, problems)


def _drawing(
    statistic: Statistic, observations: Observations, sources: Sources, seed: int
) -> Drawing:
    """Take the observations apart by case, columns added up where that is possible."""
    confusion = None if sources.coders is None else sources.coders.confusion
    n_columns = observations.n_columns
    _require_fit(confusion, n_columns)
    return Drawing(
        statistic=statistic,
        names=observations.cases,
        cases=observed_cases(observations, sources),
        sources=sources,
        confusion=confusion,
        n_columns=n_columns,
        seed=seed,
    )


def _require_fit(confusion: ConfusionMatrix | None, n_columns: int) -> None:
    """Raise unless the matrix has a row for each column."""
    if confusion is not None and len(confusion.codes) != n_columns:
        raise InvalidConfusionError(
            reason=f"it has {len(confusion.codes)} codes, and there are {n_columns}.",
            advice="Give it a row for each, uncoded units included.",
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Run:
    """One estimation: the same draws for the estimate and what stands beside it."""

    drawing: Drawing
    sources: Sources
    n_draws: int

    @property
    def way(self) -> ConfusionCorrection:
        """How hand codings are corrected for misclassification."""
        has_matrix = self.drawing.confusion is not None and self.sources.coders
        return self.sources.coders.correction if has_matrix else "none"  # type: ignore[union-attr] # it is there

    @property
    def active(self) -> frozenset[Source]:
        """All sources that are on."""
        return frozenset(self.sources.names)

    def found(self) -> Found:
        """Estimate everything."""
        point = self.drawing.outcomes(_NOTHING, 1, correction=self.way)
        if any(one.is_sampled for one in self.drawing.cases):
            return self._of_machine(point)
        total = self._draw(self.active) if self.active else point
        variances = self._variances(
            {one: self._draw(frozenset({one})).hand for one in self._alone}
            or dict.fromkeys(self.active, total.hand)
        )
        ways, problems = self._other_ways()
        return Found(
            value=point.hand[0],
            draws=total.hand if self.active else None,
            variances=variances,
            method="as coded" if self.drawing.confusion is None else self.way,
            ways=ways,
            problems=problems,
        )

    @property
    def _alone(self) -> tuple[Source, ...]:
        """Sources to be drawn alone: none if there is but one."""
        names = self.sources.names
        return names if len(names) > 1 else ()

    def _draw(
        self,
        active: frozenset[Source],
        *,
        way: ConfusionCorrection | None = None,
        is_known: bool = False,
    ) -> Outcomes:
        """Draw with some sources on."""
        return self.drawing.outcomes(
            active, self.n_draws, correction=way or self.way, is_known=is_known
        )

    def _of_machine(self, point: Outcomes) -> Found:
        """Estimate where a machine coded all units."""
        machine = self.sources.machine or MachineError()
        drawn = self._draw(_MACHINE)
        moments = tuning_moments(self.drawing, self.way)
        correction = find_correction(moments, point, self.drawing.bases, machine)
        if correction.rectifiers:
            return self._of_rectifiers(point, correction)
        total = drawn if self.active == _MACHINE else self._draw(self.active)
        draws = correction.spread(total, value := correction.point(point))
        variances = self._of_sources(correction, drawn, total)
        ways, problems = self._other_ways(correction)
        return Found(
            value=value,
            draws=self._of_text(value, draws, variances),
            variances={one: variances[one] for one in self.sources.names},
            method=machine.correction,
            tuning=correction.tuning,
            is_usable=correction.is_usable,
            ways=(*_other_corrections(correction, point, total, draws), *ways),
            problems=problems,
        )

    def _of_text(
        self,
        value: FloatArray,
        draws: FloatArray,
        variances: dict[Source, FloatArray],
    ) -> FloatArray | None:
        """Leave the machine's error out of the draws where its source is off."""
        if not self.active:
            return None
        if self.active & {"sampling", "machine"} != {"sampling"}:
            return draws
        return _without_machine(value, draws, variances["sampling"])

    def _of_sources(
        self, correction: Correction, drawn: Outcomes, total: Outcomes
    ) -> dict[Source, FloatArray]:
        """Compute the variance that each source has with hand and machine joined."""
        joined: dict[Source, FloatArray] = {
            one: correction.combined(self._draw(frozenset({one})))
            for one in self._alone
            if one != "machine"
        }
        if not self._alone:
            joined = dict.fromkeys(self.active, correction.combined(total))
        joined["machine"] = correction.combined(drawn)
        return self._variances(joined)

    def _of_rectifiers(self, point: Outcomes, correction: Correction) -> Found:
        """Estimate with rectifiers borrowed between cases."""
        text = self.active - _MACHINE
        seed, names = self.drawing.seed, self.drawing.row_names
        moved = self._draw(text)
        variances = {
            one: _variance(self._draw(frozenset({one})).whole) for one in sorted(text)
        }
        still = borrowed_draws(correction, point, self._draw(_NOTHING), names, seed)
        total = borrowed_draws(correction, point, moved, names, seed)
        if "machine" in self.active:
            variances["machine"] = _variance(still)
        return Found(
            value=correction.point(point),
            draws=total
            if "machine" in self.active
            else moved.whole + _shift(correction),
            variances=variances,
            method="borrowed rectifier",
            ways=(Way(name=UNCORRECTED, value=point.whole[0]),),
        )

    def _variances(self, alone: dict[Source, FloatArray]) -> dict[Source, FloatArray]:
        """Compute variances by source, freed of what they hold of others."""
        found = {one: _variance(draws) for one, draws in alone.items()}
        if not found:
            return {}
        shape = next(iter(found.values())).shape
        bases = self.drawing.bases
        return net_variances(
            found,
            noise=self._noise(found, shape),
            kept_noise=np.array([[one.kept_noise] for one in bases]),
            is_sampled=np.array([[one.is_sampled] for one in bases]),
        )

    def _noise(
        self, found: dict[Source, FloatArray], shape: tuple[int, ...]
    ) -> FloatArray:
        """Give the variance of coders' errors, a doubtful matrix left out."""
        if "coders" not in found:
            return np.zeros(shape)
        confusion = self.drawing.confusion
        if confusion is None or confusion.n_units is None:
            return found["coders"]
        return _variance(self._draw(frozenset({"coders"}), is_known=True).hand)

    def _other_ways(
        self, correction: Correction | None = None
    ) -> tuple[tuple[Way, ...], tuple[str, ...]]:
        """Correct for misclassification in the other ways, too."""
        if self.drawing.confusion is None:
            return (), ()
        ways, problems = [], []
        for way in _WAYS:
            try:
                ways.append(self._in_way(way, correction))
            except InvalidConfusionError as error:
                if way == self.way:
                    raise
                problems.append(f"There is no estimate by {way}: {error}")
        return tuple(ways), tuple(problems)

    def _in_way(self, way: ConfusionCorrection, correction: Correction | None) -> Way:
        """Estimate with hand codings corrected in one way."""
        point = self.drawing.outcomes(_NOTHING, 1, correction=way)
        drawn = self._draw(self.active, way=way) if self.active else None
        name = "uncorrected" if way == "none" else way
        if correction is None:
            draws = None if drawn is None else drawn.hand
            return Way(name=name, value=point.hand[0], draws=draws)
        value = correction.point(point)
        draws = None if drawn is None else correction.spread(drawn, value)
        return Way(name=name, value=value, draws=draws)


def _other_corrections(
    correction: Correction, point: Outcomes, total: Outcomes, tuned: FloatArray
) -> tuple[Way, ...]:
    """Give what the hand codings alone, and the other corrections, would say."""
    hand, difference = (correction.alone(point, one)[0] for one in (0.0, 1.0))
    return (
        Way(name="hand alone", value=hand, draws=correction.alone(total, 0.0)),
        Way(name="difference", value=difference, draws=correction.alone(total, 1.0)),
        Way(name="tuned", value=correction.point(point), draws=tuned),
        Way(name=UNCORRECTED, value=point.whole[0]),
    )


def _without_machine(
    value: FloatArray, draws: FloatArray, variance: FloatArray
) -> FloatArray:
    """Shrink draws of a text with its sample to what the text alone would give."""
    whole = _variance(draws)
    share = np.divide(variance, whole, out=np.zeros_like(whole), where=whole > 0)
    return np.asarray(value + (draws - value) * np.sqrt(np.clip(share, 0, 1)))


def _shift(correction: Correction) -> FloatArray:
    """Give the rectifiers themselves: (n_cases, m)."""
    return np.column_stack([one.shrunk for one in correction.rectifiers])


def _variance(draws: FloatArray) -> FloatArray:
    """Compute the variance over draws that are defined; 0 where fewer than 2 are."""
    known = np.isfinite(draws)
    n = known.sum(axis=0)
    mean = np.where(known, draws, 0).sum(axis=0) / np.maximum(n, 1)
    squares = np.where(known, draws - mean, 0) ** 2
    return np.asarray(squares.sum(axis=0) / np.maximum(n - 1, 1))
