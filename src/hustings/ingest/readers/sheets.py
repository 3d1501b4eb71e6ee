"""The visible part of a PDF page: from the file's space to the page as shown."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Sheet:
    """The visible part of a page, and how it is turned when shown.

    Attributes
    ----------
    turns : int
        Quarter turns clockwise.
    """

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @classmethod
    def of(cls, page: Any) -> Sheet:  # noqa: ANN401 - pypdfium2 ships no types
        """Take the part of a page that its crop box shows."""
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
        turns = pdfium.FPDFPage_GetRotation(page) % 4
        return cls(box.left, box.bottom, box.right, box.top, turns)

    @property
    def width(self) -> float:
        """Width of the page as shown, in points."""
        across, along = self.right - self.left, self.top - self.bottom
        return along if self.turns % 2 else across

    @property
    def height(self) -> float:
        """Height of the page as shown, in points."""
        across, along = self.right - self.left, self.top - self.bottom
        return across if self.turns % 2 else along

    def turn(
        self, x: NDArray[np.floating], y: NDArray[np.floating]
    ) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
        """Move points from the file's space to the page as shown."""
        across, down = x - self.left, self.top - y
        if self.turns == 1:
            return self.width - down, across
        if self.turns == 2:
            return self.width - across, self.height - down
        if self.turns == 3:
            return down, self.height - across
        return across, down

    def show(self, boxes: NDArray[np.float32]) -> NDArray[np.float32]:
        """Move boxes to the page as shown: x0, y0, x1, y1."""
        x0, y0 = self.turn(boxes[:, 0], boxes[:, 1])
        x1, y1 = self.turn(boxes[:, 2], boxes[:, 3])
        corners = np.minimum(x0, x1), np.minimum(y0, y1)
        opposite = np.maximum(x0, x1), np.maximum(y0, y1)
        return np.stack([*corners, *opposite], axis=1).astype(np.float32)

    def holds(self, boxes: NDArray[np.float32]) -> NDArray[np.bool_]:
        """Say which boxes have their middle on the page."""
        x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
        inside: NDArray[np.bool_] = (
            (x >= 0) & (x <= self.width) & (y >= 0) & (y <= self.height)
        )
        return inside

    def clip(self, boxes: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cut boxes off at the edges of the page."""
        limits = np.array([self.width, self.height] * 2, np.float32)
        return np.clip(boxes, 0, limits)

    def angles(self, matrices: NDArray[np.float32]) -> NDArray[np.floating]:
        """Return how stretches of text are turned as shown, counter-clockwise."""
        in_file = np.arctan2(matrices[:, 1], matrices[:, 0])
        shown = in_file - self.turns * (np.pi / 2)
        return (shown + np.pi) % (2 * np.pi) - np.pi
