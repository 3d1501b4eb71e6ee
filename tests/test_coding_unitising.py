from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest

from hustings.coding.continua import MarkedStretch
from hustings.coding.unitising import (
    alpha_u,
    cu_alpha,
    ku_alpha,
    u_alpha,
    u_alpha_binary,
    unitising_agreement,
)
from hustings.errors import (
    InvalidOptionError,
    InvalidStretchError,
    OverlappingStretchesError,
)

KNOWN = json.loads(
    (Path(__file__).parent / "reference" / "agreement.json").read_text(encoding="utf-8")
)
# First and last position of each stretch.
FIGURE_12_11 = KNOWN["u_alpha_2019"]
# Beginning and end.
PAGE_254 = KNOWN["alpha_u_2004"]


def mark(
    coder: str, start: int, end: int, value: str | None, document: str = "Harbour"
) -> MarkedStretch:
    return MarkedStretch(
        document=document, coder=coder, start=start, end=end, value=value
    )


def marks_of(
    marks: str, coder: str, *, origin: int, closed: int, document: str = "Harbour"
) -> list[MarkedStretch]:
    found = []
    for one in marks.split():
        span, value = one.split(":")
        first, last = (int(end) - origin for end in span.split("-"))
        found.append(mark(coder, first, last + closed, value, document))
    return found


def figure(document: str = "Harbour") -> list[MarkedStretch]:
    return [
        one
        for coder, marks in FIGURE_12_11["stretches"].items()
        for one in marks_of(marks, coder, origin=1, closed=1, document=document)
    ]


def page_254() -> list[MarkedStretch]:
    return [
        one
        for coder, marks in PAGE_254["stretches"].items()
        for one in marks_of(marks, coder, origin=PAGE_254["origin"], closed=0)
    ]


def values_of(stretches: list[MarkedStretch], **lengths: int) -> dict[str, float]:
    result = unitising_agreement(stretches, lengths=lengths, n_draws=0)
    return {
        one.statistic if one.code is None else f"{one.statistic} {one.code}": one.value
        for one in result.estimates
        if one.value is not None
    }


# Published numbers


def test_alpha_u_of_the_book_of_2004() -> None:
    result = alpha_u(page_254(), lengths={"Harbour": PAGE_254["length"]}, n_draws=0)
    found = {one.code: one.value for one in result.estimates}
    assert found == {
        None: pytest.approx(PAGE_254["overall"], abs=5e-5),
        "c": pytest.approx(PAGE_254["c"], abs=5e-5),
        "k": pytest.approx(PAGE_254["k"]),
    }
    peer = pytest.approx(PAGE_254["overall_of_dkpro"], abs=0.0005)
    assert result.estimates[0].value == peer


def test_u_alphas_of_the_book_of_2019() -> None:
    found = values_of(figure(), Harbour=FIGURE_12_11["length"])
    for name in ("u_alpha", "u_alpha_binary", "cu_alpha"):
        assert found[name] == pytest.approx(FIGURE_12_11[name], abs=5e-5)
    printed = FIGURE_12_11["u_alpha_binary_as_printed"]
    assert found["u_alpha_binary"] == pytest.approx(printed, abs=0.001)
    assert round(found["u_alpha"], 3) == 0.510
    assert round(found["cu_alpha"], 3) == 0.724


def test_single_values_of_the_book_and_their_coverage() -> None:
    result = ku_alpha(figure(), lengths={"Harbour": 60}, n_draws=0)
    found = {one.code: (one.value, one.coverage) for one in result.estimates}
    assert found["1"][0] == pytest.approx(1.0)
    assert found["1"][1] == 1.0
    assert found["5"][0] == pytest.approx(1.0)
    assert found["5"][1] == pytest.approx(8 / 18)
    assert found["5"][1] == pytest.approx(FIGURE_12_11["coverage_of_5"], abs=5e-4)
    assert found["7"] == (None, 0.0)
    (problem,) = result.problems
    assert problem.message == (
        "ku_alpha of '7' is undefined: nobody else marked where it stands, or no "
        "other value stands where two coders marked."
    )


# By hand


def test_u_alpha_by_hand() -> None:
    stretches = [mark("ana", 0, 5, "c"), mark("bo", 0, 6, "c")]
    pairs = 24 - (25 + 36 + 13) / 24
    expected = 24 - (11**2 - 61 + 13**2 - 13) / pairs
    found = values_of(stretches, Harbour=12)
    assert found["u_alpha"] == pytest.approx(1 - 2 / expected)
    assert found["u_alpha_binary"] == found["u_alpha"]


def test_alpha_u_by_hand() -> None:
    stretches = [mark("ana", 0, 5, "c"), mark("bo", 0, 6, "c")]
    observed = 2 / 24
    inside = 25 * (3 + 2) + 36 * (2 + 1)
    expected = 2 * (60 + 110 + inside) / (24 * 23 - 20 - 30)
    assert values_of(stretches, Harbour=12)["alpha_u"] == pytest.approx(
        1 - observed / expected
    )


def by_position(documents: list[tuple[list[MarkedStretch], int]]) -> float:
    """Compute u-alpha position by position, pooled over documents."""
    pairs: dict[tuple[str, str], float] = {}
    squares: dict[str, float] = {"": 0.0}
    for marks, length in documents:
        coders = sorted({one.coder for one in marks})
        lines = {coder: [""] * length for coder in coders}
        for one in marks:
            if one.value:
                lines[one.coder][one.start : one.end] = [one.value] * (
                    one.end - one.start
                )
                square = (one.end - one.start) ** 2
                squares[one.value] = squares.get(one.value, 0) + square
        for a, b in permutations(coders, 2):
            for pair in zip(lines[a], lines[b], strict=True):
                pairs[pair] = pairs.get(pair, 0) + 1 / (len(coders) - 1)
        squares[""] += sum(line.count("") for line in lines.values())
    sums: dict[str, float] = {}
    for (value, _), n in pairs.items():
        sums[value] = sums.get(value, 0) + n
    total = sum(sums.values())
    pairable = total - sum(squares.values()) / total
    alike = sum(sums[one] ** 2 - squares[one] for one in sums) / pairable
    observed = sum(n for (a, b), n in pairs.items() if a != b)
    return 1 - observed / (total - alike)


def test_documents_are_pooled() -> None:
    second = [
        mark("ana", 2, 6, "1", "Orchard"),
        mark("ana", 6, 9, "2", "Orchard"),
        mark("bo", 2, 9, "1", "Orchard"),
    ]
    pooled = values_of([*figure(), *second], Harbour=60, Orchard=20)["u_alpha"]
    assert pooled == pytest.approx(by_position([(figure(), 60), (second, 20)]))
    average = (0.5099819 + values_of(second, Orchard=20)["u_alpha"]) / 2
    assert abs(pooled - average) > 0.01


def test_a_coder_who_found_nothing_counts() -> None:
    two = [mark("ana", 0, 5, "c"), mark("bo", 0, 5, "c")]
    alone = values_of(two, Harbour=12)["u_alpha"]
    with_third = values_of([*two, mark("carl", 0, 0, None)], Harbour=12)["u_alpha"]
    assert alone == pytest.approx(1)
    assert with_third < 0.5


# Properties


def test_order_and_names_make_no_difference() -> None:
    names = {"alex": "z", "paul": "y", "suzan": "x"}
    turned = [
        mark(names[one.coder], one.start, one.end, one.value)
        for one in reversed(figure())
    ]
    first = unitising_agreement(figure(), lengths={"Harbour": 60})
    assert unitising_agreement(turned, lengths={"Harbour": 60}) == first


def test_the_same_marks_agree_perfectly() -> None:
    stretches = [
        one
        for coder in ("ana", "bo", "carl")
        for one in marks_of(
            FIGURE_12_11["stretches"]["suzan"], coder, origin=1, closed=1
        )
    ]
    assert all(
        value == pytest.approx(1) for value in values_of(stretches, Harbour=60).values()
    )


def test_a_document_twice_under_two_names_keeps_what_is_observed() -> None:
    once = values_of(figure(), Harbour=60)
    twice = values_of([*figure(), *figure("Orchard")], Harbour=60, Orchard=60)
    # a little apart: the corrections for small samples differ
    assert twice["u_alpha"] == pytest.approx(once["u_alpha"], abs=0.05)


# Intervals


def many(n: int) -> list[MarkedStretch]:
    """Invent n documents in which two coders differ now and then."""
    found = []
    for i in range(n):
        name = f"text {i:02}"
        found += [mark("ana", 0, 5, "c", name), mark("ana", 8, 12, "k", name)]
        found += [mark("bo", 0, 5 - i % 3, "c", name), mark("bo", 8, 11 + i % 2, "k")]
        found[-1] = mark("bo", 8, 11 + i % 2, "k" if i % 4 else "c", name)
    return found


def test_intervals_hold_the_estimate_and_obey_the_seed() -> None:
    lengths = {f"text {i:02}": 20 for i in range(12)}
    result = unitising_agreement(many(12), lengths=lengths, n_draws=200)
    for one in result.estimates:
        assert one.value is not None
        assert one.low is not None
        assert one.high is not None
        assert one.low <= one.value <= one.high
        assert one.confidence == 0.95
    again = unitising_agreement(many(12), lengths=lengths, n_draws=200)
    other = unitising_agreement(many(12), lengths=lengths, n_draws=200, seed=1)
    assert result == again
    assert result != other


def test_one_document_is_resampled_by_stretches() -> None:
    result = u_alpha(figure(), lengths={"Harbour": 60})
    one = result.estimates[0]
    assert one.low is not None
    assert one.high is not None
    assert one.low < 0.51 < one.high
    assert [one.kind for one in result.problems] == ["short interval"]


def test_alpha_u_of_one_document_has_no_interval() -> None:
    result = alpha_u(figure(), lengths={"Harbour": 60})
    assert result.estimates[0].low is None
    assert any("draws documents" in one.message for one in result.problems)


def test_little_to_draw_gives_no_interval() -> None:
    stretches = [mark("ana", 0, 5, "c"), mark("bo", 0, 6, "c")]
    result = u_alpha(stretches, lengths={"Harbour": 12})
    assert result.estimates[0].low is None
    assert [one.kind for one in result.problems] == ["no interval"]


def test_perfect_agreement_has_no_interval() -> None:
    stretches = [
        mark(coder, 10 * i, 10 * i + 5, "c") for coder in "ab" for i in range(20)
    ]
    result = u_alpha(stretches, lengths={"Harbour": 200})
    assert result.estimates[0].value == pytest.approx(1)
    assert result.estimates[0].low is None
    assert "no certainty" in result.problems[0].message


# Bad input


def test_overlapping_stretches_are_named() -> None:
    stretches = [mark("ana", 0, 5, "c"), mark("ana", 4, 9, "k"), mark("bo", 0, 5, "c")]
    with pytest.raises(OverlappingStretchesError) as caught:
        u_alpha(stretches, lengths={"Harbour": 12})
    assert "'ana' marked 0 to 5 and 4 to 9 of document 'Harbour'" in str(caught.value)
    assert alpha_u(stretches, lengths={"Harbour": 12}).estimates[0].value is not None


def test_alpha_u_refuses_overlaps_within_a_value() -> None:
    stretches = [mark("ana", 0, 5, "c"), mark("ana", 4, 9, "c"), mark("bo", 0, 5, "c")]
    with pytest.raises(OverlappingStretchesError):
        alpha_u(stretches)


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (4, 4), (5, 4), (8, 13)])
def test_stretches_that_cannot_be_are_named(start: int, end: int) -> None:
    stretches = [mark("ana", start, end, "c"), mark("bo", 0, 5, "c")]
    with pytest.raises(InvalidStretchError, match=f"'ana' marked {start} to {end}"):
        u_alpha(stretches, lengths={"Harbour": 12})


def test_one_coder_says_nothing() -> None:
    result = unitising_agreement([mark("ana", 0, 5, "c")], lengths={"Harbour": 12})
    assert all(one.value is None for one in result.estimates)
    assert result.problems[0].kind == "one coder only"
    assert "document 'Harbour'" in result.problems[0].message


def test_unknown_lengths_are_told() -> None:
    result = u_alpha([mark("ana", 0, 5, "c"), mark("bo", 0, 6, "c")])
    assert result.problems[0].kind == "unknown length"


def test_one_value_everywhere_is_undefined() -> None:
    stretches = [mark("ana", 0, 12, "c"), mark("bo", 0, 12, "c")]
    for function in (u_alpha, u_alpha_binary, cu_alpha):
        result = function(stretches, lengths={"Harbour": 12})
        assert result.estimates[0].value is None
        assert any(one.kind == "undefined" for one in result.problems)


def test_nothing_marked_is_undefined() -> None:
    stretches = [mark("ana", 0, 0, None), mark("bo", 0, 0, "")]
    result = unitising_agreement(stretches, lengths={"Harbour": 12})
    assert all(one.value is None for one in result.estimates)


@pytest.mark.parametrize(
    "options", [{"n_draws": -1}, {"seed": -1}, {"confidence": 1.0}]
)
def test_options_outside_their_range(options: dict[str, float]) -> None:
    with pytest.raises(InvalidOptionError):
        u_alpha(figure(), **options)  # type: ignore[arg-type]  # as a user might


# What people see


def test_rows_have_the_columns_of_the_contract() -> None:
    result = cu_alpha(figure(), lengths={"Harbour": 60}, n_draws=0)
    (row,) = result.to_rows()
    assert " ".join(list(row)[:12]) == (
        "statistic code coder_a coder_b value low high confidence level n_units "
        "n_values n_coders"
    )
    assert result.to_polars().height == 1
    assert result.summary() == "cu_alpha 0.724 (16 stretches)"


def test_overlapping_values_leave_alpha_u_and_say_why_the_others_are_undefined() -> (
    None
):
    stretches = [mark("ana", 0, 5, "c"), mark("ana", 4, 9, "k"), mark("bo", 0, 5, "c")]
    lengths = {"Harbour": 12}
    result = unitising_agreement(stretches, lengths=lengths)
    alone = alpha_u(stretches, lengths=lengths)
    assert result.estimates[: len(alone.estimates)] == alone.estimates
    rest = result.estimates[len(alone.estimates) :]
    assert [(one.statistic, one.code) for one in rest] == [
        ("u_alpha", None),
        ("u_alpha_binary", None),
        ("cu_alpha", None),
        ("ku_alpha", "c"),
        ("ku_alpha", "k"),
    ]
    assert {one.value for one in rest} == {None}
    (told,) = [one for one in result.problems if one.kind == "undefined"]
    assert "'ana' marked 0 to 5 and 4 to 9 of document 'Harbour'" in told.message


def test_ends_beyond_any_text_are_refused() -> None:
    with pytest.raises(InvalidStretchError, match="1,000,000,000"):
        alpha_u([mark("ana", 0, 10**20, "c"), mark("bo", 0, 5, "c")])
