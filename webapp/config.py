"""Settings, typed, from the environment. What is wrong with them is said at the start, at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from questions.llm.model import Settings
from webapp import permissions, server_addresses, signing_key
from webapp.providers import Provider, read_provider
from webapp.redaction import passwords
from webapp.requirements import SecondFactor, read_second_factor
from webapp.server_addresses import BucketAddress
from webapp.setting_values import is_apart, log_level, seconds, whole, yes_or_no

T = TypeVar("T")

# What is said of these may repeat what was given; others may hold a password.
_SPOKEN = {
    "RECITE_PORT",
    "RECITE_THREADS",
    "RECITE_HTTPS",
    "RECITE_PROXIES",
    "RECITE_WORKER",
    "RECITE_SECOND_FACTOR",
    "RECITE_SESSION_DAYS",
    "RECITE_SESSION_IDLE_DAYS",
    "RECITE_LOG_LEVEL",
    "RECITE_LLM_URL",  # refused before when it has room for a password
    "RECITE_LLM_TIMEOUT",
    "RECITE_LLM_RETRIES",
}
# What listens on every address of the machine.
EVERY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104
_PRINTABLE = re.compile(r"[!-~]+")

SETTINGS: dict[str, str] = {
    "DATABASE_URL": "PostgreSQL address; unset means SQLite in the data folder",
    "RECITE_DATA": "the data folder (default: instance in the current folder)",
    "SECRET_KEY": "signs cookies, 32 random characters or more; unset means one made and kept",
    "RECITE_HOST": "address to listen on (default: 127.0.0.1; the demonstration never leaves it)",
    "RECITE_PORT": "port to listen on (default: 8000)",
    "RECITE_THREADS": "requests served at once by one process (default: 8)",
    "RECITE_WORKERS": "processes that serve, as many as there are cores (default: 1)",
    "RECITE_URL": "address people use, for links in e-mails; needed with RECITE_SMTP_URL",
    "RECITE_HTTPS": "1 when people reach it by https: cookies are then sent by https alone",
    "RECITE_PROXIES": "number of reverse proxies in front whose headers are trusted (default: 0)",
    "RECITE_LIMITS_URL": "where rate limits are counted (default: memory://; redis://… for many)",
    "RECITE_JOBS_URL": "where workers hear of jobs (default: a file; redis://… for many machines)",
    "RECITE_WORKER": "beside: with each server; apart: only where recite work runs",
    "RECITE_SMTP_URL": "smtp://user:password@host:port or smtps://…; unset means no e-mail",
    "RECITE_SMTP_STARTTLS": "0 sends by smtp:// without encryption; otherwise STARTTLS is required",
    "RECITE_MAIL_FROM": "sender of e-mails; needed with RECITE_SMTP_URL",
    "RECITE_SECOND_FACTOR": "of whom one is required: optional, teachers, everybody",
    "RECITE_OIDC_ISSUER": "address of a provider that signs people in by OpenID Connect",
    "RECITE_OIDC_CLIENT_ID": "as whom this site is known there",
    "RECITE_OIDC_CLIENT_SECRET": "this site's secret there",
    "RECITE_OIDC_NAME": "what people call it (default: single sign-on)",
    "RECITE_SESSION_DAYS": "days until one must sign in again, whatever one does (default: 30)",
    "RECITE_SESSION_IDLE_DAYS": "days of absence that end a session (default: 14)",
    "RECITE_MEDIA": "where pictures and sounds are kept: s3://…; unset means the data folder",
    "RECITE_LOG_LEVEL": "DEBUG, INFO, WARNING or ERROR (default: INFO)",
    "RECITE_LLM_URL": "address of an OpenAI-compatible server, for recite propose",
    "RECITE_LLM_MODEL": "name of the model there",
    "RECITE_LLM_KEY": "key for it; unset means none is needed",
    "RECITE_LLM_TIMEOUT": "seconds to wait for an answer (default: 120)",
    "RECITE_LLM_RETRIES": "further tries when it is busy or fails (default: 2)",
}


class ConfigError(Exception):
    """Settings that cannot be used; the message names each and how to mend it."""


@dataclass(frozen=True, slots=True, repr=False)
class Config:
    """Everything that can be set.

    ``patient`` is for commands, which may wait for the database as long as it takes.
    """

    data: Path
    database_url: str
    secret_key: str
    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 8
    workers: int = 1
    url: str | None = None
    https: bool = False
    proxies: int = 0
    limits_url: str = "memory://"
    jobs_url: str | None = None
    worker_apart: bool = False
    smtp_url: str | None = None
    smtp_starttls: bool = True
    mail_from: str | None = None
    second_factor: SecondFactor = SecondFactor.OPTIONAL
    provider: Provider | None = None
    session_days: int = 30
    session_idle_days: int = 14
    media: BucketAddress | None = None
    log_level: str = "INFO"
    demonstration: bool = False
    patient: bool = False

    def __repr__(self) -> str:
        # An allow-list, so that no setting that is added can tell a secret.
        return f"Config(data={str(self.data)!r}, host={self.host!r}, port={self.port})"

    @property
    def address(self) -> str:
        """Where it is reached: where people do, or else where it listens."""
        if self.url:
            return self.url
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104
        return web_address(host, self.port, https=self.https)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be printed: the key, and the passwords in addresses."""
        addresses = (self.database_url, self.limits_url, self.jobs_url, self.smtp_url)
        found = {self.secret_key, self.provider.client_secret if self.provider else ""}
        found |= {part for text in addresses for part in passwords(text)}
        return tuple(sorted(found - {""}, key=len, reverse=True))

    @property
    def database_file(self) -> Path | None:
        """The file of a SQLite database, or ``None``."""
        name = self.database_url.removeprefix("sqlite:///").partition("?")[0]
        return Path(name) if self.on_sqlite and name.startswith("/") else None

    @property
    def on_sqlite(self) -> bool:
        """Whether the database is a SQLite file."""
        return self.database_url.startswith("sqlite")


def web_address(host: str, port: int, *, https: bool) -> str:
    """Return the address of a site by its host, which may be an IPv6 address, and port."""
    name = f"[{host}]" if ":" in host else host
    return f"http{'s' if https else ''}://{name}:{port}"


def load_config(environment: Mapping[str, str]) -> Config:
    """Read the settings; the data folder and the secret key are made if missing.

    Raises:
        ConfigError: naming every setting that cannot be used.
    """
    reader = _Reader(environment)
    data = Path(environment.get("RECITE_DATA") or "instance").absolute()
    given = {
        "database_url": reader.read(
            "DATABASE_URL", server_addresses.read_database, f"sqlite:///{data / 'recite.db'}"
        ),
        "host": reader.read("RECITE_HOST", str, "127.0.0.1"),
        "port": reader.read("RECITE_PORT", whole(0, 65535), 8000),
        "threads": reader.read("RECITE_THREADS", whole(1, 256), 8),
        "workers": reader.read("RECITE_WORKERS", whole(1, 64), 1),
        "url": reader.read("RECITE_URL", _web_address, None),
        "https": reader.read("RECITE_HTTPS", yes_or_no, False),
        "proxies": reader.read("RECITE_PROXIES", whole(0, 10), 0),
        "limits_url": reader.read("RECITE_LIMITS_URL", server_addresses.read_limits, None),
        "jobs_url": reader.read("RECITE_JOBS_URL", server_addresses.read_jobs, None),
        "worker_apart": reader.read("RECITE_WORKER", is_apart, False),
        "smtp_url": reader.read("RECITE_SMTP_URL", server_addresses.read_mail, None),
        "smtp_starttls": reader.read("RECITE_SMTP_STARTTLS", yes_or_no, True),
        "mail_from": reader.read("RECITE_MAIL_FROM", str, None),
        "second_factor": reader.read(
            "RECITE_SECOND_FACTOR", read_second_factor, SecondFactor.OPTIONAL
        ),
        "provider": read_provider(environment, reader.problems),
        "session_days": reader.read("RECITE_SESSION_DAYS", whole(1, 365), 30),
        "session_idle_days": reader.read("RECITE_SESSION_IDLE_DAYS", whole(1, 365), 14),
        "media": reader.read("RECITE_MEDIA", server_addresses.read_bucket, None),
        "log_level": reader.read("RECITE_LOG_LEVEL", log_level, "INFO"),
    }
    given["limits_url"] = given["limits_url"] or _own_counts(data, given["workers"])
    for name in ("mail_from", "url"):
        if given["smtp_url"] and not given[name]:
            reader.problems.append(f"RECITE_{name.upper()} is needed with RECITE_SMTP_URL")
    secret = reader.read("SECRET_KEY", signing_key.check_key, "", trim=False)
    if reader.problems:
        raise ConfigError("\n".join(reader.problems))
    config = Config(data=data, secret_key=secret, **given)  # type: ignore[arg-type]
    _make_folders(config)
    return config if secret else replace(config, secret_key=_kept_key(data))


def _own_counts(data: Path, workers: object) -> str:
    """Return where limits are counted unless it is said: several processes share a file."""
    return "memory://" if workers == 1 else f"shared://{data / 'limits.db'}"


def secrets_in(environment: Mapping[str, str]) -> list[str]:
    """Return what is secret in the settings as they are given, whether they can be used or not."""
    found: set[str] = set()
    for name, value in environment.items():
        if name.endswith(("_KEY", "_SECRET", "_PASSWORD")) and name in SETTINGS:
            found.add(value)
        elif name in SETTINGS:
            found |= passwords(value)
    return sorted(found - {""}, key=len, reverse=True)


def load_model_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings of a language model.

    Raises:
        ConfigError: naming every setting that is missing or cannot be used, never the key.
    """
    if {"@", "?"} & set(environment.get("RECITE_LLM_URL", "")):
        raise ConfigError("RECITE_LLM_URL has more than an address. Give a key in RECITE_LLM_KEY.")
    reader = _Reader(environment)
    settings = Settings(
        url=reader.read("RECITE_LLM_URL", _model_address, ""),
        model=reader.read("RECITE_LLM_MODEL", str, ""),
        key=environment.get("RECITE_LLM_KEY", "").strip() or None,
        timeout=reader.read("RECITE_LLM_TIMEOUT", seconds, 120.0),
        retries=reader.read("RECITE_LLM_RETRIES", whole(0, 10), 2),
    )
    for name in ("RECITE_LLM_URL", "RECITE_LLM_MODEL"):
        if not environment.get(name, "").strip():
            reader.problems.append(f"{name} is needed to ask a language model")
    if settings.key and not _PRINTABLE.fullmatch(settings.key):
        reader.problems.append("RECITE_LLM_KEY has white space or letters that no key has")
    if reader.problems:
        raise ConfigError("\n".join(reader.problems))
    return settings


class _Reader:
    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.problems: list[str] = []

    def read(self, name: str, parse: Callable[[str], T], default: T, *, trim: bool = True) -> T:
        text = self._environment.get(name, "")
        text = text.strip() if trim else text
        if not text:
            return default
        try:
            return parse(text)
        except ValueError as error:
            is_plain = text.isalnum() or (name == "RECITE_LLM_URL" and text.isprintable())
            shown = f" is “{text}”" if name in _SPOKEN and is_plain else ""
            self.problems.append(f"{name}{shown or ' cannot be used'}: {error}")
            return default


def _web_address(text: str) -> str:
    if urlsplit(text).scheme not in {"http", "https"} or not urlsplit(text).netloc:
        raise ValueError("give an address like https://recite.example.org")
    return text.rstrip("/")


def _model_address(text: str) -> str:
    parts = urlsplit(text)
    if not _PRINTABLE.fullmatch(text) or not parts.hostname or parts.port == 0:
        raise ValueError("give an address like http://127.0.0.1:8080/v1")
    return _web_address(text)


def _make_folders(config: Config) -> None:
    """Make the folders of what is kept in files: the database, and the key unless it is given."""
    needed = {config.database_file.parent} if config.database_file else set()
    needed |= set() if config.secret_key else {config.data}
    for folder in needed:
        try:
            permissions.make_folder(folder)
        except OSError as error:
            raise _unusable(folder, error) from error


def _kept_key(data: Path) -> str:
    try:
        return signing_key.kept_key(data)
    except signing_key.WeakKey as error:
        raise ConfigError(str(error)) from error
    except OSError as error:
        raise _unusable(data, error) from error


def _unusable(folder: Path, error: OSError) -> ConfigError:
    return ConfigError(
        f"The folder “{folder}” cannot be used: {error.strerror}. "
        "Name one in RECITE_DATA that can be written to."
    )
