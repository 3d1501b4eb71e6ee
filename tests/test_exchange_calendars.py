from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from hustings.exchange.calendars import Happening, calendar_to_bytes, first_day

STAMP = datetime(2031, 1, 2, 3, 4, 5, tzinfo=UTC)


def read_back(*happenings: Happening) -> list[dict[str, object]]:
    written = calendar_to_bytes(happenings, stamp=STAMP)
    return [
        {
            "summary": str(event["summary"]),
            "start": event.decoded("dtstart"),
            "end": event.decoded("dtend"),
        }
        for event in Calendar.from_ical(written).walk("VEVENT")
    ]


def test_a_day_lasts_until_the_next() -> None:
    (event,) = read_back(Happening(first="2031-05-07", last="2031-05-07", summary="x"))
    assert (event["start"], event["end"]) == (date(2031, 5, 7), date(2031, 5, 8))


def test_months_and_years_are_whole() -> None:
    (event,) = read_back(Happening(first="2031-12", last="2032", summary="x"))
    assert (event["start"], event["end"]) == (date(2031, 12, 1), date(2033, 1, 1))


def test_words_come_back_whatever_they_hold() -> None:
    words = "Bäume, Boote; und \\ mehr \N{FERRY} " * 5
    (event,) = read_back(Happening(first="2031", last="2031", summary=words))
    assert event["summary"] == words


def test_the_same_entries_give_the_same_bytes_and_lines_are_folded() -> None:
    one = Happening(first="2031", last="2031", summary="s" * 300, description="d")
    written = calendar_to_bytes([one], stamp=STAMP)
    assert written == calendar_to_bytes([one], stamp=STAMP)
    assert max(map(len, written.split(b"\r\n"))) <= 75
    assert b"DESCRIPTION:d" in written


def test_a_date_without_a_year_is_no_date() -> None:
    with pytest.raises(ValueError, match="--05-07"):
        first_day("--05-07")


def test_no_dates_give_an_empty_calendar() -> None:
    assert read_back() == []
