"""What `claim` does and prints: claims, stances on a target, issues."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from hustings.comparison.second_opinions import MIXED, NEUTRAL, SILENT
from hustings.interface.output import (
    harmless,
    print_problems,
    print_result,
    print_rows,
    print_text,
    say,
)
from hustings.model.claim import AGAINST, FOR
from hustings.workflow.claiming import current_claims
from hustings.workflow.claiming_on import claim_on
from hustings.workflow.claims_gathered import gather_claims
from hustings.workflow.issue_groups import gather_issues
from hustings.workflow.issue_settling import merge_issues, rename_issue, split_issue
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hustings.comparison.held_claims import HeldClaim, Issue
    from hustings.interface.claim_options import IssuesAsked
    from hustings.model.document import Problem
    from hustings.store.project import Store
    from hustings.workflow.issue_settling import IssueSettled

_MARKS = {
    "for": "▲",
    "against": "▼",
    MIXED: "◆",
    NEUTRAL: "·",
    "neither": "·",
    SILENT: "–",
}
_DIFFERS = "≠"
_SHOWN = (
    "standing",
    "second_standing",
    "agrees",
    "actor",
    "target",
    "words",
    "page",
    "unit",
)


def show_on(store: Store, target: str, coder: str | None, *, json: bool) -> None:
    """Print what each document says of a target; by the grammar, and by a coder."""
    result = claim_on(store, target, coder=coder)
    if json:
        print_result(result.to_rows(), result.problems, result.run_row())
        return
    for actor, rows in _by_actor(result.to_rows()):
        print_text(harmless("\n".join(_stance_lines(actor, rows))) + "\n")
    print_problems(result.problems)
    say(result.summary())


def show_on_rows(
    rows: Sequence[Mapping[str, Any]], problems: Sequence[Problem]
) -> None:
    """Print what the texts of a table say of a target."""
    print_rows(rows, columns=_SHOWN)
    print_problems(problems)


def _by_actor(
    rows: Sequence[dict[str, Any]],
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield each document's rows together, with what it is called."""
    for document in dict.fromkeys(row["document"] for row in rows):
        own = [row for row in rows if row["document"] == document]
        date = f", {own[0]['date']}" if own[0]["date"] else ""
        yield f"{_name(own)}{date}", own


def _name(rows: Sequence[Mapping[str, Any]]) -> str:
    return str(rows[0]["voice"])


def _stance_lines(name: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield a document and what it says in all, then its stances with their words."""
    first = rows[0]
    in_all = first["document_standing"]
    second = _second(first, "document_agrees", "second_document_standing")
    yield f"{_MARKS[in_all]} {name}: {in_all}{second}"
    if first["standing"] == SILENT:
        return
    for row in rows:
        where = f" (p. {row['page']})" if row["page"] is not None else ""
        whose = f" {row['actor']}," if row["actor"] != row["voice"] else ""
        mark, second = _MARKS[row["standing"]], _second(row, "agrees")
        yield f"  {mark}{whose} {row['standing']}{second}: “{row['words']}”{where}"


def _second(
    row: Mapping[str, Any], agrees: str, standing: str = "second_standing"
) -> str:
    """Say what the second opinion is, and mark where it differs."""
    said = row.get(standing)
    if said is None or (said == SILENT and row[agrees]):
        return ""
    likely = row["second_probability"] if standing == "second_standing" else None
    share = "" if likely is None else f" {likely:.2f}"
    mark = "" if row[agrees] else f" {_DIFFERS}"
    return f" [second opinion: {said}{share}{mark}]"


def show_issues(store: Store, *, json: bool) -> None:
    """Print all issues, each with the targets that it was gathered from."""
    run = current_claims(store)
    claims = gather_claims(store)
    grouping = gather_issues(store, claims)
    if json:
        rows = [issue_row(one, claims) for one in grouping.issues]
        print_result(rows, grouping.problems, None if run is None else run.run_id)
        return
    print_issues(grouping.issues, claims)
    print_problems(grouping.problems)
    n_targets = len({one.target for one in claims})
    told = count(n_targets, "target")
    say(f"{count(len(grouping.issues), 'issue')} of {told}.")


def settle_issue(store: Store, asked: IssuesAsked, *, json: bool) -> None:
    """Keep a person's decision, and print the issues that it touches."""
    result = _settle(store, asked)
    if json:
        rows = [issue_row(one, result.claims) for one in result.issues]
        print_result(rows, result.problems, None)
        return
    print_issues(result.issues, result.claims)
    print_problems(result.problems)
    say(result.summary())


def _settle(store: Store, asked: IssuesAsked) -> IssueSettled:
    if asked.rename is not None:
        return rename_issue(store, asked.rename, asked.to or "", by=asked.by)
    if asked.split is not None:
        targets = asked.targets
        return split_issue(store, asked.split, targets, asked.to, by=asked.by)
    return merge_issues(store, asked.merge, asked.to, by=asked.by)


def issue_row(issue: Issue, claims: Sequence[HeldClaim]) -> dict[str, Any]:
    """Return an issue with all of its targets."""
    members = [claims[index] for index in issue.claims]
    return {
        "issue": issue.issue_id,
        "name": issue.name,
        "is_named": issue.is_named,
        "code": issue.code,
        "n_claims": len(members),
        "n_actors": len({one.actor for one in members}),
        "targets": [
            {
                "target": target,
                "n_for": sides[FOR],
                "n_against": sides[AGAINST],
            }
            for target, sides in _targets(members)
        ],
    }


def _targets(members: Sequence[HeldClaim]) -> list[tuple[str, Counter[int]]]:
    """Return each target as it was said first, and how often for and against."""
    sides: dict[str, Counter[int]] = {}
    for one in members:
        sides.setdefault(" ".join(one.target.split()), Counter())[one.stance] += 1
    return sorted(sides.items(), key=lambda item: (-item[1].total(), item[0]))


def print_issues(issues: Sequence[Issue], claims: Sequence[HeldClaim]) -> None:
    """Print issues for a person: name, id, code, and each target with its sides."""
    for issue in issues:
        print_text(harmless("\n".join(_issue_lines(issue, claims))) + "\n\n")


def _issue_lines(issue: Issue, claims: Sequence[HeldClaim]) -> Iterator[str]:
    row = issue_row(issue, claims)
    code = f", code {issue.code}" if issue.code else ""
    yield (
        f"{issue.name}  ({issue.issue_id}{code}): {count(row['n_claims'], 'claim')} by "
        f"{count(row['n_actors'], 'actor')}"
    )
    for target in row["targets"]:
        sides = [f"{target['n_for']} for"] if target["n_for"] else []
        sides += [f"{target['n_against']} against"] if target["n_against"] else []
        yield f"  {target['target']}: {', '.join(sides)}"
