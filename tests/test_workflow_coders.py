"""Adding people who code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coded_by_hand import make_project
from hustings.errors import LookalikeCoderError, RepeatedCoderError
from hustings.workflow.coders import add_coder
from hustings.workflow.room_entry import invite_coder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.store.project import Store

LIKE_ANA = "\u0410na"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_project(tmp_path / "harbour") as project:
        yield project.store


def test_a_name_that_looks_like_another_is_refused(store: Store) -> None:
    with pytest.raises(LookalikeCoderError, match="looks like the coder 'Ana'"):
        add_coder(store, LIKE_ANA)
    with pytest.raises(RepeatedCoderError, match="coder 'Ana' already"):
        add_coder(store, "ANA")
    assert add_coder(store, "Anna").coder_id == "Anna"


def test_an_invitation_makes_the_database_its_owners_alone(store: Store) -> None:
    database = store.folder / "project.sqlite"
    earlier = store.folder / "project.sqlite.before-version-2"
    earlier.write_bytes(database.read_bytes())
    for path in (database, earlier):
        path.chmod(0o644)
    invite_coder(store, "Ana")
    assert {path.stat().st_mode & 0o777 for path in (database, earlier)} == {0o600}
    assert {path.stat().st_mode & 0o077 for path in database.parent.glob("*-wal")} <= {
        0
    }
