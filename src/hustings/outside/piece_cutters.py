"""Texts, and pairs of texts, as the rows of numbers that a network takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    Whole = npt.NDArray[np.int64]

_AT_ONCE = 16
_IN_A_BATCH = 4096
"""Pieces that a network computes together, so that long texts need no more memory."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CutBatch:
    """Texts of nearly one length, cut and filled up.

    Attributes
    ----------
    places : list of int
        Where the texts stood in what was given.
    pieces, seen, sides : array of int64, shape (n_texts, n_pieces)
        The row of each piece; 1 where there is one; 1 in the second text of a pair.
    """

    places: list[int]
    pieces: Whole
    seen: Whole
    sides: Whole


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PieceCutter:
    """Cuts texts for a network.

    Attributes
    ----------
    tokenizer : tokenizers.Tokenizer
    filling : int
        The row of the piece that fills up shorter texts.
    longest : int
        Pieces of a text, or pair of texts, with the marks around it. Of a pair that is
        longer the longer text loses its end first.
    """

    tokenizer: Any
    filling: int
    longest: int

    def __post_init__(self) -> None:
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(self.longest, strategy="longest_first")

    @property
    def marks(self) -> int:
        """How many marks stand in and around a pair of texts."""
        return int(self.tokenizer.num_special_tokens_to_add(is_pair=True))

    def lengths(self, texts: Sequence[str]) -> Whole:
        """Give the number of pieces of each text, uncut and without marks."""
        self.tokenizer.no_truncation()
        found = self.tokenizer.encode_batch(list(texts), add_special_tokens=False)
        self.tokenizer.enable_truncation(self.longest, strategy="longest_first")
        return np.array([len(one.ids) for one in found], dtype=np.int64)

    def batches(
        self, texts: Sequence[str], beside: Sequence[str] | None
    ) -> Iterator[CutBatch]:
        """Yield batches of nearly one length, short texts first."""
        given: Any = texts if beside is None else zip(texts, beside, strict=True)
        cut = self.tokenizer.encode_batch(list(given))
        order = sorted(range(len(cut)), key=lambda i: len(cut[i].ids))
        while order:
            n_texts = max(1, min(_AT_ONCE, _IN_A_BATCH // len(cut[order[-1]].ids)))
            places, order = order[:n_texts], order[n_texts:]
            yield self._filled(places, [cut[i] for i in places])

    def _filled(self, places: list[int], cut: Sequence[Any]) -> CutBatch:
        shape = (len(cut), max(len(one.ids) for one in cut))
        pieces = np.full(shape, self.filling, dtype=np.int64)
        seen, sides = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for i, one in enumerate(cut):
            n = len(one.ids)
            pieces[i, :n], seen[i, :n], sides[i, :n] = one.ids, 1, one.type_ids
        return CutBatch(places=places, pieces=pieces, seen=seen, sides=sides)
