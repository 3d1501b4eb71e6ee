from __future__ import annotations

import textwrap

import pytest

from hustings.ingest.readers.text import read_text
from hustings.ingest.structure.line_series import find_line_breaks
from hustings.ingest.structure.refining import refine_structure
from hustings.ingest.structure.textlines import split_lines

RIGHTS = (
    (
        "Everyone who lives by the river has a share in the ferry and in its fares, and"
        " no more is asked than the fare that hangs on the pier, at whatever hour."
    ),
    (
        "The lamps along the quay are lit from dusk to dawn, as is said in Article 5 of"
        " the old statutes, and whoever puts one out has to light it again."
    ),
    (
        "All gates of the market stand open to buyers and to sellers alike each day,"
        " but for the first of the year, when the hall is cleaned from top to bottom."
    ),
    (
        "Whoever keeps a boat keeps it so that all can pass, by day or by night, and"
        " gives way to those who row, whatever the hour may be at the lock."
    ),
)


def wrap(paragraphs: list[str], width: int) -> str:
    """Set paragraphs below each other without an empty line."""
    return "\n".join(line for one in paragraphs for line in textwrap.wrap(one, width))


def marked(text: str) -> list[tuple[str, str | None]]:
    drafts = refine_structure(read_text(text.encode(), name="a.txt").drafts)
    return [(draft.text[:24], draft.marker) for draft in drafts if draft.marker]


@pytest.mark.parametrize("width", [44, 60, 72, 90])
@pytest.mark.parametrize(
    "lead", ["Article {}. – ", "Artikel {} ", "§ {} ", "Art. {}: ", "{}. člen. – "]
)
def test_articles_run_in_begin_blocks_of_their_own(lead: str, width: int) -> None:
    numbered = [lead.format(i) + right for i, right in enumerate(RIGHTS, 1)]
    found = marked(wrap(numbered, width))
    assert [text for text, _ in found] == [one[:24] for one in numbered]
    wanted = lead.strip(" –").rstrip(":")
    assert [marker for _, marker in found] == [wanted.format(i) for i in range(1, 5)]


@pytest.mark.parametrize("width", [44, 60, 72, 90])
def test_articles_on_lines_of_their_own_are_headings(width: int) -> None:
    paragraphs = [
        part for i, one in enumerate(RIGHTS, 1) for part in (f"Article {i}", one)
    ]
    found = marked(wrap(paragraphs, width))
    assert found == [(f"Article {i}", f"Article {i}") for i in range(1, 5)]


def test_two_articles_are_a_series_too() -> None:
    text = f"Statutes\n\nArticle 1\n\n{RIGHTS[0]}\n\nArticle 2\n\n{RIGHTS[1]}\n"
    assert [marker for _, marker in marked(text)] == ["Article 1", "Article 2"]
    run_on = wrap(["Article 1", RIGHTS[0], "Article 2", RIGHTS[1]], 70)
    assert [marker for _, marker in marked(run_on)] == ["Article 1", "Article 2"]


@pytest.mark.parametrize("word", ["Table", "Page"])
def test_two_tables_or_pages_are_none(word: str) -> None:
    text = f"Plan\n\n{word} 1\n\n{RIGHTS[0]}\n\n{word} 2\n\n{RIGHTS[1]}\n"
    assert marked(text) == []


def breaks(*lines: str) -> set[int]:
    return set(find_line_breaks(split_lines("\n".join(lines))).begin)


def test_a_mention_at_the_head_of_a_line_begins_nothing() -> None:
    lines = [
        "Article 1. – The ferry runs on every day of the year, as it has",
        "run since the pier was built, and under the terms laid down in",
        "Article 2. This holds at night and in winter and in every storm,",
        "and whoever reads this and then the next line may look up what",
        "Article 3. says of the lamps.",
        "Article 2. – The lamps are lit from dusk to dawn along the quay",
        "and at the lock, and are paid for by all who live by the river.",
        "Article 3. – The gates of the market stand open on every day to",
        "buyers and to sellers.",
    ]
    assert breaks(*lines) == {0, 5, 7}


def test_mentions_alone_are_no_series() -> None:
    assert not breaks(
        "The ferry runs on every day of the year, which is laid down in",
        "Article 1. The lamps are lit from dusk to dawn, as is laid down in",
        "Article 2. The gates of the market stand open, as is laid down in",
        "Article 3. All of this holds until the council says otherwise and",
    )


def test_an_article_after_a_line_without_a_stop_fills_the_gap() -> None:
    assert breaks(
        "Article 1 Everyone who lives by the river may cross it on the",
        "ferry for nothing at all.",
        "Article 2 The lamps along the quay are lit from dusk to dawn now",
        "Article 3 The gates of the market stand open on every day of the",
        "week.",
    ) == {0, 2, 3}


def test_a_misprinted_word_is_known_by_its_number() -> None:
    assert breaks(
        "Article 1. – The ferry runs.",
        "Artcle 2. – The lamps are lit.",
        "Article 3. – The gates stand open.",
        "Article 4. – Boats give way.",
    ) == {0, 1, 2, 3}


def test_chapters_may_count_anew() -> None:
    part = ["Art. 1: The ferry.", "Art. 2: The lamps.", "Art. 3: The gates."]
    assert breaks("By day.", *part, "By night.", *part) == {1, 2, 3, 5, 6, 7}
