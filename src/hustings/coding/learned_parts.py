"""Learned coders taken apart, into a JSON header and arrays, and put together again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from hustings.coding.calibration import CalibrationCurve
from hustings.coding.learned import LearnedCoder, TrainedOn
from hustings.coding.learned_context import N_PLACES, ContextModel
from hustings.coding.learned_decisions import Decisions
from hustings.coding.learned_scores import LinearScorer
from hustings.coding.learned_words import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from hustings.words.embeddings import Embedding

    Arrays = Mapping[str, NDArray[Any]]
    Header = Mapping[str, Any]

_STAMP = 16
_SCORERS = ("texts", "targets")


class Parts(NamedTuple):
    """What a file holds of a coder: text and few numbers, and arrays."""

    header: dict[str, Any]
    arrays: dict[str, NDArray[Any]]


def fingerprint(coder: LearnedCoder) -> str:
    """Give the beginning of the SHA-256 of all that decides what a coder answers."""
    digest = hashlib.sha256()
    header, arrays = take_apart(coder)
    header.pop("version")
    digest.update(as_json(header))
    for name in sorted(arrays):
        digest.update(name.encode() + arrays[name].tobytes())
    return digest.hexdigest()[:_STAMP]


def take_apart(coder: LearnedCoder) -> Parts:
    """Take a coder apart; its embedding is only named."""
    embedding = coder.embedding
    scorers = _scorers(coder)
    header = {
        "name": coder.name,
        "version": coder.version,
        "codes": list(coder.codes),
        "languages": list(coder.languages),
        "embedding": None
        if embedding is None
        else {"name": embedding.name, "version": embedding.version},
        "n_texts": {name: one.vocabulary.n_texts for name, one in scorers.items()},
        "decisions": asdict(coder.decisions),
        "trained_on": asdict(coder.trained_on),
    }
    arrays = {
        "context_weights": coder.context.weights,
        "context_biases": coder.context.biases,
    }
    for name, scorer in scorers.items():
        arrays |= _arrays_of(name, scorer)
    return Parts(header, arrays)


def put_together(
    header: Header, arrays: Arrays, embedding: Embedding | None
) -> LearnedCoder:
    """Put a coder together, and check that its parts fit each other.

    Raises
    ------
    KeyError, TypeError, ValueError, AttributeError
        If a part is missing or wrong.
    """
    scorers = {
        name: _scorer(name, int(n), arrays, embedding)
        for name, n in header["n_texts"].items()
    }
    coder = LearnedCoder(
        name=str(header["name"]),
        version=str(header["version"]),
        codes=tuple(map(str, header["codes"])),
        languages=tuple(map(str, header["languages"])),
        scorer=scorers["texts"],
        target_scorer=scorers.get("targets"),
        context=ContextModel(
            weights=_floats(arrays["context_weights"]),
            biases=_floats(arrays["context_biases"]),
        ),
        decisions=_decisions(header["decisions"]),
        trained_on=_trained_on(header["trained_on"]),
    )
    _check_shapes(coder)
    return coder


def as_json(header: Header) -> bytes:
    """Write a header, the same bytes for the same content."""
    return json.dumps(header, sort_keys=True, ensure_ascii=False).encode()


def _scorers(coder: LearnedCoder) -> dict[str, LinearScorer]:
    both = zip(_SCORERS, (coder.scorer, coder.target_scorer), strict=True)
    return {name: scorer for name, scorer in both if scorer is not None}


def _arrays_of(name: str, scorer: LinearScorer) -> dict[str, NDArray[Any]]:
    vocabulary = scorer.vocabulary
    return {
        f"{name}_words": _joined(vocabulary.words),
        f"{name}_pairs": _joined(vocabulary.pairs),
        f"{name}_pieces": _joined(vocabulary.pieces),
        f"{name}_rarity": vocabulary.rarity,
        # Fitted so that 16 bits hold them.
        f"{name}_weights": scorer.weights.astype(np.float16),
        f"{name}_biases": scorer.biases,
    }


def _scorer(
    name: str, n_texts: int, arrays: Arrays, embedding: Embedding | None
) -> LinearScorer:
    vocabulary = Vocabulary(
        words=_split(arrays[f"{name}_words"]),
        pairs=_split(arrays[f"{name}_pairs"]),
        pieces=_split(arrays[f"{name}_pieces"]),
        rarity=_floats(arrays[f"{name}_rarity"]),
        n_texts=n_texts,
    )
    return LinearScorer(
        vocabulary=vocabulary,
        embedding=embedding,
        weights=_floats(arrays[f"{name}_weights"]),
        biases=_floats(arrays[f"{name}_biases"]),
    )


def _check_shapes(coder: LearnedCoder) -> None:
    """Raise ValueError unless every array has the shape that the others ask for."""
    for found, wanted in _shapes(coder):
        if found != wanted:
            message = f"an array is {found} where {wanted} is needed"
            raise ValueError(message)


def _shapes(coder: LearnedCoder) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Give each shape that is there with the one that is needed."""
    n_codes, n_columns = len(coder.codes), len(coder.scorer.biases)
    scorers = _scorers(coder)
    n_places = N_PLACES + len(scorers) - 1
    n_inputs = n_places * n_columns + len(coder.languages)
    width = 0 if coder.embedding is None else coder.embedding.width
    for scorer in scorers.values():
        n_features = scorer.vocabulary.n_features
        yield scorer.vocabulary.rarity.shape, (n_features,)
        yield scorer.weights.shape, (n_features + width, n_columns)
    yield coder.context.weights.shape, (n_inputs, n_codes)
    yield coder.context.biases.shape, (n_codes,)
    yield (len(coder.decisions.shares),), (n_codes,)


def _decisions(content: Header) -> Decisions:
    curve = content["curve"]
    return Decisions(
        shares=tuple(map(float, content["shares"])),
        preference=float(content["preference"]),
        temperature=float(content["temperature"]),
        curve=None
        if curve is None
        else CalibrationCurve(
            probabilities=tuple(map(float, curve["probabilities"])),
            shares=tuple(map(float, curve["shares"])),
        ),
    )


def _trained_on(content: Header) -> TrainedOn:
    kinds = {"int": int, "float": float, "str": str}
    return TrainedOn(
        **{
            one.name: kinds[str(one.type)](content[one.name])
            for one in fields(TrainedOn)
        }
    )


def _joined(names: tuple[str, ...]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(names).encode(), np.uint8)


def _split(written: NDArray[np.uint8]) -> tuple[str, ...]:
    text = written.tobytes().decode()
    return tuple(text.split("\n")) if text else ()


def _floats(array: NDArray[Any]) -> NDArray[np.float32]:
    numbers = np.asarray(array, np.float32)
    if not np.isfinite(numbers).all():
        message = "a number is not finite"
        raise ValueError(message)
    return numbers
