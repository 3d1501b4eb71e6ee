"""``hustings agree --machine``: how often a machine is right, and the worklist."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from command_line import run, run_json
from hand_sample import assign, code_rightly, make_harbour
from hustings.workflow.agreeing_with_machines import find_machine_run
from hustings.workflow.current import current_units
from hustings.workflow.importing import TableOptions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from hustings.coding import CodingUnit
    from hustings.workflow.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_harbour(tmp_path, n=6) as made:
        yield made


def at(project: Project, *words: str) -> list[str]:
    return ["agree", "--machine", *words, "--project", str(project.store.folder)]


def test_a_machine_is_checked_by_code_actor_and_language(project: Project) -> None:
    code_rightly(project, assign(project, sample="80"))
    found = run_json(*at(project, "--json"))
    rows = found["rows"]
    assert rows[0]["statistic"] == "accuracy"
    assert rows[0]["n_units"] == 80
    assert rows[0]["low"] < rows[0]["value"] < rows[0]["high"]
    assert {row["group"] for row in rows if row["by"] == "actor"} == {
        "Quay List",
        "Lane Party",
    }
    assert [row["group"] for row in rows if row["by"] == "language"] == ["en"]
    of_boats = {r["statistic"]: r["value"] for r in rows if r["code"] == "boats"}
    assert of_boats["recall"] == 1
    assert of_boats["precision"] < 1
    assert found["run"].startswith("agree-")
    assert project.check(rebuild=True).is_sound


def test_it_can_be_made_again(project: Project) -> None:
    code_rightly(project, assign(project, sample="60"))
    first = run_json(*at(project, "--json"))
    for one in project.store.derived.glob("agree-*/*.parquet"):
        one.unlink()
    assert project.check(rebuild=True).is_sound
    assert run_json(*at(project, "--json")) == first


def test_few_units_are_a_problem(project: Project) -> None:
    code_rightly(project, assign(project, sample="12"))
    found = run_json(*at(project, "harbour", "--json"))
    assert "few units" in [one["kind"] for one in found["problems"]]
    assert found["rows"][0]["high"] - found["rows"][0]["low"] > 0.25


def test_without_a_sample_it_says_what_to_do(project: Project) -> None:
    done = run(*at(project))
    assert done.code == 1
    assert "Unvalidated" in done.err
    assert done.err.count("--by hand") == 1


def test_the_worklist_has_the_likely_errors_first(
    project: Project, tmp_path: Path
) -> None:
    drawn = assign(project, sample="90")
    calls = iter(range(1000))

    def slip(_coder: str, value: str) -> str:
        return "boats" if value == "000" and next(calls) % 4 == 0 else value

    code_rightly(project, drawn, said=slip)
    out = tmp_path / "doubts.csv"
    done = run(*at(project, "--worklist", str(out)))
    assert done.code == 0, done.err
    with out.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    slips = [row for row in rows if row["words"].startswith("Herons")]
    assert slips
    assert [row["likely_error"] for row in rows[: len(slips)]] == ["coding"] * len(
        slips
    )
    assert all(row["words"].startswith("Herons") for row in rows[: len(slips)])
    assert {row["likely"] for row in slips} == {"000"}
    assert rows[0]["value"] == ""
    again = run(*at(project, "--worklist", str(out)))
    assert "is there already" in again.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["agree", "--worklist", "x.csv"], "--worklist goes with --machine"),
        (["agree", "harbour"], "'harbour' goes with --machine"),
        (["agree", "--machine", "--coders", "a,b"], "--coders goes without --machine"),
    ],
)
def test_options_that_do_not_go_together(
    project: Project, words: list[str], said: str
) -> None:
    done = run(*words, "--project", str(project.store.folder))
    assert done.code == 2
    assert said in done.err


def test_a_machine_that_is_not_there(project: Project) -> None:
    done = run(*at(project, "oracle"))
    assert "There is no coder 'oracle'" in done.err
    assert "dictionary:harbour" in done.err


def test_a_worklist_needs_no_random_sample(project: Project, tmp_path: Path) -> None:
    units = current_units(project.store).to_pylist()
    named = next(one for one in units if one["text"].startswith("Herons"))
    table = tmp_path / "own.csv"
    table.write_text(f"unit,coder,value\n{named['unit']},Ana,boats\n", encoding="utf-8")
    options = TableOptions(codebook="harbour")
    project.code_from_table(table, options)
    done = run(*at(project, "--worklist", str(tmp_path / "doubts.csv")))
    assert done.code == 0, done.err
    assert "cannot be checked" in done.err
    found = run_json(*at(project, "--worklist", str(tmp_path / "more.csv"), "--json"))
    assert (found["rows"], found["run"]) == ([], None)
    assert [one["kind"] for one in found["problems"]] == ["unvalidated"]


def test_a_name_means_the_coder_before_the_dictionary(project: Project) -> None:
    def harbour(units: Sequence[CodingUnit]) -> list[str]:
        return ["boats" for _ in units]

    project.code(coder=harbour, codebook="harbour", variable="topic")
    project.code(codebook="harbour")
    store = project.store
    found = [find_machine_run(store, name, None) for name in ("harbour", None)]
    assert [str(one.parameters["coder"]) for one in found] == [
        "function:harbour",
        "dictionary:harbour",
    ]


def test_a_machine_that_is_often_wrong_lists_clear_doubts_alone(
    project: Project, tmp_path: Path
) -> None:
    code_rightly(project, assign(project, sample="90"))

    def guesses(units: Sequence[CodingUnit]) -> list[str]:
        return [("boats", "roads", "000")[len(one.text) % 3] for one in units]

    project.code(coder=guesses, codebook="harbour", variable="topic")
    out = tmp_path / "doubts.csv"
    done = run(*at(project, "function:guesses", "--worklist", str(out)))
    assert done.code == 0, done.err
    first, second, *_ = done.err.splitlines()
    assert "note: function:guesses agrees with " in first
    assert "too few for all its doubts to be worth a look" in first
    assert "that function:guesses clearly doubts are listed" in second
    with out.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert all(row["likely_error"] == "coding" for row in rows)
    assert all(float(row["probability"]) >= 0.5 for row in rows)
