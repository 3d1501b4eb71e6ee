"""Stances that people coded in a project get the targets of claims."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from hustings.coding.stance_coder import StanceCoder
from hustings.workflow.importing import TableOptions
from hustings.workflow.machine_runs import context_units
from hustings.workflow.project import Project
from hustings.workflow.training_coders import TrainOptions
from hustings.workflow.training_projects import train_in_project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BOOK = """\
name: sides
title: Sides
version: 1
variables:
  - name: stance
    title: Stance
    level: nominal
    codes:
      - {code: for, title: For}
      - {code: against, title: Against}
"""
THINGS = ("toll", "ferry", "windmill", "night bus", "pier", "market", "tram")
OPTIONS = TrainOptions(purpose="stance", name="ours")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Give a project in which Ana coded who is for and against what."""
    with Project.create(tmp_path / "town", name="town") as made:
        for name in "abc":
            path = tmp_path / f"{name}.txt"
            said = (
                f"We {'support' if i % 2 else 'oppose'} the {thing}."
                for i, thing in enumerate(THINGS)
            )
            path.write_text("\n\n".join([f"Group {name}", *said]), encoding="utf-8")
            made.read([path], actor=f"Group {name}", language="en")
        book = tmp_path / "sides.yaml"
        book.write_text(BOOK, encoding="utf-8")
        made.add_codebook(str(book))
        code(made, tmp_path)
        yield made


def code(project: Project, folder: Path) -> None:
    """Bring in what Ana says of each unit."""
    rows = [
        (unit["unit"], "Ana", "for" if "support" in unit["text"] else "against")
        for unit in context_units(project.store).to_pylist()
        if unit["text"].startswith("We ")
    ]
    path = folder / "said.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("unit", "coder", "stance"), *rows])
    options = TableOptions(codebook="sides", add_coders=True)
    project.code_from_table(path, options)


def test_without_claims_it_is_said_how_to_get_targets(project: Project) -> None:
    trained = train_in_project(project.store, OPTIONS)
    assert not isinstance(trained.coder, StanceCoder)
    (told,) = (one for one in trained.problems if one.kind == "no targets")
    assert "Run 'hustings claim' before training" in told.message


def test_units_have_the_target_of_their_claim(project: Project) -> None:
    claims = project.claim()
    trained = train_in_project(project.store, OPTIONS)
    assert isinstance(trained.coder, StanceCoder)
    assert claims.run_id in trained.run.parents
    assert not [one for one in trained.problems if one.kind.startswith("no target")]
    again = project.claim(coder="ours")
    assert {row["agrees"] for row in again.to_rows()} == {True}


def test_too_few_targets_are_no_targets(tmp_path: Path) -> None:
    with Project.create(tmp_path / "quiet", name="quiet") as made:
        path = tmp_path / "quiet.txt"
        said = [
            f"We {word} it, ward {i}."
            for i in range(12)
            for word in ("support", "oppose")
        ]
        path.write_text("\n\n".join(["The Quiet Group", *said]), encoding="utf-8")
        made.read([path], actor="Quiet Group", language="en")
        book = tmp_path / "sides.yaml"
        book.write_text(BOOK, encoding="utf-8")
        made.add_codebook(str(book))
        code(made, tmp_path)
        made.claim()
        trained = train_in_project(made.store, OPTIONS)
        assert not isinstance(trained.coder, StanceCoder)
        (told,) = (one for one in trained.problems if one.kind == "no targets")
        assert "too few" in told.message
