"""Files in a folder, each by its name in a folder named by how that begins."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from questions.media import NAME
from webapp import permissions

_DIGITS = 2  # 256 folders: none has so many files that it gets slow


class Disk:
    """A folder that is its owner's alone."""

    def __init__(self, folder: Path) -> None:
        """Keep files in ``folder``, which is made once there is one."""
        self._folder = folder

    def keep(self, name: str, content: bytes) -> None:
        """Keep a file: it has its name once the disk has all of it. Raises OSError."""
        file = self._place(name)
        with suppress(FileNotFoundError):
            if file.stat().st_size == len(content):
                os.utime(file)
                return
        permissions.make_folder(file.parent)
        part = file.with_name(f".{name}-{secrets.token_hex(8)}.part")
        try:
            with os.fdopen(permissions.create(part), "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
        _settle(file.parent)

    def open(self, name: str) -> IO[bytes]:
        """Open a file. Raises FileNotFoundError, or another OSError."""
        return self._place(name).open("rb")

    def list(self) -> Iterator[tuple[str, datetime]]:
        """Yield each file's name and when it was touched last."""
        for file in self._folder.glob("??/*"):
            with suppress(FileNotFoundError):
                if NAME.fullmatch(file.name):
                    yield file.name, datetime.fromtimestamp(file.stat().st_mtime, UTC)

    def remove(self, name: str) -> None:
        """Let go of a file, if it is there."""
        self._place(name).unlink(missing_ok=True)

    def _place(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise FileNotFoundError(name)
        return self._folder / name[:_DIGITS] / name


def _settle(folder: Path) -> None:
    """Have the disk know by name what is in a folder; where folders cannot be opened, it does."""
    with suppress(PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
