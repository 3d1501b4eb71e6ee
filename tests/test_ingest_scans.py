from __future__ import annotations

import io

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas  # noqa: TC002  # pages are functions of it

from hustings.errors import RecognitionError, UnreadableFileError
from hustings.ingest import reading
from hustings.ingest.readers import images
from hustings.ingest.reading import Described, Reading, read_document
from hustings.ingest.scans import clean_picture, find_turn, looks_like_paper, turn_boxes
from pdf_pages import PARAGRAPH, blank, draw_lines, draw_pdf
from sample_files import hocr_page

WORDS = "The ferry runs to the island and back again every day of the week."
LINES = [(100.0 + 14 * i, 11.0, WORDS) for i in range(6)]


def page_picture(turn: float = 0.0) -> Image.Image:
    """Draw a page of words, and turn it."""
    document = pypdfium2.PdfDocument(
        draw_pdf(lambda canvas: draw_lines(canvas, [WORDS] * 6, y=100))
    )
    pixels = document[0].render(scale=300 / 72, grayscale=True).to_numpy()
    document.close()
    return Image.fromarray(pixels).rotate(turn, Image.Resampling.BICUBIC, fillcolor=255)


def scanned(canvas: Canvas) -> None:
    """Draw a page that is a picture of words."""
    canvas.drawImage(ImageReader(page_picture()), 0, 0, *canvas._pagesize)  # noqa: SLF001 - reportlab has no call for it


def written(canvas: Canvas) -> None:
    draw_lines(canvas, PARAGRAPH)


def recognise(picture: bytes, language: str | None) -> bytes:
    assert picture.startswith(b"P5 ")
    assert language in {None, "en"}
    return hocr_page(LINES)


def read(content: bytes) -> Reading:
    return read_document(
        content, name="plan", described=Described(), recognise=recognise
    )


def test_only_pages_without_text_are_recognised() -> None:
    reading = read(draw_pdf(written, scanned, blank, scanned))
    document = reading.document
    assert PARAGRAPH[0] in document.text
    assert document.text.count("The ferry runs to the island") == 12
    problem = next(one for one in document.problems if one.kind == "text recognised")
    assert "page 2, 4 " in problem.message
    assert "96 %" in problem.message
    assert [one.page for one in document.problems if "without" in one.kind] == [3]


def test_words_lie_where_they_were_recognised() -> None:
    reading = read(draw_pdf(scanned))
    place = reading.document.text.index("island")
    page, first = reading.document.offsets.locate(place) or (0, 0)
    box = reading.characters[0].boxes[first]
    assert page == 1
    assert 72 < box[0] < 300
    assert box[1] < 100 < box[3]


def test_without_a_recogniser_a_scan_is_refused_in_one_line() -> None:
    for content in (draw_pdf(scanned), _png(page_picture())):
        with pytest.raises(UnreadableFileError, match="it is a scan") as caught:
            read_document(content, name="plan", described=Described())
        assert "apt-get install tesseract-ocr" in str(caught.value)


def test_a_page_that_cannot_be_recognised_is_told() -> None:
    def fail(picture: bytes, language: str | None) -> bytes:
        raise RecognitionError(reason=f"{len(picture) > 1}, {language}", advice="Stop.")

    mixed = read_document(
        draw_pdf(written, scanned),
        name="plan",
        described=Described(language="cy"),
        recognise=fail,
    )
    kinds = [one.kind for one in mixed.document.problems]
    assert "page not recognised" in kinds
    with pytest.raises(UnreadableFileError, match=r"scan, and True, cy\. Stop"):
        read_document(
            draw_pdf(scanned),
            name="plan",
            described=Described(language="cy"),
            recognise=fail,
        )


@pytest.mark.parametrize("turn", [-2.0, -1.0, 0.0, 1.5])
def test_a_page_askew_is_turned_straight(turn: float) -> None:
    picture = np.asarray(page_picture(turn))
    assert find_turn(picture) == pytest.approx(turn, abs=0.11)
    straight = clean_picture(picture, find_turn(picture))
    dark = (straight < 128).sum(axis=1)
    assert (dark == 0).mean() > 0.9


def test_boxes_are_turned_back_to_the_page() -> None:
    turn = 2.0
    straight = np.asarray(page_picture())
    askew = np.asarray(page_picture(turn))
    height, width = straight.shape
    y, x = np.argwhere(straight < 128).T[:, 0]
    box = np.array([[x - 1, y - 1, x + 1, y + 1]], np.float32)
    ((x0, y0, x1, y1),) = turn_boxes(box, turn, (width / 2, height / 2)).tolist()
    around = askew[int(y0) - 3 : int(y1) + 4, int(x0) - 3 : int(x1) + 4]
    assert around.min() < 160


def test_specks_are_taken_out() -> None:
    picture = np.asarray(page_picture()).copy()
    noise = np.random.default_rng(3).random(picture.shape)
    speckled = np.where(noise < 0.02, 0, picture).astype(np.uint8)
    cleaned = clean_picture(speckled, 0.0)
    assert (cleaned[2000:] < 128).mean() < 0.0005
    assert clean_picture(picture, 0.0).tobytes() == picture.tobytes()


def _png(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, format="PNG")
    return stream.getvalue()


def test_a_tiff_of_several_pages_is_read() -> None:
    stream = io.BytesIO()
    page = page_picture()
    page.save(
        stream, format="TIFF", save_all=True, append_images=[page], dpi=(300, 300)
    )
    document = read(stream.getvalue()).document
    assert document.media_type == "image/tiff"
    assert [round(one.width or 0) for one in document.pages] == [595, 595]


def test_a_picture_with_see_through_parts_lies_on_paper() -> None:
    seen = page_picture().convert("RGBA")
    seen.putalpha(Image.eval(page_picture(), lambda value: 255 - value))
    assert "ferry" in read(_png(seen)).document.text


def test_a_huge_picture_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "LARGEST_PICTURE", 1000)
    with pytest.raises(UnreadableFileError, match="larger than"):
        read(_png(page_picture()))


def test_every_reader_that_takes_a_scanner_is_registered() -> None:
    assert set(reading.READERS) >= reading.SCANNED


def test_paper_is_told_from_a_photograph() -> None:
    paper = np.full((40, 30), 235, np.uint8)
    paper[10:20] = 40
    photograph = np.linspace(0, 230, 1200).reshape(40, 30).astype(np.uint8)
    assert looks_like_paper(paper)
    assert not looks_like_paper(photograph)
