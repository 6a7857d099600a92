"""A connection: nothing on it may take for ever, and nothing is read that is over a limit."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from typing import Any

from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from webapp.gateway.answers import written
from webapp.gateway.application import Gateway

log = logging.getLogger("recite.gateway")

_MOST_PIPELINED = 8
# Chunks of one byte take six; beyond this there is more wrapping than anything else.
_WRAPPING = 8
# What is read between two pauses: from the high water mark down to the low one.
_READ_BETWEEN = 48 * 1024


class Connection(HttpToolsProtocol):
    """An HTTP connection that keeps to the limits of the gateway.

    There are three things to wait for: a request, until it is there whole; the next request; and
    that an answer is read. The first and the last are counted among those of the address, and
    each has its time.
    """

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        gateway: Gateway,
    ) -> None:
        # Pieces of the body, to be passed on together. There may be thousands of one byte, so that
        # the parser puts them there by itself.
        self._pieces: list[bytes] = []
        self.on_body = self._pieces.append  # type: ignore[method-assign,assignment]
        super().__init__(config, server_state, app_state, _loop)
        self._gateway, self._crowd, self._limits = gateway, gateway.crowd, gateway.limits
        self._timer: asyncio.TimerHandle | None = None
        self._refusal = 400
        self._begun = self.loop.time()
        self._seconds: float = self._limits.head_seconds
        # Bytes: moved since it keeps us waiting, read of a request, of that its body.
        self._moved = self._wire = self._body = 0
        self._in_head, self._is_whole, self._has_begun = True, False, False
        self._unanswered: deque[RequestResponseCycle] = deque()
        self._is_lost = False
        self._reading_since: float | None = None
        self._read = 0
        self._address: str | None = None

    @property
    def standing(self) -> float:
        """Since when it keeps us waiting, later for every byte that it moved."""
        return self._begun + self._moved / self._limits.rate

    @property
    def may_read(self) -> bool:
        """Whether more is to be read now."""
        return not (self.flow.read_paused or self.transport.is_closing())

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection in, or end it where there are too many."""
        super().connection_made(transport)
        self._address = self._gateway.place_of_peer(self.client[0] if self.client else None)
        if self._crowd.admit(self):
            self._await(self._limits.head_seconds)
        else:
            self._refuse(503)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._is_lost = True
        self._give_up()
        self._stop_waiting()
        self._crowd.dismiss(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, unless what came is too much."""
        if self.transport.is_closing():
            return
        self._wire += len(data)
        super().data_received(data)
        self._pass_on()
        if self.parser is None or self.transport.is_closing():
            return
        if self._in_head and self._wire > self._limits.head_bytes:
            self._refuse(431)
        elif self._wire > 3 * self._limits.head_bytes + _WRAPPING * self._body:
            self._refuse(400)

    def eof_received(self) -> bool | None:  # type: ignore[override]
        """Go on answering those who sent everything and closed their side."""
        if self._is_whole and self._unanswered:
            self.cycle.keep_alive = False
            return True
        return None

    def on_message_begin(self) -> None:
        """Wait for the rest of a request from now on."""
        super().on_message_begin()
        self.scope["state"]["is_gone"] = lambda: self._is_lost
        self._in_head, self._is_whole, self._has_begun = True, False, True
        if self.cycle is not None:
            self._await(self._limits.head_seconds)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; what follows the body is none."""
        if self._in_head:
            super().on_header(name, value)
            if len(self.headers) > self._limits.header_lines:
                self._reject(431)

    def on_headers_complete(self) -> None:
        """Judge the headers, then wait for the body."""
        self._judge_head()
        super().on_headers_complete()
        self._in_head = False
        self._unanswered.append(self.cycle)
        if self._gateway.proxies:
            self._address = self._gateway.place_of_request(self.scope)
        if self.parser.should_upgrade():
            # We speak nothing else, and answer as if it had not been asked.
            self.cycle.keep_alive = False
        self._await(self._limits.body_seconds)

    def on_message_complete(self) -> None:
        """Wait no more: the request is there whole."""
        self._pass_on()
        self._is_whole = True
        self._wire = self._body = 0
        self._stop_waiting()
        self._crowd.settle(self)
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Wait for the next request, or for the end of this connection."""
        self._unanswered.popleft()
        self._reading_since, self._read = None, 0
        super().on_response_complete()
        if self.transport.is_closing():
            self._await(self._limits.reply_seconds)
        elif not self._is_whole:
            self._await(self._limits.head_seconds if self._in_head else self._limits.body_seconds)
        elif not self._unanswered:
            self._crowd.rest(self)

    def pause_writing(self) -> None:
        """Wait for somebody who does not read as fast as we write."""
        super().pause_writing()
        self._await(self._limits.reply_seconds)
        self._begun = self._reading_since = self._reading_since or self._begun
        self._moved = self._read

    def resume_writing(self) -> None:
        """Wait no more for them."""
        super().resume_writing()
        self._read += _READ_BETWEEN
        self._stop_waiting()
        self._crowd.settle(self)

    def timeout_keep_alive_handler(self) -> None:
        """End a connection that is idle, unless the last answer is still being read."""
        if self.transport.get_write_buffer_size():
            self._await(self._limits.reply_seconds)
        super().timeout_keep_alive_handler()

    def shutdown(self) -> None:
        """Finish what is under way; what is not there whole will not be."""
        if self._is_whole or self.cycle is None:
            super().shutdown()
        else:
            self._refuse(503)

    def give_way(self) -> None:
        """End it, as others of its address came after it or there are too many."""
        self._refuse(503)

    def send_400_response(self, _msg: str) -> None:
        """Refuse what is no request, or one that is over a limit."""
        self._refuse(self._refusal)

    def _pass_on(self) -> None:
        body = b"".join(self._pieces)
        self._pieces.clear()
        self._moved += len(body)
        self._body += len(body)
        if body and not self.transport.is_closing():
            super().on_body(body)

    def _judge_head(self) -> None:
        limits = self._limits
        size = sum(len(name) + len(value) for name, value in self.headers)
        if len(self.url) > limits.url_bytes:
            self._reject(414)
        if size > limits.head_bytes:
            self._reject(431)
        names = [name for name, _value in self.headers]
        hosts = names.count(b"host")
        if hosts > 1 or (not hosts and self.parser.get_http_version() == "1.1"):
            self._reject(400)
        has_body = b"content-length" in names or b"transfer-encoding" in names
        if self.parser.should_upgrade() and has_body:
            self._reject(400)
        if len(self.pipeline) >= _MOST_PIPELINED:
            self._reject(400)

    def _reject(self, status: int) -> None:
        self._refusal = status
        raise ValueError(status)

    def _await(self, seconds: float) -> None:
        """Count it among those that keep us waiting, for so long and for what it moves."""
        self._begun, self._seconds, self._moved = self.loop.time(), seconds, 0
        self._crowd.wait_for(self, self._address)
        self._set_timer(seconds)

    def _set_timer(self, seconds: float) -> None:
        self._stop_waiting()
        self._timer = self.loop.call_later(seconds, self._expire)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _expire(self) -> None:
        left = self.standing + self._seconds - self.loop.time()
        if self._is_behind:
            left = self._seconds  # it waits for us
        if left > 0:
            self._set_timer(left)
        elif self.transport.is_closing() or self.transport.get_write_buffer_size():
            self._abort()
        elif not self._has_begun:
            self.transport.close()
        else:
            self._refuse(408)

    def _refuse(self, status: int) -> None:
        """Say why, unless an answer is under way, and end the connection."""
        log.info("refused", extra={"fields": {"status": status, "network": self._address}})
        if self.transport.is_closing() or self.transport.get_write_buffer_size():
            self._abort()
            return
        if self._may_say_why:
            self.transport.write(written(self._gateway.answers.refuse(status)))
        self._give_up()
        self.transport.close()

    def _abort(self) -> None:
        self._give_up()
        self.transport.abort()

    def _give_up(self) -> None:
        """Let all that are still answered know that nobody is there to read it."""
        for cycle in self._unanswered:
            cycle.disconnected = True
            cycle.message_event.set()

    @property
    def _is_behind(self) -> bool:
        """Whether a request is being sent while an earlier one is not answered yet."""
        return not self._is_whole and len(self._unanswered) > (0 if self._in_head else 1)

    @property
    def _may_say_why(self) -> bool:
        if self._is_behind or self._is_whole:
            return False
        return self._in_head or (len(self._unanswered) == 1 and not self.cycle.response_started)
