"""Packages that only some users have: loaded when they are asked for."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from hustings.errors import MissingExtraError


def load_extra(module: str, *, package: str, extra: str, what: str) -> Any:  # noqa: ANN401  # a module
    """Give a module of a package that may be missing.

    Parameters
    ----------
    module : str
        Its name where it is imported.
    package, extra : str
        Its name where it is installed, and the extra of Hustings that brings it.
    what : str
        What needs it; it begins the sentence of the error.

    Raises
    ------
    MissingExtraError
        If it is not installed.

    Examples
    --------
    >>> load_extra("json", package="json", extra="none", what="A table").dumps([1])
    '[1]'
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingExtraError(what=what, package=package, extra=extra) from error
