"""The step `agree` on claims: people with each other, and the program with people."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from hustings.coding.agreement_intervals import AgreementOptions
from hustings.comparison.claim_agreement import agree_on_claims, check_claims
from hustings.comparison.claimed_words import ClaimedUnit
from hustings.errors import UnknownCoderError
from hustings.errors.claims import NoSheetsError
from hustings.estimates.frames import frame_from_rows
from hustings.ingest.tables import batch_from_rows
from hustings.model.document import Problem
from hustings.outside.clock import now
from hustings.store.claim_sheets import claim_sheets_of
from hustings.workflow.agreement_tables import AGREEMENT, PROBLEMS
from hustings.workflow.claims_checked import current_sheets
from hustings.workflow.listing import list_documents
from hustings.workflow.room_claims import as_sheet
from hustings.workflow.room_shelf import Shelf
from hustings.workflow.runs import Effort, execute, plan_run
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import polars as pl
    import pyarrow as pa

    from hustings.comparison.claim_agreement import ClaimAgreement
    from hustings.model.claim_sheet import ClaimSheet
    from hustings.model.run import Run
    from hustings.store.project import Store

PROGRAM = "rule:claims"
"""What the program is called where it stands beside people."""
OF_CLAIMS = "claims"
"""The parameter that says that a run is about claims: the last sheet it looks at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimAgreeResult:
    """How far people agree on claims, and the program with each of them.

    Attributes
    ----------
    rows : tuple of mapping
        As `hustings.workflow.agreement_tables.AGREEMENT` says; where `coder_a` is
        `PROGRAM`, how the program does beside a person.
    coders : tuple of str
        People who wrote sheets of claims.
    n_units : int
        Units that somebody looked at.
    """

    rows: tuple[Mapping[str, Any], ...]
    coders: tuple[str, ...]
    n_units: int
    run_id: str
    problems: tuple[Problem, ...] = ()

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one row a statistic."""
        return [dict(row) for row in self.rows]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        return (
            f"{count(len(self.coders), 'coder')} said what "
            f"{count(self.n_units, 'unit')} claim: {', '.join(self.coders)} "
            f"({self.run_id})."
        )


def agree_claims(
    store: Store,
    *,
    coders: Sequence[str] = (),
    options: AgreementOptions | None = None,
) -> ClaimAgreeResult:
    """Measure agreement on claims, and record it as a run.

    Parameters
    ----------
    coders : sequence of str, optional
        Whose sheets of claims; everybody's otherwise.
    options : AgreementOptions, optional
        How intervals are made.

    Raises
    ------
    NoSheetsError
        If nobody has said what a unit claims.
    UnknownCoderError
        If one of the coders has not.
    """
    sheets = _chosen(store, coders)
    plan = _plan(store, sheets, options or AgreementOptions())
    run = execute(store, plan, compute_claim_agreement, Effort())
    store.record([run], at=now())
    rows, problems = (_table(store, run, name) for name in ("agreement", "problems"))
    return ClaimAgreeResult(
        rows=tuple(rows),
        coders=_names(sheets),
        n_units=len({_key(one) for one in sheets}),
        run_id=run.run_id,
        problems=tuple(Problem(**row) for row in problems),
    )


def compute_claim_agreement(
    store: Store, plan: Run, effort: Effort
) -> Mapping[str, Iterable[pa.RecordBatch]]:
    """Compare the sheets of a plan."""
    parameters: Any = plan.parameters
    sheets = [
        one
        for one in current_sheets(store, up_to=parameters[OF_CLAIMS])
        if one.coder in parameters["coders"]
    ]
    options = AgreementOptions(**parameters["options"])
    people, machine = measure_claims(store, sheets, parameters["run"], options)
    effort.advance(1)
    rows = [*people.rows, *machine.rows]
    odd = [asdict(one) for one in (*people.problems, *machine.problems)]
    return {
        "agreement": [batch_from_rows(rows, AGREEMENT)],
        "problems": [batch_from_rows(odd, PROBLEMS)],
    }


def measure_claims(
    store: Store,
    sheets: Sequence[ClaimSheet],
    run_id: str | None,
    options: AgreementOptions | None = None,
) -> tuple[ClaimAgreement, ClaimAgreement]:
    """Compare people with each other, and the program with each of them."""
    languages = _languages(store)
    people = [_as_unit(one, languages) for one in sheets]
    among = agree_on_claims(people, options)
    problems = among.problems if len(_names(sheets)) > 1 else ()
    program = list(_found(store, sheets, run_id, languages))
    return (
        replace(
            among,
            rows=among.rows if len(_names(sheets)) > 1 else (),
            problems=(*problems, *_shown(sheets)),
        ),
        check_claims(program, people, options),
    )


def _plan(store: Store, sheets: Sequence[ClaimSheet], options: AgreementOptions) -> Run:
    """Plan to compare sheets, as they are up to the last one now."""
    run_id = claim_sheets_of(store).latest_run()
    # Sheets have no runs of their own: their numbers say which there were.
    return plan_run(
        "agree",
        parameters={
            OF_CLAIMS: claim_sheets_of(store).last_number(),
            "coders": list(_names(sheets)),
            "run": run_id,
            "options": asdict(options),
        },
        parents=[] if run_id is None else [run_id],
        packages=("numpy", "simplemma"),
    )


def _chosen(store: Store, coders: Sequence[str]) -> list[ClaimSheet]:
    """Return the sheets that are compared."""
    sheets = current_sheets(store)
    known = _names(sheets)
    if not known:
        raise NoSheetsError
    for name in coders:
        if name not in known:
            raise UnknownCoderError(coder=name, known=known)
    return [one for one in sheets if not coders or one.coder in coders]


def _names(sheets: Iterable[ClaimSheet]) -> tuple[str, ...]:
    return tuple(sorted({one.coder for one in sheets}))


def _key(sheet: ClaimSheet) -> str:
    """Name a unit by its place."""
    span = sheet.anchor.span
    return f"{sheet.document_id}/{span.start:09}-{span.end:09}"


def _languages(store: Store) -> dict[str, str]:
    return {
        one.document: one.language or "und" for one in list_documents(store).documents
    }


def _as_unit(sheet: ClaimSheet, languages: Mapping[str, str]) -> ClaimedUnit:
    return ClaimedUnit(
        unit=_key(sheet),
        document=sheet.document_id,
        coder=sheet.coder,
        words=sheet.anchor.words,
        claims=sheet.claims or (),
        language=languages.get(sheet.document_id, "und"),
    )


def _found(
    store: Store,
    sheets: Sequence[ClaimSheet],
    run_id: str | None,
    languages: Mapping[str, str],
) -> Iterator[ClaimedUnit]:
    """Yield what the program found in the units that people looked at."""
    if run_id is None:
        return
    shelf = Shelf()
    for one in {_key(sheet): sheet for sheet in sheets}.values():
        claims = shelf.claims(store, run_id, one.document_id)
        if claims is not None:
            yield ClaimedUnit(
                unit=_key(one),
                document=one.document_id,
                coder=PROGRAM,
                words=one.anchor.words,
                claims=as_sheet(claims, one.anchor),
                language=languages.get(one.document_id, "und"),
            )


def _shown(sheets: Sequence[ClaimSheet]) -> Iterator[Problem]:
    """Tell of sheets whose writers saw what the program had found."""
    n = sum(one.run_id is not None for one in sheets)
    if n:
        yield Problem(
            kind="claims in view",
            message=f"{count(n, 'sheet')} of {len(sheets):,} {_was(n)} written "
            "with the program's claims in view, and people tend to leave what they "
            "see: they agree more with each other and with the program than they would "
            "alone. Units handed out with --blind tell what they would find by "
            "themselves.",
        )


def _was(n: int) -> str:
    return "was" if n == 1 else "were"


def _table(store: Store, run: Run, name: str) -> list[dict[str, Any]]:
    output = next(one for one in run.outputs if one.table == name)
    rows: list[dict[str, Any]] = store.table(output).to_pylist()
    return rows
