from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from claiming_room import a_claim, claim_room
from hustings.errors import UnknownPersonError
from hustings.model.citation import Anchor
from hustings.model.claim_sheet import ClaimSheet
from hustings.model.document import Span
from hustings.store.claim_sheets import claim_sheets_of
from hustings.store.forms import strange_cells
from hustings.store.project import DATABASE, Store
from hustings.store.schema import MIGRATIONS, VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORDS = "We oppose the toll."
AT = "2031-10-07T12:00:00.00000{}+00:00"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return claim_room(tmp_path_factory.mktemp("made"))[0]


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Iterator[Store]:
    with closing(sqlite3.connect(made / DATABASE)) as one:
        (tmp_path / "copy").mkdir()
        with closing(sqlite3.connect(tmp_path / "copy" / DATABASE)) as other:
            one.backup(other)
    with Store.open(tmp_path / "copy") as opened:
        yield opened


def sheet(store: Store, number: int = 1, **changes: object) -> ClaimSheet:
    (document,) = store.documents()
    one = ClaimSheet(
        sheet_id=f"s{number}",
        document_id=document.document_id,
        unit_id="u",
        anchor=Anchor(span=Span(30, 49), words=WORDS, before="", after=""),
        coder="Ana",
        claims=(a_claim(WORDS, "the toll", stance=-1),),
        written=AT.format(number),
    )
    return replace(one, **changes)  # type: ignore[arg-type]  # of a test


def test_a_later_sheet_supersedes_an_earlier_one(store: Store) -> None:
    rows = claim_sheets_of(store)
    rows.add([sheet(store), sheet(store, 2, claims=()), sheet(store, 3, coder="Ben")])
    assert [(one.coder, one.claims) for one in rows.current()] == [
        ("Ana", ()),
        ("Ben", sheet(store).claims),
    ]
    assert [one.sheet_id for one in rows.current(up_to=1)] == ["s1"]
    rows.add([sheet(store, 4, claims=None)])
    assert [one.coder for one in rows.current()] == ["Ben"]
    assert rows.all() == rows.history(rows.all()[0].document_id, Span(30, 49))
    assert rows.last_number() == 4


def test_rows_are_never_changed_or_deleted(store: Store) -> None:
    claim_sheets_of(store).add([sheet(store)])
    for query in ("DELETE FROM claim_sheets", "UPDATE claim_sheets SET note = 'x'"):
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            store.coders.database.connection.execute(query)


def test_strangers_and_repeated_ids_are_refused(store: Store) -> None:
    rows = claim_sheets_of(store)
    with pytest.raises(UnknownPersonError):
        rows.add([sheet(store, coder="Nobody")])
    with pytest.raises(sqlite3.IntegrityError):
        rows.add([sheet(store), sheet(store)])
    assert rows.all() == []


def test_a_project_of_version_7_is_brought_up(store: Store) -> None:
    folder, connection = store.folder, store.coders.database.connection
    connection.execute("DROP TABLE claim_sheets")
    connection.execute("PRAGMA user_version = 7")
    store.close()
    with Store.open(folder) as again:
        claim_sheets_of(again).add([sheet(again)])
        assert claim_sheets_of(again).last_number() == 1
    assert len(MIGRATIONS) == VERSION == 8
    assert (folder / f"{DATABASE}.before-version-8").is_file()


def test_what_is_no_sheet_is_found_in_a_strangers_file(store: Store) -> None:
    rows = claim_sheets_of(store)
    rows.add([sheet(store), sheet(store, 2, claims=None)])
    assert list(strange_cells(store, at="2031-12-01T12:00:00+00:00")) == []
    connection = store.coders.database.connection
    connection.execute("DROP TRIGGER claim_sheets_keeps_UPDATE")
    connection.execute("UPDATE claim_sheets SET claims = '[{}]' WHERE number = 1")
    (cell,) = strange_cells(store, at="2031-12-01T12:00:00+00:00")
    assert (cell.where, cell.reason) == (
        "row 1 of claim_sheets",
        "its claims cannot be read",
    )
