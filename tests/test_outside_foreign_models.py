"""Tiny models built here, opened by the libraries that the extra brings."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hustings.errors import MissingExtraError, ModelFileError
from hustings.outside.models import read_embedding

if TYPE_CHECKING:
    from pathlib import Path

ROWS = {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "tram": 3, "tax": 4}
TABLE = np.array([[0, 0], [0, 0], [0, 0], [3, 0], [0, 4]], dtype=np.float32)


def write_tokenizer(folder: Path) -> None:
    tokenizers = import_module("tokenizers")
    cutter = tokenizers.Tokenizer(
        tokenizers.models.WordPiece(ROWS, unk_token="[UNK]")  # noqa: S106  # no secret
    )
    cutter.normalizer = tokenizers.normalizers.BertNormalizer()
    cutter.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    cutter.post_processor = tokenizers.processors.BertProcessing(
        ("[SEP]", 2), ("[CLS]", 1)
    )
    cutter.save(str(folder / "tokenizer.json"))


def write_network(path: Path) -> None:
    """Write a network that looks rows up in the table, and nothing else."""
    onnx = import_module("onnx")
    made = onnx.helper
    whole, real = onnx.TensorProto.INT64, onnx.TensorProto.FLOAT
    graph = made.make_graph(
        [made.make_node("Gather", ["table", "input_ids"], ["states"])],
        "lookup",
        [
            made.make_tensor_value_info(name, whole, ["n", "p"])
            for name in ("input_ids", "attention_mask")
        ],
        [made.make_tensor_value_info("states", real, ["n", "p", 2])],
        [onnx.numpy_helper.from_array(TABLE, "table")],
    )
    model = made.make_model(graph, opset_imports=[made.make_opsetid("", 17)])
    model.ir_version = 8
    path.write_bytes(model.SerializeToString())


def test_an_onnx_model_embeds(tmp_path: Path) -> None:
    write_tokenizer(tmp_path)
    write_network(tmp_path / "model.onnx")
    embedding = read_embedding(tmp_path)
    found = embedding.embed(["Tram", "tax tram tram tax", "zebra"])
    assert embedding.width == 2
    assert found.astype(float).round(4).tolist() == [[1, 0], [0.6, 0.8], [0, 0]]


def test_the_first_state_is_taken_where_the_model_says_so(tmp_path: Path) -> None:
    write_tokenizer(tmp_path)
    (tmp_path / "onnx").mkdir()
    write_network(tmp_path / "onnx" / "model.onnx")
    (tmp_path / "1_Pooling").mkdir()
    settings = tmp_path / "1_Pooling" / "config.json"
    settings.write_text(json.dumps({"pooling_mode_cls_token": True}))
    # The mark at the beginning is row 1, whose state is nothing.
    assert read_embedding(tmp_path).embed(["tram"]).tolist() == [[0, 0]]
    settings.write_text(json.dumps({"pooling_mode": "mean"}))
    assert read_embedding(tmp_path).embed(["tram"]).tolist() == [[1, 0]]


@pytest.mark.parametrize(
    "said",
    [
        {"pooling_mode_max_tokens": True},
        {"pooling_mode": "lasttoken"},
        {"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": True},
        {},
    ],
)
def test_other_ways_to_sum_up_are_refused(tmp_path: Path, said: object) -> None:
    write_tokenizer(tmp_path)
    write_network(tmp_path / "model.onnx")
    (tmp_path / "1_Pooling").mkdir()
    (tmp_path / "1_Pooling" / "config.json").write_text(json.dumps(said))
    with pytest.raises(ModelFileError, match="sums up states"):
        read_embedding(tmp_path)


def test_a_damaged_onnx_model_is_refused(tmp_path: Path) -> None:
    write_tokenizer(tmp_path)
    (tmp_path / "model.onnx").write_bytes(b"no network")
    with pytest.raises(ModelFileError, match="onnxruntime cannot run it"):
        read_embedding(tmp_path)


def test_a_damaged_tokenizer_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"")
    (tmp_path / "tokenizer.json").write_text('{"model": {"type": "WordPiece"}}')
    with pytest.raises(ModelFileError, match="missing or damaged"):
        read_embedding(tmp_path)


def test_onnxruntime_missing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    write_tokenizer(tmp_path)
    (tmp_path / "model.onnx").write_bytes(b"")
    with pytest.raises(MissingExtraError, match=r"onnxruntime, which is not installed"):
        read_embedding(tmp_path)


def test_a_tokenizer_of_another_kind_serves_model2vec(tmp_path: Path) -> None:
    write_tokenizer(tmp_path)
    safetensors = import_module("safetensors.numpy")
    safetensors.save_file({"embeddings": TABLE}, tmp_path / "model.safetensors")
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "model2vec"}))
    found = read_embedding(tmp_path).embed(["Tram zebra", "tax tram"])
    assert found.astype(float).round(4).tolist() == [[1, 0], [0.6, 0.8]]
