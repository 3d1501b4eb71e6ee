"""Where documents stand on a target that somebody asks about, or are silent."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from hustings.claims.tables import claim_from_row
from hustings.comparison.aiming import AimedUnit, AimingWords, aim
from hustings.comparison.second_opinions import SILENT
from hustings.errors.claims import EmptyTargetError, NoClaimsRunError
from hustings.estimates.frames import frame_from_rows
from hustings.model.document import Problem
from hustings.words.tokens import words_of
from hustings.workflow.claiming import current_claims, result_of
from hustings.workflow.claims_checked import checked_claims
from hustings.workflow.claims_gathered import called, paged_documents
from hustings.workflow.issue_groups import issue_options
from hustings.workflow.listing import list_documents
from hustings.workflow.rows_on_target import STANDINGS, Speaker, rows_on_target
from hustings.workflow.runs import plan_run
from hustings.workflow.second_opinions import difference_problem, find_second_coder
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import polars as pl

    from hustings.comparison.aiming import Aimed
    from hustings.model.claim import Claim
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.listing import ListedDocument
    from hustings.workflow.second_opinions import SecondCoder

_UNIT_COLUMNS = ["document", "unit", "start", "end", "text", "page", "language"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTargetResult:
    """What each document says of a target.

    Attributes
    ----------
    target : str
    rows : tuple of mappings
        One a stance of a unit, and one a document that is silent, without a unit.
    run_id : str
        Of the step `claim`.
    second : mapping or None
        The learned coder that was asked as well: name, version, hash.
    """

    target: str
    rows: tuple[Mapping[str, Any], ...]
    run_id: str
    problems: tuple[Problem, ...] = ()
    second: Mapping[str, object] | None = None

    def to_rows(self) -> list[dict[str, Any]]:
        """Return the rows."""
        return [dict(row) for row in self.rows]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def run_row(self) -> str | dict[str, object]:
        """Return the run of the claims; with a learned coder, what was asked of both.

        Nothing is recorded in the project by a question.
        """
        if self.second is None:
            return self.run_id
        parameters = {"on": self.target, "coder": dict(self.second)}
        run = asdict(plan_run("claim", parameters=parameters, parents=[self.run_id]))
        return {name: value for name, value in run.items() if name != "outputs"}

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


def claim_on(store: Store, target: str, *, coder: str | None = None) -> OnTargetResult:
    """Find what every document of a project says of a target.

    Parameters
    ----------
    coder : str, optional
        A learned coder of stances, by its name or its file's path: what it says stands
        beside what the grammar says.

    Raises
    ------
    EmptyTargetError
        If the target has no word.
    NoClaimsRunError
        If claims were never looked for.
    UnknownCoderError, ModelFileError, InvalidOptionError
        If the coder is none of stances.
    """
    asked = require_target(target)
    second = None if coder is None else find_second_coder(store, coder)
    run = current_claims(store)
    if run is None:
        raise NoClaimsRunError
    documents = [
        one for one in list_documents(store).documents if one.state == "counts"
    ]
    told = _units(store, run, {one.document for one in documents})
    found = aim_at(told.units, asked)
    speakers = [_speaker(one, told.pages) for one in documents]
    rows, odd = rows_of_both(speakers, found, asked, second)
    return OnTargetResult(
        target=asked,
        rows=tuple(rows),
        run_id=run.run_id,
        problems=(
            *result_of(store).problems,
            *languages_of({one.language for one in documents}),
            *told.problems,
            *odd,
        ),
        second=None if second is None else second.said(),
    )


def rows_of_both(
    speakers: Sequence[Speaker],
    found: Sequence[Aimed],
    target: str,
    second: SecondCoder | None,
) -> tuple[list[dict[str, Any]], tuple[Problem, ...]]:
    """Make rows of what the grammar says, and a learned coder where there is one."""
    if second is None:
        return list(rows_on_target(speakers, found)), ()
    texts = list(dict.fromkeys((one.unit.text, one.unit.language) for one in found))
    asked = [(text, target, language) for text, language in texts]
    opinions = dict(zip(texts, second.ask(asked), strict=True))
    rows = list(rows_on_target(speakers, found, opinions))
    numbers = {standing: stance for stance, standing in STANDINGS.items()}
    pairs = ((row["stance"], numbers.get(row["second_standing"])) for row in rows)
    return rows, (
        *second.find_problems(asked),
        *difference_problem(second.name, pairs),
    )


def _speaker(
    document: ListedDocument, pages: Mapping[tuple[str, str], int | None]
) -> Speaker:
    """Say how the rows of a document begin."""
    return Speaker(
        document=document.document,
        own=called(document),
        columns={
            "document": document.document,
            "voice": called(document),
            "date": document.date,
        },
        pages=pages,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """Units with the claims that count of each, and their pages."""

    units: list[AimedUnit]
    pages: dict[tuple[str, str], int | None]
    problems: tuple[Problem, ...]


def _units(store: Store, run: Run, documents: set[str]) -> _Told:
    """Read the units that a run looked at; people's claims count before the run's."""
    rows = {
        (row["document"], row["unit"]): row
        for parent in map(store.run, run.parents)
        if parent is not None
        for row in store.table(parent.outputs[0], _UNIT_COLUMNS).to_pylist()
        if row["document"] in documents
    }
    checked = checked_claims(store, rows)
    claims = _claims(store, run) | {
        key: [replace(claim, unit=key[1]) for claim in sheet.as_claims()]
        for key, sheet in checked.by_unit.items()
    }
    paged = paged_documents(store)
    return _Told(
        units=[_aimed(row, claims.get(key, ())) for key, row in rows.items()],
        pages={key: row["page"] for key, row in rows.items() if key[0] in paged},
        problems=checked.problems,
    )


def _claims(store: Store, run: Run) -> dict[tuple[str, str], list[Claim]]:
    """Read what a run found, by document and unit."""
    found: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
    for row in store.table(run.outputs[0]).to_pylist():
        found[row["document"], row["unit"]].append(claim_from_row(row))
    return dict(found)


def _aimed(row: Mapping[str, Any], claims: Sequence[Claim]) -> AimedUnit:
    return AimedUnit(
        document=row["document"],
        unit=row["unit"],
        text=row["text"],
        start=row["start"],
        language=row["language"],
        claims=tuple(claims),
    )
