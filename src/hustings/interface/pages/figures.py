"""Figures: drawings that can be taken away, each with its numbers."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

from hustings.interface.pages import addresses
from hustings.interface.pages.picture_files import FORMS, draw_picture, make_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from hustings.interface.pages.picture_files import Caption, Form, Part


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Figure:
    """A drawing with its caption and its numbers, made only when asked for.

    Attributes
    ----------
    key : str
        Names its files.
    draw : callable
        Gives the drawings of the picture.
    write : callable
        Gives the numbers as CSV.
    columns : int
        How many drawings stand beside one another.
    """

    key: str
    caption: Caption
    draw: Callable[[], Sequence[Part]]
    write: Callable[[], str]
    columns: int = 3

    def address(self, extension: str) -> str:
        """Return the address of one of its files."""
        return addresses.data_file(self.key, extension)

    def svg(self) -> str:
        """Make the drawing that all forms of the picture come from."""
        return draw_picture(self.draw(), self.caption, columns=self.columns)

    def numbers(self) -> bytes:
        """Make the numbers."""
        return self.write().encode()


def plan_figure(figure: Figure) -> dict[str, Callable[[], bytes]]:
    """Return the addresses of a figure's files, each with what writes it."""
    files: dict[str, Callable[[], bytes]] = {figure.address("csv"): figure.numbers}
    svg = cache(figure.svg)
    for form in FORMS:
        files[figure.address(form)] = partial(_write_form, figure, svg, form)
    return files


def _write_form(figure: Figure, svg: Callable[[], str], form: Form) -> bytes:
    """Make one form of a picture; the drawing is made once."""
    return make_file(svg(), form, title=figure.caption.title)


def write_rows(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a table as CSV; None is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()
