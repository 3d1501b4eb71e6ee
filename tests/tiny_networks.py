"""Tiny networks that classify, built with the libraries that the extras bring.

Nothing in them was trained on anything.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

PIECES = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "tram", "tax", "##s", "bread", "more")
"""Row 0 fills up; [CLS] and [SEP] stand around texts."""
CLASSES = ("transport", "economy", "neither")
WEIGHTS = np.zeros((len(PIECES), len(CLASSES)), dtype=np.float32)
WEIGHTS[PIECES.index("tram"), 0] = 2
WEIGHTS[PIECES.index("tax"), 1] = 1
WEIGHTS[PIECES.index("bread"), 2] = 3
"""What each piece adds to the logits of the classes."""


def write_vocabulary(folder: Path) -> None:
    """Write a tokenizer.json that cuts as BERT does."""
    tokenizers = import_module("tokenizers")
    rows = {piece: row for row, piece in enumerate(PIECES)}
    cutter = tokenizers.Tokenizer(
        tokenizers.models.WordPiece(rows, unk_token="[UNK]")  # noqa: S106  # no secret
    )
    cutter.normalizer = tokenizers.normalizers.BertNormalizer()
    cutter.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    cutter.post_processor = tokenizers.processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    cutter.save(str(folder / "tokenizer.json"))


def write_config(folder: Path, classes: Sequence[str], **more: object) -> None:
    """Write what a folder needs to be known for a network with these classes."""
    named = {str(number): name for number, name in enumerate(classes)}
    settings = {"id2label": named, "pad_token_id": 0, **more}
    (folder / "config.json").write_text(json.dumps(settings), encoding="utf-8")


def write_onnx(folder: Path, classes: Sequence[str] = CLASSES, **more: object) -> Path:
    """Write a network whose logits are sums of `WEIGHTS` over the pieces."""
    folder.mkdir(exist_ok=True)
    write_vocabulary(folder)
    write_config(folder, classes, **more)
    (folder / "model.onnx").write_bytes(_sums().SerializeToString())
    return folder


def _sums() -> Any:  # noqa: ANN401  # a model of onnx
    onnx = import_module("onnx")
    made = onnx.helper
    whole, real = onnx.TensorProto.INT64, onnx.TensorProto.FLOAT
    nodes = [
        made.make_node("Gather", ["weights", "input_ids"], ["added"]),
        made.make_node("Cast", ["attention_mask"], ["seen"], to=real),
        made.make_node("Unsqueeze", ["seen", "last"], ["wide"]),
        made.make_node("Mul", ["added", "wide"], ["kept"]),
        made.make_node("ReduceSum", ["kept", "middle"], ["logits"], keepdims=0),
    ]
    constants = {
        "weights": WEIGHTS,
        "last": np.array([2], dtype=np.int64),
        "middle": np.array([1], dtype=np.int64),
    }
    graph = made.make_graph(
        nodes,
        "sums",
        [
            made.make_tensor_value_info(name, whole, ["n", "p"])
            for name in ("input_ids", "attention_mask")
        ],
        [made.make_tensor_value_info("logits", real, ["n", len(WEIGHTS[0])])],
        [onnx.numpy_helper.from_array(a, name) for name, a in constants.items()],
    )
    model = made.make_model(graph, opset_imports=[made.make_opsetid("", 17)])
    model.ir_version = 8
    return model


def write_bert(
    folder: Path, classes: Sequence[str] = CLASSES, *, kind: str = "Bert", seed: int = 0
) -> Any:  # noqa: ANN401  # a model of transformers
    """Write a network with chance weights, as transformers saves it; give it, too."""
    transformers, torch = import_module("transformers"), import_module("torch")
    torch.manual_seed(seed)
    config = getattr(transformers, f"{kind}Config")(
        vocab_size=len(PIECES),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=40,
        type_vocab_size=2 if kind == "Bert" else 1,
        pad_token_id=0,
        initializer_range=1.0,
        id2label=dict(enumerate(classes)),
        label2id={name: number for number, name in enumerate(classes)},
    )
    model = getattr(transformers, f"{kind}ForSequenceClassification")(config).eval()
    model.save_pretrained(str(folder))
    write_vocabulary(folder)
    return model


def change_weights(
    folder: Path, *, left: Sequence[str] = (), added: Mapping[str, Any] | None = None
) -> None:
    """Leave some weights of a folder out (`left`), add others (`added`)."""
    numbers = import_module("safetensors.torch")
    path = folder / "model.safetensors"
    kept = numbers.load_file(path)
    for key in left:
        del kept[key]
    numbers.save_file({**kept, **(added or {})}, path, metadata={"format": "pt"})


def change_config(folder: Path, **changes: object) -> None:
    """Change what config.json says."""
    path = folder / "config.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**settings, **changes}), encoding="utf-8")
