from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from typer.testing import CliRunner

from coded_by_hand import TOWN, make_project
from hustings.errors import (
    CoderNameError,
    ExportTargetError,
    HustingsError,
    NothingMatchedError,
    TableFileError,
    TableRowsError,
    UnknownFormatError,
    UnknownPeopleError,
    UnreadableFileError,
    WorkerFailedError,
)
from hustings.exchange.exported_tables import TABLES
from hustings.exchange.table_files import READERS, read_csv
from hustings.exchange.workbooks import write_workbook
from hustings.interface import cli
from hustings.model.document import Span
from hustings.workflow.coding_sheets import write_sheets
from hustings.workflow.drawing import Request
from hustings.workflow.exporting import export_tables
from hustings.workflow.importing import TableOptions
from hustings.workflow.unmatched import UNMATCHED

if TYPE_CHECKING:
    from pathlib import Path

    from hustings.workflow.importing import ImportResult
    from hustings.workflow.project import Project

FERRY = "We will build a ferry to the island."
RENTS = "Rents in the harbour must fall."
QUAY = "The quay stays open at night."
REEDS = "The reeds are to be protected."
NUMBERS = """
name: numbers
title: Numbers
version: "1"
variables:
  - name: warmth
    title: Warmth
    level: interval
    codes:
      - {code: "0", title: Cold}
      - {code: "1", title: Warm}
  - name: topic
    title: Topic
    level: nominal
    codes:
      - {code: boats, title: Boats}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "town")


def bring(
    project: Project,
    content: str | bytes,
    *,
    name: str = "c.csv",
    unmatched: Path | None = None,
    **options: object,
) -> ImportResult:
    path = project.store.folder.parent / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    book = str(project.store.folder.parent / "town.yaml")
    given: dict[str, Any] = {"codebook": book, "coder": "Ana", **options}
    chosen = TableOptions(**given)
    return project.code_from_table(path, chosen, unmatched=unmatched)


def said(project: Project) -> list[tuple[str, str, str | None]]:
    return [
        (one.coder, one.anchor.words, one.value) for one in project.store.hand.current()
    ]


def test_words_become_hand_codings_that_count(project: Project) -> None:
    result = bring(project, f"words,code\n{FERRY},boats\n{RENTS},homes\n")
    assert said(project) == [("Ana", FERRY, "boats"), ("Ana", RENTS, "homes")]
    assert result.to_rows() == [
        {"coder": "Ana", "variable": "topic", "n_rows": 2, "n_new": 2, "n_there": 0}
    ]
    (one, _) = project.store.hand.current()
    assert one.anchor.after.startswith(" Rents in")
    (run_id,) = result.run_ids
    run = project.store.run(run_id)
    assert run is not None
    assert run.parameters["coder"] == "Ana"
    assert project.store.table(run.outputs[0]).num_rows == 2


def test_the_run_has_the_table_as_its_input_and_the_project_keeps_it(
    project: Project,
) -> None:
    content = f"words,code\n{FERRY},boats\n"
    (run_id,) = bring(project, content).run_ids
    run = project.store.run(run_id)
    assert run is not None
    (sha256,) = run.inputs
    assert project.store.source(sha256) == content.encode()
    assert project.store.litter() == []
    before = [output.sha256 for output in run.outputs]
    (project.store.derived / run.outputs[0].path).unlink()
    assert project.check(rebuild=True).is_sound
    again = project.store.run(run_id)
    assert again is not None
    assert [output.sha256 for output in again.outputs] == before


def test_the_same_table_twice_doubles_nothing(project: Project) -> None:
    content = f"words,code\n{FERRY},boats\n{RENTS},homes\n"
    bring(project, content)
    runs = len(project.store.runs())
    result = bring(project, content)
    assert (result.n_new, result.counts[0]["n_there"]) == (0, 2)
    assert len(project.store.hand.ids()) == 2
    assert len(project.store.runs()) == runs
    assert "2 were there already" in result.summary()


def test_a_mended_table_adds_what_changed(project: Project) -> None:
    bring(project, f"words,code\n{FERRY},boats\n{RENTS},homes\n")
    assert bring(project, f"words,code\n{FERRY},boats\n{RENTS},thrift\n").n_new == 1
    assert said(project)[1] == ("Ana", RENTS, "thrift")
    # The first table does not take the later word back.
    assert bring(project, f"words,code\n{FERRY},boats\n{RENTS},homes\n").n_new == 0
    assert said(project)[1] == ("Ana", RENTS, "thrift")


def test_what_does_not_match_is_listed_and_can_be_mended(
    project: Project, tmp_path: Path
) -> None:
    listed = tmp_path / "left.csv"
    content = f"words,code,note\n{FERRY},boats,\n=never said,homes,why?\n,,\n"
    result = bring(project, content, unmatched=listed)
    assert [row["row"] for row in result.unmatched] == [3]
    assert {one.kind for one in result.problems} == {"row not matched", "empty rows"}
    rows = read_csv(UNMATCHED, listed.read_bytes()).to_pylist()
    assert [(row["words"], row["outcome"], row["note"]) for row in rows] == [
        ("=never said", "not found", "why?")
    ]
    with pytest.raises(
        ExportTargetError, match=r"left\.csv is there already.*--unmatched"
    ):
        bring(project, content, unmatched=listed)
    mended = listed.read_text(encoding="utf-8").replace("'=never said", RENTS)
    assert bring(project, mended, name="left.csv").n_new == 1


def test_several_coders_by_any_spelling(project: Project) -> None:
    bring(project, f"words,code,coder\n{FERRY},boats,ANA\n{FERRY},homes, ben \n")
    assert said(project) == [("Ana", FERRY, "boats"), ("Ben", FERRY, "homes")]


def test_people_who_are_not_known(project: Project) -> None:
    content = f"words,code,coder\n{FERRY},boats,Carla\n{RENTS},homes,carla\n"
    with pytest.raises(UnknownPeopleError, match=r"Carla\. .*--add-coders.*Ana, Ben"):
        bring(project, content)
    assert said(project) == []
    bring(project, content, add_coders=True)
    assert [one.coder_id for one in project.store.coders.all()][2:] == ["Carla"]
    assert {coder for coder, _, _ in said(project)} == {"Carla"}


def test_people_can_be_called_otherwise(project: Project) -> None:
    content = f"words,code,coder\n{FERRY},boats,ana@example.org\n"
    with pytest.raises(CoderNameError, match=r"--rename-coder ana@example\.org=NAME"):
        bring(project, content)
    bring(project, content, people={"ana@example.org": "Ana"})
    assert said(project) == [("Ana", FERRY, "boats")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("words,code\n{f},buses\n", r"row 2: No code of .*'buses'.*Its codes: 000"),
        ("words,code\n{f},0\n", r"row 2: .*Is '0' the code '000'\?"),
        ("words,code\n{f},Boats\n", r"Is 'Boats' the code 'boats'\?"),
        ("words,code,variable\n{f},boats,tone\n", r"no variable 'tone'.*topic"),
        ("words,code\n{f},boats\n{f},homes\n{r},homes\n", r"2 rows say these words"),
        (
            "unit,words,code\n{u},,boats\n{u},,homes\n",
            r"rows 2, 3: They give a unit several values of 'topic' by 'Ana'",
        ),
        ("words,code,coder\n{f},boats,\n", "They name no coder"),
    ],
)
def test_rows_that_cannot_be_taken_change_nothing(
    project: Project, content: str, message: str
) -> None:
    unit = export_units(project)[0]
    options: dict[str, Any] = {"coder": None} if "no coder" in message else {}
    filled = content.format(f=FERRY, r=RENTS, u=unit)
    if "2 rows say" in message:
        result = bring(project, filled)
        assert any("2 rows say these words" in one.message for one in result.problems)
        assert said(project) == [("Ana", RENTS, "homes")]
        return
    with pytest.raises(TableRowsError, match=message):
        bring(project, filled, **options)
    assert said(project) == []
    assert project.store.hand.last_number() == 0


def export_units(project: Project) -> list[str]:
    table = project.export(
        ["units"], to=project.store.folder.parent / "u.jsonl", replace=True
    )
    content = (table.folder / "u.jsonl").read_bytes()
    rows = READERS["jsonl"](TABLES["units"], content).to_pylist()
    return [row["unit"] for row in rows if row["kind"] != "heading"]


def test_a_word_where_numbers_are_asked(project: Project, tmp_path: Path) -> None:
    book = tmp_path / "numbers.yaml"
    book.write_text(NUMBERS, encoding="utf-8")
    options: dict[str, Any] = {"codebook": str(book), "variable": "warmth"}
    with pytest.raises(TableRowsError, match=r"row 2: .*'warm'"):
        bring(project, f"words,code\n{FERRY},warm\n", **options)
    bring(project, f"words,code\n{FERRY},1.0\n", **options)
    assert said(project) == [("Ana", FERRY, "1")]
    with pytest.raises(TableRowsError, match=r"several variables \(warmth, topic\)"):
        bring(project, f"words,code\n{FERRY},1\n", codebook=str(book))


def test_a_column_a_variable(project: Project, tmp_path: Path) -> None:
    book = tmp_path / "numbers.yaml"
    book.write_text(NUMBERS, encoding="utf-8")
    content = f"words,Warmth,Topic\n{FERRY},0,boats\n{RENTS},1,\n"
    assert bring(project, content, codebook=str(book)).n_new == 3


def test_a_code_called_na_is_a_code_and_otherwise_none(project: Project) -> None:
    assert bring(project, f"words,code\n{FERRY},NA\n{RENTS},homes\n").n_new == 1
    text = TOWN.replace("code: homes", "code: NA").replace(
        "left: [homes]", "left: [NA]"
    )
    other = project.store.folder.parent / "na.yaml"
    other.write_text(text.replace("name: town", "name: na"), encoding="utf-8")
    assert bring(project, f"words,code\n{FERRY},NA\n", codebook=str(other)).n_new == 1


def test_nothing_that_fits(project: Project, tmp_path: Path) -> None:
    listed = tmp_path / "left.csv"
    with pytest.raises(NothingMatchedError, match=r"none of its 1 rows.*No unit has"):
        bring(project, "words,code\nNobody said so.,boats\n", unmatched=listed)
    assert "Nobody said so." in listed.read_text(encoding="utf-8")
    with pytest.raises(NothingMatchedError, match="No row has a value"):
        bring(project, f"words,code\n{FERRY},\n")


def test_an_unknown_form(project: Project) -> None:
    with pytest.raises(UnknownFormatError, match="'pdf' is no format"):
        bring(project, "words,code\n", form="pdf")


def test_a_spreadsheet_with_zeros_and_merged_cells(project: Project) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Unit text", "Code"])
    sheet.append([FERRY, 0])
    sheet["B2"].number_format = "000"
    sheet.append([RENTS, "homes "])
    file = io.BytesIO()
    book.save(file)
    bring(project, file.getvalue(), name="c.xlsx")
    assert said(project) == [("Ana", FERRY, "000"), ("Ana", RENTS, "homes")]
    sheet.merge_cells("B2:B3")
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(WorkerFailedError, match=r"B2:B3.*Nothing was changed"):
        bring(project, file.getvalue(), name="d.xlsx")


def test_a_bomb_is_refused(project: Project) -> None:
    file = io.BytesIO()
    rows = [{"document": "d", "text": "a" * 30_000} for _ in range(2_000)]
    write_workbook([("texts", TABLES["texts"].table_of(rows))], file)
    with pytest.raises(HustingsError, match="unpacks to more than 200 times"):
        bring(project, file.getvalue(), name="bomb.xlsx")


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"[" * 100_000, b"PK\x05\x06"])
def test_what_is_no_table(project: Project, content: bytes) -> None:
    with pytest.raises((WorkerFailedError, UnreadableFileError)):
        bring(project, content)
    assert said(project) == []


def test_doccano_and_label_studio(project: Project) -> None:
    record = {"id": 1, "text": FERRY, "label": ["boats"]}
    bring(project, json.dumps(record) + "\n", name="all.jsonl")
    task = {"id": 1, "text": RENTS, "topic": "homes", "annotator": 7}
    bring(project, json.dumps([task]), name="ls.json", people={"7": "Ben"})
    assert said(project) == [("Ana", FERRY, "boats"), ("Ben", RENTS, "homes")]


def test_spans_of_a_whole_text_in_doccano(project: Project, tmp_path: Path) -> None:
    export_tables(project.store, ["texts"], to=tmp_path / "t.jsonl")
    line = (tmp_path / "t.jsonl").read_text(encoding="utf-8").splitlines()[0]
    record = json.loads(line)
    start = record["text"].index(RENTS)
    record["label"] = [[start, start + len(RENTS), "homes"]]
    bring(project, json.dumps(record), name="spans.jsonl")
    (one,) = project.store.hand.current()
    assert one.anchor.span == Span(start, start + len(RENTS))


def test_manifesto_csv_goes_out_and_comes_in(project: Project, tmp_path: Path) -> None:
    bring(project, f"words,code\n{FERRY},boats\n{REEDS},homes\n")
    written = project.export(to=tmp_path / "out", form="manifesto")
    assert [one.file for one in written.tables] == ["quay.csv", "reed.csv"]
    content = (tmp_path / "out" / "quay.csv").read_bytes()
    lines = content.decode().splitlines()
    assert lines[0] == '"text","cmp_code","eu_code"'
    assert '"Quay List","H",NA' in lines
    assert f'"{FERRY}","boats",NA' in lines
    assert f'"{QUAY}",NA,NA' in lines
    result = bring(project, content, name="quay.csv", coder="Ben", form="manifesto")
    assert result.n_new == 1
    assert said(project)[1] == ("Ben", FERRY, "boats")


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "xlsx"])
def test_exported_codings_come_back_as_they_were(
    project: Project, tmp_path: Path, form: str
) -> None:
    content = (
        "words,code,coder,note,unsure,evidence\n"
        f'{FERRY},000,Ana,"=1+1, ""so""",true,\n{RENTS},homes,Ben,,,\n'
    )
    bring(project, content)
    before = project.store.hand.current()
    project.code(codebook="marpor-5")
    project.export(["codings"], to=tmp_path / f"codings.{form}")
    other = make_project(tmp_path / "other")
    path = tmp_path / f"codings.{form}"
    result = bring(other, path.read_bytes(), name=f"codings.{form}", coder=None)
    assert [one.kind for one in result.problems] == ["codings not by hand"]
    after = other.store.hand.current()
    for one, back in zip(before, after, strict=True):
        for name in ("document_id", "anchor", "coder", "value", "note", "unsure"):
            assert getattr(back, name) == getattr(one, name)


def test_what_was_assigned_is_told(project: Project, tmp_path: Path) -> None:
    book = str(tmp_path / "town.yaml")
    project.assign(Request(codebook=book, coders=("Ana",)))
    (assignment,) = project.store.assignments.all()
    bring(project, f"words,code\n{FERRY},boats\n")
    (one,) = project.store.hand.current()
    assert one.assignment_id == assignment.assignment_id


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_coding_sheet_comes_back(
    project: Project, tmp_path: Path, ending: str
) -> None:
    book = str(tmp_path / "town.yaml")
    project.assign(Request(codebook=book, coders=("Ben",)))
    assignments = project.store.assignments.all()
    (sheet,) = write_sheets(assignments, tmp_path / f"sheet.{ending}")
    if ending == "csv":
        filled = sheet.read_text(encoding="utf-8-sig").replace(",,,\n", ",boats,,x\n")
        sheet.write_text(filled, encoding="utf-8-sig")
    else:
        workbook = openpyxl.load_workbook(sheet)
        for row in workbook.worksheets[0].iter_rows(2):
            row[8].value, row[10].value = "boats", True
        workbook.save(sheet)
    bring(project, sheet.read_bytes(), name=sheet.name, coder=None)
    current = project.store.hand.current()
    assert len(current) == len(assignments[0].units)
    assert {(one.coder, one.value, one.unsure) for one in current} == {
        ("Ben", "boats", True)
    }


def run(project: Project, *arguments: str) -> tuple[int, str]:
    given = ["code", *arguments, "--project", str(project.store.folder)]
    result = CliRunner().invoke(cli.build_app("code"), given)
    return result.exit_code, result.output


def test_the_command(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text(f"Satz,Kategorie\n{FERRY},boats\nx,homes\n", encoding="utf-8")
    book = ["--codebook", str(tmp_path / "town.yaml"), "--coder", "ana"]
    columns = ["--column", "words=Satz", "--column", "value=Kategorie"]
    table = ["--from-table", str(path), *book, *columns]
    status, printed = run(project, *table)
    assert status == 0
    assert "Brought in 1 coding with codebook town; 1 row not matched." in printed
    assert "--unmatched OUT.csv" in printed
    status, printed = run(project, *table, "--json")
    told = json.loads(printed)
    assert told["rows"][0]["n_there"] == 1
    assert [one["kind"] for one in told["problems"]] == ["row not matched"]
    assert said(project) == [("Ana", FERRY, "boats")]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--unmatched", "x.csv"),
        ("--by", "hand", "--coders", "Ana", "--from-table", "x.csv"),
        ("--from-table", "x.csv", "--sample", "5"),
        ("--from-table", "x.csv", "--column", "unit"),
        ("--from-table", "x.csv", "--as", "pdf"),
    ],
)
def test_options_that_do_not_go_together(
    project: Project, arguments: tuple[str, ...]
) -> None:
    assert run(project, *arguments)[0] == 2


def test_the_table_is_kept_though_counting_failed(
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    content = f"words,code\n{FERRY},boats\n"

    def failing(_: object) -> None:
        raise OSError(28, "No space left on device")

    table = project.store.folder.parent / "full.csv"
    table.write_text(content)
    with monkeypatch.context() as disk:
        disk.setattr("hustings.workflow.importing.publish_codings", failing)
        book = ["--codebook", str(table.with_name("town.yaml"))]
        given = ["--from-table", str(table), "--coder", "Ana", *book]
        with pytest.raises(SystemExit) as ended:
            cli.main(["code", *given, "--project", str(project.store.folder)])
    assert ended.value.code == 1
    told = capsys.readouterr().err
    assert "What was recorded before is kept; run the command again." in told
    (sha256,) = project.store.hand.tables()
    project.check(rebuild=True)
    assert project.store.has_source(sha256)
    assert bring(project, content).run_ids


def test_a_table_that_is_gone_is_told_and_comes_back(project: Project) -> None:
    content = f"words,code\n{FERRY},boats\n"
    bring(project, content)
    (sha256,) = project.store.hand.tables()
    (project.store.sources / sha256).unlink()
    (problem,) = project.check().problems
    assert problem.kind == "missing source"
    assert "a table of codings" in problem.message
    assert "code --from-table" in problem.message
    assert bring(project, content).n_new == 0
    assert project.check().is_sound


def test_broken_evidence_is_counted(project: Project) -> None:
    content = f"words,code,evidence\n{FERRY},boats,900-950\n{RENTS},homes,here\n"
    result = bring(project, content)
    (told,) = [one for one in result.problems if one.kind == "evidence left out"]
    assert "the evidence of 2 rows is no list of spans" in told.message


def test_a_sheet_of_what_is_no_workbook_is_refused(project: Project) -> None:
    with pytest.raises(WorkerFailedError, match="no workbook, so it has no sheet 'A'"):
        bring(project, f"words,value\n{FERRY},boats\n", worksheet="A")
    line = json.dumps({"text": FERRY, "label": ["boats"]})
    with pytest.raises(WorkerFailedError, match="Leave --worksheet out"):
        bring(project, line, name="a.jsonl", worksheet="A")


def test_a_table_with_a_header_alone_says_so(project: Project) -> None:
    with pytest.raises(TableFileError, match="No row of codings stands below"):
        bring(project, "words,value\n")
    assert project.store.hand.last_number() == 0


def test_two_labels_of_doccano_on_one_text_are_named(project: Project) -> None:
    line = json.dumps({"text": FERRY, "label": ["boats", "homes"]})
    with pytest.raises(WorkerFailedError, match="several labels: 'boats', 'homes'"):
        bring(project, line, name="a.jsonl")
    assert project.store.hand.last_number() == 0
