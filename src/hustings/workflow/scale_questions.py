"""What is asked of a scale: its inputs, its options, and what counts as a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

from hustings.estimates.resampling import Resampling
from hustings.outside.files import read_file
from hustings.outside.tables import read_table
from hustings.store.sources import sha256_of
from hustings.workflow.confusion_files import ConfusionFile

if TYPE_CHECKING:
    from hustings.estimates.resampling import IntervalMethod

Rows: TypeAlias = tuple[Mapping[str, Any], ...]
"""A table that a user brings, as rows of texts."""

Table: TypeAlias = "Mapping[str, object] | Sequence[Mapping[str, object]]"
Brought: TypeAlias = "str | PathLike[str] | Table"
"""A table as its file, as rows, or as a mapping of first to second column."""

_TABLES: Mapping[str, tuple[str, str]] = {
    "votes": ("case", "votes"),
    "weights": ("code", "weight"),
    "areas": ("area", "code"),
    "references": ("case", "score"),
    "seeds": ("word", "weight"),
}
"""The tables that scales take, and the columns of a mapping."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureChoice:
    """What counts as a word in a project's documents.

    Attributes
    ----------
    stems : bool
        Count stems in place of words.
    stop_words : str or tuple of str
        Words that do not count: ``"none"``, ``"language"`` for the list of each
        document's language, or your own.
    n_grams : tuple of int
        Lengths in words.
    numbers : bool
        Whether words that are all digits count.
    min_count, min_documents, max_document_share
        Which features are kept; see `DocumentFeatureMatrix.trimmed`.
    language : str or None
        Of all documents; that of each one otherwise.
    """

    stems: bool = False
    stop_words: str | tuple[str, ...] = "none"
    n_grams: tuple[int, ...] = (1,)
    numbers: bool = True
    min_count: int = 1
    min_documents: int = 1
    max_document_share: float = 1.0
    language: str | None = None

    @property
    def trimming(self) -> dict[str, Any]:
        """The options of `DocumentFeatureMatrix.trimmed`."""
        return {
            "min_count": self.min_count,
            "min_documents": self.min_documents,
            "max_document_share": self.max_document_share,
        }

    @property
    def chosen(self) -> tuple[str, ...]:
        """The options that are not as usual."""
        usual = FeatureChoice()
        names = (one.name for one in fields(FeatureChoice))
        return tuple(
            name for name in names if getattr(self, name) != getattr(usual, name)
        )

    @property
    def counting(self) -> tuple[str, ...]:
        """The options that decide what is counted, as far as they were chosen."""
        return tuple(name for name in self.chosen if name not in self.trimming)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleQuestion:
    """What is asked of a scale beside its name.

    Attributes
    ----------
    left, right : tuple of str
        Codes of both sides, for scales that take two lists.
    interval : str or None
        ``"block"``, ``"multinomial"`` or ``"none"`` for scales from codes; for those
        from words ``"formula"``, ``"quasi-poisson"`` or ``"bootstrap"``, and with
        ``uncertainty`` ``"block"`` or ``"multinomial"``.
    n_draws : int or None
        1,000 for scales from codes, 200 for those from words (1,000 texts drawn
        anew, 200 of affinity), unless named.
    votes : rows or None
        case, and what is known of election, country, votes, actor, date.
    weights : rows or None
        code and weight; and election or country for weights of issues.
    areas : rows or None
        area and code: the policy areas of nicheness.
    references : rows or None
        case and score, or case and class.
    seeds : rows or None
        word and weight.
    target, reference : tuple of str
        The two groups of cases of keyness.
    direction : tuple of two str or None
        The case to stand low and the case to stand high.
    options : mapping
        Of the scale, by the names that the catalogue gives.
    uncertainty : tuple of str
        Sources of error in the intervals of scales from codes: ``"all"`` or
        ``"none"``, or any of ``"sampling"``, ``"coders"``, ``"unitising"`` and
        ``"machine"``; nothing: all that the codings show. Of scales from words
        ``"sampling"``, which is all, or ``"none"``.
    correction : str or None
        How machine codings are corrected by a random sample of hand codings:
        ``"tuned"`` unless named, ``"difference"``, ``"hand"``, ``"borrowed"`` or
        ``"none"``.
    codings : bool
        Whether a table holds codings, a row a unit and coder, and no counts.
    machine : str or None
        The coder of such a table whose codings are a machine's.
    confusion : ConfusionFile or None
        How probably the one coder gives each code where another is the true one; of
        tables of codings and of a project's codings by hand.
    by : {"document", "actor"}
        What is a case: a document, or all documents of an actor together.
    blocks : {"paragraphs", "sections"}
        What is drawn anew of a project's texts, where blocks are.
    """

    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    interval: str | None = None
    n_draws: int | None = None
    confidence: float = 0.95
    seed: int = 0
    votes: Rows | None = None
    weights: Rows | None = None
    areas: Rows | None = None
    references: Rows | None = None
    seeds: Rows | None = None
    target: tuple[str, ...] = ()
    reference: tuple[str, ...] = ()
    direction: tuple[str, str] | None = None
    options: Mapping[str, object] = field(default_factory=dict)
    features: FeatureChoice = field(default_factory=FeatureChoice)
    uncertainty: tuple[str, ...] = ()
    correction: str | None = None
    codings: bool = False
    machine: str | None = None
    confusion: ConfusionFile | None = None
    by: str = "document"
    blocks: str = "paragraphs"

    def resampling(self, usual: IntervalMethod) -> Resampling:
        """Give the resampling of counts of codes."""
        interval: Any = self.interval or usual
        if "none" in self.uncertainty:
            interval = "none"
        return Resampling(
            interval=interval,
            n_draws=1000 if self.n_draws is None else self.n_draws,
            confidence=self.confidence,
            seed=self.seed,
        )

    def of_codings(self) -> dict[str, Any]:
        """Name what decides how a table of codings is taken; nothing for counts."""
        if not self.codings:
            return {}
        matrix = self.confusion
        return {
            "codings": True,
            "machine": self.machine,
            "correction": self.correction,
            "uncertainty": list(self.uncertainty),
            **({"confusion": sha256_of(matrix.content)} if matrix else {}),
        }

    def given(self) -> set[str]:
        """Name the inputs that were given."""
        names = ("left", "right", *_TABLES, "target", "reference", "direction")
        return {name for name in names if getattr(self, name)}


class Asked(TypedDict, total=False):
    """The same as options of a call; see the two classes above."""

    left: Sequence[str]
    right: Sequence[str]
    interval: str
    n_draws: int
    confidence: float
    seed: int
    votes: Brought
    weights: Brought
    areas: Brought
    references: Brought
    seeds: Brought
    target: Sequence[str]
    reference: Sequence[str]
    direction: Sequence[str]
    options: Mapping[str, object]
    stems: bool
    stop_words: str | Sequence[str]
    n_grams: Sequence[int]
    numbers: bool
    min_count: int
    min_documents: int
    max_document_share: float
    language: str
    uncertainty: Sequence[str]
    correction: str
    codings: bool
    machine: str
    confusion: str | PathLike[str]
    by: str
    blocks: str


def question_of(asked: Asked) -> ScaleQuestion:
    """Read the tables that a call names, and part features from the rest.

    Raises
    ------
    MissingFileError, TableFileError
        If a file is not there or is no table.

    Examples
    --------
    >>> question = question_of({"references": {"Quay": 1}, "stems": True})
    >>> question.references, question.features.stems
    (({'case': 'Quay', 'score': 1},), True)
    """
    given: dict[str, Any] = {
        name: _rows(name, value) if name in _TABLES else _frozen(value)
        for name, value in asked.items()
        if value is not None
    }
    if "confusion" in given:
        path = Path(given["confusion"])
        given["confusion"] = ConfusionFile(name=path.name, content=read_file(path))
    of_features = {one.name for one in fields(FeatureChoice)}
    features = {name: given.pop(name) for name in of_features & given.keys()}
    return ScaleQuestion(**given, features=FeatureChoice(**features))


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _rows(name: str, value: Any) -> Rows:  # noqa: ANN401  # any form of a table
    """Give the rows of a table in any of its forms."""
    if isinstance(value, Mapping):
        first, second = _TABLES[name]
        return tuple({first: key, second: one} for key, one in value.items())
    if isinstance(value, str | PathLike):
        return tuple(read_table(Path(value)).to_pylist())
    return tuple(value)
