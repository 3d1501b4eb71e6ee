"""The step `claim`: who is for or against what, in the units that count now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import pyarrow as pa
import pyarrow.compute as pc

from hustings.claims.kernels import find_claims
from hustings.claims.tables import CLAIMS
from hustings.errors.claims import NoClaimsRunError
from hustings.estimates.frames import frame_from_rows
from hustings.model.claim import AGAINST, FOR, OWN
from hustings.model.document import Problem
from hustings.outside.clock import now
from hustings.outside.engine.local import map_batches
from hustings.outside.parsers import open_parser
from hustings.workflow.claim_lexicons import claim_lexicons, lexicon_hashes
from hustings.workflow.claim_parsing import (
    parsed_claims,
    reopen_parser,
    require_language,
    unparsed_problem,
)
from hustings.workflow.claim_units import claim_units
from hustings.workflow.current import split_runs
from hustings.workflow.listing import list_documents
from hustings.workflow.opinions_on_claims import (
    SECOND_STANCES,
    opinions_on_claims,
    with_opinions,
)
from hustings.workflow.runs import Effort, execute, plan_run
from hustings.workflow.second_opinions import (
    difference_problem,
    find_second_coder,
    kept_second_coder,
    problems_of_run,
)
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import polars as pl

    from hustings.model.run import Run
    from hustings.outside.parsers import Parser
    from hustings.store.project import Store
    from hustings.workflow.listing import ListedDocument
    from hustings.workflow.second_opinions import SecondCoder

TABLE, SECOND_TABLE = "claims", "second_stances"
UNITS_A_BATCH = 2_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClaimResult:
    """The claims of a project.

    Attributes
    ----------
    claims : Table
        Of `hustings.claims.tables.CLAIMS`.
    n_units : int
        Units that were looked at.
    actors : mapping of str to str
        By document.
    second : Table or None
        Of `SECOND_STANCES`: what a learned coder says of each claim, if it was asked.
    """

    claims: pa.Table
    n_units: int
    actors: Mapping[str, str]
    run_id: str
    problems: tuple[Problem, ...] = ()
    second: pa.Table | None = None

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one row a claim."""
        rows = cast("list[dict[str, Any]]", self.claims.to_pylist())
        return rows if self.second is None else with_opinions(rows, self.second)

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def count_by_document(self) -> list[dict[str, Any]]:
        """Return one row a document: claims for, against, and reported of others."""
        rows = self.claims.select(["document", "actor", "stance"]).to_pylist()
        sides = Counter((row["document"], _side(row)) for row in rows)
        return [
            {
                "actor": actor,
                "document": document,
                **{name: sides[document, name] for name in _SIDES},
            }
            for document, actor in self.actors.items()
        ]

    def summary(self) -> str:
        """Return one line for a person to read."""
        own = pc.sum(pc.equal(self.claims["actor"], OWN)).as_py() or 0
        reported = self.claims.num_rows - own
        others = f", {reported} of them reported of others" if reported else ""
        return (
            f"{count(self.claims.num_rows, 'claim')} in {count(self.n_units, 'unit')} "
            f"of {count(len(self.actors), 'document')}{others} (run {self.run_id})."
        )


_SIDES = ("for", "against", "reported")


def _side(row: Mapping[str, Any]) -> str:
    """Say on which side a claim counts."""
    if row["actor"] != OWN:
        return "reported"
    return {FOR: "for", AGAINST: "against"}[row["stance"]]


def claim_documents(
    store: Store,
    *,
    coder: str | None = None,
    parser: str | None = None,
    effort: Effort | None = None,
) -> ClaimResult:
    """Find the claims of all units that count now, and record the run.

    Parameters
    ----------
    coder : str, optional
        A learned coder of stances, by its name or its file's path: what it says is kept
        beside each claim.
    parser : str, optional
        An installed spaCy pipeline, or its folder: it sharpens targets and heads.

    Raises
    ------
    NothingReadError
        If the project has no documents yet.
    UnknownCoderError, ModelFileError, InvalidOptionError
        If the coder is none of stances.
    MissingExtraError, ParserError
        If the parser cannot be used, or no document is in its language.
    """
    second = None if coder is None else find_second_coder(store, coder)
    opened = None if parser is None else open_parser(parser)
    with store.working():
        if second is not None:
            store.keep_source(second.content)
        plan = plan_claim(store, second=second, parser=opened)
        compute = partial(compute_claim, parser=opened)
        run = execute(store, plan, compute, effort or Effort())
        store.record([run], at=now())
    return result_of(store, run)


def plan_claim(
    store: Store, *, second: SecondCoder | None = None, parser: Parser | None = None
) -> Run:
    """Plan to find the claims of the units that count now."""
    listed = _counting(store)
    if parser is not None:
        require_language(parser, {one.language for one in listed})
    return plan_run(
        "claim",
        parameters={
            "lexicons": lexicon_hashes(),
            # Whose voice "the Ferry Party" is depends on whose document it is.
            "actors": {one.document: one.actor for one in listed},
            **({} if second is None else {"coder": second.said()}),
            **({} if parser is None else {"parser": parser.said()}),
        },
        inputs=[] if second is None else [second.sha256],
        parents=[run.run_id for run in split_runs(store)],
        packages=("simplemma",),
    )


def compute_claim(
    store: Store, plan: Run, effort: Effort, *, parser: Parser | None = None
) -> Mapping[str, Iterable[pa.RecordBatch]]:
    """Find the claims in the units of a plan's parents."""
    if "coder" not in plan.parameters:
        return {TABLE: _claims(store, plan, effort, parser)}
    found = list(_claims(store, plan, effort, parser))
    asked = cast("Mapping[str, Any]", plan.parameters["coder"])
    second = kept_second_coder(store, asked)
    said = opinions_on_claims(
        second, pa.Table.from_batches(found, CLAIMS), _texts(store, plan)
    )
    return {TABLE: found, SECOND_TABLE: said.table.to_batches() or [_none_said()]}


def _texts(store: Store, plan: Run) -> dict[tuple[str | None, str], tuple[str, str]]:
    """Give the text and the language of each unit of a plan's documents."""
    columns = ["document", "unit", "text", "language"]
    actors = cast("Mapping[str, str | None]", plan.parameters["actors"])
    rows = _units_of_plan(store, plan, list(actors)).select(columns)
    return {
        (row["document"], row["unit"]): (row["text"], row["language"])
        for row in rows.to_pylist()
    }


def _none_said() -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([], schema=SECOND_STANCES)


def _claims(
    store: Store, plan: Run, effort: Effort, parser: Parser | None
) -> Iterator[pa.RecordBatch]:
    """Yield the claims of some thousand units a batch."""
    actors = cast("Mapping[str, str | None]", plan.parameters["actors"])
    units = _units_of_plan(store, plan, list(actors))
    effort.expect(units.num_rows)
    yield _no_claims()
    batches = claim_units(units, actors).to_batches(max_chunksize=UNITS_A_BATCH)
    said = cast("Mapping[str, Any] | None", plan.parameters.get("parser"))
    if said is not None:
        opened = parser or reopen_parser(said)
        yield from parsed_claims(batches, opened, effort.advance)
        return
    yield from map_batches(
        partial(find_claims, lexicons=claim_lexicons()),
        batches,
        processes=effort.processes,
        advance=effort.advance,
    )


def _no_claims() -> pa.RecordBatch:
    """Give a table its schema where there is no claim at all."""
    return pa.RecordBatch.from_pylist([], schema=CLAIMS)


def _units_of_plan(store: Store, plan: Run, documents: Sequence[str]) -> pa.Table:
    """Return the units of the plan's documents, in reading order."""
    wanted = pa.array(documents, pa.string())
    parents = [run for run in map(store.run, plan.parents) if run is not None]
    tables = [store.table(run.outputs[0]) for run in parents]
    kept = [one.filter(pc.is_in(one["document"], wanted)) for one in tables]
    return pa.concat_tables(kept).combine_chunks()


def current_claims(store: Store) -> Run | None:
    """Return the latest run of the step `claim`."""
    runs = [run for run in store.runs() if run.step == "claim"]
    return runs[-1] if runs else None


def result_of(store: Store, run: Run | None = None) -> ClaimResult:
    """Read the claims that a run found; of the latest one by default.

    Raises
    ------
    NoClaimsRunError
        If claims were never looked for.
    """
    found = run or current_claims(store)
    if found is None:
        raise NoClaimsRunError
    listed = {one.document: one for one in _counting(store)}
    named = cast("Mapping[str, str | None]", found.parameters["actors"])
    documents = [listed[one] for one in named if one in listed]
    claims = store.table(found.outputs[0])
    counts = pc.is_in(claims["document"], pa.array(list(listed)))
    second = _second_of(store, found)
    return ClaimResult(
        claims=claims.filter(counts),
        n_units=sum(one.n_units for one in documents),
        actors={one.document: one.actor or one.title or one.name for one in documents},
        run_id=found.run_id,
        problems=(
            *_find_problems(claims, documents),
            *_find_stale(store, found, listed.values()),
            *_find_differences(found, claims, second),
            *_find_unparsed(found, documents),
        ),
        second=None if second is None else second.filter(counts),
    )


def _second_of(store: Store, run: Run) -> pa.Table | None:
    """Read what a learned coder said of the claims of a run, if one was asked."""
    named = [one for one in run.outputs if one.table == SECOND_TABLE]
    return store.table(named[0]) if named else None


def _find_differences(
    run: Run, claims: pa.Table, second: pa.Table | None
) -> Iterator[Problem]:
    """Say what the learned coder is worth, and how often it differs."""
    said = cast("Mapping[str, Any] | None", run.parameters.get("coder"))
    if said is None or second is None:
        return
    yield from problems_of_run(said)
    pairs = zip(claims["stance"].to_pylist(), second["stance"].to_pylist(), strict=True)
    yield from difference_problem(str(said["name"]), pairs)


def _find_unparsed(run: Run, documents: Sequence[ListedDocument]) -> Iterator[Problem]:
    """Say which documents the parser was of no use for."""
    said = cast("Mapping[str, Any] | None", run.parameters.get("parser"))
    if said is not None:
        yield from unparsed_problem(said, [one.language for one in documents])


def _counting(store: Store) -> list[ListedDocument]:
    """List the documents that count now."""
    return [one for one in list_documents(store).documents if one.state == "counts"]


def _find_problems(
    claims: pa.Table, documents: Sequence[ListedDocument]
) -> Iterator[Problem]:
    """Name documents in a language without a lexicon, and those without a claim."""
    known = claim_lexicons()
    with_claims = set(pc.unique(claims["document"]).to_pylist())
    for one in documents:
        called = one.title or one.name
        if one.language not in known:
            yield no_lexicon(one.language, f"“{called}”")
        elif one.document not in with_claims:
            yield Problem(
                kind="no claims",
                message=(
                    f"“{called}” has no claim: no unit says for or against what it "
                    "stands in words that the lexicon knows."
                ),
            )


def _find_stale(
    store: Store, run: Run, listed: Iterable[ListedDocument]
) -> Iterator[Problem]:
    """Say what has come or changed since claims were looked for."""
    looked_at = cast("Mapping[str, str | None]", run.parameters["actors"])
    new = [one for one in listed if one.document not in looked_at]
    splits = {one.run_id for one in split_runs(store)}
    if new:
        what = f"{count(len(new), 'document')} came"
    elif splits != set(run.parents):
        what = "The units were cut anew"
    else:
        return
    yield Problem(
        kind="claims are not up to date",
        message=f"{what} after claims were looked for. Run 'hustings claim' again.",
    )


def no_lexicon(language: str | None, where: str) -> Problem:
    """Say that claims cannot be found in a language."""
    known = ", ".join(sorted(claim_lexicons()))
    what = f"No lexicon for {language}" if language else "Its language is not known"
    return Problem(
        kind="no lexicon",
        message=f"{where} was not looked at: {what}. Claims are found in {known}.",
    )
