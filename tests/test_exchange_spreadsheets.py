from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.errors import TableFileError
from hustings.exchange.exported_tables import TABLES
from hustings.exchange.spreadsheets import read_spreadsheet
from hustings.exchange.table_files import table_of_texts
from hustings.exchange.workbooks import (
    LONGEST_CELL,
    find_too_much,
    unescape_cell,
    write_workbook,
)
from test_exchange_table_files import rows_of


def workbook(name: str, rows: list[dict[str, object]]) -> bytes:
    file = io.BytesIO()
    write_workbook([(name, TABLES[name].table_of(rows))], file)
    return file.getvalue()


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def texts_of(content: bytes, names: list[str]) -> pa.Table:
    """Read a sheet's cells under its header, missing cells at the end as well."""
    (_, header), *rows = read_spreadsheet(content, name="t.xlsx").rows
    assert list(header) == names
    cells = [
        dict(zip(names, (*row, *[None] * len(names)), strict=False)) for _, row in rows
    ]
    schema = pa.schema([(name, pa.string()) for name in names])
    return pa.Table.from_pylist(cells, schema=schema)


@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(list(TABLES)), data=st.data())
def test_every_table_comes_back_as_it_went_out(name: str, data: st.DataObject) -> None:
    rows = data.draw(rows_of(name))
    texts = texts_of(workbook(name, rows), TABLES[name].names)
    assert table_of_texts(TABLES[name], texts).to_pylist() == rows


def test_formulas_are_texts_and_numbers_are_numbers() -> None:
    content = workbook("positions", [{"scale": "=1+1", "position": -1.5}])
    sheet = openpyxl.load_workbook(io.BytesIO(content))["positions"]
    scale, position = sheet["B2"], sheet["J2"]
    assert scale.data_type == "s"
    assert scale.quotePrefix
    assert scale.number_format == "@"
    assert (position.value, position.data_type) == (-1.5, "n")
    assert sheet.freeze_panes == "A2"


def test_the_same_tables_give_the_same_bytes() -> None:
    rows: list[dict[str, object]] = [{"document": "d1", "text": "a"}]
    assert workbook("texts", rows) == workbook("texts", rows)


def test_what_no_sheet_holds_is_found() -> None:
    fits = TABLES["texts"].table_of([{"document": "d1", "text": "x" * LONGEST_CELL}])
    assert find_too_much(fits) is None
    wide = TABLES["texts"].table_of([{"document": "d1", "text": "🗳" * 16_384}])
    found = find_too_much(wide)
    assert found is not None
    assert (found.row, found.column, found.n) == (2, "text", 32_768)


def test_too_many_rows_are_found() -> None:
    many = pa.table({"document": pa.nulls(1_048_576, pa.string())})
    found = find_too_much(many)
    assert found is not None
    assert (found.column, found.n) == (None, 1_048_576)
    assert find_too_much(many.slice(0, 1_048_575)) is None


@settings(max_examples=40, deadline=None)
@given(st.text())
def test_signs_that_xml_cannot_hold_come_back(text: str) -> None:
    content = workbook("texts", [{"document": "d", "text": text}])
    (_, (_, found)) = read_spreadsheet(content, name="t.xlsx").rows[1]
    assert found == text


def test_escapes_are_read() -> None:
    assert unescape_cell("a_x000A_b _x005F_x000A_") == "a\nb _x000A_"


def test_a_sheet_is_read_as_its_program_shows_it() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["unit", "code", "when"])
    sheet.append(["u1", 0, dt.datetime(2031, 10, 7)])  # noqa: DTZ001 - cells have no zone
    sheet["B2"].number_format = "000"
    sheet.append(["u2", 305.1, dt.datetime(2031, 10, 7, 9, 30)])  # noqa: DTZ001 - the same
    sheet.append(["u3", 401.0, True])
    sheet.append([])
    sheet.append(["u4", "401", None])
    rows = read_spreadsheet(saved(book), name="t.xlsx").rows
    assert rows[1:] == (
        (2, ("u1", "000", "2031-10-07")),
        (3, ("u2", "305.1", "2031-10-07T09:30:00")),
        (4, ("u3", "401", "true")),
        (5, ()),
        (6, ("u4", "401")),
    )


def test_merged_cells_are_told() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["A2"] = "unit", "u1"
    sheet.merge_cells("A2:A4")
    (merged,) = read_spreadsheet(saved(book), name="t.xlsx").merged
    assert (merged.place, merged.first, merged.last) == ("A2:A4", 2, 4)


def test_one_of_several_sheets_is_never_guessed() -> None:
    book = openpyxl.Workbook()
    for name in ("March", "April"):
        book.create_sheet(name).append(["unit"])
    with pytest.raises(
        TableFileError, match=r"2 of its sheets .*March, April.*--worksheet"
    ):
        read_spreadsheet(saved(book), name="t.xlsx")
    grid = read_spreadsheet(saved(book), name="t.xlsx", sheet="April")
    assert grid.name == "t.xlsx, sheet 'April'"
    with pytest.raises(TableFileError, match="no sheet 'May'"):
        read_spreadsheet(saved(book), name="t.xlsx", sheet="May")


def test_a_dictionary_is_no_table_of_rows() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["unit"])
    book.create_sheet("dictionary").append(["column"])
    assert read_spreadsheet(saved(book), name="t.xlsx").rows[0] == (1, ("unit",))


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x05\x06" + bytes(18)])
def test_a_damaged_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(TableFileError, match="damaged"):
        read_spreadsheet(content, name="t.xlsx")


def replace_part(content: bytes, part: str, text: str) -> bytes:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return file.getvalue()


def test_entities_that_multiply_are_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    sheet = (
        f'{bomb}]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/'
        '2006/main"><sheetData><row r="1"><c t="inlineStr"><is><t>&i;</t></is></c>'
        "</row></sheetData></worksheet>"
    )
    content = replace_part(workbook("texts", []), "xl/worksheets/sheet1.xml", sheet)
    with pytest.raises(TableFileError, match="damaged"):
        read_spreadsheet(content, name="t.xlsx")


def test_a_row_far_below_is_refused() -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<sheetData><row r="2000000"><c r="A2000000"><v>1</v></c></row></sheetData>'
        "</worksheet>"
    )
    content = replace_part(workbook("texts", []), "xl/worksheets/sheet1.xml", sheet)
    with pytest.raises(TableFileError, match="rows below row 1,048,576"):
        read_spreadsheet(content, name="t.xlsx", sheet="texts")


def test_a_formula_without_a_result_is_refused() -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("codings", 0)
    sheet.append(["unit", "value"])
    sheet.append(["u1", "=1+1"])
    target = io.BytesIO()
    book.save(target)
    with pytest.raises(TableFileError, match="Row 2, column B: its formula has no"):
        read_spreadsheet(target.getvalue(), name="c.xlsx")
