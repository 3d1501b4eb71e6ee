from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from hustings.interface.web.room.coding_keys import KEYS
from hustings.interface.web.room.pages import (
    room_files,
    write_assignments,
    write_coding,
)
from hustings.interface.web.room.said import COMMAND_KEYS

if TYPE_CHECKING:
    from hustings.interface.web.room.pages import Listed, Me

SCRIPT = "<script>alert('boats')</script>"
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:")


def who(role: str = "coder", mode: str = "team") -> Me:
    return {"coder": "Ana", "role": role, "mode": mode}


def listed(
    n_done: int = 0,
    *,
    title: str = "The town",
    purpose: str = "coding",
    blind: bool = False,
    unitising: bool = False,
    claims: bool = False,
) -> Listed:
    return {
        "assignment": "a1b2",
        "codebook": title,
        "variables": ["Topic", "Stance"],
        "purpose": purpose,
        "blind": blind,
        "unitising": unitising,
        "claims": claims,
        "n_units": 8,
        "n_done": n_done,
        "n_unsure": 1 if n_done else 0,
    }


def assignments(*rows: Listed, me: Me | None = None) -> str:
    page = write_assignments(me=me or who(), assignments=rows, name="Pellwick")
    return page.decode()


def coding(
    purpose: str = "coding", title: str = "The town", *, claims: bool = False
) -> str:
    assignment = {
        "assignment": "a1b2",
        "purpose": purpose,
        "claims": claims,
        "codebook": {"title": title},
    }
    return write_coding(me=who(), assignment=assignment, name="Pellwick").decode()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("n_done", "deed", "progress", "lead"),
    [
        (0, "Begin", "0 of 8 units done", "8 units left to code."),
        (3, "Continue", "3 of 8 units done, 1 unsure", "5 units left to code."),
        (8, "Look again", "All 8 units done, 1 unsure", "Everything is done."),
    ],
)
def test_assignments_say_how_far_they_are(
    n_done: int, deed: str, progress: str, lead: str
) -> None:
    page = assignments(listed(n_done))
    assert f">{deed}<" in page
    assert progress in page
    assert lead in page
    assert 'href="../room/code/a1b2"' in page
    assert "Topic, Stance" in page


def test_training_is_said() -> None:
    assert "the answers shown after yours" in assignments(listed(purpose="training"))
    plain = assignments(listed())
    assert "is not shown" not in plain
    assert "cut and join" not in plain
    assert "whose words they are is not shown" in assignments(listed(blind=True))
    assert "you may cut and join units" in assignments(listed(unitising=True))
    assert "training" in coding("training")
    assert 'class="training"' not in coding()


def test_an_empty_room_says_what_to_do() -> None:
    assert "Whoever manages this project can give you some" in assignments()
    page = assignments(me=who("manager"))
    assert "hustings code --by hand --coders Ana" in page
    assert "room/manage/" in page


def test_managers_and_coders_see_their_own_ways() -> None:
    assert "room/manage/" not in assignments(listed())
    assert "Log out" in assignments(listed())
    assert "Not you?" in assignments(listed(), me=who(mode="local"))


def test_titles_are_text_and_nothing_is_inline() -> None:
    for page in (assignments(listed(title=SCRIPT)), coding(title=SCRIPT)):
        assert SCRIPT not in page
        assert "&lt;script&gt;" in page
        assert INLINE.search(page) is None


def test_every_file_that_a_page_names_is_there() -> None:
    files = room_files()
    for page in (assignments(listed()), coding(), coding(claims=True)):
        named = set(re.findall(r'(?:src|href)="[./]*(room/static/[^"]+)"', page))
        assert named
        assert named <= set(files)


def test_where_claims_are_asked_for_the_page_has_their_keys() -> None:
    page = coding(claims=True)
    assert "Accept and go on" in page
    assert "accept all claims as they stand" in page
    assert 'id="claim-against"' in page
    assert 'id="evidence"' not in page
    assert 'id="claim-against"' not in coding()
    assert "you say what each unit claims" in assignments(listed(claims=True))


def test_scripts_make_no_markup_and_stay_small() -> None:
    for address, content in room_files().items():
        script = content.decode()
        if address.startswith("room/static/coding") and address.endswith(".js"):
            assert "innerHTML" not in script
            assert "insertAdjacentHTML" not in script
            assert len(script.splitlines()) <= 400


def test_help_names_every_letter_that_is_no_code() -> None:
    named = {key for group in KEYS for keys, _ in group.rows for key in keys}
    assert named >= COMMAND_KEYS
