"""Counts that know their units: every scale from codes takes all errors in."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from hustings.estimates.sources import Sampling, Sources
from hustings.scaling.catalogue import NAMED_SCALES
from hustings.scaling.counts import Counts
from hustings.scaling.from_codes import rile
from hustings.scaling.rivals import Rivals
from hustings.scaling.sourced_counts import SourcedCounts, SourcedResult
from hustings.scaling.uncertainty import available_sources
from hustings.scaling.unit_tables import UnitTable

CODES = {"Harbour": "401 401 202 504 605.1 000", "Orchard": "202 504 504 401 000 701"}


def rows(**more: object) -> list[dict[str, object]]:
    return [
        {"document": case, "unit": f"{n}/{i}", "coder": "ana", "value": code, **more}
        for case, codes in CODES.items()
        for n in range(10)
        for i, code in enumerate(codes.split())
    ]


def counted() -> Counts:
    names = sorted({code for codes in CODES.values() for code in codes.split()})
    table = [
        {"case": case, **{name: 10 * codes.split().count(name) for name in names}}
        for case, codes in CODES.items()
    ]
    return Counts.from_rows(table)


def sourced(table: UnitTable | None = None, **sources: Any) -> SourcedCounts:  # noqa: ANN401  # as Sources takes them
    units = table or UnitTable.from_rows(rows())
    chosen = Sources(**sources) if sources else available_sources(units)
    return SourcedCounts.of_units(units, chosen)


@pytest.mark.parametrize(
    "scale",
    [
        "rile",
        "logit",
        "salience",
        "kim-fording",
        "right-over-left",
        "bakker-hobolt-economic",
        "issue-attention-diversity",
        "programmatic-clarity",
    ],
)
def test_positions_are_those_of_counts(scale: str) -> None:
    function = NAMED_SCALES[scale].function
    plain = function(counted(), interval="none")
    found = function(sourced())
    assert isinstance(found, SourcedResult)
    positions = {(one.case, one.code): one for one in found.positions}
    assert plain.positions  # type: ignore[union-attr]  # a scale
    for one in plain.positions:  # type: ignore[union-attr]  # a scale
        other = positions[one.case, one.code]
        assert other.position == pytest.approx(one.position)
        assert other.n_units == one.n_units


def test_sub_codes_are_folded_by_handbook() -> None:
    folded, apart = (rile(sourced(), handbook=one) for one in ("5", "4"))
    assert folded.positions[0].position > apart.positions[0].position


def test_cases_of_an_election_are_drawn_together() -> None:
    table = [
        {**row, "document": case, "value": code}
        for case, swap in (("A", "401"), ("B", "504"), ("C", "701"))
        for row in rows()
        for code in (swap if row["value"] == "000" else str(row["value"]),)
    ]
    units = UnitTable.from_rows(table)
    rivals = Rivals(elections={"A": "2031", "B": "2031", "C": "2031"})
    function = NAMED_SCALES["meyer-miller-nicheness"].function
    found = function(sourced(units, sampling=Sampling()), rivals)
    assert isinstance(found, SourcedResult)
    draws = found.estimates.draws
    assert len(found.positions) == 3
    assert np.abs(np.asarray(np.corrcoef(draws.T)) - np.eye(3)).max() > 0.1
    assert all(
        -1 <= (one.low or 0) <= one.position <= (one.high or 0) <= 1
        for one in found.positions
    )


def test_a_case_alone_has_no_nicheness_and_is_told_why() -> None:
    function = NAMED_SCALES["meyer-miller-nicheness"].function
    found = function(sourced(), Rivals(elections={"Harbour": "2031"}))
    messages = [one.message for one in found.problems]
    assert not found.positions  # type: ignore[union-attr]  # a scale
    assert any("fewer than 2 others" in one for one in messages)
    assert any("its election is not known" in one for one in messages)


def test_a_case_with_uncoded_units_alone_has_no_position() -> None:
    table = UnitTable.from_rows(
        [*rows(), {"document": "Quay", "unit": "1", "coder": "ana", "value": "000"}]
    )
    found = NAMED_SCALES["rile"].function(sourced(table))
    assert {one.case for one in found.positions} == {"Harbour", "Orchard"}  # type: ignore[union-attr]  # a scale
    (told,) = [one for one in found.problems if one.kind == "no position"]
    assert told.message == (
        "Case 'Quay' has 1 units, none of them coded, so it has no position on 'rile'."
    )
    alone = UnitTable.from_rows(
        [{"document": "Quay", "unit": "1", "coder": "ana", "value": "000"}]
    )
    nothing = NAMED_SCALES["rile"].function(sourced(alone))
    assert not nothing.positions  # type: ignore[union-attr]  # a scale
    assert [one.kind for one in nothing.problems] == ["no position"]


def test_no_interval_leaves_what_is_possible() -> None:
    table = UnitTable.from_rows(
        [
            {"document": "Quay", "unit": str(i), "coder": "ana", "value": code}
            for i, code in enumerate(["401"] * 6 + ["202"])
        ]
    )
    (one,) = NAMED_SCALES["rile"].function(sourced(table)).positions  # type: ignore[union-attr]  # a scale
    assert one.high is not None
    assert one.high <= 100


def test_means_say_how_many_units_have_a_value() -> None:
    table = UnitTable.from_rows(
        [
            {"document": "Quay", "unit": str(i), "coder": "ana", "value": value}
            for i, value in enumerate(["1", "2", "-1", "000", "2"])
        ]
    )
    (one,) = NAMED_SCALES["mean"].function(sourced(table)).positions  # type: ignore[union-attr]  # a scale
    assert (one.position, one.n_units) == (1.0, 4)
    assert one.low is not None
    assert one.low >= -1
