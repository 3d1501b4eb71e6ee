"""Mistakes about citations, and about new versions of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.errors.root import HustingsError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MOST_SHOWN = 6


class UnknownDocumentError(HustingsError, KeyError):
    """A document is named that is not in the project."""

    def __init__(self, *, document: str) -> None:
        self.document = document
        super().__init__(document)

    def __str__(self) -> str:
        return (
            f"No document of this project is called {self.document!r}. Name its id or "
            "its file, as 'hustings inspect' lists them; a file that is not in the "
            "project has to be read first."
        )


class AmbiguousDocumentError(HustingsError, ValueError):
    """A file's name stands for several documents.

    Attributes
    ----------
    documents : mapping of str to str
        By id, what tells each from the others: its actor and date.
    """

    def __init__(self, *, name: str, documents: Mapping[str, str]) -> None:
        self.name = name
        self.documents = dict(documents)
        super().__init__(name)

    def __str__(self) -> str:
        told = [f"{one} ({what})" for one, what in self.documents.items()]
        return (
            f"{self.name!r} is the name of {len(told)} documents: "
            f"{_list(told, '; ')}. Name one by its id."
        )


class UnknownUnitError(HustingsError, KeyError):
    """A unit is named that the project has never had."""

    def __init__(self, *, unit: str) -> None:
        self.unit = unit
        super().__init__(unit)

    def __str__(self) -> str:
        return (
            f"No unit of this project has the id {self.unit!r}. Tables and exports of "
            "the project have the ids in their column 'unit'."
        )


class SpanOutsideTextError(HustingsError, ValueError):
    """A span is empty or leaves the document's text."""

    def __init__(self, *, document: str, start: int, end: int, length: int) -> None:
        self.document = document
        self.start = start
        self.end = end
        self.length = length
        super().__init__(document)

    def __str__(self) -> str:
        return (
            f"The span from {self.start} to {self.end} holds no words of "
            f"{self.document}, whose characters are 0 to {self.length}. Count in "
            "characters of its text; the end is not included."
        )


class WordsNotFoundError(HustingsError, ValueError):
    """Words to be cited stand nowhere."""

    def __init__(self, *, words: str, where: str, nearest: str = "") -> None:
        self.words = words
        self.where = where
        self.nearest = nearest
        super().__init__(words)

    def __str__(self) -> str:
        nearest = f" The nearest words are “{self.nearest}”." if self.nearest else ""
        return (
            f"“{self.words}” stands nowhere in {self.where}.{nearest} Copy the words "
            "from the Reader."
        )


class RepeatedWordsError(HustingsError, ValueError):
    """Words to be cited stand in several places."""

    def __init__(self, *, words: str, places: Sequence[str]) -> None:
        self.words = words
        self.places = tuple(places)
        super().__init__(words)

    def __str__(self) -> str:
        return (
            f"“{self.words}” stands in {len(self.places)} places: "
            f"{_list(self.places, '; ')}. Give more of the words, or one of these "
            "with --document and --span."
        )


class UnclearCitationError(HustingsError, ValueError):
    """What to cite is said in no way, or in several at once."""

    def __str__(self) -> str:
        return (
            "Say what to cite in one way: --unit ID, --document ID with --span START "
            "END, or --words 'WORDS'."
        )


class UnplacedPagesError(HustingsError, ValueError):
    """A link should lead to pages that are no report and no server."""

    def __init__(self, *, at: str) -> None:
        self.at = at
        super().__init__(at)

    def __str__(self) -> str:
        return (
            f"{self.at} is neither the folder of a report nor the address of a server. "
            "Write a report with 'hustings report', or name an address that begins "
            "with http:// or https://."
        )


class StaleReportError(HustingsError, ValueError):
    """A link should lead to a report that does not hold what is cited."""

    def __init__(self, *, at: str, reason: str) -> None:
        self.at = at
        self.reason = reason
        super().__init__(at)

    def __str__(self) -> str:
        return (
            f"{self.at} {self.reason}. Write it anew with 'hustings report {self.at}', "
            "or name another folder or the address of a server."
        )


class AnnotationFileError(HustingsError, ValueError):
    """A file holds no Web Annotations that can be resolved."""

    def __init__(self, *, name: str, reason: str) -> None:
        self.name = name
        self.reason = reason
        super().__init__(name)

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.reason} Give Web Annotations in JSON, such as "
            "'hustings cite --as web-annotation' writes."
        )


class OtherDocumentError(HustingsError, ValueError):
    """What is given as a new version is another document altogether."""

    def __init__(self, *, name: str, document: str, shared: float) -> None:
        self.name = name
        self.document = document
        self.shared = shared
        super().__init__(name)

    def __str__(self) -> str:
        return (
            f"{self.name} shares {100 * self.shared:.0f} % of its wording with "
            f"{self.document}: it is another document, so nothing was taken in and "
            "nothing re-anchored. Read it without --new-version-of."
        )


class SameVersionError(HustingsError, ValueError):
    """What is given as a new version has the same bytes, or was replaced itself."""

    def __init__(self, *, name: str, document: str, reason: str) -> None:
        self.name = name
        self.document = document
        self.reason = reason
        super().__init__(name)

    def __str__(self) -> str:
        return (
            f"{self.name} is no new version of {self.document}: {self.reason} "
            "Nothing was changed."
        )


class ReplacedDocumentError(HustingsError, ValueError):
    """A document is to be replaced that has been replaced already."""

    def __init__(self, *, document: str, latest: str) -> None:
        self.document = document
        self.latest = latest
        super().__init__(document)

    def __str__(self) -> str:
        return (
            f"{self.document} has been replaced by {self.latest} already. Name "
            f"{self.latest} instead."
        )


class NotANewVersionError(HustingsError, ValueError):
    """A document took no other's place, so there is nothing to undo."""

    def __init__(self, *, document: str, reason: str) -> None:
        self.document = document
        self.reason = reason
        super().__init__(document)

    def __str__(self) -> str:
        return f"{self.document} took the place of no other document: {self.reason}"


class DecisionTableError(HustingsError, ValueError):
    """A table of decisions has mistakes, each told with its row.

    Attributes
    ----------
    mistakes : mapping of int to str
        By the number of the row, counted from 1 below the head.
    """

    def __init__(self, *, name: str, mistakes: Mapping[int, str]) -> None:
        self.name = name
        self.mistakes = dict(mistakes)
        super().__init__(name)

    def __str__(self) -> str:
        told = [f"row {row}: {what}" for row, what in self.mistakes.items()]
        return f"{self.name}: {_list(told, ' ')} Nothing was changed."


class RepeatedWorklistError(HustingsError, FileExistsError):
    """A worklist would be written over a file that is there, and its decisions."""

    def __init__(self, *, path: str) -> None:
        self.path = path
        super().__init__(path)

    def __str__(self) -> str:
        return (
            f"{self.path} is there already, and decisions written into it would be "
            "lost. Name a new file."
        )


def _list(names: Sequence[str], separator: str = ", ") -> str:
    """List the first names, and how many more there are."""
    shown = separator.join(names[:_MOST_SHOWN])
    more = len(names) - _MOST_SHOWN
    return f"{shown}{separator}and {more} more" if more > 0 else shown
