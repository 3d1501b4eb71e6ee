from __future__ import annotations

import pytest

from hustings.ingest.readers.text import draft_lines
from hustings.ingest.structure.numerals import (
    find_numerals,
    read_han,
    read_hebrew,
    read_letter,
    read_roman,
)
from hustings.ingest.structure.refining import refine_structure

BODIES = (
    "Everyone may use the ferry, and no one is turned away.",
    "The council meets in public every week of the year.",
    "Each quarter has a library, open in the evening.",
    "The park belongs to all who live in the town.",
    "A year is not long enough to wait for a tram.",
)
# fmt: off
SERIES = {
    "english": ["Article 1", "Article 2", "Article 3", "Article 4", "Article 5"],
    "full stops": [
        "Artikel 1.",
        "Artikel 2.",
        "Artikel 3.",
        "Artikel 4.",
        "Artikel 5.",
    ],
    "number first": ["1. člen", "2. člen", "3. člen", "4. člen", "5. člen"],
    "roman": ["Titre I", "Titre II", "Titre III", "Titre IV", "Titre V"],
    "first in words": [
        "Article premier",
        "Article 2",
        "Article 3",
        "Article 4",
        "Article 5",
    ],
    "words": [
        "Artículo primero",
        "Artículo segundo",
        "Artículo tercero",
        "Artículo cuarto",
        "Artículo quinto",
    ],
    "section sign": ["§ 1", "§ 2", "§ 3", "§ 4", "§ 5"],
    "han": ["第一条", "第二条", "第三条", "第四条", "第五条"],
    "wide digits": ["第１条", "第２条", "弟３条", "第４条", "第５条"],
    "hangul": ["제 1 조", "제 2 조", "제 3 조", "제 4 조", "제 5 조"],
    "devanagari": [
        "अनुच्छेद १.",
        "अनुच्छेद २.",
        "अनुच्छेद ३.",
        "अनुच्छेद ४.",
        "अनुच्छेद ५.",
    ],
    "hebrew": ["סעיף א.", "סעיף ב.", "סעיף ג.", "סעיף ד.", "סעיף ה."],
    "arabic-indic": ["المادة ١", "المادة ٢", "المادة ٣", "المادة ٤", "المادة ٥"],
    "thai": ["ข้อ ๑", "ข้อ ๒", "ข้อ ๓", "ข้อ ๔", "ข้อ ๕"],
    "misprinted word": ["Goal 1", "Goal 2", "Gaol 3", "Goal 4", "Goal 5"],
    "misprinted number": ["Goal 1", "Goal 2", "Goal 9", "Goal 4", "Goal 5"],
    "misprinted end": ["Demand 1.", "Demand 2.", "Demand 3", "Demand 4.", "Deman 5."],
}
# fmt: on


@pytest.mark.parametrize("lines", SERIES.values(), ids=SERIES)
def test_articles_are_headings_with_their_printed_number(lines: list[str]) -> None:
    text = "Charter of the Harbour Town\n\n" + "\n\n".join(
        f"{line}\n\n{body}" for line, body in zip(lines, BODIES, strict=True)
    )
    drafts = refine_structure(draft_lines(text))
    headings = [draft for draft in drafts if draft.kind == "heading"]
    assert [draft.text for draft in headings[1:]] == lines
    assert [draft.marker for draft in headings] == [None, *lines]


def test_titled_articles_keep_their_title() -> None:
    text = "\n\n".join(
        f"Point {i}: A better quay\n\n{body}" for i, body in enumerate(BODIES, 1)
    )
    drafts = [d for d in refine_structure(draft_lines(text)) if d.kind == "heading"]
    assert [draft.marker for draft in drafts] == [f"Point {i}" for i in range(1, 6)]
    assert drafts[0].text == "Point 1: A better quay"


def test_years_and_sums_are_no_series() -> None:
    text = "\n\n".join(
        f"In 203{i} the fare rose by {i} pence, we said." for i in range(5)
    )
    assert all(d.marker is None for d in refine_structure(draft_lines(text)))


@pytest.mark.parametrize(
    ("text", "value", "system"),
    [
        ("१२", 12, "digits"),
        ("二十一", 21, "han"),
        ("xiv", 14, "roman"),
        ("טו", 15, "hebrew"),
        ("b", 2, "letter"),
        ("γ", 3, "letter"),
        ("Vierter", 4, "ordinal"),
    ],
)
def test_numerals_are_read(text: str, value: int, system: str) -> None:
    assert (value, system) in {(n.value, n.system) for n in find_numerals(text)}


def test_what_is_no_numeral_is_none() -> None:
    assert read_roman("Mix") is None
    assert read_roman("IIX") is None
    assert read_hebrew("אב") is None
    assert read_letter("ab") is None
    assert read_han("百") == 100
