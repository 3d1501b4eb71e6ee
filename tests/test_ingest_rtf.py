from __future__ import annotations

import pytest

from hustings.errors import UnreadableFileError
from hustings.ingest.readers.rtf import read_rtf

HEAD = (
    rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times;}{\f1\fcharset204 Times Cyr;}"
    rb"{\f2\fcharset2 Symbol;}{\f3\fcharset128 Mincho;}}{\colortbl;\red0;}"
    rb"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2 Titre 2;}"
    rb"{\s3\outlinelevel1 Own;}{\s4 toc 1;}{\s5 Quote;}}"
)


def rows(body: bytes) -> list[tuple[str, int | None, str | None, str]]:
    drafts = read_rtf(HEAD + body + b"}", name="a.rtf").drafts
    return [(d.kind, d.level, d.marker, d.text) for d in drafts]


def words(body: bytes) -> list[str]:
    return [text for *_, text in rows(body)]


def test_kinds_come_from_styles_lists_and_weight() -> None:
    body = rb"""\pard\s1 Our plan\par\pard\s2 Ferries\par\pard\s3 Quays\par
\pard\s4 Ferries 3\par\pard\s5 Nobody waits.\par\pard{\b Safe at night}\par
\pard\plain We {\b will} act.\par
{\listtext\f2\'b7\tab}\pard\ls1\ilvl0 water\par
{\listtext (b)\tab}\pard\ls2\ilvl1 bread\par"""
    assert rows(body) == [
        ("heading", 1, None, "Our plan"),
        ("heading", 2, None, "Ferries"),
        ("heading", 2, None, "Quays"),
        ("contents", None, None, "Ferries 3"),
        ("quotation", None, None, "Nobody waits."),
        ("heading", 4, None, "Safe at night"),
        ("paragraph", None, None, "We will act."),
        ("item", 1, "•", "water"),
        ("item", 2, "(b)", "bread"),
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (rb"Gr\'f6\'dfe", "Größe"),
        (rb"Gr\u246?\u223?e", "Größe"),
        (rb"\uc0 Gr\u246\u223e", "Größe"),
        (rb"\uc2\u8364\'80\'80 5", "€ 5"),
        (rb"\u-10179?\u-8704?", "\U0001f600"),
        (rb"{\f1\'cc\'e8\'f0}", "Мир"),
        (rb"{\f3\'93\'fa\'96\'7b}", "日本"),
        (rb"\ldblquote so\rdblquote\emdash\~it\_is", "“so”—\xa0it-is"),
        (rb"ha\-ven {\v hidden}{\*\unknown gone}open \{\\\}", "haven open {\\}"),
        (b"one\r\ntwo", "onetwo"),
        (rb"{\pict\bin9 }}}{{{\par }after", "after"),
    ],
)
def test_characters_are_decoded(written: bytes, read: str) -> None:
    assert words(written + rb"\par") == [read]


def test_notes_links_and_boxes_are_read() -> None:
    body = (
        rb"We act{\super\chftn{\footnote\pard\plain\chftn  By law.\par And right.}} on "
        rb'{\field{\*\fldinst{HYPERLINK "https://harbour.example"}}'
        rb"{\fldrslt{our site}}}."
        rb"{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt\pard In a box.\par}}}\par "
        rb"Done.\par"
    )
    assert rows(body) == [
        ("paragraph", None, None, "We act on our site."),
        ("footnote", None, "1", "By law. And right."),
        ("paragraph", None, None, "In a box."),
        ("paragraph", None, None, "Done."),
    ]
    (link,) = read_rtf(HEAD + body + b"}", name="a.rtf").drafts[0].links
    assert (link.start, link.end, link.url) == (10, 18, "https://harbour.example")


def test_rows_are_kept_together() -> None:
    body = (
        rb"\trowd\pard\intbl Line\cell Fare\cell\row\trowd\pard\intbl One\par more\cell"
        rb" 2\cell\row\trowd\pard\intbl A frame only.\cell\row\pard After.\par"
    )
    assert rows(body) == [
        ("table", None, None, "Line | Fare\nOne more | 2\nA frame only."),
        ("paragraph", None, None, "After."),
    ]


def test_a_table_of_one_column_only_frames_its_text() -> None:
    body = rb"\trowd\pard\intbl We act.\cell\row\trowd\pard\intbl Now.\cell\row\pard "
    assert [kind for kind, *_ in rows(body)] == ["paragraph", "paragraph"]


def test_notes_are_counted_each_in_its_way() -> None:
    body = (
        rb"We{\super\chftn{\footnote\pard By law.}} act"
        rb"{\super\chftn{\footnote\ftnalt\pard At last.}} now.\par"
    )
    drafts = read_rtf(HEAD + body + b"}", name="a.rtf").drafts
    assert [(d.text, d.marker, d.notes) for d in drafts] == [
        ("We act now.", None, ("1", "i")),
        ("By law.", "1", ()),
        ("At last.", "i", ()),
    ]


def test_comments_and_hidden_text_are_told() -> None:
    body = rb"We act.{\*\annotation No!}{\v Never.}\par"
    extraction = read_rtf(HEAD + body + b"}", name="a.rtf")
    assert [draft.text for draft in extraction.drafts] == ["We act."]
    assert [one.kind for one in extraction.problems] == ["comments", "hidden text"]


def test_properties_are_taken_and_heads_left_out() -> None:
    body = (
        rb"{\info{\title Plan}{\author Harbour League}{\creatim\yr2031\mo5\dy1}}"
        rb"{\header Running head\par}{\footer 7\par}We act.\par"
    )
    extraction = read_rtf(HEAD + body + b"}", name="a.rtf")
    assert [draft.text for draft in extraction.drafts] == ["We act."]
    assert (extraction.title, extraction.author) == ("Plan", "Harbour League")
    assert extraction.date == "2031-05-01"


def test_deletions_and_cut_files_are_told() -> None:
    extraction = read_rtf(HEAD + rb"We {\deleted not }act, {and", name="a.rtf")
    assert [draft.text for draft in extraction.drafts] == ["We act, and"]
    assert [one.kind for one in extraction.problems] == ["tracked changes", "cut short"]


def test_what_is_no_rtf_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="no RTF"):
        read_rtf(b"Plain words.", name="a.rtf")
