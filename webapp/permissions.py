"""Permissions: what nobody but the owner of the data may read, whatever folder it is in."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

_OTHERS = 0o077
_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700
_BESIDE = ("", "-wal", "-shm", "-journal")


def make_folder(folder: Path) -> None:
    """Make a folder, where it is missing, that is its owner's alone. Raises OSError."""
    folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)


def create(file: Path) -> int:
    """Create a file that is its owner's alone and return its descriptor.

    Raises:
        FileExistsError: something of that name is there, be it a link.
        OSError: it cannot be created.
    """
    return os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE)


def keep_first(file: Path, content: str) -> None:
    """Write ``content`` unless the file is there; of several at once, one is whole and stays.

    Raises OSError.
    """
    if file.exists():
        return
    part = file.with_name(f".{file.name}-{secrets.token_hex(8)}")
    try:
        with os.fdopen(create(part), "w", encoding="ascii") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        _name(part, file)
    finally:
        part.unlink(missing_ok=True)


def _name(part: Path, file: Path) -> None:
    """Give a file its name unless that is taken; where there are no links, the last one stays."""
    try:
        os.link(part, file)
    except FileExistsError:
        return
    except OSError:
        part.replace(file)


def append(file: Path, line: str) -> None:
    """Add to a file that is its owner's alone, making it where it is missing. Raises OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    with os.fdopen(os.open(file, flags, _PRIVATE_FILE), "a", encoding="utf-8") as stream:
        stream.write(line)


def tighten(file: Path) -> None:
    """Let nobody but its owner read a file, where that is ours to say."""
    try:
        mode = file.stat().st_mode
        if mode & _OTHERS:
            file.chmod(mode & ~_OTHERS)
    except OSError:
        return


def database_files(file: Path) -> list[Path]:
    """Return a SQLite database with the files that SQLite keeps beside it."""
    return [file.with_name(file.name + suffix) for suffix in _BESIDE]


def protect_database(file: Path) -> None:
    """Make a SQLite database its owner's alone, and create it so where it is missing."""
    try:
        os.close(create(file))
    except OSError:
        for known in database_files(file):
            tighten(known)


def is_open_to_others(file: Path) -> bool:
    """Return whether somebody but its owner may read a file; not so when it is missing."""
    try:
        return bool(file.stat().st_mode & _OTHERS)
    except OSError:
        return False
