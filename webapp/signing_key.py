"""The key that signs cookies: given or kept in the data folder, and never one to be guessed."""

from __future__ import annotations

import secrets
import zlib
from pathlib import Path

from webapp import permissions

HOW_TO_MAKE_ONE = 'python -c "import secrets; print(secrets.token_hex(32))"'
_SHORTEST = 32
_LEAST_VARIETY = 28


class WeakKey(ValueError):  # noqa: N818
    """A key that could be guessed; the message says why, without the key."""


def check_key(key: str) -> str:
    """Return the key. Raises WeakKey."""
    if len(key) < _SHORTEST:
        raise WeakKey(f"it has fewer than {_SHORTEST} characters. Make one: {HOW_TO_MAKE_ONE}")
    if len(zlib.compress(key.encode(errors="replace"), 9)) < _LEAST_VARIETY:
        raise WeakKey(f"it repeats itself and could be guessed. Make one: {HOW_TO_MAKE_ONE}")
    return key


def kept_key(data: Path) -> str:
    """Return the key kept in the data folder, making it when it is missing.

    Raises:
        WeakKey: what is kept could be guessed.
        OSError: the folder cannot be used.
    """
    file = data / "secret_key"
    permissions.keep_first(file, secrets.token_hex(32))
    permissions.tighten(file)
    try:
        return check_key(file.read_text(encoding="ascii").strip())
    except ValueError as error:
        raise WeakKey(f"{file} holds no good key. Delete it: another will be made.") from error
