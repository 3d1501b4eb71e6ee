"""Every exception that a caller of Hustings may want to catch.

An exception stands for a mistake by the caller. An imperfection in the data is
not an exception: it is a `hustings.model.document.Problem` in the result.
"""

from __future__ import annotations

from hustings.errors.coding import (
    CodebookFileError,
    NoDictionaryError,
    NothingCodedError,
    UnknownCodebookError,
    UnknownCodeError,
    UnknownCoderError,
)
from hustings.errors.pages import (
    ForeignFolderError,
    PortTakenError,
)
from hustings.errors.projects import (
    MissingSourceError,
    MissingTableError,
    NewerProjectError,
    NotAProjectError,
    ProjectExistsError,
)
from hustings.errors.reading import (
    BadDateError,
    NothingReadError,
    RepeatedFileError,
    UnknownUnitKindError,
    UnreadableFileError,
    WorkerDiedError,
)
from hustings.errors.root import (
    HustingsError,
)
from hustings.errors.scaling import (
    InvalidCountError,
    InvalidCountsError,
    InvalidOptionError,
    MissingBlocksError,
    NonNumericCodeError,
    OneSidedScaleError,
    OverlappingPolesError,
    UnknownScaleError,
)
from hustings.errors.tables import (
    MissingColumnError,
    MissingFileError,
    TableFileError,
)

__all__ = [
    "BadDateError",
    "CodebookFileError",
    "ForeignFolderError",
    "HustingsError",
    "InvalidCountError",
    "InvalidCountsError",
    "InvalidOptionError",
    "MissingBlocksError",
    "MissingColumnError",
    "MissingFileError",
    "MissingSourceError",
    "MissingTableError",
    "NewerProjectError",
    "NoDictionaryError",
    "NonNumericCodeError",
    "NotAProjectError",
    "NothingCodedError",
    "NothingReadError",
    "OneSidedScaleError",
    "OverlappingPolesError",
    "PortTakenError",
    "ProjectExistsError",
    "RepeatedFileError",
    "TableFileError",
    "UnknownCodeError",
    "UnknownCodebookError",
    "UnknownCoderError",
    "UnknownScaleError",
    "UnknownUnitKindError",
    "UnreadableFileError",
    "WorkerDiedError",
]
