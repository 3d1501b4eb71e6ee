from __future__ import annotations

from hustings.ingest.drafts import PageSize, assemble
from hustings.ingest.readers.markdown import carries_markdown, draft_markdown
from hustings.ingest.reading import Described, read_document

SOURCE = """Our Town
========

# Trams #

We **will** run *trams* to [the quay](https://quay.example/a)
and back &amp; forth \\* always.

1. Lower fares
2. Later ferries
   * by day
   * by night

> Nobody waits.

| Line | Fare |
|------|------|
| One  | 2    |

<https://town.example>
"""


def test_marks_become_structure() -> None:
    drafts = draft_markdown(SOURCE)
    assert [(d.kind, d.level, d.marker, d.text) for d in drafts] == [
        ("heading", 1, None, "Our Town"),
        ("heading", 1, None, "Trams"),
        (
            *("paragraph", None, None),
            "We will run trams to the quay and back & forth * always.",
        ),
        ("item", 1, "1.", "1. Lower fares"),
        ("item", 1, "2.", "2. Later ferries"),
        ("item", 2, "*", "by day"),
        ("item", 2, "*", "by night"),
        ("quotation", None, None, "Nobody waits."),
        ("table", None, None, "Line | Fare\nOne | 2"),
        ("paragraph", None, None, "https://town.example"),
    ]


def test_links_span_their_words() -> None:
    drafts = draft_markdown(SOURCE)
    (link,) = drafts[2].links
    assert drafts[2].text[link.start : link.end] == "the quay"
    assert link.url == "https://quay.example/a"


def test_bare_links_lose_their_brackets() -> None:
    document = read_document(
        b"# Kites\n\nSee <www.kites.example>, (<www.b.example>).",
        name="a.md",
        described=Described(),
    ).document
    assert document.text.endswith("See www.kites.example, (www.b.example).")
    assert [link.url for link in document.links] == [
        "https://www.kites.example",
        "https://www.b.example",
    ]


def test_a_first_line_in_bold_is_the_title_above_smaller_headings() -> None:
    document = read_document(
        b"**Letter of the makers**\n\nWe fly.\n\n### Terms\n\nThe wind is free.",
        name="a.md",
        described=Described(),
    ).document
    assert document.title == "Letter of the makers"
    assert [b.level for b in document.blocks if b.kind == "heading"] == [1, 3]


def test_every_traced_character_is_the_source_s() -> None:
    assembly = assemble(draft_markdown(SOURCE), (PageSize(number=1),))
    for run in assembly.offsets.runs:
        shown = assembly.text[run.start : run.start + run.length]
        assert shown == SOURCE[run.first : run.first + run.length]
    place = assembly.text.index("by night")
    assert assembly.offsets.locate(place) == (1, SOURCE.index("by night"))


def test_html_in_markdown_is_read_as_html() -> None:
    drafts = draft_markdown("# A\n\n<ul><li>one</li></ul>\n\n```\ncode\n```\n")
    assert [(d.kind, d.text) for d in drafts] == [
        *(("heading", "A"), ("item", "one"), ("paragraph", "code"))
    ]


def test_bullets_alone_are_no_markdown() -> None:
    assert not carries_markdown("We ask for:\n- water\n- bread\n* roses * and more")
    assert carries_markdown("We **will** act.")
    assert carries_markdown("# Plan")
    assert carries_markdown("See <https://town.example> for more.")


def test_footnotes_leave_the_words_and_know_their_mark() -> None:
    drafts = draft_markdown(
        "We act[^1] as [it says](http://a.example)[^b].\n\n[^1]: By *law* of the year "
        "2030, which the council of the town passed then.\n[^b]: http://b.example\n\n"
        "Other[^c] words.\n"
    )
    assert [(d.kind, d.marker, d.text, d.notes) for d in drafts] == [
        ("paragraph", None, "We act as it says.", ("1", "b")),
        (
            "footnote",
            "1",
            "By law of the year 2030, which the council of the town passed then.",
            (),
        ),
        ("footnote", "b", "http://b.example", ()),
        ("paragraph", None, "Other[^c] words.", ()),
    ]
    (link,) = drafts[0].links
    assert drafts[0].text[link.start : link.end] == "it says"
