"""What rows of a table say: variables, values and people, checked before all else."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from hustings.coding.free_numbers import asked_in_words, fault_of_number, known_value
from hustings.errors import CoderNameError, TableRowsError, UnknownPeopleError
from hustings.model.coder import check_name, fold_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hustings.exchange.table_codings import TableCoding
    from hustings.model.codebook import Codebook, Variable
    from hustings.store.project import Store

MISSING = frozenset({"NA", "N/A", "#N/A", "NaN"})
"""What programs write into cells without a value, unless it is a code."""

_SHOWN = 5


def with_variables(
    rows: Sequence[TableCoding], codebook: Codebook, variable: str | None, *, name: str
) -> list[TableCoding]:
    """Fill in the variable of rows that name none.

    Raises
    ------
    TableRowsError
        If the codebook has several and none is named, or lacks one that is.
    """
    known = [one.name for one in codebook.variables]
    otherwise = variable or (known[0] if len(known) == 1 else None)
    filled = [
        row if row.variable is not None else replace(row, variable=otherwise)
        for row in rows
    ]
    _require_variables(filled, codebook, known, name)
    return filled


def _require_variables(
    rows: Sequence[TableCoding], codebook: Codebook, known: Sequence[str], name: str
) -> None:
    """Raise where a row with a value names no variable of the codebook."""
    listed = ", ".join(known)
    unnamed = [row.row for row in rows if row.value and row.variable is None]
    if unnamed:
        raise TableRowsError(
            name=name,
            rows=unnamed,
            reason=f"The codebook {codebook.name!r} has several variables ({listed}).",
            advice="Say which was coded with --variable NAME, or add a column "
            "'variable'.",
        )
    strange = [row for row in rows if row.value and row.variable not in known]
    if strange:
        raise TableRowsError(
            name=name,
            rows=[row.row for row in strange],
            reason=f"The codebook {codebook.name!r} has no variable "
            f"{strange[0].variable!r}.",
            advice=f"Its variables: {listed}.",
        )


def check_values(
    rows: Sequence[TableCoding], codebook: Codebook, *, name: str
) -> list[TableCoding]:
    """Check every value, and write those that are numbers as the codebook does.

    Raises
    ------
    TableRowsError
        If a code is not in the codebook, or a word stands where a number is asked.
    """
    variables = {variable.name: variable for variable in codebook.variables}
    checked: list[TableCoding] = []
    strange: defaultdict[str, list[TableCoding]] = defaultdict(list)
    for row in rows:
        if row.value is None:
            checked.append(row)
            continue
        variable = variables[row.variable or ""]
        value = known_value(row.value, variable)
        if value is None and row.value not in MISSING:
            strange[variable.name].append(row)
        checked.append(replace(row, value=value))
    for variable_name, found in strange.items():
        raise _unknown(found, variables[variable_name], codebook, name)
    return checked


def _unknown(
    rows: Sequence[TableCoding], variable: Variable, codebook: Codebook, name: str
) -> TableRowsError:
    """Say which values are none, and what may have happened to them."""
    values = list(dict.fromkeys(row.value or "" for row in rows))
    shown = ", ".join(map(repr, values[:_SHOWN]))
    more = f" and {len(values) - _SHOWN} more" if len(values) > _SHOWN else ""
    codes = [code.code for code in variable.codes]
    fault = variable.number and fault_of_number(values[0], variable.number)
    if variable.number is not None and fault:
        asked = asked_in_words(variable.number)
        reason = f"The variable {variable.name!r} takes {asked}: {shown}{more}."
        advice = fault.advice
    else:
        reason = (
            f"No code of the variable {variable.name!r} in the codebook "
            f"{codebook.name!r}: {shown}{more}."
        )
        advice = _advise(values, codes, codebook)
    return TableRowsError(
        name=name, rows=[row.row for row in rows], reason=reason, advice=advice
    )


def _advise(values: Sequence[str], codes: Sequence[str], codebook: Codebook) -> str:
    """Guess at what happened to a code: programs drop zeros and letters' size."""
    folded = {_fold(code): code for code in codes}
    meant = [(one, folded[_fold(one)]) for one in values if _fold(one) in folded]
    if meant:
        found, code = meant[0]
        return f"Is {found!r} the code {code!r}? Then write it so."
    listed = ", ".join(codes[:12]) + (", ..." if len(codes) > 12 else "")
    return (
        f"Its codes: {listed}. See all with 'hustings codebook {codebook.name}', or "
        "name another with --codebook."
    )


def _fold(code: str) -> str:
    text = code.strip().casefold().removesuffix(".0").lstrip("0")
    return text or "0"


def name_people(
    rows: Sequence[TableCoding],
    coder: str | None,
    people: Mapping[str, str],
    *,
    name: str,
) -> list[TableCoding]:
    """Give every row with a value the name of the person who coded it.

    Raises
    ------
    TableRowsError
        If rows name nobody and nobody is said to have coded them.
    CoderNameError
        If a name cannot be a person's.
    """
    nobody = [row.row for row in rows if row.value and not (row.coder or coder)]
    if nobody:
        raise TableRowsError(
            name=name,
            rows=nobody,
            reason="They name no coder.",
            advice="Add a column 'coder', or say who coded with --coder NAME.",
        )
    said = {row.coder or coder for row in rows if row.value}
    kept = {one: _checked(people.get(one, one)) for one in said if one is not None}
    return [
        replace(row, coder=kept.get(row.coder or coder or "", row.coder or coder))
        for row in rows
    ]


def _checked(name: str) -> str:
    try:
        return check_name(name)
    except CoderNameError as error:
        reason = f"{error.reason}; say who it is with --rename-coder {name}=NAME"
        raise CoderNameError(name=name, reason=reason) from None


def new_people(
    store: Store, rows: list[TableCoding], *, name: str, may_add: bool
) -> list[str]:
    """Return whom the project does not know; the others get the name it knows.

    The rows are changed in place.

    Raises
    ------
    UnknownPeopleError
        If there is somebody new and they may not be added.
    """
    known = {fold_name(one.coder_id): one.coder_id for one in store.coders.all()}
    new = dict(_strangers(rows, known))
    if new and not may_add:
        raise UnknownPeopleError(
            name=name, people=list(new.values()), known=list(known.values())
        )
    names = {**known, **new}
    for place, row in enumerate(rows):
        if row.coder is not None:
            rows[place] = replace(row, coder=names.get(fold_name(row.coder), row.coder))
    return list(new.values())


def _strangers(
    rows: Sequence[TableCoding], known: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield those who coded and are not known, each once, as first written."""
    seen: set[str] = set()
    for row in rows:
        folded = fold_name(row.coder or "")
        if row.value and folded not in known and folded not in seen:
            seen.add(folded)
            yield folded, row.coder or ""
