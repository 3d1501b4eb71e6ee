from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from hustings.errors import InvalidOptionError
from hustings.scaling import Counts, rile
from hustings.scaling.electorates import (
    grouped_median,
    median_voter,
    relative_party_size,
)
from hustings.scaling.marpor import LOGIT_RILE
from hustings.scaling.rivals import Rivals

SIZES = json.loads(
    (Path(__file__).parent / "reference" / "scales_among_rivals.json").read_text(
        encoding="utf-8"
    )
)["relative_party_size"]


def votes_of(*votes: float) -> Rivals:
    cases = [f"case {i}" for i in range(len(votes))]
    return Rivals(
        elections=dict.fromkeys(cases, "2031"),
        votes=dict(zip(cases, votes, strict=True)),
    )


def counts_at(*right: float) -> Counts:
    return Counts.from_rows(
        [
            {"case": f"case {i}", "401": n, "202": 50 - n, "000": 50}
            for i, n in enumerate(right)
        ]
    )


def test_sizes_of_the_toy() -> None:
    result = relative_party_size(votes_of(*SIZES["votes"]), least_sum=0)
    found = [one.position for one in result.positions]
    assert found == pytest.approx(SIZES["sizes"], abs=5e-4)
    assert sum(found) == pytest.approx(1)


def test_sizes_need_three_quarters_of_the_votes() -> None:
    result = relative_party_size(votes_of(*SIZES["votes"]))
    assert result.positions == ()
    assert [one.kind for one in result.problems] == ["no position"] * 3
    assert "add up to 8, less than 75" in result.problems[0].message


def test_no_vote_and_no_rival() -> None:
    found = relative_party_size(votes_of(0, 40, 60)).positions
    assert 0 < found[0].position < 1e-4
    assert "nobody else" in relative_party_size(votes_of(90)).problems[0].message


def test_the_median_lies_in_its_partys_interval() -> None:
    votes = np.array([40.0, 60.0])
    assert grouped_median(np.array([50.0, -30.0]), votes, span=(-100, 100)) == (
        pytest.approx(-100 + 50 / 60 * 110)
    )
    assert grouped_median(np.array([50.0, -30.0]), votes, span=None) == (
        pytest.approx(-70 + 50 / 60 * 80)
    )


def test_mirrored_positions_mirror_the_median() -> None:
    positions, votes = np.array([-60.0, 5.0, 40.0]), np.array([30.0, 45.0, 25.0])
    median = grouped_median(positions, votes, span=(-100, 100))
    assert grouped_median(-positions, votes, span=(-100, 100)) == pytest.approx(-median)


def test_a_party_without_votes_changes_nothing_beyond_its_border() -> None:
    three = grouped_median(
        np.array([-50.0, 50.0, 90.0]), np.array([50.0, 50.0, 0.0]), span=(-100, 100)
    )
    assert three == 0


def test_the_median_is_that_of_the_texts_positions() -> None:
    counts, rivals = counts_at(40, 10, 25), votes_of(30, 45, 25)
    result = median_voter(counts, rivals)
    placed = np.array([one.position for one in rile(counts).positions])
    expected = grouped_median(placed, np.array([30.0, 45, 25]), span=(-100, 100))
    only = result.positions[0]
    assert only.case == "2031"
    assert only.n_units == 300
    assert only.position == pytest.approx(expected)
    assert only.low is not None
    assert only.high is not None
    assert only.low < only.position < only.high


def test_scales_without_ends() -> None:
    result = median_voter(
        counts_at(40, 10), votes_of(30, 70), definition=LOGIT_RILE, ends="neighbours"
    )
    assert result.parameters["of"] == "logit"
    assert result.positions[0].position < 0


@pytest.mark.parametrize(
    ("counts", "rivals", "why"),
    [
        (counts_at(40, 10), votes_of(100), "nobody else stood"),
        (
            counts_at(40, 10),
            Rivals(elections=dict.fromkeys(["case 0", "case 1"], "2031")),
            "votes of 'case 0' are not known",
        ),
        (
            Counts.from_rows(
                [{"case": "case 0", "401": 1}, {"case": "case 1", "401": 0}]
            ),
            votes_of(50, 50),
            "'case 1' has no coded unit",
        ),
    ],
)
def test_elections_without_a_median_say_why(
    counts: Counts, rivals: Rivals, why: str
) -> None:
    result = median_voter(counts, rivals)
    assert result.positions == ()
    assert any(why in one.message for one in result.problems)


def test_there_are_two_kinds_of_ends() -> None:
    with pytest.raises(InvalidOptionError, match="neighbours"):
        median_voter(counts_at(1, 2), votes_of(1, 2), ends="open")  # type: ignore[arg-type]  # that it is refused is the point
