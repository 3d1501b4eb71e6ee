"""Free numbers through a project: in, agreed on, settled, scaled, out, recoded."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from coded_by_hand import QUAY, keep_book, make_project
from coding_room import assign, send
from hustings.coding.adjudication_results import AdjudicationRule
from hustings.errors import (
    DecisionTableError,
    RefusedCodingError,
    TableFileError,
    TableRowsError,
    UnknownCodeError,
    UnknownScaleError,
)
from hustings.interface.web.room.said import say_codebook
from hustings.workflow.adjudicating_tables import adjudicate_table
from hustings.workflow.coding_sheets import write_sheets
from hustings.workflow.current import current_units
from hustings.workflow.drawing import Request
from hustings.workflow.exporting import export_tables
from hustings.workflow.hand_codings import publish_codings
from hustings.workflow.importing import TableOptions
from hustings.workflow.room_manage_agreement import measure_variable
from hustings.workflow.room_manage_cases import decide_case, list_cases
from hustings.workflow.room_manage_words import books_coded, coded_units
from hustings.workflow.room_shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.workflow.project import Project

PURSE = """
name: purse
title: The purse of the harbour
version: 1
variables:
  - name: share
    title: Share of the levy
    level: ratio
    maximum: 100
    unit: percent
  - name: topic
    title: Topic
    level: nominal
    codes: [{code: boats, title: Boats}, {code: homes, title: Homes}]
scales:
  - {name: levy, title: Levy, variable: share, formula: mean}
"""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_project(tmp_path / "quay", texts={"quay.txt": QUAY}) as made:
        (tmp_path / "purse.yaml").write_text(PURSE, encoding="utf-8")
        made.add_codebook(str(tmp_path / "purse.yaml"))
        yield made


def book_of(project: Project) -> str:
    return str(project.store.folder.parent / "purse.yaml")


def give(project: Project, values: dict[str, list[str]]) -> None:
    """Let people give the units numbers, in the room."""
    shelf, sha256 = Shelf(), keep_book(project.store, PURSE)
    for coder, numbers in values.items():
        mine = assign(
            project.store, coder, variables=["share", "topic"], codebook=sha256
        )
        for position, number in enumerate(numbers):
            send(project.store, shelf, mine, position, coder=coder, share=number)


def units_of(project: Project) -> list[str]:
    rows = current_units(project.store).to_pylist()
    return [row["unit"] for row in rows if row["kind"] != "heading"]


def test_a_sheet_is_filled_in_with_numbers(project: Project, tmp_path: Path) -> None:
    request = Request(
        codebook="purse", coders=("Ana",), sample="4", variables=("share",)
    )
    (sheet,) = write_sheets(project.assign(request).assignments, tmp_path / "s.csv")
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row, value in zip(rows, ("40", "40.0", "0,5", "most"), strict=True):
        row["share"] = value
    write(sheet, rows)
    options = TableOptions(codebook="purse")
    with pytest.raises(TableRowsError) as raised:
        project.code_from_table(sheet, options)
    assert "'share' takes a number from 0 to 100 (percent): '0,5', 'most'" in str(
        raised.value
    )
    assert project.store.hand.all() == []
    rows[2]["share"], rows[3]["share"] = "0.5", ""
    write(sheet, rows)
    project.code_from_table(sheet, options)
    given = [one.value for one in project.store.hand.current()]
    assert sorted(filter(None, given)) == ["0.5", "40", "40"]


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("many", "Share of the levy: 'many' is no number"),
        ("101", "101 is above 100"),
        ("-1", "-1 is below 0"),
    ],
)
def test_the_room_refuses_what_is_not_asked_for(
    project: Project, value: str, told: str
) -> None:
    with pytest.raises(RefusedCodingError, match=told):
        give(project, {"Ana": [value]})
    assert project.store.hand.all() == []


def test_the_room_says_which_numbers_are_asked_for(project: Project) -> None:
    give(project, {"Ana": ["40"]})
    (book,) = books_coded(project.store, Shelf())
    said = say_codebook(book.codebook, book.codebook.variables)["variables"]
    assert said[0]["number"] == {
        "minimum": 0.0,
        "maximum": 100.0,
        "whole": False,
        "words": "a number from 0 to 100 (percent)",
    }
    assert said[0]["codes"] == []
    assert said[1]["number"] is None


def test_one_number_is_one_answer_however_written(project: Project) -> None:
    give(project, {"Ana": ["40", "10"], "Ben": ["40.0", "30"]})
    assert {one.value for one in project.store.hand.current()} == {"40", "10", "30"}
    result = project.agree(variables=("share",), statistics=("krippendorff_alpha",))
    alpha = result.to_rows()[0]
    # ratio: pairs 10-30 within a unit; by hand 1 - (2 * .25 / 4) / (sum of all / 12)
    together = 2 * (2 * (30 / 50) ** 2 + 2 * (10 / 70) ** 2 + (20 / 40) ** 2)
    assert alpha["level"] == "ratio"
    assert alpha["value"] == pytest.approx(1 - (2 * 0.25 / 4) / (together / 12))


def test_rules_settle_numbers(project: Project) -> None:
    give(project, {"Ana": ["40", "10", "7"], "Ben": ["40.0", "30", "7"]})
    result = project.adjudicate("majority")
    assert [row["value"] for row in result.rows] == ["40", None, "7"]
    assert result.rows[1]["reason"] == "tie between 10 and 30"


def test_persons_settle_numbers(project: Project, tmp_path: Path) -> None:
    give(project, {"Ana": ["40", "10"], "Ben": ["40", "30"]})
    project.adjudicate("majority")
    cases = tmp_path / "open.csv"
    assert project.write_open_cases(cases) == 1
    with cases.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for value in ("about 20", "200"):
        rows[0] |= {"value": value, "by": "Ben"}
        write(cases, rows)
        with pytest.raises(DecisionTableError, match="from 0 to 100"):
            project.adjudicate(decisions=cases)
    rows[0] |= {"value": "20.0", "note": "The second figure is last year's."}
    write(cases, rows)
    project.adjudicate(decisions=cases)
    settled = project.store.adjudications.current()
    assert [one.value for one in settled] == ["40", "20"]
    assert settled[1].note == "The second figure is last year's."


def test_tables_of_numbers_are_settled_without_a_project(
    project: Project, tmp_path: Path
) -> None:
    table = tmp_path / "codings.csv"
    text = "unit,coder,variable,value\nu1,Ana,share,40\nu1,Ben,share,40.0\n"
    table.write_text(text, encoding="utf-8")
    rule = AdjudicationRule(rule="unanimity")
    result = adjudicate_table(table, rule, codebook=book_of(project))
    assert result.to_rows()[0]["value"] == "40"
    table.write_text(text.replace("40.0", "much"), encoding="utf-8")
    with pytest.raises(UnknownCodeError, match="a number from 0 to 100"):
        adjudicate_table(table, rule, codebook=book_of(project))


def test_numbers_are_scaled_and_exported(project: Project, tmp_path: Path) -> None:
    give(project, {"Ana": ["0", "10", "35.5", "100"]})
    project.adjudicate("majority")
    (row,) = project.scale("levy", coder="Ana").to_rows()
    assert row["position"] == pytest.approx((0 + 10 + 35.5 + 100) / 4)
    assert row["n_units"] == 4
    export_tables(project.store, ["codes", "codings"], to=tmp_path / "out", form="csv")
    with (tmp_path / "out" / "codes.csv").open(encoding="utf-8-sig") as file:
        codes = list(csv.DictReader(file))
    assert codes[0]["number"] == "a number from 0 to 100 (percent)"
    assert (codes[0]["code"], codes[1]["code"]) == ("", "boats")
    with (tmp_path / "out" / "codings.csv").open(encoding="utf-8-sig") as file:
        values = [one["value"] for one in csv.DictReader(file) if one["coder"] == "Ana"]
    assert values == ["0", "10", "35.5", "100"]


def test_shares_are_of_the_first_variable_with_codes(project: Project) -> None:
    give(project, {"Ana": ["0"]})
    shelf = Shelf()
    mine = project.store.assignments.of("Ana")[0].assignment_id
    send(project.store, shelf, mine, 0, topic="boats")
    publish_codings(project.store)
    codes = {row["code"] for row in project.scale("salience").to_rows()}
    assert codes == {"boats", "homes"}


def test_without_any_codes_there_are_no_shares(project: Project) -> None:
    text = PURSE.replace("version: 1", "version: 2")
    before, _, rest = text.partition("  - name: topic")
    sha256 = keep_book(project.store, before + "scales:" + rest.partition("scales:")[2])
    mine = assign(project.store, "Ana", variables=["share"], codebook=sha256)
    send(project.store, Shelf(), mine, 0, share="5")
    publish_codings(project.store)
    with pytest.raises(UnknownScaleError, match="Known scales: levy"):
        project.scale("salience", coder="Ana")


def test_training_has_numbers_as_answers(project: Project, tmp_path: Path) -> None:
    answers = tmp_path / "answers.csv"
    first, second, *_ = units_of(project)
    answers.write_text(f"unit,share\n{first},40.0\n{second},7\n", encoding="utf-8")
    request = Request(codebook="purse", coders=("Ana",), variables=("share",))
    (made,) = project.assign(request, training=answers).assignments
    assert [unit.answers["share"] for unit in made.units] == ["40", "7"]
    answers.write_text(f"unit,share\n{first},lots\n", encoding="utf-8")
    with pytest.raises(TableFileError, match="'lots' is no number"):
        project.assign(request, training=answers)


def test_a_new_version_looks_at_numbers_again(project: Project, tmp_path: Path) -> None:
    give(project, {"Ana": ["40", "60"], "Ben": ["40", "60"]})
    project.adjudicate("majority")
    text = PURSE.replace("version: 1", "version: 2").replace(
        "maximum: 100", "maximum: 50"
    )
    (tmp_path / "purse-2.yaml").write_text(text, encoding="utf-8")
    result = project.add_codebook(str(tmp_path / "purse-2.yaml"))
    assert (result.n_kept, len(result.again)) == (2, 2)
    assert (result.n_settled, len(result.settle_again)) == (1, 1)
    assert result.settle_again[0].reason == "60 is above 50"


def test_many_numbers_are_not_set_against_each_other(project: Project) -> None:
    give(project, {"Ana": ["9", "10"], "Ben": ["10", "9"]})
    (book,) = books_coded(project.store, Shelf())
    share = book.codebook.variables[0]
    measured = measure_variable(share, coded_units(project.store, book.sha256))
    (confusion,) = measured.confusions.values()
    assert confusion.codes == ("9", "10")


def test_a_person_settles_a_number_in_the_room(project: Project) -> None:
    give(project, {"Ana": ["40", "10"], "Ben": ["40", "30"]})
    publish_codings(project.store)
    (book,) = books_coded(project.store, Shelf())
    (case,) = list_cases(project.store, book)
    assert case.unit.values == ("10", "30")
    for value in ("many", "101"):
        with pytest.raises(RefusedCodingError, match="Share of the levy"):
            decide_case(project.store, book, case, value, by="Ben")
    made = decide_case(project.store, book, case, "20.0", by="Ben", note="Both.")
    assert (made.value, made.note) == ("20", "Both.")
    (case,) = list_cases(project.store, book)
    assert (case.state, case.note) == ("settled", "Both.")
