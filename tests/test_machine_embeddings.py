"""Models of sentence-transformers, opened by that library: `make test-machine`."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hustings.errors import ModelFileError
from hustings.outside.models import read_embedding
from tiny_networks import PIECES, write_vocabulary

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.machine

TABLE = np.zeros((len(PIECES), 2), dtype=np.float32)
TABLE[PIECES.index("tram"), 0] = 3
TABLE[PIECES.index("tax"), 1] = 4


def test_sentence_transformers_embed(tmp_path: Path) -> None:
    library = import_module("sentence_transformers")
    parts = import_module("sentence_transformers.sentence_transformer.modules")
    write_vocabulary(tmp_path)
    cutter = import_module("tokenizers").Tokenizer.from_file(
        str(tmp_path / "tokenizer.json")
    )
    static = parts.StaticEmbedding(cutter, embedding_weights=TABLE)
    library.SentenceTransformer(modules=[static], device="cpu").save(
        str(tmp_path / "saved")
    )
    embedding = read_embedding(tmp_path / "saved")
    assert embedding.width == 2
    assert embedding.embed(["Tram"]).astype(float).round(4).tolist() == [[1, 0]]
    assert embedding.embed([]).shape == (0, 2)


def test_a_damaged_folder_of_sentence_transformers_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"nothing")
    part = {"idx": 0, "path": "", "type": "sentence_transformers.models.Transformer"}
    (tmp_path / "modules.json").write_text(json.dumps([part]))
    with pytest.raises(ModelFileError, match="cannot open it"):
        read_embedding(tmp_path)
