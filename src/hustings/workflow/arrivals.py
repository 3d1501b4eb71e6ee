"""Files whose bytes are kept and that are to be documents."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from hustings.model.document import Problem
from hustings.store.records import StoredFailure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.store.records import Description, StoredDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A file whose bytes are kept and that is not yet a document.

    Attributes
    ----------
    replaces : str or None
        The document whose place it is to take.
    document : str or None
        The id of the document to be, where known bytes are read anew.
    """

    name: str
    sha256: str
    description: Description
    replaces: str | None = None
    document: str | None = None


def without_twins(
    taken: Sequence[Arrival],
) -> tuple[list[Arrival], list[Problem | StoredFailure]]:
    """Keep the first of files with the same bytes, and tell of the others."""
    first: dict[str, Arrival] = {}
    twins: list[Problem | StoredFailure] = []
    for one in taken:
        other = first.setdefault(one.sha256, one)
        if other is not one:
            twins.append(_twin(one, other))
    return list(first.values()), twins


def _twin(one: Arrival, other: Arrival) -> Problem | StoredFailure:
    """Tell of a file with the bytes of another; two descriptions are a mistake."""
    same = f"{one.name} has the same bytes as {other.name}"
    if one.description == other.description:
        return Problem(kind="same bytes", message=f"{same}: they are one document.")
    return StoredFailure(
        run_id="",
        name=one.name,
        message=f"{same}, but is described otherwise; only {other.name} was taken. "
        "Describe both alike, or read the right file.",
    )


def parameters_of(arrival: Arrival) -> dict[str, object]:
    """Give what a run records of a file: its name, and what the user said of it."""
    said = {k: v for k, v in asdict(arrival.description).items() if v is not None}
    if arrival.document is not None:
        said |= {"document": arrival.document, "replaces": arrival.replaces}
    return {"name": arrival.name, **said}


def lasting(description: Description) -> Description:
    """Leave out a row of languages: it serves to recognise, no text is in all."""
    if "+" not in (description.language or ""):
        return description
    return replace(description, language=None)


def is_news(description: Description, document: StoredDocument) -> bool:
    """Say whether a description says what was not known of a document."""
    known = asdict(document.description)
    return any(
        value is not None and value != known[name]
        for name, value in asdict(description).items()
    )
