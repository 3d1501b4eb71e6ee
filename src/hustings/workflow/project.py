"""A project from Python: one method a step, as on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Self

from hustings.estimates.resampling import Resampling
from hustings.outside.clock import now
from hustings.outside.limits import MEGABYTES, SECONDS, Limits
from hustings.store.project import Store
from hustings.workflow.checking import check_project
from hustings.workflow.cited_before import check_citations
from hustings.workflow.citing import cite_words
from hustings.workflow.coding import code_units
from hustings.workflow.comparing import compare_actors
from hustings.workflow.gathering import gather
from hustings.workflow.metadata import describe, read_metadata
from hustings.workflow.reading import read_files
from hustings.workflow.reanchoring import reanchor_codings
from hustings.workflow.rereading import choose_way, read_again, read_new_version
from hustings.workflow.runs import Effort
from hustings.workflow.scaling import scale_documents
from hustings.workflow.splitting import split_documents

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from hustings.estimates.resampling import IntervalMethod
    from hustings.model.codebook import ScaleDefinition
    from hustings.model.document import UnitKind
    from hustings.workflow.checking import CheckResult
    from hustings.workflow.cited_before import CheckedCitations
    from hustings.workflow.citing import CiteResult
    from hustings.workflow.coding import CodeResult
    from hustings.workflow.comparing import CompareResult
    from hustings.workflow.gathered import Gathered
    from hustings.workflow.read_results import ReadResult
    from hustings.workflow.reanchoring import ReanchorResult
    from hustings.workflow.scaling import ScaledCases
    from hustings.workflow.splitting import SplitResult


class Project:
    """A folder with documents, codings and positions, and the trail between them.

    Use `create` or `open`, and close it or use it in a ``with`` statement. Every
    method is one step, records one run, and gives a frozen result with ``to_rows()``
    and ``summary()``.

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
            return read_new_version(
                self.store, files, of=new_version_of, said=description, way=way
            )
        return read_files(
            self.store,
            files,
            metadata=None if metadata is None else read_metadata(Path(metadata)),
            for_all=description,
            into=into,
            limits=limits,
            effort=self.effort,
        )

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
        return read_again(
            self.store,
            documents,
            said=describe({"language": language}, where="The language you gave"),
            way=choose_way(self.store, into=into, limits=limits, effort=self.effort),
        )

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
        return split_documents(self.store, into=into, cutter=own, effort=self.effort)

    def code(
        self, *, coder: str = "dictionary", codebook: str = "marpor-5"
    ) -> CodeResult:
        """Code all units with a codebook, by name or by the path of its file."""
        return code_units(
            self.store, coder=coder, codebook=codebook, effort=self.effort
        )

    def scale(  # noqa: PLR0913  # what makes an interval, as options
        self,
        scale: str,
        *,
        codebook: str | None = None,
        own: ScaleDefinition | None = None,
        interval: IntervalMethod = "block",
        n_draws: int = 1000,
        confidence: float = 0.95,
        seed: int = 0,
    ) -> ScaledCases:
        """Place the documents on a scale of the codebook, or on one of your own."""
        resampling = Resampling(
            interval=interval, n_draws=n_draws, confidence=confidence, seed=seed
        )
        return scale_documents(
            self.store, scale, codebook=codebook, own=own, resampling=resampling
        )

    def compare(self, *, codebook: str | None = None) -> CompareResult:
        """Put the latest document of each actor side by side, in its own words."""
        return compare_actors(self.store, codebook=codebook)

    def check(self, *, rebuild: bool = False) -> CheckResult:
        """Compare the project's files with its records, and mend what can be."""
        return check_project(self.store, rebuild=rebuild, effort=self.effort)

    def gather(self) -> Gathered:
        """Gather all that the project's pages show."""
        return gather(self.store)
