"""All that the command `train` was given."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Trainable(StrEnum):
    """What can be trained."""

    codes = "codes"
    units = "units"
    stance = "stance"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainArguments:
    """The command's arguments by name."""

    table: Path | None
    out: Path | None
    purpose: Trainable
    codebook: str | None
    variable: str | None
    embedding: str | None
    name: str | None
    seed: int
    language: str | None
    project: Path
    json: bool
