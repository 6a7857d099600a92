from __future__ import annotations

import html
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from questions.interactions import Choice, TextEntry
from questions.question import Stance, Status
from tests.webapp.browsing import form_on, post, sign_in, submit
from tests.webapp.teaching.writing import KINDS, NEW, QUOTE, Typed, newest, typed, write
from tests.webapp.worlds import PASSWORD, SEED, START, World
from webapp.db import db
from webapp.models import Question, QuestionTag, QuestionVersion
from webapp.services.sources.documents import add_document, read_source
from webapp.services.teaching.questions import as_asked


def edit_page(question_id: UUID) -> str:
    return f"/teach/caucasus/questions/{question_id}"


def bank_question(slug: str) -> Question:
    return db.session.scalars(select(Question).where(Question.slug == slug)).one()


@pytest.mark.parametrize("kind", KINDS)
def test_writes_publishes_and_edits_each_type(
    teacher: FlaskClient, world: World, kind: str
) -> None:
    answer = write(teacher, typed(kind))
    assert answer.status_code == 302, answer.text
    question, version, asked = newest(world.course_id)
    assert (asked.type, version.status, question.published) == (kind, Status.PUBLISHED, 1)
    assert asked.tags == ("dates", "pfp")
    assert [(c.quote, c.stance, c.speaker) for c in asked.citations] == [
        (QUOTE, Stance.ASSERTED, None)
    ]
    stem = asked.stem + " Truly?"
    edited = submit(teacher, edit_page(question.id), stem=stem, note="clearer", do="publish")
    assert edited.status_code == 302, edited.text
    question, version, changed = newest(world.course_id)
    assert (question.latest, question.published, version.note) == (2, 2, "clearer")
    assert changed.model_copy(update={"stem": asked.stem}) == asked
    kept = db.session.scalars(
        select(QuestionVersion.stem).where(
            QuestionVersion.question_id == question.id, QuestionVersion.number == 1
        )
    ).one()
    assert kept == asked.stem


def test_what_the_form_does_not_change_stays(teacher: FlaskClient, world: World) -> None:
    """Every question of the bank comes out of the editor as it went in."""
    for question in db.session.scalars(select(Question)).all():
        before = as_asked(_version(question, 1))
        answer = submit(teacher, edit_page(question.id), do="draft")
        assert answer.status_code == 302, (before, answer.text)
        after = as_asked(_version(question, 2))
        assert after == before


def _version(question: Question, number: int) -> QuestionVersion:
    db.session.rollback()
    return db.session.scalars(
        select(QuestionVersion).where(
            QuestionVersion.question_id == question.id, QuestionVersion.number == number
        )
    ).one()


def test_picking_every_option_is_worth_nothing(teacher: FlaskClient, world: World) -> None:
    write(teacher, typed("multiple_response"))
    interaction = newest(world.course_id)[2].interaction
    assert isinstance(interaction, Choice)
    assert [option.fraction for option in interaction.options] == [0.5, 0.5, -0.5, -0.5]


def test_who_said_it_offers_the_voices_of_the_document(teacher: FlaskClient, world: World) -> None:
    write(teacher, typed("who_said_it"))
    interaction = newest(world.course_id)[2].interaction
    assert isinstance(interaction, Choice)
    assert interaction.key() == ["Azernews, in its own voice"]
    assert [o.text for o in interaction.options][:2] == ["Jeyhun Bayramov", "Javier Colomina"]


@pytest.mark.parametrize(
    ("kind", "changes", "complaint"),
    [
        ("multiple_choice", {"options-one": None}, "Mark the right answer."),
        ("multiple_choice", {"options-options-1-text": " "}, "Option 2 is empty."),
        ("multiple_choice", {"options-options-1-text": "1994 "}, "“1994” is there twice."),
        ("multiple_choice", {"options-one": "3"}, "Option 4 is empty."),
        (
            "multiple_response",
            {"options-options-2-right": "y", "options-options-3-right": "y"},
            "At least one option must be wrong.",
        ),
        ("true_false", {"truth-right": None}, "Say whether the statement is true."),
        ("short_answer", {"words-answers": "\n \n"}, "Write at least 1"),
        ("short_answer", {"words-dates": "y", "words-answers": "soon"}, "“soon” is not a date."),
        ("numerical", {"amounts-numbers-0-number": "many"}, "Write a number in digits."),
        ("numerical", {"amounts-numbers-0-number": ""}, "Write the right number."),
        ("cloze", {"stem": "No gap"}, "exactly one gap"),
        ("matching", {"match-pairs-1-right": ""}, "Pair 2 has one side only."),
        ("matching", {"match-distractors": "1994"}, "“1994” belongs to a pair."),
        ("ordering", {"order-items": "One"}, "Write at least 2"),
        ("who_said_it", {"voices-one": None}, "Mark the right answer."),
        ("flashcard", {"card-back": ""}, "Write the back of the card."),
        ("flashcard", {"stem": ""}, "Write the question."),
        ("flashcard", {"stem": "x" * 2001}, "Keep it under 2,000 characters."),
        ("flashcard", {"tags": "x" * 41}, "is too long for a tag."),
        ("flashcard", {"quote": "Words it never says at all"}, "The document does not say this."),
        ("flashcard", {"quote": "NATO"}, "stand there more than once"),
        ("flashcard", {"quote": "", "cite": ["2", "5"]}, "Tick sentences that follow each other"),
        ("flashcard", {"stance": "claimed"}, "Say who claims or denies it."),
        ("flashcard", {"quote": "", "do": "publish"}, "Without it, keep it as a draft."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    teacher: FlaskClient, world: World, kind: str, changes: dict[str, str], complaint: str
) -> None:
    before = db.session.scalar(select(QuestionVersion.id).order_by(QuestionVersion.id.desc()))
    fields = typed(kind, explanation="Kept, whatever happens.") | changes
    answer = write(teacher, fields)
    text = html.unescape(answer.text)
    assert answer.status_code == 400
    assert complaint in text
    assert "Kept, whatever happens." in text
    for name, value in fields.items():
        if isinstance(value, str) and value.strip() and name.endswith(("text", "left", "answers")):
            assert value.split("\r\n")[0].strip() in text
    db.session.rollback()
    assert before == db.session.scalar(
        select(QuestionVersion.id).order_by(QuestionVersion.id.desc())
    )


def test_keeps_a_draft_without_a_citation(teacher: FlaskClient, world: World) -> None:
    write(teacher, typed("flashcard", quote="", do="draft"))
    question, version, asked = newest(world.course_id)
    assert (question.published, version.status, asked.citations) == (None, Status.DRAFT, ())


@pytest.mark.parametrize("do", ["add-options", "remove-options-3", "preview", "no-such-thing"])
def test_buttons_without_scripts_keep_what_is_typed(
    teacher: FlaskClient, world: World, do: str
) -> None:
    answer = write(teacher, typed("multiple_choice", do=do))
    assert answer.status_code == 200
    rows = answer.text.count('aria-label="Option ')
    expected = {"add-options": 5, "remove-options-3": 3}.get(do, 4)
    assert answer.text.count('name="options-one"') == expected, rows
    assert 'value="1994"' in answer.text and QUOTE in answer.text
    assert 'name="options-one" value="0" checked' in answer.text


def test_taking_a_row_away_keeps_the_right_answer_marked(
    teacher: FlaskClient, world: World
) -> None:
    answer = write(teacher, typed("multiple_choice", do="remove-options-0", **{"options-one": "1"}))
    assert 'name="options-one" value="0" checked' in answer.text
    assert 'name="options-options-0-text" type="text" value="1992"' in answer.text


def test_previews_without_saving(teacher: FlaskClient, world: World) -> None:
    answer = write(teacher, typed("multiple_choice", do="preview", explanation="Because *so*."))
    preview = answer.text.partition('id="preview"')[2]
    assert 'name="choice"' in preview and "<em>so</em>" in preview
    assert "Asserted by <b>Azernews</b>" in preview and f"<mark>{QUOTE}</mark>" in preview
    assert newest(world.course_id)[0].slug is not None


def test_a_ticked_sentence_is_quoted_whole_with_its_voice(
    teacher: FlaskClient, world: World
) -> None:
    page = f"{NEW}?document=azernews-2023-01-20&sentence=7&type=flashcard"
    write(teacher, {"stem": "What did Colomina stress?", "card-back": "x", "do": "publish"}, page)
    (citation,) = newest(world.course_id)[2].citations
    assert citation.quote.startswith("He stressed that Azerbaijani peacekeepers")
    assert (citation.stance, citation.speaker) == (Stance.CLAIMED, "Javier Colomina")


def test_ticking_another_sentence_takes_its_voice_too(teacher: FlaskClient, world: World) -> None:
    page = f"{NEW}?sentence=7&type=flashcard"
    fields: Typed = {
        "stem": "What did Bayramov add?",
        "card-back": "x",
        "do": "publish",
        "cite": ["5"],
    }
    write(teacher, fields, page)
    (citation,) = newest(world.course_id)[2].citations
    assert citation.quote.startswith("He then added")
    assert (citation.stance, citation.speaker) == (Stance.CLAIMED, "Jeyhun Bayramov")


def test_a_quote_with_other_quotation_marks_is_stored_verbatim(
    teacher: FlaskClient, world: World
) -> None:
    stem = "What did Bayramov refute?"
    write(
        teacher, typed("flashcard", stem=stem, quote="the alleged “blockade” of  the Lachin road")
    )
    (citation,) = newest(world.course_id)[2].citations
    assert citation.quote == "the alleged `blockade' of the Lachin road"
    assert (citation.stance, citation.speaker) == (Stance.DENIED, "Jeyhun Bayramov")


def test_a_claim_without_its_speaker_stays_a_draft(teacher: FlaskClient, world: World) -> None:
    fields = typed("flashcard", stem="Which accusations are groundless?", quote="are groundless")
    refused = write(teacher, fields)
    assert refused.status_code == 400
    assert "This is a claim by Jeyhun Bayramov." in refused.text
    assert write(teacher, {**fields, "do": "draft"}).status_code == 302
    named = {**fields, "stem": "According to Bayramov, which accusations are groundless?"}
    assert write(teacher, named).status_code == 302


def test_further_passages_are_kept_added_and_removed(teacher: FlaskClient, world: World) -> None:
    question = bank_question("order-history")
    before = as_asked(_version(question, question.latest)).citations
    assert len(before) > 2
    page = edit_page(question.id)
    dropped = submit(teacher, page, do="drop-0")
    assert dropped.text.count('name="more-') == (len(before) - 2) * 6
    assert submit(teacher, page, do="publish").status_code == 302
    assert as_asked(_version(question, 2)).citations == before
    aside = submit(teacher, page, do="another")
    assert aside.text.count('name="more-') == len(before) * 6


def test_keeps_what_is_typed_when_somebody_saved_meanwhile(
    teacher: FlaskClient, world: World
) -> None:
    question = bank_question("pfp-year")
    page = edit_page(question.id)
    assert submit(teacher, page, stem="Mine first?", do="publish").status_code == 302
    late = submit(teacher, page, stem="Mine, later?", based_on="1", origin="1", do="publish")
    assert late.status_code == 409
    assert "Somebody saved version 2" in late.text and "Mine, later?" in late.text
    assert 'name="based_on" type="hidden" value="2"' in late.text
    again = submit(teacher, page, stem="Mine, later?", based_on="2", do="publish")
    assert again.status_code == 302
    assert newest_stem(question.id) == "Mine, later?"


def newest_stem(question_id: UUID) -> str:
    db.session.rollback()
    return (
        db.session.scalars(
            select(QuestionVersion.stem)
            .where(QuestionVersion.question_id == question_id)
            .order_by(QuestionVersion.number.desc())
        ).first()
        or ""
    )


def test_opens_an_earlier_version_to_bring_it_back(teacher: FlaskClient, world: World) -> None:
    question = bank_question("pfp-year")
    page = edit_page(question.id)
    first = newest_stem(question.id)
    submit(teacher, page, stem="Worse?", do="publish")
    assert submit(teacher, f"{page}?version=1", page, do="publish").status_code == 302
    assert newest_stem(question.id) == first
    history = teacher.get(page).text
    assert "Version 3" in history and "Worse?" in history


def test_retires_and_brings_back(teacher: FlaskClient, world: World) -> None:
    question_id = bank_question("pfp-year").id
    page = edit_page(question_id)
    assert post(teacher, f"{page}/retire", page).status_code == 302
    db.session.rollback()
    assert db.session.get_one(Question, question_id).published is None
    assert (
        db.session.scalars(select(QuestionTag).where(QuestionTag.question_id == question_id)).all()
        == []
    )
    assert "Retired" in teacher.get(page).text
    submit(teacher, page, do="publish")
    db.session.rollback()
    assert db.session.get_one(Question, question_id).published == 2


def test_another_document_shows_its_sentences(teacher: FlaskClient, world: World) -> None:
    add_document(
        world.course_id,
        read_source("The Kura is long. The Aras is its tributary."),
        START,
        title="Rivers",
        publisher="The Gazette",
    )
    changed = write(teacher, typed("flashcard", document="rivers"))
    assert changed.status_code == 200
    assert "The Kura is long." in changed.text and QUOTE not in changed.text
    assert "The Gazette, in its own voice" in changed.text
    page = f"{NEW}?document=rivers&type=flashcard"
    plain: Typed = {"stem": "Long?", "card-back": "y", "cite": ["0"], "do": "draft"}
    assert write(teacher, plain, page).status_code == 302
    cited = newest(world.course_id)[2].citations[0]
    assert (cited.quote, cited.stance, cited.speaker) == ("The Kura is long.", "asserted", None)
    assert form_on(teacher, NEW).values["document"] == ["rivers"]
    told: Typed = {
        "stem": "L?",
        "card-back": "y",
        "cite": ["0"],
        "stance": "asserted",
        "do": "publish",
    }
    assert write(teacher, told, page).status_code == 302
    assert newest(world.course_id)[2].citations[0].quote == "The Kura is long."


@pytest.mark.parametrize(
    ("query", "least", "most"),
    [
        ("", 50, 50),
        ("?type=flashcard", 6, 6),
        ("?tag=deep&type=true_false", 2, 2),
        ("?text=KABUL", 1, 10),
        ("?standing=draft", 0, 0),
        ("?standing=published&page=2", 15, 15),
        ("?document=azernews-2023-01-20&page=99", 15, 15),
        ("?document=other", 0, 0),
        ("?tag=%25", 0, 0),
    ],
)
def test_lists_and_filters(
    teacher: FlaskClient, world: World, query: str, least: int, most: int
) -> None:
    text = teacher.get(f"/teach/caucasus/questions{query}").text
    found = text.partition('<ul class="bank"')[2].count("<li>")
    assert least <= found <= most


def test_only_those_who_teach_the_course_come_in(client: FlaskClient, world: World) -> None:
    question_id = bank_question("pfp-year").id
    for path in ("", "/new", f"/{question_id}"):
        assert client.get(f"/teach/caucasus/questions{path}").status_code == 302
    sign_in(client, "learner@example.org", PASSWORD)
    for path in ("", "/new", f"/{question_id}"):
        assert client.get(f"/teach/caucasus/questions{path}").status_code == 403
    sign_in(client, "stranger@example.org", PASSWORD)
    for path in ("", "/new", f"/{question_id}"):
        assert client.get(f"/teach/caucasus/questions{path}").status_code == 404
    own = f"/teach/elsewhere/questions/{question_id}"
    assert client.get(own).status_code == 404
    assert post(client, f"{own}/retire", "/teach").status_code == 404
    assert client.post(f"{own}/retire").status_code == 400


def test_typed_answers_keep_their_credit_and_kind(teacher: FlaskClient, world: World) -> None:
    question = db.session.scalars(
        select(Question)
        .join(QuestionVersion, QuestionVersion.question_id == Question.id)
        .where(QuestionVersion.stem.contains("On what date was"))
    ).one()
    page = edit_page(question.id)
    submit(teacher, page, **{"words-answers": "2023-01-20\r\n20 January 2023"}, do="draft")
    interaction = as_asked(_version(question, 2)).interaction
    assert isinstance(interaction, TextEntry)
    assert {answer.match for answer in interaction.answers} == {"date"}


@pytest.mark.parametrize(
    "fields",
    [
        {"do": f"drop-{'9' * 5_000}"},
        {"do": f"remove-options-{'9' * 5_000}"},
        {"do": "remove-options-0", "options-one": "9" * 5_000},
        {"options-one": "9" * 5_000},
        {"start": "9" * 5_000},
        {"origin": "9" * 4_000},
    ],
)
def test_numbers_of_thousands_of_digits_are_none(
    teacher: FlaskClient, world: World, fields: Typed
) -> None:
    page = edit_page(bank_question("pfp-year").id)
    assert submit(teacher, page, page, **typed("multiple_choice", **fields)).status_code < 500


def test_a_version_of_thousands_of_digits_is_none(teacher: FlaskClient, world: World) -> None:
    page = edit_page(bank_question("pfp-year").id)
    assert teacher.get(f"{page}?version={'9' * 4_000}").status_code == 200


@pytest.mark.parametrize("tolerance", ["sNaN", "NaN", "Infinity", "1e999999"])
def test_a_tolerance_is_finite(teacher: FlaskClient, world: World, tolerance: str) -> None:
    fields: Typed = {"amounts-numbers-0-tolerance": tolerance}
    answer = write(teacher, typed("numerical", **fields))
    assert answer.status_code == 400
    assert "Write a number in digits." in answer.text


@pytest.mark.parametrize(
    ("typed", "kept"), [("1,5", 1.5), ("1.5", 1.5), ("0,25", 0.25), (" 2 ", 2.0), ("", 0.0)]
)
def test_a_tolerance_is_read_as_it_is_typed(
    teacher: FlaskClient, world: World, typed: str, kept: float
) -> None:
    form = {"type": "numerical", "stem": "How many?", "do": "draft"}
    form |= {"amounts-numbers-0-number": "5", "amounts-numbers-0-tolerance": typed}
    page = f"/teach/{world.slug}/questions/new"
    assert submit(teacher, page, **form).status_code == 302
    query = select(QuestionVersion.interaction).order_by(QuestionVersion.created_at.desc())
    answer = db.session.scalars(query.limit(1)).one()["answers"][0]
    assert (answer["tolerance"] or 0.0) == kept


@pytest.mark.parametrize("typed", ["abc", "NaN", "inf", "1e999", "--1", "9" * 5000])
def test_a_tolerance_that_is_no_number_is_said_beside_it(
    teacher: FlaskClient, world: World, typed: str
) -> None:
    form = {"type": "numerical", "stem": "How many?", "do": "draft"}
    form |= {"amounts-numbers-0-number": "5", "amounts-numbers-0-tolerance": typed}
    said = submit(teacher, f"/teach/{world.slug}/questions/new", **form)
    assert said.status_code == 400
    assert "Write a number in digits." in said.text


def test_a_poor_option_is_told(teacher: FlaskClient, world: World) -> None:
    sound = typed("multiple_choice", do="preview")
    assert "It speaks of the other" not in write(teacher, sound).text
    poor = write(teacher, {**sound, "options-options-1-text": "All of the above"})
    assert "It speaks of the other options." in poor.text


def test_a_dateline_is_no_sentence_to_tick(teacher: FlaskClient, world: World) -> None:
    assert "Dateline" not in teacher.get(NEW).text


def test_a_new_question_starts_from_what_its_author_cited_last(
    app: Flask, teacher: FlaskClient, world: World
) -> None:
    colleague = app.test_client()
    sign_in(colleague, "admin@example.org", PASSWORD)
    rivers = read_source("The Kura is long.")
    add_document(world.course_id, rivers, START, title="Rivers", publisher="The Gazette")
    on_rivers: Typed = {"stem": "Long?", "card-back": "y", "cite": ["0"], "do": "draft"}
    page = f"{NEW}?document=rivers&type=flashcard"
    assert write(teacher, on_rivers, page).status_code == 302
    assert write(teacher, typed("flashcard"), f"{NEW}?document={SEED}").status_code == 302
    assert write(colleague, on_rivers, page).status_code == 302
    assert form_on(teacher, NEW).values["document"] == [SEED]
    assert form_on(colleague, NEW).values["document"] == ["rivers"]
