"""Rows of endpoints: what is kept of one beside its name, address and model."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hustings.errors import EndpointSettingError
from hustings.model.endpoint import Endpoint

if TYPE_CHECKING:
    import sqlite3

_NUMBER = (int, float)
_KINDS: dict[str, tuple[type, ...]] = {
    "key_variable": (str, type(None)),
    "concurrency": (int,),
    "timeout": _NUMBER,
    "price_in": (*_NUMBER, type(None)),
    "price_out": (*_NUMBER, type(None)),
    "form": (str,),
    "settings": (dict,),
    "is_insecure": (bool,),
}
"""What each kept setting of an endpoint is."""
AGREED = "agreed"
"""Beside the settings, in the row that says that texts may go there."""
_ADD_AGAIN = "Add it again: hustings coder add NAME --remote URL --model MODEL."


def settings_of(endpoint: Endpoint) -> dict[str, object]:
    """Give what is kept of an endpoint beside its name, address and model."""
    return {
        "key_variable": endpoint.key_variable,
        "concurrency": endpoint.concurrency,
        "timeout": endpoint.timeout,
        "price_in": endpoint.price_in,
        "price_out": endpoint.price_out,
        "form": endpoint.form,
        "settings": dict(endpoint.settings),
        "is_insecure": endpoint.is_insecure,
    }


def mark_of(row: sqlite3.Row) -> str | None:
    """Read what a row agrees to; a row that cannot be read agrees to nothing."""
    try:
        mark = json.loads(row["settings"]).get(AGREED)
    except (ValueError, RecursionError, AttributeError):
        return None
    return mark if isinstance(mark, str) else None


def endpoint_of(row: sqlite3.Row) -> Endpoint:
    """Read a row; it may have come with a project of somebody else's."""
    try:
        settings: dict[str, Any] = json.loads(row["settings"])
        settings.pop(AGREED, None)
        endpoint = Endpoint(
            name=row["name"],
            url=row["url"],
            model=row["model"],
            added=row["written"],
            **settings,
        )
        is_whole = all(
            isinstance(settings[name], kinds) for name, kinds in _KINDS.items()
        )
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        is_whole = False
    if not is_whole:
        raise EndpointSettingError(
            what="kept settings", value=str(row["name"]), advice=_ADD_AGAIN
        )
    return endpoint
