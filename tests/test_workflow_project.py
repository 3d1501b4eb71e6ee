from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from hustings.errors import (
    AmbiguousFileError,
    BadDateError,
    MissingColumnError,
    NotAProjectError,
    NothingCodedError,
    NothingReadError,
    RepeatedFileError,
    TableFileError,
    UnknownCodebookError,
    UnknownCodeError,
    UnknownCoderError,
    UnknownScaleError,
)
from hustings.model.codebook import ScaleDefinition
from hustings.workflow.current import current_splits
from hustings.workflow.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUAY = """Quay List

We will cut taxes and reduce regulation; the free market built this harbour.

Police officers must patrol the quay at night.
"""
REEDS = """Reed Party

We will protect the environment and expand public housing.

We demand higher welfare payments and more council homes.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = tmp_path / "files"
    files.mkdir()
    (files / "quay.txt").write_text(QUAY, encoding="utf-8")
    (files / "reeds.md").write_text(REEDS, encoding="utf-8")
    return files


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "election") as made:
        yield made


@pytest.fixture
def coded(project: Project, folder: Path) -> Project:
    project.read([folder / "quay.txt"], actor="Quay List", date="2031")
    project.read([folder / "reeds.md"], actor="Reed Party", date="2031-10")
    project.code()
    return project


def write_metadata(folder: Path, *rows: str) -> Path:
    path = folder / "metadata.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_reading_keeps_bytes_words_and_what_was_said(
    project: Project, folder: Path
) -> None:
    result = project.read(
        [folder / "quay.txt"], actor="Quay List", date="2031-10-07", country="Lorrimark"
    )
    assert result.failures == ()
    file = result.files[0]
    assert (file.actor, file.date, file.is_new) == ("Quay List", "2031-10-07", True)
    gathered = project.gather().documents[0]
    assert gathered.country == "Lorrimark"
    assert project.store.source(gathered.document.sha256) == QUAY.encode()
    words = [unit.span.of(gathered.document.text) for unit in gathered.units]
    assert "Police officers must patrol the quay at night." in words
    assert len(words) == file.n_units


def test_the_same_bytes_twice_add_nothing(project: Project, folder: Path) -> None:
    first = project.read([folder / "quay.txt"])
    copy = folder / "copy.txt"
    shutil.copy(folder / "quay.txt", copy)
    again = project.read([folder / "quay.txt", copy])
    assert again.run_id is None
    assert [file.is_new for file in again.files] == [False]
    assert "1 already in the project" in again.summary()
    assert again.files[0].document == first.files[0].document


def test_later_metadata_supersedes(project: Project, folder: Path) -> None:
    project.read([folder / "quay.txt"], actor="Quay List", date="2031")
    project.read([folder / "quay.txt"], actor="Quay Party")
    document = project.gather().documents[0].document
    assert (document.actor, document.date) == ("Quay Party", "2031")
    assert document.guessed.actor is None


def test_metadata_goes_by_file_name(project: Project, folder: Path) -> None:
    table = write_metadata(
        folder, "file,actor,date,note", "quay.txt,Quay List,2031,x", "reeds.md,,,"
    )
    result = project.read(
        sorted(folder.glob("[qr]*")), metadata=table, actor="Somebody", date="2030"
    )
    assert [(file.actor, file.date) for file in result.files] == [
        ("Quay List", "2031"),
        ("Somebody", "2030"),
    ]
    assert [problem.kind for problem in result.problems] == ["unused column"]


def test_a_row_for_a_missing_file_costs_only_itself(
    project: Project, folder: Path
) -> None:
    table = write_metadata(folder, "file,actor", "quay.txt,Quay List", "gone.pdf,Reed")
    result = project.read([folder / "quay.txt"], metadata=table)
    assert len(result.files) == 1
    assert "gone.pdf: named in the metadata table" in result.failures[0].message


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        (["name,actor", "quay.txt,Quay"], MissingColumnError),
        (["file,actor", ",Quay"], TableFileError),
        (["file,date", "quay.txt,2031-02-31"], BadDateError),
        (["file,date", "quay.txt,7 October 2031"], BadDateError),
        (["file,actor", "quay.txt,Quay", "quay.txt,Reed"], RepeatedFileError),
    ],
)
def test_a_bad_metadata_table_changes_nothing(
    project: Project, folder: Path, rows: list[str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        project.read([folder / "quay.txt"], metadata=write_metadata(folder, *rows))
    assert project.store.documents() == []


def test_metadata_rows_are_told_apart_by_their_folders(
    project: Project, folder: Path
) -> None:
    for name in ("a", "b"):
        (folder / name).mkdir()
        (folder / name / "man.txt").write_text(f"We are list {name}.", "utf-8")
    paths = [folder / "a" / "man.txt", folder / "b" / "man.txt"]
    table = write_metadata(folder, "file,actor", "a/man.txt,Alpha", "./b/man.txt,Beta")
    files = project.read(paths, metadata=table).files
    assert [file.actor for file in files] == ["Alpha", "Beta"]
    table = write_metadata(folder, "file,actor", "x/man.txt,Alpha", "y/man.txt,Beta")
    with pytest.raises(AmbiguousFileError, match=r"x/man\.txt and y/man\.txt"):
        project.read(paths, metadata=table)
    other = write_metadata(folder, "file,actor", "C:\\texts\\quay.txt,Quay List")
    assert project.read([folder / "quay.txt"], metadata=other).files[0].actor


def test_the_same_bytes_twice_in_one_command_are_said(
    project: Project, folder: Path
) -> None:
    copy = folder / "copy.txt"
    shutil.copy(folder / "quay.txt", copy)
    result = project.read([folder / "quay.txt", copy])
    assert [file.name for file in result.files] == ["quay.txt"]
    assert [problem.kind for problem in result.problems] == ["same bytes"]
    table = write_metadata(folder, "file,actor", "quay.txt,Quay", "copy.txt,Reed")
    failures = project.read([folder / "quay.txt", copy], metadata=table).failures
    assert "described otherwise" in failures[0].message


def test_a_bad_file_is_bad_each_time(project: Project, folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    for _ in range(3):
        assert len(project.read([folder / "empty.txt"]).failures) == 1
        assert project.store.litter() == []
    both = project.read([folder / "quay.txt", folder / "empty.txt"])
    assert (len(both.files), len(both.failures)) == (1, 1)
    again = project.read([folder / "quay.txt", folder / "empty.txt"])
    assert (len(again.files), len(again.failures)) == (1, 1)


def test_what_was_guessed_is_said(project: Project, folder: Path) -> None:
    (folder / "guess.txt").write_text("Manifesto of the Reed Party\n\nBoats.", "utf-8")
    file = project.read([folder / "guess.txt"], date="2031").files[0]
    assert (file.actor, file.date) == ("Reed Party", "2031")
    assert "actor" in file.guessed
    assert "date" not in file.guessed


def test_new_documents_are_split_like_those_before(
    project: Project, folder: Path
) -> None:
    project.read([folder / "quay.txt"])
    project.split(into="paragraph")
    project.read([folder / "reeds.md"])
    kinds = {run.parameters["into"] for run in current_splits(project.store).values()}
    assert kinds == {"paragraph"}


def test_reading_a_file_again_mends_its_altered_source(
    project: Project, folder: Path
) -> None:
    project.read([folder / "quay.txt"])
    source = next(project.store.sources.iterdir())
    source.write_bytes(b"tampered")
    assert not project.check().is_sound
    project.read([folder / "quay.txt"])
    assert project.check().is_sound


def test_codes_are_named_by_the_codebook_that_was_used(
    coded: Project, tmp_path: Path
) -> None:
    coded.code(codebook="cap-21")
    book = tmp_path / "town.yaml"
    book.write_text(
        "name: town\ntitle: The town\nversion: 1\nvariables:\n"
        "- name: topic\n  title: Topic\n  level: nominal\n  codes:\n"
        "  - {code: 1, title: The quay}\n  - {code: 2, title: The police}\n"
        "dictionary: {en: {topic: {1: [harbour, home], 2: [police]}}}\n",
        encoding="utf-8",
    )
    coded.code(codebook=str(book))
    rows = coded.compare(codebook="town").to_rows()
    assert {row["title"] for row in rows} == {"The quay", "The police"}


def test_what_cannot_be_read_costs_only_itself(project: Project, folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    (folder / "nothing").mkdir()
    paths = [
        folder / "empty.txt",
        folder / "broken.pdf",
        folder / "nothing",
        folder / "gone.txt",
        folder / "quay.txt",
    ]
    result = project.read(paths)
    assert [file.name for file in result.files] == ["quay.txt"]
    assert len(result.failures) == 4
    assert all(failure.name in failure.message for failure in result.failures)
    assert len(project.gather().failures) >= 2
    assert project.check().is_sound
    assert project.store.litter() == []


def test_a_file_read_at_last_is_no_failure_any_more(
    project: Project, folder: Path
) -> None:
    (folder / "late.txt").write_bytes(b"")
    project.read([folder / "late.txt"])
    assert [one.name for one in project.gather().failures] == ["late.txt"]
    (folder / "late.txt").write_text("Here at last.", encoding="utf-8")
    project.read([folder / "late.txt"])
    assert project.gather().failures == ()


def test_splitting_anew_replaces_the_units(project: Project, folder: Path) -> None:
    project.read([folder / "quay.txt"])
    before = len(project.gather().documents[0].units)
    result = project.split(into="paragraph")
    assert result.into == "paragraph"
    assert len(project.gather().documents[0].units) == result.n_units < before


def test_a_step_needs_the_one_before(project: Project) -> None:
    with pytest.raises(NothingReadError, match="hustings read"):
        project.split()
    with pytest.raises(NothingReadError):
        project.code()
    with pytest.raises(NothingCodedError, match="hustings code"):
        project.scale("rile")


def test_unknown_coders_codebooks_and_scales_are_named(coded: Project) -> None:
    with pytest.raises(UnknownCoderError, match="Known coders: dictionary"):
        coded.code(coder="oracle")
    with pytest.raises(UnknownCodebookError):
        coded.code(codebook="no-such-book")
    with pytest.raises(UnknownScaleError, match="rile"):
        coded.scale("no-such-scale")
    own = ScaleDefinition(
        name="mine", title="mine", variable="", formula="logit", left=("9",), right=()
    )
    with pytest.raises(UnknownCodeError):
        coded.scale("mine", own=own)


def test_positions_rest_on_the_codings(coded: Project) -> None:
    result = coded.scale("rile")
    by_name = {row["name"]: row for row in result.to_rows()}
    quay, reed = by_name["Quay List 2031"], by_name["Reed Party 2031-10"]
    assert quay["position"] > 0 > reed["position"]  # type: ignore[operator]  # numbers
    known = {"no interval", "uncorrected machine coding"}
    assert {problem.kind for problem in result.problems} <= known
    assert result.to_polars().height == 2


def test_a_scale_of_ones_own_is_counted(coded: Project) -> None:
    own = ScaleDefinition(
        name="order",
        title="Order",
        variable="topic",
        formula="difference",
        left=("504",),
        right=("605",),
    )
    found = {one.case: one.position for one in coded.scale("order", own=own).positions}
    names = {one.name: one.document.document_id for one in coded.gather().documents}
    assert found[names["quay.txt"]] > 0 > found[names["reeds.md"]]


def test_the_same_steps_have_the_same_runs(coded: Project) -> None:
    first = coded.scale("rile", seed=7)
    other = coded.scale("rile", seed=8)
    again = coded.scale("rile", seed=7)
    assert first.run_id == again.run_id != other.run_id
    assert first.positions == again.positions
    latest = [one.run_id for one in coded.gather().scales if one.scale == "rile"]
    assert latest == [first.run_id]


def test_documents_read_later_are_said_to_be_missing(
    coded: Project, folder: Path
) -> None:
    (folder / "late.txt").write_text("Schools need more teachers.", encoding="utf-8")
    coded.read([folder / "late.txt"])
    kinds = {problem.kind for problem in coded.scale("rile").problems}
    assert "older codings" in kinds
    coded.code()
    kinds = {problem.kind for problem in coded.scale("rile").problems}
    assert "older codings" not in kinds


def test_a_language_without_terms_is_said(project: Project, folder: Path) -> None:
    (folder / "fi.txt").write_text(
        "Kaikki ihmiset syntyvät vapaina ja tasavertaisina arvoltaan ja oikeuksiltaan. "
        "Heille on annettu järki ja omatunto.",
        encoding="utf-8",
    )
    project.read([folder / "fi.txt"])
    result = project.code()
    assert [problem.kind for problem in result.problems] == ["no dictionary"]
    assert (result.n_units > 0, result.n_coded) == (True, 0)


def test_deleting_what_is_derived_loses_nothing(coded: Project) -> None:
    coded.scale("rile")
    before = coded.gather()
    for path in coded.store.derived.iterdir():
        shutil.rmtree(path)
    assert not coded.check().is_sound
    rebuilt = coded.check(rebuild=True)
    assert rebuilt.is_sound
    assert all("byte for byte" in note for note in rebuilt.notes)
    assert coded.gather() == before


def test_check_finds_what_was_tampered_with(coded: Project) -> None:
    assert coded.check().is_sound
    source = next(coded.store.sources.iterdir())
    source.write_bytes(source.read_bytes() + b"!")
    kinds = [problem.kind for problem in coded.check().problems]
    assert kinds == ["altered source"]


def test_litter_is_noted_and_cleared(coded: Project) -> None:
    coded.store.keep_source(b"left by a command that was killed")
    assert "belongs to no run" in coded.check().notes[0]
    assert coded.check(rebuild=True).is_sound
    assert coded.check().notes == ()


def test_a_killed_read_leaves_a_sound_project(project: Project, folder: Path) -> None:
    for i in range(40):
        (folder / f"long-{i}.txt").write_text(
            "\n\n".join(f"Demand {i}.{j}: lower the toll." for j in range(400)),
            encoding="utf-8",
        )
    command = [
        sys.executable,
        "-c",
        "from hustings.interface.cli import main; main()",
        "read",
        *map(str, sorted(folder.glob("long-*"))),
        "--project",
        str(project.store.folder),
    ]
    killed = subprocess.Popen(command, start_new_session=True)  # noqa: S603  # our own
    deadline = time.monotonic() + 30
    while len(list(project.store.sources.iterdir())) < 5:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    assert project.check().is_sound
    assert len(project.store.documents()) in {0, 40}
    assert project.check(rebuild=True).is_sound
    assert project.store.litter() == []


def test_other_folders_are_no_projects(tmp_path: Path) -> None:
    with pytest.raises(NotAProjectError, match="hustings new"):
        Project.open(tmp_path)


def test_runs_carry_all_that_decides_them(coded: Project) -> None:
    coded.scale("rile", seed=3)
    run = coded.store.runs()[-1]
    assert run.parameters["seed"] == 3
    assert {"hustings", "numpy"} <= set(run.versions)
    steps = [one.step for one in coded.store.runs()]
    assert steps == ["read", "split", "read", "split", "code", "scale"]
    assert json.dumps(dict(run.parameters))


def test_reading_says_which_languages_are_not_cut(
    project: Project, tmp_path: Path
) -> None:
    text = "Wij willen meer treinen, lagere prijzen en betere scholen voor onze stad.\n"
    (tmp_path / "havenlijst.txt").write_text(text, encoding="utf-8")
    path = tmp_path / "havenlijst.txt"
    (problem,) = project.read([path], into="quasi-sentence").problems
    assert problem.kind == "no cutter"
    assert "'nl'" in problem.message
    assert project.read([path]).problems == ()


def test_links_in_place_of_tables_are_taken_away_and_not_followed(
    coded: Project, tmp_path: Path
) -> None:
    derived, away = coded.store.derived, tmp_path / "away"
    away.mkdir()
    (away / "kept.txt").write_text("kept")
    run = next(one for one in coded.store.runs() if one.step == "code")
    shutil.rmtree(derived / run.run_id)
    (derived / run.run_id).symlink_to(away)
    (derived / "stray").symlink_to(away)
    checked = coded.check(rebuild=True)
    assert checked.is_sound
    assert any("made again, byte for byte" in note for note in checked.notes)
    assert "derived/stray cleared away." in checked.notes
    assert not (derived / run.run_id).is_symlink()
    assert [one.name for one in away.iterdir()] == ["kept.txt"]
    # a link that leads nowhere
    shutil.rmtree(derived / run.run_id)
    (derived / run.run_id).symlink_to(tmp_path / "nowhere")
    assert coded.check(rebuild=True).is_sound
