"""Passkeys: keys on people's devices, which stand for both factors (W3C Web Authentication 3).

A device signs a challenge that was made here and is good once; it does so for one site, and only
after it has made sure of its owner.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from webapp.db import db, new_id, writing
from webapp.models import Passkey, User
from webapp.services.errors import Missing, Refusal
from webapp.services.people.sign_ins import end_others

MOST = 10
_NAME = "Recite"
_LOOPBACK = "localhost"


@dataclass(frozen=True, slots=True)
class Site:
    """What passkeys are bound to: the name of the site, and its origin."""

    name: str
    origin: str


def site_at(address: str) -> Site | None:
    """Return what passkeys are bound to at the site's address.

    ``None`` where there can be none: they need a name, and https anywhere but on this machine. On
    this machine the name is localhost.
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    try:
        is_loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = host == _LOOPBACK
        if parts.scheme == "https" and not is_loopback:
            return Site(host, f"https://{parts.netloc}")
    port = f":{parts.port}" if parts.port else ""
    return Site(_LOOPBACK, f"{parts.scheme}://{_LOOPBACK}{port}") if is_loopback else None


def offer_registration(site: Site, user_id: UUID) -> tuple[str, str]:
    """Return what the device is asked for a new passkey, as JSON, and the challenge in it."""
    user = db.session.get_one(User, user_id)
    options = generate_registration_options(
        rp_id=site.name,
        rp_name=_NAME,
        user_id=user_id.bytes,
        user_name=user.email or user.name,
        user_display_name=user.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(known))
            for known in db.session.scalars(
                select(Passkey.credential_id).where(Passkey.user_id == user_id)
            )
        ],
    )
    return options_to_json(options), bytes_to_base64url(options.challenge)


def add_passkey(
    site: Site,
    user_id: UUID,
    name: str,
    credential: str,
    challenge: str,
    this: str | None,
    at: datetime,
) -> None:
    """Keep a passkey that a device made; signs out everywhere but ``this``.

    Raises:
        Refusal: the device's answer is not one to this challenge, or there are too many.
    """
    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.name,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except Exception as error:  # an answer may have any shape at all
        raise Refusal(_("The device’s answer cannot be used. Try again."), "credential") from error
    with writing() as session:
        known = session.scalars(select(Passkey.id).where(Passkey.user_id == user_id)).all()
        if len(known) >= MOST:
            message = _("You have %(most)s passkeys. Remove one first.", most=MOST)
            raise Refusal(message, "name")
        if _is_kept(session, bytes_to_base64url(made.credential_id)):
            raise Refusal(_("That passkey is kept here already."), "credential")
        session.add(
            Passkey(
                user_id=user_id,
                id=new_id(at),
                credential_id=bytes_to_base64url(made.credential_id),
                public_key=bytes_to_base64url(made.credential_public_key),
                sign_count=made.sign_count,
                name=name,
                created_at=at,
            )
        )
        end_others(session, user_id, this)


def _is_kept(session: Session, credential_id: str) -> bool:
    known = select(Passkey.id).where(Passkey.credential_id == credential_id)
    return session.scalar(known) is not None


def offer_sign_in(site: Site) -> tuple[str, str]:
    """Return what the device is asked to sign in, as JSON, and the challenge in it."""
    options = generate_authentication_options(
        rp_id=site.name, user_verification=UserVerificationRequirement.REQUIRED
    )
    return options_to_json(options), bytes_to_base64url(options.challenge)


def recognise_passkey(site: Site, credential: str, challenge: str, at: datetime) -> UUID:
    """Return whose passkey answered the challenge; its count goes on.

    Raises:
        Refusal: nobody's did.
    """
    wrong = Refusal(_("That passkey is not known here. Sign in with your password."), "credential")
    try:
        shown = parse_authentication_credential_json(credential)
        kept = db.session.scalars(
            select(Passkey).where(Passkey.credential_id == bytes_to_base64url(shown.raw_id))
        ).one_or_none()
        if kept is None:
            raise wrong
        proved = verify_authentication_response(
            credential=shown,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.name,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(kept.public_key),
            credential_current_sign_count=kept.sign_count,
            require_user_verification=True,
        )
    except Exception as error:
        raise wrong from error
    handle = shown.response.user_handle
    if handle is not None and handle != kept.user_id.bytes:
        raise wrong
    _count_on(kept, proved.new_sign_count, at)
    return kept.user_id


def remove_passkey(user_id: UUID, passkey_id: UUID, this: str | None) -> None:
    """Let a passkey stop working; signs out everywhere but ``this``. Raises Missing."""
    with writing() as session:
        mine = (Passkey.user_id == user_id) & (Passkey.id == passkey_id)
        gone = session.execute(delete(Passkey).where(mine).returning(Passkey.id)).one_or_none()
        if gone is None:
            raise Missing(_("There is no such passkey of yours."))
        end_others(session, user_id, this)


def _count_on(kept: Passkey, count: int, at: datetime) -> None:
    """Keep the count, unless another sign-in with the same passkey went further meanwhile."""
    with writing() as session:
        session.execute(
            update(Passkey)
            .where(Passkey.user_id == kept.user_id, Passkey.id == kept.id)
            .where(Passkey.sign_count <= count)
            .values(sign_count=count, last_used_at=at)
        )
