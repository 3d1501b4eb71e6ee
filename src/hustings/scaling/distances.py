"""How far apart two cases' emphases lie, and how much of them they share."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np

from hustings.errors import InvalidOptionError
from hustings.estimates.frames import frame_from_rows
from hustings.estimates.outcome_rows import OutcomeRow
from hustings.estimates.resampling import Resampling
from hustings.model.document import Problem
from hustings.scaling.apart import CONGRUENCE, SPANS, apart, drawn_apart
from hustings.scaling.code_lists import coded_columns
from hustings.scaling.joint_positions import JointRecipe, coded_cases, uncoded
from hustings.scaling.joint_uncertainty import Together, scale_together
from hustings.scaling.recipes import divide, group_codes, is_in
from hustings.scaling.replicates import plan_replicates, totals_of
from hustings.scaling.rivals import rivals_or_all
from hustings.scaling.sourced_counts import SourcedCounts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Unpack

    import polars as pl

    from hustings.estimates.resampling import FloatArray, IntervalOptions
    from hustings.estimates.results import Estimates
    from hustings.scaling.apart import DrawnApart
    from hustings.scaling.counts import AnyCounts
    from hustings.scaling.results import Position
    from hustings.scaling.rivals import Rivals

DistanceMeasure: TypeAlias = Literal["manhattan", "euclidean"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairValue:
    """What was measured between two cases.

    Attributes
    ----------
    case_a, case_b : str
    statistic : str
        ``"manhattan"``, ``"euclidean"`` or ``"congruence"``.
    value : float
    low, high : float or None
        Ends of the interval; None where none was asked for or defined.
    confidence : float or None
        In (0, 1).
    standard_error : float or None
        Standard deviation of the resampled values.
    n_units_a, n_units_b : int
        Units of both cases.
    sources : mapping or None
        Share of the interval's variance by where it comes from; they add up to 1.
    """

    case_a: str
    case_b: str
    statistic: str
    value: float
    low: float | None
    high: float | None
    confidence: float | None
    standard_error: float | None
    n_units_a: int
    n_units_b: int
    sources: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairResult:
    """A measure between all pairs of cases, or all pairs of one election.

    Attributes
    ----------
    statistic : str
    pairs : tuple of PairValue
    method : str
        How the intervals were made.
    parameters : mapping
    problems : tuple of Problem
        Cases that are in no pair, and why.
    estimates : Estimates or None
        What the engine found of the same pairs in the same order, where units were
        scaled with all sources of error.
    """

    statistic: str
    pairs: tuple[PairValue, ...]
    method: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    estimates: Estimates | None = None

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a pair; sources only where there are any."""
        return [
            {name: value for name, value in asdict(pair).items() if name != "sources"}
            | ({} if pair.sources is None else {"sources": dict(pair.sources)})
            for pair in self.pairs
        ]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return a line a pair for a person to read."""
        return "\n".join(_line(pair) for pair in self.pairs)


def distances(
    counts: AnyCounts,
    rivals: Rivals | None = None,
    *,
    measure: DistanceMeasure = "manhattan",
    **options: Unpack[IntervalOptions],
) -> PairResult:
    r"""Measure how far apart the emphases of every two cases lie.

    .. math:: \text{manhattan: } \sum_c |p_{ca} - p_{cb}| \qquad
        \text{euclidean: } \sqrt{\sum_c (p_{ca} - p_{cb})^2}

    p are codes' shares of the coded units.

    Parameters
    ----------
    counts : Counts or BlockCounts
        Codes are taken as they are; fold sub-codes first if they are to count as one.
    rivals : Rivals, optional
        Elections, for pairs within each; all pairs otherwise.
    measure : {"manhattan", "euclidean"}, default="manhattan"
    **options
        interval, n_draws, confidence, seed: see `hustings.scaling.from_codes`.

    Returns
    -------
    PairResult
        From 0 to 2 (manhattan: no code in common) or to 1.41 (euclidean). Texts of
        finite length always look further apart than their actors are; intervals make
        good for that (see `hustings.scaling.apart`) and so reach further down than up.

    Raises
    ------
    MissingBlocksError
        If ``interval="block"`` and the counts have no blocks.
    InvalidOptionError
        If an option is outside its range.

    Examples
    --------
    >>> from hustings.scaling.counts import Counts
    >>> counts = Counts.from_rows(
    ...     [
    ...         {"case": "Harbour", "ships": 80, "schools": 20},
    ...         {"case": "Orchard", "ships": 30, "schools": 70},
    ...     ]
    ... )
    >>> print(distances(counts, interval="none").summary())
    Harbour, Orchard: manhattan 1.00
    """
    if measure not in get_args(DistanceMeasure):
        raise InvalidOptionError(
            option="measure", value=measure, advice="Choose manhattan or euclidean."
        )
    return _measure_pairs(counts, rivals, measure, Resampling(**options))


def congruence(
    counts: AnyCounts,
    rivals: Rivals | None = None,
    **options: Unpack[IntervalOptions],
) -> PairResult:
    r"""Measure which share of their emphases every two cases have in common.

    .. math:: 1 - \tfrac12 \sum_c |p_{ca} - p_{cb}| = \sum_c \min(p_{ca}, p_{cb})

    Takes, gives and raises what `distances` does: from 0 (no code in common) to 1 (the
    same shares). It says how far they speak of the same things, and of positions as far
    as codes are for or against something.

    References
    ----------
    Sigelman, L., & Buell, E. H. (2004). Avoidance or engagement? Issue convergence in
    U.S. presidential campaigns, 1960-2000. American Journal of Political Science,
    48(4), 650-661. https://doi.org/10.1111/j.0092-5853.2004.00093.x

    Examples
    --------
    >>> from hustings.scaling.counts import Counts
    >>> counts = Counts.from_rows(
    ...     [
    ...         {"case": "Harbour", "ships": 80, "schools": 20},
    ...         {"case": "Orchard", "ships": 30, "schools": 70},
    ...     ]
    ... )
    >>> print(congruence(counts, interval="none").summary())
    Harbour, Orchard: congruence 0.50
    """
    return _measure_pairs(counts, rivals, CONGRUENCE, Resampling(**options))


def _measure_pairs(
    counts: AnyCounts, rivals: Rivals | None, statistic: str, resampling: Resampling
) -> PairResult:
    """Measure every pair that is to be compared."""
    if isinstance(counts, SourcedCounts):
        return _measure_units(counts, rivals, statistic, resampling)
    totals = totals_of(counts)
    codes = coded_columns(counts)
    is_coded = is_in(counts.codes, codes)
    groups = group_codes(counts.codes, [[code] for code in codes])
    replicate = plan_replicates(counts, groups, resampling)
    coded = set(coded_cases(counts, is_coded))
    pairs: list[PairValue] = []
    for places in rivals_or_all(rivals, totals.cases).contests(totals.cases).values():
        chosen = [i for i in places if i in coded]
        sums = replicate(chosen)[..., :-1]
        shares = divide(sums, sums.sum(axis=-1, keepdims=True))
        for a, b in combinations(range(len(chosen)), 2):
            drawn = drawn_apart(shares[:, a], shares[:, b], statistic)
            named = (totals.cases[chosen[a]], totals.cases[chosen[b]])
            n_units = (totals.n_units[chosen[a]], totals.n_units[chosen[b]])
            pairs.append(_pair(named, n_units, drawn, resampling))
    return PairResult(
        statistic=statistic,
        pairs=tuple(pairs),
        method=resampling.interval,
        parameters=asdict(resampling),
        problems=(*uncoded(counts, is_coded, statistic), *_lone(pairs, statistic)),
    )


def _measure_units(
    counts: SourcedCounts, rivals: Rivals | None, statistic: str, resampling: Resampling
) -> PairResult:
    """Measure every pair with all sources in its interval."""
    codes = coded_columns(counts)
    recipe = JointRecipe(
        scale=statistic,
        groups=group_codes(counts.codes, [[code] for code in codes]),
        is_coded=is_in(counts.codes, codes),
        formula_of=str,
        span=(0.0, SPANS[statistic]),
    )
    cases = counts.coded_cases(recipe.is_coded)
    named = _named_pairs(cases, rivals_or_all(rivals, cases))
    found = scale_together(counts, recipe, _of_pairs(named, statistic), resampling)
    n_units = dict(zip(counts.cases, counts.n_units.tolist(), strict=True))
    pairs = [
        _sourced_pair(one, [cases[i] for i in named[one.case]], n_units)
        for one in found.positions
    ]
    return PairResult(
        statistic=statistic,
        pairs=tuple(pairs),
        method=found.method,
        parameters=found.parameters,
        problems=(*found.problems, *_lone(pairs, statistic)),
        estimates=found.estimates,
    )


def _named_pairs(cases: Sequence[str], rivals: Rivals) -> dict[str, tuple[int, int]]:
    """Name the pairs of each election, each once."""
    named: dict[str, tuple[int, int]] = {}
    for places in rivals.contests(cases).values():
        for a, b in combinations(places, 2):
            name = f"{cases[a]}, {cases[b]}"
            # two pairs of names can read the same where names have commas
            named[name if name not in named else f"{name} ({a}, {b})"] = (a, b)
    return named


def _of_pairs(named: Mapping[str, tuple[int, int]], statistic: str) -> Together:
    """Prepare to measure pairs of cases."""

    def formula(sums: FloatArray, _n_units: FloatArray) -> FloatArray:
        shares = divide(sums, sums.sum(axis=-1, keepdims=True))
        found = np.empty((len(sums), len(named)))
        for place, (a, b) in enumerate(named.values()):
            found[:, place] = apart(shares[:, a], shares[:, b], statistic)
        return found

    rows = [OutcomeRow(name=name, members=pair) for name, pair in named.items()]
    why = dict.fromkeys(named, "one of the two has no shares of codes")
    return Together(formula=formula, why=why, rows=tuple(rows))


def _sourced_pair(
    found: Position, pair: Sequence[str], n_units: Mapping[str, float]
) -> PairValue:
    """Make a pair's value of what the engine found."""
    case_a, case_b = pair
    return PairValue(
        case_a=case_a,
        case_b=case_b,
        statistic=found.scale,
        value=found.position,
        low=found.low,
        high=found.high,
        confidence=found.confidence,
        standard_error=found.standard_error,
        n_units_a=round(n_units[case_a]),
        n_units_b=round(n_units[case_b]),
        sources=found.sources,
    )


def _pair(
    named: tuple[str, str],
    n_units: tuple[float, float],
    drawn: DrawnApart,
    resampling: Resampling,
) -> PairValue:
    """Make a pair's value and interval."""
    low = high = error = None
    if len(drawn.draws) > 1:
        low, high = drawn.ends(resampling.confidence)
        error = float(drawn.draws.std(ddof=1))
    return PairValue(
        case_a=named[0],
        case_b=named[1],
        statistic=drawn.statistic,
        value=drawn.value,
        low=low,
        high=high,
        confidence=None if low is None else resampling.confidence,
        standard_error=error,
        n_units_a=round(n_units[0]),
        n_units_b=round(n_units[1]),
    )


def _lone(pairs: list[PairValue], statistic: str) -> tuple[Problem, ...]:
    """Say that there was nothing to compare, if so."""
    if pairs:
        return ()
    message = (
        f"There are no two cases to compare by {statistic!r}. Give two with a coded "
        "unit each, in the same election."
    )
    return (Problem(kind="no pair", message=message),)


def _line(pair: PairValue) -> str:
    """Put both cases, the value and its interval on one line."""
    interval = (
        ""
        if pair.low is None or pair.high is None
        else f" [{pair.low:.2f}, {pair.high:.2f}]"
    )
    return f"{pair.case_a}, {pair.case_b}: {pair.statistic} {pair.value:.2f}{interval}"
