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
    NotAFolderError,
    PortTakenError,
)
from hustings.errors.projects import (
    AlteredSourceError,
    AlteredTableError,
    DamagedProjectError,
    DamagedSampleError,
    MissingSourceError,
    MissingTableError,
    NewerProjectError,
    NotAProjectError,
    ProjectExistsError,
)
from hustings.errors.reading import (
    AmbiguousFileError,
    BadDateError,
    BadLanguageError,
    NothingReadError,
    RecognitionError,
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
    "AlteredSourceError",
    "AlteredTableError",
    "AmbiguousFileError",
    "BadDateError",
    "BadLanguageError",
    "CodebookFileError",
    "DamagedProjectError",
    "DamagedSampleError",
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
    "NotAFolderError",
    "NotAProjectError",
    "NothingCodedError",
    "NothingReadError",
    "OneSidedScaleError",
    "OverlappingPolesError",
    "PortTakenError",
    "ProjectExistsError",
    "RecognitionError",
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
