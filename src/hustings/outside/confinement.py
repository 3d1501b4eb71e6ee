"""The worker's side: run one order after the other, each within its limits.

Linux keeps all limits. Other systems keep those they know of: macOS that of time,
Windows none; what remains there is the clock of whoever asked.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
import select
import signal
import sys
import traceback
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import IO, TYPE_CHECKING, Any

from hustings.errors import HustingsError
from hustings.outside.orders import Order, read_batch, write_batch

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from hustings.outside.limits import Limits
    from hustings.outside.orders import Kernel

_LARGEST_GROWTH = 400_000_000
"""Bytes that a worker may keep from one batch to the next; above, it is replaced."""
_LARGEST_FILE = 200_000_000
"""Bytes; what tells languages unpacks its model through a temporary file."""
_LONGEST_LINE = 4000
_NEW_OBJECTS = 50_000
"""More are made before Python looks for cycles than it would wait for: documents are
millions of small objects without cycles, and looking took a twentieth of the time."""


def main(modules: Sequence[str] = ()) -> None:
    """Answer orders from standard input on standard output until the other side ends.

    No word of a library reaches either: they are put aside first. `modules` are
    imported before the first order comes.
    """
    orders, answers = _take(0, "rb"), _take(1, "wb")
    _end_with_parent(orders.fileno())
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    kernels: dict[bytes, Kernel] = {}
    at_first = _memory()
    gc.set_threshold(_NEW_OBJECTS, 20, 100)
    for module in modules:
        with suppress(Exception):  # the order that needs it will tell
            import_module(module)
    while True:
        try:
            order: Order = pickle.load(orders)  # noqa: S301  # from our own parent
        except EOFError:
            return
        _answer(order, kernels, orders, answers, at_first)


def _take(descriptor: int, mode: str) -> IO[Any]:
    """Keep a pipe for ourselves, and put nothing in its place."""
    kept = os.fdopen(os.dup(descriptor), mode)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, descriptor)
    os.close(nothing)
    return kept


def _answer(
    order: Order,
    kernels: dict[bytes, Kernel],
    orders: IO[bytes],
    answers: IO[bytes],
    at_first: int,
) -> None:
    """Run one order, and end this worker where it has grown too large to go on."""
    try:
        answer, line = _run(order, kernels, read_batch(orders))
    except MemoryError:
        answer, line = None, {"kind": "megabytes", "ends": True}
    line["ends"] = line.get("ends") or _memory() > at_first + _LARGEST_GROWTH
    answers.write(json.dumps(line).encode() + b"\n")
    if answer is not None:
        write_batch(answer, answers)
    answers.flush()
    if line["ends"]:
        os._exit(0)


def _run(
    order: Order, kernels: dict[bytes, Kernel], batch: pa.RecordBatch
) -> tuple[pa.RecordBatch | None, dict[str, Any]]:
    """Give the answer, and the line that stands before it or in its place."""
    try:
        if order.kernel not in kernels:
            kernels.clear()
            kernels[order.kernel] = order.load()
        with _confined(order.limits):
            answer = kernels[order.kernel](batch)
    except HustingsError as error:
        return None, {"kind": "mistake", "words": str(error)[:_LONGEST_LINE]}
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # told to the other side
        return None, {"kind": "fault", "words": traceback.format_exc()[-_LONGEST_LINE:]}
    if order.limits is not None and answer.nbytes > order.limits.largest_answer:
        return None, {"kind": "answer", "ends": True}
    return answer, {"kind": "done"}


@contextmanager
def _confined(limits: Limits | None) -> Iterator[None]:
    """Let the kernel spend no more than it may."""
    if limits is None or resource is None:
        yield
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + 1 + limits.seconds
    _limit(resource.RLIMIT_CPU, seconds)
    _limit(resource.RLIMIT_FSIZE, _LARGEST_FILE)
    if sys.platform == "linux":
        _limit(resource.RLIMIT_DATA, _memory() + limits.megabytes * 1_000_000)
    try:
        yield
    finally:
        for kind in (resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_DATA):
            _limit(kind, resource.RLIM_INFINITY)


def _limit(kind: int, most: int) -> None:
    """Set a limit that can be raised again, as far as the system's own allows."""
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        most = hard if most == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, hard))


def _memory() -> int:
    """Return the bytes that this process may write to, as Linux counts its limit."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[5]
    except OSError:  # not Linux
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _end_with_parent(orders: int) -> None:
    """End this worker, and what it has called, when the other side is gone.

    A killed parent cannot say good-bye, and its workers would go on for nobody.
    """
    if hasattr(select, "poll"):
        Thread(target=_wait_and_end, args=(orders,), daemon=True).start()


def _wait_and_end(orders: int) -> None:
    waiting = select.poll()
    waiting.register(orders, 0)  # which leaves only that nobody writes any more
    waiting.poll()
    os.killpg(0, signal.SIGKILL)
