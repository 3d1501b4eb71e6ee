"""The signs that symbol fonts draw in place of letters, as characters of their own."""

from __future__ import annotations

_SYMBOL = {
    0x2D: "−",
    0xA3: "≤",
    0xA5: "∞",
    0xAC: "←",
    0xAE: "→",
    0xB0: "°",
    0xB1: "±",
    0xB3: "≥",
    0xB4: "×",
    0xB9: "≠",
}
_WINGDINGS = {
    0x6C: "●",
    0x6E: "■",
    0x6F: "□",
    0x71: "❑",
    0x75: "◆",
    0x76: "❖",
    0xA7: "▪",
    0xA8: "◻",
    0xD8: "➢",
    0xE0: "→",
    0xE8: "➔",
    0xF0: "⇨",
    0xFB: "✗",
    0xFC: "✓",
    0xFE: "☑",
}


def read_symbol(code: int, font: str) -> str:
    """Give the character that a symbol font draws for a number; a bullet if unknown.

    Examples
    --------
    >>> read_symbol(0xF0FC, "Wingdings"), read_symbol(0xB7, "Symbol")
    ('✓', '•')
    """
    place = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    signs = _WINGDINGS if font.lower().startswith("wingdings") else _SYMBOL
    return signs.get(place, "•")


def is_symbol_font(font: str) -> bool:
    """Say whether a font draws signs in place of letters."""
    return font.lower().startswith(("wingdings", "symbol", "webdings"))
