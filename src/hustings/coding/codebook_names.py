"""What codebooks, versions and codes may be called, and which version is lower."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from hustings.coding.yaml_tree import Leaf, refuse
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.coding.yaml_tree import Table
    from hustings.model.codebook import Codebook

LONGEST_NAME = 60
LONGEST_VERSION = 40
COMMAND_WORDS = frozenset({"add", "versions"})
"""What the command `codebook` takes for itself."""

_QUOTED = 80
_NUMBERED = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})*")


def codebook_name(table: Table) -> str:
    """Give a codebook's name: it stands in commands, file names and NAME@VERSION.

    Raises
    ------
    CodebookFileError
        If it holds other than letters, digits, ``.``, ``_`` and ``-``, begins with
        ``-``, is too long, or is a word of the command line.
    """
    name = table.required_text("name")
    is_plain = all(sign in "._-" or _is_letter(sign) for sign in name)
    if not is_plain or name.startswith("-") or len(name) > LONGEST_NAME:
        refuse(
            table,
            f"name {name[:_QUOTED]!r} cannot be a codebook's.",
            "Use letters, digits, '.', '_' and '-', not '-' first, at most "
            f"{LONGEST_NAME}.",
            line=table.line_of("name"),
        )
    if name in COMMAND_WORDS:
        refuse(
            table,
            f"name {name!r} is a word of the command 'codebook'.",
            "Choose another name.",
            line=table.line_of("name"),
        )
    return name


def codebook_version(table: Table) -> str:
    """Give a codebook's version.

    Raises
    ------
    CodebookFileError
        If it holds ``@`` or white space, or is too long.
    """
    version = table.required_text("version")
    has_space = any(sign.isspace() or not sign.isprintable() for sign in version)
    if has_space or "@" in version or len(version) > LONGEST_VERSION:
        refuse(
            table,
            f"version {version[:_QUOTED]!r} cannot be a version.",
            f"Use at most {LONGEST_VERSION} signs without spaces and '@', such as 1.2.",
            line=table.line_of("version"),
        )
    return version


def code_name(table: Table) -> str:
    """Give a code, which must stand on one line without spaces around it.

    Raises
    ------
    CodebookFileError
        If it does not.
    """
    code = table.required_text("code")
    node = table.entries["code"]
    is_padded = isinstance(node, Leaf) and node.text != node.text.strip()
    if is_padded or len(code.splitlines()) > 1:
        refuse(
            table,
            f"code {code[:_QUOTED]!r} has spaces at its ends or a line end in it.",
            "Write it on one line without them.",
            line=table.line_of("code"),
        )
    return code


def lower_version(old: Codebook, new: Codebook) -> Iterator[Problem]:
    """Tell that a version of numbers is lower than the one whose place it takes.

    Examples
    --------
    >>> from hustings.model.codebook import Codebook
    >>> old, new = (
    ...     Codebook(name="harbour", title="Harbour", version=version, variables=())
    ...     for version in ("1.10", "1.9")
    ... )
    >>> [one.kind for one in lower_version(old, new)]
    ['lower version']
    """
    before, after = _numbers(old.version), _numbers(new.version)
    if before and after and after < before:
        yield Problem(
            kind="lower version",
            message=f"Version {new.version} of codebook {new.name} is lower than the "
            f"one in use, {old.version}, and takes its place all the same.",
        )


def _numbers(version: str) -> tuple[int, ...]:
    """Give the numbers of a version such as 1.10; none where it is of another form."""
    is_numbered = _NUMBERED.fullmatch(version) is not None
    return tuple(map(int, version.split("."))) if is_numbered else ()


def _is_letter(sign: str) -> bool:
    """Say whether a sign is a letter or digit of any script, or a mark on one."""
    return unicodedata.category(sign)[0] in "LNM"
