"""A project of invented texts, and a codebook in two versions, for several tests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hustings.model.hand_coding import HandCoding
from hustings.model.identity import identify
from hustings.workflow.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from hustings.model.assignment import Assignment

TEXTS = {
    "ferry": "The ferry shall sail every hour. We want lower rents. The quay stays "
    "open. Trees for every street. Fares must not rise.",
    "ledger": "The town must spend less. Levies fall every year. Paint is dear. "
    "We sell the old barge.",
    "heron": "Herons need quiet. No lights on the marsh. The marsh stays a marsh.",
}
"""Twelve sentences by three actors."""

VERSION_1 = """\
name: town
title: Matters of the town
version: 1
variables:
  - name: topic
    title: Topic
    level: nominal
    uncoded: none
    codes:
      - {code: "305.1", title: Boats}
      - {code: "305.2", title: Fares}
      - {code: "402", title: Trees, instruction: Parks and trees.}
      - {code: "501", title: Purse}
      - {code: none, title: None}
  - name: mood
    title: Mood
    level: nominal
    codes: [{code: up, title: Up}, {code: down, title: Down}]
"""

VERSION_2 = """\
name: town
title: Matters of the town
version: 2
variables:
  - name: topic
    title: Topic
    level: nominal
    uncoded: none
    codes:
      - {code: "305", title: Boats and fares}
      - {code: "402", title: Trees, instruction: "Parks, trees and flowers."}
      - {code: "501", title: Levies up}
      - {code: "502", title: Levies down}
      - {code: none, title: None}
recodes:
  from: 1
  rules:
    - {variable: topic, pattern: NNN.x, to: NNN}
    - {variable: topic, from: 501, into: [501, 502]}
"""


def build_town(folder: Path, coders: Iterable[str] = ("Ana", "Ben")) -> Path:
    """Make a project with three documents by three actors, and its coders."""
    texts = folder / "texts"
    texts.mkdir(parents=True)
    place = folder / "town"
    with Project.create(place) as project:
        for name, text in TEXTS.items():
            path = texts / f"{name}.txt"
            path.write_text(text, encoding="utf-8")
            project.read([path], actor=name, date="2031", language="en")
        for coder in coders:
            project.add_coder(coder)
    return place


def write_book(folder: Path, text: str, name: str = "town.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def code_all(
    project: Project,
    assignment: Assignment,
    values: Iterable[str | None],
    second: int = 0,
) -> None:
    """Let the coder give these values of the topic, unit by unit."""
    codings = []
    for number, (unit, value) in enumerate(zip(assignment.units, values, strict=False)):
        coding = HandCoding(
            coding_id="",
            document_id=unit.document_id,
            unit_id=unit.unit_id,
            anchor=unit.anchor,
            coder=assignment.coder,
            codebook_sha256=assignment.codebook_sha256,
            variable="topic",
            value=value,
            written=f"2021-10-07T12:{second:02}:{number:02}.000000+00:00",
            assignment_id=assignment.assignment_id,
        )
        codings.append(replace(coding, coding_id=identify(coding, nonce="")))
    project.store.hand.add(codings)
