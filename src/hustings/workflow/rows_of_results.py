"""The rows of the tables of positions, words, agreement, runs and problems."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from hustings.workflow.agreeing import rows_of_run
from hustings.workflow.agreeing_on_claims import OF_CLAIMS
from hustings.workflow.current import latest_scales, scale_runs
from hustings.workflow.rows_of_codings import to_json
from hustings.workflow.scaled_cases import has_table, positions_of, table_of
from hustings.workflow.scaling_actors import is_by_actor
from hustings.workflow.scaling_corrections import correction_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.rows_of_texts import Exported

_SHARES = "sources"
_OF_CODES = ("coder", "codebook", "variable")
"""Parameters that only scales from codes have."""


def position_rows(exported: Exported) -> Iterator[dict[str, object]]:
    """Yield the rows of the table positions."""
    for run in latest_scales(exported.store):
        parameters: Any = run.parameters
        is_actor = is_by_actor(run)
        methods = _methods(exported.store, run)
        coder = str(parameters.get("coder") or "")
        for position in positions_of(exported.store, run):
            document = exported.documents.get(position.case)
            shares = position.sources or {}
            method = methods.get((position.case, position.code))
            yield {
                **{key: one for key, one in asdict(position).items() if key != _SHARES},
                **{f"from_{source}": share for source, share in shares.items()},
                **{name: parameters.get(name) for name in _OF_CODES},
                "run": run.run_id,
                "interval": parameters.get("interval"),
                "correction": correction_of(coder, method),
                "document": None if is_actor else position.case,
                "actor": position.case if is_actor else document and document.actor,
                "date": document and document.date,
            }


def _methods(store: Store, run: Run) -> dict[tuple[str, str | None], str]:
    """Return how each position's codings were corrected, where some were."""
    if not has_table(run, "bases"):
        return {}
    rows = table_of(store, run, "bases").to_pylist()
    return {(row["case"], row["code"]): row["method"] for row in rows}


def word_rows(exported: Exported) -> Iterator[dict[str, object]]:
    """Yield the rows of the table words: what drives each scale from words."""
    for run in scale_runs(exported.store):
        if has_table(run, "words"):
            named = {"run": run.run_id, "scale": run.parameters["scale"]}
            for row in table_of(exported.store, run, "words").to_pylist():
                yield {**named, **row}


def agreement_rows(exported: Exported) -> Iterator[dict[str, object]]:
    """Yield the rows of the latest measurement of agreement, if there is one."""
    for run in _latest_agree(exported.store):
        for row in rows_of_run(exported.store, run):
            yield {**row, "run": run.run_id}


def _latest_agree(store: Store) -> list[Run]:
    """Return the latest run that compared what people coded, if there is one."""
    return [
        run
        for run in store.runs()
        if run.step == "agree"
        and "machine" not in run.parameters
        and OF_CLAIMS not in run.parameters
    ][-1:]


def run_rows(exported: Exported) -> Iterator[dict[str, object]]:
    """Yield the rows of the table runs."""
    for run in exported.store.runs():
        yield {
            "run": run.run_id,
            "step": run.step,
            "started": run.started,
            "parameters": to_json(dict(run.parameters)),
            "inputs": to_json(run.inputs),
            "parents": to_json(run.parents),
            "versions": to_json(dict(run.versions)),
            "outputs": to_json([asdict(output) for output in run.outputs]),
        }


def problem_rows(exported: Exported) -> Iterator[dict[str, object]]:
    """Yield the rows of the table problems."""
    for stored in exported.stored:
        for problem in exported.documents[stored.document_id].problems:
            yield {
                **asdict(problem),
                "run": stored.run_id,
                "step": "read",
                "document": stored.document_id,
                "name": stored.name,
            }
    yield from _failures(exported)
    for run in [*scale_runs(exported.store), *_latest_agree(exported.store)]:
        table = _output(exported.store, run, "problems")
        for row in table.to_pylist() if table is not None else ():
            yield {**row, "run": run.run_id, "step": run.step}


def _failures(exported: Exported) -> Iterator[dict[str, object]]:
    """Yield the files that could not be read and have not been read since."""
    read = {one.name for one in exported.stored}
    latest = {one.name: one for one in exported.store.failures()}
    for name, failure in latest.items():
        if name not in read:
            yield {
                "run": failure.run_id,
                "step": "read",
                "name": name,
                "kind": "unreadable file",
                "message": failure.message,
            }


def _output(store: Store, run: Run, name: str) -> pa.Table | None:
    found = next((one for one in run.outputs if one.table == name), None)
    return None if found is None else store.table(found)
