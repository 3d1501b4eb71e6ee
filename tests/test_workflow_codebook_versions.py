from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from hustings.coding.adjudication_results import AdjudicationRule
from hustings.errors import (
    CodebookFileError,
    RepeatedVersionError,
    RepeatedWorklistError,
    UnknownVersionError,
)
from hustings.workflow.carried_adjudications import settled_codings
from hustings.workflow.codebook_versions import list_versions
from hustings.workflow.codebooks import find_codebook
from hustings.workflow.drawing import Request
from hustings.workflow.look_again import require_new_file, write_look_again
from hustings.workflow.project import Project
from hustings.workflow.room_manage_cases import list_cases
from hustings.workflow.room_manage_words import books_coded
from hustings.workflow.room_shelf import Shelf
from town_books import VERSION_1, VERSION_2, build_town, code_all, write_book

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.model.adjudication import Adjudicated
    from hustings.model.assignment import Assignment

VALUES = ("305.1", "305.2", "402", "501", "none", "305.1")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Project]:
    with Project.open(build_town(tmp_path)) as project:
        project.add_codebook(str(write_book(tmp_path, VERSION_1, "one.yaml")))
        for seed, coder in enumerate(("ana", "ben")):
            request = Request(codebook="town", coders=(coder,), sample="6", seed=seed)
            code_all(project, project.assign(request).assignments[0], VALUES)
        yield project


@pytest.fixture
def second(tmp_path: Path) -> str:
    return str(write_book(tmp_path, VERSION_2, "two.yaml"))


def test_the_first_version_changes_nothing(town: Project, tmp_path: Path) -> None:
    result = town.add_codebook(str(tmp_path / "one.yaml"))
    assert not result.is_new
    assert result.summary() == "Codebook town, version 1, was there already."
    assert len(town.store.codebook_versions.all()) == 1


def test_a_new_version_recodes_and_lists_the_rest(town: Project, second: str) -> None:
    before = town.store.hand.all()
    result = town.add_codebook(second)
    assert (result.n_kept, result.n_recoded, len(result.again)) == (2, 6, 4)
    assert result.summary() == (
        "Codebook town, version 2, takes the place of version 1: 2 hand codings "
        "carried over, 6 recoded, 4 to look at again."
    )
    assert town.store.hand.all()[: len(before)] == before
    made = town.store.hand.all()[len(before) :]
    told = {(one.coder, one.value, one.origin) for one in made}
    assert ("Ana", "305", "recoded 305.1 -> 305, town 2") in told
    assert ("Ben", "305", "recoded 305.2 -> 305, town 2") in told
    assert ("Ana", "none", "kept none, town 2") in told
    assert {row["value"] for row in result.to_rows()} == {"402", "501"}
    assert {row["choices"] for row in result.to_rows()} == {"", "501, 502"}
    words = [change.in_words() for change in result.changes]
    assert "Code 305.1 of topic (Boats) is gone." in words


def test_a_recoded_coding_is_the_same_word_of_the_same_time(
    town: Project, second: str
) -> None:
    old = {
        (one.coder, one.document_id, one.anchor.span): one
        for one in town.store.hand.current()
    }
    town.add_codebook(second)
    sha256 = town.store.codebook_versions.of("town")[-1].sha256
    for one in town.store.hand.current(codebook=sha256):
        earlier = old[one.coder, one.document_id, one.anchor.span]
        assert one.written == earlier.written
        assert one.assignment_id == earlier.assignment_id
        assert one.coding_id != earlier.coding_id


def test_adding_a_version_twice_doubles_nothing(town: Project, second: str) -> None:
    town.add_codebook(second)
    rows = town.store.hand.all()
    again = town.add_codebook(second)
    assert town.store.hand.all() == rows
    assert not again.is_new
    assert "took the place" in again.summary()
    assert len(again.again) == 4


def first_assignment(town: Project) -> Assignment:
    """Give Ana's units under the first version."""
    sha256 = town.store.codebook_versions.of("town")[0].sha256
    (first,) = [
        one for one in town.store.assignments.of("Ana") if one.codebook_sha256 == sha256
    ]
    return first


def values_now(town: Project) -> list[str | None]:
    """Say what Ana's six units have under the second version."""
    sha256 = town.store.codebook_versions.of("town")[-1].sha256
    now = {
        one.unit_id: one.value
        for one in town.store.hand.current(codebook=sha256, coders=["Ana"])
    }
    return [now.get(unit.unit_id) for unit in first_assignment(town).units]


def test_what_was_said_late_is_recoded_too(town: Project, second: str) -> None:
    town.add_codebook(second)
    assert values_now(town) == ["305", "305", None, None, "none", "305"]
    code_all(town, first_assignment(town), ["none", "none", "305.1"], second=30)
    town.add_codebook(second)
    assert values_now(town) == ["none", "none", "305", None, "none", "305"]


def test_what_no_longer_holds_is_taken_back(town: Project, second: str) -> None:
    town.add_codebook(second)
    code_all(town, first_assignment(town), ["402", None], second=30)
    result = town.add_codebook(second)
    assert values_now(town) == [None, None, None, None, "none", "305"]
    looked_at = {row["unit"] for row in result.to_rows() if row["coder"] == "Ana"}
    first, taken_back, *_ = (one.unit_id for one in first_assignment(town).units)
    assert first in looked_at
    assert taken_back not in looked_at
    rows = town.store.hand.all()
    town.add_codebook(second)
    assert town.store.hand.all() == rows


def test_a_word_under_the_new_version_is_not_taken_back(
    town: Project, second: str
) -> None:
    town.add_codebook(second)
    (assignment,) = town.assign(Request(codebook="town", coders=("ana",))).assignments
    code_all(town, assignment, ["502"] * 12, second=50)
    code_all(town, first_assignment(town), ["402"] * 6, second=30)
    town.add_codebook(second)
    assert values_now(town) == ["502"] * 6


def test_the_worklist_shrinks_as_people_look_again(town: Project, second: str) -> None:
    town.add_codebook(second)
    request = Request(codebook="town@2", coders=("ana",))
    (assignment,) = town.assign(request).assignments
    code_all(town, assignment, ["none"] * 12, second=40)
    result = town.add_codebook(second)
    assert {row["coder"] for row in result.to_rows()} == {"Ben"}


def test_what_counts_is_published_under_the_new_version(
    town: Project, second: str
) -> None:
    town.add_codebook(second)
    runs = [run for run in town.store.runs() if run.parameters.get("coder") == "Ana"]
    assert runs[-1].parameters["codebook_version"] == "2"
    assert runs[-1].outputs[0].n_rows == 4


def test_a_variable_that_is_gone_is_told(town: Project, tmp_path: Path) -> None:
    third = VERSION_1.replace("version: 1", "version: 3").replace(
        "name: topic", "name: theme"
    )
    result = town.add_codebook(str(write_book(tmp_path, third, "three.yaml")))
    assert result.n_dropped == 12
    assert "12 hand codings of variables" in result.problems[0].message


def test_versions_are_refused_where_they_do_not_fit(
    town: Project, tmp_path: Path
) -> None:
    other = write_book(tmp_path, VERSION_1.replace("Boats", "Ships"), "other.yaml")
    with pytest.raises(RepeatedVersionError, match="Raise `version`"):
        town.add_codebook(str(other))
    for old, new, said in (
        ("from: 1\n", "from: 9\n", "line 15: recodes from version '9'"),
        ("NNN.x", "NNNN.x", "line 18: no code fits the pattern"),
    ):
        path = write_book(tmp_path, VERSION_2.replace(old, new), "two.yaml")
        with pytest.raises(CodebookFileError, match=said):
            town.add_codebook(str(path))
    assert len(town.store.codebook_versions.all()) == 1


def test_codebooks_are_found_by_version(town: Project, second: str) -> None:
    town.add_codebook(second)
    store = town.store
    assert find_codebook(store, "town").codebook.version == "2"
    assert find_codebook(store, "town@1").codebook.version == "1"
    assert find_codebook(store, second).codebook.version == "2"
    assert find_codebook(store, "cap-21").codebook.name == "cap-21"
    with pytest.raises(UnknownVersionError, match="Its versions here: 1, 2"):
        find_codebook(store, "town@9")
    rows = list_versions(store)
    assert [(row["version"], row["replaces"]) for row in rows] == [
        ("1", None),
        ("2", "1"),
    ]
    assert [row["n_hand_codings"] for row in rows] == [12, 8]


# Adjudicated values


def settled_now(town: Project) -> dict[tuple[str, int], Adjudicated]:
    sha256 = town.store.codebook_versions.of("town")[-1].sha256
    return {
        (one.document_id, one.anchor.span.start): one
        for one in town.store.adjudications.current(codebook=sha256)
    }


def settle_by_person(town: Project, folder: Path, value: str, note: str = "") -> None:
    """Let Ben decide on Ana's first unit under the first version."""
    unit = first_assignment(town).units[0]
    table = folder / "decisions.csv"
    table.write_text(
        "unit,variable,value,by,note,codebook\n"
        f"{unit.unit_id},topic,{value},Ben,{note},"
        f"{first_assignment(town).codebook_sha256}\n",
        encoding="utf-8",
    )
    town.adjudicate(decisions=table)


def test_adjudicated_values_are_recoded(
    town: Project, second: str, tmp_path: Path
) -> None:
    town.adjudicate(AdjudicationRule(rule="senior", senior="Ana"))
    settle_by_person(town, tmp_path, "305.2", "The quay is meant.")
    before = town.store.adjudications.all()
    result = town.add_codebook(second)
    assert (result.n_settled, len(result.settle_again)) == (7, 3)
    assert "7 carried over or recoded, 3 to settle again." in result.summary()
    assert town.store.adjudications.all()[: len(before)] == before
    place = first_assignment(town).units[0]
    made = settled_now(town)[place.document_id, place.anchor.span.start]
    (old,) = [one for one in before if one.rule == "person:Ben"]
    assert (made.value, made.rule) == (
        "305",
        "person:Ben; recoded 305.2 -> 305, town 2",
    )
    assert (made.note, made.written) == ("The quay is meant.", old.written)
    assert made.settles[0] == old.adjudication_id
    ours = town.store.hand.current(codebook=made.codebook_sha256)
    said = {one.coding_id for one in ours if one.anchor.span == made.anchor.span}
    assert set(settled_codings(made)) <= said
    told = {row["coder"] for row in result.to_rows()}
    assert told == {"Ana", "Ben", "adjudicated"}
    assert [one.kind for one in result.problems] == ["settle again"]


def test_recoded_values_count_as_adjudicated(town: Project, second: str) -> None:
    town.adjudicate(AdjudicationRule(rule="senior", senior="Ana"))
    town.add_codebook(second)
    run = next(
        one
        for one in reversed(town.store.runs())
        if one.parameters.get("coder") == "adjudicated"
    )
    assert run.parameters["codebook_version"] == "2"
    values = town.store.table(run.outputs[0])["value"].to_pylist()
    assert Counter(values) == {"305": 6, "none": 1}
    assert town.check().is_sound


def test_values_are_carried_over_once(town: Project, second: str) -> None:
    town.adjudicate(AdjudicationRule(rule="senior", senior="Ana"))
    town.add_codebook(second)
    rows = town.store.adjudications.all()
    again = town.add_codebook(second)
    assert town.store.adjudications.all() == rows
    assert len(again.settle_again) == 3


def test_what_was_settled_late_is_carried_over_too(
    town: Project, second: str, tmp_path: Path
) -> None:
    town.adjudicate(AdjudicationRule(rule="senior", senior="Ana"))
    town.add_codebook(second)
    place = first_assignment(town).units[0]
    key = (place.document_id, place.anchor.span.start)
    assert settled_now(town)[key].value == "305"
    settle_by_person(town, tmp_path, "none")
    town.add_codebook(second)
    assert settled_now(town)[key].value == "none"
    settle_by_person(town, tmp_path, "402")
    result = town.add_codebook(second)
    assert settled_now(town)[key].value is None
    assert "taken back none, town 2" in settled_now(town)[key].rule
    assert place.unit_id in {one.unit for one in result.settle_again}


def test_a_rule_leaves_a_recoded_decision_alone(
    town: Project, second: str, tmp_path: Path
) -> None:
    settle_by_person(town, tmp_path, "305.2")
    town.add_codebook(second)
    result = town.adjudicate("unanimity", codebook="town")
    assert result.n_kept == 2  # the decision and what was made of it
    place = first_assignment(town).units[0]
    made = settled_now(town)[place.document_id, place.anchor.span.start]
    assert made.rule.startswith("person:Ben; recoded")


def test_what_is_to_be_settled_again_is_a_table_of_decisions(
    town: Project, second: str, tmp_path: Path
) -> None:
    town.adjudicate(AdjudicationRule(rule="senior", senior="Ana"))
    result = town.add_codebook(second)
    worklist = tmp_path / "again.csv"
    written = write_look_again(result, worklist)
    assert [one.name for one in written] == ["again.csv", "again-adjudicated.csv"]
    with written[1].open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["was"] for row in rows} == {"402", "501"}
    for row in rows:
        row |= {"value": "502", "by": "Ben", "note": "By the new instruction."}
    with written[1].open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    town.adjudicate(decisions=written[1])
    settled = [one for one in settled_now(town).values() if one.value == "502"]
    assert [one.note for one in settled] == ["By the new instruction."] * 3
    assert town.add_codebook(second).settle_again == ()
    with pytest.raises(RepeatedWorklistError, match=r"again\.csv"):
        require_new_file(worklist)


def test_cases_carried_over_are_settled_in_the_room(town: Project, second: str) -> None:
    late = first_assignment(town)
    town.adjudicate(AdjudicationRule(rule="senior", senior="Ana"))
    town.add_codebook(second)
    sha256 = town.store.codebook_versions.of("town")[-1].sha256
    (book,) = [one for one in books_coded(town.store, Shelf()) if one.sha256 == sha256]
    cases = list_cases(town.store, book)
    assert {one.state for one in cases} <= {"settled", "open"}
    assert late.coder == "Ana"
