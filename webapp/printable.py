"""Printable: texts without what steers a terminal, breaks a line or turns its direction."""

from __future__ import annotations


def printable(text: str, keep: str = "") -> str:
    """Return ``text`` with what cannot be seen spelt out, such as ``\\x1b``; ``keep`` stays."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in keep else _spell(c) for c in text)


def _spell(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
