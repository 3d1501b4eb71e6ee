"""Agreement between coders of given units: overall, by code, by pair of coders.

Codings of all documents are pooled: one statistic is computed of all units, and never a
mean of statistics of documents, which would let a document of three units weigh as much
as one of three hundred.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal, TypeAlias

from hustings.coding.agreement_intervals import (
    FEWEST_DRAWN,
    AgreementOptions,
    estimate_all,
)
from hustings.coding.agreement_results import (
    FULL_NAMES,
    AgreementEstimate,
    AgreementResult,
)
from hustings.coding.alpha import alpha_terms
from hustings.coding.coincidences import count_patterns, one_against_the_rest
from hustings.coding.gwet import gwet_terms
from hustings.coding.kappas import (
    cohen_terms,
    fleiss_terms,
    percent_terms,
    scott_terms,
)
from hustings.coding.weights import agreement_weights
from hustings.errors import UnknownStatisticError, UnweightableLevelError
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from hustings.coding.agreement_intervals import Estimate
    from hustings.coding.agreement_results import AgreementStatistic
    from hustings.coding.coded_units import CodedUnits
    from hustings.coding.coincidences import Patterns
    from hustings.coding.terms import Terms
    from hustings.coding.weights import Weights
    from hustings.estimates.resampling import FloatArray
    from hustings.model.codebook import Level

By: TypeAlias = Literal["code", "pair"]
"""What is told apart besides the whole."""

WEIGHTED = ("weighted_kappa", "gwet_ac2")
OF_TWO_CODERS = ("cohen_kappa", "weighted_kappa", "scott_pi")
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """One question: these codings, of all values or of one against the rest."""

    patterns: Patterns
    code: str | None = None
    pair: tuple[str, str] | None = None
    level: Level
    numbers: FloatArray | None
    weights: FloatArray | None
    n_categories: int | None

    @property
    def name(self) -> str:
        """Name the stream of random numbers of this question."""
        return "\x1f".join(["agree", self.code or "", *(self.pair or ())])


_TERMS: Mapping[str, Callable[[_View], Terms]] = {
    "percent_agreement": lambda view: percent_terms(view.patterns),
    "cohen_kappa": lambda view: cohen_terms(view.patterns),
    "weighted_kappa": lambda view: cohen_terms(view.patterns, view.weights),
    "scott_pi": lambda view: scott_terms(view.patterns),
    "fleiss_kappa": lambda view: fleiss_terms(view.patterns),
    "krippendorff_alpha": lambda view: alpha_terms(
        view.patterns, view.level, view.numbers
    ),
    "gwet_ac1": lambda view: gwet_terms(view.patterns, n_categories=view.n_categories),
    "gwet_ac2": lambda view: gwet_terms(view.patterns, weights=view.weights),
}


def agreement(
    coded: CodedUnits,
    *,
    statistics: Sequence[AgreementStatistic] = (),
    by: Sequence[By] = (),
    weights: Weights = "quadratic",
    n_categories: int | None = None,
    options: AgreementOptions | None = None,
) -> AgreementResult:
    """Compute statistics of agreement over all codings, by code, and by pair.

    Parameters
    ----------
    coded : CodedUnits
        Codings of one variable, at its level of measurement.
    statistics : sequence of str, optional
        Names of `FULL_NAMES`; otherwise all that fit the level and number of coders.
    by : sequence of {"code", "pair"}
        ``code`` adds each value against all others, ``pair`` every two coders.
    weights : {"linear", "quadratic", "ordinal"}, default="quadratic"
        Of weighted kappa and AC2.
    n_categories : int, optional
        Values there were to choose from, for AC1; those that occur otherwise.
    options : AgreementOptions, optional
        How intervals are made.

    Returns
    -------
    AgreementResult
        An undefined statistic has the value None, and a problem says why.

    Raises
    ------
    UnknownStatisticError
        If there is no such statistic.
    UnweightableLevelError
        If a weighted statistic is asked of nominal values.
    MissingGroupsError
        If documents or blocks are to be resampled and the codings do not name them.

    Examples
    --------
    >>> from hustings.coding.coded_units import CodedUnits
    >>> values = {"ana": "aabbb", "bo": "aabba"}
    >>> rows = [
    ...     {"unit": f"u{i}", "coder": coder, "value": value}
    ...     for coder, given in values.items()
    ...     for i, value in enumerate(given)
    ... ]
    >>> result = agreement(
    ...     CodedUnits.from_rows(rows), statistics=["krippendorff_alpha"]
    ... )
    >>> f"{result.estimates[0].value:.3f}"
    '0.640'
    """
    chosen = _chosen(coded, statistics)
    how = options or AgreementOptions()
    w = None
    if coded.numbers is not None and len(coded.numbers):
        w = agreement_weights(weights, coded.numbers)
    told = [
        (estimate, reason)
        for view in _views(coded, by, how, w, n_categories)
        for estimate, reason in _of_view(coded, view, chosen, how)
        if reason not in _DOES_NOT_APPLY or (statistics and "pair" not in by)
    ]
    return AgreementResult(
        estimates=tuple(estimate for estimate, _ in told),
        parameters={
            "level": coded.level,
            "statistics": list(chosen),
            "by": list(by),
            "weights": weights,
            **asdict(how),
        },
        problems=(*coded.problems, *_undefined(told), *_without_interval(told, how)),
    )


def _chosen(
    coded: CodedUnits, asked: Sequence[AgreementStatistic]
) -> tuple[AgreementStatistic, ...]:
    """Check what was asked for, or choose what fits."""
    for one in asked:
        if one not in FULL_NAMES:
            raise UnknownStatisticError(statistic=one, known=tuple(FULL_NAMES))
        if one in WEIGHTED and coded.level == "nominal":
            raise UnweightableLevelError(statistic=FULL_NAMES[one])
    if asked:
        return tuple(dict.fromkeys(asked))
    return tuple(
        one  # type: ignore[misc]  # the keys are the statistics
        for one in FULL_NAMES
        if coded.level != "nominal" or one not in WEIGHTED
    )


def _views(
    coded: CodedUnits,
    by: Sequence[By],
    how: AgreementOptions,
    weights: FloatArray | None,
    n_categories: int | None,
) -> Iterator[_View]:
    """Yield the whole, then each code, then each pair."""
    whole = count_patterns(coded, together=how.resample)
    n_values = max(n_categories or 0, len(coded.value_names))

    def view(patterns: Patterns, pair: tuple[str, str] | None = None) -> _View:
        return _View(
            patterns=patterns,
            pair=pair,
            level=coded.level,
            numbers=coded.numbers,
            weights=weights,
            n_categories=n_values,
        )

    yield view(whole)
    if "code" in by:
        for i, code in enumerate(coded.value_names):
            yield _against_the_rest(whole, i, code)
    if "pair" in by:
        names = coded.coder_names
        for a, b in combinations(range(len(names)), 2):
            patterns = count_patterns(coded, pair=(a, b), together=how.resample)
            yield view(patterns, (names[a], names[b]))


def _against_the_rest(whole: Patterns, value: int, code: str) -> _View:
    """Ask about one code: two values, of which any is as far from the other."""
    return _View(
        patterns=one_against_the_rest(whole, value),
        code=code,
        level="nominal",
        numbers=None,
        weights=None,
        n_categories=2,
    )


def _of_view(
    coded: CodedUnits,
    view: _View,
    statistics: Sequence[AgreementStatistic],
    how: AgreementOptions,
) -> Iterator[tuple[AgreementEstimate, str | None]]:
    """Yield each statistic of a view, and why it is undefined if it is."""
    nothing = _nothing_to_compare(coded, view)
    reasons = {one: nothing or _not_applicable(one, view) for one in statistics}
    terms: dict[str, Terms] = {
        one: _TERMS[one](view) for one in statistics if reasons[one] is None
    }
    estimates = estimate_all(view.patterns, terms, how, name=view.name)
    for statistic in statistics:
        found = estimates.get(statistic)
        is_undefined = found is not None and found.value is None
        reason = _ONE_VALUE if is_undefined else reasons[statistic]
        yield _estimate(view, statistic, found, how.confidence), reason


_ONE_VALUE = (
    "all values are the same, and where only one value occurs agreement cannot be told "
    "from chance"
)
_TWO_CODERS_ONLY = (
    "it compares two coders and these codings are not by two; ask for it by pair of "
    "coders, or take Fleiss' kappa or Krippendorff's alpha"
)
_NO_ORDER = "one code against the rest has no order to weigh by"
_DOES_NOT_APPLY = (_TWO_CODERS_ONLY, _NO_ORDER)


def _nothing_to_compare(coded: CodedUnits, view: _View) -> str | None:
    """Say why no statistic at all can be computed."""
    if not coded.coder_names:
        return "there are no codings"
    if len(coded.coder_names) == 1:
        return (
            f"all codings are by one coder, {coded.coder_names[0]!r}, and agreement "
            "needs two"
        )
    if view.patterns.n_units == 0:
        both = "by both coders" if view.pair else "twice"
        return f"no unit was coded {both}"
    return None


def _not_applicable(statistic: str, view: _View) -> str | None:
    """Say why a statistic does not fit these coders or values."""
    if statistic in OF_TWO_CODERS and view.patterns.counts.shape[1] != 2:
        return _TWO_CODERS_ONLY
    if statistic in WEIGHTED and view.code is not None:
        return _NO_ORDER
    return None


def _estimate(
    view: _View,
    statistic: AgreementStatistic,
    found: Estimate | None,
    confidence: float,
) -> AgreementEstimate:
    """Say what a number rests on."""
    coder_a, coder_b = view.pair or (None, None)
    looks_at_level = statistic in {"krippendorff_alpha", *WEIGHTED}
    has_interval = found is not None and found.low is not None
    return AgreementEstimate(
        statistic=statistic,
        code=view.code,
        coder_a=coder_a,
        coder_b=coder_b,
        value=None if found is None else found.value,
        low=None if found is None else found.low,
        high=None if found is None else found.high,
        confidence=confidence if has_interval else None,
        level=view.level if looks_at_level else "nominal",
        n_units=view.patterns.n_units,
        n_values=view.patterns.n_values,
        n_coders=view.patterns.n_coders,
        standard_error=None if found is None else found.standard_error,
    )


def _undefined(
    told: Iterable[tuple[AgreementEstimate, str | None]],
) -> Iterable[Problem]:
    """Tell what is undefined, each reason once."""
    by_reason: defaultdict[str, list[str]] = defaultdict(list)
    for estimate, reason in told:
        if reason is not None:
            by_reason[reason].append(_name(estimate))
    for reason, names in by_reason.items():
        yield Problem(
            kind="undefined agreement",
            message=f"Undefined: {_list(names)}, because {reason}.",
        )


def _without_interval(
    told: Iterable[tuple[AgreementEstimate, str | None]], how: AgreementOptions
) -> Iterable[Problem]:
    """Tell what has a value and no interval."""
    if how.interval == "none":
        return
    names = [_name(one) for one, _ in told if one.value is not None and one.low is None]
    if names:
        yield Problem(
            kind="no interval",
            message=f"No interval: {_list(names)}, because there are fewer than "
            f"{FEWEST_DRAWN} {how.resample} to draw, or most draws have one value "
            "only.",
        )


def _name(estimate: AgreementEstimate) -> str:
    """Name what an estimate is of."""
    code = "" if estimate.code is None else f" on {estimate.code}"
    pair = (
        ""
        if estimate.coder_a is None
        else f" of {estimate.coder_a} and {estimate.coder_b}"
    )
    return f"{FULL_NAMES[estimate.statistic]}{code}{pair}"


def _list(names: Sequence[str]) -> str:
    """List a few names."""
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
