"""Parsers where spaCy is not installed; `make test-machine` tests them with it."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from hustings.errors import MissingExtraError
from hustings.errors.parsers import NoParserError, ParserError, ParserLanguageError
from hustings.outside.parsers import open_parser


@pytest.mark.skipif(find_spec("spacy") is not None, reason="spaCy is installed")
def test_without_spacy_it_is_said_how_to_get_it() -> None:
    with pytest.raises(MissingExtraError, match=r'pip install "hustings\[parser\]"'):
        open_parser("en_core_web_sm")


def test_mistakes_say_what_to_do() -> None:
    assert "python -m spacy download" in str(NoParserError(name="x"))
    assert "Name a pipeline" in str(ParserError(name="x", reason="It is none."))
    told = str(ParserLanguageError(name="x", language="en", languages=["de", None]))
    assert "texts are in: de, unknown" in told
