from __future__ import annotations

import pytest

from hustings.errors import UnreadableFileError
from hustings.ingest.reading import Described, Reading, read_document

TEXT = """The Harbour League Manifesto 2031

Ferries

The ferry runs from 1 May until 30 September: www.harbour.example, or https://league.example/plan.

“The quay is falling into the sea.” — Ada Marsh

Published by the Harbour League, 1 Quay Street, Eastmere, on 7 March 2031.
"""


def _read(text: str | bytes, name: str = "plan.txt", **described: str) -> Reading:
    content = text if isinstance(text, bytes) else text.encode()
    return read_document(content, name=name, described=Described(**described))


def test_a_text_becomes_a_document() -> None:
    document = _read(TEXT).document
    assert document.document_id == "d" + document.sha256[:12]
    assert document.media_type == "text/plain"
    assert document.language == "en"
    assert [b.kind for b in document.blocks] == [
        *("heading", "heading", "paragraph", "quotation", "imprint")
    ]
    assert [(d.first, d.last) for d in document.dates] == [
        *(("--05-01", "--09-30"), ("2031-03-07", "2031-03-07"))
    ]
    assert [(link.span.of(document.text), link.url) for link in document.links] == [
        ("www.harbour.example", "https://www.harbour.example"),
        ("https://league.example/plan", "https://league.example/plan"),
    ]


def test_title_actor_and_date_are_guessed_with_their_evidence() -> None:
    document = _read(TEXT).document
    assert document.title == "The Harbour League Manifesto 2031"
    assert document.actor == "Harbour League"
    assert document.date == "2031-03-07"
    guessed = document.guessed
    assert guessed.title is not None
    assert guessed.title.of(document.text) == document.title
    assert guessed.actor is not None
    assert guessed.actor.of(document.text) == document.actor
    assert guessed.date is not None
    assert guessed.date.of(document.text) == "7 March 2031"


def test_what_the_user_states_is_never_guessed() -> None:
    document = _read(
        TEXT, title="Plan", actor="The League", date="2031", language="cy"
    ).document
    assert (document.title, document.actor) == ("Plan", "The League")
    assert (document.date, document.language) == ("2031", "cy")
    assert document.guessed.title is None
    assert document.guessed.actor is None
    assert document.guessed.date is None


@pytest.mark.parametrize(
    ("opening", "actor"),
    [
        ("The Orchard Party General Election Manifesto 2031", "Orchard Party"),
        ("Manifesto of the Orchard Party", "Orchard Party"),
        ("Programm der Liste Hafen", "Liste Hafen"),
        ("Programme du Parti du Verger", "Parti du Verger"),
        ("Declaration of Human Rights", None),
        ("Our Manifesto", None),
        ("Trams and ferries", None),
    ],
)
def test_an_actor_is_guessed_from_a_title_or_not_at_all(
    opening: str, actor: str | None
) -> None:
    text = f"{opening}\n\nWe will plant a tree for every child of the town."
    assert _read(text).document.actor == actor


def test_a_title_from_the_file_name_is_a_problem() -> None:
    document = _read("We will act. " * 30, name="harbour-plan.txt").document
    assert document.title == "harbour-plan"
    assert document.guessed.title is None
    (problem,) = document.problems
    assert problem.kind == "title guessed"
    described = _read("We will act. " * 30, title="Plan").document
    assert described.problems == ()


def test_a_misleading_name_is_told_beside_the_document() -> None:
    document = _read(b"<html><body><p>We will act.</p></body></html>").document
    assert document.media_type == "text/html"
    assert document.problems[0].kind == "misleading name"


def test_a_page_without_words_is_an_error() -> None:
    with pytest.raises(UnreadableFileError, match="No text was found"):
        _read(b"<html><body><script>1</script></body></html>", name="a.html")


def test_reading_twice_gives_the_same() -> None:
    assert _read(TEXT).document == _read(TEXT).document
