"""Numbers as lists print them: decimal, letters, Roman."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_MOST_ROMAN = 3999


def format_number(number: int, style: str) -> str:
    """Print a list number in one of the styles that HTML and Word name.

    Examples
    --------
    >>> format_number(3, "lowerLetter"), format_number(28, "upperLetter")
    ('c', 'BB')
    >>> format_number(9, "lowerRoman"), format_number(4, "decimalZero")
    ('ix', '04')
    """
    if style in {"lowerLetter", "upperLetter"} and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if style == "lowerLetter" else letter.upper()
    if style in {"lowerRoman", "upperRoman"} and 0 < number <= _MOST_ROMAN:
        roman = _roman(number)
        return roman if style == "lowerRoman" else roman.upper()
    return f"{number:02d}" if style == "decimalZero" else str(number)


def _roman(number: int) -> str:
    letters = ""
    for value, letter in _ROMAN:
        letters += letter * (number // value)
        number %= value
    return letters
