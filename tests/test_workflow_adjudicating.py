from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner, Result

from hustings.coding.adjudication_results import AdjudicationRule
from hustings.errors import (
    DecisionTableError,
    HustingsError,
    MissingColumnError,
    NothingToAdjudicateError,
    OutputFileError,
    RepeatedWorklistError,
    TableFileError,
    TableRowsError,
    UnclearRuleError,
    UnknownCodeError,
)
from hustings.interface import cli
from hustings.model.citation import anchor_of
from hustings.model.coder import Coder
from hustings.model.document import Span
from hustings.model.hand_coding import HandCoding
from hustings.model.identity import identify
from hustings.store.records import StoredCodebook
from hustings.store.sources import sha256_of
from hustings.workflow.adjudicating_tables import (
    adjudicate_table,
    write_table_worklist,
)
from hustings.workflow.current import current_units
from hustings.workflow.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


AT = "2031-10-07T12:00:00.000000+00:00"
BOOK = """
name: town
title: Matters of the town
version: "1"
variables:
  - name: topic
    title: Topic
    level: nominal
    codes:
      - {code: boats, title: Boats}
      - {code: homes, title: Homes}
      - {code: thrift, title: Thrift}
scales:
  - name: purse
    title: Purse
    variable: topic
    formula: difference
    left: [homes]
    right: [thrift]
"""
SHA = sha256_of(BOOK.encode())
TEXT = "The ferry sails at night. Rents must fall. The town spends less. Trees stay."
# Who said what of the four sentences.
SAID: dict[str, list[str | None]] = {
    "Ana": ["boats", "homes", "thrift", "homes"],
    "Bo": ["boats", "thrift", "thrift", "boats"],
    "Carl": ["boats", "homes", None, None],
}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    (tmp_path / "quay.txt").write_text(TEXT, encoding="utf-8")
    with Project.create(tmp_path / "election") as made:
        made.read([tmp_path / "quay.txt"], language="en", into="sentence")
        made.store.keep_codebook(
            StoredCodebook(sha256=SHA, name="town", version="1", text=BOOK), at=AT
        )
        for name in SAID:
            made.store.coders.add(Coder(coder_id=name, added=AT))
        for name, values in SAID.items():
            code(made, name, values)
        yield made


def code(
    project: Project, coder: str, values: list[str | None], hour: int = 12
) -> None:
    """Let a person code the units from the first on."""
    units = current_units(project.store).to_pylist()
    made = []
    for unit, value in zip(units, values, strict=False):
        if value is not None:
            one: dict[str, Any] = {
                "coding_id": "",
                "document_id": unit["document"],
                "unit_id": unit["unit"],
                "anchor": anchor_of(TEXT, Span(unit["start"], unit["end"])),
                "coder": coder,
                "codebook_sha256": SHA,
                "variable": "topic",
                "value": None if value == "-" else value,
                "written": AT.replace("T12", f"T{hour}"),
                "note": "not sure" if value == "thrift" else "",
            }
            one["coding_id"] = identify(HandCoding(**one), nonce="")
            made.append(HandCoding(**one))
    project.store.hand.add(made)


def units_of(project: Project) -> list[str]:
    return [row["unit"] for row in current_units(project.store).to_pylist()]


def current(project: Project) -> list[str | None]:
    return [one.value for one in project.store.adjudications.current()]


def published(project: Project) -> list[str]:
    """Return what counts for the coder 'adjudicated'."""
    runs = [
        run
        for run in project.store.runs()
        if run.step == "code" and run.parameters["coder"] == "adjudicated"
    ]
    return [
        row["value"] for row in project.store.table(runs[-1].outputs[0]).to_pylist()
    ]


def write_table(path: Path, rows: list[dict[str, object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def read_table(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


# By a rule


def test_a_majority_settles_and_ties_stay_open(project: Project) -> None:
    result = project.adjudicate("majority")
    assert [row["value"] for row in result.rows] == ["boats", "homes", "thrift", None]
    assert current(project) == ["boats", "homes", "thrift", None]
    assert published(project) == ["boats", "homes", "thrift"]
    (case,) = result.worklist
    assert case["reason"] == "tie between boats and homes"
    assert case["codings"] == "Ana: homes; Bo: boats"


def test_every_value_keeps_what_it_settled_and_by_which_rule(project: Project) -> None:
    project.adjudicate("majority")
    for one in project.store.adjudications.current():
        assert one.rule == "majority"
        assert set(one.settles) <= project.store.hand.ids()
        assert one.anchor.words in TEXT
    assert len(project.store.adjudications.current()[0].settles) == 3


def test_the_run_is_recorded_with_its_parents_and_can_be_made_again(
    project: Project,
) -> None:
    result = project.adjudicate("majority")
    run = project.store.run(result.run_id)
    assert run is not None
    parents = [project.store.run(parent) for parent in run.parents]
    assert {one.parameters["coder"] for one in parents if one} == set(SAID)
    project.adjudicate(AdjudicationRule(rule="senior", senior="Bo"))
    for path in (project.store.derived / result.run_id).iterdir():
        path.unlink()
    assert project.check(rebuild=True).is_sound


def test_the_same_again_changes_nothing(project: Project) -> None:
    first = project.adjudicate("majority")
    last = project.store.adjudications.last_number()
    again = project.adjudicate("majority")
    assert (again.rows, again.run_id, again.n_new) == (first.rows, first.run_id, 0)
    assert project.store.adjudications.last_number() == last


def test_a_later_rule_supersedes_an_earlier_one(project: Project) -> None:
    project.adjudicate("majority")
    result = project.adjudicate(AdjudicationRule(rule="senior", senior="bo"))
    assert result.rule == "senior:Bo"
    assert current(project) == ["boats", "thrift", "thrift", "boats"]
    assert result.n_new == 4
    project.adjudicate("majority")
    assert current(project) == ["boats", "homes", "thrift", None]
    assert published(project) == ["boats", "homes", "thrift"]


def test_dawid_skene_gives_probabilities(project: Project) -> None:
    project.adjudicate(AdjudicationRule(rule="dawid-skene", threshold=0.5))
    for one in project.store.adjudications.current():
        assert one.rule == "dawid-skene>=0.5"
        assert one.probability is not None


def test_codings_taken_back_open_the_case(project: Project) -> None:
    project.adjudicate("majority")
    for coder, values in SAID.items():
        code(project, coder, ["-" if values[0] else None], hour=13)
    result = project.adjudicate("majority")
    assert current(project)[0] is None
    assert [row["reason"] for row in result.worklist] == [
        "tie between boats and homes",
        "its codings were taken back",
    ]


def test_scales_know_adjudicated_values(project: Project) -> None:
    project.adjudicate("majority")
    scaled = project.scale("purse", coder="adjudicated", interval="none")
    (position,) = scaled.positions
    assert position.position == pytest.approx(0)


def test_one_variable_or_codebook(project: Project) -> None:
    assert len(project.adjudicate("majority", variable="topic").rows) == 4
    assert len(project.adjudicate("majority", codebook="town").rows) == 4
    for asked in ({"variable": "stance"}, {"codebook": "village"}):
        with pytest.raises(NothingToAdjudicateError, match="Nobody has coded"):
            project.adjudicate("majority", **asked)  # type: ignore[arg-type]  # one of two names


def test_no_rule_or_two(project: Project) -> None:
    with pytest.raises(UnclearRuleError):
        project.adjudicate()
    with pytest.raises(UnclearRuleError):
        project.adjudicate("majority", decisions="table.csv")


def test_what_people_see(project: Project) -> None:
    result = project.adjudicate("majority")
    assert result.summary().startswith(
        "Adjudicated 4 values by majority: 3 settled, 1 open; 4 new or changed."
    )
    assert result.to_polars().height == 4
    assert result.to_rows()[0]["value"] == "boats"


# The worklist, and decisions


def test_a_worklist_goes_out_and_comes_back(project: Project, tmp_path: Path) -> None:
    project.adjudicate("majority")
    path = tmp_path / "open.csv"
    assert project.write_open_cases(path) == 1
    (row,) = read_table(path)
    assert row["words"] == "Trees stay."
    assert row["codings"] == "Ana: homes; Bo: boats"
    assert row["before"].endswith("The town spends less. ")
    row |= {"value": "homes", "by": "ana", "note": "A tree is no boat."}
    result = project.adjudicate(decisions=write_table(tmp_path / "back.csv", [row]))
    assert result.summary().startswith("Adjudicated 1 value by decisions: 1 settled")
    value = project.store.adjudications.current()[3]
    assert (value.value, value.rule) == ("homes", "person:Ana")
    assert len(value.settles) == 2
    assert result.rows[0]["note"] == "A tree is no boat."
    assert published(project)[3] == "homes"
    assert project.write_open_cases(tmp_path / "none.csv") == 0
    assert project.check(rebuild=True).is_sound


def test_rules_leave_decisions_alone(project: Project, tmp_path: Path) -> None:
    decide(project, tmp_path, [{"value": "thrift"}])
    result = project.adjudicate("majority")
    assert result.n_kept == 1
    assert "Kept 1 decision by persons." in result.summary()
    assert current(project) == ["thrift", "homes", "thrift", None]
    result = project.adjudicate("majority", again=True)
    assert result.n_kept == 0
    assert current(project) == ["boats", "homes", "thrift", None]


def decide(project: Project, folder: Path, rows: list[dict[str, Any]]) -> None:
    """Let Bo decide the units from the first on, but for what a row says."""
    units = units_of(project)
    filled = [
        {"unit": units[i], "variable": "topic", "value": "boats", "by": "Bo", **row}
        for i, row in enumerate(rows)
    ]
    project.adjudicate(decisions=write_table(folder / "decided.csv", filled))


def test_decisions_by_span(project: Project, tmp_path: Path) -> None:
    document = project.store.documents()[0].document_id
    row = {"document": document, "start": 0, "end": 25, "value": "homes", "by": "Bo"}
    project.adjudicate(decisions=write_table(tmp_path / "spans.csv", [row]))
    assert current(project) == ["homes"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"unit": "u99"}, "row 1: Unit 'u99' is not in this project."),
        ({"start": "7"}, "has start '0', not '7'."),
        ({"end": "7"}, "has end '25', not '7'."),
        ({"document": "x"}, "not 'x'."),
        ({"words": "Other words."}, "has other words than 'Other words.'"),
        ({"value": "trains"}, "Code 'trains' is not in variable 'topic'"),
        ({"by": "Zoe"}, "There is no coder 'Zoe'; known are Ana, Bo, Carl."),
        ({"by": ""}, "The column 'by' does not say who decided."),
        ({"variable": "stance"}, "Variable 'stance' is in none or several codebooks"),
        ({"codebook": "village"}, "Nobody has coded with codebook 'village'."),
        ({"value": ""}, "No row has a value"),
    ],
)
def test_mistakes_in_decisions_are_listed_and_nothing_changes(
    project: Project, tmp_path: Path, row: dict[str, str], told: str
) -> None:
    runs = len(project.store.runs())
    with pytest.raises(DecisionTableError) as caught:
        decide(project, tmp_path, [row])
    assert told in str(caught.value)
    assert current(project) == []
    assert len(project.store.runs()) == runs


def test_all_mistakes_are_told_and_good_rows_not_taken(
    project: Project, tmp_path: Path
) -> None:
    with pytest.raises(DecisionTableError) as caught:
        decide(project, tmp_path, [{}, {"value": "trains"}, {"by": "Zoe"}])
    assert list(caught.value.mistakes) == [2, 3]
    assert current(project) == []


def test_a_case_decided_twice(project: Project, tmp_path: Path) -> None:
    unit = units_of(project)[0]
    rows = [{"unit": unit}, {"unit": unit, "value": "homes"}]
    with pytest.raises(DecisionTableError, match="Another row decides"):
        decide(project, tmp_path, rows)


def test_spans_that_are_no_unit(project: Project, tmp_path: Path) -> None:
    row = {"document": "x", "start": 0, "end": 3, "value": "homes", "by": "Bo"}
    with pytest.raises(DecisionTableError, match="No unit stands from 0 to 3"):
        project.adjudicate(decisions=write_table(tmp_path / "spans.csv", [row]))


def test_tables_without_the_columns(project: Project, tmp_path: Path) -> None:
    table = write_table(tmp_path / "some.csv", [{"unit": "u1", "value": "homes"}])
    with pytest.raises(MissingColumnError, match="'by'"):
        project.adjudicate(decisions=table)
    table = write_table(tmp_path / "none.csv", [{"value": "homes", "by": "Bo"}])
    with pytest.raises(MissingColumnError, match="'unit'"):
        project.adjudicate(decisions=table)


def test_worklists_are_not_written_over(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "open.csv"
    path.write_text("unit,value\n", encoding="utf-8")
    with pytest.raises(RepeatedWorklistError):
        project.write_open_cases(path)
    with pytest.raises(OutputFileError):
        project.write_open_cases(tmp_path / "nowhere" / "open.csv")


# A table with no project

TABLE = """document,unit,coder,value,variable,text
d1,u1,ana,x,topic,=cmd
d1,u1,bo,y,topic,=cmd
d2,u1,ana,x,topic,Trees
d2,u1,bo,x,topic,Trees
d2,u1,bo,x,topic,Trees
d2,u1,carl,,topic,Trees
d2,u1,carl,3,stance,Trees
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "codings.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_a_table_is_settled_by_variable_and_document(table: Path) -> None:
    result = adjudicate_table(table, AdjudicationRule(rule="majority"))
    found = [(row["document"], row["variable"], row["value"]) for row in result.rows]
    assert found == [("d1", "topic", None), ("d2", "topic", "x"), ("d2", "stance", "3")]
    assert result.rows[1]["settles"] == ["3", "4", "5"]
    kinds = [one.kind for one in result.problems]
    assert kinds == ["empty cells", "one coder only", "repeated coding"]
    assert result.run.step == "adjudicate"


def test_a_table_of_one_variable(table: Path) -> None:
    rule = AdjudicationRule(rule="majority")
    result = adjudicate_table(table, rule, variable="stance")
    assert [row["value"] for row in result.rows] == ["3"]
    with pytest.raises(NothingToAdjudicateError, match="variable 'tone' in"):
        adjudicate_table(table, rule, variable="tone")


def test_a_table_against_a_codebook(table: Path, tmp_path: Path) -> None:
    book = tmp_path / "town.yaml"
    book.write_text(BOOK, encoding="utf-8")
    with pytest.raises(UnknownCodeError, match="Code 'x' is not in codebook 'town'"):
        adjudicate_table(table, AdjudicationRule(rule="majority"), codebook=str(book))


def test_the_worklist_of_a_table_is_safe_for_spreadsheets(
    table: Path, tmp_path: Path
) -> None:
    result = adjudicate_table(table, AdjudicationRule(rule="majority"))
    path = tmp_path / "open.csv"
    assert write_table_worklist(table, result, path) == 1
    (row,) = read_table(path)
    assert row["words"] == "'=cmd"
    assert (row["document"], row["unit"], row["codings"]) == (
        "d1",
        "u1",
        "ana: x; bo: y",
    )


# The command


def call(*arguments: object) -> Result:
    words = ["adjudicate", *map(str, arguments)]
    return CliRunner().invoke(cli.build_app("adjudicate"), words)


def test_the_command_prints_json_and_nothing_else(table: Path) -> None:
    printed = call("--from", table, "--rule", "majority", "--json")
    result = json.loads(printed.stdout)
    assert list(result) == ["rows", "problems", "run"]
    assert result["rows"][1]["settles"] == ["3", "4", "5"]
    assert result["run"]["parameters"]["rule"]["rule"] == "majority"


def test_the_command_in_a_project(project: Project, tmp_path: Path) -> None:
    open_cases = tmp_path / "open.csv"
    folder = project.store.folder
    printed = call("--rule", "majority", "--worklist", open_cases, "--project", folder)
    assert printed.exit_code == 0, printed.output
    assert "Wrote 1 open case into" in printed.output
    assert current(project) == ["boats", "homes", "thrift", None]
    rows = read_table(open_cases)
    rows[0] |= {"value": "boats", "by": "Carl"}
    back = write_table(tmp_path / "back.csv", [dict(rows[0])])
    printed = call("--decisions", back, "--project", folder, "--json")
    assert json.loads(printed.stdout)["rows"][0]["rule"] == "person:Carl"
    printed = call("--worklist", tmp_path / "rest.csv", "--project", folder)
    assert "Wrote 0 open cases" in printed.output


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--rule", "senior"],
        ["--rule", "majority", "--senior", "Ana"],
        ["--rule", "majority", "--threshold", "0.9"],
        ["--threshold", "0.9", "--worklist", "x.csv"],
        ["--rule", "majority", "--decisions", "x.csv"],
        ["--from", "x.csv"],
        ["--from", "x.csv", "--decisions", "y.csv"],
    ],
)
def test_unclear_options_are_refused(options: list[str]) -> None:
    assert isinstance(call(*options).exception, UnclearRuleError)


def test_a_worklist_that_is_there_stops_the_command_before_anything(
    project: Project, tmp_path: Path
) -> None:
    there = tmp_path / "open.csv"
    there.write_text("unit,value\n", encoding="utf-8")
    folder = project.store.folder
    printed = call("--rule", "majority", "--worklist", there, "--project", folder)
    assert isinstance(printed.exception, HustingsError)
    assert current(project) == []


def test_rows_with_one_id_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "codings.csv"
    path.write_text(
        "unit,coder,value,coding\nu1,ana,a,c1\nu1,bo,b,c2\nu2,ana,a,c1\n",
        encoding="utf-8",
    )
    with pytest.raises(TableRowsError, match=r"rows 1, 3: .* same id 'c1'"):
        adjudicate_table(path, AdjudicationRule(rule="majority"))


def test_a_table_without_rows_says_so(tmp_path: Path) -> None:
    path = tmp_path / "codings.csv"
    path.write_text("unit,coder,value\n", encoding="utf-8")
    with pytest.raises(TableFileError, match="No row stands below"):
        adjudicate_table(path, AdjudicationRule(rule="majority"))
