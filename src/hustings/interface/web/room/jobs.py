"""Work that threads do for the server: what is to be done, and whom to tell."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from hustings.errors import BusyProjectError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from hustings.store.project import Store

Work: TypeAlias = "Callable[[Store], Any]"

_REASONS = {
    "SQLITE_BUSY": "Somebody else has been writing to the project for five seconds.",
    "SQLITE_LOCKED": "Somebody else has been writing to the project for five seconds.",
    "SQLITE_FULL": "The disk is full.",
    "SQLITE_IOERR": "The disk does not take what is written.",
    "SQLITE_READONLY": "The project's folder may not be written to.",
}


@dataclass(slots=True)
class Job:
    """One thing to do, and the future that waits for it.

    Attributes
    ----------
    answer : object
        What came of it, or the exception that it ended with.
    """

    work: Work
    future: asyncio.Future[Any]
    answer: Any = None


def new_job(work: Work) -> Job:
    """Make a job for whoever is asking."""
    return Job(work=work, future=asyncio.get_running_loop().create_future())


def tell(jobs: Iterable[Job]) -> None:
    """Tell all who wait, in their own thread, and wake it once a loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Job]] = {}
    for job in jobs:
        by_loop.setdefault(job.future.get_loop(), []).append(job)
    for loop, some in by_loop.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_settle, some)


def explain(error: sqlite3.Error) -> BusyProjectError:
    """Say in a sentence what the database complains of."""
    name = str(getattr(error, "sqlite_errorname", ""))
    for beginning, reason in _REASONS.items():
        if name.startswith(beginning):
            return BusyProjectError(reason=reason)
    return BusyProjectError(reason=f"The project's database answered: {error}.")


def _settle(jobs: Iterable[Job]) -> None:
    for job in jobs:
        if job.future.done():  # whoever asked has gone
            continue
        if isinstance(job.answer, BaseException):
            job.future.set_exception(job.answer)
        else:
            job.future.set_result(job.answer)
