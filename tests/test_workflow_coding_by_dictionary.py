"""Runs of dictionaries, and what those from before negation counted rest on."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import hustings
from hustings.workflow.codebooks import find_codebook
from hustings.workflow.coding_by_dictionary import code_by_dictionary, plan_dictionary
from hustings.workflow.current import split_runs
from hustings.workflow.dictionaries import load_dictionary_coder
from hustings.workflow.runs import Effort, execute, plan_run

if TYPE_CHECKING:
    from pathlib import Path

    from hustings.model.run import Run
    from hustings.store.project import Store

BOOK = """\
name: quay
title: The quay
version: 1
variables:
  - name: topic
    title: Topic
    level: nominal
    codes: [{code: boats, title: Boats}, {code: roads, title: Roads}]
  - name: direction
    title: Direction
    level: ordinal
    codes: [{code: -1, title: fewer}, {code: 1, title: more}]
dictionary:
  en:
    topic: {boats: [boat], roads: [road]}
    direction: {-1: [fewer], 1: [more]}
"""


TEXT = "The quay\n\nWe want more boats here.\n\nNever more boats, we say.\n"


def directions(store: Store, run: Run) -> list[str]:
    rows = store.table(run.outputs[0]).to_pylist()
    return [row["value"] for row in rows if row["variable"] == "direction"]


def test_earlier_runs_are_made_again_as_they_were(tmp_path: Path) -> None:
    source, book = tmp_path / "quay.txt", tmp_path / "quay.yaml"
    source.write_text(TEXT, encoding="utf-8")
    book.write_text(BOOK, encoding="utf-8")
    with hustings.Project.create(tmp_path / "p") as project:
        store = project.store
        project.read([source], language="en")
        project.add_codebook(str(book))
        loaded = find_codebook(store, "quay")
        now = plan_dictionary(split_runs(store), loaded, load_dictionary_coder(loaded))
        assert now.parameters["negation"] is True
        told = {k: v for k, v in now.parameters.items() if k != "negation"}
        early = plan_run(
            "code", parameters=told, parents=now.parents, packages=("simplemma",)
        )
        early = execute(store, early, code_by_dictionary, Effort())
        store.record([replace(early, started=now.started)], at=now.started)
        later = store.run(project.code(codebook="quay").run_id)
        assert later is not None
        assert directions(store, early) == ["1", "1"]
        assert directions(store, later) == ["1", "-1"]
        for one in (early, later):
            shutil.rmtree(store.derived / one.run_id)
        checked = project.check(rebuild=True)
        assert checked.is_sound
        assert all(note.endswith("byte for byte.") for note in checked.notes)


def test_topics_alone_need_no_word_on_negation(tmp_path: Path) -> None:
    with hustings.Project.create(tmp_path / "p") as project:
        loaded = find_codebook(project.store, "cap-21")
        plan = plan_dictionary([], loaded, load_dictionary_coder(loaded))
    assert "negation" not in plan.parameters
