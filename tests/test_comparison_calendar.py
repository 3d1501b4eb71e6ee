from __future__ import annotations

from hustings.comparison.calendar import gather_dates
from hustings.model.document import DateMention, Document, Page, Span

TEXT = "We meet on 7 May 2031. Every 1 May we sing. In 2029 we began."
UNITS = [Span(0, 22), Span(23, 43), Span(44, 61)]


def mention(words: str, first: str, last: str | None = None) -> DateMention:
    start = TEXT.index(words)
    return DateMention(
        span=Span(start, start + len(words)),
        text=words,
        first=first,
        last=last or first,
    )


def document(*, pages: tuple[Page, ...] = ()) -> Document:
    return Document(
        document_id="d1",
        sha256="",
        media_type="text/plain",
        text=TEXT,
        actor="Ferry",
        dates=(
            mention("7 May 2031", "2031-05-07"),
            mention("1 May", "--05-01"),
            mention("2029", "2029-01-01", "2029-12-31"),
        ),
        pages=pages,
    )


def test_dates_stand_in_order_of_time_and_those_without_a_year_last() -> None:
    timeline = gather_dates([(document(), UNITS)])
    assert [date.named for date in timeline.dates] == ["2029", "7 May 2031", "1 May"]
    (problem,) = timeline.problems
    assert problem.kind == "date without a year"
    assert problem.message.startswith("1 of 3 dates")


def test_each_date_has_its_units_words() -> None:
    timeline = gather_dates([(document(), UNITS)])
    assert timeline.dates[1].words == "We meet on 7 May 2031."


def test_a_date_outside_all_units_is_shown_by_itself() -> None:
    assert gather_dates([(document(), [])]).dates[1].words == "7 May 2031"


def test_pages_are_named_where_there_are_pages() -> None:
    paged = document(
        pages=(Page(number=1, span=Span(0, 43)), Page(number=2, span=Span(44, 61)))
    )
    assert [date.page for date in gather_dates([(paged, UNITS)]).dates] == [2, 1, 1]
    single = document(pages=(Page(number=1, span=Span(0, 61)),))
    assert gather_dates([(single, UNITS)]).dates[0].page is None


def test_long_units_are_cut_at_a_word() -> None:
    long = Document(
        document_id="d",
        sha256="",
        media_type="text/plain",
        text="In 2031 " + "many words " * 40,
        dates=(DateMention(span=Span(3, 7), text="2031", first="2031", last="2031"),),
    )
    words = gather_dates([(long, [Span(0, len(long.text))])]).dates[0].words
    assert words.endswith(" …")
    assert len(words) < 245


def test_summary_says_from_when_to_when() -> None:
    timeline = gather_dates([(document(), UNITS)])
    assert timeline.summary() == "3 dates, 2029-01-01 to 2031-05-07; 1 without a year."
    assert gather_dates([]).summary() == "No document names a date."
    assert timeline.to_rows()[0]["document"] == "d1"
