"""Networks as transformers saves them, run by torch: `make test-machine`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest

from hustings.errors import ModelFileError, UnknownVariableError
from hustings.outside.transformers import open_network
from hustings.workflow.codebooks import load_codebook
from hustings.workflow.transformer_coders import open_transformer
from tiny_networks import (
    CLASSES,
    change_config,
    change_weights,
    write_bert,
)

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.machine

LINEAR = "CustomXLMRobertaModelForSequenceClassification"


def by_the_library(
    model: Any,  # noqa: ANN401  # of transformers
    rows: list[int],
    sides: list[int] | None = None,
) -> Any:  # noqa: ANN401  # an array
    """Give the probabilities of one text as the library's own model gives them."""
    torch = import_module("torch")
    given = {"input_ids": torch.tensor([rows])}
    if sides is not None:
        given["token_type_ids"] = torch.tensor([sides])
    with torch.inference_mode():
        return model(**given).logits.softmax(dim=1).numpy()


def test_it_answers_as_the_library_does(tmp_path: Path) -> None:
    model = write_bert(tmp_path)
    found = open_network(str(tmp_path)).weigh(["more trams", "tax"])
    assert found[:1] == pytest.approx(by_the_library(model, [2, 8, 4, 6, 3]), abs=1e-5)
    assert found[1:] == pytest.approx(by_the_library(model, [2, 5, 3]), abs=1e-5)


def test_the_second_text_of_a_pair_is_marked(tmp_path: Path) -> None:
    model = write_bert(tmp_path)
    found = open_network(str(tmp_path)).weigh(["tax"], ["more bread"])
    rows, sides = [2, 5, 3, 8, 7, 3], [0, 0, 0, 1, 1, 1]
    assert found == pytest.approx(by_the_library(model, rows, sides), abs=1e-5)


def test_filling_up_changes_nothing(tmp_path: Path) -> None:
    write_bert(tmp_path)
    network = open_network(str(tmp_path))
    texts = ["tram", "more bread more bread tax", "bread", "tax tram " * 12]
    singly = np.concatenate([network.weigh([text]) for text in texts])
    assert network.weigh(texts) == pytest.approx(singly, abs=1e-5)


def test_xlm_roberta_answers_as_the_library_does(tmp_path: Path) -> None:
    model = write_bert(tmp_path, kind="XLMRoberta")
    found = open_network(str(tmp_path)).weigh(["tax"], ["more bread"])
    assert found == pytest.approx(by_the_library(model, [2, 5, 3, 8, 7, 3]), abs=1e-5)


def write_manifesto_network(folder: Path, classes: tuple[str, ...] = CLASSES) -> Any:  # noqa: ANN401  # of transformers
    """Write a network with the head of the Manifesto Project's, and its usual one."""
    torch = import_module("torch")
    model = write_bert(folder, classes, kind="XLMRoberta")
    layer = torch.nn.Linear(8, len(classes))
    named = {f"final_classifier.{k}": v for k, v in layer.state_dict().items()}
    change_weights(folder, added=named)
    change_config(
        folder, architectures=[LINEAR], auto_map={"AutoModel": "strange.Program"}
    )
    model.classifier = layer
    return model


def test_the_linear_head_of_the_manifesto_project_is_read(tmp_path: Path) -> None:
    model = write_manifesto_network(tmp_path)
    torch = import_module("torch")
    with torch.inference_mode():
        states = model.roberta(torch.tensor([[2, 8, 7, 3]])).last_hidden_state
        expected = model.classifier(states[:, 0]).softmax(dim=1).numpy()
    found = open_network(str(tmp_path)).weigh(["more bread"])
    assert found == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(("name", "longest"), [("ours", 200), ("A-Context-1", 300)])
def test_it_reads_as_much_as_it_was_trained_on(
    tmp_path: Path, name: str, longest: int
) -> None:
    (tmp_path / name).mkdir()
    write_manifesto_network(tmp_path / name)
    coder = open_transformer(str(tmp_path / name))
    assert coder.network.longest == longest
    assert coder.parameters["longest"] == longest


def test_a_head_that_is_missing_is_not_made_up(tmp_path: Path) -> None:
    write_bert(tmp_path)
    change_weights(tmp_path, left=["classifier.weight"])
    with pytest.raises(ModelFileError, match=r"missing in its file \(classifier\.w"):
        open_network(str(tmp_path))


def test_a_linear_head_that_is_missing_is_not_made_up(tmp_path: Path) -> None:
    write_bert(tmp_path, kind="XLMRoberta")
    change_config(tmp_path, architectures=[LINEAR])
    with pytest.raises(ModelFileError, match=r"\(final_classifier\.weight\)"):
        open_network(str(tmp_path))


def test_weights_that_would_not_be_used_are_refused(tmp_path: Path) -> None:
    torch = import_module("torch")
    write_bert(tmp_path)
    change_weights(tmp_path, added={"last_layer.weight": torch.ones(3, 8)})
    with pytest.raises(ModelFileError, match=r"no place for \(last_layer\.weight\)"):
        open_network(str(tmp_path))


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    write_bert(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"nothing")
    with pytest.raises(ModelFileError, match="transformers cannot open it"):
        open_network(str(tmp_path))


@pytest.mark.filterwarnings("ignore:Deprecated in 0.9.0")  # by transformers itself
def test_an_older_vocabulary_is_read(tmp_path: Path) -> None:
    write_bert(tmp_path)
    found = open_network(str(tmp_path)).weigh(["more trams"])
    (tmp_path / "tokenizer.json").unlink()
    pieces = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "tram", "tax", "##s", "bread")
    (tmp_path / "vocab.txt").write_text("\n".join((*pieces, "more")) + "\n")
    assert open_network(str(tmp_path)).weigh(["more trams"]) == pytest.approx(found)


def test_other_classes_are_codes_of_the_codebook_that_is_named(tmp_path: Path) -> None:
    write_bert(tmp_path, ("Economic", "social", "neither"))
    codebook = load_codebook("economic-social").codebook
    coder = open_transformer(str(tmp_path), codebook=codebook, variable="topic")
    assert set(coder.codes) == {"economic", "social", "neither"}
    assert coder.codes[0] == codebook.variables[0].codes[0].code
    with pytest.raises(UnknownVariableError, match="'mood'"):
        open_transformer(str(tmp_path), codebook=codebook, variable="mood")
    assert open_transformer(str(tmp_path)).codes == ("Economic", "social", "neither")


def marpor_classes() -> tuple[str, ...]:
    """Give 56 classes as the Manifesto Project's networks name theirs."""
    codes = load_codebook("marpor-5").codebook.variables[0].codes
    return tuple(f"{one.code} - {one.title}" for one in codes if one.code != "000")


def test_the_classes_of_the_manifesto_project_are_its_codes(tmp_path: Path) -> None:
    folder = tmp_path / "of-contexts-context"
    folder.mkdir()
    write_manifesto_network(folder, marpor_classes())
    coder = open_transformer(str(folder))
    assert (coder.codebook, coder.variable) == ("marpor-5", "topic")
    assert (len(coder.codes), coder.codes[0], coder.form) == (56, "101", "context")
    rows = {
        "unit": ["1", "2", "3"],
        "text": ["more bread", "tax", "..."],
        "document": ["a", "a", "a"],
    }
    found = coder.code(pa.RecordBatch.from_pydict(rows)).to_pylist()
    assert [row["value"] is None for row in found] == [False, False, True]
    assert sum(found[0]["probabilities"]) == pytest.approx(1)
    chosen = coder.codes.index(found[0]["value"])
    assert found[0]["probability"] == max(found[0]["probabilities"])
    assert found[0]["probabilities"][chosen] == found[0]["probability"]
