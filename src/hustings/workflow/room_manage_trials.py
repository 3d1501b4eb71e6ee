"""Trying a change out: what would come of it, with nothing written."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from hustings.store.project import Store

Result = TypeVar("Result")


class _UndoneError(Exception):
    """Ends a transaction without its being written; it never leaves this module."""


def try_out(store: Store, work: Callable[[Store], Result]) -> Result:
    """Do something in a transaction, undo it, and return what came of it.

    What is told is what would happen. The work must write to the database alone.
    """
    results: list[Result] = []
    with suppress(_UndoneError), store.transaction():
        results.append(work(store))
        raise _UndoneError
    return results[0]
