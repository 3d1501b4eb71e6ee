from __future__ import annotations

import json
from math import log, sqrt
from pathlib import Path

import numpy as np
import pytest

from hustings.errors import InvalidOptionError
from hustings.scaling import BlockCounts, Counts
from hustings.scaling.nicheness import (
    bischof_nicheness,
    meyer_miller_nicheness,
    nicheness,
)
from hustings.scaling.rivals import Rivals

TOY = json.loads(
    (Path(__file__).parent / "reference" / "scales_among_rivals.json").read_text(
        encoding="utf-8"
    )
)["meyer_miller"]


def halved_toy() -> Counts:
    """Emphases of the toy, halved so that they are shares of 100 units."""
    return Counts(
        cases=("a", "b", "c"),
        codes=("x", "y", "z"),
        matrix=50 * np.array(TOY["emphases"]),
        n_units=np.full(3, 100.0),
    )


def test_toy_of_meyer_and_miller() -> None:
    found = nicheness(np.array(TOY["emphases"]), np.full(3, 1 / 3))
    assert found == pytest.approx(TOY["nicheness"], abs=5e-4)
    placed = [one.position for one in meyer_miller_nicheness(halved_toy()).positions]
    assert [2 * one for one in placed] == pytest.approx(TOY["nicheness"], abs=5e-4)


def test_votes_weigh_rivals() -> None:
    rivals = Rivals(
        elections=dict.fromkeys("abc", ""), votes={"a": 20.0, "b": 60.0, "c": 20.0}
    )
    first = meyer_miller_nicheness(halved_toy(), rivals, interval="none").positions[0]
    x = np.array(TOY["emphases"]) / 2
    w = np.array([0.2, 0.6, 0.2])
    rest = [sum(w[j] * x[j] for j in range(3) if j != i) / (1 - w[i]) for i in range(3)]
    sigma = [sqrt(((x[i] - rest[i]) ** 2).mean()) for i in range(3)]
    assert first.position == pytest.approx(sigma[0] - (3 * sigma[1] + sigma[2]) / 4)


def test_areas_join_codes_and_empty_areas_do_not_count() -> None:
    counts = Counts.from_rows(
        [
            {"case": "a", "401": 5, "402": 5, "501": 0},
            {"case": "b", "401": 0, "402": 10, "501": 0},
            {"case": "c", "401": 0, "402": 0, "501": 10},
        ]
    )
    areas = {"economy": ["401", "402"], "nature": ["501"], "farms": ["703"]}
    result = meyer_miller_nicheness(counts, areas=areas, interval="none")
    placed = [one.position for one in result.positions]
    assert placed == pytest.approx([-0.25, -0.25, 0.5])
    assert [one.kind for one in result.problems] == ["missing columns"]


def four_cases() -> Counts:
    toy = halved_toy()
    return Counts(
        cases=(*toy.cases, "d"),
        codes=toy.codes,
        matrix=np.vstack([toy.matrix, [[1.0, 2.0, 3.0]]]),
        n_units=np.full(4, 100.0),
    )


def test_other_elections_change_nothing() -> None:
    rivals = Rivals(elections={**dict.fromkeys("abc", "1"), "d": "2"})
    result = meyer_miller_nicheness(four_cases(), rivals)
    assert result.positions == meyer_miller_nicheness(halved_toy()).positions
    assert "'d' has no position" in result.problems[0].message
    assert "fewer than 2 others stood" in result.problems[0].message


def test_a_case_outside_the_table_is_told() -> None:
    rivals = Rivals(elections=dict.fromkeys("abc", ""))
    result = meyer_miller_nicheness(four_cases(), rivals)
    assert [one.case for one in result.positions] == ["a", "b", "c"]
    assert "its election is not known" in result.problems[0].message


def test_missing_votes_leave_an_election_without_positions() -> None:
    rivals = Rivals(elections=dict.fromkeys("abc", ""), votes={"a": 20.0})
    result = meyer_miller_nicheness(halved_toy(), rivals)
    assert result.positions == ()
    assert {"votes of 'b'" in one.message for one in result.problems} == {True}


def test_blocks_are_drawn_whole() -> None:
    blocks = BlockCounts(
        cases=("a", "b", "c"),
        codes=("x", "y"),
        matrix=np.array([[5.0, 0.0], [0.0, 5.0], [4.0, 1.0], [1.0, 4.0], [2.0, 1.0]]),
        n_units=np.full(5, 5.0),
        case_of_block=np.array([0, 0, 1, 1, 2]),
    )
    result = meyer_miller_nicheness(blocks, interval="block")
    assert result.method == "block"
    assert all(one.low is not None for one in result.positions)


def niche_counts() -> Counts:
    return Counts.from_rows(
        [
            {"case": "a1", "501": 60, "703": 0, "504": 40},
            {"case": "b1", "501": 10, "703": 10, "504": 80},
            {"case": "a2", "501": 20, "703": 0, "504": 80},
            {"case": "b2", "501": 10, "703": 10, "504": 80},
        ]
    )


RIVALS = Rivals(
    elections={"a1": "1", "b1": "1", "a2": "2", "b2": "2"},
    actors={"a1": "a", "a2": "a", "b1": "b", "b2": "b"},
    dates={"a1": "2031", "a2": "2035", "b1": "2031", "b2": "2035"},
)


def test_specialisation_by_hand_and_with_the_election_before() -> None:
    result = bischof_nicheness(
        niche_counts(), RIVALS, part="specialisation", interval="none"
    )
    broad = 1 - log(2) / log(5)
    assert [one.position for one in result.positions] == pytest.approx(
        [1, broad, 1, broad]
    )


def test_emphases_are_logged_and_averaged_with_the_election_before() -> None:
    result = bischof_nicheness(
        niche_counts(), RIVALS, part="nicheness", interval="none"
    )
    assert [one.position for one in result.positions] == pytest.approx(
        [0] * 4, abs=1e-9
    )
    third = Counts.from_rows(
        [
            {"case": "a", "501": 60, "703": 0, "504": 40},
            {"case": "b", "501": 10, "703": 10, "504": 80},
            {"case": "c", "501": 0, "703": 30, "504": 70},
        ]
    )
    logged = np.log1p([[60, 0], [10, 10], [0, 30]])
    expected = nicheness(logged, np.full(3, 1 / 3))
    found = bischof_nicheness(third, part="nicheness", interval="none")
    assert [one.position for one in found.positions] == pytest.approx(list(expected))


def test_both_parts_are_standardised_in_the_election() -> None:
    positions = bischof_nicheness(niche_counts(), RIVALS, interval="none").positions
    assert positions[0].position == pytest.approx(-positions[1].position)
    assert positions[0].position == pytest.approx(sqrt(0.5))


def test_a_case_without_niche_units_has_no_specialisation() -> None:
    counts = Counts.from_rows(
        [{"case": "a", "501": 1, "504": 9}, {"case": "b", "501": 0, "504": 9}]
    )
    result = bischof_nicheness(counts, part="specialisation", interval="none")
    assert [one.case for one in result.positions] == ["a"]
    assert "niche segment" in result.problems[0].message


def test_there_are_three_parts() -> None:
    with pytest.raises(InvalidOptionError, match="specialisation"):
        bischof_nicheness(niche_counts(), part="some")  # type: ignore[arg-type]  # that it is refused is the point


def test_an_election_without_niche_units_has_no_nicheness() -> None:
    counts = Counts.from_rows(
        [{"case": "a", "501": 0, "504": 9}, {"case": "b", "501": 0, "504": 9}]
    )
    assert bischof_nicheness(counts).positions == ()
