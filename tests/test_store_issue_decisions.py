from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from hustings.errors import InvalidOptionError, UnknownPersonError
from hustings.model.coder import Coder
from hustings.model.issue_decision import IssueDecision
from hustings.store import schema
from hustings.store.issue_decisions import issue_decisions_of
from hustings.store.project import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AT = "2031-10-07T12:00:00.000000+00:00"
LATE = IssueDecision(
    kind="rename",
    targets=("night bus",),
    name="Late buses",
    decision_id="d1",
    written=AT,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "p", name="p", at=AT) as made:
        yield made


def test_decisions_come_back_in_the_order_of_their_times(store: Store) -> None:
    store.coders.add(Coder(coder_id="Ana"))
    early = replace(
        LATE,
        decision_id="d2",
        coder="Ana",
        name="Nachtbus für alle",
        written="2031-10-07T12:00:00+02:00",
    )
    rows = issue_decisions_of(store)
    rows.add_all([LATE, early])
    assert rows.all() == [
        replace(early, written="2031-10-07T10:00:00.000000+00:00"),
        LATE,
    ]


def test_decisions_are_kept(store: Store) -> None:
    rows = issue_decisions_of(store)
    rows.add_all([LATE])
    for statement in (
        "DELETE FROM issue_decisions",
        "UPDATE issue_decisions SET name = 'x'",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            rows.database.all(statement)
    with pytest.raises(sqlite3.IntegrityError):
        rows.add_all([LATE])


def test_only_coders_decide_by_name(store: Store) -> None:
    with pytest.raises(UnknownPersonError):
        issue_decisions_of(store).add_all([replace(LATE, coder="Zoe")])
    assert issue_decisions_of(store).all() == []


def test_there_is_no_other_kind_of_decision() -> None:
    with pytest.raises(InvalidOptionError, match="rename, merge, split"):
        replace(LATE, kind="forget")  # type: ignore[arg-type]  # the mistake


def test_an_older_project_gets_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "old"
    with monkeypatch.context() as older:
        older.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:6])
        older.setattr(schema, "VERSION", 6)
        Store.create(folder, name="old", at=AT).close()
    with Store.open(folder) as store:
        assert issue_decisions_of(store).all() == []
        issue_decisions_of(store).add_all([LATE])
        assert store.complaints() == []
    assert (folder / f"project.sqlite.before-version-{schema.VERSION}").is_file()
