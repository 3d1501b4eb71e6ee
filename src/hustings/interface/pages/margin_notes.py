"""What the Reader's script needs to write a margin note for the unit in focus."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor
from typing import TYPE_CHECKING

from hustings.interface.pages import addresses
from hustings.interface.pages.claim_notes import describe_claims
from hustings.interface.pages.wording import say_coder
from hustings.workflow.actors import has_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hustings.interface.pages.claim_index import ClaimIndex
    from hustings.model.coding import Coding
    from hustings.workflow.check_words import MachineCheck
    from hustings.workflow.gathered import GatheredDocument
    from hustings.workflow.lenses import Lens


def build_notes(
    gathered: GatheredDocument,
    lenses: Sequence[Lens],
    checks: Callable[[str], MachineCheck],
    claims: ClaimIndex | None = None,
) -> dict[str, object]:
    """Codes, and for each unit [start, end, page, codings].

    A coding is its code's number, then start and end of each stretch of evidence.
    Claims stand by the number of their unit.

    Parameters
    ----------
    claims : ClaimIndex, optional
        Where somebody has looked for claims.
    checks : function
        From a machine coder to how often it is right, as far as anybody knows.
    """
    codes: dict[Coding, int] = {}
    units = []
    for unit in gathered.units:
        found = [
            [
                codes.setdefault(_without_place(one), len(codes)),
                *((span.start, span.end) for span in one.evidence),
            ]
            for one in gathered.codings.get(unit.unit_id, ())
        ]
        units.append([unit.span.start, unit.span.end, unit.page, found])
    document = gathered.document
    return {
        "codes": [_describe_code(gathered, lenses, checks, one) for one in codes],
        "units": units,
        "document": document.document_id,
        "sha256": document.sha256,
        "length": len(document.text),
        "hasPages": has_pages(gathered),
        **({"claims": describe_claims(claims, gathered)} if claims else {}),
        **_describe_pages(gathered),
    }


def _without_place(coding: Coding) -> Coding:
    """Return what codings of several units have in common."""
    return replace(coding, unit_id="", evidence=())


def _describe_pages(gathered: GatheredDocument) -> dict[str, object]:
    """Pictures of pages: [number, width, height], and each unit's boxes, in points."""
    if gathered.facsimile is None:
        return {}
    boxes = gathered.facsimile.boxes(gathered.units)
    return {
        "pages": [
            [page.number, page.width, page.height] for page in gathered.document.pages
        ],
        "boxes": [
            [_widen(box) for box in boxes[unit.unit_id]] for unit in gathered.units
        ],
    }


def _widen(box: Sequence[float]) -> list[int]:
    """Return a box in whole points around the words."""
    page, x0, y0, x1, y1 = box
    return [int(page), floor(x0), floor(y0), ceil(x1), ceil(y1)]


def _describe_code(
    gathered: GatheredDocument,
    lenses: Sequence[Lens],
    checks: Callable[[str], MachineCheck],
    coding: Coding,
) -> dict[str, str]:
    """All that a margin note says about one code by one coder."""
    plain = {
        "coder": say_coder(coding.coder_id),
        "variable": coding.variable,
        "value": coding.value,
    }
    for lens in lenses:
        if lens.shows(coding):
            told = _describe_through(gathered, lens, coding.value)
            return {**plain, **told, "coderIs": _say_check(lens, checks)}
    return plain


def _say_check(lens: Lens, checks: Callable[[str], MachineCheck]) -> str:
    """Say of a machine how often it is right; nothing of people."""
    return f"machine coding, {checks(lens.coder).in_short()}" if lens.is_machine else ""


def _describe_through(
    gathered: GatheredDocument, lens: Lens, value: str
) -> dict[str, str]:
    """Title, domain, instruction and trail of a code."""
    code = lens.codes.get(value)
    page = addresses.counts_page(gathered.document.document_id, lens.key)
    return {
        "title": lens.title_of(value),
        "domain": lens.domain_of(value) or "",
        "instruction": code.instruction if code else "",
        "colour": lens.colour_of(value),
        "trail": f"{page}#{addresses.code_anchor(value)}",
    }
