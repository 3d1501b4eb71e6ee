"""Whose codings are compared where agreement is measured in a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from hustings.errors import (
    InvalidOptionError,
    LoneCoderError,
    NobodyCodedError,
    UnknownCoderError,
)
from hustings.model.coder import ADJUDICATED, fold_name
from hustings.model.document import BlockKind
from hustings.workflow.current import code_runs
from hustings.workflow.hand_codings import is_by_hand, publish_codings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.agreement_questions import Compared


def runs_to_compare(store: Store, which: Compared) -> list[Run]:
    """Choose whose codings to compare, the latest at the end.

    Raises
    ------
    NobodyCodedError
        If nobody has coded with that codebook.
    UnknownCoderError
        If a coder has coded nothing that counts with that codebook.
    LoneCoderError
        If nobody else is compared with a coder.
    InvalidOptionError
        If a kind is none of a block's.
    """
    _check_kinds(which.kinds)
    publish_codings(store)
    latest = code_runs(store)
    persons = [
        run
        for run in latest
        if is_by_hand(run) and run.parameters["coder"] != ADJUDICATED
    ]
    candidates = latest if which.coders else persons
    if which.codebook is None:
        books = [run.parameters["codebook"] for run in persons or candidates]
    else:
        books = [which.codebook]
    fitting = [run for run in candidates if run.parameters["codebook"] in books[-1:]]
    if not fitting:
        raise NobodyCodedError(
            wanted="anything" if which.codebook is None else f"with {which.codebook!r}"
        )
    chosen = _named(fitting, which.coders) if which.coders else fitting
    if len(chosen) == 1:
        raise _lone(chosen[0], latest)
    return chosen


def _lone(run: Run, runs: Sequence[Run]) -> LoneCoderError:
    """Say who else has coded with the same codebook."""
    coder, codebook = str(run.parameters["coder"]), str(run.parameters["codebook"])
    coders = {
        str(one.parameters["coder"])
        for one in runs
        if one.parameters["codebook"] == codebook
    }
    return LoneCoderError(
        coder=coder, codebook=codebook, others=sorted(coders - {coder})
    )


def _check_kinds(kinds: Sequence[str]) -> None:
    """Raise for what no block is."""
    for kind in kinds:
        if kind not in get_args(BlockKind):
            raise InvalidOptionError(
                option="kind",
                value=kind,
                advice=f"Choose {', '.join(get_args(BlockKind))}.",
            )


def _named(runs: Sequence[Run], names: Sequence[str]) -> list[Run]:
    """Choose the runs of some coders; large and small letters make no difference."""
    by_name = {fold_name(str(run.parameters["coder"])): run for run in runs}
    for name in names:
        if fold_name(name) not in by_name:
            known = sorted(str(run.parameters["coder"]) for run in runs)
            raise UnknownCoderError(coder=name, known=known)
    chosen = {by_name[fold_name(name)].run_id for name in names}
    return [run for run in runs if run.run_id in chosen]
