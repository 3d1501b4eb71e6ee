from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console
from rich.progress import Progress

from hustings.interface.output import print_table
from hustings.interface.progress import DoneColumn, show_progress

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = [
    {
        "document": "d0123456789abc",
        "name": "an-uncommonly-long-name-of-a-manifesto-2031.pdf",
        "actor": "The Ferry and Harbour Party",
        "state": "replaced by dabc0123456789",
        "n_units": 1234,
    },
    {
        "document": "dabc0123456789",
        "name": "b.pdf",
        "actor": "Quay List",
        "state": "counts",
        "n_units": 5,
    },
]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], str]:
    """Print the rows on a terminal so many columns wide."""

    def show(width: int) -> str:
        written = io.StringIO()

        def make(**options: Any) -> Console:  # noqa: ANN401  # rich's own
            return Console(file=written, force_terminal=True, width=width, **options)

        monkeypatch.setattr("hustings.interface.output.Console", make)
        print_table(ROWS)
        return written.getvalue()

    return show


def test_a_table_that_fits_is_left_alone(shown: Callable[[int], str]) -> None:
    assert "an-uncommonly-long-name-of-a-manifesto-2031.pdf" in shown(160)
    assert "…" not in shown(160)


def test_a_narrow_table_breaks_no_word(shown: Callable[[int], str]) -> None:
    text = shown(80)
    assert all(len(plain(line)) <= 80 for line in text.splitlines())
    assert "an-uncommo" in text
    assert "o-2031.pdf" in text
    assert text.count("…") == 1
    for whole in ("d0123456789abc", "Harbour", "Party", "dabc0123456789", "1234"):
        assert whole in text


def test_ids_and_numbers_are_never_cut(shown: Callable[[int], str]) -> None:
    text = shown(56)
    assert "d0123456789abc" in text
    assert "1234" in text


def plain(line: str) -> str:
    return line.replace("\x1b[1m", "").replace("\x1b[0m", "")


def test_progress_in_a_log_is_a_line_a_quarter(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with show_progress("Writing pages", coarse=True) as effort:
        effort.expect(1_000)
        for _ in range(1_000):
            effort.advance(1)
    assert capsys.readouterr().err.splitlines() == [
        "Writing pages: 250 of 1,000",
        "Writing pages: 500 of 1,000",
        "Writing pages: 750 of 1,000",
    ]
    with show_progress("Writing pages", coarse=True) as effort:
        effort.expect(100)
        effort.advance(100)
    assert capsys.readouterr().err == ""


def test_progress_of_unknown_length_shows_no_question_mark() -> None:
    column = DoneColumn()
    progress = Progress(column)
    progress.add_task("Reading", total=None)
    (task,) = progress.tasks
    assert column.render(task).plain == ""
    progress.update(task.id, advance=3)
    assert column.render(task).plain == "3"
    progress.update(task.id, total=8)
    assert column.render(task).plain == "3/8"
