from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from hustings.errors import (
    HustingsError,
    InvalidOptionError,
    MissingColumnError,
    NothingCodedError,
    NothingToAssignError,
    RepeatedVersionError,
    SampleSizeError,
    TableFileError,
    UnknownCodeError,
    UnknownCoderError,
    UnknownPersonError,
    UnknownProbabilityError,
    UnknownUnitError,
    UnknownVariableError,
)
from hustings.workflow.drawing import Request
from hustings.workflow.project import Project
from town_books import VERSION_1, build_town, write_book

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.model.assignment import Assignment
    from hustings.workflow.assigning import AssignResult


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Project]:
    with Project.open(build_town(tmp_path, ("Ana", "Ben", "Carla"))) as project:
        yield project


@pytest.fixture
def book(tmp_path: Path) -> str:
    return str(write_book(tmp_path, VERSION_1))


def assign(project: Project, book: str, **asked: Any) -> AssignResult:  # noqa: ANN401  # fields of a request
    return project.assign(Request(codebook=book, **{"coders": ("ana",), **asked}))


def places(*assignments: Assignment) -> set[tuple[str, int]]:
    return {
        (unit.document_id, unit.anchor.span.start)
        for one in assignments
        for unit in one.units
    }


def chances(result: AssignResult) -> dict[tuple[str, int], float]:
    return {
        (unit.document_id, unit.anchor.span.start): unit.inclusion_probability
        for one in result.assignments
        for unit in one.units
    }


def test_all_units_are_handed_out_where_no_sample_is_asked(
    town: Project, book: str
) -> None:
    result = assign(town, book)
    (kept,) = town.store.assignments.of("Ana")
    assert result.assignments == (kept,)
    assert len(kept.units) == 12
    assert {unit.inclusion_probability for unit in kept.units} == {1.0}
    assert kept.variables == ("topic", "mood")
    assert kept.design["order"] == "document"
    words = {unit.anchor.words for unit in kept.units}
    assert "We want lower rents." in words
    assert result.summary() == "All 12 units. Units to code: Ana 12."


def test_a_sample_is_drawn_and_dealt_with_its_probabilities(
    town: Project, book: str
) -> None:
    result = assign(
        town,
        book,
        coders=("ana", "ben"),
        sample="6",
        stratify="actor",
        overlap=0.5,
        seed=3,
    )
    assert sorted(one.n_units for one in result.coders) == [4, 5]
    assert [one.n_shared for one in result.coders] == [3, 3]
    shares = {"ferry": 3 / 5, "ledger": 2 / 4, "heron": 1 / 3}
    said: Any = result.assignments[0].design
    assert {one["name"]: one["n_drawn"] / one["n_there"] for one in said["strata"]} == (
        shares
    )
    assert set(chances(result).values()) == set(shares.values())
    assert "6 units of 12 drawn at random by actor with seed 3" in result.summary()
    assert "; 3 units have two coders." in result.summary()


def test_the_same_request_gives_the_same_units_once(town: Project, book: str) -> None:
    asked: dict[str, Any] = {"coders": ("ana", "ben"), "sample": "50%", "seed": 7}
    first, again = (assign(town, book, **asked) for _ in range(2))
    assert first.assignments == again.assignments
    assert len(town.store.assignments.all()) == 2
    assert [one.is_new for one in again.coders] == [False, False]
    assert again.summary().endswith("They had them before.")
    other = assign(town, book, **{**asked, "seed": 8})
    assert places(*other.assignments) != places(*first.assignments)


def test_the_draw_does_not_depend_on_who_codes(town: Project, book: str) -> None:
    ana = assign(town, book, sample="4")
    both = assign(town, book, coders=("ben", "carla"), sample="4", overlap=1.0)
    assert places(*ana.assignments) == places(*both.assignments)


def test_whole_documents_stay_whole(town: Project, book: str) -> None:
    result = assign(town, book, coders=("ana", "ben"), sample="2", whole_documents=True)
    assert [one.n_documents for one in result.coders] == [1, 1]
    assert set(chances(result).values()) == {2 / 3}
    assert result.assignments[0].design["order"] == "document"
    starts = [unit.anchor.span.start for unit in result.assignments[0].units]
    assert starts == sorted(starts)
    assert "2 documents of 3" in result.summary()


def test_strata_may_be_codes_of_a_coder(town: Project, book: str) -> None:
    with pytest.raises(NothingCodedError, match="to stratify by its codes"):
        assign(town, "marpor-5", sample="6", stratify="code")
    town.code(codebook="marpor-5")
    result = assign(town, "marpor-5", sample="9", stratify="code", allocation="equal")
    said: Any = result.assignments[0].design
    assert said["stratify"]["coder"] == "dictionary:marpor-5"
    assert sum(one["n_drawn"] for one in said["strata"]) == 9
    with pytest.raises(UnknownCoderError):
        assign(town, "marpor-5", sample="6", stratify="code", codes_of="ben")
    del book


def test_a_further_draw_leaves_out_what_was_assigned(town: Project, book: str) -> None:
    first = assign(town, book, sample="4", stratify="actor")
    second = assign(town, book, coders=("ben",), sample="3", new_only=True)
    third = assign(town, book, coders=("carla",), new_only=True)
    drawn = [places(*one.assignments) for one in (first, second, third)]
    assert len(set.union(*drawn)) == sum(map(len, drawn)) == 12
    said = {one["name"]: one for one in _strata(first)}
    actors = {
        one.document_id: one.name.removesuffix(".txt") for one in town.store.documents()
    }
    for (document, _), chance in chances(second).items():
        one = said[actors[document]]
        before = one["n_drawn"] / one["n_there"]
        assert chance == pytest.approx((1 - before) * 3 / 8)
    for (document, start), chance in chances(third).items():
        one = said[actors[document]]
        left = 1 - one["n_drawn"] / one["n_there"]
        assert chance == pytest.approx(left * (1 - 3 / 8)), (document, start)
    with pytest.raises(NothingToAssignError, match="assigned already"):
        assign(town, book, sample="1", new_only=True)


def _strata(result: AssignResult) -> list[dict[str, Any]]:
    said: Any = result.assignments[0].design
    return list(said["strata"])


def test_probabilities_that_would_not_be_known_are_refused(
    town: Project, book: str
) -> None:
    assign(town, book, sample="4")
    for asked in ({"stratify": "actor"}, {"documents": ("ferry.txt",)}):
        with pytest.raises(UnknownProbabilityError, match="nothing was drawn"):
            assign(town, book, sample="2", new_only=True, **asked)
    with pytest.raises(UnknownProbabilityError, match="whole documents"):
        assign(town, book, sample="1", new_only=True, whole_documents=True)
    assign(town, book, sample="3", seed=5)
    with pytest.raises(UnknownProbabilityError, match="independently"):
        assign(town, book, sample="2", new_only=True)
    assert len(town.store.assignments.all()) == 2


def test_a_frame_that_changed_is_refused(town: Project, book: str) -> None:
    assign(town, book, sample="4")
    town.split(into="paragraph")
    with pytest.raises(UnknownProbabilityError, match="others by now"):
        assign(town, book, sample="1", new_only=True)


def test_new_documents_take_part_in_a_further_draw(
    town: Project, book: str, tmp_path: Path
) -> None:
    assign(town, book, sample="6")
    late = tmp_path / "late.txt"
    late.write_text("The lamp stays lit. The bell rings twice.", encoding="utf-8")
    town.read([late], actor="late", date="2031", language="en")
    result = assign(town, book, new_only=True)
    assert sorted(chances(result).values()) == [0.5] * 6 + [1.0] * 2


def test_mistakes_change_nothing(town: Project, book: str) -> None:
    mistakes: list[tuple[type[HustingsError], dict[str, Any]]] = [
        (UnknownPersonError, {"coders": ("dora",)}),
        (UnknownPersonError, {"coders": ()}),
        (UnknownVariableError, {"variables": ("tone",)}),
        (SampleSizeError, {"sample": "13"}),
        (SampleSizeError, {"sample": "2", "stratify": "actor"}),
        (InvalidOptionError, {"overlap": 0.2}),
        (InvalidOptionError, {"seed": -1}),
        (InvalidOptionError, {"whole_documents": True, "stratify": "document"}),
        (InvalidOptionError, {"stratify": "colour"}),
    ]
    for error, asked in mistakes:
        with pytest.raises(error):
            assign(town, book, **asked)
    assert town.store.assignments.all() == []
    assert town.store.codebook_versions.all() == []


def test_another_text_of_one_version_is_refused(
    town: Project, book: str, tmp_path: Path
) -> None:
    assign(town, book, sample="4")
    other = write_book(tmp_path, VERSION_1.replace("Boats", "Ships"), "other.yaml")
    with pytest.raises(RepeatedVersionError, match="town@1"):
        assign(town, str(other), sample="4")
    assert assign(town, "town@1", sample="4").coders[0].is_new is False


def test_one_variable_may_be_asked_for(town: Project, book: str) -> None:
    result = assign(town, book, sample="2", variables=("mood",))
    assert result.assignments[0].variables == ("mood",)


# Training sets


def some_units(project: Project) -> list[str]:
    result = assign(project, "economic-social")
    return [unit.unit_id for unit in result.assignments[0].units][:3]


def train(project: Project, book: str, path: Path) -> AssignResult:
    request = Request(codebook=book, coders=("ana", "ben"))
    return project.assign(request, training=path)


@pytest.mark.parametrize("is_long", [True, False])
def test_everybody_gets_the_training_set(
    town: Project,
    book: str,
    tmp_path: Path,
    is_long: bool,  # noqa: FBT001  # parametrized
) -> None:
    first, second, third = some_units(town)
    table = tmp_path / "answers.csv"
    rows = [f"{first},305.1,up", f"{second},none,", f"{third},,"]
    text = "\n".join(["unit,topic,mood", *rows])
    if is_long:
        rows = [f"{first},topic,305.1", f"{first},mood,up", f"{second},topic,none"]
        text = "\n".join(["unit,variable,value", *rows])
    table.write_text(text, encoding="utf-8")
    result = train(town, book, table)
    ana, ben = result.assignments
    assert ana.purpose == ben.purpose == "training"
    assert {unit.unit_id: dict(unit.answers) for unit in ana.units} == {
        first: {"topic": "305.1", "mood": "up"},
        second: {"topic": "none"},
    }
    assert places(ana) == places(ben)
    assert result.summary().startswith("2 units with known answers.")
    assert train(town, book, table).coders[0].is_new is False


def test_training_sets_are_not_in_the_way_of_further_draws(
    town: Project, book: str, tmp_path: Path
) -> None:
    table = tmp_path / "answers.csv"
    table.write_text(f"unit,topic\n{some_units(town)[0]},none\n", encoding="utf-8")
    train(town, book, table)
    result = assign(town, book, new_only=True)
    assert set(chances(result).values()) == {1.0}


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("unit,topic\nnowhere,none\n", UnknownUnitError, "nowhere"),
        ("unit,topic\nU,999\n", UnknownCodeError, "Known codes: 305.1"),
        ("unit,tone\nU,up\n", MissingColumnError, "no column 'topic'"),
        ("words,topic\nU,none\n", MissingColumnError, "no column 'unit'"),
        ("unit,topic\nU,none\nU,402\n", TableFileError, "line 3: Unit"),
        ("unit,topic\nU,\n", NothingToAssignError, "holds no answer"),
        ("unit,variable,value\nU,tone,up\n", UnknownVariableError, "tone"),
    ],
)
def test_wrong_answers_are_refused(
    town: Project,
    book: str,
    tmp_path: Path,
    text: str,
    error: type[HustingsError],
    said: str,
) -> None:
    table = tmp_path / "answers.csv"
    table.write_text(text.replace("U,", f"{some_units(town)[0]},"), encoding="utf-8")
    with pytest.raises(error, match=said):
        train(town, book, table)
    assert len(town.store.assignments.all()) == 1
