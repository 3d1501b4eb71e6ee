"""Counts of features (words, stems, n-grams) by case, on sparse arrays."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy import sparse

from hustings.errors import (
    InvalidCountError,
    InvalidCountsError,
    InvalidOptionError,
    UnknownCaseError,
)
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

FloatArray = NDArray[np.float64]

_ADVICE = "Write a count of 0 or more, and 0 where there is none."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DocumentFeatureMatrix:
    """How often each case uses each feature.

    Attributes
    ----------
    cases : tuple of str
        Names of the rows, each once.
    features : tuple of str
        Names of the columns, each once.
    matrix : scipy.sparse.csr_array of float, shape (n_cases, n_features)
        Counts, none of them negative. Zeros are not stored.

    Raises
    ------
    InvalidCountsError
        If the shape does not match, a name stands twice, or a number is negative or
        not finite.

    Examples
    --------
    >>> rows = [{"case": "Harbour", "tram": 3, "car": 0}]
    >>> matrix = DocumentFeatureMatrix.from_rows(rows)
    >>> matrix.features, matrix.matrix.toarray().tolist()
    (('tram', 'car'), [[3.0, 0.0]])
    """

    cases: tuple[str, ...]
    features: tuple[str, ...]
    matrix: sparse.csr_array

    def __post_init__(self) -> None:
        _check_names("case", self.cases)
        _check_names("feature", self.features)
        plain = sparse.csr_array(self.matrix, dtype=np.float64)
        _check_numbers(plain, (len(self.cases), len(self.features)))
        if (plain.data == 0).any():
            plain = plain.copy()
            plain.eliminate_zeros()
        object.__setattr__(self, "matrix", plain)

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, object]]) -> DocumentFeatureMatrix:
        """Read a table of counts: first the case, then a column for each feature.

        Parameters
        ----------
        rows : iterable of mappings
            All with the same keys in the same order. The first key is the case,
            whatever its name; every other key is a feature, and its value a number of
            0 or more, or its text.

        Raises
        ------
        InvalidCountError
            If a cell is no number of 0 or more, naming case and column.
        InvalidCountsError
            If there is no row, rows differ in their columns, or a case stands twice.
        """
        table = list(rows)
        columns = _columns(table)
        cells = [[row[column] for column in columns[1:]] for row in table]
        return _from_cells([str(row[columns[0]]) for row in table], columns[1:], cells)

    @classmethod
    def from_table(cls, table: pa.Table) -> DocumentFeatureMatrix:
        """Read an Arrow table of counts; does and raises what `from_rows` does.

        Examples
        --------
        >>> table = pa.table({"document": ["Harbour"], "tram": ["3"], "car": [1]})
        >>> DocumentFeatureMatrix.from_table(table).matrix.toarray().tolist()
        [[3.0, 1.0]]
        """
        if table.num_columns == 0 or table.num_rows == 0:
            raise _no_rows()
        cases = [str(value) for value in table.column(0).to_pylist()]
        names = tuple(table.column_names[1:])
        dense = _all_numbers(table.columns[1:], n_rows=len(cases))
        if dense is None:
            dense = np.column_stack(
                [
                    _numbers(table.column(j + 1), names[j], cases)
                    for j in range(len(names))
                ]
            )
        return cls(cases=tuple(cases), features=names, matrix=sparse.csr_array(dense))

    @property
    def n_cases(self) -> int:
        """Number of rows."""
        return len(self.cases)

    @property
    def n_features(self) -> int:
        """Number of columns."""
        return len(self.features)

    def case_totals(self) -> FloatArray:
        """Give the sum of each row, shape (n_cases,)."""
        return np.asarray(self.matrix.sum(axis=1), dtype=np.float64)

    def feature_totals(self) -> FloatArray:
        """Give the sum of each column, shape (n_features,)."""
        return np.asarray(self.matrix.sum(axis=0), dtype=np.float64)

    def document_counts(self) -> NDArray[np.int64]:
        """Give the number of cases that use each feature, shape (n_features,)."""
        return np.bincount(self.matrix.indices, minlength=self.n_features)

    def rows_of(self, cases: Iterable[str]) -> NDArray[np.int64]:
        """Give the rows of cases.

        Raises
        ------
        UnknownCaseError
            If a case is not in the matrix.
        """
        index = {case: i for i, case in enumerate(self.cases)}
        named = list(cases)
        for case in named:
            if case not in index:
                raise UnknownCaseError(case=case, known=self.cases)
        return np.array([index[case] for case in named], np.int64)

    def keep(self, cases: Iterable[str]) -> DocumentFeatureMatrix:
        """Keep these cases, in this order.

        Raises
        ------
        UnknownCaseError
            If a case is not in the matrix.
        """
        rows = self.rows_of(cases)
        return replace(
            self,
            cases=tuple(self.cases[i] for i in rows.tolist()),
            matrix=self.matrix[rows],
        )

    def select(self, features: Iterable[str]) -> DocumentFeatureMatrix:
        """Give these features in this order; one that is unknown here has no counts.

        Examples
        --------
        >>> rows = [{"case": "Harbour", "tram": 3, "car": 1}]
        >>> chosen = DocumentFeatureMatrix.from_rows(rows).select(["car", "boat"])
        >>> chosen.matrix.toarray().tolist()
        [[1.0, 0.0]]
        """
        wanted = tuple(features)
        places = {feature: j for j, feature in enumerate(wanted)}
        target = np.array([places.get(name, -1) for name in self.features], np.int64)
        entries = self.matrix.tocoo()
        columns = target[entries.col]
        known = columns >= 0
        matrix = sparse.coo_array(
            (entries.data[known], (entries.row[known], columns[known])),
            shape=(self.n_cases, len(wanted)),
        )
        return replace(self, features=wanted, matrix=matrix.tocsr())

    def trimmed(
        self,
        *,
        min_count: float = 1,
        min_documents: int = 1,
        max_document_share: float = 1.0,
    ) -> DocumentFeatureMatrix:
        """Keep features that are frequent enough and not in too many cases.

        Parameters
        ----------
        min_count : float, default=1
            Least sum over all cases.
        min_documents : int, default=1
            Least number of cases that use the feature.
        max_document_share : float, default=1.0
            Largest share of cases that use it, in (0, 1].

        Raises
        ------
        InvalidOptionError
            If an option is outside its range.
        """
        _check_trimming(min_count, min_documents, max_document_share)
        n_documents = self.document_counts()
        kept = (
            (self.feature_totals() >= min_count)
            & (n_documents >= min_documents)
            & (n_documents <= max_document_share * self.n_cases)
        )
        return self.columns(np.flatnonzero(kept))

    def columns(self, places: NDArray[np.int64]) -> DocumentFeatureMatrix:
        """Keep the features at these places, in this order."""
        return replace(
            self,
            features=tuple(self.features[j] for j in places.tolist()),
            matrix=self.matrix[:, places],
        )

    def without_empty(self) -> tuple[DocumentFeatureMatrix, tuple[Problem, ...]]:
        """Leave out cases without a feature; a `Problem` names each of them.

        Examples
        --------
        >>> rows = [{"case": "Harbour", "tram": 3}, {"case": "Quay", "tram": 0}]
        >>> kept, problems = DocumentFeatureMatrix.from_rows(rows).without_empty()
        >>> kept.cases, len(problems)
        (('Harbour',), 1)
        """
        empty = self.case_totals() == 0
        if not empty.any():
            return self, ()
        cases = [self.cases[i] for i in np.flatnonzero(~empty).tolist()]
        problems = tuple(_empty(self.cases[i]) for i in np.flatnonzero(empty).tolist())
        return self.keep(cases), problems


def _empty(case: str) -> Problem:
    return Problem(
        kind="empty case",
        message=f"Case {case!r} has none of the features that are counted, so it has "
        "no position. Trim less, or look at its text.",
    )


def _from_cells(
    cases: Sequence[str], features: tuple[str, ...], cells: list[list[object]]
) -> DocumentFeatureMatrix:
    """Make a matrix of a table's cells; if numpy cannot read them, name the cell."""
    try:
        dense = np.array(cells, dtype=np.float64).reshape(len(cases), len(features))
    except (TypeError, ValueError):
        dense = np.full((1, 1), np.nan)
    if not (dense >= 0).all() or np.isinf(dense).any():
        for case, row in zip(cases, cells, strict=True):
            for column, value in zip(features, row, strict=True):
                _check_cell(value, case, column)
    return DocumentFeatureMatrix(
        cases=tuple(cases), features=features, matrix=sparse.csr_array(dense)
    )


def _columns(table: Sequence[Mapping[str, object]]) -> tuple[str, ...]:
    """Name the columns, the same in every row."""
    if not table:
        raise _no_rows()
    columns = tuple(table[0])
    for row in table:
        if tuple(row) != columns:
            raise InvalidCountsError(
                reason=f"Case {next(iter(row.values()), '')!r} has other columns than "
                f"case {next(iter(table[0].values()), '')!r}.",
                advice="Give every row the same columns in the same order.",
            )
    return columns


def _all_numbers(
    columns: Sequence[pa.ChunkedArray], *, n_rows: int
) -> FloatArray | None:
    """Read columns of one type at once; None if they are not, or a cell is no count."""
    kinds = {column.type for column in columns}
    if len(kinds) != 1:
        return None if kinds else np.zeros((n_rows, 0))
    chunks = [chunk for column in columns for chunk in column.chunks]
    try:
        cast = pc.cast(pa.chunked_array(chunks, type=kinds.pop()), pa.float64())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None
    numbers = np.asarray(cast.to_numpy(), np.float64)
    if not (numbers >= 0).all() or np.isinf(numbers).any():
        return None
    return numbers.reshape(len(columns), n_rows).T


def _numbers(column: pa.ChunkedArray, name: str, cases: Sequence[str]) -> FloatArray:
    """Read a column of counts; where one is none, say which."""
    try:
        cast = pc.cast(column, pa.float64())
        numbers = np.asarray(cast.to_numpy(), np.float64)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        numbers = np.full(1, np.nan)
    if not (numbers >= 0).all() or np.isinf(numbers).any():
        for case, value in zip(cases, column.to_pylist(), strict=True):
            _check_cell(value, case, name)
        return np.array([float(str(value)) for value in column.to_pylist()])
    return numbers


def _check_cell(value: object, case: str, column: str) -> None:
    """Raise unless a cell is a finite number of 0 or more."""
    try:
        number = float(str(value))
    except ValueError:
        number = float("nan")
    if not 0 <= number < float("inf"):
        reason = f"is no count. {_ADVICE}"
        raise InvalidCountError(case=case, column=column, value=value, reason=reason)


def _no_rows() -> InvalidCountsError:
    return InvalidCountsError(
        reason="The table of counts has no row.", advice="Give a row for each case."
    )


def _check_names(what: str, names: Collection[str]) -> None:
    """Raise if a name stands twice."""
    if len(set(names)) != len(names):
        twice = next(name for name, n in Counter(names).items() if n > 1)
        raise InvalidCountsError(
            reason=f"The {what} {twice!r} stands twice.",
            advice=f"Give every {what} one name of its own.",
        )


def _check_numbers(matrix: sparse.csr_array, shape: tuple[int, int]) -> None:
    """Raise unless the numbers are counts, one for each case and feature."""
    if matrix.shape != shape:
        raise InvalidCountsError(
            reason=f"The matrix is {matrix.shape} for {shape[0]} cases and {shape[1]} "
            "features.",
            advice="Give a row for each case and a column for each feature.",
        )
    if not np.isfinite(matrix.data).all():
        raise InvalidCountsError(reason="A count is not finite.", advice=_ADVICE)
    if (matrix.data < 0).any():
        raise InvalidCountsError(reason="A count is negative.", advice=_ADVICE)


def _check_trimming(
    min_count: float, min_documents: int, max_document_share: float
) -> None:
    """Raise unless the options of `trimmed` make sense."""
    for option, value in ("min_count", min_count), ("min_documents", min_documents):
        if not value >= 0:
            raise InvalidOptionError(
                option=option, value=value, advice="Use 0 or a positive number."
            )
    if not 0 < max_document_share <= 1:
        raise InvalidOptionError(
            option="max_document_share",
            value=max_document_share,
            advice="It is a share of the cases, above 0 and at most 1.",
        )
