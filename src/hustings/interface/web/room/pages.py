"""The pages of the coding room: templates filled with what the JSON API says, too."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from jinja2 import ChoiceLoader, FileSystemLoader

from hustings.interface.pages import addresses
from hustings.interface.pages.rendering import ENVIRONMENT
from hustings.interface.pages.wording import say_count
from hustings.interface.web.room.claim_keys import CLAIM_KEYS
from hustings.interface.web.room.coding_keys import KEYS, KeyGroup

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jinja2.environment import Environment

HERE = Path(__file__).parent
STATIC = HERE / "static"
ROOM = "room/"
_THOUSANDTHS = 1000


class Me(TypedDict):
    """Who is here, as ``GET me`` says it."""

    coder: str
    role: str
    mode: str


class CodebookSaid(TypedDict):
    """Of a codebook, what these pages need."""

    title: str


class Listed(TypedDict):
    """One assignment, as ``GET assignments`` says it."""

    assignment: str
    codebook: str
    variables: Sequence[str]
    purpose: str
    blind: bool
    unitising: bool
    claims: bool
    n_units: int
    n_done: int
    n_unsure: int


class Opened(TypedDict):
    """One assignment, as ``GET assignments/ID`` says it."""

    assignment: str
    purpose: str
    claims: bool
    codebook: CodebookSaid


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentCard:
    """One assignment as the list shows it; `share` is in thousandths."""

    id: str
    address: str
    title: str
    variables: str
    progress: str
    deed: str
    n_done: int
    n_units: int
    share: int
    terms: tuple[str, ...]
    is_finished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentsView:
    """What the list of assignments needs."""

    lead: str
    quoted_coder: str
    assignments: tuple[AssignmentCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingView:
    """What the frame of the coding page needs; all else comes through the API."""

    assignment: str
    title: str
    is_training: bool
    is_claiming: bool
    modules: tuple[str, ...]
    keys: tuple[KeyGroup, ...]


def _make_environment() -> Environment:
    """Return the pages' environment with the room's templates before the others."""
    loaders = [FileSystemLoader(HERE / "templates")]
    if ENVIRONMENT.loader is not None:
        return ENVIRONMENT.overlay(loader=ChoiceLoader([*loaders, ENVIRONMENT.loader]))
    return ENVIRONMENT.overlay(loader=loaders[0])


_ENVIRONMENT = _make_environment()


def room_files() -> Mapping[str, bytes]:
    """Return the room's style sheets and scripts by their addresses."""
    return {
        f"{ROOM}static/{path.name}": path.read_bytes()
        for path in sorted(STATIC.iterdir())
    }


def code_page(assignment: str) -> str:
    """Return the address of the coding page of an assignment."""
    return f"{ROOM}code/{assignment}"


def render_room(template: str, *, address: str, context: Mapping[str, object]) -> bytes:
    """Fill a template of the room for the page at `address`.

    Parameters
    ----------
    context : mapping
        Templates that extend ``room.html`` need `me` (None before anyone has logged
        in) and `name`, the project's.
    """
    root = addresses.root_of(address)
    filled = _ENVIRONMENT.get_template(template).render(
        **context, address=address, root=root
    )
    return filled.encode()


def write_assignments(*, me: Me, assignments: Sequence[Listed], name: str) -> bytes:
    """Write the page with a person's assignments."""
    cards = tuple(map(_card, assignments))
    view = AssignmentsView(
        lead=_lead(cards), quoted_coder=shlex.quote(me["coder"]), assignments=cards
    )
    context = {"view": view, "me": me, "name": name}
    return render_room("assignments.html", address=ROOM, context=context)


def write_coding(*, me: Me, assignment: Opened, name: str) -> bytes:
    """Write the frame of the coding page."""
    view = CodingView(
        assignment=assignment["assignment"],
        title=assignment["codebook"]["title"],
        is_training=assignment["purpose"] == "training",
        is_claiming=assignment["claims"],
        modules=tuple(path.name for path in sorted(STATIC.glob("coding-*.js"))),
        keys=CLAIM_KEYS if assignment["claims"] else KEYS,
    )
    address = code_page(assignment["assignment"])
    context = {"view": view, "me": me, "name": name}
    return render_room("coding.html", address=address, context=context)


def _card(listed: Listed) -> AssignmentCard:
    n_units, n_done = listed["n_units"], listed["n_done"]
    is_finished = n_done == n_units
    return AssignmentCard(
        id=listed["assignment"],
        address=code_page(listed["assignment"]),
        title=listed["codebook"],
        variables=", ".join(listed["variables"]),
        progress=_say_progress(listed),
        deed="Look again" if is_finished else "Continue" if n_done else "Begin",
        n_done=n_done,
        n_units=n_units,
        share=round(_THOUSANDTHS * n_done / n_units) if n_units else 0,
        terms=tuple(_terms(listed)),
        is_finished=is_finished,
    )


def _terms(listed: Listed) -> Iterator[str]:
    """Say what is particular about an assignment."""
    if listed["purpose"] == "training":
        yield "training, with the answers shown after yours"
    if listed["blind"]:
        yield "whose words they are is not shown"
    if listed["unitising"]:
        yield "you may cut and join units"
    if listed["claims"]:
        yield "you say what each unit claims"


def _say_progress(listed: Listed) -> str:
    n_units, n_done = listed["n_units"], listed["n_done"]
    done = (
        f"All {say_count(n_units, 'unit')} done"
        if n_done == n_units
        else f"{n_done:,} of {say_count(n_units, 'unit')} done"
    )
    return f"{done}, {listed['n_unsure']:,} unsure" if listed["n_unsure"] else done


def _lead(cards: Sequence[AssignmentCard]) -> str:
    """Say in one line how much is left."""
    left = sum(card.n_units - card.n_done for card in cards)
    if not cards:
        return "You have no assignment yet."
    if not left:
        return "Everything is done."
    return f"{say_count(left, 'unit')} left to code."
