"""The settings that name a provider."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.webapp.people.providing import (
    CLIENT,
    HUSH,
)
from tests.webapp.test_events import Listener, heard, only  # noqa: F401
from webapp.config import ConfigError, load_config

GIVEN = {
    "RECITE_OIDC_ISSUER": "https://login.example.org/school/",
    "RECITE_OIDC_CLIENT_ID": CLIENT,
    "RECITE_OIDC_CLIENT_SECRET": HUSH,
}


def test_the_settings_name_the_provider(tmp_path: Path) -> None:
    config = load_config({"RECITE_DATA": str(tmp_path), **GIVEN})
    assert config.provider is not None
    assert config.provider.issuer == "https://login.example.org/school/"
    assert config.provider.name == "single sign-on"
    assert HUSH in config.secrets
    assert HUSH not in repr(config) + repr(config.provider)
    assert load_config({"RECITE_DATA": str(tmp_path)}).provider is None


@pytest.mark.parametrize(
    "changes",
    [
        {"RECITE_OIDC_ISSUER": ""},
        {"RECITE_OIDC_CLIENT_ID": ""},
        {"RECITE_OIDC_CLIENT_SECRET": ""},
        {"RECITE_OIDC_ISSUER": "http://login.example.org"},
        {"RECITE_OIDC_ISSUER": "login.example.org"},
        {"RECITE_OIDC_ISSUER": f"https://a:{HUSH}@login.example.org"},
        {"RECITE_OIDC_ISSUER": "https://login.example.org?x"},
        {"RECITE_OIDC_ISSUER": "https://[login"},
        {"RECITE_OIDC_CLIENT_ID": "a b"},
        {"RECITE_OIDC_CLIENT_SECRET": f"{HUSH}\n{HUSH}"},
        {"RECITE_OIDC_NAME": "x" * 41},
    ],
)
def test_settings_that_cannot_be_used_are_refused(tmp_path: Path, changes: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match="RECITE_OIDC") as caught:
        load_config({"RECITE_DATA": str(tmp_path), **GIVEN, **changes})
    assert HUSH not in str(caught.value)


@pytest.mark.parametrize("issuer", ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:9"])
def test_a_provider_within_this_machine_needs_no_https(tmp_path: Path, issuer: str) -> None:
    given = {"RECITE_DATA": str(tmp_path), **GIVEN, "RECITE_OIDC_ISSUER": issuer}
    assert load_config(given).provider is not None
