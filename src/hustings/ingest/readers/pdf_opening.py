"""Opening a PDF, or saying in one line why that cannot be done."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from hustings.errors import UnreadableFileError


def open_pdf(content: bytes, name: str) -> Any:  # noqa: ANN401 - pypdfium2 ships no types
    """Open a document, or say in one line why that cannot be done."""
    if b"%PDF-" not in content[:1024]:
        raise UnreadableFileError(
            name=name,
            reason="The content is not a PDF.",
            advice="Check the file, or save it as PDF again.",
        )
    ending = content.rstrip(b"\0\r\n\t ")[-4096:]
    if b"%%EOF" not in ending and b"startxref" not in ending:
        raise _truncated(name)
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise _explain(content, name) from error


def _explain(content: bytes, name: str) -> UnreadableFileError:
    """Find out why a document does not open.

    It is loaded once more without the wrapper, which also refuses documents without
    pages and then tells PDFium's last error of whatever document was read before.
    """
    document = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
    if document:
        pdfium.FPDF_CloseDocument(document)
        return refuse_empty(name)
    if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD:
        return UnreadableFileError(
            name=name,
            reason="The PDF is encrypted and needs a password.",
            advice="Save a copy without a password and read that.",
        )
    return UnreadableFileError(
        name=name,
        reason="The PDF is damaged.",
        advice="Get the file again, or save it anew from a PDF viewer.",
    )


def _truncated(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        name=name,
        reason="The PDF is cut short: its end is missing.",
        advice="Get the file again.",
    )


def refuse_empty(name: str) -> UnreadableFileError:
    """Say that a document has no pages."""
    return UnreadableFileError(
        name=name,
        reason="The PDF has no pages.",
        advice="Get the file again, or leave it out.",
    )
