"""Documents that have words and no units: splitting them met its limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hustings.model.document import KINDS_WITHOUT_UNITS, Problem
from hustings.workflow.current import read_runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hustings.store.project import Store


def tell_unsplit(store: Store, names: Mapping[str, str]) -> Iterator[Problem]:
    """Tell of documents without units whether there is nothing to code in them.

    Parameters
    ----------
    names : mapping of str to str
        By the id of each document that has no units, its name.
    """
    for run in read_runs(store) if names else ():
        rows = store.table(run.outputs[0], ["document", "text", "blocks"])
        for batch in rows.to_batches(max_chunksize=1):
            for row in batch.to_pylist() if _holds(batch, names) else ():
                yield _tell(names[row["document"]], row)


def _holds(batch: Any, names: Mapping[str, str]) -> bool:  # noqa: ANN401  # Arrow
    return not names.keys().isdisjoint(batch.column("document").to_pylist())


def _tell(name: str, row: Mapping[str, Any]) -> Problem:
    if not any(_has_words(row["text"], block) for block in row["blocks"]):
        message = f"{name}: there is nothing to code."
        return Problem(kind="no units", message=message)
    message = (
        f"{name}: it has words but no units: splitting it met the limits of time or "
        "memory. Split again into what costs less: hustings split --into sentence; or "
        "divide the file and read its parts."
    )
    return Problem(kind="not split", message=message)


def _has_words(text: str, block: Mapping[str, Any]) -> bool:
    """Say whether a block may hold units, and has words."""
    words = text[block["start"] : block["end"]]
    return block["kind"] not in KINDS_WITHOUT_UNITS and any(map(str.isalnum, words))
