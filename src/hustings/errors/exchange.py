"""Mistakes about tables that go out, and about codings that come in with tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.errors.root import HustingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHOWN = 10


class UnknownTableError(HustingsError, KeyError):
    """No table of this name can be exported."""

    def __init__(self, *, table: str, known: Sequence[str]) -> None:
        self.table = table
        self.known = tuple(known)
        super().__init__(table)

    def __str__(self) -> str:
        return f"There is no table {self.table!r}. Known tables: {_list(self.known)}."


class UnknownFormatError(HustingsError, ValueError):
    """Tables cannot be written, or read, in this format."""

    def __init__(self, *, form: str, known: Sequence[str]) -> None:
        self.form = form
        self.known = tuple(known)
        super().__init__(form)

    def __str__(self) -> str:
        return (
            f"{self.form!r} is no format of tables here. Known formats: "
            f"{_list(self.known)}."
        )


class ExportTargetError(HustingsError, FileExistsError):
    """Tables cannot be written to this place."""

    def __init__(self, *, path: str, reason: str, advice: str) -> None:
        self.path = path
        self.reason = reason
        self.advice = advice
        super().__init__(path)

    def __str__(self) -> str:
        return f"{self.path} {self.reason}. {self.advice}"


class SeveralCodebooksError(HustingsError, ValueError):
    """A table of codings does not say which of several codebooks it was coded with."""

    def __init__(self, *, name: str, codebooks: Sequence[str]) -> None:
        self.name = name
        self.codebooks = tuple(codebooks)
        super().__init__(name)

    def __str__(self) -> str:
        return (
            f"{self.name}: units of this project were handed out with several "
            f"codebooks: {_list(self.codebooks)}. Say with --codebook which one the "
            "table is for. Nothing was changed."
        )


class UnclearColumnError(HustingsError, ValueError):
    """It is not clear which column of a table means what."""

    def __init__(self, *, name: str, reason: str, advice: str) -> None:
        self.name = name
        self.reason = reason
        self.advice = advice
        super().__init__(name)

    def __str__(self) -> str:
        return f"{self.name}: {self.reason} {self.advice}"


class TableRowsError(HustingsError, ValueError):
    """Rows of a table say something that cannot be taken over; none was."""

    def __init__(
        self, *, name: str, rows: Sequence[int], reason: str, advice: str
    ) -> None:
        self.name = name
        self.rows = tuple(rows)
        self.reason = reason
        self.advice = advice
        super().__init__(name)

    def __str__(self) -> str:
        return (
            f"{self.name}, {name_rows(self.rows)}: {self.reason} {self.advice} "
            "Nothing was changed."
        )


class NothingMatchedError(HustingsError, ValueError):
    """No row of a table fits a unit of the project."""

    def __init__(self, *, name: str, n_rows: int, reason: str) -> None:
        self.name = name
        self.n_rows = n_rows
        self.reason = reason
        super().__init__(name)

    def __str__(self) -> str:
        return (
            f"{self.name}: none of its {self.n_rows} rows fits a unit of this project. "
            f"The first: {self.reason} See all with --unmatched OUT.csv, and check "
            "that the document was read and split as it was when it was coded. "
            "Nothing was changed."
        )


class UnknownPeopleError(HustingsError, KeyError):
    """A table has codings by people whom the project does not know."""

    def __init__(
        self, *, name: str, people: Sequence[str], known: Sequence[str]
    ) -> None:
        self.name = name
        self.people = tuple(people)
        self.known = tuple(known)
        super().__init__(name)

    def __str__(self) -> str:
        known = f" Known coders: {_list(self.known)}." if self.known else ""
        return (
            f"{self.name} has codings by people who are no coders of this project: "
            f"{_list(self.people)}. Add them with 'hustings coder add', or with "
            f"--add-coders.{known} Nothing was changed."
        )


def name_rows(rows: Sequence[int]) -> str:
    """Name some rows, the first ten of them by number.

    Examples
    --------
    >>> name_rows([4]), name_rows([4, 9])
    ('row 4', 'rows 4, 9')
    """
    shown = ", ".join(f"{row}" for row in rows[:_SHOWN])
    more = f" and {len(rows) - _SHOWN:,} more" if len(rows) > _SHOWN else ""
    return f"row{'s' if len(rows) > 1 else ''} {shown}{more}"


def _list(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > 2 * _SHOWN else ""
    shown = names[:_SHOWN] if more else names
    return ", ".join(shown) + more
