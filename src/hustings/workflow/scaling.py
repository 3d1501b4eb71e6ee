"""The step `scale`: documents to positions, from their codes, their words or votes."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from hustings.errors import HustingsError, UselessInputError
from hustings.estimates.results import UNCORRECTED
from hustings.outside.clock import now
from hustings.scaling.catalogue import NAMED_SCALES
from hustings.scaling.word_catalogue import WORD_SCALES
from hustings.workflow.coding_evidence import find_evidence
from hustings.workflow.runs import Effort, execute
from hustings.workflow.scale_questions import ScaleQuestion
from hustings.workflow.scaled_cases import (
    SALIENCE,
    ScaledCases,
    case_names,
    has_table,
    positions_of,
    problems_of,
    table_of,
)
from hustings.workflow.scaling_actors import (
    ACTOR,
    check_cases,
    pooling_of,
    refuse_actors,
)
from hustings.workflow.scaling_codes import (
    compute_codes,
    find_plan,
    is_defined,
    left_out_of,
    plan_scale,
)
from hustings.workflow.scaling_doubts import find_doubts
from hustings.workflow.scaling_findings import findings_in
from hustings.workflow.scaling_named import (
    needs_counts,
    read_inputs,
    refuse_features,
    refuse_for_definition,
)
from hustings.workflow.scaling_problems import (
    named_in,
    with_names,
)
from hustings.workflow.scaling_units import bases_of, compute_units, plan_units
from hustings.workflow.scaling_votes import (
    compute_votes,
    guessed_rivals,
    plan_votes,
    with_rivals,
)
from hustings.workflow.scaling_words import compute_words, plan_words
from hustings.workflow.section_blocks import blocks_in, refuse_blocks
from hustings.workflow.word_tables import read_draws, read_report, read_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa

    from hustings.model.codebook import ScaleDefinition
    from hustings.model.document import Problem
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.coding_evidence import Evidence
    from hustings.workflow.scaling_codes import ScalePlan


def scale_documents(
    store: Store,
    scale: str,
    question: ScaleQuestion | None = None,
    *,
    codebook: str | None = None,
    coder: str | None = None,
    own: ScaleDefinition | None = None,
) -> ScaledCases:
    """Place the project's documents on a scale.

    Parameters
    ----------
    scale : str
        ``"salience"``, a scale of the codebook the units were coded with, or one of
        `hustings.scaling.NAMED_SCALES` or `hustings.scaling.WORD_SCALES`.
    question : ScaleQuestion, optional
        Intervals, and what the scale needs beside documents; of scales from codes
        1,000 draws of whole blocks otherwise.
    codebook : str, optional
        Use the codings made with this codebook; the latest codings otherwise.
    coder : str, optional
        Use the codings by this coder; ``"adjudicated"`` for those that settled
        disagreements. Otherwise those of the latest run of the step `code` are used,
        and a Problem names the other coders.
    own : ScaleDefinition, optional
        The user's own lists of codes, in place of the codebook's scale.

    Raises
    ------
    NothingCodedError, NothingReadError
        If no codings fit, or there are no documents.
    UnknownScaleError
        If there is no such scale.
    UnknownCodeError
        If `own` names a code that is not in the codebook.
    MissingInputError, UselessInputError
        If the scale lacks something, or has no use for something.
    """
    asked = question or ScaleQuestion()
    check_cases(asked)
    if own is None and not is_defined(store, scale, codebook):
        if scale in WORD_SCALES:
            _refuse_codings(scale, codebook, coder)
            refuse_actors(scale, asked)
            return _executed(store, plan_words(store, scale, asked))
        if scale in NAMED_SCALES and not needs_counts(scale):
            _refuse_codings(scale, codebook, coder)
            refuse_blocks(scale, asked)
            refuse_actors(scale, asked)
            return _executed(store, plan_votes(store, scale, asked))
    found = find_plan(store, scale, (codebook, coder), own)
    if found.definition is not None or scale == SALIENCE:
        refuse_features(scale, asked)
        refuse_for_definition(scale, asked)
    else:
        told = asked if asked.by == ACTOR else with_rivals(store, scale, asked)
        inputs = read_inputs(scale, told)
        found = replace(found, inputs=inputs)
    if asked.codings or asked.machine:
        what = "--codings, which is about a table of --from"
        raise UselessInputError(scale=scale, what=what, known=("--from",))
    evidence = find_evidence(store, found, asked, coder)
    found = replace(found, code_run=evidence.base)
    beside: dict[str, Any] = {**pooling_of(store, scale, asked), **blocks_in(asked)}
    if left_out := left_out_of(store, evidence.base):
        beside["left_out"] = list(left_out)
    plan = _plan(store, found, scale, asked, evidence, beside)
    doubts = (
        *(() if asked.by == ACTOR else guessed_rivals(scale, asked)),
        *find_doubts(store, found, evidence, coder),
    )
    return _executed(store, plan, doubts)


def _plan(  # all that decides a run
    store: Store,
    found: ScalePlan,
    scale: str,
    asked: ScaleQuestion,
    evidence: Evidence,
    beside: Mapping[str, Any],
) -> Run:
    """Plan to count codes; units one by one where more is known of them."""
    if evidence.is_alone and not evidence.is_soft:
        return plan_scale(found, scale, asked.resampling("block"), beside)
    if evidence.is_alone:
        asked = replace(asked, uncertainty=asked.uncertainty or ("sampling",))
    return plan_units(store, found, scale, asked, evidence, beside)


def _refuse_codings(scale: str, codebook: str | None, coder: str | None) -> None:
    """Raise where somebody's codings are named for a scale that rests on none."""
    for option, value in (("--codebook", codebook), ("--coder", coder)):
        if value is not None:
            what = f"{option}, which is about codes"
            raise UselessInputError(scale=scale, what=what, known=())


def compute_scale(
    store: Store, plan: Run, effort: Effort
) -> Mapping[str, Iterable[pa.RecordBatch]]:
    """Compute what a plan says: from words, from votes, or from codes."""
    if "method" in plan.parameters:
        tables = compute_words(store, plan)
    elif "coder" not in plan.parameters:
        tables = compute_votes(store, plan)
    elif "sources" in plan.parameters:
        tables = compute_units(store, plan)
    else:
        tables = compute_codes(store, plan)
    effort.advance(1)
    return tables


def _executed(store: Store, plan: Run, beside: Iterable[Problem] = ()) -> ScaledCases:
    """Execute and record a plan, and give what came out."""
    names = case_names(store)
    try:
        run = execute(store, plan, compute_scale, Effort())
    except HustingsError as error:
        raise named_in(error, names) from None
    store.record([run], at=now())
    doubts = tuple(beside)
    told = {one.kind for one in doubts} & {UNCORRECTED}  # and more of it than here
    return ScaledCases(
        scale=str(run.parameters["scale"]),
        positions=positions_of(store, run) if has_table(run, "positions") else (),
        names=names,
        coder=str(run.parameters.get("coder") or ""),
        run_id=run.run_id,
        parameters=run.parameters,
        problems=(
            *(
                with_names(one, names)
                for one in problems_of(store, run)
                if one.kind not in told
            ),
            *doubts,
        ),
        rows=findings_in(store, run),
        report=read_report(table_of(store, run, "report"))
        if has_table(run, "report")
        else {},
        words=tuple(map(asdict, read_words(table_of(store, run, "words"))))
        if has_table(run, "words")
        else (),
        bases=bases_of(table_of(store, run, "bases"))
        if has_table(run, "bases")
        else {},
        draws=read_draws(table_of(store, run, "draws"))
        if has_table(run, "draws")
        else {},
    )
