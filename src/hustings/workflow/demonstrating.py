"""The sample project: an invented town's elections, from files to positions."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from hustings.errors import DamagedSampleError, ProjectExistsError
from hustings.outside.packaged import sample_files
from hustings.store.project import DATABASE
from hustings.workflow.project import Project
from hustings.workflow.runs import Effort

if TYPE_CHECKING:
    from pathlib import Path

CODEBOOKS = ("cap-21", "marpor-5")
"""Coded in this order, so that the pages open with the second."""

SCALES = (
    ("marpor-5", "rile"),
    ("marpor-5", "logit"),
    ("marpor-5", "salience"),
    ("cap-21", "salience"),
)
"""Codebook and scale, in the order of execution."""


def build_demo(folder: Path, *, effort: Effort | None = None) -> bool:
    """Build the sample project in a new folder, whole or not at all.

    Returns
    -------
    bool
        False if the folder is a project already; it is then left as it is.

    Raises
    ------
    ProjectExistsError
        If the folder holds something else.
    """
    if (folder / DATABASE).is_file():
        return False
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ProjectExistsError(path=str(folder))
    place = folder.resolve()
    partial = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        _build(partial, effort or Effort())
        _move_into_place(partial, place)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return True


def _move_into_place(partial: Path, place: Path) -> None:
    """Move the finished project; into a folder that is there, part by part."""
    if not place.exists():
        partial.rename(place)
        return
    # The database goes last: it is what makes the folder a project.
    for part in sorted(partial.iterdir(), key=lambda one: one.name == DATABASE):
        part.rename(place / part.name)


def _build(folder: Path, effort: Effort) -> None:
    """Read, split, code and scale the samples, and look for their claims."""
    with (
        sample_files() as samples,
        Project.create(folder, name="Sample project", effort=effort) as project,
    ):
        for failure in project.read(
            samples.documents, metadata=samples.metadata
        ).failures:
            raise DamagedSampleError(message=failure.message)
        for codebook in CODEBOOKS:
            project.code(codebook=codebook)
        project.claim()
        for codebook, scale in SCALES:
            project.scale(scale, codebook=codebook)
