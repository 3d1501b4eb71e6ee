"""What a case gives its attention to: how many issues, and how clearly sided."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np

from hustings.errors import InvalidOptionError, OverlappingPolesError
from hustings.estimates.resampling import Resampling
from hustings.scaling.code_lists import (
    CLARITY_DIMENSIONS,
    MERGED_ISSUES,
    coded_columns,
    fold_for,
    missing_codes,
)
from hustings.scaling.joint_positions import (
    JointRecipe,
    in_every_election,
    scale_rivals,
)
from hustings.scaling.recipes import divide, group_codes, is_in
from hustings.scaling.replicates import totals_of
from hustings.scaling.rivals import LEAST_VOTES, Rivals

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from hustings.estimates.resampling import FloatArray, IntervalOptions
    from hustings.scaling.counts import AnyCounts
    from hustings.scaling.results import ScaleResult
    from hustings.scaling.rivals import Weighting

DiversityForm: TypeAlias = Literal["shannon", "herfindahl"]
"""How shares become an effective number of issues."""

Dimensions: TypeAlias = "Sequence[tuple[Sequence[str], Sequence[str]]]"
"""Both sides of each dimension: two lists of codes."""


def issue_attention_diversity(
    counts: AnyCounts,
    *,
    form: DiversityForm = "shannon",
    merged: Sequence[Sequence[str]] = MERGED_ISSUES,
    **options: Unpack[IntervalOptions],
) -> ScaleResult:
    r"""Compute the effective number of issues that a case speaks of.

    .. math:: \text{shannon: } \exp\Bigl(-\sum_j p_j \log p_j\Bigr) \qquad
        \text{herfindahl: } \frac{1}{\sum_j p_j^2}

    p are the issues' shares of the coded units. Codes that are merged are one issue,
    every other code is one of its own.

    Parameters
    ----------
    counts : Counts or BlockCounts
        Folded into main codes if all merged codes are main codes.
    form : {"shannon", "herfindahl"}, default="shannon"
    merged : sequence of sequences of str
        Codes that are one issue; by default 14 pairs for and against one thing.
    **options
        interval, n_draws, confidence, seed: see `hustings.scaling.from_codes`.

    Returns
    -------
    ScaleResult
        From 1 (one issue alone) to the number of issues (all alike). Short texts leave
        issues out, so estimates are too low; the interval makes good for that and may
        reach far above.

    Raises
    ------
    OverlappingPolesError
        If a code is merged into two issues.
    MissingBlocksError
        If ``interval="block"`` and the counts have no blocks.
    InvalidOptionError
        If an option is outside its range.

    References
    ----------
    Greene, Z. (2016). Competing on the issues: how experience in government and
    economic conditions influence the scope of parties' policy messages. Party
    Politics, 22(6), 809-822.

    Examples
    --------
    >>> from hustings.scaling.counts import Counts
    >>> row = {"case": "Harbour 2031", "504": 5, "505": 5, "401": 10, "703": 10}
    >>> print(issue_attention_diversity(Counts.from_rows([row])).summary())
    Harbour 2031: issue-attention-diversity 3.00 [2.74, 3.35] (30 units)
    """
    if form not in get_args(DiversityForm):
        raise InvalidOptionError(
            option="form", value=form, advice="Choose shannon or herfindahl."
        )
    wanted = [code for codes in merged for code in codes]
    _require_once("issue-attention-diversity", wanted)
    counts = fold_for(counts, wanted)
    coded = coded_columns(counts)
    issues = [*merged, *([code] for code in coded if code not in set(wanted))]
    present = [one for one in issues if set(one) & set(coded)]
    recipe = JointRecipe(
        scale="issue-attention-diversity",
        groups=group_codes(counts.codes, present),
        is_coded=is_in(counts.codes, coded),
        formula_of=in_every_election(partial(_diversity, form)),
        least_cases=1,
        span=(1.0, float(max(len(issues), 1))),
        parameters={"form": form, "merged": [list(codes) for codes in merged]},
    )
    return scale_rivals(counts, recipe, _each_alone(counts), Resampling(**options))


def programmatic_clarity(
    counts: AnyCounts,
    rivals: Rivals | None = None,
    *,
    weighting: Weighting | None = None,
    dimensions: Dimensions = CLARITY_DIMENSIONS,
    least_sum: float = LEAST_VOTES,
    **options: Unpack[IntervalOptions],
) -> ScaleResult:
    r"""Compute how clearly a case takes one side of each dimension.

    .. math:: \text{manifesto: } \sum_d |a_d - b_d| \qquad
        \text{election: } \sum_d \frac{|a_d - b_d|}{a_d + b_d}
        \sum_q w_q (a_{dq} + b_{dq})

    a and b are the shares of both sides of dimension d in the case's units on any of
    them. Without rivals a dimension weighs what it weighs in the case's own text; with
    them, what it weighs in the election, cases q by their weight w.

    Parameters
    ----------
    counts : Counts or BlockCounts
        Folded into main codes if all dimensions hold main codes.
    rivals : Rivals, optional
        Elections and votes, for weights by election.
    weighting : {"votes", "size", "equal"}, optional
        Where there are rivals: by votes (the default), by relative party size, or all
        alike.
    dimensions : sequence of pairs of sequences of str
        Codes of both sides of each; by default 15 dimensions.
    least_sum : float, default=75
        Sum of an election's votes below which relative sizes are not defined.
    **options
        interval, n_draws, confidence, seed: see `hustings.scaling.from_codes`.

    Returns
    -------
    ScaleResult
        From 0 (both sides alike on every dimension) to 1 (one side alone on each). A
        case without a unit on any dimension has no position.

    Raises
    ------
    OverlappingPolesError
        If a code stands on two sides.
    MissingBlocksError
        If ``interval="block"`` and the counts have no blocks.
    InvalidOptionError
        If an option is outside its range.

    References
    ----------
    Giebler, H., Lacewell, O. P., Regel, S., & Werner, A. (2015). Niedergang oder
    Wandel? Parteitypen und die Krise der repraesentativen Demokratie. In W. Merkel
    (Ed.), Demokratie und Krise (pp. 181-219). Springer VS.

    Examples
    --------
    >>> from hustings.scaling.counts import Counts
    >>> row = {"case": "Harbour 2031", "504": 15, "505": 5, "104": 20}
    >>> result = programmatic_clarity(Counts.from_rows([row]), interval="none")
    >>> print(result.summary())
    Harbour 2031: programmatic-clarity 0.75 (40 units)
    """
    sides = [side for pair in dimensions for side in pair]
    wanted = [code for side in sides for code in side]
    _require_once("programmatic-clarity", wanted)
    counts = fold_for(counts, wanted)
    recipe = JointRecipe(
        scale="programmatic-clarity",
        groups=group_codes(counts.codes, sides),
        is_coded=is_in(counts.codes, coded_columns(counts)),
        formula_of=in_every_election(
            _clarity_in_manifesto if rivals is None else _clarity_in_election
        ),
        weighting="equal" if rivals is None else weighting or "votes",
        least_sum=least_sum,
        least_cases=1 if rivals is None else 2,
        span=(0.0, 1.0),
        why_undefined="none of its units is on a dimension",
        parameters={
            "dimensions": [[list(side) for side in pair] for pair in dimensions],
            "weighting": "manifesto" if rivals is None else weighting or "votes",
        },
    )
    is_own = dimensions is not CLARITY_DIMENSIONS
    return scale_rivals(
        counts,
        recipe,
        _each_alone(counts) if rivals is None else rivals,
        Resampling(**options),
        beside=missing_codes(counts, wanted, recipe.scale, is_own=is_own),
    )


def _diversity(
    form: DiversityForm, sums: FloatArray, _n_units: FloatArray, _weights: FloatArray
) -> FloatArray:
    """Turn sums by issue into an effective number: (..., J) to (...)."""
    shares = divide(sums, sums.sum(axis=-1, keepdims=True))
    if form == "herfindahl":
        return divide(np.ones(shares.shape[:-1]), (shares**2).sum(axis=-1))
    logs = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    effective: FloatArray = np.exp(-(shares * logs).sum(axis=-1))
    return effective


def _clarity_in_manifesto(
    sums: FloatArray, _n_units: FloatArray, _weights: FloatArray
) -> FloatArray:
    """Weigh dimensions by the case's own text: (..., 2 D) to (...)."""
    apart, either = _sides(sums)
    return divide(apart.sum(axis=-1), either.sum(axis=-1))


def _clarity_in_election(
    sums: FloatArray, _n_units: FloatArray, weights: FloatArray
) -> FloatArray:
    """Weigh dimensions by all texts of the election: (..., n, 2 D) to (..., n)."""
    apart, either = _sides(sums)
    salience = divide(either, either.sum(axis=-1, keepdims=True))
    heard = np.where(np.isnan(salience), 0.0, salience)
    weighted = np.einsum("...nd,n->...d", heard, weights)[..., None, :]
    sided = np.divide(apart, either, out=np.zeros_like(apart), where=either > 0)
    clarity = (sided * weighted).sum(axis=-1)
    return np.where(either.sum(axis=-1) > 0, clarity, np.nan)


def _sides(sums: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Give |a - b| and a + b by dimension: (..., 2 D) to (..., D) each."""
    one, other = sums[..., ::2], sums[..., 1::2]
    return np.abs(one - other), one + other


def _each_alone(counts: AnyCounts) -> Rivals:
    """Let every case stand for itself."""
    cases = totals_of(counts).cases
    return Rivals(elections={case: case for case in cases})


def _require_once(scale: str, codes: Sequence[str]) -> None:
    """Raise `OverlappingPolesError` if a code stands in two lists."""
    twice = sorted({code for code in codes if list(codes).count(code) > 1})
    if twice:
        raise OverlappingPolesError(scale=scale, codes=twice)
