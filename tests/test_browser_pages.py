from __future__ import annotations

import socket
import time
from dataclasses import replace
from threading import Thread
from typing import TYPE_CHECKING

import pytest
import uvicorn
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

from browser import complaints, open_browser, prefer, resize
from hustings.interface.report.folder import write_report
from hustings.interface.web.app import create_app
from hustings.model.document import Span
from invented_project import invented_project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.browser
PAGES = (
    "index.html",
    "positions.html",
    "side-by-side.html",
    "documents/ferry-31.html",
    "documents/quiet-31.html",
    "trail/position-purse-ferry-31.html",
    "about.html",
)


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with open_browser(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("report") / "out"
    return write_report(invented_project(), folder).folder.as_uri()


@pytest.fixture(scope="module")
def live() -> Iterator[str]:
    project = invented_project()
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(lambda: project), log_level="error")
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listening.close()


def press(chrome: Chrome, key: str) -> None:
    ActionChains(chrome).send_keys(key).perform()


def colour(chrome: Chrome, selector: str, name: str) -> str:
    script = (
        "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]"
    )
    return str(chrome.execute_script(script, selector, name))


@pytest.mark.parametrize("address", PAGES)
def test_live_pages_keep_their_own_policy(
    chrome: Chrome, live: str, address: str
) -> None:
    chrome.get(f"{live}/{address}")
    assert chrome.find_element(By.TAG_NAME, "h1").text
    assert complaints(chrome) == []


@pytest.mark.parametrize("width", [390, 760, 1400])
@pytest.mark.parametrize("address", PAGES)
def test_no_page_is_wider_than_the_screen(
    chrome: Chrome, report: str, address: str, width: int
) -> None:
    resize(chrome, width)
    chrome.get(f"{report}/{address}")
    assert chrome.execute_script("return document.documentElement.scrollWidth") <= width
    assert complaints(chrome) == []
    resize(chrome, 1400)


def test_reader_walks_and_notes(chrome: Chrome, report: str) -> None:
    chrome.get(f"{report}/documents/ferry-31.html")
    for _ in range(3):
        press(chrome, "j")
    press(chrome, "k")
    note = chrome.find_element(By.ID, "note").text
    assert note.startswith("Unit 2 of")
    assert "Ferries and boats" in note
    assert "machine coding, unvalidated" in note
    assert "Evidence: “ferry”" in note
    unit = chrome.find_element(By.CSS_SELECTOR, ".u.on")
    assert chrome.current_url.endswith(f"#{unit.get_attribute('id')}")


def test_reader_opens_at_the_unit_of_its_address(chrome: Chrome, report: str) -> None:
    chrome.get(f"{report}/side-by-side.html")
    link = chrome.find_element(By.CSS_SELECTOR, "td blockquote a")
    words = chrome.find_element(By.CSS_SELECTOR, "td blockquote").text
    chrome.get(str(link.get_attribute("href")))
    unit = chrome.find_element(By.CSS_SELECTOR, ".u.on")
    assert words.split(".")[0] in unit.text


def test_reader_copies_a_citation(chrome: Chrome, report: str) -> None:
    chrome.get(f"{report}/documents/ferry-31.html")
    chrome.execute_script(
        "window.copied = ''; copyText = async (text) => { window.copied = text; }"
    )
    press(chrome, "j")
    press(chrome, "j")
    press(chrome, "c")
    copied = chrome.execute_script("return window.copied")
    assert copied.startswith("“The ferry shall sail every hour until midnight.”")
    assert "(Ferry Party, Steady as she goes, 7 October 2031, p. 1, char" in copied
    assert "SHA-256" in copied


def test_reader_searches(chrome: Chrome, report: str) -> None:
    chrome.get(f"{report}/documents/ferry-31.html")
    press(chrome, "/")
    press(chrome, "lower levies")
    found = chrome.find_element(By.ID, "found")
    assert found.text.startswith("2 found")
    press(chrome, "\ue007")
    assert found.text == "1 of 2"
    assert "lower levies" in chrome.find_element(By.CSS_SELECTOR, ".u.on").text


def test_documents_sort_and_filter(chrome: Chrome, report: str) -> None:
    chrome.get(f"{report}/index.html")
    head = chrome.find_element(By.CSS_SELECTOR, "th:nth-child(2)")
    head.find_element(By.TAG_NAME, "button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    first = chrome.find_element(By.CSS_SELECTOR, "#documents tbody tr")
    assert "5 October 2027" in first.text
    chrome.find_element(By.CSS_SELECTOR, "[data-filter]").send_keys("ledger")
    rows = chrome.find_elements(By.CSS_SELECTOR, "#documents tbody tr")
    assert [row.is_displayed() for row in rows].count(True) == 1


def test_columns_change_their_order(chrome: Chrome, report: str) -> None:
    chrome.get(f"{report}/side-by-side.html")
    order = Select(chrome.find_element(By.ID, "order"))
    order.select_by_visible_text("reverse alphabetical")
    heads = chrome.find_elements(By.CSS_SELECTOR, ".matrix thead .actor")
    assert [head.text for head in heads] == ["Quiet List", "Ledger List", "Ferry Party"]
    last = chrome.find_elements(By.CSS_SELECTOR, "tr.cells td")[2]
    assert "until midnight" in last.text
    order.select_by_visible_text("by position: The town’s purse")
    heads = chrome.find_elements(By.CSS_SELECTOR, ".matrix thead .actor")
    assert heads[0].text == "Quiet List"


def test_the_page_scrolls_and_its_heads_stay(chrome: Chrome, report: str) -> None:
    inner = (
        "return [...document.querySelectorAll('main *')].filter((one) => "
        "one.scrollHeight > one.clientHeight + 1 && "
        "/auto|scroll/.test(getComputedStyle(one).overflowY)).length"
    )
    top = (
        "scrollTo({ top: document.body.scrollHeight / 2, behavior: 'instant' });"
        "return document.querySelector('.matrix thead th:not([hidden])')"
        ".getBoundingClientRect().top"
    )
    for width in (390, 900, 1400):
        resize(chrome, width, 500)
        chrome.get(f"{report}/side-by-side.html")
        assert chrome.execute_script(inner) == 0
        assert abs(chrome.execute_script(top)) < 2
    resize(chrome, 1400)


def test_every_coding_has_its_own_evidence(
    chrome: Chrome, tmp_path: Path, report: str
) -> None:
    project = invented_project()
    documents = list(project.documents)
    ferry = documents[1]
    text = ferry.document.text
    unit = next(one for one in ferry.units if one.span.of(text).startswith("The ferry"))
    first = ferry.codings[unit.unit_id][0]
    start = text.index("every hour")
    second = replace(first, coder_id="Ada", evidence=(Span(start, start + 10),))
    codings = {**ferry.codings, unit.unit_id: (first, second)}
    documents[1] = replace(ferry, codings=codings)
    coded = replace(project, documents=tuple(documents))
    folder = write_report(coded, tmp_path / "out").folder.as_uri()
    chrome.get(f"{folder}/documents/ferry-31.html")
    press(chrome, "j")
    press(chrome, "j")
    said = [one.text for one in chrome.find_elements(By.CSS_SELECTOR, "p.evidence")]
    assert said == ["Evidence: “ferry”", "Evidence: “every hour”"]
    chrome.get(f"{report}/documents/ferry-31.html")
    press(chrome, "j")
    note = chrome.find_element(By.ID, "note").text
    assert "A heading: it is not counted" in note


def test_one_column_at_a_time_on_a_phone(chrome: Chrome, report: str) -> None:
    resize(chrome, 390)
    chrome.get(f"{report}/side-by-side.html")
    Select(chrome.find_element(By.ID, "column")).select_by_visible_text("Ledger List")
    heads = chrome.find_elements(By.CSS_SELECTOR, ".matrix thead .actor")
    assert [head.text for head in heads if head.is_displayed()] == ["Ledger List"]
    resize(chrome, 1400)


def test_charts_follow_the_colour_scheme(chrome: Chrome, report: str) -> None:
    chrome.get(f"{report}/positions.html")
    seen = {}
    for scheme in ("light", "dark"):
        prefer(chrome, scheme)
        seen[scheme] = colour(chrome, '.chart [fill="#1b1b1a"]', "fill")
        assert colour(chrome, "body", "color") == seen[scheme]
    prefer(chrome, "light")
    assert seen["light"] != seen["dark"]


def test_a_link_into_a_closed_card_opens_it(chrome: Chrome, report: str) -> None:
    chrome.get(f"{report}/side-by-side.html")
    link = chrome.find_element(By.CSS_SELECTOR, ".tally a").get_attribute("href")
    chrome.get(str(link))
    card = chrome.find_element(By.CSS_SELECTOR, ".code-card[open]")
    assert str(link).endswith(f"#{card.get_attribute('id')}")


def test_explanations_open_from_the_keyboard(chrome: Chrome, report: str) -> None:
    chrome.get(f"{report}/positions.html")
    term = chrome.find_element(By.CSS_SELECTOR, ".term")
    chrome.execute_script("arguments[0].focus()", term)
    assert term.find_element(By.CLASS_NAME, "tip").is_displayed()


def test_pages_read_without_scripts(chrome: Chrome, report: str) -> None:
    disabled = "Emulation.setScriptExecutionDisabled"
    chrome.execute_cdp_cmd(disabled, {"value": True})
    chrome.get(f"{report}/documents/ferry-31.html")
    text = chrome.find_element(By.CSS_SELECTOR, ".text").text
    is_hidden = not chrome.find_element(By.CSS_SELECTOR, ".search").is_displayed()
    chrome.execute_cdp_cmd(disabled, {"value": False})
    assert "until midnight" in text
    assert is_hidden


def test_long_document_opens_at_once(chrome: Chrome, tmp_path: Path) -> None:
    sentence = '<p class="b"><span class="u">A sentence about the ferry.</span></p>'
    part = f'<section class="part">{sentence * 40}</section>'
    write_report(invented_project(), tmp_path / "out")
    path = tmp_path / "out" / "documents" / "ferry-31.html"
    html = path.read_text(encoding="utf-8").replace(
        '<section class="part">', part * 250 + '<section class="part">', 1
    )
    path.write_text(html, encoding="utf-8")
    start = time.perf_counter()
    chrome.get(path.as_uri())
    chrome.find_element(By.TAG_NAME, "h1")
    assert time.perf_counter() - start < 5
