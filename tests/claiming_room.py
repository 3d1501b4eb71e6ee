"""A room in which claims are corrected, with invented texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_room import assign
from hustings.model.claim import Modality
from hustings.model.claim_sheet import SheetClaim, sheet_to_text
from hustings.model.document import Span
from hustings.model.identity import identify
from hustings.outside.clock import now, now_exactly
from hustings.store.claim_sheets import claim_sheets_of
from hustings.store.project import Store
from hustings.workflow.codebooks import claims_book
from hustings.workflow.project import Project
from hustings.workflow.room_checking import SentCoding
from hustings.workflow.room_coding import accept_codings
from hustings.workflow.room_shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from hustings.model.claim_sheet import ClaimSheet
    from hustings.workflow.room_coding import AcceptedCodings

QUAYS = """The Ferry Party

We demand a night bus. We oppose the toll.

We will build a pier at Reed Point. We met on 4 May 2027.

The Heron List opposes the windmill.
"""
UNITS = (
    "We demand a night",
    "We oppose the toll",
    "We will build",
    "We met on",
    "The Heron List",
)
PROHIBITION = "We fight for the prohibition of child labour."
LABOUR = f"The Ferry Party\n\n{PROHIBITION}\n"
CLAIMING = {"claims": True}


def claim_room(
    folder: Path,
    *,
    design: Mapping[str, object] | None = None,
    text: str = QUAYS,
    units: Sequence[str] = UNITS,
) -> tuple[Path, str]:
    """Make a project with claims, and give Ana some units; return where, and the id."""
    path = folder / "quays.txt"
    path.write_text(text, encoding="utf-8")
    with Project.create(folder / "claims", name="claims") as project:
        project.read([path], actor="Ferry Party", date="2027-05-01", language="en")
        project.claim()
        for name in ("Ana", "Ben"):
            project.add_coder(name)
        project.add_coder("Zoë", role="manager")
        return project.store.folder, hand_out(
            project.store, "Ana", design=design, units=units
        )


def hand_out(
    store: Store,
    coder: str,
    *,
    design: Mapping[str, object] | None = None,
    units: Sequence[str] = UNITS,
) -> str:
    """Give somebody units whose claims they are to say."""
    book = claims_book().stored
    store.keep_codebook(book, at=now())
    return assign(
        store,
        coder,
        words=units,
        variables=("claims",),
        codebook=book.sha256,
        design={**CLAIMING, **(design or {})},
    )


def sheets(folder: Path) -> list[ClaimSheet]:
    """Return the sheets that stand, in reading order."""
    with Store.open(folder) as store:
        return claim_sheets_of(store).current()


def said(folder: Path) -> list[list[str]]:
    """Return what they claim, shortly."""
    return [
        [f"{'+' if one.stance > 0 else '-'} {one.target}" for one in sheet.as_claims()]
        for sheet in sheets(folder)
    ]


def a_claim(words: str, target: str, **changes: object) -> SheetClaim:
    """Make a claim for a target that stands in words; its head is its last word."""
    start = words.index(target)
    end = start + len(target)
    head = Span(start + target.rfind(" ") + 1, end)
    told: dict[str, object] = {
        "actor": "own",
        "stance": 1,
        "target": Span(start, end),
        "head": head,
        "modality": Modality.POSITION,
    }
    return SheetClaim(**{**told, **changes})  # type: ignore[arg-type]  # of a test


def write(  # what a sheet holds
    store: Store,
    assignment: str,
    position: int,
    claims: Sequence[SheetClaim] | None,
    *,
    coder: str = "Ana",
    client: str = "",
) -> AcceptedCodings:
    """Send a sheet, as the page does."""
    sent = SentCoding(
        client=client or identify(position, nonce=now_exactly()),
        position=position,
        variable="claims",
        value=None if claims is None else sheet_to_text(claims),
    )
    return accept_codings(store, Shelf(), [sent], assignment_id=assignment, coder=coder)
