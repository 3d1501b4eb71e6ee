from __future__ import annotations

import io
import zipfile

import pytest

from hustings.errors import UnreadableFileError
from hustings.ingest.media import (
    DOCX,
    EPUB,
    HTML,
    JPEG,
    ODT,
    PDF,
    PNG,
    RTF,
    TEI,
    TEXT,
    TIFF,
    recognise_media,
)


def _archive(**members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7\n", PDF),
        (b"\n\n%PDF-1.4", PDF),
        (_archive(**{"word__document.xml": "<w/>"}), DOCX),
        (_archive(mimetype="application/epub+zip"), EPUB),
        (_archive(**{"META-INF__container.xml": "<c/>"}), EPUB),
        (_archive(mimetype="application/vnd.oasis.opendocument.text"), ODT),
        (b"{\\rtf1 Hi}", RTF),
        (b"\x89PNG\r\n\x1a\n\x00", PNG),
        (b"\xff\xd8\xff\xe0\x00", JPEG),
        (b"II*\x00", TIFF),
        (b"<?xml version='1.0'?><!-- a --><TEI xmlns='x'/>", TEI),
        (b"<!DOCTYPE html><html><body>Hi</body></html>", HTML),
        (b"<?xml version='1.0'?>\n<html><body>Hi</body></html>", HTML),
        ("\ufeff<h1>Hi</h1>".encode("utf-16-le"), HTML),
        (b"Plain words.", TEXT),
        (b"BM is not always a picture.", TEXT),
    ],
)
def test_the_content_decides(content: bytes, media_type: str) -> None:
    assert recognise_media(content, name="x").media_type == media_type


def test_a_misleading_name_is_a_problem() -> None:
    (problem,) = recognise_media(b"Plain words.", name="plan.pdf").problems
    assert problem.kind == "misleading name"
    assert ".pdf" in problem.message
    assert "plain text" in problem.message


@pytest.mark.parametrize("name", ["plan.txt", "plan.md", "plan", "plan.unknown"])
def test_a_fitting_or_unknown_name_is_none(name: str) -> None:
    assert recognise_media(b"Plain words.", name=name).problems == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\x00\x00", "empty"),
        (b"GIF89a\x00", "GIF image"),
        (_archive(**{"xl__workbook.xml": "<x/>"}), "Reading XLSX"),
        (_archive(a="b"), "a ZIP archive (1 files)"),
        (b"PAR1....PAR1", "a table of many documents"),
        (b"actor,text\nQuay List,We act.\n", "a table of many documents"),
        (b'{"text": "a"}\n{"text": "b"}\n', "a table of many documents"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"<?xml version='1.0'?><a/>", "Reading XML"),
    ],
)
def test_what_is_not_read_is_told_in_one_line(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        recognise_media(content, name="file.bin")
    assert str(caught.value).startswith("file.bin: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
