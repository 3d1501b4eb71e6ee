"""A project of invented texts that a dictionary codes, and people in part."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

from hustings.model.hand_coding import HandCoding
from hustings.model.identity import identify
from hustings.workflow.current import current_units
from hustings.workflow.drawing import Request
from hustings.workflow.hand_codings import publish_codings
from hustings.workflow.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hustings.model.assignment import Assignment

BOOK = """\
name: harbour
title: Matters of the harbour
version: "1"
variables:
  - name: topic
    title: Topic
    level: nominal
    uncoded: "000"
    codes:
      - {code: "000", title: None of these}
      - {code: boats, title: Boats}
      - {code: roads, title: Roads}
scales:
  - name: wheels
    title: Boats or roads
    variable: topic
    formula: difference
    left: [boats]
    right: [roads]
    low_pole: boats
    high_pole: roads
dictionary:
  en:
    topic: {boats: [ferry, boat], roads: [road, lane]}
"""
SENTENCES = (
    ("The ferry sails every hour.", "boats"),
    ("A boat needs a quay.", "boats"),
    ("We want a wider road.", "roads"),
    ("The lane is to be paved.", "roads"),
    ("The ferry is not worth its wage.", "roads"),
    ("Herons need quiet.", "000"),
)
"""Sentences, and what is right; of the fifth the dictionary gets it wrong."""
TRUTH = dict(SENTENCES)
ACTORS = {"Quay List": (4, 3, 1, 1, 3, 2), "Lane Party": (1, 2, 4, 3, 2, 3)}


def make_harbour(folder: Path, *, n: int = 4) -> Project:
    """Make a project of two documents in blocks of two sentences, coded by machine."""
    book = folder / "harbour.yaml"
    book.write_text(BOOK, encoding="utf-8")
    project = Project.create(folder / "harbour")
    for actor, weights in ACTORS.items():
        path = folder / f"{actor.split()[0].lower()}.txt"
        path.write_text(text_of(actor, weights, n), encoding="utf-8")
        project.read([path], actor=actor, date="2031", language="en")
    for name in ("Ana", "Ben"):
        project.add_coder(name)
    project.add_codebook(str(book))
    project.code(codebook="harbour")
    return project


def text_of(actor: str, weights: tuple[int, ...], n: int) -> str:
    """Write sentences as often as their weights say, in paragraphs of two."""
    drawn = [
        sentence
        for (sentence, _), weight in zip(SENTENCES, weights, strict=True)
        for _ in range(weight * n)
    ]
    random.Random(actor).shuffle(drawn)  # noqa: S311  # no secret
    pairs = [" ".join(drawn[i : i + 2]) for i in range(0, len(drawn), 2)]
    return "\n\n".join(pairs)


def assign(project: Project, **asked: object) -> tuple[Assignment, ...]:
    """Draw units for Ana and Ben."""
    request = Request(**{"codebook": "harbour", "coders": ("Ana", "Ben"), **asked})  # type: ignore[arg-type]  # as the fields say
    return project.assign(request).assignments


def code_rightly(
    project: Project,
    assignments: tuple[Assignment, ...],
    *,
    said: Callable[[str, str], str | None] = lambda _coder, value: value,
) -> None:
    """Let people code their units by what is right, and let it count."""
    texts = {
        row["unit"]: row["text"] for row in current_units(project.store).to_pylist()
    }
    codings = []
    for assignment in assignments:
        for number, unit in enumerate(assignment.units):
            coding = HandCoding(
                coding_id="",
                document_id=unit.document_id,
                unit_id=unit.unit_id,
                anchor=unit.anchor,
                coder=assignment.coder,
                codebook_sha256=assignment.codebook_sha256,
                variable="topic",
                value=said(assignment.coder, TRUTH[texts[unit.unit_id].strip()]),
                written=f"2021-10-07T12:00:{number % 60:02}.{number:06}+00:00",
                assignment_id=assignment.assignment_id,
            )
            codings.append(replace(coding, coding_id=identify(coding, nonce="")))
    project.store.hand.add(codings)
    publish_codings(project.store)


def right_positions(project: Project) -> dict[str, float]:
    """Compute each document's true position."""
    found: dict[str, list[int]] = {}
    for row in current_units(project.store).to_pylist():
        if row["kind"] == "heading":
            continue
        right = TRUTH[row["text"].strip()]
        found.setdefault(row["document"], []).append(
            (right == "roads") - (right == "boats")
        )
    return {name: 100 * sum(all_) / len(all_) for name, all_ in found.items()}
