"""Many fallible coders: how likely each value of each unit is, and how good each coder.

The model of Dawid and Skene (1979). Every unit has one true value; a coder gives a
value with probabilities that depend on the true one only, a row of the confusion matrix
of that coder. Nobody knows the true values, so both are estimated together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from hustings.errors import InvalidOptionError
from hustings.estimates.frames import frame_from_rows
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import polars as pl

    from hustings.estimates.resampling import FloatArray

IntArray: TypeAlias = NDArray[np.int64]

FEW_CODINGS = 30
"""Of a coder with fewer codings the accuracy is hardly more than a guess."""

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class CoderAccuracy:
    """How often a coder gives the true value, as the model sees it.

    Attributes
    ----------
    accuracy : float
        Expected share of units that the coder gets right, in [0, 1], if values occur
        as often as `DawidSkeneResult.shares` says. It is measured against what the
        coders together say, not against an outside truth: where most make the same
        mistake, it counts as right.
    n_codings : int
        What it rests on; with fewer than `FEW_CODINGS` it is hardly more than a guess.
    """

    coder: str
    accuracy: float
    n_codings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DawidSkeneResult:
    """Probabilities of values, and coders' confusion matrices.

    Attributes
    ----------
    units, coders, values : tuple of str
        In the order in which they first occur; values in alphabetical order.
    probabilities : array of shape (n_units, n_values)
        Of each value for each unit; rows add up to 1.
    shares : array of shape (n_values,)
        How often each value is the true one; they add up to 1.
    confusion : array of shape (n_coders, n_values, n_values)
        Entry [j, k, l]: how probably coder j says l where k is true; rows add up to 1.
    n_codings : array of shape (n_coders,)
    log_likelihood : float
        Of the codings under the estimates, the prior left out.
    n_iterations : int
    converged : bool
        Whether the last step changed the log posterior by less than the tolerance.
    """

    units: tuple[str, ...]
    coders: tuple[str, ...]
    values: tuple[str, ...]
    probabilities: FloatArray
    shares: FloatArray
    confusion: FloatArray
    n_codings: IntArray
    log_likelihood: float
    n_iterations: int
    converged: bool
    parameters: Mapping[str, object] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def accuracies(self) -> tuple[CoderAccuracy, ...]:
        """Return each coder's estimated accuracy, with what it rests on."""
        right = np.einsum("k,jkk->j", self.shares, self.confusion)
        return tuple(
            CoderAccuracy(coder=coder, accuracy=float(share), n_codings=int(n))
            for coder, share, n in zip(self.coders, right, self.n_codings, strict=True)
        )

    def most_probable(self) -> dict[str, tuple[str, float]]:
        """Return the most probable value of each unit, with its probability."""
        best = self.probabilities.argmax(axis=1)
        return {
            unit: (self.values[k], float(self.probabilities[i, k]))
            for i, (unit, k) in enumerate(zip(self.units, best, strict=True))
        }

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a unit and value, with its probability."""
        return [
            {"unit": unit, "value": value, "probability": float(probability)}
            for unit, row in zip(self.units, self.probabilities, strict=True)
            for value, probability in zip(self.values, row, strict=True)
        ]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return a line on the model and one a coder for a person to read."""
        end = "converged" if self.converged else "did not converge"
        head = (
            f"{len(self.units)} units by {len(self.coders)} coders: {end} after "
            f"{self.n_iterations} iterations, log-likelihood {self.log_likelihood:.2f}."
        )
        return "\n".join([head, *(_line(one) for one in self.accuracies())])


def dawid_skene(
    units: Sequence[str],
    coders: Sequence[str],
    values: Sequence[str],
    *,
    smoothing: float = 0.1,
    tolerance: float = 1e-7,
    most_iterations: int = 1000,
) -> DawidSkeneResult:
    r"""Estimate true values and coders' errors together, by expectation-maximisation.

    .. math:: T_{ik} \propto p_k \prod_{(j, l) \in i} \pi_{jkl}, \qquad
        p_k = \frac{\sum_i T_{ik} + s}{n + K s}, \qquad
        \pi_{jkl} = \frac{\sum_{i} T_{ik} n_{ijl} + s}
        {\sum_{l'} (\sum_i T_{ik} n_{ijl'} + s)}

    in turn until the log posterior stands still. T starts as the share of a unit's
    codings that have each value, which is the vote of the majority made soft.

    Parameters
    ----------
    units, coders, values : sequence of str
        One entry a coding, of equal length. A coder may have coded a unit more than
        once; each coding counts.
    smoothing : float, default=.1
        s, the codings that are added to every cell of every confusion matrix and to
        every share: a symmetric Dirichlet prior with the parameter 1 + s. With 0 it is
        the maximum likelihood of the paper, in which a coder's cell that is empty once
        stays empty and a few codings make certain.
    tolerance : float, default=1e-7
        Stop where a step raises the log posterior by less, per coding.
    most_iterations : int, default=1000
        Stop here in any case, with a `Problem`.

    Returns
    -------
    DawidSkeneResult

    Raises
    ------
    InvalidOptionError
        If there are no codings, the sequences differ in length, or an option is
        outside its range.

    Notes
    -----
    The model takes coders' mistakes as independent. Where several coders share a
    misreading, the probabilities are too sure of themselves.

    References
    ----------
    Dawid, A. P., & Skene, A. M. (1979). Maximum likelihood estimation of observer
    error-rates using the EM algorithm. Journal of the Royal Statistical Society C,
    28(1), 20-28. https://doi.org/10.2307/2346806

    Examples
    --------
    >>> said = {"ana": "xxyyxyxy", "bo": "xxyyxyxy", "carl": "xyxyyxxy"}
    >>> rows = [
    ...     (str(i), who, v) for who, all in said.items() for i, v in enumerate(all)
    ... ]
    >>> result = dawid_skene(*zip(*rows))
    >>> result.most_probable()["1"][0]
    'x'
    >>> for one in result.accuracies():
    ...     print(one.coder, round(one.accuracy, 1))
    ana 1.0
    bo 1.0
    carl 0.5
    """
    _check(units, coders, values, smoothing, most_iterations)
    names = [tuple(dict.fromkeys(one)) for one in (units, coders)]
    kinds = tuple(sorted(set(values)))
    places = [
        _places(named, said)
        for named, said in zip([*names, kinds], [units, coders, values], strict=True)
    ]
    model = _Model(*places, smoothing=smoothing)
    fit = _fit(model, tolerance * len(units), most_iterations)
    n_codings = np.bincount(places[1]).astype(np.int64)
    return DawidSkeneResult(
        units=names[0],
        coders=names[1],
        values=kinds,
        probabilities=fit.truth,
        shares=fit.shares,
        confusion=fit.confusion,
        n_codings=n_codings,
        log_likelihood=fit.log_likelihood,
        n_iterations=fit.n_iterations,
        converged=fit.converged,
        parameters={"smoothing": smoothing, "tolerance": tolerance},
        problems=tuple(_problems(fit, names[1], kinds, places, n_codings)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fit:
    """The estimates after a step; arrays as in `DawidSkeneResult`."""

    truth: FloatArray
    shares: FloatArray
    confusion: FloatArray
    log_likelihood: float
    log_posterior: float
    n_iterations: int = 0
    converged: bool = False


class _Model:
    """The codings: of each its unit and its cell, one of n_coders * n_values.

    Sums over a unit or a cell are taken a column of values at a time.
    """

    def __init__(
        self, unit: IntArray, coder: IntArray, value: IntArray, *, smoothing: float
    ) -> None:
        self.n_coders = int(coder.max()) + 1
        self.n_values = int(value.max()) + 1
        self.smoothing = smoothing
        self.n_units = int(unit.max()) + 1
        self.unit, self.value = unit, value
        self.cell = coder * self.n_values + value

    def votes(self) -> FloatArray:
        """Give the share of each unit's codings with each value."""
        n_places = self.n_units * self.n_values
        place = self.unit * self.n_values + self.value
        votes = np.bincount(place, minlength=n_places).reshape(self.n_units, -1)
        return np.asarray(votes / votes.sum(axis=1, keepdims=True))

    def maximise(self, truth: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Give shares and confusion matrices that fit probabilities best."""
        shares = truth.sum(axis=0) + self.smoothing
        cells = _added(self.cell, truth[self.unit], self.n_coders * self.n_values)
        by_coder = cells.reshape(self.n_coders, self.n_values, self.n_values)
        confusion = by_coder.transpose(0, 2, 1) + self.smoothing
        rows = confusion.sum(axis=2, keepdims=True)
        even = np.full_like(confusion, 1 / self.n_values)
        return shares / shares.sum(), np.where(
            rows > 0, confusion / np.where(rows > 0, rows, 1), even
        )

    def expect(self, shares: FloatArray, confusion: FloatArray) -> _Fit:
        """Give the probabilities of values, and how well the codings are explained."""
        log_confusion = _log(confusion)
        cells = log_confusion.transpose(0, 2, 1).reshape(-1, self.n_values)
        joint = _log(shares) + _added(self.unit, cells[self.cell], self.n_units)
        top = joint.max(axis=1, keepdims=True)
        odds = np.exp(joint - top)
        summed = odds.sum(axis=1, keepdims=True)
        likelihood = float((top + np.log(summed)).sum())
        prior = self.smoothing * float(_log(shares).sum() + log_confusion.sum())
        return _Fit(
            truth=odds / summed,
            shares=shares,
            confusion=confusion,
            log_likelihood=likelihood,
            log_posterior=likelihood + prior,
        )


def _fit(model: _Model, tolerance: float, most_iterations: int) -> _Fit:
    """Take both steps in turn until the log posterior stands still."""
    truth, before = model.votes(), -np.inf
    for i in range(most_iterations):
        step = model.expect(*model.maximise(truth))
        converged = step.log_posterior - before < tolerance
        if converged or i + 1 == most_iterations:
            break
        truth, before = step.truth, step.log_posterior
    return _Fit(
        truth=step.truth,
        shares=step.shares,
        confusion=step.confusion,
        log_likelihood=step.log_likelihood,
        log_posterior=step.log_posterior,
        n_iterations=i + 1,
        converged=converged,
    )


def _added(place: IntArray, rows: FloatArray, n_places: int) -> FloatArray:
    """Add up the rows that fall on each place, shape (n_places, n_columns)."""
    columns = [
        np.bincount(place, weights=column, minlength=n_places) for column in rows.T
    ]
    return np.column_stack(columns)


def _log(probabilities: FloatArray) -> FloatArray:
    """Take logarithms; what is impossible becomes very improbable, not NaN."""
    return np.log(np.maximum(probabilities, 1e-300))


def _places(names: Sequence[str], said: Sequence[str]) -> IntArray:
    """Give the place of each entry among the names."""
    place = {name: i for i, name in enumerate(names)}
    return np.array([place[one] for one in said], np.int64)


def _check(
    units: Sequence[str],
    coders: Sequence[str],
    values: Sequence[str],
    smoothing: float,
    most_iterations: int,
) -> None:
    """Raise for what no model can be made of."""
    if not units or not len(units) == len(coders) == len(values):
        raise InvalidOptionError(
            option="codings",
            value=(len(units), len(coders), len(values)),
            advice="Give one unit, coder and value for each of one or more codings.",
        )
    if smoothing < 0:
        raise InvalidOptionError(
            option="smoothing", value=smoothing, advice="Use 0 or more, such as 0.1."
        )
    if most_iterations < 1:
        raise InvalidOptionError(
            option="most_iterations", value=most_iterations, advice="Use 1 or more."
        )


def _problems(
    fit: _Fit,
    coders: Sequence[str],
    values: Sequence[str],
    places: Sequence[IntArray],
    n_codings: IntArray,
) -> Iterator[Problem]:
    """Tell what the estimates do not bear."""
    if not fit.converged:
        yield Problem(
            kind="not converged",
            message=f"The model had not converged after {fit.n_iterations} iterations; "
            "its probabilities may still move. Allow more, or raise the smoothing.",
        )
    if len(values) == 1:
        yield Problem(
            kind="one value",
            message=f"Every coding is {values[0]!r}, so nothing can be learned of the "
            "coders.",
        )
    if len(np.unique(places[0] * len(coders) + places[1])) == len(np.unique(places[0])):
        yield Problem(
            kind="no unit coded twice",
            message="No unit was coded by two coders, so nothing can be learned of "
            "their accuracy; every coder is taken at their word.",
        )
    few = [coder for coder, n in zip(coders, n_codings, strict=True) if n < FEW_CODINGS]
    if few:
        more = f" and {len(few) - _MOST_NAMED} more" if len(few) > _MOST_NAMED else ""
        yield Problem(
            kind="few codings",
            message=f"{', '.join(few[:_MOST_NAMED])}{more} gave fewer than "
            f"{FEW_CODINGS} codings; their accuracies are hardly more than a guess.",
        )


def _line(one: CoderAccuracy) -> str:
    """Put a coder's accuracy on one line."""
    note = "" if one.n_codings >= FEW_CODINGS else ", too few to tell"
    return f"{one.coder}: accuracy {one.accuracy:.2f} ({one.n_codings} codings{note})"
