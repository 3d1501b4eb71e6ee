"""Actors as cases: all their documents together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from command_line import run, run_json
from hand_sample import ACTORS, assign, code_rightly, make_harbour, text_of
from hustings.errors import InvalidOptionError, UselessInputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.workflow.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Quay List has a document of 2031 and a shorter one of 2035."""
    with make_harbour(tmp_path) as made:
        path = tmp_path / "later.txt"
        path.write_text(text_of("Quay List", ACTORS["Lane Party"], 2), encoding="utf-8")
        made.read([path], actor="Quay List", date="2035", language="en")
        made.code(codebook="harbour")
        yield made


def test_an_actors_documents_are_one_case(project: Project) -> None:
    single = project.scale("wheels").positions
    names = project.scale("wheels").names
    scaled = project.scale("wheels", by="actor")
    places = {one.case: one for one in scaled.positions}
    assert set(places) == {"Quay List", "Lane Party"}
    of_quay = [one for one in single if names[one.case].startswith("Quay List")]
    assert len(of_quay) == 2
    n_units = sum(one.n_units for one in of_quay)
    assert places["Quay List"].n_units == n_units
    assert places["Quay List"].position == pytest.approx(
        sum(one.position * one.n_units for one in of_quay) / n_units
    )
    assert places["Quay List"].low is not None
    (lane,) = [one for one in single if names[one.case].startswith("Lane")]
    assert places["Lane Party"].position == pytest.approx(lane.position)


def test_hand_codings_correct_an_actor_as_a_whole(project: Project) -> None:
    code_rightly(project, assign(project, sample="60"))
    scaled = project.scale("wheels", by="actor")
    rows = {str(row["case"]): row for row in scaled.to_rows()}
    assert set(rows) == {"Quay List", "Lane Party"}
    assert {row["correction"] for row in rows.values()} == {"corrected"}
    assert sum(int(str(row["n_coded"])) for row in rows.values()) == 60
    (pair,) = project.scale("distances", by="actor").to_rows()
    assert {pair["case_a"], pair["case_b"]} == {"Quay List", "Lane Party"}


def test_pages_show_documents_and_files_show_both(
    project: Project, tmp_path: Path
) -> None:
    project.scale("wheels")
    project.scale("wheels", by="actor")
    (scale,) = project.gather().scales
    assert len(scale.positions) == 3
    project.export(["positions"], to=tmp_path / "positions.csv")
    lines = (tmp_path / "positions.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + 3 + 2
    assert all("uncorrected machine coding" in line for line in lines[1:])
    for one in project.store.derived.glob("scale-*/*.parquet"):
        one.unlink()
    assert project.check(rebuild=True).is_sound


@pytest.mark.usefixtures("project")
def test_the_command_takes_actors(tmp_path: Path) -> None:
    folder = ["--project", str(tmp_path / "harbour")]
    found = run_json("scale", "wheels", "--by", "actor", *folder)
    assert [row["case"] for row in found["rows"]] == ["Quay List", "Lane Party"]
    pair = ["--difference", "Lane Party", "Quay List"]
    (row,) = run_json("scale", "wheels", "--by", "actor", *pair, *folder)["rows"]
    assert (row["case_a"], row["case_b"]) == ("Lane Party", "Quay List")
    wrong = run("scale", "wheels", "--by", "party", *folder)
    assert "Choose document or actor." in wrong.err


def test_what_is_about_documents_goes_without_actors(
    project: Project, tmp_path: Path
) -> None:
    with pytest.raises(UselessInputError, match="--by actor"):
        project.scale("ca", by="actor")
    with pytest.raises(InvalidOptionError, match="Choose document or actor"):
        project.scale("wheels", by="year")
    votes = [{"case": "quay.txt", "votes": "40"}]
    with pytest.raises(UselessInputError, match="elections are of documents"):
        project.scale("median-voter", by="actor", votes=votes)
    counts = tmp_path / "counts.csv"
    counts.write_text("case,401,202\nQuay,3,1\n", encoding="utf-8")
    wrong = run("scale", "rile", "--from", str(counts), "--by", "actor")
    assert "--by actor" in wrong.err
