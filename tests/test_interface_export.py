from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from typer.testing import CliRunner

from coded_by_hand import code, make_project, settle
from hustings.errors import (
    ExportTargetError,
    HustingsError,
    NothingCodedError,
    UnclearColumnError,
    UnknownCoderError,
    UnknownFormatError,
    UnknownTableError,
)
from hustings.exchange.exported_tables import ASKED_FOR_ONLY, TABLES
from hustings.exchange.table_files import READERS
from hustings.interface import cli
from hustings.outside.saving import save_together
from hustings.workflow.exporting import FORMATS, ROWS, export_tables
from hustings.workflow.hand_codings import publish_codings
from hustings.workflow.project import Project

if TYPE_CHECKING:
    from typing import IO

FERRY = "We will build a ferry to the island."
RENTS = "Rents in the harbour must fall."


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = make_project(tmp_path_factory.mktemp("export") / "town")
    code(made.store, FERRY, "boats")
    code(made.store, FERRY, "homes", coder="Ben")
    code(made.store, RENTS, "homes")
    settle(made.store, FERRY, "boats")
    made.code(codebook="marpor-5")
    made.claim()
    made.scale("salience")
    made.scale("ca")
    publish_codings(made.store)
    made.agree()
    return made


def rows(project: Project, name: str, tmp_path: Path) -> list[dict[str, object]]:
    project.export([name], to=tmp_path / f"{name}.parquet")
    content = (tmp_path / f"{name}.parquet").read_bytes()
    found: list[dict[str, object]] = READERS["parquet"](
        TABLES[name], content
    ).to_pylist()
    return found


def test_every_table_has_its_rows() -> None:
    assert list(ROWS) == list(TABLES)


def test_all_tables_go_out_each_with_its_dictionary(
    project: Project, tmp_path: Path
) -> None:
    result = project.export(to=tmp_path / "out")
    named = [name for name in TABLES if name not in ASKED_FOR_ONLY]
    assert [one.table for one in result.tables] == named
    files = {path.name for path in (tmp_path / "out").iterdir()}
    assert files == {
        file for name in named for file in (f"{name}.csv", f"{name}.dictionary.csv")
    }
    for name in named:
        path = tmp_path / "out" / f"{name}.dictionary.csv"
        with path.open(encoding="utf-8", newline="") as file:
            listed = [row["column"] for row in csv.DictReader(file)]
        assert listed == TABLES[name].names


@pytest.mark.parametrize(
    "name",
    # assignments have a test below, remote coders' tables in test_interface_remote,
    # sheets in test_workflow_rows_of_sheets
    [
        one
        for one in TABLES
        if one not in {"assignments", "answers", "prompts", "claim_sheets"}
    ],
)
def test_what_is_in_the_project_is_in_its_table(
    project: Project, tmp_path: Path, name: str
) -> None:
    found = rows(project, name, tmp_path)
    assert found or name == "problems"
    for column in TABLES[name].columns:
        if not column.missing:
            assert all(row[column.name] is not None for row in found), column.name
        if column.values and column.kind == "text":
            told = {row[column.name] for row in found if row[column.name] is not None}
            assert told <= set(column.values)


def test_documents_and_units(project: Project, tmp_path: Path) -> None:
    first, second = rows(project, "documents", tmp_path)
    assert (first["name"], second["name"]) == ("quay.txt", "reed.txt")
    assert (first["actor"], first["date"], first["guessed"]) == (
        "Quay List",
        "2031",
        "title",
    )
    assert first["n_pages"] is None
    units = rows(project, "units", tmp_path)
    texts = {
        row["document"]: str(row["text"]) for row in rows(project, "texts", tmp_path)
    }
    for unit in units:
        text = texts[unit["document"]]
        assert text[int(str(unit["start"])) : int(str(unit["end"]))] == unit["words"]
    own = [one["position"] for one in units if one["document"] == first["document"]]
    assert own == list(range(1, len(own) + 1))
    assert first["n_units"] == len(own)


def test_codings_of_machines_people_and_adjudications(
    project: Project, tmp_path: Path
) -> None:
    found = [row for row in rows(project, "codings", tmp_path) if row["words"] == FERRY]
    told = {(row["coder"], row["made_by"], row["value"]) for row in found}
    assert {
        ("Ana", "hand", "boats"),
        ("Ben", "hand", "homes"),
        ("adjudicated", "adjudicated", "boats"),
    } <= told
    by_hand = next(row for row in found if row["coder"] == "Ana")
    start = int(str(by_hand["start"]))
    assert by_hand["evidence"] == f"{start}-{start + len(FERRY)}"
    assert by_hand["unsure"] is False
    settled = next(row for row in found if row["made_by"] == "adjudicated")
    assert (settled["rule"], settled["settles"]) == ("person:Ben", "")


def test_agreement_is_that_of_the_latest_run(project: Project, tmp_path: Path) -> None:
    found = rows(project, "agreement", tmp_path)
    runs = [run.run_id for run in project.store.runs() if run.step == "agree"]
    assert {row["run"] for row in found} == {runs[-1]}
    assert {row["variable"] for row in found} == {"topic"}


def test_a_workbook_has_all_tables_and_a_dictionary(
    project: Project, tmp_path: Path
) -> None:
    result = project.export(["units", "codes"], to=tmp_path / "all.xlsx")
    assert result.files == ("all.xlsx",)
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    assert book.sheetnames == ["units", "codes", "dictionary"]
    listed = {row[0] for row in book["dictionary"].iter_rows(2, values_only=True)}
    assert listed == {"units", "codes"}


def test_what_no_sheet_holds_becomes_csv_and_is_told(tmp_path: Path) -> None:
    text = "Quay List\n\n" + "harbour " * 5_000
    made = make_project(tmp_path / "town", texts={"long.txt": text})
    result = made.export(["texts", "documents"], to=tmp_path / "all.xlsx")
    assert set(result.files) == {
        "all.xlsx",
        "all.texts.csv",
        "all.texts.dictionary.csv",
    }
    (problem,) = result.problems
    assert problem.kind == "too much for a sheet"
    assert "row 2, column 'text', has 40," in problem.message
    content = (tmp_path / "all.texts.csv").read_bytes()
    (row,) = READERS["csv"](TABLES["texts"], content).to_pylist()
    assert len(row["text"]) > 39_000


def test_the_same_project_gives_the_same_bytes(
    project: Project, tmp_path: Path
) -> None:
    for form in FORMATS[:-1]:
        for place in ("a", "b"):
            project.export(["units", "codings"], to=tmp_path / form / place, form=form)
        for path in (tmp_path / form / "a").iterdir():
            assert path.read_bytes() == (tmp_path / form / "b" / path.name).read_bytes()


def test_nothing_is_written_over_unless_asked(project: Project, tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(
        ExportTargetError, match=r"units.csv is there already.*--replace"
    ):
        project.export(["documents", "units"], to=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["units.csv"]
    project.export(["documents", "units"], to=tmp_path, replace=True)
    assert (tmp_path / "units.csv").read_text(encoding="utf-8") != "mine"


def test_all_or_nothing(tmp_path: Path) -> None:
    def fail(_: IO[bytes]) -> None:
        raise OSError(28, "No space left on device")

    def write(file: IO[bytes]) -> None:
        file.write(b"new")

    (tmp_path / "a.csv").write_text("old", encoding="utf-8")
    with pytest.raises(OSError, match="No space"):
        save_together(tmp_path, {"a.csv": write, "b": fail})
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    with pytest.raises(OSError, match="No space"):
        save_together(tmp_path / "new", {"b": fail})
    assert not (tmp_path / "new").exists()


def test_what_was_there_comes_back_if_the_exchange_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_text("old", encoding="utf-8")
    rename = Path.rename

    def fail_at_last(self: Path, target: Path) -> Path:
        if target.name == "c.csv":
            raise OSError(5, "Input/output error")
        return rename(self, target)

    def write(file: IO[bytes]) -> None:
        file.write(b"new")

    monkeypatch.setattr(Path, "rename", fail_at_last)
    with pytest.raises(OSError, match="Input/output"):
        save_together(tmp_path, {"a.csv": write, "b.csv": write, "c.csv": write})
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize("place", ["sources", "derived", "derived/mine"])
def test_never_into_the_projects_own_folders(project: Project, place: str) -> None:
    with pytest.raises(ExportTargetError, match="belongs to the project itself"):
        project.export(["units"], to=project.store.folder / place)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"tables": ["slogans"]}, UnknownTableError, "no table 'slogans'"),
        ({"form": "pdf"}, UnknownFormatError, "'pdf' is no format"),
        ({"to": "x.csv"}, ExportTargetError, "can hold one table, not 13"),
        ({"to": "x.csv", "form": "xlsx"}, ExportTargetError, r"ends with .csv"),
        ({"form": "manifesto"}, UnclearColumnError, "Several coders have coded"),
        (
            {"form": "manifesto", "coder": "Eve"},
            UnknownCoderError,
            "no coder 'Eve'",
        ),
        (
            {"form": "manifesto", "coder": "Ana", "to": "x.csv"},
            ExportTargetError,
            "can hold one document, not 2",
        ),
    ],
)
def test_mistakes(
    project: Project,
    tmp_path: Path,
    options: dict[str, object],
    error: type[HustingsError],
    message: str,
) -> None:
    to = tmp_path / str(options.pop("to", "out"))
    if error is UnclearColumnError:  # adjudicated values would be taken
        other = make_project(tmp_path / "town")
        for coder in ("Ana", "Ben"):
            code(other.store, FERRY, "boats", coder=coder)
        publish_codings(other.store)
        project = other
    with pytest.raises(error, match=message):
        project.export(to=to, **options)  # type: ignore[arg-type]  # as the table has them
    assert not to.exists()


def test_no_codes_no_manifesto_files(tmp_path: Path) -> None:
    made = make_project(tmp_path / "town")
    with pytest.raises(NothingCodedError):
        made.export(to=tmp_path / "out", form="manifesto")


def test_an_empty_project_has_empty_tables(tmp_path: Path) -> None:
    with Project.create(tmp_path / "empty") as made:
        result = export_tables(made.store, to=tmp_path / "out")
    assert {one.n_rows for one in result.tables} == {0}


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli.build_app("export"), ["export", *arguments])
    return result.exit_code, result.output


def test_the_command(project: Project, tmp_path: Path) -> None:
    place = ["--project", str(project.store.folder)]
    status, printed = run("units", "--to", str(tmp_path / "u.csv"), "--json", *place)
    assert status == 0
    said = json.loads(printed)
    assert list(said) == ["rows", "problems", "run"]
    assert [row["table"] for row in said["rows"]] == ["units"]
    status, printed = run("--to", str(tmp_path / "out"), "--as", "jsonl", *place)
    assert status == 0
    assert "Wrote 13 tables" in printed
    assert run("units", *place)[0] == 2
