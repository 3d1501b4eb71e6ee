"""What a person does in the coding room, without a server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from coded_by_hand import make_project
from coding_room import assign, keep_harbour, make_room, send
from hustings.errors import (
    ChangedUnitError,
    ForeignAssignmentError,
    RefusedCodingError,
    RepeatedClientError,
    SpentInvitationError,
    UncuttableError,
    UnknownAssignmentError,
    UnknownPersonError,
    UnknownPlaceError,
)
from hustings.model.codebook import Variable
from hustings.model.document import Span
from hustings.store.credentials import credentials_of
from hustings.workflow import room_coding, room_entry
from hustings.workflow.checking import check_project
from hustings.workflow.room import (
    list_assignments,
    open_assignment,
    own_words,
    show_history,
    show_units,
)
from hustings.workflow.room_checking import SentCoding, check_value
from hustings.workflow.room_coding import accept_codings
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


def values(
    store: Store, shelf: Shelf, assignment: str, position: int, coder: str = "Ana"
) -> dict[str, str | None]:
    """Return what counts of one unit, as the page would show it."""
    (shown,) = show_units(
        store, shelf, assignment_id=assignment, coder=coder, first=position, n=1
    )
    return {name: word.value for name, word in shown.words.items()}


def coding(position: int = 0, **changes: object) -> SentCoding:
    sent = SentCoding(client="c-1", position=position, variable="topic", value="boats")
    return replace(sent, **changes)  # type: ignore[arg-type]  # of a test


def accept(
    store: Store, shelf: Shelf, assignment: str, *sent: SentCoding, coder: str = "Ana"
) -> room_coding.AcceptedCodings:
    return accept_codings(store, shelf, sent, assignment_id=assignment, coder=coder)


# Assignments and units


def test_a_person_sees_their_own_assignments_only(store: Store, shelf: Shelf) -> None:
    mine = assign(store, "Ana")
    theirs = assign(store, "Ben", words=["The quay"])
    (found,) = list_assignments(store, shelf, "Ana")
    assert found.assignment.assignment_id == mine
    assert [one.name for one in found.variables] == ["topic", "stance"]
    assert found.next_position == 0
    with pytest.raises(ForeignAssignmentError, match="somebody else's"):
        open_assignment(store, shelf, assignment_id=theirs, coder="Ana")
    with pytest.raises(UnknownAssignmentError, match="no assignment 'x'"):
        open_assignment(store, shelf, assignment_id="x", coder="Ana")


def test_an_assignment_once_seen_stays_its_persons(store: Store, shelf: Shelf) -> None:
    theirs = assign(store, "Ben")
    open_assignment(store, shelf, assignment_id=theirs, coder="Ben")
    with pytest.raises(ForeignAssignmentError):
        open_assignment(store, shelf, assignment_id=theirs, coder="Ana")


def test_a_unit_stands_in_its_context(store: Store, shelf: Shelf) -> None:
    mine = assign(store, "Ana")
    shown = show_units(store, shelf, assignment_id=mine, coder="Ana")
    assert [one.unit.position for one in shown] == [0, 1, 2, 3]
    second = shown[1]
    assert second.unit.anchor.words == "Rents in the harbour must fall."
    assert [(one.text, one.is_joined) for one in second.before] == [
        ("Quay List", False),
        ("We will build a ferry to the island.", True),
    ]
    assert [(one.text, one.is_joined) for one in second.after] == [
        ("The quay stays open at night. Nobody pays for the bridge.", False)
    ]
    assert second.source.actor == "Quay List"
    assert (second.page, second.has_image, second.boxes) == (None, False, ())
    assert second.answers is None


def test_context_is_cut_where_it_is_long(tmp_path: Path, shelf: Shelf) -> None:
    long = " ".join(f"word{i}" for i in range(600))
    text = f"Title\n\n{long} end. We will build here. Then {long}.\n"
    with make_project(tmp_path / "long", texts={"long.txt": text}) as project:
        keep_harbour(project.store)
        mine = assign(project.store, "Ana", words=["We will build"])
        (shown,) = show_units(project.store, shelf, assignment_id=mine, coder="Ana")
    assert shown.before[-1].text.startswith("… ")
    assert shown.before[-1].text.endswith(" end.")
    assert shown.after[0].text.endswith(" …")
    assert sum(len(one.text) for one in shown.before) <= 1500


def test_blind_coders_are_not_told_whose_words_these_are(
    store: Store, shelf: Shelf
) -> None:
    mine = assign(store, "Ana", design={"blind": True})
    shown = show_units(store, shelf, assignment_id=mine, coder="Ana")
    source = shown[0].source
    assert (source.actor, source.title, source.date) == (None, None, None)
    assert source.language == "en"
    assert source.name not in {one.unit.document_id for one in shown}
    assert len({one.source.name for one in shown}) == 1
    send(store, shelf, mine, 0, topic="homes")
    span = shown[0].unit.anchor.span
    (word,) = show_history(
        store, shelf, coder="Ana", is_manager=False, document=source.name, span=span
    )
    assert word.value == "homes"
    with pytest.raises(UnknownPlaceError):
        show_history(
            store,
            shelf,
            coder="Ana",
            is_manager=False,
            document=shown[0].unit.document_id,
            span=span,
        )


# Accepting


def test_a_coding_is_written_once_however_often_it_is_sent(
    store: Store, shelf: Shelf
) -> None:
    mine = assign(store, "Ana")
    first = accept(store, shelf, mine, coding())
    again = accept(store, Shelf(), mine, coding(), coding())
    assert [*again.saved] == [*first.saved, *first.saved]
    (row,) = store.hand.all()
    assert (row.value, row.coder, row.assignment_id) == ("boats", "Ana", mine)
    assert row.anchor.words == "We will build a ferry to the island."
    assert check_project(store).is_sound


@pytest.mark.parametrize(
    "other", [coding(value="homes"), coding(1), coding(note="no"), coding(unsure=True)]
)
def test_an_id_that_comes_with_another_coding_is_refused(
    store: Store, shelf: Shelf, other: SentCoding
) -> None:
    mine = assign(store, "Ana")
    accept(store, shelf, mine, coding())
    with pytest.raises(RepeatedClientError, match="'c-1' was used"):
        accept(store, shelf, mine, other)
    with pytest.raises(RepeatedClientError):
        accept(store, shelf, mine, coding(client="x"), replace(other, client="x"))
    assert len(store.hand.all()) == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (coding(value="trams"), "'trams' is no code of the variable 'topic'"),
        (coding(value=""), "is no code"),
        (coding(variable="purse"), "'purse' is no variable of this assignment"),
        (coding(variable="cost", value="12.4"), "is no code of the variable 'cost'"),
        (coding(variable="stance", value="1"), "Stance is coded only where Topic is"),
        (coding(note="x" * 10_001), "The note has 10,001 characters"),
        (coding(note="\x00"), r"U\+0000"),
        (coding(evidence=(Span(0, 4),)), "not inside its unit"),
        (coding(evidence=(Span(14, 14),)), "not inside its unit"),
        (coding(evidence=(Span(11, 12),) * 101), "101 stretches"),
        (coding(value="x" * 5000), r"'x{40}\.\.\.'"),
    ],
)
def test_what_is_no_coding_is_refused_and_nothing_is_written(
    store: Store, shelf: Shelf, sent: SentCoding, said: str
) -> None:
    mine = assign(store, "Ana", variables=["topic", "stance", "cost", "warmth"])
    good = coding(1, client="good")
    with pytest.raises(RefusedCodingError, match=said):
        accept(store, shelf, mine, good, sent)
    assert store.hand.all() == []


@pytest.mark.parametrize("value", ["dear", "1e400", "nan", "١", "1_0", "", "1,5"])
def test_a_variable_of_numbers_takes_numbers(value: str) -> None:
    warmth = Variable(name="warmth", title="Warmth", level="interval", codes=())
    for number in ("-3", "12.50", ".5", "0"):
        check_value(warmth, number)
    with pytest.raises(RefusedCodingError, match="takes numbers"):
        check_value(warmth, value)
    with pytest.raises(RefusedCodingError, match="from 0 upward"):
        check_value(replace(warmth, level="ratio"), "-1")


def test_numbers_notes_and_evidence_are_kept(store: Store, shelf: Shelf) -> None:
    mine = assign(store, "Ana", variables=["topic", "cost", "warmth"])
    script = "<script>alert(1)</script>"
    accept(
        store,
        shelf,
        mine,
        coding(client="a", variable="cost", value="12.5"),
        coding(client="b", variable="warmth", value="-3"),
        coding(client="c", evidence=(Span(11, 13),), note=script, unsure=True),
    )
    shown = show_units(store, shelf, assignment_id=mine, coder="Ana", n=1)[0]
    assert {name: word.value for name, word in shown.words.items()} == {
        "cost": "12.5",
        "warmth": "-3",
        "topic": "boats",
    }
    topic = shown.words["topic"]
    assert (topic.note, topic.unsure, topic.evidence) == (script, True, (Span(11, 13),))


def test_a_position_that_is_not_there_is_refused(store: Store, shelf: Shelf) -> None:
    mine = assign(store, "Ana")
    for position in (-1, 4):
        with pytest.raises(UnknownPlaceError):
            accept(store, shelf, mine, coding(position))
    with pytest.raises(ForeignAssignmentError):
        accept(store, shelf, mine, coding(), coder="Ben")


def test_a_variable_goes_with_its_condition(store: Store, shelf: Shelf) -> None:
    mine = assign(store, "Ana")
    send(store, shelf, mine, 0, stance="1", topic="boats")
    assert (
        open_assignment(store, shelf, assignment_id=mine, coder="Ana").states[0].is_done
    )
    gone = send(store, shelf, mine, 0, topic="homes")
    assert gone.taken_back == ((0, "stance"),)
    assert values(store, shelf, mine, 0) == {"topic": "homes"}
    assert store.hand.all()[-1].origin == "condition topic"
    undo(store, shelf, assignment_id=mine, coder="Ana")
    assert values(store, shelf, mine, 0) == {"topic": "boats", "stance": "1"}


def test_a_condition_on_what_is_not_asked_holds(store: Store, shelf: Shelf) -> None:
    mine = assign(store, "Ana", variables=["stance"])
    send(store, shelf, mine, 0, stance="1")
    assert values(store, shelf, mine, 0) == {"stance": "1"}


def test_two_tabs_on_one_unit_are_both_kept(store: Store, shelf: Shelf) -> None:
    mine = assign(store, "Ana")
    send(store, shelf, mine, 0, topic="homes")
    send(store, Shelf(), mine, 0, topic="boats")
    assert values(store, shelf, mine, 0) == {"topic": "boats"}
    shown = show_units(store, shelf, assignment_id=mine, coder="Ana", n=1)[0].unit
    said = show_history(
        store,
        shelf,
        coder="Ana",
        is_manager=False,
        document=shown.document_id,
        span=shown.anchor.span,
    )
    assert [one.value for one in said] == ["boats", "homes"]


def test_the_later_word_counts_even_if_the_clock_goes_back(
    store: Store, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = assign(store, "Ana")
    send(store, shelf, mine, 0, topic="homes")
    monkeypatch.setattr(
        room_coding, "now_exactly", lambda: "2020-01-01T00:00:00.000000+00:00"
    )
    send(store, shelf, mine, 0, topic="boats")
    (now_counts,) = store.hand.current(coders=["Ana"])
    assert now_counts.value == "boats"
    assert now_counts.written > "2026"


def test_the_manager_sees_what_all_said(store: Store, shelf: Shelf) -> None:
    mine, theirs = assign(store, "Ana"), assign(store, "Ben")
    send(store, shelf, mine, 0, topic="homes")
    send(store, shelf, theirs, 0, coder="Ben", topic="boats")
    unit = show_units(store, shelf, assignment_id=mine, coder="Ana", n=1)[0].unit
    seen = {
        (coder, is_manager): [
            one.coder
            for one in show_history(
                store,
                shelf,
                coder=coder,
                is_manager=is_manager,
                document=unit.document_id,
                span=unit.anchor.span,
            )
        ]
        for coder, is_manager in (("Ana", False), ("Zoë", True))
    }
    assert seen == {("Ana", False): ["Ana"], ("Zoë", True): ["Ben", "Ana"]}
    with pytest.raises(UnknownPlaceError):
        show_history(
            store,
            shelf,
            coder="Zoë",
            is_manager=False,
            document=unit.document_id,
            span=unit.anchor.span,
        )


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


def test_another_persons_changes_are_not_taken_back(store: Store, shelf: Shelf) -> None:
    mine, theirs = assign(store, "Ana"), assign(store, "Ben")
    send(store, shelf, mine, 0, topic="boats")
    assert undo(store, shelf, assignment_id=theirs, coder="Ben") is None
    with pytest.raises(ForeignAssignmentError):
        undo(store, shelf, assignment_id=mine, coder="Ben")


# Training


def test_training_tells_the_answer_after_the_coding_only(
    store: Store, shelf: Shelf
) -> None:
    mine = assign(
        store,
        "Ana",
        purpose="training",
        answers={"topic": "boats", "stance": "1"},
    )
    assert show_units(store, shelf, assignment_id=mine, coder="Ana")[0].answers == {}
    told = send(store, shelf, mine, 0, topic="homes")
    assert told.feedback is not None
    (feedback,) = told.feedback
    assert (feedback.value, feedback.answer, feedback.is_right) == (
        "homes",
        "boats",
        False,
    )
    send(store, shelf, mine, 0, topic=None)
    shown = show_units(store, shelf, assignment_id=mine, coder="Ana")[0]
    assert shown.answers == {"topic": "boats"}
    again = send(store, shelf, mine, 0, topic="boats")
    assert again.feedback is not None
    assert again.feedback[0].is_right


def test_no_feedback_outside_of_training(store: Store, shelf: Shelf) -> None:
    mine = assign(store, "Ana")
    assert send(store, shelf, mine, 0, topic="homes").feedback is None


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
