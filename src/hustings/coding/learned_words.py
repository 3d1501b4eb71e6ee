r"""Texts as rows of numbers: their words, pairs of words, and pieces of words.

A feature that stands :math:`n > 0` times in a text weighs :math:`(1 + \log n) \, r`,
with its rarity :math:`r = 1 + \log \frac{1 + N}{1 + d}` where :math:`d` of the N texts
of the training have it. Words with pairs, and pieces, are each brought to length 1,
counting what is not in the vocabulary as rarest of all: a text full of unknown words
says little. Pieces are runs of three to five characters of a word and the spaces around
it; they join the forms of a word, and the parts of a compound.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from hustings.words.scanning import scan_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hustings.words.scanning import IntArray, WordStream

Floats = NDArray[np.float32]

PIECES = (3, 4, 5)
"""Lengths of pieces, in characters."""

_FEWEST_TEXTS = 2
_MOST_FEATURES = 150_000
_LONGEST_WORD = 64


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vocabulary:
    """The features that a coder knows.

    Attributes
    ----------
    words, pairs, pieces : tuple of str
        In the order of their columns: words, then pairs, then pieces. A pair joins its
        words with a space.
    rarity : array of float, shape (n_features,)
    n_texts : int
        Texts that rarity was counted in.
    """

    words: tuple[str, ...]
    pairs: tuple[str, ...]
    pieces: tuple[str, ...]
    rarity: Floats
    n_texts: int
    _columns: tuple[dict[str, int], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # Kept, so that few texts do not wait for all names to be numbered.
        columns = (
            {name: i for i, name in enumerate(names)}
            for names in (self.words, self.pairs, self.pieces)
        )
        object.__setattr__(self, "_columns", tuple(columns))

    @property
    def columns(self) -> tuple[dict[str, int], ...]:
        """The column of each word, pair and piece among those of its kind."""
        return self._columns

    @property
    def n_features(self) -> int:
        """Columns of the matrix of a text."""
        return len(self.words) + len(self.pairs) + len(self.pieces)

    @property
    def greatest_rarity(self) -> float:
        """The rarity of what no text has."""
        return 1.0 + float(np.log(1.0 + self.n_texts))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TextFeatures:
    """Texts as rows, and what is needed to trace a number back to a word.

    Attributes
    ----------
    matrix : csr_array of float32, shape (n_texts, n_features)
    stream : WordStream
        The words of the texts.
    forms : csr_array of float32, shape (n_forms, n_features)
        What each form adds to a row, before the row is brought to its length.
    lengths : array of float32, shape (n_texts, 2)
        Lengths of words with pairs, and of pieces.
    """

    matrix: sparse.csr_array
    stream: WordStream
    forms: sparse.csr_array
    lengths: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Counted:
    """What texts hold, in names of their own."""

    stream: WordStream
    words: sparse.csr_array
    pair_names: tuple[str, ...]
    pairs: sparse.csr_array
    piece_names: tuple[str, ...]
    pieces_of_forms: sparse.csr_array


def learn_vocabulary(texts: Sequence[str]) -> Vocabulary:
    """Choose the features that at least two of the texts have.

    Examples
    --------
    >>> vocabulary = learn_vocabulary(["Buy trams.", "Sell trams!", "Buy trams"])
    >>> vocabulary.words, vocabulary.pairs
    (('buy', 'trams'), ('buy trams',))
    """
    counted = _count(texts)
    pieces = sparse.csr_array(counted.words @ counted.pieces_of_forms)
    parts = (
        _choose(counted.stream.forms, counted.words),
        _choose(counted.pair_names, counted.pairs),
        _choose(counted.piece_names, pieces),
    )
    n_texts = len(texts)
    found = np.concatenate([n_found for _, n_found in parts])
    rarity = 1.0 + np.log((1.0 + n_texts) / (1.0 + found))
    return Vocabulary(
        words=parts[0][0],
        pairs=parts[1][0],
        pieces=parts[2][0],
        rarity=rarity.astype(np.float32),
        n_texts=n_texts,
    )


def count_text_features(texts: Sequence[str], vocabulary: Vocabulary) -> TextFeatures:
    """Turn texts into rows of weighted features.

    Parameters
    ----------
    texts : sequence of str
    vocabulary : Vocabulary

    Returns
    -------
    TextFeatures
        A text without words is a row of zeros.
    """
    counted = _count(texts)
    n_words, n_pairs = len(vocabulary.words), len(vocabulary.pairs)
    found = (counted.stream.forms, counted.pair_names, counted.piece_names)
    parts = [
        _known(names, columns)
        for names, columns in zip(found, vocabulary.columns, strict=True)
    ]
    rarity = np.split(vocabulary.rarity, [n_words, n_words + n_pairs])
    greatest = vocabulary.greatest_rarity
    pieces = sparse.csr_array(counted.pieces_of_forms @ parts[2])
    blocks = [
        _weighted(counted.words @ parts[0], rarity[0]),
        _weighted(counted.pairs @ parts[1], rarity[1]),
        _weighted(counted.words @ pieces, rarity[2]),
    ]
    unknown = [
        _n_unknown(counted.words, parts[0]) + _n_unknown(counted.pairs, parts[1]),
        counted.words @ (_entries(counted.pieces_of_forms) - _entries(pieces)),
    ]
    squares = [_squares(blocks[0]) + _squares(blocks[1]), _squares(blocks[2])]
    lengths = np.sqrt(
        np.maximum(np.stack(squares, 1) + np.stack(unknown, 1) * greatest**2, 1e-12)
    ).astype(np.float32)
    words = sparse.hstack(blocks[:2])
    matrix = sparse.hstack(
        [_divided(words, lengths[:, 0]), _divided(blocks[2], lengths[:, 1])]
    )
    forms = sparse.hstack(
        [
            _weighted(parts[0], rarity[0]),
            sparse.csr_array((len(counted.stream.forms), n_pairs), dtype=np.float32),
            _weighted(pieces, rarity[2]),
        ]
    )
    return TextFeatures(
        matrix=sparse.csr_array(matrix),
        stream=counted.stream,
        forms=sparse.csr_array(forms),
        lengths=lengths,
    )


def _count(texts: Sequence[str]) -> _Counted:
    """Count forms and pairs of texts, and the pieces of forms."""
    stream = scan_words(texts)
    rows = np.repeat(np.arange(len(texts)), np.diff(stream.ends))
    pair_names, pairs = _count_pairs(stream, rows, len(texts))
    piece_names, pieces = _cut_forms(stream.forms)
    return _Counted(
        stream=stream,
        words=_table(rows, stream.ids, (len(texts), len(stream.forms))),
        pair_names=pair_names,
        pairs=pairs,
        piece_names=piece_names,
        pieces_of_forms=pieces,
    )


def _count_pairs(
    stream: WordStream, rows: IntArray, n_texts: int
) -> tuple[tuple[str, ...], sparse.csr_array]:
    """Count words that follow each other."""
    beside = rows[1:] == rows[:-1]
    n_forms = len(stream.forms)
    keys = stream.ids[:-1][beside] * n_forms + stream.ids[1:][beside]
    found, columns = np.unique(keys, return_inverse=True)
    names = tuple(
        f"{stream.forms[key // n_forms]} {stream.forms[key % n_forms]}"
        for key in found.tolist()
    )
    return names, _table(rows[:-1][beside], columns, (n_texts, len(names)))


def _cut_forms(
    forms: Sequence[str],
) -> tuple[tuple[str, ...], sparse.csr_array]:
    """Cut every form into its different pieces."""
    index: dict[str, int] = {}
    cut = [[index.setdefault(p, len(index)) for p in _pieces(form)] for form in forms]
    columns = np.fromiter(chain.from_iterable(cut), np.int64)
    rows = np.repeat(np.arange(len(forms)), [len(of_form) for of_form in cut])
    return tuple(index), _table(rows, columns, (len(forms), len(index)))


def _pieces(form: str) -> Iterator[str]:
    """Give the different pieces of a form, with the spaces around it, in order."""
    word = f" {form[:_LONGEST_WORD]} "
    found = (word[i : i + n] for n in PIECES for i in range(max(len(word) - n + 1, 0)))
    return iter(dict.fromkeys(found))


def _choose(
    names: Sequence[str], counts: sparse.csr_array
) -> tuple[tuple[str, ...], IntArray]:
    """Choose the names that enough texts have, in the order of their code points."""
    n_found = np.bincount(counts.indices, minlength=len(names))
    enough = np.flatnonzero(n_found >= _FEWEST_TEXTS)
    if len(enough) > _MOST_FEATURES:
        order = np.argsort(-n_found[enough], kind="stable")
        enough = enough[order[:_MOST_FEATURES]]
    chosen = sorted(enough.tolist(), key=names.__getitem__)
    return tuple(names[i] for i in chosen), n_found[chosen].astype(np.int64)


def _known(names: Sequence[str], columns: Mapping[str, int]) -> sparse.csr_array:
    """(n_names, n_known): 1 where a name is a known one."""
    pairs = [(i, columns[name]) for i, name in enumerate(names) if name in columns]
    places = np.array(pairs, np.int64).reshape(-1, 2)
    return _table(places[:, 0], places[:, 1], (len(names), len(columns)))


def _table(
    rows: IntArray, columns: IntArray, shape: tuple[int, int]
) -> sparse.csr_array:
    """Count how often each place is named."""
    ones = np.ones(len(rows), np.float32)
    table = sparse.csr_array((ones, (rows, columns)), shape=shape)
    table.sum_duplicates()
    return table


def _weighted(counts: sparse.csr_array, rarity: Floats) -> sparse.csr_array:
    weighted = sparse.csr_array(counts, dtype=np.float32)
    weighted.sort_indices()
    weighted.data = (1 + np.log(weighted.data)) * rarity[weighted.indices]
    return weighted


def _entries(table: sparse.csr_array) -> Floats:
    """Give the number of entries of each row."""
    return np.asarray(np.diff(table.indptr), np.float32)


def _n_unknown(counts: sparse.csr_array, known: sparse.csr_array) -> Floats:
    """Count the different features of each text that are not known."""
    is_unknown = (_entries(known) == 0).astype(np.float32)
    present = sparse.csr_array(
        (np.ones_like(counts.data), counts.indices, counts.indptr), shape=counts.shape
    )
    return np.asarray(present @ is_unknown, np.float32)


def _squares(block: sparse.csr_array) -> Floats:
    return np.asarray(block.multiply(block).sum(axis=1), np.float32).ravel()


def _divided(block: sparse.csr_array, lengths: Floats) -> sparse.csr_array:
    return sparse.diags_array(1 / lengths) @ block
