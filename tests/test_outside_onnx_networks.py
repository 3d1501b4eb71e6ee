from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np
import pytest

import tiny_networks
from hustings.errors import MissingExtraError, ModelFileError
from hustings.outside import model_sizes
from hustings.outside.transformers import open_network
from tiny_networks import change_config, write_onnx, write_vocabulary

if TYPE_CHECKING:
    from pathlib import Path


def test_probabilities_are_shares_of_exponentials(tmp_path: Path) -> None:
    network = open_network(str(write_onnx(tmp_path / "tiny")))
    # Logits: "Trams" 2 + 0 for transport; "tax bread" 1 and 3 for the other two.
    found = network.weigh(["Trams", "zebra", "tax bread"])
    first = np.exp([[2, 0, 0], [0, 0, 0], [0, 1, 3]])
    assert found == pytest.approx(first / first.sum(axis=1, keepdims=True), abs=1e-6)
    assert (network.name, network.classes) == ("tiny", tiny_networks.CLASSES)


def test_a_pair_is_read_as_one(tmp_path: Path) -> None:
    network = open_network(str(write_onnx(tmp_path / "tiny")))
    pair, joined = network.weigh(["tram"], ["bread"]), network.weigh(["tram bread"])
    assert pair == pytest.approx(joined)


def test_many_texts_of_many_lengths_come_back_in_their_order(tmp_path: Path) -> None:
    network = open_network(str(write_onnx(tmp_path / "tiny")))
    texts = ["tram " * (i % 7) + "tax" for i in range(50)]
    singly = np.concatenate([network.weigh([text]) for text in texts])
    assert network.weigh(texts) == pytest.approx(singly)
    assert network.weigh([]).shape == (0, 3)


def test_what_is_too_long_is_cut(tmp_path: Path) -> None:
    folder = str(write_onnx(tmp_path / "tiny"))
    network = open_network(folder, longest=4)
    # Two marks leave room for two pieces.
    assert network.weigh(["tram tram bread"]) == pytest.approx(
        network.weigh(["tram tram"])
    )
    assert (network.longest, network.marks) == (4, 3)
    assert network.lengths(["tram tram bread", ""]).tolist() == [3, 0]


def test_no_more_is_read_than_it_was_made_for(tmp_path: Path) -> None:
    folder = str(write_onnx(tmp_path / "tiny", max_position_embeddings=40))
    assert open_network(folder, longest=99).longest == 40
    change_config(tmp_path / "tiny", model_type="xlm-roberta", pad_token_id=1)
    assert open_network(folder).longest == 38


def test_the_version_is_that_of_the_weights(tmp_path: Path) -> None:
    first = open_network(str(write_onnx(tmp_path / "one"))).version
    assert open_network(str(write_onnx(tmp_path / "two"))).version == first
    (tmp_path / "two" / "model.onnx_data").write_bytes(b"more")
    assert open_network(str(tmp_path / "two")).version != first


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id2label": None}, "does not name its classes"),
        ({"id2label": {"0": "one"}}, "does not name its classes"),
        ({"id2label": {"0": "one", "2": "two"}}, "does not name its classes"),
        ({"problem_type": "multi_label_classification"}, "several classes"),
        ({"problem_type": "regression"}, "several classes, or a number"),
        ({"id2label": {"0": "one", "1": "two"}}, "onnxruntime cannot run it"),
    ],
)
def test_what_is_no_classifier_is_refused(
    tmp_path: Path, changes: dict[str, object], message: str
) -> None:
    folder = write_onnx(tmp_path / "tiny")
    change_config(folder, **changes)
    with pytest.raises(ModelFileError, match=message):
        open_network(str(folder))


def test_a_damaged_network_is_refused(tmp_path: Path) -> None:
    folder = write_onnx(tmp_path / "tiny")
    (folder / "model.onnx").write_bytes(b"no network")
    with pytest.raises(ModelFileError, match="onnxruntime cannot run it"):
        open_network(str(folder))


@pytest.mark.parametrize("content", ["", "[]", "{"])
def test_a_damaged_config_is_refused(tmp_path: Path, content: str) -> None:
    folder = write_onnx(tmp_path / "tiny")
    (folder / "config.json").write_text(content)
    with pytest.raises(ModelFileError, match=r"config\.json is missing or damaged"):
        open_network(str(folder))


def test_what_would_fill_the_memory_is_refused_before_it_is_read(
    tmp_path: Path,
) -> None:
    folder = write_onnx(tmp_path / "tiny")
    change_config(folder, vocab_size=10**12)
    with pytest.raises(ModelFileError, match="vocab_size 1,000,000,000,000, as no"):
        open_network(str(folder))
    change_config(folder, vocab_size=10)
    with (folder / "model.onnx_data").open("wb") as file:  # a hole: it takes no room
        file.truncate(model_sizes.LARGEST_NETWORK)
    with pytest.raises(ModelFileError, match="more than 8,000,000,000 bytes"):
        open_network(str(folder))
    with (folder / "tokenizer.json").open("r+b") as file:
        file.truncate(model_sizes.LARGEST_VOCABULARY + 1)
    with pytest.raises(ModelFileError, match="more than 100,000,000 bytes"):
        open_network(str(folder))


def test_a_damaged_vocabulary_is_refused(tmp_path: Path) -> None:
    folder = write_onnx(tmp_path / "tiny")
    (folder / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelFileError, match=r"vocabulary \(tokenizer\.json\) is dam"):
        open_network(str(folder))


def test_a_vocabulary_may_be_another_models(tmp_path: Path) -> None:
    folder = write_onnx(tmp_path / "tiny")
    other = tmp_path / "other"
    other.mkdir()
    (folder / "tokenizer.json").rename(other / "tokenizer.json")
    with pytest.raises(ModelFileError, match="it has no vocabulary"):
        open_network(str(folder))
    assert open_network(str(folder), vocabulary=str(other)).weigh(["tram"]).size == 3
    change_config(folder, _name_or_path=str(other))
    assert open_network(str(folder)).weigh(["tram"]).size == 3
    change_config(folder, _name_or_path="../nowhere")
    with pytest.raises(ModelFileError, match=r"that of \.\./nowhere is not here"):
        open_network(str(folder))


def test_pickled_weights_are_refused_and_the_way_is_shown(tmp_path: Path) -> None:
    folder = write_onnx(tmp_path / "tiny")
    (folder / "model.onnx").unlink()
    with pytest.raises(ModelFileError, match="it has no weights"):
        open_network(str(folder))
    (folder / "pytorch_model.bin").write_bytes(b"pickle")
    with pytest.raises(ModelFileError, match=r"hold a program.*save_pretrained\(NEW\)"):
        open_network(str(folder))


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="no such folder is there"):
        open_network(str(tmp_path / "none"))


@pytest.mark.parametrize("package", ["onnxruntime", "tokenizers"])
def test_a_missing_package_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    folder = write_onnx(tmp_path / "tiny")
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match=f"{package}, which is not installed"):
        open_network(str(folder))


def test_a_missing_torch_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_onnx(tmp_path / "tiny")
    (folder / "model.safetensors").write_bytes(b"")
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(MissingExtraError, match=r'install "hustings\[transformers\]"'):
        open_network(str(folder))


def test_a_name_needs_the_package_that_knows_the_cache(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    with pytest.raises(MissingExtraError, match="huggingface_hub"):
        open_network("somebody/something")


def cached(cache: Path, name: str) -> Path:
    """Make the folder that Hugging Face's cache keeps a model in."""
    owned = cache / f"models--{name.replace('/', '--')}"
    (owned / "refs").mkdir(parents=True)
    (owned / "refs" / "main").write_text("abc")
    (owned / "snapshots" / "abc").mkdir(parents=True)
    return owned / "snapshots" / "abc"


def test_a_name_is_found_in_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    constants = import_module("huggingface_hub.constants")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    folder = cached(tmp_path, "somebody/tiny")
    write_onnx(folder, _name_or_path="xlm-tiny")
    (folder / "tokenizer.json").unlink()
    write_vocabulary(cached(tmp_path, "FacebookAI/xlm-tiny"))
    network = open_network("somebody/tiny")
    assert network.name == "somebody/tiny"
    assert network.weigh(["tram"]).sum() == pytest.approx(1)


def test_a_name_that_is_not_in_the_cache_is_not_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    constants = import_module("huggingface_hub.constants")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelFileError, match="hf download somebody/nothing"):
        open_network("somebody/nothing")
