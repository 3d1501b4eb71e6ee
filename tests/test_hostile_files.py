"""Hostile files cost a bounded time and memory, and one clear line."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

import hostile_files
from hustings.errors import UnreadableFileError
from hustings.outside.limits import Limits
from hustings.workflow.inspecting import inspect_file
from hustings.workflow.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LIMITS = Limits(seconds=20, megabytes=1000)
MOST_SECONDS = 120
"""Of the clock, with whatever else this machine is doing."""


def read_or_refuse(path: Path, content: bytes, limits: Limits = LIMITS) -> str:
    """Return the text, or the one line why there is none; both within the limits."""
    path.write_bytes(content)
    started = time.monotonic()
    try:
        answer = inspect_file(path, limits=limits).document.text
    except UnreadableFileError as error:
        answer = str(error)
        assert answer.isprintable()
        assert "could not be read (" not in answer
    assert time.monotonic() - started < MOST_SECONDS
    assert "more than 20 seconds" not in answer
    assert "MB of memory" not in answer
    return answer


@pytest.mark.parametrize("entities", sorted(hostile_files.ENTITIES))
@pytest.mark.parametrize("form", sorted(hostile_files.MARKED_UP))
def test_entities_neither_multiply_nor_fetch(
    tmp_path: Path, form: str, entities: str
) -> None:
    answer = read_or_refuse(
        tmp_path / f"bomb.{form}", hostile_files.entity_bomb(form, entities)
    )
    assert len(answer) < 1_000_000
    assert "root:" not in answer


@pytest.mark.parametrize("form", sorted(hostile_files.MARKED_UP))
def test_deep_nesting_is_flattened_or_refused(tmp_path: Path, form: str) -> None:
    read_or_refuse(tmp_path / f"deep.{form}", hostile_files.deep_nest(form))


@pytest.mark.parametrize(
    "make",
    [
        lambda: hostile_files.empty_pages(100_000),
        lambda: hostile_files.picture_pdf(32_000),
        hostile_files.huge_png,
        lambda: hostile_files.crowded_tiff(20, 2000),
        lambda: hostile_files.text_pdf(b"We will mend the quay", 20_000, step=0.01),
        lambda: hostile_files.text_pdf(b"quay " * 20_000, 5),
        lambda: hostile_files.flat_zip_bomb("word/document.xml", 100),
        lambda: hostile_files.word_paragraphs(hostile_files.WORDS, 5_000),
        lambda: b"{\\rtf1 " + b"{" * 300_000 + b"quay",
        lambda: b"{\\rtf1 \\bin2000000000 quay \\bin-5 quay}",
        lambda: b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        lambda: hostile_files.odt_file(
            '<text:p>quay<text:s text:c="2000000000"/>quay</text:p>'
        ),
    ],
    ids=[
        *("empty pages", "gigapixel PDF", "huge PNG", "crowded TIFF", "crowded page"),
        *("long line", "DOCX bomb", "long DOCX", "RTF braces", "RTF lengths"),
        *("deep JSON", "ODT spaces"),
    ],
)
def test_bombs_of_every_format_are_bounded(
    tmp_path: Path, make: Callable[[], bytes]
) -> None:
    read_or_refuse(tmp_path / "bomb", make())


@pytest.mark.parametrize("name", sorted(hostile_files.LONG_TEXTS))
def test_no_text_makes_reading_go_round_and_round(tmp_path: Path, name: str) -> None:
    content = hostile_files.long_text(name)
    read_or_refuse(tmp_path / "long.txt", content[:200_000])


def test_a_font_without_a_map_is_told(tmp_path: Path) -> None:
    path = tmp_path / "font.pdf"
    path.write_bytes(hostile_files.unmapped_font_pdf())
    try:
        found = inspect_file(path, said={"language": "en"})
        said = " ".join(one.message for one in found.problems)
    except UnreadableFileError as error:
        said = str(error)
    assert "recognis" in said or "unreadable" in said


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: hostile_files.flat_zip_bomb(megabytes=100), "200 times its size"),
        (lambda: hostile_files.lying_zip_bomb(100), "damaged"),
        (hostile_files.nested_zip_bomb, "ZIP archive (1 files)"),
        (lambda: hostile_files.crowded_zip(20_001), "more than 20,000 parts"),
    ],
    ids=["flat", "lying", "nested", "crowded"],
)
def test_zip_bombs_are_refused(
    tmp_path: Path, make: Callable[[], bytes], said: str
) -> None:
    (tmp_path / "bomb.zip").write_bytes(make())
    with Project.create(tmp_path / "election") as project:
        result = project.read([tmp_path / "bomb.zip"])
    assert result.files == ()
    (failure,) = result.failures
    assert said in failure.message


def test_files_that_climb_out_of_a_zip_stay_out(tmp_path: Path) -> None:
    folder = tmp_path / "inner"
    folder.mkdir()
    (folder / "all.zip").write_bytes(hostile_files.climbing_zip())
    with Project.create(folder / "election") as project:
        result = project.read([folder / "all.zip"])
    assert [one.name for one in result.files] == ["all.zip/good.txt"]
    messages = [failure.message for failure in result.failures]
    assert sum("leads out of the archive" in message for message in messages) == 5
    assert sum("is a link to another place" in message for message in messages) == 1
    assert {path.name for path in tmp_path.iterdir()} == {"inner"}


def test_a_file_over_its_limits_costs_only_itself(tmp_path: Path) -> None:
    good, long = tmp_path / "good.txt", tmp_path / "long.md"
    good.write_text(hostile_files.WORDS, encoding="utf-8")
    long.write_bytes(hostile_files.long_text("headings"))
    with Project.create(tmp_path / "election") as project:
        result = project.read([long, good], max_seconds=1)
        assert [one.name for one in result.files] == ["good.txt"]
        (failure,) = result.failures
        assert failure.message == (
            "long.md: Reading it took more than 1 seconds of computing. Split it, or "
            "raise --max-seconds."
        )
        long.write_bytes(long.read_bytes()[:60_000])
        assert project.read([long], max_seconds=60).failures == ()
        assert project.check().is_sound


def test_what_does_not_fit_into_memory_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(hostile_files.long_text("one line"))
    with pytest.raises(UnreadableFileError, match="raise --max-megabytes") as caught:
        inspect_file(path, limits=Limits(megabytes=11))
    assert str(caught.value).isprintable()
    with pytest.raises(UnreadableFileError, match="larger than 2 MB"):
        inspect_file(path, limits=Limits(megabytes=5))
