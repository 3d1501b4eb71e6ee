from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from browser import complaints, open_browser, resize
from live_room import (
    SCRIPT,
    come_in,
    make_town,
    open_assignment,
    serve_room,
    wait_until_ready,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from live_room import LiveRoom

pytestmark = pytest.mark.browser
N_SENTENCES = 110


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with open_browser(tmp_path_factory.mktemp("profile")) as browser:
        browser.execute_cdp_cmd("Network.enable", {})
        yield browser


@pytest.fixture(scope="module")
def room(
    chrome: Chrome, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveRoom]:
    folder = tmp_path_factory.mktemp("town") / "project"
    make_town(folder, N_SENTENCES)
    with serve_room(folder) as served:
        come_in(chrome, served)
        yield served


class Places:
    """Units that no other test has coded."""

    def __init__(self) -> None:
        self.next = 52

    def take(self, n: int) -> int:
        first, self.next = self.next, self.next + n
        return first


@pytest.fixture(scope="module")
def places() -> Places:
    return Places()


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


def picked(chrome: Chrome) -> list[str]:
    found = chrome.find_elements(By.CSS_SELECTOR, "#codes [aria-selected=true] .name")
    return [one.text for one in found]


def go_offline(chrome: Chrome, *, is_off: bool) -> None:
    chrome.execute_cdp_cmd(
        "Network.emulateNetworkConditions",
        {
            "offline": is_off,
            "latency": 0,
            "downloadThroughput": -1,
            "uploadThroughput": -1,
        },
    )


def test_44_units_with_two_keys_each(chrome: Chrome, room: LiveRoom) -> None:
    open_assignment(chrome, room, room.assign(first=8, n=44))
    complaints(chrome)
    keys = ["1", "2", "3", "4", "0"]
    for i in range(44):
        press(chrome, keys[i % 5], Keys.ENTER)
    wait_for(chrome, "end-title", "All 44 units are done")
    codes = ["boats", "quays", "homes", "trees", "000"]
    assert room.values() == [codes[i % 5] for i in range(44)]
    assert len(room.codings()) == 44
    assert "broken" not in chrome.title
    assert complaints(chrome) == []


def test_keys_typed_ahead_reach_the_next_unit(
    chrome: Chrome, room: LiveRoom, places: Places
) -> None:
    open_assignment(chrome, room, room.assign(first=places.take(4), n=4))
    chain = ActionChains(chrome, duration=0)
    for key in "1234":
        chain = chain.send_keys(key).send_keys(Keys.ENTER)
    chain.perform()
    wait_for(chrome, "end-title", "All 4 units are done")
    assert room.values()[-4:] == ["boats", "quays", "homes", "trees"]


def test_undo_goes_back_to_yesterday(
    chrome: Chrome, room: LiveRoom, places: Places
) -> None:
    assignment = room.assign(first=places.take(3), n=3)
    open_assignment(chrome, room, assignment)
    press(chrome, "1", Keys.ENTER, "2")
    wait_for(chrome, "place", "2 of 3")
    press(chrome, "u")
    assert picked(chrome) == []
    press(chrome, "U")
    assert picked(chrome) == ["Quays"]
    press(chrome, Keys.ENTER)
    wait_for(chrome, "place", "3 of 3")
    open_assignment(chrome, room, assignment)
    press(chrome, "u")
    wait_for(chrome, "place", "2 of 3")
    assert picked(chrome) == []
    press(chrome, "u")
    wait_for(chrome, "place", "1 of 3")
    assert picked(chrome) == []
    press(chrome, "U")
    wait(chrome, lambda: picked(chrome) == ["Ferries and boats"])
    assert text_of(chrome, "state") == "Saved"
    assert [one.value for one in room.codings()[-5:]] == [
        "boats",
        "quays",
        None,
        None,
        "boats",
    ]


def test_a_note_is_text_and_doubt_is_kept(
    chrome: Chrome, room: LiveRoom, places: Places
) -> None:
    assignment = room.assign(first=places.take(2), n=2)
    open_assignment(chrome, room, assignment)
    press(chrome, "1", "?", "n", SCRIPT, Keys.ENTER)
    assert chrome.switch_to.active_element.get_attribute("id") == "codes"
    press(chrome, Keys.ENTER)
    wait_for(chrome, "place", "2 of 2")
    coding = room.codings()[-1]
    assert (coding.note, coding.unsure) == (SCRIPT, True)
    press(chrome, "k")
    wait_for(chrome, "place", "1 of 2")
    assert chrome.find_element(By.ID, "note").get_attribute("value") == SCRIPT
    assert chrome.find_element(By.ID, "unsure").get_attribute("aria-pressed") == "true"
    press(chrome, "H")
    wait_for(chrome, "history-words", SCRIPT)
    press(chrome, Keys.ESCAPE)
    assert "broken" not in chrome.title


def test_picker_finds_and_puts_recent_codes_on_top(
    chrome: Chrome, room: LiveRoom, places: Places
) -> None:
    open_assignment(chrome, room, room.assign(first=places.take(3), n=3))
    press(chrome, "/", "letting", Keys.ENTER)
    assert picked(chrome) == ["Homes and rents"]
    press(chrome, Keys.ENTER)
    wait_for(chrome, "place", "2 of 3")
    press(chrome, "/")
    first = chrome.find_element(By.CSS_SELECTOR, "#picker-codes [role=option] .name")
    assert first.text == "Homes and rents"
    assert text_of(chrome, "picker-codes").startswith("Recent")
    press(chrome, Keys.ENTER, Keys.ENTER)
    wait_for(chrome, "place", "3 of 3")
    press(chrome, "/", "no such words")
    assert "No code has these words" in text_of(chrome, "picker-codes")
    press(chrome, Keys.ESCAPE)
    assert room.values()[-2:] == ["homes", "homes"]


def test_a_digit_that_is_no_code_s_key_opens_no_list(
    chrome: Chrome, room: LiveRoom, places: Places
) -> None:
    open_assignment(chrome, room, room.assign(first=places.take(1), n=1))
    press(chrome, "9", "1")
    assert len(picked(chrome)) == 1
    assert not chrome.find_element(By.ID, "picker-codes").is_displayed()


def test_more_codes_than_keys_are_typed_as_they_are_known(
    chrome: Chrome, room: LiveRoom, places: Places
) -> None:
    first = places.take(2)
    open_assignment(chrome, room, room.assign(first=first, n=2, codebook="marpor-5"))
    assert not chrome.find_elements(By.CSS_SELECTOR, "#codes [aria-keyshortcuts]")
    press(chrome, "5", "0", "4", Keys.ENTER, Keys.ENTER)
    wait_for(chrome, "place", "2 of 2")
    assert room.codings()[-1].value == "504"


def test_a_lost_connection_loses_and_doubles_nothing(
    chrome: Chrome, room: LiveRoom, places: Places
) -> None:
    open_assignment(chrome, room, room.assign(first=places.take(3), n=3))
    before = len(room.codings())
    go_offline(chrome, is_off=True)
    press(chrome, "1", Keys.ENTER)
    wait_for(chrome, "state", "Not saved yet")
    assert text_of(chrome, "place") == "1 of 3"
    assert "no connection" in text_of(chrome, "hint")
    press(chrome, "j")
    wait_for(chrome, "place", "2 of 3")
    press(chrome, "2", Keys.ENTER)
    wait_for(chrome, "state", "2 units")
    assert len(room.codings()) == before
    go_offline(chrome, is_off=False)
    wait(chrome, lambda: len(room.codings()) == before + 2)
    wait_for(chrome, "place", "3 of 3")
    assert room.values()[-2:] == ["boats", "quays"]
    press(chrome, "k")
    wait_for(chrome, "state", "Saved")
    complaints(chrome)


def test_an_answer_lost_on_its_way_back_is_one_coding(
    chrome: Chrome, room: LiveRoom, places: Places
) -> None:
    open_assignment(chrome, room, room.assign(first=places.take(2), n=2))
    before = len(room.codings())
    chrome.execute_script(
        "const ask = window.fetch; let lost = 0;"
        "window.fetch = async (...asked) => {"
        "  const answer = await ask(...asked);"
        "  if (String(asked[0]).endsWith('codings') && !lost++)"
        "    throw new TypeError('lost');"
        "  return answer; };"
    )
    press(chrome, "1", Keys.ENTER)
    wait_for(chrome, "place", "2 of 2")
    assert len(room.codings()) == before + 1


def test_reload_keeps_the_draft(chrome: Chrome, room: LiveRoom, places: Places) -> None:
    open_assignment(chrome, room, room.assign(first=places.take(2), n=2))
    press(chrome, "j", "3", "n", "half a thought")
    chrome.refresh()
    wait_until_ready(chrome)
    assert text_of(chrome, "place") == "2 of 2"
    assert picked(chrome) == ["Homes and rents"]
    note = chrome.find_element(By.ID, "note").get_attribute("value")
    assert note == "half a thought"
    assert text_of(chrome, "state") == "Enter saves"
    chrome.get(f"{room.address}/room/")
    assert "1 unit on this device is not saved yet" in chrome.page_source


def test_a_second_variable_is_asked_where_its_condition_holds(
    chrome: Chrome, room: LiveRoom, places: Places
) -> None:
    first = places.take(2)
    variables = ("topic", "stance")
    open_assignment(chrome, room, room.assign(first=first, n=2, variables=variables))
    assert "not asked here" in text_of(chrome, "steps")
    press(chrome, "1")
    assert text_of(chrome, "variable") == "Stance"
    press(chrome, Keys.ENTER)
    assert "Enter again leaves it open" in text_of(chrome, "hint")
    press(chrome, "2", Keys.ENTER)
    wait_for(chrome, "place", "2 of 2")
    assert room.values("stance")[-1] == "1"
    press(chrome, "k", ",", "3", Keys.ENTER)
    wait_for(chrome, "place", "2 of 2")
    assert room.values("stance")[-1:] != ["1"]
    assert room.values()[-1] == "homes"


def test_evidence_by_keys_and_mouse_counts_code_points(
    chrome: Chrome, room: LiveRoom
) -> None:
    open_assignment(chrome, room, room.assign(first=4, n=3))
    press(chrome, "2", "e")
    for _ in range(7):
        press(chrome, Keys.ARROW_RIGHT)
    press_with(chrome, Keys.SHIFT, Keys.ARROW_RIGHT)
    press(chrome, Keys.ENTER)
    assert "and short" in text_of(chrome, "evidence-words")
    script = (
        "const node = document.getElementById('unit').firstChild;"
        "getSelection().setBaseAndExtent(node, 0, node, 6);"
        "document.getElementById('unit').dispatchEvent(new PointerEvent('pointerup'));"
    )
    chrome.execute_script(script)
    assert "Signs" in text_of(chrome, "evidence-words")
    press(chrome, Keys.ENTER)
    wait_for(chrome, "place", "2 of 3")
    coding = room.codings()[-1]
    words = coding.anchor.words
    start = coding.anchor.span.start
    said = [words[one.start - start : one.end - start] for one in coding.evidence]
    assert said == ["Signs", "and short"]
    direction = "return getComputedStyle(document.getElementById('unit')).direction"
    assert chrome.execute_script(direction) == "rtl"


def test_training_shows_the_answer_after_ones_own(
    chrome: Chrome, room: LiveRoom, places: Places
) -> None:
    assignment = room.assign(
        first=places.take(2), n=2, purpose="training", answers={"topic": "boats"}
    )
    open_assignment(chrome, room, assignment)
    press(chrome, "3", Keys.ENTER)
    wait_for(chrome, "detail", "You said Homes and rents")
    assert "The answer is Ferries and boats" in text_of(chrome, "detail")
    assert text_of(chrome, "place") == "1 of 2"
    press(chrome, Keys.ENTER, "1", Keys.ENTER)
    wait_for(chrome, "detail", "Right: Ferries and boats")


def test_units_are_cut_and_joined_and_that_is_undone(
    chrome: Chrome, room: LiveRoom, places: Places
) -> None:
    design = {"unitising": True}
    first = places.take(2)
    open_assignment(chrome, room, room.assign(first=first, n=2, design=design))
    whole = text_of(chrome, "unit")
    press(chrome, "x", Keys.ARROW_RIGHT, Keys.ENTER)
    wait_for(chrome, "place", "of 3")
    part = text_of(chrome, "unit")
    assert whole.startswith(part)
    assert part != whole
    press(chrome, "X")
    wait_for(chrome, "place", "of 2")
    assert text_of(chrome, "unit") == whole
    press(chrome, "u")
    wait_for(chrome, "place", "of 3")


def test_what_is_refused_stays_a_draft(
    chrome: Chrome, room: LiveRoom, places: Places
) -> None:
    open_assignment(chrome, room, room.assign(first=places.take(2), n=2))
    before = len(room.codings())
    script = (
        "const field = document.getElementById('note');"
        "field.removeAttribute('maxlength'); field.value = 'a'.repeat(10001);"
        "field.dispatchEvent(new Event('input'));"
    )
    press(chrome, "1")
    chrome.execute_script(script)
    press(chrome, Keys.ENTER)
    wait_for(chrome, "hint", "Unit 1 was not saved")
    assert text_of(chrome, "place") == "1 of 2"
    assert picked(chrome) == ["Ferries and boats"]
    assert text_of(chrome, "state") == "Enter saves"
    assert len(room.codings()) == before
    complaints(chrome)


def test_only_what_is_not_done_and_the_end(
    chrome: Chrome, room: LiveRoom, places: Places
) -> None:
    open_assignment(chrome, room, room.assign(first=places.take(4), n=4))
    press(chrome, "j", "1", Keys.ENTER)
    wait_for(chrome, "place", "3 of 4")
    press(chrome, "k", "k")
    wait_for(chrome, "place", "1 of 4")
    press(chrome, "G", "j")
    wait_for(chrome, "place", "3 of 4")
    press(chrome, "1", Keys.ENTER)
    wait_for(chrome, "place", "4 of 4")
    press(chrome, "G", "1", Keys.ENTER)
    wait_for(chrome, "end-title", "1 unit is not done yet")
    press(chrome, Keys.ENTER)
    wait_for(chrome, "place", "1 of 4")
    chrome.get(f"{room.address}/room/")
    assert "3 of 4 units done" in chrome.page_source


def test_nothing_moves_between_units(chrome: Chrome, room: LiveRoom) -> None:
    open_assignment(chrome, room, room.assign(n=8))
    script = (
        "return ['unit', 'codes', 'variable', 'note', 'save'].map((id) =>"
        " Math.round(document.getElementById(id).getBoundingClientRect().top))"
    )
    seen = set()
    for i in range(8):
        wait_for(chrome, "place", f"{i + 1} of 8") if i else press(chrome, Keys.HOME)
        time.sleep(0.05)
        seen.add(tuple(chrome.execute_script(script)))
        press(chrome, "j")
    assert len(seen) == 1


@pytest.mark.parametrize(
    "size", [(1400, 1000), (1280, 720), (640, 400), (390, 800), (320, 640)]
)
def test_everything_is_in_reach_on_every_screen(
    chrome: Chrome, room: LiveRoom, size: tuple[int, int]
) -> None:
    resize(chrome, *size)
    open_assignment(chrome, room, room.assign(n=3, variables=("topic", "stance")))
    wide = "return document.documentElement.scrollWidth"
    assert chrome.execute_script(wide) <= size[0]
    inside: Any = chrome.execute_script(
        "return [...document.querySelectorAll('.deeds button, #note, #state')]"
        ".filter((one) => one.offsetParent).every((one) => {"
        " const box = one.getBoundingClientRect();"
        " return box.left >= 0 && box.right <= innerWidth && box.bottom <= innerHeight"
        "})"
    )
    assert inside
    if size[0] <= 390:
        height = "return document.querySelector('.option').offsetHeight"
        assert chrome.execute_script(height) >= 44
    resize(chrome, 1400, 1000)


def test_an_empty_room_says_what_to_do(chrome: Chrome, room: LiveRoom) -> None:
    chrome.get(f"{room.address}/room/login")
    chrome.find_element(By.ID, "new").send_keys("Dora", Keys.ENTER)
    wait(chrome, lambda: "Nothing to code yet" in chrome.page_source)
    assert "hustings code --by hand --coders Dora" in chrome.page_source
    come_in(chrome, room)


SHARES = """
name: shares
title: Shares
version: "1"
variables:
  - {name: share, title: Share of the levy, level: ratio, maximum: 100, unit: percent}
  - name: topic
    title: Topic
    level: nominal
    codes: [{code: boats, title: Boats}, {code: homes, title: Homes}]
"""


def test_a_number_is_written_and_enter_goes_on(
    chrome: Chrome, room: LiveRoom, places: Places
) -> None:
    book = room.folder.parent / "shares.yaml"
    book.write_text(SHARES, encoding="utf-8")
    assignment = room.assign(
        first=places.take(2), n=2, variables=["share", "topic"], codebook=str(book)
    )
    open_assignment(chrome, room, assignment)
    assert text_of(chrome, "number-asked") == "a number from 0 to 100 (percent)"
    press(chrome, "2", "5", "0", Keys.ENTER)
    wait_for(chrome, "voice", "is not a number from 0 to 100 (percent)")
    press(chrome, Keys.BACKSPACE, ",", "5", Keys.ENTER)
    wait_for(chrome, "variable", "Topic")
    press(chrome, "1", Keys.ENTER)
    wait_for(chrome, "place", "2 of 2")
    press(chrome, "4", "0", Keys.ENTER, "2", Keys.ENTER)
    wait_for(chrome, "end-title", "All 2 units are done")
    assert room.values("share")[-2:] == ["25.5", "40"]
    assert room.values()[-2:] == ["boats", "homes"]
    assert complaints(chrome) == []
