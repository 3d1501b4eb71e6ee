from __future__ import annotations

import json
import sys
from importlib import resources
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hustings.errors import MissingExtraError, ModelFileError, NoEmbeddingError
from hustings.outside import model_sizes
from hustings.outside.foreign_models import OnnxEmbedding
from hustings.outside.models import (
    embedding_from_npz,
    packaged_embedding,
    read_embedding,
)
from hustings.outside.network_files import safetensors_of
from hustings.words.embeddings import Embedding
from hustings.words.wordpieces import WordPieces

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ENTRIES = ["tram", "##s", "tax"]
PAIRS = [
    ("The harbour needs more ferries.", "More boats shall cross the port."),
    ("Income tax will be lower.", "We shall cut the levy on earnings."),
    ("More nurses for the hospitals.", "The health service needs medical staff."),
    ("Burglars will stay in prison for longer.", "Criminals deserve more jail."),
    ("Wind power replaces coal.", "Renewable energy instead of fossil fuels."),
    ("Schools need more teachers.", "Smaller classes for every pupil."),
]


def letters(text: str) -> np.ndarray:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def npz(*, about: object = None, **changes: np.ndarray | None) -> bytes:
    stated = {"format": "hustings-embedding", "version": 1, "name": "few"}
    given: dict[str, np.ndarray | None] = {
        "about": letters(json.dumps(stated if about is None else about)),
        "vocabulary": letters("\n".join(ENTRIES)),
        "vectors": np.array([[3, 0], [0, 0], [0, 4]], dtype=np.int8),
        "scales": np.ones(3, dtype=np.float32),
        **changes,
    }
    buffer = BytesIO()
    np.savez(
        buffer, allow_pickle=False, **{k: v for k, v in given.items() if v is not None}
    )
    return buffer.getvalue()


def bert(vocabulary: Mapping[str, int], **changes: object) -> dict[str, object]:
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": {
            "type": "BertNormalizer",
            "clean_text": True,
            "handle_chinese_chars": True,
            "strip_accents": None,
            "lowercase": True,
        },
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": None,
        "decoder": None,
        "model": {
            "type": "WordPiece",
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100,
            "vocab": vocabulary,
        },
        **changes,
    }


def safetensors(arrays: Mapping[str, np.ndarray]) -> bytes:
    header, content = {}, b""
    kinds = {"float32": "F32", "float64": "F64", "int64": "I64"}
    for name, array in arrays.items():
        ends = [len(content), len(content) + array.nbytes]
        kind = kinds[array.dtype.name]
        header[name] = {"dtype": kind, "shape": array.shape, "data_offsets": ends}
        content += array.tobytes()
    text = json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + content


def model2vec(folder: Path, arrays: Mapping[str, np.ndarray]) -> Path:
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps({"model_type": "model2vec"}))
    (folder / "model.safetensors").write_bytes(safetensors(arrays))
    rows = {"[UNK]": 0, "tram": 1, "##s": 2, "tax": 3}
    (folder / "tokenizer.json").write_text(json.dumps(bert(rows)))
    return folder


TABLE = np.array([[9, 9], [1, 0], [0, 0], [0, 1]], dtype=np.float32)


def test_the_packaged_embedding_finds_what_is_alike() -> None:
    embedding = packaged_embedding("en")
    first = embedding.embed([one for one, _ in PAIRS])
    second = embedding.embed([other for _, other in PAIRS])
    likeness = first @ second.T
    alike = np.diag(likeness)
    others = likeness[~np.eye(len(PAIRS), dtype=bool)]
    assert (likeness.argmax(axis=1) == np.arange(len(PAIRS))).all()
    assert alike.mean() > others.mean() + 0.2


def test_the_packaged_embedding_says_what_it_is() -> None:
    embedding = packaged_embedding("en")
    assert (embedding.name, embedding.language, embedding.width) == (
        "hustings-en",
        "en",
        256,
    )
    assert len(embedding.version) == 12
    assert embedding.vectors.dtype == np.int8
    assert np.abs(embedding.vectors).max(axis=1).min() == 127
    assert np.linalg.norm(embedding.embed(["Nationalisation"])) == pytest.approx(1)


def test_the_packaged_embedding_is_small() -> None:
    path = resources.files("hustings") / "weights" / "embedding-en.npz"
    assert len(path.read_bytes()) < 10_000_000


@pytest.mark.parametrize("language", ["de", None])
def test_other_languages_have_none(language: str | None) -> None:
    with pytest.raises(NoEmbeddingError, match="only in en"):
        packaged_embedding(language)


def test_a_file_of_the_users_is_read_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "own.npz"
    path.write_bytes(npz())
    embedding = read_embedding(path)
    assert isinstance(embedding, Embedding)
    assert (embedding.name, embedding.width) == ("few", 2)
    assert embedding.embed(["Trams", "tram tax"])[0].tolist() == [1, 0]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"nothing", "damaged"),
        (npz(about={"format": "other"}), "no embedding of Hustings"),
        (npz(about=[1]), "no JSON object"),
        (npz(about={"format": "hustings-embedding", "version": 2}), "of version 2"),
        (npz(scales=None), "no scales"),
        (npz(scales=np.ones(2, np.float32)), "3 vectors have 2 scales"),
        (npz(vocabulary=np.ones(3, np.float32)), "no bytes"),
        (npz(vocabulary=letters("a\nb\nc\nd")), "names row 3"),
        (npz(vectors=np.array([["a"]] * 3)), "no table of vectors"),
        (npz(scales=np.array(["a"] * 3)), "scales are no numbers"),
    ],
)
def test_a_damaged_or_later_file_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(ModelFileError, match=message):
        embedding_from_npz(content, name="few.npz")


def test_a_folder_of_model2vec_is_read(tmp_path: Path) -> None:
    embedding = read_embedding(model2vec(tmp_path / "m", {"embeddings": TABLE}))
    assert embedding.embed(["Trams", "zebra", "Tax tram"]).astype(float).round(
        4
    ).tolist() == [[1, 0], [0, 0], [0.7071, 0.7071]]


def test_weights_and_mapping_of_model2vec_count(tmp_path: Path) -> None:
    arrays: dict[str, np.ndarray] = {
        "embeddings": TABLE[1:],
        "mapping": np.array([0, 0, 1, 2], dtype=np.int64),
        "weights": np.array([1, 3, 1, 4], dtype=np.float64),
    }
    found = read_embedding(model2vec(tmp_path / "m", arrays)).embed(["tram tax"])
    assert found.astype(float).round(4).tolist() == [[0.6, 0.8]]


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({"other": TABLE}, "no 'embeddings'"),
        ({"embeddings": TABLE, "mapping": np.full(4, 9)}, "rows that are not there"),
        ({"embeddings": TABLE[:2]}, "names row 3"),
        ({"embeddings": np.array(1.0, np.float32)}, "no table of vectors"),
    ],
)
def test_damaged_folders_of_model2vec_are_refused(
    tmp_path: Path, arrays: Mapping[str, np.ndarray], message: str
) -> None:
    with pytest.raises(ModelFileError, match=message):
        read_embedding(model2vec(tmp_path / "m", arrays))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"model": 1}', "[" * 100_000])
def test_a_damaged_tokenizer_is_refused(tmp_path: Path, text: str) -> None:
    folder = model2vec(tmp_path / "m", {"embeddings": TABLE})
    (folder / "tokenizer.json").write_text(text)
    with pytest.raises(ModelFileError, match=r"tokenizer\.json is missing or damaged"):
        read_embedding(folder)


def test_a_row_that_is_no_number_is_refused(tmp_path: Path) -> None:
    folder = model2vec(tmp_path / "m", {"embeddings": TABLE})
    told = json.dumps(bert({"tram": 0})).replace('"tram": 0', '"tram": 1e999')
    (folder / "tokenizer.json").write_text(told)
    with pytest.raises(ModelFileError, match=r"tokenizer\.json is missing or damaged"):
        read_embedding(folder)


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="no such folder"):
        read_embedding(tmp_path / "none")
    with pytest.raises(ModelFileError, match="no model that is known"):
        read_embedding(tmp_path)


def test_a_missing_package_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tokenizers", None)
    folder = model2vec(tmp_path / "m", {"embeddings": TABLE})
    other = bert({"tram": 0}, pre_tokenizer={"type": "Whitespace"})
    (folder / "tokenizer.json").write_text(json.dumps(other))
    with pytest.raises(MissingExtraError, match=r"pip install \"hustings\[embeddings"):
        read_embedding(folder)


@pytest.mark.parametrize("name", ["pytorch_model.bin", "2_Dense/weights.pt"])
def test_pickled_weights_of_sentence_transformers_are_refused(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / "modules.json").write_text("[]")
    (tmp_path / "2_Dense").mkdir()
    (tmp_path / "1_Other").mkdir()
    (tmp_path / "1_Other" / "model.safetensors").write_bytes(b"")
    (tmp_path / name).write_bytes(b"pickle")
    with pytest.raises(ModelFileError, match="no weights as safetensors"):
        read_embedding(tmp_path)


def test_parts_that_are_programs_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"")
    (tmp_path / "modules.json").write_text('[{"type": "strange.Program"}]')
    with pytest.raises(ModelFileError, match=r"code of its own \(strange\.Program\)"):
        read_embedding(tmp_path)


@pytest.mark.parametrize("place", ["../other", "/other", "1_Pooling/../../other"])
def test_parts_outside_the_folder_are_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"")
    part = {"type": "sentence_transformers.models.Dense", "path": place}
    (tmp_path / "modules.json").write_text(json.dumps([part]))
    with pytest.raises(ModelFileError, match="parts outside its folder"):
        read_embedding(tmp_path)


@pytest.mark.parametrize("content", ["", "[1]", "[{}]", '{"type": 1}'])
def test_a_damaged_list_of_parts_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"")
    (tmp_path / "modules.json").write_text(content)
    with pytest.raises(ModelFileError, match=r"modules\.json is missing or damaged"):
        read_embedding(tmp_path)


def test_sentence_transformers_missing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    (tmp_path / "modules.json").write_text("[]")
    (tmp_path / "model.safetensors").write_bytes(b"")
    with pytest.raises(MissingExtraError, match="sentence-transformers"):
        read_embedding(tmp_path)


def test_files_larger_than_any_of_their_kind_are_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "vast"
    folder.mkdir()
    (folder / "model.onnx").write_bytes(b"")
    with (folder / "tokenizer.json").open("wb") as file:
        file.truncate(model_sizes.LARGEST_VOCABULARY + 1)
    with pytest.raises(ModelFileError, match="more than 100,000,000 bytes where no"):
        read_embedding(folder)
    with (folder / "config.json").open("wb") as file:
        file.truncate(model_sizes.LARGEST_SETTINGS + 1)
    with pytest.raises(ModelFileError, match=r"vast/config\.json .* 10,000,000 bytes"):
        read_embedding(folder)


def test_networks_larger_than_any_are_not_opened(tmp_path: Path) -> None:
    weights = tmp_path / "model.onnx"
    weights.write_bytes(b"")
    beside = tmp_path / "model.onnx_data"
    with beside.open("wb") as file:  # a hole: it takes up no room
        file.truncate(model_sizes.LARGEST_NETWORK + 1)
    pieces = WordPieces(vocabulary={"a": 0})
    with pytest.raises(ModelFileError, match="more than 8,000,000,000 bytes"):
        OnnxEmbedding.open(weights, pieces=pieces)
    beside.rename(tmp_path / "model.safetensors")
    with pytest.raises(ModelFileError, match="more than 8,000,000,000 bytes"):
        safetensors_of(tmp_path)


def test_few_vectors_under_many_rows_take_no_memory(tmp_path: Path) -> None:
    width, n_rows = 100_000, 100_000
    vectors, mapping = bytes(width), bytes(n_rows * 8)
    header = {
        "embeddings": {
            "dtype": "I8",
            "shape": [1, width],
            "data_offsets": [0, width],
        },
        "mapping": {
            "dtype": "I64",
            "shape": [n_rows],
            "data_offsets": [width, width + len(mapping)],
        },
    }
    text = json.dumps(header).encode()
    content = len(text).to_bytes(8, "little") + text + vectors + mapping
    (tmp_path / "model.safetensors").write_bytes(content)
    (tmp_path / "config.json").write_text('{"model_type": "model2vec"}')
    with pytest.raises(ModelFileError, match="vectors would take up more than"):
        read_embedding(tmp_path)
