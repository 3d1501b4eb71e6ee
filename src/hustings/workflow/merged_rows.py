"""Rows of another project, checked before any of them is written.

The other file may have been changed by anybody: what Hustings would not write itself
is refused, and then nothing is brought in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.coding.free_numbers import known_value
from hustings.errors import CodebookFileError, CoderNameError, StrangeRowError
from hustings.model.coder import check_name
from hustings.outside.clock import now
from hustings.store.forms import strange_cells
from hustings.store.sources import sha256_of
from hustings.workflow.codebooks import codebook_of_text, stored_codebook

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from hustings.model.adjudication import Adjudicated
    from hustings.model.assignment import Assignment
    from hustings.model.codebook import Variable
    from hustings.model.cut import Cut
    from hustings.model.hand_coding import HandCoding
    from hustings.store.project import Store


def check_form(other: Store, *, name: str) -> None:
    """Refuse rows that cannot be read, and people with names that nobody can have.

    Raises
    ------
    StrangeRowError
        With the table, the row and the column.
    """
    for cell in strange_cells(other, at=now()):
        raise StrangeRowError(name=name, where=cell.where, reason=cell.reason)
    for one in other.coders.all():
        try:
            check_name(one.coder_id)
        except CoderNameError as error:
            where = f"the coder {one.coder_id!r}"
            raise StrangeRowError(name=name, where=where, reason=error.reason) from None


def check_books(other: Store, hashes: Collection[str], *, name: str) -> None:
    """Refuse codebooks whose text is none, or another than its hash says.

    Raises
    ------
    StrangeRowError
        With the codebook.
    """
    for sha256 in sorted(hashes):
        stored = other.codebook(sha256)
        where = f"the codebook {sha256[:12]}"
        if stored is None:
            raise StrangeRowError(name=name, where=where, reason="it is not there")
        if sha256_of(stored.text.encode()) != sha256:
            reason = "its text is not the one that its SHA-256 names"
            raise StrangeRowError(name=name, where=where, reason=reason)
        try:
            loaded = codebook_of_text(stored.text, name=stored.name)
        except CodebookFileError as error:
            raise StrangeRowError(
                name=name, where=where, reason=f"it cannot be read ({error})"
            ) from None
        if loaded.stored != stored:
            reason = "its name or version is not the one in its text"
            raise StrangeRowError(name=name, where=where, reason=reason)


def check_said(
    other: Store,
    codings: Iterable[HandCoding],
    adjudicated: Iterable[Adjudicated],
    assignments: Iterable[Assignment],
    *,
    name: str,
) -> None:
    """Refuse values that the codebook does not allow, and evidence outside its unit.

    The codebooks have been checked with `check_books`.

    Raises
    ------
    StrangeRowError
        With the row.
    """
    books: dict[str, Mapping[str, Variable]] = {}

    def variables(sha256: str) -> Mapping[str, Variable]:
        if sha256 not in books:
            codebook = stored_codebook(other, sha256).codebook
            books[sha256] = {one.name: one for one in codebook.variables}
        return books[sha256]

    for coding in codings:
        where = f"the coding {coding.coding_id} by {coding.coder}"
        _check_value(coding, variables(coding.codebook_sha256), name, where)
        _check_evidence(coding, name, where)
    for settled in adjudicated:
        where = f"the adjudicated value {settled.adjudication_id}"
        _check_value(settled, variables(settled.codebook_sha256), name, where)
    for one in assignments:
        where = f"the assignment {one.assignment_id} of {one.coder}"
        for variable in one.variables:
            _require_variable(variable, variables(one.codebook_sha256), name, where)


def check_cuts(
    cuts: Iterable[Cut], assignments: Mapping[str, Assignment], *, name: str
) -> None:
    """Refuse cuts outside the words of their assignment.

    Parameters
    ----------
    assignments : mapping of str to Assignment
        By id, with the documents that the cuts name.

    Raises
    ------
    StrangeRowError
        With the row.
    """
    for one in cuts:
        spans = [
            unit.anchor.span
            for unit in assignments[one.assignment_id].units
            if unit.document_id == one.document_id
        ]
        first = min((span.start for span in spans), default=0)
        end = max((span.end for span in spans), default=0)
        if not first <= one.place < end:
            reason = f"it lies at {one.place}, outside the words of its assignment"
            raise StrangeRowError(
                name=name, where=f"the cut {one.cut_id}", reason=reason
            )


def _check_value(
    one: HandCoding | Adjudicated,
    variables: Mapping[str, Variable],
    name: str,
    where: str,
) -> None:
    """Refuse a value that the codebook does not have."""
    _require_variable(one.variable, variables, name, where)
    if one.value is None:
        return
    if known_value(one.value, variables[one.variable]) is None:
        reason = f"{one.value[:40]!r} is no value of {one.variable!r} in its codebook"
        raise StrangeRowError(name=name, where=where, reason=reason)


def _require_variable(
    variable: str, variables: Mapping[str, Variable], name: str, where: str
) -> None:
    if variable not in variables:
        reason = f"its codebook has no variable {variable[:40]!r}"
        raise StrangeRowError(name=name, where=where, reason=reason)


def _check_evidence(one: HandCoding, name: str, where: str) -> None:
    """Refuse evidence that leaves its unit."""
    unit = one.anchor.span
    for span in one.evidence:
        if not unit.start <= span.start < span.end <= unit.end:
            reason = (
                f"its evidence (characters {span.start}–{span.end}) leaves its unit "
                f"(characters {unit.start}–{unit.end})"
            )
            raise StrangeRowError(name=name, where=where, reason=reason)
