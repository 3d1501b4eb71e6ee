from __future__ import annotations

import pytest

from hustings.ingest.dates import find_dates


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("from 7th of October until 21st of October", "--10-07", "--10-21"),
        ("on the 12th and 13th of May 2031", "2031-05-12", "2031-05-13"),
        ("May 12-14, 2031", "2031-05-12", "2031-05-14"),
        ("July 27, 2031", "2031-07-27", "2031-07-27"),
        ("in March 2031", "2031-03", "2031-03"),
        ("seit dem 1. Mai", "--05-01", "--05-01"),
        ("vom 8. bis 10. Mai 2031", "2031-05-08", "2031-05-10"),
        ("le 1er août 2031", "2031-08-01", "2031-08-01"),
        ("op 14 juni 2031", "2031-06-14", "2031-06-14"),
        ("15 de mayo de 2031", "2031-05-15", "2031-05-15"),
        ("il 2 giugno 2031", "2031-06-02", "2031-06-02"),
        ("25 de abril de 2031", "2031-04-25", "2031-04-25"),
        ("2031-05-12", "2031-05-12", "2031-05-12"),
        ("12.5.2031", "2031-05-12", "2031-05-12"),
        ("24 June – 3 July 2031", "2031-06-24", "2031-07-03"),
    ],
)
def test_dates_are_resolved(text: str, first: str, last: str) -> None:
    (mention,) = find_dates(text)
    assert (mention.first, mention.last) == (first, last)
    assert mention.span.of(text) == mention.text


@pytest.mark.parametrize(
    "text",
    [
        "you may 12 times",
        "31 June",
        "2031-02-30",
        "3.5 million",
        "Art. 5",
        "in 2031",
        "",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert find_dates(text) == ()


def test_a_long_text_of_digits_takes_no_time() -> None:
    assert find_dates("12 1 2 " * 20_000) == ()
