"""A workbench for reading, coding, scaling and comparing political documents.

``hustings.read(path)`` reads one file with no project; ``hustings.Project`` is a
folder of documents with one method a step; ``hustings.scaling`` and its neighbours
hold the methods themselves.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hustings import coding, scaling
    from hustings.workflow.inspecting import read
    from hustings.workflow.project import Project

__all__ = ["Project", "coding", "read", "scaling"]

_PLACES = {
    "Project": "hustings.workflow.project",
    "read": "hustings.workflow.inspecting",
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for, so that importing is quick."""
    if name in _PLACES:
        return getattr(import_module(_PLACES[name]), name)
    if name in __all__:
        return import_module(f"hustings.{name}")
    message = f"module 'hustings' has no attribute {name!r}"
    raise AttributeError(message)
