"""Tables of codings, read in a process of their own: a hostile one can be killed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from hustings.errors import UnreadableFileError
from hustings.exchange.table_codings import (
    ReadCodings,
    codings_of_batch,
)
from hustings.ingest.tables import SOURCES, batch_from_rows
from hustings.model.document import Problem
from hustings.outside.limits import Death, Limits
from hustings.outside.orders import Named
from hustings.outside.sandbox import run_confined

if TYPE_CHECKING:
    from collections.abc import Mapping

Form: TypeAlias = Literal["table", "manifesto", "doccano", "label-studio"]
FORMS: tuple[Form, ...] = ("table", "manifesto", "doccano", "label-studio")
"""What tables of codings can be; told by their content where nobody says."""

PROBLEMS = b"problems"
"""Under which a batch of codings carries what was odd about its table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReading:
    """How a table of codings is to be read.

    Attributes
    ----------
    form : str or None
        One of `FORMS`; None to tell it by the content.
    columns : mapping of str to str
        By role the name of its column; see `hustings.exchange.coding_columns`.
    variables : tuple of str
        Those of the codebook.
    worksheet : str or None
        Of a workbook with several.
    """

    form: Form | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    variables: tuple[str, ...] = ()
    worksheet: str | None = None


def read_codings(
    content: bytes, *, name: str, reading: TableReading, limits: Limits | None = None
) -> ReadCodings:
    """Read a table of codings in a process of its own.

    Raises
    ------
    WorkerFailedError
        With the reader's message, if the table cannot be read.
    UnreadableFileError
        If reading it costs more than it may.
    """
    kernel = Named(
        module="hustings.workflow.coding_readers",
        function="codings_of_source",
        options={"reading": reading},
    )
    source = batch_from_rows([{"name": name, "content": content}], SOURCES)
    found = run_confined(kernel, source, limits=limits or Limits())
    if isinstance(found, Death):
        raise UnreadableFileError(
            name=name,
            reason=found.reason,
            advice="Save the rows that are needed as CSV in UTF-8.",
        )
    told = json.loads((found.schema.metadata or {}).get(PROBLEMS, b"[]"))
    return ReadCodings(
        codings=tuple(codings_of_batch(found)),
        problems=tuple(Problem(**one) for one in told),
    )
