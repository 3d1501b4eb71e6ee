r"""Random samples with more of the units that a machine finds likely to bear a code.

A mean over units with a code (the mean position of economic sentences, say) learns next
to nothing from units without it, so people should code fewer of these. Units are put in
order of the machine's probability of the code and cut into strata of one size. How much
a unit of such a mean varies grows with the probability that it bears the code, and the
best allocation (Neyman 1934) goes by the square root of that. The machine may be wrong,
though, and a unit that it finds unlikely then stands for many. So half of the sample is
allocated by size alone (Hesterberg 1995):

.. math:: n_h \propto N_h \left(\frac12 + \frac12 \,
    \frac{\sqrt{\bar p_h}}{\sum_k N_k \sqrt{\bar p_k} / N}\right)

No unit then weighs more than twice what it would in a simple random sample. Inclusion
probabilities are known whatever the machine says: where it is wrong throughout, the
sample is still one, and only helps less.

References
----------
Hesterberg, T. (1995). Weighted average importance sampling and defensive mixture
distributions. Technometrics, 37(2), 185-194.

Isaki, C. T., & Fuller, W. A. (1982). Survey design under the regression superpopulation
model. Journal of the American Statistical Association, 77(377), 89-96.
https://doi.org/10.1080/01621459.1982.10477770

Neyman, J. (1934). On the two different aspects of the representative method. Journal of
the Royal Statistical Society, 97(4), 558-625. https://doi.org/10.2307/2342192
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.estimates.resampling import FloatArray

FEWEST_STRATA, MOST_STRATA = 5, 10
"""More strata than ten hardly help; fewer than five tell too little apart."""

_A_STRATUM = 15
"""Units drawn from each stratum of each case, about."""


def count_strata(n: int, *, n_cases: int = 1) -> int:
    """Say into how many strata a sample of `n` units is best divided.

    Strata have to give several units of each case, or nothing shows how these spread.

    Examples
    --------
    >>> count_strata(150), count_strata(150, n_cases=12), count_strata(3)
    (10, 5, 1)
    """
    wanted = n // (_A_STRATUM * max(n_cases, 1))
    return max(min(max(wanted, FEWEST_STRATA), MOST_STRATA, n // 2), 1)


def likelihood_strata(chances: FloatArray, n_strata: int) -> list[str]:
    """Cut units in order of their probability into strata of one size.

    Parameters
    ----------
    chances : array of shape (n_units,)
        How probable the machine finds it that the unit bears the code.

    Returns
    -------
    list of str, length n_units
        Names that sort as probabilities do. Of units of one probability the earlier
        ones count as less probable.

    Examples
    --------
    >>> import numpy as np
    >>> likelihood_strata(np.array([0.9, 0.1, 0.2, 0.7]), 2)
    ['2 of 2', '1 of 2', '1 of 2', '2 of 2']
    """
    n = len(chances)
    ranks = np.empty(n, np.int64)
    ranks[np.argsort(chances, kind="stable")] = np.arange(n)
    digits = len(str(n_strata))
    return [
        f"{place + 1:0{digits}d} of {n_strata}"
        for place in (ranks * n_strata // max(n, 1)).tolist()
    ]


def likelihood_importance(
    chances: FloatArray, strata: Sequence[str]
) -> Mapping[str, float]:
    """Say how much a unit of each stratum counts, 1 on average; see the module.

    Examples
    --------
    >>> import numpy as np
    >>> chances = np.array([0.01, 0.01, 0.81, 0.81])
    >>> likelihood_importance(chances, ["1", "1", "2", "2"])
    {'1': 0.6, '2': 1.4}
    """
    names, place = np.unique(np.array(strata), return_inverse=True)
    sizes = np.bincount(place)
    roots = np.sqrt(np.bincount(place, np.clip(chances, 0, 1)) / sizes)
    mean = float(sizes @ roots / sizes.sum())
    found = np.full(len(names), 1.0) if mean == 0 else 0.5 + 0.5 * roots / mean
    return {
        str(name): round(float(one), 9) for name, one in zip(names, found, strict=True)
    }
