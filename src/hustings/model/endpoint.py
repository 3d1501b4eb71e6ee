"""Endpoints of language models that a user has named: where they are, what they cost.

Nothing here holds a key. A key stays in the environment, in a variable whose name is
kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from hustings.errors import EndpointSettingError

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX: Final = "remote:"
"""What the ids of coders begin with that are endpoints."""
CHAT_PATH: Final = "/chat/completions"
FORMS: Final = ("schema", "json", "text")
"""How an answer is asked for: held to a JSON schema, to JSON, or by words alone."""
OWN_SETTINGS: Final = frozenset(
    {"model", "messages", "n", "stream", "stream_options", "response_format", "seed"}
)
"""Parts of a request that settings cannot change."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_NETLOC = re.compile(r"(\[[^\[\]]+\]|[^\[\]]+?)(:\d*)?")
"""Brackets stand around the whole host: ``[::1]far.example`` is not this machine."""
_LONGEST_URL = 2_000
_MOST_AT_ONCE = 64
_LONGEST_TIMEOUT = 3_600


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A chat endpoint that speaks the protocol of ``/v1/chat/completions``.

    Attributes
    ----------
    name : str
        What the user calls it; its coder is ``remote:NAME``.
    url : str
        Where requests go, and nowhere else.
    model : str
        As the endpoint calls it.
    key_variable : str or None
        The environment variable that holds the key.
    concurrency : int
        Requests under way at once.
    timeout : float
        Seconds that one answer may take.
    price_in, price_out : float or None
        Of a million tokens, in whatever money the user counts in.
    form : {"schema", "json", "text"}
        How the answer's form is asked for; answers are checked in any case.
    settings : mapping of str to JSON value
        Further parts of every request, such as ``temperature``; None leaves one out.
    is_insecure : bool
        Whether the user allows a connection to another machine that anybody on the way
        can read.
    added : str
        ISO time with its zone.
    """

    name: str
    url: str
    model: str
    key_variable: str | None = None
    concurrency: int = 4
    timeout: float = 120.0
    price_in: float | None = None
    price_out: float | None = None
    form: str = "schema"
    settings: Mapping[str, object] = field(default_factory=dict)
    is_insecure: bool = False
    added: str = ""

    @property
    def coder_id(self) -> str:
        """Name under which its codings are kept."""
        return f"{PREFIX}{self.name}"

    @property
    def host(self) -> str:
        """The machine that texts go to, with its port where one is named.

        Examples
        --------
        >>> Endpoint(name="a", url="http://localhost:8080/v1", model="m").host
        'localhost:8080'
        """
        return urlsplit(self.url).netloc

    @property
    def is_local(self) -> bool:
        """Whether it is on this machine, so that nothing leaves it."""
        return is_loopback(urlsplit(self.url).hostname or "")

    @property
    def is_encrypted(self) -> bool:
        """Whether nobody on the way can read what is sent."""
        return urlsplit(self.url).scheme == "https"


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine, by its name or address alone.

    Examples
    --------
    >>> [is_loopback(one) for one in ("localhost", "127.0.0.2", "::1", "10.0.0.1")]
    [True, True, True, False]
    """
    if host.isascii() and host.casefold() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def chat_url(url: str) -> str:
    """Return the address that requests go to, whether its path is given or its base.

    Examples
    --------
    >>> chat_url("http://localhost:11434/v1/")
    'http://localhost:11434/v1/chat/completions'
    """
    base = url.strip().rstrip("/")
    return base if base.endswith(CHAT_PATH) else base + CHAT_PATH


def check_endpoint(endpoint: Endpoint) -> Endpoint:
    """Return an endpoint if it can be used as it is described.

    Raises
    ------
    EndpointSettingError
        With what cannot be used, and what to do.
    """
    if not _NAME.fullmatch(endpoint.name):
        _refuse(
            "name",
            endpoint.name,
            "Use 1 to 40 letters, digits, full stops, '_' and '-'.",
        )
    if not endpoint.model.strip():
        _refuse("model", endpoint.model, "Name the model as the endpoint calls it.")
    _check_url(endpoint)
    _check_variable(endpoint)
    _check_numbers(endpoint)
    if endpoint.form not in FORMS:
        _refuse("form", endpoint.form, f"Choose {', '.join(FORMS)}.")
    for name in endpoint.settings:
        if name in OWN_SETTINGS:
            _refuse("setting", name, "Hustings sets this part of a request itself.")
    return endpoint


def _check_url(endpoint: Endpoint) -> None:
    """Refuse addresses that hold secrets, and open lines to other machines."""
    url = endpoint.url
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        _refuse("URL", url, "Give one such as http://localhost:11434/v1.")
    strange = any(not one.isprintable() or one.isspace() for one in url)
    strange = strange or not _NETLOC.fullmatch(parts.netloc.rpartition("@")[2])
    if not host or parts.scheme not in {"http", "https"} or strange:
        _refuse("URL", url, "Give one such as http://localhost:11434/v1.")
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        # not even the message may say it
        _refuse("URL", f"{parts.scheme}://…@{host}", _NO_SECRETS)
    if parts.query or parts.fragment:
        _refuse("URL", f"{parts.scheme}://{host}/…?…", _NO_SECRETS)
    if len(url) > _LONGEST_URL:
        _refuse("URL", f"{url[:60]}…", "It is too long for an address.")
    if parts.scheme == "http" and not (endpoint.is_local or endpoint.is_insecure):
        _refuse("URL", url, _OPEN_LINE)


_NO_SECRETS = (
    "An address with a password or a query in it may hold a key, and it is kept in the "
    "project. Name the environment variable that holds the key with --key-env."
)
_OPEN_LINE = (
    "Texts and key would go to another machine where anybody on the way can read them. "
    "Use https, or a tunnel (ssh -L) to a port of this machine, or --insecure."
)


def _check_variable(endpoint: Endpoint) -> None:
    """Refuse what is no name of a variable: it may be the key itself."""
    name = endpoint.key_variable
    if name is not None and not _VARIABLE.fullmatch(name):
        _refuse(
            "key variable",
            "…",
            "Give the name of an environment variable, such as MY_KEY, not the key.",
        )


def _check_numbers(endpoint: Endpoint) -> None:
    if not 1 <= endpoint.concurrency <= _MOST_AT_ONCE:
        _refuse("concurrency", str(endpoint.concurrency), "Choose 1 to 64.")
    if not 0 < endpoint.timeout <= _LONGEST_TIMEOUT:
        _refuse("timeout", str(endpoint.timeout), "Choose seconds, up to 3600.")
    for price in (endpoint.price_in, endpoint.price_out):
        if price is not None and not 0 <= price < float("inf"):
            _refuse("price", str(price), "Give the price of a million tokens.")


def _refuse(what: str, value: str, advice: str) -> None:
    raise EndpointSettingError(what=what, value=value, advice=advice)
