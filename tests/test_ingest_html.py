from __future__ import annotations

import pytest

from hustings.ingest.readers.html import draft_html, read_html

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Our  Plan</title>
<meta name="author" content="Harbour League"><style>p {color: red}</style>
<meta property="article:published_time" content="2031-05-01"></head><body>
<nav><a href="/">Home</a> <a href="/plan">Plan</a></nav>
<div class="cookie-banner">We use cookies.</div>
<main><h1>Our plan for the harbour</h1>
<p>We will dredge the <a href="https://harbour.example">harbour</a> and mend the quay,
which has waited for eleven years.</p>
<ul><li><span>more ferries</span></li><li><p>later ferries</p></li>
<li>cheaper ferries<ol type="a" start="2"><li>for children</li><li>for all</li></ol></li></ul>
<dl><dt>Quay</dt><dd>Where ships lie.</dd></dl>
<table><tr><th>Line</th><th>Fare</th></tr><tr><td>One</td><td>2</td></tr></table>
<blockquote><p>Nobody waits.</p></blockquote>
Bare words<br>go on<br><br>and stop.
<p><strong>Safe at night</strong></p>
<p hidden>Secret.</p><p style="display: none">Unseen.</p><script>var x = 1;</script>
</main><footer>Printed nowhere. All cookies reserved.</footer></body></html>
"""  # noqa: E501 - one long line of nested lists
DREDGE = (
    "We will dredge the harbour and mend the quay, which has waited for eleven years."
)


def test_structure_and_words_are_kept() -> None:
    drafts = draft_html(PAGE).drafts
    assert [(d.kind, d.level, d.marker, d.text) for d in drafts] == [
        ("heading", 1, None, "Our plan for the harbour"),
        ("paragraph", None, None, DREDGE),
        ("item", 1, "•", "more ferries"),
        ("item", 1, "•", "later ferries"),
        ("item", 1, "•", "cheaper ferries"),
        ("item", 2, "b.", "for children"),
        ("item", 2, "c.", "for all"),
        ("item", 1, None, "Quay"),
        ("item", 1, None, "Where ships lie."),
        ("table", None, None, "Line | Fare\nOne | 2"),
        ("quotation", None, None, "Nobody waits."),
        ("paragraph", None, None, "Bare words go on"),
        ("paragraph", None, None, "and stop."),
        ("heading", 4, None, "Safe at night"),
    ]


def test_what_was_left_out_is_told() -> None:
    (problem,) = draft_html(PAGE).problems
    assert problem.kind == "page furniture removed"
    for words in ("Home Plan", "We use cookies.", "Printed nowhere."):
        assert words in problem.message


def test_hints_and_links_are_taken() -> None:
    extraction = draft_html(PAGE)
    assert extraction.title == "Our Plan"
    assert extraction.author == "Harbour League"
    assert extraction.date == "2031-05-01"
    assert extraction.language == "en"
    (link,) = extraction.drafts[1].links
    assert extraction.drafts[1].text[link.start : link.end] == "harbour"


def test_a_fragment_without_furniture_comes_out_whole() -> None:
    extraction = draft_html("<h2>A</h2><p>b <b>c</b>d</p><div>e<p>f</p>g</div>")
    assert [d.text for d in extraction.drafts] == ["A", "b cd", "e", "f", "g"]
    assert extraction.problems == ()


def test_the_declared_encoding_is_used() -> None:
    text = '<meta charset="iso-8859-2"><p>Żłobki i świetlice</p>'
    extraction = read_html(text.encode("iso-8859-2"), name="a.html")
    assert extraction.drafts[0].text == "Żłobki i świetlice"


def test_items_printed_with_breaks_are_kept_apart() -> None:
    drafts = draft_html("<p>We ask:<br>• water<br>• bread</p>").drafts
    assert [d.text for d in drafts] == ["We ask:", "• water", "• bread"]


def test_deep_nesting_is_no_matter() -> None:
    drafts = draft_html("<div>" * 2000 + "deep" + "</div>" * 2000).drafts
    assert [d.text for d in drafts] == ["deep"]


def test_lists_of_every_form_are_kept() -> None:
    drafts = draft_html(
        """<ol reversed><li>c</li><li>d</li></ol><ol><li value="7">e<li>f</ol>
        <menu><li>g</li></menu><div role="list"><div role="listitem">h</div></div>
        <p class="MsoListParagraph" style="mso-list:l0 level2 lfo1"><span
        style="mso-list:Ignore">(b)<span>&nbsp; </span></span>i</p>
        <table><tr><td>&#8226;</td><td>j</td></tr></table>
        <ol style="list-style-type: upper-roman"><li><h3>k</h3><p>l</p></li></ol>
        <p>– m</p><p>– n</p>"""
    ).drafts
    assert [(d.kind, d.level, d.marker, d.text) for d in drafts] == [
        ("item", 1, "2.", "c"),
        ("item", 1, "1.", "d"),
        ("item", 1, "7.", "e"),
        ("item", 1, "8.", "f"),
        ("item", 1, "•", "g"),
        ("item", 1, "•", "h"),
        ("item", 2, "(b)", "i"),
        ("item", 1, "•", "j"),
        ("heading", 3, "I.", "k"),
        ("item", 1, None, "l"),
        ("item", 1, "–", "– m"),
        ("item", 1, "–", "– n"),
    ]


def test_a_list_of_places_in_the_page_is_its_contents() -> None:
    entries = "".join(f'<li><a href="#c{i}">Part {i}</a></li>' for i in range(3))
    drafts = draft_html(f"<h1>Plan</h1><ul>{entries}</ul><p>We act.</p>").drafts
    assert [d.kind for d in drafts] == ["heading", *["contents"] * 3, "paragraph"]


def test_a_table_that_lays_out_text_is_text() -> None:
    drafts = draft_html(
        "<table><tr><td>Home</td><td><h2>Plan</h2><p>We act.</p><table><tr><td>a</td>"
        "<td>b</td></tr><tr><td>c <a href='http://x.example'>d</a></td><td>e<sup>2</sup>"
        "</td></tr></table></td></tr></table>"
    ).drafts
    assert [(d.kind, d.text) for d in drafts] == [
        ("paragraph", "Home"),
        ("heading", "Plan"),
        ("paragraph", "We act."),
        ("table", "a | b\nc d | e²"),
    ]
    (link,) = drafts[-1].links
    assert drafts[-1].text[link.start : link.end] == "d"


@pytest.mark.parametrize(
    ("reference", "note"),
    [
        (
            '<sup><a href="#n" id="r">1</a></sup>',
            '<ol><li id="n">By law. <a href="#r">↩</a></li></ol>',
        ),
        (
            '<a href="#n" name="r">[1]</a>',
            '<p><a href="#r" name="n">[1]</a> By law.</p>',
        ),
        ("<sup>1</sup>", "<p><sup>1</sup> By law.</p>"),
        (
            '<a href="#n" role="doc-noteref">1</a>',
            '<aside id="n" role="doc-footnote"><p>1. By law.</p></aside>',
        ),
    ],
)
def test_a_note_knows_its_mark_and_the_words_lose_it(reference: str, note: str) -> None:
    home, found = draft_html(f"<p>We act{reference} now.</p>{note}").drafts
    assert (home.kind, home.text, home.notes) == ("paragraph", "We act now.", ("1",))
    assert (found.kind, found.text, found.marker) == ("footnote", "By law.", "1")


def test_a_link_back_to_the_text_alone_makes_no_note() -> None:
    drafts = draft_html('<p id="a">One <a href="#b">2</a></p><p id="b">Two.</p>').drafts
    assert [(d.kind, d.text) for d in drafts] == [
        ("paragraph", "One 2"),
        ("paragraph", "Two."),
    ]


def test_words_that_nobody_sees_stay_out() -> None:
    drafts = draft_html(
        '<h2><button>Ferries</button></h2><p>We sh\xadall<span class="sr-only"> (new'
        ' window)</span> <q>act</q> on 4 m<sup>2</sup>.</p><p aria-hidden="true"'
        ' class="d-none">Gone.</p>'
    ).drafts
    assert [(d.kind, d.text) for d in drafts] == [
        ("heading", "Ferries"),
        ("paragraph", "We shall “act” on 4 m²."),
    ]


def test_paragraphs_of_an_item_are_one_item() -> None:
    drafts = draft_html(
        """<ol><li><p>More <a href="https://x.example">ferries </a></p>
        <p>They run at night.</p></li><li>Lamps<br><br>and trees<ul><li>oaks</li></ul>
        in every street</li></ol><dl><dt>Quay</dt><dd><p>Here.</p><div>There.</div></dd>
        </dl><p>We act.</p>"""
    ).drafts
    assert [(d.kind, d.level, d.marker, d.text) for d in drafts] == [
        ("item", 1, "1.", "More ferries\nThey run at night."),
        ("item", 1, "2.", "Lamps\nand trees"),
        ("item", 2, "•", "oaks"),
        ("item", 1, None, "in every street"),
        ("item", 1, None, "Quay"),
        ("item", 1, None, "Here.\nThere."),
        ("paragraph", None, None, "We act."),
    ]
    (link,) = drafts[0].links
    assert drafts[0].text[link.start : link.end] == "ferries"


def test_a_section_in_an_item_stays_a_section() -> None:
    drafts = draft_html("<ol><li><h3>a</h3><p>b</p><p>c</p></li></ol>").drafts
    assert [(d.kind, d.text) for d in drafts] == [
        ("heading", "a"),
        ("item", "b"),
        ("paragraph", "c"),
    ]


@pytest.mark.parametrize(
    ("quotation", "text", "speaker"),
    [
        (
            "<blockquote><p>We wait.</p><p>Go.</p><footer>— Ann</footer></blockquote>",
            "We wait.\nGo.\n— Ann",
            "Ann",
        ),
        (
            "<blockquote><p>We wait.</p><cite>Ben Reed</cite></blockquote>",
            "We wait.\nBen Reed",
            "Ben Reed",
        ),
        (
            "<figure><blockquote>We wait.</blockquote><figcaption>Cleo</figcaption>",
            "We wait.\nCleo",
            "Cleo",
        ),
        (
            "<blockquote>As <cite>The Tide</cite> has it, we wait.</blockquote>",
            "As The Tide has it, we wait.",
            None,
        ),
        (
            "<blockquote><p>We wait. <small>— Dana</small></p></blockquote>",
            "We wait. — Dana",
            "Dana",
        ),
    ],
)
def test_who_is_quoted_is_the_speaker_and_no_block(
    quotation: str, text: str, speaker: str | None
) -> None:
    (draft, rest) = draft_html(f"{quotation}<p>We act.</p>").drafts
    assert (draft.kind, draft.text, draft.speaker) == ("quotation", text, speaker)
    assert rest.kind == "paragraph"


def test_a_part_set_in_with_headings_is_no_quotation() -> None:
    drafts = draft_html("<blockquote><h2>a</h2><p>b</p><p>c</p></blockquote>").drafts
    assert [d.kind for d in drafts] == ["heading", "paragraph", "paragraph"]
