from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from hustings.errors import InvalidCountsError, InvalidOptionError, UnknownCaseError
from hustings.scaling.keyness import keyness
from hustings.words.matrices import DocumentFeatureMatrix

PUBLISHED = json.loads(
    (Path(__file__).parent / "reference" / "scales_from_words.json").read_text(
        encoding="utf-8"
    )
)["keyness"]


def counts(**texts: tuple[float, ...]) -> DocumentFeatureMatrix:
    names = ("trams", "roads", "parks", "ships")
    return DocumentFeatureMatrix.from_rows(
        [
            {"case": case, **dict(zip(names, row, strict=False))}
            for case, row in texts.items()
        ]
    )


TOWN = counts(a=(9, 1, 5, 0), b=(4, 2, 6, 0), c=(1, 9, 5, 1))


@pytest.mark.parametrize("measure", ["log_likelihood", "chi2"])
def test_published_pair(measure: str) -> None:
    matrix = counts(
        first=(PUBLISHED["both"], PUBLISHED["first_only"]),
        other=(PUBLISHED["second_only"], PUBLISHED["neither"]),
    )
    found = keyness(matrix, ["first"], measure=measure).key_words  # type: ignore[arg-type]  # parametrized
    assert found[0].statistic == pytest.approx(PUBLISHED[measure], abs=0.005)
    assert found[1].statistic == pytest.approx(-PUBLISHED[measure], abs=0.005)


@pytest.mark.parametrize("measure", ["log_likelihood", "chi2"])
def test_agrees_with_scipy(measure: str) -> None:
    ratio = {"log_likelihood": "log-likelihood", "chi2": "pearson"}[measure]
    for found in keyness(TOWN, ["a", "b"], measure=measure).key_words:  # type: ignore[arg-type]  # parametrized
        n = found.n_target, found.n_reference
        table = np.array([n, (27 - n[0], 16 - n[1])])
        expected = stats.chi2_contingency(table, correction=False, lambda_=ratio)
        assert abs(found.statistic) == pytest.approx(expected.statistic)
        assert found.p == pytest.approx(expected.pvalue)
        assert found.expected == pytest.approx(expected.expected_freq[0, 0])


def test_swapped_groups_swap_the_sign() -> None:
    one = {found.word: found.statistic for found in keyness(TOWN, ["c"]).key_words}
    other = keyness(TOWN, ["a", "b"], reference=["c"]).key_words
    assert one == pytest.approx({found.word: -found.statistic for found in other})
    order = [found.statistic for found in other]
    assert order == sorted(order, reverse=True)


def test_words_in_neither_group_are_left_out() -> None:
    found = keyness(TOWN, ["a"], reference=["b"])
    assert {row["word"] for row in found.words} == {"trams", "roads", "parks"}


def test_a_single_word_speaks_for_nobody() -> None:
    for measure in ("log_likelihood", "chi2"):
        found = keyness(counts(a=(3,), b=(5,)), ["a"], measure=measure)
        assert (found.key_words[0].statistic, found.key_words[0].p) == (0, 1)


def test_adjusted_p() -> None:
    plain = keyness(TOWN, ["c"]).key_words
    assert all(found.p == found.p_adjusted for found in plain)
    strict = keyness(TOWN, ["c"], adjust="bonferroni").key_words
    assert all(f.p_adjusted == pytest.approx(min(4 * f.p, 1)) for f in strict)
    rates = keyness(TOWN, ["c"], adjust="benjamini_hochberg").key_words
    expected = stats.false_discovery_control([found.p for found in rates])
    assert [found.p_adjusted for found in rates] == pytest.approx(expected.tolist())


def test_small_counts_are_said_for_chi_squared() -> None:
    result = keyness(TOWN, ["c"], measure="chi2")
    assert [problem.kind for problem in result.problems] == ["small counts"]
    assert result.problems[0].message.startswith("2 of 4 words")
    many = counts(a=(90, 10), b=(10, 90))
    assert keyness(many, ["a"], measure="chi2").problems == ()


def test_rows_report_and_summary() -> None:
    result = keyness(TOWN, ["a", "b"])
    assert result.to_polars().height == 4
    assert result.report["reference"] == ["c"]
    assert result.summary().startswith("trams: log_likelihood ")


def test_errors() -> None:
    with pytest.raises(UnknownCaseError, match="no case 'x'"):
        keyness(TOWN, ["x"])
    with pytest.raises(InvalidCountsError, match="target has no words"):
        keyness(TOWN, [])
    with pytest.raises(InvalidCountsError, match="reference has no words"):
        keyness(TOWN, ["a", "b", "c"])
    with pytest.raises(InvalidCountsError, match="in the target and in the reference"):
        keyness(TOWN, ["a"], reference=["a", "b"])
    with pytest.raises(InvalidOptionError, match="chi2 or log_likelihood"):
        keyness(TOWN, ["a"], measure="x")  # type: ignore[arg-type]  # the mistake
    with pytest.raises(InvalidOptionError, match="none or bonferroni"):
        keyness(TOWN, ["a"], adjust="x")  # type: ignore[arg-type]  # the mistake
