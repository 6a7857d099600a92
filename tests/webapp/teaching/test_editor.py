from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from questions.interactions import Answer, Choice, Interaction, Match, Option, TextEntry
from questions.question import Question
from tests.webapp.teaching.writing import KINDS, Typed, typed
from tests.webapp.worlds import World
from webapp.forms.teaching.editor import (
    Draft,
    Fields,
    apply,
    check,
    draft_of,
    parse,
    read_action,
    settle,
)
from webapp.services.errors import Refusal
from webapp.services.sources.queries.sentences import Source, load_source


@pytest.fixture
def source(app: Flask, world: World) -> Iterator[Source]:
    with app.test_request_context():
        yield load_source(world.course_id, "azernews-2023-01-20")


def sent(kind: str, **changes: str | list[str] | None) -> MultiDict[str, str]:
    document: Typed = dict.fromkeys(("document", "shown"), "azernews-2023-01-20")
    fields = typed(kind, **{**document, **changes})
    return MultiDict({name: value for name, value in fields.items() if value is not None})


def spelt(draft: Draft, source: Source | None) -> Question:
    found = check(draft, source)
    assert isinstance(found, Question), list(found.wrong())
    return found


def act(do: str, draft: Draft, source: Source | None) -> Draft:
    action = read_action(do, draft)
    assert action is not None
    return apply(action, draft, source)


def texts(draft: Draft, shape: str = "options") -> list[str]:
    return [row["text"] for row in draft.shapes[shape]["options"]]


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_is_the_same_after_json(source: Source, kind: str) -> None:
    draft = parse(sent(kind, cite=["3"], more=None))
    assert Draft.model_validate(json.loads(draft.model_dump_json())) == draft
    assert (draft.type, draft.cite) == (kind, (3,))


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_comes_out_of_its_draft_as_it_went_in(source: Source, kind: str) -> None:
    once = spelt(_voiced(parse(sent(kind)), source), source)
    again = draft_of(once, source).changed(quote=once.citations[0].quote)
    assert spelt(again, source) == once


def _voiced(draft: Draft, source: Source) -> Draft:
    """Offer the speakers, as the page does before who said it is marked."""
    fresh = draft_of(None, source).shapes["voices"]
    return draft.with_shape("voices", {**fresh, "one": draft.shapes["voices"]["one"]})


def test_acting_leaves_the_draft_as_it_was(source: Source) -> None:
    draft = parse(sent("multiple_choice"))
    before = draft.model_dump_json()
    for do in ("add-options", "remove-options-0", "another", "document", "drop-0"):
        assert act(do, draft, source) is not draft
        assert draft.model_dump_json() == before


def test_rows_come_and_go(source: Source) -> None:
    draft = parse(sent("multiple_choice"))
    assert texts(act("add-options", draft, source)) == ["1994", "1992", ""]
    assert texts(act("remove-options-0", draft, source)) == ["1992"]
    only = act("remove-options-0", draft, source)
    assert texts(act("remove-options-0", only, source)) == ["1992"]
    for _time in range(30):
        draft = act("add-options", draft, source)
    assert len(texts(draft)) == 20


@pytest.mark.parametrize(("one", "gone", "kept"), [("1", 0, "0"), ("1", 1, ""), ("0", 1, "0")])
def test_what_is_right_stays_marked(source: Source, one: str, gone: int, kept: str) -> None:
    draft = parse(sent("multiple_choice", **{"options-one": one}))
    assert act(f"remove-options-{gone}", draft, source).shapes["options"]["one"] == kept
    assert act("remove-options-7", draft, source).shapes["options"]["one"] == one


def test_another_passage_makes_room(source: Source) -> None:
    draft = act("another", parse(sent("flashcard")), source)
    assert (draft.quote, draft.start, draft.cite, draft.stance) == ("", "", (), "")
    assert draft.more[0]["quote"] == typed("flashcard")["quote"]
    assert [c.quote for c in spelt(draft, source).citations] == [typed("flashcard")["quote"]]
    assert act("drop-0", draft, source).more == ()
    assert act("drop-7", draft, source).more == draft.more


def test_what_cannot_be_cited_is_refused_and_kept(source: Source) -> None:
    draft = parse(sent("flashcard", quote="The moon is of cheese."))
    with pytest.raises(Refusal, match="does not say this"):
        act("another", draft, source)
    assert settle(draft, source) == draft


def test_another_document_offers_its_speakers_unless_one_is_marked(source: Source) -> None:
    draft = parse(sent("who_said_it", shown="other", **{"voices-one": ""}))
    turned = act("publish", draft, source)
    assert texts(turned, "voices")[:-1] == source.speakers and turned.quote == ""
    marked = parse(sent("who_said_it", shown="other", **{"voices-options-0-text": "Ada"}))
    assert texts(act("publish", marked, source), "voices") == ["Ada"]


@pytest.mark.parametrize("do", ["publish", "draft", "preview", "", "add-nothing", "remove", "x-y"])
def test_the_other_buttons_are_no_actions(source: Source, do: str) -> None:
    assert read_action(do, parse(sent("flashcard"))) is None


def test_a_settled_draft_shows_what_was_found(source: Source) -> None:
    draft = settle(parse(sent("flashcard")), source)
    assert len(draft.cite) == 1 and draft.stance == "asserted"
    assert source.text[int(draft.start) :].startswith(draft.quote)


def test_what_is_wrong_stands_beside_its_field(source: Source) -> None:
    found = check(parse(sent("multiple_choice", stem=" ", **{"options-one": ""})), source)
    assert isinstance(found, Fields)
    assert {name for name, _label, _why in found.wrong()} == {"stem", "options-options"}


def test_a_type_that_there_is_not_is_a_choice(source: Source) -> None:
    assert parse(sent("flashcard", type="riddle")).type == "multiple_choice"


def test_nothing_sent_is_an_empty_draft(source: Source) -> None:
    found = check(parse(MultiDict()), None)
    assert isinstance(found, Fields) and list(found.wrong())


@pytest.mark.parametrize(
    ("kind", "interaction"),
    [
        (
            "numerical",
            TextEntry(answers=tuple(Answer(text=str(n), match="number") for n in range(50))),
        ),
        ("matching", Match(pairs=tuple((f"l{n}", f"r{n}") for n in range(20)))),
        (
            "multiple_choice",
            Choice(options=tuple(Option(text=str(n), fraction=float(n == 7)) for n in range(20))),
        ),
    ],
)
def test_as_many_rows_as_there_can_be_are_edited(
    source: Source, kind: str, interaction: Interaction
) -> None:
    question = Question(type=kind, stem="How?", interaction=interaction, citations=())
    assert spelt(draft_of(question, source), source).interaction == interaction
