"""The run: one recorded execution of a step."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One table that a run wrote, named with its path below `derived/` and its hash."""

    table: str
    path: str
    sha256: str
    n_rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One recorded execution of a step.

    Attributes
    ----------
    run_id : str
        Opaque; derived from the step, its parameters and its inputs.
    step : str
        Name of the step: ``read``, ``split``, ``code``, ``scale`` ...
    parameters : mapping of str to JSON value
        Everything that decides the result, the seed included.
    inputs : tuple of str
        SHA-256 of the bytes the step read, or ids of documents.
    parents : tuple of str
        Runs whose outputs this one read.
    versions : mapping of str to str
        Of Hustings and of the libraries that matter to the step.
    outputs : tuple of Output
    started : str
        ISO time with its zone.
    """

    run_id: str
    step: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    inputs: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    outputs: tuple[Output, ...] = ()
    started: str = ""
