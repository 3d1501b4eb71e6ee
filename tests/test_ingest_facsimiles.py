from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from hustings.ingest.layout.facsimiles import draw_batch
from hustings.ingest.tables import WANTED, batch_from_rows
from pdf_pages import blank, draw_pdf, rotated, two_columns

if TYPE_CHECKING:
    from collections.abc import Sequence


def draw(
    content: bytes, media_type: str, first: int, last: int
) -> list[tuple[int, Image.Image]]:
    row = {"content": content, "media_type": media_type, "first": first, "last": last}
    drawn = draw_batch(batch_from_rows([row], WANTED)).to_pylist()
    return [(one["page"], Image.open(io.BytesIO(one["picture"]))) for one in drawn]


def picture(form: str, *sizes: tuple[int, int]) -> bytes:
    frames: Sequence[Image.Image] = [Image.new("L", size, 255) for size in sizes]
    stream = io.BytesIO()
    more = {"save_all": True, "append_images": frames[1:]} if len(frames) > 1 else {}
    frames[0].save(stream, form, **more)
    return stream.getvalue()


def test_pages_are_drawn_as_shown() -> None:
    pages = draw(draw_pdf(two_columns, rotated, blank), "application/pdf", 1, 3)
    assert [number for number, _ in pages] == [1, 2, 3]
    # the second is stored lying on its side, with a turn
    assert {image.size for _, image in pages} == {(1000, 1415)}


def test_only_the_pages_asked_for_are_drawn() -> None:
    pages = draw(draw_pdf(blank, blank, blank), "application/pdf", 2, 2)
    assert [number for number, _ in pages] == [2]


@pytest.mark.parametrize(("form", "media"), [("PNG", "png"), ("JPEG", "jpeg")])
def test_a_large_picture_is_drawn_smaller(form: str, media: str) -> None:
    ((number, image),) = draw(picture(form, (2000, 3000)), f"image/{media}", 1, 1)
    assert (number, image.size) == (1, (1000, 1500))


def test_every_frame_of_a_tiff_is_a_page() -> None:
    pages = draw(picture("TIFF", (800, 600), (400, 900)), "image/tiff", 1, 3)
    assert [(number, image.size) for number, image in pages] == [
        (1, (800, 600)),
        (2, (400, 900)),
    ]


def test_what_cannot_be_drawn_is_left_out() -> None:
    assert draw(b"%PDF-1.7 and no more", "application/pdf", 1, 2) == []
    assert draw(b"no picture", "image/png", 1, 1) == []
