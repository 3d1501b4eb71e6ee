"""Files of learned coders: the same coder back, and clear words about any other."""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from hustings.coding import learned_files
from hustings.coding.learned_files import (
    learned_bundle_from_bytes,
    learned_bundle_to_bytes,
    learned_from_bytes,
    learned_to_bytes,
    wanted_embedding,
)
from hustings.coding.learned_options import LearningOptions
from hustings.coding.learned_training import train_coder
from hustings.errors import ModelFileError
from hustings.words.embeddings import StaticEmbedding
from hustings.words.wordpieces import WordPieces
from invented_speech import invented_rows, units_and_values

if TYPE_CHECKING:
    from hustings.coding.learned import LearnedCoder

QUICK = LearningOptions(has_curve=False)
EMBEDDING = StaticEmbedding(
    name="small",
    version="abc",
    language="en",
    pieces=WordPieces(vocabulary={"tram": 0, "##s": 1, "tax": 2}),
    vectors=np.array([[1, 0], [0, 0], [0, 1]], dtype=np.int8),
    scales=np.ones(3, dtype=np.float32),
)


@cache
def coder(*, is_embedded: bool = False) -> LearnedCoder:
    units, values = units_and_values(invented_rows(n_documents=4))
    embedding = EMBEDDING if is_embedded else None
    return train_coder(units, values, embedding=embedding, options=QUICK).coder


def arrays_of(content: bytes) -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        return {name: file[name] for name in file.files}


def written(arrays: dict[str, np.ndarray]) -> bytes:
    out = io.BytesIO()
    np.savez(out, allow_pickle=False, **arrays)
    return out.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def with_header(**changes: object) -> bytes:
    arrays = arrays_of(learned_to_bytes(coder()))
    header = json.loads(arrays["header"].tobytes()) | changes
    arrays["header"] = np.frombuffer(json.dumps(header).encode(), np.uint8)
    return written(arrays)


def test_the_same_coder_comes_back() -> None:
    again = learned_from_bytes(learned_to_bytes(coder()), name="m.npz")
    batch = pa.RecordBatch.from_pylist([{"unit": "1", "text": "New trams and taxes."}])

    assert again.version == coder().version
    assert again.trained_on == coder().trained_on
    assert again.code(batch).equals(coder().code(batch))
    assert learned_to_bytes(again) == learned_to_bytes(coder())


def test_a_coder_with_an_embedding_names_it() -> None:
    content = learned_to_bytes(coder(is_embedded=True))
    wanted = wanted_embedding(content, name="m.npz")

    assert wanted is not None
    assert (wanted.name, wanted.version) == ("small", "abc")
    again = learned_from_bytes(content, name="m.npz", embedding=EMBEDDING)
    assert again.embedding is EMBEDDING
    assert wanted_embedding(learned_to_bytes(coder()), name="m.npz") is None


def test_another_embedding_is_refused() -> None:
    content = learned_to_bytes(coder(is_embedded=True))

    with pytest.raises(ModelFileError, match="needs the embedding 'small'"):
        learned_from_bytes(content, name="m.npz")


def test_several_variables_share_a_file() -> None:
    content = learned_bundle_to_bytes({"topic": coder(), "again": coder()})
    both = learned_bundle_from_bytes(content, name="m.npz")

    assert list(both) == ["again", "topic"]
    assert both["topic"].version == coder().version
    with pytest.raises(ModelFileError, match="holds 2 coders"):
        learned_from_bytes(content, name="m.npz")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>Not found</html>",
        pickle.dumps({"format": "hustings-coder"}),
        written({"other": np.zeros(3)}),
        written({"header": np.frombuffer(b"{", np.uint8)}),
        zipped("header.npy", b"no array"),
    ],
)
def test_what_is_no_coder_or_broken_is_refused(content: bytes) -> None:
    with pytest.raises(ModelFileError, match=r"m\.npz cannot be used as a model"):
        learned_from_bytes(content, name="m.npz")
    with pytest.raises(ModelFileError, match=r"m\.npz"):
        wanted_embedding(content, name="m.npz")


@pytest.mark.parametrize("length", [200, 2000, -200])
def test_a_file_that_was_cut_off_is_refused(length: int) -> None:
    with pytest.raises(ModelFileError, match="broken"):
        learned_from_bytes(learned_to_bytes(coder())[:length], name="m.npz")


def test_objects_of_python_are_never_loaded() -> None:
    out = io.BytesIO()
    np.savez(out, header=np.array([{"a": 1}], dtype=object))

    with pytest.raises(ModelFileError, match="no learned coder"):
        learned_from_bytes(out.getvalue(), name="m.npz")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"version": 1}, "its version is 1, not 2"),
        ({"format": "other"}, "no learned coder"),
        ({"coders": {}}, "no coder in it"),
        ({"coders": {"": {}}}, "a part is missing"),
        ({"coders": {"": 5}}, "a part is missing"),
    ],
)
def test_other_versions_and_missing_parts_are_named(
    changes: dict[str, object], reason: str
) -> None:
    with pytest.raises(ModelFileError, match=reason):
        learned_from_bytes(with_header(**changes), name="m.npz")


@pytest.mark.parametrize(
    ("name", "reason"),
    [("0_texts_weights", "is needed"), ("0_context_biases", "is needed")],
)
def test_arrays_must_fit_each_other(name: str, reason: str) -> None:
    arrays = arrays_of(learned_to_bytes(coder()))
    arrays[name] = arrays[name][:-1]

    with pytest.raises(ModelFileError, match=reason):
        learned_from_bytes(written(arrays), name="m.npz")


def test_a_number_that_was_changed_is_found() -> None:
    arrays = arrays_of(learned_to_bytes(coder()))
    arrays["0_context_biases"] = arrays["0_context_biases"] + 1

    with pytest.raises(ModelFileError, match="not what was written"):
        learned_from_bytes(written(arrays), name="m.npz")
    arrays["0_context_biases"] = arrays["0_context_biases"] * np.nan
    with pytest.raises(ModelFileError, match="not finite"):
        learned_from_bytes(written(arrays), name="m.npz")


def test_a_file_that_unpacks_to_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(learned_files, "LARGEST", 1000)
    content = zipped("header.npy", b"0" * 100_000)

    with pytest.raises(ModelFileError, match="unpacks to more than"):
        learned_from_bytes(content, name="m.npz")
