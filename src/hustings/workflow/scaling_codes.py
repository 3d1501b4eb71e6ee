"""Scaling documents by the codes of their units."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from hustings.errors import NothingCodedError, UnknownScaleError
from hustings.estimates.resampling import Resampling
from hustings.ingest.tables import batch_from_rows
from hustings.model.codebook import ScaleDefinition
from hustings.outside.engine.local import run_sql
from hustings.scaling.catalogue import NAMED_SCALES
from hustings.scaling.from_codes import salience, scale_by_definition
from hustings.scaling.kernels import COUNT_SQL, block_counts_from_table
from hustings.scaling.marpor import is_main_code
from hustings.scaling.results import ScaleResult
from hustings.scaling.word_catalogue import WORD_SCALES
from hustings.workflow.codebooks import codebook_of_run
from hustings.workflow.current import code_runs
from hustings.workflow.hand_codings import is_by_hand
from hustings.workflow.own_units import add_own
from hustings.workflow.runs import plan_run
from hustings.workflow.scale_formulas import FORMULAS
from hustings.workflow.scaled_cases import (
    SALIENCE,
    batches_of,
    find_definition,
    table_of,
)
from hustings.workflow.scaling_actors import cases_of, pool_counts
from hustings.workflow.scaling_findings import findings_of
from hustings.workflow.scaling_named import apply_named
from hustings.workflow.section_blocks import sections_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hustings.model.codebook import Codebook, Variable
    from hustings.model.run import Run
    from hustings.scaling.counts import AnyCounts, BlockCounts
    from hustings.scaling.distances import PairResult
    from hustings.store.project import Store
    from hustings.store.records import StoredDocument
    from hustings.workflow.section_blocks import Sections

_CODINGS_OF = "SELECT unit, value FROM codings WHERE variable = ?"
_JUDGED = "SELECT units.* FROM units SEMI JOIN codings USING (unit)"

_MEAN = "mean"
_ANY_CODES = frozenset(
    {
        "congruence",
        "distances",
        "issue-attention-diversity",
        "logit-of-sides",
        _MEAN,
        "meyer-miller-nicheness",
        "vanilla",
        "weighted",
    }
)
"""Named scales that rest on no codes of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScalePlan:
    """What is to be scaled, before it is planned as a run.

    Attributes
    ----------
    definition : ScaleDefinition or None
        None for saliences and named scales.
    inputs : mapping
        What a named scale is given beside counts.
    """

    code_run: Run
    codebook: Codebook
    variable: str
    definition: ScaleDefinition | None
    inputs: Mapping[str, Any] = field(default_factory=dict)


def find_plan(
    store: Store,
    scale: str,
    chosen: tuple[str | None, str | None],
    own: ScaleDefinition | None,
) -> ScalePlan:
    """Find the latest codings that can be put on a scale.

    Parameters
    ----------
    chosen : tuple of str or None
        Codebook and coder, as far as they were named.

    Raises
    ------
    NothingCodedError
        If no codings fit.
    UnknownScaleError
        If none of their codebooks has codes for such a scale.
    """
    runs = _coded_by(store, *chosen)
    books = [(run, codebook_of_run(store, run).codebook) for run in runs]
    for run, book in books:
        plan = _plan_with(run, book, scale, own)
        if plan is not None:
            return plan
    raise UnknownScaleError(scale=scale, known=_known([book for _, book in books]))


def is_defined(store: Store, scale: str, codebook: str | None) -> bool:
    """Whether a codebook that units were coded with defines a scale of this name."""
    return any(
        scale in {one.name for one in codebook_of_run(store, run).codebook.scales}
        for run in code_runs(store)
        if codebook in (None, run.parameters["codebook"])
    )


def plan_scale(
    found: ScalePlan,
    scale: str,
    resampling: Resampling,
    beside: Mapping[str, Any],
) -> Run:
    """Plan to scale the codings of one run.

    Parameters
    ----------
    beside : mapping
        Parameters more: documents left out, and what are cases.
    """
    return plan_run(
        "scale",
        parameters={
            "scale": scale,
            "variable": found.variable,
            "definition": None
            if found.definition is None
            else asdict(found.definition),
            **named_of(found, scale),
            "coder": found.code_run.parameters["coder"],
            "codebook": found.codebook.name,
            "codebook_sha256": found.code_run.parameters["codebook_sha256"],
            **asdict(resampling),
            **beside,
        },
        parents=[found.code_run.run_id, *found.code_run.parents],
        packages=("numpy",),
    )


def compute_codes(store: Store, plan: Run) -> dict[str, Iterable[pa.RecordBatch]]:
    """Count a plan's codings and scale the counts."""
    codebook = codebook_of_run(store, plan).codebook
    documents = documents_of(store, plan)
    sections = sections_of(store, plan, documents)
    counted = _count(store, plan, sections)
    cases = list(dict.fromkeys(cases_of(plan, documents)))
    counts_by_block = _count_blocks(pool_counts(plan, counted), plan, codebook, cases)
    result = scale_counts(counts_by_block, plan, codebook)
    result = replace(result, problems=(*sections.problems, *result.problems))
    tables = (
        batches_of(result.positions, result.problems)
        if isinstance(result, ScaleResult) and not is_of_elections(plan)
        else findings_of(result)
    )
    counts = [batch_from_rows([], counted.schema), *counted.to_batches()]
    return {**tables, "counts": counts}


def left_out_of(store: Store, code_run: Run) -> list[str]:
    """List the documents that were coded and have been replaced since."""
    found = _documents_split(store, code_run)
    return [one.document_id for one in found if one.replaced_by is not None]


def is_of_elections(plan: Run) -> bool:
    """Whether a scale places elections, not documents."""
    return plan.parameters["scale"] == "median-voter"


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


def _known(books: Sequence[Codebook]) -> list[str]:
    """Name the scales that codings with these codebooks can be put on."""
    has_codes = any(one.codes for book in books for one in book.variables)
    shares = [SALIENCE] if has_codes else []
    own = [one.name for book in books for one in book.scales]
    named = [name for name in NAMED_SCALES if any(_fits(name, one) for one in books)]
    return list(dict.fromkeys([*shares, *own, *named, *WORD_SCALES]))


def _plan_with(
    run: Run, codebook: Codebook, scale: str, own: ScaleDefinition | None
) -> ScalePlan | None:
    """Plan with one codebook, or say with None that it does not know the scale."""
    definition = own or _defined(codebook, scale)
    is_named = definition is None and _fits(scale, codebook)
    if definition is None and scale != SALIENCE and not is_named:
        return None
    with_codes = [one.name for one in _variables_for(scale, codebook)]
    if definition is None and not with_codes:
        return None  # shares are shares of codes
    variable = with_codes[0] if with_codes else codebook.variables[0].name
    if definition is not None:
        variable = definition.variable or variable
        definition = replace(definition, variable=variable)
    return ScalePlan(
        code_run=run, codebook=codebook, variable=variable, definition=definition
    )


def _defined(codebook: Codebook, scale: str) -> ScaleDefinition | None:
    """Find a scale in a codebook, if it has one of this name."""
    try:
        return find_definition(codebook, scale)
    except UnknownScaleError:
        return None


def _fits(scale: str, codebook: Codebook) -> bool:
    """Whether a named scale can be made of the codes of a codebook."""
    if scale not in NAMED_SCALES or "counts" not in NAMED_SCALES[scale].needs:
        return False
    variables = _variables_for(scale, codebook)
    codes = [code.code for one in variables for code in one.codes]
    return any(scale in _ANY_CODES or is_main_code(code) for code in codes)


def _variables_for(scale: str, codebook: Codebook) -> list[Variable]:
    """List the variables with codes; a mean of nominal ones says nothing."""
    return [
        one
        for one in codebook.variables
        if one.codes and not (scale == _MEAN and one.level == "nominal")
    ]


def named_of(found: ScalePlan, scale: str) -> dict[str, Any]:
    """Say what a named scale is and was given, in a run's parameters."""
    if found.definition is not None or scale == SALIENCE:
        return {}
    named = NAMED_SCALES[scale]
    return {
        "title": named.title,
        "formula": FORMULAS.get(scale, scale),
        "low_pole": named.low_pole,
        "high_pole": named.high_pole,
        "inputs": dict(found.inputs),
    }


def _count(store: Store, plan: Run, sections: Sections) -> pa.Table:
    """Count units by document, block and code."""
    parents = [run for run in map(store.run, plan.parents) if run is not None]
    codings = next(
        table_of(store, run, "codings") for run in parents if run.step == "code"
    )
    units = pa.concat_tables(
        [table_of(store, run, "units") for run in parents if run.step == "split"]
    )
    units = add_own(store, units, parents)
    left_out = pa.array(plan.parameters.get("left_out", ()), pa.string())
    units = units.filter(pc.invert(pc.is_in(units["document"], left_out)))
    of_variable = run_sql(
        _CODINGS_OF, {"codings": codings}, [plan.parameters["variable"]]
    )
    if any(map(is_by_hand, parents)):
        # what a person has not coded yet, they have not judged
        units = run_sql(_JUDGED, {"units": units, "codings": of_variable})
    units = sections.put_into(units)
    return run_sql(COUNT_SQL, {"units": units, "codings": of_variable})


def documents_of(store: Store, plan: Run) -> list[str]:
    """List the documents that were split, those without a unit among them."""
    left_out: Any = plan.parameters.get("left_out", ())
    found = _documents_split(store, plan)
    return [one.document_id for one in found if one.document_id not in left_out]


def _documents_split(store: Store, run: Run) -> list[StoredDocument]:
    """Return the documents whose units a run builds on."""
    splits = [one for one in map(store.run, run.parents) if one is not None]
    reads = {read for one in splits if one.step == "split" for read in one.parents}
    return [one for one in store.all_documents() if one.run_id in reads]


def _count_blocks(
    counted: pa.Table, plan: Run, codebook: Codebook, cases: Sequence[str]
) -> BlockCounts:
    """Put what was counted into an array, with all codes of the variable."""
    name = plan.parameters["variable"]
    variable = next(one for one in codebook.variables if one.name == name)
    return block_counts_from_table(
        counted, cases=cases, codes=_columns(variable, counted)
    )


def scale_counts(
    counts: AnyCounts, plan: Run, codebook: Codebook
) -> ScaleResult | PairResult:
    """Apply the scale that a plan names."""
    parameters: Any = plan.parameters
    how = Resampling(**{name: parameters[name] for name in asdict(Resampling())})
    if parameters["definition"] is not None:
        definition = _definition(parameters["definition"])
        return scale_by_definition(counts, definition, codebook=codebook, **asdict(how))
    if parameters["scale"] != SALIENCE:
        return _named_scale(counts, parameters, how)
    variable = next(
        one for one in codebook.variables if one.name == parameters["variable"]
    )
    uncoded = {variable.uncoded} if variable.uncoded else set()
    return salience(counts, uncoded=uncoded, **asdict(how))


def _named_scale(
    counts: AnyCounts, parameters: Mapping[str, Any], how: Resampling
) -> ScaleResult | PairResult:
    """Apply a scale by its name."""
    return apply_named(parameters["scale"], counts, parameters["inputs"], how)


def _columns(variable: Variable, counted: pa.Table) -> list[str]:
    """List the codes of a variable; of one that takes any number, those given."""
    if variable.number is None:
        return [code.code for code in variable.codes]
    return sorted({one for one in counted["code"].to_pylist() if one}, key=float)


def _definition(values: Mapping[str, Any]) -> ScaleDefinition:
    """Read a definition back from a run's parameters."""
    sides = {side: tuple(values[side]) for side in ("left", "right")}
    return ScaleDefinition(**{**values, **sides})
