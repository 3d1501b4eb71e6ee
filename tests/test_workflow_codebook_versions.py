from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hustings.errors import (
    CodebookFileError,
    RepeatedVersionError,
    UnknownVersionError,
)
from hustings.workflow.codebook_versions import list_versions
from hustings.workflow.codebooks import find_codebook
from hustings.workflow.drawing import Request
from hustings.workflow.project import Project
from town_books import VERSION_1, VERSION_2, build_town, code_all, write_book

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
