"""Printed markers at the head of items and headings, as they read in any format."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hustings.ingest.structure.months import find_month
from hustings.ingest.structure.numerals import find_numerals

BULLETS = "•▪■□●○◦‣⁃∙·▶►▸⮚→➤➢✓✔☑❖★☆◆◇❑➔"
DASHES = "-–—*+"
_PRINTED_DASHES = "»>o"
"""Signs that stand for a bullet in print; typed, they quote, or are a word."""

# Private characters are the bullets of symbol fonts.
_BULLET = re.compile(
    rf"([{BULLETS}\ue000-\uf8ff])\s*(?=\S)|([{re.escape(DASHES)}])\s+(?=\S)"
)
_PRINTED_DASH = re.compile(rf"([{_PRINTED_DASHES}])\s+(?=\S)")
_WORD = re.compile(r"[^\W\d_]{3,14}(?![^\W\d_])")
_DAY_MONTH = r"\d{1,2}\.(?!\d{3}(?!\d))"
_NUMBER = re.compile(
    r"(?P<deep>\d{1,3}(?:\.\d{1,2}){1,4}[.)]?)(?=\s+\S)"
    r"|(?P<number>[Nn]\.?\s?[ºª°]\.?\s?\d{1,3}[.:)]?|\d{1,3}\.[ºª°][.)]?-?|"
    r"\(\d{1,3}\)|\[\d{1,3}\]|\d{1,3}[.)](?!\d)-?|\d{1,3}[ºª][.)]?-?|[①-⑳])"
    rf"(?=\s*[^\s\d]|\s+(?!{_DAY_MONTH})\d)"
    r"|(?P<letter>\([^\W\d_]\)|[^\W\d_][.)]-?)(?=\s+\S)"
    r"|(?P<roman>\([ivxlcIVXLC]{2,5}\)|[ivxlcIVXLC]{2,5}[.)]-?)(?=\s+\S)"
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
    marker = _numbered(text, number) if number else None
    is_word = marker is not None and not marker.values and len(marker.text) > 2
    return None if is_word or (marker and _is_day(text, marker)) else marker


def _is_day(text: str, marker: Marker) -> bool:
    """Say whether a number is the day of a date: "1. Mai"."""
    word = _WORD.match(text, marker.end) if marker.style == "number." else None
    return word is not None and find_month(word.group()) is not None


def _numbered(text: str, match: re.Match[str]) -> Marker:
    printed = match.group()
    sort = match.lastgroup or ""
    rest = text[match.end() :]
    end = match.end() + len(rest) - len(rest.lstrip())
    punctuation = "".join(c for c in printed if c in ".()[]、（）")
    case = "upper" if printed.isupper() else ""
    style = "letter" if sort == "roman" else sort
    style = f"{style}{case}{punctuation if style != 'deep' else ''}"
    style = "numero" if sort == "number" and printed[0].isalpha() else style
    return Marker(text=printed, style=style, values=_values(printed, sort), end=end)


def _values(printed: str, sort: str) -> tuple[int, ...]:
    """Give every reading of a printed number; of "2.3" the last part."""
    if "①" <= printed <= "⑳":
        return (ord(printed) - ord("①") + 1,)
    readings = find_numerals(printed)
    numerals = [n for n in readings if sort != "number" or n.system != "letter"]
    return tuple({n.value for n in (numerals[-1:] if sort == "deep" else numerals)})


def find_bullet(text: str) -> str | None:
    """Return the bullet that a printed line begins with.

    Examples
    --------
    >>> find_bullet("• Open the baths.")
    '•'
    >>> find_bullet("– Open the baths.") is None
    True
    """
    marker = match_marker(text.lstrip())
    return marker.text if marker and marker.text in BULLETS else None


def find_weak_marker(text: str) -> str | None:
    """Return a dash, number or letter that a printed line begins with.

    Whether it is a marker is for the layout to say: a line may begin with a date.

    Examples
    --------
    >>> find_weak_marker("(b) the bridge"), find_weak_marker("2.1 The bridge")
    ('(b)', '2.1')
    >>> find_weak_marker("civil. The bridge") is None
    True
    """
    line = text.lstrip()
    marker = match_marker(line)
    if marker is not None and marker.text not in BULLETS:
        return marker.text
    dash = _PRINTED_DASH.match(line)
    return dash[1] if dash else None
