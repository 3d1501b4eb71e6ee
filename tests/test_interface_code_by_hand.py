from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import openpyxl
import pytest

from command_line import run, run_json
from hustings.workflow.project import Project
from town_books import VERSION_1, build_town, write_book

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def town(tmp_path: Path) -> Path:
    write_book(tmp_path, VERSION_1)
    return build_town(tmp_path)


def by_hand(town: Path, *words: object, coders: str = "ana,ben") -> tuple[object, ...]:
    book = town.parent / "town.yaml"
    head = ("code", "--by", "hand", "--codebook", book, "--coders", coders)
    return (*head, "--project", town, *words)


def test_each_coder_is_told_what_they_have(town: Path) -> None:
    found = run_json(*by_hand(town, "--sample", "0.5", "--overlap", "0.5"))
    assert sorted(row["n_units"] for row in found["rows"]) == [4, 5]
    assert {row["coder"] for row in found["rows"]} == {"Ana", "Ben"}
    done = run(*by_hand(town, "--sample", "0.5", "--overlap", "0.5"))
    assert "6 units of 12 drawn at random with seed 0." in done.err
    assert done.err.strip().endswith("They had them before.")


def test_unknown_coders_are_named(town: Path) -> None:
    done = run(*by_hand(town, coders="ana,dora"))
    assert done.code == 1
    assert "There is no coder 'dora'" in done.err
    assert "hustings coder add" in done.err


def test_options_that_need_each_other(town: Path) -> None:
    assert run("code", "--by", "hand", "--project", town).code == 2
    for option in (("--sample", "3"), ("--overlap", "0.2"), ("--coders", "ana")):
        done = run("code", *option, "--project", town)
        told = f"{option[0]} goes with --by hand"
        assert (done.code, told in done.err) == (2, True)


def test_what_coders_may_not_see_and_may_do_is_kept(town: Path) -> None:
    done = run(*by_hand(town, "--blind", "--unitising"))
    assert "They are not told whose words they code. They may cut" in done.err
    with Project.open(town) as project:
        (mine,) = project.store.assignments.of("Ana")
    assert (mine.design["blind"], mine.design["unitising"]) == (True, True)
    plain = run(*by_hand(town))
    assert "They had them" not in plain.err  # another design is another assignment
    refused = run(*by_hand(town, "--unitising", "--sheet", town.parent / "s.csv"))
    assert (refused.code, "not on a sheet" in refused.err) == (2, True)
    for option in ("--blind", "--unitising"):
        told = f"{option} goes with --by hand"
        assert told in run("code", option, "--project", town).err


def test_a_sheet_comes_back_as_codings(town: Path) -> None:
    sheet = town.parent / "sheet.csv"
    done = run(*by_hand(town, "--sample", "4", "--sheet", sheet))
    assert done.code == 0
    path = town.parent / "sheet-Ana.csv"
    assert str(path) in done.err
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["topic"] for row in rows] == ["", ""]
    assert not {"actor", "probability"} & set(rows[0])
    for row, value in zip(rows, ("402", "none"), strict=True):
        row.update({"topic": value, "mood": "up", "note": "sure of it"})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    back = run("code", "--from-table", path, "--codebook", "town", "--project", town)
    assert back.code == 0, back.err
    with Project.open(town) as project:
        said = project.store.hand.current()
    assert [one.coder for one in said] == ["Ana"] * 4
    assert sorted(str(one.value) for one in said) == ["402", "none", "up", "up"]
    assert {one.unit_id for one in said} == {row["unit"] for row in rows}


def test_a_sheet_may_be_a_workbook(town: Path) -> None:
    sheet = town.parent / "sheet.xlsx"
    run(*by_hand(town, "--sheet", sheet, "--variables", "topic", coders="ana"))
    book = openpyxl.load_workbook(town.parent / "sheet-Ana.xlsx")
    header, *rows = book["codings"].iter_rows(values_only=True)
    assert header == (
        *("unit", "document", "start", "end", "coder", "before", "words", "after"),
        *("topic", "note", "unsure"),
    )
    assert len(rows) == 12


def test_a_sheet_is_never_written_over(town: Path) -> None:
    sheet = town.parent / "sheet.csv"
    first = run(*by_hand(town, "--sample", "4", "--sheet", sheet))
    assert first.code == 0
    again = run(*by_hand(town, "--sample", "4", "--sheet", sheet))
    assert again.code == 1
    assert "may hold codings" in again.err
    assert "a .csv or an .xlsx file" in run(*by_hand(town, "--sheet", "s.ods")).err


def test_a_variable_cannot_be_called_like_a_column(town: Path) -> None:
    write_book(town.parent, VERSION_1.replace("name: mood", "name: note"))
    done = run(*by_hand(town, "--sheet", town.parent / "sheet.csv"))
    assert "Variable 'note' has the name of a column" in done.err


def test_a_further_draw_says_what_it_left_out(town: Path) -> None:
    run(*by_hand(town, "--sample", "4"))
    done = run(*by_hand(town, "--sample", "4", "--new-only"))
    assert "none of them assigned before" in done.err
    refused = run(*by_hand(town, "--sample", "3", "--new-only", "--stratify", "actor"))
    assert refused.code == 1
    assert "would not be exactly known" in refused.err


def test_a_training_set_is_not_drawn(town: Path) -> None:
    run(*by_hand(town, coders="ana"))
    with Project.open(town) as project:
        unit = project.store.assignments.of("Ana")[0].units[0].unit_id
    answers = town.parent / "answers.csv"
    answers.write_text(f"unit,topic\n{unit},402\n", encoding="utf-8")
    done = run(*by_hand(town, "--training", answers))
    assert "1 unit with known answers. Units to code: Ana 1, Ben 1; 1 unit has two" in (
        done.err
    )
    refused = run(*by_hand(town, "--training", answers, "--sample", "3"))
    assert (refused.code, "is not drawn" in refused.err) == (2, True)


@pytest.mark.parametrize("option", ["--variables", "--coders"])
def test_options_that_name_nothing_are_refused(town: Path, option: str) -> None:
    done = run(*by_hand(town, option, " , "))
    assert (done.code, f"{option} names nothing" in done.err) == (2, True)


def test_shares_are_numbers_or_in_per_cent(town: Path) -> None:
    one = run_json(*by_hand(town, "--sample", "0.5", "--overlap", "50%"))
    other = run_json(*by_hand(town, "--sample", "0.5", "--overlap", "0.5"))
    assert [row["is_new"] for row in one["rows"]] == [True, True]
    assert [row["is_new"] for row in other["rows"]] == [False, False]
    for sample in ("50%", " .5 ", "0.50", "50.0%"):
        same = run_json(*by_hand(town, "--sample", sample, "--overlap", "0.5"))
        assert [row["is_new"] for row in same["rows"]] == [False, False]
    done = run(*by_hand(town, "--overlap", "half"))
    assert done.code == 2
    assert "'half' is no share" in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("--by", "hand", "--coders", "ana", "--samples", "4", "--yes"),
            "--yes and --samples go without --by hand.",
        ),
        (("--by", "hand", "--form", "context"), "--form goes without --by hand."),
        (("--by", "hand", "--from", "x.csv"), "--from goes without --by hand."),
        (("--by", "hand", "--variable", "topic"), "--variable goes without --by hand."),
        (("--from-table", "x.csv", "--language", "en"), "--language goes without"),
        (("--from-table", "x.csv", "--from", "y.csv"), "--from goes without --from-t"),
        (
            ("--as", "doccano", "--column", "unit=id", "--unmatched", "u.csv"),
            "--as, --column and --unmatched go with --from-table.",
        ),
        (
            ("--by", "hand", "--coders", "ana", "--random-share", "50%"),
            "--queue active",
        ),
        (("--language", "en"), "goes with --from"),
        (("--again",), "need a remote coder"),
        (("--samples", "3"), "need a remote coder"),
    ],
)
def test_no_option_is_without_effect(
    town: Path, words: tuple[str, ...], said: str
) -> None:
    done = run("code", *words, "--project", town)
    assert (done.code, said in done.err) == (2, True), done.err
