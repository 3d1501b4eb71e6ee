"""How the server is opened: the options of `serve`, certificates, and being killed."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from coding_room import assign, make_room
from hustings.errors import CertificateError, OpenDoorError
from hustings.interface import cli
from hustings.interface.web.openings import Opening
from hustings.interface.web.server import serve_project
from hustings.workflow.project import Project
from hustings.workflow.room_entry import invite_coder

if TYPE_CHECKING:
    from collections.abc import Iterator

OPENSSL = shutil.which("openssl")
PASSWORD = "ferries at noon"  # noqa: S105  # of a test
_FIELD = re.compile(r'name="token" value="([0-9a-f]+)"')
CERTIFICATE, KEY = Path("cert.pem"), Path("key.pem")
EVERYWHERE = "0.0.0.0"  # noqa: S104  # what a user types


def call(*arguments: object) -> int:
    """Run a command and return its exit code."""
    try:
        cli.main([str(one) for one in arguments])
    except SystemExit as left:
        return int(left.code or 0)
    return 0


@pytest.mark.parametrize(
    ("opening", "said"),
    [
        (Opening(host=EVERYWHERE), "Without --team"),
        (Opening(names=("x.example",)), "Without --team"),
        (Opening(is_behind_proxy=True), "Without --team"),
        (Opening(certificate=CERTIFICATE, key=KEY), "Without --team"),
        (Opening(is_team=True, host=EVERYWHERE), "for everybody to read"),
        (Opening(is_team=True, host="192.0.2.7"), "for everybody to read"),
        (Opening(is_team=True, certificate=CERTIFICATE), "needs its key"),
        (Opening(is_team=True, key=KEY), "needs its key"),
        (Opening(is_team=True, is_behind_proxy=True), "the name that people type"),
        (Opening(is_team=True, names=("https://x.example",)), "is no host name"),
        (Opening(is_team=True, names=("x.example", "a b")), "'a b' is no host name"),
        (
            Opening(
                is_team=True, is_behind_proxy=True, certificate=CERTIFICATE, key=KEY
            ),
            "the proxy has the certificate",
        ),
    ],
)
def test_options_that_let_anybody_listen_are_refused(
    opening: Opening, said: str
) -> None:
    with pytest.raises(OpenDoorError, match=said):
        opening.check()


def test_an_address_that_this_machine_has_not_is_said(tmp_path: Path) -> None:
    with make_room(tmp_path / "harbour"):
        pass
    opening = Opening(
        is_team=True, host="nowhere.invalid", names=("a.example",), is_behind_proxy=True
    )
    with pytest.raises(OpenDoorError, match=r"no address 'nowhere\.invalid'"):
        serve_project(tmp_path / "harbour", port=8790, opening=opening)


def test_openings_that_are_safe_are_not_refused() -> None:
    Opening().check()
    Opening(is_team=True).check()
    proxied = Opening(is_team=True, is_behind_proxy=True, names=("Coding.Example:443",))
    proxied.check()
    assert "coding.example" in proxied.hosts
    assert proxied.door.is_secure
    assert proxied.announce("town", 8765).startswith(
        "The coding room of town is at https://Coding.Example:443/room/, through"
    )
    assert Opening().hosts == ("127.0.0.1", "::1", "localhost")
    far = Opening(is_team=True, host=EVERYWHERE, certificate=CERTIFICATE, key=KEY)
    assert socket.gethostname().lower() in far.hosts
    assert far.is_far_reaching
    assert far.address(1) == f"https://{socket.gethostname()}:1"
    assert Opening(is_team=True, host="::1").address(1) == "http://[::1]:1"


def test_a_person_alone_is_told_where_to_code() -> None:
    shown, room = Opening().announce("town", 8765).splitlines()
    assert shown == "Hustings shows town at http://127.0.0.1:8765"
    assert "http://127.0.0.1:8765/room/" in room


def test_a_certificate_that_is_none_is_refused(tmp_path: Path) -> None:
    path, missing = tmp_path / "cert.pem", tmp_path / "key.pem"
    path.write_text("no certificate", encoding="utf-8")
    for key, said in ((missing, "no such file"), (path, "cannot be used")):
        with pytest.raises(CertificateError, match=said):
            Opening(is_team=True, certificate=path, key=key).check()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--host", EVERYWHERE), 1, "Without --team"),
        (("--team", "--host", EVERYWHERE), 1, "--certificate and --key"),
        (("--team", "--certificate", "x.pem", "--key", "y.pem"), 1, "no such file"),
        (("--team", "--behind-proxy"), 1, "--name"),
    ],
)
def test_the_command_says_what_is_missing(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    Project.create(tmp_path / "new").close()
    assert call("serve", *arguments, "--project", tmp_path / "new") == code
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.err.count("\n") == 1


def test_adding_and_inviting_print_a_link(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Project.create(tmp_path / "new").close()
    where = ("--project", tmp_path / "new")
    assert call("coder", "add", "Ana", *where) == 0
    printed = capsys.readouterr()
    assert re.fullmatch(r"/room/welcome#[\w-]{43}\n", printed.out)
    assert "Added Ana, coder." in printed.err
    assert "once, until" in printed.err
    assert call("coder", "invite", "ANA", "--json", *where) == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert row["coder"] == "Ana"
    assert row["link"] != printed.out.strip()
    assert call("coder", "invite", "Ben", *where) == 1
    assert "There is no coder 'Ben'" in capsys.readouterr().err
    assert call("coder", "invite", *where) == 2


@contextmanager
def served(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Serve a project in a process of its own."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    code = "from hustings.interface.cli import main; main()"
    process = subprocess.Popen(  # noqa: S603  # our own server
        [
            *(sys.executable, "-c", code, "serve", "--project", str(folder)),
            *("--port", str(port), *options),
        ],
        stderr=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": ":".join(sys.path), "PATH": "/usr/bin:/bin"},
    )
    try:
        assert process.stderr is not None
        assert f":{port}" in process.stderr.readline()
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield process, port
    finally:
        process.kill()
        process.wait()
        if process.stderr is not None:
            process.stderr.close()


def fill_in(client: httpx.Client, path: str, form: dict[str, str]) -> httpx.Response:
    """Open a form and send it back filled in."""
    token = _FIELD.search(client.get(path).text)
    data = {"token": token[1] if token else "", **form}
    return client.post(path, data=data)


@pytest.mark.skipif(OPENSSL is None, reason="makes its certificate with openssl")
def test_a_team_is_served_by_https(tmp_path: Path) -> None:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(  # noqa: S603  # openssl, if it is there
        [
            *(str(OPENSSL), "req", "-x509", "-newkey", "rsa:2048", "-nodes"),
            *("-subj", "/CN=localhost", "-days", "2"),
            *("-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    with make_room(tmp_path / "harbour") as project:
        link = invite_coder(project.store, "Ana").path
    options = ("--team", "--certificate", str(certificate), "--key", str(key))
    trust = ssl.create_default_context(cafile=str(certificate))
    with (
        served(tmp_path / "harbour", *options) as (_, port),
        httpx.Client(base_url=f"https://localhost:{port}", verify=trust) as client,
    ):
        form = {"link": link, "password": PASSWORD, "again": PASSWORD}
        answer = fill_in(client, "/room/welcome", form)
        assert answer.status_code == 303
        assert "Secure" in answer.headers["set-cookie"]
        assert client.get("/room/api/me").json()["coder"] == "Ana"
        foreign = client.get("/room/api/me", headers={"Host": "evil.example"})
        assert foreign.status_code == 400
        assert "server" not in foreign.headers


def test_what_was_answered_is_there_after_a_kill(tmp_path: Path) -> None:
    with make_room(tmp_path / "harbour") as project:
        assignment = assign(project.store, "Ana")
    answered = []
    with (
        served(tmp_path / "harbour") as (process, port),
        httpx.Client(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        fill_in(client, "/room/login", {"name": "Ana"})
        token = client.get("/room/api/me").json()["token"]
        for i in range(40):
            coding = {
                "client": f"client-{i:04}",
                "position": i % 4,
                "variable": "topic",
                "value": ("boats", "homes")[i % 2],
            }
            answer = client.post(
                "/room/api/codings",
                json={"assignment": assignment, "codings": [coding]},
                headers={"X-Hustings-Token": token},
            )
            answered.append(answer.json()["saved"][0]["coding"])
        process.send_signal(signal.SIGKILL)
        process.wait()
    with Project.open(tmp_path / "harbour") as project:
        assert [one.coding_id for one in project.store.hand.all()] == answered
        assert project.check().is_sound


def test_a_stopped_server_leaves_one_file(tmp_path: Path) -> None:
    with make_room(tmp_path / "harbour"):
        pass
    with served(tmp_path / "harbour") as (process, _):
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) in {0, 130, -signal.SIGINT}
    names = {path.name for path in (tmp_path / "harbour").iterdir()}
    assert names == {"project.sqlite", "sessions.sqlite", "sources", "derived"}
