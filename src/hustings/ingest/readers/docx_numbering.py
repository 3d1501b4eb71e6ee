"""The numbers and bullets that Word prints but does not store with the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from hustings.ingest.numbering import format_number

_PLACE = re.compile(r"%(\d)")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_HOLLOW = {"o": "◦"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """How one level of a list counts and prints."""

    style: str
    text: str
    start: int


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
            return _HOLLOW.get(known.text, _PRIVATE.sub("•", known.text)) or "•"
        shared = self.shared.get(list_id, list_id)
        self.count(shared, level, known)
        return _PLACE.sub(lambda m: self.place(list_id, int(m[1]) - 1), known.text)

    def count(self, shared: str, level: int, known: _Level) -> None:
        """Count one on at a level and begin the deeper levels anew."""
        self.counts[shared, level] = (
            self.counts.get((shared, level), known.start - 1) + 1
        )
        for key in [key for key in self.counts if key[0] == shared and key[1] > level]:
            del self.counts[key]

    def place(self, list_id: str, level: int) -> str:
        """Print the number that one level stands at."""
        known = self.levels[list_id].get(level)
        if known is None:
            return ""
        shared = self.shared.get(list_id, list_id)
        return format_number(self.counts.get((shared, level), known.start), known.style)


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
    return {
        number.get(qn("w:numId")): {
            **abstract.get(_abstract_id(number), {}),
            **_overrides(number, abstract.get(_abstract_id(number), {})),
        }
        for number in root.iter(qn("w:num"))
    }


def _levels_of(element: Any) -> dict[int, _Level]:  # noqa: ANN401 - an lxml element
    return {
        int(level.get(qn("w:ilvl"))): _Level(
            style=_child_value(level, "w:numFmt") or "decimal",
            text=_child_value(level, "w:lvlText") or "",
            start=int(_child_value(level, "w:start") or 1),
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
            found[level] = _Level(style=base.style, text=base.text, start=int(start))
    return found


def _child_value(element: Any, name: str) -> str | None:  # noqa: ANN401 - an lxml element
    child = element.find(qn(name))
    return None if child is None else child.get(qn("w:val"))
