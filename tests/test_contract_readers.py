"""What every reader promises, taken up from the mapping of readers."""

from __future__ import annotations

import random
import time
from functools import cache

import pytest

from hustings.errors import UnreadableFileError
from hustings.ingest.media import PDF, TEXT
from hustings.ingest.reading import READERS, Described, Reading, read_document
from hustings.ingest.units.splitting import split_units
from sample_files import (
    ENDINGS,
    ITEMS,
    NOTE,
    NOTED,
    PARAGRAPH,
    SAMPLES,
    TABLED,
    TITLE,
    recognise_sample,
)

FORMATS = sorted(READERS)


@cache
def sample(media_type: str) -> bytes:
    return SAMPLES[media_type]()


def read(content: bytes, name: str = "plan") -> Reading:
    return read_document(
        content, name=name, described=Described(), recognise=recognise_sample
    )


def survives(content: bytes) -> bool:
    """Say whether damaged content is still read; it must fail in one line only."""
    refusal = ""
    try:
        assert read(content).document.text.strip()
    except UnreadableFileError as error:
        refusal = str(error)
    assert "\n" not in refusal
    assert refusal.startswith("plan: ") or not refusal
    return not refusal


def test_every_reader_has_a_sample() -> None:
    assert set(SAMPLES) == set(READERS)


@pytest.mark.parametrize("media_type", FORMATS)
def test_the_same_words_come_out_of_every_format(media_type: str) -> None:
    document = read(sample(media_type)).document
    assert document.media_type == media_type
    assert [(b.kind, b.span.of(document.text)) for b in document.blocks][:2] == [
        ("heading", TITLE),
        ("paragraph", PARAGRAPH),
    ]
    items = [block for block in document.blocks if block.kind == "item"]
    assert len(items) == len(ITEMS)
    for block, item in zip(items, ITEMS, strict=True):
        assert block.span.of(document.text).removeprefix("• ") == item
        assert block.marker in {"•", "-"}


@pytest.mark.parametrize("media_type", FORMATS)
def test_blocks_cover_the_text_and_do_not_overlap(media_type: str) -> None:
    document = read(sample(media_type)).document
    position = 0
    for block in document.blocks:
        assert block.span.start >= position
        assert not document.text[position : block.span.start].strip()
        assert block.span.of(document.text).strip() == block.span.of(document.text)
        position = block.span.end
    assert not document.text[position:].strip()


@pytest.mark.parametrize("media_type", FORMATS)
def test_units_lie_in_their_blocks(media_type: str) -> None:
    document = read(sample(media_type)).document
    spans = {block.block_id: block.span for block in document.blocks}
    units = split_units(document).units
    assert len(units) >= 3
    for unit in units:
        block = spans[unit.block_id]
        assert block.start <= unit.span.start < unit.span.end <= block.end


@pytest.mark.parametrize("media_type", FORMATS)
def test_reading_twice_gives_the_same(media_type: str) -> None:
    assert read(sample(media_type)).document == read(sample(media_type)).document


@pytest.mark.parametrize("media_type", FORMATS)
def test_a_misleading_name_is_a_problem(media_type: str) -> None:
    wrong = "plan.pdf" if media_type != PDF else "plan.docx"
    kinds = [one.kind for one in read(sample(media_type), wrong).document.problems]
    assert kinds.count("misleading name") == 1
    right = f"plan.{ENDINGS[media_type]}"
    kinds = [one.kind for one in read(sample(media_type), right).document.problems]
    assert "misleading name" not in kinds


@pytest.mark.parametrize("media_type", FORMATS)
def test_cut_short_content_is_read_or_refused(media_type: str) -> None:
    content = sample(media_type)
    for share in (0.02, 0.1, 0.3, 0.5, 0.8, 0.95, 0.99):
        survives(content[: int(len(content) * share)])


@pytest.mark.parametrize("media_type", FORMATS)
def test_flipped_bits_are_read_or_refused(media_type: str) -> None:
    chance = random.Random(7)  # noqa: S311  # the same damage every time
    for _ in range(10 if media_type.startswith("image") else 60):
        content = bytearray(sample(media_type))
        for _ in range(chance.choice((1, 3, 30))):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        survives(bytes(content))


@pytest.mark.parametrize("media_type", FORMATS)
def test_stretches_out_of_place_are_read_or_refused(media_type: str) -> None:
    chance = random.Random(11)  # noqa: S311  # the same damage every time
    for _ in range(5 if media_type.startswith("image") else 30):
        content = sample(media_type)
        a, b, c = sorted(chance.randrange(len(content)) for _ in range(3))
        survives(content[:a] + content[b:c] + content[a:b] + content[c:])
        survives(content[:a] + bytes(b - a) + content[b:])


@pytest.mark.parametrize("media_type", [one for one in FORMATS if one != TEXT])
def test_a_head_alone_is_refused(media_type: str) -> None:
    content = sample(media_type)[:4]
    if survives(content):
        assert read(content).document.media_type == TEXT


@pytest.mark.parametrize(
    "opening",
    [
        b"<div>",
        b"<div/>",
        b"<b>",
        b"<header>",
        b"<blockquote><ul>",
        b"<svg><x/>",
        b"<table><tr><td>",
        b"<SCRIPT>",
        b"<!--",
        b"> ",
        b"- ",
        b"{",
        b"[",
        b"**a ",
        b"[a](",
        b"<TEI><p>",
        b"{\\rtf1 ",
        b"{\\rtf1{\\footnote ",
        b"{\\rtf1{\\field{\\fldrslt ",
        b"(",
        b"1.",
        b"\xe2\x80\x9c",
    ],
)
def test_a_hundred_thousand_levels_take_a_bounded_time(opening: bytes) -> None:
    start = time.process_time()
    content = opening * 100_000 + b" We will run the ferry."
    survives(content)
    assert time.process_time() - start < 20


@pytest.mark.parametrize("media_type", sorted(TABLED))
def test_a_table_is_one_block_with_a_line_a_row(media_type: str) -> None:
    document = read(TABLED[media_type]()).document
    (table,) = [block for block in document.blocks if block.kind == "table"]
    assert table.span.of(document.text) == "Line | Fare\nOne | 2"
    units = [
        one for one in split_units(document).units if one.block_id == table.block_id
    ]
    assert [unit.span.of(document.text) for unit in units] == ["Line | Fare", "One | 2"]


@pytest.mark.parametrize("media_type", sorted(TABLED))
def test_a_footnote_belongs_to_the_block_that_names_it(media_type: str) -> None:
    document = read(TABLED[media_type]()).document
    (note,) = [block for block in document.blocks if block.kind == "footnote"]
    blocks = {block.block_id: block for block in document.blocks}
    assert note.span.of(document.text) == NOTE
    assert note.marker == "1"
    assert blocks[note.refers_to or ""].span.of(document.text) == NOTED
