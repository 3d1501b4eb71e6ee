"""Threads that read the project, each with a connection of its own."""

from __future__ import annotations

import sqlite3
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any

from hustings.errors import BusyProjectError
from hustings.interface.web.room.jobs import Job, explain, new_job, tell
from hustings.store.project import Store

if TYPE_CHECKING:
    from pathlib import Path

    from hustings.interface.web.room.jobs import Work

N_THREADS = 2


class Readers:
    """Threads that read one project."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._threads = [
            Thread(target=self._run, name=f"reader {i}", daemon=True)
            for i in range(N_THREADS)
        ]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End once all has been read that was asked for."""
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()

    async def read(self, work: Work) -> Any:  # noqa: ANN401  # what the work gives
        """Read something from the project.

        Raises
        ------
        BusyProjectError
            If the database cannot be read.
        HustingsError
            What the work raises.
        """
        job = new_job(work)
        self._jobs.put(job)
        return await job.future

    def _run(self) -> None:
        """Read until told to end; the project is opened for the first who asks."""
        store: Store | None = None
        while job := self._jobs.get():
            try:
                store = store or Store.open(self._folder)
                job.answer = job.work(store)
            except sqlite3.Error as error:
                job.answer = explain(error)
            except OSError as error:
                job.answer = _refuse(error)
            except Exception as error:  # noqa: BLE001  # told to whoever asked
                job.answer = error
            tell([job])
        if store is not None:
            store.close()


def _refuse(error: OSError) -> Exception:
    """Pass our own errors on; say what a file has against being read."""
    if type(error).__module__.startswith("hustings."):
        return error
    return BusyProjectError(reason=f"{error.strerror or error}.")
