"""The keys of the coding page where claims are corrected, as its help says them."""

from __future__ import annotations

from hustings.interface.web.room.coding_keys import UNDOING, WALKING, KeyGroup

CLAIMING = KeyGroup(
    title="Claims",
    rows=(
        (("Enter",), "accept all claims as they stand, save, and go on"),
        (("↑", "↓"), "claim before, next claim"),
        (("f",), "the claim in focus is for its target"),
        (("a",), "it is against its target"),
        (("1", "…", "6"), "how it is put: pledge, demand, position …"),
        (("o",), "own voice, or somebody else: mark their name"),
        (("Backspace", "Delete"), "delete the claim"),
        (("?",), "unsure, or no longer"),
        (("n",), "write a note; Enter ends it"),
    ),
)
MARKING = KeyGroup(
    title="Words of the unit",
    rows=(
        (("m",), "mark words for a new claim; with the mouse, select them"),
        (("e",), "mark the target of the claim in focus anew"),
        (("w",), "choose the head: the one word that names the target"),
        (("←", "→"), "while marking: choose a word"),
        (("Shift", "←", "→"), "take in or leave out words; with Ctrl or Alt, letters"),
        (("Shift", "↑", "↓"), "the same at the beginning of what is marked"),
        (("f", "a"), "with words marked: a new claim, for or against them"),
        (("e", "w", "o"), "with words marked: target, head or actor of the claim"),
        (("Enter",), "while marking: take the words as what they were marked for"),
    ),
)
LOOKING = KeyGroup(
    title="Look up",
    rows=(
        (("i",), "image of the page"),
        (("B",), "what a claim is, as a sheet"),
        (("h",), "these keys"),
        (("Escape",), "leave what is open"),
    ),
)

CLAIM_KEYS = (CLAIMING, MARKING, WALKING, UNDOING, LOOKING)
