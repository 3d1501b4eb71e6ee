"""The scales from words by name: what each needs, what its ends mean, who made it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

from hustings.errors import InvalidOptionError
from hustings.scaling.affinity import affinity
from hustings.scaling.correspondence import correspondence
from hustings.scaling.described_scales import DescribedScale
from hustings.scaling.keyness import keyness
from hustings.scaling.latent_semantic import latent_semantic
from hustings.scaling.wordfish import wordfish
from hustings.scaling.wordscores import wordscores

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hustings.model.document import Problem
    from hustings.words.matrices import DocumentFeatureMatrix

WordInput: TypeAlias = Literal["scores", "classes", "seeds", "target"]
"""What somebody says beforehand: cases with scores or classes, seed words, cases."""


class FromWords(Protocol):
    """What every scale from words gives back."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Cases without a position, and what else one should know."""
        ...

    @property
    def words(self) -> list[dict[str, object]]:
        """A row a word, those first that matter most."""
        ...

    @property
    def report(self) -> Mapping[str, object]:
        """How the computation went."""
        ...

    def to_rows(self) -> list[dict[str, object]]:
        """Return the rows of the table contract."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedWordScale(DescribedScale):
    """A scale from words that a user may ask for by name.

    Attributes
    ----------
    function : callable
        Takes counts of words, what `needs` names, and options by name.
    needs : WordInput or None
        Without which it cannot be computed.
    takes : tuple of str
        ``"direction"``: two cases, low and high. ``"reference"``: cases to compare
        with. ``"sentences"``: counts by unit.
    errors : mapping of str to mapping
        By the name of an interval, the options that ask for it.
    has_draws : bool
        Whether number of draws and seed decide anything in the intervals of `errors`.
    n_texts : int
        Texts drawn anew for sampling error unless named; few where each takes a fit.
    n_refits : int
        Draws unless named, where the words are learned again in each; 0 where they are
        always held fixed.
    options : mapping of str to str
        What else can be chosen, by the name of the option.
    """

    function: Callable[..., FromWords]
    needs: WordInput | None = None
    takes: tuple[str, ...] = ()
    errors: Mapping[str, Mapping[str, object]] = field(
        default_factory=lambda: {"formula": {}}
    )
    has_draws: bool = False
    n_texts: int = 1000
    n_refits: int = 0
    options: Mapping[str, str] = field(default_factory=dict)


REFIT = "refit"
"""The option to learn the words again in every draw, where a scale has it."""

_REFITS: Mapping[str, str] = {
    REFIT: "yes or no: with texts drawn anew, learn the words again in every draw"
}

_ALL = (
    NamedWordScale(
        name="wordscores",
        title="Wordscores",
        function=wordscores,
        needs="scores",
        n_refits=200,
        options={
            "rescale": "none, lbg or mv",
            "batch": "virgin or all: whose spread lbg takes",
            **_REFITS,
        },
        low_pole="lowest reference",
        high_pole="highest reference",
        source="Laver, Benoit & Garry 2003; Martin & Vanberg 2008",
    ),
    NamedWordScale(
        name="wordfish",
        title="Wordfish",
        function=wordfish,
        takes=("direction",),
        errors={
            "formula": {"errors": "poisson"},
            "quasi-poisson": {"errors": "quasi-poisson"},
            "bootstrap": {"errors": "bootstrap"},
        },
        has_draws=True,
        n_refits=200,
        options={
            "optimum": "published or mode",
            "tolerance": "of the last change",
            "max_iterations": "at most",
            "beta_spread": "of the words' prior",
            **_REFITS,
        },
        low_pole="the low case's words",
        high_pole="the high case's words",
        source="Slapin & Proksch 2008",
    ),
    NamedWordScale(
        name="ca",
        title="Correspondence analysis, first axis",
        function=correspondence,
        takes=("direction",),
        errors={
            "formula": {"interval": "projection"},
            "bootstrap": {"interval": "multinomial"},
        },
        has_draws=True,
        n_refits=200,
        options={"n_axes": "axes to keep", **_REFITS},
        low_pole="the low case's words",
        high_pole="the high case's words",
        source="Greenacre 2007",
    ),
    NamedWordScale(
        name="affinity",
        title="Class affinity",
        function=affinity,
        needs="classes",
        n_texts=200,
        n_refits=200,
        options={
            "smoothing": "of the affinities, above 0",
            "reference_smoothing": "of the classes' words, above 0",
            **_REFITS,
        },
        low_pole="none of the class",
        high_pole="the class alone",
        source="Perry & Benoit 2017",
    ),
    NamedWordScale(
        name="lss",
        title="Latent semantic scaling",
        function=latent_semantic,
        needs="seeds",
        takes=("sentences",),
        options={
            "n_dimensions": "singular vectors to use",
            "standardise": "yes or no: mean 0, standard deviation 1",
        },
        low_pole="seeds below 0",
        high_pole="seeds above 0",
        source="Watanabe 2021",
    ),
    NamedWordScale(
        name="keyness",
        title="Keyness",
        function=keyness,
        needs="target",
        takes=("reference",),
        errors={},
        options={
            "measure": "log_likelihood or chi2",
            "adjust": "none, bonferroni or benjamini_hochberg",
        },
        low_pole="words of the others",
        high_pole="words of the target",
        source="Dunning 1993",
    ),
)

WORD_SCALES: Mapping[str, NamedWordScale] = {one.name: one for one in _ALL}
"""The scales from words, by the name a user gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordInputs:
    """What a scale from words is given beside the counts.

    Attributes
    ----------
    needed : mapping, sequence or None
        Scores or classes by case, weights by seed word, or the target's cases.
    direction : sequence of two str or None
        The case to stand low and the case to stand high.
    reference : sequence of str or None
        Cases to compare the target with.
    sentences : DocumentFeatureMatrix or None
        Counts by unit, to learn from.
    """

    needed: Any = None
    direction: Sequence[str] | None = None
    reference: Sequence[str] | None = None
    sentences: DocumentFeatureMatrix | None = None


def scale_words(
    scale: NamedWordScale,
    matrix: DocumentFeatureMatrix,
    inputs: WordInputs,
    options: Mapping[str, object],
) -> FromWords:
    """Apply a scale from words by its name.

    Parameters
    ----------
    options : mapping
        Of the scale but for ``refit``, and ``interval`` (one of
        `NamedWordScale.errors`), ``n_draws``, ``confidence`` and ``seed`` as far as it
        has them.

    Raises
    ------
    InvalidOptionError
        If an option is outside its range.

    Examples
    --------
    >>> from hustings.words.matrices import DocumentFeatureMatrix
    >>> rows = [{"case": "Quay", "tram": 9, "car": 1}]
    >>> rows += [{"case": "Park", "tram": 1, "car": 9}]
    >>> matrix = DocumentFeatureMatrix.from_rows(rows)
    >>> given = WordInputs(needed={"Quay": -1.0, "Park": 1.0})
    >>> found = scale_words(WORD_SCALES["wordscores"], matrix, given, {})
    >>> [round(row["position"], 2) for row in found.to_rows()]
    [-0.64, 0.64]
    """
    needed = () if scale.needs is None else (inputs.needed,)
    named = {name: getattr(inputs, name) for name in scale.takes}
    given = {name: value for name, value in named.items() if value is not None}
    if "direction" in given:
        given["direction"] = tuple(given["direction"])
    return scale.function(matrix, *needed, **given, **_arguments(scale, options))


def _arguments(
    scale: NamedWordScale, options: Mapping[str, object]
) -> dict[str, object]:
    """Turn options by their common names into the function's own."""
    arguments = dict(options)
    if "interval" not in arguments:
        return arguments
    interval = str(arguments.pop("interval"))
    return {**arguments, **interval_options(scale, interval)}


def interval_options(scale: NamedWordScale, interval: str) -> Mapping[str, object]:
    """Give the function's own options for an interval by name.

    Raises
    ------
    InvalidOptionError
        If the scale has no such interval.
    """
    if interval in scale.errors:
        return scale.errors[interval]
    known = " or ".join(scale.errors) or "none"
    advice = f"The intervals of the scale {scale.name!r}: {known}."
    if scale.errors:
        advice += " Texts are drawn anew by --uncertainty sampling."
    raise InvalidOptionError(option="interval", value=interval, advice=advice)
