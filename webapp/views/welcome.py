"""Welcome: what Recite is, one question to try, and the ways in."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from questions.responses import Chosen
from webapp import widgets
from webapp.access import public, viewer_or_none
from webapp.forms.people import JoinForm, SignInForm
from webapp.services.quizzes.queries.trial_question import (
    Sample,
    TrialVerdict,
    answer_sample,
    sample_question,
)

blueprint = Blueprint("welcome", __name__)

_SEED = "welcome"


@blueprint.get("/welcome")
@public
def show() -> ResponseReturnValue:
    """Welcome visitors; others are at home already."""
    if viewer_or_none() is not None:
        return redirect(url_for("today.home"))
    return _page(_sample())


@blueprint.post("/welcome")
@public
def answer() -> ResponseReturnValue:
    """Answer the question to try: show the verdict and the passage."""
    sample = _sample()
    if sample is None:
        return redirect(url_for("welcome.show"))
    arrangement = widgets.arrange(sample.interaction, _SEED)
    try:
        chosen = widgets.read(sample.interaction, arrangement, request.form)
    except widgets.Unreadable as problem:
        return _page(sample, problem=str(problem)), 422
    if not isinstance(chosen, Chosen):
        return _page(sample, problem=_("Choose one first.")), 422
    return _page(sample, chosen, answer_sample(sample, chosen))


def _sample() -> Sample | None:
    """Return the question to try: only a demonstration shows one to everybody."""
    return sample_question() if current_app.extensions["recite"].demonstration else None


def _page(
    sample: Sample | None,
    chosen: Chosen | None = None,
    verdict: TrialVerdict | None = None,
    problem: str = "",
) -> str:
    shown = None
    if sample is not None:
        arrangement = widgets.arrange(sample.interaction, _SEED)
        shown = widgets.show(sample.interaction, arrangement, chosen)
    return render_template(
        "welcome/show.html",
        join_form=JoinForm(formdata=None),
        sign_in_form=SignInForm(formdata=None),
        sample=sample,
        shown=shown,
        verdict=verdict,
        problem=problem,
    )
