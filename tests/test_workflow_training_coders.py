from __future__ import annotations

import csv
import json
import random
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import hustings
from hustings.coding.stance_coder import StanceCoder
from hustings.errors import (
    InvalidOptionError,
    ModelFileError,
    ModelNameError,
    NoHandCodingsError,
    OutputFileError,
    TableRowsError,
    TooFewCodesError,
    UnknownStanceError,
)
from hustings.interface.cli import main
from hustings.workflow.coded_tables import code_table
from hustings.workflow.coding_by_machine import CodeOptions
from hustings.workflow.importing import TableOptions
from hustings.workflow.kept_apart import trained_places
from hustings.workflow.machine_doubts import list_doubts
from hustings.workflow.machine_runs import codes_of_run, context_units
from hustings.workflow.training_coders import TrainOptions, train_from_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

BOOK = """\
name: town
title: Matters of the town
version: {version}
variables:
  - name: topic
    title: Topic
    level: nominal
    codes: [{{code: trams, title: Trams}}, {{code: levies, title: Levies}}{more}]
{recodes}"""
SAID = {
    "trams": ("a tram at night", "more trams", "rails to the quay"),
    "levies": ("a lower levy", "no levy on fish", "levies that fall"),
}


def write(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sentences(n: int, seed: int) -> list[tuple[str, str]]:
    chance = random.Random(seed)  # noqa: S311  # invented texts, no secrets
    values = [chance.choice(list(SAID)) for _ in range(n)]
    return [
        (f"We want {chance.choice(SAID[value])} in ward {i}.", value)
        for i, value in enumerate(values)
    ]


@pytest.fixture
def codings(tmp_path: Path) -> Path:
    rows = [
        {"unit": f"{name}{i}", "document": name, "text": text, "value": value}
        for name in "abcde"
        for i, (text, value) in enumerate(sentences(16, seed=ord(name)))
    ]
    return write(tmp_path / "codings.csv", rows)


def book(folder: Path, version: int = 1, *, more: str = "", recodes: str = "") -> Path:
    path = folder / f"town-{version}.yaml"
    path.write_text(
        BOOK.format(version=version, more=more, recodes=recodes), encoding="utf-8"
    )
    return path


WORDS = TrainOptions(embedding="none")


def test_a_table_makes_a_coder_that_codes(tmp_path: Path, codings: Path) -> None:
    out = tmp_path / "ours.npz"
    result = train_from_table(codings, out, WORDS)
    rows = result.to_rows()
    assert [row["code"] for row in rows] == ["levies", "trams"]
    wanted = ("code", "precision", "recall", "f1", "n", "f1_low", "f1_high")
    assert set(wanted) <= set(rows[0])
    assert sum(row["n"] for row in rows) == 80
    assert result.to_polars().height == 2
    run = result.run_row()
    assert {"learning_curve", "calibration", "confusion", "advice"} <= set(run)
    assert json.dumps(run, allow_nan=False)
    summary = result.summary()
    assert "macro-F1" in summary
    assert "Trained on 80 units of 5 documents" in summary
    units = write(
        tmp_path / "units.csv",
        [{"unit": "1", "text": "More trams!"}, {"unit": "2", "text": "--"}],
    )
    coded = code_table(units, str(out))
    first, second = coded.to_rows()
    assert first["value"] == "trams"
    assert sum(first["probabilities"].values()) == pytest.approx(1)
    assert first["probability"] == first["probabilities"]["trams"]
    assert (second["value"], second["probabilities"]) == (None, None)
    assert [problem.kind for problem in coded.problems] == ["empty unit"]
    assert coded.to_polars().height == 2
    assert "learned:ours coded 1 of 2 units" in coded.summary()


def test_the_same_table_and_seed_give_the_same_bytes(
    tmp_path: Path, codings: Path
) -> None:
    first = train_from_table(codings, tmp_path / "one.npz", WORDS)
    content = (tmp_path / "one.npz").read_bytes()
    again = train_from_table(codings, tmp_path / "one.npz", WORDS)  # replaced
    assert (tmp_path / "one.npz").read_bytes() == content
    assert first.sha256 == again.sha256


def test_other_files_are_never_written_over(tmp_path: Path, codings: Path) -> None:
    before = codings.read_bytes()
    with pytest.raises(OutputFileError, match="another kind"):
        train_from_table(codings, codings, WORDS)
    assert codings.read_bytes() == before
    with pytest.raises(OutputFileError, match="folder"):
        train_from_table(codings, tmp_path / "nowhere" / "x.npz", WORDS)
    with pytest.raises(OutputFileError, match="plain file"):
        train_from_table(codings, tmp_path, WORDS)


def test_one_code_is_too_few(tmp_path: Path) -> None:
    rows = [{"unit": str(i), "text": f"Tram {i}.", "value": "trams"} for i in range(20)]
    out = tmp_path / "ours.npz"
    with pytest.raises(TooFewCodesError, match="only the code 'trams'"):
        train_from_table(write(tmp_path / "codings.csv", rows), out, WORDS)
    assert not out.exists()


def test_several_coders_of_a_unit_vote(tmp_path: Path, codings: Path) -> None:
    with codings.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    other = {"trams": "levies", "levies": "trams"}
    outvoted = [*rows, rows[0], {**rows[0], "value": other[rows[0]["value"]]}]
    tied = [*outvoted, {**rows[1], "value": other[rows[1]["value"]]}]
    result = train_from_table(
        write(tmp_path / "votes.csv", tied), tmp_path / "v.npz", WORDS
    )
    assert result.coder.trained_on.n_units == 79
    kinds = {problem.kind for problem in result.problems}
    assert {"repeated units", "values in a tie"} <= kinds


def test_ids_of_several_units_and_codes_alike_are_told(
    tmp_path: Path, codings: Path
) -> None:
    rows = read_rows(codings)
    rows[1]["unit"] = rows[0]["unit"]
    for row in rows[:12]:
        row["value"] = row["value"].title()
    table = write(tmp_path / "odd.csv", rows)
    made = train_from_table(table, tmp_path / "odd.npz", WORDS)
    told = {one.kind: one.message for one in made.problems}
    assert told["repeated ids"] == (
        f"odd.csv: 1 id with several texts, such as {rows[0]['unit']!r}. Each text "
        "counts as a unit; give each an id of its own."
    )
    alike = [one.message for one in made.problems if one.kind == "codes alike"]
    assert "odd.csv: 'Trams' and 'trams' are 2 codes, though they differ" in alike[1]
    assert len(alike) == 2
    assert made.run_row()["parameters"]["variables"] == []  # type: ignore[index]
    assert made.coder.trained_on.n_units == len(rows)


def test_one_text_can_be_coded_on_several_targets(tmp_path: Path) -> None:
    rows = [
        {
            "unit": f"{name}{i}",
            "document": name,
            "text": f"Tolls should fall and fares may rise, ward {i}.",
            "target": target,
            "value": value,
        }
        for name in "abc"
        for i in range(12)
        for target, value in (("a lower toll", "for"), ("free fares", "against"))
    ]
    table = write(tmp_path / "both.csv", rows)
    options = TrainOptions(embedding="none", purpose="stance")
    made = train_from_table(table, tmp_path / "both.npz", options)
    assert made.coder.trained_on.n_units == len(rows)
    assert not {"values in a tie", "repeated ids"} & {one.kind for one in made.problems}


@pytest.mark.parametrize("sign", ["\x1b", "\t", "\u202e"])
def test_codes_that_nobody_can_see_are_refused(
    tmp_path: Path, codings: Path, sign: str
) -> None:
    rows = read_rows(codings)
    rows[3]["value"] += sign
    table = write(tmp_path / "odd.csv", rows)
    with pytest.raises(TableRowsError, match="control characters") as caught:
        train_from_table(table, tmp_path / "odd.npz", WORDS)
    assert list(caught.value.rows) == [5]
    assert not (tmp_path / "odd.npz").exists()


def test_a_codebook_checks_values_and_recodes_earlier_ones(
    tmp_path: Path, codings: Path
) -> None:
    renamed = codings.read_text(encoding="utf-8").replace(",levies", ",levies.1")
    old = tmp_path / "old.csv"
    old.write_text(renamed, encoding="utf-8")
    plain = TrainOptions(embedding="none", codebook=str(book(tmp_path)))
    with pytest.raises(TableRowsError, match=r"'levies\.1'"):
        train_from_table(old, tmp_path / "x.npz", plain)
    rules = (
        "    recodes: {from: 1, rules: [{variable: topic, from: levies.1, to: levies}]}"
    )
    newer = book(tmp_path, 2, recodes=rules.strip() + "\n")
    options = TrainOptions(embedding="none", codebook=str(newer))
    result = train_from_table(old, tmp_path / "x.npz", options)
    assert [row["code"] for row in result.to_rows()] == ["trams", "levies"]
    assert result.coder.trained_on.codebook == "town"


SIDES = """\
name: harbour
title: The harbour
version: 1
variables:
  - name: topic
    title: Topic
    level: nominal
    codes: [{code: boats, title: Boats}, {code: roads, title: Roads}]
  - name: direction
    title: Direction
    level: ordinal
    condition: {variable: topic, code: boats}
    codes: [{code: -1, title: fewer}, {code: 1, title: more}]
"""


def test_several_variables_in_one_file(tmp_path: Path) -> None:
    (tmp_path / "harbour.yaml").write_text(SIDES, encoding="utf-8")
    rows = []
    for name in "abcd":
        for i in range(20):
            topic, side = ("boats", "roads")[i % 2], ("1", "-1")[i % 4 // 2]
            text = f"{'More' if side == '1' else 'Fewer'} {topic}, ward {i}."
            unit = {"unit": f"{name}{i}", "document": name, "text": text}
            rows.append({**unit, "variable": "topic", "value": topic})
            if topic == "boats":
                rows.append({**unit, "variable": "direction", "value": side})
    table = write(tmp_path / "codings.csv", rows)
    book = str(tmp_path / "harbour.yaml")
    options = TrainOptions(embedding="none", codebook=book)
    result = train_from_table(table, tmp_path / "both.npz", options)
    assert list(result.trainings) == ["topic", "direction"]
    assert {row["variable"] for row in result.to_rows()} == {"topic", "direction"}
    assert set(result.run_row()["variables"]) == {"topic", "direction"}  # type: ignore[call-overload]  # a mapping of the report
    assert "direction: " in result.summary()
    source = tmp_path / "a.txt"
    text = "The harbour\n\nMore boats, ward 3.\n\nFewer roads, ward 4.\n"
    source.write_text(text, encoding="utf-8")
    with hustings.Project.create(tmp_path / "p") as project:
        project.read([source], language="en")
        coded = project.code(coder=str(tmp_path / "both.npz"), codebook=book)
        n_coded = dict.fromkeys(("topic", "direction"), 0)
        for one in coded.counts:
            n_coded[one.variable] += one.n
        coded_run = project.store.run(coded.run_id)
        assert coded_run is not None
        assert coded_run.parameters["variables"] == ["topic", "direction"]
        # the direction of roads is nothing that this codebook asks for
        assert n_coded == {"topic": 2, "direction": 1}
        shutil.rmtree(project.store.derived / coded.run_id)
        notes = project.check(rebuild=True).notes
        assert all(note.endswith("byte for byte.") for note in notes)
        alone = project.code(
            coder=str(tmp_path / "both.npz"), codebook=book, variable="topic"
        )
        assert {row["variable"] for row in alone.to_rows()} == {"topic"}


# In a project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[hustings.Project]:
    files = tmp_path / "files"
    files.mkdir()
    for name in "abc":
        text = "\n\n".join(text for text, _ in sentences(14, seed=ord(name)))
        (files / f"{name}.txt").write_text(text, encoding="utf-8")
    with hustings.Project.create(tmp_path / "town") as made:
        made.read(sorted(files.iterdir()), language="en")
        made.add_codebook(str(book(tmp_path)))
        yield made


def code_by_hand(
    project: hustings.Project, folder: Path, *, coder: str = "Ana"
) -> None:
    rows = [
        {
            "unit": unit["unit"],
            "coder": coder,
            "value": "trams"
            if ("tram" in unit["text"] or "rails" in unit["text"])
            else "levies",
        }
        for unit in context_units(project.store).to_pylist()
    ]
    project.code_from_table(
        write(folder / f"{coder}.csv", rows),
        TableOptions(codebook="town", add_coders=True),
    )


def test_a_project_trains_on_its_own_codings(
    tmp_path: Path, project: hustings.Project
) -> None:
    code_by_hand(project, tmp_path)
    out = tmp_path / "copy.npz"
    trained = project.train("wards", embedding="none", out=out)
    assert trained.is_kept
    assert out.read_bytes() == project.store.source(trained.sha256)
    assert "kept in the project as 'wards' and written to" in trained.summary()
    run = project.store.run(trained.run.run_id)
    assert run is not None
    hand = {one.run_id for one in project.store.runs() if one.step == "code"}
    assert hand & set(run.parents)
    coded = project.code(coder="wards")
    n = context_units(project.store).num_rows
    assert (coded.coder, coded.codebook) == ("learned:wards", "town")
    assert coded.n_coded == coded.n_units == n
    code_run = project.store.run(coded.run_id)
    assert code_run is not None
    assert code_run.parameters["trained_by"] == run.run_id
    assert codes_of_run(code_run, "topic") == ("trams", "levies")
    assert len(trained_places(project.store, code_run)) == n
    assert project.check().is_sound


def test_what_was_trained_and_coded_is_made_again_byte_for_byte(
    tmp_path: Path, project: hustings.Project
) -> None:
    code_by_hand(project, tmp_path)
    trained = project.train("wards", embedding="none")
    coded = project.code(coder="wards")
    for run_id in (trained.run.run_id, coded.run_id):
        shutil.rmtree(project.store.derived / run_id)
    checked = project.check(rebuild=True)
    assert checked.is_sound
    assert len(checked.notes) == 4
    assert all(note.endswith("byte for byte.") for note in checked.notes)
    again = project.train("wards", embedding="none")
    assert again.run.run_id == trained.run.run_id
    (project.store.sources / trained.sha256).write_bytes(b"x")
    (problem,) = project.check().problems
    assert problem.kind == "altered source"
    assert "coder" in problem.message


def test_people_who_disagree_teach_nothing_until_it_is_settled(
    tmp_path: Path, project: hustings.Project
) -> None:
    code_by_hand(project, tmp_path)
    units = context_units(project.store).to_pylist()
    first = next(one for one in units if "levy" in one["text"])
    options = TableOptions(codebook="town", add_coders=True)
    rows = [{"unit": first["unit"], "coder": "Ben", "value": "trams"}]
    project.code_from_table(write(tmp_path / "one.csv", rows), options)
    trained = project.train(embedding="none")
    assert trained.name == "town"
    assert trained.coder.trained_on.n_units == len(units) - 1
    assert "values in a tie" in {problem.kind for problem in trained.problems}
    rows = [{"unit": first["unit"], "coder": "Cleo", "value": "trams"}]
    project.code_from_table(write(tmp_path / "two.csv", rows), options)
    assert project.train(embedding="none").coder.trained_on.n_units == len(units)


def test_nothing_to_learn_from(tmp_path: Path, project: hustings.Project) -> None:
    with pytest.raises(NoHandCodingsError, match="no codings by people"):
        project.train(embedding="none")
    code_by_hand(project, tmp_path)
    with pytest.raises(NoHandCodingsError, match="with codebook marpor-5"):
        project.train(embedding="none", codebook="marpor-5")
    for name in ("dictionary", "../x", "", "a b"):
        with pytest.raises(ModelNameError):
            project.train(name or "-", embedding="none")


def test_codings_of_an_earlier_version_are_recoded_or_left_out(
    tmp_path: Path, project: hustings.Project
) -> None:
    code_by_hand(project, tmp_path)
    changed = book(tmp_path, 2).read_text(encoding="utf-8")
    path = tmp_path / "town-2.yaml"
    path.write_text(changed.replace("title: Levies", "title: Levies down"), "utf-8")
    loose = tmp_path / "loose.yaml"
    loose.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(TooFewCodesError):
        # the title of one of two codes changed, so its codings are to be looked at
        project.train(embedding="none", codebook=str(loose))


# The command line


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return int(left.value.code or 0)


def test_the_command_prints_rows_and_what_they_mean(
    tmp_path: Path, codings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "ours.npz")
    plain = ["train", "--from", str(codings), "--out", out, "--embedding", "none"]
    assert run(*plain) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("code,precision,recall,f1,n,")
    assert "learning curve" in printed.err
    assert run(*plain, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"rows", "problems", "run"}
    assert found["run"]["parameters"]["for"] == "codes"
    units = write(tmp_path / "u.csv", [{"unit": "007", "text": "More trams."}])
    assert run("code", "--coder", out, "--from", str(units), "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert list(row) == ["unit", "value", "probability", "probabilities"]
    assert (row["unit"], row["value"]) == ("007", "trams")
    assert set(row["probabilities"]) == {"trams", "levies"}
    assert run("code", "--coder", out, "--from", str(units)) == 0
    assert capsys.readouterr().out.startswith("unit,value,probability,probabilities\n")


def test_the_command_refuses_what_does_not_go_together(
    tmp_path: Path, codings: Path
) -> None:
    assert run("train", "--from", str(codings)) == 2
    assert run("train", "--for", "units") == 2
    assert run("train", "--project", str(tmp_path / "nowhere")) == 1
    cutter = ["--for", "units", "--out", str(tmp_path / "x.json")]
    assert run("train", "--from", str(codings), *cutter, "--seed", "3") == 2
    assert run("code", "--from", str(codings), "--by", "hand") == 2


def test_stances_are_learned_toward_targets(tmp_path: Path) -> None:
    rows = [
        {
            "unit": f"{name}{i}",
            "document": name,
            "text": f"We {'want' if i % 2 else 'oppose'} the toll, ward {i}.",
            "target": "the toll",
            "value": "for" if i % 2 else "against",
        }
        for name in "abc"
        for i in range(14)
    ]
    table = write(tmp_path / "stances.csv", rows)
    options = TrainOptions(embedding="none", purpose="stance")
    result = train_from_table(table, tmp_path / "s.npz", options)
    assert {row["code"] for row in result.to_rows()} == {"for", "against"}
    assert isinstance(result.coder, StanceCoder)
    again = train_from_table(table, tmp_path / "s.npz", options)
    assert again.sha256 == result.sha256
    with pytest.raises(InvalidOptionError, match="learned from words"):
        train_from_table(
            table, tmp_path / "s.npz", replace(options, embedding="words.npz")
        )


def test_all_units_are_coded_toward_a_target(
    tmp_path: Path, project: hustings.Project
) -> None:
    coder = str(stance_coder(tmp_path))
    book = tmp_path / "ferry.yaml"
    book.write_text(FERRY, encoding="utf-8")
    with_none = project.code(coder=coder, codebook=str(book), variable="stance")
    assert "no target" in {one.kind for one in with_none.problems}
    done = project.code(
        coder=coder, codebook=str(book), variable="stance", target=" the  toll "
    )
    assert "no target" not in {one.kind for one in done.problems}
    run_ = project.store.run(done.run_id)
    assert run_ is not None
    assert run_.parameters["target"] == "the toll"
    assert run_.run_id != with_none.run_id
    tables = [project.store.derived / one.path for one in run_.outputs]
    before = [one.read_bytes() for one in tables]
    for one in tables:
        one.unlink()
    project.check(rebuild=True)
    assert [one.read_bytes() for one in tables] == before
    place = ["--project", str(project.store.folder), "--codebook", str(book)]
    words = ["--coder", coder, "--variable", "stance", "--target"]
    assert run("code", *words, "the toll", *place) == 0
    assert run("code", *words, "?!", *place) == 1
    for other in ("dictionary", "economic-social"):
        with pytest.raises(InvalidOptionError, match="Only coders of stances"):
            project.code(coder=other, target="the toll")


def test_units_of_a_table_that_name_no_target_get_one(tmp_path: Path) -> None:
    coder = str(stance_coder(tmp_path))
    rows = [
        {"unit": "1", "text": "We want it.", "target": "trams"},
        {"unit": "2", "text": "We oppose it.", "target": ""},
    ]
    table = write(tmp_path / "units.csv", rows)
    told = code_table(table, coder, CodeOptions(target="the toll"))
    assert told.run.parameters["target"] == "the toll"
    assert "no target" not in {one.kind for one in told.problems}
    assert "no target" in {one.kind for one in code_table(table, coder).problems}


def stance_coder(folder: Path) -> Path:
    rows = [
        {
            "unit": f"{name}{i}",
            "document": name,
            "text": f"We {'want' if i % 2 else 'oppose'} it, ward {i}.",
            "target": "the toll" if i % 3 else "trams",
            "value": "for" if i % 2 else "against",
        }
        for name in "abc"
        for i in range(14)
    ]
    out = folder / "sides.npz"
    options = TrainOptions(embedding="none", purpose="stance")
    train_from_table(write(folder / "stances.csv", rows), out, options)
    return out


def test_a_broken_coder_is_refused(tmp_path: Path, codings: Path) -> None:
    out = tmp_path / "ours.npz"
    train_from_table(codings, out, WORDS)
    content = out.read_bytes()
    out.write_bytes(content[: len(content) // 2])
    units = write(tmp_path / "u.csv", [{"unit": "1", "text": "More trams."}])
    with pytest.raises(ModelFileError, match=r"ours\.npz"):
        code_table(units, str(out))


def test_a_project_keeps_how_models_that_had_not_seen_units_judge_them(
    tmp_path: Path, project: hustings.Project
) -> None:
    code_by_hand(project, tmp_path)
    store = project.store
    units = context_units(store).to_pylist()
    wrong = next(one for one in units if "a lower levy" in one["text"])
    options = TableOptions(codebook="town", add_coders=True)
    rows = [
        {"unit": wrong["unit"], "coder": coder, "value": "trams"}
        for coder in ("Ben", "Cleo")
    ]
    project.code_from_table(write(tmp_path / "slips.csv", rows), options)
    trained = project.train("wards", embedding="none")
    (output,) = [one for one in trained.run.outputs if one.table == "unseen"]
    kept = store.table(output).to_pylist()
    assert len(kept) == len(units)
    assert all(sum(row["probabilities"]) == pytest.approx(1, abs=1e-4) for row in kept)
    run = store.run(project.code(coder="wards").run_id)
    assert run is not None
    found = list_doubts(store, run)
    assert not found.problems  # nothing that it was trained on is left out
    assert found.n_compared == len(units)
    first = found.to_rows()[0]
    assert (first["likely_error"], first["unit"]) == ("coding", wrong["unit"])
    assert (first["coded"], first["likely"]) == ("trams", "levies")
    shutil.rmtree(store.derived / trained.run.run_id)
    assert project.check(rebuild=True).is_sound


FERRY = """\
name: ferry
title: The ferry
version: 1
variables:
  - name: topic
    title: Topic
    level: nominal
    codes: [{code: trams, title: Trams}, {code: levies, title: Levies}]
  - name: stance
    title: Stance
    level: nominal
    codes: [{code: for, title: For it}, {code: against, title: Against it}]
"""


def test_a_project_learns_stances_where_codes_are_stances(
    tmp_path: Path, project: hustings.Project
) -> None:
    path = tmp_path / "ferry.yaml"
    path.write_text(FERRY, encoding="utf-8")
    project.add_codebook(str(path))
    rows = [
        {
            "unit": unit["unit"],
            "coder": "Ana",
            "topic": "trams" if i % 2 else "levies",
            "stance": "against" if "no levy" in unit["text"] else "for",
        }
        for i, unit in enumerate(context_units(project.store).to_pylist())
    ]
    options = TableOptions(codebook="ferry", add_coders=True)
    project.code_from_table(write(tmp_path / "said.csv", rows), options)
    place = ["--codebook", "ferry", "--project", str(project.store.folder)]
    learn = ["train", "--for", "stance", "--embedding", "none", "--name", "sides"]
    assert run(*learn, *place) == 0
    coded = project.code(coder="sides")
    assert {one.variable for one in coded.counts} == {"stance"}
    with pytest.raises(UnknownStanceError):
        project.train(
            codebook="ferry", variable="topic", purpose="stance", embedding="none"
        )


def test_without_a_variable_of_stances_nothing_is_learned(
    tmp_path: Path, project: hustings.Project
) -> None:
    code_by_hand(project, tmp_path)
    with pytest.raises(NoHandCodingsError, match="for and against"):
        project.train(purpose="stance", embedding="none")
