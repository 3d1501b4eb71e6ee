r"""Estimates from random samples with known inclusion probabilities.

Nothing is assumed of the units or of the machine: all randomness is that of the draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hustings.errors import InvalidObservationsError
from hustings.estimates.sampling import drawn_weights

if TYPE_CHECKING:
    from hustings.estimates.observations import IntArray
    from hustings.estimates.resampling import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """An estimated total over all units, with its standard error.

    Attributes
    ----------
    estimate : float
    standard_error : float or None
        None where a single unit was drawn.
    n_sampled : int
    """

    estimate: float
    standard_error: float | None
    n_sampled: int


def horvitz_thompson_total(
    values: FloatArray, probabilities: FloatArray, *, strata: IntArray | None = None
) -> Total:
    r"""Estimate the total of a value over all units from a random sample.

    .. math:: \hat Y = \sum_{i \in s} \frac{y_i}{\pi_i}, \qquad
        \hat V = \sum_h \frac{n_h}{n_h - 1} \sum_{i \in s_h} (1 - \pi_i)
        \Bigl(\frac{y_i}{\pi_i} - \overline{(y / \pi)}_h\Bigr)^2

    Without bias whatever the values are. The variance is that of a fixed number of
    units drawn from each stratum.

    Parameters
    ----------
    values, probabilities : array of shape (n_sampled,)
    strata : array of int, shape (n_sampled,), optional
        Units of equal probability otherwise, which are taken as one stratum each.

    Raises
    ------
    InvalidObservationsError
        If no unit was drawn, or a probability lies outside (0, 1].

    References
    ----------
    Horvitz, D. G., & Thompson, D. J. (1952). A generalization of sampling without
    replacement from a finite universe. Journal of the American Statistical
    Association, 47(260), 663-685. https://doi.org/10.1080/01621459.1952.10483446

    Hájek, J. (1964). Asymptotic theory of rejective sampling with varying probabilities
    from a finite population. The Annals of Mathematical Statistics, 35(4), 1491-1523.
    https://doi.org/10.1214/aoms/1177700375

    Examples
    --------
    Two of four units were drawn, with the values 1 and 3.

    >>> import numpy as np
    >>> total = horvitz_thompson_total(np.array([1.0, 3.0]), np.array([0.5, 0.5]))
    >>> total.estimate, round(total.standard_error, 4)
    (8.0, 2.8284)
    """
    _require_sample(probabilities)
    expanded = values / probabilities
    members = design_strata(probabilities, strata)
    variance = sum(
        len(one) / (len(one) - 1) * _spread(expanded[one], probabilities[one])
        for one in members
        if len(one) > 1
    )
    is_known = len(values) > 1 or bool((probabilities == 1).all())
    return Total(
        estimate=float(expanded.sum()),
        standard_error=float(np.sqrt(variance)) if is_known else None,
        n_sampled=len(values),
    )


def difference_total(
    values: FloatArray,
    machine_sampled: FloatArray,
    machine_total: float,
    probabilities: FloatArray,
    *,
    tuning: float = 1.0,
    strata: IntArray | None = None,
) -> Total:
    r"""Correct the machine's total by the hand codings of a random sample.

    .. math:: \hat Y_\lambda = \lambda \sum_{i \in U} m_i
        + \sum_{i \in s} \frac{y_i - \lambda m_i}{\pi_i}

    Without bias for every :math:`\lambda` that does not come from the sample, however
    bad the machine is; the better it is, the smaller the error.

    Parameters
    ----------
    values, machine_sampled, probabilities : array of shape (n_sampled,)
        Hand coding and machine coding of the units drawn.
    machine_total : float
        Sum of the machine's codings over all units.
    tuning : float, default=1.0
        :math:`\lambda`; 0 leaves the machine out.

    Raises
    ------
    InvalidObservationsError
        As `horvitz_thompson_total`.

    References
    ----------
    Särndal, C.-E., Swensson, B., & Wretman, J. (1992). Model assisted survey sampling.
    Springer. https://doi.org/10.1007/978-1-4612-4378-6

    Egami, N., Hinck, M., Stewart, B. M., & Wei, H. (2023). Using imperfect surrogates
    for downstream inference: design-based supervised learning for social science
    applications of large language models. Advances in Neural Information Processing
    Systems, 36.

    Examples
    --------
    >>> import numpy as np
    >>> total = difference_total(
    ...     np.array([1.0, 3.0]), np.array([1.0, 2.0]), 7.0, np.array([0.5, 0.5])
    ... )
    >>> total.estimate, round(total.standard_error, 4)
    (9.0, 1.4142)
    """
    rest = horvitz_thompson_total(
        values - tuning * machine_sampled, probabilities, strata=strata
    )
    return Total(
        estimate=tuning * machine_total + rest.estimate,
        standard_error=rest.standard_error,
        n_sampled=rest.n_sampled,
    )


def design_strata(
    probabilities: FloatArray, strata: IntArray | None = None
) -> list[IntArray]:
    """List the units of each stratum, strata with a single unit taken together.

    Where no strata are given, units of equal probability are one: given how many of
    them came in, they are a simple random sample of all such units.

    Examples
    --------
    >>> import numpy as np
    >>> [one.tolist() for one in design_strata(np.array([0.5, 0.1, 0.5, 0.2]))]
    [[1, 3], [0, 2]]
    """
    keys = probabilities if strata is None else strata
    _, index = np.unique(keys, return_inverse=True)
    sizes = np.bincount(index)
    index = np.where(sizes[index] == 1, -1, index)
    members = [np.flatnonzero(index == one) for one in np.unique(index)]
    if len(members) > 1 and len(members[0]) == 1:
        members[:2] = [np.sort(np.concatenate(members[:2]))]
    return members


def rescaled_weights(
    members: list[IntArray],
    kept: FloatArray,
    *,
    n_draws: int,
    generator: np.random.Generator,
) -> FloatArray:
    r"""Draw the sample anew: factors on the weights of what was drawn.

    .. math:: r_i = 1 + \sqrt{1 - \pi_i} \Bigl(\frac{n_h}{n_h - 1} k_i - 1\Bigr),
        \qquad k \sim \mathrm{Multinomial}(n_h - 1,\ (1/n_h, \dots, 1/n_h))

    Sums weighed so have over draws the variance of `horvitz_thompson_total`, the
    correction for a finite number of units included.

    Parameters
    ----------
    members : list of arrays of int
        Positions of the things drawn from each stratum; see `design_strata`.
    kept : array of shape (n,)
        :math:`1 - \pi_i` of each thing.

    Returns
    -------
    array of shape (n_draws, n)
        0 or more; on average 1.

    References
    ----------
    Rao, J. N. K., & Wu, C. F. J. (1988). Resampling inference with complex survey data.
    Journal of the American Statistical Association, 83(401), 231-241.
    https://doi.org/10.1080/01621459.1988.10478591
    """
    factors = np.ones((n_draws, len(kept)))
    for one in members:
        n = len(one)
        if n < 2:
            continue
        times = drawn_weights(n, n_draws=n_draws, generator=generator, n_picks=n - 1)
        factors[:, one] += np.sqrt(kept[one]) * (n / (n - 1) * times - 1)
    return factors


def _spread(expanded: FloatArray, probabilities: FloatArray) -> float:
    """Sum squared deviations, less where most units were drawn."""
    deviations = expanded - expanded.mean()
    return float(((1 - probabilities) * deviations**2).sum())


def _require_sample(probabilities: FloatArray) -> None:
    """Raise unless there is a sample with probabilities."""
    if not len(probabilities):
        raise InvalidObservationsError(
            reason="No unit was drawn.", advice="Give the units of a random sample."
        )
    if not ((probabilities > 0) & (probabilities <= 1)).all():
        raise InvalidObservationsError(
            reason="An inclusion probability is not above 0 and at most 1.",
            advice="Give the probability of the design.",
        )
