from __future__ import annotations

from datetime import date

import pytest

from hustings.errors import InvalidOptionError
from hustings.scaling import Counts, rile, salience
from hustings.scaling.interpolation import interpolate_positions

COUNTS = Counts.from_rows(
    [
        {"case": "d1", "401": 30, "202": 10, "000": 60},
        {"case": "d2", "401": 10, "202": 30, "000": 60},
        {"case": "d3", "401": 10, "202": 30, "000": 60},
    ]
)
ACTORS = {"d1": "Harbour", "d2": "Harbour", "d3": "Orchard"}
DATES = {"d1": date(2031, 1, 1), "d2": date(2031, 1, 11), "d3": date(2031, 1, 6)}


def test_a_line_between_two_elections() -> None:
    result = rile(COUNTS)
    found = interpolate_positions(
        result, actors=ACTORS, dates=DATES, at=[date(2031, 1, 3), date(2031, 1, 6)]
    ).positions
    assert [one.case for one in found] == [
        "Harbour 2031-01-03",
        "Harbour 2031-01-06",
        "Orchard 2031-01-06",
    ]
    assert [one.position for one in found] == pytest.approx([12, 0, -20])
    first, second = result.positions[0], result.positions[1]
    assert first.standard_error is not None
    assert second.standard_error is not None
    expected = (
        (0.8 * first.standard_error) ** 2 + (0.2 * second.standard_error) ** 2
    ) ** 0.5
    assert found[0].standard_error == pytest.approx(expected)
    assert found[0].high == pytest.approx(12 + 1.959964 * expected)


def test_nothing_is_said_beyond_the_ends() -> None:
    at = [date(2030, 1, 1), date(2032, 1, 1)]
    found = interpolate_positions(rile(COUNTS), actors=ACTORS, dates=DATES, at=at)
    assert found.positions == ()


def test_saliences_are_interpolated_code_by_code() -> None:
    result = salience(COUNTS, interval="none")
    found = interpolate_positions(
        result, actors=ACTORS, dates=DATES, at=[date(2031, 1, 6)]
    ).positions
    assert [one.code for one in found] == ["202", "401", "202", "401"]
    assert found[0].position == pytest.approx(0.2)
    assert found[0].low is None


def test_two_cases_at_one_date() -> None:
    dates = dict.fromkeys(DATES, date(2031, 1, 1))
    with pytest.raises(InvalidOptionError, match="two cases at one date"):
        interpolate_positions(rile(COUNTS), actors=ACTORS, dates=dates, at=[])
