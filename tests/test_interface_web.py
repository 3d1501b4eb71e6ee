from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from httpx import ASGITransport, AsyncClient, Response

from hustings.errors import UnreadableFileError
from hustings.interface.report.folder import write_report
from hustings.interface.web.app import create_app
from invented_project import empty_project, invented_project

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.applications import Starlette

    from hustings.workflow.gathered import Gathered


@dataclass(frozen=True)
class Client:
    """Asks an application without a network."""

    app: Starlette

    def ask(self, method: str, address: str, host: str = "127.0.0.1") -> Response:
        return asyncio.run(self._ask(method, f"http://{host}{address}"))

    def get(self, address: str, host: str = "127.0.0.1") -> Response:
        return self.ask("GET", address, host)

    async def _ask(self, method: str, url: str) -> Response:
        async with AsyncClient(transport=ASGITransport(app=self.app)) as client:
            return await client.request(method, url)


@pytest.fixture(scope="module")
def client() -> Client:
    project = invented_project()
    return Client(create_app(lambda: project))


def test_live_pages_are_the_report_pages(client: Client, tmp_path: Path) -> None:
    folder = write_report(invented_project(), tmp_path / "out").folder
    for path in folder.rglob("*.*"):
        address = path.relative_to(folder).as_posix()
        if address != "report.json":
            assert client.get(f"/{address}").content == path.read_bytes(), address


def test_root_is_the_overview(client: Client) -> None:
    assert client.get("/").content == client.get("/index.html").content


@pytest.mark.parametrize(
    ("address", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/static/hustings.css", "text/css; charset=utf-8"),
        ("/static/pages.js", "text/javascript; charset=utf-8"),
        ("/data/purse.csv", "text/csv; charset=utf-8"),
        ("/data/purse.svg", "image/svg+xml"),
    ],
)
def test_media_types(client: Client, address: str, media_type: str) -> None:
    assert client.get(address).headers["content-type"] == media_type


@pytest.mark.parametrize("address", ["/", "/nothing/here.html", "/static/pages.js"])
def test_every_answer_has_the_safe_headers(client: Client, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_unknown_address_is_a_page_that_says_so(client: Client) -> None:
    answer = client.get("/documents/<b>no.html")
    assert answer.status_code == 404
    assert "No page has the address" in answer.text
    assert "<b>" not in answer.text
    assert 'href="../static/hustings.css"' in answer.text


@pytest.mark.parametrize("page", ["positions", "about", "side-by-side", "index"])
def test_a_page_typed_without_its_ending_is_found(client: Client, page: str) -> None:
    answer = client.get(f"/{page}?year=2031")
    assert answer.status_code == 307
    assert answer.headers["location"] == f"/{page}.html?year=2031"


@pytest.mark.parametrize("address", ["/" * 40_000, f"/?{'a' * 3000}", "/a" * 30])
def test_an_address_longer_or_deeper_than_any_is_refused(
    client: Client, address: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 414
    assert len(answer.text) < 200
    assert "x-content-type-options" in answer.headers


def test_a_long_unknown_address_is_not_said_in_full(client: Client) -> None:
    assert "a" * 101 not in client.get(f"/{'a' * 500}").text


@pytest.mark.parametrize("path", ["/../pyproject.toml", "/static/../../site.py"])
def test_no_way_out_of_the_pages(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example"])
def test_foreign_host_names_are_refused(client: Client, host: str) -> None:
    assert client.get("/", host).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765"])
def test_own_host_names_are_served(client: Client, host: str) -> None:
    assert client.get("/", host).status_code == 200


def test_only_reading_is_answered(client: Client) -> None:
    assert client.ask("POST", "/").status_code == 405


def test_a_mistake_is_said_once_in_its_own_sentence() -> None:
    def load() -> Gathered:
        raise UnreadableFileError(
            name="project.sqlite", reason="It is damaged.", advice="Use the backup."
        )

    answer = Client(create_app(load)).get("/")
    assert answer.status_code == 500
    assert "project.sqlite: It is damaged. Use the backup." in answer.text


def test_a_changed_project_shows_at_once() -> None:
    projects = [empty_project(), invented_project()]
    client = Client(create_app(lambda: projects[0]))
    assert "No documents yet" in client.get("/").text
    del projects[0]
    assert "Ferry Party" in client.get("/").text
