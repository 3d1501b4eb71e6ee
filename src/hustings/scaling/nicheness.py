"""Nicheness: how far a case dwells on what its rivals leave aside."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np

from hustings.errors import InvalidOptionError
from hustings.estimates.resampling import Resampling
from hustings.scaling.code_lists import (
    BISCHOF_SEGMENTS,
    coded_columns,
    fold_for,
    missing_codes,
)
from hustings.scaling.joint_positions import (
    ALONE,
    JointRecipe,
    in_every_election,
    place_together,
    scale_rivals,
)
from hustings.scaling.joint_uncertainty import Together
from hustings.scaling.recipes import divide, group_codes, is_in
from hustings.scaling.replicates import totals_of
from hustings.scaling.rivals import Rivals, rivals_or_all

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Unpack

    from hustings.estimates.resampling import FloatArray, IntervalOptions
    from hustings.scaling.counts import AnyCounts
    from hustings.scaling.results import ScaleResult
    from hustings.scaling.rivals import Weighting

NichenessPart: TypeAlias = Literal["both", "nicheness", "specialisation"]
"""Which of Bischof's two parts is wanted, or their sum."""


def meyer_miller_nicheness(
    counts: AnyCounts,
    rivals: Rivals | None = None,
    *,
    areas: Mapping[str, Sequence[str]] | None = None,
    weighting: Weighting | None = None,
    **options: Unpack[IntervalOptions],
) -> ScaleResult:
    r"""Compute how far emphases lie from the rivals', beside how far theirs do.

    .. math:: \sigma_p = \sqrt{\frac1J \sum_j (x_{jp} - \bar x_{j,-p})^2}, \qquad
        \mathrm{nicheness}_p = \sigma_p - \bar\sigma_{-p}

    x are the shares of the units that p gives to each of J policy areas; bars are
    means over the rivals in the same election, weighted by their votes. Areas that no
    case of the election mentions do not count into J.

    Parameters
    ----------
    counts : Counts or BlockCounts
        Folded into main codes if all areas hold main codes.
    rivals : Rivals, optional
        Elections and votes; without it all cases stood in one.
    areas : mapping of str to sequence of str, optional
        Name of each area to its codes. Meyer and Miller take 12 areas from Baeck,
        Debus and Dumont; hand in their list, or your own. Without it every code is an
        area of its own.
    weighting : {"votes", "equal", "size"}, optional
        Votes where `rivals` has any, all alike otherwise.
    **options
        interval, n_draws, confidence, seed: see `hustings.scaling.from_codes`.

    Returns
    -------
    ScaleResult
        From -1 to 1, in shares of the units (other software: in per cent): above 0
        where the case is further from its rivals than they are on average. A case with
        fewer than two rivals (with one it would always be 0), or whose rivals' votes
        are not all known, has no position.

    Raises
    ------
    MissingBlocksError
        If ``interval="block"`` and the counts have no blocks.
    InvalidOptionError
        If an option is outside its range.

    References
    ----------
    Meyer, T. M., & Miller, B. (2015). The niche party concept and its measurement.
    Party Politics, 21(2), 259-271. https://doi.org/10.1177/1354068812472582

    Examples
    --------
    >>> from hustings.scaling.counts import Counts
    >>> counts = Counts.from_rows(
    ...     [
    ...         {"case": "Harbour", "ships": 9, "schools": 1, "roads": 0},
    ...         {"case": "Orchard", "ships": 0, "schools": 5, "roads": 5},
    ...         {"case": "Quay", "ships": 0, "schools": 6, "roads": 4},
    ...     ]
    ... )
    >>> print(meyer_miller_nicheness(counts, interval="none").summary())
    Harbour: meyer-miller-nicheness 0.31 (10 units)
    Orchard: meyer-miller-nicheness -0.16 (10 units)
    Quay: meyer-miller-nicheness -0.16 (10 units)
    """
    wanted = [code for codes in (areas or {}).values() for code in codes]
    counts = fold_for(counts, wanted)
    chosen = areas or {code: (code,) for code in coded_columns(counts)}
    recipe = JointRecipe(
        scale="meyer-miller-nicheness",
        groups=group_codes(counts.codes, list(chosen.values())),
        is_coded=is_in(counts.codes, coded_columns(counts)),
        formula_of=in_every_election(_nicheness_of_sums),
        weighting=weighting or ("votes" if rivals and rivals.votes else "equal"),
        least_cases=3,
        span=(-1.0, 1.0),
        parameters={"areas": {name: list(codes) for name, codes in chosen.items()}},
    )
    return scale_rivals(
        counts,
        recipe,
        rivals_or_all(rivals, totals_of(counts).cases),
        Resampling(**options),
        beside=missing_codes(counts, wanted, recipe.scale, is_own=True),
    )


def bischof_nicheness(
    counts: AnyCounts,
    rivals: Rivals | None = None,
    *,
    segments: Mapping[str, Sequence[str]] = BISCHOF_SEGMENTS,
    part: NichenessPart = "both",
    **options: Unpack[IntervalOptions],
) -> ScaleResult:
    r"""Compute Bischof's nicheness: emphasis on niche segments, and on few of them.

    .. math:: y_{jp} = \tfrac12 \left[\log(x_{jp} + 1) + \log(x'_{jp} + 1)\right],
        \qquad \mathrm{niche}_p = \sigma_p(y) - \bar\sigma_{-p}(y)

    .. math:: \mathrm{spec}_p = 1 + \frac{\sum_j q_{jp} \log q_{jp}}{\log J},
        \qquad \mathrm{both}_p = z(\mathrm{niche}_p) + z(\mathrm{spec}_p)

    x is the percentage of units on each of J segments, x' that of the actor's election
    before (x itself where none is known), q the segments' shares of their own mean
    over both elections. Rivals weigh alike, and z standardises within the election.

    Parameters
    ----------
    counts : Counts or BlockCounts
        Folded into main codes if all segments hold main codes.
    rivals : Rivals, optional
        Elections; actors and dates for the election before. Without it all cases stood
        in one.
    segments : mapping of str to sequence of str
        Name of each niche segment to its codes.
    part : {"both", "nicheness", "specialisation"}, default="both"
        The standardised sum, or one of its parts before it is standardised.
    **options
        interval, n_draws, confidence, seed: see `hustings.scaling.from_codes`.

    Returns
    -------
    ScaleResult
        Around 0 within an election; specialisation from 0 (all segments alike) to 1
        (one alone). A case without a unit on any segment, or without rivals, has no
        position.

    Raises
    ------
    MissingBlocksError
        If ``interval="block"`` and the counts have no blocks.
    InvalidOptionError
        If an option is outside its range.

    Notes
    -----
    The paper's index is standardised; over which cases was not to be confirmed here.
    Compare the parts, too, before you compare with published values.

    References
    ----------
    Bischof, D. (2017). Towards a renewal of the niche party concept: parties, market
    shares and condensed offers. Party Politics, 23(3), 220-235.

    Examples
    --------
    >>> from hustings.scaling.counts import Counts
    >>> counts = Counts.from_rows(
    ...     [
    ...         {"case": "Harbour", "501": 8, "703": 0, "504": 12},
    ...         {"case": "Orchard", "501": 1, "703": 1, "504": 18},
    ...         {"case": "Quay", "501": 1, "703": 2, "504": 17},
    ...     ]
    ... )
    >>> result = bischof_nicheness(counts, part="specialisation", interval="none")
    >>> print(result.summary())
    Harbour: bischof-specialisation 1.00 (20 units)
    Orchard: bischof-specialisation 0.57 (20 units)
    Quay: bischof-specialisation 0.60 (20 units)
    """
    if part not in get_args(NichenessPart):
        raise InvalidOptionError(
            option="part",
            value=part,
            advice="Choose both, nicheness or specialisation.",
        )
    wanted = [code for codes in segments.values() for code in codes]
    counts = fold_for(counts, wanted)
    names = totals_of(counts).cases
    recipe = JointRecipe(
        scale="bischof-nicheness" if part == "both" else f"bischof-{part}",
        groups=group_codes(counts.codes, list(segments.values())),
        is_coded=is_in(counts.codes, coded_columns(counts)),
        formula_of=in_every_election(_nicheness_of_sums),
        span=(0.0, 1.0) if part == "specialisation" else (-np.inf, np.inf),
        parameters={
            "segments": {name: list(codes) for name, codes in segments.items()}
        },
    )
    among = rivals_or_all(rivals, names)
    is_own = segments is not BISCHOF_SEGMENTS
    return place_together(
        counts,
        recipe,
        partial(_bischof, among, part),
        Resampling(**options),
        beside=missing_codes(counts, wanted, recipe.scale, is_own=is_own),
    )


def _bischof(rivals: Rivals, part: NichenessPart, cases: Sequence[str]) -> Together:
    """Prepare one of Bischof's measures for these cases."""
    contests = list(rivals.contests(cases).values())
    before = _before(cases, rivals)

    def formula(sums: FloatArray, n_units: FloatArray) -> FloatArray:
        percentages = 100 * divide(sums, n_units[..., None])
        both = (percentages + percentages[:, before]) / 2
        logged = np.log(np.maximum(percentages, 0) + 1)
        logged = (logged + logged[:, before]) / 2
        values = np.full(sums.shape[:-1], np.nan)
        for places in contests:
            if len(places) > 1:
                even = np.full(len(places), 1 / len(places))
                niche = nicheness(logged[:, places], even)
                specialised = _specialisation(both[:, places])
                values[:, places] = _PARTS[part](niche, specialised)
        return values

    return Together(formula=formula, why=_why_no_niche(cases, contests))


def _why_no_niche(
    cases: Sequence[str], contests: Sequence[Sequence[int]]
) -> dict[str, str]:
    """Say why a case may have no position."""
    nothing = "none of its units is on a niche segment"
    why = dict.fromkeys(cases, "its election is not known")
    for places in contests:
        reason = nothing if len(places) > 1 else ALONE
        why |= dict.fromkeys((cases[place] for place in places), reason)
    return why


def nicheness(emphases: FloatArray, weights: FloatArray) -> FloatArray:
    """Compute Meyer and Miller's measure: (..., n_cases, J), (n_cases,) to cases."""
    apart = (emphases - _rest(emphases, weights, axis=-2)) ** 2
    used = (emphases > 0).any(axis=-2).sum(axis=-1)[..., None]
    sigma = np.sqrt(divide(apart.sum(axis=-1), used.astype(np.float64)))
    around: FloatArray = sigma - _rest(sigma, weights, axis=-1)
    return around


def _nicheness_of_sums(
    sums: FloatArray, n_units: FloatArray, weights: FloatArray
) -> FloatArray:
    return nicheness(divide(sums, n_units[..., None]), weights)


def _rest(values: FloatArray, weights: FloatArray, *, axis: int) -> FloatArray:
    """Give the weighted mean of all others along the axis of cases."""
    shape = [1] * values.ndim
    shape[axis] = -1
    weighted = values * weights.reshape(shape)
    others = (1 - weights).reshape(shape)
    return divide(
        weighted.sum(axis=axis, keepdims=True) - weighted, others + 0 * values
    )


def _before(cases: Sequence[str], rivals: Rivals) -> list[int]:
    """Find the place of each case's actor in the election before; its own if none."""
    before = list(range(len(cases)))
    for series in rivals.series(cases):
        for earlier, later in pairwise(series):
            before[later] = earlier
    return before


def _specialisation(emphases: FloatArray) -> FloatArray:
    """Turn entropy around: (..., J) to 0 (all alike) to 1 (one segment alone)."""
    shares = divide(emphases, emphases.sum(axis=-1, keepdims=True))
    logs = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    one_minus: FloatArray = 1 + (shares * logs).sum(axis=-1) / log(shares.shape[-1])
    return one_minus


def _standardised(values: FloatArray) -> FloatArray:
    """Standardise over the cases, the last axis; 0 where all known ones are alike."""
    known = np.isfinite(values)
    n_known = known.sum(axis=-1, keepdims=True) + 0.0
    mean = divide(np.where(known, values, 0).sum(axis=-1, keepdims=True), n_known)
    squares = np.where(known, (values - mean) ** 2, 0).sum(axis=-1, keepdims=True)
    spread = np.sqrt(divide(squares, n_known - 1))
    apart = values - mean
    return np.where(spread > 1e-12, divide(apart, spread + 0 * apart), 0 * apart)


def _both(niche: FloatArray, specialised: FloatArray) -> FloatArray:
    summed: FloatArray = _standardised(niche) + _standardised(specialised)
    return summed


def _first(niche: FloatArray, _specialised: FloatArray) -> FloatArray:
    return niche


def _second(_niche: FloatArray, specialised: FloatArray) -> FloatArray:
    return specialised


_PARTS = {"both": _both, "nicheness": _first, "specialisation": _second}
