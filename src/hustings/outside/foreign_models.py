"""Networks that embed: ONNX models and models of sentence-transformers, as extras."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from hustings.errors import ModelFileError
from hustings.outside.extras import load_extra
from hustings.outside.model_sizes import (
    LARGEST_NETWORK,
    LARGEST_SETTINGS,
    LARGEST_VOCABULARY,
    VOCABULARIES,
    require_onnx_size,
    require_size,
)
from hustings.outside.network_files import hash_of, refuse
from hustings.outside.quieting import quiet_transformers
from hustings.words.embeddings import with_length_one

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy.typing as npt

    from hustings.outside.piece_files import ForeignPieces
    from hustings.words.embeddings import Vectors
    from hustings.words.wordpieces import WordPieces

MOST_PIECES = 256
"""Pieces of a text that an ONNX model sees; the rest is left out."""
_AT_ONCE = 64
_PICKLED = ("*.bin", "*.pt", "*.pth", "*.pkl", "*.ckpt")
_DAMAGED = (
    OSError,
    ValueError,
    RecursionError,
    TypeError,
    KeyError,
    AttributeError,
)
_OWN_PARTS = "sentence_transformers."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OnnxEmbedding:
    """The mean of the states that an ONNX network has over the pieces of a text.

    Attributes
    ----------
    is_first : bool
        Whether the state of the first piece stands for the text, and not the mean.
    """

    name: str
    version: str
    width: int
    session: Any
    pieces: WordPieces | ForeignPieces
    is_first: bool = False

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        pieces: WordPieces | ForeignPieces,
        is_first: bool = False,
    ) -> Self:
        """Open a network, and run it once to see what comes out.

        Raises
        ------
        ModelFileError
            If it is no network that turns pieces into states.
        MissingExtraError
            If onnxruntime is not installed.
        """
        require_onnx_size(path, name=path.parent.name)
        onnxruntime = _load("onnxruntime", path)
        name, version = path.parent.name, hash_of([path])
        try:
            session = onnxruntime.InferenceSession(str(path))
            rows = np.array([pieces.rows_of("a") or [0]], dtype=np.int64)
            width = _run_network(session, rows, np.ones_like(rows)).shape[-1]
        except Exception as error:  # the runtime has a class a fault, of no common root
            reason = "onnxruntime cannot run it as a network from pieces to states."
            advice = "Fetch it again, or name another model."
            raise ModelFileError(name=path.name, reason=reason, advice=advice) from (
                error
            )
        return cls(
            name=name,
            version=version,
            width=width,
            session=session,
            pieces=pieces,
            is_first=is_first,
        )

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Give a row a text, of length 1, or 0 for a text without pieces."""
        rows = [self.pieces.rows_of(text)[:MOST_PIECES] for text in texts]
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
        embedded = np.zeros((len(rows), self.width), dtype=np.float32)
        filled = [i for i in order if rows[i]]
        for start in range(0, len(filled), _AT_ONCE):
            batch = filled[start : start + _AT_ONCE]
            embedded[batch] = self._means([rows[i] for i in batch])
        return with_length_one(embedded)

    def _means(self, rows: Sequence[Sequence[int]]) -> Vectors:
        longest = max(map(len, rows))
        padded = np.zeros((len(rows), longest), dtype=np.int64)
        seen = np.zeros_like(padded)
        for i, row in enumerate(rows):
            padded[i, : len(row)] = row
            seen[i, : len(row)] = 1
        states = _run_network(self.session, padded, seen)
        if states.ndim == 2:  # the network has summed up itself
            return states
        return states[:, 0] if self.is_first else _mean_states(states, seen)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TransformerEmbedding:
    """A model of sentence-transformers, opened from a folder, never from a network."""

    name: str
    version: str
    width: int
    model: Any

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a folder; only weights as safetensors are taken.

        Raises
        ------
        ModelFileError
            If it has no safetensors, or is damaged.
        MissingExtraError
            If sentence-transformers is not installed.
        """
        weights = _checked_weights(path)
        _check_parts(path)
        model = _open_transformer(path)
        return cls(
            name=path.name,
            version=hash_of(weights),
            width=int(model.encode(["a"], show_progress_bar=False).shape[1]),
            model=model,
        )

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Give a row a text, of length 1."""
        found = self.model.encode(list(texts), show_progress_bar=False)
        vectors = np.asarray(found, dtype=np.float32).reshape(len(texts), self.width)
        return with_length_one(vectors)


def _checked_weights(path: Path) -> list[Path]:
    """Give all weights; refuse a folder that has others than safetensors."""
    weights = sorted(path.rglob("*.safetensors"))
    pickled = {file.parent for kind in _PICKLED for file in path.rglob(kind)}
    if not weights or pickled - {file.parent for file in weights}:
        reason = "it has no weights as safetensors, and others are not opened."
        refuse(str(path), reason, "Save it again as safetensors.")
    require_size(weights, LARGEST_NETWORK, name=path.name)
    vocabularies = [file for kind in VOCABULARIES for file in path.rglob(kind)]
    require_size(vocabularies, LARGEST_VOCABULARY, name=path.name)
    return weights


def _check_parts(path: Path) -> None:
    """Refuse parts that are not the library's own: they could be any program."""
    file = path / "modules.json"
    require_size([file], LARGEST_SETTINGS, name=f"{path.name}/{file.name}")
    try:
        parts = json.loads(file.read_text(encoding="utf-8"))
        kinds = [str(part["type"]) for part in parts]
        places = [(path / str(part.get("path") or "")).resolve() for part in parts]
    except _DAMAGED:
        refuse(str(path), "its modules.json is missing or damaged.")
    strange = [kind for kind in kinds if not kind.startswith(_OWN_PARTS)]
    if strange:
        reason = f"it needs program code of its own ({strange[0]})."
        refuse(str(path), reason, "Hustings does not run it.")
    if not all(place.is_relative_to(path.resolve()) for place in places):
        # weights there have not been looked at, and may hold programs
        refuse(str(path), "its modules.json names parts outside its folder.")


def _open_transformer(path: Path) -> Any:  # noqa: ANN401  # the extra may be missing
    sentence_transformers = _load("sentence-transformers", path)
    try:
        with quiet_transformers(import_module("transformers")):
            return sentence_transformers.SentenceTransformer(
                str(path),
                device="cpu",
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True},
            )
    except Exception as error:  # the library has a class a fault, of no common root
        reason = "sentence-transformers cannot open it."
        advice = "Fetch it again, with all its files."
        raise ModelFileError(name=str(path), reason=reason, advice=advice) from error


def _run_network(session: Any, rows: Any, seen: Any) -> Vectors:  # noqa: ANN401  # of the extra
    """(n_texts, n_pieces) of rows -> what the network gives first."""
    given = {
        "input_ids": rows,
        "attention_mask": seen,
        "token_type_ids": np.zeros_like(rows),
    }
    wanted = {entry.name for entry in session.get_inputs()}
    states = session.run(None, {key: given[key] for key in sorted(wanted)})[0]
    return np.asarray(states, dtype=np.float32)


def _mean_states(states: Vectors, seen: npt.NDArray[np.int64]) -> Vectors:
    """(n_texts, n_pieces, width) -> (n_texts, width): the mean over what is seen."""
    shares = (seen / seen.sum(axis=1, keepdims=True)).astype(np.float32)
    means: Vectors = np.einsum("tpw,tp->tw", states, shares)
    return means


def _load(package: str, path: Path) -> Any:  # noqa: ANN401  # a module
    return load_extra(
        package.replace("-", "_"),
        package=package,
        extra="embeddings",
        what=f"The model {path.name}",
    )
