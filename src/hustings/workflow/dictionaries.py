"""The dictionary coder of a codebook: its own terms, then those that are shipped."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hustings.coding.dictionaries import (
    dictionaries_from_codebook,
    dictionary_from_text,
)
from hustings.coding.dictionary import dictionary_coder
from hustings.outside.packaged import codebook_names, codebook_text, lexicon_texts

if TYPE_CHECKING:
    from hustings.coding.dictionary import DictionaryCoder
    from hustings.workflow.codebooks import LoadedCodebook


def load_dictionary_coder(
    loaded: LoadedCodebook, *, heeds_negation: bool = True
) -> DictionaryCoder:
    """Make the dictionary coder of a codebook.

    A codebook's own terms go before those that come with Hustings.

    Parameters
    ----------
    heeds_negation : bool
        False makes what the first runs of dictionaries rest on.

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
    coder = dictionary_coder(codebook, {**shipped, **own})
    return replace(coder, heeds_negation=heeds_negation)


def shipped_lexicons(loaded: LoadedCodebook) -> dict[str, str]:
    """Return the shipped terms by language; none for anybody's own codebook."""
    name = loaded.codebook.name
    is_built_in = name in codebook_names() and codebook_text(name) == loaded.stored.text
    return lexicon_texts(name) if is_built_in else {}
