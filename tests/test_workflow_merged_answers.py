from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from chat_server import ChatServer, chat_server
from coded_by_hand import TOWN, make_project
from hustings.model.endpoint import Endpoint
from hustings.store.answers import answers_of
from hustings.workflow.codebooks import codebook_of_text
from hustings.workflow.project import Project
from hustings.workflow.remote_agreements import remember_agreement
from hustings.workflow.remote_coding import RemoteOptions, code_remotely
from hustings.workflow.remote_endpoints import add_endpoint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BOOK = codebook_of_text(TOWN, name="town.yaml")
WHAT = "answers of models"


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[Project]:
    with make_project(tmp_path / "mine") as made:
        yield made


@pytest.fixture
def hers(mine: Project, tmp_path: Path) -> Iterator[Project]:
    """A colleague's copy, which has asked nobody yet."""
    shutil.copytree(mine.store.folder, tmp_path / "hers")
    with Project.open(tmp_path / "hers") as copy:
        yield copy


@pytest.fixture
def chat() -> Iterator[ChatServer]:
    with chat_server() as server:
        yield server


def add(project: Project, url: str, name: str = "own") -> Endpoint:
    made = Endpoint(name=name, url=url, model="tiny", timeout=5.0)
    return add_endpoint(project.store, made).endpoint


def code(project: Project, name: str = "remote:own", **options: bool) -> str:
    chosen = RemoteOptions(**options)  # type: ignore[arg-type]
    return code_remotely(project.store, name, BOOK, options=chosen).run.run_id


def told(project: Project, other: Project) -> tuple[int, int, int]:
    (row,) = [one for one in project.merge(other.store.folder).rows if one.what == WHAT]
    return row.brought, row.there, row.left_out


def replies(project: Project) -> list[tuple[str, str]]:
    rows = answers_of(project.store).all()
    return sorted((row["sha256"], row["body"]) for row in rows)


def test_what_a_colleague_asked_is_not_asked_again(
    mine: Project, hers: Project, chat: ChatServer
) -> None:
    add(hers, chat.url)
    code(hers)
    assert len(chat.received) == 6
    result = mine.merge(hers.store.folder)
    row = result.rows[-1]
    assert (row.what, row.brought, row.there, row.left_out) == (WHAT, 6, 0, 0)
    (note,) = [
        one for one in result.problems if one.kind == "answers without an endpoint"
    ]
    assert f"--remote {chat.url}/chat/completions --model tiny" in note.message
    # endpoints do not come along, nor do runs of machines
    assert answers_of(mine.store).endpoints() == {}
    assert not [run for run in mine.store.runs() if run.step == "code"]
    add(mine, chat.url, name="loan")
    made = mine.store.run(code(mine, "remote:loan"))
    theirs = [run for run in hers.store.runs() if run.step == "code"][-1]
    assert len(chat.received) == 6
    assert made is not None
    mine_rows = mine.store.table(made.outputs[0]).drop_columns(["coder"])
    assert mine_rows == hers.store.table(theirs.outputs[0]).drop_columns(["coder"])
    assert mine.check().is_sound


def test_answers_come_once_and_ours_stay(
    mine: Project, hers: Project, chat: ChatServer
) -> None:
    add(hers, chat.url)
    code(hers)
    assert told(mine, hers) == (6, 0, 0)
    before = replies(mine)
    assert told(mine, hers) == (0, 6, 0)
    code(hers, again=True)
    assert told(mine, hers) == (0, 12, 0)
    assert replies(mine) == before
    assert told(hers, mine) == (0, 6, 0)


def test_a_merge_without_models_says_nothing_of_them(
    mine: Project, hers: Project
) -> None:
    assert WHAT not in {one.what for one in mine.merge(hers.store.folder).rows}


def test_agreements_do_not_come_along(
    mine: Project, hers: Project, chat: ChatServer
) -> None:
    remember_agreement(hers.store, add(hers, "https://models.example/v1", "far"))
    add(hers, chat.url)
    code(hers)
    mine.merge(hers.store.folder)
    assert answers_of(mine.store).agreements() == frozenset()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE questions SET messages = '[]'",
        "UPDATE questions SET messages = '[' WHERE 1",
        "UPDATE questions SET model = 'other'",
        "UPDATE questions SET url = url || '/more'",
        "UPDATE prompts SET text = text || '!'",
        "UPDATE answers SET body = x'00'",
        "UPDATE answers SET written = 'soon'",
    ],
)
def test_what_is_not_as_its_hash_says_is_left_out(
    mine: Project, hers: Project, chat: ChatServer, change: str
) -> None:
    add(hers, chat.url)
    code(hers)
    with closing(sqlite3.connect(hers.store.folder / "project.sqlite")) as database:
        triggers = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for (name,) in triggers:
            database.execute(f"DROP TRIGGER {name}")
        database.execute(change)
        database.commit()
    result = mine.merge(hers.store.folder)
    row = result.rows[-1]
    assert (row.brought, row.there, row.left_out) == (0, 0, 6)
    assert "strange answers" in {one.kind for one in result.problems}
    assert replies(mine) == []


def test_words_of_documents_that_are_not_here_stay_away(
    mine: Project, hers: Project, chat: ChatServer, tmp_path: Path
) -> None:
    text = tmp_path / "pier.txt"
    text.write_text("The pier gets a lantern.\n\nIt is lit at night.\n")
    hers.read([text])
    hers.split()
    add(hers, chat.url)
    code(hers)
    n = len(chat.received)
    assert n > 6
    assert told(mine, hers) == (6, 0, n - 6)
    kept = "".join(str(dict(row)) for row in answers_of(mine.store).all())
    assert "lantern" not in kept
