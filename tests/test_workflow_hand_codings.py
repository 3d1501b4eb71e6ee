from __future__ import annotations

import csv
import re
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from coded_by_hand import QUAY, TOWN, code, keep_book, make_project, settle
from hustings.errors import NothingCodedError
from hustings.interface.pages.site import plan_site
from hustings.workflow.current import code_runs
from hustings.workflow.hand_codings import is_by_hand, publish_codings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.model.run import Run
    from hustings.workflow.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_project(tmp_path / "town") as made:
        yield made


def rows_of(project: Project, run: Run) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = project.store.table(run.outputs[0]).to_pylist()
    return rows


def values_of(project: Project) -> dict[str, list[str]]:
    """Return what counts by hand, by coder, in reading order."""
    return {
        str(run.parameters["coder"]): [row["value"] for row in rows_of(project, run)]
        for run in code_runs(project.store)
        if is_by_hand(run)
    }


def test_nothing_is_published_where_nobody_has_coded(project: Project) -> None:
    assert publish_codings(project.store) == []


def test_a_person_becomes_a_coder_like_any_other(project: Project) -> None:
    made = code(project.store, "ferry", "boats")
    code(project.store, "Rents", "thrift")
    code(project.store, "Rents", "homes")
    code(project.store, "Rents", "thrift", coder="Ben")
    first, second = publish_codings(project.store)
    assert first.parameters["coder"] == "Ana"
    assert first.parameters["codebook_version"] == "1"
    assert [row["value"] for row in rows_of(project, first)] == ["boats", "homes"]
    assert rows_of(project, first)[0] == {
        "document": made.document_id,
        "unit": made.unit_id,
        "coder": "Ana",
        "variable": "topic",
        "value": "boats",
        "evidence": [{"start": made.evidence[0].start, "end": made.evidence[0].end}],
    }
    assert [row["value"] for row in rows_of(project, second)] == ["thrift"]


def test_publishing_again_records_nothing_new(project: Project) -> None:
    code(project.store, "ferry", "boats")
    runs = publish_codings(project.store)
    n = len(project.store.runs())
    assert publish_codings(project.store) == runs
    assert len(project.store.runs()) == n
    code(project.store, "ferry", None)
    assert publish_codings(project.store) != runs
    assert values_of(project) == {"Ana": []}


def test_adjudicated_values_stand_last_and_open_cases_are_left_out(
    project: Project,
) -> None:
    settle(project.store, "ferry", "boats")
    settle(project.store, "Rents", None)
    code(project.store, "Nobody pays", "thrift")
    runs = publish_codings(project.store)
    assert [run.parameters["coder"] for run in runs] == ["Ana", "adjudicated"]
    assert values_of(project) == {"Ana": ["thrift"], "adjudicated": ["boats"]}


def test_only_units_that_are_there_count(project: Project) -> None:
    code(project.store, "ferry", "boats")
    code(project.store, "reeds", "homes")
    publish_codings(project.store)
    assert values_of(project) == {"Ana": ["boats", "homes"]}
    project.split(into="paragraph")
    assert values_of(project) == {"Ana": []}
    project.split(into="quasi-sentence")
    assert values_of(project) == {"Ana": ["boats", "homes"]}


def test_a_later_version_of_a_codebook_takes_over(project: Project) -> None:
    store = project.store
    old = keep_book(store)
    code(store, "ferry", "boats")
    code(store, "Rents", "homes")
    new = keep_book(store, TOWN.replace('"1"', '"2"'))
    store.codebook_versions.add("town", "1", old, None, "2031-01-01T00:00:00+00:00")
    store.codebook_versions.add("town", "2", new, old, "2031-01-02T00:00:00+00:00")
    code(store, "ferry", "homes", book=new)
    code(store, "reeds", "boats", book=old)
    (run,) = publish_codings(store)
    assert run.parameters["codebook_version"] == "2"
    assert values_of(project) == {"Ana": ["homes"]}


def test_two_codebooks_of_one_person_both_count(project: Project) -> None:
    other = keep_book(project.store, TOWN.replace("name: town", "name: city"))
    code(project.store, "ferry", "boats")
    code(project.store, "Rents", "homes", book=other)
    runs = publish_codings(project.store)
    assert [run.parameters["codebook"] for run in runs] == ["town", "city"]
    gathered = project.gather()
    lenses = project.compare(codebook="city").lens, project.compare().lens
    assert [lens.codebook.name for lens in lenses] == ["city", "city"]
    assert set(gathered.codebooks) == {"town", "city"}
    for book, code_ in (("city", "homes"), ("town", "boats")):
        rows = project.compare(codebook=book).to_rows()
        assert {row["code"] for row in rows} == {code_}


def test_tables_are_made_again_byte_for_byte(project: Project) -> None:
    code(project.store, "ferry", "boats")
    publish_codings(project.store)
    code(project.store, "ferry", "homes")
    settle(project.store, "Rents", "homes")
    publish_codings(project.store)
    project.scale("purse", interval="none")
    for folder in project.store.derived.iterdir():
        shutil.rmtree(folder)
    result = project.check(rebuild=True)
    assert result.is_sound
    assert all("byte for byte" in note for note in result.notes)


# What the other steps make of it


def test_scales_count_what_a_person_has_judged(project: Project) -> None:
    for words, value in (("ferry", "boats"), ("Rents", "homes"), ("quay", "thrift")):
        code(project.store, words, value)
    code(project.store, "quay", "homes", coder="Ben")
    publish_codings(project.store)
    project.code(codebook="marpor-5")
    scaled = project.scale("salience", codebook="town", coder="Ana", interval="none")
    rows = {(row["name"], row["code"]): row for row in scaled.to_rows()}
    assert rows["Quay List 2031", "homes"]["position"] == pytest.approx(1 / 3)
    assert rows["Quay List 2031", "homes"]["n_units"] == 3
    assert scaled.coder == "Ana"
    assert [one.kind for one in scaled.problems if one.kind == "partly coded"]
    told = next(one.message for one in scaled.problems if one.kind == "partly coded")
    assert told.startswith("Ana coded 3 of 6 units.")


def test_whose_codings_are_scaled_can_be_said(project: Project) -> None:
    code(project.store, "Rents", "homes")
    settle(project.store, "Rents", "thrift")
    publish_codings(project.store)
    by = {
        coder: project.scale("purse", coder=coder, interval="none").positions[0]
        for coder in ("Ana", "adjudicated")
    }
    assert by["Ana"].position == -100
    assert by["adjudicated"].position == 100
    assert project.scale("purse", interval="none").coder == "adjudicated"
    with pytest.raises(NothingCodedError, match="by coder Cem"):
        project.scale("purse", coder="Cem")


def test_people_are_taken_together_where_nobody_is_named(project: Project) -> None:
    code(project.store, "Rents", "homes", coder="Ben")
    code(project.store, "Rents", "thrift")
    publish_codings(project.store)
    scaled = project.scale("purse", interval="none")
    assert scaled.coder == "Ana and Ben"
    assert scaled.positions[0].position == 0
    assert not [one for one in scaled.problems if one.kind == "several coders"]
    chosen = project.scale("purse", coder="Ana", interval="none")
    assert chosen.positions[0].position == 100


def test_comparing_shows_a_persons_codings_once(project: Project) -> None:
    code(project.store, "Rents", "homes")
    settle(project.store, "Rents", "homes")
    publish_codings(project.store)
    for coder in ("Ana", "adjudicated"):
        (row, *_) = [
            row
            for row in project.compare(coder=coder).to_rows()
            if row["code"] == "homes" and row["actor"] == "Quay List"
        ]
        assert row["n_units"] == 1
        assert row["share"] == 1
    with pytest.raises(NothingCodedError, match="any topic by coder Cem"):
        project.compare(coder="Cem")


def test_pages_do_not_call_people_machines(project: Project) -> None:
    for words in ("ferry", "Rents"):
        code(project.store, words, "homes")
        settle(project.store, words, "homes")
    publish_codings(project.store)
    project.scale("purse", coder="Ana")
    project.scale("salience", coder="adjudicated")
    site = plan_site(project.gather())
    pages = {name: write().decode() for name, write in site.items() if ".html" in name}
    shown = "".join(pages.values())
    assert "uncorrected machine coding" not in re.sub(r"<dt.*?</dd>", "", shown)
    assert "coded by Ana" in pages["positions.html"]
    assert not [name for name, page in pages.items() if "Unvalidated" in page]
    trails = [page for name, page in pages.items() if name.startswith("trail/position")]
    assert any("100 × (0 − 2) ÷ 2" in page for page in trails)


def test_pages_of_people_and_machines_keep_them_apart(project: Project) -> None:
    project.code(codebook="marpor-5")
    code(project.store, "Rents", "homes")
    publish_codings(project.store)
    project.scale("rile", coder="dictionary:marpor-5")
    project.scale("purse", coder="Ana")
    pages = {name: write() for name, write in plan_site(project.gather()).items()}
    text = pages["positions.html"].decode()
    assert "coded by Ana" in text
    assert "Unvalidated" in text
    rile = project.scale("rile", coder="dictionary:marpor-5", interval="none")
    assert all(one.n_units in {4, 2} for one in rile.positions)


# A new version of a document


def test_codings_by_hand_are_found_again_in_a_new_version(
    project: Project, tmp_path: Path
) -> None:
    code(project.store, "ferry", "boats")
    code(project.store, "Rents", "homes")
    code(project.store, "reeds", "thrift")
    publish_codings(project.store)
    new = tmp_path / "quay-2.txt"
    new.write_text(
        QUAY.replace("Quay List\n", "Quay List\n\nA word before.\n").replace(
            "Rents in the harbour must fall.", "Paint is dear."
        ),
        encoding="utf-8",
    )
    result = project.read([new], new_version_of="quay.txt")
    fates = {row["words"]: row["fate"] for row in result.anchors.rows}
    assert fates == {
        "We will build a ferry to the island.": "exact",
        "Rents in the harbour must fall.": "lost",
    }
    assert {row["coder"] for row in result.anchors.rows} == {"Ana"}
    again = project.reanchor()
    assert [row["fate"] for row in again.rows] == ["exact", "lost"]
    assert project.check().is_sound


def new_quay(tmp_path: Path, words: str = "") -> Path:
    """Write a new version of the first document, with one sentence in place of one."""
    path = tmp_path / f"quay-{len(words)}.txt"
    text = QUAY.replace("Quay List\n", "Quay List\n\nA word before.\n")
    gone = "Rents in the harbour must fall."
    path.write_text(text.replace(gone, words or gone), encoding="utf-8")
    return path


def test_codings_of_unchanged_words_count_in_the_new_version(
    project: Project, tmp_path: Path
) -> None:
    first = code(project.store, "ferry", "boats")
    code(project.store, "Rents", "homes")
    settle(project.store, "ferry", "boats")
    settle(project.store, "Rents", None)
    publish_codings(project.store)
    project.read([new_quay(tmp_path, "Paint is dear.")], new_version_of="quay.txt")
    shown = project.gather().documents[0]
    assert shown.name == "quay-14.txt"
    assert sorted(
        (one.coder_id, one.value)
        for codings in shown.codings.values()
        for one in codings
    ) == [("Ana", "boats"), ("adjudicated", "boats")]
    carried = project.store.hand.all()[-1]
    assert carried.origin == f"found again {first.coding_id}"
    assert carried.anchor.words == first.anchor.words
    text = shown.document.text
    assert carried.anchor.span.of(text) == first.anchor.words
    assert carried.evidence[0].of(text) == "ferry"
    assert project.store.hand.history(first.document_id, first.anchor.span) == [first]
    assert project.check(rebuild=True).is_sound


def test_carrying_twice_adds_nothing(project: Project, tmp_path: Path) -> None:
    code(project.store, "ferry", "boats")
    publish_codings(project.store)
    project.read([new_quay(tmp_path)], new_version_of="quay.txt")
    assert len(project.store.hand.all()) == 2
    project.split()
    project.read_again()
    assert len(project.store.hand.all()) == 2
    code(project.store, "ferry", None)
    project.split()
    assert len(project.store.hand.all()) == 3


def test_what_a_person_said_of_the_new_words_stays(
    project: Project, tmp_path: Path
) -> None:
    code(project.store, "ferry", "boats")
    project.read([new_quay(tmp_path)], new_version_of="quay.txt")
    code(project.store, "ferry", "homes")
    project.split(into="paragraph")
    project.split(into="quasi-sentence")
    assert values_of(project)["Ana"].count("homes") == 1
    shown = project.gather().documents[0]
    assert [one.value for some in shown.codings.values() for one in some] == ["homes"]


def test_words_that_were_edited_are_left_to_people(
    project: Project, tmp_path: Path
) -> None:
    code(project.store, "Rents", "homes")
    edited = new_quay(tmp_path, "Rents in the old harbour must fall.")
    result = project.read([edited], new_version_of="quay.txt")
    assert [row["fate"] for row in result.anchors.rows] == ["moved"]
    assert len(project.store.hand.all()) == 1


def test_words_that_a_person_placed_carry_their_coding(
    project: Project, tmp_path: Path
) -> None:
    code(project.store, "Rents", "homes")
    edited = new_quay(tmp_path, "Paint is dear.")
    result = project.read([edited], new_version_of="quay.txt")
    assert [row["fate"] for row in result.anchors.rows] == ["lost"]
    worklist = tmp_path / "worklist.csv"
    assert project.write_worklist(worklist) == 1
    with worklist.open(encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file)
    with worklist.open("w", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["item", "decision"])
        writer.writeheader()
        writer.writerow({"item": row["item"], "decision": '"Paint is dear."'})
    project.settle(worklist)
    carried = project.store.hand.all()[-1]
    assert (carried.value, carried.anchor.words) == ("homes", "Paint is dear.")
    assert values_of(project)["Ana"].count("homes") == 2
    project.settle(worklist)
    assert len(project.store.hand.all()) == 2


def test_a_coding_that_stands_nowhere_is_found_by_check(project: Project) -> None:
    made = code(project.store, "Rents", "homes")
    publish_codings(project.store)
    assert project.check().is_sound
    other = replace(made.anchor, words="Boats in the harbour must float.")
    project.store.hand.add([replace(made, coding_id="stray", anchor=other)])
    result = project.check()
    assert [one.kind for one in result.problems] == ["stray span"]
    assert "coding by Ana" in result.problems[0].message
