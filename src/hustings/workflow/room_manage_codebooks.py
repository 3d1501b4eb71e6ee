"""Editing a codebook: what a new version would change, before it is added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.outside.packaged import codebook_names
from hustings.workflow.codebook_versions import add_loaded
from hustings.workflow.codebooks import codebook_of_text, load_codebook, stored_codebook
from hustings.workflow.room_manage_trials import try_out

if TYPE_CHECKING:
    from hustings.store.project import Store
    from hustings.workflow.codebook_versions import AddResult
    from hustings.workflow.codebooks import LoadedCodebook


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedVersion:
    """A version of a codebook that can be opened.

    Attributes
    ----------
    sha256 : str
        Of its text; empty for one that comes with Hustings and is not in the project.
    added : str
        ISO time; empty for those.
    """

    name: str
    version: str
    title: str
    sha256: str
    added: str
    n_codings: int


def list_codebooks(store: Store) -> list[ListedVersion]:
    """Return the project's codebooks, the latest version first, then the built-in."""
    versions = store.codebook_versions.all()
    counts: dict[str, int] = {}
    for one in store.hand.current():
        counts[one.codebook_sha256] = counts.get(one.codebook_sha256, 0) + 1
    found = [
        ListedVersion(
            name=one.name,
            version=one.version,
            title=stored_codebook(store, one.sha256).codebook.title,
            sha256=one.sha256,
            added=one.written,
            n_codings=counts.get(one.sha256, 0),
        )
        for one in reversed(versions)
    ]
    there = {one.name for one in versions}
    built_in = [load_codebook(name) for name in codebook_names() if name not in there]
    return found + [_built_in(one) for one in built_in]


def open_codebook(store: Store, name: str, sha256: str) -> LoadedCodebook:
    """Return a version's text: the project's by its hash, or a built-in one."""
    return stored_codebook(store, sha256) if sha256 else load_codebook(name)


def preview_codebook(store: Store, text: str, *, name: str) -> AddResult:
    """Say what adding a text would change; nothing is written.

    Raises
    ------
    CodebookFileError
        If it is no codebook; the line is named.
    RepeatedVersionError
        If the project has this version with another text.
    """
    loaded = codebook_of_text(text, name=name)
    return try_out(store, lambda tried: add_loaded(tried, loaded, publish=_never))


def register_text(store: Store, text: str, *, name: str) -> AddResult:
    """Add a text as a version of its codebook, and recode what its rules recode.

    Raises
    ------
    CodebookFileError, RepeatedVersionError
        As `preview_codebook`.
    """
    return add_loaded(store, codebook_of_text(text, name=name))


def _never(_: Store) -> None:
    """Leave runs alone where nothing is written."""


def _built_in(one: LoadedCodebook) -> ListedVersion:
    book = one.codebook
    return ListedVersion(
        name=book.name,
        version=book.version,
        title=book.title,
        sha256="",
        added="",
        n_codings=0,
    )
