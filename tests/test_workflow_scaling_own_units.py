"""Scaling texts that several people divided each in their own way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coding_room import UNITS, assign, make_room, send
from command_line import run, run_json
from hustings.errors import UnusableSourceError
from hustings.workflow.hand_codings import publish_codings
from hustings.workflow.room_cutting import cut_unit, join_units
from hustings.workflow.room_shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.workflow.project import Project

CUTS = {"unitising": True}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_room(tmp_path / "harbour") as made:
        divide(made)
        yield made


def divide(project: Project) -> None:
    """Ana finds five units of four, two boats among them; Ben three, one boat."""
    store, shelf = project.store, Shelf()
    mine = assign(store, "Ana", words=UNITS, design=CUTS)
    (first, *_) = store.assignments.of("Ana")[-1].units
    offset = first.anchor.span.start + first.anchor.words.index("to the island")
    cut_unit(store, shelf, assignment_id=mine, coder="Ana", position=0, offset=offset)
    for position, value in enumerate(("boats", "boats", "homes", "000", "homes")):
        send(store, shelf, mine, position, topic=value)
    theirs = assign(store, "Ben", words=UNITS, design=CUTS)
    join_units(store, shelf, assignment_id=theirs, coder="Ben", position=0)
    for position, value in enumerate(("boats", "000", "homes")):
        send(store, shelf, theirs, position, coder="Ben", topic=value)
    publish_codings(store)


def test_positions_are_means_over_unitisings(project: Project) -> None:
    scaled = project.scale("salience")
    shares = {one.code: one for one in scaled.positions}
    assert scaled.coder == "Ana and Ben"
    # sums over both unitisings, each counting half: (2 + 1) / 2 boats of (5 + 3) / 2
    assert shares["boats"].position == pytest.approx(3 / 8)
    assert shares["homes"].position == pytest.approx(3 / 8)
    assert shares["boats"].n_units == 4
    assert shares["boats"].sources is not None
    assert set(shares["boats"].sources) == {"sampling", "unitising"}
    assert shares["boats"].sources["unitising"] > 0
    assert {row["correction"] for row in scaled.to_rows()} == {"hand"}
    assert "Ana and Ben" in str(scaled.report["basis"])
    assert "the cutting of units" in str(scaled.report["basis"])


@pytest.mark.usefixtures("project")
def test_the_command_draws_unitisings_when_asked(tmp_path: Path) -> None:
    place = ["--project", str(tmp_path / "harbour")]
    found = run_json("scale", "salience", "--uncertainty", "unitising", *place)
    by_code = {row["code"]: row for row in found["rows"]}
    assert by_code["boats"]["sources"] == {"unitising": 1.0}
    assert by_code["boats"]["low"] < by_code["boats"]["position"]
    assert by_code["boats"]["position"] < by_code["boats"]["high"]
    everything = run_json("scale", "salience", "--uncertainty", "all", *place)
    assert set(everything["rows"][0]["sources"]) == {"sampling", "unitising"}
    printed = run("scale", "salience", "--uncertainty", "unitising", *place)
    assert "Intervals hold the cutting of units." in printed.err
    units = run("scale", "salience", "--interval", "multinomial", *place)
    assert "Draw blocks, which all unitisings share." in units.err
    wrong = run("scale", "salience", "--uncertainty", "coders", *place)
    assert "no unit has two codings" in wrong.err


def test_one_person_alone_has_one_unitising(project: Project) -> None:
    alone = project.scale("salience", coder="Ana")
    shares = {one.code: one.position for one in alone.positions}
    assert shares == pytest.approx({"boats": 2 / 5, "homes": 2 / 5})
    with pytest.raises(UnusableSourceError, match="Give several unitisings"):
        project.scale("salience", coder="Ana", uncertainty=["unitising"])


def test_runs_are_made_again_byte_for_byte(project: Project) -> None:
    project.scale("salience")
    project.scale("meyer-miller-nicheness")
    for one in project.store.derived.glob("scale-*/*.parquet"):
        one.unlink()
    assert project.check(rebuild=True).is_sound
