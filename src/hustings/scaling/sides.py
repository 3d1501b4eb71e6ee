"""Scales of two sides: ratios of right and left units, and named pairs of lists.

Takes, gives and resamples as the scales in `hustings.scaling.from_codes` do.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from math import inf, isfinite
from typing import TYPE_CHECKING

import numpy as np

from hustings.errors import InvalidOptionError
from hustings.estimates.intervals import share_interval
from hustings.estimates.resampling import Resampling
from hustings.scaling.code_lists import (
    BAKKER_HOBOLT,
    coded_columns,
    fold_for,
    missing_codes,
    to_be_checked,
)
from hustings.scaling.from_codes import scale_by_definition
from hustings.scaling.marpor import RILE
from hustings.scaling.positions import scale_cases
from hustings.scaling.recipes import (
    Recipe,
    divide,
    group_codes,
    is_in,
    require_disjoint,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import Unpack

    from hustings.estimates.resampling import FloatArray, IntervalOptions
    from hustings.model.codebook import ScaleDefinition
    from hustings.scaling.counts import AnyCounts
    from hustings.scaling.recipes import Formula
    from hustings.scaling.results import ScaleResult

_NEITHER = "it has no unit on either side"
_NO_LEFT = "it has no unit on the left side to divide by"


def kim_fording(counts: AnyCounts, **options: Unpack[IntervalOptions]) -> ScaleResult:
    r"""Compute the balance of right and left units on the codes of RILE.

    .. math:: \frac{R - L}{R + L}

    Pages on other subjects change nothing, unlike with `rile`. In other software this
    is the first of two ratio scales; the second is `right_over_left`.

    Parameters
    ----------
    counts : Counts or BlockCounts
        Folded into main codes as for `rile`.
    **options
        interval, n_draws, confidence, seed: see `hustings.scaling.from_codes`.

    Returns
    -------
    ScaleResult
        From -1 (left only) to 1 (right only). Kim and Fording print it with left as
        the high end. A case with units on neither side has no position. Where one
        side has no unit, the interval is Wilson's for the share of right units.

    Raises
    ------
    MissingBlocksError
        If ``interval="block"`` and the counts have no blocks.
    InvalidOptionError
        If an option is outside its range.

    References
    ----------
    Kim, H., & Fording, R. C. (1998). Voter ideology in Western democracies, 1946-1989.
    European Journal of Political Research, 33(1), 73-97.
    https://doi.org/10.1111/1475-6765.00376

    Examples
    --------
    >>> from hustings.scaling.counts import Counts
    >>> row = {"case": "Harbour 2031", "401": 30, "202": 10, "000": 60}
    >>> print(kim_fording(Counts.from_rows([row]), interval="none").summary())
    Harbour 2031: kim-fording 0.50 (100 units)
    """
    return _scale_sides(counts, replace(RILE, name="kim-fording"), _balance, options)


def laver_garry(
    counts: AnyCounts,
    *,
    left: Collection[str] = RILE.left,
    right: Collection[str] = RILE.right,
    **options: Unpack[IntervalOptions],
) -> ScaleResult:
    r"""Compute the balance of units on any two lists of codes.

    .. math:: \frac{R - L}{R + L}

    The formula of `kim_fording`; Laver and Garry use it for one policy at a time, as
    units for and against state intervention.

    Parameters
    ----------
    counts : Counts or BlockCounts
        Folded into main codes if both lists hold main codes throughout.
    left, right : collection of str, default=those of RILE
        Codes that pull toward the low and the high pole; none on both sides.
    **options
        interval, n_draws, confidence, seed: see `hustings.scaling.from_codes`.

    Returns
    -------
    ScaleResult
        From -1 to 1, with intervals as for `kim_fording`. Codes of your own lists
        that no column has are a problem.

    Raises
    ------
    OverlappingPolesError
        If a code stands on both sides.
    MissingBlocksError
        If ``interval="block"`` and the counts have no blocks.
    InvalidOptionError
        If an option is outside its range.

    References
    ----------
    Laver, M., & Garry, J. (2000). Estimating policy positions from political texts.
    American Journal of Political Science, 44(3), 619-634.
    https://doi.org/10.2307/2669268

    Examples
    --------
    >>> from hustings.scaling.counts import Counts
    >>> counts = Counts.from_rows([{"case": "Orchard 2031", "cars": 4, "trams": 12}])
    >>> print(laver_garry(counts, left=["trams"], right=["cars"]).summary())
    Orchard 2031: laver-garry -0.50 [-0.88, 0.00] (16 units)
    """
    definition = _definition("laver-garry", left, right)
    return _scale_sides(counts, definition, _balance, options)


def right_over_left(
    counts: AnyCounts,
    *,
    left: Collection[str] = RILE.left,
    right: Collection[str] = RILE.right,
    **options: Unpack[IntervalOptions],
) -> ScaleResult:
    r"""Compute how many right units there are for each left one.

    .. math:: \frac{R}{L}

    In other software this is the second of two ratio scales. Its steps are uneven
    (1/2 is as far from 1 as 2), and it grows without bounds as L comes near 0:
    `logit_scale` measures the same thing and does neither.

    Parameters
    ----------
    counts : Counts or BlockCounts
        Folded into main codes if both lists hold main codes throughout.
    left, right : collection of str, default=those of RILE
        None on both sides.
    **options
        interval, n_draws, confidence, seed: see `hustings.scaling.from_codes`.

    Returns
    -------
    ScaleResult
        0 or more, 1 where both sides have as many. A case without a left unit has no
        position, and draws without one are left out of the interval; a problem says
        how many where they are more than one in a hundred.

    Raises
    ------
    OverlappingPolesError
        If a code stands on both sides.
    MissingBlocksError
        If ``interval="block"`` and the counts have no blocks.
    InvalidOptionError
        If an option is outside its range.

    Examples
    --------
    >>> from hustings.scaling.counts import Counts
    >>> row = {"case": "Harbour 2031", "401": 30, "202": 10, "000": 60}
    >>> print(right_over_left(Counts.from_rows([row]), interval="none").summary())
    Harbour 2031: right-over-left 3.00 (100 units)
    """
    definition = _definition("right-over-left", left, right)
    return _scale_sides(counts, definition, _quotient, options)


def weighted_scale(
    counts: AnyCounts,
    *,
    weights: Mapping[str, float],
    **options: Unpack[IntervalOptions],
) -> ScaleResult:
    r"""Compute a sum of percentages, each with a weight of its own.

    .. math:: \sum_c w_c \, \frac{100 \, n_c}{N}

    Parameters
    ----------
    counts : Counts or BlockCounts
        Folded into main codes if all codes with a weight are main codes.
    weights : mapping of str to float
        Code to weight; codes without one count into N only. `rile` has 1 on the right
        and -1 on the left.
    **options
        interval, n_draws, confidence, seed: see `hustings.scaling.from_codes`.

    Returns
    -------
    ScaleResult
        Between 100 times the lowest and the highest weight (or 0). Codes that no column
        has are a problem.

    Raises
    ------
    InvalidOptionError
        If a weight is not finite, or an option is outside its range.
    MissingBlocksError
        If ``interval="block"`` and the counts have no blocks.

    Examples
    --------
    >>> from hustings.scaling.counts import Counts
    >>> counts = Counts.from_rows([{"case": "Orchard 2031", "cars": 4, "trams": 12}])
    >>> weights = {"cars": 0.5, "trams": -1.0}
    >>> print(weighted_scale(counts, weights=weights, interval="none").summary())
    Orchard 2031: weighted -62.50 (16 units)
    """
    unfit = [code for code, weight in weights.items() if not isfinite(weight)]
    if unfit:
        raise InvalidOptionError(
            option="weights", value=unfit[0], advice="Give every code a finite weight."
        )
    codes = sorted(weights)
    counts = fold_for(counts, codes)
    recipe = Recipe(
        scale="weighted",
        groups=group_codes(counts.codes, [[code] for code in codes]),
        formula=partial(_weighted, np.array([weights[code] for code in codes])),
        is_coded=is_in(counts.codes, coded_columns(counts)),
        parameters={"weights": {code: weights[code] for code in codes}},
    )
    result = scale_cases(counts, recipe, Resampling(**options))
    missing = missing_codes(counts, codes, recipe.scale, is_own=True)
    return replace(result, problems=(*missing, *result.problems))


def bakker_hobolt_economic(
    counts: AnyCounts, **options: Unpack[IntervalOptions]
) -> ScaleResult:
    r"""Compute the economic left-right scale of Bakker and Hobolt; codes to be checked.

    .. math:: \theta = \log \frac{R + 0.5}{L + 0.5}

    Takes, gives and raises what `logit_rile` does. The codes (`BAKKER_HOBOLT`) were
    read from a replication, not from the chapter; a problem says so.

    References
    ----------
    Bakker, R., & Hobolt, S. (2013). Measuring party positions. In G. Evans & N. D. de
    Graaf (Eds.), Political choice matters. Oxford University Press.

    Examples
    --------
    >>> from hustings.scaling.counts import Counts
    >>> row = {"case": "Harbour 2031", "401": 30, "504": 10, "000": 60}
    >>> result = bakker_hobolt_economic(Counts.from_rows([row]), interval="none")
    >>> f"{result.positions[0].position:.2f}", result.problems[0].kind
    ('1.07', 'codes to be checked')
    """
    return _scale_unchecked(counts, BAKKER_HOBOLT["economic"], options)


def bakker_hobolt_libertarian(
    counts: AnyCounts, **options: Unpack[IntervalOptions]
) -> ScaleResult:
    r"""Compute the libertarian-authoritarian scale of Bakker and Hobolt; to be checked.

    High is authoritarian. All else as for `bakker_hobolt_economic`.

    Examples
    --------
    >>> from hustings.scaling.counts import Counts
    >>> row = {"case": "Harbour 2031", "605": 30, "201": 10, "000": 60}
    >>> result = bakker_hobolt_libertarian(Counts.from_rows([row]), interval="none")
    >>> f"{result.positions[0].position:.2f}"
    '1.07'
    """
    return _scale_unchecked(counts, BAKKER_HOBOLT["libertarian"], options)


def bakker_hobolt_europe(
    counts: AnyCounts, **options: Unpack[IntervalOptions]
) -> ScaleResult:
    r"""Compute the European integration scale of Bakker and Hobolt; to be checked.

    High is for integration (108 against 110). All else as for
    `bakker_hobolt_economic`.

    Examples
    --------
    >>> from hustings.scaling.counts import Counts
    >>> row = {"case": "Harbour 2031", "108": 30, "110": 10, "000": 60}
    >>> result = bakker_hobolt_europe(Counts.from_rows([row]), interval="none")
    >>> f"{result.positions[0].position:.2f}"
    '1.07'
    """
    return _scale_unchecked(counts, BAKKER_HOBOLT["europe"], options)


def _scale_unchecked(
    counts: AnyCounts, definition: ScaleDefinition, options: IntervalOptions
) -> ScaleResult:
    """Apply a definition and say that its codes are known at second hand."""
    result = scale_by_definition(counts, definition, **options)
    wanted = (*definition.left, *definition.right)
    missing = missing_codes(counts, wanted, definition.name, is_own=False)
    problems = (to_be_checked(definition.name), *missing, *result.problems)
    return replace(result, problems=problems)


def _scale_sides(
    counts: AnyCounts,
    definition: ScaleDefinition,
    formula: Formula,
    options: IntervalOptions,
) -> ScaleResult:
    """Apply a formula to the sums of both sides."""
    require_disjoint(definition)
    wanted = (*definition.left, *definition.right)
    counts = fold_for(counts, wanted)
    recipe = Recipe(
        scale=definition.name,
        groups=group_codes(counts.codes, [definition.left, definition.right]),
        formula=formula,
        is_coded=is_in(counts.codes, coded_columns(counts)),
        interval_at_zero=_wilson if formula is _balance else None,
        undefined=_NEITHER if formula is _balance else _NO_LEFT,
        span=(-1.0, 1.0) if formula is _balance else (0.0, inf),
        parameters={"left": list(definition.left), "right": list(definition.right)},
    )
    result = scale_cases(counts, recipe, Resampling(**options))
    is_own = (definition.left, definition.right) != (RILE.left, RILE.right)
    missing = missing_codes(counts, wanted, definition.name, is_own=is_own)
    return replace(result, problems=(*missing, *result.problems))


def _definition(
    name: str, left: Collection[str], right: Collection[str]
) -> ScaleDefinition:
    return replace(RILE, name=name, left=tuple(left), right=tuple(right))


def _balance(sums: FloatArray, _n_units: FloatArray) -> FloatArray:
    """(R - L) / (R + L): (..., 2) to (..., 1)."""
    return divide(sums[..., 1:] - sums[..., :1], sums.sum(axis=-1, keepdims=True))


def _quotient(sums: FloatArray, _n_units: FloatArray) -> FloatArray:
    """R / L: (..., 2) to (..., 1)."""
    return divide(sums[..., 1:], sums[..., :1])


def _weighted(weights: FloatArray, sums: FloatArray, n_units: FloatArray) -> FloatArray:
    """Weigh percentages: (..., k) to (..., 1)."""
    return divide(100 * (sums @ weights)[..., None], np.asarray(n_units)[..., None])


def _wilson(
    sums: FloatArray, _estimate: float, confidence: float
) -> tuple[float, float, float]:
    """Turn Wilson's interval for the share of right units into one of the balance."""
    interval = share_interval(float(sums[1]), float(sums.sum()), confidence=confidence)
    return 2 * interval.low - 1, 2 * interval.high - 1, float("nan")
