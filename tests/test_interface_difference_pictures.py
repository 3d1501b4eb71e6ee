"""Pictures of differences that the command `scale` writes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from hustings.errors import OutputFileError
from hustings.interface.cli import main
from hustings.interface.pages.difference_pictures import draw_differences
from hustings.interface.scale_pictures import write_differences

if TYPE_CHECKING:
    from pathlib import Path

ROW: dict[str, Any] = {
    "case_a": "quay",
    "case_b": "reed",
    "scale": "purse",
    "difference": 4.0,
    "low": 1.0,
    "high": 7.0,
    "confidence": 0.95,
    "standard_error": 1.5,
    "is_clear": True,
    "verdict": "higher",
}
UNCLEAR = {**ROW, "case_b": "park", "low": -1.0, "is_clear": False}
COUNTS = "case,left,right,rest\nquay,40,10,60\nreed,10,35,55\n"


def draw(*rows: dict[str, Any], **said: str) -> str:
    return draw_differences(rows, form="svg", **said).decode()


def test_zero_is_named_and_poles_say_which_way() -> None:
    svg = draw(ROW, low_pole="homes", high_pole="thrift")
    assert "0: no difference" in svg
    assert "toward homes" in svg
    assert "toward thrift" in svg
    assert "reed less quay" in svg
    assert "higher" in svg


def test_poles_are_left_out_where_one_is_unknown() -> None:
    assert "toward" not in draw(ROW, high_pole="thrift")


def test_unclear_differences_are_hollow() -> None:
    assert draw(ROW) != draw({**ROW, "is_clear": False})
    assert "Hollow dots" in draw(UNCLEAR)


def test_difference_without_interval_is_drawn_as_a_dot() -> None:
    bare = {**ROW, "low": None, "high": None, "is_clear": None}
    assert "no interval" in draw({**bare, "verdict": "no interval"})


def test_documents_of_one_actor_are_named_by_their_years() -> None:
    named = {**ROW, "name_a": "Quay List 2027-09-13", "name_b": "Quay List 2031-09-08"}
    assert "Quay List, 2027 → 2031" in draw(named)
    same = {**named, "name_b": "Quay List 2027-11-01"}
    assert "2027-09-13 → 2027-11-01" in draw(same)


def test_of_many_differences_the_first_are_drawn() -> None:
    svg = draw(*[{**ROW, "case_b": f"d{i}"} for i in range(70)])
    assert "60 of 70 differences are drawn." in svg


def test_command_draws_the_difference_of_a_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, picture = tmp_path / "counts.csv", tmp_path / "x.svg"
    table.write_text(COUNTS, encoding="utf-8")
    sides = ["--left", "left", "--right", "right", "--difference", "quay", "reed"]
    words = ["scale", "logit-of-sides", "--from", str(table), *sides]
    monkeypatch.setattr(sys, "argv", ["hustings", *words, "--picture", str(picture)])
    with pytest.raises(SystemExit) as done:
        main()
    assert not done.value.code
    assert "reed less quay" in picture.read_text(encoding="utf-8")


def test_nothing_to_draw_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputFileError, match="no differences to draw"):
        write_differences([], {"scale": "rile"}, tmp_path / "x.svg", replace=False)
