"""What is odd about a table to learn from: codes, and ids of units."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from hustings.errors import TableRowsError
from hustings.model.document import Problem
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hustings.exchange.table_codings import TableCoding

    Row = Mapping[str, str | None]

_SHOWN = 5


def require_printable(said: Iterable[TableCoding], *, name: str) -> None:
    """Raise where a code or a variable holds what nobody can see.

    Such a code would look like another, and a terminal would obey it.

    Raises
    ------
    TableRowsError
        With the rows.
    """
    odd = [
        one.row
        for one in said
        if not ((one.value or "").isprintable() and (one.variable or "").isprintable())
    ]
    if odd:
        raise TableRowsError(
            name=name,
            rows=odd,
            reason="Their value or variable holds control characters.",
            advice="Take tabs, ends of lines and invisible signs out of these cells.",
        )


def code_problems(
    values: Mapping[str, Iterable[str | None]], *, name: str
) -> Iterator[Problem]:
    """Tell of codes that differ only in capitals or spaces: they are two codes."""
    for of_variable in values.values():
        spellings: defaultdict[str, set[str]] = defaultdict(set)
        for value in sorted({one for one in of_variable if one}):
            spellings[" ".join(value.casefold().split())].add(value)
        for alike in (sorted(one) for one in spellings.values() if len(one) > 1):
            told = f"{', '.join(map(repr, alike[:-1]))} and {alike[-1]!r}"
            yield Problem(
                kind="codes alike",
                message=f"{name}: {told} are {len(alike)} codes, though they differ "
                "only in capitals or spaces. If one is meant, write it one way.",
            )


def id_problems(rows: Sequence[Row], *, name: str) -> Iterator[Problem]:
    """Tell of ids that several units of a document have: each is a unit of its own."""
    texts: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in rows:
        place = (row.get("document") or "", row["unit"] or "", row.get("target") or "")
        texts[place].add(row["text"] or "")
    repeated = [unit for (_, unit, _), found in texts.items() if len(found) > 1]
    if repeated:
        shown = ", ".join(map(repr, repeated[:_SHOWN]))
        more = ", ..." if len(repeated) > _SHOWN else ""
        yield Problem(
            kind="repeated ids",
            message=f"{name}: {count(len(repeated), 'id')} with several texts, such as "
            f"{shown}{more}. Each text counts as a unit; give each an id of its own.",
        )
