"""Pages drawn before somebody asks to see them.

Drawing a page takes a second or two, and looking up from a unit to its page should take
none. So when units are fetched, the pages of the first of them are drawn in the
background, one stretch of a document at a time, what was wished last first.
"""

from __future__ import annotations

import logging
from collections import deque
from threading import Condition, Thread
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hustings.workflow.facsimiles import Facsimile

_LOG = logging.getLogger(__name__)
UNITS_AHEAD = 20
"""Of the units that are fetched, how many have their pages drawn."""
_MOST_WISHES = 32
"""What was wished before these is drawn when it is looked at."""

Wish: TypeAlias = "tuple[Facsimile, int]"
"""A document and the number of one of its pages."""


class DrawingAhead:
    """A thread that draws; it begins with the first wish."""

    def __init__(self) -> None:
        self._wishes: deque[Wish] = deque(maxlen=_MOST_WISHES)
        self._known: set[tuple[str, int]] = set()
        self._changed = Condition()
        self._thread: Thread | None = None
        self._is_over = False

    def wish(self, pages: Iterable[Wish]) -> None:
        """Have pages drawn, unless they were wished before."""
        with self._changed:
            for facsimile, number in pages:
                key = (facsimile.document.sha256, facsimile.stretch_of(number))
                if key not in self._known and not self._is_over:
                    self._known.add(key)
                    self._wishes.append((facsimile, number))
            if self._wishes and self._thread is None:
                self._thread = Thread(target=self._run, name="drawing", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def close(self) -> None:
        """Draw no more; what is being drawn is waited for."""
        with self._changed:
            self._is_over = True
            self._wishes.clear()
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    def wait(self) -> None:
        """Wait until nothing is wished for any more."""
        with self._changed:
            self._changed.wait_for(lambda: not self._wishes or self._is_over)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wishes or self._is_over)
                if self._is_over:
                    return
                facsimile, number = self._wishes[-1]
            try:
                facsimile.picture(number)
            except Exception:  # noqa: BLE001  # whoever looks at the page is told
                _LOG.debug("A page could not be drawn ahead.", exc_info=True)
            with self._changed:
                if (facsimile, number) in self._wishes:
                    self._wishes.remove((facsimile, number))
                self._changed.notify_all()
