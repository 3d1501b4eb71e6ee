"""Cells of CSV files that a spreadsheet program would take for formulas.

A text that begins like a formula gets an apostrophe before it, and loses it again
when the table is read back; numbers are numbers and get none. One rule leads both
ways, so that every text comes back as it was, those that begin with apostrophes too.

References
----------
OWASP, CSV Injection. https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import re

_LIKE_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def begins_like_formula(text: str) -> bool:
    """Say whether a spreadsheet program might take a text for a formula.

    Examples
    --------
    >>> begins_like_formula("=1+1"), begins_like_formula("-1.5")
    (True, False)
    """
    return bool(_LIKE_FORMULA.match(text)) and not _NUMBER.fullmatch(text)


def guard(text: str) -> str:
    """Put an apostrophe before a text that begins like a formula.

    Examples
    --------
    >>> guard("=1+1"), guard("- lower fares"), guard("-1.5"), guard("'-1.5")
    ("'=1+1", "'- lower fares", '-1.5', "''-1.5")
    """
    return f"'{text}" if begins_like_formula(text) else text


def unguard(text: str) -> str:
    """Take the apostrophe away again.

    Examples
    --------
    >>> all(unguard(guard(text)) == text for text in ("=1", "'=1", "-1.5", "'tis"))
    True
    """
    return text[1:] if _GUARDED.match(text) else text
