"""Which hosts somebody has agreed that texts may go to: once a host, and remembered.

What a project keeps is a hash of the host together with the account and the machine
that the agreement was given on. So a project that comes from somebody else agrees to
nothing, and another address, or the same one without encryption, is asked about anew.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from hustings.outside.accounts import this_account
from hustings.outside.clock import now_exactly
from hustings.store.answers import answers_of

if TYPE_CHECKING:
    from hustings.model.endpoint import Endpoint
    from hustings.store.project import Store


def is_agreed(store: Store, endpoint: Endpoint) -> bool:
    """Say whether texts may go to an endpoint's host without asking again."""
    return _mark(endpoint) in answers_of(store).agreements()


def remember_agreement(store: Store, endpoint: Endpoint) -> None:
    """Keep that texts may go to an endpoint's host; once is enough."""
    if not is_agreed(store, endpoint):
        rows = answers_of(store)
        rows.agree(endpoint, mark=_mark(endpoint), at=now_exactly())


def _mark(endpoint: Endpoint) -> str:
    """Stand for a host, and for who agreed where, without naming either."""
    scheme = urlsplit(endpoint.url).scheme
    told = f"{scheme}://{endpoint.host.casefold()}\n{this_account()}"
    return sha256(told.encode("utf-8", "replace")).hexdigest()
