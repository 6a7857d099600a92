"""A document set like a script: paragraphs cut where the voice changes, questions beside them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from uuid import UUID

from questions.documents import PassageKind, Span
from questions.question import Stance
from questions.reading.anchors import Anchor, AnchorUnit
from webapp.models import Passage
from webapp.services.sources.queries.citations import Mark, Segment, anchor_of, segments_of

# Each a block of its own in the text, they are read as one: a list, a table, a poem.
_IN_RUNS = frozenset({PassageKind.ITEM, PassageKind.ROW, PassageKind.LINE})


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage with what is marked in it.

    ``start`` is where it begins in the text; ``asked`` says that a question stands on it.
    """

    kind: PassageKind
    number: int
    anchor: str
    start: int
    asked: bool
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A question in the margin, by its stem.

    For a learner, ``due_in`` counts the study days until it is due, at least 0; it is ``None``
    for an instructor, and for a card that is set aside.
    """

    question_id: UUID
    stem: str
    due_in: int | None = None


@dataclass(frozen=True, slots=True)
class Margin:
    """What stands beside one passage; without notes, a sentence nobody asks about yet.

    ``stance`` is how the source holds what is asked about.
    """

    number: int
    anchor: str
    stance: Stance | None
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Speech:
    """A paragraph, or as much of it as one voice speaks.

    ``speaker`` is ``None`` for the publisher's own voice; ``stances`` has the numbers of the
    sentences each stance holds for and is empty where whose words they are is not known. A
    ``turn`` is where the voice changes; ``labelled`` says that the stances are to be shown, and
    ``ends`` that the paragraph, which has sentences, goes no further. ``pages`` begin in it.
    """

    passages: tuple[PassageView, ...]
    margins: tuple[Margin, ...]
    speaker: str | None
    stances: Mapping[Stance, tuple[int, ...]]
    turn: bool
    labelled: bool
    ends: bool
    pages: tuple[Anchor, ...]

    @property
    def marked(self) -> Stance | None:
        """The stance of the first words that are evidence, if any are."""
        stances = (s.stance for passage in self.passages for s in passage.segments if s.stance)
        return next(stances, None)

    @property
    def asked_as(self) -> dict[Stance, tuple[int, ...]]:
        """The numbers of the sentences that questions cite with each stance."""
        numbers: defaultdict[Stance, tuple[int, ...]] = defaultdict(tuple)
        for beside in self.margins:
            if beside.stance is not None and beside.number:
                numbers[beside.stance] += (beside.number,)
        return dict(numbers)

    @property
    def questions(self) -> int:
        """How many questions stand beside it."""
        return len({note.question_id for beside in self.margins for note in beside.notes})

    @property
    def unasked(self) -> tuple[int, ...]:
        """The numbers of the sentences that nobody asks about, where that is told."""
        return tuple(beside.number for beside in self.margins if not beside.notes)


@dataclass(frozen=True, slots=True)
class CitingQuestion:
    """A question that cites the document, as its reader may see it."""

    note: Note
    mark: Mark


@dataclass(frozen=True, slots=True)
class Script:
    """A text to be set: its passages in order, and the questions on each, by its position.

    ``anchors`` are where its pages and sections begin, in order.

    With ``teaches`` the sentences without questions have their place in the margin too.
    """

    text: str
    misprints: Collection[str]
    passages: Sequence[Passage]
    questions: Mapping[int, Sequence[CitingQuestion]]
    teaches: bool
    anchors: Sequence[Anchor] = ()


def on_passages(
    passages: Sequence[Passage], asked: Iterable[CitingQuestion]
) -> dict[int, list[CitingQuestion]]:
    """Return the questions that stand on each passage, by its position."""
    found: dict[int, list[CitingQuestion]] = {passage.position: [] for passage in passages}
    starts, ends = [p.start for p in passages], [p.end for p in passages]
    for question in asked:
        span = question.mark.span
        for passage in passages[bisect_right(ends, span.start) : bisect_left(starts, span.end)]:
            found[passage.position].append(question)
    return found


def stance_of(passage: Passage, asked: Sequence[CitingQuestion]) -> Stance | None:
    """Return how the source holds what is asked of a passage; nothing where nothing is."""
    return (passage.stance or asked[0].mark.stance) if asked else None


def unasked(script: Script) -> list[Passage]:
    """Return the passages of the paragraphs with a sentence that nobody asks about."""
    wanted = {
        passage.paragraph
        for passage in script.passages
        if passage.kind is PassageKind.SENTENCE and not script.questions[passage.position]
    }
    return [passage for passage in script.passages if passage.paragraph in wanted]


def speeches(script: Script, passages: Iterable[Passage]) -> Iterator[Speech]:
    """Yield each paragraph, cut where the voice changes."""
    before: Speech | None = None
    runs = [list(run) for _voice, run in groupby(passages, _voice_of)]
    for spoken, after in zip_longest(runs, runs[1:]):
        stances = _stances(spoken)
        turn = bool(stances) and (
            before is None or not before.stances or before.speaker != spoken[0].speaker
        )
        before = Speech(
            passages=tuple(_view(script, passage) for passage in spoken),
            margins=tuple(_margins(script, spoken)),
            speaker=spoken[0].speaker,
            stances=stances,
            turn=turn,
            labelled=turn or (before is not None and set(before.stances) != set(stances)),
            ends=_is_last(spoken, after),
            pages=tuple(_pages(script, spoken)),
        )
        yield before


def _is_last(spoken: Sequence[Passage], after: Sequence[Passage] | None) -> bool:
    goes_on = after is not None and after[0].paragraph == spoken[-1].paragraph
    return spoken[-1].kind is PassageKind.SENTENCE and not goes_on


def _pages(script: Script, spoken: Sequence[Passage]) -> Iterator[Anchor]:
    """Yield the pages that begin in a run of passages, or right before it."""
    position = spoken[0].position
    start = script.passages[position - 1].end if position else 0
    first = bisect_left(script.anchors, start, key=_start_of)
    for anchor in script.anchors[
        first : bisect_left(script.anchors, spoken[-1].end, key=_start_of)
    ]:
        if anchor.unit is AnchorUnit.PAGE:
            yield anchor


def _start_of(anchor: Anchor) -> int:
    return anchor.start


def _voice_of(passage: Passage) -> tuple[object, ...]:
    paragraph = None if passage.kind in _IN_RUNS else passage.paragraph
    return paragraph, passage.kind, passage.stance is None, passage.speaker


def _stances(passages: Iterable[Passage]) -> dict[Stance, tuple[int, ...]]:
    numbers: defaultdict[Stance, tuple[int, ...]] = defaultdict(tuple)
    for passage in passages:
        if passage.stance is not None and passage.kind is PassageKind.SENTENCE:
            numbers[passage.stance] += (passage.number,)
    return dict(numbers)


def _view(script: Script, passage: Passage) -> PassageView:
    asked = script.questions[passage.position]
    span, marks = Span(passage.start, passage.end), [question.mark for question in asked]
    return PassageView(
        kind=passage.kind,
        number=passage.number,
        anchor=anchor_of(passage),
        start=passage.start,
        asked=bool(asked),
        segments=segments_of(script.text, span, marks, script.misprints),
    )


def _margins(script: Script, passages: Iterable[Passage]) -> Iterator[Margin]:
    for passage in passages:
        asked = script.questions[passage.position]
        notes = tuple(dict.fromkeys(question.note for question in asked))
        if notes or (script.teaches and passage.kind is PassageKind.SENTENCE):
            yield Margin(passage.number, anchor_of(passage), stance_of(passage, asked), notes)
