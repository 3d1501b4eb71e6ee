from __future__ import annotations

from hustings.ingest.markup.nesting import DEEPEST, limit_nesting
from hustings.ingest.readers.html import draft_html


def test_an_ordinary_page_is_left_as_it_is() -> None:
    page = "<p>a<p>b<div><br><img src='x'><b>c</b></div><!-- <div> -->" * 2000
    flat = limit_nesting(page)
    assert flat.text is page
    assert flat.problems == ()


def test_drawings_and_scripts_do_not_count() -> None:
    page = "<svg>" + "<path/>" * 2000 + "</svg><script>'<div>'</script>" * 900
    assert limit_nesting(page).problems == ()


def test_words_at_any_depth_are_kept_and_the_depth_is_told() -> None:
    deep = "<div>" * 100_000 + "deep" + "</div>" * 100_000 + "<h1>After</h1>"
    extraction = draft_html(deep)
    assert [draft.text for draft in extraction.drafts] == ["deep", "After"]
    (problem,) = extraction.problems
    assert problem.kind == "deep nesting"
    assert f"{100_000 - DEEPEST} of them" in problem.message


def test_styling_without_an_end_does_not_cost_the_structure() -> None:
    page = "<font>" * 2000 + "<h2>Ferries</h2><ul><li>lower fares</li></ul>"
    drafts = draft_html(page).drafts
    assert [(draft.kind, draft.text) for draft in drafts] == [
        ("heading", "Ferries"),
        ("item", "lower fares"),
    ]


def test_elements_that_pretend_to_end_count_as_open() -> None:
    assert limit_nesting("<div/>" * 2000).problems
    assert limit_nesting("<svg><div/>" * 2000).problems
