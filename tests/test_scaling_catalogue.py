"""What every named scale promises, whatever it needs besides counts."""

from __future__ import annotations

from math import isfinite
from typing import get_args

import numpy as np
import pytest

from hustings.scaling import SCALES, BlockCounts
from hustings.scaling.catalogue import NAMED_SCALES, Input, NamedScale
from hustings.scaling.rivals import Rivals

# fmt: off
CODES = (
    "101", "103", "104", "106", "107", "108", "110", "201", "202", "203", "301", "401",
    "403", "407", "414", "501", "504", "505", "506", "601", "605", "607", "701", "703",
    "000",
)
# fmt: on
NUMBERS = ("-2", "-1", "0", "1", "2", "NA")
CASES = tuple(f"case {i}" for i in range(8))
RIVALS = Rivals(
    elections={case: f"203{i % 2}" for i, case in enumerate(CASES)},
    votes={case: 20.0 + i for i, case in enumerate(CASES)},
    actors={case: f"actor {i // 2}" for i, case in enumerate(CASES)},
    dates={case: f"203{i % 2}" for i, case in enumerate(CASES)},
)
WEIGHTS = {
    election: {code: 1.0 if code in {"401", "605"} else -1.0 for code in CODES}
    for election in ("2030", "2031")
}
GIVEN = {
    "rivals": RIVALS,
    "votes": RIVALS,
    "weights": WEIGHTS,
    "sides": {"left": ["504", "701"], "right": ["401", "605"]},
}
every_scale = pytest.mark.parametrize("scale", NAMED_SCALES.values(), ids=NAMED_SCALES)
every_scale_of_counts = pytest.mark.parametrize(
    "scale",
    [one for one in NAMED_SCALES.values() if "counts" in one.needs],
    ids=[name for name, one in NAMED_SCALES.items() if "counts" in one.needs],
)


def blocks_of(codes: tuple[str, ...], *, order: int = 1) -> BlockCounts:
    generator = np.random.default_rng(11)
    case_of_block = np.repeat(np.arange(len(CASES)), 12)
    rates = generator.gamma(1, 1, (len(CASES), len(codes)))[case_of_block]
    matrix = generator.poisson(rates + 0.3).astype(float)
    places = np.arange(len(CASES))[::order]
    return BlockCounts(
        cases=tuple(CASES[i] for i in places),
        codes=codes[::order],
        matrix=matrix[::order, ::order],
        n_units=matrix.sum(axis=1)[::order] + 1,
        case_of_block=np.argsort(places)[case_of_block[::order]],
    )


def scaled(
    scale: NamedScale, *, order: int = 1, **options: object
) -> list[dict[str, object]]:
    """Rows of a scale, in an order that does not depend on that of the cases."""
    codes = NUMBERS if scale.name == "mean" else CODES
    given = {**GIVEN, "counts": blocks_of(codes, order=order)}
    sides = given.pop("sides") if "sides" in scale.needs else {}
    assert isinstance(sides, dict)
    if "weights by code" in scale.needs:
        sides = {"weights": {"401": 1.0, "504": -0.5}}
    arguments = [given[need] for need in scale.needs if need in given]
    rows = scale.function(*arguments, **sides, **options).to_rows()
    return sorted(
        rows, key=lambda row: str(list(row.values())[:2]) + str(row.get("code"))
    )


def by_cases(
    rows: list[dict[str, object]],
) -> dict[tuple[frozenset[object], object], dict[str, object]]:
    """Rows by what they are about: a pair in whatever order its cases are."""
    named = ("case", "case_a", "case_b")
    return {
        (frozenset(row.get(name) for name in named), row.get("code")): row
        for row in rows
    }


@every_scale
def test_every_scale_says_what_it_is(scale: NamedScale) -> None:
    assert NAMED_SCALES[scale.name] is scale
    assert scale.title
    assert scale.low_pole != scale.high_pole
    assert {*scale.needs, *scale.takes} <= {*get_args(Input)}
    assert scale.is_checked is not (
        "to be checked" in (scale.function.__doc__ or "")
    ) or (scale.name == "bischof-nicheness")


def test_the_scales_of_the_command_are_in_the_catalogue() -> None:
    assert {name: NAMED_SCALES[name].function for name in SCALES} == dict(SCALES)


@every_scale
def test_rows_hold_plain_numbers(scale: NamedScale) -> None:
    options = {} if scale.needs == ("votes",) else {"n_draws": 200}
    rows = scaled(scale, **options)
    assert rows
    for row in rows:
        assert all(
            value is None or isinstance(value, str | int) or isfinite(float(str(value)))
            for value in row.values()
        )


@every_scale_of_counts
@pytest.mark.parametrize("interval", ["multinomial", "block"])
def test_intervals_hold_the_estimate(scale: NamedScale, interval: str) -> None:
    for row in scaled(scale, interval=interval, n_draws=300):
        value = row["position"] if "position" in row else row["value"]
        assert isinstance(row["low"], float), row
        assert isinstance(row["high"], float)
        assert isinstance(value, float)
        assert row["low"] <= value <= row["high"]
        assert row["low"] < row["high"]


@every_scale_of_counts
def test_the_order_of_cases_codes_and_blocks_is_irrelevant(scale: NamedScale) -> None:
    first, second = (
        by_cases(scaled(scale, order=order, interval="block", n_draws=50))
        for order in (1, -1)
    )
    assert first.keys() == second.keys()
    for key, one in first.items():
        assert one.keys() == second[key].keys()
        value = "position" if "position" in one else "value"
        assert one[value] == pytest.approx(second[key][value], abs=1e-6)


@every_scale_of_counts
def test_the_same_seed_gives_the_same_rows(scale: NamedScale) -> None:
    first = scaled(scale, interval="block", n_draws=60, seed=1)
    assert first == scaled(scale, interval="block", n_draws=60, seed=1)
    assert first != scaled(scale, interval="block", n_draws=60, seed=2)
