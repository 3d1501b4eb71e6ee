from __future__ import annotations

import io
import pickle

import numpy as np
import pytest
from PIL import Image

from hustings.errors import MissingLanguageError, RecognitionError
from hustings.ingest.reading import Described, read_document
from hustings.ingest.scanning.scans import write_pnm
from hustings.outside import ocr
from hustings.outside.ocr import Tesseract, find_tesseract, tesseract_versions
from pdf_pages import PARAGRAPH, draw_lines, draw_pdf
from sample_files import ITEMS, TITLE, picture


def test_a_picture_of_a_page_is_read() -> None:
    document = read_document(
        picture("PNG")(),
        name="plan.png",
        described=Described(language="en"),
        recognise=find_tesseract(),
    ).document
    assert document.text.startswith(TITLE)
    for item in ITEMS:
        assert item in document.text
    assert "text recognised" in {one.kind for one in document.problems}


def test_a_page_with_text_is_not_recognised() -> None:
    content = draw_pdf(lambda canvas: draw_lines(canvas, PARAGRAPH))
    document = read_document(
        content, name="a.pdf", described=Described(), recognise=find_tesseract()
    ).document
    assert "text recognised" not in {one.kind for one in document.problems}


def test_a_language_that_is_not_installed_is_named() -> None:
    with pytest.raises(RecognitionError, match="lacks the language 'yo'") as caught:
        Tesseract()(b"", "yo")
    assert caught.value.advice == "Install it: apt-get install tesseract-ocr-yor."


def test_a_page_that_takes_too_long_or_is_none_is_given_up() -> None:
    white = write_pnm(np.full((3000, 3000), 255, np.uint8))
    with pytest.raises(RecognitionError, match="longer than 0 seconds"):
        Tesseract(seconds=0)(white, "en")
    with pytest.raises(RecognitionError, match="tesseract failed"):
        Tesseract()(b"no picture", "en")


def test_an_unknown_language_has_no_package_to_name() -> None:
    with pytest.raises(MissingLanguageError, match="no language 'xq'") as caught:
        Tesseract()(b"", "xq")
    assert not caught.value.package


def test_the_versions_are_told() -> None:
    versions = tesseract_versions()
    assert versions["tesseract"][0].isdigit()
    assert {"deu", "eng", "fra"} <= set(versions["tesseract languages"].split(", "))


def test_processes_side_by_side_share_the_cores() -> None:
    many, alone = find_tesseract(processes=10_000), find_tesseract()
    assert many is not None
    assert alone is not None
    assert 1 == many.at_once <= alone.at_once


def test_a_page_turned_on_its_side_is_read() -> None:
    with Image.open(io.BytesIO(picture("PNG")())) as image:
        stream = io.BytesIO()
        image.rotate(90, expand=True).save(stream, format="PNG")
    document = read_document(
        stream.getvalue(),
        name="plan.png",
        described=Described(language="en"),
        recognise=find_tesseract(),
    ).document
    assert document.text.startswith(TITLE)


def test_without_the_program_there_is_no_recogniser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ocr, "PROGRAM", "no-such-program")
    assert find_tesseract() is None
    assert tesseract_versions() == {}


def test_it_can_be_handed_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(Tesseract())) == Tesseract()  # noqa: S301  # our own


def test_two_languages_are_tried_together_and_each_must_be_installed() -> None:
    white = write_pnm(np.full((300, 300), 255, np.uint8))
    assert b"ocr_page" in Tesseract()(white, "de+fr")
    with pytest.raises(MissingLanguageError, match="lacks the language 'yo'"):
        Tesseract()(white, "de+yo")
    with pytest.raises(MissingLanguageError, match="no language 'xq'"):
        Tesseract()(white, "xq+de")
