"""The endpoints of language models that a project knows: adding and finding them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hustings.errors import UnknownCoderError
from hustings.model.endpoint import PREFIX, Endpoint, chat_url, check_endpoint
from hustings.outside.clock import now_exactly
from hustings.store.answers import answers_of
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.store.project import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointResult:
    """An endpoint as it is kept now.

    Attributes
    ----------
    is_new : bool
        Whether there was none of its name; otherwise these settings take the place of
        earlier ones, which the project keeps as well.
    """

    endpoint: Endpoint
    is_new: bool

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row."""
        one = self.endpoint
        return [
            {
                "coder": one.coder_id,
                "url": one.url,
                "model": one.model,
                "key_variable": one.key_variable,
                "concurrency": one.concurrency,
                "timeout": one.timeout,
                "price_in": one.price_in,
                "price_out": one.price_out,
                "form": one.form,
                "settings": dict(one.settings),
            }
        ]

    def summary(self) -> str:
        """Return one line for a person to read."""
        one = self.endpoint
        where = (
            "on this machine, so that no text leaves it"
            if one.is_local
            else f"on another machine: texts that it codes leave this one{_open(one)}"
        )
        return (
            f"{'Added' if self.is_new else 'Changed'} {one.coder_id}: {one.model} at "
            f"{one.host}, {where}. Nothing was sent."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointsResult:
    """The endpoints of a project, with what each has answered.

    Attributes
    ----------
    verdicts : mapping of str to mapping of str to int
        By name, answers by what became of them.
    """

    endpoints: tuple[Endpoint, ...]
    verdicts: Mapping[str, Mapping[str, int]]

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row an endpoint, with the columns of people."""
        return [
            {
                "coder": one.coder_id,
                "role": "remote",
                "added": f"{one.added[:19]}{one.added[-6:]}",
                "n_codings": self.verdicts[one.name].get("accepted", 0),
                "n_units": None,
                "n_assigned": None,
                "last": None,
            }
            for one in self.endpoints
        ]

    def lines(self) -> list[str]:
        """Return one line an endpoint for a person to read."""
        return [self._line(one) for one in self.endpoints]

    def _line(self, one: Endpoint) -> str:
        told = self.verdicts[one.name]
        counts = ", ".join(
            f"{count(told.get(verdict, 0), 'answer')} {verdict}"
            for verdict in ("accepted", "rejected", "failed")
        )
        return f"{one.coder_id}: {one.model} at {one.host}; {counts}."


def list_endpoints(store: Store) -> EndpointsResult:
    """List the endpoints that a project knows."""
    rows = answers_of(store)
    endpoints = tuple(rows.endpoints().values())
    return EndpointsResult(
        endpoints=endpoints,
        verdicts={one.name: rows.verdicts(one.name) for one in endpoints},
    )


def add_endpoint(store: Store, endpoint: Endpoint) -> EndpointResult:
    """Keep an endpoint, or other settings for one that is there.

    Nothing is sent. What is kept of a key is the name of the environment variable that
    holds it.

    Raises
    ------
    EndpointSettingError
        If it cannot be used as it is described.
    """
    rows = answers_of(store)
    kept = check_endpoint(
        replace(endpoint, url=chat_url(endpoint.url), added=now_exactly())
    )
    is_new = not rows.has_endpoint(kept.name)
    rows.add_endpoint(kept)
    return EndpointResult(endpoint=kept, is_new=is_new)


def find_endpoint(store: Store, coder: str) -> Endpoint:
    """Return the endpoint behind a coder's id, or behind its name alone.

    Raises
    ------
    UnknownCoderError
        If the project knows none of that name.
    EndpointSettingError
        If what the project keeps of it cannot be used.
    """
    known = answers_of(store).endpoints()
    found = known.get(coder.removeprefix(PREFIX))
    if found is None:
        names = endpoint_names(store) or ["none; see 'hustings coder add --help'"]
        raise UnknownCoderError(coder=coder, known=names)
    # the project may have come from somebody else
    return check_endpoint(found)


def endpoint_names(store: Store) -> list[str]:
    """Return the ids of all coders that are endpoints, in the order of adding."""
    return [one.coder_id for one in answers_of(store).endpoints().values()]


def _open(endpoint: Endpoint) -> str:
    return "" if endpoint.is_encrypted else ", and anybody on the way can read them"
