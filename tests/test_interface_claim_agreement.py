from __future__ import annotations

import csv
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from claiming_room import a_claim, claim_room, hand_out, write
from hustings.interface.pages.claim_quotations import say_how
from hustings.store.project import Store
from hustings.workflow.agreeing_on_claims import PROGRAM, agree_claims
from hustings.workflow.project import Project
from managed_room import Manager, enter
from test_interface_cli import Done, run, run_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.model.claim_sheet import SheetClaim

UNITS = (
    ("We demand a night bus.", "a night bus", 1),
    ("We oppose the toll.", "the toll", -1),
    ("We will build a pier at Reed Point.", "a pier", 1),
    ("We met on 4 May 2027.", "", 1),
    ("The Heron List opposes the windmill.", "the windmill", -1),
)


def claims_of(place: int, **changes: object) -> list[SheetClaim]:
    words, target, stance = UNITS[place]
    actor = "The Heron List" if place == 4 else "own"
    told = {"stance": stance, "actor": actor, **changes}
    return [a_claim(words, target, **told)] if target else []


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two people looked at five units and differ on two."""
    folder, own = claim_room(tmp_path_factory.mktemp("made"))
    with Store.open(folder) as store:
        hers = hand_out(store, "Ben", design={"blind": True})
        for i in range(5):
            write(store, own, i, claims_of(i))
            write(store, hers, i, claims_of(i), coder="Ben")
        write(store, hers, 1, claims_of(1, stance=1), coder="Ben")
        write(store, hers, 2, [], coder="Ben")
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "copy")
    return tmp_path / "copy"


@pytest.fixture
def manager(made: Path, tmp_path: Path) -> Iterator[Manager]:
    yield from enter(made, tmp_path / "p", "Zoë")


def ask(folder: Path, *arguments: str) -> Done:
    return run("agree", *arguments, "--project", folder)


def told(folder: Path, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = run_json("agree", *arguments, "--project", folder)
    return found


def value(rows: list[dict[str, Any]], **columns: object) -> float:
    (row,) = [one for one in rows if columns.items() <= one.items()]
    return float(row["value"])


def test_people_and_the_program_are_compared(folder: Path) -> None:
    found = told(folder, "--claims")
    rows = found["rows"]
    assert value(rows, statistic="claim_f1", coder_a=None) == pytest.approx(4 / 7)
    of_ben = {"coder_a": PROGRAM, "coder_b": "Ben"}
    assert value(rows, statistic="claim_precision", **of_ben) == pytest.approx(2 / 4)
    assert value(rows, statistic="claim_recall", **of_ben) == pytest.approx(2 / 3)
    assert {row["variable"] for row in rows} == {"claims", "target", "stance"}
    kinds = {one["kind"]: one["message"] for one in found["problems"]}
    assert "5 sheets of 10 were written" in kinds["claims in view"]
    assert found["run"].startswith("agree-")
    assert told(folder, "--claims") == found


def test_the_numbers_are_said_in_words(folder: Path) -> None:
    done = ask(folder, "--claims")
    assert "2 coders said what 5 units claim: Ana, Ben" in done.stderr
    assert "Of the claims that two people found in 5 units, 57% are the" in done.stderr
    assert "Ben has 50% of the claims that the program found" in done.stderr
    assert "The program found 67% of Ben's claims." in done.stderr


def test_claims_are_compared_where_nobody_coded(folder: Path) -> None:
    assert told(folder)["rows"] == told(folder, "--claims")["rows"]


def test_one_coder_is_compared_with_the_program(folder: Path) -> None:
    rows = told(folder, "--claims", "--coders", "Ana")["rows"]
    assert {row["coder_a"] for row in rows} == {PROGRAM}
    assert value(rows, statistic="claim_f1") == 1


def test_the_run_is_computed_again(folder: Path) -> None:
    with Store.open(folder) as store:
        first = agree_claims(store)
        shutil.rmtree(store.derived / first.run_id)
        assert agree_claims(store).rows == first.rows


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--claims", "--level", "ordinal"), "--level goes without --claims."),
        (("--claims", "--variable", "topic"), "--variable goes without --claims."),
        (("--claims", "--coders", "Cem"), "no coder 'Cem'"),
    ],
)
def test_what_does_not_go_with_claims_is_refused(
    folder: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = ask(folder, *arguments)
    assert done.returncode in {1, 2}
    assert words in " ".join(done.stderr.replace("│", "").split())


def test_without_sheets_agreement_is_refused(tmp_path: Path) -> None:
    folder, _ = claim_room(tmp_path)
    done = ask(folder, "--claims")
    assert done.returncode == 1
    assert "Nobody has said what a unit claims." in done.stderr


def test_units_are_handed_out_from_the_command_line(folder: Path) -> None:
    hand = ("code", "--by", "hand", "--claims", "--coders", "Zoë", "--project", folder)
    found = run_json(*hand)
    assert [(row["coder"], row["n_units"]) for row in found["rows"]] == [("Zoë", 5)]
    for option in (("--codebook", "cap-21"), ("--unitising",), ("--sheet", "x.csv")):
        done = run(*hand, *option)
        assert done.returncode == 2
        assert "goes with codes" in " ".join(done.stderr.replace("│", "").split())


def test_the_manager_sees_agreement_on_claims(manager: Manager) -> None:
    page = manager.page("manage/agreement")
    assert "Agreement on claims" in page
    assert "Ana and Ben have said what 5 units claim; 5 of them by two" in page
    assert "All the same claims (F1) 0.57" in page
    assert "The program and Ben of the program’s claims the person has" in page


def test_the_manager_hands_out_units_for_their_claims(manager: Manager) -> None:
    assert "Claims: who is for or against what" in manager.page("manage/")
    answer = manager.post(
        "assign", codebook="claims of units", coder="Zoë", sample="2", action="write"
    )
    assert answer.status_code == 200
    with Store.open(manager.folder) as store:
        (made,) = store.assignments.of("Zoë")
    assert (made.design["claims"], len(made.units)) == (True, 2)
    assert "claims" in manager.page("manage/")


def test_a_unit_is_claimed_over_http(manager: Manager) -> None:
    manager.post("assign", codebook="claims of units", coder="Zoë", action="write")
    (listed,) = manager.client.get("/room/api/assignments").json()
    assert listed["claims"] is True
    name = listed["assignment"]
    opened = manager.client.get(f"/room/api/assignments/{name}").json()
    codes = opened["codebook"]["variables"][0]["codes"]
    assert [(one["code"], one["key"]) for one in codes][:2] == [
        ("pledge", "1"),
        ("demand", "2"),
    ]
    units = manager.client.get(f"/room/api/assignments/{name}/units").json()
    assert units[0]["found"] == (
        '[{"actor":"own","stance":1,"target":[10,21],"head":[18,21],'
        '"modality":"demand"}]'
    )
    sent = {
        "client": "client-0001",
        "position": 0,
        "variable": "claims",
        "value": units[0]["found"],
    }
    answer = _send(manager, "codings", assignment=name, codings=[sent])
    assert answer.status_code == 200, answer.text
    again = manager.client.get(f"/room/api/assignments/{name}/units").json()
    assert again[0]["codings"]["claims"]["value"] == units[0]["found"]
    bad = {**sent, "client": "client-0002", "value": "[{}]"}
    answer = _send(manager, "codings", assignment=name, codings=[bad])
    assert answer.status_code == 400
    back = _send(manager, "undo", assignment=name).json()["restored"]
    assert (back["position"], back["codings"]) == (0, {})


def _send(manager: Manager, path: str, **entries: object) -> Any:  # noqa: ANN401
    headers = {"X-Hustings-Token": manager.token}
    return manager.client.post(f"/room/api/{path}", json=entries, headers=headers)


def test_pages_and_tables_say_who_checked_a_claim(made: Path, tmp_path: Path) -> None:
    with Project.open(made) as project:
        counted = {one.target: one for one in project.claims()}
        project.export(["claims"], to=tmp_path)
    assert counted["a night bus"].checked_by == "Ben"  # both say so, Ben later
    assert counted["the toll"].checked_by is None  # they differ
    assert say_how(counted["a night bus"]) == "a position, checked by Ben"
    assert say_how(counted["the toll"]) == "a position"
    with (tmp_path / "claims.csv").open(encoding="utf-8") as file:
        rows = {row["target"]: row for row in csv.DictReader(file)}
    assert rows["a night bus"]["checked_by"] == "Ben"
    assert rows["the toll"]["checked_by"] == ""
