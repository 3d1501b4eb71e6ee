from __future__ import annotations

import json
from math import exp, log
from pathlib import Path

import numpy as np
import pytest

from hustings.errors import InvalidOptionError, OverlappingPolesError
from hustings.scaling import Counts
from hustings.scaling.attention import issue_attention_diversity, programmatic_clarity
from hustings.scaling.rivals import Rivals

TOY = json.loads(
    (Path(__file__).parent / "reference" / "scales_among_rivals.json").read_text(
        encoding="utf-8"
    )
)["clarity"]
DIMENSIONS = [(["1", "2"], ["3"]), (["4"], ["5"])]


def toy() -> Counts:
    matrix = np.array(TOY["issues"], dtype=float)
    return Counts(
        cases=("a", "b", "c"),
        codes=("1", "2", "3", "4", "5"),
        matrix=matrix,
        n_units=matrix.sum(axis=1),
    )


def toy_rivals() -> Rivals:
    return Rivals(
        elections=dict.fromkeys("abc", ""),
        votes=dict(zip("abc", map(float, TOY["votes"]), strict=True)),
    )


def test_clarity_in_each_text() -> None:
    result = programmatic_clarity(toy(), dimensions=DIMENSIONS)
    found = [one.position for one in result.positions]
    assert found == pytest.approx(TOY["manifesto"], abs=5e-4)


def test_clarity_in_the_election_by_votes_and_by_size() -> None:
    by_votes = programmatic_clarity(toy(), toy_rivals(), dimensions=DIMENSIONS)
    found = [one.position for one in by_votes.positions]
    assert found == pytest.approx(TOY["election_by_votes"], abs=5e-4)
    by_size = programmatic_clarity(
        toy(), toy_rivals(), weighting="size", dimensions=DIMENSIONS
    )
    found = [one.position for one in by_size.positions]
    assert found == pytest.approx(TOY["election_by_size"], abs=5e-4)


def test_uncoded_and_other_units_change_no_clarity() -> None:
    matrix = np.column_stack([toy().matrix, np.full(3, 50.0)])
    counts = Counts(
        cases=("a", "b", "c"),
        codes=(*toy().codes, "other"),
        matrix=matrix,
        n_units=matrix.sum(axis=1) + 9,
    )
    result = programmatic_clarity(counts, dimensions=DIMENSIONS, interval="none")
    found = [one.position for one in result.positions]
    assert found == pytest.approx(TOY["manifesto"], abs=5e-4)


def test_intervals_hold_the_estimate_and_stay_inside() -> None:
    for result in (
        programmatic_clarity(toy(), dimensions=DIMENSIONS),
        programmatic_clarity(toy(), toy_rivals(), dimensions=DIMENSIONS),
    ):
        for one in result.positions:
            assert one.low is not None
            assert one.high is not None
            assert 0 <= one.low <= one.position <= one.high <= 1


def test_a_case_on_no_dimension_is_told() -> None:
    counts = Counts.from_rows(
        [{"case": "a", "1": 3, "3": 1, "9": 0}, {"case": "b", "1": 0, "3": 0, "9": 4}]
    )
    rivals = Rivals(elections=dict.fromkeys("ab", ""), votes={"a": 50.0, "b": 50.0})
    dimensions = [(["1"], ["3"])]
    for result in (
        programmatic_clarity(counts, dimensions=dimensions),
        programmatic_clarity(counts, rivals, dimensions=dimensions),
    ):
        assert [one.case for one in result.positions] == ["a"]
        assert any("on a dimension" in one.message for one in result.problems)


def test_too_few_votes_have_no_sizes() -> None:
    rivals = Rivals(
        elections=dict.fromkeys("abc", ""), votes=dict.fromkeys("abc", 20.0)
    )
    result = programmatic_clarity(
        toy(), rivals, weighting="size", dimensions=DIMENSIONS
    )
    assert result.positions == ()
    assert "less than 75" in result.problems[0].message


def test_a_code_is_on_one_side() -> None:
    with pytest.raises(OverlappingPolesError):
        programmatic_clarity(toy(), dimensions=[(["1"], ["2"]), (["1"], ["3"])])
    with pytest.raises(OverlappingPolesError):
        issue_attention_diversity(toy(), merged=[["1", "2"], ["2"]])


def test_diversity_by_hand_in_both_forms() -> None:
    counts = Counts.from_rows([{"case": "a", "x": 1, "y": 3, "z": 4, "000": 7}])
    entropy = -(log(1 / 8) / 8 + 3 * log(3 / 8) / 8 + log(1 / 2) / 2)
    shannon = issue_attention_diversity(counts, interval="none").positions[0]
    assert shannon.position == pytest.approx(exp(entropy))
    herfindahl = issue_attention_diversity(counts, form="herfindahl").positions[0]
    assert herfindahl.position == pytest.approx(64 / 26)
    assert herfindahl.n_units == 15


def test_codes_for_and_against_are_one_issue() -> None:
    counts = Counts.from_rows([{"case": "a", "504": 5, "505": 5, "401": 5, "403": 5}])
    found = issue_attention_diversity(counts, interval="none").positions[0]
    assert found.position == pytest.approx(exp(1.5 * log(2)))


def test_there_are_two_forms() -> None:
    with pytest.raises(InvalidOptionError, match="herfindahl"):
        issue_attention_diversity(toy(), form="gini")  # type: ignore[arg-type]  # that it is refused is the point
