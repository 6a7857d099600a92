"""What a store does, whatever it keeps files in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import IO, Protocol


class FileStore(Protocol):
    """Files by name; what has one name is the same, so that nothing is ever changed."""

    def keep(self, name: str, content: bytes) -> None:
        """Keep a file, whole or not at all; one that is there counts as touched again.

        Raises OSError.
        """
        ...

    def open(self, name: str) -> IO[bytes]:
        """Open a file; one can seek in it. Raises FileNotFoundError, or another OSError."""
        ...

    def list(self) -> Iterator[tuple[str, datetime]]:
        """Yield each file's name and when it was touched last. Raises OSError."""
        ...

    def remove(self, name: str) -> None:
        """Let go of a file, if it is there. Raises OSError."""
        ...
