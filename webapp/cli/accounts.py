"""`recite reset-factors`."""

from __future__ import annotations

import click

from webapp.cli.application import configure, migrate, opened
from webapp.cli.saying import say


@click.command("reset-factors")
@click.argument("email")
def reset_factors(email: str) -> None:
    """Take every second factor from the account with that address, and sign it out everywhere."""
    from webapp.db import writing
    from webapp.logs import record_event
    from webapp.services.people import factors
    from webapp.services.people.accounts import find_person

    with opened(configure()):
        migrate()
        user_id = find_person(email)
        if user_id is None:
            raise click.ClickException("Nobody has an account with that address.")
        with writing() as session:
            factors.reset_factors(session, user_id)
        record_event("factors reset", person=user_id)
    say(
        "The second factor is taken away. The password alone signs in now, until another is set up."
    )
