"""Elements of TEI by how they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hustings.model.document import BlockKind

SKIPPED = frozenset(
    [
        "teiHeader",
        "fw",
        "del",
        "gap",
        "figDesc",
        "graphic",
        "facsimile",
        "standOff",
        "sourceDoc",
        "index",
        "surplus",
        "desc",
        "certainty",
    ]
)
"""Elements that are not read."""
OTHER_READINGS = frozenset(["corr", "reg", "expan"])
"""What an editor puts in place of the printed words of a `choice`."""
LINES: dict[str, BlockKind] = {
    "p": "paragraph",
    "ab": "paragraph",
    "l": "paragraph",
    "seg": "paragraph",
    "opener": "paragraph",
    "salute": "paragraph",
    "dateline": "paragraph",
    "byline": "paragraph",
    "docAuthor": "paragraph",
    "docDate": "paragraph",
    "argument": "paragraph",
    "epigraph": "quotation",
    "signed": "signature",
    "docImprint": "imprint",
    "imprimatur": "imprint",
    "trailer": "paragraph",
}
"""Elements that hold one line or paragraph, and its kind."""
FRAMES = frozenset(
    [
        "front",
        "body",
        "back",
        "group",
        "titlePage",
        "docTitle",
        "lg",
        "closer",
        "postscript",
        "figure",
        "floatingText",
        "text",
    ]
)
"""Elements that only hold blocks."""
