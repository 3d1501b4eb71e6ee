from __future__ import annotations

import csv
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from claiming_room import LABOUR, QUAYS, a_claim, claim_room, hand_out, write
from hustings.model.claim import AGAINST
from hustings.store.claim_sheets import claim_sheets_of
from hustings.store.project import Store
from hustings.workflow.current import current_units
from hustings.workflow.exporting import export_tables
from hustings.workflow.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUS, TOLL = "We demand a night bus.", "We oppose the toll."


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    folder, _ = claim_room(tmp_path)
    with Project.open(folder) as opened:
        yield opened


@pytest.fixture
def own(project: Project) -> str:
    (mine,) = project.store.assignments.of("Ana")
    return mine.assignment_id


def exported(store: Store, folder: Path) -> list[dict[str, Any]]:
    export_tables(store, ["claim_sheets"], to=folder / "s.jsonl", replace=True)
    lines = (folder / "s.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def short(rows: list[dict[str, Any]]) -> list[tuple[object, ...]]:
    columns = ("coder", "state", "stance", "target", "counts")
    return [tuple(row[name] for name in columns) for row in rows]


def test_what_was_not_looked_at_is_told_from_what_claims_nothing(
    project: Project, own: str, tmp_path: Path
) -> None:
    write(project.store, own, 0, [a_claim(BUS, "a night bus")])
    write(project.store, own, 3, [])
    rows = exported(project.store, tmp_path)
    assert short(rows) == [
        ("Ana", "claims", 1, "a night bus", True),
        ("Ana", "not looked at", None, None, False),
        ("Ana", "not looked at", None, None, False),
        ("Ana", "no claim", None, None, True),
        ("Ana", "not looked at", None, None, False),
    ]
    assert [row["words"] for row in rows][:2] == [BUS, TOLL]
    assert {row["assignment"] for row in rows} == {own}


def test_a_row_says_where_it_is_from(
    project: Project, own: str, tmp_path: Path
) -> None:
    write(project.store, own, 0, [a_claim(BUS, "a night bus")])
    row = exported(project.store, tmp_path)[0]
    (sheet,) = claim_sheets_of(project.store).current()
    assert (row["sheet"], row["written"]) == (sheet.sheet_id, sheet.written)
    assert row["shown"] == claim_sheets_of(project.store).latest_run()
    assert QUAYS[row["start"] : row["end"]] == BUS
    assert QUAYS[row["target_start"] : row["target_end"]] == "a night bus"
    assert QUAYS[row["head_start"] : row["head_end"]] == row["head"] == "bus"
    assert (row["actor"], row["modality"], row["claim"]) == ("own", "position", 0)
    assert (row["note"], row["unsure"], row["origin"]) == ("", False, "")


def test_coders_who_differ_are_both_there_and_do_not_count(
    project: Project, own: str, tmp_path: Path
) -> None:
    hers = hand_out(project.store, "Ben", units=["We demand a night"])
    write(project.store, own, 0, [a_claim(BUS, "a night bus")])
    told = a_claim(BUS, "bus", stance=AGAINST)
    write(project.store, hers, 0, [told], coder="Ben")
    assert short(exported(project.store, tmp_path))[:2] == [
        ("Ana", "claims", 1, "a night bus", False),
        ("Ben", "claims", -1, "bus", False),
    ]


def test_a_unit_that_was_given_twice_has_one_row(
    project: Project, own: str, tmp_path: Path
) -> None:
    assert hand_out(project.store, "Ana", units=["We demand a night"]) != own
    assert len(exported(project.store, tmp_path)) == 5
    write(project.store, own, 0, [])
    write(project.store, own, 0, None)
    assert short(exported(project.store, tmp_path))[0][1] == "not looked at"


def test_links_are_places_on_the_sheet(tmp_path: Path) -> None:
    folder, own = claim_room(tmp_path, text=LABOUR, units=["We fight"])
    words = LABOUR.splitlines()[2]
    outer = a_claim(words, "the prohibition of child labour")
    inner = a_claim(words, "child labour", stance=AGAINST)
    with Store.open(folder) as store:
        write(store, own, 0, [outer, replace(inner, link=0)])
        rows = exported(store, tmp_path)
    assert [(row["claim"], row["link"]) for row in rows] == [(0, None), (1, 0)]


def test_sheets_follow_a_new_version_of_the_file(
    project: Project, own: str, tmp_path: Path
) -> None:
    write(project.store, own, 1, [])
    path = tmp_path / "quays.txt"
    path.write_text(
        QUAYS.replace("We demand", "A foreword. We demand"), encoding="utf-8"
    )
    project.read([path], language="en", new_version_of="quays.txt")
    (row,) = exported(project.store, tmp_path)
    (document,) = project.store.documents()
    assert (row["document"], row["words"]) == (document.document_id, TOLL)
    units = current_units(project.store, ("unit", "text")).to_pylist()
    assert [one["unit"] for one in units if one["text"] == TOLL] == [row["unit"]]


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx"])
def test_sheets_go_out_in_every_format(
    project: Project, own: str, tmp_path: Path, form: str
) -> None:
    write(project.store, own, 0, [a_claim(BUS, "a night bus", actor="=Ferry")])
    path = tmp_path / f"sheets.{form}"
    (told,) = export_tables(project.store, ["claim_sheets"], to=path).tables
    assert told.n_rows == 5
    if form == "csv":
        rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        assert rows[0]["actor"] == "'=Ferry"
    elif form == "parquet":
        assert pq.read_table(path)["target"].to_pylist()[0] == "a night bus"
