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
from hustings.workflow.claim_lexicons import claim_lexicons, lexicon_hashes
from hustings.workflow.claim_units import claim_units
from hustings.workflow.current import split_runs
from hustings.workflow.listing import list_documents
from hustings.workflow.runs import Effort, execute, plan_run
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import polars as pl

    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.listing import ListedDocument

TABLE = "claims"
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
    """

    claims: pa.Table
    n_units: int
    actors: Mapping[str, str]
    run_id: str
    problems: tuple[Problem, ...] = ()

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one row a claim."""
        return cast("list[dict[str, Any]]", self.claims.to_pylist())

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


def claim_documents(store: Store, *, effort: Effort | None = None) -> ClaimResult:
    """Find the claims of all units that count now, and record the run.

    Raises
    ------
    NothingReadError
        If the project has no documents yet.
    """
    plan = plan_claim(store)
    run = execute(store, plan, compute_claim, effort or Effort())
    store.record([run], at=now())
    return result_of(store, run)


def plan_claim(store: Store) -> Run:
    """Plan to find the claims of the units that count now."""
    listed = _counting(store)
    return plan_run(
        "claim",
        parameters={
            "lexicons": lexicon_hashes(),
            # Whose voice "the Ferry Party" is depends on whose document it is.
            "actors": {one.document: one.actor for one in listed},
        },
        parents=[run.run_id for run in split_runs(store)],
        packages=("simplemma",),
    )


def compute_claim(
    store: Store, plan: Run, effort: Effort
) -> Mapping[str, Iterable[pa.RecordBatch]]:
    """Find the claims in the units of a plan's parents."""
    return {TABLE: _claims(store, plan, effort)}


def _claims(store: Store, plan: Run, effort: Effort) -> Iterator[pa.RecordBatch]:
    """Yield the claims of some thousand units a batch."""
    actors = cast("Mapping[str, str | None]", plan.parameters["actors"])
    units = _units_of_plan(store, plan, list(actors))
    effort.expect(units.num_rows)
    yield _no_claims()
    yield from map_batches(
        partial(find_claims, lexicons=claim_lexicons()),
        claim_units(units, actors).to_batches(max_chunksize=UNITS_A_BATCH),
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
    return ClaimResult(
        claims=claims.filter(pc.is_in(claims["document"], pa.array(list(listed)))),
        n_units=sum(one.n_units for one in documents),
        actors={one.document: one.actor or one.title or one.name for one in documents},
        run_id=found.run_id,
        problems=(
            *_find_problems(claims, documents),
            *_find_stale(store, found, listed.values()),
        ),
    )


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
