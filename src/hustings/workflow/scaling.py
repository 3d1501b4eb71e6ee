"""The step `scale`: codings into positions with intervals."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from hustings.errors import NothingCodedError, UnknownScaleError
from hustings.estimates.frames import frame_from_rows
from hustings.estimates.resampling import Resampling
from hustings.ingest.tables import batch_from_rows
from hustings.model.codebook import ScaleDefinition
from hustings.model.document import Problem
from hustings.outside.clock import now
from hustings.outside.engine.local import run_sql
from hustings.scaling.from_codes import salience, scale_by_definition
from hustings.scaling.kernels import COUNT_SQL, block_counts_from_table
from hustings.scaling.results import Position, row_of_position
from hustings.workflow.codebooks import codebook_of_run
from hustings.workflow.current import code_runs
from hustings.workflow.hand_codings import is_by_hand
from hustings.workflow.read_results import report_files
from hustings.workflow.runs import Effort, execute, plan_run
from hustings.workflow.scaling_problems import find_stale, find_unjudged, with_names
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import polars as pl

    from hustings.model.codebook import Codebook, Variable
    from hustings.model.run import Run
    from hustings.scaling.results import ScaleResult
    from hustings.store.project import Store
    from hustings.store.records import StoredDocument

SALIENCE = "salience"
"""The one scale that every codebook has."""

POSITIONS = pa.schema(
    [
        ("case", pa.string()),
        ("scale", pa.string()),
        ("code", pa.string()),
        ("position", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("confidence", pa.float64()),
        ("standard_error", pa.float64()),
        ("n_units", pa.int64()),
    ]
)
"""One row a case, and a code for saliences; the case is a document's id."""

PROBLEMS = pa.schema(
    [("kind", pa.string()), ("message", pa.string()), ("page", pa.int32())]
)

_CODINGS_OF = "SELECT unit, value FROM codings WHERE variable = ?"
_JUDGED = "SELECT units.* FROM units SEMI JOIN codings USING (unit)"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScalePlan:
    """What is to be scaled, before it is planned as a run.

    Attributes
    ----------
    definition : ScaleDefinition or None
        None for saliences.
    """

    code_run: Run
    codebook: Codebook
    variable: str
    definition: ScaleDefinition | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaledCases:
    """Positions of the project's documents on one scale.

    Attributes
    ----------
    names : mapping of str to str
        Actor and date (or file name) of each case, for people.
    """

    scale: str
    positions: tuple[Position, ...]
    names: Mapping[str, str]
    coder: str
    run_id: str
    problems: tuple[Problem, ...] = ()

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a case (and code), with the case's name for people."""
        return [
            {**row, "name": self.names.get(str(row["case"]), row["case"])}
            for row in map(row_of_position, self.positions)
        ]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        n = len({position.case for position in self.positions})
        return (
            f"Scaled {count(n, 'document')} on {self.scale} by {self.coder} "
            f"({self.run_id})."
        )


def scale_documents(
    store: Store,
    scale: str,
    *,
    codebook: str | None = None,
    coder: str | None = None,
    own: ScaleDefinition | None = None,
    resampling: Resampling | None = None,
) -> ScaledCases:
    """Place the project's documents on a scale.

    Parameters
    ----------
    scale : str
        ``"salience"``, or a scale of the codebook the units were coded with.
    codebook : str, optional
        Use the codings made with this codebook; the latest codings otherwise.
    coder : str, optional
        Use the codings by this coder; ``"adjudicated"`` for those that settled
        disagreements.
    own : ScaleDefinition, optional
        The user's own lists of codes, in place of the codebook's scale.
    resampling : Resampling, optional
        How the intervals are made; 1,000 draws of whole blocks otherwise.

    Raises
    ------
    NothingCodedError
        If no codings fit.
    UnknownScaleError
        If the codebook has no such scale.
    UnknownCodeError
        If `own` names a code that is not in the codebook.
    """
    found = _find(_coded_by(store, codebook, coder), store, scale, own)
    plan = plan_scale(
        found,
        scale,
        resampling or Resampling(interval="block"),
        left_out=_left_out(store, found.code_run),
    )
    run = execute(store, plan, compute_scale, Effort())
    store.record([run], at=now())
    names = case_names(store)
    return ScaledCases(
        scale=scale,
        positions=positions_of(store, run),
        names=names,
        coder=str(run.parameters["coder"]),
        run_id=run.run_id,
        problems=(
            *(with_names(one, names) for one in _stored_problems(store, run)),
            *find_stale(store, found.code_run),
            *find_unjudged(store, found),
        ),
    )


def plan_scale(
    found: ScalePlan,
    scale: str,
    resampling: Resampling,
    *,
    left_out: Sequence[str] = (),
) -> Run:
    """Plan to scale the codings of one run, but for those of some documents."""
    return plan_run(
        "scale",
        parameters={
            "scale": scale,
            "variable": found.variable,
            "definition": None
            if found.definition is None
            else asdict(found.definition),
            "coder": found.code_run.parameters["coder"],
            "codebook": found.codebook.name,
            "codebook_sha256": found.code_run.parameters["codebook_sha256"],
            **asdict(resampling),
            **({"left_out": list(left_out)} if left_out else {}),
        },
        parents=[found.code_run.run_id, *found.code_run.parents],
        packages=("numpy",),
    )


def compute_scale(
    store: Store, plan: Run, effort: Effort
) -> Mapping[str, Iterable[pa.RecordBatch]]:
    """Count a plan's codings and scale the counts."""
    codebook = codebook_of_run(store, plan).codebook
    counted = _count(store, plan)
    result = _scale(counted, plan, codebook, _documents(store, plan))
    effort.advance(len(result.positions))
    return {
        "positions": [
            batch_from_rows([asdict(one) for one in result.positions], POSITIONS)
        ],
        "counts": [batch_from_rows([], counted.schema), *counted.to_batches()],
        "problems": [
            batch_from_rows([asdict(one) for one in result.problems], PROBLEMS)
        ],
    }


def positions_of(store: Store, run: Run) -> tuple[Position, ...]:
    """Return the positions that a run of the step `scale` made."""
    return tuple(Position(**row) for row in _table(store, run, "positions").to_pylist())


def case_names(store: Store) -> dict[str, str]:
    """Return what people call each document: its actor and date, or its file."""
    hashes = [one.sha256 for one in store.documents()]
    return {
        one.document: " ".join(part for part in (one.actor, one.date) if part)
        if one.actor
        else one.name
        for one in report_files(store, hashes, ())
    }


def find_definition(codebook: Codebook, scale: str) -> ScaleDefinition:
    """Return a codebook's scale by name.

    Raises
    ------
    UnknownScaleError
        If the codebook has no such scale.
    """
    named = {one.name: one for one in codebook.scales}
    if scale not in named:
        raise UnknownScaleError(scale=scale, known=(SALIENCE, *named))
    return named[scale]


def _coded_by(store: Store, codebook: str | None, coder: str | None) -> list[Run]:
    """Return what a coder coded with a codebook, the latest first."""
    runs = [
        run
        for run in reversed(code_runs(store))
        if codebook in (None, run.parameters["codebook"])
        and coder in (None, run.parameters["coder"])
    ]
    if not runs:
        by = f"codebook {codebook}" if codebook else "any scale"
        raise NothingCodedError(wanted=f"{by} by coder {coder}" if coder else by)
    return runs


def _find(
    runs: Sequence[Run], store: Store, scale: str, own: ScaleDefinition | None
) -> ScalePlan:
    """Find the latest codings that can be put on the scale."""
    books = [(run, codebook_of_run(store, run).codebook) for run in runs]
    for run, book in books:
        plan = _plan_with(run, book, scale, own)
        if plan is not None:
            return plan
    known = [SALIENCE, *(one.name for _, book in books for one in book.scales)]
    raise UnknownScaleError(scale=scale, known=known)


def _plan_with(
    run: Run, codebook: Codebook, scale: str, own: ScaleDefinition | None
) -> ScalePlan | None:
    """Plan with one codebook, or say with None that it does not know the scale."""
    definition = own
    if own is None and scale != SALIENCE:
        try:
            definition = find_definition(codebook, scale)
        except UnknownScaleError:
            return None
    variable = codebook.variables[0].name
    if definition is not None:
        variable = definition.variable or variable
        definition = replace(definition, variable=variable)
    return ScalePlan(
        code_run=run, codebook=codebook, variable=variable, definition=definition
    )


def _count(store: Store, plan: Run) -> pa.Table:
    """Count units by document, block and code."""
    parents = [run for run in map(store.run, plan.parents) if run is not None]
    codings = next(
        _table(store, run, "codings") for run in parents if run.step == "code"
    )
    units = pa.concat_tables(
        [_table(store, run, "units") for run in parents if run.step == "split"]
    )
    left_out = pa.array(plan.parameters.get("left_out", ()), pa.string())
    units = units.filter(pc.invert(pc.is_in(units["document"], left_out)))
    of_variable = run_sql(
        _CODINGS_OF, {"codings": codings}, [plan.parameters["variable"]]
    )
    if any(map(is_by_hand, parents)):
        # what a person has not coded yet, they have not judged
        units = run_sql(_JUDGED, {"units": units, "codings": of_variable})
    return run_sql(COUNT_SQL, {"units": units, "codings": of_variable})


def _documents(store: Store, plan: Run) -> list[str]:
    """List the documents that were split, those without a unit among them."""
    left_out: Any = plan.parameters.get("left_out", ())
    found = _documents_split(store, plan)
    return [one.document_id for one in found if one.document_id not in left_out]


def _left_out(store: Store, code_run: Run) -> list[str]:
    """List the documents that were coded and have been replaced since."""
    found = _documents_split(store, code_run)
    return [one.document_id for one in found if one.replaced_by is not None]


def _documents_split(store: Store, run: Run) -> list[StoredDocument]:
    """Return the documents whose units a run builds on."""
    splits = [one for one in map(store.run, run.parents) if one is not None]
    reads = {read for one in splits if one.step == "split" for read in one.parents}
    return [one for one in store.all_documents() if one.run_id in reads]


def _scale(
    counted: pa.Table, plan: Run, codebook: Codebook, cases: Sequence[str]
) -> ScaleResult:
    """Apply the scale that the plan names."""
    parameters: Any = plan.parameters
    options = {name: parameters[name] for name in asdict(Resampling())}
    variable = _variable(codebook, parameters["variable"])
    counts = block_counts_from_table(
        counted, cases=cases, codes=[code.code for code in variable.codes]
    )
    if parameters["definition"] is None:
        uncoded = {variable.uncoded} if variable.uncoded else set()
        return salience(counts, uncoded=uncoded, **options)
    definition = _definition(parameters["definition"])
    return scale_by_definition(counts, definition, codebook=codebook, **options)


def _definition(values: Mapping[str, Any]) -> ScaleDefinition:
    """Read a definition back from a run's parameters."""
    sides = {side: tuple(values[side]) for side in ("left", "right")}
    return ScaleDefinition(**{**values, **sides})


def _variable(codebook: Codebook, name: str) -> Variable:
    return next(one for one in codebook.variables if one.name == name)


def _table(store: Store, run: Run, name: str) -> pa.Table:
    """Read one of a run's tables by name."""
    return store.table(next(one for one in run.outputs if one.table == name))


def _stored_problems(store: Store, run: Run) -> Sequence[Problem]:
    """Return the cases that got no position, and why."""
    return [Problem(**row) for row in _table(store, run, "problems").to_pylist()]
