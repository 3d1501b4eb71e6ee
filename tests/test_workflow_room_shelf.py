"""What the room keeps at hand, asked for by several threads at once."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from hustings.workflow import room_shelf
from hustings.workflow.room_shelf import Shelf

if TYPE_CHECKING:
    import pytest


def test_a_thread_keeps_what_another_one_puts_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def load(_: object, document_id: str) -> str:
        time.sleep(0.0005)
        return document_id

    monkeypatch.setattr(room_shelf, "_MOST_DOCUMENTS", 2)
    monkeypatch.setattr(room_shelf, "_load", load)
    shelf, store = Shelf(), object()

    def ask(i: int) -> bool:
        name = str(i % 5)
        found: Any = shelf.document(store, name)  # type: ignore[arg-type]
        return bool(found == name)

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(ask, range(600)))
