"""The only source of chance without a seed: what tells two like records apart."""

from __future__ import annotations

import secrets


def nonce() -> str:
    """Return sixteen random hexadecimal digits."""
    return secrets.token_hex(8)
