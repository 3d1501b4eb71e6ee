from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from hustings.errors import AnnotationFileError
from hustings.exchange.bibliography import to_csl, write_bibtex
from hustings.exchange.citations import STYLES, say_date
from hustings.exchange.web_annotation import (
    hash_of_name,
    name_by_hash,
    read_annotations,
    to_annotation,
)
from hustings.model.citation import Anchor, Citation
from hustings.model.document import Span

HASH = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
CITATION = Citation(
    document_id="d1",
    sha256=HASH,
    media_type="application/pdf",
    anchor=Anchor(
        span=Span(40, 66),
        words="We say “boats”,\nnot queues.",
        before="Promises. ",
        after=" Indeed.",
    ),
    name="steady.pdf",
    actor="The Ferry Party",
    title="Steady as she goes",
    date="2031-10-07",
    language="en",
    first_page=3,
    last_page=4,
)
BARE = replace(
    CITATION, actor=None, title=None, date=None, first_page=None, last_page=None
)

WRITTEN = {
    "plain": "“We say “boats”, not queues.” (The Ferry Party, Steady as she goes, "
    f"7 October 2031, pp. 3–4, characters 40–66, SHA-256 {HASH})",
    "apa": "“We say ‘boats’, not queues.” (The Ferry Party, 2031, pp. 3–4).\n"
    "The Ferry Party. (2031, October 7). Steady as she goes.",
    "chicago": "“We say ‘boats’, not queues.” The Ferry Party, Steady as she goes, "
    "October 7, 2031, 3–4.",
    "german": "„We say ‘boats‘, not queues.“ (The Ferry Party 2031: S. 3–4).\n"
    "The Ferry Party (2031): Steady as she goes. 7. Oktober 2031.",
}
WRITTEN_BARE = {
    "plain": "“We say “boats”, not queues.” (Unknown actor (steady.pdf), steady.pdf, "
    f"no date, characters 40–66, SHA-256 {HASH})",
    "apa": "“We say ‘boats’, not queues.” (steady.pdf, n.d.).\nsteady.pdf (n.d.).",
    "chicago": "“We say ‘boats’, not queues.” steady.pdf, n.d.",
    "german": "„We say ‘boats‘, not queues.“ (steady.pdf o. J.).\nsteady.pdf (o. J.).",
}


@pytest.mark.parametrize("style", STYLES)
def test_a_citation_in_each_style(style: str) -> None:
    assert STYLES[style](CITATION) == WRITTEN[style]
    assert STYLES[style](BARE) == WRITTEN_BARE[style]


def test_a_year_alone_and_one_page() -> None:
    one = replace(CITATION, date="2031", last_page=3)
    assert "(The Ferry Party, 2031, p. 3)" in STYLES["apa"](one)
    assert STYLES["german"](one).endswith("(2031): Steady as she goes.")
    assert say_date("2031-10") == "October 2031"
    assert "October 2031, 3." in STYLES["chicago"](replace(one, date="2031-10"))


def test_bibtex_escapes_what_tex_would_read() -> None:
    odd = replace(CITATION, actor="R&D_50% {Größe}", date="2031")
    lines = write_bibtex(odd).splitlines()
    assert lines[0] == "@misc{r-d-50-groe-2031-d1,"
    assert r"  author = {{R\&D\_50\% \{Größe\}}}," in lines
    assert "  pages = {3--4}," in lines
    assert write_bibtex(BARE).splitlines()[1:-1] == [
        "  title = {{steady.pdf}},",
        "  langid = {en},",
        f"  note = {{SHA-256 {HASH}}},",
    ]


def test_csl_json_has_what_is_known() -> None:
    assert to_csl(CITATION) == {
        "id": "the-ferry-party-2031-d1",
        "type": "document",
        "author": [{"literal": "The Ferry Party"}],
        "title": "Steady as she goes",
        "issued": {"date-parts": [[2031, 10, 7]]},
        "language": "en",
        "page": "3–4",
        "note": f"SHA-256 {HASH}",
    }
    assert set(to_csl(BARE)) == {"id", "type", "title", "language", "note"}


def test_a_web_annotation_comes_back() -> None:
    written = json.dumps(to_annotation(CITATION))
    (read,) = read_annotations(written, name="a.json")
    assert (read.sha256, read.anchor) == (HASH, CITATION.anchor)
    annotation: Any = to_annotation(CITATION)
    assert annotation["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert [one["type"] for one in annotation["target"]["selector"]] == [
        "TextQuoteSelector",
        "TextPositionSelector",
        "FragmentSelector",
    ]
    assert annotation["id"] == to_annotation(CITATION)["id"]
    assert annotation["id"] != to_annotation(replace(CITATION, document_id="d2"))["id"]


def test_annotations_of_other_programs_are_read() -> None:
    quote = {"type": "TextQuoteSelector", "exact": "boats"}
    wrapped = {"type": "RangeSelector", "refinedBy": quote}
    page = {
        "type": "AnnotationPage",
        "items": [
            {"target": {"source": "http://a.example/b.pdf", "selector": quote}},
            {"id": "x", "target": [{"source": {"id": "u"}, "selector": [wrapped]}]},
        ],
    }
    first, second = read_annotations(json.dumps(page), name="a.json")
    assert (first.annotation, first.sha256, first.source) == (
        "1",
        None,
        "http://a.example/b.pdf",
    )
    assert (second.annotation, second.source) == ("x", "u")
    assert second.anchor == Anchor(span=Span(0, 0), words="boats")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "no JSON"),
        ("[" * 200_000, "no JSON|too deep"),
        ("[1, {}]", "no Web Annotation"),
        ('{"target": "http://a.example"}', "Annotation 1 selects no words"),
        ('{"target": {"selector": {"type": "X"}}}', "no TextQuoteSelector"),
        (
            '{"target": {"selector": {"type": "TextQuoteSelector", "exact": " "}}}',
            "no TextQuoteSelector",
        ),
    ],
)
def test_other_files_are_refused(text: str, reason: str) -> None:
    with pytest.raises(AnnotationFileError, match=reason):
        read_annotations(text, name="a.json")


def test_names_of_bytes() -> None:
    assert hash_of_name(name_by_hash(HASH)) == HASH
    assert hash_of_name("http://a.example") is None
    assert hash_of_name("ni:///sha-256;a") is None
