"""Worker processes that can be killed.

A worker is a Python of its own with nothing of ours but the pipes to it. It imports
what its first order needs, is kept for later ones, and ends with this process. Unlike
multiprocessing it never runs the caller's own script a second time, so that a script
or a notebook may read a file in its first line.
"""

from __future__ import annotations

import atexit
import json
import os
import pickle
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Lock, Timer
from typing import IO, TYPE_CHECKING, Any, Self, cast

from hustings.errors import WorkerFailedError
from hustings.outside.limits import Death
from hustings.outside.orders import make_order, read_batch, write_batch

if TYPE_CHECKING:
    from concurrent.futures import Future

    import pyarrow as pa

    from hustings.outside.limits import Limits
    from hustings.outside.orders import Kernel, Order

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from hustings.outside.confinement import main; main(sys.argv[2:])"
)
_LAST_WAIT = 5.0
"""Seconds for a worker whose pipe has closed to be gone."""


class Worker:
    """One process that takes orders, one at a time.

    Parameters
    ----------
    module : str, optional
        What its first order will lean on; imported before that order comes.
    """

    def __init__(self, module: str | None = None) -> None:
        self._is_late = False
        self._is_closed = False
        self._owes = False
        self._process = subprocess.Popen(  # noqa: S603  # this Python, no shell
            # -P, and no "" in the path: the folder we are in may hold anything
            [
                sys.executable,
                "-P",
                "-c",
                _START,
                _path(),
                *([module] if module else []),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Arrow's own allocators take memory in advance, which would be counted
            env={**os.environ, "ARROW_DEFAULT_MEMORY_POOL": "system"},
            start_new_session=os.name == "posix",  # killed with what it has called
        )

    @property
    def is_free(self) -> bool:
        """Whether it can take another order: it lives, and owes no answer."""
        is_gone = self._is_closed or self._process.poll() is not None
        return not is_gone and not self._owes

    def ask(self, order: Order, batch: pa.RecordBatch) -> pa.RecordBatch | Death:
        """Have an order carried out on a batch.

        Raises
        ------
        WorkerFailedError
            If the kernel was asked for something that it cannot do.
        RuntimeError
            If the kernel has a fault; the message is its traceback.
        """
        alarm = Timer(order.limits.patience, self._give_up) if order.limits else None
        try:
            if alarm is not None:
                alarm.daemon = True
                alarm.start()
            said, answer = self._exchange(order, batch)
        except (OSError, EOFError, ValueError):
            return self._find_death(order.limits)
        finally:
            if alarm is not None:
                alarm.cancel()
        return answer if answer is not None else _explain(said, order.limits)

    def _exchange(
        self, order: Order, batch: pa.RecordBatch
    ) -> tuple[dict[str, Any], pa.RecordBatch | None]:
        """Send an order, and take its line and its answer."""
        orders = cast("IO[bytes]", self._process.stdin)
        answers = cast("IO[bytes]", self._process.stdout)
        self._owes = True
        pickle.dump(order, orders)
        write_batch(batch, orders)
        orders.flush()
        said: dict[str, Any] = json.loads(answers.readline())
        answer = read_batch(answers) if said["kind"] == "done" else None
        self._owes = False
        if said["ends"]:
            self.close()
        return said, answer

    def _give_up(self) -> None:
        self._is_late = True
        self.end()

    def _find_death(self, limits: Limits | None) -> Death:
        """Say why the worker is gone; one that only talks nonsense is ended."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_LAST_WAIT)
        self.close()
        number = -(self._process.returncode or 0)
        if self._is_late:
            return Death(cause="patience", limits=limits)
        if number == getattr(signal, "SIGXCPU", None):
            return Death(cause="seconds", limits=limits)
        name = signal.Signals(number).name if number > 0 else ""
        return Death(cause="crash", limits=limits, signal=name)

    def end(self) -> None:
        """Kill it with all that it has called; whoever waits for its answer closes."""
        if not hasattr(os, "killpg"):
            self._process.kill()
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def close(self) -> None:
        """Kill it, wait until it is gone, and let its pipes go."""
        if self._is_closed:
            return
        self._is_closed = True
        self.end()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # words for it that it did not take
                cast("IO[bytes]", pipe).close()


def _path() -> str:
    """Tell a worker where to import from."""
    return json.dumps([*filter(None, sys.path)])


def _explain(said: dict[str, Any], limits: Limits | None) -> Death:
    """Turn a line without an answer into what it stands for."""
    if said["kind"] == "mistake":
        raise WorkerFailedError(words=said["words"])
    if said["kind"] == "fault":
        raise RuntimeError(said["words"])
    return Death(cause=said["kind"], limits=limits)


_idle: list[Worker] = []
"""Workers kept for the next order: starting one takes longer than reading a page."""


def start_ahead(module: str, *, n_workers: int = 1) -> None:
    """Start workers that import a module while this process does something else."""
    _idle.extend(Worker(module) for _ in range(n_workers))


def _take_worker() -> Worker:
    """Take a kept worker, or start one."""
    while True:
        try:
            worker = _idle.pop()
        except IndexError:
            return Worker()
        if worker.is_free:
            return worker
        worker.close()


def run_confined(
    kernel: Kernel, batch: pa.RecordBatch, *, limits: Limits
) -> pa.RecordBatch | Death:
    """Run a kernel on one batch in a worker, and wait for it.

    Raises
    ------
    WorkerFailedError
        If the kernel was asked for something that it cannot do.
    """
    worker = _take_worker()
    try:
        return worker.ask(make_order(kernel, limits), batch)
    finally:
        _keep(worker)


def _keep(worker: Worker) -> None:
    """Keep a worker that can take another order."""
    if worker.is_free:
        _idle.append(worker)
    else:
        worker.close()


class Crew:
    """Workers that take orders side by side, in threads that only wait for them."""

    def __init__(self, n_workers: int) -> None:
        self._threads = ThreadPoolExecutor(n_workers)
        self._busy: set[Worker] = set()
        self._lock = Lock()
        self._is_over = False

    def submit(
        self, order: Order, batch: pa.RecordBatch
    ) -> Future[pa.RecordBatch | Death]:
        """Hand an order to the next worker that is free."""
        return self._threads.submit(self._carry_out, order, batch)

    def _carry_out(self, order: Order, batch: pa.RecordBatch) -> pa.RecordBatch | Death:
        worker = _take_worker()
        with self._lock:
            if self._is_over:
                worker.end()
            self._busy.add(worker)
        try:
            return worker.ask(order, batch)
        finally:
            with self._lock:
                self._busy.remove(worker)
            if self._is_over:
                worker.close()
            _keep(worker)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Let nobody work for nothing: what is still busy is ended."""
        with self._lock:
            self._is_over = True
            for worker in self._busy:
                worker.end()
        self._threads.shutdown(cancel_futures=True)


def end_workers() -> None:
    """End the workers that are kept."""
    while _idle:
        _idle.pop().close()


atexit.register(end_workers)
if hasattr(os, "register_at_fork"):  # a forked child has no part in the pipes
    os.register_at_fork(after_in_child=_idle.clear)
