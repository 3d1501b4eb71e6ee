"""Scales from counts of codes: salience, RILE, the logit scale, means, and your own.

One function a scale: counts in, `ScaleResult` out. Every function takes the same
options for its intervals, named in `hustings.estimates.resampling.Resampling`:

interval : {"multinomial", "block", "none"}, default="multinomial"
    ``multinomial`` draws the case's units anew, ``block`` its blocks with all their
    units, for which `BlockCounts` are needed.
n_draws : int, default=1000
    Resampled sets of counts for each case.
confidence : float, default=.95
    In (0, 1).
seed : int, default=0
    The same seed gives the same intervals, whatever other cases are there.

Intervals hold sampling error: how the numbers might differ in another text of the
same length by the same actor. They hold neither coders' disagreement nor the errors
of a machine. A case without a coded unit gets no position, and a `Problem` says so.
A case whose draws are all alike gets a position without an interval, and a `Problem`.
"""

from __future__ import annotations

from dataclasses import replace
from math import sqrt
from typing import TYPE_CHECKING

from hustings.estimates.resampling import Resampling
from hustings.scaling.code_lists import missing_codes
from hustings.scaling.handbooks import counts_by_handbook
from hustings.scaling.marpor import LOGIT_RILE, NO_VALUE, RILE, UNCODED
from hustings.scaling.positions import scale_cases
from hustings.scaling.recipes import (
    fold_as_defined,
    recipe_from_definition,
    recipe_of_means,
    recipe_of_shares,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from typing import Unpack

    from hustings.estimates.resampling import IntervalOptions
    from hustings.model.codebook import Codebook, ScaleDefinition
    from hustings.scaling.counts import AnyCounts
    from hustings.scaling.handbooks import Handbook
    from hustings.scaling.results import ScaleResult


def rile(
    counts: AnyCounts, *, handbook: Handbook = "5", **options: Unpack[IntervalOptions]
) -> ScaleResult:
    r"""Compute the right-left scale of the Manifesto Project.

    .. math:: \mathrm{RILE} = 100 \, \frac{R - L}{N}

    R and L are units with one of 13 codes on the right (``RILE.right``) and 13 on the
    left (``RILE.left``), N all units, those without a code included, without headings.

    Parameters
    ----------
    counts : Counts or BlockCounts
        Other codes may be there; they count into N. Sub-codes such as ``103.1`` are
        folded into their main codes first, except 202.2, 605.2 and 703.2.
    handbook : {"5", "4", "cee"}, default="5"
        What else becomes of sub-codes: see `hustings.scaling.handbooks`.
    **options
        interval, n_draws, confidence, seed: see the module.

    Returns
    -------
    ScaleResult
        From -100 (every unit is left) to 100 (every unit is right).

    Raises
    ------
    MissingBlocksError
        If ``interval="block"`` and the counts have no blocks.
    InvalidOptionError
        If an option is outside its range.

    Notes
    -----
    RILE mixes direction with emphasis: a text that says nothing on either side is at
    0, and so is one that says much on both. Adding pages on other subjects draws any
    text toward 0. `logit_rile` does neither.

    References
    ----------
    Laver, M. J., & Budge, I. (Eds.). (1992). Party policy and government coalitions.
    Macmillan. https://doi.org/10.1007/978-1-349-22368-8

    Benoit, K., Laver, M., & Mikhaylov, S. (2009). Treating words as data with error:
    uncertainty in text statements of policy positions. American Journal of
    Political Science, 53(2), 495-513.
    https://doi.org/10.1111/j.1540-5907.2009.00383.x

    Examples
    --------
    >>> from hustings.scaling.counts import Counts
    >>> row = {"case": "Harbour 2031", "401": 30, "202": 10, "000": 60}
    >>> print(rile(Counts.from_rows([row])).summary())
    Harbour 2031: rile 20.00 [8.00, 32.00] (100 units)
    """
    return _scale_by_handbook(counts, RILE, handbook, options)


def logit_rile(
    counts: AnyCounts, *, handbook: Handbook = "5", **options: Unpack[IntervalOptions]
) -> ScaleResult:
    r"""Compute the logit scale on the codes of RILE.

    .. math:: \theta = \log \frac{R + 0.5}{L + 0.5}

    Takes, gives and raises what `rile` does; see `logit_scale` for range and source.

    Examples
    --------
    >>> from hustings.scaling.counts import Counts
    >>> row = {"case": "Harbour 2031", "401": 30, "202": 10, "000": 60}
    >>> result = logit_rile(Counts.from_rows([row]))
    >>> f"{result.positions[0].position:.5f}"
    '1.06635'
    """
    return _scale_by_handbook(counts, LOGIT_RILE, handbook, options)


def logit_scale(
    counts: AnyCounts,
    *,
    left: Collection[str],
    right: Collection[str],
    **options: Unpack[IntervalOptions],
) -> ScaleResult:
    r"""Compute the log odds of right against left units.

    .. math:: \theta = \log \frac{R + 0.5}{L + 0.5}

    Parameters
    ----------
    counts : Counts or BlockCounts
        Folded into main codes as for `rile` if `left` and `right` are main codes.
    left, right : collection of str
        Codes that pull toward the low and the high pole; none on both sides.
    **options
        interval, n_draws, confidence, seed: see the module.

    Returns
    -------
    ScaleResult
        0 where both sides have the same weight; at most ``log(2 N + 1)`` from it.
        One step of equal size is the same change in proportion anywhere: from 1 to
        2 units is as far as from 10 to 20. `logit_standard_error` gives the
        analytic standard error.

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
    Lowe, W., Benoit, K., Mikhaylov, S., & Laver, M. (2011). Scaling policy
    preferences from coded political texts. Legislative Studies Quarterly, 36(1),
    123-155. https://doi.org/10.1111/j.1939-9162.2010.00006.x

    Examples
    --------
    >>> from hustings.scaling.counts import Counts
    >>> counts = Counts.from_rows([{"case": "Orchard 2031", "cars": 4, "trams": 12}])
    >>> result = logit_scale(counts, left=["trams"], right=["cars"], interval="none")
    >>> print(result.summary())
    Orchard 2031: logit -1.02 (16 units)
    """
    definition = replace(
        LOGIT_RILE, title="Logit scale", left=tuple(left), right=tuple(right)
    )
    result = scale_by_definition(counts, definition, **options)
    missing = missing_codes(counts, [*left, *right], "logit", is_own=True)
    return replace(result, problems=(*missing, *result.problems))


def logit_standard_error(n_left: float, n_right: float) -> float:
    r"""Compute the analytic standard error of the logit scale by the delta method.

    .. math:: \mathrm{SE}(\theta) \approx
        \sqrt{\frac{1}{R + 0.5} + \frac{1}{L + 0.5}}

    Parameters
    ----------
    n_left, n_right : float
        Units on each side, 0 or more.

    Returns
    -------
    float
        At most 2, where neither side has a unit.

    Examples
    --------
    >>> f"{logit_standard_error(10, 30):.5f}"
    '0.35781'
    """
    return sqrt(1 / (n_right + 0.5) + 1 / (n_left + 0.5))


def salience(
    counts: AnyCounts,
    *,
    uncoded: Collection[str] = UNCODED,
    **options: Unpack[IntervalOptions],
) -> ScaleResult:
    r"""Compute which share of its units each case gives to each code.

    .. math:: s_c = n_c / N

    Parameters
    ----------
    counts : Counts or BlockCounts
        Codes are taken as they are; nothing is folded.
    uncoded : collection of str
        Columns that count into N and get no salience of their own.
    **options
        interval, n_draws, confidence, seed: see the module.

    Returns
    -------
    ScaleResult
        One position for each case and code, codes in alphabetical order, from 0 (no
        unit) to 1 (every unit). With ``interval="multinomial"`` intervals and standard
        errors are those of endlessly many draws, whatever the seed (see
        `hustings.estimates.intervals.binomial_ends`). Where the share is 0 or 1,
        resampling shows no spread; Wilson's interval stands there instead, without a
        standard error.

    Raises
    ------
    MissingBlocksError
        If ``interval="block"`` and the counts have no blocks.
    InvalidOptionError
        If an option is outside its range.

    References
    ----------
    Budge, I., Klingemann, H.-D., Volkens, A., Bara, J., & Tanenbaum, E. (2001).
    Mapping policy preferences. Oxford University Press.

    Examples
    --------
    >>> from hustings.scaling.counts import Counts
    >>> counts = Counts.from_rows([{"case": "Orchard 2031", "trams": 12, "0": 28}])
    >>> print(salience(counts).summary())
    Orchard 2031: salience of trams 0.30 [0.16, 0.45] (40 units)
    """
    recipe = recipe_of_shares(counts.codes, uncoded)
    return scale_cases(counts, recipe, Resampling(**options))


def mean_scale(
    counts: AnyCounts,
    *,
    uncoded: Collection[str] = NO_VALUE,
    **options: Unpack[IntervalOptions],
) -> ScaleResult:
    r"""Compute the mean of codes that are numbers, such as -2 to 2.

    .. math:: \bar v = \frac{\sum_c v_c n_c}{\sum_c n_c}

    Parameters
    ----------
    counts : Counts or BlockCounts
        Every code that is not in `uncoded` is read as a number.
    uncoded : collection of str
        Columns of units without a value. They count into nothing, not even into
        ``n_units`` of the result.
    **options
        interval, n_draws, confidence, seed: see the module.

    Returns
    -------
    ScaleResult
        From the lowest to the highest code. Resampled texts in which no unit has a
        value are left out of the interval.

    Raises
    ------
    NonNumericCodeError
        If a code is no number and not in `uncoded`.
    MissingBlocksError
        If ``interval="block"`` and the counts have no blocks.
    InvalidOptionError
        If an option is outside its range.

    References
    ----------
    Benoit, K., Conway, D., Lauderdale, B. E., Laver, M., & Mikhaylov, S. (2016).
    Crowd-sourced text analysis: reproducible and agile production of political data.
    American Political Science Review, 110(2), 278-295.
    https://doi.org/10.1017/S0003055416000058

    Examples
    --------
    >>> from hustings.scaling.counts import Counts
    >>> row = {"case": "Orchard 2031", "-2": 5, "-1": 3, "0": 2, "1": 6, "2": 4}
    >>> print(mean_scale(Counts.from_rows([row])).summary())
    Orchard 2031: mean 0.05 [-0.65, 0.65] (20 units)
    """
    recipe = recipe_of_means("mean", counts.codes, uncoded)
    return scale_cases(counts, recipe, Resampling(**options))


def scale_by_definition(
    counts: AnyCounts,
    definition: ScaleDefinition,
    *,
    codebook: Codebook | None = None,
    **options: Unpack[IntervalOptions],
) -> ScaleResult:
    r"""Compute a scale that a codebook defines by its codes and its formula.

    .. math:: \text{difference: } 100 \, \frac{R - L}{N} \qquad
        \text{logit: } \log \frac{R + 0.5}{L + 0.5} \qquad
        \text{mean: } \frac{\sum_c v_c n_c}{\sum_c n_c}

    Parameters
    ----------
    counts : Counts or BlockCounts
        Of the variable that the definition names. If both sides of the definition
        are main codes of the Manifesto Project, sub-codes are folded into them.
    definition : ScaleDefinition
    codebook : Codebook, optional
        To check the definition's codes against, and to learn which code of the
        variable stands for "none of the others".
    **options
        interval, n_draws, confidence, seed: see the module.

    Returns
    -------
    ScaleResult
        Ranges are those of `rile`, `logit_scale` and `mean_scale`.

    Raises
    ------
    UnknownCodeError
        If the codebook's variable lacks a code of the definition.
    OverlappingPolesError
        If a code stands on both sides.
    NonNumericCodeError
        If the formula is ``mean`` and a code is no number.
    MissingBlocksError
        If ``interval="block"`` and the counts have no blocks.
    InvalidOptionError
        If an option is outside its range.

    Examples
    --------
    >>> from hustings.model.codebook import ScaleDefinition
    >>> from hustings.scaling.counts import Counts
    >>> wheels = ScaleDefinition(
    ...     name="wheels",
    ...     title="Trams or cars",
    ...     variable="topic",
    ...     formula="difference",
    ...     left=("trams",),
    ...     right=("cars",),
    ... )
    >>> counts = Counts.from_rows([{"case": "Orchard", "cars": 4, "trams": 12}])
    >>> print(scale_by_definition(counts, wheels, interval="none").summary())
    Orchard: wheels -50.00 (16 units)
    """
    counts = fold_as_defined(counts, definition)
    recipe = recipe_from_definition(counts.codes, definition, codebook)
    return scale_cases(counts, recipe, Resampling(**options))


def _scale_by_handbook(
    counts: AnyCounts,
    definition: ScaleDefinition,
    handbook: Handbook,
    options: IntervalOptions,
) -> ScaleResult:
    """Fold sub-codes as a handbook has it, and apply a definition."""
    folded, problems = counts_by_handbook(counts, handbook)
    recipe = recipe_from_definition(folded.codes, definition, None)
    result = scale_cases(folded, recipe, Resampling(**options))
    return replace(result, problems=(*problems, *result.problems))


SCALES: Mapping[str, Callable[..., ScaleResult]] = {
    "salience": salience,
    "rile": rile,
    "logit": logit_rile,
    "mean": mean_scale,
}
"""The scales that need nothing but counts, by the name a user gives."""
