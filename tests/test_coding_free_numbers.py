"""Variables that take any number, and what becomes of the numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.coding.booklets import make_booklet
from hustings.coding.codebook_changes import find_changes
from hustings.coding.codebooks import codebook_from_text
from hustings.coding.dictionaries import dictionaries_from_codebook
from hustings.coding.free_numbers import (
    fault_of_number,
    known_value,
    number_text,
    read_number,
)
from hustings.coding.recoding import find_fates
from hustings.errors import CodebookFileError
from hustings.interface.booklet.writing import booklet_html, booklet_pdf
from hustings.model.codebook import Codebook, FreeNumber

BOOK = """\
name: purse
title: The purse of the town
version: 1
variables:
  - name: share
    title: Share of the levy
    level: ratio
    maximum: 100
    unit: percent
    instruction: The share that the unit names.
  - name: seats
    title: Seats
    level: interval
    minimum: -5
    whole: true
scales:
  - {name: levy, title: Levy, variable: share, formula: mean}
"""


def read(text: str = BOOK) -> Codebook:
    return codebook_from_text(text, name="purse.yaml")


def test_numbers_need_no_codes() -> None:
    share, seats = read().variables
    assert share.codes == seats.codes == ()
    assert share.number == FreeNumber(
        minimum=Decimal(0), maximum=Decimal(100), measure="percent"
    )
    assert seats.number == FreeNumber(minimum=Decimal(-5), is_whole=True)
    assert read().scales[0].formula == "mean"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("level: ratio", "level: ordinal", 5, "level ordinal without codes"),
        ("maximum: 100", "maximum: many", 8, "'many' is no number"),
        ("maximum: 100", "maximum: 1e9", 8, "'1e9' is no number"),
        ("maximum: 100", "maximum: -1", 8, "no number is at least 0 and at most -1"),
        ("maximum: 100", "minimum: -1", 8, "minimum -1 on ratio level"),
        ("whole: true", "whole: perhaps", 15, "whole is 'perhaps'"),
        ("whole: true", "uncoded: 0", 15, "uncoded on a variable that takes any"),
        ("whole: true", "codes: [{code: 1, title: One}]", 14, "minimum beside codes"),
        ("whole: true", "condition: {variable: share, code: 1}", 15, "cannot be met"),
        ("formula: mean", "formula: logit, left: [1]", 17, "names code '1'"),
    ],
)
def test_a_mistake_is_named_with_its_line(
    old: str, new: str, line: int, words: str
) -> None:
    with pytest.raises(CodebookFileError, match="line ") as raised:
        read(BOOK.replace(old, new, 1))
    assert words in str(raised.value)
    assert raised.value.line == line


def test_a_dictionary_gives_no_numbers() -> None:
    text = BOOK + "dictionary: {en: {share: {}}}\n"
    with pytest.raises(CodebookFileError, match=r"line 18: variable 'share' takes num"):
        dictionaries_from_codebook(text, name="purse.yaml", codebook=read(text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("40", "40"),
        ("040.50", "40.5"),
        ("+0", "0"),
        ("-0.0", "0"),
        ("100.0", "100"),
        (".5", "0.5"),
        ("-1", None),
        ("100.01", None),
        ("many", None),
        ("1e2", None),
        ("nan", None),
        ("", None),
        ("40 %", None),
        ("1,5", None),
        ("\u0661", None),
    ],
)
def test_a_number_has_one_text(text: str, value: str | None) -> None:
    share, _ = read().variables
    assert known_value(text, share) == value
    assert share.number is not None
    assert (fault_of_number(text, share.number) is None) == (value is not None)


def test_whole_numbers_have_no_decimals() -> None:
    _, seats = read().variables
    assert known_value("3.0", seats) == "3"
    assert known_value("3.5", seats) is None
    assert seats.number is not None
    fault = fault_of_number("-6", seats.number)
    assert fault is not None
    assert (fault.reason, fault.advice) == (
        "-6 is below -5",
        "Write a whole number from -5 upward.",
    )


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=6))
def test_a_kept_number_is_kept_as_it_is(number: Decimal) -> None:
    text = number_text(number)
    again = read_number(text)
    assert again == number
    assert again is not None
    assert number_text(again) == text


def test_codes_are_known_by_their_numbers() -> None:
    text = BOOK.replace("whole: true", "").replace("minimum: -5", "codes: [{C}, {D}]")
    text = text.replace("{C}", "{code: '1', title: One}")
    text = text.replace("{D}", "{code: '02', title: Two}")
    seats = read(text).variables[1]
    assert seats.number is None
    assert known_value("2.0", seats) == "02"
    assert known_value("02", seats) == "02"
    assert known_value("3", seats) is None


# New versions


def new_version(*changes: tuple[str, str], rules: str = "") -> Codebook:
    text = BOOK.replace("version: 1", "version: 2")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    more = f"recodes:\n  from: 1\n  rules:\n    - {{{rules}}}\n" if rules else ""
    return read(text + more)


def test_other_bounds_are_a_difference() -> None:
    new = new_version(("maximum: 100", "maximum: 50"))
    (change,) = find_changes(read(), new)
    assert change.in_words() == (
        "Variable share has other numbers: a number from 0 to 100 (percent), now a "
        "number from 0 to 50 (percent)."
    )


def test_numbers_that_still_fit_are_kept() -> None:
    fates = find_fates(read(), new_version(("maximum: 100", "maximum: 50")))
    assert fates.of("share", "40").outcome == "kept"
    assert fates.of("share", "60").outcome == "again"
    assert fates.of("share", "60").reason == "60 is above 50"


def test_another_measure_is_to_be_looked_at() -> None:
    fates = find_fates(read(), new_version(("unit: percent", "unit: per mille")))
    assert fates.of("share", "40").reason == "it is measured in something else now"


def test_a_rule_recodes_a_number() -> None:
    new = new_version(rules="variable: share, from: '99', to: '100'")
    fates = find_fates(read(), new)
    assert fates.of("share", "99").becomes == "100"
    assert fates.of("share", "98").outcome == "kept"


@pytest.mark.parametrize(
    "rules",
    [
        "variable: share, from: '99', to: '101'",
        "variable: share, from: '99', to: 'much'",
        "variable: share, from: '99', to: '10.0'",
        "variable: share, from: 'much', to: '100'",
    ],
)
def test_a_rule_about_no_number_is_refused(rules: str) -> None:
    with pytest.raises(CodebookFileError, match="line "):
        find_fates(read(), new_version(rules=rules))


def test_codes_become_free_numbers_and_numbers_codes() -> None:
    coded = BOOK.replace(
        "minimum: -5\n    whole: true",
        "codes: [{code: '01', title: One}, {code: '2', title: Two}]",
    )
    opened = find_fates(read(coded), new_version())
    assert opened.of("seats", "01").becomes == "1"
    assert opened.of("seats", "2").outcome == "kept"
    closed = find_fates(read(), read(coded.replace("version: 1", "version: 2")))
    assert closed.of("seats", "2").outcome == "kept"
    assert closed.of("seats", "1").becomes == "01"
    assert closed.of("seats", "7").reason == "7 is not among the codes"


# The booklet


def test_the_booklet_asks_for_numbers() -> None:
    booklet = make_booklet(read())
    assert booklet.variables[0].number == "a number from 0 to 100 (percent)"
    assert booklet.index == ()
    assert "Give each unit one code or number of each variable" in booklet.rules[2]
    page = booklet_html(read())[0].decode()
    assert "Give a whole number from -5 upward." in page
    assert "type the number, then <kbd>Enter</kbd>" in page
    assert "Index of codes" not in page
    assert booklet_pdf(read())[0].startswith(b"%PDF")
