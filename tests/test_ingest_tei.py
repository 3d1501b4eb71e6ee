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
        ("heading", 3, None, "We ask"),
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
        ("heading", 2, None, "Ada Marsh"),
        ("quotation", None, None, "We said “no”."),
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


PEOPLE = """<profileDesc><particDesc><listPerson><person xml:id="ann"><persName>
<forename>Ann</forename><surname>Marsh</surname></persName></person>
<org xml:id="quay"><orgName>Quay Council</orgName></org></listPerson></particDesc>
</profileDesc>"""


@pytest.mark.parametrize(
    ("body", "spoken"),
    [
        (
            '<sp who="#ann"><p>We act.</p><stage>X</stage><p>Now.</p></sp>',
            [("We act.", "Ann Marsh"), ("Now.", "Ann Marsh")],
        ),
        ("<sp><speaker>A Voter:</speaker><p>Why?</p></sp>", [("Why?", "A Voter")]),
        ('<u who="#quay"><seg>We act.</seg></u>', [("We act.", "Quay Council")]),
        ('<q who="#nobody"><p>Wait.</p></q>', [("Wait.", "nobody")]),
        ('<p><said who="#ann">Wait.</said></p>', [("Wait.", "Ann Marsh")]),
        (
            '<p><q who="#ann">Wait.</q> – <q who="#quay">Why?</q></p>',
            [("Wait.", "Ann Marsh"), ("Why?", "Quay Council")],
        ),
        (
            "<cit><quote>We wait.</quote><bibl><author>Ben</author>, Tide</bibl></cit>",
            [("We wait.\nBen, Tide", "Ben")],
        ),
        ('<p>She said <q who="#ann">wait</q> and left.</p>', []),
        ("<quote><p>Nobody.</p></quote>", [("Nobody.", None)]),
    ],
)
def test_speakers_are_named_by_their_ids(
    body: str, spoken: list[tuple[str, str | None]]
) -> None:
    drafts = read_tei(tei_file(body, PEOPLE), name="a.xml").drafts
    assert [(d.text, d.speaker) for d in drafts if d.kind == "quotation"] == spoken


def test_a_title_stands_above_the_heads_of_divisions() -> None:
    body = """<head>Plan</head><div><head>Roads</head><div><head><label>1.</label> Quay
    </head><p>We act.</p></div></div><div><list><item><label>(a)</label> water</item>
    <label>A longer label</label><item>bread</item></list></div>"""
    assert rows(body) == [
        ("heading", 1, None, "Plan"),
        ("heading", 2, None, "Roads"),
        ("heading", 3, None, "1. Quay"),
        ("paragraph", None, None, "We act."),
        ("item", 1, "(a)", "water"),
        ("paragraph", None, None, "A longer label"),
        ("item", 1, "•", "bread"),
    ]
