"""What the README says exists, and what exists is in the README."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from questions.holding import table
from questions.interchange import FORMATS
from webapp.cli import recite
from webapp.config import SETTINGS
from webapp.services.operations.demonstration import ACCOUNTS, PASSWORD

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
SYNOPSES = dict(re.findall(r"^\| `recite ([\w-]+)([^`]*)` \|", README, re.MULTILINE))
COMMANDS = sorted(recite.commands)


def test_the_commands_are_those_there_are() -> None:
    assert sorted(SYNOPSES) == COMMANDS
    assert set(re.findall(r"`recite (\w[\w-]*)", README)) - {"COMMAND"} <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_commands_options_are_those_it_has(name: str) -> None:
    given = [param for param in recite.commands[name].params if isinstance(param, click.Option)]
    options = [option for option in given if not option.hidden]  # those are not for people
    assert set(re.findall(r"--[\w-]+", SYNOPSES[name])) == {opt for o in options for opt in o.opts}
    for option in options:
        optional = f"[{option.opts[0]}" in SYNOPSES[name]
        assert optional is not option.required
        assert f"{option.opts[0]} " in SYNOPSES[name] or option.is_flag


@pytest.mark.parametrize("name", COMMANDS)
def test_a_commands_arguments_are_those_it_takes(name: str) -> None:
    arguments = [
        (param.metavar or str(param.name)).upper()
        for param in recite.commands[name].params
        if isinstance(param, click.Argument)
    ]
    assert re.sub(r"\[?--[\w-]+( [A-Z]+)?\]?", "", SYNOPSES[name]).split() == arguments


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_explained(name: str) -> None:
    assert recite.commands[name].help
    for param in recite.commands[name].params:
        assert not isinstance(param, click.Option) or param.help


def test_the_settings_are_those_there_are() -> None:
    assert re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE) == list(SETTINGS)


def test_every_format_is_named_with_its_endings() -> None:
    for form in FORMATS.values():
        endings = ", ".join(f"`{suffix}`" for suffix in form.suffixes)
        assert f"`{form.name}` ({endings})" in " ".join(README.split())


def test_what_each_format_can_hold_is_as_it_says() -> None:
    assert table() in README


def test_the_accounts_are_those_there_are() -> None:
    for account in ACCOUNTS:
        assert f"| {account.email} | {PASSWORD} |" in README


@pytest.mark.parametrize("mark", ["run", "test"])
def test_each_marked_command_stands_alone_in_its_block(mark: str) -> None:
    blocks = re.findall(rf"^<!-- {mark} -->\n```\n(.*?)\n```$", README, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 1
    assert "\n" not in blocks[0]
