"""A project from Python, as far as its documents go; `Project` has the other steps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Self

from hustings.outside.clock import now
from hustings.outside.limits import MEGABYTES, SECONDS, Limits
from hustings.store.project import Store
from hustings.workflow.carrying import keep_counting
from hustings.workflow.cited_before import check_citations
from hustings.workflow.citing import cite_words
from hustings.workflow.hand_codings import publish_codings
from hustings.workflow.listing import list_documents
from hustings.workflow.metadata import describe, read_metadata
from hustings.workflow.reading import read_files
from hustings.workflow.reanchoring import reanchor_codings
from hustings.workflow.rereading import choose_way, read_again, read_new_version
from hustings.workflow.runs import Effort
from hustings.workflow.settling import settle
from hustings.workflow.splitting import split_documents
from hustings.workflow.undoing import undo_new_version
from hustings.workflow.worklist import write_worklist

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from hustings.model.document import UnitKind
    from hustings.workflow.cited_before import CheckedCitations
    from hustings.workflow.citing import CiteResult
    from hustings.workflow.listing import DocumentList
    from hustings.workflow.read_results import ReadResult
    from hustings.workflow.reanchoring import ReanchorResult
    from hustings.workflow.settling import SettleResult
    from hustings.workflow.splitting import SplitResult
    from hustings.workflow.undoing import UndoResult


class ProjectDocuments:
    """A project's documents: reading, splitting and citing them.

    Attributes
    ----------
    store : Store
        The project's files and database.
    effort : Effort
        Worker processes and progress; never what comes out.
    """

    def __init__(self, store: Store, *, effort: Effort | None = None) -> None:
        self.store = store
        self.effort = effort or Effort()

    @classmethod
    def create(
        cls,
        path: str | PathLike[str],
        *,
        name: str | None = None,
        effort: Effort | None = None,
    ) -> Self:
        """Make a project in a new or empty folder.

        Raises
        ------
        ProjectExistsError
            If the folder is there and not empty.
        """
        folder = Path(path)
        store = Store.create(folder, name=name or folder.resolve().name, at=now())
        return cls(store, effort=effort)

    @classmethod
    def open(
        cls, path: str | PathLike[str] = ".", *, effort: Effort | None = None
    ) -> Self:
        """Open a project.

        Raises
        ------
        NotAProjectError
            If the folder holds no project.
        NewerProjectError
            If a newer Hustings wrote it.
        """
        return cls(Store.open(Path(path)), effort=effort)

    def close(self) -> None:
        """Close the project's database."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(  # noqa: PLR0913  # the columns of a metadata table, as options
        self,
        paths: Iterable[str | PathLike[str]],
        *,
        metadata: str | PathLike[str] | None = None,
        actor: str | None = None,
        date: str | None = None,
        title: str | None = None,
        language: str | None = None,
        country: str | None = None,
        into: UnitKind | None = None,
        new_version_of: str | None = None,
        max_seconds: int = SECONDS,
        max_megabytes: int = MEGABYTES,
    ) -> ReadResult:
        """Read files into the project and split them into units.

        Parameters
        ----------
        paths : iterable of paths
            Reading the same bytes twice adds nothing.
        metadata : path, optional
            A table with a column `file` and any of actor, date, title, language,
            country. What it leaves open is taken from the options, then guessed.
        into : {"quasi-sentence", "sentence", "paragraph"}, optional
            What the new documents are split into; as those before them otherwise.
        new_version_of : str, optional
            The document, by id or file name, whose place the one file given takes.
            What was coded in it is found again; `metadata` is not looked at.
        max_seconds, max_megabytes : int
            What reading one file may cost in computing and memory.

        Returns
        -------
        ReadResult
            With the files that could not be read in ``failures``.
        """
        said = {
            "actor": actor,
            "date": date,
            "title": title,
            "language": language,
            "country": country,
        }
        description = describe(said, where="The date you gave")
        limits = Limits(seconds=max_seconds, megabytes=max_megabytes)
        files = [Path(path) for path in paths]
        if new_version_of is not None:
            way = choose_way(self.store, into=into, limits=limits, effort=self.effort)
            publish_codings(self.store)
            result = read_new_version(
                self.store, files, of=new_version_of, said=description, way=way
            )
        else:
            result = read_files(
                self.store,
                files,
                metadata=None if metadata is None else read_metadata(Path(metadata)),
                for_all=description,
                into=into,
                limits=limits,
                effort=self.effort,
            )
        keep_counting(self.store)
        return result

    def read_again(
        self,
        documents: Iterable[str] = (),
        *,
        language: str | None = None,
        into: UnitKind | None = None,
        max_seconds: int = SECONDS,
        max_megabytes: int = MEGABYTES,
    ) -> ReadResult:
        """Read the kept bytes of documents anew, and find their codings again.

        Parameters
        ----------
        documents : iterable of str
            Ids or file names; all documents otherwise.
        language : str, optional
            The language they are in, if it was wrong.
        """
        limits = Limits(seconds=max_seconds, megabytes=max_megabytes)
        publish_codings(self.store)
        result = read_again(
            self.store,
            documents,
            said=describe({"language": language}, where="The language you gave"),
            way=choose_way(self.store, into=into, limits=limits, effort=self.effort),
        )
        keep_counting(self.store)
        return result

    def undo_new_version(self, document: str) -> UndoResult:
        """Take back that a document took another's place: both count again."""
        return undo_new_version(self.store, document)

    def list_documents(self) -> DocumentList:
        """List all documents with their ids, those too that others replaced."""
        return list_documents(self.store)

    def cite(
        self,
        *,
        unit: str | None = None,
        document: str | None = None,
        span: tuple[int, int] | None = None,
        words: str | None = None,
    ) -> CiteResult:
        """Cite a unit, a span of a document, or words that stand just once."""
        return cite_words(
            self.store, unit=unit, document=document, span=span, words=words
        )

    def check_citations(self, path: str | PathLike[str]) -> CheckedCitations:
        """Find the words of a file of Web Annotations in the project as it stands."""
        return check_citations(self.store, Path(path))

    def reanchor(self) -> ReanchorResult:
        """Find the codings of replaced texts in the texts that count now."""
        return reanchor_codings(self.store)

    def write_worklist(self, path: str | PathLike[str]) -> int:
        """Write what was ambiguous or lost as a table; return how many rows."""
        return write_worklist(self.store, self.reanchor(), Path(path))

    def settle(self, path: str | PathLike[str]) -> SettleResult:
        """Take a worklist back, with a person's decisions in it."""
        result = settle(self.store, Path(path))
        keep_counting(self.store)
        return result

    def split(
        self,
        *,
        into: UnitKind = "quasi-sentence",
        cutter: str | PathLike[str] | None = None,
    ) -> SplitResult:
        """Split all documents anew; see `hustings.ingest.units.splitting.split_units`.

        Parameters
        ----------
        cutter : path, optional
            A cutter that ``hustings train`` wrote, in place of the one that comes with
            Hustings.
        """
        own = None if cutter is None else Path(cutter)
        result = split_documents(self.store, into=into, cutter=own, effort=self.effort)
        keep_counting(self.store)
        return result
