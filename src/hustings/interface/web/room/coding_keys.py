"""The keys of the coding page, as its help says them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyGroup:
    """Keys that belong together: each row is the keys and what they do."""

    title: str
    rows: tuple[tuple[tuple[str, ...], str], ...]


ANSWERING = KeyGroup(
    title="Answer",
    rows=(
        (("1", "2", "a"), "the code with this key"),
        (("/",), "find a code by its words or its number; recent ones on top"),
        (("↑", "↓"), "look at the codes; Enter or Space takes one"),
        (("5", "Enter"), "where a number is asked: write it, and go on"),
        (("Enter",), "save and go on"),
        (("?",), "unsure, or no longer"),
        (("n",), "write a note; Enter ends it"),
        (("Backspace",), "clear the answer"),
        ((".", ","), "next variable, variable before"),
    ),
)
WALKING = KeyGroup(
    title="Go",
    rows=(
        (("j", "→"), "next unit"),
        (("k", "←"), "unit before"),
        (("g",), "next unit that is not done"),
        (("G",), "only units that are not done, or all"),
        (("Home", "End"), "first unit, last unit"),
        (("PageDown",), "scroll the text"),
    ),
)
UNDOING = KeyGroup(
    title="Take back",
    rows=(
        (("u",), "undo, also what was saved yesterday"),
        (("U",), "redo"),
        (("H",), "all that was said of this unit"),
    ),
)
MARKING = KeyGroup(
    title="Words of the unit",
    rows=(
        (("e",), "mark evidence; with the mouse, select the words"),
        (("←", "→"), "while marking: choose a word"),
        (("Shift", "←", "→"), "take in more words; with Ctrl or Alt, letters"),
        (("Backspace",), "while marking: take evidence away"),
        (("x",), "cut the unit, where units may be cut"),
        (("X",), "join it with the next one"),
    ),
)
LOOKING = KeyGroup(
    title="Look up",
    rows=(
        (("i",), "image of the page"),
        (("B",), "the codebook as a sheet"),
        (("h",), "these keys"),
        (("Escape",), "leave what is open"),
    ),
)

KEYS = (ANSWERING, WALKING, UNDOING, MARKING, LOOKING)
