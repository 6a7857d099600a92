"""Plain text: blocks between blank lines, and the headings, lists and tables among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from questions.documents import Document, PassageKind, Span
from questions.reading.passages import PassageMaker, TooManyPassagesError, check_lines
from questions.reading.sentences import trimmed

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_HASHES = re.compile(r"#{1,6}(?=\s|\w)")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,}|~{3,})\s*")
_RULE = re.compile(r"[\s|+:=_─━│┼├┤┌┐└┘┬┴-]+")
_COLUMNS = re.compile(r"\S(?:\t[^\S\n]*| {3,})\S")
_FEWEST_SHOUTED = 3  # words: a plain choice; "U.S." may be how a line of a paragraph begins
_ITEM = re.compile(
    r"(?P<indent>[^\S\n]*)(?:[-*•·‣◦▪–]|(?P<number>\(?\d{1,3}[.)]|\(?[a-z]\)))[^\S\n]+(?=\S)"
)


def read(text: str, most: int | None = None) -> Document:
    """Divide ``text`` into passages; the text itself is kept unchanged.

    A blank text gives a document without passages. Raises TooManyPassagesError as soon as there
    are more than ``most``.
    """
    check_lines(text, most)
    maker = PassageMaker(text, most)
    blocks = [_lines(text, block) for block in _few(_blocks(text), most)]
    listed: list[Span] = []
    for place, lines in enumerate(blocks):
        first = _first_item(text, lines, blocks[max(0, place - 1) : place + 2])
        if listed and first != 0:
            _add_items(maker, listed)
            listed = []
        if first is None:
            _add_block(maker, lines)
            continue
        if first:
            _add_block(maker, lines[:first])
        listed += lines[first:]
    if listed:
        _add_items(maker, listed)
    return maker.document()


def _few(blocks: Iterator[Span], most: int | None) -> Iterator[Span]:
    """Yield blocks, each of which becomes a passage at least."""
    for number, block in enumerate(blocks):
        if most is not None and number >= most:
            raise TooManyPassagesError
        yield block


def _blocks(text: str) -> Iterator[Span]:
    start = 0
    for match in _BLANK_LINE.finditer(text):
        yield from trimmed(text, start, match.start())
        start = match.end()
    yield from trimmed(text, start, len(text))


def _lines(text: str, block: Span) -> list[Span]:
    """Return the lines of a block; its first and last begin and end with it."""
    lines = []
    start = block.start
    while (end := text.find("\n", start, block.end)) >= 0:
        lines.append(Span(start, end))
        start = end + 1
    return [*lines, Span(start, block.end)]


def _add_block(maker: PassageMaker, lines: Sequence[Span]) -> None:
    """Add the headings that open a block by their marks, and what is left of it."""
    at = 0
    while at < len(lines) and (taken := _marked_heading(maker.text, lines[at : at + 2])):
        maker.heading(next(trimmed(maker.text, lines[at].start, lines[at].end)))
        at += taken
    lines = lines[at:]
    if not lines:
        return
    for place in range(len(lines)):
        if _is_shouted(maker.text, lines[place : place + 2]):
            if place:
                _add_block(maker, lines[:place])
            maker.heading(next(trimmed(maker.text, lines[place].start, lines[place].end)))
            _add_block(maker, lines[place + 1 :])
            return
    block = next(trimmed(maker.text, lines[0].start, lines[-1].end))
    if rows := _rows(maker.text, lines):
        maker.each(PassageKind.ROW, rows)
    elif all(maker.text.startswith(">", line.start) for line in lines):
        maker.each(PassageKind.QUOTATION, trimmed(maker.text, block.start + 1, block.end))
    else:
        maker.block(block)


def _is_shouted(text: str, lines: Sequence[Span]) -> bool:
    """Return whether a line is a heading in capitals, and what comes below it is not."""
    first, *below = (line.of(text) for line in lines)
    if not below or below[0].isupper() or not first.isupper():
        return False
    letters = sum(map(str.isalpha, first))
    return len(first.split()) >= _FEWEST_SHOUTED and 2 * letters >= len(first)


def _marked_heading(text: str, lines: Sequence[Span]) -> int:
    """Return how many lines a heading with hashes before or a line below it takes, or 0."""
    if _HASHES.match(text, lines[0].start, lines[0].end):
        return 1
    is_underlined = len(lines) == 2 and _UNDERLINE.fullmatch(text, lines[1].start, lines[1].end)
    return 2 if is_underlined and any(c.isalnum() for c in lines[0].of(text)) else 0


def _rows(text: str, lines: Sequence[Span]) -> list[Span]:
    """Return the rows of a table without the rules between them; none where it is no table."""
    rows = [line for line in lines if not _RULE.fullmatch(text, line.start, line.end)]
    texts = [line.of(text).strip() for line in rows]
    piped = all(row.count("|") >= (1 if len(lines) > 1 else 2) for row in texts)
    aligned = len(texts) > 1 and all(_COLUMNS.search(row) for row in texts)
    if not piped and not aligned:
        return []
    return [span for row in rows for span in trimmed(text, row.start, row.end)]


def _first_item(text: str, lines: Sequence[Span], around: Sequence[Sequence[Span]]) -> int | None:
    """Return the place of the first line that is an item of a list, if there is any.

    One number alone may begin a heading: it takes another in the block or in one beside it.
    """
    found = [place for place, line in enumerate(lines) if _ITEM.match(text, line.start, line.end)]
    if not found:
        return None
    if len(found) > 1 or (found[0] == 0 and not _is_numbered(text, lines)):
        return found[0]
    beside = sum(_is_numbered(text, block) for block in around)
    return found[0] if found[0] == 0 and beside > 1 else None


def _is_numbered(text: str, lines: Sequence[Span]) -> bool:
    found = _ITEM.match(text, lines[0].start, lines[0].end)
    return bool(found and found["number"])


def _add_items(maker: PassageMaker, lines: Sequence[Span]) -> None:
    """Add a list whose items begin with a mark; lines without one carry an item on."""
    text = maker.text
    items: list[tuple[int, Span]] = []
    for line in lines:
        if mark := _ITEM.match(text, line.start, line.end):
            items.append((len(mark["indent"]), Span(mark.end(), line.end)))
        else:
            depth, item = items[-1]
            items[-1] = depth, Span(item.start, line.end)
    if maker.most is not None and len(items) > maker.most:
        raise TooManyPassagesError
    spans = [(depth, next(trimmed(text, item.start, item.end))) for depth, item in items]
    least = min(depth for depth, _ in spans)
    maker.items([span for _, span in spans], [span for depth, span in spans if depth == least])
