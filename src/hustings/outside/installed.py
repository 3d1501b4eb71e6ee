"""Which versions are installed: part of every run's record."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version


@cache
def version_of(package: str) -> str:
    """Return the installed version of a package."""
    return version(package)


def versions_of(packages: tuple[str, ...]) -> dict[str, str]:
    """Return the installed versions of some packages, by name."""
    return {package: version_of(package) for package in packages}
