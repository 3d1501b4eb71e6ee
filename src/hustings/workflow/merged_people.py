"""What to know about the people whom a merge brings in.

They come as coders: what somebody may do here is not for another project to say. They
have no log-in until they are invited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.model.document import Problem
from hustings.workflow.coders import lookalike_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.store.project import Store


def tell_new_people(store: Store, other: Store) -> Iterator[Problem]:
    """Tell of people who are not here yet who manages there, and whom they look like.

    Parameters
    ----------
    other : Store
        The project that is brought in.
    """
    for one in other.coders.all():
        if store.coders.find(one.coder_id) is not None:
            continue
        alike = lookalike_of(store, one.coder_id)
        if alike is not None:
            yield Problem(
                kind="look-alike coder",
                message=f"The coder {one.coder_id!r} comes along and looks like "
                f"{alike!r}, who is somebody else here. Ask who they are.",
            )
        if one.role == "manager":
            yield Problem(
                kind="manager elsewhere",
                message=f"{one.coder_id} manages the other project, and comes here as "
                "a coder without a log-in. Whoever is to manage here is added before "
                "a merge: 'hustings coder add NAME --role manager'.",
            )
