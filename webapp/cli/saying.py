"""What commands say: lines that nothing in a file or a name can break or steer a terminal with."""

from __future__ import annotations

from typing import Any

import click

from webapp.printable import printable


def say(line: object, *, err: bool = False) -> None:
    """Print one line, on standard error if it is about what went wrong."""
    click.echo(printable(str(line)), err=err)


class Saying(click.Group):
    """A group of commands whose errors are said as carefully."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            said = printable(error.format_message(), keep="\n")
            if said == error.format_message():
                raise
            kind = click.UsageError if isinstance(error, click.UsageError) else click.ClickException
            raise kind(said) from error
