from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hustings.errors import (
    InvalidOptionError,
    MissingBlocksError,
    OverlappingPolesError,
)
from hustings.estimates.intervals import share_interval
from hustings.scaling import Counts, logit_scale, rile
from hustings.scaling.marpor import RILE
from hustings.scaling.sides import (
    bakker_hobolt_economic,
    bakker_hobolt_europe,
    bakker_hobolt_libertarian,
    kim_fording,
    laver_garry,
    right_over_left,
    weighted_scale,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from hustings.scaling.results import ScaleResult

RATIOS = json.loads(
    (Path(__file__).parent / "reference" / "scales_among_rivals.json").read_text(
        encoding="utf-8"
    )
)["ratios"]


def one(**counts: float) -> Counts:
    """Counts of one case; names of codes follow an underscore."""
    return Counts.from_rows(
        [{"case": "Harbour", **{name[1:]: n for name, n in counts.items()}}]
    )


def toy() -> Counts:
    return one(_401=RATIOS["right"], _202=RATIOS["left"], _000=60)


def test_both_ratios_of_the_toy() -> None:
    assert kim_fording(toy()).positions[0].position == RATIOS["balance"]
    assert laver_garry(toy()).positions[0].position == RATIOS["balance"]
    assert right_over_left(toy()).positions[0].position == RATIOS["quotient"]


def test_uncoded_units_change_no_ratio_but_are_counted() -> None:
    more = kim_fording(one(_401=30, _202=10, _000=960)).positions[0]
    assert more.position == RATIOS["balance"]
    assert more.n_units == 1000


def test_ratios_fold_sub_codes_but_three() -> None:
    counts = Counts.from_rows([{"case": "Harbour", "605.1": 3, "605.2": 9, "202": 1}])
    assert kim_fording(counts).positions[0].position == 0.5


def test_a_side_without_units_has_wilsons_interval() -> None:
    result = kim_fording(one(_401=8, _202=0, _000=2))
    share = share_interval(8, 8)
    position = result.positions[0]
    assert position.position == 1
    assert position.low == pytest.approx(2 * share.low - 1)
    assert position.high == pytest.approx(1)
    assert position.standard_error is None
    assert [problem.kind for problem in result.problems] == ["interval by formula"]


def test_units_on_neither_side_are_a_problem() -> None:
    result = kim_fording(one(_501=8, _202=0, _401=0))
    assert result.positions == ()
    assert [problem.kind for problem in result.problems] == ["no position"]
    assert "no unit on either side" in result.problems[0].message


def test_a_quotient_without_left_units_is_a_problem() -> None:
    result = right_over_left(one(_401=8, _202=0))
    assert result.positions == ()
    assert "no unit on the left side" in result.problems[0].message


def test_draws_without_left_units_are_told() -> None:
    result = right_over_left(one(_401=8, _202=1))
    assert [problem.kind for problem in result.problems] == ["undefined draws"]
    assert result.positions[0].low is not None


@pytest.mark.parametrize("scale", [laver_garry, right_over_left])
def test_own_lists(scale: Callable[..., ScaleResult]) -> None:
    counts = one(_trams=40, _cars=120)
    result = scale(counts, left=["trams"], right=["cars", "lorries"])
    assert [problem.kind for problem in result.problems] == ["missing columns"]
    assert "lorries" in result.problems[0].message
    swapped = scale(counts, left=["cars"], right=["trams"])
    assert {result.positions[0].position, swapped.positions[0].position} in (
        {0.5, -0.5},
        {3.0, 1 / 3},
    )
    with pytest.raises(OverlappingPolesError):
        scale(counts, left=["trams"], right=["trams"])


def test_a_published_list_with_no_column_at_all_is_told() -> None:
    result = kim_fording(one(_trams=4, _cars=12))
    kinds = [problem.kind for problem in result.problems]
    assert kinds == ["missing columns", "no position"]


def test_the_logit_of_own_lists_tells_of_missing_columns() -> None:
    result = logit_scale(one(_trams=4, _cars=12), left=["trams"], right=["carts"])
    assert result.problems[0].kind == "missing columns"


def test_blocks_are_needed_for_blocks() -> None:
    with pytest.raises(MissingBlocksError):
        kim_fording(toy(), interval="block")


@pytest.mark.parametrize(
    ("scale", "left", "right"),
    [
        (bakker_hobolt_economic, "504", "401"),
        (bakker_hobolt_libertarian, "201", "605.1"),
        (bakker_hobolt_europe, "110", "108"),
    ],
)
def test_scales_known_at_second_hand_say_so(
    scale: Callable[..., ScaleResult], left: str, right: str
) -> None:
    counts = Counts.from_rows([{"case": "Harbour", left: 10, right: 30, "000": 60}])
    result = scale(counts)
    assert result.positions[0].position == pytest.approx(1.066351, abs=5e-7)
    assert [problem.kind for problem in result.problems] == ["codes to be checked"]
    assert result.scale in result.problems[0].message


def test_rile_is_a_weighted_scale() -> None:
    weights = {**dict.fromkeys(RILE.left, -1.0), **dict.fromkeys(RILE.right, 1.0)}
    found = weighted_scale(toy(), weights=weights)
    assert found.positions[0].position == rile(toy()).positions[0].position
    assert found.problems[0].kind == "missing columns"


def test_weights_are_finite() -> None:
    with pytest.raises(InvalidOptionError, match="finite weight"):
        weighted_scale(toy(), weights={"401": float("nan")})
