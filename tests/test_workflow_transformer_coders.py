from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

import hustings
from command_line import run
from hustings.coding.coders import Coder
from hustings.errors import ClassNamesError, UnknownVariableError
from hustings.outside.installed import installed_of
from hustings.workflow.codebooks import load_codebook
from hustings.workflow.transformer_coders import open_transformer
from tiny_networks import CLASSES, write_onnx

if TYPE_CHECKING:
    from pathlib import Path

BOOK = """\
name: town
title: The town
version: 1
variables:
  - name: topic
    title: Topic
    level: nominal
    codes:
      - {code: transport, title: Transport}
      - {code: economy, title: Economy}
      - {code: neither, title: Neither}
"""
ROWS = {
    "unit": ["1", "2", "3"],
    "text": ["tax", "more", "bread"],
    "document": ["a", "a", "b"],
}


def test_a_network_codes_units_alone(tmp_path: Path) -> None:
    coder = open_transformer(str(write_onnx(tmp_path / "ours")))
    assert isinstance(coder, Coder)
    assert (coder.name, coder.codes) == ("transformer:ours", CLASSES)
    assert (coder.codebook, coder.variable, coder.form) == ("", "", "sentence")
    found = coder.code(pa.RecordBatch.from_pydict(ROWS)).to_pylist()
    # A text without a word that counts gives all classes the same probability.
    assert [row["value"] for row in found] == ["economy", "transport", "neither"]
    assert found[1]["probabilities"] == pytest.approx([1 / 3] * 3)


def test_a_network_codes_units_in_context(tmp_path: Path) -> None:
    coder = open_transformer(str(write_onnx(tmp_path / "ours-in-context")))
    found = coder.code(pa.RecordBatch.from_pydict(ROWS)).to_pylist()
    # "more" stands beside "tax", which is in the second text.
    assert [row["value"] for row in found] == ["economy", "economy", "neither"]
    assert coder.parameters == {"form": "context", "longest": 512}


def test_classes_are_the_codes_of_the_codebook_that_is_named(tmp_path: Path) -> None:
    codebook = load_codebook("economic-social").codebook
    folder = write_onnx(tmp_path / "ours", ("Social", "economic", "neither"))
    coder = open_transformer(str(folder), codebook=codebook, form="sentence")
    topic = codebook.variables[0]
    assert coder.codes == tuple(one.code for one in topic.codes)
    assert (coder.codebook, coder.variable) == ("economic-social", "topic")
    found = coder.code(pa.RecordBatch.from_pydict(ROWS)).to_pylist()
    assert [row["value"] for row in found][::2] == ["economic", "neither"]


def test_what_the_codebook_lacks_is_said(tmp_path: Path) -> None:
    codebook = load_codebook("economic-social").codebook
    folder = str(write_onnx(tmp_path / "ours"))
    with pytest.raises(ClassNamesError, match="'transport', 'economy'"):
        open_transformer(folder, codebook=codebook)
    with pytest.raises(UnknownVariableError, match="'mood'"):
        open_transformer(folder, codebook=codebook, variable="mood")


def test_the_form_is_an_option_and_the_run_names_the_packages(tmp_path: Path) -> None:
    folder = str(write_onnx(tmp_path / "ours"))
    source = tmp_path / "town.txt"
    source.write_text("Tax.\n\nMore.\n\nBread.\n", encoding="utf-8")
    found: dict[str, list[str]] = {}
    with hustings.Project.create(tmp_path / "p") as project:
        project.read([source], language="en")
        book = tmp_path / "town.yaml"
        book.write_text(BOOK, encoding="utf-8")
        place = ("--codebook", book, "--project", project.store.folder)
        for form in ("sentence", "context"):
            done = run("code", "--coder", folder, "--form", form, *place)
            assert done.code == 0, done.err
            run_id = str(project.store.runs()[-1].run_id)
            made = project.store.run(run_id)
            assert made is not None
            assert made.parameters["form"] == form
            assert {"onnxruntime", "tokenizers"} <= set(made.versions)
            rows = project.store.table(made.outputs[0]).to_pylist()
            found[form] = [row["value"] for row in rows]
    assert found["sentence"] != found["context"]


def test_a_package_of_another_name_is_not_asked_for() -> None:
    assert installed_of(("numpy", "numpy-for-ferries")) == ("numpy",)
