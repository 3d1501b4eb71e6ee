"""Printed marks at the start of a line: bullets, numbers, letters."""

from __future__ import annotations

import re

_BULLET = re.compile(r"\s*([•●▪■◦○‣⁃∙◆◇❖❑□▶►➢➔→✓✔☑▸⮚·])\s*(?=\S)")
_DASH = re.compile(r"\s*([-–—*»>o])\s+(?=\S)")
_NUMBER = re.compile(
    r"\s*(\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{2,5})[.)])\s+(?=\S)"
    r"|\s*(\d{1,3}[.)])(?=[^\W\d_])"
    r"|\s*(\d{1,2}(?:\.\d{1,2})+\.?)\s+(?=\S)"
)


def find_bullet(text: str) -> str | None:
    """Return the bullet that a line begins with.

    Examples
    --------
    >>> find_bullet("• Open the baths.")
    '•'
    >>> find_bullet("Open the baths.") is None
    True
    """
    found = _BULLET.match(text)
    return found[1] if found else None


def find_weak_marker(text: str) -> str | None:
    """Return a dash, number or letter that a line begins with and that may be a marker.

    Whether it is one is for the layout to say: a line may begin with a date.

    Examples
    --------
    >>> find_weak_marker("(b) the bridge")
    '(b)'
    >>> find_weak_marker("2.1 The bridge")
    '2.1'
    """
    found = _NUMBER.match(text)
    if found:
        return found[1] or found[2] or found[3]
    dash = _DASH.match(text)
    return dash[1] if dash else None
