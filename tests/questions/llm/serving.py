"""A small server on loopback that speaks the protocol, and answers what it is told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from questions.llm.model import Settings

KEY = "sk-secret-7f3a"
Respond = Callable[["Handler"], None]


@dataclass
class Speaking:
    """A running server: what it was asked, and how it answers, the last way again and again."""

    url: str
    responses: list[Respond]
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def settings(self, **changes: Any) -> Settings:
        """Return settings that reach it, and wait for little."""
        given = {"timeout": 2.0, "retries": 0, **changes}
        return Settings(self.url, "a-model", KEY, **given)


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    speaking: Speaking

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.speaking.requests.append(json.loads(body))
        self.speaking.headers.append({k.lower(): v for k, v in self.headers.items()})
        responses = self.speaking.responses
        respond = responses.pop(0) if len(responses) > 1 else responses[0]
        try:
            respond(self)
        except OSError:
            self.close_connection = True

    def reply(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def speaking(*responses: Respond) -> Iterator[Speaking]:
    """Serve until the end of the block."""
    handler = type("Bound", (Handler,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        served = Speaking(f"http://127.0.0.1:{server.server_port}/v1", list(responses))
        handler.speaking = served  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield served
        finally:
            served.over.set()
            server.shutdown()
            thread.join()


def content(text: str | None, finish: str = "stop", **more: object) -> Respond:
    """Answer with a message."""
    message = {"role": "assistant", "content": text, **more}
    body = {"choices": [{"index": 0, "message": message, "finish_reason": finish}]}
    return lambda handler: handler.reply(200, json.dumps(body).encode())


def drafts(*questions: dict[str, object]) -> Respond:
    """Answer with questions in the form asked for."""
    return content(json.dumps({"questions": questions}))


def status(code: int, body: bytes = b"{}", **headers: str) -> Respond:
    """Answer with an error."""
    return lambda handler: handler.reply(code, body, **headers)
