"""Counting: from the tables of units and codings to counts.

The counting itself is SQL, so that the engine does it where the tables are; what
comes back is small.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hustings.scaling.counts import BlockCounts, Counts
from hustings.scaling.marpor import heading_codes

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

COUNT_SQL = """
SELECT
    units.document AS document,
    units.block AS block,
    codings.value AS code,
    count(*) AS n_units
FROM units
LEFT JOIN codings ON codings.unit = units.unit
WHERE units.kind <> 'heading'
GROUP BY units.document, units.block, codings.value
ORDER BY document, block, code
"""
"""Count units by document, block and code. Headings are no units of a scale.

`units` has the columns of `hustings.ingest.tables.UNITS`. `codings` has `unit` and
`value`: the current codings of **one** coder for **one** variable, at most one a
unit. A unit without a coding is counted under the code null.
"""


def block_counts_from_table(
    table: pa.Table,
    *,
    cases: Sequence[str] | None = None,
    codes: Sequence[str] | None = None,
) -> BlockCounts:
    """Turn the rows that `COUNT_SQL` gives into counts by block.

    Parameters
    ----------
    table : pyarrow.Table
        Columns document, block, code (null: no coding) and n_units.
    cases : sequence of str, optional
        All documents in the order wanted, so that one without units is not lost.
        Documents of the table that are not named follow in their order.
    codes : sequence of str, optional
        All codes of the variable in their order, so that a code nobody used has
        its column of zeros. Codes of the table that are not named follow.

    Returns
    -------
    BlockCounts
        Units coded as headings (see `heading_codes`) are left out.

    Examples
    --------
    >>> import pyarrow as pa
    >>> table = pa.table(
    ...     {
    ...         "document": ["d1", "d1", "d1"],
    ...         "block": ["b1", "b1", "b2"],
    ...         "code": ["401", None, "202"],
    ...         "n_units": [3, 1, 2],
    ...     }
    ... )
    >>> counts = block_counts_from_table(table)
    >>> counts.codes, counts.matrix.tolist(), counts.n_units.tolist()
    (('401', '202'), [[3.0, 0.0], [0.0, 2.0]], [4.0, 2.0])
    """
    found_codes = [code for code in table.column("code").to_pylist() if code]
    headings = heading_codes(dict.fromkeys(found_codes))
    rows = [
        (document, block, code or None, n)
        for document, block, code, n in zip(
            *(
                table.column(name).to_pylist()
                for name in ("document", "block", "code", "n_units")
            ),
            strict=True,
        )
        if code not in headings
    ]
    all_cases = tuple(dict.fromkeys((*(cases or ()), *(row[0] for row in rows))))
    named = (*(codes or ()), *(row[2] for row in rows if row[2] is not None))
    return _block_counts(rows, all_cases, tuple(dict.fromkeys(named)))


def counts_from_table(
    table: pa.Table,
    *,
    cases: Sequence[str] | None = None,
    codes: Sequence[str] | None = None,
) -> Counts:
    """Turn the rows that `COUNT_SQL` gives into counts by document.

    Takes what `block_counts_from_table` takes and adds up the blocks.

    Examples
    --------
    >>> import pyarrow as pa
    >>> table = pa.table(
    ...     {
    ...         "document": ["d1", "d1"],
    ...         "block": ["b1", "b2"],
    ...         "code": ["401", "401"],
    ...         "n_units": [3, 2],
    ...     }
    ... )
    >>> counts_from_table(table, codes=["202", "401"]).matrix.tolist()
    [[0.0, 5.0]]
    """
    return block_counts_from_table(table, cases=cases, codes=codes).to_counts()


def _block_counts(
    rows: Sequence[tuple[str, str, str | None, int]],
    cases: tuple[str, ...],
    codes: tuple[str, ...],
) -> BlockCounts:
    """Put rows of document, block, code and count into arrays."""
    blocks = {key: i for i, key in enumerate(dict.fromkeys(row[:2] for row in rows))}
    columns = {code: j for j, code in enumerate(codes)}
    indices = {case: i for i, case in enumerate(cases)}
    matrix = np.zeros((len(blocks), len(codes)))
    n_units = np.zeros(len(blocks))
    for document, block, code, n in rows:
        i = blocks[document, block]
        n_units[i] += n
        if code is not None:
            matrix[i, columns[code]] += n
    case_of_block = np.array([indices[document] for document, _ in blocks], np.int64)
    return BlockCounts(
        cases=cases,
        codes=codes,
        matrix=matrix,
        n_units=n_units,
        case_of_block=case_of_block,
    )
