"""Finding a cutter: the one that comes with Hustings, by file, or as a run kept it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from hustings.ingest.units.cutter_files import cutter_from_json
from hustings.outside.files import read_text_file
from hustings.outside.packaged import cutter_text
from hustings.store.sources import sha256_of

if TYPE_CHECKING:
    from pathlib import Path

    from hustings.ingest.units.cutting import Cutter
    from hustings.model.run import Run
    from hustings.store.project import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedCutter:
    """A cutter with the text it was read from.

    Attributes
    ----------
    is_own : bool
        Whether a user brought it; a project then keeps its text.
    """

    cutter: Cutter
    text: str
    is_own: bool

    def parameters(self) -> dict[str, object]:
        """Return what a run records of it."""
        return {"cutter": self.cutter.name, "cutter_sha256": self.cutter.sha256}


def load_cutter(path: Path | None = None) -> LoadedCutter:
    """Load the cutter that comes with Hustings, or anybody's by its file.

    Raises
    ------
    UnreadableFileError
        If the file cannot be read.
    CutterFileError
        If it is no cutter.
    """
    if path is None:
        return _shipped()
    return _load(read_text_file(path), path.name)


def cutter_of_run(store: Store, run: Run) -> LoadedCutter:
    """Load the cutter that a run used, as it was then.

    Raises
    ------
    MissingSourceError, AlteredSourceError
        If the project no longer has it.
    """
    sha256 = run.parameters.get("cutter_sha256")
    shipped = _shipped()
    if sha256 in {None, shipped.cutter.sha256}:
        return shipped
    text = store.source(str(sha256)).decode()
    return _load(text, str(run.parameters["cutter"]))


def current_cutter(store: Store) -> LoadedCutter:
    """Load the user's cutter that the latest split used, if it did, or the shipped one.

    So documents read later are cut as those before them.
    """
    splits = [run for run in store.runs() if run.step == "split"]
    if not splits or not splits[-1].inputs:
        return _shipped()
    return cutter_of_run(store, splits[-1])


@cache
def _shipped() -> LoadedCutter:
    text = cutter_text()
    sha256 = sha256_of(text.encode())
    cutter = cutter_from_json(text, name="units.json", sha256=sha256)
    return LoadedCutter(cutter=cutter, text=text, is_own=False)


def _load(text: str, name: str) -> LoadedCutter:
    sha256 = sha256_of(text.encode())
    cutter = cutter_from_json(text, name=name, sha256=sha256)
    return LoadedCutter(cutter=cutter, text=text, is_own=True)
