from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from hustings.errors import InvalidOptionError
from hustings.scaling import BlockCounts, Counts, logit_rile, rile

if TYPE_CHECKING:
    from hustings.scaling.handbooks import Handbook

ROW = {"case": "Harbour", "401": 10, "4011": 20, "605.1": 5, "605.2": 5, "000": 10}


@pytest.mark.parametrize(("handbook", "position"), [("4", 20), ("5", 30), ("cee", 70)])
def test_rile_by_version_of_the_handbook(handbook: Handbook, position: float) -> None:
    counts = Counts.from_rows([{**ROW, "H": 70}])
    result = rile(counts, handbook=handbook)
    assert result.positions[0].position == position
    assert result.positions[0].n_units == 50


def test_version_5_is_what_is_meant() -> None:
    counts = Counts.from_rows([ROW])
    assert rile(counts) == rile(counts, handbook="5")


def test_sub_codes_in_version_4_are_told() -> None:
    result = logit_rile(Counts.from_rows([ROW]), handbook="4")
    assert result.problems[0].kind == "sub-codes"
    assert "605.1, 605.2" in result.problems[0].message


def test_blocks_are_folded_too() -> None:
    blocks = BlockCounts(
        cases=("Harbour",),
        codes=("401", "4011"),
        matrix=np.array([[1.0, 2.0], [0.0, 3.0]]),
        n_units=np.array([5.0, 5.0]),
        case_of_block=np.array([0, 0]),
    )
    assert rile(blocks, handbook="cee").positions[0].position == 60


def test_there_are_three_handbooks() -> None:
    with pytest.raises(InvalidOptionError, match="cee"):
        rile(Counts.from_rows([ROW]), handbook="3")  # type: ignore[arg-type]  # that it is refused is the point
