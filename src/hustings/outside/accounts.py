"""Whose account this is, and on which machine: asked of the system, told to nobody."""

from __future__ import annotations

import getpass
import os
import platform


def this_account() -> str:
    """Return the account and the machine that this program runs on.

    Examples
    --------
    >>> "@" in this_account()
    True
    """
    return f"{_user()}@{platform.node()}"


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account that has no name
        return str(getattr(os, "getuid", lambda: "")())
