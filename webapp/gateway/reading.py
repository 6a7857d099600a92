"""Reading: a little of each connection at once, so that however busy one is, all get their turn."""

from __future__ import annotations

import asyncio
from typing import Any

from webapp.gateway.connection import Connection

# All connections read into one place, as what was read is taken from there at once.
_PLACE = memoryview(bytearray(4 * 1024))


class PacedProtocol(asyncio.BufferedProtocol):
    """What stands between a transport and a connection."""

    def __init__(self, *args: Any, **named: Any) -> None:
        self._connection = Connection(*args, **named)
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin."""
        self._transport = transport
        self._connection.connection_made(transport)

    def get_buffer(self, _sizehint: int) -> memoryview:
        """Say where to read to, and so how much."""
        return _PLACE

    def buffer_updated(self, nbytes: int) -> None:
        """Pass on what was read; when there is more, read it once the others had their turn."""
        self._connection.data_received(bytes(_PLACE[:nbytes]))
        if nbytes == len(_PLACE) and self._transport and self._connection.may_read:
            self._transport.pause_reading()
            asyncio.get_running_loop().call_soon(self._read_on)

    def _read_on(self) -> None:
        if self._transport and self._connection.may_read:
            self._transport.resume_reading()

    def eof_received(self) -> bool | None:
        """Pass it on."""
        return self._connection.eof_received()

    def pause_writing(self) -> None:
        """Pass it on."""
        self._connection.pause_writing()

    def resume_writing(self) -> None:
        """Pass it on."""
        self._connection.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._connection.connection_lost(exc)
