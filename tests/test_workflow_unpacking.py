from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hustings.errors import UnreadableFileError
from hustings.ingest.containers import holds_row, holds_table
from hustings.workflow.inspecting import inspect_file
from hustings.workflow.project import Project
from sample_files import zip_parts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.workflow.read_results import ReadResult

ROWS = """actor,date,country,text
Quay List,2031-10,XA,"We will dredge the harbour, and mend the quay."
Reed Party,2031,XA,We will keep the reeds.
Reed Party,2031,XA,
Quay List,2031,XA,We will keep the reeds.
"""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "election") as made:
        yield made


def read(project: Project, path: Path, content: str | bytes) -> ReadResult:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return project.read([path])


def test_every_row_of_a_table_is_a_document(project: Project, tmp_path: Path) -> None:
    result = read(project, tmp_path / "speeches.csv", ROWS)
    assert result.failures == ()
    assert [(one.name, one.actor, one.date) for one in result.files] == [
        ("speeches.csv row 1", "Quay List", "2031-10"),
        ("speeches.csv row 2", "Reed Party", "2031"),
        ("speeches.csv row 4", "Quay List", "2031"),
    ]
    assert [one.kind for one in result.problems] == ["rows without text"]
    texts = [one.document.text for one in project.gather().documents]
    assert "We will dredge the harbour, and mend the quay." in texts
    assert texts.count("We will keep the reeds.") == 2
    again = project.read([tmp_path / "speeches.csv"])
    assert not any(one.is_new for one in again.files)
    assert project.check().is_sound


def test_tables_of_every_kind_are_read(project: Project, tmp_path: Path) -> None:
    lines = (
        '{"actor": "A", "text": "We act."}\n{"actor": "B", "text": "<p>We rest.</p>"}'
    )
    stream = io.BytesIO()
    pq.write_table(pa.table({"text": ["We mend."], "date": ["2031-05-01"]}), stream)
    assert len(read(project, tmp_path / "a.jsonl", lines).files) == 2
    (row,) = read(project, tmp_path / "b.parquet", stream.getvalue()).files
    assert row.date == "2031-05-01"
    texts = {one.document.text for one in project.gather().documents}
    assert texts == {"We act.", "We rest.", "We mend."}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("actor,speech\nQuay List,We act.\n", "has no column 'text'"),
        ("date,text\n7 May 2031,We act.\n", "a.csv row 1: '7 May 2031' is no date"),
        ("actor,text\nQuay List,We act., now\n", "3 cells"),
    ],
)
def test_a_bad_table_costs_one_line(
    project: Project, tmp_path: Path, content: str, said: str
) -> None:
    result = read(project, tmp_path / "a.csv", content)
    assert result.files == ()
    (failure,) = result.failures
    assert said in failure.message


def test_files_of_an_archive_are_read(project: Project, tmp_path: Path) -> None:
    parts: dict[str, str | bytes] = {
        "plans/quay.txt": "We will mend the quay.",
        "speeches.csv": ROWS,
        "__MACOSX/plans/._quay.txt": "litter",
        "../../climbs.txt": "We climb.",
        "/absolute.txt": "We climb.",
        "inner.zip": zip_parts({"a.txt": "We hide."}),
        "empty.txt": "",
    }
    result = read(project, tmp_path / "all.zip", zip_parts(parts))
    assert [one.name for one in result.files] == [
        "all.zip/plans/quay.txt",
        "speeches.csv row 1",
        "speeches.csv row 2",
        "speeches.csv row 4",
    ]
    messages = sorted(failure.message for failure in result.failures)
    assert len(messages) == 4
    assert sum("leads out of the archive" in message for message in messages) == 2
    assert sum("an archive in an archive" in message for message in messages) == 1
    assert not list(tmp_path.glob("**/climbs.txt"))


def test_metadata_describes_files_in_archives_and_folders(
    project: Project, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "reeds.txt").write_text("We keep the reeds.", encoding="utf-8")
    (folder / ".hidden").write_text("no", encoding="utf-8")
    (folder / "all.zip").write_bytes(zip_parts({"plans/quay.txt": "We mend it."}))
    table = tmp_path / "metadata.csv"
    table.write_text("file,actor\nquay.txt,Quay\nreeds.txt,Reed\ngone.txt,Gone\n")
    result = project.read([folder], metadata=table)
    assert {(one.name, one.actor) for one in result.files} == {
        ("all.zip/plans/quay.txt", "Quay"),
        ("reeds.txt", "Reed"),
    }
    assert [failure.name for failure in result.failures] == ["gone.txt"]


def test_inspecting_a_container_says_to_read_it(tmp_path: Path) -> None:
    table, archive = tmp_path / "a.csv", tmp_path / "a.zip"
    table.write_text(ROWS, encoding="utf-8")
    archive.write_bytes(zip_parts({"a.txt": "We act."}))
    for path in (table, archive):
        with pytest.raises(UnreadableFileError, match="'hustings read'") as caught:
            inspect_file(path)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"actor,text\na,b\n", "a", True),
        (b"actor;Text\na;b\n", "a", True),
        (b"text\nWe act.\n", "a.csv", True),
        (b"text\nWe act.\n", "a.txt", False),
        (b"Dear all, text\n", "a.txt", False),
        (b"one,two\n1,2\n", "a.csv", True),
        (b"one,two\n1,2\n", "a.txt", False),
        (b'{"text": "a"}\n{"text": "b"}', "a", True),
        (b'{"words": "a"}', "a.txt", False),
        (b"{not json", "a.jsonl", False),
        (b"PAR1", "a", True),
    ],
)
def test_tables_are_told_by_their_content(
    content: bytes,
    name: str,
    expected: bool,  # noqa: FBT001  # a case
) -> None:
    assert holds_table(content, name=name) is expected


def test_a_row_is_told_from_a_table() -> None:
    assert holds_row(b'{"text": "We act."}')
    assert not holds_row(b'{"text": 3}')
    assert not holds_row(b'{"text": "a"}\n{"text": "b"}')
