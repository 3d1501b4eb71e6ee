"""A small project of invented texts that people code by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hustings.model.adjudication import Adjudicated
from hustings.model.citation import anchor_of
from hustings.model.document import Span
from hustings.model.hand_coding import HandCoding
from hustings.model.identity import identify
from hustings.outside.chance import nonce
from hustings.outside.clock import now, now_exactly
from hustings.workflow.codebooks import load_codebook
from hustings.workflow.current import current_units
from hustings.workflow.project import Project
from hustings.workflow.renewals import find_document, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from hustings.store.project import Store

QUAY = """Quay List

We will build a ferry to the island. Rents in the harbour must fall.

The quay stays open at night. Nobody pays for the bridge.
"""
REED = """Reed Party

The reeds are to be protected. We spend less on paint.
"""
TOWN = """
name: town
title: Matters of the town
version: "1"
variables:
  - name: topic
    title: Topic
    level: nominal
    uncoded: "000"
    codes:
      - {code: "000", title: None of these}
      - {code: boats, title: Boats}
      - {code: homes, title: Homes}
      - {code: thrift, title: Thrift}
scales:
  - name: purse
    title: Purse
    variable: topic
    formula: difference
    left: [homes]
    right: [thrift]
    low_pole: left
    high_pole: right
"""


def make_project(folder: Path, *, texts: dict[str, str] | None = None) -> Project:
    """Make a project with two documents, a codebook and the coders Ana and Ben."""
    files = folder.parent / f"{folder.name}-files"
    files.mkdir()
    project = Project.create(folder, name=folder.name)
    for name, text in (texts or {"quay.txt": QUAY, "reed.txt": REED}).items():
        (files / name).write_text(text, encoding="utf-8")
        project.read([files / name], actor=text.split("\n")[0], date="2031")
    for coder in ("Ana", "Ben"):
        project.add_coder(coder)
    keep_book(project.store)
    return project


def keep_book(store: Store, text: str = TOWN) -> str:
    """Keep a codebook's text and return its hash."""
    path = store.folder.parent / "town.yaml"
    path.write_text(text, encoding="utf-8")
    stored = load_codebook(str(path)).stored
    store.keep_codebook(stored, at=now())
    return stored.sha256


def unit_of(store: Store, words: str) -> tuple[str, str, Span]:
    """Find the unit that holds some words."""
    for row in current_units(store).to_pylist():
        if words in row["text"]:
            return row["document"], row["unit"], Span(row["start"], row["end"])
    raise AssertionError(words)


def code(
    store: Store,
    words: str,
    value: str | None,
    *,
    coder: str = "Ana",
    book: str | None = None,
) -> HandCoding:
    """Let a person code the unit that holds some words."""
    document, unit, span = unit_of(store, words)
    text = text_of(store, find_document(store, document))
    at = text.index(words)
    plain = HandCoding(
        coding_id="",
        document_id=document,
        unit_id=unit,
        anchor=anchor_of(text, span),
        coder=coder,
        codebook_sha256=book or keep_book(store),
        variable="topic",
        value=value,
        written=now_exactly(),
        evidence=(Span(at, at + len(words)),),
    )
    made = replace(plain, coding_id=identify(plain, nonce=nonce()))
    store.hand.add([made])
    return made


def settle(store: Store, words: str, value: str | None) -> Adjudicated:
    """Let a person settle the unit that holds some words."""
    document, unit, span = unit_of(store, words)
    plain = Adjudicated(
        adjudication_id="",
        document_id=document,
        unit_id=unit,
        anchor=anchor_of(text_of(store, find_document(store, document)), span),
        codebook_sha256=keep_book(store),
        variable="topic",
        value=value,
        rule="person:Ben",
        settles=(),
        probability=None,
        written=now_exactly(),
    )
    made = replace(plain, adjudication_id=identify(plain, nonce=nonce()))
    store.adjudications.add([made])
    return made
