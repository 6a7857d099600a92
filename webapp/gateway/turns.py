"""Taking turns: which of the requests that wait gets the next free thread."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from webapp.gateway.limits import Limits


class Full(Exception):  # noqa: N818
    """Too many wait already."""


class Turns:
    """A number of places; addresses take turns at them, so that none keeps the others out."""

    def __init__(self, places: int, limits: Limits) -> None:
        self._free = places
        self._limits = limits
        self._queues: dict[str, deque[asyncio.Future[None]]] = {}
        self._count = 0

    @asynccontextmanager
    async def take(self, address: str) -> AsyncIterator[None]:
        """Hold a place as long as the context lasts. Raises Full."""
        if self._free:
            self._free -= 1
        else:
            await self._queue(address)
        try:
            yield
        finally:
            self._pass_on()

    async def _queue(self, address: str) -> None:
        queue = self._queues.get(address, ())
        if self._count >= self._limits.queue or len(queue) >= self._limits.queue_share:
            raise Full
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queues.setdefault(address, deque()).append(turn)
        self._count += 1
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        """Give the place to the address whose turn it is, or to nobody."""
        while self._queues:
            address, queue = next(iter(self._queues.items()))
            del self._queues[address]
            turn = queue.popleft()
            self._count -= 1
            if queue:
                self._queues[address] = queue
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
