"""Settings, typed, from the environment. What is wrong with them is said at the start, at once."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from questions.llm.model import Settings

T = TypeVar("T")

_PRINTABLE = re.compile(r"[!-~]+")

SETTINGS: dict[str, str] = {
    "DATABASE_URL": "PostgreSQL address; unset means SQLite in the data folder",
    "RECITE_DATA": "the data folder (default: instance in the current folder)",
    "SECRET_KEY": "signs cookies; unset means one made once and kept in the data folder",
    "RECITE_HOST": "address to listen on (default: 127.0.0.1; the demonstration never leaves it)",
    "RECITE_PORT": "port to listen on (default: 8000)",
    "RECITE_THREADS": "requests served at once by one process (default: 8)",
    "RECITE_URL": "address people use, for links in e-mails; needed with RECITE_SMTP_URL",
    "RECITE_HTTPS": "1 when people reach it by https: cookies are then sent by https alone",
    "RECITE_PROXIES": "number of reverse proxies in front whose headers are trusted (default: 0)",
    "RECITE_LIMITS_URL": "where rate limits are counted (default: memory://; redis://… for many)",
    "RECITE_SMTP_URL": "smtp://user:password@host:port or smtps://…; unset means no e-mail",
    "RECITE_MAIL_FROM": "sender of e-mails; needed with RECITE_SMTP_URL",
    "RECITE_LOG_LEVEL": "DEBUG, INFO, WARNING or ERROR (default: INFO)",
    "RECITE_LLM_URL": "address of an OpenAI-compatible server, for recite propose",
    "RECITE_LLM_MODEL": "name of the model there",
    "RECITE_LLM_KEY": "key for it; unset means none is needed",
    "RECITE_LLM_TIMEOUT": "seconds to wait for an answer (default: 120)",
    "RECITE_LLM_RETRIES": "further tries when it is busy or fails (default: 2)",
}


class ConfigError(Exception):
    """Settings that cannot be used; the message names each and how to mend it."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that can be set."""

    data: Path
    database_url: str
    secret_key: str
    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 8
    url: str | None = None
    https: bool = False
    proxies: int = 0
    limits_url: str = "memory://"
    smtp_url: str | None = None
    mail_from: str | None = None
    log_level: str = "INFO"
    demonstration: bool = False

    @property
    def on_sqlite(self) -> bool:
        """Whether the database is a SQLite file."""
        return self.database_url.startswith("sqlite")


def load_config(environment: Mapping[str, str]) -> Config:
    """Read the settings; the data folder and the secret key are made if missing.

    Raises:
        ConfigError: naming every setting that cannot be used.
    """
    reader = _Reader(environment)
    data = Path(environment.get("RECITE_DATA") or "instance").absolute()
    given = {
        "database_url": reader.read(
            "DATABASE_URL", _database_url, f"sqlite:///{data / 'recite.db'}"
        ),
        "host": reader.read("RECITE_HOST", str, "127.0.0.1"),
        "port": reader.read("RECITE_PORT", _whole(0, 65535), 8000),
        "threads": reader.read("RECITE_THREADS", _whole(1, 256), 8),
        "url": reader.read("RECITE_URL", _web_address, None),
        "https": reader.read("RECITE_HTTPS", _yes_or_no, False),
        "proxies": reader.read("RECITE_PROXIES", _whole(0, 10), 0),
        "limits_url": reader.read("RECITE_LIMITS_URL", str, "memory://"),
        "smtp_url": reader.read("RECITE_SMTP_URL", _smtp_address, None),
        "mail_from": reader.read("RECITE_MAIL_FROM", str, None),
        "log_level": reader.read("RECITE_LOG_LEVEL", _log_level, "INFO"),
    }
    for name in ("mail_from", "url"):
        if given["smtp_url"] and not given[name]:
            reader.problems.append(f"RECITE_{name.upper()} is needed with RECITE_SMTP_URL")
    if reader.problems:
        raise ConfigError("\n".join(reader.problems))
    secret = environment.get("SECRET_KEY") or _kept_secret(data)
    return Config(data=data, secret_key=secret, **given)  # type: ignore[arg-type]


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
        timeout=reader.read("RECITE_LLM_TIMEOUT", _seconds, 120.0),
        retries=reader.read("RECITE_LLM_RETRIES", _whole(0, 10), 2),
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

    def read(self, name: str, parse: Callable[[str], T], default: T) -> T:
        text = self._environment.get(name, "").strip()
        if not text:
            return default
        try:
            return parse(text)
        except ValueError as error:
            self.problems.append(f"{name} is “{text}”: {error}")
            return default


def _database_url(text: str) -> str:
    for prefix in ("postgres://", "postgresql://", "postgresql+psycopg://"):
        if text.startswith(prefix):
            return "postgresql+psycopg://" + text.removeprefix(prefix)
    if text.startswith("sqlite:///"):
        return text
    raise ValueError("give a postgresql://user:password@host/name address, or leave it unset")


def _whole(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise ValueError(f"give a whole number from {least} to {most}")
        return int(text)

    return parse


def _yes_or_no(text: str) -> bool:
    if text.lower() not in {"1", "true", "yes", "0", "false", "no"}:
        raise ValueError("give 1 or 0")
    return text.lower() in {"1", "true", "yes"}


def _web_address(text: str) -> str:
    if urlsplit(text).scheme not in {"http", "https"} or not urlsplit(text).netloc:
        raise ValueError("give an address like https://recite.example.org")
    return text.rstrip("/")


def _model_address(text: str) -> str:
    parts = urlsplit(text)
    if not _PRINTABLE.fullmatch(text) or not parts.hostname or parts.port == 0:
        raise ValueError("give an address like http://127.0.0.1:8080/v1")
    return _web_address(text)


def _seconds(text: str) -> float:
    if not re.fullmatch(r"\d{1,4}(\.\d+)?", text) or not float(text):
        raise ValueError("give seconds, such as 120")
    return float(text)


def _smtp_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("give an address like smtp://user:password@mail.example.org:587")
    return text


def _log_level(text: str) -> str:
    if text.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ValueError("give DEBUG, INFO, WARNING or ERROR")
    return text.upper()


def _kept_secret(data: Path) -> str:
    """Return the secret kept in the data folder, making both when they are missing."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = data / "secret_key"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_hex(32), encoding="ascii")
        return file.read_text(encoding="ascii").strip()
    except OSError as error:
        raise ConfigError(
            f"RECITE_DATA is “{data}”: {error.strerror}. Name a folder that can be written to."
        ) from error
