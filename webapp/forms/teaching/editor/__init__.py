"""The editor of a question: what is typed is read, acted upon and checked, each by a function.

``parse(form) -> Draft``, ``apply(action, draft, source) -> Draft`` and
``check(draft, source) -> Question | Fields``. A draft is a value; only Fields draws it.
"""

from webapp.forms.teaching.editor.actions import Action, apply, read_action
from webapp.forms.teaching.editor.checking import check
from webapp.forms.teaching.editor.desk import Desk, open_desk
from webapp.forms.teaching.editor.drafts import Draft, draft_of, parse
from webapp.forms.teaching.editor.fields import Fields
from webapp.forms.teaching.editor.keeping import place_of, read_kept
from webapp.forms.teaching.editor.passages import point_at, segments, settle
from webapp.forms.teaching.editor.salvaging import document_of, id_of, salvage

__all__ = [
    "Action",
    "Desk",
    "Draft",
    "Fields",
    "apply",
    "check",
    "document_of",
    "draft_of",
    "id_of",
    "open_desk",
    "parse",
    "place_of",
    "point_at",
    "read_action",
    "read_kept",
    "salvage",
    "segments",
    "settle",
]
