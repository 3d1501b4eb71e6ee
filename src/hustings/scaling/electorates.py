"""Numbers of whole elections: how large parties are, and where the median voter is."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np

from hustings.errors import InvalidOptionError
from hustings.estimates.outcome_rows import OutcomeRow
from hustings.estimates.resampling import Resampling
from hustings.scaling.code_lists import fold_for
from hustings.scaling.joint_positions import (
    ALONE,
    JointRecipe,
    Outcomes,
    coded_cases,
    positions_of,
    uncoded,
)
from hustings.scaling.joint_uncertainty import Together, scale_together
from hustings.scaling.marpor import RILE
from hustings.scaling.position_problems import undefined
from hustings.scaling.recipes import recipe_from_definition
from hustings.scaling.replicates import plan_replicates, totals_of
from hustings.scaling.results import Position, ScaleResult
from hustings.scaling.rivals import LEAST_VOTES, Rivals, weigh_rivals
from hustings.scaling.sourced_counts import SourcedCounts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Unpack

    from hustings.estimates.resampling import FloatArray, IntervalOptions
    from hustings.model.codebook import ScaleDefinition
    from hustings.model.document import Problem
    from hustings.scaling.counts import AnyCounts
    from hustings.scaling.recipes import Recipe


Ends: TypeAlias = Literal["scale", "neighbours"]
"""Where the outermost parties' voters end."""

_SIZE = "relative-party-size"
_MEDIAN = "median-voter"
_ENDLESS = (-np.inf, np.inf)


def relative_party_size(
    rivals: Rivals, *, least_sum: float = LEAST_VOTES
) -> ScaleResult:
    r"""Compute how large each party is beside its rivals.

    .. math:: s_i = \sum_j \frac{v_i}{v_j} - 1, \qquad
        \mathrm{size}_i = \frac{s_i}{\sum_j s_j}

    Parameters
    ----------
    rivals : Rivals
        Elections and votes in per cent. A party without a vote counts as .001.
    least_sum : float, default=75
        Sum of an election's votes below which too many parties are missing: its cases
        get no size, and a problem says so. 0 for votes that are no percentages.

    Returns
    -------
    ScaleResult
        From 0 to 1, adding up to 1 in each election. Votes are counted, not sampled:
        there is no interval, and ``n_units`` is 0.

    References
    ----------
    Giebler, H., Lacewell, O. P., Regel, S., & Werner, A. (2015). Niedergang oder
    Wandel? Parteitypen und die Krise der repraesentativen Demokratie. In W. Merkel
    (Ed.), Demokratie und Krise (pp. 181-219). Springer VS.

    Examples
    --------
    >>> from hustings.scaling.rivals import Rivals
    >>> votes = {"Harbour": 10, "Orchard": 20, "Quay": 50}
    >>> rivals = Rivals(elections=dict.fromkeys(votes, "2031"), votes=votes)
    >>> print(relative_party_size(rivals).summary())
    Harbour: relative-party-size 0.07 (0 units)
    Orchard: relative-party-size 0.23 (0 units)
    Quay: relative-party-size 0.71 (0 units)
    """
    cases = tuple(rivals.elections)
    positions: dict[str, Position] = {}
    problems: list[Problem] = []
    for places in rivals.contests(cases).values():
        among = [cases[place] for place in places]
        sizes = weigh_rivals(among, rivals, "size", least_sum=least_sum)
        if isinstance(sizes, str):
            problems.extend(undefined(case, _SIZE, sizes) for case in among)
        else:
            positions.update(zip(among, map(_size, among, sizes), strict=True))
    return ScaleResult(
        scale=_SIZE,
        positions=tuple(positions[case] for case in cases if case in positions),
        method="none",
        parameters={"least_sum": least_sum},
        problems=tuple(problems),
    )


def median_voter(
    counts: AnyCounts,
    rivals: Rivals,
    *,
    definition: ScaleDefinition = RILE,
    ends: Ends = "scale",
    span: tuple[float, float] = (-100.0, 100.0),
    **options: Unpack[IntervalOptions],
) -> ScaleResult:
    r"""Estimate where each election's median voter stands, from texts and votes.

    .. math:: m = L + \frac{K - C}{F} W

    Every party's voters are spread evenly from halfway to the party on its left to
    halfway to the one on its right. L is the lower end of the interval that holds the
    median, W its width, F its votes, C the votes to its left, K half of all votes.

    Parameters
    ----------
    counts : Counts or BlockCounts
        Of the cases that stood; every election's positions are computed from them.
    rivals : Rivals
        Elections and votes.
    definition : ScaleDefinition, default=RILE
        The scale on which the median is wanted.
    ends : {"scale", "neighbours"}, default="scale"
        Where the outermost parties' voters end: at the end of the scale, as in the
        paper, or as far beyond the party as its inner border lies from it
        (McDonald's adjustment), which suits scales without ends.
    span : tuple of float, default=(-100, 100)
        The ends of the scale.
    **options
        interval, n_draws, confidence, seed: see `hustings.scaling.from_codes`.

    Returns
    -------
    ScaleResult
        A position for each **election**: ``case`` is the election. Its interval holds
        that of all positions; votes are taken as they are. An election in which
        a party's votes are unknown, or a party has no position, has none.

    Raises
    ------
    MissingBlocksError
        If ``interval="block"`` and the counts have no blocks.
    InvalidOptionError
        If an option is outside its range.

    Notes
    -----
    Kim and Fording take positions by their ratio and left as the high end.

    References
    ----------
    Kim, H., & Fording, R. C. (1998). Voter ideology in Western democracies, 1946-1989.
    European Journal of Political Research, 33(1), 73-97.
    https://doi.org/10.1111/1475-6765.00376

    Examples
    --------
    >>> from hustings.scaling.counts import Counts
    >>> counts = Counts.from_rows(
    ...     [
    ...         {"case": "Harbour", "401": 60, "202": 10, "000": 30},
    ...         {"case": "Orchard", "401": 10, "202": 40, "000": 50},
    ...     ]
    ... )
    >>> votes = {"Harbour": 40, "Orchard": 60}
    >>> rivals = Rivals(elections=dict.fromkeys(votes, "2031"), votes=votes)
    >>> print(median_voter(counts, rivals, interval="none").summary())
    2031: median-voter -8.33 (200 units)
    """
    if ends not in get_args(Ends):
        raise InvalidOptionError(
            option="ends", value=ends, advice="Choose scale or neighbours."
        )
    counts = fold_for(counts, (*definition.left, *definition.right))
    recipe = recipe_from_definition(counts.codes, definition, None)
    resampling = Resampling(**options)
    inner = span if ends == "scale" else None
    told = {"of": definition.name, "ends": ends, "span": list(span)}
    if isinstance(counts, SourcedCounts):
        return _sourced_medians(counts, rivals, recipe, resampling, inner, told)
    outcomes = _medians(counts, rivals, recipe, resampling, inner)
    positions, problems = positions_of(
        outcomes, scale=_MEDIAN, span=inner or _ENDLESS, resampling=resampling
    )
    return ScaleResult(
        scale=_MEDIAN,
        positions=positions,
        method=resampling.interval,
        parameters={**told, **asdict(resampling)},
        problems=(*uncoded(counts, recipe.is_coded, definition.name), *problems),
    )


def grouped_median(
    positions: FloatArray, votes: FloatArray, *, span: tuple[float, float] | None
) -> FloatArray:
    """Find the median of voters spread around their parties.

    Parameters
    ----------
    positions : array of shape (..., n_parties)
        Two parties at least.
    votes : array of shape (n_parties,)
        Adding up to more than 0.
    span : tuple of float or None
        Ends of the scale; None for borders as far out as further in.

    Returns
    -------
    array of shape (...)
        NaN where a party has no position.

    Examples
    --------
    >>> import numpy as np
    >>> float(grouped_median(np.array([-50.0, 50.0]), np.ones(2), span=(-100, 100)))
    0.0
    """
    order = np.argsort(positions, axis=-1)
    ordered = np.take_along_axis(positions, order, axis=-1)
    cumulated = votes[order].cumsum(axis=-1)
    half = votes.sum() / 2
    holder = (cumulated < half - 1e-12).sum(axis=-1, keepdims=True)
    borders = _borders(ordered, span)
    lower = np.take_along_axis(borders, holder, axis=-1)
    width = np.take_along_axis(borders, holder + 1, axis=-1) - lower
    held = np.take_along_axis(votes[order], holder, axis=-1)
    before = np.take_along_axis(cumulated, holder, axis=-1) - held
    median: FloatArray = (lower + (half - before) / held * width)[..., 0]
    return np.where(np.isfinite(positions).all(axis=-1), median, np.nan)


def _borders(ordered: FloatArray, span: tuple[float, float] | None) -> FloatArray:
    """Give the borders between parties and both ends: (..., n) to (..., n + 1)."""
    between = (ordered[..., 1:] + ordered[..., :-1]) / 2
    first = 2 * ordered[..., :1] - between[..., :1]
    last = 2 * ordered[..., -1:] - between[..., -1:]
    if span is not None:
        first, last = np.full_like(first, span[0]), np.full_like(last, span[1])
    return np.concatenate([first, between, last], axis=-1)


def _medians(
    counts: AnyCounts,
    rivals: Rivals,
    recipe: Recipe,
    resampling: Resampling,
    span: tuple[float, float] | None,
) -> Outcomes:
    """Compute every election's median on what was counted and on every draw."""
    totals = totals_of(counts)
    contests = rivals.contests(totals.cases)
    coded = set(coded_cases(counts, recipe.is_coded))
    replicate = plan_replicates(counts, recipe.groups, resampling)
    n_draws = 0 if resampling.interval == "none" else resampling.n_draws
    values = np.full((1 + n_draws, len(contests)), np.nan)
    why: dict[str, str] = {}
    for place, (election, indices) in enumerate(contests.items()):
        weights = _weights(indices, totals.cases, rivals, coded)
        if isinstance(weights, str):
            why[election] = weights
            continue
        drawn = replicate(indices)
        placed = recipe.formula(drawn[..., :-1], drawn[..., -1])[..., 0]
        values[:, place] = grouped_median(placed, weights, span=span)
        why[election] = "a party has no position"
    n_units = np.array([totals.n_units[one].sum() for one in contests.values()])
    return Outcomes(cases=tuple(contests), n_units=n_units, values=values, why=why)


def _sourced_medians(
    counts: SourcedCounts,
    rivals: Rivals,
    recipe: Recipe,
    resampling: Resampling,
    span: tuple[float, float] | None,
    told: Mapping[str, object],
) -> ScaleResult:
    """Find every election's median with all sources in its interval."""
    joint = JointRecipe(
        scale=_MEDIAN,
        groups=recipe.groups,
        is_coded=recipe.is_coded,
        formula_of=str,
        span=span or _ENDLESS,
        parameters=told,
    )
    together = _elections(counts, rivals, recipe, span)
    return scale_together(counts, joint, together, resampling)


def _elections(
    counts: SourcedCounts,
    rivals: Rivals,
    recipe: Recipe,
    span: tuple[float, float] | None,
) -> Together:
    """Prepare the medians of the elections in which all parties have a coded unit."""
    names = counts.coded_cases(recipe.is_coded)
    place = {name: i for i, name in enumerate(names)}
    coded = {i for i, case in enumerate(counts.cases) if case in place}
    why: dict[str, str] = {}
    rows: list[OutcomeRow] = []
    votes: list[FloatArray] = []
    for election, indices in rivals.contests(counts.cases).items():
        weights = _weights(indices, counts.cases, rivals, coded)
        why[election] = "a party has no position"
        if isinstance(weights, str):
            why[election] = weights
            continue
        members = tuple(place[counts.cases[i]] for i in indices)
        rows.append(OutcomeRow(name=election, members=members))
        votes.append(weights)

    def formula(sums: FloatArray, n_units: FloatArray) -> FloatArray:
        placed = recipe.formula(sums, n_units)[..., 0]
        medians = [
            grouped_median(placed[:, row.members], weights, span=span)
            for row, weights in zip(rows, votes, strict=True)
        ]
        return np.stack(medians, axis=-1) if medians else np.zeros((len(sums), 0))

    return Together(formula=formula, why=why, rows=tuple(rows))


def _weights(
    indices: Sequence[int], cases: Sequence[str], rivals: Rivals, coded: set[int]
) -> FloatArray | str:
    """Give an election's votes as shares, or say why it has no median."""
    without = [cases[i] for i in indices if i not in coded]
    if without:
        return f"{without[0]!r} has no coded unit"
    if len(indices) < 2:
        return ALONE
    return weigh_rivals([cases[i] for i in indices], rivals, "votes")


def _size(case: str, size: float) -> Position:
    return Position(
        case=case,
        scale=_SIZE,
        position=float(size),
        low=None,
        high=None,
        confidence=None,
        n_units=0,
    )
