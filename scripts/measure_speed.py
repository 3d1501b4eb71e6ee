"""Time whole commands on real files: `measure_speed.py DATA`.

The five Dutch manifestos from `new` to `report` on all cores; `read` on the German PDFs
in one process and in two; `--help`. Wall-clock seconds of whole processes, the median
of three.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pypdfium2

from hustings.ingest.tables import SOURCES, batch_from_rows
from hustings.outside.engine.local import map_batches
from hustings.outside.limits import Limits
from hustings.outside.orders import Named
from hustings.workflow.cutters import load_cutter

HUSTINGS = Path(sys.executable).with_name("hustings")
N_TIMES = 3


def main(data: Path) -> None:
    """Print a row a measure."""
    raw = data / "raw"
    dutch = sorted((raw / "nl_2023_pdf").glob("*.pdf"))
    german = sorted((raw / "de_2021_pdf").glob("*.pdf"))
    n_pages = sum(len(pypdfium2.PdfDocument(path)) for path in german)
    chain = median([time_chain(dutch) for _ in range(N_TIMES)])
    helping = median([time_command("--help") for _ in range(N_TIMES)])
    print(f"| five Dutch PDFs from `new` to `report`, seconds | {chain:.1f} |")
    for processes, words in (1, "one process"), (2, "two processes"):
        reading = median([time_reading(german, processes) for _ in range(N_TIMES)])
        speed = n_pages / reading
        print(f"| German PDFs, `read` in {words}, pages a second | {speed:.0f} |")
        reading = median([time_kernel(german, processes) for _ in range(N_TIMES)])
        speed = n_pages / reading
        print(f"| the same, PDF to units in memory, pages a second | {speed:.0f} |")
    print(f"| `hustings --help`, seconds | {helping:.2f} |")


def median(times: list[float]) -> float:
    """Return the middle one."""
    return statistics.median(times)


def time_chain(files: list[Path]) -> float:
    """Time everything a newcomer types."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "election"
        here = ["--project", str(project)]
        return sum(
            time_command(*arguments)
            for arguments in (
                ["new", str(project)],
                ["read", *map(str, files), *here],
                ["code", "--coder", "dictionary", "--codebook", "marpor-5", *here],
                ["scale", "rile", *here],
                ["report", str(Path(folder) / "out"), *here],
            )
        )


def time_reading(files: list[Path], processes: int) -> float:
    """Time `read`, with everything it writes, in so many processes."""
    folder = Path(tempfile.mkdtemp())
    try:
        project = folder / "election"
        time_command("new", str(project))
        here = ["--project", str(project), "--processes", str(processes)]
        return time_command("read", *map(str, files), *here)
    finally:
        shutil.rmtree(folder)


def time_kernel(files: list[Path], processes: int) -> float:
    """Time bytes to units, in workers that have started already, large files first."""
    kernel = Named(
        module="hustings.ingest.kernels",
        function="inspect_batch",
        options={"cutter": load_cutter().cutter},
    )
    large_first = sorted(files, key=lambda path: path.stat().st_size, reverse=True)
    nothing = dict.fromkeys(SOURCES.names)
    batches = [
        batch_from_rows(
            [{**nothing, "name": path.name, "content": path.read_bytes()}], SOURCES
        )
        for path in large_first
    ]
    small = batch_from_rows([{**nothing, "name": "a", "content": b"Word."}], SOURCES)
    list(map_batches(kernel, [small] * processes, processes=processes, limits=Limits()))
    start = time.perf_counter()
    list(map_batches(kernel, batches, processes=processes, limits=Limits()))
    return time.perf_counter() - start


def time_command(*arguments: str) -> float:
    """Run a command and return the seconds it took."""
    start = time.perf_counter()
    subprocess.run(  # noqa: S603  # our own command
        [HUSTINGS, *arguments], check=True, capture_output=True
    )
    return time.perf_counter() - start


if __name__ == "__main__":
    main(Path(sys.argv[1]))
