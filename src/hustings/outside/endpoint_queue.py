"""Asking an endpoint many things: some at once, again after faults, with an end.

The caller's thread does all but the waiting, so that what comes back is written down by
whoever holds the database, before the next request goes out.
"""

from __future__ import annotations

import heapq
from collections import deque
from concurrent.futures import FIRST_COMPLETED, wait
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from hustings.errors import EndpointStoppedError
from hustings.outside.clock import rest, seconds_now
from hustings.outside.endpoints import Line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from concurrent.futures import Future
    from contextlib import AbstractContextManager

    from hustings.model.endpoint import Endpoint
    from hustings.outside.endpoints import Attempt

Asked = TypeVar("Asked", bound="Request")

_LONGEST_ASKED_WAIT: Final = 900.0
"""Seconds; an endpoint that asks for more is taken to have no more to give today."""
_A_LOOK: Final = 0.5
"""Seconds after which a waiting thread looks up, so that it can be interrupted."""


class Request(Protocol):
    """What can be sent."""

    @property
    def body(self) -> bytes:
        """What is sent."""
        ...


class Notes(Protocol[Asked]):
    """Who writes down what is asked and answered."""

    def together(self) -> AbstractContextManager[object]:
        """Be told that what is told inside can be written down at once.

        Nothing that was begun inside leaves before its end.
        """
        ...

    def begin(self, request: Asked) -> None:
        """Be told that a request is about to leave."""
        ...

    def record(self, request: Asked, attempt: Attempt, number: int) -> Asked | None:
        """Be told what came of it; may name what is to be asked next."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often and how long to try.

    Attributes
    ----------
    attempts : int
        How often one request is sent at most.
    first_wait, longest_wait : float
        Seconds before the second attempt, doubled for every further one.
    most_faults : int
        So many requests given up one after the other end the run.
    """

    attempts: int = 5
    first_wait: float = 1.0
    longest_wait: float = 60.0
    most_faults: int = 5

    def before(self, number: int) -> float:
        """Return the seconds to wait after so many attempts."""
        return float(min(self.first_wait * 2 ** (number - 1), self.longest_wait))


def ask_all(
    endpoint: Endpoint,
    requests: Iterable[Asked],
    notes: Notes[Asked],
    *,
    key: str | None,
    patience: Patience | None = None,
) -> None:
    """Send requests until each has an answer or is given up.

    Faults that may pass (no connection, no answer in time, 429, 5xx, a web page in
    place of an answer) are tried again, after waits that grow, or after as long as the
    endpoint asks. Where one request is told to wait, all wait.

    Parameters
    ----------
    notes : Notes
        Called in this thread only: before a request leaves, and after each attempt.
    key : str or None
        Sent in a header; see `hustings.outside.endpoints.read_key`.

    Raises
    ------
    EndpointStoppedError
        If all requests would fare alike: the key or model is refused, it redirects, or
        several requests in a row were given up.
    """
    with Line(endpoint, key=key) as line:
        _Queue(
            endpoint=endpoint,
            line=line,
            notes=notes,
            patience=patience or Patience(),
            ready=deque((one, 1) for one in requests),
        ).run()


@dataclass(slots=True, kw_only=True)
class _Queue(Generic[Asked]):
    """Requests that are ready, under way, or waiting for their next attempt.

    Attributes
    ----------
    later : list
        A heap of moment, order, request and number of the attempt.
    closed_until : float
        The moment before which nothing is sent.
    n_faults, n_given_up : int
        Requests given up since the last answer, and in all.
    n_unreached : int
        Those of the first kind that nobody was there to take.
    reason : str
        Why nothing more is sent; what is under way is still waited for, since it may
        have been paid for.
    """

    endpoint: Endpoint
    line: Line
    notes: Notes[Asked]
    patience: Patience
    ready: deque[tuple[Asked, int]]
    under_way: dict[Future[Attempt], tuple[Asked, int]] = field(default_factory=dict)
    later: list[tuple[float, int, Asked, int]] = field(default_factory=list)
    closed_until: float = 0.0
    n_faults: int = 0
    n_given_up: int = 0
    n_unreached: int = 0
    reason: str = ""
    order: count[int] = field(default_factory=count)

    def run(self) -> None:
        """Send and wait until nothing is left, or all would fare alike."""
        done: set[Future[Attempt]] = set()
        while done or self.under_way or (self._has_more() and not self.reason):
            with self.notes.together():
                for one in done:
                    self._take(*self.under_way.pop(one), one.result())
                chosen = self._choose()
            for request, number in chosen:
                self.under_way[self.line.send(request.body)] = (request, number)
            done, _ = wait(
                self.under_way, timeout=self._look(), return_when=FIRST_COMPLETED
            )
        if self.reason:
            raise EndpointStoppedError(
                endpoint=self.endpoint.name,
                host=self.endpoint.host,
                reason=self.reason,
                n_left=len(self.ready) + len(self.later) + self.n_given_up,
            )

    def _has_more(self) -> bool:
        return bool(self.ready or self.later)

    def _choose(self) -> list[tuple[Asked, int]]:
        """Take as many requests as may leave now, and have them written down."""
        self._wake()
        if self.reason or seconds_now() < self.closed_until:
            return []
        n_free = self.endpoint.concurrency - len(self.under_way)
        chosen = [self.ready.popleft() for _ in range(min(n_free, len(self.ready)))]
        for request, _ in chosen:
            self.notes.begin(request)
        return chosen

    def _wake(self) -> None:
        """Let requests go whose time has come."""
        while self.later and self.later[0][0] <= seconds_now():
            _, _, request, number = heapq.heappop(self.later)
            self.ready.append((request, number))

    def _look(self) -> float:
        """Return how long to wait for an answer before looking at the clock."""
        moments = [self.closed_until] if self.ready else []
        moments += [self.later[0][0]] if self.later else []
        ahead = [one - seconds_now() for one in moments]
        nearest = min((one for one in ahead if one > 0), default=_A_LOOK)
        if self.under_way:
            return min(nearest, _A_LOOK)
        if self._has_more() and not self.reason:
            # `wait` returns at once where it waits for nothing
            rest(min(nearest, _A_LOOK))
        return 0.0

    def _take(self, request: Asked, number: int, attempt: Attempt) -> None:
        """Write an attempt down, and decide what is next."""
        following = self.notes.record(request, attempt, number)
        if following is not None:
            self.ready.appendleft((following, 1))
        if attempt.reply is not None:
            self.n_faults = self.n_unreached = 0
        elif self._is_hopeless(attempt):
            self._give_up(attempt)
            self.reason = self.reason or _reason(attempt)
        elif attempt.can_repeat and number < self.patience.attempts:
            self._postpone(request, number, attempt)
        else:
            self._give_up(attempt)
            if self.n_faults >= self.patience.most_faults or self._is_down():
                self.reason = self.reason or _reason(attempt)

    def _is_hopeless(self, attempt: Attempt) -> bool:
        """Say whether all requests would fare the same."""
        return attempt.is_fatal or (attempt.wait or 0) > _LONGEST_ASKED_WAIT

    def _give_up(self, attempt: Attempt) -> None:
        self.n_faults += 1
        self.n_given_up += 1
        self.n_unreached += attempt.is_unreached

    def _is_down(self) -> bool:
        """Say whether nobody is there any more, now that nothing is left to send."""
        is_over = not (self._has_more() or self.under_way)
        return is_over and self.n_unreached > 0

    def _postpone(self, request: Asked, number: int, attempt: Attempt) -> None:
        """Send a request again later; where an endpoint asks to wait, all wait."""
        pause = max(attempt.wait or 0.0, self.patience.before(number))
        moment = seconds_now() + pause
        if attempt.wait is not None:
            self.closed_until = max(self.closed_until, moment)
        heapq.heappush(self.later, (moment, next(self.order), request, number + 1))


def _reason(attempt: Attempt) -> str:
    """Say why nothing more is sent."""
    if attempt.wait is not None and attempt.wait > _LONGEST_ASKED_WAIT:
        return f"{attempt.fault} and asks to wait {attempt.wait:,.0f} s"
    return attempt.fault
