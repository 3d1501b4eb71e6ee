"""The engine of one machine: DuckDB for SQL, workers for kernels.

Three functions, which every other engine has too: SQL over named tables, a kernel
over a table's batches, a kernel over a table's groups.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, TypeAlias

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from hustings.errors import WorkerDiedError
from hustings.outside.limits import Death
from hustings.outside.orders import make_order
from hustings.outside.sandbox import Crew

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future

    from hustings.outside.limits import Limits
    from hustings.outside.orders import Kernel, Order

StandIn: TypeAlias = "Callable[[pa.RecordBatch, Death], pa.RecordBatch]"
"""Gives what stands in for the answer to a batch, from why there is none."""

_CLOSED = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
"""DuckDB may neither open files nor fetch extensions: it sees the named tables only."""


def run_sql(
    query: str, tables: Mapping[str, pa.Table], parameters: Sequence[Any] = ()
) -> pa.Table:
    """Run one query over tables by name.

    Parameters
    ----------
    query : str
        SQL with ``?`` in place of values.
    tables : mapping of str to pyarrow.Table
        The names that the query may use.

    Examples
    --------
    >>> counts = pa.table({"code": ["504", "505", "504"]})
    >>> run_sql(
    ...     "select code, count(*) as n from t group by 1 order by 1", {"t": counts}
    ... ).to_pylist()
    [{'code': '504', 'n': 2}, {'code': '505', 'n': 1}]
    """
    with duckdb.connect(":memory:", config=dict(_CLOSED)) as connection:
        for name, table in tables.items():
            connection.register(name, table)
        return connection.sql(query, params=list(parameters)).to_arrow_table()


def map_batches(
    kernel: Kernel,
    batches: Iterable[pa.RecordBatch],
    *,
    processes: int = 1,
    limits: Limits | None = None,
    on_death: StandIn | None = None,
    advance: Callable[[int], None] | None = None,
) -> Iterator[pa.RecordBatch]:
    """Apply a kernel to each batch and yield the answers in the same order.

    Batches are taken from the iterable as workers become free, so a corpus larger
    than memory may stream through.

    Parameters
    ----------
    processes : int, default=1
        With one and no limits, the kernel runs in this process.
    limits : Limits, optional
        What a batch may cost; a worker that spends more is killed.
    on_death : function, optional
        What stands in for the answer where a worker died over a batch.
    advance : function, optional
        Called with the number of rows of each finished batch.

    Raises
    ------
    WorkerDiedError
        If a worker process died over a batch and `on_death` is not given.
    WorkerFailedError
        If the kernel, in a worker, was asked for something that it cannot do.
    """
    pairs: Iterator[tuple[pa.RecordBatch, pa.RecordBatch]]
    if processes == 1 and limits is None:
        pairs = ((batch, kernel(batch)) for batch in batches)
    else:
        order = make_order(kernel, limits)
        pairs = _map_in_workers(order, batches, processes, on_death)
    for batch, answer in pairs:
        if advance is not None:
            advance(batch.num_rows)
        yield answer


def map_groups(
    kernel: Kernel,
    table: pa.Table,
    key: str,
    *,
    processes: int = 1,
    advance: Callable[[int], None] | None = None,
) -> Iterator[pa.RecordBatch]:
    """Apply a kernel to the rows of each value of a column, values in sorted order."""
    return map_batches(
        kernel, group_batches(table, key), processes=processes, advance=advance
    )


def group_batches(table: pa.Table, key: str) -> list[pa.RecordBatch]:
    """Cut a table into one batch a value of a column; rows keep their order."""
    values = sorted(pc.unique(table[key]).to_pylist())
    return [
        single_batch(table.filter(pc.equal(table[key], pa.scalar(value))))
        for value in values
    ]


def single_batch(table: pa.Table) -> pa.RecordBatch:
    """Give a table's rows as one batch, also where it has none."""
    batches = table.combine_chunks().to_batches()
    if batches:
        return batches[0]
    return pa.RecordBatch.from_pylist([], schema=table.schema)


def _map_in_workers(
    order: Order,
    batches: Iterable[pa.RecordBatch],
    processes: int,
    on_death: StandIn | None,
) -> Iterator[tuple[pa.RecordBatch, pa.RecordBatch]]:
    """Yield each batch with its answer; at most two a worker are in flight."""
    flying: deque[tuple[pa.RecordBatch, Future[pa.RecordBatch | Death]]] = deque()
    with Crew(processes) as crew:
        for batch in batches:
            flying.append((batch, crew.submit(order, batch)))
            if len(flying) == 2 * processes:
                yield _land(*flying.popleft(), on_death)
        while flying:
            yield _land(*flying.popleft(), on_death)


def _land(
    batch: pa.RecordBatch,
    future: Future[pa.RecordBatch | Death],
    on_death: StandIn | None,
) -> tuple[pa.RecordBatch, pa.RecordBatch]:
    """Wait for an answer, or give what stands in for it."""
    answer = future.result()
    if not isinstance(answer, Death):
        return batch, answer
    if on_death is None:
        raise WorkerDiedError(n_rows=batch.num_rows)
    return batch, on_death(batch, answer)
