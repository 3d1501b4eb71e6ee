"""What one file may cost, and why the worker that read it came to its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Cause: TypeAlias = Literal["seconds", "patience", "megabytes", "answer", "crash"]

SECONDS = 120
MEGABYTES = 2000
"""Enough for a book of a thousand pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a worker may spend on one batch, which for reading is one file.

    Attributes
    ----------
    seconds : int
        Of computing by the worker itself. Programs that it calls have limits of their
        own, so that a long scan is not taken for an endless loop.
    megabytes : int
        Of memory beyond what a worker has when it starts.
    """

    seconds: int = SECONDS
    megabytes: int = MEGABYTES

    @property
    def patience(self) -> int:
        """Seconds on the clock, the last resort: for two hours of scans by default."""
        return 60 * self.seconds

    @property
    def largest_answer(self) -> int:
        """Bytes that the worker may hand back, a quarter of its memory."""
        return self.megabytes * 250_000

    @property
    def largest_file(self) -> int:
        """Bytes of a file that can be worked on in the memory at all."""
        return self.megabytes * 500_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Death:
    """Why a worker gave no answer.

    Attributes
    ----------
    cause : {"seconds", "patience", "megabytes", "answer", "crash"}
        The limit that was met; a crash is of the worker's own.
    limits : Limits or None
        Those it worked under.
    signal : str
        The name of the signal that ended a crashed worker; "" where unknown.

    Examples
    --------
    >>> Death(cause="seconds", limits=Limits(seconds=120)).reason
    'Reading it took more than 120 seconds of computing.'
    """

    cause: Cause
    limits: Limits | None = None
    signal: str = ""

    @property
    def reason(self) -> str:
        """What happened, as one sentence."""
        limits = self.limits or Limits()
        if self.cause == "crash" and self.limits is None:
            return f"Reading it brought the reader down{self._by_signal()}."
        return {
            "seconds": f"Reading it took more than {limits.seconds:,} seconds of "
            "computing.",
            "patience": f"Reading it took more than {limits.patience:,} seconds.",
            "megabytes": f"Reading it needs more than {limits.megabytes:,} MB of "
            "memory.",
            "answer": "Its text and the places of its characters take more than "
            f"{limits.largest_answer // 1_000_000:,} MB of memory.",
            "crash": f"Reading it brought the reader down{self._by_signal()}: it is "
            f"damaged, or needs more than {limits.megabytes:,} MB of memory.",
        }[self.cause]

    @property
    def advice(self) -> str:
        """What to do about it, as one sentence."""
        option = "seconds" if self.cause in {"seconds", "patience"} else "megabytes"
        if self.cause == "crash":
            return f"Save it anew, or raise --max-{option}."
        return f"Split it, or raise --max-{option}."

    def _by_signal(self) -> str:
        return f" ({self.signal})" if self.signal else ""
