"""What pages say of coders that are language models: what left the machine, and where.

The words come from the run alone, so that a page of an old run says what was so then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hustings.model.run import Run


def say_what_left(run: Run) -> str:
    """Say of a run which words went to which host; empty where no model was asked.

    Examples
    --------
    >>> from hustings.model.run import Run
    >>> told = {"host": "models.example", "model": "m-7", "n_asked": 12}
    >>> told["left_this_machine"] = True
    >>> say_what_left(Run(run_id="code-1", step="code", parameters=told))[:57]
    'The words of 12 units, with their headings, the units aro'
    """
    told: Any = run.parameters
    if "left_this_machine" not in told:
        return ""
    words = f"The words of {count(told['n_asked'], 'unit')}"
    if not told["left_this_machine"]:
        return (
            f"{words} were given to the language model {told['model']} on this "
            f"machine ({told['host']}); nothing left it."
        )
    return (
        f"{words}, with their headings, the units around them and the codebook, left "
        f"this machine: they were sent to {told['host']} (language model "
        f"{told['model']})."
    )


def say_what_left_by(runs: Iterable[Run], coder: str) -> str:
    """Say it of a coder's latest run; empty where no model was asked."""
    own = [
        run
        for run in runs
        if run.step == "code" and run.parameters.get("coder") == coder
    ]
    return say_what_left(own[-1]) if own else ""
