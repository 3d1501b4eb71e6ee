"""Words of units counted: by unit, by block and by document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from hustings.outside.packaged import stop_list_text
from hustings.scaling.word_draws import WordBlocks
from hustings.words.features import count_features
from hustings.words.stop_words import stop_words_from_text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import pyarrow as pa

    from hustings.words.matrices import DocumentFeatureMatrix

_COUNTING = ("stems", "n_grams", "numbers")
_TRIMMING = ("min_count", "min_documents", "max_document_share")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CountedUnits:
    """Words of units that were not trimmed away.

    Attributes
    ----------
    by_unit : DocumentFeatureMatrix
        A row a unit.
    matrix : DocumentFeatureMatrix
        A row a document, with the same words.
    documents : tuple of str
        The document of each unit.
    """

    by_unit: DocumentFeatureMatrix
    matrix: DocumentFeatureMatrix
    documents: tuple[str, ...]

    @property
    def sentences(self) -> DocumentFeatureMatrix:
        """The units that have a word."""
        return self.by_unit.without_empty()[0]

    def blocks(self, names: Sequence[str | None]) -> WordBlocks:
        """Add up the units of each block; a unit without one is a block of its own.

        Parameters
        ----------
        names : sequence of (str or None)
            The block of each unit. Blocks have different names within a document.
        """
        own = (("", i) if name is None else (name, -1) for i, name in enumerate(names))
        pairs = list(zip(self.documents, own, strict=True))
        blocks = list(dict.fromkeys(pairs))
        place = {block: str(i) for i, block in enumerate(blocks)}
        added = _summed(self.by_unit, [place[one] for one in pairs], place.values())
        return WordBlocks(cases=[case for case, _ in blocks], matrix=added.matrix)


def count_units(
    units: pa.Table, documents: Sequence[str], parameters: Mapping[str, Any]
) -> CountedUnits:
    """Count the words of units, and trim what few or most documents use.

    Parameters
    ----------
    units : pyarrow.Table
        Columns document, language and text.
    documents : sequence of str
        Those that get a row, units or not.
    parameters : mapping
        The fields of `hustings.workflow.scale_questions.FeatureChoice`.

    Raises
    ------
    NoStopListError
        If the language of a unit has no stop list, and one is asked for.
    """
    texts: list[str] = units["text"].to_pylist()
    language = parameters["language"]
    languages = [language] * len(texts) if language else units["language"].to_pylist()
    by_unit = count_features(
        texts,
        cases=[str(i) for i in range(len(texts))],
        languages=languages,
        stop_words=_stop_words(parameters["stop_words"], set(languages)),
        **{name: parameters[name] for name in _COUNTING},
    )
    of = tuple(units["document"].to_pylist())
    matrix = _summed(by_unit, of, documents)
    kept = matrix.trimmed(**{name: parameters[name] for name in _TRIMMING})
    by_unit = by_unit.select(kept.features)
    return CountedUnits(by_unit=by_unit, matrix=kept, documents=of)


def _stop_words(
    chosen: str | Sequence[str], languages: Collection[str | None]
) -> Collection[str] | Mapping[str, Collection[str]]:
    """Give the words that do not count, by language where the lists are ours."""
    if chosen == "none":
        return frozenset()
    if chosen != "language":
        return frozenset(chosen)
    return {
        language or "": stop_words_from_text(stop_list_text(language))
        for language in sorted(languages, key=str)
    }


def _summed(
    by_unit: DocumentFeatureMatrix, of: Sequence[str], names: Collection[str]
) -> DocumentFeatureMatrix:
    """Add up the counts of all units of one name, names in their order."""
    place = {name: i for i, name in enumerate(names)}
    rows = np.array([place[name] for name in of], np.int64)
    belongs = sparse.coo_array(
        (np.ones(len(rows)), (rows, np.arange(len(rows)))),
        shape=(len(place), len(rows)),
    )
    return replace(
        by_unit, cases=tuple(names), matrix=(belongs.tocsr() @ by_unit.matrix)
    )
