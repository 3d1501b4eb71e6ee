"""Language models on the command line, in exported tables and on the pages."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer

from chat_server import (
    ChatServer,
    Received,
    Reply,
    chat_server,
    code_by_words,
    coded,
    refused,
)
from coded_by_hand import make_project
from command_line import Done, run, run_json
from hustings.errors import ConsentNeededError, EndpointStoppedError
from hustings.exchange.exported_tables import TABLES
from hustings.exchange.table_files import READERS
from hustings.interface import remote_consent
from hustings.interface.pages.site import plan_site
from hustings.outside.endpoint_queue import Patience
from hustings.store.answers import answers_of
from hustings.workflow import remote_agreements
from hustings.workflow.codebooks import load_codebook
from hustings.workflow.coded_tables import code_table
from hustings.workflow.coding_by_machine import CodeOptions
from hustings.workflow.project import Project
from hustings.workflow.remote_agreements import is_agreed, remember_agreement
from hustings.workflow.remote_coding import RemoteOptions, estimate_remotely
from hustings.workflow.remote_endpoints import find_endpoint

if TYPE_CHECKING:
    from collections.abc import Iterator

FAR = "https://models.example/v1"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the project once; reading files takes longer than all the rest."""
    with make_project(tmp_path_factory.mktemp("once") / "town") as project:
        return project.store.folder


@pytest.fixture
def folder(town: Path, tmp_path: Path) -> Path:
    shutil.copy(town.parent / "town.yaml", tmp_path)
    return Path(shutil.copytree(town, tmp_path / "town"))


@pytest.fixture
def chat(folder: Path) -> Iterator[ChatServer]:
    with chat_server() as server:
        done = add(folder, server.url)
        assert done.code == 0, done.err
        yield server


def add(folder: Path, url: str, *more: object) -> Done:
    words = ("--remote", url, "--model", "tiny", *more, "--project", folder)
    return run("coder", "add", "own", *words)


def code(folder: Path, *more: object) -> Done:
    book = folder.parent / "town.yaml"
    words = ("--coder", "remote:own", "--codebook", book, "--project", folder)
    return run("code", *words, *more)


def test_an_endpoint_is_added_changed_and_listed(folder: Path) -> None:
    done = add(folder, "http://localhost:11434/v1")
    assert done.err == (
        "Added remote:own: tiny at localhost:11434, on this machine, so that no text "
        "leaves it. Nothing was sent.\n"
    )
    options = ("--key-env", "QUAY_KEY", "--price-in", 2, "--setting", "top_p=0.5")
    done = add(folder, FAR, *options)
    assert "Changed remote:own: tiny at models.example, on another machine" in done.err
    rows = run_json("coder", "list", "--project", folder)["rows"]
    assert [(one["coder"], one["role"]) for one in rows][-1] == ("remote:own", "remote")
    listed = run("coder", "list", "--project", folder)
    assert "remote:own: tiny at models.example; 0 answers accepted" in listed.err
    told = add(folder, FAR, *options, "--json")
    (row,) = json.loads(told.out)["rows"]
    assert row["url"] == f"{FAR}/chat/completions"
    assert (row["key_variable"], row["settings"]) == ("QUAY_KEY", {"top_p": 0.5})


@pytest.mark.parametrize(
    ("words", "code_", "told"),
    [
        (("add", "own", "--model", "m"), 2, "need --remote URL"),
        (("add", "Ana", "--insecure"), 2, "need --remote URL"),
        (("add", "own", "--remote", FAR), 2, "Name address and model"),
        (("invite", "Ana", "--remote", FAR, "--model", "m"), 2, "Name address"),
        (
            ("add", "own", "--remote", FAR, "--model", "m", "--setting", "x"),
            2,
            "is not NAME=VALUE",
        ),
        (
            ("add", "own", "--remote", "http://far.example", "--model", "m"),
            1,
            "anybody on the way can read them",
        ),
        (("add", "two words", "--remote", FAR, "--model", "m"), 1, "1 to 40 letters"),
        (
            ("add", "own", "--remote", FAR, "--model", "m", "--key-env", "sk-secret"),
            1,
            "not the key",
        ),
    ],
)
def test_wrong_descriptions_are_refused(
    folder: Path, words: tuple[str, ...], code_: int, told: str
) -> None:
    done = run("coder", *words, "--project", folder)
    assert done.code == code_
    assert told in " ".join(done.err.split())
    assert "sk-secret" not in done.err


def test_units_are_coded_on_the_command_line(folder: Path, chat: ChatServer) -> None:
    done = code(folder)
    assert done.code == 0, done.err
    assert "6 units, 6 requests to send, 0 answered before" in done.err
    assert "Nothing leaves this machine: 127.0.0.1:" in done.err
    assert "remote:own coded 3 of 6 units" in done.err
    assert len(chat.received) == 6
    assert "0 requests to send, 6 answered before" in code(folder).err
    assert len(chat.received) == 6
    code(folder, "--again", "--yes")
    assert len(chat.received) == 12


def test_an_estimate_is_one_row_of_json(folder: Path, chat: ChatServer) -> None:
    done = code(folder, "--estimate", "--json")
    (row,) = json.loads(done.out)["rows"]
    assert (row["n_requests"], row["n_cached"], row["cost"]) == (6, 0, None)
    assert row["leaves_this_machine"] is False
    assert chat.received == []
    table = folder.parent / "units.csv"
    table.write_text("unit,text\n1,A ferry.\n")
    words = ("--coder", "remote:own", "--project", folder, "--from", table)
    assert run("code", *words, "--estimate").code == 2
    assert chat.received == []


def test_a_table_is_coded_with_a_project_beside_it(
    folder: Path, chat: ChatServer
) -> None:
    table = folder.parent / "units.csv"
    table.write_text("unit,text\n1,A ferry for all.\n2,We spend less.\n")
    done = code(folder, "--from", table, "--json")
    assert done.code == 0, done.err
    rows = json.loads(done.out)["rows"]
    assert [(one["unit"], one["value"]) for one in rows] == [
        ("1", "boats"),
        ("2", "thrift"),
    ]
    assert len(chat.received) == 2


def test_nothing_goes_to_another_machine_unasked(folder: Path) -> None:
    add(folder, FAR)
    done = code(folder)
    assert done.code == 1
    assert "This sends the words of 6 units" in done.err
    assert "to models.example. Nothing was sent: say --yes" in done.err
    with Project.open(folder) as project, pytest.raises(ConsentNeededError):
        project.code(coder="remote:own", codebook=str(folder.parent / "town.yaml"))


def test_a_host_is_agreed_to_once_and_another_is_asked_about(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = partial(Patience, attempts=1)
    monkeypatch.setattr("hustings.outside.endpoint_queue.Patience", once)
    # port 9 of a name that cannot exist: agreement is given before anything is sent
    away = ("--insecure", "--timeout", "0.2")
    add(folder, "http://quay.invalid:9/v1", *away)
    done = code(folder, "--yes")
    assert done.code == 1
    assert "to quay.invalid:9 (not encrypted)" in done.err
    assert "Agreed to by --yes, and remembered for quay.invalid:9." in done.err
    assert "quay.invalid:9 (remote:own) cannot be reached" in done.err
    again = code(folder)
    assert "That texts go to quay.invalid:9 was agreed to before." in again.err
    add(folder, "http://quay.invalid:9/other", *away, "--key-env", "QUAY_KEY")
    assert "agreed to before" in code(folder).err
    add(folder, "http://pier.invalid:9/v1", *away)
    assert "Nothing was sent: say --yes" in code(folder).err
    add(folder, "https://quay.invalid:9/v1")
    assert "Nothing was sent: say --yes" in code(folder).err


def test_an_agreement_is_of_one_account(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(folder, FAR)
    with Project.open(folder) as project:
        endpoint = find_endpoint(project.store, "remote:own")
        remember_agreement(project.store, endpoint)
        remember_agreement(project.store, endpoint)
        assert is_agreed(project.store, endpoint)
        assert len(answers_of(project.store).agreements()) == 1
        monkeypatch.setattr(remote_agreements, "this_account", lambda: "ben@pier")
        assert not is_agreed(project.store, endpoint)


def test_a_table_names_the_host_that_it_goes_to(folder: Path) -> None:
    table = folder.parent / "units.csv"
    table.write_text("unit,text\n1,A ferry for all.\n")
    add(folder, FAR)
    done = code(folder, "--from", table)
    assert done.code == 1
    assert "This sends the words of 1 unit" in done.err
    assert "to models.example. Nothing was sent: say --yes" in done.err


def test_an_endpoint_on_this_machine_asks_nothing_and_says_of_the_key(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUAY_KEY", "abc123")
    with chat_server() as server:
        add(folder, server.url, "--key-env", "QUAY_KEY")
        done = code(folder)
        assert done.code == 0, done.err
        assert "gets the words of 6 units, with the key in QUAY_KEY." in done.err
        assert "agreed" not in done.err


def test_an_endpoint_that_is_down_is_an_error_with_few_units(folder: Path) -> None:
    add(folder, "http://127.0.0.1:9/v1", "--concurrency", 1)
    table = folder.parent / "units.csv"
    table.write_text("unit,text\n1,A ferry for all.\n2,We spend less.\n")
    with Project.open(folder) as project:
        quick = RemoteOptions(patience=Patience(attempts=1, most_faults=5))
        book = str(folder.parent / "town.yaml")
        options = CodeOptions(codebook=book, remote=quick)
        with pytest.raises(EndpointStoppedError, match="2 requests are left"):
            code_table(table, "remote:own", options, store=project.store)
        verdicts = answers_of(project.store).verdicts("own")
    assert verdicts == {"failed": 2}
    with chat_server() as server:
        add(folder, server.url)
        assert code(folder, "--from", table).code == 0
        assert len(server.received) == 2


def test_an_endpoint_that_fails_at_all_units_is_an_error(
    folder: Path, chat: ChatServer
) -> None:
    chat.answer = lambda _: refused(422, "no \x1b[31msuch\u202e form\x07")
    done = code(folder)
    assert done.code == 1
    assert "answered 422 Unprocessable Entity: no \ufffd[31msuch\ufffd form" in done.err
    with Project.open(folder) as project:
        kept = [dict(one) for one in answers_of(project.store).all()]
    for one in kept:
        said = f"{one['reason']}{one['body']}"
        assert not {"\x1b", "\x07", "\x9b"} & set(said)
        assert "\u202e" not in one["reason"]


@pytest.mark.parametrize(("answer", "stops"), [("n", True), ("y", False)])
def test_a_person_is_asked(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    stops: bool,  # noqa: FBT001  # a parameter of the test
) -> None:
    class Terminal:
        """Says that a person sits there, and what they typed."""

        def isatty(self) -> bool:
            return True

        def readline(self) -> str:
            return f"{answer}\n"

        def write(self, _: str) -> int:
            return 0

        def flush(self) -> None:
            """Do nothing."""

    asked: list[str] = []

    def confirm(text: str, *, abort: bool, err: bool) -> bool:
        asked.append(text)
        if answer == "n" and abort and err:
            raise typer.Abort
        return True

    add(folder, FAR)
    monkeypatch.setattr(typer, "confirm", confirm)
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(sys, "stderr", Terminal())
    with Project.open(folder) as project:
        book = load_codebook(str(folder.parent / "town.yaml"))
        store = project.store
        estimate = estimate_remotely(store, "remote:own", book)
        if stops:
            with pytest.raises(typer.Abort):
                remote_consent.require_agreement(store, estimate, yes=False)
        else:
            remote_consent.require_agreement(store, estimate, yes=False)
    assert asked == ["Send them?"]


def test_every_request_and_answer_goes_out(folder: Path, chat: ChatServer) -> None:
    def once_wrong(received: Received) -> Reply:
        if "ferry" in received.unit and not received.is_repair:
            return coded("boats", "a bridge")
        return code_by_words(received)

    chat.answer = once_wrong
    code(folder)
    out = folder.parent / "out"
    done = run("export", "answers", "prompts", "--to", out, "--project", folder)
    assert done.code == 0, done.err
    rows = read(out, "answers")
    assert [row["verdict"] for row in rows].count("rejected") == 1
    assert len(rows) == len(chat.received) == 7
    (prompt,) = read(out, "prompts")
    sent = {json.dumps(one.body["messages"]) for one in chat.received}
    for row in rows:
        first = {"role": "system", "content": prompt["text"]}
        assert json.dumps([first, *json.loads(str(row["messages"]))]) in sent
        assert row["coder"] == "remote:own"
        assert row["prompt"] == prompt["prompt"]
    whole = folder.parent / "whole"
    run("export", "--to", whole, "--project", folder)
    assert not (whole / "answers.csv").exists()


def read(folder: Path, name: str) -> list[dict[str, object]]:
    content = (folder / f"{name}.csv").read_bytes()
    rows: list[dict[str, object]] = READERS["csv"](TABLES[name], content).to_pylist()
    return rows


def test_pages_say_what_left_the_machine(folder: Path, chat: ChatServer) -> None:
    code(folder)
    with Project.open(folder) as project:
        site = plan_site(project.gather())
        (run_id,) = [one.run_id for one in project.store.runs() if one.step == "code"]
    told = plain(site[f"trail/run-{run_id}.html"]())
    assert "What left this machine" in told
    assert "The words of 6 units were given to the language model tiny" in told
    assert "nothing left it" in told
    assert "the language model “own”" in plain(site["index.html"]())
    assert chat.url.split("/")[2] in plain(site["index.html"]())


def plain(page: bytes) -> str:
    """Take the tags off a page."""
    text = re.sub(r"<(script|style|svg).*?</\1>", " ", page.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_it_works_inside_a_running_event_loop(folder: Path, chat: ChatServer) -> None:
    async def notebook() -> int:
        with Project.open(folder) as project:
            book = str(folder.parent / "town.yaml")
            remote = RemoteOptions(samples=2)
            done = project.code(coder="remote:own", codebook=book, remote=remote)
            return done.n_coded

    assert asyncio.run(notebook()) == 3
    assert len(chat.received) == 12
