"""What the buttons of the editor do that save nothing: each turns a draft into another."""

from __future__ import annotations

from collections.abc import Callable

from webapp.forms.teaching.editor.drafts import Draft
from webapp.forms.teaching.editor.passages import cited_by, set_aside, without_citation
from webapp.forms.teaching.editor.voices import voices_of
from webapp.forms.teaching.places import read_place
from webapp.forms.teaching.shapes import SHAPES
from webapp.services.sources.queries.sentences import Source

Action = Callable[[Draft, Source | None], Draft]


def read_action(do: str, draft: Draft) -> Action | None:
    """Return what a button asks for, or ``None`` when it asks to look, to keep or to publish.

    Choosing another document goes before whatever the button says: what is ticked is gone then.
    """
    verb, _dash, rest = do.partition("-")
    if verb == "document" or draft.turns:
        return turn_to_document
    if verb == "another":
        return cite_another
    if verb == "drop":
        return _dropping(read_place(rest))
    name, _dash, place = rest.partition("-")
    if verb in {"add", "remove"} and name in SHAPES:
        return _changing_rows(name, verb == "add", read_place(place))
    return None


def apply(action: Action, draft: Draft, source: Source | None) -> Draft:
    """Return the draft after ``action``. Raises Refusal when a passage cannot be cited."""
    return action(draft, source)


def turn_to_document(draft: Draft, source: Source | None) -> Draft:
    """Cite nothing yet of the document now shown, and offer its speakers, if none was marked."""
    turned = without_citation(draft)
    if draft.shapes["voices"]["one"]:
        return turned
    return turned.with_shape("voices", voices_of(source))


def cite_another(draft: Draft, source: Source | None) -> Draft:
    """Carry the passage along and make room for another."""
    return set_aside(draft, cited_by(draft, source))


def _dropping(place: int | None) -> Action:
    def drop(draft: Draft, _source: Source | None) -> Draft:
        return draft.changed(more=tuple(row for n, row in enumerate(draft.more) if n != place))

    return drop


def _changing_rows(name: str, add: bool, place: int | None) -> Action:
    shape = SHAPES[name]

    def change_rows(draft: Draft, _source: Source | None) -> Draft:
        values = draft.shapes[name]
        changed = shape.with_row(values) if add else shape.without_row(values, place)
        return draft.with_shape(name, changed)

    return change_rows
