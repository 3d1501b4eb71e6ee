"""A coder's answers as bytes: one JSON object a line, the same bytes for the same ones.

The keys of a line are unit, variable, value, probability, probabilities and evidence. A
unit that could not be coded stands there with the value null.
"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pj

from hustings.coding.coders import CODED
from hustings.errors import AnswersFileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_LINES = CODED.append(pa.field("variable", pa.string()))
_BLOCK = 1 << 24
_DECIMALS = 9
"""Probabilities are kept to as many: what a float of 32 bits holds, in few bytes."""


def answers_to_bytes(answers: Mapping[str, pa.Table]) -> bytes:
    """Write answers by variable, each a table of `CODED`.

    Examples
    --------
    >>> from hustings.coding.coders import coded_batch
    >>> one = coded_batch(
    ...     ["u1"], ["tax"], probability=[0.9], probabilities=[None], evidence=[[]]
    ... )
    >>> print(answers_to_bytes({"topic": pa.table(one)}).decode())
    {"evidence":[],"probabilities":null,"probability":0.9,"unit":"u1",...}
    <BLANKLINE>
    """
    written = io.BytesIO()
    for variable, table in answers.items():
        for line in _lines(variable, table):
            written.write(line)
    return written.getvalue()


def answers_from_bytes(content: bytes) -> dict[str, pa.Table]:
    """Read what `answers_to_bytes` wrote.

    Raises
    ------
    AnswersFileError
        If these are no answers.
    """
    if not content:
        return {}
    longest = max(map(len, content.split(b"\n"))) + 1
    try:
        table = pj.read_json(
            io.BytesIO(content),
            read_options=pj.ReadOptions(block_size=max(_BLOCK, longest)),
            parse_options=pj.ParseOptions(explicit_schema=_LINES),
        )
        table = table.select(_LINES.names).cast(_LINES)
    except (pa.ArrowException, KeyError) as error:
        raise AnswersFileError from error
    return {
        variable: _of_variable(table, variable)
        for variable in pc.unique(table["variable"]).to_pylist()
    }


def _of_variable(table: pa.Table, variable: str) -> pa.Table:
    kept = table.filter(pc.equal(table["variable"], variable))
    return kept.select(CODED.names).cast(CODED)


def _lines(variable: str, table: pa.Table) -> Iterator[bytes]:
    for batch in table.to_batches(max_chunksize=10_000):
        for row in _rounded(batch.to_pylist()):
            row["variable"] = variable
            text = json.dumps(
                row, sort_keys=True, ensure_ascii=False, separators=(",", ":")
            )
            yield text.encode() + b"\n"


def _rounded(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        if row["probability"] is not None:
            row["probability"] = round(row["probability"], _DECIMALS)
        if row["probabilities"] is not None:
            row["probabilities"] = [round(p, _DECIMALS) for p in row["probabilities"]]
        row["evidence"] = row["evidence"] or []
        yield row
