"""What asking an endpoint would take: requests, tokens, money and time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hustings.model.endpoint import Endpoint

_CHARACTERS_A_TOKEN: Final = 3.5
"""Of English, with some of JSON; other languages need more tokens."""
_TOKENS_AN_ANSWER: Final = 80
_A_MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """What earlier answers of the same model at the same address took.

    Attributes
    ----------
    n_answers : int
        How many there are.
    characters_a_token : float or None
        Of what was sent.
    tokens_out, seconds : float or None
        Means of an answer.
    """

    n_answers: int = 0
    characters_a_token: float | None = None
    tokens_out: float | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteEstimate:
    """What a run would send, before anything is sent.

    Attributes
    ----------
    n_units : int
        Units to be coded.
    n_requests : int
        Requests still to send. Where variables have conditions this is the most that
        there can be; answers that cannot be used are asked for once more on top of it.
    n_cached : int
        Requests whose answers are there already.
    n_sent : int
        Units whose words would be sent.
    n_skipped : int
        Units that are empty or too long, and are not sent.
    tokens_in, tokens_out : int
    cost : float or None
        By the prices that the user gave, in the same money.
    seconds : float or None
        None before the first answers of this model.
    is_measured : bool
        Whether tokens are judged by earlier answers, and not by a rule of thumb.
    """

    endpoint: Endpoint
    n_units: int
    n_requests: int
    n_cached: int
    n_sent: int
    n_skipped: int
    tokens_in: int
    tokens_out: int
    cost: float | None
    seconds: float | None
    is_measured: bool

    @property
    def needs_consent(self) -> bool:
        """Whether texts would leave this machine."""
        return bool(self.n_requests) and not self.endpoint.is_local

    @property
    def leaves(self) -> str:
        """One line on what leaves the machine, and where it goes."""
        if not self.n_requests:
            return "Nothing leaves this machine: all answers are here already."
        where = self.endpoint.host
        words = f"the words of {_count(self.n_sent, 'unit')}"
        name = self.endpoint.key_variable
        key = f", with the key in {name}" if name else ""
        if self.endpoint.is_local:
            told = f"{where} is on it and gets {words}{key}."
            return f"Nothing leaves this machine: {told}"
        return (
            f"This sends {words}, with their headings, the units around them and the "
            f"codebook, to {where}"
            f"{'' if self.endpoint.is_encrypted else ' (not encrypted)'}{key}."
        )

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row."""
        return [
            {
                "coder": self.endpoint.coder_id,
                "model": self.endpoint.model,
                "host": self.endpoint.host,
                "n_units": self.n_units,
                "n_requests": self.n_requests,
                "n_cached": self.n_cached,
                "n_sent": self.n_sent,
                "n_skipped": self.n_skipped,
                "tokens_in": self.tokens_in,
                "tokens_out": self.tokens_out,
                "cost": self.cost,
                "seconds": self.seconds,
                "leaves_this_machine": self.needs_consent,
            }
        ]

    def summary(self) -> str:
        """Return one line for a person to read."""
        units = _count(self.n_units, "unit")
        requests = _count(self.n_requests, "request")
        by = "by earlier answers" if self.is_measured else "by rule of thumb"
        who = f"{self.endpoint.coder_id} ({self.endpoint.model})"
        parts = [
            f"{who}: {units}, {requests} to send, {self.n_cached:,} answered before",
            f"about {self.tokens_in:,} tokens in and {self.tokens_out:,} out, {by}",
            "" if self.cost is None else f"cost about {self.cost:,.2f}",
            _time(self.seconds),
        ]
        return "; ".join(part for part in parts if part) + "."


def estimate_requests(  # noqa: PLR0913  # counts of several kinds
    endpoint: Endpoint,
    *,
    n_units: int,
    n_requests: int,
    n_cached: int,
    n_sent: int,
    n_skipped: int,
    n_characters: int,
    experience: Experience,
) -> RemoteEstimate:
    r"""Estimate tokens, cost and time of requests.

    Tokens in are characters by characters a token (measured on earlier answers of the
    model, otherwise 3.5), tokens out are requests by the mean of earlier answers
    (otherwise 80), and the time is requests by mean seconds, by how many are under way
    at once.

    Parameters
    ----------
    n_characters : int
        Of all messages still to send.
    """
    n_tokens_in = n_characters / (experience.characters_a_token or _CHARACTERS_A_TOKEN)
    n_tokens_out = n_requests * (experience.tokens_out or _TOKENS_AN_ANSWER)
    seconds = experience.seconds
    at_once = max(min(endpoint.concurrency, n_requests), 1)
    return RemoteEstimate(
        endpoint=endpoint,
        n_units=n_units,
        n_requests=n_requests,
        n_cached=n_cached,
        n_sent=n_sent,
        n_skipped=n_skipped,
        tokens_in=round(n_tokens_in),
        tokens_out=round(n_tokens_out),
        cost=_cost(endpoint, n_tokens_in, n_tokens_out),
        seconds=None if seconds is None else n_requests * seconds / at_once,
        is_measured=experience.characters_a_token is not None,
    )


def _cost(endpoint: Endpoint, tokens_in: float, tokens_out: float) -> float | None:
    if endpoint.price_in is None and endpoint.price_out is None:
        return None
    price_in, price_out = endpoint.price_in or 0.0, endpoint.price_out or 0.0
    return (tokens_in * price_in + tokens_out * price_out) / _A_MILLION


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def _time(seconds: float | None) -> str:
    """Say how long it takes; before the first answers nobody knows."""
    if seconds is None:
        return "time not known before the first answers"
    if seconds < 90:
        return f"about {seconds:.0f} s"
    if seconds < 5_400:
        return f"about {seconds / 60:.0f} min"
    return f"about {seconds / 3_600:.1f} h"
