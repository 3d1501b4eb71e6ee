"""The picture of positions, or of differences, that `scale` draws into a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hustings.errors import OutputFileError
from hustings.interface.pages.difference_pictures import draw_differences
from hustings.interface.pages.picture_files import form_of, save_picture
from hustings.interface.pages.position_pictures import draw_positions
from hustings.interface.pages.scale_facts import UNCORRECTED, ZEROS
from hustings.scaling.catalogue import NAMED_SCALES
from hustings.scaling.results import Position
from hustings.scaling.word_catalogue import WORD_SCALES
from hustings.workflow.lenses import is_machine
from hustings.workflow.scale_formulas import FORMULAS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    Row = Mapping[str, Any]

_BALANCES = frozenset({"kim-fording", "laver-garry"})
_OF_POSITION = frozenset(Position.__dataclass_fields__)


def write_positions(
    rows: Sequence[Row],
    parameters: Row,
    path: Path,
    *,
    replace: bool,
    is_corrected: bool = False,
) -> None:
    """Draw the rows of a result in their order.

    Parameters
    ----------
    rows : sequence of mappings
        As `hustings.scaling.results.row_of_position` gives them, and a column name.
    parameters : mapping
        Of the run: scale, definition or title and poles, coder.
    is_corrected : bool, default=False
        Whether a random sample by hand corrects the codings of a machine.

    Raises
    ------
    OutputFileError
        If there is no position to draw, or the file cannot be written.
    """
    if not rows or "position" not in rows[0]:
        raise OutputFileError(name=str(path), reason="there are no positions to draw.")
    said = _said(parameters)
    low, high = str(said.get("low_pole") or ""), str(said.get("high_pole") or "")
    coder = str(parameters.get("coder") or "")
    content = draw_positions(
        [_position(row) for row in rows],
        form=form_of(path),
        title=str(said.get("title") or parameters["scale"]),
        subtitle=_subtitle(rows, parameters),
        names={str(row["case"]): str(row.get("name", row["case"])) for row in rows},
        low_pole=low,
        high_pole=high,
        zero=_zero(said, parameters),
        caution=_caution(rows, is_uncorrected=is_machine(coder) and not is_corrected),
    )
    save_picture(path, content, replace=replace)


def write_differences(
    rows: Sequence[Row],
    parameters: Row,
    path: Path,
    *,
    replace: bool,
    is_corrected: bool = False,
) -> None:
    """Draw differences in their order, about a line at 0.

    Parameters
    ----------
    rows : sequence of mappings
        As `hustings.workflow.position_differences.difference_rows` gives them.

    Raises
    ------
    OutputFileError
        If there is no difference to draw, or the file cannot be written.
    """
    if not rows:
        raise OutputFileError(
            name=str(path), reason="there are no differences to draw."
        )
    said = _said(parameters)
    coder = str(parameters.get("coder") or "")
    is_uncorrected = is_machine(coder) and not is_corrected
    content = draw_differences(
        rows,
        form=form_of(path),
        title=f"Differences on {said.get('title') or parameters['scale']}",
        subtitle=_subtitle(rows, parameters),
        low_pole=str(said.get("low_pole") or ""),
        high_pole=str(said.get("high_pole") or ""),
        caution=f"U{UNCORRECTED[1:]}." if is_uncorrected else "",
    )
    save_picture(path, content, replace=replace)


def _caution(rows: Sequence[Row], *, is_uncorrected: bool) -> str:
    """Mark a machine's codings as they are, of a table too, which names no run."""
    marks = {str(row.get("correction")) for row in rows}
    return UNCORRECTED if is_uncorrected or UNCORRECTED in marks else ""


def _said(parameters: Row) -> Row:
    """Find title, poles and formula: in the run, its definition, or the catalogues."""
    scale = parameters["scale"]
    known = NAMED_SCALES.get(scale) or WORD_SCALES.get(scale)
    listed = {
        name: getattr(known, name)
        for name in ("title", "low_pole", "high_pole")
        if known is not None
    }
    return {**listed, **parameters, **(parameters.get("definition") or {})}


def _zero(said: Row, parameters: Row) -> str:
    """Say what zero means, where it means something."""
    scale = str(parameters["scale"])
    formula = str(said.get("formula") or FORMULAS.get(scale, scale))
    zero = ZEROS["logit"] if scale in _BALANCES else ZEROS.get(formula, "")
    return zero if zero != "0" else ""


def _subtitle(rows: Sequence[Row], parameters: Row) -> str:
    """Say whose codings were counted, and what the lines are."""
    with_ends = [row["confidence"] for row in rows if row["low"] is not None]
    coder = parameters.get("coder")
    parts = [f"Coded by {coder}."] if coder else []
    if with_ends:
        interval = parameters.get("interval") or "formula"
        parts.append(f"Lines: {100 * with_ends[0]:g} % intervals ({interval}).")
    return " ".join(parts)


def _position(row: Row) -> Position:
    """Make a position of a row."""
    return Position(**{key: one for key, one in row.items() if key in _OF_POSITION})
