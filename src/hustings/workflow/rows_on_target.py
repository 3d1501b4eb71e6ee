"""The rows of stances on one target: unit by unit, and what a document says in all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hustings.comparison.second_opinions import (
    NO_OPINION,
    SILENT,
    accords,
    standing_of,
)
from hustings.model.claim import AGAINST, FOR, NEITHER, OWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hustings.comparison.aiming import Aimed
    from hustings.comparison.second_opinions import Opinion

STANDINGS = {FOR: "for", AGAINST: "against", NEITHER: "neither"}
SECOND_COLUMNS = (
    "second_standing",
    "second_probability",
    "agrees",
    "second_document_standing",
    "document_agrees",
)
"""What rows have beside the others where a learned coder was asked, too."""
_COLUMNS = (
    "unit",
    "actor",
    "standing",
    "stance",
    "target",
    "head",
    "modality",
    "start",
    "end",
    "confidence",
    "words",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A document that may speak to a target.

    Attributes
    ----------
    own : str or None
        How its own voice is called.
    columns : mapping
        What its rows begin with.
    pages : mapping of (str, str) to int or None, or None
        By document and unit; a unit that is not there is on no page. None where rows
        have no column for it.
    """

    document: str
    own: str | None
    columns: Mapping[str, Any]
    pages: Mapping[tuple[str, str], int | None] | None = None


def rows_on_target(
    speakers: Sequence[Speaker],
    found: Sequence[Aimed],
    opinions: Mapping[tuple[str, str | None], Opinion] | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield a row a stance of a unit, and one a document that is silent.

    Parameters
    ----------
    found : sequence of Aimed
        What units say of the target, by the grammar.
    opinions : mapping, optional
        What a learned coder says of the text of each unit, in its language.
    """
    by_document: defaultdict[str, list[Aimed]] = defaultdict(list)
    for one in found:
        by_document[one.unit.document].append(one)
    for speaker in speakers:
        yield from _rows_of(speaker, by_document[speaker.document], opinions)


def _rows_of(
    speaker: Speaker,
    found: Sequence[Aimed],
    opinions: Mapping[tuple[str, str | None], Opinion] | None,
) -> Iterator[dict[str, Any]]:
    """Yield the rows of one document."""
    in_all = _in_all(found, opinions)
    for one in found:
        yield {
            **speaker.columns,
            **_row_of_aimed(one, speaker.own),
            **_page(speaker, one.unit.unit),
            **_second(one, in_all, opinions),
        }
    if not found:
        yield {
            **speaker.columns,
            **dict.fromkeys(_COLUMNS),
            "actor": speaker.own,
            "standing": SILENT,
            **_page(speaker, None),
            **_second(None, in_all, opinions),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _InAll:
    """What a document says of a target in all, by the grammar and by a coder."""

    first: str
    second: str | None


def _in_all(
    found: Sequence[Aimed],
    opinions: Mapping[tuple[str, str | None], Opinion] | None,
) -> _InAll:
    """Sum up the stances of a document's own voice."""
    own = [one for one in found if _is_own(one)]
    first = standing_of(one.stance for one in own)
    if found and not own:  # it reports others, and takes no side itself
        first = standing_of([NEITHER])
    said = [_opinion(one, opinions).stance for one in own] if opinions else []
    known = [one for one in said if one is not None]
    is_silent = not found and opinions is not None
    return _InAll(
        first=first, second=standing_of(known) if known or is_silent else None
    )


def _second(
    one: Aimed | None,
    in_all: _InAll,
    opinions: Mapping[tuple[str, str | None], Opinion] | None,
) -> dict[str, Any]:
    """Give what a document says in all, and a coder's answers where it was asked."""
    first: dict[str, Any] = {"document_standing": in_all.first}
    if opinions is None:
        return first
    opinion = NO_OPINION if one is None else _opinion(one, opinions)
    stance = opinion.stance
    return {
        **first,
        "second_standing": None if stance is None else STANDINGS[stance],
        "second_probability": opinion.probability,
        "agrees": accords(None if one is None else one.stance, stance),
        "second_document_standing": in_all.second,
        "document_agrees": None
        if in_all.second is None
        else in_all.first == in_all.second,
    }


def _opinion(
    one: Aimed, opinions: Mapping[tuple[str, str | None], Opinion] | None
) -> Opinion:
    """Give what a coder says of a unit; of stances of others it has no say."""
    if opinions is None or not _is_own(one):
        return NO_OPINION
    return opinions.get((one.unit.text, one.unit.language), NO_OPINION)


def _is_own(one: Aimed) -> bool:
    return one.claim is None or one.claim.actor == OWN


def _page(speaker: Speaker, unit: str | None) -> dict[str, int | None]:
    """Give the page of a unit, where documents have pages at all."""
    if speaker.pages is None:
        return {}
    place = (speaker.document, unit or "")
    return {"page": speaker.pages.get(place)}


def _row_of_aimed(one: Aimed, own: str | None) -> dict[str, Any]:
    """Return what a unit says of a target as a row."""
    claim, text = one.claim, one.unit.text
    start = one.span.start - one.unit.start
    return {
        "unit": one.unit.unit,
        "actor": own if claim is None or claim.actor == OWN else claim.actor,
        "standing": STANDINGS[one.stance],
        "stance": one.stance,
        "target": text[start : one.span.end - one.unit.start],
        "head": claim.head if claim else None,
        "modality": claim.modality.value if claim else None,
        "start": one.span.start,
        "end": one.span.end,
        "confidence": claim.confidence if claim else None,
        "words": " ".join(text.split()),
    }
