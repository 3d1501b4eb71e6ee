"""Files that a user names, read with errors that say what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.errors import UnreadableFileError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 1_000_000_000
"""Bytes that are read into memory where nothing else is said."""


def read_file(path: Path, *, largest: int = LARGEST) -> bytes:
    """Return a file's bytes.

    Parameters
    ----------
    largest : int
        Bytes; a larger file is refused before it is opened.

    Raises
    ------
    UnreadableFileError
        If it is missing, a folder, not a plain file, too large, or not permitted.
    """
    _check(path)
    _check_size(path, largest)
    try:
        return path.read_bytes()
    except PermissionError:
        raise UnreadableFileError(
            name=str(path),
            reason="you may not read this file.",
            advice="Ask its owner, or copy it to where you may.",
        ) from None
    except OSError as error:
        raise UnreadableFileError(
            name=str(path),
            reason=f"the disk answered: {error.strerror}.",
            advice="Copy the file to another disk and try again.",
        ) from error


def list_files(path: Path) -> list[Path]:
    """Return the files of a folder and the folders in it, in order of their names.

    Hidden files are passed over, and links to folders are not followed. A path that
    is no folder stands for itself.

    Raises
    ------
    UnreadableFileError
        If the folder holds no files, or may not be listed.
    """
    if not path.is_dir():
        return [path]
    found: list[Path] = []
    waiting = [path]
    while waiting:
        for child in _children(waiting.pop()):
            if child.is_dir() and not child.is_symlink():
                waiting.append(child)
            elif not child.is_dir():
                found.append(child)
    if not found:
        raise UnreadableFileError(
            name=str(path),
            reason="this folder holds no files.",
            advice="Name files, or a folder that has some.",
        )
    return sorted(found)


def _children(folder: Path) -> list[Path]:
    """List what is in a folder but for hidden files."""
    try:
        return [child for child in folder.iterdir() if not child.name.startswith(".")]
    except OSError as error:
        raise UnreadableFileError(
            name=str(folder),
            reason=f"the folder cannot be opened: {error.strerror}.",
            advice="Ask its owner, or copy it to where you may.",
        ) from None


def _check(path: Path) -> None:
    """Refuse what cannot be a document before it is opened."""
    if path.is_dir():
        raise UnreadableFileError(
            name=str(path),
            reason="this is a folder.",
            advice=f"Name a file in it, or several: {path}/*",
        )
    if not path.exists():
        raise UnreadableFileError(
            name=str(path),
            reason="there is no such file.",
            advice="Check the name and the folder you are in.",
        )
    if not path.is_file():
        raise UnreadableFileError(
            name=str(path),
            reason="this is a device or a pipe.",
            advice="Save its content to a plain file first.",
        )


def _check_size(path: Path, largest: int) -> None:
    """Refuse what memory would not hold before it is loaded."""
    if path.stat().st_size > largest:
        raise UnreadableFileError(
            name=str(path),
            reason=f"the file is larger than {largest // 1_000_000:,} MB.",
            advice="Split it into its documents, or raise --max-megabytes.",
        )


def read_text_file(path: Path) -> str:
    """Return a file's text, which must be UTF-8.

    Raises
    ------
    UnreadableFileError
        If it cannot be read, or is not UTF-8.
    """
    try:
        return read_file(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            name=str(path),
            reason=f"byte {error.start} is not UTF-8.",
            advice="Save the file with the encoding UTF-8.",
        ) from None
