"""Letting what people coded and settled count downstream, when nobody is coding."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from hustings.errors import HustingsError
from hustings.interface.web.room.jobs import explain
from hustings.store.project import Store
from hustings.workflow.adjudicating import record_decisions
from hustings.workflow.hand_codings import publish_codings

if TYPE_CHECKING:
    from pathlib import Path


def publish_now(folder: Path) -> str:
    """Let codings count downstream; say why that cannot be done just now.

    Returns
    -------
    str
        Empty where it was done.
    """
    try:
        with Store.open(folder) as store:
            record_decisions(store)
            publish_codings(store)
    except sqlite3.Error as error:
        return explain(error).reason
    except (HustingsError, OSError) as error:
        return str(error)
    return ""
