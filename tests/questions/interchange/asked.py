"""Questions of every interaction, drawn at random, without what no exchange format keeps."""

from __future__ import annotations

from hypothesis import strategies as st
from markdown_it import MarkdownIt

from questions.formulas.markdown import formulas
from questions.interactions import Answer, Choice, Match, Option, Order, Recall, TextEntry
from questions.question import Citation, Question, Stance

# No carriage return ends a line, nothing that XML cannot hold, and no space around a text.
LETTERS = st.characters(
    exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff", include_characters="\n\t"
)
_parser = formulas(
    MarkdownIt("commonmark", {"html": False}).enable("strikethrough"),
    lambda formula: f"<math>{formula.marked()}</math>",
)
words = st.text(LETTERS, max_size=30).map(str.strip)
texts = words.filter(lambda text: text and "->" not in text)
lists = st.lists(texts, min_size=2, max_size=5, unique_by=lambda t: " ".join(t.split()).casefold())
shares = st.integers(-100, 99).map(lambda n: n / 100)


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    """Draw a choice of one, whose wrong options may cost something."""
    found = draw(lists)
    rest = [draw(shares.filter(lambda share: share <= 0)) for _text in found[1:]]
    made = [
        Option(text=text, fraction=share, feedback=draw(words))
        for text, share in zip(found, [1.0, *rest], strict=True)
    ]
    return Choice(options=tuple(draw(st.permutations(made))), shuffle=draw(st.booleans()))


@st.composite
def entries(draw: st.DrawFn) -> TextEntry:
    """Draw a text entry with answers of several shares."""
    found = draw(lists)
    made = [
        Answer(text=text, fraction=share, feedback=draw(words))
        for text, share in zip(found, [1.0, *[draw(shares) for _ in found[1:]]], strict=True)
        if text != "*"
    ]
    if max((answer.fraction for answer in made), default=0) != 1:
        made.append(Answer(text="x"))
    return TextEntry(answers=tuple(made), typos=draw(st.booleans()))


numbers = st.builds(
    lambda n, within: TextEntry(answers=(Answer(text=str(n), match="number", tolerance=within),)),
    st.integers(-(10**6), 10**6) | st.decimals(0, 99, places=2),
    st.none() | st.integers(1, 50).map(lambda n: n / 4),
)


@st.composite
def citations(draw: st.DrawFn) -> Citation:
    """Draw a citation of any stance."""
    quote, start = draw(texts), draw(st.integers(0, 10**6))
    stance = draw(st.sampled_from(Stance))
    return Citation(
        document="a-document",
        start=start,
        end=start + len(quote),
        quote=quote,
        stance=stance,
        speaker=None if stance is Stance.ASSERTED else draw(texts),
    )


def _asked(kind: str, interaction: st.SearchStrategy[object]) -> st.SearchStrategy[Question]:
    return st.builds(
        Question,
        id=st.none() | st.integers(0, 999).map(lambda n: f"q-{n}"),
        type=st.just(kind),
        stem=texts,
        interaction=interaction,
        explanation=words,
        citations=st.lists(citations(), max_size=2).map(tuple),
        tags=st.lists(st.from_regex(r"[a-z]{1,9}(::[a-z]{1,9})?", fullmatch=True), max_size=3).map(
            lambda tags: tuple(dict.fromkeys(tags))
        ),
    )


questions = st.one_of(
    _asked("multiple_choice", choices()),
    _asked("short_answer", entries()),
    _asked("numerical", numbers),
    _asked("matching", lists.map(lambda found: Match(pairs=tuple((t, t) for t in found)))),
    _asked("flashcard", texts.map(lambda back: Recall(back=back))),
)
orders = _asked("ordering", lists.map(lambda found: Order(items=tuple(found))))


def shown(text: str) -> str:
    """Return a text in Markdown as a reader sees it."""
    return str(_parser.render(text))
