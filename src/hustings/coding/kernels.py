"""The coding kernel: a batch of units in, a batch of codings out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pyarrow as pa


class UnitCoder(Protocol):
    """What can code units: a dictionary now, learned and remote coders alike."""

    @property
    def coder_id(self) -> str:
        """Name under which its codings are kept, such as ``dictionary:marpor-5``."""

    def code_units(self, units: pa.RecordBatch) -> pa.RecordBatch:
        """Code units of the schema `UNITS`; give codings of the schema `CODINGS`."""


def code_batch(units: pa.RecordBatch, *, coder: UnitCoder) -> pa.RecordBatch:
    """Code one batch of units.

    Parameters
    ----------
    units : RecordBatch
        With at least the columns document, unit, kind, start, language and text of
        `hustings.ingest.tables.UNITS`.
    coder : UnitCoder

    Returns
    -------
    RecordBatch
        Of the schema `hustings.coding.tables.CODINGS`, in the order of the units.
    """
    return coder.code_units(units)
