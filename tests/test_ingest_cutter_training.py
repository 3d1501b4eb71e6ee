from __future__ import annotations

import pytest

from hustings.errors import TooFewUnitsError
from hustings.ingest.units.cutter_cases import Example
from hustings.ingest.units.cutter_files import cutter_to_json
from hustings.ingest.units.cutter_training import TrainingOptions, train_cutter
from hustings.ingest.units.splitting import split_text
from hustings.workflow.cutters import load_cutter

_VERBS = ("mend", "paint", "open", "lower", "raise", "build")
_THINGS = ("the pier", "the old school", "fares on the ferry", "a wall at Holm")
OPTIONS = TrainingOptions(strength=1.0)


def _coder(name: str, language: str = "en", join: str = "and", n: int = 24) -> Example:
    """Invent a coder who cuts before `join` after a comma, and never elsewhere."""
    units: list[str] = []
    for i in range(n):
        verb, thing = _VERBS[i % 6], _THINGS[i % 4]
        units += [f"We will {verb} {thing} {join} the quay,"]
        units += [f"{join} {_VERBS[(i + 2) % 6]} {_THINGS[(i + 1) % 4]}."]
    return Example(document=name, language=language, units=tuple(units))


def test_a_coders_habit_is_learned_and_measured_on_documents_left_out() -> None:
    lists = {"en": {"and": ["and"], "verb": list(_VERBS)}}
    trained = train_cutter([_coder("a"), _coder("b")], lists=lists, options=OPTIONS)
    whole, inside = trained.validation
    assert (whole.code, whole.n) == ("boundary", 94)  # 2 x (48 units - 1)
    assert (inside.code, inside.n) == ("inside sentence", 48)
    assert inside.precision == inside.recall == inside.f1 == 1.0
    assert trained.problems == ()
    text = "We will mend the wall and the quay, and paint a boat."
    spans = split_text(text, "en", cutter=trained.cutter)
    assert [span.of(text) for span in spans] == [
        "We will mend the wall and the quay,",
        "and paint a boat.",
    ]


def test_the_same_units_give_the_same_file() -> None:
    texts = {
        cutter_to_json(train_cutter([_coder("a"), _coder("b")]).cutter)
        for _ in range(2)
    }
    assert len(texts) == 1


def test_one_document_is_measured_on_its_fifths() -> None:
    trained = train_cutter([_coder("a")], options=OPTIONS)
    assert trained.problems[0].kind == "one document"
    assert trained.validation[1].n == 24


def _document_with_short_lines(name: str, n_short: int, *, is_cut: bool) -> Example:
    """Invent a coder who cuts, or not, between short lines that have no gap."""
    units: list[str] = []
    for i in range(60):
        parts = [
            f"We will {_VERBS[i % 6]} {_THINGS[i % 4]} for the town,",
            f"and we shall {_VERBS[(i + 2) % 6]} {_THINGS[(i + 1) % 4]} again.",
        ]
        units += parts if is_cut else [" ".join(parts)]
        units += ["It is so."] * n_short
    return Example(document=name, language="en", units=tuple(units))


def test_a_length_of_units_is_learned_where_it_tells_documents_apart() -> None:
    lists = {"en": {"and": ["and"], "verb": list(_VERBS)}}
    fine = [_document_with_short_lines(name, 0, is_cut=True) for name in "ab"]
    coarse = [_document_with_short_lines(name, 2, is_cut=False) for name in "cd"]
    plain, fitted = (
        train_cutter(
            [*fine, *coarse],
            lists=lists,
            options=TrainingOptions(strength=0.001, fits_length=is_fitted),
        )
        for is_fitted in (False, True)
    )
    assert plain.cutter.languages["en"].unit_words is None
    length = fitted.cutter.languages["en"].unit_words
    assert length is not None
    assert 5.0 < length < 12.0
    assert (fitted.validation[0].f1 or 0.0) > (plain.validation[0].f1 or 0.0)


@pytest.mark.parametrize("is_started", [False, True])
def test_two_documents_are_too_few_to_learn_a_length(*, is_started: bool) -> None:
    # and leaving out the one that was cut leaves no cut to learn from
    fine = _document_with_short_lines("a", 0, is_cut=True)
    coarse = _document_with_short_lines("c", 2, is_cut=False)
    start = load_cutter().cutter if is_started else None
    trained = train_cutter([fine, coarse], start=start)
    assert trained.cutter.languages["en"].unit_words is None


def test_a_language_without_lists_learns_its_openers() -> None:
    examples = [_coder(name, language="nl", join="en") for name in "ab"]
    trained = train_cutter(examples, start=load_cutter().cutter, options=OPTIONS)
    assert trained.cutter.languages["nl"].lists == {"and": ["en"]}
    assert trained.validation[1].f1 == 1.0
    assert "fr" in trained.cutter.languages  # what was known stays known


def test_a_start_moves_with_the_units() -> None:
    start = load_cutter().cutter
    trained = train_cutter([_coder("a"), _coder("b")], start=start, options=OPTIONS)
    assert trained.validation[1].f1 == 1.0
    assert trained.cutter.languages["de"] is start.languages["de"]


def test_too_few_cuts_are_an_error() -> None:
    with pytest.raises(TooFewUnitsError, match="cut 3 sentences inside; at least 20"):
        train_cutter([_coder("a", n=3)])


def test_units_without_words_are_passed_over() -> None:
    example = _coder("a")
    odd = Example(
        document="b",
        language="en",
        units=("—", "", *example.units, "..."),
    )
    assert train_cutter([example, odd], options=OPTIONS).validation[0].n == 94
