from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from command_line import run, run_json
from hustings.workflow.coding_readers import grid_of
from hustings.workflow.drawing import Request
from hustings.workflow.project import Project
from town_books import VERSION_1, VERSION_2, build_town, code_all, write_book

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def town(tmp_path: Path) -> Path:
    folder = build_town(tmp_path)
    one = write_book(tmp_path, VERSION_1, "one.yaml")
    assert run("codebook", "add", one, "--project", folder).code == 0
    return folder


def code_six(folder: Path) -> None:
    with Project.open(folder) as project:
        request = Request(codebook="town", coders=("ana",), sample="6")
        (assignment,) = project.assign(request).assignments
        code_all(project, assignment, ["305.1", "305.2", "402", "501", "none", "none"])


# Checking and comparing


def test_a_mistake_is_named_with_its_line(tmp_path: Path) -> None:
    path = write_book(tmp_path, VERSION_2.replace("into: [501, 502]", "to: 503"))
    done = run("codebook", path)
    assert done.code == 1
    assert "line 19: code '503' is not among the codes of 'topic'" in done.err


def test_differences_are_told(tmp_path: Path) -> None:
    one = write_book(tmp_path, VERSION_1, "one.yaml")
    two = write_book(tmp_path, VERSION_2, "two.yaml")
    done = run("codebook", "--diff", one, two)
    assert "Code 305.1 of topic (Boats) is gone.\n" in done.out
    assert done.err == "7 differences.\n"
    (first, *_) = run_json("codebook", "--diff", one, two)["rows"]
    assert first == {
        "what": "variable",
        "change": "removed",
        "variable": "",
        "name": "mood",
        "before": "Mood",
        "after": "",
        "words": "Variable mood (Mood) is gone.",
    }
    assert run_json("codebook", "--diff", one, one)["rows"] == []


def test_versions_of_a_project_are_compared(town: Path, tmp_path: Path) -> None:
    two = write_book(tmp_path, VERSION_2, "two.yaml")
    done = run("codebook", "--diff", "town@1", two, "--project", town)
    assert done.err == "7 differences.\n"
    missing = run("codebook", "--diff", "town@4", two, "--project", town)
    assert "no version 4 of codebook 'town'" in missing.err
    nowhere = run("codebook", "--diff", "town@1", two, "--project", tmp_path)
    assert nowhere.code == 1


# Adding


def test_a_version_is_added_with_what_it_changes(town: Path, tmp_path: Path) -> None:
    code_six(town)
    two = write_book(tmp_path, VERSION_2, "two.yaml")
    again = tmp_path / "again.csv"
    done = run("codebook", "add", two, "--worklist", again, "--project", town)
    assert done.code == 0
    assert "2 hand codings carried over, 2 recoded, 2 to look at again." in done.err
    header, *rows = again.read_text(encoding="utf-8-sig").splitlines()
    assert header.startswith(
        "unit,document,start,end,coder,before,words,after,variable"
    )
    assert len([row for row in rows if ",topic," in row]) == 2
    refused = run("codebook", "add", two, "--worklist", again, "--project", town)
    assert "there already" in refused.err
    found = run_json("codebook", "add", two, "--project", town)
    assert (found["n_kept"], found["n_recoded"], len(found["rows"])) == (2, 2, 2)
    assert not found["is_new"]
    assert found["changes"][0]["words"] == "Variable mood (Mood) is gone."
    rows = run_json("codebook", "versions", "--project", town)["rows"]
    assert [(row["version"], row["n_hand_codings"]) for row in rows] == [
        ("1", 6),
        ("2", 4),
    ]


def test_the_worklist_is_read_back(town: Path, tmp_path: Path) -> None:
    code_six(town)
    two = write_book(tmp_path, VERSION_2, "two.yaml")
    again = tmp_path / "again.csv"
    run("codebook", "add", two, "--worklist", again, "--project", town)
    filled = again.read_text(encoding="utf-8-sig").replace(
        '"501, 502",,', '"501, 502",502,'
    )
    again.write_text(filled, encoding="utf-8")
    options = ("--codebook", "town", "--project", town)
    done = run("code", "--from-table", again, *options)
    assert done.code == 0, done.err
    found = run_json("codebook", "add", two, "--project", town)
    assert [row["value"] for row in found["rows"]] == ["402"]


def test_a_project_without_codebooks_says_so(tmp_path: Path) -> None:
    folder = build_town(tmp_path)
    done = run("codebook", "versions", "--project", folder)
    assert done.err == "No codebook was added to this project yet.\n"


def test_words_that_do_not_go_together_are_refused(town: Path) -> None:
    assert run("codebook", "add", "--project", town).code == 2
    assert run("codebook", "marpor-5", "one.yaml").code == 2
    same = run("codebook", "add", "nowhere.yaml", "--project", town)
    assert "No codebook 'nowhere.yaml'" in same.err


# Recoding tables


def test_a_recoding_is_shown_and_applied(tmp_path: Path) -> None:
    shown = run_json("codebook", "--recode", "marpor-5-to-4")["rows"]
    assert shown[0] == {"variable": "topic", "from": "202.2", "to": "000", "into": ""}
    table = tmp_path / "codings.csv"
    text = "unit,cmp_code\na,305.1\nb,202.2\nc,000\nd,H\n"
    table.write_text(text, encoding="utf-8")
    options = ("--from", table, "--column", "cmp_code")
    done = run("codebook", "--recode", "marpor-5-to-main", *options)
    assert (
        done.out == "unit,cmp_code,was\na,305,305.1\nb,202.2,202.2\nc,000,000\nd,H,H\n"
    )
    found = run_json("codebook", "--recode", "marpor-5-to-4", *options)
    assert [row["cmp_code"] for row in found["rows"]] == ["305", "000", "000", "H"]
    assert found["run"]["parameters"]["recoding"] == "marpor-5-to-4"


def test_a_codebooks_own_rules_recode_a_table(tmp_path: Path) -> None:
    two = write_book(tmp_path, VERSION_2, "two.yaml")
    table = tmp_path / "codings.csv"
    text = "unit,variable,value\na,topic,305.1\nb,mood,305.1\nc,topic,501\n"
    table.write_text(text, encoding="utf-8")
    found = run_json("codebook", "--recode", two, "--from", table)
    assert [row["value"] for row in found["rows"]] == ["305", "305.1", None]
    assert "1 row with a code that was split (501)" in found["problems"][0]["message"]


def test_recodings_that_are_not_there_are_refused(tmp_path: Path) -> None:
    unknown = run("codebook", "--recode", "marpor-6")
    assert "Known recodings: marpor-5-to-4, marpor-5-to-main." in unknown.err
    one = write_book(tmp_path, VERSION_1, "one.yaml")
    assert "this codebook recodes nothing" in run("codebook", "--recode", one).err
    table = tmp_path / "codings.csv"
    table.write_text("unit,code\na,305.1\n", encoding="utf-8")
    done = run("codebook", "--recode", "marpor-5-to-4", "--from", table)
    assert "no column 'value'" in done.err


# Booklets


@pytest.mark.parametrize("ending", ["html", "pdf"])
def test_a_booklet_is_written(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"coders.{ending}"
    done = run("codebook", "marpor-5", "--booklet", out)
    assert done.err == f"Wrote {out}.\n"
    assert out.stat().st_size > 20_000


def test_a_booklet_has_to_go_somewhere(tmp_path: Path) -> None:
    done = run("codebook", "marpor-5", "--booklet", tmp_path / "coders.doc")
    assert "an .html or a .pdf file" in done.err
    done = run("codebook", "marpor-5", "--booklet", tmp_path / "no" / "coders.pdf")
    assert "its folder does not exist" in done.err


def test_a_projects_own_version_has_a_booklet(town: Path, tmp_path: Path) -> None:
    out = tmp_path / "coders.html"
    done = run("codebook", "town@1", "--booklet", out, "--project", town)
    assert done.code == 0
    assert "Matters of the town" in out.read_text(encoding="utf-8")


def test_a_lower_version_and_a_built_in_name_are_told(
    town: Path, tmp_path: Path
) -> None:
    lower = VERSION_1.replace("version: 1", "version: 0.9")
    path = write_book(tmp_path, lower, "lower.yaml")
    done = run("codebook", "add", path, "--project", town)
    assert "Version 0.9 of codebook town is lower than the one in use, 1" in done.err
    own = VERSION_1.replace("name: town", "name: marpor-5")
    path = write_book(tmp_path, own, "own.yaml")
    done = run("codebook", "add", path, "--project", town)
    assert "has the name of the built-in marpor-5" in done.err


@pytest.mark.parametrize("ending", ["html", "pdf"])
def test_a_booklet_is_not_written_over_what_is_there(
    tmp_path: Path, ending: str
) -> None:
    out = tmp_path / f"thesis.{ending}"
    out.write_text("mine", encoding="utf-8")
    done = run("codebook", "cap-21", "--booklet", out)
    told = "is there already. Name another place, or write over it with --replace."
    assert (done.code, done.err) == (1, f"hustings: {out} {told}\n")
    assert out.read_text(encoding="utf-8") == "mine"
    assert run("codebook", "cap-21", "--booklet", out, "--replace").code == 0
    assert out.stat().st_size > 10_000


def test_csv_on_standard_output_is_guarded_as_in_files(tmp_path: Path) -> None:
    table = tmp_path / "codings.csv"
    table.write_text(
        'unit,value,=note\nu1,305.1,=1+1\nu2,-1.5,"@a, b"\n', encoding="utf-8"
    )
    done = run("codebook", "--recode", "marpor-5-to-4", "--from", table)
    assert done.out == (
        "unit,value,'=note,was\nu1,305,'=1+1,305.1\nu2,-1.5,\"'@a, b\",-1.5\n"
    )
    grid = grid_of(done.out.encode(), "again.csv")
    assert grid.rows[1][1] == ("u1", "305", "=1+1", "305.1")
    assert grid.rows[2][1] == ("u2", "-1.5", "@a, b", "-1.5")


def test_a_table_without_rows_says_so(tmp_path: Path) -> None:
    table = tmp_path / "codings.csv"
    table.write_text("unit,value\n", encoding="utf-8")
    found = run_json("codebook", "--recode", "marpor-5-to-4", "--from", table)
    assert [one["kind"] for one in found["problems"]] == ["no rows"]
