"""Ids of what people wrote: the same wherever a project is copied or merged."""

from __future__ import annotations

import hashlib

_LENGTH = 24


def identify(record: object, *, nonce: str) -> str:
    """Return an id for a record: a hash of its content, its time and a nonce.

    Parameters
    ----------
    record : dataclass
        With its time, and with an empty id.
    nonce : str
        What tells this record from one of the same content at the same time: random,
        or the place it was brought in from, where bringing it in again is to give the
        same id.

    Examples
    --------
    >>> from hustings.model.coder import Coder
    >>> identify(Coder(coder_id="Ana"), nonce="1") == identify(
    ...     Coder(coder_id="Ana"), nonce="2"
    ... )
    False
    """
    text = f"{nonce}\n{record!r}"
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]
