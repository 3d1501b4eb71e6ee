"""Forms of the manager's pages: read, checked, and turned into what is asked for."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qs

from hustings.coding.adjudication_results import THRESHOLD, AdjudicationRule
from hustings.errors import MalformedRequestError
from hustings.interface.web.room.guards import read_body, require_token
from hustings.workflow.assigning import assign_units
from hustings.workflow.drawing import Request as Draw
from hustings.workflow.training_sets import assign_training

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from starlette.requests import Request

    from hustings.coding.adjudication_results import RuleName
    from hustings.coding.sampling import Allocation
    from hustings.interface.web.room.room import Room
    from hustings.interface.web.room.sessions import Session
    from hustings.store.project import Store
    from hustings.workflow.assigning import AssignResult
    from hustings.workflow.sampling_frames import By

_MOST_FIELDS = 500
_LARGEST_SEED = 2**31 - 1
OF_CLAIMS = "claims of units"
"""What is chosen in the place of a codebook where units are not to be coded."""
RULES = ("majority", "unanimity", "senior", "dawid-skene")


@dataclass(frozen=True, slots=True)
class Form:
    """What was filled in; a field may come several times."""

    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def one(self, name: str, otherwise: str = "") -> str:
        """Return a field, the last where it came several times."""
        found = self.fields.get(name)
        return found[-1] if found else otherwise

    def all(self, name: str) -> tuple[str, ...]:
        """Return all that came under a name."""
        return tuple(self.fields.get(name, ()))

    def has(self, name: str) -> bool:
        """Say whether a box was ticked."""
        return bool(self.one(name))

    def chosen(self, name: str, known: Collection[str], otherwise: str) -> str:
        """Return one of several values.

        Raises
        ------
        MalformedRequestError
            If it is none of them.
        """
        found = self.one(name) or otherwise
        if found not in known:
            raise MalformedRequestError(reason=f"“{name}” cannot be {found[:40]!r}.")
        return found

    def number(self, name: str, *, low: float, high: float, otherwise: float) -> float:
        """Return a number within bounds.

        Raises
        ------
        MalformedRequestError
            If it is none, or outside.
        """
        text = self.one(name).strip().replace(",", ".")
        try:
            found = float(text) if text else otherwise
        except ValueError:
            raise MalformedRequestError(reason=f"{text[:40]!r} is no number.") from None
        if not low <= found <= high:
            raise MalformedRequestError(
                reason=f"{text[:40]} is not between {low:g} and {high:g}."
            )
        return found


def read_fields(body: bytes) -> Form:
    """Read a form as browsers send it.

    Raises
    ------
    MalformedRequestError
        If it is none.
    """
    try:
        fields = parse_qs(
            body.decode("ascii"),
            keep_blank_values=True,
            max_num_fields=_MOST_FIELDS,
            errors="strict",
        )
    except ValueError:
        raise MalformedRequestError(reason="it is no form.") from None
    return Form({name: [_lines(one) for one in some] for name, some in fields.items()})


async def read_change(room: Room, request: Request) -> tuple[Session, Form]:
    """Read a manager's form, and check that a page of this server sends it.

    Raises
    ------
    LoggedOutError, ManagersOnlyError
        If it is no manager's.
    ForgedRequestError
        If it lacks the token, or comes from elsewhere.
    """
    session = room.manager(request)
    room.require_own_page(request)
    form = read_fields(await read_body(request))
    require_token(form.one("token"), session)
    return session, form


def read_draw(form: Form, codebooks: Collection[str]) -> Draw:
    """Read which units are to be drawn, and for whom.

    Parameters
    ----------
    codebooks : collection of str
        Those that can be chosen: nothing else is looked up.

    Raises
    ------
    MalformedRequestError
        If a field holds what cannot be.
    """
    codebook = form.chosen("codebook", codebooks, "")
    stratify = form.chosen("stratify", ("none", "actor", "document", "code"), "none")
    allocation = form.chosen("allocation", ("proportional", "equal"), "proportional")
    overlap = form.number("overlap", low=0, high=100, otherwise=0) / 100
    seed = form.number("seed", low=0, high=_LARGEST_SEED, otherwise=0)
    if seed != int(seed):
        raise MalformedRequestError(reason="A seed is a whole number.")
    return Draw(
        codebook=codebook,
        claims=codebook == OF_CLAIMS,
        coders=form.all("coder"),
        sample=form.one("sample").strip() or None,
        stratify=cast("By", stratify),
        allocation=cast("Allocation", allocation),
        whole_documents=form.has("whole_documents"),
        overlap=overlap,
        variables=form.all(f"variable {codebook}"),
        new_only=form.has("new_only"),
        seed=int(seed),
        blind=form.has("blind"),
        unitising=form.has("unitising"),
    )


def hand_out(store: Store, draw: Draw, answers: str) -> AssignResult:
    """Draw units and hand them out, or give everybody those of a table of answers.

    Parameters
    ----------
    answers : str
        The table as CSV; empty where nothing is trained.
    """
    if not answers.strip():
        return assign_units(store, draw)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.csv"
        path.write_text(answers, encoding="utf-8")
        return assign_training(store, draw, path)


def read_rule(form: Form) -> AdjudicationRule:
    """Read by which rule to settle.

    Raises
    ------
    MalformedRequestError, UnclearRuleError, InvalidOptionError
        If it is no rule.
    """
    rule = cast("RuleName", form.chosen("rule", RULES, ""))
    threshold = form.number("threshold", low=0, high=1, otherwise=THRESHOLD)
    return AdjudicationRule(
        rule=rule,
        senior=form.one("senior") or None if rule == "senior" else None,
        threshold=threshold if rule == "dawid-skene" else THRESHOLD,
        fewest=int(form.number("fewest", low=1, high=100, otherwise=2)),
    )


def _lines(text: str) -> str:
    """Write line ends as files have them; forms are sent with two characters."""
    return text.replace("\r\n", "\n")
