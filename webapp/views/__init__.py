"""Views: load, authorise, validate, call one service, respond. One blueprint a noun."""

from __future__ import annotations

from flask import Flask

from webapp.views import (
    administering,
    attempts,
    authenticators,
    bank_acts,
    confirming,
    course_documents,
    course_quizzes,
    curating,
    documents,
    dropped,
    editing,
    enrolling,
    errors,
    factors,
    health,
    help,
    jobs,
    joining,
    library,
    oidc,
    one_time_links,
    ownership,
    passkeys,
    people,
    progress,
    questions,
    quizzes,
    reports,
    results,
    reviews,
    second_step,
    sessions,
    settings,
    signing_in,
    signing_up,
    teaching,
    today,
    welcome,
)

BLUEPRINTS = (
    health.blueprint,
    welcome.blueprint,
    signing_in.blueprint,
    second_step.blueprint,
    oidc.blueprint,
    signing_up.blueprint,
    joining.blueprint,
    one_time_links.blueprint,
    passkeys.blueprint,
    today.blueprint,
    reviews.blueprint,
    reports.blueprint,
    quizzes.blueprint,
    attempts.blueprint,
    progress.blueprint,
    library.blueprint,
    documents.blueprint,
    dropped.blueprint,
    help.blueprint,
    settings.blueprint,
    sessions.blueprint,
    factors.blueprint,
    authenticators.blueprint,
    confirming.blueprint,
    teaching.blueprint,
    course_documents.blueprint,
    jobs.blueprint,
    questions.blueprint,
    bank_acts.blueprint,
    editing.blueprint,
    curating.blueprint,
    course_quizzes.blueprint,
    people.blueprint,
    enrolling.blueprint,
    ownership.blueprint,
    results.blueprint,
    administering.blueprint,
)


def register(app: Flask) -> None:
    """Give ``app`` every blueprint and the pages for errors."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    errors.register(app)
