r"""The source `unitising`: how often each unit counts if the text is cut elsewhere.

Two kinds of knowledge say where else:

* **several unitisings** of the same text, by several coders. The estimate rests on the
  mean over them; drawn anew, the mean is one over :math:`V - 1` of the V unitisings,
  which has the spread that the mean of V has.
* **probabilities of boundaries**, by a cutter. Drawn anew, each cut stands with its
  probability; units that are no longer cut apart count as one, with the code of one of
  them; and a unit counts once more for each cut that it is found to hold.

References
----------
Däubler, T., Benoit, K., Mikhaylov, S., & Laver, M. (2012). Natural sentences as valid
units for coded political texts. British Journal of Political Science, 42(4), 937-951.
https://doi.org/10.1017/S0007123412000105
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hustings.estimates.sampling import drawn_weights

if TYPE_CHECKING:
    from hustings.estimates.observations import IntArray
    from hustings.estimates.resampling import FloatArray


def variant_weights(
    unitising_of_unit: IntArray, *, n_draws: int, generator: np.random.Generator
) -> FloatArray:
    r"""Weigh the units of each unitising by how often it was drawn.

    .. math:: w_v = k_v / (V - 1), \qquad
        k \sim \mathrm{Multinomial}(V - 1,\ (1/V, \dots, 1/V))

    Parameters
    ----------
    unitising_of_unit : array of int, shape (n_units,)

    Returns
    -------
    array of shape (n_draws, n_units)
        All 1 where there is one unitising alone.

    Examples
    --------
    >>> import numpy as np
    >>> generator = np.random.default_rng(1)
    >>> weights = variant_weights(np.array([0, 0, 1]), n_draws=4, generator=generator)
    >>> sorted(set(map(tuple, weights.tolist())))
    [(0.0, 0.0, 1.0), (1.0, 1.0, 0.0)]
    """
    variants, index = np.unique(unitising_of_unit, return_inverse=True)
    n = len(variants)
    if n < 2:
        return np.ones((n_draws, len(index)))
    drawn = drawn_weights(n, n_draws=n_draws, generator=generator, n_picks=n - 1)
    return drawn[:, index] / (n - 1)


def boundary_weights(
    boundary: FloatArray,
    inner_cuts: FloatArray | None = None,
    *,
    n_draws: int,
    generator: np.random.Generator,
) -> FloatArray:
    """Weigh units by what becomes of them where cuts are drawn anew.

    Parameters
    ----------
    boundary : array of shape (n_units,)
        Probability of the cut before each unit, in reading order.
    inner_cuts : array of shape (n_units,), optional
        Expected number of further cuts inside; drawn from Poisson distributions.

    Returns
    -------
    array of shape (n_draws, n_units)
        0 where another unit speaks for it, 1 and more where it counts.

    Examples
    --------
    >>> import numpy as np
    >>> generator = np.random.default_rng(1)
    >>> boundary_weights(
    ...     np.array([1.0, 0.0, 1.0]), n_draws=1, generator=generator
    ... ).sum()
    np.float64(2.0)
    """
    is_cut = generator.random((n_draws, len(boundary))) < boundary
    is_cut[:, 0] = True
    run = np.cumsum(is_cut, axis=1) - 1 + np.arange(n_draws)[:, None] * len(boundary)
    weights = _one_a_run(run, generator)
    if inner_cuts is not None:
        weights *= 1 + generator.poisson(inner_cuts, weights.shape)
    return weights


def _one_a_run(run: IntArray, generator: np.random.Generator) -> FloatArray:
    """Let one unit of each run speak for it, all with the same chance."""
    chance = generator.random(run.shape)
    highest = np.zeros(run.size)
    np.maximum.at(highest, run.ravel(), chance.ravel())
    is_highest: FloatArray = (chance == highest[run]).astype(np.float64)
    return is_highest
