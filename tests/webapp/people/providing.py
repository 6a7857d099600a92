"""A small provider of OpenID Connect on loopback, which can be told to lie."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jws, jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from webapp.services.people import single_sign_on

Claims = dict[str, Any]
CLIENT, HUSH = "recite-at-school", "hush-hush-4711"
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "one"})
with warnings.catch_warnings(action="ignore"):  # too weak on purpose
    SHORT_KEY = RSAKey.generate_key(1024, {"kid": "one"})
CURVE = ECKey.generate_key("P-256", {"kid": "two"})
LEARNER = {"sub": "s-1", "email": "learner@example.org", "email_verified": True}


def sign(claims: Claims, key: RSAKey | ECKey | OctKey = KEY, alg: str = "RS256") -> str:
    registry = jws.JWSRegistry(algorithms=[alg])
    return jwt.encode({"alg": alg, "kid": "one"}, claims, key, [alg], registry=registry)


def unsigned(claims: Claims) -> str:
    parts = [{"alg": "none"}, claims]
    coded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts]
    return b".".join([*coded, b""]).decode()


class Provider:
    """What it says, and how: ``person`` is who signs in there, ``changes`` lies about it."""

    def __init__(self) -> None:
        self.person: Claims = dict(LEARNER)
        self.changes: Claims = {}
        self.sign: Callable[[Claims], str] = sign
        self.keys: list[Any] = [KEY.as_dict(private=False), CURVE.as_dict(private=False)]
        self.described: Claims = {}
        self.userinfo: Claims = {}
        self.answers: dict[str, tuple[int, bytes]] = {}
        self.asked: Claims = {}
        self.requests: list[str] = []
        self._codes: dict[str, Claims] = {}
        self.issuer = ""

    def sign_in(self, address: str) -> str:
        """Sign somebody in there; returns the address that their browser is led to."""
        asked = dict(parse_qsl(urlsplit(address).query))
        self.asked = asked
        code = f"code-{len(self._codes)}"
        self._codes[code] = asked
        back = {"code": code, "state": asked["state"], "iss": self.issuer}
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def answer(self, path: str, fields: dict[str, str], authorization: str) -> Any:
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize?tenant=school",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
            } | self.described
        if path == "/keys":
            return {"keys": self.keys}
        if path == "/userinfo":
            assert authorization == "Bearer opaque"
            return self.userinfo
        return self._token(fields, authorization)

    def _token(self, fields: dict[str, str], authorization: str) -> Any:
        basic = base64.b64encode(f"{CLIENT}:{HUSH}".encode()).decode()
        posted = (fields.get("client_id"), fields.get("client_secret"))
        assert authorization == f"Basic {basic}" or posted == (CLIENT, HUSH)
        asked = self._codes.pop(fields["code"], None)
        digest = hashlib.sha256(fields["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or asked["code_challenge"] != challenge:
            return None
        assert asked["redirect_uri"] == fields["redirect_uri"]
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300}
        claims |= {"nonce": asked["nonce"], **self.person}
        claims = {k: v for k, v in (claims | self.changes).items() if v is not None}
        return {"access_token": "opaque", "token_type": "Bearer", "id_token": self.sign(claims)}


@contextmanager
def provider_running() -> Iterator[Provider]:
    """Run one on loopback."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer({name: values[0] for name, values in parse_qs(body).items()})

        def _answer(self, fields: dict[str, str]) -> None:
            provider.requests.append(self.path)
            if self.path in provider.answers:
                status, body = provider.answers[self.path]
            else:
                said = provider.answer(self.path, fields, self.headers.get("Authorization", ""))
                status = 200 if said is not None else 400
                body = json.dumps(said or {"error": "invalid_grant"}).encode()
            self.send_response(status)
            if status == 302:
                self.send_header("Location", body.decode())
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    single_sign_on._discovered.clear()  # ports come again, and another may have lived at this one
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
