from __future__ import annotations

import pytest

from hustings.errors import UnreadableFileError
from hustings.ingest.readers.odt import read_odt
from sample_files import odt, odt_parts, zip_parts

Row = tuple[str, int | None, str | None, str]

STYLES = """
<style:style style:name="P1" style:parent-style-name="Subtitle"/>
<style:style style:name="T1"><style:text-properties fo:font-weight="bold"/>
</style:style>
<text:list-style style:name="L1">
<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="("
 style:num-suffix=")"/>
<text:list-level-style-number text:level="3" style:num-format="1" style:num-suffix="."
 text:display-levels="3"/>
</text:list-style>
<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1"
 text:bullet-char="&#xf0b7;"/></text:list-style>
"""


def rows(body: str) -> list[Row]:
    content = zip_parts(odt_parts(body, STYLES))
    drafts = read_odt(content, name="a.odt").drafts
    return [(d.kind, d.level, d.marker, d.text) for d in drafts]


def items(*words: str) -> str:
    return "".join(
        f"<text:list-item><text:p>{word}</text:p></text:list-item>" for word in words
    )


def test_headings_come_from_elements_and_styles() -> None:
    body = """<text:p text:style-name="Title">Our plan</text:p>
    <text:p text:style-name="P1">For the town</text:p>
    <text:h text:outline-level="3">Ferries</text:h>
    <text:p><text:span text:style-name="T1">Safe at night</text:span></text:p>
    <text:p><text:span text:style-name="T1">Nobody</text:span> waits.</text:p>"""
    assert rows(body) == [
        ("heading", 1, None, "Our plan"),
        ("heading", 2, None, "For the town"),
        ("heading", 3, None, "Ferries"),
        ("heading", 4, None, "Safe at night"),
        ("paragraph", None, None, "Nobody waits."),
    ]


def test_lists_count_as_their_style_says() -> None:
    inner = f"<text:list-item><text:list>{items('for children', 'for all')}</text:list></text:list-item>"  # noqa: E501 - one element
    body = (
        f'<text:list text:style-name="L1">{items("lower fares")}{inner}'
        f"{items('later ferries')}</text:list><text:p>Also:</text:p>"
        f'<text:list text:style-name="L1" text:continue-numbering="true">'
        f"{items('cleaner quays')}</text:list>"
        f'<text:list text:style-name="L2">{items("water")}</text:list>'
        f'<text:list text:style-name="L1">{items("anew")}</text:list>'
    )
    assert rows(body) == [
        ("item", 1, "1.", "lower fares"),
        ("item", 2, "(a)", "for children"),
        ("item", 2, "(b)", "for all"),
        ("item", 1, "2.", "later ferries"),
        ("paragraph", None, None, "Also:"),
        ("item", 1, "3.", "cleaner quays"),
        ("item", 1, "•", "water"),
        ("item", 1, "1.", "anew"),
    ]


def test_notes_boxes_and_spaces_are_read_in_their_place() -> None:
    body = """<text:p>We<text:s text:c="3"/>will<text:line-break/>act<text:note>
    <text:note-citation>7</text:note-citation><text:note-body><text:p>By law.</text:p>
    </text:note-body></text:note>.<draw:frame><draw:text-box><text:p>In a box.</text:p>
    </draw:text-box></draw:frame></text:p><text:p>Then rest.</text:p>"""
    assert rows(body) == [
        ("paragraph", None, None, "We will act."),
        ("footnote", None, "7", "By law."),
        ("paragraph", None, None, "In a box."),
        ("paragraph", None, None, "Then rest."),
    ]


def test_contents_tables_and_deletions() -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    body = f"""<text:tracked-changes><text:changed-region><text:deletion><text:p>Old
    words.</text:p></text:deletion></text:changed-region></text:tracked-changes>
    <text:table-of-content><text:index-body><text:p>Ferries 3</text:p></text:index-body>
    </text:table-of-content><table:table><table:table-row>{cell.format("Line")}
    {cell.format("Fare")}</table:table-row></table:table>"""
    assert rows(body) == [
        ("contents", None, None, "Ferries 3"),
        ("table", None, None, "Line | Fare"),
    ]
    problems = read_odt(zip_parts(odt_parts(body)), name="a.odt").problems
    assert [problem.kind for problem in problems] == ["tracked changes"]


def test_links_and_properties_are_taken() -> None:
    meta = """<meta xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Plan</dc:title>
    <creation-date>2031-05-01T10:00:00</creation-date><dc:creator>Harbour League
    </dc:creator><dc:language>en-GB</dc:language></meta>"""
    body = (
        '<text:p>See <text:a xlink:href="https://harbour.example">us</text:a>.</text:p>'
    )
    content = zip_parts({**odt_parts(body), "meta.xml": meta})
    extraction = read_odt(content, name="a.odt")
    (link,) = extraction.drafts[0].links
    assert (link.start, link.end, link.url) == (4, 6, "https://harbour.example")
    assert (extraction.title, extraction.author) == ("Plan", "Harbour League")
    assert (extraction.date, extraction.language) == ("2031-05-01", "en")


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"content.xml": "<broken"}, "not well-formed"),
        ({"content.xml": "<a/>"}, "is damaged"),
        ({"META-INF/manifest.xml": "<a><encryption-data/></a>"}, "needs a password"),
    ],
)
def test_what_cannot_be_read_is_told(parts: dict[str, str], said: str) -> None:
    with pytest.raises(UnreadableFileError, match=said):
        read_odt(zip_parts({**odt_parts(""), **parts}), name="a.odt")


def test_a_damaged_archive_is_told() -> None:
    with pytest.raises(UnreadableFileError, match="The ODT is damaged"):
        read_odt(odt()[:300], name="a.odt")


def test_notes_belong_to_their_paragraph_also_in_tables() -> None:
    note = (
        "<text:note><text:note-citation>{}</text:note-citation><text:note-body><text:p>"
        "{}</text:p></text:note-body></text:note>"
    )
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    row = "<table:table-row>{}{}</table:table-row>"
    first = row.format(
        cell.format("Line"), cell.format("Fare" + note.format("i", "Z."))
    )
    second = row.format(cell.format("One"), cell.format("2"))
    body = (
        f"<text:p>Our policy{note.format('1', 'By law.')} holds.</text:p>"
        f"<table:table>{first}{second}</table:table>"
    )
    drafts = read_odt(zip_parts(odt_parts(body)), name="a.odt").drafts
    assert [(d.kind, d.text, d.marker, d.notes) for d in drafts] == [
        ("paragraph", "Our policy holds.", None, ("1",)),
        ("footnote", "By law.", "1", ()),
        ("table", "Line | Fare\nOne | 2", None, ("i",)),
        ("footnote", "Z.", "i", ()),
    ]


def test_comments_insertions_and_sections_are_told_and_read() -> None:
    body = """<text:tracked-changes><text:changed-region><text:insertion/>
    </text:changed-region></text:tracked-changes><text:section><text:p>We
    <text:soft-page-break/>act<office:annotation><text:p>Do we?</text:p>
    </office:annotation>.</text:p></text:section>"""
    extraction = read_odt(zip_parts(odt_parts(body)), name="a.odt")
    assert [draft.text for draft in extraction.drafts] == ["We act."]
    assert [one.kind for one in extraction.problems] == ["tracked changes", "comments"]
