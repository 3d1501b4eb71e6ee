"""Writing a booklet: its words with their directions, into a page or a PDF."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hustings.coding.booklets import direction_of, make_booklet
from hustings.errors import OutputFileError
from hustings.model.document import Problem
from hustings.outside.saving import check_file
from hustings.outside.typesetting import typeset
from hustings.store.sources import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hustings.coding.booklets import Booklet, BookletSection, BookletVariable
    from hustings.model.codebook import Codebook

HERE = Path(__file__).parent

_SPOKEN = frozenset({"title", "instruction", "source", "low_pole", "high_pole"})
"""Texts that may be in any script, and so have a direction."""

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(HERE),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def write_booklet(
    codebook: Codebook, path: Path, *, replace: bool = False
) -> tuple[Problem, ...]:
    """Write a codebook's booklet as ``.html`` or ``.pdf``; return what is imperfect.

    Parameters
    ----------
    replace : bool, default=False
        Whether a file that is there may be written over.

    Raises
    ------
    OutputFileError
        If the name ends otherwise, or its folder is not there.
    ExportTargetError
        If something is there.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise OutputFileError(
            name=str(path), reason="a booklet is an .html or a .pdf file."
        )
    check_file(path, replace=replace)
    content, problems = write(codebook)
    write_whole(path, content)
    return problems


def booklet_html(codebook: Codebook) -> tuple[bytes, tuple[Problem, ...]]:
    """Make the booklet as one page that needs no other file."""
    template = _ENVIRONMENT.get_template("booklet.html")
    return template.render(book=_spoken(make_booklet(codebook))).encode(), ()


def booklet_pdf(codebook: Codebook) -> tuple[bytes, tuple[Problem, ...]]:
    """Make the booklet as PDF, and tell of signs that no font here has."""
    template = (HERE / "booklet.typ").read_text(encoding="utf-8")
    made = typeset(template, _spoken(make_booklet(codebook)))
    return made.pdf, tuple(_unshown(made.unshown))


def _unshown(signs: str) -> Sequence[Problem]:
    if not signs:
        return ()
    return (
        Problem(
            kind="missing glyphs",
            message=f"No font of this machine has signs such as {signs!r}, so the PDF "
            "shows boxes in their place. Install a font of that script, such as one of "
            "Noto, or write the booklet as HTML.",
        ),
    )


def _spoken(booklet: Booklet) -> dict[str, object]:
    """Return a booklet as plain values: texts with directions, places with anchors."""
    book = _with_directions(asdict(booklet))
    assert isinstance(book, dict)  # noqa: S101  # a mapping gives a mapping
    book["variables"] = [
        _variable(number, one, said)
        for number, (one, said) in enumerate(
            zip(booklet.variables, book["variables"], strict=True)
        )
    ]
    anchors = _anchors(booklet)
    for entry, said in zip(booklet.index, book["index"], strict=True):
        said["anchor"] = anchors[entry.variable, entry.code]
    book["contents"] = [said for one in book["variables"] for said in one["sections"]]
    book["rules"] = [_say(rule) for rule in booklet.rules]
    return book


def _variable(
    number: int, variable: BookletVariable, said: dict[str, object]
) -> dict[str, object]:
    """Give a variable, its sections and its codes the places that links lead to."""
    sections = said["sections"]
    assert isinstance(sections, list)  # noqa: S101  # a tuple of records
    for i, (section, told) in enumerate(zip(variable.sections, sections, strict=True)):
        told["anchor"] = f"v{number}-{i}"
        _place_codes(section, told, f"v{number}-{i}")
    first = variable.sections[-1].codes[0].code if variable.sections else ""
    return {**said, "anchor": f"v{number}", "first": first}


def _place_codes(
    section: BookletSection, told: dict[str, list[dict[str, object]]], at: str
) -> None:
    for i, _ in enumerate(section.codes):
        told["codes"][i]["anchor"] = f"{at}-{i}"


def _anchors(booklet: Booklet) -> dict[tuple[str, str], str]:
    """Return the place of each code, by the variable that the index names."""
    several = len(booklet.variables) > 1
    return {
        (variable.name if several else "", one.code): f"v{number}-{i}-{j}"
        for number, variable in enumerate(booklet.variables)
        for i, section in enumerate(variable.sections)
        for j, one in enumerate(section.codes)
    }


def _with_directions(value: object, name: str = "") -> object:
    """Say of every text that may be in any script which way it runs."""
    if isinstance(value, dict):
        return {key: _with_directions(one, key) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_with_directions(one, name) for one in value]
    is_spoken = name in _SPOKEN or name == "examples"
    return _say(value) if is_spoken and isinstance(value, str) else value


def _say(text: str) -> dict[str, str]:
    return {"text": text, "dir": direction_of(text)}


_WRITERS: Mapping[str, Callable[[Codebook], tuple[bytes, tuple[Problem, ...]]]] = {
    ".html": booklet_html,
    ".pdf": booklet_pdf,
}
