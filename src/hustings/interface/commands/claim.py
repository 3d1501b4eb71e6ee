"""The command `claim`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.interface.claim_options import (
    Beside,
    CoderOption,
    DeciderOption,
    IssuesAsked,
    IssuesOption,
    MergeOption,
    OnOption,
    ParserOption,
    RenameOption,
    SplitOption,
    TargetsOption,
    ToOption,
    check_beside,
    check_issues,
)
from hustings.interface.claim_work import (
    settle_issue,
    show_issues,
    show_on,
    show_on_rows,
)
from hustings.interface.options import (
    DEFAULT_PROCESSES,
    HERE,
    JsonOption,
    ProcessesOption,
    ProjectOption,
    TableOption,
)
from hustings.interface.output import print_problems, print_result, print_rows, say
from hustings.interface.progress import show_progress
from hustings.store.project import Store
from hustings.workflow.claiming_on import require_target
from hustings.workflow.claiming_tables import claim_table
from hustings.workflow.project import Project

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = "Example: hustings claim --on 'a wealth tax'"

_WHAT = "Looking for claims"


def run(  # the options, each with its default
    table: TableOption = None,
    on: OnOption = None,
    coder: CoderOption = None,
    parser: ParserOption = None,
    issues: IssuesOption = False,
    rename: RenameOption = None,
    merge: MergeOption = None,
    split: SplitOption = None,
    target: TargetsOption = None,
    to: ToOption = None,
    by: DeciderOption = None,
    project: ProjectOption = HERE,
    processes: ProcessesOption = DEFAULT_PROCESSES,
    json: JsonOption = False,
) -> None:
    """Find who is for or against what, in which words.

    A claim is an actor, a stance and a target that stand in one unit, which is its
    evidence. The actor is the document's own voice unless the unit reports somebody
    else's stance. Targets that mean the same are gathered into issues, which you can
    rename, merge and split. With --coder, what a learned coder says stands beside each
    stance, and where both differ is marked. With --from, the table has the columns unit
    and text and, if wished, actor, language, document and heading.
    """
    asked = IssuesAsked(
        issues=issues,
        rename=rename,
        merge=tuple(merge or ()),
        split=split,
        targets=tuple(target or ()),
        to=to,
        by=by,
    )
    beside = Beside(coder=coder, parser=parser)
    check_issues(asked, on=on, has_table=table is not None)
    check_beside(asked, beside, on=on, has_table=table is not None)
    if on is not None:
        require_target(on)
    if table is not None:
        _claim_table(table, on, beside, processes, json=json)
    elif on is not None or asked.given:
        with show_progress("Gathering claims"), Store.open(project) as store:
            _show(store, on, coder, asked, json=json)
    else:
        _claim(project, beside, processes, json=json)


def _show(
    store: Store, on: str | None, coder: str | None, asked: IssuesAsked, *, json: bool
) -> None:
    """Print stances on a target, or issues, of claims that were found before."""
    if on is not None:
        show_on(store, on, coder, json=json)
    elif asked.issues:
        show_issues(store, json=json)
    else:
        settle_issue(store, asked, json=json)


def _claim(project: Path, beside: Beside, processes: int, *, json: bool) -> None:
    """Find the claims of a project."""
    with (
        show_progress(_WHAT, processes=processes) as effort,
        Project.open(project, effort=effort) as opened,
    ):
        result = opened.claim(coder=beside.coder, parser=beside.parser)
    if json:
        print_result(result.to_rows(), result.problems, result.run_id)
        return
    print_rows(result.count_by_document())
    print_problems(result.problems)
    say(result.summary())


def _claim_table(
    table: Path, on: str | None, beside: Beside, processes: int, *, json: bool
) -> None:
    """Find the claims in the units of a table, or their stances on a target."""
    with show_progress(_WHAT, processes=processes) as effort:
        result = claim_table(
            table, on=on, coder=beside.coder, parser=beside.parser, effort=effort
        )
    if json:
        print_result(result.rows, result.problems, result.run_row())
    elif on is not None:
        show_on_rows(result.to_rows(), result.problems)
    else:
        print_rows(result.to_rows())
        print_problems(result.problems)
