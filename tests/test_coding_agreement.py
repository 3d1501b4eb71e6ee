"""Agreement between coders: published values, cases by hand, properties, mistakes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.coding import (
    AgreementOptions,
    CodedUnits,
    agreement,
    cohen_kappa,
    gwet_ac1,
    gwet_ac2,
    krippendorff_alpha,
    percent_agreement,
    scott_pi,
    weighted_kappa,
)
from hustings.coding.alpha import alpha_terms
from hustings.coding.coincidences import count_patterns
from hustings.coding.kappas import cohen_null_error
from hustings.coding.terms import values_of
from hustings.coding.weights import agreement_weights
from hustings.errors import (
    InvalidOptionError,
    MissingGroupsError,
    MissingOrderError,
    TooManyValuesError,
    UndefinedAgreementError,
    UnknownStatisticError,
    UnweightableLevelError,
    ValueLevelError,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.model.codebook import Level

REFERENCE = Path(__file__).parent / "reference" / "agreement.json"
PLAIN = AgreementOptions(interval="none")
KNOWN = json.loads(REFERENCE.read_text(encoding="utf-8"))


def rows_of_matrix(matrix: Sequence[Sequence[object]]) -> list[dict[str, str | None]]:
    """One row a coder, one column a unit; None is missing."""
    return [
        {"unit": f"u{j}", "coder": f"c{i}", "value": None if v is None else str(v)}
        for i, row in enumerate(matrix)
        for j, v in enumerate(row)
    ]


def rows_of_table(
    table: Sequence[Sequence[int]], values: Sequence[str]
) -> list[dict[str, str | None]]:
    """How often ana said the value of the row and bo that of the column."""
    pairs = [
        (values[i], values[j])
        for i, row in enumerate(table)
        for j, n in enumerate(row)
        for _ in range(n)
    ]
    return [
        {"unit": str(number), "coder": coder, "value": value}
        for number, pair in enumerate(pairs)
        for coder, value in zip(("ana", "bo"), pair, strict=True)
    ]


def coded_table(
    table: Sequence[Sequence[int]],
    values: Sequence[str] = "abc",
    level: Level = "nominal",
) -> CodedUnits:
    order = list(values) if level == "ordinal" else None
    return CodedUnits.from_rows(rows_of_table(table, values), level=level, order=order)


def texts(*units: str) -> CodedUnits:
    """Write a unit as the values of its coders, a dot where one is missing."""
    rows = [
        {"unit": f"u{i}", "coder": f"c{j}", "value": value}
        for i, unit in enumerate(units)
        for j, value in enumerate(unit)
        if value != "."
    ]
    return CodedUnits.from_rows(rows)


TABLES = KNOWN["two_coders_by_table"]
COHEN_45 = TABLES["cohen_1960_p45"]["table"]
# Statements, checks and requests, checks being halfway between the others.
ARTSTEIN_2 = TABLES["artstein_poesio_2"]["table"]


# Published values


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
@pytest.mark.parametrize("name", ["wikipedia", "krippendorff_2011", "hayes_2007"])
def test_alpha_has_its_published_values(name: str, level: Level) -> None:
    known = KNOWN[name]
    coded = CodedUnits.from_rows(rows_of_matrix(known["coders_by_units"]))
    found = krippendorff_alpha(coded, level=level, interval="none")
    assert found.value == pytest.approx(known[level], abs=1e-12)
    assert found.level == level


@pytest.mark.parametrize("known", KNOWN["two_coders_by_unit"])
def test_alpha_of_two_coders_has_its_published_values(
    known: dict[str, Any],
) -> None:
    coded = CodedUnits.from_rows(rows_of_matrix(known["values"]))
    found = krippendorff_alpha(coded, interval="none")
    assert found.value is not None
    assert round(found.value, known["digits"]) == known["alpha"]


def test_disagreement_of_the_dichotomy_observed_and_expected() -> None:
    known = KNOWN["two_coders_by_unit"][0]
    units = list(zip(*known["values"], strict=True))
    observed = np.mean([ours != theirs for ours, theirs in units])
    said = "".join(known["values"])
    pairs = len(said) * (len(said) - 1)
    expected = 2 * said.count("0") * said.count("1") / pairs
    assert [observed, expected] == pytest.approx(
        [known["observed"], known["expected"]], abs=5e-5
    )
    assert 1 - observed / expected == pytest.approx(known["alpha"], abs=5e-5)


@pytest.mark.parametrize("name", [one for one in TABLES if one != "what"])
def test_two_coders_have_their_published_values(name: str) -> None:
    known = TABLES[name]
    coded = coded_table(known["table"])
    kappa = cohen_kappa(coded, interval="none").value
    assert kappa == pytest.approx(known["kappa"], abs=6e-5)
    if "pi" in known:
        pi = scott_pi(coded, interval="none").value
        assert pi == pytest.approx(known["pi"], abs=6e-6)
    if "ac1" in known:
        ac1 = gwet_ac1(coded, interval="none").value
        assert ac1 == pytest.approx(known["ac1"], abs=6e-6)


def test_standard_errors_of_cohens_kappa() -> None:
    printed = TABLES["cohen_1960_p45"]["kappa_null_error"]
    assert cohen_null_error(0.7, 0.41, 200) == pytest.approx(printed, abs=5e-5)
    error = cohen_kappa(coded_table(COHEN_45), interval="none").standard_error
    # By the table of Fleiss, Cohen and Everitt (1969), computed cell by cell.
    p = np.array(COHEN_45) / 200
    ours, theirs = p.sum(axis=1), p.sum(axis=0)
    observed, expected = np.trace(p), ours @ theirs
    kappa = (observed - expected) / (1 - expected)
    marginal = theirs[:, np.newaxis] + ours
    by_cell = np.eye(3) - (1 - kappa) * marginal
    variance = (p * by_cell**2).sum() - (kappa - expected * (1 - kappa)) ** 2
    assert error == pytest.approx(np.sqrt(variance / 200) / (1 - expected), abs=1e-12)


def test_weighted_kappa_and_weighted_alpha_of_artstein_and_poesio() -> None:
    coded = coded_table(ARTSTEIN_2, level="ordinal")
    found = weighted_kappa(coded, weights="linear", interval="none")
    known = TABLES["artstein_poesio_2"]
    assert found.value == pytest.approx(known["weighted_kappa"], abs=5e-5)
    assert coded.numbers is not None
    patterns = count_patterns(coded)
    distances = 1 - agreement_weights("linear", coded.numbers)
    terms = alpha_terms(patterns, "ordinal", coded.numbers, distances=distances)
    (alpha,) = values_of(terms.formula, (patterns.times @ terms.parts)[np.newaxis])
    assert alpha == pytest.approx(known["weighted_alpha"], abs=6e-5)


def test_fleiss_1971_overall_and_by_category() -> None:
    coded = CodedUnits.from_rows(
        [
            {"unit": str(i), "coder": str(j), "value": str(value)}
            for i, unit in enumerate(KNOWN["fleiss_1971"]["units_by_coders"])
            for j, value in enumerate(unit)
        ]
    )
    result = agreement(coded, by=["code"], options=PLAIN)
    by_code = {
        one.code: one.value
        for one in result.estimates
        if one.statistic == "fleiss_kappa" and one.value is not None
    }
    known = KNOWN["fleiss_1971"]
    assert by_code.pop(None) == pytest.approx(known["kappa"], abs=6e-7)
    assert [round(one, 3) for one in by_code.values()] == known["kappa_by_value"]
    assert krippendorff_alpha(coded).value == pytest.approx(known["alpha"], abs=5e-7)
    assert gwet_ac1(coded).value == pytest.approx(known["ac1"], abs=5e-7)


def test_gwets_four_raters_with_missing_values() -> None:
    rows = rows_of_matrix(list(zip(*KNOWN["gwet"]["units_by_coders"], strict=True)))
    coded = CodedUnits.from_rows(rows, level="ordinal")
    found = gwet_ac1(coded, interval="analytic")
    known = KNOWN["gwet"]
    assert found.value == pytest.approx(known["ac1"], abs=5e-7)
    assert found.standard_error == pytest.approx(known["ac1_standard_error"], abs=5e-7)
    assert found.low == pytest.approx(known["ac1_low"], abs=5e-4)
    assert found.high == known["ac1_high"]
    agreed = percent_agreement(coded).value
    assert agreed == pytest.approx(known["percent_agreement"], abs=5e-7)
    assert found.value is not None
    assert agreed is not None
    by_chance = (agreed - found.value) / (1 - found.value)
    assert by_chance == pytest.approx(known["chance_agreement"], abs=5e-7)
    for weights, value in known["ac2"].items():
        found = gwet_ac2(coded, weights=weights, interval="none")
        assert found.value == pytest.approx(value, abs=5e-4)


# By hand


def test_percent_agreement_is_the_mean_over_units_of_agreeing_pairs() -> None:
    # Pairs that agree: 3 of 3, 1 of 3, 0 of 1; one unit has one value only.
    found = percent_agreement(texts("aaa", "aab", "ab.", "a.."), interval="none")
    assert found.value == pytest.approx((1 + 1 / 3 + 0) / 3)
    assert (found.n_units, found.n_values, found.n_coders) == (3, 8, 3)


def test_alpha_by_hand() -> None:
    # o = [[2, 1], [1, 2]], so D_o = 2 / 6 and D_e = 2 * 3 * 3 / (6 * 5).
    found = krippendorff_alpha(texts("aa", "ab", "bb"), interval="none")
    assert found.value == pytest.approx(1 - (2 / 6) / (18 / 30))


def test_ordinal_words_get_the_order_that_is_given() -> None:
    rows = rows_of_table(((5, 1, 0), (2, 4, 1), (0, 1, 6)), ("low", "middle", "high"))
    in_words = CodedUnits.from_rows(
        rows, level="ordinal", order=["low", "middle", "high"]
    )
    numbers = {"low": "1", "middle": "2", "high": "3"}
    as_numbers = CodedUnits.from_rows(
        [{**row, "value": numbers[str(row["value"])]} for row in rows], level="ordinal"
    )
    assert in_words.value_names == ("low", "middle", "high")
    assert krippendorff_alpha(in_words).value == krippendorff_alpha(as_numbers).value


def test_equal_numbers_are_one_value_and_nominal_ones_are_not() -> None:
    rows = rows_of_matrix([("1", "2", "3"), ("1.0", "2", "3")])
    assert len(CodedUnits.from_rows(rows).value_names) == 4
    assert CodedUnits.from_rows(rows, level="interval").value_names == ("1", "2", "3")


def test_units_of_two_documents_with_one_name_are_two_units() -> None:
    rows = [
        {"document": document, "unit": "1", "coder": coder, "value": "a"}
        for document, coder in (("d1", "ana"), ("d2", "bo"))
    ]
    assert CodedUnits.from_rows(rows).n_units == 2


def test_documents_are_pooled_and_not_averaged() -> None:
    long = rows_of_table(((30, 2), (3, 25)), "ab")
    short = rows_of_table(((0, 2), (1, 0)), "ab")
    rows = [
        *({**row, "document": "long"} for row in long),
        *({**row, "document": "short"} for row in short),
    ]
    pooled = cohen_kappa(CodedUnits.from_rows(rows), interval="none")
    assert pooled.value == cohen_kappa(coded_table(((30, 4), (4, 25)))).value


def test_two_values_by_one_coder_are_two_values_and_told() -> None:
    rows: list[dict[str, str | None]] = [
        *rows_of_matrix(["ab", "ab"]),
        {"unit": "u0", "coder": "c0", "value": "b"},
    ]
    coded = CodedUnits.from_rows(rows)
    (problem,) = coded.problems
    assert problem.kind == "repeated coding"
    assert "'c0' in unit 'u0'" in problem.message
    found = percent_agreement(coded, interval="none")
    assert found.value == pytest.approx((1 / 3 + 1) / 2)
    # Of the pairs with one value by each coder, one of two agrees in u0.
    kappa = cohen_kappa(coded, interval="none")
    chance = 0.25 * 0.5 + 0.75 * 0.5
    assert kappa.value == pytest.approx((0.75 - chance) / (1 - chance))


def test_pairs_look_at_the_units_that_both_coded() -> None:
    coded = texts("ab.", "aa.", "bb.", "a.a", "b.b")
    result = agreement(
        coded, statistics=["percent_agreement"], by=["pair"], options=PLAIN
    )
    found = {(one.coder_a, one.coder_b): one for one in result.estimates}
    assert found["c0", "c1"].value == pytest.approx(2 / 3)
    assert found["c0", "c2"].n_units == 2
    assert found["c1", "c2"].value is None
    assert "no unit was coded by both coders" in result.problems[0].message


def test_codes_are_set_against_the_rest() -> None:
    coded = texts("ab", "aa", "bb", "cc", "ca")
    result = agreement(
        coded, statistics=["krippendorff_alpha"], by=["code"], options=PLAIN
    )
    for code in "abc":
        merged = texts(
            *(
                "".join("x" if one == code else "y" for one in unit)
                for unit in ("ab", "aa", "bb", "cc", "ca")
            )
        )
        found = next(one for one in result.estimates if one.code == code)
        assert found.value == pytest.approx(krippendorff_alpha(merged).value)


# Undefined


@pytest.mark.parametrize(
    ("units", "reason"),
    [
        (["a", "b"], "one coder, 'c0'"),
        (["a.", ".b"], "no unit was coded twice"),
        (["aa", "aa"], "all values are the same"),
        ([], "no codings"),
    ],
)
def test_undefined_is_no_number_and_says_why(units: list[str], reason: str) -> None:
    result = agreement(texts(*units), statistics=["krippendorff_alpha"])
    assert result.estimates[0].value is None
    assert result.problems[-1].kind == "undefined agreement"
    assert reason in result.problems[-1].message
    with pytest.raises(UndefinedAgreementError, match=reason):
        krippendorff_alpha(texts(*units))


def test_one_coder_with_repeated_codings_has_no_agreement() -> None:
    rows = [{"unit": "u", "coder": "ana", "value": value} for value in "ab"]
    with pytest.raises(UndefinedAgreementError, match="one coder"):
        krippendorff_alpha(CodedUnits.from_rows(rows))


def test_percent_agreement_is_defined_for_one_value() -> None:
    found = percent_agreement(texts(*["aa"] * 20))
    assert (found.value, found.high) == (1, 1)
    assert found.low == pytest.approx(0.025 ** (1 / 20))


def test_statistics_of_two_coders_are_left_out_of_three_unless_asked_for() -> None:
    coded = texts("aab", "abb", "bbb")
    names = {one.statistic for one in agreement(coded, options=PLAIN).estimates}
    assert names == {
        "percent_agreement",
        "fleiss_kappa",
        "krippendorff_alpha",
        "gwet_ac1",
    }
    result = agreement(coded, statistics=["cohen_kappa"], options=PLAIN)
    assert result.estimates[0].value is None
    assert "compares two coders" in result.problems[0].message
    pairs = agreement(coded, statistics=["cohen_kappa"], by=["pair"], options=PLAIN)
    assert len(pairs.estimates) == 3
    assert all(one.coder_a for one in pairs.estimates)


# Mistakes


def test_a_word_where_numbers_are_asked_names_its_row() -> None:
    rows = rows_of_matrix([("1", "2"), ("1", "two")])
    with pytest.raises(ValueLevelError) as caught:
        CodedUnits.from_rows(rows, level="interval")
    assert (caught.value.row, caught.value.unit, caught.value.value) == (4, "u1", "two")
    assert "Row 4, unit 'u1'" in str(caught.value)


@pytest.mark.parametrize("value", ["inf", "nan", "-1"])
def test_values_without_a_ratio_are_refused(value: str) -> None:
    with pytest.raises(ValueLevelError):
        CodedUnits.from_rows(rows_of_matrix([("1",), (value,)]), level="ratio")


def test_words_need_an_order_and_all_of_them() -> None:
    rows = rows_of_table(((1, 1), (1, 1)), ("low", "high"))
    with pytest.raises(MissingOrderError, match="high, low"):
        CodedUnits.from_rows(rows, level="ordinal")
    with pytest.raises(ValueLevelError, match="order"):
        CodedUnits.from_rows(rows, level="ordinal", order=["low"])


def test_other_mistakes_are_told() -> None:
    coded = texts("ab", "aa")
    with pytest.raises(UnknownStatisticError):
        agreement(coded, statistics=["kappa"])  # type: ignore[list-item]  # the mistake
    with pytest.raises(UnweightableLevelError):
        weighted_kappa(coded)
    with pytest.raises(MissingGroupsError, match="column 'document'"):
        krippendorff_alpha(coded, resample="documents")
    with pytest.raises(InvalidOptionError, match="level"):
        krippendorff_alpha(coded, level="fine")  # type: ignore[arg-type]  # the mistake
    with pytest.raises(InvalidOptionError, match="weights"):
        agreement_weights("cubic", np.array([1.0]))  # type: ignore[arg-type]  # the mistake


@pytest.mark.parametrize(
    "options",
    [
        {"interval": "guess"},
        {"resample": "pages"},
        {"n_draws": 1},
        {"seed": -1},
        {"confidence": 1},
    ],
)
def test_options_outside_their_range_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(InvalidOptionError):
        AgreementOptions(**options)  # type: ignore[arg-type]  # the mistake


def test_too_many_values_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hustings.coding.coincidences._MOST_CELLS", 3)
    with pytest.raises(TooManyValuesError):
        count_patterns(texts("ab", "aa"))


def test_rows_without_unit_or_coder_and_padded_names_are_told() -> None:
    rows: list[dict[str, str | None]] = [
        {"unit": "", "coder": "ana", "value": "a"},
        {"unit": "u", "coder": "ana", "value": "a "},
        {"unit": "u", "coder": "bo", "value": "a"},
        {"unit": "v", "coder": "bo", "value": ""},
    ]
    coded = CodedUnits.from_rows(rows)
    assert [one.kind for one in coded.problems] == ["incomplete row", "padded names"]
    assert len(coded.units) == 2


# Properties

UNITS = st.lists(
    st.text(alphabet="abc.", min_size=3, max_size=3), min_size=2, max_size=12
)


def values_by_statistic(coded: CodedUnits) -> dict[str, float | None]:
    found = agreement(coded, options=PLAIN).estimates
    return {one.statistic: one.value for one in found}


def assert_same(ours: dict[str, float | None], theirs: dict[str, float | None]) -> None:
    assert ours.keys() == theirs.keys()
    for name, value in ours.items():
        assert value == (None if value is None else pytest.approx(theirs[name]))


@settings(max_examples=60, deadline=None)
@given(units=UNITS, order=st.permutations("abc"), seed=st.integers(0, 99))
def test_names_and_order_do_not_matter(
    units: list[str], order: list[str], seed: int
) -> None:
    kept = [unit for unit in units if unit.strip(".")]
    value_of = dict(zip("abc", order, strict=True))
    rows = [
        {"unit": f"u{i}", "coder": f"c{j}", "value": value}
        for i, unit in enumerate(kept)
        for j, value in enumerate(unit)
        if value != "."
    ]
    renamed = [
        {
            "unit": f"{row['unit']}-again",
            "coder": {"c0": "zoe", "c1": "bo", "c2": "ana"}[row["coder"]],
            "value": value_of[row["value"]],
        }
        for row in rows
    ]
    np.random.default_rng(seed).shuffle(renamed)
    assert_same(
        values_by_statistic(CodedUnits.from_rows(rows)),
        values_by_statistic(CodedUnits.from_rows(renamed)),
    )


@settings(max_examples=40, deadline=None)
@given(units=UNITS)
def test_values_are_at_most_one(units: list[str]) -> None:
    for value in values_by_statistic(texts(*units)).values():
        assert value is None or value <= 1 + 1e-12


@settings(max_examples=40, deadline=None)
@given(units=UNITS)
def test_doubling_all_documents_changes_nothing_but_small_samples_alpha(
    units: list[str],
) -> None:
    rows = [
        {"unit": f"u{i}", "coder": f"c{j}", "value": value, "document": "d"}
        for i, unit in enumerate(units)
        for j, value in enumerate(unit)
        if value != "."
    ]
    once = values_by_statistic(CodedUnits.from_rows(rows))
    twice = values_by_statistic(
        CodedUnits.from_rows([*rows, *({**row, "document": "e"} for row in rows)])
    )
    alpha, doubled = once.pop("krippendorff_alpha"), twice.pop("krippendorff_alpha")
    assert_same(once, twice)
    if alpha is not None and doubled is not None:
        n = sum(
            1
            for row in rows
            if sum(other["unit"] == row["unit"] for other in rows) >= 2
        )
        # D_e has n - 1 in its denominator: 1 - alpha grows as (2n - 1) / (2n - 2).
        assert 1 - doubled == pytest.approx((1 - alpha) * (n - 0.5) / (n - 1))


@settings(max_examples=30, deadline=None)
@given(units=UNITS)
def test_alpha_of_all_levels_is_the_same_for_two_values(units: list[str]) -> None:
    two = [unit.replace("c", "a").replace("a", "1").replace("b", "2") for unit in units]
    coded = texts(*two)
    values = set()
    for level in ("nominal", "ordinal", "interval", "ratio"):
        try:
            found = krippendorff_alpha(coded, level=level, interval="none").value
        except UndefinedAgreementError:
            found = None
        values.add(None if found is None else round(found, 9))
    assert len(values) == 1


# Results


def test_rows_have_the_columns_of_the_contract() -> None:
    result = agreement(texts("ab", "aa", "bb"), options=PLAIN)
    assert list(result.to_rows()[0]) == [
        "statistic",
        "code",
        "coder_a",
        "coder_b",
        "value",
        "low",
        "high",
        "confidence",
        "level",
        "n_units",
        "n_values",
        "n_coders",
        "standard_error",
    ]
    assert result.to_polars().height == len(result.estimates)
    assert "Cohen's kappa .40" in result.summary()


@pytest.mark.parametrize(
    ("units", "words"),
    [
        (["aa"] * 40 + ["bb"] * 40, "alpha 1.00 [.91, 1.00]: above the .80 that"),
        (["aa"] * 30 + ["bb"] * 30 + ["ab"] * 10, "for tentative conclusions, but the"),
        (["aa"] * 30 + ["bb"] * 30 + ["ab"] * 40, "below the .667 that Krippendorff"),
    ],
)
def test_words_say_what_alpha_means(units: list[str], words: str) -> None:
    assert words in krippendorff_alpha(texts(*units)).in_words()


def test_other_statistics_are_named_in_full_and_not_judged() -> None:
    found = gwet_ac1(texts("ab", "aa", "bb", "ba", "aa", "bb"))
    assert found.in_words().startswith("Gwet's AC1 ")
    assert "asks" not in found.in_words()
    undefined = agreement(texts("aa"), statistics=["scott_pi"]).estimates[0]
    assert undefined.in_words() == "Scott's pi is undefined."
    assert "undefined" in undefined.summary()
