"""What the columns of a table of codings are, by their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hustings.errors import UnclearColumnError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.exchange.spreadsheets import Grid

SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    "unit": (
        "unit",
        "unit_id",
        "unitid",
        "sentence_id",
        "quasi_sentence_id",
        "qs_id",
        "segment_id",
    ),
    "document": (
        "document",
        "document_id",
        "doc",
        "doc_id",
        "file",
        "file_name",
        "filename",
        "manifesto",
        "manifesto_id",
    ),
    "start": ("start", "begin", "start_offset"),
    "end": ("end", "stop", "end_offset"),
    "words": (
        "words",
        "text",
        "content",
        "quasi_sentence",
        "sentence",
        "unit_text",
        "statement",
        "segment",
        "quote",
    ),
    "coder": (
        "coder",
        "coder_id",
        "coder_name",
        "annotator",
        "rater",
        "user",
        "username",
    ),
    "variable": ("variable", "dimension"),
    "value": ("value", "code", "label", "cmp_code", "category"),
    "note": ("note", "notes", "comment", "comments", "remark", "memo"),
    "unsure": ("unsure", "uncertain"),
    "evidence": ("evidence",),
    "made_by": ("made_by",),
    "codebook": ("codebook_sha256",),
}
"""What a column may be called, the surest name first. Large and small letters, spaces,
hyphens and underscores make no difference."""

_SEARCHED = 30
"""Rows among which the header is looked for."""
_EDGES = " \t\r\n\u00a0\u200b\ufeff\u2007\u202f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The row that names the columns.

    Attributes
    ----------
    number : int
        Of the row.
    places : mapping of str to int
        The column of each role of `SYNONYMS` that there is.
    variables : mapping of str to int
        The column of each variable of the codebook, where every variable has its own.
    """

    number: int
    names: tuple[str, ...]
    places: Mapping[str, int]
    variables: Mapping[str, int]

    @property
    def is_whole(self) -> bool:
        """Whether it says which unit is meant, and which value it has."""
        has_span = {"document", "start", "end"} <= set(self.places)
        has_unit = "unit" in self.places or "words" in self.places or has_span
        return has_unit and ("value" in self.places or bool(self.variables))


def find_header(
    grid: Grid,
    *,
    columns: Mapping[str, str] | None = None,
    variables: Sequence[str] = (),
) -> Header:
    """Find the row that names the columns, and what each of them is.

    Parameters
    ----------
    columns : mapping of str to str, optional
        By role the name of its column, where it is called otherwise than `SYNONYMS`.
    variables : sequence of str
        Those of the codebook, which may have a column each.

    Raises
    ------
    UnclearColumnError
        If no row names what is needed, or two columns could be the same thing.
    """
    _check_roles(grid, columns or {})
    filled = [row for row in grid.rows if any(map(clean, row[1]))][:_SEARCHED]
    for number, cells in filled:
        header = _header(grid, number, cells, columns or {}, variables)
        if header.is_whole and set(columns or {}) <= set(header.places):
            return header
    raise _no_header(grid, filled[0][1] if filled else ())


def _check_roles(grid: Grid, columns: Mapping[str, str]) -> None:
    for role in columns:
        if role not in SYNONYMS:
            raise UnclearColumnError(
                name=grid.name,
                reason=f"{role!r} is nothing that a column can be.",
                advice=f"Write one of {', '.join(SYNONYMS)} before the '='.",
            )


def _no_header(grid: Grid, cells: Sequence[str | None]) -> UnclearColumnError:
    shown = ", ".join(clean(cell) for cell in cells[:12] if clean(cell)) or "none"
    return UnclearColumnError(
        name=grid.name,
        reason=f"No row names the columns that are needed (the first has: {shown}).",
        advice="There must be a column 'value' with the codes, and 'unit' with ids or "
        "'words' with the units' text. Name yours with --column value=NAME "
        "--column words=NAME.",
    )


def _header(
    grid: Grid,
    number: int,
    cells: Sequence[str | None],
    columns: Mapping[str, str],
    variables: Sequence[str],
) -> Header:
    """Read a row as if it named the columns."""
    names = tuple(clean(cell) for cell in cells)
    places: dict[str, int] = {}
    for role, known in SYNONYMS.items():
        found = _places(names, [columns[role]] if role in columns else known)
        if len(found) > 1 and "value" in {role, *places}:
            raise _two_columns(grid, role, [names[place] for place in found])
        if found:
            places[role] = found[0]
    wide = {} if "value" in places else _wide(names, variables)
    return Header(number=number, names=names, places=places, variables=wide)


def _places(names: Sequence[str], known: Sequence[str]) -> list[int]:
    """Find the columns of a role: those of its surest name, or all that may be it."""
    plain = [plain_name(name) for name in names]
    surest = [i for i, name in enumerate(plain) if name == plain_name(known[0])]
    wanted = {plain_name(name) for name in known}
    return surest or [i for i, name in enumerate(plain) if name in wanted]


def _wide(names: Sequence[str], variables: Sequence[str]) -> dict[str, int]:
    plain = [plain_name(name) for name in names]
    return {
        name: plain.index(plain_name(name))
        for name in variables
        if plain_name(name) in plain
    }


def _two_columns(grid: Grid, role: str, names: Sequence[str]) -> UnclearColumnError:
    return UnclearColumnError(
        name=grid.name,
        reason=f"The columns {', '.join(map(repr, names))} could all be the {role}.",
        advice=f"Say which is meant with --column {role}=NAME.",
    )


def plain_name(name: str) -> str:
    """Return what two spellings of a column's name share."""
    return "_".join(name.casefold().replace("-", " ").replace("_", " ").split())


def clean(cell: str | None) -> str:
    """Return a cell without stray spaces at its ends; "" where it is missing."""
    return (cell or "").strip(_EDGES)
