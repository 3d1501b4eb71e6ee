"""Tables as the sheets of one XLSX workbook, byte for byte the same each time.

Texts are text cells, whatever they begin with, and numbers keep all their digits.
Signs that XML cannot hold are written as ``_x000B_``, as the standard has it.

References
----------
ECMA-376, Office Open XML File Formats, part 1, 18.3 and 22.9.2.19 (ST_Xstring).
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from hustings.exchange.guarding import begins_like_formula

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa

MOST_ROWS = 1_048_576
"""Rows of a sheet, its header among them."""
LONGEST_CELL = 32_767
"""Characters of a cell, counted in UTF-16 as the program does."""

_TEXT, _FORMULA_LIKE, _HEADER = 1, 2, 3
_BATCH = 10_000
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = f"""{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="2">\
<font><sz val="11"/><name val="Calibri"/></font>\
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border/></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>\
</cellStyleXfs><cellXfs count="4">\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" \
quotePrefix="1"/>\
<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" \
applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" \
builtinId="0"/></cellStyles></styleSheet>"""
_VIEW = (
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
    'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TooMuch:
    """What a sheet cannot hold.

    Attributes
    ----------
    row : int
        As the program would number it, the header being row 1.
    column : str or None
        None where there are too many rows.
    n : int
        Characters of the cell, or rows of the table.
    """

    row: int
    column: str | None
    n: int


def find_too_much(table: pa.Table) -> TooMuch | None:
    """Find the first thing in a table that a sheet cannot hold; None if it fits."""
    if table.num_rows >= MOST_ROWS:
        return TooMuch(row=MOST_ROWS + 1, column=None, n=table.num_rows)
    for name in table.column_names:
        for number, cell in enumerate(table[name].to_pylist(), 2):
            if isinstance(cell, str) and len(cell) * 2 > LONGEST_CELL:
                n = len(cell.encode("utf-16-le")) // 2
                if n > LONGEST_CELL:
                    return TooMuch(row=number, column=name, n=n)
    return None


def write_workbook(sheets: Sequence[tuple[str, pa.Table]], file: IO[bytes]) -> None:
    """Write tables as the sheets of one workbook.

    Parameters
    ----------
    sheets : sequence of (str, pyarrow.Table)
        Names of at most 31 characters, and tables that `find_too_much` lets pass.
    """
    names = [name for name, _ in sheets]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in _frame(names):
            _write_part(archive, part, [text])
        for number, (_, table) in enumerate(sheets, 1):
            _write_part(archive, _path(number), _sheet(table))


def unescape_cell(text: str) -> str:
    r"""Read the text of a cell: signs that XML cannot hold are written by number.

    Examples
    --------
    >>> unescape_cell("one_x000D_\ntwo _x005F_x0041_")
    'one\r\ntwo _x0041_'
    """
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _write_part(archive: zipfile.ZipFile, name: str, texts: Iterable[str]) -> None:
    """Write one part, with a date that is the same each time."""
    info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(info, "w") as part:
        for text in texts:
            part.write(text.encode())


def _path(number: int) -> str:
    return f"xl/worksheets/sheet{number}.xml"


def _frame(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the parts of a workbook that are no sheets."""
    overrides = "".join(
        f'<Override PartName="/{_path(i)}" ContentType="{_TYPE}.worksheet+xml"/>'
        for i in range(1, len(names) + 1)
    )
    types = (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        f"{overrides}</Types>"
    )
    yield "[Content_Types].xml", types
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{i}" r:id="rId{i}"/>'
        for i, name in enumerate(names, 1)
    )
    book = (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<sheets>{sheets}</sheets></workbook>"
    )
    yield "xl/workbook.xml", book
    targets = [("worksheet", f"worksheets/sheet{i + 1}.xml") for i in range(len(names))]
    yield (
        "xl/_rels/workbook.xml.rels",
        _relations([*targets, ("styles", "styles.xml")]),
    )
    yield "xl/styles.xml", _STYLES


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    """Say which parts belong to a part, in the order of their ids."""
    found = "".join(
        f'<Relationship Id="rId{i}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, 1)
    )
    space = f"{_PACKAGE}/relationships"
    return f'{_XML}<Relationships xmlns="{space}">{found}</Relationships>'


def _sheet(table: pa.Table) -> Iterator[str]:
    """Yield a sheet, row by row."""
    letters = [_letters(i) for i in range(table.num_columns)]
    yield f'{_XML}<worksheet xmlns="{_MAIN}">{_VIEW}<sheetData>'
    header = zip(letters, table.column_names, strict=True)
    yield _row(1, (_text(f"{column}1", name, _HEADER) for column, name in header))
    number = 1
    for batch in table.to_batches(max_chunksize=_BATCH):
        for row in batch.to_pylist():
            number += 1
            cells = zip(letters, row.values(), strict=True)
            yield _row(number, (_cell(f"{at}{number}", cell) for at, cell in cells))
    yield "</sheetData></worksheet>"


def _row(number: int, cells: Iterable[str]) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def _letters(index: int) -> str:
    """Name a column as the program does: A, B, ... Z, AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _cell(place: str, value: object) -> str:
    """Write one cell; nothing where the value is missing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if not isinstance(value, str):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    style = _FORMULA_LIKE if begins_like_formula(value) else _TEXT
    return _text(place, value, style)


def _text(place: str, value: str, style: int) -> str:
    written = escape(_UNWRITABLE.sub(lambda sign: f"_x{ord(sign[0]):04X}_", value))
    return (
        f'<c r="{place}" s="{style}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{written}</t></is></c>'
    )
