"""Lists of TEI files: how their items are numbered."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hustings.ingest.structure.numbering import format_number

LONGEST_LABEL = 12
"""Characters of a label that is the printed number of its item, not words."""
_STYLES = (
    ("loweralpha", "lowerLetter"),
    ("upperalpha", "upperLetter"),
    ("lowerroman", "lowerRoman"),
    ("upperroman", "upperRoman"),
    ("unordered", None),
    ("ordered", "decimal"),
    ("numbered", "decimal"),
)
_STATED_NUMBER = re.compile(r"\w{1,6}[.)]?")


@dataclass(slots=True, kw_only=True)
class TeiList:
    """An open list: what it says of its items, and how far it has counted."""

    sort: str
    n_items: int = 0

    def next_marker(self) -> str | None:
        """Count one on and print the marker that the list's type asks for."""
        self.n_items += 1
        style = next((value for key, value in _STYLES if key in self.sort), None)
        return f"{format_number(self.n_items, style)}." if style else "•"


def stated_number(stated: str | None) -> str | None:
    """Give the number that an item states for itself.

    Examples
    --------
    >>> stated_number("5"), stated_number("item five")
    ('5', None)
    """
    return stated if stated and _STATED_NUMBER.fullmatch(stated) else None
