"""Protocol buffers, as far as Anki keeps its settings in them: fields by number."""

from __future__ import annotations

from collections.abc import Iterator

Field = tuple[int, int | bytes]

_LONGEST_NUMBER = 10  # bytes
_VARINT, _FIXED_64, _LENGTH, _FIXED_32 = 0, 1, 2, 5
_FIXED = {_FIXED_64: 8, _FIXED_32: 4}


def fields_of(content: bytes) -> dict[int, int | bytes]:
    """Return the last value of each field. Raises ValueError where it is no such message."""
    return dict(each_field(content))


def text_in(found: dict[int, int | bytes], number: int) -> str:
    """Return a field that is a text, or an empty one."""
    value = found.get(number, b"")
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else ""


def each_field(content: bytes) -> Iterator[Field]:
    """Yield each field in turn; see ``fields_of``."""
    at = 0
    while at < len(content):
        tag, at = _number(content, at)
        kind = tag & 7
        if kind == _VARINT:
            value, at = _number(content, at)
            yield tag >> 3, value
            continue
        if kind == _LENGTH:
            size, at = _number(content, at)
        elif kind in _FIXED:
            size = _FIXED[kind]
        else:
            raise ValueError(f"a field of kind {kind}")
        if at + size > len(content):
            raise ValueError("a field that is cut off")
        yield tag >> 3, content[at : at + size]
        at += size


def _number(content: bytes, at: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, and where it ends."""
    value = 0
    for place, byte in enumerate(content[at : at + _LONGEST_NUMBER]):
        value |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            return value, at + place + 1
    raise ValueError("a number without an end")
