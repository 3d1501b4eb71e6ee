from __future__ import annotations

import pytest

from hustings.errors import CoderNameError
from hustings.model.coder import MACHINES, check_name, fold_name, look_of


@pytest.mark.parametrize(
    "name",
    ["Ana", "a", "coder_1", "J. R. Smith-Löw", "Дарья", "李雷", "रीना", "7", "x" * 40],
)
def test_names_of_people_pass(name: str) -> None:
    assert check_name(name) == name


def test_two_ways_to_write_an_accent_are_one_name() -> None:
    assert check_name("Jose\u0301") == check_name("Jos\u00e9") == "Jos\u00e9"
    assert fold_name("JOSE\u0301") == fold_name("jos\u00e9")


@pytest.mark.parametrize("name", ["", "   ", "x" * 41])
def test_a_name_has_some_letters_and_not_too_many(name: str) -> None:
    with pytest.raises(CoderNameError, match="1 to 40 characters"):
        check_name(name)


@pytest.mark.parametrize("name", ["a/b", "Ana;", "=cmd", "a\u202eb", "Ana\u200b", "@a"])
def test_what_no_name_holds_is_named(name: str) -> None:
    with pytest.raises(CoderNameError, match="cannot stand in a name"):
        check_name(name)


@pytest.mark.parametrize("machine", MACHINES)
def test_nobody_is_called_like_a_program(machine: str) -> None:
    for name in (machine, f"{machine}-2", f"{machine.upper()} x", f"{machine}.ana"):
        with pytest.raises(CoderNameError, match="no single person"):
            check_name(name)
    assert check_name(f"{machine}ina") == f"{machine}ina"


def test_nobody_is_called_adjudicated() -> None:
    with pytest.raises(CoderNameError, match="no single person"):
        check_name("Adjudicated")


@pytest.mark.parametrize("name", [".", "..", "-x", "--all", ".hidden", "-"])
def test_names_that_a_command_or_a_folder_would_take_otherwise(name: str) -> None:
    with pytest.raises(CoderNameError, match="it begins with"):
        check_name(name)


def test_a_name_has_a_letter_or_a_digit() -> None:
    with pytest.raises(CoderNameError, match="no letter or digit"):
        check_name("_ _")
    assert check_name("_ana") == "_ana"


@pytest.mark.parametrize("name", ["CON", "nul", "Aux.txt", "com1", "LPT9 .x", "prn."])
def test_names_of_devices(name: str) -> None:
    with pytest.raises(CoderNameError, match="for a device"):
        check_name(name)


@pytest.mark.parametrize("name", ["Conny", "Com", "com10", "nul-ana", "B. Con"])
def test_names_that_only_look_like_devices(name: str) -> None:
    assert check_name(name) == name


CYRILLIC_ANA = "\u0410\u043d\u0430".replace("\u043d", "n")


@pytest.mark.parametrize(
    ("name", "other"),
    [
        (CYRILLIC_ANA, "Ana"),
        ("\uff21\uff4e\uff41", "Ana"),
        ("Ben 1", "Ben l"),
        ("Co\u00b2", "Co2"),
        ("Ivan", "lvan"),
        ("\u0391na", "Ana"),
        ("\u8fbb\U000e0100", "\u8fbb"),
    ],
)
def test_names_that_nobody_tells_apart_look_the_same(name: str, other: str) -> None:
    assert look_of(name) == look_of(other)


@pytest.mark.parametrize(
    ("name", "other"),
    [("Zo\u00eb", "Zoe"), ("Ian", "Lan"), ("Ali", "Ail"), ("Coder 1", "Coder 2")],
)
def test_names_that_differ_to_the_eye_look_different(name: str, other: str) -> None:
    assert look_of(name) != look_of(other)


def test_a_letter_that_is_drawn_as_nothing_is_none() -> None:
    with pytest.raises(CoderNameError, match="cannot stand in a name"):
        check_name("Ana\u3164")
