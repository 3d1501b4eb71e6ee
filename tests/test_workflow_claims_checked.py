from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from claiming_room import QUAYS, a_claim, claim_room, hand_out, write
from hustings.model.claim import AGAINST, FOR
from hustings.store.claim_sheets import claim_sheets_of
from hustings.workflow.claiming_on import claim_on
from hustings.workflow.claims_checked import choose_sheet, current_sheets
from hustings.workflow.claims_gathered import gather_checked
from hustings.workflow.importing import handed_out_codebook
from hustings.workflow.project import Project
from hustings.workflow.room_manage_overview import show_overview
from hustings.workflow.room_shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUS, TOLL = "We demand a night bus.", "We oppose the toll."
PIER, HERON = (
    "We will build a pier at Reed Point.",
    "The Heron List opposes the windmill.",
)
FOUND = [
    ("Ferry Party", 1, "a night bus", None),
    ("Ferry Party", -1, "the toll", None),
    ("Ferry Party", 1, "a pier at Reed Point", None),
    ("The Heron List", -1, "the windmill", None),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    return claim_room(tmp_path_factory.mktemp("made"))


@pytest.fixture
def project(made: tuple[Path, str], tmp_path: Path) -> Iterator[Project]:
    shutil.copytree(made[0], tmp_path / "copy")
    with Project.open(tmp_path / "copy") as opened:
        yield opened


@pytest.fixture
def own(made: tuple[Path, str]) -> str:
    return made[1]


def counted(project: Project) -> list[tuple[str, int, str, str | None]]:
    found = gather_checked(project.store).claims
    return [(one.actor, one.stance, one.target, one.checked_by) for one in found]


def kinds(project: Project) -> list[str]:
    return [one.kind for one in gather_checked(project.store).problems]


def test_without_sheets_the_programs_claims_count(project: Project) -> None:
    assert counted(project) == FOUND


def test_one_coders_sheets_take_the_place_of_what_was_found(
    project: Project, own: str
) -> None:
    store = project.store
    write(store, own, 1, [])
    write(store, own, 2, [a_claim(PIER, "a pier"), a_claim(PIER, "Reed Point")])
    told = a_claim(HERON, "the windmill", actor="The Ferry Party")
    write(store, own, 4, [told])
    assert counted(project) == [
        FOUND[0],
        ("Ferry Party", 1, "a pier", "Ana"),
        ("Ferry Party", 1, "Reed Point", "Ana"),
        ("Ferry Party", 1, "the windmill", "Ana"),
    ]
    claims = gather_checked(store).claims
    assert [one.is_reported for one in claims] == [False] * 3 + [True]
    (document,) = {one.document_id for one in claims}
    for one in claims:
        place = one.words.index(one.target)
        assert one.claim.span.of(QUAYS) == one.target, document
        assert one.words[place:].startswith(one.target)


def test_peoples_sheets_answer_what_is_asked_on_a_target(
    project: Project, own: str
) -> None:
    def stances() -> list[int | None]:
        return [row["stance"] for row in claim_on(project.store, "toll").rows]

    assert stances() == [AGAINST]
    write(project.store, own, 1, [a_claim(TOLL, "the toll")])
    assert stances() == [FOR]


def test_where_coders_differ_the_programs_claims_stay(
    project: Project, own: str
) -> None:
    store, hers = project.store, hand_out(project.store, "Ben")
    write(store, own, 0, [a_claim(BUS, "a night bus", stance=AGAINST)])
    write(store, hers, 0, [], coder="Ben")
    assert counted(project) == FOUND
    (told,) = gather_checked(store).problems
    assert told.kind == "coders differ on claims"
    assert "Ana and Ben" in told.message
    assert "We demand a night bus." in told.message


def test_where_coders_say_the_same_it_counts(project: Project, own: str) -> None:
    store, hers = project.store, hand_out(project.store, "Ben")
    claims = [a_claim(PIER, "a pier"), a_claim(PIER, "Reed Point")]
    write(store, own, 2, claims)
    linked = [claims[1], replace(claims[0], link=0)]
    write(store, hers, 2, linked, coder="Ben")
    assert [one[3] for one in counted(project)] == [None, None, "Ben", "Ben", None]
    assert kinds(project) == []


def test_a_managers_sheet_settles_it(project: Project, own: str) -> None:
    store, zoes = project.store, hand_out(project.store, "Zoë")
    write(store, zoes, 0, [a_claim(BUS, "bus")], coder="Zoë")
    write(store, own, 0, [])
    assert counted(project)[0] == ("Ferry Party", 1, "bus", "Zoë")
    assert kinds(project) == []


def test_the_latest_of_two_managers_counts(project: Project, own: str) -> None:
    write(project.store, own, 0, [])
    (one,) = claim_sheets_of(project.store).current()
    other = replace(one, coder="Zoë", written="2031-10-07T12:00:00+00:00")
    assert choose_sheet([other, one], {"Ana", "Zoë"}) == other
    assert choose_sheet([other, one], {"Ana"}) == one
    assert (
        choose_sheet([one, replace(other, claims=(a_claim(BUS, "bus"),))], ()) is None
    )


def test_what_was_taken_back_counts_no_more(project: Project, own: str) -> None:
    write(project.store, own, 0, [])
    write(project.store, own, 0, None)
    assert counted(project) == FOUND


def test_sheets_hold_for_a_new_version_of_the_file(
    project: Project, own: str, tmp_path: Path
) -> None:
    write(project.store, own, 1, [])
    write(project.store, own, 2, [])
    path = tmp_path / "quays.txt"
    changed = QUAYS.replace("We demand", "A foreword. We demand")
    path.write_text(changed.replace("build a pier", "build a large pier"))
    project.read([path], language="en", new_version_of="quays.txt")
    project.claim()
    targets = [one[2] for one in counted(project)]
    assert "the toll" not in targets
    assert "a large pier at Reed Point" in targets
    assert len(current_sheets(project.store)) == 1


def test_sheets_on_no_unit_are_told(project: Project, own: str) -> None:
    write(project.store, own, 0, [])
    project.split(into="paragraph")
    project.claim()
    assert kinds(project) == ["claims without a unit"]
    assert {one[3] for one in counted(project)} == {None}


def test_check_finds_sheets_that_stand_nowhere(project: Project, own: str) -> None:
    write(project.store, own, 0, [a_claim(BUS, "a night bus")])
    assert project.check().problems == ()
    rows = claim_sheets_of(project.store)
    (one,) = rows.current()
    anchor = replace(one.anchor, words="We")
    rows.add([replace(one, sheet_id="odd", anchor=anchor)])
    found = project.check().problems
    assert [problem.kind for problem in found] == ["stray span", "stray claim"]
    assert "Claim 1: its target is not inside the unit." in found[1].message


def test_claims_are_no_codebook_that_codings_are_brought_in_with(
    project: Project,
) -> None:
    assert project.store.assignments.all()
    assert handed_out_codebook(project.store) is None


def test_the_manager_is_told_what_comes_next(project: Project, own: str) -> None:
    store, hers = project.store, hand_out(project.store, "Ben")
    for assignment, coder in ((own, "Ana"), (hers, "Ben")):
        assert show_overview(store, Shelf()).next_step == "wait"
        for i in range(5):
            write(store, assignment, i, [], coder=coder)
    assert show_overview(store, Shelf()).next_step == "done"
