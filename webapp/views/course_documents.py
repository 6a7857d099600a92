"""Documents taken into a course."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp import clock
from webapp.access import course_for, current_viewer, takes
from webapp.db import db
from webapp.forms.teaching.documents import LONG_FIELDS, DocumentForm
from webapp.logs import record_event
from webapp.models import Document, Role
from webapp.services.errors import Refusal
from webapp.services.operations.spending import computing
from webapp.services.sources.documents import add_document, read_source

_SECONDS_TO_READ = 5

blueprint = Blueprint("course_documents", __name__)


@blueprint.route("/teach/<course>/documents/new", methods=["GET", "POST"])
@takes(LONG_FIELDS, files=("file",), any_character=True)
def new(course: str) -> ResponseReturnValue:
    """Take a document in: pasted, or from a text file."""
    taught, viewer = course_for(course, Role.INSTRUCTOR), current_viewer()
    form = DocumentForm()
    if form.validate_on_submit():
        try:
            with computing(
                viewer.id, clock.now(), is_exempt=viewer.is_admin, reserve=_SECONDS_TO_READ
            ):
                document_id = add_document(
                    taught.id,
                    read_source(form.source_text, form.source_name),
                    clock.now(),
                    title=form.title.data or "",
                    publisher=form.publisher.data or "",
                    published=form.published,
                    language=form.language.data,
                    author_id=viewer.id,
                )
        except Refusal as refusal:
            form.refuse(refusal.message, refusal.field)
        else:
            record_event("document added", course=taught.id, document=document_id)
            flash(_("The document is in. Now write questions about it."), "ok")
            slug = db.session.get_one(Document, document_id).slug
            return redirect(url_for("questions.new", course=course, document=slug))
    page = render_template("teaching/document.html", course=taught, form=form)
    return page, 400 if form.errors else 200
