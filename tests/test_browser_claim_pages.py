"""The pages on claims in a real browser: the matrix's filter, a phone, the Reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from browser import complaints, open_browser, resize
from hustings.interface.pages import addresses
from hustings.interface.pages.site import plan_site
from invented_claims import project_with_claims

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium.webdriver import Chrome

pytestmark = pytest.mark.browser
WIDE = "return document.scrollingElement.scrollWidth > innerWidth + 1"


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with open_browser(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the pages, without pictures in forms that take long."""
    folder = tmp_path_factory.mktemp("report")
    for address, write in plan_site(project_with_claims()).items():
        if not address.startswith("data/") or address == addresses.ALL_ISSUES:
            path = folder / address
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(write())
    return folder


def shown(chrome: Chrome, selector: str) -> list[str]:
    found = chrome.find_elements(By.CSS_SELECTOR, selector)
    return [one.text for one in found if one.is_displayed()]


def test_matrix_filters_and_shows_one_actor_on_a_phone(
    chrome: Chrome, report: Path
) -> None:
    resize(chrome, 1280)
    chrome.get((report / "issues-all.html").as_uri())
    chrome.find_element(By.ID, "issue-words").send_keys("SAIL")
    assert shown(chrome, ".stances tbody th") == ["sail every hour"]
    assert said_when_filtered(chrome) == "1 of 5 on this page, 0 elsewhere"
    chrome.find_element(By.ID, "issue-words").clear()
    chrome.find_element(By.ID, "issue-words").send_keys(" ")
    chrome.find_element(By.ID, "contested").click()
    assert shown(chrome, ".stances tbody th") == ["levies"]
    resize(chrome, 390)
    Select(chrome.find_element(By.ID, "issue-actor")).select_by_visible_text(
        "Ledger List"
    )
    assert shown(chrome, ".stances thead [data-column]") == ["Ledger List"]
    assert shown(chrome, ".stances tbody td") == ["◆ mixed 2"]
    assert complaints(chrome) == []
    for address in sorted(report.rglob("*.html")):
        chrome.get(address.as_uri())
        assert not chrome.execute_script(WIDE), address.name


def test_filter_finds_issues_of_other_pages_from_a_folder(
    chrome: Chrome, report: Path
) -> None:
    resize(chrome, 1280)
    chrome.get((report / "issues.html").as_uri())
    chrome.find_element(By.ID, "issue-words").send_keys("queues")
    assert said_when_filtered(chrome) == "0 of 3 on this page, 1 elsewhere"
    assert shown(chrome, "#elsewhere li") == ["queues 1 actor, 1 claim"]
    chrome.find_element(By.CSS_SELECTOR, "#elsewhere a").click()
    assert chrome.find_element(By.CSS_SELECTOR, ".u.on").text.endswith("fewer queues!")
    assert complaints(chrome) == []


def said_when_filtered(chrome: Chrome) -> str:
    """Wait until the list of all issues was looked through."""
    status = chrome.find_element(By.ID, "issues-shown")
    WebDriverWait(chrome, 10).until(lambda _: "elsewhere" in status.text)
    return status.text


def test_choices_of_documents_lead_to_their_pages(chrome: Chrome, report: Path) -> None:
    resize(chrome, 1280)
    chrome.get((report / "issues.html").as_uri())
    chrome.find_element(By.LINK_TEXT, "2027").click()
    assert chrome.current_url.endswith("/issues-2027.html")
    assert shown(chrome, ".choices [aria-current]") == ["2027"]
    assert shown(chrome, "h1") == ["Who stands where on what, 2027"]


def test_reader_notes_say_who_is_for_or_against(chrome: Chrome, report: Path) -> None:
    resize(chrome, 1400)
    chrome.get((report / "issues-2027.html").as_uri())
    chrome.find_element(By.CSS_SELECTOR, "td.against a").click()
    assert chrome.find_element(By.CSS_SELECTOR, ".u.on").text.endswith("fewer queues!")
    told = chrome.find_element(By.CSS_SELECTOR, ".margin .claims").text
    assert told.startswith("Claim\n▼ against queues\na slogan, sure to 90 %")
    assert complaints(chrome) == []
