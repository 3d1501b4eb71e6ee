"""Formulas filled with counts, for every scale from codes that has a closed one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from hustings.interface.pages.trail import Side
from hustings.interface.pages.trail_arithmetic import compute
from hustings.scaling.attention import issue_attention_diversity, programmatic_clarity
from hustings.scaling.counts import Counts
from hustings.scaling.sides import kim_fording, right_over_left, weighted_scale
from hustings.workflow.gathered import GatheredScale
from hustings.workflow.scale_formulas import FORMULAS

if TYPE_CHECKING:
    from collections.abc import Mapping

COUNTS = {"401": 12, "202": 3, "504.1": 5, "703": 10, "000": 20}


def scale_of(name: str, formula: str = "", **inputs: object) -> GatheredScale:
    return GatheredScale(
        run_id="scale-1",
        scale=name,
        title=name,
        formula=formula or FORMULAS.get(name, name),
        coder="Ana",
        codebook="marpor-5",
        variable="topic",
        low_pole="low",
        high_pole="high",
        method="none",
        inputs=inputs,
    )


def groups_of(counts: Mapping[str, int]) -> Any:  # noqa: ANN401  # members are counted alone
    return {code: [None] * n for code, n in counts.items()}


def sides_of(low: int, high: int) -> tuple[Side, Side]:
    return tuple(  # type: ignore[return-value]  # of two
        Side(title=letter, letter=letter, n_units=n, codes=())
        for letter, n in (("L", low), ("R", high))
    )


@pytest.mark.parametrize(
    ("name", "formula", "value", "words"),
    [
        ("own", "difference", 8.0, "100 × (12 − 8) ÷ 50 = 8.0"),
        ("own", "logit", 0.3856625, "log(12.5 ÷ 8.5) = 0.39"),
        ("kim-fording", "", 0.2, "(12 − 8) ÷ (12 + 8) = 0.20"),
        ("laver-garry", "", 0.2, "(12 − 8) ÷ (12 + 8) = 0.20"),
        ("right-over-left", "", 1.5, "12 ÷ 8 = 1.50"),
    ],
)
def test_scales_of_two_sides(name: str, formula: str, value: float, words: str) -> None:
    found, told = compute(scale_of(name, formula), sides_of(8, 12), 50, {})
    assert found == pytest.approx(value)
    assert told == words


def test_sides_without_units_or_without_a_list() -> None:
    assert compute(scale_of("kim-fording"), sides_of(0, 0), 9, {})[0] is None
    assert compute(scale_of("right-over-left"), sides_of(0, 3), 9, {})[0] is None
    assert compute(scale_of("own", "difference"), (), 9, {}) == (None, "")
    assert compute(scale_of("own", "difference"), sides_of(0, 0), 0, {})[0] is None


def test_means() -> None:
    scale = scale_of("own", "mean")
    odd = groups_of({"-1": 0, "2": 2, "x": 1})
    assert compute(scale, (), 0, odd)[0] is None
    assert compute(scale, (), 0, groups_of({"1": 0}))[0] is None
    value, words = compute(scale, (), 0, groups_of({"-1": 0, "2": 2}))
    assert value == 2
    assert words == "(0 × −1 + 2 × 2) ÷ 2 = 2.00"


def test_weights() -> None:
    rows = [{"code": "401", "weight": 0.5}, {"code": "504", "weight": -1}]
    value, words = compute(
        scale_of("weighted", weights=rows), (), 50, groups_of(COUNTS)
    )
    assert words == "100 × (12 × 0.5 + 5 × −1) ÷ 50 = 2.0"
    (one,) = weighted_scale(
        Counts.from_rows([{"case": "Quay", **COUNTS}]),
        weights={"401": 0.5, "504": -1},
        interval="none",
    ).positions
    assert value == pytest.approx(one.position)
    assert compute(scale_of("weighted"), (), 50, groups_of(COUNTS)) == (None, "")


@pytest.mark.parametrize("form", [None, "shannon", "herfindahl"])
def test_diversity_is_what_the_scale_gives(form: Any) -> None:  # noqa: ANN401  # an option
    given: dict[str, Any] = {} if form is None else {"options": {"form": form}}
    value, words = compute(
        scale_of("issue-attention-diversity", **given), (), 50, groups_of(COUNTS)
    )
    options = {} if form is None else {"form": form}
    counts = Counts.from_rows([{"case": "Quay", **COUNTS}])
    (one,) = issue_attention_diversity(counts, interval="none", **options).positions
    assert value == pytest.approx(one.position)
    assert "12 ÷ 30" in words
    nothing = groups_of({"000": 4})
    assert compute(scale_of("issue-attention-diversity"), (), 4, nothing)[0] is None


def test_clarity_is_what_the_scale_gives() -> None:
    counted = {"504": 15, "505": 5, "104": 20, "000": 9}
    value, words = compute(scale_of("programmatic-clarity"), (), 49, groups_of(counted))
    counts = Counts.from_rows([{"case": "Quay", **counted}])
    (one,) = programmatic_clarity(counts, interval="none").positions
    assert value == pytest.approx(one.position) == pytest.approx(0.75)
    assert words == "((20 − 0) + (15 − 5)) ÷ 40 = 0.75"
    among = scale_of("programmatic-clarity", votes=[])
    assert compute(among, (), 49, groups_of(counted)) == (None, "")
    nothing = groups_of({"000": 4})
    assert compute(scale_of("programmatic-clarity"), (), 4, nothing)[0] is None


def test_scales_that_look_at_others_have_nothing_to_fill_in() -> None:
    for name in ("meyer-miller-nicheness", "vanilla", "franzmann-kaiser"):
        assert compute(scale_of(name), (), 50, groups_of(COUNTS)) == (None, "")


def test_ratios_are_what_the_scales_give() -> None:
    counts = Counts.from_rows([{"case": "Quay", "401": 12, "202": 8}])
    for scale, name in (
        (kim_fording, "kim-fording"),
        (right_over_left, "right-over-left"),
    ):
        (one,) = scale(counts, interval="none").positions
        value, _ = compute(scale_of(name), sides_of(8, 12), 20, {})
        assert value == pytest.approx(one.position)
