"""Reading tables that users bring: CSV, JSONL and Parquet, told apart by content.

Every column is text and nothing is inferred: ``000`` stays ``000``, an empty cell of
a CSV file is the empty text. Which kind a file is, its first bytes decide.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from hustings.errors import MissingColumnError, MissingFileError, TableFileError
from hustings.outside.columns import as_json, first_line, without_nan
from hustings.outside.jsonl_tables import read_jsonl

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

_TEXT = pa.large_string()
_LARGEST_CELL = 2**31 - 1
_LARGE = 1_000_000
"""Characters from which a file is worth the reader in C."""

_SAVE_AS_CSV = "Save it as CSV in UTF-8, or as JSONL or Parquet."


def read_table(path: Path) -> pa.Table:
    r"""Read a table with every column as text, exactly as written.

    Parameters
    ----------
    path : Path
        * CSV in UTF-8, with or without a byte order mark. Cells are separated by
          commas, semicolons or tabs, whichever the first line has most of. Quoting
          is that of RFC 4180; line ends inside quotes stay as they are, ``\r\n`` too.
          Empty lines are passed over. The first column may lack a name.
        * JSONL, one object a line. Numbers stay as written (``1.50``), true and
          false are those words, null and missing keys are null. Columns stand in the
          order in which they first appear.
        * Parquet. Columns that are not text are turned into it; what is not a number
          (NaN) among numbers is null.

    Returns
    -------
    pyarrow.Table
        All columns of type large_string; no row is fine.

    Raises
    ------
    MissingFileError
        If there is no such file.
    TableFileError
        With the line, where there is one: the file is empty, a folder, a
        spreadsheet or not UTF-8; a column has no name or the name of another; a row
        has more or fewer cells than the first line; a quotation mark is not closed;
        a line of JSONL is no object, or a value in it is not simple.

    References
    ----------
    Shafranovich, Y. (2005). Common format and MIME type for comma-separated values
    (CSV) files. RFC 4180. https://doi.org/10.17487/RFC4180

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "counts.csv"
    ...     _ = path.write_text("case;000;401\nHarbour 2031;60;30\n")
    ...     read_table(path).to_pylist()
    [{'case': 'Harbour 2031', '000': '60', '401': '30'}]
    """
    return parse_table(_content(path), name=path.name)


def read_counts_table(path: Path) -> tuple[pa.Table, tuple[str, ...]]:
    r"""Read a table of counts: cases in the first column, whatever it is called.

    All else is as with `read_table`, but for names of columns that stand twice.

    Returns
    -------
    pyarrow.Table
        Of columns with one name the later ones are numbered: ``tram``, ``tram (2)``.
    tuple of str
        The new names, that of the first column aside: a word may be called the same.

    Raises
    ------
    MissingFileError, TableFileError
        As `read_table` does.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "counts.csv"
    ...     _ = path.write_text("case,a,case\nHarbour 2031,6,3\n")
    ...     read_counts_table(path)[0].column_names
    ['case_', 'a', 'case']
    """
    repeated: list[str] = []
    table = parse_table(_content(path), name=path.name, repeated=repeated)
    return table, tuple(repeated)


def parse_table(
    content: bytes,
    *,
    name: str,
    repeated: list[str] | None = None,
    nested: Collection[str] = (),
) -> pa.Table:
    """Read a table from the bytes of its file, as `read_table` does.

    Parameters
    ----------
    repeated : list of str, optional
        Where columns may have the same name: takes the new names of the later ones,
        see `read_counts_table`.
    nested : collection of str
        Columns of JSONL or Parquet that may hold lists or objects; they become JSON.

    Raises
    ------
    TableFileError
        As `read_table` does.
    """
    if content.startswith(b"PAR1"):
        return _read_parquet(content, name=name, repeated=repeated, nested=nested)
    text = _decode(content, name=name)
    if text.lstrip().startswith("{"):
        return read_jsonl(text, name=name, nested=nested)
    if text.lstrip().startswith("[{"):
        raise TableFileError(
            name=name,
            reason="This is one JSON list, not JSONL.",
            advice="Write one object a line, without brackets and commas between.",
        )
    return _read_csv(text, name=name, repeated=repeated)


def parse_records(
    content: bytes, *, name: str, separator: str | None = None
) -> list[tuple[int, list[str]]]:
    """Read the records of a CSV file, each with the line it starts on.

    Nothing is asked of the first: there may be lines above the one with the columns'
    names, and records may have more or fewer cells than others.

    Parameters
    ----------
    separator : str, optional
        Of cells; otherwise as `read_table` chooses it.

    Raises
    ------
    TableFileError
        If it is not UTF-8, empty, or a quotation mark is not closed.
    """
    text = _decode(content, name=name)
    if not text.strip():
        raise TableFileError(
            name=name,
            reason="The file is empty.",
            advice="Its first line must name the columns.",
        )
    return list(_records(text, name=name, separator=separator))


def require_columns(table: pa.Table, names: Sequence[str], path: Path) -> None:
    """Raise `MissingColumnError` for the first of `names` that the table lacks.

    Examples
    --------
    >>> from pathlib import Path
    >>> table = pa.table({"unit": ["u1"], "code": ["401"]})
    >>> require_columns(table, ["unit", "code"], Path("codings.csv"))
    """
    for name in names:
        if name not in table.column_names:
            raise MissingColumnError(
                name=path.name, column=name, known=table.column_names
            )


def _content(path: Path) -> bytes:
    """Read the bytes of a file that is there and has some."""
    if path.is_dir():
        raise TableFileError(
            name=path.name, reason="This is a folder.", advice="Name a file in it."
        )
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise MissingFileError(name=str(path)) from None
    except OSError as error:
        raise TableFileError(
            name=path.name,
            reason=f"It cannot be opened ({error.strerror}).",
            advice="Check who may read it.",
        ) from None
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        raise TableFileError(
            name=path.name,
            reason="The file is empty.",
            advice="Its first line must name the columns.",
        )
    return content


def _decode(content: bytes, *, name: str) -> str:
    """Decode UTF-8, and say on which line it is none."""
    if content.startswith(b"PK\x03\x04"):
        raise TableFileError(
            name=name, reason="This is a spreadsheet or ZIP file.", advice=_SAVE_AS_CSV
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableFileError(
            name=name,
            line=content.count(b"\n", 0, error.start) + 1,
            reason="The text is not UTF-8.",
            advice=_SAVE_AS_CSV,
        ) from None


def _read_csv(text: str, *, name: str, repeated: list[str] | None) -> pa.Table:
    """Read records by RFC 4180 into columns of text."""
    records = _records(text, name=name)
    _, header = next(records)
    if repeated is not None:
        header = _told_apart(header, repeated)
    _check_header(header, name=name)
    quick = _read_plain_csv(text, header)
    if quick is not None:
        return quick
    columns: list[list[str]] = [[] for _ in header]
    for line, record in records:
        if len(record) != len(header):
            raise TableFileError(
                name=name,
                line=line,
                reason=f"{len(record)} cells where the first line names "
                f"{len(header)} columns.",
                advice="Put quotation marks around cells that hold the separator.",
            )
        for column, cell in zip(columns, record, strict=True):
            column.append(cell)
    return pa.table([pa.array(column, _TEXT) for column in columns], names=list(header))


def _read_plain_csv(text: str, header: Sequence[str]) -> pa.Table | None:
    """Read a large file without quotation marks in C; None where that cannot be done.

    Whatever is wrong with a file is found, and told, by the reader that goes record by
    record.
    """
    text, _ = _without_separator_line(text)
    has_plain_ends = text.count("\r") == text.count("\r\n")
    if len(text) < _LARGE or '"' in text or not has_plain_ends:
        return None
    content = text.encode()
    try:
        return pcsv.read_csv(
            pa.py_buffer(content),
            read_options=pcsv.ReadOptions(
                block_size=len(content) + 1,
                column_names=list(header),
                skip_rows=1 + _empty_lines(text),
            ),
            parse_options=pcsv.ParseOptions(
                delimiter=_delimiter(text), quote_char=False
            ),
            convert_options=pcsv.ConvertOptions(
                column_types=dict.fromkeys(header, _TEXT), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None


def _empty_lines(text: str) -> int:
    """Count the empty lines above the names of the columns."""
    start = text[: len(text) - len(text.lstrip("\r\n"))]
    return start.count("\n")


def _told_apart(header: Sequence[str], repeated: list[str]) -> list[str]:
    """Give columns that have the name of an earlier one a name of their own."""
    given, names = set(header), dict[str, None]()
    for column in header[1:]:
        name, times = column, 1
        while name in names or (times > 1 and name in given):
            times += 1
            name = f"{column} ({times})"
        names[name] = None
        if times > 1:
            repeated.append(name)
    first = "".join(header[:1])
    while first in names:
        first += "_"
    return [first, *names]


def _records(
    text: str, *, name: str, separator: str | None = None
) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that is no empty line, with the line it starts on."""
    csv.field_size_limit(_LARGEST_CELL)  # the default of 128 KB is less than a speech
    text, skipped = _without_separator_line(text)
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=separator or _delimiter(text),
        strict=True,
    )
    start = skipped + 1
    try:
        for record in reader:
            if record:
                yield start, record
            start = skipped + reader.line_num + 1
    except csv.Error as error:
        raise TableFileError(
            name=name,
            line=start,
            reason=f"The quotation marks do not match ({error}).",
            advice="Double every quotation mark inside a quoted cell.",
        ) from None


def _without_separator_line(text: str) -> tuple[str, int]:
    """Take away the line ``sep=;`` that Excel writes, and count it."""
    first, end, rest = text.partition("\n")
    is_separator = first.rstrip("\r").lower() in {"sep=;", "sep=,", "sep=\t"}
    return (rest, 1) if is_separator and end else (text, 0)


def _delimiter(text: str) -> str:
    """Choose the separator that the first line has most of outside quotes."""
    first = next(line for line in text.splitlines() if line.strip())
    unquoted = "".join(first.split('"')[::2])
    counts = {separator: unquoted.count(separator) for separator in (",", ";", "\t")}
    return max(counts, key=lambda separator: counts[separator])


def _check_header(header: Sequence[str], *, name: str) -> None:
    """Raise if a column but the first has no name, or two have the same."""
    nameless = [i for i, column in enumerate(header[1:], 2) if not column.strip()]
    if nameless or not any(column.strip() for column in header):
        raise TableFileError(
            name=name,
            line=1,
            reason=f"Column {nameless[0] if nameless else 1} has no name.",
            advice="The first line must name every column.",
        )
    twice = [column for column, n in Counter(header).items() if n > 1]
    if twice:
        raise TableFileError(
            name=name,
            line=1,
            reason=f"Two columns are named {twice[0]!r}.",
            advice="Give every column a name of its own.",
        )


def _read_parquet(
    content: bytes,
    *,
    name: str,
    repeated: list[str] | None,
    nested: Collection[str] = (),
) -> pa.Table:
    """Read Parquet and turn every column into text."""
    try:
        table = pq.read_table(io.BytesIO(content))
        if repeated is not None:
            table = table.rename_columns(_told_apart(table.column_names, repeated))
        _check_header(table.column_names, name=name)
        table = without_nan(as_json(table, nested))
        return table.cast(pa.schema([(column, _TEXT) for column in table.column_names]))
    except (pa.ArrowException, OSError) as error:
        raise TableFileError(
            name=name,
            reason=f"This Parquet file cannot be read as text ({first_line(error)}).",
            advice="Keep columns of text and numbers only, and write it again.",
        ) from None
