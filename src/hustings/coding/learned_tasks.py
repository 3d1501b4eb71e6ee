"""What a coder learns from: coded units, dealt to folds by document."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hustings.coding.learned_codes import MOST_CODES
from hustings.coding.learned_folds import fold_units, join_documents
from hustings.coding.learned_problems import has_words
from hustings.coding.units_in_context import document_numbers, find_surroundings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hustings.coding.learned_codes import LearnedCodes
    from hustings.coding.learned_options import LearningOptions
    from hustings.coding.units_in_context import (
        IntArray,
        Surroundings,
        UnitsInContext,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LearningTask:
    """Coded units, one entry of each array a unit.

    Attributes
    ----------
    rows : array of int
        Index of each unit in the table that it is from.
    around : Surroundings
        Of the coded units; its texts are those of uncoded ones, too.
    spoken : tuple of str or None
        The language of each.
    codes, domains : array of int
        By index.
    documents, folds : array of int
    names : LearnedCodes
    languages : tuple of str
        Those of coded units, in order.
    options : LearningOptions
    n_empty : int
        Coded units without a word, which are left out.
    """

    rows: IntArray
    around: Surroundings
    spoken: tuple[str | None, ...]
    codes: IntArray
    domains: IntArray
    documents: IntArray
    folds: IntArray
    names: LearnedCodes
    languages: tuple[str, ...]
    options: LearningOptions
    n_empty: int

    @property
    def n_units(self) -> int:
        """How many units are learned from."""
        return len(self.codes)

    @property
    def fold_numbers(self) -> list[int]:
        """The folds that hold a unit."""
        return [int(fold) for fold in np.unique(self.folds)]

    @property
    def has_targets(self) -> bool:
        """Whether any unit names a target."""
        return bool(self.around.target_texts)

    def part(self, is_kept: NDArray[np.bool_], *, n_folds: int) -> LearningTask:
        """Give some of the units, dealt to folds anew."""
        kept = np.flatnonzero(is_kept)
        documents = self.documents[kept]
        return replace(
            self,
            rows=self.rows[kept],
            around=self.around.chosen(kept),
            spoken=tuple(self.spoken[i] for i in kept.tolist()),
            codes=self.codes[kept],
            domains=self.domains[kept],
            documents=documents,
            folds=_folds(documents, self.around.targets[kept], n_folds),
        )


def prepare_task(
    units: UnitsInContext,
    values: Sequence[str | None],
    names: LearnedCodes,
    options: LearningOptions,
) -> LearningTask:
    """Index units and codes, and deal the coded units to folds."""
    coded = [i for i, value in enumerate(values) if value]
    kept = [i for i in coded if has_words(units.texts[i])]
    rows = np.array(kept, np.int64)
    index = {code: i for i, code in enumerate(names.codes)}
    codes = np.array([index[values[i] or ""] for i in kept], np.int64)
    documents = document_numbers(units.documents)[rows]
    around = find_surroundings(units).chosen(rows)
    spoken = tuple(units.languages[i] for i in kept)
    return LearningTask(
        rows=rows,
        around=around,
        spoken=spoken,
        codes=codes,
        domains=np.array(names.domain_of, np.int64)[codes],
        documents=documents,
        folds=_folds(documents, around.targets, _n_folds(names, options)),
        names=names,
        languages=tuple(sorted({language for language in spoken if language})),
        options=options,
        n_empty=len(coded) - len(kept),
    )


def _n_folds(names: LearnedCodes, options: LearningOptions) -> int:
    """Give the folds asked for; three at most where many codes make each cost much."""
    return options.n_folds if names.n <= MOST_CODES else min(options.n_folds, 3)


def _folds(documents: IntArray, targets: IntArray, n_folds: int) -> IntArray:
    return fold_units(join_documents(documents, targets), n_folds)


def hash_codings(units: UnitsInContext, values: Sequence[str | None]) -> str:
    """Give the SHA-256 of everything that is learned from, row by row."""
    columns = [getattr(units, name) for name in units.__slots__]
    digest = hashlib.sha256()
    for row in zip(*columns, values, strict=True):
        digest.update(json.dumps(row).encode() + b"\n")
    return digest.hexdigest()
