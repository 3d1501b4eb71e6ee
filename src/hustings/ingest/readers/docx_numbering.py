"""The numbers and bullets that Word prints but does not store with the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from docx.oxml.ns import qn

from hustings.ingest.characters.symbols import is_symbol_font, read_symbol
from hustings.ingest.structure.numbering import format_number

_PLACE = re.compile(r"%(\d)")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_PRINTED = {"o": "◦", "·": "•"}
_ENCLOSED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """How one level of a list counts and prints.

    Attributes
    ----------
    restarts_after : int or None
        The level, from 1, whose items let it count anew; 0 for none, None for any
        above it.
    is_legal : bool
        Whether it prints the numbers of all levels in figures.
    """

    style: str
    text: str
    start: int
    font: str = ""
    paragraph_style: str = ""
    restarts_after: int | None = None
    is_legal: bool = False


@dataclass(slots=True, kw_only=True)
class Numbering:
    """All lists of a document, and how far each has counted."""

    levels: dict[str, dict[int, _Level]]
    shared: dict[str, str]
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Any) -> Numbering:  # noqa: ANN401 - python-docx has no types
        """Read the lists of a document; none where it has no numbering part."""
        root = next(
            (
                relation.target_part.element
                for relation in document.part.rels.values()
                if relation.reltype.endswith("/numbering")
            ),
            None,
        )
        if root is None:
            return cls(levels={}, shared={})
        return cls(levels=_read_levels(root), shared=_read_shared(root))

    def next_marker(self, list_id: str, level: int) -> str | None:
        """Count one on and print the marker; None for a list without one."""
        known = self.levels.get(list_id, {}).get(level)
        if known is None or known.style == "none":
            return None
        if known.style == "bullet":
            return _bullet(known)
        shared = self.shared.get(list_id, list_id)
        self.count(shared, level, known)
        printed = _PLACE.sub(
            lambda m: self.place(list_id, int(m[1]) - 1, is_legal=known.is_legal),
            known.text,
        )
        return printed.strip() or None

    def level_of_style(self, list_id: str, style: str) -> int:
        """Find the level of a list that belongs to a paragraph style."""
        levels = self.levels.get(list_id, {})
        return next(
            (i for i, one in levels.items() if style and one.paragraph_style == style),
            0,
        )

    def count(self, shared: str, level: int, known: _Level) -> None:
        """Count one on at a level and begin the deeper levels anew."""
        self.counts[shared, level] = (
            self.counts.get((shared, level), known.start - 1) + 1
        )
        deeper = [key for key in self.counts if key[0] == shared and key[1] > level]
        for key in deeper:
            after = self.restart_of(shared, key[1])
            if after is None or level < after:
                del self.counts[key]

    def restart_of(self, shared: str, level: int) -> int | None:
        """Give the level after which a deeper one counts anew."""
        for list_id, levels in self.levels.items():
            if self.shared.get(list_id, list_id) == shared and level in levels:
                return levels[level].restarts_after
        return None

    def place(self, list_id: str, level: int, *, is_legal: bool) -> str:
        """Print the number that one level stands at."""
        known = self.levels[list_id].get(level)
        if known is None:
            return ""
        shared = self.shared.get(list_id, list_id)
        number = self.counts.get((shared, level), known.start)
        return _print(number, "decimal" if is_legal else known.style)


def _print(number: int, style: str) -> str:
    if style.startswith("decimalEnclosedCircle") and 0 < number <= len(_ENCLOSED):
        return _ENCLOSED[number - 1]
    return format_number(number, style)


def _bullet(level: _Level) -> str:
    """Print a bullet; those of symbol fonts as characters of their own."""
    text = level.text
    if len(text) == 1 and is_symbol_font(level.font) and not text.isspace():
        return read_symbol(ord(text), level.font)
    return _PRINTED.get(text, _PRIVATE.sub("•", text)).strip() or "•"


def _read_shared(root: Any) -> dict[str, str]:  # noqa: ANN401 - an lxml element
    """Name the abstract list whose lists count on together."""
    return {
        number.get(qn("w:numId")): f"abstract {_abstract_id(number)}"
        for number in root.iter(qn("w:num"))
        if number.find(qn("w:lvlOverride")) is None
    }


def _abstract_id(number: Any) -> str:  # noqa: ANN401 - an lxml element
    found = number.find(qn("w:abstractNumId"))
    return "" if found is None else str(found.get(qn("w:val")))


def _read_levels(root: Any) -> dict[str, dict[int, _Level]]:  # noqa: ANN401 - an lxml element
    abstract = {
        element.get(qn("w:abstractNumId")): _levels_of(element)
        for element in root.iter(qn("w:abstractNum"))
    }
    for element in root.iter(qn("w:abstractNum")):
        link = _child_value(element, "w:numStyleLink")
        if link:
            abstract[element.get(qn("w:abstractNumId"))] = _linked_levels(root, link)
    return {
        number.get(qn("w:numId")): {
            **abstract.get(_abstract_id(number), {}),
            **_overrides(number, abstract.get(_abstract_id(number), {})),
        }
        for number in root.iter(qn("w:num"))
    }


def _linked_levels(root: Any, style: str) -> dict[int, _Level]:  # noqa: ANN401 - an lxml element
    """Read the levels that a list style sets, which a list names."""
    for element in root.iter(qn("w:abstractNum")):
        if _child_value(element, "w:styleLink") == style:
            return _levels_of(element)
    return {}


def _levels_of(element: Any) -> dict[int, _Level]:  # noqa: ANN401 - an lxml element
    return {
        int(level.get(qn("w:ilvl"))): _Level(
            style=_child_value(level, "w:numFmt") or "decimal",
            text=_child_value(level, "w:lvlText") or "",
            start=int(_child_value(level, "w:start") or 1),
            font=_font_of(level),
            paragraph_style=_child_value(level, "w:pStyle") or "",
            restarts_after=_restart_of(level),
            is_legal=level.find(qn("w:isLgl")) is not None,
        )
        for level in element.iter(qn("w:lvl"))
    }


def _overrides(number: Any, known: dict[int, _Level]) -> dict[int, _Level]:  # noqa: ANN401 - an lxml element
    """Read where one list starts anew or prints in its own way."""
    found = _levels_of(number)
    for override in number.iter(qn("w:lvlOverride")):
        level = int(override.get(qn("w:ilvl")))
        start = _child_value(override, "w:startOverride")
        base = found.get(level, known.get(level))
        if start is not None and base is not None:
            found[level] = replace(base, start=int(start))
    return found


def _font_of(level: Any) -> str:  # noqa: ANN401 - an lxml element
    fonts = level.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    return "" if fonts is None else fonts.get(qn("w:ascii")) or ""


def _restart_of(level: Any) -> int | None:  # noqa: ANN401 - an lxml element
    stated = _child_value(level, "w:lvlRestart")
    return None if stated is None else int(stated)


def _child_value(element: Any, name: str) -> str | None:  # noqa: ANN401 - an lxml element
    child = element.find(qn(name))
    return None if child is None else child.get(qn("w:val"))
