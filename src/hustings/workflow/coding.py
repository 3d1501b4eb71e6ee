"""The step `code`: units and a codebook into codings."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from hustings.errors import InvalidOptionError
from hustings.estimates.frames import frame_from_rows
from hustings.outside.engine.local import run_sql
from hustings.workflow.codebooks import DEFAULT_CODEBOOK, find_codebook
from hustings.workflow.coding_by_dictionary import code_by_dictionary, run_dictionary
from hustings.workflow.coding_by_machine import CodeOptions, run_machine
from hustings.workflow.current import split_runs, units_of
from hustings.workflow.hand_codings import code_by_hand, is_by_hand
from hustings.workflow.machine_checks import check_of
from hustings.workflow.machine_coders import DICTIONARY, require_network
from hustings.workflow.machine_runs import code_by_machine, is_kept
from hustings.workflow.machine_targets import refuse_target
from hustings.workflow.runs import Effort

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polars as pl
    import pyarrow as pa

    from hustings.coding.coders import Coder
    from hustings.coding.function_coder import CodingFunction
    from hustings.model.document import Problem
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.words.embeddings import Embedding
    from hustings.workflow.codebooks import LoadedCodebook

_COUNTS = """
SELECT variable, value, count(*)::BIGINT AS n FROM codings SEMI JOIN units USING (unit)
GROUP BY variable, value ORDER BY variable, value
"""

_SHARE_CODED = """
SELECT count(*)::BIGINT AS n_units, count(coded.unit)::BIGINT AS n_coded
FROM units LEFT JOIN (
    SELECT DISTINCT unit FROM codings
    WHERE NOT list_contains(?, variable || ' ' || value)
) AS coded USING (unit)
WHERE units.kind <> 'heading'
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCount:
    """How many units received one value of one variable."""

    variable: str
    value: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeResult:
    """What came of coding the project's units.

    Attributes
    ----------
    n_units : int
        Units without headings, which are not coded.
    n_coded : int
        Units that got a value other than "none of these".
    check : str
        What is known of how often these codings are right, in a sentence.
    """

    coder: str
    codebook: str
    n_units: int
    n_coded: int
    counts: tuple[CodeCount, ...]
    run_id: str
    check: str
    problems: tuple[Problem, ...] = ()

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a value, with how many units received it."""
        return [asdict(count) for count in self.counts]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        rest = self.n_units - self.n_coded
        others = f"; {rest} have none of its codes" if rest else ""
        return (
            f"{self.coder} coded {self.n_coded} of {self.n_units} units with codebook "
            f"{self.codebook}{others} (run {self.run_id}). {self.check}"
        )


def code_units(
    store: Store,
    *,
    coder: str | Coder | CodingFunction = DICTIONARY,
    codebook: str | None = None,
    variable: str | None = None,
    embedding: Embedding | None = None,
    effort: Effort | None = None,
) -> CodeResult:
    """Code all units that count now.

    Parameters
    ----------
    coder : str, Coder or callable
        Who codes: ``"dictionary"``; the name of a coder that the project trained, or
        that comes with Hustings; the path of a learned coder, or of a table of codings
        that a program made; any `hustings.coding.coders.Coder`; or a function, as
        `hustings.coding.FunctionCoder` takes it.
    codebook : str, optional
        Name of a codebook, or path of its file. By default a learned coder's own;
        ``marpor-5`` for the dictionary.
    variable : str, optional
        What the coder codes, where the codebook has several variables.
    embedding : Embedding, optional
        The one that a learned coder was trained with, unless it came with Hustings.

    Raises
    ------
    UnknownCoderError
        If there is no such coder.
    NothingReadError
        If the project has no documents yet.
    """
    options = CodeOptions(codebook=codebook, variable=variable, embedding=embedding)
    return code_with(store, coder, options, effort=effort)


def code_with(
    store: Store,
    coder: str | Coder | CodingFunction,
    options: CodeOptions,
    *,
    effort: Effort | None = None,
) -> CodeResult:
    """Code all units that count now; as `code_units`, with all its options."""
    effort = effort or Effort()
    require_network(store, coder, options.form)
    refuse_target(store, coder, options.target)
    if coder != DICTIONARY:
        made = run_machine(store, coder, options, effort)
        return _result(store, made.run, made.loaded, made.problems)
    if options.variable is not None:
        raise InvalidOptionError(
            option="variable",
            value=options.variable,
            advice="The dictionary codes all variables of its codebook.",
        )
    loaded = find_codebook(store, options.codebook or DEFAULT_CODEBOOK)
    run, problems = run_dictionary(store, loaded, effort)
    return _result(store, run, loaded, problems)


def compute_code(
    store: Store, plan: Run, effort: Effort
) -> Mapping[str, Iterable[pa.RecordBatch]]:
    """Write the codings of a plan again, from what it rests on."""
    if is_by_hand(plan):
        return code_by_hand(store, plan, effort)
    if is_kept(plan):
        return code_by_machine(store, plan, effort)
    return code_by_dictionary(store, plan, effort)


def _result(
    store: Store, run: Run, loaded: LoadedCodebook, problems: tuple[Problem, ...]
) -> CodeResult:
    """Count what was coded."""
    tables = {
        "units": units_of(store, split_runs(store)),
        "codings": store.table(run.outputs[0]),
    }
    none_of_these = [
        f"{variable.name} {variable.uncoded}"
        for variable in loaded.codebook.variables
        if variable.uncoded is not None
    ]
    share = run_sql(_SHARE_CODED, tables, [none_of_these]).to_pylist()[0]
    return CodeResult(
        coder=str(run.parameters["coder"]),
        codebook=loaded.codebook.name,
        counts=tuple(CodeCount(**row) for row in run_sql(_COUNTS, tables).to_pylist()),
        run_id=run.run_id,
        check=check_of(store, run).sentence,
        problems=problems,
        **share,
    )
