"""Codebooks, dictionaries and sample documents that come with Hustings."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from hustings.errors import (
    NoStopListError,
    UnknownCodebookError,
    UnknownCoderError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CODEBOOKS = resources.files("hustings") / "codebooks"
_LEXICONS = resources.files("hustings") / "lexicons"
_WEIGHTS = resources.files("hustings") / "weights"
_SUFFIX = ".yaml"
_STOP_LIST = "stop-words."
_GENERAL = "general-words."


def codebook_names() -> tuple[str, ...]:
    """Give the names of the codebooks, in alphabetical order.

    Examples
    --------
    >>> codebook_names()
    ('cap-21', 'economic-social', 'marpor-5')
    """
    files = (file.name for file in _CODEBOOKS.iterdir())
    return tuple(sorted(n.removesuffix(_SUFFIX) for n in files if n.endswith(_SUFFIX)))


def codebook_text(name: str) -> str:
    """Give the YAML text of a codebook.

    Raises
    ------
    UnknownCodebookError
        If no codebook of this name comes with Hustings.
    """
    known = codebook_names()
    if name not in known:
        raise UnknownCodebookError(name=name, known=known)
    return (_CODEBOOKS / f"{name}{_SUFFIX}").read_text(encoding="utf-8")


def claim_sheet_text() -> str:
    """Give the YAML text of the instructions by which people write down claims.

    It has the form of a codebook and is none: nothing is coded with it.
    """
    return (_CODEBOOKS / "sheets" / "claims.yaml").read_text(encoding="utf-8")


def lexicon_texts(codebook: str) -> dict[str, str]:
    """Give the YAML texts of a codebook's dictionaries by language; none is empty.

    Examples
    --------
    >>> "en" in lexicon_texts("marpor-5")
    True
    """
    prefix = f"{codebook}."
    return {
        file.name.removeprefix(prefix).removesuffix(_SUFFIX): file.read_text(
            encoding="utf-8"
        )
        for file in sorted(_LEXICONS.iterdir(), key=lambda file: file.name)
        if file.name.startswith(prefix) and file.name.endswith(_SUFFIX)
    }


def coder_names() -> tuple[str, ...]:
    """Give the names of the trained coders, in alphabetical order."""
    folder = _WEIGHTS / "coders"
    files = [file.name for file in folder.iterdir()] if folder.is_dir() else []
    return tuple(sorted(n.removesuffix(".npz") for n in files if n.endswith(".npz")))


def coder_bytes(name: str) -> bytes:
    """Give the file of a trained coder.

    Raises
    ------
    UnknownCoderError
        If no coder of this name comes with Hustings.
    """
    known = coder_names()
    if name not in known:
        raise UnknownCoderError(coder=name, known=known)
    return (_WEIGHTS / "coders" / f"{name}.npz").read_bytes()


def stop_list_languages() -> tuple[str, ...]:
    """Give the languages in which a list of stop words comes with Hustings.

    Examples
    --------
    >>> stop_list_languages()
    ('de', 'en', 'es', 'fr', 'it', 'nl', 'pt')
    """
    names = (file.name for file in _LEXICONS.iterdir())
    return tuple(sorted(name.split(".")[1] for name in names if _STOP_LIST in name))


def stop_list_text(language: str | None) -> str:
    """Give the text of a list of stop words, for `stop_words_from_text`.

    Raises
    ------
    NoStopListError
        If none comes with Hustings in this language.
    """
    known = stop_list_languages()
    if language not in known:
        raise NoStopListError(language=language, known=known)
    return (_LEXICONS / f"{_STOP_LIST}{language}.txt").read_text(encoding="utf-8")


def general_words_text(language: str) -> str:
    """Give the text of a list of words that alone leave open what is meant.

    It has the form of a list of stop words; nothing where none comes with Hustings.

    Examples
    --------
    >>> "measure" in general_words_text("en"), general_words_text("xx")
    (True, '')
    """
    file = _LEXICONS / f"{_GENERAL}{language}.txt"
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def cutter_text() -> str:
    """Give the JSON text of the cutter that splits sentences into quasi-sentences."""
    return (_WEIGHTS / "units.json").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleFiles:
    """The files of the sample project.

    Attributes
    ----------
    documents : tuple of pathlib.Path
        In the order of their names.
    metadata : pathlib.Path
        The table that says whose they are.
    """

    documents: tuple[Path, ...]
    metadata: Path


@contextmanager
def sample_files() -> Iterator[SampleFiles]:
    """Give the sample project's files as paths, for as long as they are needed."""
    with resources.as_file(resources.files("hustings") / "samples") as folder:
        yield SampleFiles(
            documents=tuple(sorted((folder / "documents").iterdir())),
            metadata=folder / "metadata.csv",
        )
