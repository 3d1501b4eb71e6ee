"""Citations made earlier, found again in the project as it stands."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from hustings.estimates.frames import frame_from_rows
from hustings.exchange.web_annotation import read_annotations
from hustings.ingest.anchors.anchoring import AnchorFinder
from hustings.model.citation import Place
from hustings.model.document import Problem
from hustings.outside.files import read_text_file
from hustings.workflow.renewals import latest_of, text_of
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from hustings.exchange.web_annotation import Annotated
    from hustings.model.citation import Anchor, Fate
    from hustings.model.document import Span
    from hustings.store.project import Store
    from hustings.store.records import StoredDocument

_FATES: tuple[Fate, ...] = ("exact", "moved", "ambiguous", "lost")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedCitation:
    """What became of one citation that was made earlier.

    Attributes
    ----------
    annotation : str
        Its id in the file, or its number there.
    words : str
        The cited words.
    document : str or None
        The document they were found in, or should be in; None if it is not here.
    new_words : str or None
        The words that stand there now.
    """

    annotation: str
    fate: Fate
    words: str
    document: str | None
    start: int | None
    end: int | None
    new_words: str | None
    similarity: float
    candidates: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedCitations:
    """What became of the citations of a file."""

    citations: tuple[CheckedCitation, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether every citation was found."""
        return all(one.fate in {"exact", "moved"} for one in self.citations)

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a citation."""
        return [_checked_row(one) for one in self.citations]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        fates = [one.fate for one in self.citations]
        told = ", ".join(f"{fates.count(fate)} {fate}" for fate in _FATES)
        return f"Checked {count(len(fates), 'citation')}: {told}."


@dataclass(frozen=True, slots=True)
class _Searched:
    """A text that citations are looked for in."""

    text: str
    finder: AnchorFinder


def check_citations(store: Store, path: Path) -> CheckedCitations:
    """Find the words of Web Annotations in the project as it stands.

    An annotation that names its source by hash is looked for in the document of these
    bytes, or in the one that took its place; any other in all documents that count.

    Raises
    ------
    UnreadableFileError
        If the file is missing or no UTF-8.
    AnnotationFileError
        If it holds no annotations with words.
    """
    annotated = read_annotations(read_text_file(path), name=path.name)
    finders: dict[str, _Searched] = {}
    checked = [_check(store, one, finders) for one in annotated]
    return CheckedCitations(
        citations=tuple(checked), problems=tuple(_strangers(store, annotated))
    )


def _check(
    store: Store, annotated: Annotated, searched: dict[str, _Searched]
) -> CheckedCitation:
    """Find the words of one annotation."""
    documents = _sources(store, annotated)
    places = {
        one.document_id: _search(store, one, annotated, searched) for one in documents
    }
    document, place = _best(places)
    text = searched[document].text if document else ""
    return CheckedCitation(
        annotation=annotated.annotation,
        fate=place.fate,
        words=annotated.anchor.words,
        document=document,
        start=place.span.start if place.span else None,
        end=place.span.end if place.span else None,
        new_words=place.span.of(text) if place.span else None,
        similarity=round(place.similarity, 4),
        candidates=place.candidates,
    )


def _sources(store: Store, annotated: Annotated) -> Sequence[StoredDocument]:
    """Return the documents that an annotation may point at."""
    if annotated.sha256 is None:
        return store.documents()
    known = store.documents_by_hash().get(annotated.sha256)
    return [] if known is None else [latest_of(store, known)]


def _search(
    store: Store,
    document: StoredDocument,
    annotated: Annotated,
    searched: dict[str, _Searched],
) -> Place:
    """Look for the words at their place first, then anywhere in the text."""
    key = document.document_id
    if key not in searched:
        text = text_of(store, document)
        searched[key] = _Searched(text, AnchorFinder(text))
    text, anchor = searched[key].text, annotated.anchor
    if _stands_at(text, anchor):
        return Place(fate="exact", span=anchor.span, similarity=1.0)
    return searched[key].finder.find(anchor)


def _stands_at(text: str, anchor: Anchor) -> bool:
    """Say whether words and context are just where they were."""
    start, end = anchor.span.start, anchor.span.end
    return (
        start < end
        and text[start:end] == anchor.words
        and text.endswith(anchor.before, 0, start)
        and text.startswith(anchor.after, end)
    )


def _best(places: Mapping[str, Place]) -> tuple[str | None, Place]:
    """Choose among documents; equally good ones in several make it ambiguous."""
    if not places:
        return None, Place(fate="lost")
    ranked = sorted(
        places.items(), key=lambda one: (_FATES.index(one[1].fate), -one[1].similarity)
    )
    first, second = ranked[0], ranked[1] if len(ranked) > 1 else None
    is_tied = second is not None and (second[1].fate, second[1].similarity) == (
        first[1].fate,
        first[1].similarity,
    )
    if is_tied and first[1].span is not None:
        return None, Place(fate="ambiguous", similarity=first[1].similarity)
    if first[1].fate == "lost" and len(places) > 1:
        return None, first[1]
    return first


def _strangers(store: Store, annotated: Iterable[Annotated]) -> Iterator[Problem]:
    """Tell of sources that are not in the project."""
    known = store.documents_by_hash()
    hashes = dict.fromkeys(one.sha256 for one in annotated if one.sha256 is not None)
    for sha256 in hashes:
        if sha256 not in known:
            yield Problem(
                kind="unknown source",
                message=f"No document of this project has the SHA-256 {sha256}. Read "
                "the file that was cited, then check again.",
            )


def _checked_row(one: CheckedCitation) -> dict[str, object]:
    candidates = [[span.start, span.end] for span in one.candidates]
    return {**asdict(one), "candidates": candidates}
