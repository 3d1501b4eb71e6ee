from __future__ import annotations

import csv
import io
import math

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.exchange.data_dictionary import DICTIONARY, dictionary_rows
from hustings.exchange.exported_tables import TABLES
from hustings.exchange.guarding import begins_like_formula, guard, unguard
from hustings.exchange.table_files import READERS, WRITERS

NASTY = [
    "=1+1",
    "+49 30",
    "-",
    "- lower fares",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\nx",
    "'=1",
    "''",
    "'",
    "-1.5",
    "'-1.5",
    "000",
    "NA",
    "null",
    "true",
    "",
    " ",
    ' "quoted", and more ',
    '""',
    "one\r\ntwo\rthree\nfour",
    "\ufeffmark",
    "كل عام",
    "שלום, עולם",
    "🗳️👩‍👩‍👧",
    "\x00\x01\x1f",
    "\u2028\u2029\x85",
    "_x0041_",
    "1e5",
    "#N/A",
    "<b>&amp;</b>",
]
TEXTS = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=30),
    st.builds("".join, st.lists(st.sampled_from(NASTY), max_size=3)),
)
CELLS = {
    "whole number": st.integers(-(2**53), 2**53),
    "number": st.floats(allow_nan=False, allow_infinity=False),
    "truth": st.booleans(),
}


@st.composite
def rows_of(draw: st.DrawFn, name: str) -> list[dict[str, object]]:
    """Draw rows of a table, every cell of which may be missing."""
    cells = {
        column.name: st.none() | CELLS.get(column.kind, TEXTS)
        for column in TABLES[name].columns
    }
    return draw(st.lists(st.fixed_dictionaries(cells), max_size=4))


def written(form: str, name: str, rows: list[dict[str, object]]) -> bytes:
    file = io.BytesIO()
    WRITERS[form](TABLES[name], TABLES[name].table_of(rows), file)
    return file.getvalue()


@pytest.mark.parametrize("form", WRITERS)
@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(list(TABLES)), data=st.data())
def test_every_table_comes_back_as_it_went_out(
    form: str, name: str, data: st.DataObject
) -> None:
    rows = data.draw(rows_of(name))
    found = READERS[form](TABLES[name], written(form, name, rows))
    assert found.to_pylist() == rows
    assert found.schema.names == TABLES[name].names


@given(TEXTS)
def test_guarding_is_undone_and_leaves_no_formula(text: str) -> None:
    guarded = guard(text)
    assert unguard(guarded) == text
    assert not begins_like_formula(guarded) or guarded.startswith("'")
    assert guarded[:1] not in {"=", "@", "\t", "\r", "\n"}


@pytest.mark.parametrize("text", ["-1.5", "+3", "-2", "-1e-7", ".5", "0"])
def test_numbers_stay_numbers(text: str) -> None:
    assert guard(text) == text


def test_numbers_of_any_alphabet_but_ours_are_words() -> None:
    assert guard("-١") == "'-١"


def test_csv_is_plain_for_other_programs() -> None:
    rows: list[dict[str, object]] = [
        {"document": "d1", "text": '=A1, "so"'},
        {"document": "000", "text": ""},
        {"document": "d3", "text": None},
    ]
    content = written("csv", "texts", rows).decode("utf-8")
    assert content == ('document,text\nd1,"\'=A1, ""so"""\n000,""\nd3,\n')
    assert list(csv.reader(io.StringIO(content)))[1] == ["d1", '\'=A1, "so"']


def test_floats_keep_all_their_digits() -> None:
    rows: list[dict[str, object]] = [{"position": 0.1 + 0.2, "low": -math.pi}]
    found = READERS["csv"](TABLES["positions"], written("csv", "positions", rows))
    assert found["position"].to_pylist() == [0.1 + 0.2]
    assert found["low"].to_pylist() == [-math.pi]


def test_parquet_says_what_its_columns_mean() -> None:
    content = written("parquet", "units", [])
    field = pq.read_schema(io.BytesIO(content)).field("words")
    assert field.metadata[b"description"].decode() == next(
        one.meaning for one in TABLES["units"].columns if one.name == "words"
    )


def test_the_same_rows_give_the_same_bytes() -> None:
    rows: list[dict[str, object]] = [{"document": "d1", "text": "a"}]
    for form in WRITERS:
        assert written(form, "texts", rows) == written(form, "texts", rows)


@pytest.mark.parametrize("name", [*TABLES, DICTIONARY.name])
def test_every_column_is_explained(name: str) -> None:
    definition = TABLES.get(name, DICTIONARY)
    assert definition.meaning.endswith(".")
    assert len(set(definition.names)) == len(definition.names)
    for column in definition.columns:
        assert column.name == column.name.lower()
        assert len(column.meaning) > 5
        assert column.meaning[-1] == ".", column.name
        assert not column.missing or column.missing.endswith(".")


def test_the_dictionary_has_a_row_a_column() -> None:
    rows = list(dictionary_rows([TABLES["units"]]))
    assert [row["column"] for row in rows] == TABLES["units"].names
    assert all(row["table"] == "units" for row in rows)
    probability = rows[-1]
    assert probability["unit"] == "0 to 1"
    assert probability["type"] == "number"
    assert probability["missing"] == "A sentence or block begins there."
