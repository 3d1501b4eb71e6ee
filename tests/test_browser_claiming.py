from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from browser import complaints, open_browser
from claiming_room import LABOUR, claim_room, said, sheets
from live_room import come_in, open_assignment, serve_room

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.browser


def press(chrome: Chrome, *keys: str) -> None:
    for key in keys:
        ActionChains(chrome, duration=0).send_keys(key).perform()


def press_with(chrome: Chrome, held: str, key: str) -> None:
    chain = ActionChains(chrome, duration=0)
    chain.key_down(held).send_keys(key).key_up(held).perform()


def text_of(chrome: Chrome, name: str) -> str:
    return chrome.find_element(By.ID, name).text


def wait(chrome: Chrome, condition: Callable[[], object]) -> None:
    WebDriverWait(chrome, 10, poll_frequency=0.02).until(lambda _: condition())


def wait_for(chrome: Chrome, name: str, words: str) -> None:
    wait(chrome, lambda: words in text_of(chrome, name))


def shown(chrome: Chrome) -> list[str]:
    found = chrome.find_elements(By.CSS_SELECTOR, "#codes [role=option]")
    return [" ".join(one.text.split()) for one in found]


def marked(chrome: Chrome) -> str:
    found = chrome.find_elements(By.CSS_SELECTOR, "#unit .chosen")
    return "".join(str(one.get_property("textContent")) for one in found)


def accept_and_turn(chrome: Chrome) -> None:
    """We demand a night bus. We oppose the toll."""
    assert shown(chrome) == ["▲ for a night bus Demand · own voice"]
    assert "Found by the program" in text_of(chrome, "whose")
    press(chrome, Keys.ENTER)
    wait_for(chrome, "place", "2 of 5")
    assert shown(chrome) == ["▼ against the toll Position · own voice"]
    press(chrome, "f")
    assert shown(chrome) == ["▲ for the toll Position · own voice"]
    assert "Changed by you" in text_of(chrome, "whose")
    press(chrome, "u")
    assert "Found by the program" in text_of(chrome, "whose")
    press(chrome, "4", Keys.ENTER)


def mark_and_add(chrome: Chrome) -> None:
    """We will build a pier at Reed Point."""
    wait_for(chrome, "place", "3 of 5")
    press(chrome, "e")
    assert marked(chrome) == "a pier at Reed Point"
    for _ in range(3):
        press_with(chrome, Keys.SHIFT, Keys.ARROW_LEFT)
    press_with(chrome, Keys.SHIFT, Keys.ARROW_DOWN)
    assert marked(chrome) == "pier"
    press_with(chrome, Keys.SHIFT, Keys.ARROW_UP)
    press(chrome, Keys.ENTER)
    assert shown(chrome) == ["▲ for a pier Pledge · own voice"]
    press(chrome, "m", *[Keys.ARROW_RIGHT] * 6)
    press_with(chrome, Keys.SHIFT, Keys.ARROW_RIGHT)
    press(chrome, "a")
    assert shown(chrome)[1] == "▼ against Reed Point Pledge · own voice"
    press(chrome, "w", Keys.ARROW_LEFT, Keys.ENTER)
    bold = chrome.find_elements(By.CSS_SELECTOR, "#codes [aria-selected=true] b")
    assert [one.text for one in bold] == ["Reed"]
    press(chrome, "o", *[Keys.ARROW_RIGHT] * 6, Keys.ENTER)
    assert "says Reed" in shown(chrome)[1]
    press(chrome, "o", Keys.ENTER)


def delete(chrome: Chrome) -> None:
    """We met on 4 May 2027. The Heron List opposes the windmill."""
    wait_for(chrome, "place", "4 of 5")
    assert shown(chrome) == []
    assert "claims nothing" in text_of(chrome, "no-claims")
    press(chrome, Keys.ENTER)
    wait_for(chrome, "place", "5 of 5")
    assert "says The Heron List" in shown(chrome)[0]
    press(chrome, Keys.ARROW_DOWN, Keys.DELETE)
    assert shown(chrome) == []
    press(chrome, Keys.ENTER)
    wait_for(chrome, "end-title", "All 5 units are done")


def select_by_mouse(chrome: Chrome) -> None:
    """Words selected with the mouse become a claim by a button."""
    words = chrome.find_element(By.ID, "unit")
    drag = ActionChains(chrome, duration=50)
    drag.move_to_element_with_offset(words, -words.size["width"] // 2 + 2, 0)
    drag.click_and_hold().move_by_offset(150, 0).release().perform()
    wait(chrome, lambda: marked(chrome))
    picked = marked(chrome)
    chrome.find_element(By.ID, "claim-against").click()
    assert shown(chrome)[0].startswith(f"▼ against {picked}")
    chrome.find_element(By.ID, "undo").click()


def test_links_go_along_when_claims_are_added_and_deleted(tmp_path: Path) -> None:
    folder, assignment = claim_room(tmp_path, text=LABOUR, units=["We fight"])
    with (
        open_browser(tmp_path / "profile") as chrome,
        serve_room(folder) as room,
    ):
        come_in(chrome, room)
        open_assignment(chrome, room, assignment)
        assert len(shown(chrome)) == 2
        press(chrome, "m", Keys.ARROW_RIGHT, "a", Keys.ENTER)
        wait_for(chrome, "end-title", "done")
        assert [one.link for one in sheets(folder)[0].claims or ()] == [None, None, 1]
        press(chrome, "u")
        wait(chrome, lambda: "done" not in text_of(chrome, "end-title"))
        press(chrome, Keys.ARROW_DOWN)
        press(chrome, Keys.ARROW_UP, Keys.DELETE, Keys.ENTER)
        wait_for(chrome, "end-title", "done")
        assert complaints(chrome) == []
    assert said(folder) == [["- child labour"]]
    assert [one.link for one in sheets(folder)[0].claims or ()] == [None]


def test_claims_are_corrected_by_keys_and_mouse(tmp_path: Path) -> None:
    folder, assignment = claim_room(tmp_path)
    with (
        open_browser(tmp_path / "profile") as chrome,
        serve_room(folder) as room,
    ):
        come_in(chrome, room)
        open_assignment(chrome, room, assignment)
        complaints(chrome)
        accept_and_turn(chrome)
        mark_and_add(chrome)
        delete(chrome)
        assert said(folder) == [
            ["+ a night bus"],
            ["- the toll"],
            ["+ a pier", "- Reed Point"],
            [],
            [],
        ]
        press(chrome, "u")
        wait_for(chrome, "place", "5 of 5")
        assert "Found by the program" in text_of(chrome, "whose")
        select_by_mouse(chrome)
        press(chrome, "h")
        assert "accept all claims" in text_of(chrome, "help")
        assert complaints(chrome) == []
    first = sheets(folder)[0]
    assert (first.coder, first.run_id is not None) == ("Ana", True)
