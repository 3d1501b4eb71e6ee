from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pytest

from hustings.errors import WorkerDiedError
from hustings.outside.engine.local import (
    group_batches,
    map_batches,
    map_groups,
    run_sql,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NUMBERS = pa.table({"group": ["b", "a", "b"], "number": [1, 2, 3]})


def double(batch: pa.RecordBatch) -> pa.RecordBatch:
    numbers = [2 * n for n in batch["number"].to_pylist()]
    return pa.RecordBatch.from_pydict({"number": numbers})


def die_on_three(batch: pa.RecordBatch) -> pa.RecordBatch:
    if 3 in batch["number"].to_pylist():
        os.kill(os.getpid(), signal.SIGKILL)
    return double(batch)


def minus_one(batch: pa.RecordBatch) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict({"number": [-1] * batch.num_rows})


def one_a_batch(numbers: list[int]) -> list[pa.RecordBatch]:
    return [pa.RecordBatch.from_pydict({"number": [n]}) for n in numbers]


def numbers_of(answers: object) -> list[int]:
    return [n for batch in answers for n in batch["number"].to_pylist()]  # type: ignore[attr-defined]  # any iterable of batches


def test_sql_sees_the_named_tables_and_takes_parameters() -> None:
    answer = run_sql(
        'select sum(number)::bigint as total from t where "group" = ?',
        {"t": NUMBERS},
        ["b"],
    )
    assert answer.to_pylist() == [{"total": 4}]


def test_sql_cannot_open_files() -> None:
    with pytest.raises(duckdb.Error, match="disabled"):
        run_sql("select * from read_csv('/etc/hostname')", {})


@pytest.mark.parametrize("processes", [1, 2])
def test_answers_come_in_the_order_of_the_batches(processes: int) -> None:
    batches = one_a_batch(list(range(9)))
    answers = map_batches(double, batches, processes=processes)
    assert numbers_of(answers) == [0, 2, 4, 6, 8, 10, 12, 14, 16]


def test_groups_are_sorted_and_keep_the_order_of_their_rows() -> None:
    assert [
        batch["number"].to_pylist() for batch in group_batches(NUMBERS, "group")
    ] == [
        [2],
        [1, 3],
    ]
    assert numbers_of(map_groups(double, NUMBERS, "group")) == [4, 2, 6]


def test_advance_counts_rows() -> None:
    seen: list[int] = []
    list(map_batches(double, one_a_batch([1, 2]), advance=seen.append))
    assert seen == [1, 1]


def test_a_dead_worker_costs_its_own_batch_only() -> None:
    answers = map_batches(
        die_on_three, one_a_batch([1, 2, 3, 4, 5, 6]), processes=2, on_death=minus_one
    )
    assert numbers_of(answers) == [2, 4, -1, 8, 10, 12]


def test_a_dead_worker_is_an_error_where_nothing_stands_in() -> None:
    answers = map_batches(die_on_three, one_a_batch([1, 3]), processes=2)
    with pytest.raises(WorkerDiedError, match="memory ran out"):
        list(answers)


def test_workers_end_with_the_process_that_asked_for_them(tmp_path: Path) -> None:
    script = tmp_path / "asks.py"
    script.write_text(
        "import os, sys, time\n"
        "import pyarrow as pa\n"
        "from hustings.outside.engine.local import map_batches\n"
        "def slow(batch):\n"
        "    open(sys.argv[1], 'w').write(str(os.getpid()))\n"
        "    time.sleep(60)\n"
        "    return batch\n"
        "if __name__ == '__main__':\n"
        "    batches = [pa.RecordBatch.from_pydict({'n': [n]}) for n in range(2)]\n"
        "    list(map_batches(slow, batches, processes=2))\n",
        encoding="utf-8",
    )
    note = tmp_path / "worker"
    asking = subprocess.Popen([sys.executable, script, note])  # noqa: S603  # our own
    wait_until(lambda: note.exists() and note.read_text(encoding="utf-8") != "")
    asking.kill()
    asking.wait()
    worker = int(note.read_text(encoding="utf-8"))
    wait_until(lambda: not is_alive(worker))


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)
