"""The step `agree`: how far the people who coded a project agree."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from hustings.coding.agreement import agreement
from hustings.coding.agreement_intervals import AgreementOptions
from hustings.coding.agreement_results import AgreementEstimate
from hustings.coding.coded_units import CodedUnits
from hustings.errors import (
    InvalidOptionError,
)
from hustings.estimates.frames import frame_from_rows
from hustings.ingest.tables import batch_from_rows
from hustings.model.document import Problem
from hustings.outside.clock import now
from hustings.workflow.agreeing_on_claims import OF_CLAIMS, compute_claim_agreement
from hustings.workflow.agreeing_on_units import (
    NONE,
    UNITISING,
    own_units,
    unitising_rows,
    without_unitising,
)
from hustings.workflow.agreeing_with_machines import compute_checks
from hustings.workflow.agreement_questions import AgreementQuestion, Compared
from hustings.workflow.agreement_tables import AGREEMENT, PROBLEMS
from hustings.workflow.codebooks import codebook_of_run
from hustings.workflow.compared_runs import runs_to_compare
from hustings.workflow.hand_codings import is_by_hand
from hustings.workflow.own_units import OWN
from hustings.workflow.runs import Effort, execute, plan_run
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import polars as pl
    import pyarrow as pa

    from hustings.coding.agreement_results import AgreementResult
    from hustings.model.codebook import Codebook, Variable
    from hustings.model.run import Run
    from hustings.store.project import Store

_CUT_ALIKE = Problem(
    kind="units cut alike",
    message="Coders cut units themselves. Statistics on units, such as Krippendorff's "
    "alpha, compare only those that several cut alike; u_alpha compares all of the "
    "text that they divided.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeResult:
    """Agreement of the people who coded a project.

    Attributes
    ----------
    rows : tuple of mapping
        As `AGREEMENT` says.
    coders : tuple of str
        Whose codings were compared.
    codebook : str
        What they coded with.
    """

    rows: tuple[Mapping[str, Any], ...]
    coders: tuple[str, ...]
    codebook: str
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
            f"Compared {count(len(self.coders), 'coder')} on codebook {self.codebook}: "
            f"{', '.join(self.coders)} ({self.run_id})."
        )


def agree_coders(
    store: Store,
    question: AgreementQuestion | None = None,
    compared: Compared | None = None,
) -> AgreeResult:
    """Measure how far coders of a project agree, and record it as a run.

    Raises
    ------
    NobodyCodedError
        If nobody has coded with that codebook.
    UnknownCoderError
        If a coder has coded nothing that counts with that codebook.
    LoneCoderError
        If nobody else is compared with a coder.
    InvalidOptionError
        If a variable is not in the codebook, or a kind is none of a block's.
    """
    asked, which = question or AgreementQuestion(), compared or Compared()
    runs = runs_to_compare(store, which)
    codebook = codebook_of_run(store, runs[-1]).codebook
    variables = _variables(codebook, which.variables)
    plan = plan_agree(runs, codebook.name, variables, asked, which.kinds)
    run = execute(store, plan, compute_agree, Effort())
    store.record([run], at=now())
    return AgreeResult(
        rows=rows_of_run(store, run),
        coders=tuple(sorted(str(one.parameters["coder"]) for one in runs)),
        codebook=codebook.name,
        run_id=run.run_id,
        problems=(
            *(Problem(**row) for row in _rows(store, run, "problems")),
            *_left_behind(store, runs),
        ),
    )


def plan_agree(
    runs: Sequence[Run],
    codebook: str,
    variables: Sequence[Variable],
    asked: AgreementQuestion,
    kinds: Sequence[str],
) -> Run:
    """Plan to compare the codings of some runs of the step `code`."""
    return plan_run(
        "agree",
        parameters={
            "codebook": codebook,
            "codebook_sha256": runs[-1].parameters["codebook_sha256"],
            "coders": sorted(str(run.parameters["coder"]) for run in runs),
            "variables": [one.name for one in variables],
            "variable": variables[0].name if len(variables) == 1 else None,
            "kinds": list(kinds),
            **asdict(asked),
            **({"unitising": True} if _are_own(runs) else {}),
        },
        parents={one for run in runs for one in (run.run_id, *run.parents)},
        packages=("numpy",),
    )


def compute_agree(
    store: Store, plan: Run, effort: Effort
) -> Mapping[str, Iterable[pa.RecordBatch]]:
    """Compare the codings of a plan's parents, variable by variable."""
    if "machine" in plan.parameters:
        return compute_checks(store, plan, effort)
    if OF_CLAIMS in plan.parameters:
        return compute_claim_agreement(store, plan, effort)
    parameters: Any = plan.parameters
    codebook = codebook_of_run(store, plan).codebook
    rows = _codings(store, plan)
    variables = _variables(codebook, parameters["variables"])
    asked = _question(parameters)
    tables: dict[str, list[pa.RecordBatch]] = {}
    further: list[dict[str, Any]] = []
    if parameters.get("unitising"):
        made, further = _on_units(store, plan, variables, asked)
        tables = {"unitising": [batch_from_rows(made, UNITISING)]}
        asked = replace(asked, statistics=without_unitising(asked.statistics))
    found = [
        (one.name, agreement_of_variable(rows, one, asked))
        for one in ([] if asked.statistics == NONE else variables)
    ]
    effort.advance(len(found))
    told = [
        {**row, "variable": name} for name, result in found for row in result.to_rows()
    ]
    odd = [
        {**asdict(one), "message": f"{name}: {one.message}"}
        for name, result in found
        for one in result.problems
    ]
    return {
        "agreement": [batch_from_rows(told, AGREEMENT)],
        "problems": [batch_from_rows([*odd, *further], PROBLEMS)],
        **tables,
    }


def rows_of_run(store: Store, run: Run) -> tuple[dict[str, Any], ...]:
    """Return the statistics of a run: on given units, then on units that people cut."""
    names = [
        one.table for one in run.outputs if one.table in {"agreement", "unitising"}
    ]
    return tuple(row for name in names for row in _rows(store, run, name))


def _are_own(runs: Sequence[Run]) -> bool:
    """Say whether two people or more cut units themselves."""
    return sum(bool(run.parameters.get(OWN)) for run in runs) > 1


def _on_units(
    store: Store, plan: Run, variables: Sequence[Variable], asked: AgreementQuestion
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Measure agreement on the units that people cut, and say what that means."""
    parents = [run for run in map(store.run, plan.parents) if run is not None]
    units = own_units(store, [run for run in parents if run.step == "code"])
    rows: list[dict[str, Any]] = []
    odd: list[Problem] = []
    for one in variables:
        if one.level in {"nominal", "ordinal"}:
            found, problems = unitising_rows(units, one.name, asked)
            rows += found
            odd += [
                replace(problem, message=f"{one.name}: {problem.message}")
                for problem in problems
            ]
    if rows and without_unitising(asked.statistics) != NONE:
        odd.append(_CUT_ALIKE)
    return rows, [asdict(one) for one in odd]


def estimate_of_row(row: Mapping[str, Any]) -> AgreementEstimate:
    """Read an estimate back from a row of `AGREEMENT`."""
    return AgreementEstimate(
        **{name: value for name, value in row.items() if name != "variable"}
    )


def _variables(codebook: Codebook, names: Sequence[str]) -> list[Variable]:
    """Choose variables of a codebook, all if none is named."""
    by_name = {one.name: one for one in codebook.variables}
    for name in names:
        if name not in by_name:
            raise InvalidOptionError(
                option="variable",
                value=name,
                advice=f"Codebook {codebook.name!r} has {', '.join(by_name)}.",
            )
    return [by_name[name] for name in names or by_name]


def _question(parameters: Mapping[str, Any]) -> AgreementQuestion:
    """Read what was asked back from a run's parameters."""
    order, by = parameters["order"], parameters["by"]
    return AgreementQuestion(
        level=parameters["level"],
        order=None if order is None else tuple(order),
        statistics=tuple(parameters["statistics"]),
        by=None if by is None else tuple(by),
        weights=parameters["weights"],
        options=AgreementOptions(**parameters["options"]),
    )


def agreement_of_variable(
    rows: Sequence[Mapping[str, Any]], variable: Variable, asked: AgreementQuestion
) -> AgreementResult:
    """Compare the codings of one variable, at the level that its codebook gives it."""
    level = asked.level or variable.level
    own = [row for row in rows if row["variable"] == variable.name]
    kept = [
        row for row in own if level == "nominal" or row["value"] != variable.uncoded
    ]
    coded = CodedUnits.from_rows(kept, level=level, order=asked.order)
    result = agreement(
        coded,
        statistics=asked.statistics,  # type: ignore[arg-type]  # checked there
        by=asked.by_at(level),
        weights=asked.weights,
        n_categories=len(variable.codes) or None,
        options=asked.options,
    )
    if len(kept) == len(own):
        return result
    left_out = Problem(
        kind="no place on the scale",
        message=f"{count(len(own) - len(kept), 'coding')} with {variable.uncoded!r}, "
        f"which has no place on a scale of level {level}, were left out.",
    )
    return replace(result, problems=(*result.problems, left_out))


def _codings(store: Store, plan: Run) -> list[dict[str, Any]]:
    """Return the codings of a plan's parents with document, block and kind of unit."""
    parents = [run for run in map(store.run, plan.parents) if run is not None]
    kinds: Any = plan.parameters["kinds"]
    places: dict[str, tuple[str, str]] = {}
    for run in parents:
        if run.step == "split":
            columns = store.table(run.outputs[0], ["unit", "block", "kind"]).to_pydict()
            pairs = zip(columns["block"], columns["kind"], strict=True)
            places.update(zip(columns["unit"], pairs, strict=True))
    return [
        {**row, "block": places[row["unit"]][0]}
        for run in parents
        if run.step == "code"
        for row in _rows(store, run, "codings")
        if row["unit"] in places and (not kinds or places[row["unit"]][1] in kinds)
    ]


def _rows(store: Store, run: Run, name: str) -> list[dict[str, Any]]:
    """Read one of a run's tables by name."""
    output = next(one for one in run.outputs if one.table == name)
    rows: list[dict[str, Any]] = store.table(output).to_pylist()
    return rows


def _left_behind(store: Store, runs: Sequence[Run]) -> Iterable[Problem]:
    """Tell of hand codings that lie on no unit that counts now."""
    by_hand = [run for run in runs if is_by_hand(run)]
    if not by_hand:
        return
    made = sum(
        len(
            store.hand.current(
                coders=[str(run.parameters["coder"])],
                codebook=str(run.parameters["codebook_sha256"]),
            )
        )
        for run in by_hand
    )
    counting = sum(len(_rows(store, run, "codings")) for run in by_hand)
    if made > counting:
        yield Problem(
            kind="codings without a unit",
            message=f"{count(made - counting, 'coding')} by hand lie on no unit that "
            "counts now, because documents were read or split again since, and are "
            "not compared.",
        )
