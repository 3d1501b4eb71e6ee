"""Lines that quote what others wrote, kept short enough to be read.

A cell or a name may be as long as a book. Every sentence of an error goes through here,
so that no class has to think of it.
"""

from __future__ import annotations

import re

LONGEST_QUOTED = 160
"""Characters between two quotation marks."""
LONGEST_WORD = 320
"""Characters without a space between: a path, a name that nobody quoted."""
LONGEST_LINE = 2000
"""Characters of a whole sentence, lists of names among them."""

_LOOKED_THROUGH = 4 * LONGEST_LINE
_QUOTED = re.compile(
    r"""(?<!\w)(?:'((?:\\.|[^'\\]|'(?=\w))*)'|"((?:\\.|[^"\\])*)")(?!\w)""", re.DOTALL
)
"""Words in quotation marks; an apostrophe inside a word is none."""
_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")


def shorten(line: str) -> str:
    """Cut long quotations and words in their middle, then a line that is still long.

    Examples
    --------
    >>> shorten("Code '999' is not in codebook 'marpor-5'.")
    "Code '999' is not in codebook 'marpor-5'."
    >>> len(shorten(f"Code {'9' * 5000!r} is not in codebook 'marpor-5'."))
    198
    """
    if len(line) <= LONGEST_QUOTED:
        return line
    looked_through = _cut(line, _LOOKED_THROUGH)
    unquoted = _QUOTED.sub(_cut_quoted, looked_through)
    return _cut(_WORD.sub(_cut_word, unquoted), LONGEST_LINE)


def _cut_quoted(found: re.Match[str]) -> str:
    mark, inside = found[0][0], found[0][1:-1]
    return f"{mark}{_cut(inside, LONGEST_QUOTED)}{mark}"


def _cut_word(found: re.Match[str]) -> str:
    return _cut(found[0], LONGEST_WORD)


def _cut(text: str, longest: int) -> str:
    """Keep three quarters from the beginning and one from the end."""
    if len(text) <= longest:
        return text
    tail = longest // 4
    return f"{text[: longest - tail - 1]}…{text[-tail:]}"
