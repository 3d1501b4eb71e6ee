"""Whether the database is still the one that was opened.

An open file can be deleted or replaced: what is then written goes nowhere, and nothing
complains. So the server looks before it says that something is safe.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hustings.errors import GoneProjectError
from hustings.store.project import DATABASE

if TYPE_CHECKING:
    from pathlib import Path

_LOG = f"{DATABASE}-wal"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the files of a project's database were first seen.

    Attributes
    ----------
    folder : pathlib.Path
        The project's.
    """

    folder: Path
    _seen: dict[str, tuple[int, int]] = field(default_factory=dict)

    def require(self) -> None:
        """Raise unless the files are the ones that were there when first asked.

        Raises
        ------
        GoneProjectError
            If the database or its log was moved, deleted or replaced.
        """
        for name in (DATABASE, _LOG):
            found = self._find(name)
            if found != (self._seen.get(name) or found):
                raise GoneProjectError
            if found is not None:
                self._seen[name] = found
            elif name == DATABASE:
                raise GoneProjectError

    def _find(self, name: str) -> tuple[int, int] | None:
        try:
            status = (self.folder / name).stat()
        except OSError:
            return None
        return (status.st_dev, status.st_ino)
