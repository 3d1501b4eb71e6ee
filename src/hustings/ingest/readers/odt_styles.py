"""What the styles of an ODT say: names, weight, and how its lists count."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hustings.ingest.markup.xmltree import local_name
from hustings.ingest.structure.numbering import format_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

_FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_OUTLINE = "\0outline"
_MOST_START = 100_000


def attribute(element: etree._Element, name: str) -> str | None:
    """Give an attribute by its name in whatever namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    """What of a style tells the kind of a block."""

    name: str
    parent: str | None
    is_bold: bool | None
    outline: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """How one level of a list counts and prints; `bullet` is set if it does not."""

    bullet: str | None
    style: str | None
    prefix: str
    suffix: str
    start: int
    n_shown: int


@dataclass(slots=True, kw_only=True)
class OdtStyles:
    """All styles of a document, and how far each list has counted."""

    styles: dict[str, _Style]
    levels: dict[str, dict[int, _Level]]
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, roots: Iterable[etree._Element]) -> OdtStyles:
        """Read the styles of a document's parts; a later part goes before."""
        styles: dict[str, _Style] = {}
        levels: dict[str, dict[int, _Level]] = {}
        for root in roots:
            for element in root.iter("{*}style"):
                styles[attribute(element, "name") or ""] = _style(element)
            for element in root.iter("{*}list-style", "{*}outline-style"):
                is_outline = local_name(element) == "outline-style"
                name = _OUTLINE if is_outline else attribute(element, "name") or ""
                levels[name] = _levels(element)
        return cls(styles=styles, levels=levels)

    def ancestry(self, name: str) -> Iterator[_Style]:
        """Yield a style and those it is based on; a circle ends the walk."""
        seen: set[str] = set()
        current: str | None = name
        while current and current not in seen and current in self.styles:
            seen.add(current)
            yield self.styles[current]
            current = self.styles[current].parent

    def is_bold(self, name: str, *, default: bool = False) -> bool:
        """Say whether a style, or one it is based on, makes words bold."""
        found = (one.is_bold for one in self.ancestry(name) if one.is_bold is not None)
        return next(found, default)

    def names(self, name: str) -> set[str]:
        """Give the names, as shown, of a style and of those it is based on."""
        known = list(self.ancestry(name))
        parents = {(style.parent or "").lower() for style in known}
        return {name.lower(), *parents, *(style.name for style in known)}

    def outline(self, name: str) -> int | None:
        """Give the heading level that a paragraph's style names."""
        return next((one.outline for one in self.ancestry(name) if one.outline), None)

    def begin(self, style: str) -> None:
        """Let a list count from its start again."""
        for key in [key for key in self.counts if key[0] == style]:
            del self.counts[key]

    def next_heading(self, element: etree._Element, level: int) -> str | None:
        """Count a heading on, where headings of its level are numbered."""
        if attribute(element, "is-list-header") == "true":
            return None
        return self.next_marker(_OUTLINE, level, attribute(element, "start-value"))

    def next_marker(self, style: str, level: int, start: str | None) -> str | None:
        """Count one on at a level and print the marker; None where none is printed."""
        known = self.levels.get(style, {}).get(level)
        if known is None:
            return None if style == _OUTLINE else "•"
        if known.bullet is not None:
            return known.bullet
        self.count(style, level, known, start)
        if known.style is None:
            return None
        numbers = (
            self.place(style, shown)
            for shown in range(max(level - known.n_shown, 0) + 1, level + 1)
        )
        printed = ".".join(number for number in numbers if number)
        return f"{known.prefix}{printed}{known.suffix}".strip() or None

    def count(self, style: str, level: int, known: _Level, start: str | None) -> None:
        """Count one on, or from where the item says, and begin deeper levels anew."""
        if start and start.isdecimal():
            number = min(int(start), _MOST_START)
        else:
            number = self.counts.get((style, level), known.start - 1) + 1
        self.counts[style, level] = number
        for key in [key for key in self.counts if key[0] == style and key[1] > level]:
            del self.counts[key]

    def place(self, style: str, level: int) -> str:
        """Print the number that one level stands at."""
        known = self.levels[style].get(level)
        if known is None or known.style is None:
            return ""
        return format_number(self.counts.get((style, level), known.start), known.style)


def _style(element: etree._Element) -> _Style:
    weights = (
        attribute(one, "font-weight") for one in element.iter("{*}text-properties")
    )
    weight = next((weight for weight in weights if weight), None)
    outline = attribute(element, "default-outline-level") or ""
    shown = attribute(element, "display-name") or attribute(element, "name") or ""
    return _Style(
        name=shown.lower(),
        parent=attribute(element, "parent-style-name"),
        is_bold=None if weight is None else weight in {"bold", "600", "700", "800"},
        outline=int(outline) if outline.isdecimal() else None,
    )


def _levels(element: etree._Element) -> dict[int, _Level]:
    """Read the levels of a list's style."""
    levels: dict[int, _Level] = {}
    for one in element:
        number = attribute(one, "level") or ""
        if number.isdecimal():
            levels[int(number)] = _level(one)
    return levels


def _level(element: etree._Element) -> _Level:
    start = attribute(element, "start-value") or ""
    shown = attribute(element, "display-levels") or ""
    name = local_name(element)
    bullet = None
    if name == "list-level-style-bullet":
        bullet = _as_bullet(attribute(element, "bullet-char") or "•")
    elif name == "list-level-style-image":
        bullet = "•"
    return _Level(
        bullet=bullet,
        style=_FORMATS.get(attribute(element, "num-format") or ""),
        prefix=attribute(element, "num-prefix") or "",
        suffix=attribute(element, "num-suffix") or "",
        start=min(int(start), _MOST_START) if start.isdecimal() else 1,
        n_shown=int(shown) if shown.isdecimal() else 1,
    )


def _as_bullet(character: str) -> str:
    """Print the private characters of symbol fonts as bullets."""
    return "•" if "\ue000" <= character <= "\uf8ff" else character
