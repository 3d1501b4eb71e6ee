from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hustings.errors import MissingColumnError, MissingFileError, TableFileError
from hustings.outside.tables import read_counts_table, read_table, require_columns

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "some.csv"


def rows(path: Path, content: str | bytes) -> list[dict[str, str | None]]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    table = read_table(path)
    assert all(column == pa.large_string() for column in table.schema.types)
    listed: list[dict[str, str | None]] = table.to_pylist()
    return listed


def test_cells_stay_as_written(path: Path) -> None:
    assert rows(path, "unit,code,n\nu1,000, 1.50 \nu2,NA,\n") == [
        {"unit": "u1", "code": "000", "n": " 1.50 "},
        {"unit": "u2", "code": "NA", "n": ""},
    ]


def test_line_ends_inside_quotes_stay_as_they_are(path: Path) -> None:
    content = 'document,text\r\nd1,"Trams,\r\n""now""\n\rplease"\r\nd2,x\r\n'
    assert rows(path, content) == [
        {"document": "d1", "text": 'Trams,\r\n"now"\n\rplease'},
        {"document": "d2", "text": "x"},
    ]


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffcase,401\nHarbour,3\n",
        "case;401\nHarbour;3\n",
        "sep=;\r\ncase;401\r\nHarbour;3\r\n",
        "case\t401\nHarbour\t3\n",
        '"case","401"\n"Harbour","3"',
        "case,401\n\nHarbour,3\n\n\n",
        '{"case": "Harbour", "401": 3}\n\n',
        '\ufeff  {"case": "Harbour", "401": "3"}\r\n',
    ],
)
def test_the_same_table_in_many_dresses(path: Path, content: str) -> None:
    assert rows(path, content) == [{"case": "Harbour", "401": "3"}]


def test_a_comma_inside_a_quoted_name_is_no_separator(path: Path) -> None:
    assert rows(path, 'case;"cars, trams, and bikes"\nHarbour;3\n') == [
        {"case": "Harbour", "cars, trams, and bikes": "3"}
    ]


def test_the_first_column_may_lack_a_name(path: Path) -> None:
    assert rows(path, '"","401"\n"Harbour",3\n') == [{"": "Harbour", "401": "3"}]


def test_a_table_without_rows(path: Path) -> None:
    assert rows(path, "unit,code\n") == []


def test_a_cell_may_be_huge(path: Path) -> None:
    text = "More trams. " * 50_000
    assert rows(path, f"document,text\nd1,{text}\n") == [
        {"document": "d1", "text": text}
    ]


def test_jsonl_keeps_numbers_as_written_and_missing_as_null(path: Path) -> None:
    content = (
        '{"unit": "u1", "value": 1.50, "sure": true}\n'
        '{"unit": "u2", "note": null, "value": -0}\n'
    )
    assert rows(path, content) == [
        {"unit": "u1", "value": "1.50", "sure": "true", "note": None},
        {"unit": "u2", "value": "-0", "sure": None, "note": None},
    ]


def test_parquet_becomes_text_whatever_its_name(path: Path) -> None:
    table = pa.table({"unit": ["u1", None], "n": [1, 2], "sure": [True, False]})
    pq.write_table(table, path)
    assert read_table(path).to_pylist() == [
        {"unit": "u1", "n": "1", "sure": "true"},
        {"unit": None, "n": "2", "sure": "false"},
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "some.csv: The file is empty."),
        (b"\xef\xbb\xbf \r\n", "some.csv: The file is empty."),
        ("a,b\n1,2\n1,2,3\n", "some.csv, line 3: 3 cells"),
        ('a,b\n"x\ny",2\n\n1\n', "some.csv, line 5: 1 cells"),
        ("a,,c\n1,2,3\n", "line 1: Column 2 has no name"),
        (",,\n", "line 1: Column 2 has no name"),
        ("a,b,a\n", "line 1: Two columns are named 'a'"),
        ('a,b\n1,"x\n', "line 2: The quotation marks do not match"),
        ('sep=;\na;b\n1;"x" y\n', "line 3: The quotation marks do not match"),
        ("a,b\n1,é\n".encode("latin-1"), "line 2: The text is not UTF-8"),
        ("a,b\n1,2\n".encode("utf-16"), "line 1: The text is not UTF-8"),
        (b"PK\x03\x04rest", "spreadsheet"),
        ('[{"a": 1}]', "one JSON list"),
        ('{"a": 1}\n{"a": \n', "line 2: This is no JSON"),
        ('{"a": 1}\n[1]\n', "line 2: This is no object"),
        ('{"a": 1, "a": 2}\n', "line 1: A key stands twice"),
        ('{"a": [1]}\n', "line 1: A value is a list"),
        ('{"a": {"b": 1}}\n', "line 1: A value is a list or an object"),
        ('{"a": "\\ud800"}\n', "line 1: This is no JSON"),
        ('{"a": ' + "[" * 100_000 + "\n", "line 1: This is no JSON"),
        (b"PAR1 and then nothing", "This Parquet file cannot be read"),
    ],
)
def test_what_cannot_be_read_says_where(
    path: Path, content: str | bytes, message: str
) -> None:
    with pytest.raises(TableFileError) as caught:
        rows(path, content)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_parquet_with_lists_is_refused(path: Path) -> None:
    pq.write_table(pa.table({"spans": [[1, 2]]}), path)
    with pytest.raises(TableFileError, match="text and numbers only"):
        read_table(path)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match=r"none\.csv: there is no such file"):
        read_table(tmp_path / "none.csv")
    with pytest.raises(TableFileError, match="This is a folder"):
        read_table(tmp_path)


def test_a_file_that_cannot_be_opened(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "read_bytes", refuse)
    with pytest.raises(TableFileError, match="Permission denied"):
        read_table(path)


def test_required_columns(path: Path) -> None:
    table = pa.table({f"c{i}": ["x"] for i in range(20)})
    require_columns(table, ["c1", "c19"], path)
    with pytest.raises(
        MissingColumnError, match=r"'unit'. Its columns: c0, .*, \.\.\."
    ):
        require_columns(table, ["c1", "unit"], path)


def test_nan_in_parquet_is_a_missing_value(path: Path) -> None:
    pq.write_table(pa.table({"value": [1.5, float("nan"), None]}), path)
    assert read_table(path).to_pylist() == [
        {"value": "1.5"},
        {"value": None},
        {"value": None},
    ]


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_json_does_not_have_are_refused(
    tmp_path: Path, constant: str
) -> None:
    path = tmp_path / "counts.jsonl"
    path.write_text(f'{{"a": 1}}\n{{"a": {constant}}}\n', encoding="utf-8")
    with pytest.raises(TableFileError, match=f"line 2: JSON has no {constant}. Write"):
        read_table(path)


def test_a_large_table_reads_as_a_small_one_does(tmp_path: Path) -> None:
    rows = ["case;a;b;b", "", "Ünder;1;;x y"] + [
        f"c{i};{i};02;ä" for i in range(99_999)
    ]
    whole = "\n".join(rows) + "\n"
    for text in (whole, whole.replace("\n", "\r\n"), "sep=;\n\n" + whole):
        path = tmp_path / "large.csv"
        path.write_text(text, encoding="utf-8", newline="")
        table, repeated = read_counts_table(path)
        assert (table.column_names, repeated) == (
            ["case", "a", "b", "b (2)"],
            ("b (2)",),
        )
        assert table.num_rows == 100_000
        assert table.slice(0, 2).to_pylist() == [
            {"case": "Ünder", "a": "1", "b": "", "b (2)": "x y"},
            {"case": "c0", "a": "0", "b": "02", "b (2)": "ä"},
        ]
    path.write_text(whole + "short;1\n", encoding="utf-8")
    with pytest.raises(TableFileError, match="2 cells where"):
        read_counts_table(path)
