from __future__ import annotations

import pytest

from hustings.errors import TableFileError, TableRowsError, UnclearColumnError
from hustings.exchange.coding_columns import SYNONYMS, find_header
from hustings.exchange.coding_rows import read_grid
from hustings.exchange.spreadsheets import Grid, Merged
from hustings.exchange.table_codings import ReadCodings, TableCoding
from hustings.workflow.coding_readers import read_content
from hustings.workflow.coding_tables import TableReading


def grid(*rows: tuple[str | None, ...], merged: tuple[Merged, ...] = ()) -> Grid:
    return Grid(name="t.xlsx", rows=tuple(enumerate(rows, 1)), merged=merged)


def read(
    *rows: tuple[str | None, ...],
    merged: tuple[Merged, ...] = (),
    variables: tuple[str, ...] = (),
) -> ReadCodings:
    found = grid(*rows, merged=merged)
    return read_grid(found, find_header(found, variables=variables))


def from_text(text: str | bytes, **how: object) -> ReadCodings:
    content = text.encode() if isinstance(text, str) else text
    return read_content(content, name="t.csv", reading=TableReading(**how))  # type: ignore[arg-type]  # its own fields


def values(found: ReadCodings) -> list[str | None]:
    return [one.value for one in found.codings]


@pytest.mark.parametrize("role", ["unit", "words"])
@pytest.mark.parametrize("name", ["Code", " VALUE ", "label", "cmp-code", "category"])
def test_columns_are_known_by_their_names(role: str, name: str) -> None:
    for synonym in SYNONYMS[role]:
        found = read((synonym.replace("_", " ").upper(), name), ("u1", "401"))
        (coding,) = found.codings
        assert (getattr(coding, role), coding.value) == ("u1", "401")


def test_cells_are_read_without_stray_spaces_and_words_with_them() -> None:
    found = read(("words", "code", "coder"), (" Lower fares. ", "\u00a0401 ", "Ana "))
    assert found.codings == (
        TableCoding(row=2, words=" Lower fares. ", value="401", coder="Ana"),
    )
    (problem,) = found.problems
    assert problem.kind == "stray spaces"
    assert problem.message.endswith(": 2.")


def test_titles_empty_rows_and_repeated_headers_are_passed_over_and_told() -> None:
    found = read(
        ("Codings of March", None),
        ("", ""),
        ("unit", "code"),
        ("u1", "401"),
        (None, " "),
        ("unit", "code"),
        ("u2", "402"),
    )
    assert [(one.row, one.unit) for one in found.codings] == [(4, "u1"), (7, "u2")]
    assert {one.kind for one in found.problems} == {
        "rows above the header",
        "empty rows",
        "repeated header",
    }


def test_merged_cells_are_refused_with_their_places() -> None:
    merged = (Merged(place="A2:A3", first=2, last=3),)
    with pytest.raises(TableRowsError, match=r"t.xlsx, row 2: .*A2:A3.*Nothing was"):
        read(("unit", "code"), ("u1", "401"), (None, "402"), merged=merged)


def test_merged_titles_do_no_harm() -> None:
    merged = (Merged(place="A1:B1", first=1, last=1),)
    found = read(("Title", None), ("unit", "code"), ("u1", "4"), merged=merged)
    assert values(found) == ["4"]


def test_a_column_a_variable() -> None:
    found = read(
        ("unit", "Topic", "economic"),
        ("u1", "economic", "-1"),
        ("u2", "social", None),
        variables=("topic", "economic"),
    )
    assert [(one.unit, one.variable, one.value) for one in found.codings] == [
        ("u1", "topic", "economic"),
        ("u1", "economic", "-1"),
        ("u2", "topic", "social"),
        ("u2", "economic", None),
    ]


def test_two_columns_that_could_be_the_value_are_not_chosen_between() -> None:
    with pytest.raises(UnclearColumnError, match=r"'code', 'label'.*--column value="):
        read(("unit", "code", "label"), ("u1", "401", "x"))
    rows = grid(("unit", "code", "label"), ("u1", "401", "x"))
    header = find_header(rows, columns={"value": "label"})
    assert values(read_grid(rows, header)) == ["x"]


def test_the_surest_name_wins() -> None:
    found = read(("unit", "value", "label"), ("u1", "401", "x"))
    assert values(found) == ["401"]


def test_columns_can_be_named() -> None:
    rows = grid(("ID", "Kategorie"), ("u1", "401"))
    header = find_header(rows, columns={"unit": "ID", "value": "Kategorie"})
    assert read_grid(rows, header).codings[0].unit == "u1"
    with pytest.raises(UnclearColumnError, match="'colour' is nothing that"):
        find_header(rows, columns={"colour": "ID"})


@pytest.mark.parametrize(
    "names", [("unit", "coder"), ("code",), ("document", "code"), ("start", "code")]
)
def test_what_is_missing_is_told(names: tuple[str, ...]) -> None:
    with pytest.raises(UnclearColumnError, match="No row names the columns"):
        read(names, ("x",) * len(names))
    with pytest.raises(UnclearColumnError, match="the first has: none"):
        read()


def test_spans_and_doubts() -> None:
    found = read(
        ("document", "start", "end", "value", "unsure", "note", "evidence"),
        ("d1", "0", "12", "401", "x", "Sure?", "0-5"),
    )
    assert found.codings == (
        TableCoding(
            row=2,
            document="d1",
            start=0,
            end=12,
            value="401",
            unsure=True,
            note="Sure?",
            evidence="0-5",
        ),
    )


def test_places_and_doubts_that_are_none() -> None:
    with pytest.raises(TableRowsError, match="row 2: 'ten' is no place in a text"):
        read(("document", "start", "end", "value"), ("d1", "ten", "12", "4"))
    with pytest.raises(TableRowsError, match="row 2: 'perhaps'"):
        read(("unit", "value", "unsure"), ("u1", "4", "perhaps"))


def test_what_programs_coded_is_passed_over() -> None:
    found = read(
        ("unit", "value", "made_by"), ("u1", "4", "machine"), ("u1", "5", "hand")
    )
    assert values(found) == ["5"]
    assert [one.kind for one in found.problems] == ["codings not by hand"]


def test_codes_of_the_manifesto_project_that_are_none() -> None:
    text = "text,cmp_code,eu_code\nHarbour,H,NA\nWe act.,NA,NA\nLower fares.,411,NA\n"
    assert values(from_text(text)) == [None, None, "411"]
    assert values(from_text(text, form="manifesto")) == [None, None, "411"]
    assert values(from_text("unit,code\nu1,H\n")) == ["H"]
    with pytest.raises(UnclearColumnError):
        from_text("unit,code\nu1,4\n", form="manifesto")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_are_found_below_a_title(separator: str) -> None:
    lines = ["Codings, March", separator.join(["unit", "code"]), f"u1{separator}4"]
    found = from_text("\n".join(lines))
    assert [(one.row, one.unit, one.value) for one in found.codings] == [(3, "u1", "4")]


def test_guarded_texts_are_freed() -> None:
    found = from_text("words,code\n'- lower fares,411\n")
    assert found.codings[0].words == "- lower fares"


def test_jsonl_is_a_table_too() -> None:
    found = from_text('{"unit": "u1", "value": "000"}\n{"unit": "u2", "value": "4"}\n')
    assert [(one.row, one.value) for one in found.codings] == [(1, "000"), (2, "4")]


@pytest.mark.parametrize("content", [b"", b"\xff\xfeu\x00", b"PAR1 no", b"PK\x03\x04"])
def test_what_is_no_table(content: bytes) -> None:
    with pytest.raises((TableFileError, ValueError)):
        from_text(content)
