"""Measure a backup taken while somebody codes: `measure_backup.py [N]`.

One process writes N codings by hand (5,000 where nothing else is said), each in its own
transaction, as a room full of coders would. Another backs the project up again and
again meanwhile. Every backup is unpacked and opened, its derived tables are made again,
and `check` must find it sound; its codings must be the first of those that were
written, in their order, and none beside them. The project holds invented texts and a
source of some megabytes.
"""

from __future__ import annotations

import multiprocessing
import random
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hustings.model.citation import anchor_of
from hustings.model.document import Span
from hustings.model.hand_coding import HandCoding
from hustings.model.identity import identify
from hustings.outside.chance import nonce
from hustings.outside.clock import now, now_exactly
from hustings.store.project import Store
from hustings.workflow.codebooks import load_codebook
from hustings.workflow.current import current_units
from hustings.workflow.hand_codings import publish_codings
from hustings.workflow.project import Project
from hustings.workflow.renewals import text_of

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

N_WRITES: Final = 5_000
N_BACKUPS: Final = 5
N_SENTENCES: Final = 2_000
SOURCE_BYTES: Final = 20_000_000
CODES: Final = ("201", "305", "411", "501", "504", "605")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One backup, and what it held."""

    seconds: float
    megabytes: float
    n_codings: int
    is_prefix: bool
    is_sound: bool


def main(n_writes: int = N_WRITES) -> None:
    """Print a row a backup, and one about the writes."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        sha256 = make_project(place / "town")
        taken, seconds = measure(place, sha256, n_writes)
        print(
            "| backup | codings written by then | seconds | MB | the first of those "
            "written | check |"
        )
        print("| --- | ---: | ---: | ---: | --- | --- |")
        for i, one in enumerate(taken, 1):
            print(
                f"| {i} | {one.n_codings:,} | {one.seconds:.2f} | {one.megabytes:.1f} "
                f"| {_yes(one.is_prefix)} | {_yes(one.is_sound)} |"
            )
        with Project.open(place / "town") as project:
            n_kept = len(project.store.hand.all())
            is_sound = project.check().is_sound
        print()
        print("| writes | kept | seconds | writes a second | check |")
        print("| ---: | ---: | ---: | ---: | --- |")
        print(
            f"| {n_writes:,} | {n_kept:,} | {seconds:.1f} | {n_writes / seconds:,.0f} "
            f"| {_yes(is_sound)} |"
        )


def make_project(folder: Path) -> str:
    """Make a project of invented sentences; return the hash of its codebook."""
    chance = random.Random(7)  # noqa: S311  # a seed
    words = ["ferry", "quay", "rents", "paint", "bridge", "reeds", "levy", "night"]
    path = folder.parent / "long.html"
    sentences = [
        f"<p>The {chance.choice(words)} needs a {chance.choice(words)} number {i}.</p>"
        for i in range(N_SENTENCES)
    ]
    # so much that nobody sees, as a picture would be, so that a backup lasts a while
    unseen = chance.randbytes(SOURCE_BYTES // 2).hex()
    page = [
        "<!DOCTYPE html><html><body>",
        *sentences,
        f"<!-- {unseen} --></body></html>",
    ]
    path.write_text("\n".join(page), encoding="utf-8")
    with Project.create(folder, name="town") as project:
        project.read([path], actor="Quay List", date="2031", into="sentence")
        project.add_coder("Ana")
        stored = load_codebook("marpor-5").stored
        project.store.keep_codebook(stored, at=now())
        code(project.store, stored.sha256, 1)
        publish_codings(project.store)
    return stored.sha256


def code(store: Store, sha256: str, n: int) -> None:
    """Write codings by hand, each in its own transaction."""
    units = current_units(store).to_pylist()
    text = text_of(store, store.documents()[0])
    for i in range(n):
        unit = units[i % len(units)]
        plain = HandCoding(
            coding_id="",
            document_id=unit["document"],
            unit_id=unit["unit"],
            anchor=anchor_of(text, Span(unit["start"], unit["end"])),
            coder="Ana",
            codebook_sha256=sha256,
            variable="topic",
            value=CODES[i % len(CODES)],
            written=now_exactly(),
        )
        store.hand.add([replace(plain, coding_id=identify(plain, nonce=nonce()))])


def measure(place: Path, sha256: str, n_writes: int) -> tuple[list[Taken], float]:
    """Write in one process and back up in another."""
    context = multiprocessing.get_context("spawn")
    began = context.Event()
    seconds = context.Value("d", 0.0)
    writer = context.Process(
        target=write, args=(place / "town", sha256, n_writes, began, seconds)
    )
    writer.start()
    began.wait()
    backups = []
    with Project.open(place / "town") as project:
        while writer.is_alive() and len(backups) < N_BACKUPS:
            start = time.perf_counter()
            path = Path(project.backup(place / f"{len(backups)}.zip").path)
            backups.append((path, time.perf_counter() - start))
            time.sleep(0.1)
        writer.join()
        written = [one.coding_id for one in project.store.hand.all()]
    return [_look(path, spent, written) for path, spent in backups], seconds.value


def write(
    folder: Path,
    sha256: str,
    n_writes: int,
    began: Event,
    seconds: multiprocessing.sharedctypes.Synchronized[float],
) -> None:
    """Write in a process of its own, and say how long it took."""
    with Store.open(folder) as store:
        began.set()
        start = time.perf_counter()
        code(store, sha256, n_writes - 1)
        seconds.value = time.perf_counter() - start


def _look(path: Path, seconds: float, written: list[str]) -> Taken:
    """Unpack a backup, open it, make its tables again and check it."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(path) as archive:
            archive.extractall(folder)
        with Project.open(Path(folder) / "town") as project:
            ids = [one.coding_id for one in project.store.hand.all()]
            is_sound = project.check(rebuild=True).is_sound
    return Taken(
        seconds=seconds,
        megabytes=path.stat().st_size / 1e6,
        n_codings=len(ids),
        is_prefix=ids == written[: len(ids)],
        is_sound=is_sound,
    )


def _yes(is_so: bool) -> str:  # noqa: FBT001  # a word for a truth
    return "yes" if is_so else "**no**"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
