"""Printed markers at the head of items and headings, as they read in any format."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hustings.ingest.numerals import find_numerals

BULLETS = "•▪■□●○◦‣⁃∙·▶►▸→➤➢✓✔❖★☆◆◇❑➔"
DASHES = "-–—*+"

# Private characters are the bullets of symbol fonts.
_BULLET = re.compile(
    rf"([{BULLETS}\ue000-\uf8ff])\s*(?=\S)|([{re.escape(DASHES)}])\s+(?=\S)"
)
_NUMBER = re.compile(
    r"(?P<deep>\d{1,3}(?:\.\d{1,3}){1,4}[.)]?)(?=\s+\S)"
    r"|(?P<number>\(\d{1,3}\)|\[\d{1,3}\]|\d{1,3}[.)](?!\d)|[①-⑳])(?=\s*[^\s\d])"
    r"|(?P<letter>\([^\W\d_]\)|[^\W\d_][.)])(?=\s+\S)"
    r"|(?P<roman>\([ivxlcIVXLC]{2,5}\)|[ivxlcIVXLC]{2,5}[.)])(?=\s+\S)"
    r"|(?P<han>[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)(?=\S)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A printed marker and where the words after it begin.

    Attributes
    ----------
    style : str
        ``bullet``, or the sort of number with its punctuation, such as ``number.``.
    values : tuple of int
        What the number may mean; more than one reading for letters like "i".
    end : int
        Where the words begin.
    """

    text: str
    style: str
    values: tuple[int, ...]
    end: int


def match_marker(text: str) -> Marker | None:
    """Find the marker that a line begins with.

    Examples
    --------
    >>> match_marker("(b) lower fares").text, match_marker("• trams").text
    ('(b)', '•')
    >>> match_marker("2031 was a good year") is None
    True
    """
    bullet = _BULLET.match(text)
    if bullet:
        mark = bullet.group(1) or bullet.group(2)
        mark = "•" if "\ue000" <= mark <= "\uf8ff" else mark
        return Marker(text=mark, style="bullet", values=(), end=bullet.end())
    number = _NUMBER.match(text)
    return _numbered(text, number) if number else None


def _numbered(text: str, match: re.Match[str]) -> Marker:
    printed = match.group()
    sort = match.lastgroup or ""
    rest = text[match.end() :]
    end = match.end() + len(rest) - len(rest.lstrip())
    punctuation = "".join(c for c in printed if c in ".()[]、（）")
    case = "upper" if printed.isupper() else ""
    style = "letter" if sort == "roman" else sort
    style = f"{style}{case}{punctuation if style != 'deep' else ''}"
    return Marker(text=printed, style=style, values=_values(printed, sort), end=end)


def _values(printed: str, sort: str) -> tuple[int, ...]:
    """Give every reading of a printed number; of "2.3" the last part."""
    if "①" <= printed <= "⑳":
        return (ord(printed) - ord("①") + 1,)
    numerals = list(find_numerals(printed))
    return tuple({n.value for n in (numerals[-1:] if sort == "deep" else numerals)})
