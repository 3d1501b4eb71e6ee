from __future__ import annotations

import pytest

from hustings.ingest.structure.dates import find_dates, question_dates
from hustings.ingest.structure.solar_dates import convert_solar


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "from 7 to 21 October; on the 12th and 13th we meet",
            "--10-07/--10-21 --10-12/--10-13",
        ),
        (
            "October 7th to 21st, and on the 12th and 13th we meet",
            "--10-07/--10-21 --10-12/--10-13",
        ),
        (
            "from 7 to 21 October 2031; on the 12th we march",
            "2031-10-07/2031-10-21 2031-10-12",
        ),
        (
            "from 7 October; the 12th congress, the 13th century, on the 14th floor",
            "--10-07",
        ),
        ("7-9 November 2031", "2031-11-07/2031-11-09"),
        ("Oct. 7, 2031", "2031-10-07"),
        ("October 7–9, 2031", "2031-10-07/2031-10-09"),
        ("2031-05-01", "2031-05-01"),
        ("1.5.2031", "2031-05-01"),
        ("01/05/2031", "2031-05-01"),
        ("12/31/2031 and 01/05/2031", "2031-12-31 2031-01-05"),
        ("3.-5.6.2031", "2031-06-03/2031-06-05"),
        ("am 7.10. um 18 Uhr", "--10-07"),
        ("am 1.5.31", "2031-05-01"),
        ("Kapitel 7.10. Boote", ""),
        ("vom 28. Mai bis 3. Juni 2031", "2031-05-28/2031-06-03"),
        (
            "vom 7. bis 9. November 2031. Am 8. gibt es ein Fest",
            "2031-11-07/2031-11-09 2031-11-08",
        ),
        ("am 12. und 13. Mai", "--05-12/--05-13"),
        ("Samstag, den 7. Oktober", "--10-07"),
        ("Am 8. Parteitag", ""),
        ("du 3 au 5 juin 2031", "2031-06-03/2031-06-05"),
        ("du 28 mai au 3 juin 2031", "2031-05-28/2031-06-03"),
        ("le samedi 12 et le dimanche 13 octobre 2031", "2031-10-12/2031-10-13"),
        ("1er mai", "--05-01"),
        ("el 8 de marzo", "--03-08"),
        (
            "del 7 al 21 de octubre de 2031. El 12 y el 13 marchamos",
            "2031-10-07/2031-10-21 2031-10-12/2031-10-13",
        ),
        ("dal 3 al 5 giugno 2031", "2031-06-03/2031-06-05"),
        ("dal 1° maggio", "--05-01"),
        ("Van 7 tot en met 21 oktober", "--10-07/--10-21"),
        ("de 3 a 5 de junho de 2031", "2031-06-03/2031-06-05"),
        ("od 7 do 21 października 2031 r.", "2031-10-07/2031-10-21"),
        ("7. října 2031", "2031-10-07"),
        ("7. októbra", "--10-07"),
        ("den 8–9 november", "--11-08/--11-09"),
        ("7 Ekim 2031", "2031-10-07"),
        ("7 Ekim'de", "--10-07"),
        ("1 Mayıs", "--05-01"),
        ("7 Οκτωβρίου 2031", "2031-10-07"),
        ("1η Μαΐου", "--05-01"),
        ("с 7 по 21 октября 2031 года", "2031-10-07/2031-10-21"),
        ("7-го октября", "--10-07"),
        ("7 жовтня 2031 року", "2031-10-07"),
        ("1-ви май", "--05-01"),
        ("في ٧ أكتوبر ٢٠٣١", "2031-10-07"),
        ("7 تشرين الأول 2031", "2031-10-07"),
        ("ב-7 באוקטובר 2031", "2031-10-07"),
        ("7 באוקטובר", "--10-07"),
        ("७ अक्टूबर २०३१", "2031-10-07"),
        ("将于2031年10月7日至10日", "2031-10-07/2031-10-10"),
        ("5月1日", "--05-01"),
        ("2031年5月", "2031-05"),
        ("2031년 10월 7일", "2031-10-07"),
        ("7 ตุลาคม 2574", "2031-10-07"),
        ("ngày 7 tháng 10 năm 2031", "2031-10-07"),
        ("2031. október 7-én", "2031-10-07"),
        ("október 7–21.", "--10-07/--10-21"),
        ("7. lokakuuta 2031", "2031-10-07"),
        ("7. oktoobril 2031", "2031-10-07"),
        ("2031. gada 7. oktobrī", "2031-10-07"),
        ("2031 m. spalio 7 d.", "2031-10-07"),
        ("2031ko urriaren 7an", "2031-10-07"),
        ("7 d’octubre de 2031", "2031-10-07"),
        ("7-a de oktobro 2031", "2031-10-07"),
        ("7ê Cotmehê", "--10-07"),
        ("7 octombrie 2031", "2031-10-07"),
        ("7 Deireadh Fómhair 2031", "2031-10-07"),
        ("1 Mei 2031", "2031-05-01"),
        ("the 1990s", ""),
        ("in 1990", ""),
        ("May 2031", "2031-05"),
        ("on Saturday", ""),
        ("in May 1500 boats", ""),
        ("No. 14 – 3 May 2031", "2031-05-03"),
        ("4 of the 12 may come", ""),
        ("100 mars bars", ""),
        ("12 October – 3 November 2031", "2031-10-12/2031-11-03"),
        ("1 May and 3 June", "--05-01 --06-03"),
        ("May 1st and October 7th", "--05-01 --10-07"),
        ("24/7 and 1/2", ""),
        ("Tel. 01632/960001", ""),
        ("v2.3.2031x", ""),
        ("31.4.2031", ""),
        ("12, 13 and 14 October 2031", "2031-10-12/2031-10-14"),
        ("7 November 1917", "1917-11-07"),
        ("4 July 1776", "1776-07-04"),
        ("at 10.30 on 7 May", "--05-07"),
    ],
)
def test_dates_in_many_languages(text: str, expected: str) -> None:
    found = [
        mention.first
        if mention.first == mention.last
        else f"{mention.first}/{mention.last}"
        for mention in find_dates(text)
    ]
    assert " ".join(found) == expected


def test_dates_in_han_numerals_and_of_a_day_of_a_month() -> None:
    assert [d.first for d in find_dates("二〇三一年三月五日，九月二十日")] == [
        "2031-03-05",
        "--09-20",
    ]
    (day,) = find_dates("on this 14th day of February 1911")
    assert (day.first, day.text) == ("1911-02-14", "14th day of February 1911")


def test_a_month_takes_no_number_of_the_next_block() -> None:
    assert find_dates("before the first of March.\n2) the grazing") == ()


def test_the_language_decides_between_months_of_one_name() -> None:
    assert find_dates("7. listopada 2031")[0].first == "2031-11-07"
    assert find_dates("7. listopada 2031", language="hr")[0].first == "2031-10-07"


def test_doubtful_figures_are_told_in_english_alone() -> None:
    (problem,) = question_dates("on 01/05/2031", language="en")
    assert problem.kind == "ambiguous date"
    assert question_dates("on 31/05/2031 and 01/05/2031", language="en") == ()
    assert question_dates("le 01/05/2031", language="fr") == ()
    assert question_dates("on 05/05/2031", language="en") == ()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("در ۱۲ فروردین ۱۴۱۰ در بندر", "2031-04-01", "2031-04-01"),
        ("از ۱ تا ۵ مهر ۱۴۱۰", "2031-09-23", "2031-09-27"),
        ("بیانیهٔ مهر ماه ۱۴۱۰", "2031-09-23", "2031-10-22"),
        ("۱۵ اسد ۱۴۰۰", "2021-08-06", "2021-08-06"),
        ("۱۴۱۰/۰۲/۰۳", "2031-04-23", "2031-04-23"),
        ("on 22 Bahman 1357", "1979-02-11", "1979-02-11"),
        ("۳۰ اسفند ۱۳۹۹", "2021-03-20", "2021-03-20"),
    ],
)
def test_dates_of_the_solar_calendar_are_told_in_ours(
    text: str, first: str, last: str
) -> None:
    (found,) = find_dates(text, language="fa")
    assert (found.first, found.last) == (first, last)
    assert found.span.of(text) == found.text


@pytest.mark.parametrize(
    "text", ["۳۰ اسفند ۱۴۰۰", "شیر اسد بزرگ", "۱۲ فروردین", "No. 1403-55-12", "مهر"]
)
def test_what_is_no_day_of_the_solar_calendar_is_no_date(text: str) -> None:
    assert find_dates(text, language="fa") == ()


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1300, "1921-03-21"),
        (1375, "1996-03-20"),
        (1399, "2020-03-20"),
        (1404, "2025-03-21"),
        (1408, "2029-03-20"),
        (1409, "2030-03-21"),
    ],
)
def test_the_solar_year_begins_on_the_day_of_record(year: int, day: str) -> None:
    assert convert_solar(year, 1, 1).isoformat() == day
