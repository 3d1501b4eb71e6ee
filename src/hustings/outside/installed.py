"""Which versions are installed: part of every run's record."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def version_of(package: str) -> str:
    """Return the installed version of a package."""
    return version(package)


def versions_of(packages: tuple[str, ...]) -> dict[str, str]:
    """Return the installed versions of some packages, by name."""
    return {package: version_of(package) for package in packages}


def installed_of(packages: tuple[str, ...]) -> tuple[str, ...]:
    """Return those packages that are installed under these very names.

    The same module may come in packages of several names, one a kind of device.
    """
    return tuple(package for package in packages if _is_installed(package))


def _is_installed(package: str) -> bool:
    try:
        version_of(package)
    except PackageNotFoundError:
        return False
    return True
