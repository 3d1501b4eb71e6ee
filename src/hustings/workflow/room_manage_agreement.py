"""Agreement as a project's coding goes on: how high, how sure, where, and since when.

The numbers of the whole are those of ``hustings agree``: the same function computes
both, of the same codings.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

from hustings.coding.agreement_intervals import AgreementOptions
from hustings.coding.free_numbers import read_number
from hustings.workflow.agreeing import agreement_of_variable
from hustings.workflow.agreement_questions import AgreementQuestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hustings.coding.agreement import By
    from hustings.coding.agreement_results import AgreementEstimate
    from hustings.model.codebook import Variable
    from hustings.model.document import Problem
    from hustings.workflow.room_manage_words import CodedUnit

Pair: TypeAlias = "tuple[str, str]"

ALPHA = "krippendorff_alpha"
FEWEST = 10
"""Units coded twice from which agreement is followed over time."""
WINDOW = 50
"""Units of a step in drift; a quarter of all where there are fewer than 200."""
_MOST_WINDOWS = 24
_FEW_DRAWS = 400
"""Enough for an interval that is drawn, and not told to two decimals."""
_MOST_POINTS = 16
_MOST_WEEKS = 26
_MOST_PAIRS = 60
"""Pairs of coders that are told apart: those with the most units in common."""
_MOST_NUMBERS = 20
"""Free numbers that two people gave, up to which they are set against each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Agreement of some of the units, in the order in which they were coded twice.

    Attributes
    ----------
    first, last : int
        Which of them, counted from 1.
    begun, ended : str
        ISO times at which the first and the last of them were coded twice.
    """

    first: int
    last: int
    begun: str
    ended: str
    n_differ: int
    alpha: AgreementEstimate

    @property
    def n_units(self) -> int:
        """How many units they are."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """What two people said of the units that both coded.

    Attributes
    ----------
    codes : tuple of str
        Those that occur, in the codebook's order.
    counts : tuple of tuple of int
        Rows what the one said, columns what the other said.
    """

    pair: Pair
    codes: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def n_units(self) -> int:
        """Units that both coded."""
        return sum(map(sum, self.counts))

    @property
    def n_differ(self) -> int:
        """Units of which they said different things."""
        return self.n_units - sum(row[i] for i, row in enumerate(self.counts))


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableAgreement:
    """How far people agree on one variable.

    Attributes
    ----------
    n_coded, n_shared, n_differ : int
        Units that somebody coded, that two people or more coded, and of which they
        say different things.
    whole : AgreementEstimate
    n_pairs : int
        Pairs of people with a unit in common; of many, some only are told apart.
    by_code, by_pair : tuple of AgreementEstimate
    n_given : mapping of str to int
        By code, units coded twice that somebody gave it.
    growth : tuple of Stretch
        All from the first unit on, to later and later ones.
    by_number, by_week : tuple of Stretch
        Successive ones, as drift is looked for.
    swaps : tuple of (code, code, int)
        Codes that were given to the same unit, most often ones first.
    disputed : tuple of CodedUnit
        Those that disagree most first.
    """

    variable: Variable
    n_coded: int
    n_shared: int
    n_differ: int
    n_pairs: int
    whole: AgreementEstimate
    by_code: tuple[AgreementEstimate, ...]
    by_pair: tuple[AgreementEstimate, ...]
    n_given: Mapping[str, int]
    growth: tuple[Stretch, ...]
    by_number: tuple[Stretch, ...]
    by_week: tuple[Stretch, ...]
    confusions: Mapping[Pair, Confusion]
    swaps: tuple[tuple[str, str, int], ...]
    disputed: tuple[CodedUnit, ...]
    problems: tuple[Problem, ...]


def measure_variable(
    variable: Variable, all_units: Sequence[CodedUnit]
) -> VariableAgreement:
    """Measure how far people agree on one variable of a codebook.

    Parameters
    ----------
    all_units : sequence of CodedUnit
        Those that somebody coded; other variables' are left aside.
    """
    units = [one for one in all_units if one.variable == variable.name]
    shared = sorted(
        (one for one in units if one.is_shared), key=lambda one: one.shared_since
    )
    pairs = _pairs(shared)
    by: tuple[By, ...] = ("code",) if variable.level == "nominal" else ()
    asked = _question(variable, by)
    result = agreement_of_variable(_rows(units), variable, asked)
    chosen = pairs[:_MOST_PAIRS]
    confusions = dict(_confusions(variable, shared, chosen))
    return VariableAgreement(
        variable=variable,
        n_coded=len(units),
        n_shared=len(shared),
        n_differ=sum(one.is_disputed for one in shared),
        n_pairs=len(pairs),
        whole=result.estimates[0],
        by_code=tuple(one for one in result.estimates if one.code is not None),
        by_pair=tuple(_by_pair(variable, shared, chosen)),
        n_given=Counter(value for unit in shared for value in unit.values),
        growth=tuple(_growth(variable, shared)),
        by_number=tuple(_by_number(variable, shared)),
        by_week=tuple(_by_week(variable, shared)),
        confusions=confusions,
        swaps=_swaps(shared),
        disputed=_most_disputed(variable, shared),
        problems=result.problems,
    )


def _question(
    variable: Variable,
    by: tuple[By, ...],
    options: AgreementOptions | None = None,
) -> AgreementQuestion:
    """Ask for alpha; ordinal values stand as the codebook lists them."""
    codes = tuple(one.code for one in variable.codes if one.code != variable.uncoded)
    order = codes if variable.level == "ordinal" and codes else None
    return AgreementQuestion(
        statistics=(ALPHA,),
        by=by,
        order=order,
        options=options or AgreementOptions(),
    )


def _rows(units: Sequence[CodedUnit]) -> list[dict[str, str | None]]:
    """Return codings as rows that agreement is measured of."""
    return [
        {
            "document": unit.document_id,
            "unit": unit.unit_id,
            "coder": one.coder,
            "variable": one.variable,
            "value": one.value,
        }
        for unit in units
        for one in unit.said
    ]


def _stretch(
    variable: Variable, shared: Sequence[CodedUnit], first: int, stop: int
) -> Stretch:
    """Measure the units from one place to another, in the order of coding."""
    units = shared[first:stop]
    is_whole = len(units) == len(shared)
    n_draws = AgreementOptions().n_draws if is_whole else _FEW_DRAWS
    asked = _question(variable, (), AgreementOptions(n_draws=n_draws))
    result = agreement_of_variable(_rows(units), variable, asked)
    return Stretch(
        first=first + 1,
        last=stop,
        begun=units[0].shared_since,
        ended=units[-1].shared_since,
        n_differ=sum(one.is_disputed for one in units),
        alpha=result.estimates[0],
    )


def _growth(variable: Variable, shared: Sequence[CodedUnit]) -> Iterator[Stretch]:
    """Measure the first units, more and more of them."""
    n = len(shared)
    if n < FEWEST:
        return
    steps = min(_MOST_POINTS, n - FEWEST + 1)
    stops = {round(FEWEST + (n - FEWEST) * i / max(steps - 1, 1)) for i in range(steps)}
    for stop in sorted(stops | {n}):
        yield _stretch(variable, shared, 0, stop)


def _by_number(variable: Variable, shared: Sequence[CodedUnit]) -> Iterator[Stretch]:
    """Measure as many units again and again; a short rest goes with the last ones."""
    n = len(shared)
    size = max(min(WINDOW, n // 4), FEWEST, n // _MOST_WINDOWS)
    starts = range(0, n - size + 1, size)
    if len(starts) < 2:
        return
    for start in starts:
        stop = n if start == starts[-1] else start + size
        yield _stretch(variable, shared, start, stop)


def _by_week(variable: Variable, shared: Sequence[CodedUnit]) -> Iterator[Stretch]:
    """Measure the units of each week; those of the latest weeks."""
    weeks = [_week(one.shared_since) for one in shared]
    starts = [i for i in range(len(weeks)) if i == 0 or weeks[i] != weeks[i - 1]]
    if len(starts) < 2:
        return
    stops = [*starts[1:], len(weeks)]
    for start, stop in list(zip(starts, stops, strict=True))[-_MOST_WEEKS:]:
        yield _stretch(variable, shared, start, stop)


def _week(written: str) -> tuple[int, int]:
    """Return the year and the number of the week of a time."""
    found = date.fromisoformat(written[:10]).isocalendar()
    return found.year, found.week


def _pairs(shared: Iterable[CodedUnit]) -> list[Pair]:
    """Return the pairs of people with a unit in common, those with most first."""
    met = Counter(
        pair
        for unit in shared
        for pair in combinations((one.coder for one in unit.said), 2)
    )
    return sorted(met, key=lambda pair: (-met[pair], pair))


def _by_pair(
    variable: Variable, shared: Sequence[CodedUnit], pairs: Iterable[Pair]
) -> Iterator[AgreementEstimate]:
    """Measure how far every two people agree."""
    asked = _question(variable, ("pair",))
    rows: defaultdict[str, list[dict[str, str | None]]] = defaultdict(list)
    for row in _rows(shared):
        rows[str(row["coder"])].append(row)
    for one, other in sorted(pairs):
        of_two = [*rows[one], *rows[other]]
        result = agreement_of_variable(of_two, variable, asked)
        yield from (each for each in result.estimates if each.coder_a is not None)


def _confusions(
    variable: Variable, shared: Sequence[CodedUnit], pairs: Sequence[Pair]
) -> Iterator[tuple[Pair, Confusion]]:
    """Count for pairs of people what they said of the same units."""
    met: dict[Pair, Counter[Pair]] = {pair: Counter() for pair in pairs}
    for unit in shared:
        said = {one.coder: str(one.value) for one in unit.said}
        for one, other in pairs:
            if one in said and other in said:
                met[one, other][said[one], said[other]] += 1
    order = {code.code: i for i, code in enumerate(variable.codes)}
    for pair, counts in met.items():
        codes = sorted(
            {value for both in counts for value in both},
            key=lambda value: (
                order.get(value, len(order)),
                read_number(value) or 0,
                value,
            ),
        )
        if variable.number is not None and len(codes) > _MOST_NUMBERS:
            continue  # a table of all numbers against all would tell nothing
        yield (
            pair,
            Confusion(
                pair=pair,
                codes=tuple(codes),
                counts=tuple(tuple(counts[a, b] for b in codes) for a in codes),
            ),
        )


def _swaps(shared: Sequence[CodedUnit]) -> tuple[tuple[str, str, int], ...]:
    """Count units that were given two codes, whoever gave which."""
    met = Counter(
        both for unit in shared for both in combinations(sorted(unit.values), 2)
    )
    ranked = sorted(met.items(), key=lambda item: (-item[1], item[0]))
    return tuple((one, other, n) for (one, other), n in ranked)


def _most_disputed(
    variable: Variable, shared: Sequence[CodedUnit]
) -> tuple[CodedUnit, ...]:
    """Return the units of which people differ, those that differ most first."""
    disputed = [one for one in shared if one.is_disputed]
    return tuple(
        sorted(
            disputed,
            key=lambda one: (-dispute_of(variable, one), -len(one.said), one.place),
        )
    )


def dispute_of(variable: Variable, unit: CodedUnit) -> float:
    """Say how much people differ of a unit.

    The share of pairs of people who differ; on a scale with numbers, how far apart
    they are on average.

    Examples
    --------
    Three people of whom one differs are two of three pairs: 0.67.
    """
    values = [str(one.value) for one in unit.said]
    pairs = list(combinations(values, 2))
    if variable.level in {"interval", "ratio", "ordinal"}:
        numbers = [_number(variable, one) for one in values]
        apart = [abs(a - b) for a, b in combinations(numbers, 2)]
        return sum(apart) / len(apart)
    return sum(a != b for a, b in pairs) / len(pairs)


def _number(variable: Variable, value: str) -> float:
    """Return a value as a number: ordinal ones by their place among the codes."""
    codes = [code.code for code in variable.codes]
    if variable.level == "ordinal" and value in codes:
        return float(codes.index(value))
    try:
        return float(value)
    except ValueError:
        return 0.0
