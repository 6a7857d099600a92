"""Who is connected, and who has to go when they are too many."""

from __future__ import annotations

from collections import Counter
from typing import Protocol

from webapp.gateway.limits import Limits


class Peer(Protocol):
    """A connection, as the crowd sees it."""

    @property
    def standing(self) -> float:
        """Since when it keeps us waiting, later for every byte that it moved."""

    def give_way(self) -> None:
        """End it."""


class Crowd:
    """The connections: those that keep us waiting, by address, and those that are idle."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.held = 0
        self._peers: set[Peer] = set()
        self._idle: dict[Peer, None] = {}
        self._waiting: dict[Peer, str] = {}
        self._by_address: dict[str, dict[Peer, None]] = {}

    def admit(self, peer: Peer) -> bool:
        """Take in a connection. When there are too many another goes; else it is not taken in."""
        if len(self._peers) >= self.limits.connections and not self._make_room():
            return False
        self._peers.add(peer)
        return True

    def dismiss(self, peer: Peer) -> None:
        """Forget a connection that has ended."""
        self.settle(peer)
        self._peers.discard(peer)

    def wait_for(self, peer: Peer, address: str | None) -> None:
        """Count a connection that keeps us waiting; without an address, in all alone.

        When it is one too many of its address, the one that keeps us waiting longest goes.
        """
        self.settle(peer)
        self._waiting[peer] = address or ""
        if not address:
            return
        others = self._by_address.setdefault(address, {})
        others[peer] = None
        if len(others) > self.limits.share:
            min((other for other in others if other is not peer), key=_standing).give_way()

    def rest(self, peer: Peer) -> None:
        """Count a connection as idle between two requests."""
        self.settle(peer)
        self._idle[peer] = None

    def settle(self, peer: Peer) -> None:
        """Count a connection as one that neither is idle nor keeps us waiting."""
        self._idle.pop(peer, None)
        address = self._waiting.pop(peer, "")
        others = self._by_address.get(address)
        if others is not None:
            others.pop(peer, None)
            if not others:
                del self._by_address[address]

    def hold(self, count: int) -> None:
        """Count bytes that are held; too many in all, and the one that waits longest goes."""
        self.held += count
        if self.held > self.limits.held_bytes and self._waiting:
            min(self._waiting, key=_standing).give_way()

    def _make_room(self) -> bool:
        if self._idle:
            peer = next(iter(self._idle))
        elif self._waiting:
            [(crowded, _count)] = Counter(self._waiting.values()).most_common(1)
            peer = next(peer for peer, address in self._waiting.items() if address == crowded)
        else:
            return False
        self.dismiss(peer)
        peer.give_way()
        return True


def _standing(peer: Peer) -> float:
    return peer.standing
