from __future__ import annotations

import io
import re
import struct
import time
import zlib

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from hustings.errors import (
    MissingLanguageError,
    RecognitionError,
    UnreadableFileError,
)
from hustings.ingest import reading
from hustings.ingest.readers import images
from hustings.ingest.readers.directions import Direction, Frame
from hustings.ingest.reading import Described, Reading, read_document
from hustings.ingest.scanning.scans import lay_boxes, write_pnm
from pdf_pages import PARAGRAPH, blank, draw_lines, draw_pdf
from sample_files import hocr_page

WORDS = "The ferry runs to the island and back again every day of the week."
LINES = [(100.0 + 14 * i, 11.0, WORDS) for i in range(6)]


def page_picture(turn: float = 0.0) -> Image.Image:
    """Draw a page of words, and turn it."""
    document = pypdfium2.PdfDocument(
        draw_pdf(lambda canvas: draw_lines(canvas, PARAGRAPH * 2, y=100))
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


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
@pytest.mark.parametrize("degrees", [0.0, 2.0])
def test_boxes_are_laid_back_on_the_page_as_shown(
    quarters: int, degrees: float
) -> None:
    straight = np.asarray(page_picture())
    shown = np.rot90(np.asarray(page_picture(degrees)), quarters)
    height, width = shown.shape
    frame = Frame(
        width=width,
        height=height,
        direction=Direction(quarters, float(np.radians(degrees))),
    )
    assert frame.size == straight.shape[::-1]
    y, x = np.argwhere(straight < 128)[0]
    box = np.array([[x - 1, y - 1, x + 1, y + 1]], np.float32)
    laid = lay_boxes(box, frame)
    assert frame.move_boxes(laid) == pytest.approx(box, abs=0.01)
    x0, y0, x1, y1 = laid[0].tolist()
    around = shown[int(y0) - 3 : int(y1) + 4, int(x0) - 3 : int(x1) + 4]
    assert around.min() < 160


def test_a_page_askew_has_its_words_where_they_are_shown() -> None:
    content = _png(page_picture(2.0))
    reading = read(content)
    document, characters = reading.document, reading.characters[0]
    assert document.text.startswith("The ferry runs")
    first = (document.offsets.locate(0) or (0, 0))[1]
    last = (document.offsets.locate(len(WORDS) - 1) or (0, 0))[1]
    # two degrees over some 350 points: the line rises by 12
    rise = characters.boxes[first][3] - characters.boxes[last][3]
    run = characters.boxes[last][0] - characters.boxes[first][0]
    assert rise / run == pytest.approx(np.tan(np.radians(2)), abs=0.005)


def test_a_page_on_its_head_is_recognised_again_the_other_way() -> None:
    upright = write_pnm(np.asarray(page_picture()))
    seen = []

    def recognise(picture: bytes, _: str | None) -> bytes:
        seen.append(picture == upright)
        return hocr_page(LINES) if seen[-1] else hocr_page(LINES[:1], sure=40)

    reading = read_document(
        _png(page_picture().rotate(180)),
        name="plan",
        described=Described(language="en"),
        recognise=recognise,
    )
    assert seen == [False, True]
    assert reading.document.text.count("ferry") == 6
    boxes = reading.characters[0].boxes
    page = reading.document.pages[0]
    assert (boxes[:, 1] > (page.height or 0) / 2).all()


def test_pages_wait_until_the_language_is_known() -> None:
    said = []

    def slow(_: bytes, language: str | None) -> bytes:
        said.append(language)
        time.sleep(0.05 if len(said) % 2 else 0)
        return hocr_page(LINES if len(said) > 1 else [(100.0, 11.0, "2031")])

    read_document(
        draw_pdf(*[scanned] * 5), name="plan", described=Described(), recognise=slow
    )
    assert said == [None, None, "en", "en", "en"]


def test_a_table_that_seems_to_lie_on_its_side_is_read_upright() -> None:
    table = np.full((1800, 1200), 255, np.uint8)
    table[200:1600, 200:1000:80] = 0
    table[200:1600, 205:1000:80] = 0
    seen = []

    def recognise(picture: bytes, _: str | None) -> bytes:
        seen.append(picture.split(b" ", 3)[1:3])
        is_upright = len(seen) == 3
        return hocr_page(LINES, sure=96 if is_upright else 30)

    document = read_document(
        _png(Image.fromarray(table)),
        name="plan",
        described=Described(language="en"),
        recognise=recognise,
    ).document
    assert len(seen) == 3
    assert seen[0] == seen[1] == seen[2][::-1]
    assert "ferry" in document.text


def test_uncertain_words_and_marks_are_told() -> None:
    def unsure(_: bytes, __: str | None) -> bytes:
        good = hocr_page(LINES).decode()
        doubtful = hocr_page([(300.0, 11.0, "An island fcrry")], sure=65).decode()
        stain = hocr_page([(400.0, 11.0, "OoO0 iii")], sure=30).decode()
        parts = [
            each.split("<body>")[1].split("</body>")[0] for each in (doubtful, stain)
        ]
        return good.replace("</body>", "".join(parts) + "</body>").encode()

    document = read_document(
        _png(page_picture()),
        name="plan",
        described=Described(language="en"),
        recognise=unsure,
    ).document
    told = {one.kind: one for one in document.problems}
    words = told["words uncertain"]
    assert words.page == 1
    assert words.message.startswith("3 of 87 words of page 1 are uncertain: ")
    assert '"fcrry"' in words.message
    assert '"OoO0 iii"' in told["marks left out"].message
    assert "OoO0" not in document.text
    assert "An island fcrry" in document.text


def test_a_language_nobody_has_is_told_and_all_are_tried() -> None:
    def recognise(_: bytes, language: str | None) -> bytes:
        if language:
            raise MissingLanguageError(language=language, package="")
        return hocr_page(LINES)

    document = read_document(
        _png(page_picture()),
        name="plan",
        described=Described(language="xq"),
        recognise=recognise,
    ).document
    told = [one for one in document.problems if one.kind == "language not recognised"]
    assert len(told) == 1
    assert "no language 'xq'" in told[0].message
    assert "ferry" in document.text


def test_a_guessed_language_that_is_not_installed_costs_no_page() -> None:
    def recognise(_: bytes, language: str | None) -> bytes:
        if language:
            raise MissingLanguageError(language=language, package="tesseract-ocr-eng")
        return hocr_page(LINES)

    reading = read_document(
        draw_pdf(scanned, scanned),
        name="plan",
        described=Described(),
        recognise=recognise,
    )
    assert reading.document.text.count("ferry") == 12
    (told,) = [
        one
        for one in reading.document.problems
        if one.kind == "language not recognised"
    ]
    assert "apt-get install tesseract-ocr-eng" in told.message


def test_a_language_that_was_said_must_be_installed() -> None:
    def recognise(_: bytes, language: str | None) -> bytes:
        raise MissingLanguageError(language=str(language), package="tesseract-ocr-cym")

    with pytest.raises(UnreadableFileError, match="tesseract-ocr-cym"):
        read_document(
            _png(page_picture()),
            name="plan",
            described=Described(language="cy"),
            recognise=recognise,
        )


def unmapped(*, then: int) -> bytes:
    """Draw a page in a font without a Unicode map, and pages with one."""
    registerFont(TTFont("Vera", "Vera.ttf"))

    def nameless(canvas: Canvas) -> None:
        draw_lines(canvas, PARAGRAPH, font="Vera")

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pageCompression=0, invariant=1)
    for page in (nameless, *[written] * then):
        page(canvas)
        canvas.showPage()
    canvas.save()
    content = buffer.getvalue()
    start, end = content.index(b"begincmap"), content.index(b"endcmap")
    private = re.sub(rb"<00(..)>\n", rb"<E0\1>\n", content[start:end])
    return content[:start] + private + content[end:]


def test_a_page_without_a_unicode_map_is_recognised() -> None:
    document = read(unmapped(then=3)).document
    assert document.text.count("The ferry runs") == 6
    assert not any(0xE000 <= ord(character) < 0xF8FF for character in document.text)
    assert "text layer unreadable" not in {one.kind for one in document.problems}


def test_without_a_recogniser_an_unreadable_page_is_told() -> None:
    document = read_document(
        unmapped(then=3), name="plan", described=Described()
    ).document
    (told,) = [one for one in document.problems if one.kind == "text layer unreadable"]
    assert told.page == 1
    assert "apt-get install tesseract-ocr" in told.message


def test_words_behind_a_scan_are_used_as_they_are() -> None:
    def recognised_before(canvas: Canvas) -> None:
        scanned(canvas)
        text = canvas.beginText(72, 700)
        text.setTextRenderMode(3)
        text.textLine(PARAGRAPH[0])
        canvas.drawText(text)

    document = read(draw_pdf(recognised_before)).document
    assert document.text == PARAGRAPH[0]
    assert "text recognised" not in {one.kind for one in document.problems}


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


def test_a_picture_of_a_billion_dots_is_refused_unread() -> None:
    header = b"IHDR" + struct.pack(">IIBBBBB", 32_000, 32_000, 8, 0, 0, 0, 0)
    content = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header
    content += struct.pack(">I", zlib.crc32(header))
    content += struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    with pytest.raises(UnreadableFileError, match="larger than 120 million"):
        read(content)


def test_a_picture_reaches_the_recogniser_dot_for_dot() -> None:
    seen = []

    def recognise(picture: bytes, _: str | None) -> bytes:
        seen.append(picture)
        return hocr_page(LINES)

    image = page_picture()
    stream = io.BytesIO()
    image.save(stream, format="PNG", dpi=(300, 300))
    read_document(
        stream.getvalue(),
        name="plan",
        described=Described(language="en"),
        recognise=recognise,
    )
    assert seen == [write_pnm(np.asarray(image))]


def test_a_phrase_printed_over_and_over_is_a_decoration() -> None:
    lines = [(100.0 + 20 * i, 12.0, "MORE BOATS AND MORE BRIDGES") for i in range(20)]
    reading = read_document(
        draw_pdf(written, scanned),
        name="cover.pdf",
        described=Described(),
        recognise=lambda _picture, _language: hocr_page(lines),
    )
    assert "BOATS" not in reading.document.text
    told = [one for one in reading.document.problems if "decoration" in one.kind]
    assert [one.page for one in told] == [2]
