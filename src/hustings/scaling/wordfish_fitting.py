r"""Two ways to fit Wordfish, each with a report on how it ended.

``published`` is the alternation of the published implementation, sweep by sweep, with
its prior and its rule for stopping; ``mode`` climbs to the top of the log posterior.
The two differ. The alternation gives theta a prior of precision 1 and then takes it
back by standardising; at the top, the invariance of the model to the scale of theta
asks for the precision :math:`\lambda \sum_j \beta_j^2 / (n - 1)`, which is often 30
times as much. So its log posterior rises, passes its height and falls, and where it
stops is decided by where it began.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from hustings.scaling.directions import identical_cases
from hustings.scaling.residual_axes import row_axes
from hustings.scaling.wordfish_model import (
    Parameters,
    linear_part,
    log_posterior,
    standardised,
    update_cases,
    update_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hustings.estimates.resampling import FloatArray
    from hustings.scaling.wordfish_model import WordCounts

Optimum: TypeAlias = Literal["published", "mode"]
"""Where the fit ends: where the published alternation stops, or at the mode."""

_SAME_WORDS = 1e-6
_MEMORY = 10
"""Earlier steps that extrapolation looks back on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopping:
    """When a fit ends.

    Attributes
    ----------
    tolerance : float
        Of the gain in log posterior by a published sweep, and of the largest change of
        a position by a sweep or by a step toward the mode.
    max_iterations : int
    """

    tolerance: float
    max_iterations: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fit:
    """Parameters, and how they were reached.

    Attributes
    ----------
    parameters : Parameters
    theta_precision : float
        Of the prior on theta in the last step.
    centre, spread, level : float
        What was taken off theta, what theta was divided by, and what was taken off
        alpha in the last step; new cases are treated alike.
    is_converged : bool
    n_iterations : int
    trace : tuple of float
        The log posterior after each iteration.
    last_change : float
        The last gain in log posterior (published) or largest change of theta (mode).
    """

    parameters: Parameters
    theta_precision: float
    centre: float
    spread: float
    level: float
    is_converged: bool
    n_iterations: int
    trace: tuple[float, ...]
    last_change: float

    def turned(self) -> Fit:
        """Swap the ends of the scale."""
        return replace(self, parameters=self.parameters.turned(), centre=-self.centre)

    def placed(self, raw: Parameters) -> Parameters:
        """Put alpha and theta of the last step, or of new cases, on the scale."""
        return replace(
            raw,
            alpha=raw.alpha - self.level,
            theta=(raw.theta - self.centre) / self.spread,
        )


def fit_published(
    counts: WordCounts, start: Parameters, *, precision: float, stopping: Stopping
) -> Fit:
    """Alternate until the log posterior gains little or falls, or positions stay."""
    now, trace, gain, moved = start, [-np.inf], np.inf, np.inf
    while min(gain, moved) >= stopping.tolerance:
        if len(trace) > stopping.max_iterations:
            break
        words = update_words(counts, now, precision=precision)
        step = update_cases(counts, words, precision=1.0)
        before, now = now, _placed_as_published(step.parameters)
        trace.append(log_posterior(counts, now, precision=precision, step=step))
        gain = trace[-1] - trace[-2]
        moved = float(np.abs(now.theta - before.theta).max())
    raw = step.parameters
    return Fit(
        parameters=now,
        theta_precision=1.0,
        centre=float(raw.theta.mean()),
        spread=float(raw.theta.std(ddof=1)),
        level=float(raw.alpha.mean()),
        is_converged=min(gain, moved) < stopping.tolerance,
        n_iterations=len(trace) - 1,
        trace=tuple(trace[1:]),
        last_change=float(gain),
    )


def _placed_as_published(raw: Parameters) -> Parameters:
    """Standardise theta and centre alpha; psi and beta take no part, as published."""
    return replace(
        raw, theta=standardised(raw.theta), alpha=raw.alpha - raw.alpha.mean()
    )


def fit_mode(
    counts: WordCounts, start: Parameters, *, precision: float, stopping: Stopping
) -> Fit:
    """Climb to the mode by alternation that is extrapolated (Anderson 1965)."""
    search = _Search(counts=counts, precision=precision)
    point, beta, past = _point(start), start.beta, _Past()
    trace: list[float] = []
    change, highest = np.inf, -np.inf
    for _ in range(stopping.max_iterations):
        step = search.step(point, beta)
        if past.reached is not None and step.height < highest - search.noise(highest):
            # The extrapolation went down: take the plain step instead.
            point, past = past.reached, _Past()
            continue
        highest, beta = max(highest, step.height), step.words.beta
        trace.append(step.height)
        change = step.change
        if change < stopping.tolerance:
            break
        past = past.with_step(point, step.reached)
        point = _on_scale(past.extrapolated())
    return _fit_at(step, precision, trace, converged=change < stopping.tolerance)


def mode_precision(beta: FloatArray, n_cases: int, *, precision: float) -> float:
    """Give the precision of theta that fits the scale of beta at the mode."""
    return float(precision * beta @ beta / (n_cases - 1))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Step:
    """One step: where it started, its words and height, and what it reached."""

    words: Parameters
    height: float
    reached: FloatArray
    change: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Search:
    """What stays the same on the way to the mode."""

    counts: WordCounts
    precision: float

    def step(self, point: FloatArray, beta: FloatArray) -> _Step:
        """Fit words at a point (2 n_cases,) of alpha and theta, then the cases."""
        alpha, theta = np.split(point, 2)
        now = Parameters(alpha=alpha, theta=theta, psi=beta, beta=beta)
        words = update_words(self.counts, now, precision=self.precision)
        prior = mode_precision(words.beta, len(theta), precision=self.precision)
        step = update_cases(self.counts, words, precision=prior)
        reached = _point(step.parameters)
        return _Step(
            words=words,
            height=self._height(words, step.scores),
            reached=reached,
            change=float(np.abs(reached - point).max()),
        )

    def _height(self, words: Parameters, scores: FloatArray) -> float:
        """Compute the log posterior where psi fits the margins of the words."""
        penalty = self.precision * words.beta @ words.beta + words.theta @ words.theta
        linear = linear_part(self.counts, words, scores=scores)
        return linear - self.counts.total - float(penalty) / 2

    @staticmethod
    def noise(height: float) -> float:
        """Say how exactly a height is known."""
        return 1e-12 * abs(height) + 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class _Past:
    """Points and what steps from them reached, the last ones of each."""

    points: tuple[FloatArray, ...] = ()
    images: tuple[FloatArray, ...] = ()

    @property
    def reached(self) -> FloatArray | None:
        """What the last step reached, if there was one."""
        return self.images[-1] if self.images else None

    def with_step(self, point: FloatArray, image: FloatArray) -> _Past:
        """Remember one step more."""
        return _Past((*self.points, point)[-_MEMORY:], (*self.images, image)[-_MEMORY:])

    def extrapolated(self) -> FloatArray:
        """Combine the steps so that what they would still change is least."""
        if len(self.images) == 1:
            return self.images[0]
        images, points = np.array(self.images), np.array(self.points)
        rests = images - points
        weights, *_ = np.linalg.lstsq(np.diff(rests, axis=0).T, rests[-1], rcond=1e-10)
        combined: FloatArray = images[-1] - weights @ np.diff(images, axis=0)
        return combined


def _point(now: Parameters) -> FloatArray:
    """Join alpha and theta, on the scale, to one vector of shape (2 n_cases,)."""
    return _on_scale(np.concatenate([now.alpha, now.theta]))


def _on_scale(point: FloatArray) -> FloatArray:
    """Standardise the thetas and centre the alphas."""
    alpha, theta = np.split(point, 2)
    return np.concatenate([alpha - alpha.mean(), standardised(theta)])


def _fit_at(
    step: _Step, precision: float, trace: list[float], *, converged: bool
) -> Fit:
    """Describe the fit where a step began: its words were fitted there."""
    words = step.words
    return Fit(
        parameters=words,
        theta_precision=mode_precision(
            words.beta, len(words.theta), precision=precision
        ),
        centre=0.0,
        spread=1.0,
        level=0.0,
        is_converged=converged,
        n_iterations=len(trace),
        trace=tuple(trace),
        last_change=step.change,
    )


def start_parameters(counts: WordCounts) -> Parameters:
    """Begin with the first axis of the residuals, and words that tell nothing."""
    axes, singular_values = row_axes(counts.by_case, 1)
    if singular_values[0] < _SAME_WORDS:
        raise identical_cases()
    alpha = np.log(counts.case_totals)
    return Parameters(
        alpha=alpha - np.log(counts.case_totals.mean()),
        theta=standardised(axes[:, 0] / np.sqrt(counts.case_totals)),
        psi=np.log(counts.word_totals / len(alpha)),
        beta=np.zeros(len(counts.word_totals)),
    )


_FITS: Mapping[Optimum, Callable[..., Fit]] = {
    "published": fit_published,
    "mode": fit_mode,
}


def fit_as(
    optimum: Optimum,
    counts: WordCounts,
    start: Parameters,
    *,
    precision: float,
    stopping: Stopping,
) -> Fit:
    """Fit in the way that was asked for."""
    return _FITS[optimum](counts, start, precision=precision, stopping=stopping)
