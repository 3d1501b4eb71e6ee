"""The page on claims describes every key that the reader of lexicons knows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hustings.claims import classes, inflection, lexicons
from hustings.claims.entries import KINDS

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
LEXICONS = sorted((ROOT / "src" / "hustings" / "lexicons").glob("claims.*.yaml"))
OTHER_FORMS = ("adverb", "adjective", "conditional")
OF_FORMS = ("endings", "words", "pattern")
OF_CLITICS = ("before", "after", "whole")
OF_VERBS = ("kind", "stance", "modality", "second", "state", "impersonal", "words")
OF_NOMINALS = ("stance", "after", "bare", "words")
STANCES = ("for", "against", "none")


def described(section: str) -> set[str]:
    """Give the keys that a section names, without what stands behind their colon."""
    start = PAGE.index(f"{section}\n")
    end = PAGE.find("\n#", start + len(section))
    said = re.findall(r"`([^`]+)`", PAGE[start : end if end > 0 else None])
    return {one.partition(":")[0] for one in said}


@pytest.mark.parametrize(
    ("section", "keys"),
    [
        ("## A lexicon", (*lexicons.KEYS, *OF_CLITICS, *STANCES)),
        ("### Forms", (*inflection.FORMS, *OTHER_FORMS, *OF_FORMS)),
        ("### Classes of words", tuple(classes.BITS_OF)),
        ("### Verbs", (*KINDS, *OF_VERBS)),
        ("### Nouns", OF_NOMINALS),
    ],
)
def test_every_key_of_a_lexicon_is_described(
    section: str, keys: tuple[str, ...]
) -> None:
    assert set(keys) - described(section) == set()


def test_classes_of_words_are_all_that_there_are() -> None:
    assert described("### Classes of words") == set(classes.BITS_OF)


@pytest.mark.parametrize("path", LEXICONS, ids=lambda path: path.name)
def test_lexicons_point_to_the_page(path: Path) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    pages = re.findall(r"docs/\S+\.md", first)
    assert pages == ["docs/claims.md"]
    assert (ROOT / pages[0]).is_file()


def test_keys_that_the_reader_takes_are_those_that_the_test_knows() -> None:
    source = Path(lexicons.__file__).read_text(encoding="utf-8")
    for known in (OF_VERBS, OF_NOMINALS, OF_FORMS, OF_CLITICS, OTHER_FORMS):
        assert ", ".join(f'"{key}"' for key in known) in source
