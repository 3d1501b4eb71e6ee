"""The rows of the tables of codings, assignments and codes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hustings.coding.free_numbers import asked_in_words
from hustings.model.coder import ADJUDICATED
from hustings.workflow.codebooks import codebook_of_run
from hustings.workflow.current import code_runs
from hustings.workflow.hand_codings import is_by_hand
from hustings.workflow.machine_checks import check_of
from hustings.workflow.own_units import table_of
from hustings.workflow.rows_of_texts import pages_of_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hustings.model.adjudication import Adjudicated
    from hustings.model.assignment import AssignedUnit, Assignment
    from hustings.model.codebook import Codebook, Variable
    from hustings.model.document import Span
    from hustings.model.hand_coding import HandCoding
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.rows_of_texts import Exported

    Place = tuple[str, int, int, str]


def coding_rows(exported: Exported) -> Iterator[dict[str, object]]:
    """Yield the rows of the table codings, in reading order, then by coder."""
    by_unit: dict[str, list[dict[str, object]]] = {}
    own: dict[str, dict[str, dict[str, object]]] = {}
    for run in code_runs(exported.store):
        for unit in table_of(exported.store, run).to_pylist():
            own.setdefault(unit["document"], {})[unit["unit"]] = unit
        details = _details(exported.store, run)
        told = _tell_run(run)
        checks = _Checks(store=exported.store, run=run)
        for row in exported.store.table(run.outputs[0]).to_pylist():
            by_unit.setdefault(row["unit"], []).append(
                {**row, **told, **checks.of(row["variable"]), "_of": details}
            )
    for document, units in exported.units.items():
        pages = exported.pages[document]
        for unit in _with_own(units, own.get(document, {})):
            place = {**unit, **pages_of_row(pages, unit), "words": unit["text"]}
            for row in by_unit.get(str(unit["unit"]), ()):
                yield _coding_row(place, row)


def _with_own(
    units: Sequence[Mapping[str, Any]], own: Mapping[str, Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Put units that people cut among those that count, in reading order."""
    there = {unit["unit"] for unit in units}
    new = [unit for name, unit in own.items() if name not in there]
    return sorted([*units, *new], key=lambda one: (one["start"], one["end"]))


def _coding_row(place: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, object]:
    """Put together where a coding is, what it says and how it came about."""
    key = (place["document"], place["start"], place["end"], row["variable"])
    evidence = [f"{span['start']}-{span['end']}" for span in row["evidence"] or ()]
    return {
        **place,
        **row,
        **row["_of"].get(key, {}),
        "probability": row["_of"].get(key, {}).get("probability"),
        "evidence": " ".join(evidence) or None,
    }


def _tell_run(run: Run) -> dict[str, object]:
    parameters = run.parameters
    made_by = "machine"
    if parameters.get("source") == "hand":
        made_by = "adjudicated" if parameters["coder"] == ADJUDICATED else "hand"
    return {
        "made_by": made_by,
        "codebook": parameters["codebook"],
        "codebook_version": parameters["codebook_version"],
        "codebook_sha256": parameters["codebook_sha256"],
        "run": run.run_id,
    }


@dataclass(slots=True, kw_only=True)
class _Checks:
    """What is known of how often a run's codings are right, by variable."""

    store: Store
    run: Run
    known: dict[str, dict[str, object]] = field(default_factory=dict)

    def of(self, variable: str) -> dict[str, object]:
        """Tell it; nothing of what people coded."""
        if is_by_hand(self.run):
            return {}
        if variable not in self.known:
            check = check_of(self.store, self.run, variable=variable)
            value, low, high = check.accuracy or (None, None, None)
            self.known[variable] = {
                "validated": check.is_validated,
                "accuracy": value,
                "accuracy_low": low,
                "accuracy_high": high,
            }
        return self.known[variable]


def _details(store: Store, run: Run) -> dict[Place, dict[str, object]]:
    """Return what a person or an adjudication said beside the value, by place."""
    parameters: Any = run.parameters
    if parameters.get("source") != "hand":
        return {}
    asked = {"codebook": parameters["codebook_sha256"], "up_to": parameters["up_to"]}
    if parameters["coder"] == ADJUDICATED:
        settled = store.adjudications.current(**asked)
        return {_key(one): _tell_adjudicated(one) for one in settled}
    coded = store.hand.current(coders=[parameters["coder"]], **asked)
    return {_key(one): _tell_hand(one) for one in coded}


def _key(one: HandCoding | Adjudicated) -> Place:
    span = one.anchor.span
    return (one.document_id, span.start, span.end, one.variable)


def _tell_hand(one: HandCoding) -> dict[str, object]:
    return {
        "unsure": one.unsure,
        "note": one.note,
        "written": one.written,
        "origin": one.origin,
        "coding": one.coding_id,
    }


def _tell_adjudicated(one: Adjudicated) -> dict[str, object]:
    return {
        "rule": one.rule,
        "note": one.note,
        "probability": one.probability,
        "settles": " ".join(one.settles),
        "written": one.written,
        "coding": one.adjudication_id,
    }


def assignment_rows(exported: Exported) -> Iterator[dict[str, object]]:
    """Yield the rows of the table assignments."""
    for assignment in exported.store.assignments.all():
        told = _tell_assignment(exported.store, assignment)
        for unit in assignment.units:
            yield {**told, **_tell_assigned(unit, is_training=_trains(assignment))}


def _trains(assignment: Assignment) -> bool:
    return assignment.purpose == "training"


def _tell_assignment(store: Store, one: Assignment) -> dict[str, object]:
    book = store.codebook(one.codebook_sha256)
    return {
        "assignment": one.assignment_id,
        "coder": one.coder,
        "codebook": "" if book is None else book.name,
        "codebook_sha256": one.codebook_sha256,
        "variables": " ".join(one.variables),
        "purpose": one.purpose,
        "design": to_json(dict(one.design)),
        "written": one.written,
    }


def _tell_assigned(unit: AssignedUnit, *, is_training: bool) -> dict[str, object]:
    span: Span = unit.anchor.span
    return {
        "position": unit.position,
        "document": unit.document_id,
        "unit": unit.unit_id,
        "start": span.start,
        "end": span.end,
        "words": unit.anchor.words,
        "inclusion_probability": unit.inclusion_probability,
        "answers": to_json(dict(unit.answers)) if is_training else None,
    }


def code_rows(exported: Exported) -> Iterator[dict[str, object]]:
    """Yield the rows of the table codes: a codebook's codes once for each text."""
    seen: set[object] = set()
    for run in code_runs(exported.store):
        sha256 = run.parameters["codebook_sha256"]
        if sha256 not in seen:
            seen.add(sha256)
            book = codebook_of_run(exported.store, run).codebook
            for variable in book.variables:
                for row in _variable_rows(variable, book):
                    yield {**row, "codebook_sha256": sha256}


def _variable_rows(variable: Variable, book: Codebook) -> Iterable[dict[str, object]]:
    domains = {domain.domain: domain.title for domain in book.domains}
    if variable.number is not None:
        yield {
            **_of_variable(variable, book),
            "instruction": variable.instruction,
            "number": asked_in_words(variable.number),
        }
    for code in variable.codes:
        yield {
            **_of_variable(variable, book),
            "code": code.code,
            "title": code.title,
            "domain": code.domain,
            "domain_title": domains.get(code.domain or ""),
            "is_uncoded": code.code == variable.uncoded,
            "instruction": code.instruction,
            "examples": to_json(list(code.examples)),
        }


def _of_variable(variable: Variable, book: Codebook) -> dict[str, object]:
    return {
        "codebook": book.name,
        "codebook_version": book.version,
        "variable": variable.name,
        "variable_title": variable.title,
        "level": variable.level,
    }


def to_json(value: object) -> str:
    """Write a value as JSON, the same each time."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
