"""A progress bar that appears when a step takes over two seconds on a terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
)
from rich.text import Text

from hustings.interface.output import say
from hustings.workflow.runs import Effort

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE = 2.0
"""Seconds before the bar appears."""


_QUARTERS = 4
_MANY = 500
"""So much work is worth a line a quarter where no bar can be shown."""


class _Lines:
    """Says in a log, which shows no bar, when a quarter of much work is done."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._total = self._done = 0

    def expect(self, n: int) -> None:
        """Say how much work there is."""
        self._total = n

    def advance(self, n: int) -> None:
        """Count finished work."""
        before = self._quarter()
        self._done += n
        if self._total >= _MANY and before < self._quarter() < _QUARTERS:
            say(f"{self._what}: {self._done:,} of {self._total:,}")

    def stop(self) -> None:
        """Say no more: the command itself says that it is done."""
        self._total = 0

    def _quarter(self) -> int:
        return _QUARTERS * self._done // self._total if self._total else 0


class DoneColumn(MofNCompleteColumn):
    """How much is done, as soon as anybody knows of how much."""

    def render(self, task: Task) -> Text:
        """Say nothing where the whole is not known and nothing is done."""
        if task.total is not None:
            return super().render(task)
        return Text(f"{task.completed:,.0f}" if task.completed else "")


class _Bar:
    """Counts what is finished, and shows it once patience has run out."""

    def __init__(self, what: str, total: int | None) -> None:
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            DoneColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._progress.add_task(what, total=total)
        # A timer, so that one long file shows that something is going on.
        self._patience = Timer(_PATIENCE, self._progress.start)
        self._patience.daemon = True
        if sys.stderr.isatty():
            self._patience.start()

    def advance(self, n: int) -> None:
        """Count finished work."""
        self._progress.advance(self._task, n)

    def expect(self, n: int) -> None:
        """Say how much work there is."""
        self._progress.update(self._task, total=n)

    def stop(self) -> None:
        """Take the bar away, or see to it that it never comes."""
        self._patience.cancel()
        if self._patience.is_alive():
            self._patience.join()
        if self._progress.live.is_started:  # else it would print an empty line
            self._progress.stop()


@contextmanager
def show_progress(
    what: str, *, total: int | None = None, processes: int = 1, coarse: bool = False
) -> Iterator[Effort]:
    """Give an effort whose progress is shown.

    Parameters
    ----------
    coarse : bool, default=False
        Where there is no terminal, say at each quarter of much work how far it is.
    """
    is_log = coarse and not sys.stderr.isatty()
    bar = _Lines(what) if is_log else _Bar(what, total)
    try:
        yield Effort(processes=processes, advance=bar.advance, expect=bar.expect)
    finally:
        bar.stop()
