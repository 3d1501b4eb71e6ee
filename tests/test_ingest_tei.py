from __future__ import annotations

import pytest

from hustings.errors import UnreadableFileError
from hustings.ingest.readers.tei import read_tei
from sample_files import tei_file


def rows(body: str) -> list[tuple[str, int | None, str | None, str]]:
    drafts = read_tei(tei_file(body), name="a.xml").drafts
    return [(d.kind, d.level, d.marker, d.text) for d in drafts]


def test_divisions_give_levels_and_lists_count() -> None:
    body = """<div><head>Our plan</head><p>We will <hi rend="bold">act</hi>.</p>
    <div><head>Demands</head><list type="ordered"><head>We ask</head>
    <item>lower fares</item><item n="5">later ferries
    <list type="bulleted"><item>for all</item></list></item></list>
    <list><label>(a)</label><item>water</item></list></div></div>"""
    assert rows(body) == [
        ("heading", 1, None, "Our plan"),
        ("paragraph", None, None, "We will act."),
        ("heading", 2, None, "Demands"),
        ("heading", 2, None, "We ask"),
        ("item", 1, "1.", "lower fares"),
        ("item", 1, "5", "later ferries"),
        ("item", 2, "•", "for all"),
        ("item", 1, "(a)", "water"),
    ]


def test_the_printed_words_are_read_not_the_corrected_ones() -> None:
    body = """<p>The <choice><sic>harbr</sic><corr>harbour</corr></choice> is
    <del>not </del>ou<lb break="no"/>rs<fw>12</fw><note n="1">By law.</note>.</p>
    <p><ref target="https://harbour.example">Our site</ref></p>"""
    assert [text for *_, text in rows(body)] == [
        "The harbr is ours.",
        "By law.",
        "Our site",
    ]


def test_speeches_quotations_signatures_and_contents() -> None:
    body = """<div type="contents"><list><item>Ferries</item></list></div>
    <div><sp><speaker>Ada Marsh</speaker><p>We said “no”.</p></sp>
    <quote><p>Nobody waits.</p></quote><table><row><cell>Line</cell><cell>Fare</cell>
    </row></table><closer><signed>The committee</signed></closer></div>"""
    assert rows(body) == [
        ("contents", None, None, "Ferries"),
        ("heading", 1, None, "Ada Marsh"),
        ("paragraph", None, None, "We said “no”."),
        ("quotation", None, None, "Nobody waits."),
        ("table", None, None, "Line | Fare"),
        ("signature", None, None, "The committee"),
    ]


def test_the_header_gives_hints() -> None:
    header = """<fileDesc><titleStmt><title>Plan</title><author>Harbour League</author>
    </titleStmt><publicationStmt><date when="2040">2040</date></publicationStmt>
    <sourceDesc><bibl><date when="1931-05">May 1931</date></bibl></sourceDesc>
    </fileDesc>
    <profileDesc><langUsage><language ident="cy-GB"/></langUsage></profileDesc>"""
    extraction = read_tei(tei_file("<p>We act.</p>", header), name="a.xml")
    assert (extraction.title, extraction.author) == ("Plan", "Harbour League")
    assert (extraction.date, extraction.language) == ("1931-05", "cy")


def test_a_header_alone_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="no element 'text'"):
        read_tei(b"<TEI><teiHeader/></TEI>", name="a.xml")


def test_notes_and_their_marks_leave_the_words() -> None:
    drafts = read_tei(
        tei_file(
            '<p>Our policy<note n="3">By law.</note> and<ref target="#x">4</ref> more.'
            '</p><p>Next<note>Unmarked.</note>.</p><note xml:id="x" n="4">Below.</note>'
        ),
        name="a.xml",
    ).drafts
    assert [(d.kind, d.text, d.marker, d.notes) for d in drafts] == [
        ("paragraph", "Our policy and more.", None, ("3", "4")),
        ("footnote", "By law.", "3", ()),
        ("paragraph", "Next.", None, ("2",)),
        ("footnote", "Unmarked.", "2", ()),
        ("footnote", "Below.", "4", ()),
    ]


def test_a_table_is_one_block_and_a_frame_is_its_text() -> None:
    drafts = read_tei(
        tei_file(
            "<table><head>Fares</head><row><cell>Line</cell><cell>Fare<note n='1'>Net."
            "</note></cell></row><row><cell><p>One</p></cell><cell>2</cell></row></table>"
            "<table><row><cell><p>We act.</p></cell></row></table>"
        ),
        name="a.xml",
    ).drafts
    assert [(d.kind, d.text, d.notes) for d in drafts] == [
        ("paragraph", "Fares", ()),
        ("table", "Line | Fare\nOne | 2", ("1",)),
        ("footnote", "Net.", ()),
        ("paragraph", "We act.", ()),
    ]
