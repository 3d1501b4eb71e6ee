"""Counts: how many units of each case received each code.

A case is the row that gets a position. Names of codes are text and nothing is
inferred from them, but for the conventions in `hustings.scaling.marpor`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from hustings.errors import InvalidCountError, InvalidCountsError, MissingColumnError
from hustings.scaling.marpor import heading_codes, main_code

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from hustings.estimates.resampling import FloatArray

_PERCENTAGE = re.compile(r"per(\d{3,4})|(peruncod)")
LARGEST_COUNT = 1e15
"""Whole numbers beyond this are no longer told apart by floating point."""

_MISSING = frozenset({"", "NA"})
_ROUNDING = 1.02
"""Published percentages add up to 100.7 at most; beyond this they are no shares."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counts:
    """How many units of each case received each code.

    Attributes
    ----------
    cases : tuple of str
        Names of the rows, each once.
    codes : tuple of str
        Names of the columns, each once.
    matrix : array of shape (n_cases, n_codes)
        Units of the case with the code. Fractions are fine.
    n_units : array of shape (n_cases,)
        All units of the case, those without a code included, headings not.

    Raises
    ------
    InvalidCountsError
        If shapes do not match, a name stands twice, a number is negative or not
        finite, or a case has more coded units than units.

    Examples
    --------
    >>> counts = Counts.from_rows([{"case": "Harbour 2031", "401": "30", "202": 10}])
    >>> counts.codes, counts.n_units.tolist()
    (('401', '202'), [40.0])
    """

    cases: tuple[str, ...]
    codes: tuple[str, ...]
    matrix: FloatArray
    n_units: FloatArray

    def __post_init__(self) -> None:
        _check(self.codes, self.matrix, self.n_units, n_rows=len(self.cases))
        _check_unique("case", self.cases)

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, object]]) -> Counts:
        """Read a table of counts: first the case, then a column for each code.

        Parameters
        ----------
        rows : iterable of mappings
            All with the same keys. The first key is the case, whatever its name;
            every other key is a code, and its value a whole number or its text.
            A column ``H`` beside three-digit codes holds headings and is left out.

        Raises
        ------
        InvalidCountError
            If a cell is no whole number of 0 or more, naming case and column.
        InvalidCountsError
            If there is no row, a case stands twice, rows differ in their columns,
            or the columns hold percentages (see `from_percentages`).

        Examples
        --------
        >>> counts = Counts.from_rows(
        ...     [
        ...         {"case": "Harbour 2031", "401": "3", "202": "1", "000": "6"},
        ...         {"case": "Orchard 2031", "401": "0", "202": "9", "000": "1"},
        ...     ]
        ... )
        >>> counts.matrix.tolist()
        [[3.0, 1.0, 6.0], [0.0, 9.0, 1.0]]
        """
        table = list(rows)
        columns = _columns(table)
        headings = heading_codes(columns[1:])
        codes = tuple(column for column in columns[1:] if column not in headings)
        cases = tuple(str(row[columns[0]]) for row in table)
        matrix = np.array(
            [
                [_count(row[code], case=case, column=code) for code in codes]
                for case, row in zip(cases, table, strict=True)
            ]
        ).reshape(len(cases), len(codes))
        return cls(cases=cases, codes=codes, matrix=matrix, n_units=matrix.sum(axis=1))

    @classmethod
    def from_percentages(
        cls,
        rows: Iterable[Mapping[str, object]],
        *,
        case: Sequence[str] = ("party", "date"),
        n_units: str = "total",
    ) -> Counts:
        r"""Recover counts from percentages, as in the Manifesto Project's dataset.

        .. math:: n_c = N \cdot per_c / 100

        Columns ``per101`` to ``per706``, the four-digit codes of Central and
        Eastern Europe (``per1011``), and ``peruncod`` are read, others are not.

        * Sub-codes of version 5 (``per103_1``) are skipped: the published main
          codes hold them already, and ``per202_2``, ``per605_2`` and ``per703_2``
          are inside ``peruncod``. Adding them would count their units twice.
        * Four-digit codes are in no main code. They count into N and nothing else.
        * Old rows add up to less than 100, some to 23. N is therefore the column
          `n_units`, never the sum of the row.
        * ``NA`` in a percentage is a code that this version did not have: 0. ``NA``
          in `n_units` gives a case without units, which gets no position.

        Parameters
        ----------
        rows : iterable of mappings
            Percentages as numbers or their text, in [0, 100].
        case : sequence of str, default=("party", "date")
            Columns whose values, joined by a space, name the case.
        n_units : str, default="total"
            Column with the number of units.

        Raises
        ------
        InvalidCountError
            If a cell is no number of 0 or more.
        InvalidCountsError
            If no column holds percentages, or a case stands twice.
        MissingColumnError
            If a column of `case` or `n_units` is missing.

        Examples
        --------
        >>> row = {"party": "Harbour", "date": "203110", "total": "200"}
        >>> counts = Counts.from_percentages(
        ...     [{**row, "per401": "30", "per202": "10", "peruncod": "60"}]
        ... )
        >>> counts.cases, counts.matrix.tolist()
        (('Harbour 203110',), [[60.0, 20.0, 120.0]])
        """
        table = list(rows)
        columns = _percentage_columns(table, needed=(*case, n_units))
        cases = tuple(" ".join(str(row[part]) for part in case) for row in table)
        totals = np.array(
            [
                _share(row[n_units], case=name, column=n_units)
                for name, row in zip(cases, table, strict=True)
            ]
        )
        percentages = np.array(
            [
                [_share(row[column], case=name, column=column) for column in columns]
                for name, row in zip(cases, table, strict=True)
            ]
        )
        return cls(
            cases=cases,
            codes=tuple(columns.values()),
            matrix=percentages * totals[:, None] / 100,
            n_units=totals,
        )

    def in_main_codes(self) -> Counts:
        """Fold sub-codes into their main codes, as `main_code` says.

        Examples
        --------
        >>> row = {"case": "Harbour 2031", "605.1": 2, "605_2": 3, "605": 4}
        >>> folded = Counts.from_rows([row]).in_main_codes()
        >>> folded.codes, folded.matrix.tolist()
        (('605', '605.2'), [[6.0, 3.0]])
        """
        codes, matrix = _folded(self.codes, self.matrix)
        return replace(self, codes=codes, matrix=matrix)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BlockCounts:
    """How many units of each block received each code: what a block bootstrap needs.

    Attributes
    ----------
    cases : tuple of str
        Names of the cases, each once. A case may have no block.
    codes : tuple of str
        Names of the columns, each once.
    matrix : array of shape (n_blocks, n_codes)
        Units of the block with the code.
    n_units : array of shape (n_blocks,)
        All units of the block, those without a code included, headings not.
    case_of_block : array of int, shape (n_blocks,)
        Index into `cases` of the case each block belongs to.

    Raises
    ------
    InvalidCountsError
        As for `Counts`, or if a block belongs to no case.

    Examples
    --------
    >>> import numpy as np
    >>> blocks = BlockCounts(
    ...     cases=("Harbour 2031",),
    ...     codes=("401", "202"),
    ...     matrix=np.array([[3.0, 0.0], [0.0, 2.0]]),
    ...     n_units=np.array([4.0, 2.0]),
    ...     case_of_block=np.array([0, 0]),
    ... )
    >>> blocks.to_counts().matrix.tolist()
    [[3.0, 2.0]]
    """

    cases: tuple[str, ...]
    codes: tuple[str, ...]
    matrix: FloatArray
    n_units: FloatArray
    case_of_block: NDArray[np.int64]

    def __post_init__(self) -> None:
        _check(self.codes, self.matrix, self.n_units, n_rows=len(self.case_of_block))
        _check_unique("case", self.cases)
        outside = (self.case_of_block < 0) | (self.case_of_block >= len(self.cases))
        if outside.any():
            raise InvalidCountsError(
                reason=f"{int(outside.sum())} blocks belong to none of the cases.",
                advice="Let case_of_block index into cases, from 0.",
            )

    def to_counts(self) -> Counts:
        """Add up the blocks of each case."""
        matrix = np.zeros((len(self.cases), len(self.codes)))
        np.add.at(matrix, self.case_of_block, self.matrix)
        n_units = np.zeros(len(self.cases))
        np.add.at(n_units, self.case_of_block, self.n_units)
        return Counts(
            cases=self.cases, codes=self.codes, matrix=matrix, n_units=n_units
        )

    def in_main_codes(self) -> BlockCounts:
        """Fold sub-codes into their main codes, as `main_code` says."""
        codes, matrix = _folded(self.codes, self.matrix)
        return replace(self, codes=codes, matrix=matrix)


AnyCounts: TypeAlias = Counts | BlockCounts
"""What every scale takes; a block bootstrap needs the second."""


def _folded(
    codes: Sequence[str], matrix: FloatArray
) -> tuple[tuple[str, ...], FloatArray]:
    """Add up the columns that have the same main code, in order of appearance."""
    mains = [main_code(code) for code in codes]
    names = tuple(dict.fromkeys(mains))
    if len(names) == len(codes):
        return names, matrix
    index = {name: i for i, name in enumerate(names)}
    groups = np.zeros((len(codes), len(names)))
    groups[np.arange(len(codes)), [index[name] for name in mains]] = 1
    return names, matrix @ groups


def _columns(table: Sequence[Mapping[str, object]]) -> tuple[str, ...]:
    """Name the columns, the same in every row."""
    if not table:
        raise InvalidCountsError(
            reason="The table of counts has no row.", advice="Give a row for each case."
        )
    columns = tuple(table[0])
    for row in table:
        if tuple(row) != columns:
            raise InvalidCountsError(
                reason=f"Case {next(iter(row.values()), '')!r} has other columns than "
                f"case {table[0][columns[0]]!r}.",
                advice="Give every row the same columns in the same order.",
            )
    percentages = [name for name in columns if _PERCENTAGE.fullmatch(name)]
    if len(percentages) > 1:
        raise InvalidCountsError(
            reason=f"Column {percentages[0]!r} holds percentages, not counts.",
            advice="Use Counts.from_percentages, which asks for the number of units.",
        )
    return columns


def _percentage_columns(
    table: Sequence[Mapping[str, object]], *, needed: Collection[str]
) -> dict[str, str]:
    """Map columns with percentages to their codes, having checked the others."""
    known = tuple(table[0]) if table else ()
    columns = {
        name: found[1] or found[2]
        for name in known
        if (found := _PERCENTAGE.fullmatch(name))
    }
    if not columns:
        raise InvalidCountsError(
            reason="No column holds percentages.",
            advice="Name them per101, per102 and so on, and give a row for each case.",
        )
    for column in needed:
        if column not in known:
            raise MissingColumnError(
                name="The table of percentages", column=column, known=known
            )
    return columns


def _count(value: object, *, case: str, column: str) -> float:
    """Read a whole number of 0 or more."""
    number = _number(value, case=case, column=column)
    if number <= LARGEST_COUNT and number == int(number):
        return number
    reason = "is no whole number. For percentages use Counts.from_percentages."
    if number > LARGEST_COUNT:
        reason = "is too large for a count."
    raise InvalidCountError(case=case, column=column, value=value, reason=reason)


def _share(value: object, *, case: str, column: str) -> float:
    """Read a number of 0 or more; missing is 0."""
    if value is None or str(value).strip() in _MISSING:
        return 0.0
    return _number(value, case=case, column=column)


def _number(value: object, *, case: str, column: str) -> float:
    """Read a finite number of 0 or more."""
    try:
        number = float(str(value))
    except ValueError:
        number = float("nan")
    if not 0 <= number < float("inf"):
        reason = "is no number of 0 or more. Write a count, and 0 where there is none."
        raise InvalidCountError(case=case, column=column, value=value, reason=reason)
    return number


def _check(
    codes: Sequence[str], matrix: FloatArray, n_units: FloatArray, *, n_rows: int
) -> None:
    """Raise unless the arrays are what `Counts` and `BlockCounts` say."""
    _check_unique("code", codes)
    if matrix.shape != (n_rows, len(codes)) or n_units.shape != (n_rows,):
        raise InvalidCountsError(
            reason=f"The matrix is {matrix.shape} and n_units {n_units.shape} for "
            f"{n_rows} rows and {len(codes)} codes.",
            advice="Give a row of counts, and one number of units, for each.",
        )
    if not (np.isfinite(matrix).all() and np.isfinite(n_units).all()):
        raise InvalidCountsError(
            reason="A count is not finite.", advice="Write 0 where there is none."
        )
    if (matrix < 0).any() or (n_units < 0).any():
        raise InvalidCountsError(
            reason="A count is negative.", advice="Counts are 0 or more."
        )
    if (matrix.sum(axis=1) > n_units * _ROUNDING + 1e-9).any():
        raise InvalidCountsError(
            reason="A row has more units with a code than units.",
            advice="A unit has one code of a variable; n_units counts all units.",
        )


def _check_unique(what: str, names: Sequence[str]) -> None:
    """Raise if a name stands twice."""
    twice = [name for name, n in Counter(names).items() if n > 1]
    if twice:
        raise InvalidCountsError(
            reason=f"The {what} {twice[0]!r} stands twice.",
            advice=f"Give every {what} one name of its own.",
        )
