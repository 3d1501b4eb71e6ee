from __future__ import annotations

import pyarrow as pa
import pytest

from hustings.errors import TableRowsError, UnclearColumnError
from hustings.exchange.machine_table import read_machine_table
from hustings.outside.tables import parse_table


def read(text: str) -> list[tuple[str | None, str | None, float | None, object]]:
    table = parse_table(text.encode(), name="made.csv", nested=["probabilities"])
    return [
        (
            one.coding.unit or one.coding.words,
            one.coding.value,
            one.probability,
            one.probabilities,
        )
        for one in read_machine_table(table, name="made.csv").rows
    ]


def test_values_with_and_without_probabilities() -> None:
    assert read("unit,value,probability\nu1,401,0.9\nu2,504,\n") == [
        ("u1", "401", 0.9, None),
        ("u2", "504", None, None),
    ]


def test_a_column_for_each_code() -> None:
    assert read("text,code,p_401,p_000\nMore trams.,401,0.75,0.25\n") == [
        ("More trams.", "401", None, {"401": 0.75, "000": 0.25})
    ]


@pytest.mark.parametrize(
    "text",
    [
        'unit,value,probabilities\nu1,401,"{""401"": 0.75, ""000"": 0.25}"\n',
        '{"unit": "u1", "value": "401", "probabilities": {"401": 0.75, "000": 0.25}}',
    ],
)
def test_probabilities_as_json(text: str) -> None:
    assert read(text) == [("u1", "401", None, {"401": 0.75, "000": 0.25})]


def test_rows_made_by_programs_count() -> None:
    assert read("unit,value,made_by,coder\nu1,401,machine,x\n")[0][1] == "401"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("unit,value,probability\nu1,401,1.5\n", "row 2: '1.5' is no probability"),
        ("unit,value,p_401\nu1,401,much\n", "row 2: 'much' is no probability"),
        ("unit,value,probabilities\nu1,401,[1]\n", "row 2: Its probabilities are no"),
        ("unit,value,probabilities\nu1,401,{\n", "row 2: Its probabilities are no"),
    ],
)
def test_what_is_no_probability_is_refused_with_its_row(text: str, words: str) -> None:
    with pytest.raises(TableRowsError, match=words.replace("[", r"\[")):
        read(text)


def test_columns_must_name_units_and_values() -> None:
    with pytest.raises(UnclearColumnError):
        read_machine_table(pa.table({"a": ["1"], "b": ["2"]}), name="made.csv")
