from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from claiming_room import (
    CLAIMING,
    LABOUR,
    PROHIBITION,
    a_claim,
    claim_room,
    hand_out,
    said,
    sheets,
    write,
)
from hustings.claims.tables import claims_of
from hustings.errors import (
    ChangedUnitError,
    InvalidOptionError,
    RefusedCodingError,
    RepeatedClientError,
)
from hustings.model.citation import Anchor
from hustings.model.claim import AGAINST
from hustings.model.claim_sheet import sheet_of_text
from hustings.model.document import Span
from hustings.store.claim_sheets import claim_sheets_of
from hustings.store.project import Store
from hustings.workflow.assigning import assign_units
from hustings.workflow.claiming import result_of
from hustings.workflow.claims_gathered import gather_claims
from hustings.workflow.drawing import Request
from hustings.workflow.room import list_assignments, show_history, show_units
from hustings.workflow.room_checking import SentCoding
from hustings.workflow.room_claims import as_sheet
from hustings.workflow.room_coding import accept_codings
from hustings.workflow.room_progress import measure_progress
from hustings.workflow.room_shelf import Shelf
from hustings.workflow.room_undo import redo, undo
from hustings.workflow.training_sets import assign_training

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.workflow.room import UnitInContext

BUS, TOLL = "We demand a night bus.", "We oppose the toll."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    return claim_room(tmp_path_factory.mktemp("made"))


@pytest.fixture
def store(made: tuple[Path, str], tmp_path: Path) -> Iterator[Store]:
    shutil.copytree(made[0], tmp_path / "copy")
    with Store.open(tmp_path / "copy") as opened:
        yield opened


@pytest.fixture
def own(made: tuple[Path, str]) -> str:
    return made[1]


def seen(store: Store, assignment: str, coder: str = "Ana") -> list[UnitInContext]:
    return show_units(store, Shelf(), assignment_id=assignment, coder=coder)


def test_units_come_with_the_claims_that_were_found(store: Store, own: str) -> None:
    units = seen(store, own)
    found = [
        [(one.stance, one.target.of(unit.unit.anchor.words)) for one in unit.found]
        for unit in units
        if unit.found is not None
    ]
    assert found == [
        [(1, "a night bus")],
        [(-1, "the toll")],
        [(1, "a pier at Reed Point")],
        [],
        [(-1, "the windmill")],
    ]


def test_who_is_blind_is_shown_no_claims(store: Store) -> None:
    hidden = hand_out(store, "Ben", design={"blind": True})
    assert [one.found for one in seen(store, hidden, "Ben")] == [None] * 5
    write(store, hidden, 0, [a_claim(BUS, "a night bus")], coder="Ben")
    (sheet,) = claim_sheets_of(store).current()
    assert sheet.run_id is None


def test_without_a_table_of_claims_none_are_shown(store: Store, own: str) -> None:
    shutil.rmtree(store.derived / str(claim_sheets_of(store).latest_run()))
    assert seen(store, own)[0].found is None


def test_a_sheet_is_kept_with_the_run_that_was_shown(store: Store, own: str) -> None:
    done = write(store, own, 0, [a_claim(BUS, "a night bus")], client="client-1")
    again = write(store, own, 0, [a_claim(BUS, "a night bus")], client="client-1")
    assert done.saved == again.saved
    (sheet,) = claim_sheets_of(store).all()
    assert sheet.run_id == claim_sheets_of(store).latest_run()
    assert (sheet.coder, sheet.assignment_id) == ("Ana", own)
    assert [one.target for one in sheet.as_claims()] == ["a night bus"]
    assert store.hand.all() == []
    with pytest.raises(RepeatedClientError):
        write(store, own, 0, [], client="client-1")
    with pytest.raises(RepeatedClientError):
        write(store, own, 1, [], client="client-1")


def test_both_directions_stay_linked(tmp_path: Path) -> None:
    folder, own = claim_room(tmp_path, text=LABOUR, units=["We fight"])
    with Store.open(folder) as store:
        (unit,) = seen(store, own)
        assert unit.found is not None
        assert [one.link for one in unit.found] == [None, 0]
        against = replace(unit.found[0], stance=AGAINST)
        write(store, own, 0, [against, unit.found[1]])
        claims = [one.claim for one in gather_claims(store)]
    assert [(one.stance, one.target, one.link) for one in claims] == [
        (AGAINST, "the prohibition of child labour", None),
        (AGAINST, "child labour", 0),
    ]


def test_a_link_is_lost_with_the_claim_it_leads_to(tmp_path: Path) -> None:
    folder, _ = claim_room(tmp_path, text=LABOUR, units=["We fight"])
    with Store.open(folder) as store:
        (batch,) = result_of(store).claims.to_batches()
    outer, inner = claims_of(batch)
    start = LABOUR.index(PROHIBITION)
    span = Span(start, start + len(PROHIBITION))
    anchor = Anchor(span=span, words=PROHIBITION, before="", after="")
    elsewhere = replace(outer, unit="elsewhere", span=Span(0, 3), head_span=Span(0, 3))
    found = as_sheet([elsewhere, outer, inner], anchor)
    assert [one.link for one in found] == [None, 0]
    (alone,) = as_sheet([replace(outer, stance=0), inner], anchor)
    assert alone.link is None


def test_what_is_saved_is_taken_back_and_made_again(store: Store, own: str) -> None:
    write(store, own, 0, [a_claim(BUS, "a night bus")])
    write(store, own, 0, [])
    asked = {"assignment_id": own, "coder": "Ana"}
    assert undo(store, Shelf(), **asked) is not None
    assert said(store.folder) == [["+ a night bus"]]
    done = undo(store, Shelf(), **asked)
    assert done is not None
    assert (done.position, done.variables) == (0, ("claims",))
    assert said(store.folder) == []
    assert redo(store, Shelf(), **asked) is not None
    assert said(store.folder) == [["+ a night bus"]]
    assert len(claim_sheets_of(store).all()) == 5


def test_an_empty_sheet_is_an_answer(store: Store, own: str) -> None:
    write(store, own, 3, [])
    (mine,) = list_assignments(store, Shelf(), "Ana")
    assert mine.is_claiming
    assert [state.is_done for state in mine.states] == [False] * 3 + [True, False]
    (told,) = measure_progress(store, Shelf())
    assert (told.is_claiming, told.n_done, told.n_left) == (True, 1, 4)
    assert seen(store, own)[3].words["claims"].value == "[]"


def test_history_tells_of_claims_beside_codings(store: Store, own: str) -> None:
    write(store, own, 0, [])
    write(store, own, 0, [a_claim(BUS, "a night bus", stance=AGAINST)])
    unit = seen(store, own)[0].unit
    found = show_history(
        store,
        Shelf(),
        coder="Ana",
        is_manager=False,
        document=unit.document_id,
        span=unit.anchor.span,
    )
    assert [one.variable for one in found] == ["claims", "claims"]
    assert sheet_of_text(str(found[0].value))[0].stance == AGAINST


def send(store: Store, own: str, **changes: object) -> None:
    told = {"client": "c-1", "position": 0, "variable": "claims", "value": "[]"}
    one = SentCoding(**{**told, **changes})  # type: ignore[arg-type]  # of a test
    accept_codings(store, Shelf(), [one], assignment_id=own, coder="Ana")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"value": "boats"}, "no sheet of claims"),
        ({"variable": "topic"}, "asks for claims"),
        ({"evidence": (Span(20, 22),)}, "asks for claims"),
        ({"note": "x" * 10_001}, "10,001 characters"),
        (
            {
                "value": json.dumps(
                    [
                        {
                            "actor": "own",
                            "stance": 1,
                            "target": [0, 99],
                            "head": [0, 2],
                            "modality": "demand",
                        }
                    ]
                )
            },
            "Claim 1: its target is not inside the unit.",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused(
    store: Store, own: str, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(RefusedCodingError, match=words):
        send(store, own, **changes)
    with pytest.raises(ChangedUnitError):
        send(store, own, unit=Span(0, 1))
    assert sheets(store.folder) == []


def test_units_are_drawn_and_handed_out_for_their_claims(store: Store) -> None:
    request = Request(codebook="", coders=("Ana", "Ben"), overlap=1.0, claims=True)
    found = assign_units(store, request)
    assert found.summary().endswith("They say what units claim.")
    (mine, hers) = found.assignments
    assert (mine.design["claims"], mine.variables) == (True, ("claims",))
    assert len(mine.units) == len(hers.units) == 5
    assert store.codebook_versions.of("claims") == []


@pytest.mark.parametrize(
    "changes",
    [
        {"stratify": "code"},
        {"more_of": ("boats",)},
        {"variables": ("claims",)},
        {"queue": "active"},
        {"unitising": True},
    ],
)
def test_what_goes_with_codes_does_not_go_with_claims(
    store: Store, changes: dict[str, object]
) -> None:
    request = Request(codebook="", coders=("Ana",), claims=True, **changes)  # type: ignore[arg-type]
    with pytest.raises(InvalidOptionError, match="leave it out"):
        assign_units(store, request)


def test_nobody_is_trained_on_claims(store: Store, tmp_path: Path) -> None:
    request = Request(codebook="", coders=("Ana",), claims=True)
    with pytest.raises(InvalidOptionError, match="without answers"):
        assign_training(store, request, tmp_path / "answers.csv")


def test_claims_and_codes_of_a_unit_are_kept_apart(store: Store, own: str) -> None:
    assert CLAIMING == {"claims": True}
    write(store, own, 1, [a_claim(TOLL, "the toll")])
    assert seen(store, own)[0].words == {}
    assert list(seen(store, own)[1].words) == ["claims"]
