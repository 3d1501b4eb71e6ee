"""A coder's known confusion matrix, as a user brings it: true code by given code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from hustings.errors import InvalidConfusionError, UnknownCodeError
from hustings.estimates.misclassification import ConfusionMatrix
from hustings.model.document import Problem
from hustings.outside.tables import parse_table
from hustings.scaling.marpor import heading_codes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.estimates.observations import BoolArray
    from hustings.estimates.resampling import FloatArray
    from hustings.model.codebook import Codebook
    from hustings.scaling.unit_tables import UnitTable

_ROUNDED = 0.005
"""How far a printed row of probabilities may be from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfusionFile:
    """The file of a matrix as it is, so that a run can keep it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCodes:
    """The codes that a codebook gives to units."""

    codebook: str
    codes: tuple[str, ...]

    @classmethod
    def of(cls, codebook: Codebook, variable: str | None = None) -> KnownCodes | None:
        """List the codes of a variable, or of all; None where any number may stand."""
        asked = [one for one in codebook.variables if variable in {None, one.name}]
        if any(one.number is not None for one in asked):
            return None
        codes = tuple(code.code for one in asked for code in one.codes)
        return cls(codebook=codebook.name, codes=codes)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Confusion:
    """A matrix read from its file.

    Attributes
    ----------
    problems : tuple of Problem
        What was done with its numbers, and codes that have no row.
    """

    matrix: ConfusionMatrix
    problems: tuple[Problem, ...]


def read_confusion(file: ConfusionFile) -> Confusion:
    r"""Read a table whose first column is the true code, all others the given ones.

    Rows are probabilities that add up to 1, or counts of units in whole numbers.

    Raises
    ------
    TableFileError
        If the file is no table.
    InvalidConfusionError
        If a cell is no number of 0 or more, a code has two rows or no column, a row
        adds up to nothing, or to neither 1 nor a whole number of units.

    Examples
    --------
    >>> content = b"true,for,against\nfor,80,20\nagainst,10,90"
    >>> found = read_confusion(ConfusionFile(name="matrix.csv", content=content))
    >>> found.matrix.codes, found.matrix.probabilities.tolist()
    (('for', 'against'), [[0.8, 0.2], [0.1, 0.9]])
    """
    table = parse_table(file.content, name=file.name)
    true, *given = table.column_names
    rows = [str(one or "").strip() for one in table[true].to_pylist()]
    codes = tuple(dict.fromkeys([*rows, *given]))
    _check_codes(rows, given)
    cells = np.eye(len(codes))
    for i, row in enumerate(table.to_pylist()):
        at = codes.index(rows[i])
        cells[at] = [_number(row.get(code), rows[i], code) for code in codes]
    known = np.array([code in set(rows) for code in codes])
    return _made(file.name, codes, cells, known)


def with_confusion(
    units: UnitTable, confusion: Confusion, known: KnownCodes | None = None
) -> tuple[UnitTable, tuple[Problem, ...]]:
    """Give units a column for each code of the matrix, and say what does not fit.

    Parameters
    ----------
    known : KnownCodes, optional
        The codes of the codebook, where there is one.

    Raises
    ------
    UnknownCodeError
        If the matrix has a code that the codebook lacks.
    InvalidConfusionError
        If not one of its codes was given to a unit.
    """
    of_matrix = confusion.matrix.codes
    if known is not None:
        _require_known(of_matrix, known)
    given = {units.codes[i] for i in np.unique(units.code_of_coding[units.is_asked])}
    if not given & set(of_matrix):
        raise InvalidConfusionError(
            reason="no coding has one of its codes "
            f"({', '.join(map(repr, of_matrix[:8]))}).",
            advice="Name codes as the codings do.",
        )
    problems = [*confusion.problems, *_unseen(of_matrix, given, known)]
    problems += _without_row(sorted(given - set(of_matrix)))
    more = tuple(code for code in of_matrix if code not in units.codes)
    return replace(units, codes=(*units.codes, *more)), tuple(problems)


def _require_known(codes: Sequence[str], known: KnownCodes) -> None:
    """Raise `UnknownCodeError` for the first code that the codebook lacks."""
    for code in codes:
        if code not in known.codes:
            raise UnknownCodeError(
                code=code, codebook=known.codebook, known=known.codes
            )


def _check_codes(rows: Sequence[str], given: Sequence[str]) -> None:
    """Raise unless each true code has one row, and a column where it may be given."""
    if not rows or not given:
        _refuse("it has no row or no column.", "Give a row for each true code.")
    for i, code in enumerate(rows):
        if code in rows[:i]:
            _refuse(f"{code!r} has two rows.", "Give each true code one.")
        if code not in given:
            _refuse(
                f"{code or 'an empty code'!r} has a row and no column.",
                "Give a column for each code of the first one.",
            )
    headings = set(given) & set(heading_codes(tuple(given)))
    if headings:
        _refuse(
            f"{min(headings)!r} is the code of headings, which no scale counts.",
            "Leave it out.",
        )


def _number(cell: object, true: str, given: str) -> float:
    """Read a cell; an empty one is 0."""
    text = str(cell if cell is not None else "").strip()
    try:
        value = float(text or 0)
    except ValueError:
        value = float("nan")
    if not isfinite(value) or value < 0:
        _refuse(
            f"true code {true!r}, given code {given!r}: {text!r} is no probability or "
            "count.",
            "Give a number of 0 or more.",
        )
    return value


def _made(
    name: str, codes: tuple[str, ...], cells: FloatArray, known: BoolArray
) -> Confusion:
    """Make the matrix of probabilities, or of counts divided by their sums."""
    sums = cells.sum(axis=1)
    told = list(_without_row([code for code in codes if not known[codes.index(code)]]))
    if (np.abs(sums - 1) <= _ROUNDED).all():
        matrix = ConfusionMatrix(codes=codes, probabilities=cells / sums[:, None])
        return Confusion(matrix=matrix, problems=tuple(told))
    _require_counts(codes, cells, sums)
    matrix = ConfusionMatrix.from_counts(codes, cells)
    n_units = np.where(known, sums, np.inf)
    told.insert(0, _counted(name, int(sums[known].sum())))
    return Confusion(matrix=replace(matrix, n_units=n_units), problems=tuple(told))


def _require_counts(
    codes: tuple[str, ...], cells: FloatArray, sums: FloatArray
) -> None:
    """Raise unless every row holds whole numbers, and more than none."""
    odd = (np.mod(cells, 1) != 0).any(axis=1) | (sums == 0)
    if odd.any():
        i = int(np.argmax(odd))
        _refuse(
            f"the row of {codes[i]!r} adds up to {sums[i]:g}.",
            "Give rows of probabilities that add up to 1, or counts of units in "
            "whole numbers.",
        )


def _counted(name: str, n_units: int) -> Problem:
    """Say that counts were divided, and that the matrix is not taken as known."""
    return Problem(
        kind="counts of a confusion matrix",
        message=f"{name} holds counts: each row was divided by its sum. The matrix "
        f"rests on {n_units:,} units, and intervals hold how far it is in doubt.",
    )


def _without_row(codes: Sequence[str]) -> list[Problem]:
    """Say which codes are taken as coded without error."""
    if not codes:
        return []
    message = (
        f"The confusion matrix has no row for {', '.join(codes)}: taken as "
        "coded without error."
    )
    return [Problem(kind="codes without confusion", message=message)]


def _unseen(
    codes: Sequence[str], given: set[str], known: KnownCodes | None
) -> list[Problem]:
    """Say which codes of the matrix no coding has, where no codebook knows them."""
    unseen = [code for code in codes if code not in given]
    if known is not None or not unseen:
        return []
    message = (
        f"No coding has {', '.join(unseen)} of the confusion matrix. Where a code is "
        "spelt otherwise there, the matrix says nothing of it."
    )
    return [Problem(kind="codes without codings", message=message)]


def _refuse(reason: str, advice: str) -> None:
    raise InvalidConfusionError(reason=reason, advice=advice)
