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

from hustings.errors import (
    UnknownUnitKindError,
    WorkerDiedError,
    WorkerFailedError,
)
from hustings.outside.engine.local import (
    group_batches,
    map_batches,
    map_groups,
    run_sql,
)
from hustings.outside.limits import Death, Limits
from hustings.outside.orders import Named
from hustings.outside.sandbox import end_workers, run_confined, start_ahead

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


def minus_one(batch: pa.RecordBatch, death: Death) -> pa.RecordBatch:
    assert death.cause == "crash"
    assert death.signal == "SIGKILL"
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
    (tmp_path / "slowly.py").write_text(
        "import os, sys, time\n"
        "def slow(batch, note):\n"
        "    open(note, 'w').write(str(os.getpid()))\n"
        "    time.sleep(60)\n"
        "    return batch\n",
        encoding="utf-8",
    )
    script = tmp_path / "asks.py"
    script.write_text(  # with no guard: a worker does not run it again
        "import functools, sys\n"
        "import pyarrow as pa\n"
        "from slowly import slow\n"
        "from hustings.outside.engine.local import map_batches\n"
        "batches = [pa.RecordBatch.from_pydict({'n': [n]}) for n in range(2)]\n"
        "kernel = functools.partial(slow, note=sys.argv[1])\n"
        "list(map_batches(kernel, batches, processes=2))\n",
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


def compute(batch: pa.RecordBatch) -> pa.RecordBatch:
    while batch.num_rows:
        pass
    return batch


def wait(batch: pa.RecordBatch) -> pa.RecordBatch:
    time.sleep(600)
    return batch


def hoard(batch: pa.RecordBatch) -> pa.RecordBatch:
    bytearray(500_000_000)
    return batch


def answer_much(batch: pa.RecordBatch) -> pa.RecordBatch:
    n_rows = batch.num_rows * 4_000_000
    return pa.RecordBatch.from_pydict({"number": [0] * n_rows})


def refuse(batch: pa.RecordBatch) -> pa.RecordBatch:
    kind = "verse" * batch.num_rows
    raise UnknownUnitKindError(kind=kind, known=["sentence"])


def divide(batch: pa.RecordBatch) -> pa.RecordBatch:
    return batch.slice(0, 1 // (batch.num_rows - 1))


def cause_of(kernel: Callable[[pa.RecordBatch], pa.RecordBatch]) -> str:
    (batch,) = one_a_batch([1])
    death = run_confined(kernel, batch, limits=Limits(seconds=1, megabytes=100))
    assert isinstance(death, Death)
    assert death.reason.isprintable()
    assert death.advice.endswith(".")
    return death.cause


@pytest.mark.skipif(sys.platform != "linux", reason="others lack some of the limits")
@pytest.mark.parametrize(
    ("kernel", "cause"),
    [(compute, "seconds"), (hoard, "megabytes"), (answer_much, "answer")],
)
def test_every_limit_has_its_own_line(
    kernel: Callable[[pa.RecordBatch], pa.RecordBatch], cause: str
) -> None:
    assert cause_of(kernel) == cause


def test_a_worker_that_only_waits_is_killed_at_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Limits, "patience", 1)
    assert cause_of(wait) == "patience"


def test_limits_hold_with_one_process_and_only_for_one_batch() -> None:
    def stand_in(batch: pa.RecordBatch, death: Death) -> pa.RecordBatch:
        assert death.cause == "crash"
        return batch.slice(0, 0)

    answers = map_batches(
        die_on_three, one_a_batch([1, 3, 4]), limits=Limits(), on_death=stand_in
    )
    assert numbers_of(answers) == [2, 8]


def test_mistakes_and_faults_of_a_worker_are_told_apart() -> None:
    (batch,) = one_a_batch([1])
    with pytest.raises(WorkerFailedError, match="'verse'"):
        run_confined(refuse, batch, limits=Limits())
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        run_confined(divide, batch, limits=Limits())
    assert numbers_of([run_confined(double, batch, limits=Limits())]) == [2]


def test_a_kernel_may_be_given_by_name() -> None:
    kernel = Named(module=__name__, function="double")
    assert numbers_of(map_batches(kernel, one_a_batch([4]), limits=Limits())) == [8]
    assert numbers_of(map_batches(kernel, one_a_batch([4]))) == [8]


def report_modules(batch: pa.RecordBatch) -> pa.RecordBatch:
    modules = [name in sys.modules for name in batch["module"].to_pylist()]
    return pa.RecordBatch.from_pydict({"is_there": modules})


@pytest.mark.parametrize("module", ["hustings.ingest.media", "hustings.no_such_module"])
def test_a_worker_may_be_started_before_its_first_order(module: str) -> None:
    end_workers()
    start_ahead(module)
    asked = pa.RecordBatch.from_pydict({"module": ["hustings.ingest.media"]})
    answer = run_confined(report_modules, asked, limits=Limits())
    assert isinstance(answer, pa.RecordBatch)
    assert answer["is_there"].to_pylist() == [module == "hustings.ingest.media"]
    assert numbers_of([run_confined(double, *one_a_batch([4]), limits=Limits())]) == [8]
    end_workers()
