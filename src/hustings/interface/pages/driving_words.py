"""The words that drive a scale from words, drawn and explained."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, zip_longest
from math import log10
from typing import TYPE_CHECKING

from hustings.interface.pages import charts
from hustings.interface.pages.figures import Figure, write_rows
from hustings.interface.pages.picture_files import Part
from hustings.interface.pages.scale_facts import caption_of
from hustings.interface.pages.scatter import Frame
from hustings.interface.pages.word_charts import WordDot, draw_words, lay_words
from hustings.interface.pages.wording import say_count, say_number, say_share

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from hustings.workflow.gathered import DrivingWord, GatheredScale

LISTED = 12
"""Words of each side in the lists."""

NAMED = {True: 18, False: 7}
"""Words of each side that ask for a label, in the wide and in the narrow drawing."""

MOST_DOTS = {True: 320, False: 120}
"""More words are not drawn: every so-manyth of those without a label is."""

EXPLAINED = {
    "wordfish": (
        "Each dot is a word. How far left or right it lies says which side uses it (its"
        " beta): a word at 0 is used alike by all, whatever they stand for. How high it"
        " lies says how common it is on every side (its psi). Words that lie far out "
        "and are common move the positions most, and those are named. Words far out at "
        "the foot are rare, and where they lie is uncertain."
    ),
    "wordscores": (
        "Each dot is a word of the reference documents. How far left or right it lies "
        "is its score: the mean of the reference scores, weighed by how likely the word"
        " makes each document. How high it lies says how often it is used. Words that "
        "lie far out and are used often move the positions most, and those are named."
    ),
    "ca": (
        "Each dot is a word. How far left or right it lies is its place on the first "
        "axis: the documents on that side use it more than the others do. How high it "
        "lies is its contribution, the share of all that the axis tells apart which is "
        "due to this word; the contributions of all words add up to 100 %. The largest "
        "are named."
    ),
    "lss": (
        "Each dot is a word. How far left or right it lies is its polarity: how near it"
        " is used to the seed words of one pole rather than the other. How high it lies"
        " says how often it is used. Words that lie far out and are used often move the"
        " positions most, and those are named."
    ),
    "affinity": (
        "Each dot is a word of the reference documents. How far right it lies is the "
        "logarithm of how many times as often this class uses it as the others do: at 1"
        " it is 2.7 times, at 0 as often. How high it lies says how often it is used. "
        "Words that lie far out and are used often speak most for or against the class,"
        " and those are named."
    ),
}
_SCORES = {
    "wordfish": "beta",
    "wordscores": "score",
    "ca": "place on the axis",
    "lss": "polarity",
    "affinity": "log ratio",
}
_TICKS = (1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 100_000, 1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordSide:
    """The words that pull most toward one pole."""

    title: str
    words: tuple[DrivingWord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsView:
    """The words of a scale.

    Attributes
    ----------
    n_drawn, n_words : int
        Dots in the drawing, and words of the model.
    more : str
        Name of the column beside score and count: ``"psi"``, ``"contribution"`` or
        nothing.
    facts : mapping of str to value
        What the computation says of itself.
    """

    explained: str
    score: str
    more: str
    sides: tuple[WordSide, ...]
    wide: Markup
    narrow: Markup
    n_drawn: int
    n_words: int
    facts: Mapping[str, object]
    has_converged: bool
    figure: Figure


def build_words(scale: GatheredScale, key: str) -> WordsView | None:
    """Build the words of a scale; None where it is not made from words."""
    if not scale.words:
        return None
    title = _title(scale)
    wide, narrow = (_dots(scale, is_wide=one) for one in (True, False))
    return WordsView(
        explained=EXPLAINED.get(scale.formula, ""),
        score=_SCORES.get(scale.formula, "score"),
        more=_more(scale),
        sides=tuple(_sides(scale)),
        wide=draw_words(wide, _frame(scale, is_wide=True), alt_text=title),
        narrow=draw_words(narrow, _frame(scale, is_wide=False), alt_text=title),
        n_drawn=len(wide),
        n_words=len(scale.words),
        facts={
            name: value
            for name, value in scale.report.items()
            if isinstance(value, str | int | float | bool)
        },
        has_converged=scale.report.get("converged", True) is not False,
        figure=_figure(scale, key),
    )


def list_word_figures(scale: GatheredScale, key: str) -> list[Figure]:
    """Return the files of a scale's words, if it has any."""
    return [_figure(scale, key)] if scale.words else []


def _figure(scale: GatheredScale, key: str) -> Figure:
    """Return drawing and numbers of the words as files."""
    return Figure(
        key=f"{key}-words",
        caption=caption_of(scale, _title(scale)),
        draw=lambda: [
            Part(
                drawing=lay_words(
                    _dots(scale, is_wide=True), _frame(scale, is_wide=True)
                )
            )
        ],
        write=lambda: _write(scale),
    )


def _title(scale: GatheredScale) -> str:
    """Name the strongest words of both sides."""
    low, high = (side.words[:2] for side in _sides(scale))
    parts = [
        f"{_quote(words)} toward “{pole}”"
        for words, pole in ((low, scale.low_pole), (high, scale.high_pole))
        if words
    ]
    return f"Words that pull most: {', '.join(parts)}"


def _quote(words: Sequence[DrivingWord]) -> str:
    return " and ".join(f"“{one.word}”" for one in words)


def _pull(word: DrivingWord) -> float:
    """Say how much a word matters, with the sign of its side."""
    if word.contribution is not None:
        return word.contribution if word.score >= 0 else -word.contribution
    if word.pull is not None:
        return word.pull
    return word.score * (word.weight or 1.0)


def _sides(scale: GatheredScale) -> list[WordSide]:
    """Return the strongest words toward the low and the high pole."""
    ranked = sorted(scale.words, key=_pull)
    low = [one for one in ranked if _pull(one) < 0]
    high = [one for one in reversed(ranked) if _pull(one) > 0]
    return [
        WordSide(title=f"Toward “{scale.low_pole}”", words=tuple(low[:LISTED])),
        WordSide(title=f"Toward “{scale.high_pole}”", words=tuple(high[:LISTED])),
    ]


def _more(scale: GatheredScale) -> str:
    """Name the column that only this method has."""
    return {"wordfish": "psi", "ca": "contribution"}.get(scale.formula, "")


def _dots(scale: GatheredScale, *, is_wide: bool) -> tuple[WordDot, ...]:
    """Return the words to be drawn: those to be named, then a share of all others."""
    ranked = sorted(scale.words, key=_pull)
    low, high = ranked[: NAMED[is_wide]], ranked[: -NAMED[is_wide] - 1 : -1]
    named = [
        word
        for word in chain.from_iterable(zip_longest(low, high))
        if word is not None and _pull(word)
    ]
    kept = {one.word for one in named}
    others = [one for one in scale.words if one.word not in kept]
    step = max(-(-len(others) // MOST_DOTS[is_wide]), 1)
    return (
        *dict.fromkeys(_dot(scale, one, is_named=True) for one in named),
        *(_dot(scale, one, is_named=False) for one in others[::step]),
    )


def _dot(scale: GatheredScale, word: DrivingWord, *, is_named: bool) -> WordDot:
    """Place a word."""
    score = f"{_SCORES.get(scale.formula, 'score')} {say_number(word.score, digits=2)}"
    said = [word.word, score]
    if word.weight is not None:
        said.append(f"used {say_count(round(word.weight), 'time')}")
    if word.contribution is not None:
        said.append(f"contribution {say_share(word.contribution)}")
    return WordDot(
        word=f"{word.word} (seed)" if word.is_seed else word.word,
        x=word.score,
        y=_height(scale, word),
        is_named=is_named,
        said=tuple(said) if is_named else (),
    )


def _height(scale: GatheredScale, word: DrivingWord) -> float:
    """Say how high a word stands."""
    if scale.formula == "wordfish" and word.psi is not None:
        return word.psi
    if scale.formula == "ca" and word.contribution is not None:
        return word.contribution
    return log10(max(word.weight or 1.0, 1.0))


def _frame(scale: GatheredScale, *, is_wide: bool) -> Frame:
    """Return the axes."""
    across = [one.score for one in scale.words]
    heights = [_height(scale, one) for one in scale.words]
    x = _span(across, 0.06)
    y = _span(heights, 0.06)
    is_counted = scale.formula not in {"wordfish", "ca"}
    if scale.formula == "ca" or is_counted:
        y = (-0.02 * y[1], y[1])
    titles = {"wordfish": "how common (psi)", "ca": "contribution"}
    ticks = [(log10(one), f"{one:,}") for one in _TICKS if log10(one) <= y[1]]
    return Frame(
        x=charts.Axis(
            low=x[0],
            high=x[1],
            low_pole=scale.low_pole,
            high_pole=scale.high_pole,
            zero="0",
        ),
        y=charts.Axis(
            low=y[0],
            high=y[1],
            number_format=".1%" if scale.formula == "ca" else "",
        ),
        width=620 if is_wide else 270,
        height=400 if is_wide else 340,
        x_title=_SCORES.get(scale.formula, "score"),
        y_title=titles.get(scale.formula, "times used"),
        y_ticks=tuple(ticks) if is_counted else (),
    )


def _span(values: Sequence[float], room: float) -> tuple[float, float]:
    """Return ends with some room."""
    low, high = min(values), max(values)
    more = (high - low or 0.1) * room
    return low - more, high + more


def _write(scale: GatheredScale) -> str:
    """Write all words as CSV."""
    names = ("score", "weight", "psi", "pull", "contribution", "side")
    used = [
        name
        for name in names
        if any(getattr(one, name) is not None for one in scale.words)
    ]
    return write_rows(
        ["word", *used, "scale", "run"],
        [
            [
                one.word,
                *(getattr(one, name) for name in used),
                scale.scale,
                scale.run_id,
            ]
            for one in scale.words
        ],
    )
