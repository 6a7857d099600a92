"""Scannable: addresses as QR codes, for the cameras of telephones."""

from __future__ import annotations

import segno


def draw_scannable(address: str, *, fills: bool = False) -> str:
    """Return the QR code of an address as SVG, black on white as cameras expect it.

    With ``fills`` it has no size of its own, but that of what is around it.
    """
    code = segno.make(address, error="m", micro=False)
    return str(code.svg_inline(scale=5, border=4, dark="#000", light="#fff", omitsize=fills))
