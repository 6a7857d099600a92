from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from questions.documents import Span
from questions.question import Stance
from tests.webapp.sources.conftest import statements, version_of
from tests.webapp.worlds import World
from webapp.db import db
from webapp.models import Citation, QuestionVersion
from webapp.services.sources.queries.citations import (
    CitationView,
    Mark,
    Segment,
    citations_of,
    segments_of,
    with_sic,
)

TEXT = "Ready to hold the next tals in a short time, not totals."


def mark(start: int, end: int, stance: Stance = Stance.CLAIMED) -> Mark:
    return Mark(Span(start, end), stance)


def whole(text: str, *marks: Mark, misprints: tuple[str, ...] = ()) -> tuple[Segment, ...]:
    return segments_of(text, Span(0, len(text)), marks, misprints)


@st.composite
def drawn_mark(draw: st.DrawFn) -> Mark:
    start, end = sorted((draw(st.integers(0, 60)), draw(st.integers(0, 60))))
    return mark(start, end, draw(st.sampled_from(Stance)))


marks = st.lists(drawn_mark(), max_size=6)


@given(st.text(alphabet="tals \n.é", max_size=50), drawn_mark(), marks)
def test_segments_join_to_the_exact_text(text: str, whole: Mark, marks: list[Mark]) -> None:
    span = Span(min(whole.span.start, len(text)), min(whole.span.end, len(text)))
    segments = segments_of(text, span, marks, ["tals"])
    assert "".join(segment.text for segment in segments) == span.of(text)
    assert all(segment.text for segment in segments)


@given(st.text(alphabet="ab ", max_size=50), marks)
def test_a_character_is_marked_when_a_mark_covers_it(text: str, marks: list[Mark]) -> None:
    marked = [s.marked for s in whole(text, *marks) for _ in s.text]
    assert marked == [any(m.span.start <= n < m.span.end for m in marks) for n in range(len(text))]


@given(st.text(alphabet="tals ", max_size=50), marks)
def test_neighbours_differ_or_a_misprint_ends_between_them(text: str, marks: list[Mark]) -> None:
    segments = whole(text, *marks, misprints=("tals",))
    for one, next_one in pairwise(segments):
        assert one.sic or one.stance != next_one.stance


def test_of_overlapping_marks_the_shortest_shows() -> None:
    segments = whole("abcdefgh", mark(0, 8), mark(2, 4, Stance.DENIED), mark(3, 7, Stance.ASSERTED))
    assert [(s.text, s.stance) for s in segments] == [
        ("ab", Stance.CLAIMED),
        ("cd", Stance.DENIED),
        ("efg", Stance.ASSERTED),
        ("h", Stance.CLAIMED),
    ]


def test_a_misprint_has_its_sic_outside_the_mark() -> None:
    segments = whole(TEXT, mark(9, 43), misprints=("tals",))
    assert segments == (
        Segment("Ready to "),
        Segment("hold the next tals", Stance.CLAIMED, sic=True),
        Segment(" "),
        Segment("in a short time", Stance.CLAIMED),
        Segment(", not totals."),
    )


def test_a_misprint_is_a_whole_word_and_may_end_the_text() -> None:
    assert with_sic("totals, tals", ["tals"]) == "totals, tals [sic]"
    assert with_sic("a.b axb", ["a.b"]) == "a.b [sic] axb"
    assert with_sic("nothing", []) == "nothing"


def cited(world: World, slug: str) -> CitationView:
    version_id = version_of(world, slug).id
    return citations_of([version_id])[version_id][0]


def test_a_citation_shows_its_sentence_and_where_it_stands(world: World) -> None:
    view = cited(world, "lachin-response")
    assert (view.stance, view.speaker, view.publisher) == ("denied", "Jeyhun Bayramov", "Azernews")
    assert view.source_label == "Azernews, 20 January 2023"
    assert (view.course, view.document, view.anchor) == (world.slug, "azernews-2023-01-20", "s4")
    assert (view.sentence_number, view.sentence_count) == (4, 16)
    assert "".join(s.text for s in view.segments).startswith("Refuting the information")
    assert view.before.startswith("Further, the Azerbaijani official")
    assert "the next tals [sic] in a short time" in view.after


def test_the_dateline_is_before_the_first_sentence(world: World) -> None:
    view = cited(world, "report-date")
    assert (view.anchor, view.sentence_number, view.before) == ("dateline", 0, "")
    assert [s.text for s in view.segments] == ["20 January 2023 15:47 (UTC+04:00)"]
    assert view.after.startswith("Azerbaijani Foreign Minister")


def test_every_mark_is_the_quote(world: World) -> None:
    cited = db.session.scalars(select(Citation)).all()
    views = citations_of({citation.version_id for citation in cited})
    for citation in cited:
        view = views[citation.version_id][citation.position]
        marked = "".join(segment.text for segment in view.segments if segment.marked)
        assert "".join(marked.split()) == "".join(citation.quote.split())
        assert view.stance == citation.stance


def test_many_versions_take_as_many_queries_as_one(world: World) -> None:
    ids = db.session.scalars(select(QuestionVersion.id)).all()
    counted: list[int] = []
    for asked in (ids[:1], ids):
        db.session.expunge_all()
        with statements() as sent:
            assert len(citations_of(asked)) == len(asked)
        counted.append(len(sent))
    assert counted == [3, 3]


def test_of_nothing_nothing(app: object) -> None:
    assert citations_of([]) == {}
