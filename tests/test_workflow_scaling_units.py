"""Scaling a project's units with all their codings and every source of error."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from command_line import run, run_json
from hand_sample import assign, code_rightly, make_harbour, right_positions
from hustings.errors import (
    InvalidOptionError,
    UnknownScaleError,
    UnusableSourceError,
    UselessInputError,
)
from hustings.estimates.results import UNCORRECTED
from hustings.interface.pages.site import plan_site
from hustings.workflow.lenses import is_uncorrected
from hustings.workflow.scaled_cases import table_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.model.run import Run
    from hustings.workflow.project import Project
    from hustings.workflow.scaled_cases import ScaledCases


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_harbour(tmp_path) as made:
        yield made


def run_of(project: Project, scaled: ScaledCases) -> Run:
    found = project.store.run(scaled.run_id)
    assert found is not None
    return found


def kinds(scaled: ScaledCases) -> list[str]:
    return [problem.kind for problem in scaled.problems]


def noisy(coder: str, value: str) -> str:
    """Let Ben miss some of what is about boats."""
    noisy.calls += 1  # type: ignore[attr-defined]  # counts
    return "000" if coder == "Ben" and noisy.calls % 4 == 0 else value  # type: ignore[attr-defined]


noisy.calls = 0  # type: ignore[attr-defined]


def test_a_machine_alone_is_counted_as_before_and_marked(project: Project) -> None:
    scaled = project.scale("wheels")
    assert kinds(scaled) == [UNCORRECTED]
    assert "sources" not in run_of(project, scaled).parameters
    assert scaled.positions[0].sources is None
    assert is_uncorrected(project.gather().scales[-1])


def test_a_random_sample_corrects_the_machine(project: Project) -> None:
    machine = {one.case: one for one in project.scale("wheels").positions}
    code_rightly(project, assign(project, sample="60", overlap=0.4), said=noisy)
    scaled = project.scale("wheels")
    right = right_positions(project)
    for one in scaled.positions:
        assert one.low is not None
        assert one.high is not None
        assert one.low <= right[one.case] <= one.high
        assert one.position > machine[one.case].position
        assert one.sources is not None
        assert set(one.sources) == {"sampling", "coders", "machine"}
        assert sum(one.sources.values()) == pytest.approx(1)
    row = scaled.to_rows()[0]
    assert row["method"] == "tuned"
    assert row["uncorrected"] == pytest.approx(machine[str(row["case"])].position)
    assert 0 < row["n_coded"] < row["n_units"]  # type: ignore[operator]
    assert UNCORRECTED not in kinds(scaled)
    assert "corrected by 60 units that Ana and Ben coded at random" in str(
        scaled.report["basis"]
    )
    assert not is_uncorrected(project.gather().scales[-1])
    parents = run_of(project, scaled).parents
    assert sum(one.startswith("code-") for one in parents) == 3


def test_the_sources_can_be_chosen(project: Project) -> None:
    code_rightly(project, assign(project, sample="60", overlap=0.4), said=noisy)

    def named(*sources: str, **asked: Any) -> set[str]:  # noqa: ANN401  # as asked
        scaled = project.scale("wheels", uncertainty=sources, **asked)
        return set(scaled.positions[0].sources or ())

    assert named("sampling") == {"sampling"}
    assert named("coders", "machine") == {"coders", "machine"}
    assert named("none") == set()
    assert project.scale("wheels", uncertainty=["none"]).positions[0].low is None
    assert named("all") == {"sampling", "coders", "machine"}
    with pytest.raises(InvalidOptionError, match="Choose all, none"):
        named("luck")
    with pytest.raises(InvalidOptionError, match="turn that on"):
        named("sampling", correction="difference")
    with pytest.raises(UnusableSourceError, match="its cuts have no probabilities"):
        named("unitising")


def test_how_the_machine_is_corrected_can_be_chosen(project: Project) -> None:
    alone = project.scale("wheels")
    code_rightly(project, assign(project, sample="60"))
    methods = {
        correction: project.scale("wheels", correction=correction).to_rows()[0][
            "method"
        ]
        for correction in ("tuned", "difference", "hand")
    }
    assert methods == {
        "tuned": "tuned",
        "difference": "difference",
        "hand": "hand",
    }
    plain = project.scale("wheels", correction="none")
    assert plain.positions == alone.positions
    assert plain.coder.startswith("dictionary:")
    assert UNCORRECTED in kinds(plain)


def test_sources_that_one_machine_cannot_show_are_refused(project: Project) -> None:
    with pytest.raises(UnusableSourceError, match="hustings code --by hand"):
        project.scale("wheels", uncertainty=["machine"])
    with pytest.raises(UnusableSourceError, match="hustings code --by hand"):
        project.scale("distances", uncertainty=["coders"])
    everything = project.scale("wheels", uncertainty=["all"])
    assert everything.to_rows()[0]["method"] == UNCORRECTED
    assert is_uncorrected(project.gather().scales[-1])


def test_codings_that_were_not_drawn_correct_nothing(project: Project) -> None:
    machine = project.scale("wheels")
    code_rightly(project, assign(project, sample="20"))
    sha256 = next(iter(project.store.assignments.all())).codebook_sha256
    assert sha256
    named = project.scale("wheels", coder="Ana")
    assert named.coder == "Ana"
    assert set(named.positions[0].sources or ()) == {"sampling"}
    assert named.positions != machine.positions


def test_two_people_who_coded_everything_need_no_machine(project: Project) -> None:
    code_rightly(project, assign(project, overlap=1.0))
    scaled = project.scale("wheels")
    right = right_positions(project)
    assert scaled.coder == "Ana and Ben"
    for one in scaled.positions:
        assert one.position == pytest.approx(right[one.case])
    (told,) = [one for one in scaled.problems if one.kind == "several coders"]
    assert "There are also those of dictionary:harbour" in told.message


def test_a_document_nobody_coded_has_no_position(project: Project) -> None:
    code_rightly(
        project, assign(project, documents=("quay.txt",)), said=lambda _, value: value
    )
    scaled = project.scale("wheels", coder="Ana")
    assert len(scaled.positions) == 1
    (told,) = [one for one in scaled.problems if one.kind == "no position"]
    assert "Lane Party 2031" in told.message
    assert "none of them coded" in told.message


def test_tables_are_made_again_byte_for_byte(project: Project) -> None:
    code_rightly(project, assign(project, sample="60", overlap=0.4), said=noisy)
    project.scale("wheels")
    project.scale("salience")
    assign(project, sample="10", seed=7)
    for one in project.store.derived.glob("scale-*/*.parquet"):
        one.unlink()
    assert project.check(rebuild=True).is_sound


def test_draws_of_two_scales_belong_together(project: Project) -> None:
    code_rightly(project, assign(project, sample="60", overlap=0.4), said=noisy)
    first, second = (
        project.scale("wheels"),
        project.scale("laver-garry", left=["boats"], right=["roads"]),
    )
    gathered = project.gather()
    (pair,) = gathered.pairs.values()
    spread = pair[first.positions[0].case]
    assert spread.covariance > 0
    correlation = spread.covariance / (
        (spread.first_variance * spread.second_variance) ** 0.5
    )
    assert correlation > 0.8
    names = [one.table for one in run_of(project, second).outputs]
    assert {"draws", "bases", "report"} <= set(names)
    assert table_of(project.store, run_of(project, first), "draws").num_rows == 2


def test_scales_among_rivals_hold_every_source(project: Project) -> None:
    code_rightly(project, assign(project, sample="60", overlap=0.4), said=noisy)
    found = project.scale("issue-attention-diversity")
    assert set(found.positions[0].sources or ()) == {"sampling", "coders", "machine"}
    (pair,) = project.scale("distances").to_rows()
    assert set(pair["sources"]) == {"sampling", "coders", "machine"}  # type: ignore[call-overload]  # a mapping
    assert pair["correction"] == "corrected"
    assert pair["low"] <= pair["value"] <= pair["high"]  # type: ignore[operator]
    one_coder = project.scale("distances", correction="none").to_rows()
    assert [row["correction"] for row in one_coder] == [UNCORRECTED]
    assert "sources" not in one_coder[0]


def test_pages_tell_what_positions_rest_on(project: Project) -> None:
    code_rightly(project, assign(project, overlap=1.0))
    project.scale("wheels")
    site = plan_site(project.gather())
    pages = {name: make().decode() for name, make in site.items() if ".html" in name}
    trail = next(
        page for name, page in pages.items() if name.startswith("trail/position")
    )
    assert "units coded by Ana and Ben" in trail
    assert "have changed since" not in trail
    assert "No unit of this document has one of these codes" not in trail


def test_differences_come_with_their_own_interval(
    project: Project, tmp_path: Path
) -> None:
    code_rightly(project, assign(project, sample="60", overlap=0.4), said=noisy)
    folder = str(tmp_path / "harbour")
    pair = ["--difference", "Quay List", "lane.txt"]
    result = run_json("scale", "wheels", *pair, "--project", folder)
    (row,) = result["rows"]
    assert row["name_a"] == "Quay List 2031"
    assert row["low"] < row["difference"] < row["high"]
    assert row["verdict"] in {"higher", "no clear difference"}
    assert row["is_clear"] == (row["verdict"] == "higher")
    compared = run_json("compare", "--scale", "wheels", "--project", folder)
    assert len(compared["rows"]) == 1
    assert {abs(one["difference"]) for one in compared["rows"]} == {
        abs(row["difference"])
    }


def test_the_command_says_what_it_did(project: Project, tmp_path: Path) -> None:
    code_rightly(project, assign(project, sample="60", overlap=0.4), said=noisy)
    result = run("scale", "wheels", "--project", str(tmp_path / "harbour"))
    assert "from_machine" in result.out.splitlines()[0]
    assert "Intervals hold sampling, coders' disagreement and the machine's error." in (
        result.err
    )


def codings_table(folder: Path) -> Path:
    rows = ["case,unit,block,coder,value,inclusion_probability"]
    for i in range(120):
        true = "roads" if i % 3 else "boats"
        machine = "boats" if i % 5 == 0 else true
        rows.append(f"Quay,{i},{i // 4},learned,{machine},")
        if i % 4 == 1:
            rows.append(f"Quay,{i},{i // 4},ana,{true},0.25")
            rows.append(f"Quay,{i},{i // 4},ben,{true if i % 8 else 'boats'},0.25")
        other = "boats" if i % 2 else "roads"
        rows.append(f"Park,{i},{i // 4},learned,{other},")
        if i % 4 == 1:
            rows.append(f"Park,{i},{i // 4},ana,{other},0.25")
    path = folder / "units.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


SIDES = ("--left", "boats", "--right", "roads")


def test_a_table_of_codings_is_no_table_of_counts(tmp_path: Path) -> None:
    table = ["--from", str(codings_table(tmp_path)), "--codings"]
    found = run_json("scale", "own", *SIDES, *table, "--machine", "learned")
    by_case = {row["case"]: row for row in found["rows"]}
    assert set(by_case["Quay"]["sources"]) == {"sampling", "coders", "machine"}
    assert by_case["Quay"]["n_units"] == 120
    assert by_case["Quay"]["n_coded"] == 30
    assert by_case["Quay"]["correction"] == "corrected"
    assert found["run"]["is_corrected"]
    assert found["run"]["parameters"]["machine"] == "learned"
    plain = run_json(
        "scale", "own", *SIDES, *table, "--correct", "none", "--machine", "learned"
    )
    assert UNCORRECTED in [one["kind"] for one in plain["problems"]]
    assert set(plain["rows"][0]["sources"]) == {"sampling"}
    assert {row["correction"] for row in plain["rows"]} == {UNCORRECTED}
    people = run_json("scale", "congruence", *table)
    assert set(people["rows"][0]["sources"]) == {"sampling", "coders"}
    assert plain["rows"][0]["position"] == by_case["Quay"]["uncorrected"]
    difference = run_json(
        "scale",
        "own",
        *SIDES,
        *table,
        "--machine",
        "learned",
        "--difference",
        "Quay",
        "Park",
    )
    assert len(difference["rows"]) == 1
    assert json.dumps(difference["rows"][0]["low"])


def test_a_picture_of_a_table_says_that_a_machine_coded(tmp_path: Path) -> None:
    table = ["--from", str(codings_table(tmp_path)), "--codings", "--machine"]
    for correct, is_said in (("none", True), ("tuned", False)):
        picture = tmp_path / f"{correct}.svg"
        drawn = ("--correct", correct, "--picture", str(picture))
        assert run("scale", "own", *SIDES, *table, "learned", *drawn).code == 0
        said = picture.read_text(encoding="utf-8").lower()
        assert (UNCORRECTED in said) is is_said


def test_mistakes_of_a_table_of_codings_are_told(tmp_path: Path) -> None:
    path = codings_table(tmp_path)
    table = ["--from", str(path), "--codings"]
    nobody = run("scale", "own", *SIDES, *table, "--correct", "hand")
    assert "say which with --machine" in nobody.err
    wrong = run("scale", "own", *SIDES, *table, "--machine", "robot")
    assert "Name one of the coders: ana, ben, learned." in wrong.err
    path.write_text("unit,coder,value\n1,ana,boats\n", encoding="utf-8")
    wrong = run("scale", "own", *SIDES, *table)
    assert "case" in wrong.err
    path.write_text("case,unit,coder,value\nQuay,1,ana,000\n", encoding="utf-8")
    nothing = run_json("scale", "own", *SIDES, *table)
    assert nothing["rows"] == []
    assert "no position" in [one["kind"] for one in nothing["problems"]]


def test_codings_are_not_named_for_scales_without_codes(project: Project) -> None:
    with pytest.raises(UselessInputError, match="--coder, which is about codes"):
        project.scale("wordfish", coder="Ana")
    with pytest.raises(UselessInputError, match="--codebook, which is about codes"):
        project.scale("wordfish", codebook="transport")


def test_what_an_interval_holds_never_moves_a_position(project: Project) -> None:
    code_rightly(project, assign(project, sample="80", overlap=0.4), said=noisy)

    def placed(*sources: str) -> list[float]:
        found = project.scale("wheels", uncertainty=sources).positions
        return [one.position for one in found]

    everything = placed("all")
    for sources in (("sampling",), ("machine",), ("coders", "machine"), ("none",)):
        assert placed(*sources) == everything


def test_what_cannot_be_compared_is_told(project: Project, tmp_path: Path) -> None:
    folder = ["--project", str(tmp_path / "harbour")]
    for scale in (["distances"], ["wheels", "--by", "actor"]):
        done = run("scale", *scale, *folder, "--changes")
        assert "no use for --changes: no document has a position" in done.err
    case = project.scale("wheels").positions[0].case
    done = run("scale", "wheels", *folder, "--difference", case, case)
    assert "Name two different cases." in done.err


def test_nominal_codes_have_no_mean(project: Project) -> None:
    with pytest.raises(UnknownScaleError, match="'mean'"):
        project.scale("mean")


def test_sources_without_codings_are_refused(project: Project, tmp_path: Path) -> None:
    folder = ["--project", str(tmp_path / "harbour")]
    counts = tmp_path / "counts.csv"
    counts.write_text("case,401,202\nQuay,3,1\n", encoding="utf-8")
    project.scale("wheels")
    for words in (
        ["rile", "--from", str(counts), "--uncertainty", "coders"],
        ["wordfish", *folder, "--correct", "hand"],
        ["wheels", *folder, "--codings"],
    ):
        done = run("scale", *words)
        assert done.code == 1
        assert "about" in done.err


def test_pages_show_a_named_scale_with_codes_of_its_own(project: Project) -> None:
    project.scale("logit-of-sides", left=["boats"], right=["roads"])
    site = plan_site(project.gather())
    trails = [
        write().decode()
        for address, write in site.items()
        if address.startswith("trail/position-") and "logit-of-sides" in address
    ]
    assert trails
    assert all("The arithmetic" in page for page in trails)
