"""Training a coder: it learns, it knows how well, and it refuses what cannot be."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from hustings.coding.codebooks import codebook_from_text
from hustings.coding.learned_files import learned_to_bytes
from hustings.coding.learned_options import LearningOptions
from hustings.coding.learned_tasks import hash_codings
from hustings.coding.learned_training import Training, train_coder
from hustings.coding.units_in_context import UnitsInContext
from hustings.errors import (
    InvalidOptionError,
    TooFewCodesError,
    UnknownCodeError,
    UnknownVariableError,
)
from invented_speech import invented_rows, units_and_values

BOOK = codebook_from_text(
    """
name: town
title: Matters of a town
version: "3"
domains:
  - {domain: open, title: In the open}
  - {domain: office, title: In the office}
variables:
  - name: topic
    title: What it is about
    level: nominal
    codes:
      - {code: taxes, title: Taxes, domain: office, instruction: Money.}
      - {code: trams, title: Trams, domain: open, instruction: Rails.}
      - {code: gardens, title: Gardens, domain: open, instruction: Green.}
""",
    name="town",
)
QUICK = LearningOptions(has_curve=False)


@cache
def trained() -> Training:
    return train_coder(*units_and_values(invented_rows()))


def test_it_learns_what_units_are_about() -> None:
    validation = trained().validation

    assert validation.accuracy.estimate is not None
    assert validation.accuracy.estimate > 0.9
    assert validation.n_units == 180
    assert (validation.n_documents, validation.n_folds) == (6, 5)
    assert [one.group for one in validation.languages] == ["en"]
    assert validation.problems == ()


def test_what_it_was_trained_on_is_kept() -> None:
    rows = invented_rows()
    trained_on = trained().coder.trained_on

    assert trained_on.sha256 == hash_codings(*units_and_values(rows))
    assert trained_on.n_units == 180
    assert trained_on.accuracy == trained().validation.accuracy.estimate
    assert trained().coder.languages == ("en",)


def test_the_learning_curve_grows_and_advises() -> None:
    curve = trained().validation.learning_curve

    assert [point.n_units for point in curve] == sorted(p.n_units for p in curve)
    assert curve[-1].n_units == round(180 * 4 / 5)
    assert trained().validation.advice
    assert trained().validation.curve_rows()[0]["n_units"] == curve[0].n_units


def test_the_same_codings_and_seed_give_the_same_bytes() -> None:
    units, values = units_and_values(invented_rows(n_documents=3))
    first, again = (train_coder(units, values, options=QUICK) for _ in range(2))

    assert learned_to_bytes(first.coder) == learned_to_bytes(again.coder)
    assert first.coder.version == again.coder.version


def test_another_coding_gives_another_version() -> None:
    units, values = units_and_values(invented_rows(n_documents=3))
    first = train_coder(units, values, options=QUICK).coder
    changed = ["taxes" if values[0] != "taxes" else "trams", *values[1:]]
    other = train_coder(units, changed, options=QUICK).coder

    assert first.version != other.version
    assert first.trained_on.sha256 != other.trained_on.sha256


def test_a_codebook_gives_order_and_domains() -> None:
    units, values = units_and_values(invented_rows(n_documents=4))
    coder = train_coder(units, values, codebook=BOOK, options=QUICK).coder

    assert coder.codes == ("taxes", "trams", "gardens")
    assert coder.variable == "topic"
    assert (coder.trained_on.codebook, coder.trained_on.codebook_version) == (
        "town",
        "3",
    )
    # One score a code and one a domain.
    assert len(coder.scorer.biases) == 5


def test_uncoded_units_are_neighbours_only() -> None:
    rows = invented_rows(n_documents=3)
    units, values = units_and_values(rows)
    half = [value if i % 2 else None for i, value in enumerate(values)]

    assert train_coder(units, half, options=QUICK).validation.n_units == 45


def test_few_codings_empty_units_and_one_document_are_problems() -> None:
    rows = invented_rows(n_documents=1, n_units=60)
    rows += [{**rows[0], "unit": "x", "text": " -- "}]
    rows += [{**rows[0], "unit": f"h{i}", "value": "hills"} for i in range(3)]
    problems = train_coder(*units_and_values(rows), options=QUICK).validation.problems

    assert [problem.kind for problem in problems] == [
        "few codings",
        "empty unit",
        "one document",
    ]
    assert "'hills' has 3 codings" in problems[0].message


@pytest.mark.parametrize("values", [[None, None], ["tax", "tax"], ["tax", ""]])
def test_fewer_than_two_codes_are_refused(values: list[str | None]) -> None:
    units = UnitsInContext.from_rows(
        [{"unit": "1", "text": "Taxes."}, {"unit": "2", "text": "Trams."}]
    )

    with pytest.raises(TooFewCodesError, match="at least two"):
        train_coder(units, values)


def test_a_code_of_units_without_words_only_does_not_count() -> None:
    units = UnitsInContext.from_rows(
        [{"unit": "1", "text": "Taxes."}, {"unit": "2", "text": "..."}]
    )

    with pytest.raises(TooFewCodesError, match="only the code 'tax'"):
        train_coder(units, ["tax", "trams"])


def test_two_units_are_enough_to_train() -> None:
    units = UnitsInContext.from_rows(
        [{"unit": "1", "text": "Lower taxes."}, {"unit": "2", "text": "More trams."}]
    )
    training = train_coder(units, ["tax", "trams"])

    assert training.coder.codes == ("tax", "trams")
    assert "too few" in training.validation.advice


def test_codes_and_variables_must_be_of_the_codebook() -> None:
    units, _ = units_and_values(invented_rows(n_documents=1, n_units=2))

    with pytest.raises(UnknownCodeError, match="hills"):
        train_coder(units, ["hills", "trams"], codebook=BOOK)
    with pytest.raises(UnknownVariableError, match="mood"):
        train_coder(units, ["taxes", "trams"], codebook=BOOK, variable="mood")


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("seed", -1),
        ("strength", 0.0),
        ("smoothing", -1.0),
        ("preference", 1.5),
        ("n_folds", 1),
        ("calibration", "hope"),
    ],
)
def test_options_outside_their_range_are_refused(option: str, value: object) -> None:
    with pytest.raises(InvalidOptionError, match=option):
        replace(LearningOptions(), **{option: value})  # type: ignore[arg-type]


def test_probabilities_are_calibrated_on_documents_not_seen() -> None:
    rows = invented_rows(n_documents=8, n_units=60, seed=3)
    chance = np.random.default_rng(0)
    codes = ("gardens", "taxes", "trams")
    for row in rows:
        if chance.random() < 0.3:
            row["value"] = str(chance.choice(codes))
    training = train_coder(*units_and_values(rows), options=QUICK)

    assert training.validation.calibration.error < 0.08
    assert 0.65 < (training.validation.accuracy.estimate or 0) < 0.9


def test_very_many_codes_are_learned_in_a_simpler_way() -> None:
    chance = np.random.default_rng(0)
    things = [f"{a}{b}n{c}r" for a in "bdfgk" for b in "aeiou" for c in "aeiou"]
    codes = [str(i) for i in chance.permutation(np.repeat(np.arange(125), 4))]
    rows = [
        {
            "unit": str(i),
            "document": "abcd"[i // 125],
            "text": f"The {things[int(code)]}.",
        }
        for i, code in enumerate(codes)
    ]
    training = train_coder(UnitsInContext.from_rows(rows), codes)
    again = train_coder(UnitsInContext.from_rows(rows), codes)

    kinds = [problem.kind for problem in training.validation.problems]
    assert kinds == ["few codings", "many codes"]
    assert "125 codes" in training.validation.problems[0].message
    assert (training.validation.n_folds, training.validation.learning_curve) == (3, ())
    assert training.validation.advice == "No learning curve was drawn."
    assert (training.validation.accuracy.estimate or 0) > 0.5
    assert training.coder.version == again.coder.version
    assert len(training.coder.codes) == 125
