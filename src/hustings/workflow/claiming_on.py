"""Where documents stand on a target that somebody asks about, or are silent."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hustings.claims.tables import claim_from_row
from hustings.comparison.aiming import AimedUnit, AimingWords, aim
from hustings.errors.claims import EmptyTargetError, NoClaimsRunError
from hustings.estimates.frames import frame_from_rows
from hustings.model.claim import AGAINST, FOR, NEITHER, OWN
from hustings.model.document import Problem
from hustings.words.tokens import words_of
from hustings.workflow.claiming import current_claims, result_of
from hustings.workflow.claims_gathered import called, paged_documents
from hustings.workflow.issue_groups import issue_options
from hustings.workflow.listing import list_documents
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import polars as pl

    from hustings.comparison.aiming import Aimed
    from hustings.model.claim import Claim
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.listing import ListedDocument

STANDINGS = {FOR: "for", AGAINST: "against", NEITHER: "neither"}
SILENT = "silent"
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
_UNIT_COLUMNS = ["document", "unit", "start", "text", "page", "language"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTargetResult:
    """What each document says of a target.

    Attributes
    ----------
    target : str
    rows : tuple of mappings
        One a stance of a unit, and one a document that is silent, without a unit.
    """

    target: str
    rows: tuple[Mapping[str, Any], ...]
    run_id: str
    problems: tuple[Problem, ...] = ()

    def to_rows(self) -> list[dict[str, Any]]:
        """Return the rows."""
        return [dict(row) for row in self.rows]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        silent = [row for row in self.rows if row["standing"] == SILENT]
        documents = {row["document"] for row in self.rows}
        speaking = len(documents) - len(silent)
        return (
            f"On “{self.target}”: {count(len(documents), 'document')}, {speaking} "
            f"speaking in {count(len(self.rows) - len(silent), 'place')}, "
            f"{len(silent)} silent."
        )


def require_target(target: str) -> str:
    """Return a target on one line.

    Raises
    ------
    EmptyTargetError
        If it has no word.
    """
    if not words_of(target):
        raise EmptyTargetError
    return " ".join(target.split())


def claim_on(store: Store, target: str) -> OnTargetResult:
    """Find what every document of a project says of a target.

    Raises
    ------
    EmptyTargetError
        If the target has no word.
    NoClaimsRunError
        If claims were never looked for.
    """
    asked = require_target(target)
    run = current_claims(store)
    if run is None:
        raise NoClaimsRunError
    documents = [
        one for one in list_documents(store).documents if one.state == "counts"
    ]
    units, pages = _units(store, run, {one.document for one in documents})
    found = aim_at(units, asked)
    return OnTargetResult(
        target=asked,
        rows=tuple(_rows(documents, found, pages)),
        run_id=run.run_id,
        problems=(
            *result_of(store).problems,
            *languages_of({one.language for one in documents}),
        ),
    )


def aim_at(units: Sequence[AimedUnit], target: str) -> list[Aimed]:
    """Find what units say of a target, with the words that come with Hustings."""
    options = issue_options({unit.language for unit in units})
    words = AimingWords(
        embeddings=options.embeddings,
        stop_words=options.stop_words,
        turning=options.turning,
    )
    return aim(units, target, words)


def languages_of(languages: set[str | None]) -> Iterator[Problem]:
    """Say that a target is looked for as it stands, whatever the language."""
    named = sorted(one or "unknown" for one in languages)
    if len(named) > 1:
        yield Problem(
            kind="several languages",
            message=f"The target was looked for as it stands in texts in "
            f"{', '.join(named)}. Ask in each language: silence may be another "
            "language's words.",
        )


def _units(
    store: Store, run: Run, documents: set[str]
) -> tuple[list[AimedUnit], dict[tuple[str, str], int | None]]:
    """Read the units that a run looked at, with their claims, and their pages."""
    claims: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
    for row in store.table(run.outputs[0]).to_pylist():
        claims[row["document"], row["unit"]].append(claim_from_row(row))
    parents = [parent for parent in map(store.run, run.parents) if parent is not None]
    rows = [
        row
        for parent in parents
        for row in store.table(parent.outputs[0], _UNIT_COLUMNS).to_pylist()
        if row["document"] in documents
    ]
    units = [
        AimedUnit(
            document=row["document"],
            unit=row["unit"],
            text=row["text"],
            start=row["start"],
            language=row["language"],
            claims=tuple(claims.get((row["document"], row["unit"]), ())),
        )
        for row in rows
    ]
    paged = paged_documents(store)
    return units, {
        (row["document"], row["unit"]): row["page"]
        for row in rows
        if row["document"] in paged
    }


def _rows(
    documents: Sequence[ListedDocument],
    found: Sequence[Aimed],
    pages: Mapping[tuple[str, str], int | None],
) -> Iterator[dict[str, Any]]:
    """Yield a document's stances, or that it is silent."""
    by_document: defaultdict[str, list[Aimed]] = defaultdict(list)
    for one in found:
        by_document[one.unit.document].append(one)
    for document in documents:
        named = {
            "document": document.document,
            "voice": called(document),
            "date": document.date,
        }
        for one in by_document[document.document]:
            page = pages.get((one.unit.document, one.unit.unit))
            yield {**named, **row_of_aimed(one, called(document)), "page": page}
        if not by_document[document.document]:
            yield {**named, **silent_row(called(document)), "page": None}


def row_of_aimed(one: Aimed, own: str | None) -> dict[str, Any]:
    """Return what a unit says of a target as a row.

    Parameters
    ----------
    own : str or None
        How the document's own voice is called.
    """
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


def silent_row(own: str | None) -> dict[str, Any]:
    """Return what stands for a document that says nothing of a target."""
    return {**dict.fromkeys(_COLUMNS), "actor": own, "standing": SILENT}
