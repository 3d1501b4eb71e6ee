"""Embeddings: the one that comes with Hustings, and the user's own by their path.

A path may name
- an `.npz` file as `scripts/distil_embedding.py` writes it,
- a folder of model2vec: `config.json`, `model.safetensors`, `tokenizer.json`,
- a folder with an ONNX model and its `tokenizer.json`,
- a folder of sentence-transformers: `modules.json`, its parts, weights as safetensors.
What is read is JSON, npz, safetensors and ONNX, nothing that could hold a program.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from hustings.errors import EmbeddingShapeError, ModelFileError, NoEmbeddingError
from hustings.outside.arrays import LARGEST, npz_arrays, read_safetensors
from hustings.outside.foreign_models import OnnxEmbedding, TransformerEmbedding
from hustings.outside.model_sizes import LARGEST_SETTINGS, require_size
from hustings.outside.network_files import hash_of
from hustings.outside.piece_files import read_pieces
from hustings.words.embeddings import Embedding, StaticEmbedding
from hustings.words.wordpieces import WordPieces

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from hustings.outside.arrays import Arrays

LANGUAGES = ("en",)
"""Languages in which an embedding comes with Hustings."""
_FORMAT = "hustings-embedding"
_VERSION = 1
_DIGITS = 12
_WAYS = {
    "cls": True,
    "mean": False,
    "pooling_mode_cls_token": True,
    "pooling_mode_mean_tokens": False,
}
"""How sentence-transformers calls taking the first state, and taking the mean."""
_KINDS = (
    "Name an .npz embedding of Hustings, or a folder of model2vec (config.json, "
    "model.safetensors, tokenizer.json), of an ONNX model with its tokenizer.json, or "
    "of sentence-transformers (modules.json)."
)


@cache
def packaged_embedding(language: str | None) -> StaticEmbedding:
    """Give the embedding that comes with Hustings in a language.

    Raises
    ------
    NoEmbeddingError
        If none does.

    Examples
    --------
    >>> packaged_embedding("en").width
    256
    """
    if language not in LANGUAGES:
        raise NoEmbeddingError(language=language, known=LANGUAGES)
    name = f"embedding-{language}.npz"
    content = (resources.files("hustings") / "weights" / name).read_bytes()
    return embedding_from_npz(content, name=name)


def read_embedding(path: Path) -> Embedding:
    """Open a user's own embedding by its path.

    Raises
    ------
    ModelFileError
        If nothing that can be read is there, or it is damaged.
    MissingExtraError
        If it needs a package that is not installed.
    """
    if path.is_file() and path.suffix == ".npz":
        require_size([path], LARGEST, name=path.name)
        return embedding_from_npz(path.read_bytes(), name=path.name)
    if not path.is_dir():
        reason = "no such folder or .npz file is there."
        raise ModelFileError(name=str(path), reason=reason, advice=_KINDS)
    return _read_folder(path)


def embedding_from_npz(content: bytes, *, name: str) -> StaticEmbedding:
    """Give the embedding in an npz file's bytes; `name` stands in errors.

    Raises
    ------
    ModelFileError
        If it is damaged, no embedding, or of a version that this Hustings cannot read.
    """
    arrays = npz_arrays(content, name=name)
    about = _about(arrays, name)
    missing = {"vocabulary", "vectors", "scales"} - set(arrays)
    if missing:
        _refuse(name, f"it has no {', '.join(sorted(missing))}.")
    entries = _text(arrays["vocabulary"], name).split("\n")
    return _static(
        name=str(about.get("name", name)),
        version=_short(content),
        language=about.get("language"),
        pieces=WordPieces(vocabulary={entry: row for row, entry in enumerate(entries)}),
        vectors=arrays["vectors"],
        scales=arrays["scales"],
    )


def _about(arrays: Arrays, name: str) -> Mapping[str, Any]:
    about = _object(_text(arrays.get("about", np.zeros(0, np.uint8)), name), name)
    if about.get("format") != _FORMAT:
        _refuse(name, "it is no embedding of Hustings.", _KINDS)
    if about.get("version") != _VERSION:
        reason = f"it is of version {about.get('version')!r}, this reads {_VERSION}."
        _refuse(name, reason, "Use a Hustings as new as the file, or make it again.")
    return about


def _read_folder(path: Path) -> Embedding:
    """Find out what a folder holds by the files in it."""
    onnx = sorted([*path.glob("*.onnx"), *path.glob("onnx/*.onnx")])
    if _config(path).get("model_type") == "model2vec":
        return _read_model2vec(path)
    if onnx:
        pieces = read_pieces(path / "tokenizer.json", is_model=True)
        is_first = _takes_first_state(path)
        return OnnxEmbedding.open(onnx[0], pieces=pieces, is_first=is_first)
    if (path / "modules.json").is_file():
        return TransformerEmbedding.open(path)
    raise ModelFileError(
        name=str(path), reason="it holds no model that is known.", advice=_KINDS
    )


def _takes_first_state(path: Path) -> bool:
    """Read how the states of pieces become one vector, where a model says so."""
    file = path / "1_Pooling" / "config.json"
    if not file.is_file():
        return False
    said = _object(_settings(file), path.name)
    ways = [
        key for key, value in said.items() if value is True and key[:7] == "pooling"
    ]
    named = said.get("pooling_mode")
    ways += [str(named)] if named is not None else []
    if len(ways) != 1 or ways[0] not in _WAYS:
        _refuse(path.name, "it sums up states in a way that is not known.", _KINDS)
    return _WAYS[ways[0]]


def _read_model2vec(path: Path) -> StaticEmbedding:
    """Read vectors, and where they are there, weights and the rows of pieces."""
    file = path / "model.safetensors"
    arrays = read_safetensors(file)
    if "embeddings" not in arrays:
        _refuse(str(file), "it has no 'embeddings'.")
    read = np.atleast_1d(arrays["embeddings"])
    rows = arrays.get("mapping", np.arange(len(read))).astype(np.int64)
    width = read.size // max(len(read), 1)
    if max(len(read), rows.size) * width * 4 > LARGEST:
        _refuse(str(file), f"its vectors would take up more than {LARGEST:,} bytes.")
    table = read.astype(np.float32)
    if rows.size and not 0 <= rows.min() <= rows.max() < len(table):
        _refuse(str(file), "its mapping names rows that are not there.")
    return _static(
        name=path.name,
        version=hash_of([file]),
        language=None,
        pieces=read_pieces(path / "tokenizer.json", is_model=False),
        vectors=table[rows],
        scales=arrays.get("weights", np.ones(len(rows))).astype(np.float32),
    )


def _static(**parts: Any) -> StaticEmbedding:  # noqa: ANN401  # fields of the class
    try:
        return StaticEmbedding(**parts)
    except EmbeddingShapeError as error:
        advice = "Fetch or make it again."
        raise ModelFileError(
            name=parts["name"], reason=error.reason, advice=advice
        ) from error


def _config(path: Path) -> Mapping[str, Any]:
    file = path / "config.json"
    if not file.is_file():
        return {}
    return _object(_settings(file), f"{path.name}/config.json")


def _settings(file: Path) -> str:
    require_size([file], LARGEST_SETTINGS, name=f"{file.parent.name}/{file.name}")
    return file.read_text(encoding="utf-8", errors="replace")


def _object(text: str, name: str) -> Mapping[str, Any]:
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        _refuse(name, "what should say what it is, is no JSON object.")
    return dict(read)


def _text(letters: object, name: str) -> str:
    if not isinstance(letters, np.ndarray) or letters.dtype != np.uint8:
        _refuse(name, "its words are no bytes.")
    return np.asarray(letters).tobytes().decode("utf-8", errors="replace")


def _short(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_DIGITS]


def _refuse(name: str, reason: str, advice: str = "Fetch or make it again.") -> None:
    raise ModelFileError(name=name, reason=reason, advice=advice)
