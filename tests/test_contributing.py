"""What CONTRIBUTING.md says is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PATHS = sorted(
    {
        path
        for path in re.findall(r"`((?:questions|webapp|tests|seeds|services)[\w./]*)`", TEXT)
        if "NAME" not in path
    }
)


@pytest.mark.parametrize("path", PATHS)
def test_every_path_is_there(path: str) -> None:
    assert any((base / path).exists() for base in (ROOT, ROOT / "webapp"))


def test_every_folder_of_the_packages_is_described() -> None:
    folders = {
        f"{package}/{folder.name}"
        for package in ("questions", "webapp")
        for folder in (ROOT / package).iterdir()
        if folder.is_dir() and folder.name != "__pycache__"
    }
    rooms = TEXT.partition("## The rooms")[2].partition("## Rules")[0]
    assert {folder for folder in folders if f"{folder.partition('/')[2]}/`" not in rooms} == set()


def test_make_has_the_commands() -> None:
    commands = re.findall(r"`make (\w+)`", TEXT)
    assert set(commands) == set(re.findall(r"^(\w+):", MAKEFILE, re.MULTILINE))


def test_the_glossary_names_models() -> None:
    import webapp.models as models

    glossary = TEXT.partition("## Words")[2].partition("## Recipes")[0]
    named = set(re.findall(r"\b([A-Z]\w+[a-z][A-Z]\w+)\b", glossary)) - {"TextEntry"}
    assert {name for name in named if not hasattr(models, name)} == set()
