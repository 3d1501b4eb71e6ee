from __future__ import annotations

import csv
import json
import re
import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest

import coded_by_hand
from hustings.coding.tables import batch_from_codings
from hustings.errors import (
    AmbiguousDocumentError,
    DecisionTableError,
    MissingColumnError,
    NotANewVersionError,
    OtherDocumentError,
    OutputFileError,
    RepeatedWordsError,
    RepeatedWorklistError,
    ReplacedDocumentError,
    SameVersionError,
    SpanOutsideTextError,
    UnclearCitationError,
    UnknownDocumentError,
    UnknownUnitError,
    WordsNotFoundError,
)
from hustings.exchange.web_annotation import to_annotation
from hustings.interface.pages.site import plan_site
from hustings.model.coding import Coding
from hustings.model.run import Run
from hustings.store import schema
from hustings.store.project import Store
from hustings.workflow.project import Project
from hustings.workflow.settlements import item_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

PARAGRAPHS = (
    "Quay List",
    (
        "We will cut taxes and reduce regulation; the free market built this harbour. "
        "It always did, and it shall do so again in this town."
    ),
    (
        "Police officers must patrol the quay at night. We want more lamps on the mole "
        "and fewer cars behind it."
    ),
    "Every child needs a school near home, and a garden beside the school.",
)
LOST = "We want more lamps on the mole and fewer cars behind it."
OTHER = "Herons nest in reeds along the upper river, where nobody has built yet."
AT = "2031-10-07T12:00:00+00:00"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "election") as made:
        yield made


@pytest.fixture
def old(project: Project, tmp_path: Path) -> str:
    """Read and code the first version; return its id."""
    file = write(tmp_path, "quay.txt", *PARAGRAPHS)
    result = project.read([file], actor="Quay List", date="2031-10-07", into="sentence")
    project.code()
    return result.files[0].document


def write(folder: Path, name: str, *paragraphs: str) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n\n".join(paragraphs), encoding="utf-8")
    return path


def code_by_hand(
    project: Project, document: str, coder: str, values: Mapping[str, str]
) -> None:
    """Record what a person says of some units, by their words."""
    gathered = next(
        one
        for one in project.gather().documents
        if one.document.document_id == document
    )
    units = {unit.span.of(gathered.document.text): unit for unit in gathered.units}
    codings = [
        Coding(
            unit_id=units[words].unit_id, coder_id=coder, variable="topic", value=value
        )
        for words, value in values.items()
    ]
    batch = batch_from_codings([document] * len(codings), codings)
    run_id = f"code-{coder}-{document}"
    coded = [one.parameters for one in project.store.runs() if one.step == "code"]
    said = {"coder": coder, "codebook": "marpor-5", "source": "hand"}
    run = Run(
        run_id=run_id,
        step="code",
        parameters={**(coded[0] if coded else {}), **said},
        parents=(gathered.split_run,),
        outputs=project.store.write_tables(run_id, {"codings": [batch]}),
        started=AT,
    )
    project.store.record([run], at=AT)


def new_version(folder: Path) -> Path:
    """Put the last paragraph first, edit one sentence and take another away."""
    title, first, second, third = PARAGRAPHS
    return write(
        folder / "new",
        "quay.txt",
        title,
        third,
        first.replace("this harbour", "this fine harbour"),
        second[: second.index(" We want")],
    )


# A new version of a file


def test_a_new_version_takes_the_place_of_the_old_one(
    project: Project, old: str, tmp_path: Path
) -> None:
    result = project.read([new_version(tmp_path)], new_version_of=old)
    new = result.files[0].document
    assert (result.files[0].actor, result.files[0].date) == ("Quay List", "2031-10-07")
    assert [one.document.document_id for one in project.gather().documents] == [new]
    kept = {one.document_id: one.replaced_by for one in project.store.all_documents()}
    assert kept == {old: new, new: None}
    stub = plan_site(project.gather())[f"documents/{old}.html"]().decode()
    assert f'href="../documents/{new}.html"' in stub
    assert project.check().is_sound


def test_every_coding_is_found_again_or_told(
    project: Project, old: str, tmp_path: Path
) -> None:
    result = project.read([new_version(tmp_path)], new_version_of=old).anchors
    assert {row["words"]: row["fate"] for row in result.rows} == {
        "We will cut taxes and reduce regulation; the free market built this "
        "harbour.": "moved",
        "It always did, and it shall do so again in this town.": "exact",
        "Police officers must patrol the quay at night.": "exact",
        "We want more lamps on the mole and fewer cars behind it.": "lost",
        PARAGRAPHS[3]: "moved",
    }
    assert [row["words"] for row in result.worklist] == [
        "We want more lamps on the mole and fewer cars behind it."
    ]
    assert result.summary() == (
        "Looked for 5 codings in the new text: 2 exact, 2 moved, 0 ambiguous, 1 lost. "
        "Run 'hustings code' with each codebook, so that the new text counts."
    )
    edited = next(row for row in result.rows if "free market" in row["words"])
    assert edited["new_words"].endswith("the free market built this fine harbour.")
    document = project.gather().documents[0]
    units = {unit.unit_id: unit for unit in document.units}
    text = document.document.text
    assert units[edited["new_unit"]].span.of(text) == edited["new_words"]
    evidence = [text[one["start"] : one["end"]] for one in edited["evidence"]]
    assert "free market" in evidence
    assert result.to_polars().height == 5


def test_the_worklist_stays_until_the_coder_has_coded_anew(
    project: Project, old: str, tmp_path: Path
) -> None:
    assert project.reanchor().summary() == ""
    project.read([new_version(tmp_path)], new_version_of=old)
    n_runs = len(project.store.runs())
    assert len(project.reanchor().worklist) == 1
    assert len(project.store.runs()) == n_runs
    project.code()
    assert project.reanchor().rows == ()


def test_codings_by_people_are_found_again(
    project: Project, old: str, tmp_path: Path
) -> None:
    units = project.gather().documents[0].units
    codings = [
        Coding(unit_id=unit.unit_id, coder_id="Ada", variable="topic", value="401")
        for unit in units[:3]
    ]
    split = next(run for run in project.store.runs() if run.step == "split")
    batch = batch_from_codings([old] * 3, codings)
    outputs = project.store.write_tables("code-ada", {"codings": [batch]})
    run = Run(
        run_id="code-ada",
        step="code",
        parameters={"coder": "Ada", "codebook": "marpor-5"},
        parents=(split.run_id,),
        outputs=outputs,
        started=AT,
    )
    project.store.record([run], at=AT)
    result = project.read([new_version(tmp_path)], new_version_of=old).anchors
    assert [row["fate"] for row in result.rows if row["coder"] == "Ada"] == [
        "exact",
        "moved",
        "exact",
    ]


def test_what_is_replaced_counts_no_longer(
    project: Project, old: str, tmp_path: Path
) -> None:
    project.scale("rile")
    result = project.read([new_version(tmp_path)], new_version_of=old)
    late = project.scale("rile")
    assert "older codings" in {problem.kind for problem in late.problems}
    assert late.positions == ()
    project.code()
    cases = [one.case for one in project.scale("rile").positions]
    assert cases == [result.files[0].document]
    shutil.rmtree(project.store.derived)
    project.store.derived.mkdir()
    made = project.check(rebuild=True)
    assert made.is_sound
    assert all("byte for byte" in note for note in made.notes)


def test_a_version_of_a_version(project: Project, old: str, tmp_path: Path) -> None:
    project.read([new_version(tmp_path)], new_version_of=old)
    third = write(tmp_path / "third", "quay.txt", *PARAGRAPHS, "Vote in October.")
    result = project.read([third], new_version_of="quay.txt").anchors
    assert {row["replaces"] for row in result.rows} == {old}
    assert {row["fate"] for row in result.rows} == {"exact"}


def test_a_file_that_was_read_already_may_be_a_new_version(
    project: Project, old: str, tmp_path: Path
) -> None:
    new = new_version(tmp_path)
    first = project.read([new])
    assert [problem.kind for problem in first.problems] == ["same name"]
    assert f"--new-version-of {old}" in first.problems[0].message
    told = f"2 documents: {old} \\(Quay List, 2031-10-07\\); "
    with pytest.raises(AmbiguousDocumentError, match=told):
        project.read([new], new_version_of="quay.txt")
    project.read([new], new_version_of=old)
    document = project.gather().documents[0].document
    assert (document.document_id, document.actor) == (
        first.files[0].document,
        "Quay List",
    )


def test_another_document_is_no_new_version(
    project: Project, old: str, tmp_path: Path
) -> None:
    with pytest.raises(OtherDocumentError, match="it is another document"):
        project.read([write(tmp_path, "reeds.txt", OTHER)], new_version_of=old)
    project.read([write(tmp_path, "reeds.txt", OTHER)])
    n_documents = len(project.store.documents())
    with pytest.raises(OtherDocumentError, match="shares 0 %"):
        project.read([tmp_path / "reeds.txt"], new_version_of=old)
    assert len(project.store.documents()) == n_documents
    assert project.store.litter() == []
    assert project.reanchor().rows == ()


def test_an_empty_new_version_is_refused(
    project: Project, old: str, tmp_path: Path
) -> None:
    for content in ("", " \n "):
        path = write(tmp_path, "empty.txt", content)
        result = project.read([path], new_version_of=old)
        assert len(result.failures) == 1
        assert result.files == ()
    assert project.store.documents()[0].document_id == old
    assert project.store.litter() == []


def test_mistakes_about_versions_are_named(
    project: Project, old: str, tmp_path: Path
) -> None:
    same = tmp_path / "quay.txt"
    with pytest.raises(SameVersionError, match="same bytes"):
        project.read([same], new_version_of=old)
    with pytest.raises(UnknownDocumentError, match=r"called 'gone\.pdf'"):
        project.read([same], new_version_of="gone.pdf")
    other = write(tmp_path, "reeds.txt", OTHER)
    with pytest.raises(SameVersionError, match="2 documents were given"):
        project.read([new_version(tmp_path), other], new_version_of=old)
    project.read([new_version(tmp_path)], new_version_of=old)
    with pytest.raises(ReplacedDocumentError, match="has been replaced"):
        project.read([same], new_version_of=old)
    with pytest.raises(SameVersionError, match="itself replaced"):
        project.read([same], new_version_of="quay.txt")
    again = project.read([same])
    assert [file.is_new for file in again.files] == [False]
    assert project.store.litter() == []


# Settling by hand


def decide(project: Project, decisions: Mapping[str, str], path: Path) -> Path:
    """Write the worklist, and fill in decisions by the words of the rows."""
    path.unlink(missing_ok=True)
    project.write_worklist(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["decision"] = decisions.get(row["words"], "")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def lamps(project: Project, old: str, tmp_path: Path) -> str:
    """Put a new version in place, in which one sentence is lost; return its id."""
    result = project.read([new_version(tmp_path)], new_version_of=old)
    return result.files[0].document


def test_the_worklist_is_a_table_with_both_texts(
    project: Project, lamps: str, tmp_path: Path
) -> None:
    table = tmp_path / "open.csv"
    assert project.write_worklist(table) == 1
    with table.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["words"], row["fate"], row["decision"]) == (LOST, "lost", "")
    assert row["before"].endswith("patrol the quay at night. ")
    assert row["after"].startswith("\n\nEvery child needs a school")
    assert row["document"] == lamps
    assert "patrol the quay at night." in row["near"]
    with pytest.raises(RepeatedWorklistError, match="would be lost"):
        project.write_worklist(table)
    with pytest.raises(OutputFileError, match="folder does not exist"):
        project.write_worklist(tmp_path / "nowhere" / "open.csv")


def test_candidates_are_numbered_and_chosen(project: Project, tmp_path: Path) -> None:
    wet, dry = "The lower meadow stays wet.", "The upper meadow stays dry."
    line = "No car may stop there."
    first = write(tmp_path, "a.txt", "Herons", f"{wet} {line}", dry)
    old = project.read([first], actor="Herons", into="sentence").files[0].document
    code_by_hand(project, old, "Ada", {line: "501"})
    other = "Boats may land by day, and nobody has to pay."
    later = (f"{other} {line}", f"{line} {other[::1].replace('day', 'night')}")
    second = write(tmp_path / "new", "a.txt", "Herons", wet, dry, *later)
    found = project.read([second], new_version_of=old).anchors
    (row,) = found.worklist
    assert (row["fate"], len(row["candidates"])) == ("ambiguous", 2)
    table = decide(project, {line: "2"}, tmp_path / "open.csv")
    assert "2: " in table.read_text(encoding="utf-8")
    result = project.settle(table)
    assert result.summary() == (
        "Took 1 decision: 1 placed, 0 dropped. 0 rows left to settle."
    )
    (settled,) = project.reanchor().rows
    chosen = row["candidates"][1]
    assert (settled["fate"], settled["settled"]) == ("moved", "placed")
    assert (settled["new_start"], settled["new_end"]) == (
        chosen["start"],
        chosen["end"],
    )
    assert settled["new_unit"] is not None
    assert project.reanchor().worklist == ()


def test_decisions_name_spans_units_and_words_or_drop(
    project: Project, lamps: str, tmp_path: Path
) -> None:
    document = project.gather().documents[0]
    unit = document.units[-1]
    words = unit.span.of(document.document.text)
    span = f"{unit.span.start}-{unit.span.end}"
    for decision in (span, span.replace("-", " "), unit.unit_id, f"“{words}”"):
        table = decide(project, {LOST: decision}, tmp_path / "open.csv")
        result = project.settle(table)
        assert result.to_rows()[0]["document"] == lamps
        rows = {row["words"]: row for row in project.reanchor().rows}
        assert rows[LOST]["new_words"] == words
        assert rows[LOST]["new_unit"] == unit.unit_id
        assert "1 settled by hand" in project.reanchor().summary()
        table.write_text(
            table.read_text(encoding="utf-8").replace(f";{decision}", ";open"),
            encoding="utf-8",
        )
        assert project.settle(table).n_open == 1
    project.settle(decide(project, {LOST: "drop"}, tmp_path / "open.csv"))
    rows = {row["words"]: row for row in project.reanchor().rows}
    assert (rows[LOST]["fate"], rows[LOST]["settled"]) == ("lost", "dropped")
    assert project.reanchor().worklist == ()
    shutil.rmtree(project.store.derived)
    project.store.derived.mkdir()
    assert project.check(rebuild=True).is_sound


def test_mistakes_in_decisions_change_nothing(
    project: Project, lamps: str, tmp_path: Path
) -> None:
    n_runs = len(project.store.runs())
    wrong = {
        "1": "row 1: there is no candidate 1; it has none.",
        "0-99999": "0-99999 holds no words",
        "9-11": "9-11 holds no words",
        "somewhere": "'somewhere' is no candidate's number",
        "d1/1-2": f"no unit that {lamps} has now",
        "“zebra”": "“zebra” stands nowhere",
        "“the”": "places in",
    }
    for decision, told in wrong.items():
        table = decide(project, {LOST: decision}, tmp_path / "open.csv")
        with pytest.raises(DecisionTableError, match=re.escape(told)):
            project.settle(table)
    table = tmp_path / "strange.csv"
    table.write_text("item,decision\nabc,drop\n,\n", encoding="utf-8")
    with pytest.raises(DecisionTableError, match="no item 'abc' is to be settled"):
        project.settle(table)
    item = item_id(project.reanchor().worklist[0])
    known = item_id(next(row for row in project.reanchor().rows if row["new_unit"]))
    table.write_text(
        f"item,decision\n{item},drop\n{item},10-30\n{known},drop\n", encoding="utf-8"
    )
    with pytest.raises(DecisionTableError, match="was found without you") as caught:
        project.settle(table)
    assert set(caught.value.mistakes) == {2, 3}
    table.write_text("item,choice\nabc,drop\n", encoding="utf-8")
    with pytest.raises(MissingColumnError, match="decision"):
        project.settle(table)
    assert len(project.store.runs()) == n_runs
    assert len(project.reanchor().worklist) == 1


def test_an_empty_column_settles_nothing(
    project: Project, lamps: str, tmp_path: Path
) -> None:
    assert lamps
    result = project.settle(decide(project, {}, tmp_path / "open.csv"))
    assert (result.settlements, result.run_id, result.n_open) == ((), None, 1)


def test_what_was_settled_is_found_in_a_still_newer_text(
    project: Project, lamps: str, tmp_path: Path
) -> None:
    document = project.gather().documents[0]
    unit = document.units[-1]
    words = unit.span.of(document.document.text)
    project.settle(decide(project, {LOST: unit.unit_id}, tmp_path / "open.csv"))
    third = write(
        tmp_path / "third", "quay.txt", "Foreword", document.document.text, "Vote."
    )
    result = project.read([third], new_version_of=lamps).anchors
    rows = {row["words"]: row for row in result.rows}
    assert (rows[LOST]["fate"], rows[LOST]["settled"]) == ("moved", "placed")
    assert rows[LOST]["new_words"] == words
    assert rows[LOST]["new_start"] == unit.span.start + len("Foreword\n\n")


def test_codings_by_people_stay_to_be_settled(
    project: Project, old: str, tmp_path: Path
) -> None:
    code_by_hand(project, old, "Ada", {LOST: "501"})
    new = project.read([new_version(tmp_path)], new_version_of=old).files[0].document
    quay = "Police officers must patrol the quay at night."
    code_by_hand(project, new, "Ada", {quay: "605"})
    left = [row for row in project.reanchor().rows if row["coder"] == "Ada"]
    assert [(row["words"], row["fate"]) for row in left] == [(LOST, "lost")]


# A new version that was none


def test_a_wrong_new_version_is_taken_back(
    project: Project, old: str, tmp_path: Path
) -> None:
    new = project.read([new_version(tmp_path)], new_version_of=old).files[0].document
    result = project.undo_new_version("quay.txt")
    assert (result.document, result.reinstated) == (new, (old,))
    assert {file.document for file in result.read.files} == {old, new}
    assert result.left_out == ("dictionary:marpor-5",)
    assert f"{old} and {new} both count again" in result.summary()
    assert [one.replaced_by for one in project.store.all_documents()] == [None, None]
    site = plan_site(project.gather())
    assert b"Quay List" in site[f"documents/{old}.html"]()
    coded = {
        one.document.document_id for one in project.gather().documents if one.codings
    }
    assert coded == {old}
    assert project.reanchor().rows == ()
    with pytest.raises(NotANewVersionError, match="nothing to undo"):
        project.undo_new_version(new)
    again = project.read([tmp_path / "new" / "quay.txt"], new_version_of=old)
    assert again.files[0].document == new
    assert len(project.reanchor().worklist) == 1
    with pytest.raises(NotANewVersionError, match=f"Name the newer one, {new}"):
        project.undo_new_version(old)
    assert project.check().is_sound


def test_codings_by_people_follow_a_version_and_go_back_with_it(
    tmp_path: Path,
) -> None:
    def n_codings() -> list[int]:
        documents = town.gather().documents
        return [sum(map(len, one.codings.values())) for one in documents]

    with coded_by_hand.make_project(tmp_path / "town") as town:
        for words, value in (("ferry", "boats"), ("Rents", "homes"), ("bridge", "000")):
            coded_by_hand.code(town.store, words, value)
        text = coded_by_hand.QUAY.replace("Rents in the harbour must", "Rates must")
        new = write(tmp_path, "new.txt", text)
        town.read([new], new_version_of="quay.txt")
        assert n_codings() == [2, 0]
        lost = "Rents in the harbour must fall."
        table = decide(town, {lost: "“Rates must fall.”"}, tmp_path / "open.csv")
        town.settle(table)
        assert n_codings() == [3, 0]
        coded_by_hand.code(town.store, "stays open", "boats")
        town.undo_new_version("new.txt")
        assert n_codings() == [1, 3, 0]
        town.read([new], new_version_of="quay.txt")
        assert n_codings() == [4, 0]
        assert town.check().is_sound


def test_a_new_reading_stays_when_a_version_is_taken_back(
    project: Project, old: str, tmp_path: Path
) -> None:
    new = project.read([new_version(tmp_path)], new_version_of=old).files[0].document
    project.read_again([new], language="de")
    result = project.undo_new_version(f"{new}.2")
    assert result.reinstated == (old,)
    counting = [one.document_id for one in project.store.documents()]
    assert counting == [old, f"{new}.2"]


def test_one_document_may_take_the_place_of_two(
    project: Project, old: str, tmp_path: Path
) -> None:
    text = (tmp_path / "quay.txt").read_text(encoding="utf-8")
    twin = write(tmp_path / "twin", "twin.txt", text, "Printed twice.")
    other = project.read([twin]).files[0].document
    project.code()
    new = new_version(tmp_path)
    project.read([new], new_version_of=old)
    found = project.read([new], new_version_of=other).anchors
    assert {row["replaces"] for row in found.rows} == {old, other}
    assert len(project.store.documents()) == 1
    assert set(project.undo_new_version("quay.txt").reinstated) == {old, other}


def test_documents_are_listed_with_their_state(
    project: Project, old: str, tmp_path: Path
) -> None:
    new = project.read([new_version(tmp_path)], new_version_of=old).files[0].document
    listed = project.list_documents()
    assert listed.summary() == "1 document, 1 replaced."
    rows = {row["document"]: row for row in listed.to_rows()}
    assert rows[old]["state"] == f"replaced by {new}"
    assert (rows[new]["state"], rows[new]["actor"]) == ("counts", "Quay List")
    assert rows[new]["n_units"] == 5
    assert listed.to_polars().height == 2


# The same bytes again


def test_a_reading_that_comes_out_as_before_changes_nothing(
    project: Project, old: str
) -> None:
    result = project.read_again()
    assert [file.document for file in result.files] == [old]
    assert not result.files[0].is_new
    assert [one.document_id for one in project.store.all_documents()] == [old]


def test_a_new_reading_is_a_document_of_its_own(project: Project, old: str) -> None:
    result = project.read_again(["quay.txt"], language="de")
    assert result.files[0].document == f"{old}.2"
    assert result.files[0].actor == "Quay List"
    assert {row["fate"] for row in result.anchors.rows} == {"exact"}
    earlier, later = project.store.all_documents()
    assert (earlier.sha256, earlier.replaced_by) == (later.sha256, later.document_id)
    assert project.read_again([f"{old}.2"], language="fr").files[0].document == (
        f"{old}.3"
    )
    with pytest.raises(ReplacedDocumentError):
        project.read_again([old])
    shutil.rmtree(project.store.derived)
    project.store.derived.mkdir()
    assert project.check(rebuild=True).is_sound


# Citing


def test_citing_a_unit_a_span_and_words(project: Project, old: str) -> None:
    document = project.gather().documents[0]
    unit = document.units[1]
    by_unit = project.cite(unit=unit.unit_id).citation
    span = (unit.span.start, unit.span.end)
    by_span = project.cite(document="quay.txt", span=span).citation
    by_words = project.cite(words="IT always did, and it\nshall do so again").citation
    assert by_unit.anchor == by_span.anchor
    assert by_words.anchor.words == "It always did, and it shall do so again"
    assert by_unit.unit_id == unit.unit_id
    assert by_unit.anchor.words.startswith("We will cut taxes and reduce regulation;")
    assert by_unit.anchor.before == "Quay List\n\n"
    assert (by_unit.document_id, by_unit.actor) == (old, "Quay List")
    assert (by_unit.first_page, by_unit.date) == (None, "2031-10-07")
    assert "We will cut" in project.cite(unit=unit.unit_id).summary()


def test_mistakes_about_citations_are_named(project: Project, old: str) -> None:
    for given in ({}, {"unit": "u", "words": "x"}, {"span": (0, 1)}):
        with pytest.raises(UnclearCitationError):
            project.cite(**given)
    with pytest.raises(UnknownDocumentError):
        project.cite(document="gone", span=(0, 1))
    for span in ((5, 5), (-3, 4), (0, 9_999), (9, 11)):
        with pytest.raises(SpanOutsideTextError, match=old):
            project.cite(document=old, span=span)
    with pytest.raises(UnknownUnitError):
        project.cite(unit="d/1-2")
    with pytest.raises(WordsNotFoundError, match="nearest words are “Police officers"):
        project.cite(words="Police officers should patrol the quay at night.")
    with pytest.raises(WordsNotFoundError, match=f"nowhere in {old}"):
        project.cite(words="zebra", document=old)
    with pytest.raises(RepeatedWordsError, match="stands in 2 places") as caught:
        project.cite(words="school")
    assert caught.value.places[0].startswith(f"{old} (quay.txt), ")


def test_a_citation_of_a_replaced_document_says_so(
    project: Project, old: str, tmp_path: Path
) -> None:
    edited = project.cite(words="the free market built this harbour.").citation
    lost = project.cite(words="We want more lamps").citation
    project.read([new_version(tmp_path)], new_version_of=old)
    span = edited.anchor.span
    again = project.cite(document=old, span=(span.start, span.end))
    assert again.citation == edited
    assert again.latest is not None
    assert again.latest.anchor.words == "the free market built this fine harbour."
    assert "the words are moved" in again.problems[0].message
    span = lost.anchor.span
    assert project.cite(document=old, span=(span.start, span.end)).latest is None


def test_earlier_citations_are_checked(
    project: Project, old: str, tmp_path: Path
) -> None:
    wanted = (
        "Police officers must patrol the quay at night.",
        "the free market built this harbour.",
        "We want more lamps on the mole and fewer cars behind it.",
    )
    made = [to_annotation(project.cite(words=one).citation) for one in wanted]
    stranger = json.loads(json.dumps(made[0]))
    stranger["target"]["source"]["id"] = "http://a.example/quay.pdf"
    file = tmp_path / "made.json"
    file.write_text(json.dumps([*made, stranger]), encoding="utf-8")
    before = project.check_citations(file)
    assert [one.fate for one in before.citations] == ["exact"] * 4
    assert before.is_sound
    project.read([new_version(tmp_path)], new_version_of=old)
    after = project.check_citations(file)
    assert [one.fate for one in after.citations] == ["exact", "moved", "lost", "exact"]
    assert not after.is_sound
    assert after.summary() == (
        "Checked 4 citations: 2 exact, 1 moved, 0 ambiguous, 1 lost."
    )
    assert after.to_rows()[1]["new_words"] == "the free market built this fine harbour."


def test_a_citation_of_a_file_that_is_not_here(project: Project, old: str) -> None:
    annotation = to_annotation(project.cite(words="Police officers").citation)
    text = json.dumps(annotation).replace("ni:///sha-256;", "ni:///sha-256;AAAA")
    file = project.store.folder / "made.json"
    file.write_text(text, encoding="utf-8")
    result = project.check_citations(file)
    assert (result.citations[0].fate, result.citations[0].document) == ("lost", None)
    assert [problem.kind for problem in result.problems] == ["unknown source"]
    assert old


# Projects made before there were versions


def test_a_project_of_version_1_is_migrated(tmp_path: Path) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    connection = sqlite3.connect(folder / "project.sqlite")
    connection.executescript(
        f"{schema.MIGRATIONS[0]}PRAGMA user_version = 1;"  # noqa: S608  # constants
        f"PRAGMA application_id = {schema.APPLICATION_ID};"
        f"INSERT INTO project VALUES ('old', '{AT}');"
        f"INSERT INTO runs VALUES ('read-1', 'read', '{{}}', '[]', '{{}}', '{AT}');"
        f"INSERT INTO executions (run_id, at) VALUES ('read-1', '{AT}');"
        "INSERT INTO documents VALUES ('d1', 'ab', 'a.txt', 'read-1');"
        "INSERT INTO descriptions (document_id, written, actor) "
        f"VALUES ('d1', '{AT}', 'Quay List');"
    )
    connection.close()
    with Store.open(folder) as store:
        (document,) = store.documents()
        assert (document.document_id, document.description.actor) == ("d1", "Quay List")
        assert store.complaints() == []
    assert (folder / f"project.sqlite.before-version-{schema.VERSION}").is_file()
    connection = sqlite3.connect(folder / "project.sqlite")
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        connection.execute("UPDATE documents SET name = 'b'")
    connection.close()
