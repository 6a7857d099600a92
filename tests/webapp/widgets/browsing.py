"""A widget as a browser has it: drawn by its template, and sent as its controls stand."""

from __future__ import annotations

from html.parser import HTMLParser

from flask import current_app
from werkzeug.datastructures import MultiDict

from webapp.widgets import Fields, Shown


def draw(shown: Shown) -> str:
    """Return the widget's HTML."""
    template = current_app.jinja_env.get_template(shown.template)
    return template.render(w=shown.values)


def sent(html: str) -> Fields:
    """Return what a browser sends when nothing is touched.

    The value of an option that gives none is its text with white space collapsed, and a select
    without a selected option sends its first.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return MultiDict(reader.fields)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self._select = ""
        self._options: list[tuple[bool, str | None, str]] = []
        self._in_option = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and (given.get("type") is None or "checked" in given):
            self.fields.append((given["name"] or "", given["value"] or ""))
        elif tag == "select":
            self._select, self._options = given["name"] or "", []
        elif tag == "option":
            value = given["value"] or "" if "value" in given else None
            self._options.append(("selected" in given, value, ""))
            self._in_option = True

    def handle_data(self, data: str) -> None:
        if self._in_option:
            selected, value, text = self._options[-1]
            self._options[-1] = (selected, value, text + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "option":
            self._in_option = False
        elif tag == "select":
            chosen = [each for each in self._options if each[0]] or self._options[:1]
            _selected, value, text = chosen[0]
            self.fields.append((self._select, " ".join(text.split()) if value is None else value))
