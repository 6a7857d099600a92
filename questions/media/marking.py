"""Pictures and sounds in Markdown: one rule for every parser of ours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from questions.media import REFERENCE, described

Show = Callable[[str, str], str]


def with_media(parser: MarkdownIt, show: Show) -> MarkdownIt:
    """Return a parser that reads pictures and sounds of ours; what lies elsewhere is none.

    Each is shown as ``show`` has its name and description in HTML, or what stands in the
    environment of the text as "show".
    """

    def render(
        _renderer: object, tokens: Sequence[Token], at: int, _options: object, env: dict[str, Any]
    ) -> str:
        shown: Show = env.get("show", show)
        return shown(tokens[at].info, tokens[at].content)

    parser.inline.ruler.before("image", "media", _read)
    parser.add_render_rule("media", render)
    # The first text has it sort its rules, during which another thread would find a part of them.
    parser.render("ready")
    return parser


def _read(state: StateInline, silent: bool) -> bool:
    found = REFERENCE.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        token = state.push("media", "", 0)
        token.content, token.info = described(found), found["name"]
    state.pos = found.end()
    return True
