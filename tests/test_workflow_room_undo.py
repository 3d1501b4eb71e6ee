"""Taking back, cutting, progress and links of the coding room, without a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coding_room import accept, assign, coding, make_room, send, values
from hustings.errors import (
    ChangedUnitError,
    ForeignAssignmentError,
    SpentInvitationError,
    UncuttableError,
    UnknownPersonError,
    UnknownPlaceError,
)
from hustings.store.credentials import credentials_of
from hustings.workflow import room_entry
from hustings.workflow.checking import check_project
from hustings.workflow.room import (
    open_assignment,
    own_words,
    show_units,
)
from hustings.workflow.room_cutting import cut_unit, join_units
from hustings.workflow.room_entry import (
    find_invitation,
    invite_coder,
    password_hash_of,
    set_password,
)
from hustings.workflow.room_progress import measure_progress
from hustings.workflow.room_shelf import Shelf
from hustings.workflow.room_undo import redo, undo
from hustings.workflow.room_units import own_units

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.store.project import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_room(tmp_path / "harbour") as project:
        yield project.store


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


# Undo


def test_everything_can_be_taken_back_and_made_again(
    store: Store, shelf: Shelf
) -> None:
    mine = assign(store, "Ana")
    send(store, shelf, mine, 0, topic="boats", stance="1", note="first")
    send(store, shelf, mine, 1, topic="homes")
    send(store, shelf, mine, 0, topic="homes")
    steps = [{"topic": "homes"}, {"topic": "boats", "stance": "1"}]
    for expected in (steps[1], steps[1], {}):
        assert undo(store, Shelf(), assignment_id=mine, coder="Ana") is not None
        assert values(store, shelf, mine, 0) == expected
    assert undo(store, shelf, assignment_id=mine, coder="Ana") is None
    told = redo(store, shelf, assignment_id=mine, coder="Ana")
    assert told is not None
    assert (told.position, told.variables) == (0, ("topic", "stance"))
    assert values(store, shelf, mine, 0) == steps[1]
    assert redo(store, shelf, assignment_id=mine, coder="Ana") is not None
    assert values(store, shelf, mine, 1) == {"topic": "homes"}
    assert redo(store, shelf, assignment_id=mine, coder="Ana") is not None
    assert values(store, shelf, mine, 0) == steps[0]
    assert redo(store, shelf, assignment_id=mine, coder="Ana") is None
    assert undo(store, shelf, assignment_id=mine, coder="Ana") is not None
    assert values(store, shelf, mine, 0) == steps[1]
    assert check_project(store).is_sound


def test_a_new_coding_ends_what_could_be_made_again(store: Store, shelf: Shelf) -> None:
    mine = assign(store, "Ana")
    send(store, shelf, mine, 0, topic="boats")
    undo(store, shelf, assignment_id=mine, coder="Ana")
    send(store, shelf, mine, 1, topic="homes")
    assert redo(store, shelf, assignment_id=mine, coder="Ana") is None
    told = undo(store, shelf, assignment_id=mine, coder="Ana")
    assert told is not None
    assert told.position == 1
    assert undo(store, shelf, assignment_id=mine, coder="Ana") is None


def test_one_request_of_several_units_is_taken_back_unit_by_unit(
    store: Store, shelf: Shelf
) -> None:
    mine = assign(store, "Ana")
    accept(store, shelf, mine, coding(0, client="a"), coding(1, client="b"))
    undo(store, shelf, assignment_id=mine, coder="Ana")
    assert values(store, shelf, mine, 0) == {"topic": "boats"}
    assert values(store, shelf, mine, 1) == {}


def test_what_was_superseded_elsewhere_is_not_taken_back(
    store: Store, shelf: Shelf
) -> None:
    mine = assign(store, "Ana")
    other = assign(store, "Ana", words=["We will build"])
    send(store, shelf, mine, 1, topic="boats")
    send(store, shelf, mine, 0, topic="boats")
    send(store, shelf, other, 0, topic="homes")
    told = undo(store, shelf, assignment_id=mine, coder="Ana")
    assert told is not None
    assert told.position == 1
    assert values(store, shelf, mine, 0) == {"topic": "homes"}


def test_what_hangs_on_a_value_of_another_assignment_goes_with_it(
    store: Store, shelf: Shelf
) -> None:
    mine = assign(store, "Ana")
    other = assign(store, "Ana", words=["We will build"])
    send(store, shelf, mine, 0, topic="boats")
    send(store, shelf, other, 0, stance="1")
    for _ in range(2):
        told = undo(store, shelf, assignment_id=mine, coder="Ana")
        assert told is not None
        assert values(store, shelf, other, 0) == {}
        redo(store, shelf, assignment_id=mine, coder="Ana")
        assert values(store, shelf, other, 0) == {"topic": "boats", "stance": "1"}
    undo(store, shelf, assignment_id=other, coder="Ana")
    assert values(store, shelf, mine, 0) == {"topic": "boats"}


def test_a_condition_that_was_not_asked_holds(store: Store, shelf: Shelf) -> None:
    mine = assign(store, "Ana", variables=["topic"])
    stances = assign(store, "Ana", words=["We will build"], variables=["stance"])
    send(store, shelf, mine, 0, topic="boats")
    send(store, shelf, stances, 0, stance="1")
    undo(store, shelf, assignment_id=mine, coder="Ana")
    assert values(store, shelf, stances, 0) == {"stance": "1"}
    send(store, shelf, mine, 0, topic="homes")
    assert values(store, shelf, stances, 0)["stance"] == "1"


def test_a_recoded_topic_takes_the_stance_of_another_assignment_back(
    store: Store, shelf: Shelf
) -> None:
    both = assign(store, "Ana")
    topics = assign(store, "Ana", words=["We will build"], variables=["topic"])
    send(store, shelf, both, 0, topic="boats", stance="1")
    told = send(store, shelf, topics, 0, topic="homes")
    assert told.taken_back == ()
    assert values(store, shelf, both, 0) == {"topic": "homes"}
    undo(store, shelf, assignment_id=topics, coder="Ana")
    assert values(store, shelf, both, 0) == {"topic": "boats", "stance": "1"}
    assert check_project(store).is_sound


def test_another_persons_changes_are_not_taken_back(store: Store, shelf: Shelf) -> None:
    mine, theirs = assign(store, "Ana"), assign(store, "Ben")
    send(store, shelf, mine, 0, topic="boats")
    assert undo(store, shelf, assignment_id=theirs, coder="Ben") is None
    with pytest.raises(ForeignAssignmentError):
        undo(store, shelf, assignment_id=mine, coder="Ben")


# Cutting and joining


def test_units_are_cut_and_joined_where_the_design_says_so(
    store: Store, shelf: Shelf
) -> None:
    mine = assign(store, "Ana", design={"unitising": True}, variables=["topic"])
    send(store, shelf, mine, 0, topic="boats")

    def words() -> list[str]:
        shown = show_units(store, shelf, assignment_id=mine, coder="Ana")
        return [one.unit.anchor.words for one in shown]

    start = show_units(store, shelf, assignment_id=mine, coder="Ana")[0].unit.anchor
    at = start.span.start + len("We will build a ferry")
    assert (
        cut_unit(store, shelf, assignment_id=mine, coder="Ana", position=0, offset=at)
        == 0
    )
    assert words()[:2] == ["We will build a ferry", "to the island."]
    assert values(store, shelf, mine, 0) == {}
    with pytest.raises(ChangedUnitError):
        accept(store, shelf, mine, coding(unit=start.span))
    send(store, shelf, mine, 1, topic="homes")
    join_units(store, shelf, assignment_id=mine, coder="Ana", position=1)
    assert words()[1] == "to the island. Rents in the harbour must fall."
    assert values(store, shelf, mine, 1) == {}
    assert check_project(store).is_sound
    for _ in range(3):
        assert undo(store, shelf, assignment_id=mine, coder="Ana") is not None
    assert words()[0] == "We will build a ferry to the island."
    assert values(store, shelf, mine, 0) == {"topic": "boats"}
    assert len(words()) == 4
    redo(store, shelf, assignment_id=mine, coder="Ana")
    assert words()[:2] == ["We will build a ferry", "to the island."]
    assert values(store, shelf, mine, 0) == {}


def test_agreement_on_units_can_be_computed(store: Store, shelf: Shelf) -> None:
    for coder in ("Ana", "Ben"):
        assign(store, coder, design={"unitising": True}, variables=["topic"])
    assign(store, "Zoë")
    mine = store.assignments.of("Ana")[0].assignment_id
    join_units(store, shelf, assignment_id=mine, coder="Ana", position=0)
    units = own_units(store, shelf, store.assignments.all())
    assert [one.coder for one in units] == ["Ana"] * 3 + ["Ben"] * 4
    assert (units[0].start, units[0].end) == (units[3].start, units[4].end)


@pytest.mark.parametrize(("position", "offset"), [(0, 0), (0, 11), (0, 47), (9, 20)])
def test_a_cut_that_cannot_be_is_refused(
    store: Store, shelf: Shelf, position: int, offset: int
) -> None:
    mine = assign(store, "Ana", design={"unitising": True})
    with pytest.raises((UncuttableError, UnknownPlaceError)):
        cut_unit(
            store,
            shelf,
            assignment_id=mine,
            coder="Ana",
            position=position,
            offset=offset,
        )


def test_a_word_is_not_cut_through(store: Store, shelf: Shelf) -> None:
    mine = assign(store, "Ana", design={"unitising": True})
    (first, *_) = show_units(store, shelf, assignment_id=mine, coder="Ana")
    at = first.unit.anchor.span.start + len("We will bu")
    with pytest.raises(UncuttableError, match="not inside “build”"):
        cut_unit(store, shelf, assignment_id=mine, coder="Ana", position=0, offset=at)


def test_given_units_are_not_cut_and_far_ones_not_joined(
    store: Store, shelf: Shelf
) -> None:
    given = assign(store, "Ana")
    with pytest.raises(UncuttableError, match="are given"):
        join_units(store, shelf, assignment_id=given, coder="Ana", position=0)
    scattered = assign(
        store,
        "Ana",
        words=["We will build", "The quay"],
        design={"unitising": True},
    )
    for position in (0, 1):
        with pytest.raises(UncuttableError, match="does not follow"):
            join_units(
                store, shelf, assignment_id=scattered, coder="Ana", position=position
            )


# Progress, links


def test_progress_says_what_is_left_and_how_fast(store: Store, shelf: Shelf) -> None:
    mine = assign(store, "Ana", variables=["topic"])
    assign(store, "Ben", words=["The quay"])
    send(store, shelf, mine, 0, topic="boats")
    accept(store, shelf, mine, coding(2, unsure=True))
    ana, ben = measure_progress(store, shelf)
    assert (ana.n_units, ana.n_done, ana.n_left, ana.n_unsure) == (4, 2, 2, 1)
    assert [n for _, n in ana.days] == [2]
    assert (ana.pace, ana.n_days_left) == (2.0, 1)
    assert (ben.pace, ben.n_days_left, ben.last) == (None, None, None)
    assert ana.to_row()["coder"] == "Ana"


def test_a_note_without_a_value_is_kept_and_counts_for_nothing(
    store: Store, shelf: Shelf
) -> None:
    mine = assign(store, "Ana", variables=["topic"])
    accept(store, shelf, mine, coding(value=None, note="ask Zoë"))
    (state, *_) = open_assignment(store, shelf, assignment_id=mine, coder="Ana").states
    assert not state.is_done
    assignment = store.assignments.of("Ana")[0]
    assert own_words(store, assignment, assignment.units[0])["topic"].note == "ask Zoë"


def test_a_link_sets_one_password_once(store: Store) -> None:
    link = invite_coder(store, "ana")
    assert link.path.startswith("/room/welcome#")
    token = link.path.partition("#")[2]
    assert password_hash_of(store, "Ana") is None
    assert set_password(store, token, "hash-1").coder_id == "Ana"
    assert password_hash_of(store, "ANA") == (link.coder, "hash-1")
    with pytest.raises(SpentInvitationError, match="has been used"):
        set_password(store, token, "hash-2")
    assert password_hash_of(store, "Nobody") is None
    dump = "\n".join(store.hand.database.connection.iterdump())
    assert token not in dump


def test_a_link_ends_when_it_is_renewed_or_old(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = invite_coder(store, "Ana").path.partition("#")[2]
    second = invite_coder(store, "Ana").path.partition("#")[2]
    with pytest.raises(SpentInvitationError, match="newer link"):
        find_invitation(store, first)
    with pytest.raises(SpentInvitationError, match="not one of this project"):
        find_invitation(store, "guess")
    with pytest.raises(UnknownPersonError):
        invite_coder(store, "Nobody")
    assert find_invitation(store, second).coder == "Ana"
    monkeypatch.setattr(room_entry, "now_exactly", lambda: "2126-01-01T00:00:00+00:00")
    with pytest.raises(SpentInvitationError, match="ran out on"):
        find_invitation(store, second)


def test_a_link_cannot_set_two_passwords_at_once(store: Store) -> None:
    token = invite_coder(store, "Ana").path.partition("#")[2]
    invitation = find_invitation(store, token)
    rows = credentials_of(store)
    at = "2031-01-01T00:00:00+00:00"
    rows.set_password(invitation, "one", at=at)
    with pytest.raises(SpentInvitationError):
        rows.set_password(invitation, "two", at=at)
