from __future__ import annotations

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
        ("table", None, None, "Line | Fare"),
        ("table", None, None, "One | 2"),
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
