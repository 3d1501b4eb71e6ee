"""A project whose codebook asks for a side where the topic is the harbour alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa

from hustings.coding.coders import CODED
from hustings.model.hand_coding import HandCoding
from hustings.model.identity import identify
from hustings.workflow.codebooks import load_codebook
from hustings.workflow.current import current_units
from hustings.workflow.drawing import Request
from hustings.workflow.hand_codings import publish_codings
from hustings.workflow.machine_runs import MachineCoder, record_answers
from hustings.workflow.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from hustings.model.assignment import Assignment

    Answer = Mapping[str, str]

BOOK = """\
name: quay
title: Matters of the quay
version: "1"
variables:
  - name: topic
    title: Topic
    level: nominal
    uncoded: none
    codes:
      - {code: none, title: None of these}
      - {code: quay, title: The quay}
  - name: side
    title: Longer or shorter
    level: ordinal
    condition: {variable: topic, code: quay}
    codes:
      - {code: "-1", title: Shorter}
      - {code: "1", title: Longer}
scales:
  - name: length
    title: Length of the quay
    variable: side
    formula: mean
    low_pole: shorter
    high_pole: longer
"""
LONGER, SHORTER, OTHER, ODD = (
    "The quay is to be longer.",
    "The quay is to be shorter.",
    "Herons need calm evenings.",
    "Herons like a long quay.",
)
TRUTH: Mapping[str, Answer] = {
    LONGER: {"topic": "quay", "side": "1"},
    SHORTER: {"topic": "quay", "side": "-1"},
    OTHER: {"topic": "none"},
    ODD: {"topic": "none"},
}
MACHINE: Mapping[str, Answer] = {**TRUTH, ODD: {"topic": "quay", "side": "1"}}
"""A machine that takes a sentence on herons for one on the quay."""
SENTENCES = [LONGER] * 6 + [SHORTER] * 12 + [OTHER] * 14 + [ODD] * 8


def make_quay(folder: Path) -> Project:
    """Make a project of one document of 40 units, with two coders."""
    book = folder / "quay.yaml"
    book.write_text(BOOK, encoding="utf-8")
    project = Project.create(folder / "project")
    path = folder / "quay.txt"
    order = [SENTENCES[(7 * i) % 40] for i in range(40)]
    parts = [" ".join(order[i : i + 4]) for i in range(0, 40, 4)]
    path.write_text("\n\n".join(parts), encoding="utf-8")
    project.read([path], actor="Quay List", date="2031", language="en")
    for name in ("Ana", "Ben"):
        project.add_coder(name)
    project.add_codebook(str(book))
    project.split(into="sentence")
    return project


def code_by_machine(
    project: Project,
    folder: Path,
    *,
    says: Mapping[str, Answer] = MACHINE,
    variables: tuple[str, ...] = ("topic", "side"),
    probable: bool = False,
) -> None:
    """Let a function code all units; `probable` adds probabilities of .8 and .2."""
    loaded = load_codebook(str(folder / "quay.yaml"))
    codes = {"topic": ("none", "quay"), "side": ("-1", "1")}
    machine = MachineCoder(
        coder_id="function:quay",
        version="1",
        codes={name: codes[name] for name in variables},
    )
    rows = current_units(project.store).to_pylist()
    answers = {
        name: pa.Table.from_pylist(
            [
                {
                    "unit": row["unit"],
                    "value": (value := says[row["text"].strip()].get(name)),
                    "probability": 0.8 if probable and value else None,
                    "probabilities": [0.8 if c == value else 0.2 for c in codes[name]]
                    if probable and value
                    else None,
                    "evidence": [],
                }
                for row in rows
            ],
            schema=CODED,
        )
        for name in variables
    }
    record_answers(project.store, machine, loaded, answers)


def assign(project: Project, **asked: object) -> tuple[Assignment, ...]:
    """Draw units for Ana."""
    request = Request(**{"codebook": "quay", "coders": ("Ana",), **asked})  # type: ignore[arg-type]  # as the fields say
    return project.assign(request).assignments


def code_by_hand(
    project: Project,
    assignments: tuple[Assignment, ...],
    *,
    said: Callable[[str, str], Answer] = lambda _coder, text: TRUTH[text],
) -> None:
    """Let people code their units, and let it count."""
    texts = {
        row["unit"]: row["text"].strip()
        for row in current_units(project.store).to_pylist()
    }
    codings: list[HandCoding] = []
    for assignment in assignments:
        for unit in assignment.units:
            answer = said(assignment.coder, texts[unit.unit_id])
            for variable in assignment.variables:
                if variable not in answer:
                    continue
                coding = HandCoding(
                    coding_id="",
                    document_id=unit.document_id,
                    unit_id=unit.unit_id,
                    anchor=unit.anchor,
                    coder=assignment.coder,
                    codebook_sha256=assignment.codebook_sha256,
                    variable=variable,
                    value=answer[variable],
                    written=f"2031-05-01T10:00:00.{len(codings):06}+00:00",
                    assignment_id=assignment.assignment_id,
                )
                codings.append(replace(coding, coding_id=identify(coding, nonce="")))
    project.store.hand.add(codings)
    publish_codings(project.store)
