"""Which people's sheets of claims count, unit by unit, in the place of a program's.

The rule, for each unit:

1. Where a manager wrote a sheet, the latest one by a manager counts.
2. Where one coder did, theirs counts; where several did and say the same, the latest.
3. Where several coders say different things and no manager has spoken, the program's
   claims stay, and a Problem names the unit.

A sheet that was written on an earlier reading of a document counts for the one that
took its place, where the very words of its unit stand and are a unit again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from hustings.ingest.anchors.anchoring import reanchor
from hustings.model.citation import anchor_of
from hustings.model.document import Problem
from hustings.store.claim_sheets import claim_sheets_of
from hustings.workflow.renewals import find_document, latest_of, text_of
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from hustings.model.claim_sheet import ClaimSheet, SheetClaim
    from hustings.store.project import Store
    from hustings.store.records import StoredDocument

Place: TypeAlias = "tuple[str, int, int]"
"""Document, start and end."""

_SHOWN = 80
"""Characters of a unit that a problem quotes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedClaims:
    """The sheets that count.

    Attributes
    ----------
    by_unit : mapping of (str, str) to ClaimSheet
        By document and unit.
    problems : tuple of Problem
        Units on which coders differ, and sheets on what is no unit any more.
    """

    by_unit: Mapping[tuple[str, str], ClaimSheet]
    problems: tuple[Problem, ...] = ()


def checked_claims(
    store: Store, units: Mapping[tuple[str, str], Mapping[str, Any]]
) -> CheckedClaims:
    """Find the sheets that count for some units.

    Parameters
    ----------
    units : mapping of (str, str) to mapping
        By document and id, with the columns `start`, `end` and `text`.
    """
    places = {(key[0], row["start"], row["end"]): key for key, row in units.items()}
    found = current_sheets(store)
    by_place = sheets_by_place(found)
    managers = {one.coder_id for one in store.coders.all() if one.role == "manager"}
    by_unit: dict[tuple[str, str], ClaimSheet] = {}
    odd: list[Problem] = []
    for place, sheets in by_place.items():
        if place not in places:
            continue
        counting = choose_sheet(sheets, managers)
        if counting is None:
            odd.append(_differ(sheets))
        else:
            by_unit[places[place]] = counting
    odd += _without_unit(store, by_place, places)
    return CheckedClaims(by_unit=by_unit, problems=tuple(odd))


def current_sheets(store: Store, *, up_to: int | None = None) -> list[ClaimSheet]:
    """Return everybody's latest sheets, about the documents that count now.

    What was written on an earlier reading comes along where its words were found again
    letter by letter, unless the same person has written of that place since.

    Parameters
    ----------
    up_to : int, optional
        Leave sheets after this number out of account.
    """
    found = claim_sheets_of(store).current(up_to=up_to)
    if not found:
        return []
    replaced = {
        one.document_id: one
        for one in store.all_documents()
        if one.replaced_by is not None
    }
    here = [one for one in found if one.document_id not in replaced]
    known = {(one.coder, place_of(one)) for one in here}
    carried = _carried(store, found, replaced)
    return [*here, *(o for o in carried if (o.coder, place_of(o)) not in known)]


def sheets_by_place(sheets: Sequence[ClaimSheet]) -> dict[Place, list[ClaimSheet]]:
    """Put together what different people say of one stretch."""
    found: dict[Place, list[ClaimSheet]] = {}
    for one in sheets:
        found.setdefault(place_of(one), []).append(one)
    return found


def place_of(sheet: ClaimSheet) -> Place:
    """Return the stretch that a sheet is about."""
    return (sheet.document_id, sheet.anchor.span.start, sheet.anchor.span.end)


def choose_sheet(
    sheets: Sequence[ClaimSheet], managers: Collection[str]
) -> ClaimSheet | None:
    """Choose the sheet that counts of one unit; None where coders differ.

    Parameters
    ----------
    sheets : sequence of ClaimSheet
        The latest of each person.
    managers : collection of str
        Names of those whose word settles a case.
    """
    latest = sorted(sheets, key=lambda one: one.written)
    settled = [one for one in latest if one.coder in managers]
    if settled:
        return settled[-1]
    said = {_said(one) for one in latest}
    return latest[-1] if len(said) == 1 else None


def _said(sheet: ClaimSheet) -> frozenset[tuple[SheetClaim, int]]:
    """Return what a sheet says, whatever the order and the links of its claims."""
    alone = (replace(one, link=None) for one in sheet.claims or ())
    return frozenset(Counter(alone).items())


def _carried(
    store: Store,
    sheets: Sequence[ClaimSheet],
    replaced: Mapping[str, StoredDocument],
) -> Iterator[ClaimSheet]:
    """Yield the sheets on replaced documents where their words stand now."""
    by_document: dict[str, list[ClaimSheet]] = {}
    for one in sheets:
        if one.document_id in replaced:
            by_document.setdefault(one.document_id, []).append(one)
    for document_id, some in by_document.items():
        old = find_document(store, document_id)
        new = latest_of(store, old)
        text = text_of(store, new)
        spans = [one.anchor.span for one in some]
        places = reanchor(text_of(store, old), text, spans)
        for one, place in zip(some, places, strict=True):
            if place.span is not None and place.span.of(text) == one.anchor.words:
                anchor = anchor_of(text, place.span)
                yield replace(one, document_id=new.document_id, anchor=anchor)


def _differ(sheets: Sequence[ClaimSheet]) -> Problem:
    """Tell of a unit on which coders differ."""
    coders = sorted(one.coder for one in sheets)
    words = " ".join(sheets[0].anchor.words.split())
    short = words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
    return Problem(
        kind="coders differ on claims",
        message=f"“{short}”: {', '.join(coders[:-1])} and {coders[-1]} say that it "
        "claims different things, so what the program found stays. A manager's own "
        "sheet in the coding room settles it.",
    )


def _without_unit(
    store: Store,
    by_place: Mapping[Place, Sequence[ClaimSheet]],
    places: Collection[Place],
) -> Iterator[Problem]:
    """Tell of sheets that are about no unit that counts now."""
    counting = {one.document_id for one in store.documents()}
    n = sum(
        len(some)
        for place, some in by_place.items()
        if place not in places and place[0] in counting
    )
    if n:
        yield Problem(
            kind="claims without a unit",
            message=f"{count(n, 'sheet')} of claims by hand "
            f"{'is' if n == 1 else 'are'} about words that are no unit now, because "
            "documents were split again since, and "
            f"{'does' if n == 1 else 'do'} not count.",
        )
