"""Mistakes about files and documents to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.errors.root import HustingsError

if TYPE_CHECKING:
    from collections.abc import Sequence


class UnreadableFileError(HustingsError, ValueError):
    """A file's content cannot be read."""

    def __init__(self, *, name: str, reason: str, advice: str = "") -> None:
        self.name = name
        self.reason = reason
        self.advice = advice
        super().__init__(name)

    def __str__(self) -> str:
        return f"{self.name}: {self.reason} {self.advice}".rstrip()


class RecognitionError(HustingsError, RuntimeError):
    """The words of a page's picture cannot be recognised."""

    def __init__(self, *, reason: str, advice: str) -> None:
        self.reason = reason
        self.advice = advice
        super().__init__(reason)

    def __str__(self) -> str:
        return f"A page could not be recognised: {self.reason}. {self.advice}"


class MissingLanguageError(RecognitionError):
    """The program that recognises pages lacks a language."""

    def __init__(self, *, language: str, package: str) -> None:
        self.language = language
        self.package = package
        if package:
            reason = f"tesseract lacks the language {language!r}"
            advice = f"Install it: apt-get install {package}."
        else:
            reason = f"there is no language {language!r} for tesseract"
            advice = "Name another one with --language."
        super().__init__(reason=reason, advice=advice)


class WorkerDiedError(HustingsError, RuntimeError):
    """A worker process died, most often for want of memory."""

    def __init__(self, *, n_rows: int) -> None:
        self.n_rows = n_rows
        super().__init__(n_rows)

    def __str__(self) -> str:
        return (
            f"A worker process died while working on {self.n_rows} rows, most often "
            "because memory ran out. Close other programs or use --processes 1."
        )


class WorkerFailedError(HustingsError, RuntimeError):
    """A worker process was asked for something that it cannot do."""

    def __init__(self, *, words: str) -> None:
        self.words = words
        super().__init__(words)

    def __str__(self) -> str:
        return self.words


class BadDateError(HustingsError, ValueError):
    """A date is not written as ISO day, month or year."""

    def __init__(self, *, date: str, where: str) -> None:
        self.date = date
        self.where = where
        super().__init__(date)

    def __str__(self) -> str:
        return (
            f"{self.where}: {self.date!r} is no date. Write 2031-10-07, 2031-10 "
            "or 2031."
        )


class RepeatedFileError(HustingsError, ValueError):
    """A metadata table has two rows for one file."""

    def __init__(self, *, path: str, name: str) -> None:
        self.path = path
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return f"{self.path}: {self.name!r} has two rows. Keep one of them."


class NothingReadError(HustingsError, ValueError):
    """A step needs documents and the project has none."""

    def __str__(self) -> str:
        return (
            "This project has no documents yet. Read some with 'hustings read FILES'."
        )


class UnknownUnitKindError(HustingsError, ValueError):
    """A text is to be cut into units of a kind that does not exist."""

    def __init__(self, *, kind: str, known: Sequence[str]) -> None:
        self.kind = kind
        self.known = tuple(known)
        super().__init__(kind)

    def __str__(self) -> str:
        return (
            f"A text cannot be split into {self.kind!r}. "
            f"Choose one of: {', '.join(self.known)}."
        )


class AmbiguousFileError(HustingsError, ValueError):
    """Two rows of a metadata table fit one file."""

    def __init__(self, *, path: str, names: Sequence[str]) -> None:
        self.path = path
        self.names = tuple(names)
        super().__init__(path)

    def __str__(self) -> str:
        return (
            f"{self.path}: the metadata table has {' and '.join(self.names)} for it. "
            "Write the folder into the column 'file' as you give it to the command."
        )


class BadLanguageError(HustingsError, ValueError):
    """A language is not written as its code."""

    def __init__(self, *, language: str, where: str) -> None:
        self.language = language
        self.where = where
        super().__init__(language)

    def __str__(self) -> str:
        return (
            f"{self.where}: {self.language!r} is no code of a language. Write en, de, "
            "fr and the like (ISO 639-1); for scans in several, de+fr."
        )


class CutterFileError(HustingsError, ValueError):
    """A file is no cutter that can be used."""

    def __init__(self, *, name: str, reason: str, advice: str) -> None:
        self.name = name
        self.reason = reason
        self.advice = advice
        super().__init__(name)

    def __str__(self) -> str:
        return f"{self.name}: {self.reason} {self.advice}"


class TooFewUnitsError(HustingsError, ValueError):
    """Units to learn cutting from hold too few cuts inside sentences."""

    def __init__(self, *, language: str, n_cuts: int, fewest: int) -> None:
        self.language = language
        self.n_cuts = n_cuts
        self.fewest = fewest
        super().__init__(language)

    def __str__(self) -> str:
        return (
            f"The units in language {self.language!r} cut {self.n_cuts} sentences "
            f"inside; at least {self.fewest} are needed to learn from. Add documents."
        )


class NothingToTrainError(HustingsError, ValueError):
    """A table to learn from holds no texts."""

    def __init__(self, *, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return f"{self.name}: no row has a text. Give a row for every unit."


class UnitSpanError(HustingsError, ValueError):
    """The span of a unit in a table is none, or overlaps another one's."""

    def __init__(self, *, name: str, row: int, document: str, reason: str) -> None:
        self.name = name
        self.row = row
        self.document = document
        self.reason = reason
        super().__init__(name, row, document, reason)

    def __str__(self) -> str:
        return (
            f"{self.name}, row {self.row}, document {self.document!r}: {self.reason} "
            "Correct start and end, or leave out both columns."
        )


class UnguessedLanguageError(HustingsError, ValueError):
    """Nobody said which language a document is in, and its words do not tell."""

    def __init__(self, *, document: str) -> None:
        self.document = document
        super().__init__(document)

    def __str__(self) -> str:
        return (
            f"The language of document {self.document!r} is not sure. Add a column "
            "'language' or use --language."
        )


class OutputFileError(HustingsError, ValueError):
    """A model cannot be written where the user wants it."""

    def __init__(self, *, name: str, reason: str) -> None:
        self.name = name
        self.reason = reason
        super().__init__(name)

    def __str__(self) -> str:
        return f"{self.name}: {self.reason} Nothing was written. Choose another name."
