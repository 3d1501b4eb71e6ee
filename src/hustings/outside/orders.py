"""What a worker is asked to do: a kernel, what it may cost, and the batch that follows.

A worker and whoever asks it talk over two pipes. There goes the order, pickled, and
after it the batch as an Arrow stream; back comes one line of JSON and, after it, the
answer as an Arrow stream. So nothing that a worker says is ever unpickled.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from typing import IO, TYPE_CHECKING, Any, TypeAlias

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hustings.outside.limits import Limits

Kernel: TypeAlias = "Callable[[pa.RecordBatch], pa.RecordBatch]"
"""A pure function of module level (or a frozen record with `__call__`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A kernel by its name, so that only the worker imports what it leans on.

    Attributes
    ----------
    module, function : str
        Where it stands.
    options : mapping
        Its keywords.
    """

    module: str
    function: str
    options: Mapping[str, Any] = field(default_factory=dict)

    def load(self) -> Kernel:
        """Import it."""
        return partial(
            getattr(import_module(self.module), self.function), **self.options
        )

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Import it and run it."""
        return self.load()(batch)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One kernel with its limits, pickled once for all batches.

    Attributes
    ----------
    kernel : bytes
        Pickled.
    limits : Limits or None
        Without them the worker is as free as any process.
    """

    kernel: bytes
    limits: Limits | None

    def load(self) -> Kernel:
        """Import the kernel and all that it leans on."""
        kernel: Kernel = pickle.loads(self.kernel)  # noqa: S301  # from our own parent
        return kernel.load() if isinstance(kernel, Named) else kernel


def make_order(kernel: Kernel, limits: Limits | None) -> Order:
    """Make the order to run a kernel."""
    return Order(kernel=pickle.dumps(kernel), limits=limits)


def write_batch(batch: pa.RecordBatch, pipe: IO[bytes]) -> None:
    """Send a batch without first making a copy of it."""
    with pa.ipc.new_stream(pa.PythonFile(pipe, mode="w"), batch.schema) as stream:
        stream.write_batch(batch)


def read_batch(pipe: IO[bytes]) -> pa.RecordBatch:
    """Take a batch, and nothing of what follows it.

    Raises
    ------
    EOFError, OSError, pyarrow.ArrowInvalid
        If the other side ended before it was whole.
    """
    with pa.ipc.open_stream(pa.PythonFile(pipe, mode="r")) as stream:
        batches = list(stream)
    if len(batches) != 1:
        raise EOFError
    return batches[0]
