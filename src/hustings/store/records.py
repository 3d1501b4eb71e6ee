"""What the database holds beside runs: documents, descriptions, codebooks, failures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a person said of a document; None where they said nothing.

    Attributes
    ----------
    date : str or None
        ISO day, month or year.
    language : str or None
        ISO 639-1 code.
    """

    actor: str | None = None
    date: str | None = None
    title: str | None = None
    language: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """A document as the project knows it, without its text.

    Attributes
    ----------
    name : str
        Name of the file when it was first read.
    run_id : str
        The run that read it.
    description : Description
        The latest word on each field; a later word supersedes an earlier one.
    replaced_by : str or None
        The document that a new version of the file, or a new reading of its bytes,
        gave. What is replaced is kept and no longer counts.
    """

    document_id: str
    sha256: str
    name: str
    run_id: str
    description: Description
    replaced_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCodebook:
    """A codebook's text as it was when a run used it."""

    sha256: str
    name: str
    version: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookVersion:
    """One version of a codebook that the project has used.

    Attributes
    ----------
    version : str
        As the codebook's text says it.
    sha256 : str
        Of the codebook's text.
    replaces : str or None
        SHA-256 of the text whose place it took; None for the first.
    written : str
        ISO time with its zone.
    """

    name: str
    version: str
    sha256: str
    replaces: str | None
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFailure:
    """A file that a run could not read, and why."""

    run_id: str
    name: str
    message: str
    sha256: str | None = None
