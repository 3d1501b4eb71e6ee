"""Where a text may be cut: between two words, however its script tells them apart."""

from __future__ import annotations

import unicodedata

_WITHOUT_SPACES = (
    "CJK",
    "IDEOGRAPHIC",
    "HIRAGANA",
    "KATAKANA",
    "HALFWIDTH KATAKANA",
    "BOPOMOFO",
    "YI ",
    "THAI",
    "LAO",
    "KHMER",
    "MYANMAR",
    "TIBETAN",
)
"""How names of characters begin whose scripts put no space between words."""
_OPENING = frozenset({"Ps", "Pi"})
_OPENING_SIGNS = frozenset("\"'\u201a\u201e\u00bf\u00a1*_")
_IN_WORDS = frozenset("'\u2019\u02bc")
"""Apostrophes: what stands on both sides of one is one word."""


def word_at(text: str, place: int) -> str:
    """Return the word that a cut would go through; empty between two words.

    Examples
    --------
    >>> word_at("a ferry", 4), word_at("a ferry", 2), word_at("don't", 3)
    ('ferry', '', "don't")
    """
    if not 0 < place < len(text) or not _is_within(text, place):
        return ""
    start, end = place, place
    while start > 0 and (start == place or _is_within(text, start)):
        start -= 1
    while end < len(text) and (end == place or _is_within(text, end)):
        end += 1
    return text[start:end]


def before_openings(text: str, place: int, first: int) -> int:
    """Step back over brackets and quotation marks that open before a place.

    They belong to what follows them.

    Parameters
    ----------
    first : int
        Where the unit begins: no further back than this.

    Examples
    --------
    >>> before_openings('He said: "Yes."', 10, 0)
    9
    """
    at = place
    while at > first and _opens(text[at - 1]):
        at -= 1
    return at if at == first or text[at - 1].isspace() else place


def _is_within(text: str, place: int) -> bool:
    """Say whether the characters on both sides of a place belong together."""
    before, after = text[place - 1], text[place]
    if unicodedata.category(after)[0] == "M" or "\u200d" in (before, after):
        return True
    if after in _IN_WORDS or before in _IN_WORDS:
        return _is_apostrophe(text, place if after in _IN_WORDS else place - 1)
    return _is_in_word(before) and _is_in_word(after)


def _is_apostrophe(text: str, at: int) -> bool:
    """Say whether letters stand on both sides of a sign."""
    return 0 < at < len(text) - 1 and text[at - 1].isalpha() and text[at + 1].isalpha()


def _is_in_word(character: str) -> bool:
    if unicodedata.category(character)[0] not in "LNM":
        return False
    return not unicodedata.name(character, "").startswith(_WITHOUT_SPACES)


def _opens(character: str) -> bool:
    return character in _OPENING_SIGNS or unicodedata.category(character) in _OPENING
