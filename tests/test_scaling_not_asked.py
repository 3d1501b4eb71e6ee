"""Units that were judged, and in which a condition left nothing to be coded."""

from __future__ import annotations

import numpy as np
import pytest

from hustings.errors import InvalidObservationsError
from hustings.estimates.resampling import Resampling
from hustings.estimates.sources import CoderError, MachineError, Sources
from hustings.scaling.sourced_counts import SourcedCounts
from hustings.scaling.uncertainty import scale_with_uncertainty
from hustings.scaling.unit_rows import NOT_ASKED
from hustings.scaling.unit_tables import UnitTable

CODES = ("-1", "1")


def row(unit: int, coder: str, value: str | None, **more: object) -> dict[str, object]:
    said = {} if value is not None else {"asked": "no"}
    about = {"case": "Quay", "unit": str(unit), "coder": coder, "value": value}
    return {**about, **said, **more}


def test_a_judgement_without_a_code_counts_as_a_unit_and_adds_to_no_code() -> None:
    table = UnitTable.from_rows(
        [row(1, "ana", "1"), row(2, "ana", None), row(3, "ana", "-1"), row(4, "", "1")]
    )
    assert table.code_of_coding.tolist() == [0, NOT_ASKED, 1]
    assert table.is_asked.tolist() == [True, False, True]
    assert table.observations().amounts.tolist() == [[1, 0], [0, 0], [0, 1]]
    counts = SourcedCounts.of_units(table, Sources())
    assert counts.matrix.tolist() == [[1, 1]]
    assert counts.shares().tolist() == [[1 / 3, 1 / 3]]
    shares = scale_with_uncertainty(
        table, "salience", sources=Sources(), resampling=Resampling(interval="none")
    )
    assert [one.position for one in shares.result.positions] == pytest.approx(
        [1 / 3, 1 / 3]
    )


def test_folding_codes_and_leaving_out_headings_keep_what_was_not_asked() -> None:
    rows = [row(1, "ana", "H"), row(2, "ana", None), row(3, "ana", "504.1")]
    table = UnitTable.from_rows(rows).without_headings().in_main_codes()
    assert table.codes == ("504",)
    assert table.code_of_coding.tolist() == [NOT_ASKED, 0]
    assert table.has_coded(np.array([True])).tolist() == [True]
    only = UnitTable.from_rows([row(1, "ana", None)], codes=["504"])
    assert only.has_coded(np.array([True])).tolist() == [False]


def test_two_coders_who_see_the_condition_differently_count_in_parts() -> None:
    # unit 1: one says 1, the other that there is nothing to code; unit 2: both say -1
    table = UnitTable.from_rows(
        [
            row(1, "ana", "1"),
            row(1, "ben", None),
            row(2, "ana", "-1"),
            row(2, "ben", "-1"),
        ]
    )
    found = scale_with_uncertainty(
        table, "mean", sources=Sources(), resampling=Resampling(interval="none")
    )
    # (0.5 x 1 + 1 x -1) / (0.5 + 1)
    assert found.result.positions[0].position == pytest.approx(-1 / 3)
    drawn = scale_with_uncertainty(
        table,
        "mean",
        sources=Sources(coders=CoderError()),
        resampling=Resampling(n_draws=400),
    )
    # Ana's word alone gives 0, Ben's alone -1, and nothing else can be drawn
    values = {round(one, 6) for one in drawn.estimates.draws.ravel().tolist()}
    assert values == {-1.0, 0.0}


def test_hand_and_machine_by_the_numbers() -> None:
    """Four units, two drawn; the machine codes one where there is nothing to code."""
    machine = np.array([[0, 1], [1, 0], [0, 1], [0, 0]], np.float64)
    table = UnitTable(
        cases=("Quay",),
        codes=CODES,
        case_of_unit=np.zeros(4, np.int64),
        unit_of_coding=np.array([0, 1]),
        code_of_coding=np.array([1, NOT_ASKED]),
        machine=machine,
        probability=np.array([0.5, 0.5, np.nan, np.nan]),
    )
    found = scale_with_uncertainty(
        table,
        "salience",
        sources=Sources(machine=MachineError(correction="difference")),
        resampling=Resampling(n_draws=100),
    )
    by_code = {one.code: one.position for one in found.result.positions}
    # machine 1/4 and 2/4, corrected by (0 - 1) / 2 and (1 - 1) / 2
    assert by_code == {"-1": pytest.approx(-0.25), "1": pytest.approx(0.5)}
    told = {one.kind for one in found.problems}
    assert "missing hand codings" not in told


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"value": "1", "asked": "no"}, "says that none was asked for"),
        ({"value": "1", "asked": "perhaps"}, "neither yes nor no"),
    ],
)
def test_rows_that_contradict_themselves_are_refused(
    more: dict[str, object], reason: str
) -> None:
    with pytest.raises(InvalidObservationsError, match=reason):
        UnitTable.from_rows([{"case": "Quay", "unit": "1", "coder": "ana", **more}])


N, DRAWN = 800, 200


def text(generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A text in which 40 % of units have a direction, and a machine that errs.

    It finds a topic in 15 % of units that have none, mostly on one side, misses 10 %,
    and turns every sixth direction round.
    """
    true = np.where(generator.random(N) < 0.4, 0, NOT_ASKED)
    true[(true == 0) & (generator.random(N) < 0.7)] = 1
    said = np.where(generator.random(N) < 1 / 6, 1 - true, true)
    said[true == NOT_ASKED] = NOT_ASKED
    said[(true == NOT_ASKED) & (generator.random(N) < 0.15)] = 0
    said[(true != NOT_ASKED) & (generator.random(N) < 0.1)] = NOT_ASKED
    return true, said


def sampled(seed: int, *, is_missing: bool = False) -> tuple[UnitTable, float]:
    """Draw units by hand; `is_missing` drops what was judged without a code."""
    generator = np.random.default_rng(seed)
    true, said = text(generator)
    sample = generator.choice(N, DRAWN, replace=False)
    coded = sample[true[sample] != NOT_ASKED] if is_missing else sample
    probability = np.full(N, np.nan)
    probability[sample] = DRAWN / N
    table = UnitTable(
        cases=("Quay",),
        codes=CODES,
        case_of_unit=np.zeros(N, np.int64),
        unit_of_coding=coded,
        code_of_coding=true[coded],
        machine=np.vstack([np.eye(2), np.zeros(2)])[said],
        probability=probability,
    )
    return table, float(2 * true[true != NOT_ASKED].mean() - 1)


@pytest.mark.parametrize("correction", ["tuned", "difference"])
def test_a_corrected_conditional_position_is_unbiased_and_covered(
    correction: str,
) -> None:
    errors, covered, odd = [], [], []
    sources = Sources(machine=MachineError(correction=correction))  # type: ignore[arg-type]  # one of them
    for seed in range(60):
        table, truth = sampled(seed)
        one = scale_with_uncertainty(
            table, "mean", sources=sources, resampling=Resampling(n_draws=200)
        ).result.positions[0]
        assert one.low is not None
        assert one.high is not None
        errors.append(one.position - truth)
        covered.append(one.low <= truth <= one.high)
        missing, _ = sampled(seed, is_missing=True)
        wrong = scale_with_uncertainty(
            missing, "mean", sources=sources, resampling=Resampling(n_draws=50)
        )
        odd.append(wrong.result.positions[0].position - truth)
    off = np.array(errors)
    assert abs(off.mean()) < 2.5 * off.std(ddof=1) / np.sqrt(len(off))
    assert np.mean(covered) >= 0.9
    # taken for missing, the units without a code leave the machine's errors in
    amiss = np.array(odd)
    assert abs(amiss.mean()) > 2.5 * amiss.std(ddof=1) / np.sqrt(len(amiss))
