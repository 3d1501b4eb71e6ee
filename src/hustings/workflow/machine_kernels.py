"""The kernels by which coders code, in this process or in a worker."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from hustings.outside.files import read_file
from hustings.workflow.machine_models import coders_from_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.coding.coders import Coder


def code_with_model(batch: pa.RecordBatch, *, path: str) -> pa.RecordBatch:
    """Code units in context with the coder in a file.

    Parameters
    ----------
    batch : RecordBatch
        Of `hustings.coding.context_tables.CONTEXT`, whole documents.
    path : str
        Of the file, whose content never changes: it is named by its hash.

    Returns
    -------
    RecordBatch
        As `code_side_by_side`.
    """
    return code_side_by_side(batch, coders=_coders(path))


def code_side_by_side(
    batch: pa.RecordBatch, *, coders: Mapping[str, Coder]
) -> pa.RecordBatch:
    """Code units in context on several variables.

    Returns
    -------
    RecordBatch
        A column a variable, each a struct of `hustings.coding.coders.CODED`.
    """
    answers = [one.code(batch).to_struct_array() for one in coders.values()]
    return pa.RecordBatch.from_arrays(answers, names=list(coders))


@lru_cache(maxsize=2)
def _coders(path: str) -> Mapping[str, Coder]:
    """Open a coder once for all batches."""
    file = Path(path)
    return coders_from_bytes(read_file(file), name=file.name)
