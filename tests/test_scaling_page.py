"""The page on methods says what the code does."""

from __future__ import annotations

import doctest
from pathlib import Path

from hustings.scaling.marpor import RILE

PAGE = Path(__file__).parent.parent / "docs" / "methods.md"


def test_examples_give_what_the_page_prints() -> None:
    result = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert result.attempted > 5
    assert result.failed == 0


def test_the_page_lists_the_codes_of_rile() -> None:
    words = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert ", ".join(RILE.left) in words
    assert ", ".join(RILE.right) in words
