"""ID tokens: what a provider says of somebody, believed only when everything about it is right."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey
from joserfc.jws import JWSRegistry

from webapp.characters import one_line
from webapp.models import lengths
from webapp.services.people.untold import Untold

# Never "none", never a shared secret: what our own secret signs is no provider's word.
_ALGORITHMS = {"RS256": "RSA", "ES256": "EC"}
_KINDS: dict[str, type[RSAKey | ECKey]] = {"RSA": RSAKey, "EC": ECKey}
_LEEWAY = timedelta(minutes=1)
_OLDEST = timedelta(minutes=10)
_MOST_KEYS = 20
_LONGEST = 64 * 1024
_LEAST_BITS = 2048
_SUBJECT = re.compile(r"[ -~]{1,255}")


class Distrusted(Untold):
    """What came from the provider proves nothing."""

    status = 403
    told = _l(
        "The provider’s answer could not be trusted, so you are not signed in. Nothing is "
        "lost. Begin again; if it stays so, tell the administrator of this site."
    )


@dataclass(frozen=True, slots=True)
class Claims:
    """What a provider says of somebody. ``subject`` alone says who they are."""

    issuer: str
    subject: str
    email: str | None = None
    is_verified: bool = False
    name: str = ""
    signed_in_at: datetime | None = None

    def added(self, said: Mapping[str, Any]) -> Claims:
        """Return these with the address and the name in ``said``."""
        email, name = said.get("email"), said.get("name")
        return replace(
            self,
            email=email if isinstance(email, str) and len(email) <= lengths.EMAIL else None,
            is_verified=said.get("email_verified") is True,
            name=one_line(name[:1000])[: lengths.NAME] if isinstance(name, str) else "",
        )

    def is_fresh(self, since: datetime) -> bool:
        """Whether they signed in there since then, as far as the provider says."""
        return self.signed_in_at is None or self.signed_in_at >= since


def check_id_token(
    token: object, keys: object, issuer: str, client_id: str, nonce: str, at: datetime
) -> Claims:
    """Return what the token says, once its signature and each claim about itself are right.

    Raises:
        Distrusted: something about it is not.
    """
    said = _verified(token, keys)
    if said.get("iss") != issuer:
        raise Distrusted("iss")
    if not _is_for(said, client_id):
        raise Distrusted("aud")
    if not hmac.compare_digest(_text(said, "nonce").encode(), nonce.encode()):
        raise Distrusted("nonce")
    _check_times(said, at)
    if not _SUBJECT.fullmatch(_text(said, "sub")):
        raise Distrusted("sub")
    return Claims(issuer, _text(said, "sub"), signed_in_at=_time(said, "auth_time")).added(said)


def _verified(token: object, keys: object) -> Mapping[str, Any]:
    if not isinstance(token, str) or len(token) > _LONGEST:
        raise Distrusted("no token")
    for key in _candidates(keys):
        try:
            registry = JWSRegistry(algorithms=list(_ALGORITHMS))
            return jwt.decode(token, key, list(_ALGORITHMS), registry).claims
        except (JoseError, ValueError, TypeError, RecursionError):
            continue
    raise Distrusted("signature")


def _candidates(keys: object) -> Iterator[RSAKey | ECKey]:
    """Yield the keys that may have signed it; one that cannot be read is no key."""
    for given in keys[:_MOST_KEYS] if isinstance(keys, list) else []:
        if isinstance(given, dict) and given.get("use", "sig") == "sig":
            kind = _KINDS.get(str(given.get("kty")))
            try:
                key = kind.import_key(given) if kind else None
            except (JoseError, ValueError, TypeError):
                continue
            if key is not None and _is_strong(key):
                yield key


def _is_strong(key: RSAKey | ECKey) -> bool:
    return isinstance(key, ECKey) or key.public_key.key_size >= _LEAST_BITS


def _is_for(said: Mapping[str, Any], client_id: str) -> bool:
    audience, party = said.get("aud"), said.get("azp")
    several = audience if isinstance(audience, list) else [audience]
    if client_id not in several or (len(several) > 1 and party is None):
        return False
    return party is None or party == client_id


def _check_times(said: Mapping[str, Any], at: datetime) -> None:
    ends, made, begins = (_time(said, name) for name in ("exp", "iat", "nbf"))
    if ends is None or at >= ends + _LEEWAY:
        raise Distrusted("exp")
    if made is None or not at - _OLDEST <= made <= at + _LEEWAY:
        raise Distrusted("iat")
    if begins is not None and begins > at + _LEEWAY:
        raise Distrusted("nbf")


def _time(said: Mapping[str, Any], name: str) -> datetime | None:
    value = said.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Distrusted(name)
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise Distrusted(name) from error


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""
