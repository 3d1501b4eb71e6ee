"""The report: all pages as files in a folder that needs no server and no network."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from hustings.errors import ForeignFolderError, NotAFolderError
from hustings.interface.pages.site import plan_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from hustings.workflow.gathered import Gathered

LIST_OF_FILES = "report.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenReport:
    """Where a report is, and how much of it.

    Attributes
    ----------
    index : Path
        The page to open first.
    n_files, n_bytes : int
        Everything in the folder.
    """

    folder: Path
    index: Path
    n_files: int
    n_bytes: int


def write_report(
    gathered: Gathered,
    folder: Path,
    *,
    tick: Callable[[int, int], None] = lambda _done, _all: None,
) -> WrittenReport:
    """Write all pages into `folder`, replacing an earlier report there.

    The pages are written beside the folder first and moved into place at the end, so
    a report is either the earlier one or the new one, never half of each.

    Parameters
    ----------
    gathered : Gathered
        The project.
    folder : Path
        Made if missing, parents included.
    tick : callable, optional
        Told how many files of how many are written.

    Raises
    ------
    ForeignFolderError
        If the folder holds anything that an earlier report did not put there.
    """
    target = folder.resolve()
    _refuse_foreign(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with _scaffold(target) as new:
        site = plan_site(gathered)
        n_bytes = _write_files(new, site, tick) + _write_list(new, gathered, site)
        _put_in_place(new, target)
    n_files = sum(1 for path in target.rglob("*") if path.is_file())
    return WrittenReport(
        folder=folder, index=folder / "index.html", n_files=n_files, n_bytes=n_bytes
    )


def _refuse_foreign(target: Path) -> None:
    """Raise if this is no folder, or holds anything of somebody else.

    Whatever is there and is no folder is refused: a device, too, could be moved away.
    """
    if not target.exists():
        return
    if not target.is_dir():
        raise NotAFolderError(path=str(target))
    found = {_name(path, target) for path in target.rglob("*") if not path.is_dir()}
    strangers = sorted(found - _read_list(target))
    if strangers:
        raise ForeignFolderError(folder=str(target), found=strangers[0])


def _name(path: Path, folder: Path) -> str:
    """Return a file's name as the list of files has it."""
    return path.relative_to(folder).as_posix()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedReport:
    """What a report says of itself.

    Attributes
    ----------
    project : str
        The project it shows.
    state : str
        The state that the project was in.
    """

    files: frozenset[str]
    project: str = ""
    state: str = ""


def read_report(folder: Path) -> ListedReport | None:
    """Return what the report in a folder says of itself; None where there is none."""
    try:
        listed = json.loads((folder / LIST_OF_FILES).read_text(encoding="utf-8"))
        return ListedReport(
            files=frozenset(map(str, listed["files"])),
            project=str(listed.get("project", "")),
            state=str(listed.get("state", "")),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _read_list(target: Path) -> frozenset[str]:
    """Files that an earlier report says it wrote; none if it does not say so."""
    listed = read_report(target)
    return frozenset() if listed is None else listed.files | {LIST_OF_FILES}


@contextmanager
def _scaffold(target: Path) -> Iterator[Path]:
    """Return a new folder beside the target, gone at the end whatever happens."""
    new = Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    new.chmod(0o755)
    try:
        yield new
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _write_files(
    new: Path,
    site: Mapping[str, Callable[[], bytes]],
    tick: Callable[[int, int], None],
) -> int:
    """Write every page; return the bytes written."""
    n_bytes = 0
    for n_done, (address, write) in enumerate(site.items(), start=1):
        path = new / address
        path.parent.mkdir(parents=True, exist_ok=True)
        n_bytes += path.write_bytes(write())
        tick(n_done, len(site))
    return n_bytes


def _write_list(new: Path, gathered: Gathered, files: Iterable[str]) -> int:
    """Write what the folder holds, and of which project in which state."""
    listed = {
        "made by": "Hustings",
        "project": gathered.project,
        "state": gathered.state,
        "files": sorted(files),
    }
    return (new / LIST_OF_FILES).write_bytes(json.dumps(listed, indent=1).encode())


def _put_in_place(new: Path, target: Path) -> None:
    """Exchange the folders; the earlier report comes back if that fails."""
    if not target.exists():
        new.rename(target)
        return
    old = Path(mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
    target.rename(old / "report")
    try:
        new.rename(target)
    except OSError:
        (old / "report").rename(target)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
