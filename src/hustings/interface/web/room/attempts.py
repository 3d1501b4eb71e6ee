"""Wrong passwords: after ten, by name or by address, the next has to wait."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass
from math import ceil
from threading import Lock
from typing import TYPE_CHECKING

from hustings.errors import TooManyAttemptsError

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 10
"""Wrong ones that cost nothing."""
WINDOW = 900.0
"""Seconds after which a wrong one is forgotten."""
_FIRST_WAIT = 5.0
_MOST_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class _Attempt:
    at: float
    name: str
    address: str


class Attempts:
    """What was tried of late; kept in memory only."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._wrong: deque[_Attempt] = deque(maxlen=_MOST_KEPT)

    def begin(self, *, name: str, address: str) -> None:
        """Count an attempt as wrong before it is looked at; `succeed` takes it back.

        So a hundred attempts at the same time are a hundred, not none.

        Raises
        ------
        TooManyAttemptsError
            If the name or the address has to wait. That is no attempt.
        """
        with self._lock:
            now = self._clock()
            while self._wrong and now - self._wrong[0].at > WINDOW:
                self._wrong.popleft()
            wait = max(
                _wait([one.at for one in self._wrong if one.name == name], now),
                _wait([one.at for one in self._wrong if one.address == address], now),
            )
            if wait > 0:
                raise TooManyAttemptsError(seconds=ceil(wait))
            self._wrong.append(_Attempt(now, name, address))

    def succeed(self, *, name: str, address: str) -> None:
        """Forget what a person typed wrong before they got it right."""
        with self._lock:
            self._wrong = deque(
                (
                    one
                    for one in self._wrong
                    if (one.name, one.address) != (name, address)
                ),
                maxlen=_MOST_KEPT,
            )


def _wait(times: list[float], now: float) -> float:
    """Return for how long to wait: five seconds after ten, and twice as long each."""
    if len(times) < MOST:
        return 0.0
    pause = min(_FIRST_WAIT * 2.0 ** min(len(times) - MOST, 20), WINDOW)
    return times[-1] + pause - now
