"""What Word's styles say: names, weight, outline levels and lists, with inheritance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

from hustings.ingest.readers.docx_text import is_on

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class DocxStyle:
    """What of a style tells the kind of a block.

    Attributes
    ----------
    number : tuple or None
        The list it belongs to, and the level where it states one.
    """

    name: str
    outline: int | None
    number: tuple[str, int | None] | None
    is_bold: bool
    is_hidden: bool


def read_styles(document: Any) -> dict[str, DocxStyle]:  # noqa: ANN401 - python-docx has no types
    """Read every style by its id, with what it inherits."""
    elements = {
        element.get(qn("w:styleId")): element
        for element in document.styles.element.iter(qn("w:style"))
    }
    return {key: _style(key, elements) for key in elements}


def default_style(document: Any) -> str:  # noqa: ANN401 - python-docx has no types
    """Give the id of the style of paragraphs that name none."""
    for element in document.styles.element.iter(qn("w:style")):
        is_default = element.get(qn("w:default")) in {"1", "true"}
        if is_default and element.get(qn("w:type")) == "paragraph":
            return str(element.get(qn("w:styleId")))
    return ""


def _style(key: str, elements: dict[str, Any]) -> DocxStyle:
    element = elements[key]
    return DocxStyle(
        name=(value_of(element.find(qn("w:name"))) or key or "").lower(),
        outline=_outline(element, elements),
        number=_number(element, elements),
        is_bold=_is_set(element, elements, "w:b"),
        is_hidden=_is_set(element, elements, "w:vanish"),
    )


def value_of(element: Any) -> str | None:  # noqa: ANN401 - an lxml element or None
    """Give the value that a property states."""
    return None if element is None else element.get(qn("w:val"))


def _ancestry(element: Any, elements: dict[str, Any]) -> Iterator[Any]:  # noqa: ANN401 - lxml elements
    """Yield a style and those it is based on; a circle ends the walk."""
    seen: set[str] = set()
    while element is not None and element.get(qn("w:styleId")) not in seen:
        seen.add(element.get(qn("w:styleId")))
        yield element
        element = elements.get(value_of(element.find(qn("w:basedOn"))) or "")


def _is_set(element: Any, elements: dict[str, Any], name: str) -> bool:  # noqa: ANN401 - lxml elements
    stated = (
        is_on(one.find(qn("w:rPr")), name) for one in _ancestry(element, elements)
    )
    return next((value for value in stated if value is not None), False)


def _outline(element: Any, elements: dict[str, Any]) -> int | None:  # noqa: ANN401 - lxml elements
    for style in _ancestry(element, elements):
        level = value_of(style.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}"))
        if level is not None:
            return int(level)
    return None


def _number(element: Any, elements: dict[str, Any]) -> tuple[str, int | None] | None:  # noqa: ANN401 - lxml elements
    for style in _ancestry(element, elements):
        number = number_of(style.find(qn("w:pPr")))
        if number:
            return number
    return None


def number_of(properties: Any) -> tuple[str, int | None] | None:  # noqa: ANN401 - an lxml element or None
    """Read which list, and which level of it, paragraph properties name."""
    number = None if properties is None else properties.find(qn("w:numPr"))
    if number is None:
        return None
    list_id = value_of(number.find(qn("w:numId")))
    level = value_of(number.find(qn("w:ilvl")))
    return (list_id, None if level is None else int(level)) if list_id else None
