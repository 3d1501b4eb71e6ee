"""Mistakes about stretches that coders marked in a continuous text."""

from __future__ import annotations

from hustings.errors.root import HustingsError


class OverlappingStretchesError(HustingsError, ValueError):
    """One coder marked two stretches of a document that overlap."""

    def __init__(
        self,
        *,
        document: str,
        coder: str,
        first: tuple[int, int],
        second: tuple[int, int],
    ) -> None:
        self.document = document
        self.coder = coder
        self.first = first
        self.second = second
        super().__init__(document, coder)

    def __str__(self) -> str:
        return (
            f"Coder {self.coder!r} marked {self.first[0]} to {self.first[1]} and "
            f"{self.second[0]} to {self.second[1]} of document {self.document!r}, "
            "which overlap. Unitising agreement needs each coder's stretches side by "
            "side: take one away, or compare one variable at a time."
        )


class InvalidStretchError(HustingsError, ValueError):
    """A stretch is empty, begins before the text, or ends after it."""

    def __init__(
        self, *, document: str, coder: str, start: int, end: int, length: int | None
    ) -> None:
        self.document = document
        self.coder = coder
        self.start = start
        self.end = end
        self.length = length
        super().__init__(document, coder)

    def __str__(self) -> str:
        within = "" if self.length is None else f", whose length is {self.length}"
        return (
            f"Coder {self.coder!r} marked {self.start} to {self.end} of document "
            f"{self.document!r}{within}. A stretch starts at 0 or later, ends after "
            "its start, and neither after the text nor after 1,000,000,000."
        )
