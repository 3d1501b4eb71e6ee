from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.exchange.table_codings import TableCoding
from hustings.exchange.unit_index import KnownUnit, key_of
from hustings.exchange.unit_matching import ENOUGH, Match, match_rows

WORDS = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel"]


def units_of(*words: str, document: str = "d1") -> list[KnownUnit]:
    found, at = [], 0
    for one in words:
        unit = f"{document}/{at}-{at + len(one)}"
        found.append(
            KnownUnit(
                document=document, unit=unit, start=at, end=at + len(one), words=one
            )
        )
        at += len(one) + 1
    return found


def rows_of(*words: str, values: str | None = None) -> list[TableCoding]:
    codes = values or "x" * len(words)
    return [
        TableCoding(row=i, words=one, value=code)
        for i, (one, code) in enumerate(zip(words, codes, strict=True), 2)
    ]


def match(rows: list[TableCoding], units: list[KnownUnit]) -> list[Match]:
    return match_rows(rows, units, {one.document: one.document for one in units})


def places(rows: list[TableCoding], units: list[KnownUnit]) -> list[int | None]:
    return [one.unit for one in match(rows, units)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Re-open”  the\nﬁre station", 'Reopen the "fire station"'),
        ("Rents – now", "Rents-now"),
        ("• Lower fares", "Lower fares"),
        ("It’s ours", "It's ours"),
        ("soft\u00adhyphen", "softhyphen"),
        ("«Busse»", "„Busse“"),
    ],
)
def test_what_makes_no_difference(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Lower fares.", "lower fares."), ("Fares fall.", "Fares fall!"), ("a b", "b a")],
)
def test_what_does(one: str, other: str) -> None:
    assert key_of(one) != key_of(other)


def test_words_that_stand_once() -> None:
    units = units_of("Lower fares.", "Mend the quay.")
    assert places(rows_of("Mend  the quay.", "Lower fares."), units) == [1, 0]


def test_ids_and_spans() -> None:
    units = units_of("Lower fares.", "Mend the quay.")
    rows = [
        TableCoding(row=2, unit=units[1].unit, value="x"),
        TableCoding(row=3, document="d1", start=0, end=12, value="x"),
        TableCoding(row=4, unit="other", value="x"),
        TableCoding(row=5, document="d1", start=1, end=12, value="x"),
        TableCoding(row=6, document="d9", words="Lower fares.", value="x"),
        TableCoding(row=7, value="x"),
        TableCoding(row=8, unit="7", words="Lower fares.", value="x"),
        TableCoding(row=9, document="d1", start=5, end=9, words="Mend the quay."),
    ]
    found = match(rows, units)
    assert [one.unit for one in found] == [1, 0, None, None, None, None, 0, 1]
    assert [one.outcome for one in found[2:6]] == [
        "unknown unit",
        "unknown unit",
        "unknown document",
        "nothing named",
    ]


def test_an_id_with_other_words_is_refused() -> None:
    units = units_of("Lower fares.", "Mend the quay.")
    row = TableCoding(row=2, unit=units[0].unit, words="Mend the quay.", value="x")
    (found,) = match([row], units)
    assert found.outcome == "other words"
    assert units[0].unit in found.reason


def test_a_document_decides() -> None:
    units = [*units_of("We act."), *units_of("We act.", document="d2")]
    row = TableCoding(row=2, words="We act.", value="x")
    assert places([row], units) == [None]
    named = TableCoding(row=2, document="d2", words="We act.", value="x")
    assert places([named], units) == [1]


def test_a_name_of_several_documents() -> None:
    units = units_of("We act.")
    row = TableCoding(row=2, document="a.pdf", words="We act.", value="x")
    (found,) = match_rows([row], units, {"d1": "d1", "a.pdf": None})
    assert found.outcome == "unknown document"
    assert "several documents" in found.reason


def test_rows_around_decide() -> None:
    units = units_of("yes", *WORDS[:4], "yes", *WORDS[4:], "yes")
    rows = rows_of(*WORDS[:4], "yes", *WORDS[4:], values="aaaabcccc")
    assert places(rows, units) == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    whole = rows_of("yes", *WORDS[:4], "yes", *WORDS[4:], "yes", values="pxxxxqxxxxr")
    assert places(whole, units) == list(range(11))


def test_two_of_the_same_words_in_one_gap_need_two_units() -> None:
    units = units_of(*WORDS[:4], "yes", "yes", *WORDS[4:])
    both = rows_of(*WORDS[:4], "yes", "yes", *WORDS[4:], values="xxxxabxxxx")
    assert places(both, units) == list(range(10))
    one = rows_of(*WORDS[:4], "yes", *WORDS[4:])
    found = match(one, units)[4]
    assert found.outcome == "ambiguous"
    assert "2 units have them" in found.reason


def test_another_order_decides_nothing() -> None:
    units = units_of(*WORDS[:4], "yes", *WORDS[4:], "yes")
    rows = rows_of(*reversed(WORDS[4:]), "yes", *WORDS[:4], "yes", values="xxxxaxxxxb")
    assert places(rows, units)[4] is None
    assert places(rows, units)[9] is None


def test_few_rows_show_no_order() -> None:
    words = WORDS[: ENOUGH - 1]
    units = units_of(*words, "yes", "yes")
    assert places(rows_of(*words, "yes", "yes", values="xxxxab"), units)[-2:] == [
        None,
        None,
    ]


def test_where_all_say_the_same_the_order_does_not_matter() -> None:
    units = units_of("yes", "no way", "yes")
    assert sorted(places(rows_of("yes", "yes", values="aa"), units), key=str) == [0, 2]


def test_a_row_repeated_comes_to_the_same_unit() -> None:
    units = units_of("Lower fares.", "Mend the quay.")
    assert places(rows_of("Lower fares.", "Lower fares."), units) == [0, 0]


def test_words_of_two_rows_and_one_unit_that_stand_twice_are_not_matched() -> None:
    units = units_of("Lower fares", "We say: Lower fares")
    assert places(rows_of("Lower fares", "Lower fares"), units) == [None, None]


def test_rows_that_contradict_each_other_by_words_are_listed() -> None:
    units = units_of("Lower fares.", "Mend the quay.")
    found = match(rows_of("Lower fares.", "Lower fares.", values="ab"), units)
    assert [one.outcome for one in found] == ["ambiguous", "ambiguous"]


def test_words_that_are_cut_otherwise_are_told() -> None:
    units = units_of("Lower fares and cleaner quays.", "Mend the quay.", "So we say.")
    rows = rows_of(
        "So we say.",
        "cleaner quays.",
        "and cleaner quays. Mend the quay.",
        "What nobody has said.",
    )
    found = match(rows, units)
    assert [one.outcome for one in found] == [
        "matched",
        "cut otherwise",
        "cut otherwise",
        "not found",
    ]
    assert units[0].unit in found[1].reason
    assert f"{units[0].unit} to {units[1].unit}" in found[2].reason


def test_coders_are_matched_each_for_themselves() -> None:
    units = units_of(*WORDS[:4], "yes", *WORDS[4:], "yes")
    rows = [
        TableCoding(row=i, words=one, value=value, coder=coder)
        for i, (one, (coder, value)) in enumerate(
            (one, said)
            for one in [*WORDS[:4], "yes", *WORDS[4:]]
            for said in (("Ana", "a"), ("Ben", "b"))
        )
    ]
    assert places(rows, units) == [i // 2 for i in range(18)]


@given(
    st.lists(st.sampled_from(["a", "b", "c", *WORDS]), min_size=1, max_size=25),
    st.data(),
)
def test_a_sample_in_reading_order_is_matched_rightly_or_not_at_all(
    words: list[str], data: st.DataObject
) -> None:
    units = units_of(*words)
    chosen = data.draw(st.sets(st.sampled_from(range(len(words)))))
    rows = [
        TableCoding(row=i, words=words[i], value=data.draw(st.sampled_from("xy")))
        for i in sorted(chosen)
    ]
    for row, found in zip(rows, match(rows, units), strict=True):
        alike = {one.value for one in rows if one.words == row.words}
        assert found.unit in {row.row, None} or len(alike) == 1


@given(st.permutations([*WORDS, "a", "a", "b", "b"]))
def test_a_whole_table_in_any_order_gives_every_unit_its_value(
    words: list[str],
) -> None:
    units = units_of(*WORDS, "a", "a", "b", "b")
    rows = rows_of(*words, values="vwxyzvwxyzvw")
    for row, found in zip(rows, match(rows, units), strict=True):
        if row.words in WORDS:
            assert found.unit == WORDS.index(row.words)
        elif found.unit is not None:
            assert units[found.unit].words == row.words
