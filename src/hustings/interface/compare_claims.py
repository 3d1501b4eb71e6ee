"""What `compare` prints and writes of claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hustings.errors import OutputFileError
from hustings.exchange.networks import NETWORK_FORMS, network_to_bytes
from hustings.interface.output import (
    harmless,
    print_problems,
    print_result,
    print_rows,
    print_text,
    say,
)
from hustings.model.claim import FOR
from hustings.outside.saving import check_file
from hustings.store.sources import write_whole
from hustings.workflow.comparing_claims import (
    ClaimQuestion,
    compare_issues,
    measure_agreement,
    network_of,
    speaking,
)
from hustings.workflow.editions_compared import editions_of
from hustings.workflow.listed_demands import list_demands
from hustings.workflow.named_dates import calendar_of, dates_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from hustings.comparison.claim_matrix import ClaimCell, IssueRow
    from hustings.comparison.network import Network
    from hustings.exchange.networks import NetworkForm
    from hustings.interface.compare_options import ClaimsAsked
    from hustings.model.document import Problem
    from hustings.store.project import Store
    from hustings.workflow.comparing_claims import ClaimComparison

MARKS = {"for": "▲", "against": "▼", "mixed": "◆", "silent": "–"}
"""How the stances are marked, on pages too."""

_SHOWN = 3
_CALENDAR = ".ics"
_OF_EDITIONS = ("change", "name", "before_target", "after_target", "likeness")
_OF_DEMANDS = ("number", "side", "modality", "target", "page", "unit")
_OF_DATES = ("first", "last", "actor", "named", "words")


def show_claims(store: Store, asked: ClaimsAsked, *, json: bool) -> None:
    """Print what was asked of a project's claims."""
    views: Mapping[str, Callable[..., None]] = {
        "--agreement": _show_agreement,
        "--editions": _show_editions,
        "--network": _show_network,
        "--demands": _show_demands,
        "--calendar": _show_calendar,
    }
    view = views[asked.views[0]] if asked.views else _show_issues
    view(store, asked, json=json)


def _question(asked: ClaimsAsked) -> ClaimQuestion:
    return ClaimQuestion(
        since=asked.since,
        until=asked.until,
        with_all=asked.every_document,
        with_reported=asked.reported,
    )


def _show_issues(store: Store, asked: ClaimsAsked, *, json: bool) -> None:
    """Print each issue with the actors that speak about it, in their words."""
    result = compare_issues(store, _question(asked))
    if json:
        print_result(result.to_rows(), result.problems, result.run_id)
        return
    for row in result.matrix.rows:
        print_text(harmless("\n".join(_lines(row, result))) + "\n\n")
    print_problems(result.problems)
    say(result.summary())


def _lines(row: IssueRow, result: ClaimComparison) -> Iterator[str]:
    """Yield an issue, the actors that speak with their words, and who is silent."""
    code = f", code {row.issue.code}" if row.issue.code else ""
    yield f"{row.issue.name}  ({row.issue.issue_id}{code})"
    for cell in speaking(row):
        yield from _cell(cell, result)
    silent = [cell.actor for cell in row.cells if not cell.n_claims]
    if silent:
        yield f"  {MARKS['silent']} silent: {', '.join(silent)}"


def _cell(cell: ClaimCell, result: ClaimComparison) -> Iterator[str]:
    """Yield where an actor stands, and in which words."""
    standing = cell.standing.value
    yield f"  {MARKS[standing]} {cell.actor}: {standing}"
    said = _both_sides(result.quotations(cell))
    for one in said[:_SHOWN]:
        mark = MARKS["for" if one["stance"] == FOR else "against"]
        where = f" (p. {one['page']})" if one["page"] is not None else ""
        yield f"    {mark} “{one['words']}”{where}"
    if len(said) > _SHOWN:
        yield f"    and {len(said) - _SHOWN} more"


def _both_sides(said: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Put one quotation of each side first: mixed is shown to be mixed."""
    stances = [one["stance"] for one in said]
    firsts = {stances.index(stance) for stance in set(stances)}
    places = sorted(range(len(said)), key=lambda place: (place not in firsts, place))
    return [said[place] for place in places]


def _show_agreement(store: Store, asked: ClaimsAsked, *, json: bool) -> None:
    compared, result = measure_agreement(store, _question(asked))
    problems = (*compared.problems, *result.problems)
    _print(result.to_rows(), problems, compared.run_id, result.summary(), json=json)


def _show_editions(store: Store, asked: ClaimsAsked, *, json: bool) -> None:
    result = editions_of(store, asked.editions or "", _question(asked))
    _print(
        result.to_rows(),
        result.problems,
        result.run_id,
        result.summary(),
        json=json,
        columns=_OF_EDITIONS,
    )


def _show_demands(store: Store, asked: ClaimsAsked, *, json: bool) -> None:
    result = list_demands(store, asked.demands or "")
    _print(
        result.to_rows(),
        result.problems,
        result.run_id,
        result.summary(),
        json=json,
        columns=_OF_DEMANDS,
    )


def _show_calendar(store: Store, asked: ClaimsAsked, *, json: bool) -> None:
    """Print the dates that documents name; write those with a year."""
    _check_out(asked, [_CALENDAR])
    timeline = dates_of(store)
    if asked.out is not None:
        _write(asked.out, calendar_of(store, timeline), replace=asked.replace)
    _print(
        timeline.to_rows(),
        timeline.problems,
        None,
        timeline.summary(),
        json=json,
        columns=_OF_DATES,
    )


def _show_network(store: Store, asked: ClaimsAsked, *, json: bool) -> None:
    """Print a network's ties; write it where a file is named."""
    if asked.network is None:
        return
    _check_out(asked, [f".{form}" for form in NETWORK_FORMS])
    compared, network = network_of(
        store,
        asked.network.value,
        _question(asked),
        normalisation=asked.normalise.value,
        is_counted=asked.counted,
    )
    if asked.out is not None:
        _write(asked.out, _network_file(network, asked.out), replace=asked.replace)
    _print(
        network.to_rows(),
        compared.problems,
        compared.run_id,
        network.summary(),
        json=json,
    )


def _network_file(network: Network, path: Path) -> bytes:
    """Write a network in the form that the file's ending names."""
    nodes = [
        {
            "id": one.node_id,
            "name": one.name,
            "kind": one.kind,
            "n_claims": one.n_claims,
        }
        for one in network.nodes
    ]
    edges = [
        {
            "source": one.source,
            "target": one.target,
            "weight": one.weight,
            "n_for": one.n_for,
            "n_against": one.n_against,
            "stance": one.stance,
        }
        for one in network.edges
    ]
    ending = path.suffix.lower().removeprefix(".")
    form: NetworkForm = next(one for one in NETWORK_FORMS if one == ending)
    return network_to_bytes(nodes, edges, form)


def _check_out(asked: ClaimsAsked, endings: Sequence[str]) -> None:
    """Refuse a file before anything is computed."""
    if asked.out is None:
        return
    if asked.out.suffix.lower() not in endings:
        reason = f"it is written as {' or '.join(endings)}."
        raise OutputFileError(name=str(asked.out), reason=reason)
    check_file(asked.out, replace=asked.replace)


def _write(path: Path, content: bytes, *, replace: bool) -> None:
    """Write a file whole or not at all."""
    check_file(path, replace=replace)
    try:
        write_whole(path, content)
    except OSError as error:
        reason = f"it cannot be written ({error.strerror})."
        raise OutputFileError(name=str(path), reason=reason) from None
    say(f"Wrote {path}.")


def _print(  # a result's parts
    rows: Sequence[Mapping[str, Any]],
    problems: Iterable[Problem],
    run_id: str | None,
    summary: str,
    *,
    json: bool,
    columns: Sequence[str] | None = None,
) -> None:
    """Print a result's rows for a person or a script."""
    if json:
        print_result(rows, problems, run_id)
        return
    print_rows(rows, columns=columns)
    print_problems(problems)
    say(summary)
