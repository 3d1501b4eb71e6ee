"""The runs a number rests on, and the page of each run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hustings.interface.pages.project_index import ProjectIndex
    from hustings.model.run import Run
    from hustings.workflow.gathered import GatheredDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """One run, its parents and its children."""

    run: Run
    parents: tuple[str, ...]
    children: tuple[Run, ...]


def build_run(project: ProjectIndex, run: Run) -> RunView:
    """Build the page of one run."""
    known = {one.run_id for one in project.gathered.runs}
    return RunView(
        run=run,
        parents=tuple(one for one in run.parents if one in known),
        children=tuple(
            one for one in project.gathered.runs if run.run_id in one.parents
        ),
    )


def runs_behind(
    project: ProjectIndex, document: GatheredDocument, run_id: str | None, coder: str
) -> tuple[Run, ...]:
    """Return the runs a number of one document rests on, latest first.

    Of the steps that run once a document (read, split) only this document's count.
    """
    runs = {run.run_id: run for run in project.gathered.runs}
    own = {document.read_run, document.split_run}
    start = [run_id] if run_id else _find_coding_runs(project, coder)
    wanted = _ancestors(start, runs) | own
    return tuple(
        run
        for run in reversed(project.gathered.runs)
        if run.run_id in wanted
        and (run.step not in {"read", "split"} or run.run_id in own)
    )


def _find_coding_runs(project: ProjectIndex, coder: str) -> list[str]:
    """Return the latest run of the step `code` by a coder."""
    found = [
        run.run_id
        for run in project.gathered.runs
        if run.step == "code" and run.parameters.get("coder", coder) == coder
    ]
    return found[-1:]


def _ancestors(start: Iterable[str], runs: Mapping[str, Run]) -> set[str]:
    """Return runs reached by following parents."""
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        run_id = waiting.pop()
        if run_id in runs and run_id not in found:
            found.add(run_id)
            waiting.extend(runs[run_id].parents)
    return found
