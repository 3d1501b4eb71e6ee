"""The teacher of the embedding, all-MiniLM-L6-v2, in numpy: six layers and a mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from scipy.special import erf

from hustings.words.embeddings import with_length_one

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from hustings.words.wordpieces import WordPieces

    Array: TypeAlias = npt.NDArray[np.float32]

OPENING, CLOSING = 101, 102
"""The rows of [CLS] and [SEP], which stand around every text."""
N_LAYERS, N_HEADS = 6, 12
MOST_PIECES = 96
_AT_ONCE = 6000
_SMALLEST = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Teacher:
    """The weights by their published names, and the vocabulary they belong to."""

    weights: Mapping[str, Array]
    pieces: WordPieces

    def embed(self, texts: Sequence[str]) -> Array:
        """Give a row of 384 a text, of length 1; long texts are cut off."""
        rows = [
            [OPENING, *self.pieces.rows_of(text)[: MOST_PIECES - 2], CLOSING]
            for text in texts
        ]
        # Texts of one length are computed together, so that nothing is padded.
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
        embedded = np.zeros((len(rows), 384), dtype=np.float32)
        for batch in _batches(order, [len(row) for row in rows]):
            embedded[batch] = self._means(np.array([rows[i] for i in batch]))
        return with_length_one(embedded)

    def _means(self, rows: npt.NDArray[np.int64]) -> Array:
        """(n_texts, n_pieces) -> (n_texts, 384)."""
        place = self._named("embeddings.position_embeddings")[: rows.shape[1]]
        kind = self._named("embeddings.token_type_embeddings")[0]
        states = self._named("embeddings.word_embeddings")[rows] + place + kind
        states = self._norm(states, "embeddings.LayerNorm")
        for layer in range(N_LAYERS):
            states = self._layer(states, f"encoder.layer.{layer}")
        means: Array = states.mean(axis=1)
        return means

    def _layer(self, states: Array, name: str) -> Array:
        heard = self._attend(states, f"{name}.attention.self")
        heard = self._linear(heard, f"{name}.attention.output.dense")
        states = self._norm(heard + states, f"{name}.attention.output.LayerNorm")
        inner = self._linear(states, f"{name}.intermediate.dense")
        inner *= 0.5 * (1 + erf(inner / np.float32(np.sqrt(2))))
        inner = self._linear(inner, f"{name}.output.dense")
        return self._norm(inner + states, f"{name}.output.LayerNorm")

    def _attend(self, states: Array, name: str) -> Array:
        query, key, value = (
            self._heads(self._linear(states, f"{name}.{part}"))
            for part in ("query", "key", "value")
        )
        likeness = query @ key.swapaxes(-1, -2) / np.float32(np.sqrt(query.shape[-1]))
        likeness = np.exp(likeness - likeness.max(axis=-1, keepdims=True))
        likeness /= likeness.sum(axis=-1, keepdims=True)
        return (likeness @ value).swapaxes(1, 2).reshape(states.shape)

    @staticmethod
    def _heads(states: Array) -> Array:
        """(n_texts, n_pieces, 384) -> (n_texts, 12, n_pieces, 32)."""
        return states.reshape(*states.shape[:2], N_HEADS, -1).swapaxes(1, 2)

    def _linear(self, states: Array, name: str) -> Array:
        flat = states.reshape(-1, states.shape[-1])
        moved = flat @ self._named(name).T + self.weights[f"{name}.bias"]
        return moved.reshape(*states.shape[:-1], -1)

    def _norm(self, states: Array, name: str) -> Array:
        centred = states - states.mean(axis=-1, keepdims=True)
        spread = (centred * centred).mean(axis=-1, keepdims=True)
        scaled: Array = centred / np.sqrt(spread + np.float32(_SMALLEST))
        return scaled * self._named(name) + self.weights[f"{name}.bias"]

    def _named(self, name: str) -> Array:
        return self.weights[f"{name}.weight"]


def _batches(order: Sequence[int], lengths: Sequence[int]) -> list[list[int]]:
    """Cut an order by length into batches of one length, none of too many pieces."""
    batches: list[list[int]] = []
    for i in order:
        last = batches[-1] if batches else []
        is_like = bool(last) and lengths[last[0]] == lengths[i]
        if is_like and (len(last) + 1) * lengths[i] <= _AT_ONCE:
            last.append(i)
        else:
            batches.append([i])
    return batches
