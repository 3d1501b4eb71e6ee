"""The page that says what went wrong."""

from __future__ import annotations

from dataclasses import dataclass

from hustings.interface.pages.rendering import render


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A title and one sentence: what, where, what to do."""

    title: str
    message: str


def write_mistake(title: str, message: str, *, address: str) -> bytes:
    """Write a page about a mistake, for the place in the site it was met at."""
    context = {
        "view": Mistake(title=title, message=message),
        "project": None,
        "name": "Hustings",
        "described": "",
    }
    return render("error.html", address=address, context=context).encode()
