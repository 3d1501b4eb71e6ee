"""What a person does in the coding room, without a server."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from coded_by_hand import make_project
from coding_room import accept, assign, coding, keep_harbour, make_room, send, values
from hustings.errors import (
    ForeignAssignmentError,
    RefusedCodingError,
    RepeatedClientError,
    UnknownAssignmentError,
    UnknownPlaceError,
)
from hustings.model.codebook import FreeNumber, Variable
from hustings.model.document import Span
from hustings.workflow import room_coding
from hustings.workflow.checking import check_project
from hustings.workflow.room import (
    list_assignments,
    open_assignment,
    show_history,
    show_units,
)
from hustings.workflow.room_checking import SentCoding, check_value
from hustings.workflow.room_shelf import Shelf
from hustings.workflow.room_undo import undo

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
    warmth = Variable(
        name="warmth", title="Warmth", level="interval", codes=(), number=FreeNumber()
    )
    for number in ("-3", "12.50", ".5", "0"):
        check_value(warmth, number)
    with pytest.raises(RefusedCodingError, match="is no number"):
        check_value(warmth, value)
    with pytest.raises(RefusedCodingError, match="from 0 upward"):
        check_value(replace(warmth, number=FreeNumber(minimum=Decimal(0))), "-1")


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
