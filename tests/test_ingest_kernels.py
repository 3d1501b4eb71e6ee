from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.ingest import kernels
from hustings.ingest.kernels import read_batch, split_batch
from hustings.ingest.tables import DOCUMENTS, SOURCES, UNITS, batch_from_rows

if TYPE_CHECKING:
    import pytest


def _sources(*contents: bytes) -> list[dict[str, object]]:
    return [
        {"name": f"{i}.txt", "content": content, "language": "en"}
        for i, content in enumerate(contents)
    ]


def test_files_become_documents_and_units() -> None:
    sources = batch_from_rows(
        _sources(b"Our Town\n\nWe will act. So will they.", b"", b"More."), SOURCES
    )
    documents = read_batch(sources)
    assert documents.schema == DOCUMENTS
    errors = documents.column("error").to_pylist()
    assert errors == [None, "1.txt: The file is empty. Give a file with text.", None]
    assert documents.column("document")[1].as_py() is None
    units = split_batch(documents, into="sentence")
    assert units.schema == UNITS
    assert units.column("text").to_pylist() == [
        *("Our Town", "We will act.", "So will they.", "More.")
    ]
    assert units.column("kind")[0].as_py() == "heading"


def test_a_reader_never_takes_the_program_down(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr(kernels, "read_document", break_down)
    documents = read_batch(batch_from_rows(_sources(b"Words."), SOURCES))
    (error,) = documents.column("error").to_pylist()
    assert error.startswith("0.txt: could not be read (RecursionError")
    assert split_batch(documents).num_rows == 0


def test_an_empty_batch_gives_an_empty_batch() -> None:
    documents = read_batch(batch_from_rows([], SOURCES))
    assert documents.num_rows == 0
    assert split_batch(documents).schema == UNITS
