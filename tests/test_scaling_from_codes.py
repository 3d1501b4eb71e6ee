from __future__ import annotations

import json
from math import log
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hustings.errors import (
    MissingBlocksError,
    NonNumericCodeError,
    OverlappingPolesError,
    UnknownCodeError,
)
from hustings.model.codebook import Code, Codebook, ScaleDefinition, Variable
from hustings.scaling import (
    BlockCounts,
    Counts,
    logit_rile,
    logit_scale,
    logit_standard_error,
    mean_scale,
    rile,
    salience,
    scale_by_definition,
)
from hustings.scaling.marpor import RILE

if TYPE_CHECKING:
    from hustings.estimates.resampling import IntervalMethod

REFERENCE = json.loads(
    (Path(__file__).parent / "reference" / "scales_from_codes.json").read_text(
        encoding="utf-8"
    )
)
TOY = REFERENCE["toy"]

WHEELS = ScaleDefinition(
    name="wheels",
    title="Trams or cars",
    variable="topic",
    formula="difference",
    left=("trams",),
    right=("cars",),
)
TOWN = Codebook(
    name="town",
    title="Town",
    version="1",
    variables=(
        Variable(
            name="topic",
            title="Topic",
            level="nominal",
            codes=tuple(Code(code=code, title=code) for code in ("trams", "cars", "-")),
            uncoded="-",
        ),
    ),
)


def one(**counts: float) -> Counts:
    """Counts of one case; names of codes follow an underscore."""
    return Counts.from_rows(
        [{"case": "Harbour", **{name[1:]: n for name, n in counts.items()}}]
    )


def toy() -> Counts:
    rest = TOY["n_units"] - TOY["right"] - TOY["left"]
    return one(_401=TOY["right"], _202=TOY["left"], _000=rest)


def test_toy_gives_reference_values() -> None:
    assert rile(toy()).positions[0].position == pytest.approx(TOY["rile"])
    theta = logit_rile(toy()).positions[0]
    assert theta.position == pytest.approx(TOY["logit"], abs=5e-7)
    error = logit_standard_error(TOY["left"], TOY["right"])
    assert error == pytest.approx(TOY["logit_standard_error"], abs=5e-7)


@pytest.mark.parametrize("interval", ["multinomial", "block"])
def test_a_logit_with_an_empty_side_has_the_interval_of_its_formula(
    interval: IntervalMethod,
) -> None:
    counts = BlockCounts(
        cases=("Harbour",),
        codes=("401", "202"),
        matrix=np.array([[3.0, 0.0], [1.0, 0.0], [0.0, 0.0]]),
        n_units=np.array([4.0, 2.0, 3.0]),
        case_of_block=np.zeros(3, dtype=np.int64),
    )
    result = logit_rile(counts, interval=interval)
    position = result.positions[0]
    error = logit_standard_error(0, 4)
    assert position.standard_error == pytest.approx(error)
    assert position.low == pytest.approx(position.position - 1.959964 * error)
    assert position.high == pytest.approx(position.position + 1.959964 * error)
    assert [problem.kind for problem in result.problems] == ["interval by formula"]


def test_rile_has_the_published_codes() -> None:
    assert RILE.left == tuple(REFERENCE["rile_codes"]["left"])
    assert RILE.right == tuple(REFERENCE["rile_codes"]["right"])


def test_bootstrap_errors_agree_with_the_analytic_ones() -> None:
    right, left, n = TOY["right"] / 100, TOY["left"] / 100, TOY["n_units"]
    analytic = 100 * np.sqrt((right + left - (right - left) ** 2) / n)
    position = rile(toy(), n_draws=20_000).positions[0]
    assert position.standard_error == pytest.approx(analytic, rel=0.03)
    theta = logit_rile(one(_401=300, _202=100, _000=600), n_draws=20_000).positions[0]
    assert theta.standard_error == pytest.approx(
        logit_standard_error(100, 300), rel=0.03
    )


def test_rile_from_published_percentages() -> None:
    row = {"party": 1, "date": 2, "total": 52, "per104": 20.5, "per105": 3.2}
    result = rile(Counts.from_percentages([{**row, "per706": 4.1}]))
    assert result.positions[0].position == pytest.approx(17.3)
    assert result.positions[0].n_units == 52


def test_rile_folds_sub_codes_but_three() -> None:
    counts = Counts.from_rows(
        [{"case": "Harbour", "605.1": 4, "605.2": 3, "103_1": 1, "202.2": 2}]
    )
    assert rile(counts).positions[0].position == pytest.approx(100 * (4 - 1) / 10)


def test_other_codes_count_into_the_number_of_units() -> None:
    assert rile(one(_104=1, _unheard=3)).positions[0].position == 25


def test_block_interval_is_wider_where_codes_come_in_blocks() -> None:
    clustered = BlockCounts(
        cases=("Harbour",),
        codes=("401", "202"),
        matrix=np.repeat([[5.0, 0.0], [0.0, 5.0]], 10, axis=0),
        n_units=np.full(20, 5.0),
        case_of_block=np.zeros(20, dtype=np.int64),
    )
    block = rile(clustered, interval="block").positions[0]
    single = rile(clustered, interval="multinomial").positions[0]
    assert block.position == single.position == 0
    assert block.standard_error == pytest.approx(100 / np.sqrt(20), rel=0.1)
    assert single.standard_error == pytest.approx(100 / np.sqrt(100), rel=0.1)


def test_blocks_of_unequal_length_move_the_number_of_units() -> None:
    counts = BlockCounts(
        cases=("Harbour",),
        codes=("401",),
        matrix=np.array([[2.0], [0.0]]),
        n_units=np.array([2.0, 8.0]),
        case_of_block=np.array([0, 0]),
    )
    position = rile(counts, interval="block").positions[0]
    assert position.position == 20  # one block twice gives 100 and 0
    assert (position.low, position.high) == (0, 100)


def test_a_block_interval_needs_blocks() -> None:
    with pytest.raises(MissingBlocksError, match="Use the interval multinomial"):
        rile(toy(), interval="block")


def test_an_unknown_option_is_refused() -> None:
    with pytest.raises(TypeError, match="draws"):
        rile(toy(), draws=10)  # type: ignore[call-arg]  # the mistake under test


def test_without_interval_there_is_none() -> None:
    position = rile(toy(), interval="none").positions[0]
    assert (position.low, position.high, position.standard_error) == (None,) * 3
    assert position.confidence is None


@pytest.mark.parametrize("counts", [one(_401=0, _202=0), one(_401=0, _000=7)])
def test_a_case_without_a_coded_unit_has_no_position(counts: Counts) -> None:
    result = rile(counts)
    assert result.positions == ()
    assert [problem.kind for problem in result.problems] == ["no position"]
    assert "Harbour" in result.problems[0].message


@pytest.mark.parametrize("counts", [one(_999=8), one(_401=8)])
def test_draws_that_are_all_alike_give_no_interval(counts: Counts) -> None:
    result = rile(counts)
    assert result.positions[0].low is None
    assert result.positions[0].standard_error is None
    assert [problem.kind for problem in result.problems] == ["no interval"]


def test_one_block_gives_no_block_interval() -> None:
    counts = BlockCounts(
        cases=("Harbour",),
        codes=("401", "202"),
        matrix=np.array([[2.0, 1.0]]),
        n_units=np.array([5.0]),
        case_of_block=np.array([0]),
    )
    result = rile(counts, interval="block")
    assert result.positions[0].position == pytest.approx(20)
    assert [problem.kind for problem in result.problems] == ["no interval"]


def test_salience_of_every_code() -> None:
    result = salience(one(_trams=3, _cars=1, _000=6))
    assert [(p.code, p.position) for p in result.positions] == [
        ("cars", 0.1),
        ("trams", 0.3),
    ]
    assert all(p.n_units == 10 for p in result.positions)
    assert result.to_rows()[0]["code"] == "cars"


def test_salience_of_an_unused_code_has_wilsons_interval() -> None:
    result = salience(one(_trams=20, _cars=0))
    cars, trams = result.positions
    assert (cars.position, cars.low) == (0, 0)
    assert cars.high == pytest.approx(0.1611, abs=5e-5)
    assert cars.standard_error is None
    assert trams.low == pytest.approx(1 - 0.1611, abs=5e-5)
    assert result.problems == ()


def test_salience_takes_other_names_for_uncoded_units() -> None:
    result = salience(one(_trams=3, _none=1), uncoded=["none"])
    assert [(p.code, p.position) for p in result.positions] == [("trams", 0.75)]


def test_salience_without_codes() -> None:
    assert salience(one(_000=4)).problems[0].kind == "no position"


def test_mean_of_a_hand_computed_case() -> None:
    counts = Counts.from_rows(
        [{"case": "Harbour", "-2": 1, "0": 2, "1": 3, "2": 4, "NA": 90}]
    )
    position = mean_scale(counts, n_draws=20_000).positions[0]
    assert position.position == pytest.approx((-2 + 3 + 8) / 10)
    assert position.n_units == 10
    assert position.standard_error == pytest.approx(0.43, abs=0.05)


def test_mean_leaves_out_draws_without_a_value() -> None:
    counts = Counts.from_rows([{"case": "Harbour", "1": 1, "2": 1, "NA": 30}])
    position = mean_scale(counts).positions[0]
    assert (position.low, position.high) == (1, 2)


@pytest.mark.parametrize("code", ["left", "nan", "inf"])
def test_mean_needs_numbers(code: str) -> None:
    counts = Counts.from_rows([{"case": "Harbour", "1": 1, code: 1}])
    with pytest.raises(NonNumericCodeError, match=code):
        mean_scale(counts)
    assert mean_scale(counts, uncoded=[code]).positions[0].position == 1


def test_logit_of_own_codes() -> None:
    result = logit_scale(one(_cars=4, _trams=12), left=["trams"], right=["cars"])
    assert result.positions[0].position == pytest.approx(log(4.5 / 12.5))
    assert result.parameters["left"] == ["trams"]


@pytest.mark.parametrize(
    ("formula", "expected"), [("difference", -40), ("logit", log(4.5 / 12.5))]
)
def test_definition_of_a_codebook(formula: str, expected: float) -> None:
    definition = ScaleDefinition(
        name="wheels",
        title="",
        variable="topic",
        formula="logit" if formula == "logit" else "difference",
        left=("trams",),
        right=("cars",),
    )
    counts = Counts.from_rows([{"case": "Harbour", "cars": 4, "trams": 12, "-": 4}])
    result = scale_by_definition(counts, definition, codebook=TOWN)
    assert result.scale == "wheels"
    assert result.positions[0].position == pytest.approx(expected)


def test_uncoded_of_the_codebook_is_no_coded_unit() -> None:
    counts = Counts.from_rows([{"case": "Harbour", "cars": 0, "-": 4}])
    result = scale_by_definition(counts, WHEELS, codebook=TOWN)
    assert result.positions == ()


def test_definition_of_a_mean() -> None:
    definition = ScaleDefinition(
        name="direction", title="", variable="direction", formula="mean"
    )
    counts = Counts.from_rows([{"case": "Harbour", "-1": 3, "1": 1}])
    result = scale_by_definition(counts, definition)
    assert result.scale == "direction"
    assert result.positions[0].position == -0.5


def test_definition_with_an_unknown_code_or_variable() -> None:
    definition = ScaleDefinition(
        name="x", title="", variable="topic", formula="logit", left=("planes",)
    )
    with pytest.raises(UnknownCodeError, match="'planes' is not in codebook 'town'"):
        scale_by_definition(one(_cars=1), definition, codebook=TOWN)
    other = ScaleDefinition(name="x", title="", variable="mood", formula="mean")
    with pytest.raises(UnknownCodeError, match="mood"):
        scale_by_definition(one(_cars=1), other, codebook=TOWN)


def test_a_code_on_both_sides() -> None:
    with pytest.raises(OverlappingPolesError, match="'logit' has cars on both sides"):
        logit_scale(one(_cars=1), left=["cars"], right=["cars", "trams"])


def test_codes_that_nobody_used_may_be_missing_from_the_counts() -> None:
    assert rile(one(_104=2)).positions[0].position == 100


def clustered_texts(*, n_cases: int, n_blocks: int, n_in_block: int) -> BlockCounts:
    """Texts whose true RILE is 20 and whose paragraphs keep to one code each."""
    generator = np.random.default_rng(11)
    drawn = generator.choice(3, size=n_cases * n_blocks, p=[0.3, 0.1, 0.6])
    return BlockCounts(
        cases=tuple(f"text {i}" for i in range(n_cases)),
        codes=("401", "202", "000"),
        matrix=np.eye(3)[drawn] * n_in_block,
        n_units=np.full(len(drawn), float(n_in_block)),
        case_of_block=np.repeat(np.arange(n_cases), n_blocks),
    )


def coverage(counts: BlockCounts, interval: IntervalMethod) -> float:
    """Share of intervals that hold the true position."""
    positions = rile(counts, interval=interval, n_draws=400).positions
    held = [p.low <= 20 <= p.high for p in positions if p.low is not None and p.high]
    return float(np.mean(held))


def test_intervals_cover_the_truth_as_often_as_they_say() -> None:
    single = clustered_texts(n_cases=500, n_blocks=150, n_in_block=1)
    assert coverage(single, "multinomial") == pytest.approx(0.95, abs=0.03)
    assert coverage(single, "block") == pytest.approx(0.95, abs=0.03)


def test_only_block_intervals_cover_where_units_come_in_paragraphs() -> None:
    clustered = clustered_texts(n_cases=500, n_blocks=60, n_in_block=4)
    assert coverage(clustered, "block") == pytest.approx(0.95, abs=0.03)
    assert coverage(clustered, "multinomial") < 0.75
