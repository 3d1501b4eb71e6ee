"""A small project whose people code in the room, with invented texts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coded_by_hand import make_project
from hustings.model.assignment import AssignedUnit, Assignment
from hustings.model.citation import anchor_of
from hustings.model.document import Span
from hustings.model.identity import identify
from hustings.outside.clock import now, now_exactly
from hustings.workflow.codebooks import load_codebook
from hustings.workflow.current import current_units
from hustings.workflow.renewals import find_document, text_of
from hustings.workflow.room import show_units
from hustings.workflow.room_checking import SentCoding
from hustings.workflow.room_coding import accept_codings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from hustings.model.assignment import Purpose
    from hustings.store.project import Store
    from hustings.workflow.project import Project
    from hustings.workflow.room_coding import AcceptedCodings
    from hustings.workflow.room_shelf import Shelf

QUAY = """Quay List

We will build a ferry to the island. Rents in the harbour must fall.

The quay stays open at night. Nobody pays for the bridge.
"""
HARBOUR = """
name: harbour
title: Matters of the harbour
version: "1"
instruction: Code what the sentence asks for.
domains:
  - {domain: water, title: On the water}
variables:
  - name: topic
    title: Topic
    level: nominal
    uncoded: "000"
    codes:
      - {code: "000", title: None of these}
      - {code: boats, title: Boats, domain: water, instruction: Any vessel.}
      - {code: homes, title: Homes}
  - name: stance
    title: Stance
    level: ordinal
    condition: {variable: topic, code: boats}
    codes:
      - {code: "-1", title: Against}
      - {code: "1", title: For}
  - name: cost
    title: Cost
    level: ratio
    codes:
      - {code: "0", title: Nothing}
      - {code: "12.5", title: Much}
  - name: warmth
    title: Warmth
    level: interval
    codes:
      - {code: "-3", title: Cold}
      - {code: "3", title: Warm}
"""
UNITS = ("We will build", "Rents in the", "The quay", "Nobody pays")


def make_room(folder: Path) -> Project:
    """Make a project with Ana, Ben and the manager Zoë, and a codebook of four."""
    project = make_project(folder, texts={"quay.txt": QUAY})
    project.add_coder("Zoë", role="manager")
    keep_harbour(project.store)
    return project


def keep_harbour(store: Store) -> str:
    """Keep the codebook, and return its hash."""
    path = store.folder.parent / "harbour.yaml"
    path.write_text(HARBOUR, encoding="utf-8")
    stored = load_codebook(str(path)).stored
    store.keep_codebook(stored, at=now())
    return stored.sha256


def assign(  # noqa: PLR0913  # what an assignment holds
    store: Store,
    coder: str,
    *,
    words: Sequence[str] = UNITS,
    variables: Sequence[str] = ("topic", "stance"),
    purpose: Purpose = "coding",
    design: Mapping[str, object] | None = None,
    answers: Mapping[str, str] | None = None,
    codebook: str = "",
) -> str:
    """Give a person the units that begin with some words; return the id."""
    rows = [row for row in current_units(store).to_pylist() if row["kind"] != "heading"]
    found = [
        next(row for row in rows if row["text"].startswith(begin)) for begin in words
    ]
    text = text_of(store, find_document(store, found[0]["document"]))
    plain = Assignment(
        assignment_id="",
        coder=coder,
        codebook_sha256=codebook or keep_harbour(store),
        variables=tuple(variables),
        purpose=purpose,
        design=design or {},
        written=now_exactly(),
        units=tuple(
            AssignedUnit(
                position=i,
                document_id=row["document"],
                unit_id=row["unit"],
                anchor=anchor_of(text, span_of(row)),
                inclusion_probability=1.0,
                answers=answers or {},
            )
            for i, row in enumerate(found)
        ),
    )
    made = replace(plain, assignment_id=identify(plain, nonce=coder))
    store.assignments.add([made])
    return made.assignment_id


def span_of(row: Mapping[str, int]) -> Span:
    """Return the span of a row of units."""
    return Span(row["start"], row["end"])


def send(  # noqa: PLR0913  # what a coding holds
    store: Store,
    shelf: Shelf,
    assignment: str,
    position: int,
    *,
    coder: str = "Ana",
    client: str = "",
    note: str = "",
    **values: str | None,
) -> AcceptedCodings:
    """Send values of one unit, as the page does."""
    sent = [
        SentCoding(
            client=client or identify(sum(map(ord, name)), nonce=now_exactly()),
            position=position,
            variable=name,
            value=value,
            note=note,
        )
        for name, value in values.items()
    ]
    return accept_codings(store, shelf, sent, assignment_id=assignment, coder=coder)


def values(
    store: Store, shelf: Shelf, assignment: str, position: int, coder: str = "Ana"
) -> dict[str, str | None]:
    """Return what counts of one unit, as the page would show it."""
    (shown,) = show_units(
        store, shelf, assignment_id=assignment, coder=coder, first=position, n=1
    )
    return {name: word.value for name, word in shown.words.items()}


def coding(position: int = 0, **changes: object) -> SentCoding:
    sent = SentCoding(client="c-1", position=position, variable="topic", value="boats")
    return replace(sent, **changes)  # type: ignore[arg-type]  # of a test


def accept(
    store: Store, shelf: Shelf, assignment: str, *sent: SentCoding, coder: str = "Ana"
) -> AcceptedCodings:
    return accept_codings(store, shelf, sent, assignment_id=assignment, coder=coder)
