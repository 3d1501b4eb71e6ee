"""Finding a codebook: by the name of a built-in one, by file, or as a run kept it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hustings.coding.codebooks import codebook_from_text
from hustings.errors import MissingSourceError, UnknownVersionError
from hustings.model.document import Problem
from hustings.outside.files import read_text_file
from hustings.outside.packaged import (
    claim_sheet_text,
    codebook_names,
    codebook_text,
)
from hustings.store.project import DATABASE, Store
from hustings.store.records import StoredCodebook
from hustings.store.sources import sha256_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.model.codebook import Codebook
    from hustings.model.run import Run


DEFAULT_CODEBOOK = "marpor-5"
"""Used where nobody names another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedCodebook:
    """A codebook with the text it was read from.

    Attributes
    ----------
    stored : StoredCodebook
        The text as the project keeps it, under its hash.
    """

    codebook: Codebook
    stored: StoredCodebook


def built_in_namesake(loaded: LoadedCodebook) -> Iterator[Problem]:
    """Tell that a codebook has the name of a built-in one and another text."""
    name = loaded.codebook.name
    if name in codebook_names() and codebook_text(name) != loaded.stored.text:
        yield Problem(
            kind="name of a built-in codebook",
            message=f"This codebook has the name of the built-in {name}, but another "
            "text; in this project the name means this one. Another name keeps them "
            "apart.",
        )


def load_codebook(name_or_path: str) -> LoadedCodebook:
    """Load a built-in codebook by name, or anybody's by the path of its file.

    Raises
    ------
    UnknownCodebookError
        If it is neither the name of a built-in one nor a file.
    CodebookFileError
        If the file is no codebook; the line is named.
    """
    is_file = name_or_path not in codebook_names() and Path(name_or_path).exists()
    text = (
        read_text_file(Path(name_or_path)) if is_file else codebook_text(name_or_path)
    )
    return codebook_of_text(text, name=name_or_path)


def claims_book() -> LoadedCodebook:
    """Load the instructions by which people write down what units claim."""
    return codebook_of_text(claim_sheet_text(), name="claims")


def find_codebook(store: Store, name_or_path: str) -> LoadedCodebook:
    """Load a codebook as a project knows it: a file, a version of its own, a built-in.

    Parameters
    ----------
    name_or_path : str
        The path of a file; a name, which is the latest version that the project has of
        it; or ``NAME@VERSION``.

    Raises
    ------
    UnknownVersionError
        If the project has no such version.
    UnknownCodebookError, CodebookFileError
        As `load_codebook`.
    """
    name, at, version = name_or_path.rpartition("@")
    versions = store.codebook_versions.of(name if at else name_or_path)
    if Path(name_or_path).exists() or not (versions or at):
        return load_codebook(name_or_path)
    wanted = [one for one in versions if not at or one.version == version]
    if not wanted:
        known = [one.version for one in versions]
        raise UnknownVersionError(codebook=name, version=version, known=known)
    return stored_codebook(store, wanted[-1].sha256)


def load_for_folder(folder: Path, name_or_path: str) -> LoadedCodebook:
    """Load a codebook, and a version that only a project has from the project there.

    Raises
    ------
    NotAProjectError
        If a version is asked for, and the folder holds no project.
    UnknownVersionError, UnknownCodebookError, CodebookFileError
        As `find_codebook`.
    """
    is_everywhere = name_or_path in codebook_names() or Path(name_or_path).exists()
    has_project = (folder / DATABASE).is_file()
    if is_everywhere or not (has_project or "@" in name_or_path):
        return load_codebook(name_or_path)
    with Store.open(folder) as store:
        return find_codebook(store, name_or_path)


def codebook_of_run(store: Store, run: Run) -> LoadedCodebook:
    """Load the codebook that a run used, as it was then."""
    return stored_codebook(store, str(run.parameters["codebook_sha256"]))


def stored_codebook(store: Store, sha256: str) -> LoadedCodebook:
    """Load a codebook that the project keeps, by the hash of its text."""
    stored = store.codebook(sha256)
    if stored is None:
        raise MissingSourceError(sha256=sha256)
    return codebook_of_text(stored.text, name=stored.name)


def codebook_of_text(text: str, *, name: str) -> LoadedCodebook:
    """Load a codebook from its text.

    Parameters
    ----------
    name : str
        What it is called in messages.

    Raises
    ------
    CodebookFileError
        If it is no codebook; the line is named.
    """
    codebook = codebook_from_text(text, name=name)
    return LoadedCodebook(
        codebook=codebook,
        stored=StoredCodebook(
            sha256=sha256_of(text.encode()),
            name=codebook.name,
            version=codebook.version,
            text=text,
        ),
    )
