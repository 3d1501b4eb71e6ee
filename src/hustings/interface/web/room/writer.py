"""The one writer: what many people send is committed together, and then answered.

A thread with one connection takes all that has come in since it last looked, does it in
one transaction, and tells those who wait only after the commit. A request that is
refused has written nothing; the others go on. A write to the disk costs the same for
one coding and for fifty, so a full room is served as quickly as a single person.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any

from hustings.errors import BusyProjectError
from hustings.interface.web.room.jobs import Job, explain, new_job, tell
from hustings.interface.web.room.whereabouts import Whereabouts
from hustings.store.project import Store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hustings.interface.web.room.jobs import Work

PATIENCE = 5_000
"""Milliseconds to wait for another program that is writing."""
_MOST_AT_ONCE = 500
_LONGEST_LOG = 8_000
"""Pages (of 4 KiB) after which the log is put into the database: everybody waits for
that, so it is done seldom."""


class Writer:
    """A thread that writes to one project.

    While it runs the database keeps a log beside it (SQLite's write-ahead log), so that
    a commit is one write to the disk and readers never wait. Where the folder's disk
    cannot do that, all goes on as before, only slower.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="writer", daemon=True)
        self._broken: BaseException | None = None

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Do what has come in, and end."""
        self._jobs.put(None)
        self._thread.join()

    async def write(self, work: Work) -> Any:  # noqa: ANN401  # what the work gives
        """Do something in a transaction, and return what came of it once it is safe.

        Raises
        ------
        BusyProjectError
            If the database could not be written: nothing is.
        HustingsError
            What the work raises: nothing of it is written.
        """
        if self._broken is not None:
            raise BusyProjectError(reason="The project cannot be opened for writing.")
        job = new_job(work)
        self._jobs.put(job)
        if self._broken is not None:  # meanwhile
            self._refuse_all()
        return await job.future

    def _run(self) -> None:
        """Open the project in this thread, and write until told to end."""
        try:
            store = Store.open(self._folder)
        except BaseException as error:  # noqa: BLE001  # told to whoever writes
            self._broken = error
            self._refuse_all()
            return
        place = Whereabouts(self._folder)
        with store:
            connection = store.coders.database.connection
            connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")
            with suppress(sqlite3.OperationalError):
                connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA wal_autocheckpoint = {_LONGEST_LOG}")
            while jobs := self._take():
                _do_all(store, jobs, place)
                tell(jobs)
            connection.execute("PRAGMA busy_timeout = 0")
            with suppress(sqlite3.OperationalError):  # others may still be reading
                connection.execute("PRAGMA journal_mode = DELETE")

    def _take(self) -> list[Job]:
        """Wait for a job, and take those that have come in behind it."""
        first = self._jobs.get()
        jobs = [] if first is None else [first]
        while jobs and len(jobs) < _MOST_AT_ONCE:
            try:
                job = self._jobs.get_nowait()
            except Empty:
                break
            if job is None:
                self._jobs.put(None)  # end after these
                break
            jobs.append(job)
        return jobs

    def _refuse_all(self) -> None:
        """Tell those who asked before the project could not be opened."""
        with suppress(Empty):
            while job := self._jobs.get_nowait():
                job.answer = BusyProjectError(reason="The project cannot be opened.")
                tell([job])


class _HalfDoneError(Exception):
    """A job was refused after it had written something."""


def _do_all(store: Store, jobs: Sequence[Job], place: Whereabouts) -> None:
    """Do jobs in one transaction; each by itself where one of them spoils that."""
    try:
        _commit(store, jobs, place)
    except (sqlite3.IntegrityError, _HalfDoneError) as error:
        if len(jobs) > 1:
            for job in jobs:
                _do_all(store, [job], place)
        elif isinstance(error, sqlite3.IntegrityError):
            jobs[0].answer = explain(error)
    except Exception as error:  # noqa: BLE001  # told to all: the thread must go on
        answer = explain(error) if isinstance(error, sqlite3.Error) else error
        for job in jobs:
            job.answer = answer


def _commit(store: Store, jobs: Sequence[Job], place: Whereabouts) -> None:
    """Do jobs in one transaction; refusals are answers, too.

    Raises
    ------
    _HalfDoneError
        If one was refused after it had written something: nothing is committed.
    GoneProjectError
        If the files written to are not the project's any more.
    """
    connection = store.coders.database.connection
    with store.transaction():
        place.require()
        for job in jobs:
            n_before = connection.total_changes
            try:
                job.answer = job.work(store)
            except sqlite3.Error:
                raise
            except Exception as error:  # told to whoever asked
                job.answer = error
                if connection.total_changes != n_before:
                    raise _HalfDoneError from error
    place.require()
