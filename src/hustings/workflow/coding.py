"""The step `code`: units and a codebook into codings."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING

from hustings.coding.kernels import code_batch
from hustings.coding.tables import CODINGS
from hustings.errors import UnknownCoderError
from hustings.estimates.frames import frame_from_rows
from hustings.ingest.tables import batch_from_rows
from hustings.outside.clock import now
from hustings.outside.engine.local import map_batches, run_sql, single_batch
from hustings.store.sources import sha256_of
from hustings.workflow.codebooks import DEFAULT_CODEBOOK, codebook_of_run, find_codebook
from hustings.workflow.current import split_runs, units_of
from hustings.workflow.dictionaries import load_dictionary_coder, shipped_lexicons
from hustings.workflow.hand_codings import code_by_hand, is_by_hand
from hustings.workflow.runs import Effort, execute, plan_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import polars as pl
    import pyarrow as pa

    from hustings.model.document import Problem
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.codebooks import LoadedCodebook

CODERS = ("dictionary",)
"""Coders that come with Hustings."""

_UNITS_A_BATCH = 4_000

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
    """

    coder: str
    codebook: str
    n_units: int
    n_coded: int
    counts: tuple[CodeCount, ...]
    run_id: str
    problems: tuple[Problem, ...] = ()

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a value, with how many units received it."""
        return [asdict(count) for count in self.counts]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        return (
            f"{self.coder} coded {self.n_coded} of {self.n_units} units with codebook "
            f"{self.codebook} (run {self.run_id}). These are machine codings that "
            "nobody has checked."
        )


def code_units(
    store: Store,
    *,
    coder: str = "dictionary",
    codebook: str = DEFAULT_CODEBOOK,
    effort: Effort | None = None,
) -> CodeResult:
    """Code all units that count now.

    Parameters
    ----------
    coder : {"dictionary"}
        Who codes.
    codebook : str
        Name of a built-in codebook, or path of a codebook file.

    Raises
    ------
    UnknownCoderError
        If there is no such coder.
    NothingReadError
        If the project has no documents yet.
    """
    if coder not in CODERS:
        raise UnknownCoderError(coder=coder, known=CODERS)
    loaded = find_codebook(store, codebook)
    dictionary = load_dictionary_coder(loaded)
    splits = split_runs(store)
    store.keep_codebook(loaded.stored, at=now())
    plan = plan_code(splits, loaded, dictionary.coder_id)
    run = execute(store, plan, compute_code, effort or Effort())
    store.record([run], at=now())
    units = units_of(store, splits)
    return _result(
        run,
        loaded,
        {"units": units, "codings": store.table(run.outputs[0])},
        dictionary.find_problems(single_batch(units)),
    )


def plan_code(splits: Iterable[Run], loaded: LoadedCodebook, coder_id: str) -> Run:
    """Plan to code the units of some splits with a dictionary."""
    return plan_run(
        "code",
        parameters={
            "coder": coder_id,
            "codebook": loaded.codebook.name,
            "codebook_version": loaded.codebook.version,
            "codebook_sha256": loaded.stored.sha256,
            "lexicons": {
                language: sha256_of(text.encode())
                for language, text in shipped_lexicons(loaded).items()
            },
        },
        parents=[split.run_id for split in splits],
        packages=("simplemma",),
    )


def compute_code(
    store: Store, plan: Run, effort: Effort
) -> Mapping[str, Iterable[pa.RecordBatch]]:
    """Code the units of a plan's parents with the codebook that it names."""
    if is_by_hand(plan):
        return code_by_hand(store, plan, effort)
    return {"codings": _codings(store, plan, effort)}


def _codings(store: Store, plan: Run, effort: Effort) -> Iterator[pa.RecordBatch]:
    """Yield the codings of a few thousand units a batch."""
    coder = load_dictionary_coder(codebook_of_run(store, plan))
    yield batch_from_rows([], CODINGS)
    parents = [run for run in map(store.run, plan.parents) if run is not None]
    for parent in parents:
        yield from map_batches(
            partial(code_batch, coder=coder),
            store.table(parent.outputs[0]).to_batches(max_chunksize=_UNITS_A_BATCH),
            processes=effort.processes,
            advance=effort.advance,
        )


def _result(
    run: Run,
    loaded: LoadedCodebook,
    tables: Mapping[str, pa.Table],
    problems: tuple[Problem, ...],
) -> CodeResult:
    """Count what was coded."""
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
        problems=problems,
        **share,
    )
