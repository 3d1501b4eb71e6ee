"""Scales that look at all cases of a draw at once, with every source of error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from hustings.errors import UnusableSourceError
from hustings.estimates.results import UNCORRECTED
from hustings.estimates.sources import (
    CoderError,
    MachineError,
    Sampling,
    Sources,
    Unitising,
)
from hustings.scaling import Counts
from hustings.scaling.distances import PairResult, congruence, distances
from hustings.scaling.electorates import median_voter
from hustings.scaling.factor import vanilla
from hustings.scaling.franzmann_kaiser import franzmann_kaiser
from hustings.scaling.nicheness import bischof_nicheness
from hustings.scaling.rivals import Rivals
from hustings.scaling.sourced_counts import SourcedCounts, SourcedResult
from hustings.scaling.unit_tables import UnitTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from hustings.scaling.counts import AnyCounts
    from hustings.scaling.results import ScaleResult

CASES = ("Harbour", "Orchard", "Quay", "Reeds")
CODES = ("401", "504", "501", "703", "605")
RIVALS = Rivals(
    elections=dict.fromkeys(CASES[:2], "2030") | dict.fromkeys(CASES[2:], "2031"),
    votes={"Harbour": 60.0, "Orchard": 40.0, "Quay": 45.0, "Reeds": 55.0},
    actors={"Harbour": "H", "Orchard": "O", "Quay": "H", "Reeds": "O"},
    dates={"Harbour": "2030", "Orchard": "2030", "Quay": "2031", "Reeds": "2031"},
)
WEIGHTS = {
    election: {"401": 1.0, "504": -1.0, "501": 0.0, "703": -0.5, "605": 1.0}
    for election in ("2030", "2031")
}
SHARES = np.array(
    [
        [0.5, 0.1, 0.1, 0.1, 0.2],
        [0.1, 0.4, 0.2, 0.2, 0.1],
        [0.4, 0.1, 0.1, 0.2, 0.2],
        [0.1, 0.3, 0.3, 0.1, 0.2],
    ]
)
N = 200

SCALES: dict[str, Callable[..., ScaleResult | PairResult]] = {
    "vanilla": vanilla,
    "bischof-nicheness": lambda counts, **how: bischof_nicheness(counts, RIVALS, **how),
    "franzmann-kaiser": lambda counts, **how: franzmann_kaiser(
        counts, RIVALS, WEIGHTS, **how
    ),
    "median-voter": lambda counts, **how: median_voter(counts, RIVALS, **how),
    "distances": lambda counts, **how: distances(counts, RIVALS, **how),
    "congruence": lambda counts, **how: congruence(counts, RIVALS, **how),
}
every_scale = pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)


def true_codes(seed: int = 3) -> np.ndarray[Any, np.dtype[np.int64]]:
    generator = np.random.default_rng(seed)
    return np.stack([generator.choice(len(CODES), N, p=row) for row in SHARES])


def units(
    *,
    coders: int = 1,
    noise: float = 0.0,
    machine: float | None = None,
    sample: int | None = None,
    seed: int = 3,
) -> UnitTable:
    """Units of four cases: coders who err, a machine that errs, a random sample."""
    generator = np.random.default_rng(seed + 1)
    true = true_codes(seed).ravel()
    n = len(true)
    case = np.repeat(np.arange(len(CASES)), N)
    probability = None
    coded = np.arange(n)
    if sample is not None:
        coded = np.concatenate(
            [
                i * N + generator.choice(N, sample, replace=False)
                for i in range(len(CASES))
            ]
        )
        probability = np.full(n, np.nan)
        probability[coded] = sample / N
    said = np.concatenate([wrong(true[coded], noise, generator) for _ in range(coders)])
    return UnitTable(
        cases=CASES,
        codes=CODES,
        case_of_unit=case,
        unit_of_coding=np.tile(coded, coders),
        code_of_coding=said,
        machine=None
        if machine is None
        else np.eye(len(CODES))[wrong(true, machine, generator)],
        probability=probability,
        of_units={"block_of_unit": np.arange(n) // 5},
    )


def wrong(
    true: np.ndarray[Any, np.dtype[np.int64]], rate: float, draw: np.random.Generator
) -> np.ndarray[Any, np.dtype[np.int64]]:
    errs = draw.random(len(true)) < rate
    return np.where(errs, draw.integers(len(CODES), size=len(true)), true)


def counted(table: UnitTable) -> Counts:
    matrix = np.zeros((len(CASES), len(CODES)))
    np.add.at(
        matrix,
        (table.case_of_unit[table.unit_of_coding], table.code_of_coding),
        1,
    )
    return Counts(
        cases=CASES, codes=CODES, matrix=matrix, n_units=np.full(len(CASES), float(N))
    )


def values(result: ScaleResult | PairResult) -> dict[str, float]:
    if isinstance(result, PairResult):
        return {f"{one.case_a}, {one.case_b}": one.value for one in result.pairs}
    return {one.case: one.position for one in result.positions}


def errors(result: ScaleResult | PairResult) -> np.ndarray[Any, np.dtype[np.float64]]:
    rows = result.pairs if isinstance(result, PairResult) else result.positions
    return np.array([one.standard_error or np.nan for one in rows])


def shares_by_source(result: ScaleResult | PairResult) -> list[dict[str, float]]:
    rows = result.pairs if isinstance(result, PairResult) else result.positions
    return [dict(one.sources or {}) for one in rows]


@every_scale
def test_one_coder_of_all_units_gives_what_counts_give(
    scale: Callable[..., ScaleResult | PairResult],
) -> None:
    table = units()
    sourced = SourcedCounts.of_units(table, Sources(sampling=Sampling()))
    plain: AnyCounts = counted(table)
    found, known = scale(sourced, n_draws=400), scale(plain, n_draws=400)
    assert values(found) == pytest.approx(values(known))
    assert errors(found) == pytest.approx(errors(known), rel=0.25)
    assert all(one == {"sampling": 1.0} for one in shares_by_source(found))


@every_scale
def test_every_source_reaches_the_interval(
    scale: Callable[..., ScaleResult | PairResult],
) -> None:
    sources = Sources(
        sampling=Sampling(by="blocks"), coders=CoderError(), machine=MachineError()
    )
    table = units(coders=2, noise=0.3, machine=0.2, sample=80)
    found = scale(SourcedCounts.of_units(table, sources), n_draws=300)
    for shares in shares_by_source(found):
        assert set(shares) == {"sampling", "coders", "machine"}
        assert sum(shares.values()) == pytest.approx(1)
        assert shares["coders"] + shares["machine"] > 0
    rows: Any = found.to_rows()
    for row in rows:
        value = row.get("position", row.get("value"))
        assert row["low"] <= value <= row["high"]
        assert row["low"] < row["high"]


@every_scale
def test_the_same_seed_gives_the_same_and_another_does_not(
    scale: Callable[..., ScaleResult | PairResult],
) -> None:
    table = SourcedCounts.of_units(
        units(coders=2, noise=0.3), Sources(sampling=Sampling(), coders=CoderError())
    )
    first = scale(table, n_draws=50, seed=1)
    assert first.to_rows() == scale(table, n_draws=50, seed=1).to_rows()
    assert first.to_rows() != scale(table, n_draws=50, seed=2).to_rows()


@every_scale
def test_a_machine_without_a_sample_is_marked(
    scale: Callable[..., ScaleResult | PairResult],
) -> None:
    table = units(machine=0.0, sample=80)
    alone = UnitTable(
        cases=table.cases,
        codes=table.codes,
        case_of_unit=table.case_of_unit,
        unit_of_coding=table.unit_of_coding[:0],
        code_of_coding=table.code_of_coding[:0],
        machine=table.machine,
    )
    found = scale(
        SourcedCounts.of_units(alone, Sources(sampling=Sampling())), n_draws=50
    )
    assert found.method == UNCORRECTED
    assert UNCORRECTED in [problem.kind for problem in found.problems]
    assert values(found) == pytest.approx(values(scale(counted(units()), n_draws=50)))


def test_distances_by_hand() -> None:
    rows = [
        {"case": case, "unit": str(i), "coder": "ana", "value": value}
        for case, said in (("A", "xxxy"), ("B", "xyyy"), ("C, D", "xxyy"))
        for i, value in enumerate(said)
    ]
    table = SourcedCounts.of_units(UnitTable.from_rows(rows), Sources())
    found = distances(table, interval="none")
    assert values(found) == pytest.approx({"A, B": 1.0, "A, C, D": 0.5, "B, C, D": 0.5})
    assert values(congruence(table, interval="none"))["A, B"] == pytest.approx(0.5)
    euclidean = distances(table, measure="euclidean", interval="none")
    assert values(euclidean)["A, B"] == pytest.approx(0.5**0.5)


def test_two_unitisings_count_half_each() -> None:
    """One person cuts A into 2 and 2 units, another into 1 and 3: means of both."""
    rows = [
        {"case": case, "block": "1", "unit": f"{who}{i}", "unitising": who}
        | {"coder": who, "value": value}
        for case, who, said in (
            ("A", "ana", "xxyy"),
            ("A", "ben", "xyyy"),
            ("B", "ana", "xxxx"),
            ("B", "ben", "xxxx"),
        )
        for i, value in enumerate(said)
    ]
    sources = Sources(unitising=Unitising())
    table = SourcedCounts.of_units(UnitTable.from_rows(rows), sources)
    (pair,) = distances(table, n_draws=200).pairs
    assert pair.value == pytest.approx(2 * (1 - 3 / 8))
    assert pair.sources == {"unitising": 1.0}


def test_the_median_voter_by_hand() -> None:
    """As in the docstring of `median_voter`, the units one by one."""
    said = {
        "Harbour": ["401"] * 60 + ["202"] * 10 + ["000"] * 30,
        "Orchard": ["401"] * 10 + ["202"] * 40 + ["000"] * 50,
    }
    rows = [
        {"case": case, "unit": str(i), "coder": "ana", "value": value}
        for case, values_ in said.items()
        for i, value in enumerate(values_)
    ]
    votes = {"Harbour": 40.0, "Orchard": 60.0, "Weir": 50.0}
    elections = {"Harbour": "2031", "Orchard": "2031", "Weir": "2027"}
    table = SourcedCounts.of_units(UnitTable.from_rows(rows), Sources())
    found = median_voter(table, Rivals(elections=elections, votes=votes))
    (one,) = found.positions
    assert (one.case, one.n_units) == ("2031", 200)
    assert one.position == pytest.approx(-25 / 3)


def test_elections_without_a_median_are_told() -> None:
    table = SourcedCounts.of_units(units(), Sources(sampling=Sampling()))
    few = Rivals(elections=RIVALS.elections, votes={"Harbour": 60.0, "Orchard": 40.0})
    found = median_voter(table, few, n_draws=50)
    assert [one.case for one in found.positions] == ["2030"]
    (told,) = [one for one in found.problems if one.kind == "no position"]
    assert "'2031'" in told.message
    assert "votes of 'Quay'" in told.message


def test_machines_are_corrected_toward_the_truth() -> None:
    """A machine that hears 401 everywhere brings all cases together."""
    table = units(machine=0.0, sample=120)
    assert table.machine is not None
    blind = table.machine.copy()
    blind[: 2 * N, 0] += blind[: 2 * N, 1]
    blind[: 2 * N, 1] = 0
    table = UnitTable(
        cases=table.cases,
        codes=table.codes,
        case_of_unit=table.case_of_unit,
        unit_of_coding=table.unit_of_coding,
        code_of_coding=table.code_of_coding,
        machine=blind,
        probability=table.probability,
    )
    right = values(distances(counted(units()), RIVALS, interval="none"))
    sources = Sources(machine=MachineError())
    found = distances(SourcedCounts.of_units(table, sources), RIVALS, n_draws=400)
    by_machine = SourcedCounts.of_units(table, Sources()).matrix
    apart = np.abs(by_machine[0] - by_machine[1]).sum() / N
    pair = "Harbour, Orchard"
    assert abs(apart - right[pair]) > 0.15
    (one,) = [one for one in found.pairs if one.case_a == "Harbour"]
    assert one.low is not None
    assert one.high is not None
    assert one.low <= right[pair] <= one.high


def test_a_rival_without_hand_codings_leaves_the_machines_word() -> None:
    table = units(machine=0.1, sample=80)
    assert table.probability is not None
    is_harbour = table.case_of_unit == 0
    kept = ~is_harbour[table.unit_of_coding]
    table = UnitTable(
        cases=table.cases,
        codes=table.codes,
        case_of_unit=table.case_of_unit,
        unit_of_coding=table.unit_of_coding[kept],
        code_of_coding=table.code_of_coding[kept],
        machine=table.machine,
        probability=np.where(is_harbour, np.nan, table.probability),
    )
    sources = Sources(sampling=Sampling(), machine=MachineError())
    found = bischof_nicheness(
        SourcedCounts.of_units(table, sources), RIVALS, part="nicheness", n_draws=100
    )
    assert isinstance(found, SourcedResult)
    assert len(found.positions) == 4
    methods = {one.case: one.method for one in found.estimates.estimates}
    assert methods["Harbour"] == UNCORRECTED
    assert found.method == UNCORRECTED


def test_errors_of_pairs_are_not_borrowed() -> None:
    table = units(machine=0.1, sample=80)
    sources = Sources(machine=MachineError(borrowing="rectifier"))
    with pytest.raises(UnusableSourceError, match="several cases at once"):
        distances(SourcedCounts.of_units(table, sources), RIVALS, n_draws=50)


def test_the_dimension_of_a_sample_is_that_of_what_it_stands_for() -> None:
    """Units drawn with half the chance stand for twice as many."""
    whole, sample = units(), units(sample=100)
    by_all = SourcedCounts.of_units(whole, Sources()).shares()
    by_part = SourcedCounts.of_units(sample, Sources()).shares()
    assert by_all.sum(axis=1) == pytest.approx(1)
    assert by_part.sum(axis=1) == pytest.approx(1)
    assert np.abs(by_all - by_part).max() < 0.15
    kinds = [
        one.kind
        for one in vanilla(
            SourcedCounts.of_units(units(machine=0.1, sample=80), Sources())
        ).problems
    ]
    assert "the machine's dimension" in kinds
