"""Left and right as each election divides on it: Franzmann and Kaiser's scale."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from hustings.errors import InvalidCountError, InvalidCountsError, MissingColumnError
from hustings.estimates.resampling import Resampling
from hustings.model.document import Problem
from hustings.scaling.code_lists import coded_columns, fold_for
from hustings.scaling.joint_positions import (
    JointRecipe,
    among_rivals,
    outcomes_of,
    result_of,
)
from hustings.scaling.joint_uncertainty import scale_together
from hustings.scaling.marpor import is_main_code, main_code
from hustings.scaling.recipes import divide, group_codes, is_in
from hustings.scaling.rivals import election_of
from hustings.scaling.sourced_counts import SourcedCounts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Unpack

    from hustings.estimates.resampling import FloatArray, IntervalOptions
    from hustings.scaling.counts import AnyCounts
    from hustings.scaling.joint_positions import JointFormula
    from hustings.scaling.joint_uncertainty import Together
    from hustings.scaling.results import ScaleResult
    from hustings.scaling.rivals import Rivals

SCALE = "franzmann-kaiser"

IssueWeights = dict[str, dict[str, float]]
"""Election to code to weight: -1 left, 0 valence, 1 right."""


def issue_weights(rows: Iterable[Mapping[str, object]]) -> IssueWeights:
    """Read the weights of issues by election, which Franzmann and Kaiser publish.

    Parameters
    ----------
    rows : iterable of mappings
        Columns ``code`` and ``weight`` (from -1, left, to 1, right; 0 is a valence
        issue), and ``country`` or ``election`` or both, as in the table of rivals.

    Raises
    ------
    MissingColumnError
        If there is no column ``code`` or ``weight``.
    InvalidCountError
        If a weight is no number from -1 to 1.
    InvalidCountsError
        If an election weighs a code twice.

    Examples
    --------
    >>> issue_weights([{"election": "2031", "code": "401", "weight": "1"}])
    {'2031': {'401': 1.0}}
    """
    weights: IssueWeights = {}
    for row in rows:
        for column in ("code", "weight"):
            if column not in row:
                raise MissingColumnError(
                    name="The table of weights", column=column, known=tuple(row)
                )
        election, code = election_of(row), main_code(str(row["code"]))
        if code in weights.setdefault(election, {}):
            raise InvalidCountsError(
                reason=f"The code {code!r} has two weights in election {election!r}.",
                advice="Give every code of an election one weight.",
            )
        weights[election][code] = _weight(row["weight"], election=election, code=code)
    return weights


def franzmann_kaiser(
    counts: AnyCounts,
    rivals: Rivals,
    weights: IssueWeights,
    *,
    base_values: bool = True,
    smoothing: bool = True,
    **options: Unpack[IntervalOptions],
) -> ScaleResult:
    r"""Compute Franzmann and Kaiser's left-right scale with your table of weights.

    .. math:: x'_{ip} = x_{ip} - \min_q x_{iq}, \qquad
        s_p = \frac{\sum_i w_i x'_{ip}}{\sum_i x'_{ip}}, \qquad 5 \, (s_p + 1)

    What all cases of an election say on an issue divides nobody and is taken off first.
    The weights w (which issues divide left from right, and which are valence issues)
    were estimated by the authors for each country and time. They are not part of
    Hustings: bring their table, or your own.

    Parameters
    ----------
    counts : Counts or BlockCounts
        Folded into main codes; codes that are no main codes do not count.
    rivals : Rivals
        Elections, named as in `weights`; actors and dates for smoothing.
    weights : dict
        Election to code to weight, see `issue_weights`. A code without a weight counts
        as a valence issue, and a problem says so.
    base_values : bool, default=True
        Whether the smallest share of each issue is taken off.
    smoothing : bool, default=True
        Whether positions are means with the same actor's elections just before and
        after, where those are known.
    **options
        interval, n_draws, confidence, seed: see `hustings.scaling.from_codes`.

    Returns
    -------
    ScaleResult
        From 0 (left) to 10 (right). A case in an election without weights or rivals
        has no position, nor has one that says no more than all others do on any issue.

    Raises
    ------
    MissingBlocksError
        If ``interval="block"`` and the counts have no blocks.
    InvalidOptionError
        If an option is outside its range.

    Notes
    -----
    The authors split Belgium into two party systems: name its elections accordingly.

    References
    ----------
    Franzmann, S., & Kaiser, A. (2006). Locating political parties in policy space: a
    reanalysis of party manifesto data. Party Politics, 12(2), 163-188.
    https://doi.org/10.1177/1354068806061336

    Examples
    --------
    >>> from hustings.scaling.counts import Counts
    >>> from hustings.scaling.rivals import Rivals
    >>> counts = Counts.from_rows(
    ...     [
    ...         {"case": "Harbour", "401": 6, "504": 2, "501": 2},
    ...         {"case": "Orchard", "401": 1, "504": 6, "501": 3},
    ...     ]
    ... )
    >>> rivals = Rivals(elections=dict.fromkeys(["Harbour", "Orchard"], "2031"))
    >>> weights = {"2031": {"401": 1.0, "504": -1.0, "501": 0.0}}
    >>> print(franzmann_kaiser(counts, rivals, weights, interval="none").summary())
    Harbour: franzmann-kaiser 10.00 (10 units)
    Orchard: franzmann-kaiser 1.00 (10 units)
    """
    counts = fold_for(counts, ["401"])
    codes = [code for code in coded_columns(counts) if is_main_code(code)]
    recipe = JointRecipe(
        scale=SCALE,
        groups=group_codes(counts.codes, [[code] for code in codes]),
        is_coded=is_in(counts.codes, coded_columns(counts)),
        formula_of=partial(_formula_of, codes, weights, base_values=base_values),
        span=(0.0, 10.0),
        why_undefined="it says no more than the others on any issue",
        parameters={"base_values": base_values, "smoothing": smoothing},
    )
    resampling = Resampling(**options)
    if isinstance(counts, SourcedCounts):
        together = _together(counts.coded_cases(recipe.is_coded), recipe, rivals)
        found = scale_together(counts, recipe, together, resampling)
        told = _without_weight(codes, weights, rivals)
        return replace(found, problems=(*told, *found.problems))
    outcomes = outcomes_of(counts, recipe, rivals, resampling)
    if smoothing:
        series = rivals.series(outcomes.cases)
        outcomes = replace(outcomes, values=_smoothed(outcomes.values, series))
    beside = tuple(_without_weight(codes, weights, rivals))
    return result_of(outcomes, counts, recipe, resampling, beside=beside)


def _formula_of(
    codes: Sequence[str], weights: IssueWeights, election: str, *, base_values: bool
) -> JointFormula | str:
    """Give the formula with an election's weights, or say that it has none."""
    if election not in weights:
        return f"the table of weights has none for its election {election!r}"
    of_codes = np.array([weights[election].get(code, 0.0) for code in codes])
    return partial(_score, of_codes, base_values)


def _score(
    of_codes: FloatArray,
    base_values: bool,  # noqa: FBT001 -- bound by name of place in `partial`
    sums: FloatArray,
    n_units: FloatArray,
    _weights: FloatArray,
) -> FloatArray:
    """Compute the scale of all cases of one election: (..., n, k) to (..., n)."""
    shares = divide(sums, n_units[..., None])
    if base_values:
        shares = shares - shares.min(axis=-2, keepdims=True)
    total = shares.sum(axis=-1)
    scores = divide(shares @ of_codes, np.where(total > 1e-12, total, 0.0))
    placed: FloatArray = 5 * (scores + 1)
    return placed


def _together(cases: Sequence[str], recipe: JointRecipe, rivals: Rivals) -> Together:
    """Prepare to place cases among rivals, and to smooth if that is wanted."""
    together = among_rivals(cases, recipe, rivals)
    if not recipe.parameters["smoothing"]:
        return together
    series = rivals.series(cases)
    return replace(
        together,
        formula=lambda sums, units: _smoothed(together.formula(sums, units), series),
    )


def _smoothed(values: FloatArray, series: Iterable[Sequence[int]]) -> FloatArray:
    """Take means with the same actor's elections just before and after.

    Parameters
    ----------
    values : array of shape (n_draws, n_cases)
    series : iterable of sequence of int
        Each actor's cases in the order of their dates.
    """
    smoothed = values.copy()
    for one in series:
        for place, i in enumerate(one):
            window = values[:, one[max(place - 1, 0) : place + 2]]
            known = np.isfinite(window)
            mean = divide(
                np.where(known, window, 0).sum(axis=1), known.sum(axis=1) + 0.0
            )
            smoothed[:, i] = np.where(np.isfinite(values[:, i]), mean, np.nan)
    return smoothed


def _without_weight(
    codes: Sequence[str], weights: IssueWeights, rivals: Rivals
) -> Iterable[Problem]:
    """Tell of codes that an election does not weigh."""
    for election in dict.fromkeys(rivals.elections.values()):
        missing = ", ".join(sorted(set(codes) - set(weights.get(election, codes))))
        if missing:
            message = (
                f"Election {election!r} has no weight for {missing}; {SCALE!r} counts "
                "them as valence issues."
            )
            yield Problem(kind="missing weights", message=message)


def _weight(value: object, *, election: str, code: str) -> float:
    """Read a weight from -1 to 1."""
    try:
        weight = float(str(value))
    except ValueError:
        weight = float("nan")
    if not -1 <= weight <= 1:
        raise InvalidCountError(
            case=election,
            column=code,
            value=value,
            reason="is no weight from -1 (left) to 1 (right).",
        )
    return weight
