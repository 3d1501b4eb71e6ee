"""Units that people cut themselves: as runs, on scales, in agreement, in tables."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from coded_by_hand import keep_book, make_project
from coding_room import assign, make_room, send
from hustings.errors import UnknownStatisticError
from hustings.workflow.agreeing_on_units import OwnUnit, shared_continua
from hustings.workflow.checking import check_project
from hustings.workflow.citing import cite_words
from hustings.workflow.codebooks import stored_codebook
from hustings.workflow.hand_codings import publish_codings
from hustings.workflow.room_cutting import cut_unit, join_units
from hustings.workflow.room_manage_cuts import measure_cuts
from hustings.workflow.room_shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.workflow.project import Project

CUTS = {"unitising": True}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_room(tmp_path / "harbour") as made:
        yield made


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def cut(project: Project, shelf: Shelf, mine: str, words: str, coder: str) -> None:
    """Cut the first unit before some of its words."""
    (unit, *_) = project.store.assignments.of(coder)[-1].units
    offset = unit.anchor.span.start + unit.anchor.words.index(words)
    cut_unit(
        project.store,
        shelf,
        assignment_id=mine,
        coder=coder,
        position=0,
        offset=offset,
    )


def divide(project: Project, shelf: Shelf) -> None:
    """Let Ana code three units of two, and Ben the two, joined."""
    store = project.store
    mine = assign(store, "Ana", words=["We will build", "Rents in"], design=CUTS)
    cut(project, shelf, mine, "to the island", "Ana")
    for position, value in enumerate(("boats", "homes", "homes")):
        send(store, shelf, mine, position, topic=value)
    theirs = assign(store, "Ben", words=["We will build", "Rents in"], design=CUTS)
    join_units(store, shelf, assignment_id=theirs, coder="Ben", position=0)
    send(store, shelf, theirs, 0, coder="Ben", topic="boats")


def test_own_units_are_published_with_their_places(
    project: Project, shelf: Shelf
) -> None:
    divide(project, shelf)
    ana, ben = publish_codings(project.store)
    tables = {one.table: project.store.table(one) for one in ana.outputs}
    assert list(tables) == ["codings", "units"]
    rows = tables["codings"].to_pylist()
    units = {row["unit"]: row for row in tables["units"].to_pylist()}
    assert [(units[row["unit"]]["text"], row["value"]) for row in rows] == [
        ("We will build a ferry", "boats"),
        ("to the island.", "homes"),
        ("Rents in the harbour must fall.", "homes"),
    ]
    first = units[rows[0]["unit"]]
    assert first["unit"] == f"{first['document']}/{first['start']}-{first['end']}"
    (given,) = project.store.assignments.of("Ana")[0].units[1:]
    assert rows[2]["unit"] == given.unit_id
    (joined,) = project.store.table(ben.outputs[1]).to_pylist()
    assert joined["text"].startswith("We will build")
    assert joined["text"].endswith("must fall.")
    assert check_project(project.store).is_sound


def test_tables_of_own_units_are_made_again_byte_for_byte(
    project: Project, shelf: Shelf
) -> None:
    divide(project, shelf)
    runs = publish_codings(project.store)
    project.agree()
    mine = project.store.assignments.of("Ana")[0].assignment_id
    join_units(
        project.store, shelf, assignment_id=mine, coder="Ana", position=0
    )  # what comes later changes nothing of an earlier run
    for run in project.store.runs():
        if run.step in {"code", "agree"}:
            for output in run.outputs:
                (project.store.derived / output.path).unlink()
    checked = check_project(project.store, rebuild=True)
    assert checked.is_sound
    again = [one for one in checked.notes if "made again" in one]
    assert len(again) == 2 * len(runs) + 3
    assert all("byte for byte" in one for one in again)


def test_cutting_again_takes_the_parts_out_of_the_next_run(
    project: Project, shelf: Shelf
) -> None:
    divide(project, shelf)
    first, _ = publish_codings(project.store)
    mine = project.store.assignments.of("Ana")[0].assignment_id
    join_units(project.store, shelf, assignment_id=mine, coder="Ana", position=0)
    later = {run.parameters["coder"]: run for run in publish_codings(project.store)}
    assert later["Ana"].run_id != first.run_id
    assert project.store.table(later["Ana"].outputs[0]).num_rows == 1


def test_of_codings_that_overlap_the_last_one_counts(
    project: Project, shelf: Shelf
) -> None:
    store = project.store
    whole = assign(store, "Ana", words=["We will build"], variables=["topic"])
    parts = assign(store, "Ana", words=["We will build"], design=CUTS)
    cut(project, shelf, parts, "to the island", "Ana")
    send(store, shelf, parts, 0, topic="boats")
    send(store, shelf, parts, 1, topic="homes")
    (run,) = publish_codings(store)
    assert store.table(run.outputs[0])["value"].to_pylist() == ["boats", "homes"]
    send(store, shelf, whole, 0, topic="000")
    (run,) = publish_codings(store)
    assert store.table(run.outputs[0])["value"].to_pylist() == ["000"]


def test_without_cutting_runs_are_as_ever(project: Project, shelf: Shelf) -> None:
    send(project.store, shelf, assign(project.store, "Ana"), 0, topic="boats")
    (run,) = publish_codings(project.store)
    assert "own_units" not in run.parameters
    assert [one.table for one in run.outputs] == ["codings"]


def test_agreement_compares_the_text_that_both_divided(
    project: Project, shelf: Shelf
) -> None:
    divide(project, shelf)
    result = project.agree()
    rows = {
        (row["statistic"], row["code"]): row
        for row in result.to_rows()
        if row["variable"] == "topic"
    }
    # in characters of words: Ana says boats, homes, homes, and Ben boats of it all
    words = ["Wewillbuildaferry", "totheisland.", "Rentsintheharbourmustfall."]
    a, b, c = map(len, words)
    total = 2 * (a + b + c)
    observed = 2 * (b + c) / total
    boats, homes = a + (a + b + c), b + c
    squares = a**2 + (a + b + c) ** 2 + b**2 + c**2
    expected = 2 * boats * homes / (total - squares / total) / total
    assert rows["cu_alpha", None]["value"] == pytest.approx(1 - observed / expected)
    assert rows["u_alpha", None]["n_units"] == 4
    assert rows["u_alpha", None]["n_coders"] == 2
    assert any(one.kind == "units cut alike" for one in result.problems)
    # no unit was cut alike, so there is none that both have coded
    assert rows["krippendorff_alpha", None]["value"] is None


def test_statistics_of_one_kind_can_be_asked_for(
    project: Project, shelf: Shelf
) -> None:
    divide(project, shelf)
    only = project.agree(statistics=["u_alpha"], variables=["topic"])
    assert [row["statistic"] for row in only.to_rows()] == ["u_alpha"]
    assert not any(one.kind == "units cut alike" for one in only.problems)
    plain = project.agree(statistics=["krippendorff_alpha"], variables=["topic"])
    assert {row["statistic"] for row in plain.to_rows()} == {"krippendorff_alpha"}
    pairs = project.agree(statistics=["cu_alpha"], by=["pair"], variables=["topic"])
    assert [row["coder_a"] for row in pairs.to_rows()] == [None, "Ana"]
    with pytest.raises(UnknownStatisticError, match="'kappa_prime'"):
        project.agree(statistics=["kappa_prime"])


def test_stretches_of_own_units_need_two_people_who_cut(
    project: Project, shelf: Shelf
) -> None:
    store = project.store
    mine = assign(store, "Ana", words=["We will build"], design=CUTS)
    send(store, shelf, mine, 0, topic="boats")
    send(store, shelf, assign(store, "Ben"), 0, coder="Ben", topic="boats")
    result = project.agree(variables=["topic"])
    assert "u_alpha" not in {row["statistic"] for row in result.to_rows()}
    with pytest.raises(UnknownStatisticError):
        project.agree(statistics=["u_alpha"])


def test_continua_are_what_the_same_people_went_through() -> None:
    def unit(coder: str, start: int, end: int, document: str = "d") -> OwnUnit:
        return OwnUnit(document=document, coder=coder, start=start, end=end, values={})

    units = [
        unit("ana", 0, 4),
        unit("ana", 4, 10),
        unit("ben", 2, 6),
        unit("ben", 8, 12),
        unit("cy", 9, 12),
        unit("cy", 0, 5, document="e"),
    ]
    found = [
        (one.start, one.end, "".join(sorted(one.coders)))
        for one in shared_continua(units)
    ]
    assert found == [
        (2, 6, "anaben"),
        (8, 9, "anaben"),
        (9, 10, "anabency"),
        (10, 12, "bency"),
    ]


def test_export_holds_own_units_in_reading_order(
    project: Project, shelf: Shelf, tmp_path: Path
) -> None:
    divide(project, shelf)
    project.agree()
    project.export(["codings", "agreement"], to=tmp_path / "out")
    with (tmp_path / "out" / "codings.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [(row["coder"], row["words"], row["value"]) for row in rows] == [
        ("Ana", "We will build a ferry", "boats"),
        (
            "Ben",
            "We will build a ferry to the island. Rents in the harbour must fall.",
            "boats",
        ),
        ("Ana", "to the island.", "homes"),
        ("Ana", "Rents in the harbour must fall.", "homes"),
    ]
    assert all(int(row["start"]) < int(row["end"]) for row in rows)
    with (tmp_path / "out" / "agreement.csv").open(encoding="utf-8-sig") as file:
        table = list(csv.DictReader(file))
    (cu,) = [
        row
        for row in table
        if (row["statistic"], row["variable"]) == ("cu_alpha", "topic")
    ]
    assert float(cu["coverage"]) == 1


def test_a_unit_of_ones_own_can_be_cited(project: Project, shelf: Shelf) -> None:
    divide(project, shelf)
    ana, _ = publish_codings(project.store)
    unit = project.store.table(ana.outputs[0])["unit"][1].as_py()
    cited = cite_words(project.store, unit=unit).citation
    assert cited.words == "to the island."


def test_scales_count_units_as_their_coder_cut_them(tmp_path: Path) -> None:
    shelf = Shelf()
    with make_project(tmp_path / "town") as project:
        store = project.store
        book = keep_book(store)
        mine = assign(
            store,
            "Ana",
            words=["We will build", "Rents in"],
            variables=["topic"],
            design=CUTS,
            codebook=book,
        )
        cut(project, shelf, mine, "to the island", "Ana")
        for position, value in enumerate(("thrift", "homes", "homes")):
            send(store, shelf, mine, position, topic=value)
        publish_codings(store)
        result = project.scale("purse", coder="Ana")
    quay = next(one for one in result.positions if one.n_units)
    # one of thrift and two of homes, of three units: two were handed out
    assert quay.n_units == 3
    assert quay.position == pytest.approx(100 * (1 - 2) / 3)
    (partly,) = [one for one in result.problems if one.kind == "partly coded"]
    assert "coded 2 of 6 units" in partly.message


def test_agreement_of_the_moment_is_that_of_the_command(
    project: Project, shelf: Shelf
) -> None:
    divide(project, shelf)
    sha256 = project.store.assignments.of("Ana")[0].codebook_sha256
    (topic, *others) = stored_codebook(project.store, sha256).codebook.variables
    found = measure_cuts(project.store, sha256, topic)
    assert found is not None
    assert (found.n_units, found.n_coders) == (4, 2)
    rows = [
        row
        for row in project.agree(variables=["topic"]).to_rows()
        if row["statistic"] == "u_alpha" and row["code"] is None
    ]
    assert found.both is not None
    assert [(found.both.value, found.both.low, found.both.high)] == [
        (row["value"], row["low"], row["high"]) for row in rows
    ]
    unlike = next(one for one in others if one.level == "ratio")
    told = measure_cuts(project.store, sha256, unlike)
    assert told is not None
    assert told.both is None


def test_where_nobody_cut_there_is_no_agreement_on_cuts(
    project: Project, shelf: Shelf
) -> None:
    mine = assign(project.store, "Ana")
    send(project.store, shelf, mine, 0, topic="boats")
    (book,) = {one.codebook_sha256 for one in project.store.hand.all()}
    (topic, *_) = stored_codebook(project.store, book).codebook.variables
    assert measure_cuts(project.store, book, topic) is None
