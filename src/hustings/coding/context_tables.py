"""Units with what stands around them, as Arrow tables: what coders are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    IntArray = NDArray[np.int64]

CONTEXT = pa.schema(
    [
        ("document", pa.string()),
        ("unit", pa.string()),
        ("start", pa.int64()),
        ("text", pa.large_string()),
        ("before", pa.large_string()),
        ("after", pa.large_string()),
        ("heading", pa.large_string()),
        ("language", pa.string()),
    ]
)
"""One row a unit, in reading order. `start` is where it stands in its document; the
columns `before` and `after` hold the units beside it, `heading` what the nearest
heading above says. Headings are no rows of their own: they are not coded."""


def context_table(units: pa.Table) -> pa.Table:
    """Put units into their context.

    Parameters
    ----------
    units : Table
        With the columns document, unit, block, kind, start, language and text; those of
        a document together, in reading order, headings among them.

    Returns
    -------
    Table
        Of `CONTEXT`.
    """
    units = units.combine_chunks()
    documents = _numbers(units["document"])
    is_heading = _bools(pc.equal(units["kind"], "heading"))
    kept = np.flatnonzero(~is_heading)
    above, headings = _headings_above(units, documents, is_heading)
    found = units.take(pa.array(kept))
    texts = found["text"].combine_chunks()
    columns = {
        **{name: found[name] for name in ("document", "unit", "start", "language")},
        "text": texts,
        "before": _beside(texts, documents[kept], -1),
        "after": _beside(texts, documents[kept], 1),
        "heading": _take(headings, above[kept]),
    }
    arrays = [columns[field.name].cast(field.type) for field in CONTEXT]
    return pa.table(arrays, schema=CONTEXT)


def with_target(units: pa.Table, target: str | None) -> pa.Table:
    """Let units that name no target be about one.

    Parameters
    ----------
    units : Table
        With or without a column target.
    target : str or None
        None leaves them as they are.

    Examples
    --------
    >>> units = pa.table({"unit": ["1", "2"], "target": ["trams", None]})
    >>> with_target(units, "a wealth tax")["target"].to_pylist()
    ['trams', 'a wealth tax']
    """
    if target is None:
        return units
    whole = pa.repeat(target, units.num_rows)
    if "target" not in units.column_names:
        return units.append_column("target", whole)
    named = units["target"].cast(pa.string())
    filled = pc.if_else(pc.fill_null(pc.equal(named, ""), True), whole, named)  # noqa: FBT003  # an Arrow function
    return units.set_column(units.column_names.index("target"), "target", filled)


def whole_documents(table: pa.Table, *, n_units: int) -> Iterator[pa.RecordBatch]:
    """Cut a table of units into batches that hold whole documents.

    Parameters
    ----------
    table : Table
        With a column document; rows of a document together.
    n_units : int
        A batch ends with the document in which it reaches as many.
    """
    table = table.combine_chunks()
    documents = _numbers(table["document"])
    ends = np.append(np.flatnonzero(np.diff(documents)) + 1, len(documents))
    start = 0
    for end in ends.tolist():
        if end - start >= n_units or (end == len(documents) and end > start):
            yield from table.slice(start, end - start).combine_chunks().to_batches()
            start = end


def _headings_above(
    units: pa.Table, documents: IntArray, is_heading: NDArray[np.bool_]
) -> tuple[IntArray, pa.Array]:
    """Give of each row the number of the heading above it, -1 for none, and the words.

    Units of one heading block are one heading.
    """
    rows = np.flatnonzero(is_heading)
    blocks = units["block"].take(pa.array(rows)).to_pylist()
    words = units["text"].take(pa.array(rows)).to_pylist()
    numbers = np.full(len(documents), -1)
    joined: list[str] = []
    last: tuple[int, str] | None = None
    for row, block, text in zip(rows.tolist(), blocks, words, strict=True):
        key = (int(documents[row]), block)
        if key == last:
            joined[-1] += f" {text}"
        else:
            joined.append(text)
        last = key
        numbers[row] = len(joined) - 1
    near = np.maximum.accumulate(np.where(is_heading, np.arange(len(documents)), -1))
    is_same = (near >= 0) & (documents[near] == documents)
    return np.where(is_same, numbers[near], -1), pa.array(joined, pa.large_string())


def _beside(texts: pa.Array, documents: IntArray, offset: int) -> pa.Array:
    """Give the text of the unit before or after in the same document."""
    rows = np.arange(len(documents))
    there = rows + offset
    inside = (there >= 0) & (there < len(rows))
    there = np.where(inside, there, 0)
    is_same = inside & (documents[there] == documents)
    return _take(texts, np.where(is_same, there, -1))


def _take(values: pa.Array, places: IntArray) -> pa.Array:
    """Take values by place; null where the place is -1."""
    return values.take(pa.array(places, pa.int64(), mask=places < 0))


def _numbers(column: pa.ChunkedArray) -> IntArray:
    """Give each value of a column its number, in order of appearance."""
    encoded = pc.dictionary_encode(column.combine_chunks())
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    return np.asarray(encoded.indices.to_numpy(zero_copy_only=False), np.int64)


def _bools(column: pa.ChunkedArray) -> NDArray[np.bool_]:
    filled = pc.fill_null(column, fill_value=False)
    return np.asarray(filled.to_numpy(), bool)
