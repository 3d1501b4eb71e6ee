"""The engine of one machine: DuckDB for SQL, a pool of processes for kernels.

Three functions, which every other engine has too: SQL over named tables, a kernel
over a table's batches, a kernel over a table's groups.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeAlias

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from hustings.errors import WorkerDiedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from multiprocessing.process import BaseProcess

Kernel: TypeAlias = "Callable[[pa.RecordBatch], pa.RecordBatch]"
"""A pure function of module level (or a frozen record with `__call__`)."""

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
    on_death: Kernel | None = None,
    advance: Callable[[int], None] | None = None,
) -> Iterator[pa.RecordBatch]:
    """Apply a kernel to each batch and yield the answers in the same order.

    Batches are taken from the iterable as workers become free, so a corpus larger
    than memory may stream through.

    Parameters
    ----------
    processes : int, default=1
        With one, the kernel runs in this process.
    on_death : kernel, optional
        What stands in for the answer where a worker process died over a batch.
    advance : function, optional
        Called with the number of rows of each finished batch.

    Raises
    ------
    WorkerDiedError
        If a worker process died over a batch and `on_death` is not given.
    """
    pairs = (
        ((batch, kernel(batch)) for batch in batches)
        if processes == 1
        else _map_in_pools(kernel, iter(batches), processes, on_death)
    )
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


def _map_in_pools(
    kernel: Kernel,
    batches: Iterator[pa.RecordBatch],
    processes: int,
    on_death: Kernel | None,
) -> Iterator[tuple[pa.RecordBatch, pa.RecordBatch]]:
    """Yield each batch with its answer, starting a new pool after a death.

    A dead worker breaks the whole pool and does not say over which batch. The
    batches in flight are then tried again, each in a pool of its own.
    """
    flying: deque[tuple[pa.RecordBatch, Future[pa.RecordBatch]]] = deque()
    is_over = False
    while not is_over:
        try:
            yield from _map_until_death(kernel, batches, processes, flying)
            is_over = True
        except BrokenProcessPool:
            while flying:
                batch, _ = flying.popleft()
                yield batch, _map_alone(kernel, batch, on_death)


def _map_until_death(
    kernel: Kernel,
    batches: Iterator[pa.RecordBatch],
    processes: int,
    flying: deque[tuple[pa.RecordBatch, Future[pa.RecordBatch]]],
) -> Iterator[tuple[pa.RecordBatch, pa.RecordBatch]]:
    """Keep at most twice as many batches in flight as there are workers."""
    with _pool(processes) as pool:
        for batch in batches:
            flying.append((batch, _submit(pool, kernel, batch)))
            if len(flying) == 2 * processes:
                yield flying[0][0], flying[0][1].result()
                flying.popleft()
        while flying:
            yield flying[0][0], flying[0][1].result()
            flying.popleft()


def _submit(
    pool: ProcessPoolExecutor, kernel: Kernel, batch: pa.RecordBatch
) -> Future[pa.RecordBatch]:
    """Hand a batch to the pool; a pool already broken answers through the future."""
    try:
        return pool.submit(kernel, batch)
    except BrokenProcessPool as error:
        future: Future[pa.RecordBatch] = Future()
        future.set_exception(error)
        return future


def _map_alone(
    kernel: Kernel, batch: pa.RecordBatch, on_death: Kernel | None
) -> pa.RecordBatch:
    """Try one batch in a process of its own."""
    try:
        with _pool(1) as pool:
            return pool.submit(kernel, batch).result()
    except BrokenProcessPool:
        if on_death is None:
            raise WorkerDiedError(n_rows=batch.num_rows) from None
        return on_death(batch)


def _pool(processes: int) -> ProcessPoolExecutor:
    """Start workers from a clean server process: forking threads is unsafe."""
    method = (
        "forkserver"
        if "forkserver" in multiprocessing.get_all_start_methods()
        else "spawn"
    )
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(["pyarrow", "hustings.outside.engine.local"])
    return ProcessPoolExecutor(
        max_workers=processes, mp_context=context, initializer=_end_with_parent
    )


def _end_with_parent() -> None:
    """End this worker when the process that asked for it is gone.

    A killed parent cannot say good-bye, and its workers would wait for ever.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_wait_and_end, args=(parent,), daemon=True).start()


def _wait_and_end(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
