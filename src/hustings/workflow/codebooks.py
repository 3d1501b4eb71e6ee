"""Finding a codebook: by the name of a built-in one, by file, or as a run kept it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hustings.coding.codebooks import codebook_from_text
from hustings.coding.dictionaries import (
    dictionaries_from_codebook,
    dictionary_from_text,
)
from hustings.coding.dictionary import dictionary_coder
from hustings.errors import MissingSourceError
from hustings.outside.files import read_text_file
from hustings.outside.packaged import codebook_names, codebook_text, lexicon_texts
from hustings.store.records import StoredCodebook
from hustings.store.sources import sha256_of

if TYPE_CHECKING:
    from hustings.coding.dictionary import DictionaryCoder
    from hustings.model.codebook import Codebook
    from hustings.model.run import Run
    from hustings.store.project import Store


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
    return _load(text, name_or_path)


def codebook_of_run(store: Store, run: Run) -> LoadedCodebook:
    """Load the codebook that a run used, as it was then."""
    sha256 = str(run.parameters["codebook_sha256"])
    stored = store.codebook(sha256)
    if stored is None:
        raise MissingSourceError(sha256=sha256)
    return _load(stored.text, stored.name)


def load_dictionary_coder(loaded: LoadedCodebook) -> DictionaryCoder:
    """Make the dictionary coder of a codebook.

    A codebook's own terms go before those that come with Hustings.

    Raises
    ------
    NoDictionaryError
        If the codebook has no terms in any language.
    """
    codebook, stored = loaded.codebook, loaded.stored
    own = dictionaries_from_codebook(stored.text, name=stored.name, codebook=codebook)
    shipped = {
        language: dictionary_from_text(
            text, name=f"{codebook.name}.{language}.yaml", codebook=codebook
        )
        for language, text in shipped_lexicons(loaded).items()
    }
    return dictionary_coder(codebook, {**shipped, **own})


def shipped_lexicons(loaded: LoadedCodebook) -> dict[str, str]:
    """Return the shipped terms by language; none for anybody's own codebook."""
    name = loaded.codebook.name
    is_built_in = name in codebook_names() and codebook_text(name) == loaded.stored.text
    return lexicon_texts(name) if is_built_in else {}


def _load(text: str, name: str) -> LoadedCodebook:
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
