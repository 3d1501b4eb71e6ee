"""A progress bar that appears when a step takes over two seconds on a terminal."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from hustings.workflow.runs import Effort

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE = 2.0
"""Seconds before the bar appears."""


class _Bar:
    """Counts what is finished, and shows it once patience has run out."""

    def __init__(self, what: str, total: int | None) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._progress.add_task(what, total=total)
        self._begun = time.monotonic()
        self._is_shown = False

    def advance(self, n: int) -> None:
        """Count finished work."""
        self._progress.advance(self._task, n)
        is_late = time.monotonic() - self._begun > _PATIENCE
        if is_late and not self._is_shown and sys.stderr.isatty():
            self._is_shown = True
            self._progress.start()

    def stop(self) -> None:
        """Take the bar away."""
        if self._is_shown:
            self._progress.stop()


@contextmanager
def show_progress(
    what: str, *, total: int | None = None, processes: int = 1
) -> Iterator[Effort]:
    """Give an effort whose progress is shown."""
    bar = _Bar(what, total)
    try:
        yield Effort(processes=processes, advance=bar.advance)
    finally:
        bar.stop()
