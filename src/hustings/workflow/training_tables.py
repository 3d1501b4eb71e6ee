"""Tables of codings that a coder learns from, with no project."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.coding.units_in_context import UnitsInContext
from hustings.exchange.table_codings import TableCoding
from hustings.ingest.languages import guess_language
from hustings.model.document import Problem
from hustings.outside.tables import read_table, require_columns
from hustings.workflow.said_values import check_values
from hustings.workflow.training_checks import (
    code_problems,
    id_problems,
    require_printable,
)
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from hustings.model.codebook import Codebook

    Row = Mapping[str, str | None]
    Key = tuple[str, str, str, str]

CONTEXT_COLUMNS = ("document", "before", "after", "heading", "language", "target")
"""What a table may say beside unit, text and value."""

_ENOUGH = 5_000
"""Characters from which a language is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingSet:
    """Units with the values that people gave them.

    Attributes
    ----------
    units : UnitsInContext
        Each unit once; those of a document together.
    values : mapping of str to sequence of (str or None)
        By variable, one a unit; None where it has none. The variable of a table that
        names none is "".
    language : str or None
        The only one that the units are in, as far as is known.
    problems : tuple of Problem
    """

    units: UnitsInContext
    values: Mapping[str, Sequence[str | None]]
    language: str | None
    problems: tuple[Problem, ...] = ()


def read_training_table(
    path: Path,
    *,
    codebook: Codebook | None = None,
    variable: str | None = None,
    language: str | None = None,
    has_stances: bool = False,
) -> TrainingSet:
    """Read units and their values.

    A unit that stands several times, as where several people coded it, has the value
    that most rows give it; where none leads, it is left out.

    Parameters
    ----------
    path : pathlib.Path
        Columns unit, text and value, and, if wished, document, before, after, heading,
        language, target, variable.
    codebook : Codebook, optional
        Values are checked against it; those of an earlier version are recoded by its
        rules.
    variable : str, optional
        The only one wanted; what is meant in rows that name none.
    language : str, optional
        Of units whose rows do not say it.
    has_stances : bool
        Whether values are stances, each of which has several spellings.

    Raises
    ------
    MissingColumnError
        If there is no column unit, text or value.
    TableRowsError
        If a value is not in the codebook, and no rule says what it becomes, or holds
        control characters.
    """
    table = read_table(path)
    require_columns(table, ["unit", "text", "value"], path)
    rows = table.to_pylist()
    said = _said(rows, codebook, variable, path.name)
    places, order = _places(rows)
    votes = _votes(said, places, rows)
    values, ties = _settled(votes, len(order), variable)
    found = [_with_language(rows[i], language) for i in order]
    spoken = language_of(found)
    if not any(row.get("language") for row in found):
        # What a coder was trained on decides what it refuses: it has to be known.
        found = [{**row, "language": spoken} for row in found]
    return TrainingSet(
        units=UnitsInContext.from_rows(found),
        values=values,
        language=spoken,
        problems=(
            *_problems(path.name, votes, ties),
            *id_problems(rows, name=path.name),
            *(() if has_stances else code_problems(values, name=path.name)),
        ),
    )


def language_of(rows: Sequence[Row]) -> str | None:
    """Tell the one language of some units: as they say, or as their words look."""
    said = {row.get("language") for row in rows} - {None, ""}
    if said:
        return next(iter(said)) if len(said) == 1 else None
    words: list[str] = []
    length = 0
    for row in rows:
        words.append(row.get("text") or "")
        length += len(words[-1])
        if length > _ENOUGH:
            break
    return guess_language("\n".join(words))


def recode_value(value: str, codebook: Codebook, variable: str) -> str:
    """Give what a value of an earlier version of a codebook has become."""
    known = {
        code.code
        for one in codebook.variables
        if one.name == variable
        for code in one.codes
    }
    if value in known or codebook.recodes is None:
        return value
    becomes = codebook.recodes.recode(variable, value)
    return becomes if becomes in known else value


def _said(
    rows: Sequence[Row], codebook: Codebook | None, variable: str | None, name: str
) -> list[TableCoding]:
    """Give the variable and the value of each row; both checked if there is a book."""
    usual = variable
    if usual is None and codebook is not None:
        usual = codebook.variables[0].name
    said = [
        TableCoding(
            row=number,
            variable=row.get("variable") or usual or "",
            value=row["value"] or None,
        )
        for number, row in enumerate(rows, 2)
    ]
    wanted = [one for one in said if variable is None or one.variable == variable]
    require_printable(wanted, name=name)
    if codebook is None:
        return wanted
    known = {one.name for one in codebook.variables}
    recoded = [
        TableCoding(
            row=one.row,
            variable=one.variable,
            value=one.value and recode_value(one.value, codebook, str(one.variable)),
        )
        for one in wanted
        if one.variable in known
    ]
    return check_values(recoded, codebook, name=name)


def _places(rows: Sequence[Row]) -> tuple[dict[Key, int], list[int]]:
    """Give each unit a place, documents together, and the row that tells of it."""
    first: dict[Key, int] = {}
    for i, row in enumerate(rows):
        first.setdefault(_key(row), i)
    documents = {key[0]: n for n, key in reversed(list(enumerate(first)))}
    order = sorted(first, key=lambda key: documents[key[0]] if key[0] else 0)
    if not all(key[0] for key in first):
        order = list(first)
    return {key: i for i, key in enumerate(order)}, [first[key] for key in order]


def _key(row: Row) -> Key:
    """Tell units apart: by document, id, words, and what is asked about them."""
    where, target = row.get("document") or "", row.get("target") or ""
    return where, row["unit"] or "", row["text"] or "", target


def _votes(
    said: Sequence[TableCoding], places: Mapping[Key, int], rows: Sequence[Row]
) -> dict[str, dict[int, Counter[str]]]:
    """Count by variable and unit how many rows give each value."""
    votes: dict[str, dict[int, Counter[str]]] = {}
    for one in said:
        if one.value:
            of_variable = votes.setdefault(one.variable or "", {})
            place = places[_key(rows[one.row - 2])]
            of_variable.setdefault(place, Counter())[one.value] += 1
    return votes


def _settled(
    votes: Mapping[str, Mapping[int, Counter[str]]], n: int, variable: str | None
) -> tuple[dict[str, list[str | None]], int]:
    """Give the leading value of each unit, and how many units have none."""
    values: dict[str, list[str | None]] = {}
    ties = 0
    for name, of_units in votes.items():
        column: list[str | None] = [None] * n
        for place, counted in of_units.items():
            column[place] = leading(counted)
            ties += column[place] is None
        values[name] = column
    return values or {variable or "": [None] * n}, ties


def leading(votes: Counter[str]) -> str | None:
    """Give the value that leads alone; None where two lead.

    Examples
    --------
    >>> leading(Counter(["tax", "tax", "trams"])), leading(Counter(["tax", "trams"]))
    ('tax', None)
    """
    best = votes.most_common(2)
    return None if len(best) > 1 and best[0][1] == best[1][1] else best[0][0]


def _with_language(row: Row, language: str | None) -> dict[str, str | None]:
    """Keep what a coder is told of a unit, with the language in two letters."""
    said = row.get("language") or language
    kept = {name: row.get(name) for name in ("unit", "text", *CONTEXT_COLUMNS)}
    return {**kept, "language": said and said.partition("-")[0].lower()}


def _problems(
    name: str, votes: Mapping[str, Mapping[int, Counter[str]]], ties: int
) -> Iterator[Problem]:
    repeated = sum(
        counted.total() > 1
        for of_units in votes.values()
        for counted in of_units.values()
    )
    if repeated:
        yield Problem(
            kind="repeated units",
            message=f"{name}: {count(repeated, 'unit')} coded several times; the "
            "value that most rows give counts.",
        )
    if ties:
        yield Problem(
            kind="values in a tie",
            message=f"{name}: {count(ties, 'unit')} left out, of which as many rows "
            "say one thing as another.",
        )
