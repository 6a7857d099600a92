"""The whole way of a request: read it, wait for a thread, have it answered, send the answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from webapp.gateway.answers import Answers, Reply
from webapp.gateway.bodies import Body, Gone, Refused, throw_away
from webapp.gateway.calling import call, describe
from webapp.gateway.crowd import Crowd
from webapp.gateway.limits import Limits
from webapp.gateway.messages import Receive, Scope, Send
from webapp.gateway.turns import Full, Turns

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

log = logging.getLogger("recite.gateway")

ALIVE = "/healthz"
_PIECE = 64 * 1024
_READING = {"GET", "HEAD"}
_ANNOUNCING = {b"content-length", b"transfer-encoding"}


class Gateway:
    """A WSGI application as an ASGI one that gives a thread to whole requests alone.

    ``place_of`` tells what counts as one address, and ``proxies`` how many of the addresses in
    X-Forwarded-For are trusted. ``headers`` are for the answers that are not the application's.
    """

    def __init__(
        self,
        app: WSGIApplication,
        threads: int,
        limits: Limits,
        place_of: Callable[[str | None], str],
        proxies: int = 0,
        headers: Iterable[tuple[str, str]] = (),
    ) -> None:
        self.limits, self.crowd, self.proxies = limits, Crowd(limits), proxies
        self.answers = Answers(headers)
        self.running: set[Future[Reply]] = set()
        self._app, self._place_of = app, place_of
        self._turns = Turns(threads, limits)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")

    def place_of_peer(self, address: str | None) -> str | None:
        """Return where a connection comes from; nothing while all come from a proxy."""
        return None if self.proxies else self._place_of(address)

    def place_of_request(self, scope: Mapping[str, Any]) -> str:
        """Return where a request comes from, as the trusted proxies say."""
        forwarded = b",".join(v for k, v in scope["headers"] if k == b"x-forwarded-for")
        addresses = [part.strip().decode("latin-1") for part in forwarded.split(b",")]
        if self.proxies and len(addresses) >= self.proxies:
            return self._place_of(addresses[-self.proxies])
        return self._place_of(scope["client"][0] if scope["client"] else None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["path"] == ALIVE and scope["method"] in _READING:
            # Not in a thread, for they may all be taken; what is answered is the same.
            return await _send(self.answers.affirm(keep=not _announces_body(scope)), send)
        body = Body(self.crowd)
        try:
            with body:
                await body.read(scope, receive)
                reply = await self._answer(scope, body)
        except Gone:
            return None
        except Refused as refused:
            rest = None if body.is_whole else receive
            return await self._refuse(refused.status, rest, send)
        with reply.body:
            return await _send(reply, send)

    async def _answer(self, scope: Scope, body: Body) -> Reply:
        try:
            async with self._turns.take(self.place_of_request(scope)):
                if scope["method"] in _READING and scope["state"]["is_gone"]():
                    raise Gone
                return await self._run(scope, body)
        except Full as full:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE) from full

    async def _run(self, scope: Scope, body: Body) -> Reply:
        called = self._threads.submit(call, self._app, describe(scope, body))
        self.running.add(called)
        called.add_done_callback(self.running.discard)
        try:
            return await asyncio.wrap_future(called)
        except Exception as error:
            log.exception("unexpected")
            raise Refused(HTTPStatus.INTERNAL_SERVER_ERROR) from error

    async def _refuse(self, status: HTTPStatus, rest: Receive | None, send: Send) -> None:
        log.info("refused", extra={"fields": {"status": int(status)}})
        reply = self.answers.refuse(status)
        await _send(reply, send, is_last=False)
        if rest is not None:
            await throw_away(rest)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    def close(self) -> bool:
        """Take no more requests; returns whether one is still running."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        return bool(self.running)


def _announces_body(scope: Scope) -> bool:
    return any(name in _ANNOUNCING for name, _value in scope["headers"])


async def _send(reply: Reply, send: Send, *, is_last: bool = True) -> None:
    await send({"type": "http.response.start", "status": reply.status, "headers": reply.headers})
    sent = 0
    while reply.length - sent > _PIECE:
        piece = reply.body.read(_PIECE)
        sent += len(piece)
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": reply.body.read(), "more_body": not is_last})
