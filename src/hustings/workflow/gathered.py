"""All that the pages of a project show, gathered from the store."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hustings.workflow.check_words import MachineCheck

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.coding.checked_coders import CheckResult
    from hustings.comparison.held_claims import HeldClaim, Issue
    from hustings.estimates.resampling import FloatArray
    from hustings.model.codebook import Codebook
    from hustings.model.coding import Coding
    from hustings.model.document import Document, Problem, Unit
    from hustings.model.run import Run
    from hustings.scaling.results import Position
    from hustings.workflow.facsimiles import Facsimile


@dataclass(frozen=True, slots=True, kw_only=True)
class GatheredDocument:
    """One document with its units and their current codings.

    Attributes
    ----------
    name : str
        Name of the file it was read from.
    units : tuple of Unit
        In reading order.
    codings : mapping of str to tuple of Coding
        By unit id; one coding for each coder, codebook and variable.
    read_run, split_run : str
        The runs that read it and cut it.
    facsimile : Facsimile or None
        Its pages as pictures, where it has pages to show.
    """

    document: Document
    name: str
    country: str | None = None
    units: tuple[Unit, ...] = ()
    codings: Mapping[str, tuple[Coding, ...]] = field(default_factory=dict)
    read_run: str = ""
    split_run: str = ""
    facsimile: Facsimile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrivingWord:
    """One word of a scale from words, and what it does there.

    Attributes
    ----------
    score : float
        Where the word stands: its score, beta, coordinate, polarity, or the log of
        its share in a class to that in the others.
    weight : float or None
        How often it stands in all cases together.
    psi : float or None
        For Wordfish, how common the word is on a log scale, whatever the position.
    pull : float or None
        How far the word moves the mean of all scores: its share times its distance.
    contribution : float or None
        For correspondence analysis, its share in the inertia of the axis.
    score_2, contribution_2 : float or None
        The same of the second axis.
    side : str or None
        For class affinity, the class that it speaks for.
    is_seed : bool or None
        For latent semantic scaling, whether somebody chose it.
    """

    word: str
    score: float
    weight: float | None = None
    psi: float | None = None
    pull: float | None = None
    contribution: float | None = None
    side: str | None = None
    is_seed: bool | None = None
    score_2: float | None = None
    contribution_2: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedSpread:
    """How far one case's positions on two scales vary together.

    From draws in which the same units or blocks were drawn for both scales.
    """

    first_variance: float
    second_variance: float
    covariance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GatheredScale:
    """The latest positions on one scale, and what they were computed from.

    Attributes
    ----------
    run_id : str
        The run of the scale; its parents lead down the trail.
    formula : str
        ``"difference"``, ``"logit"``, ``"mean"``, or ``"share"`` for saliences; of a
        scale from words its method: ``"wordscores"``, ``"wordfish"``, ``"ca"``,
        ``"affinity"`` or ``"lss"``.
    coder, codebook, variable : str
        Whose codings were counted; empty for scales from words.
    people : tuple of str
        Where people's codings were taken together, who they are; `coder` names them
        all at once.
    left, right : tuple of str
        Codes that pull toward the low and the high pole; empty for saliences.
    positions : tuple of Position
        `Position.case` is a document id.
    words : tuple of DrivingWord
        For scales from words, all words of the model, the strongest first.
    inputs : mapping of str to value
        What a named scale was given beside counts, such as weights and options.
    report : mapping of str to value
        How the computation went, such as ``converged``; ``is_corrected`` says that a
        random sample by hand corrects the codings of a machine.
    draws : mapping of str to array of shape (n_draws,)
        By case, where the run kept them.
    """

    run_id: str
    scale: str
    title: str
    formula: str
    coder: str
    codebook: str
    variable: str
    low_pole: str
    high_pole: str
    method: str
    people: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    positions: tuple[Position, ...] = ()
    words: tuple[DrivingWord, ...] = ()
    inputs: Mapping[str, Any] = field(default_factory=dict)
    report: Mapping[str, object] = field(default_factory=dict)
    draws: Mapping[str, FloatArray] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A file that could not be read, and why."""

    name: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedVariable:
    """What a random sample coded by hand says of a machine's codings of a variable."""

    codebook: str
    variable: str
    result: CheckResult


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GatheredClaims:
    """The claims that count now, and the issues that they are gathered into.

    Attributes
    ----------
    claims : tuple of HeldClaim
    issues : tuple of Issue
        Their claims are indices into `claims`.
    run_id : str
        The run that found the claims.
    problems : tuple of Problem
        Languages without a lexicon, and decisions whose targets are gone.
    """

    claims: tuple[HeldClaim, ...] = ()
    issues: tuple[Issue, ...] = ()
    run_id: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A whole project, as its pages need it.

    Attributes
    ----------
    documents : tuple of GatheredDocument
        By actor, then date, then title.
    codebooks : mapping of str to Codebook
        Those that the latest codings use, by name.
    coders : mapping of str to str
        By coder, the name of the codebook of its latest codings; where a coding names
        its codebook, that holds.
    runs : tuple of Run
        Oldest first.
    replaced : mapping of str to str
        By the id of a text that another has replaced, the id of the one that counts.
    pairs : mapping of (str, str) to mapping of str to PairedSpread
        By the runs of two scales, in the order of `scales`, and by case; a pair that
        has no common draws is left out.
    checks : mapping of str to MachineCheck
        By coder, how often a machine's codings are right, as far as anybody knows.
    checked : mapping of str to tuple of CheckedVariable
        By coder, what a random sample coded by hand says of each variable; machines
        without one are left out.
    claims : GatheredClaims or None
        None where nobody has looked for claims.
    state : str
        A hash of what all this was gathered from; another one means other pages.
    """

    name: str
    created: str
    documents: tuple[GatheredDocument, ...] = ()
    codebooks: Mapping[str, Codebook] = field(default_factory=dict)
    coders: Mapping[str, str] = field(default_factory=dict)
    scales: tuple[GatheredScale, ...] = ()
    runs: tuple[Run, ...] = ()
    failures: tuple[Failure, ...] = ()
    replaced: Mapping[str, str] = field(default_factory=dict)
    pairs: Mapping[tuple[str, str], Mapping[str, PairedSpread]] = field(
        default_factory=dict
    )
    checks: Mapping[str, MachineCheck] = field(default_factory=dict)
    checked: Mapping[str, tuple[CheckedVariable, ...]] = field(default_factory=dict)
    claims: GatheredClaims | None = None
    state: str = ""

    def check_of(self, coder: str) -> MachineCheck:
        """Return how often a machine's codings are right, as far as anybody knows."""
        return self.checks.get(coder, MachineCheck())

    @property
    def project(self) -> str:
        """What tells the project from others: its name, and when it was made."""
        return f"{self.name}, {self.created}"
