from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from questions.interactions import Answer, Choice, Option, TextEntry
from questions.interchange import Reading
from questions.proposing import Making
from questions.question import Citation, Question, Stance, Status
from tests.webapp.browsing import post, submit
from tests.webapp.worlds import START, World
from webapp import models
from webapp.db import db
from webapp.models import CurationEvent, Decision, Proposal, Reason
from webapp.services.errors import Conflict, Missing, Refusal
from webapp.services.teaching.curating import (
    accept_proposal,
    reject_proposal,
    take_proposals,
)
from webapp.services.teaching.exchange import import_questions
from webapp.services.teaching.queries.pace import seconds_each
from webapp.services.teaching.queries.proposals import (
    Outcome,
    Wanted,
    load_forms,
    pile_proposals,
)
from webapp.services.teaching.queries.reasons import tally_decisions
from webapp.services.teaching.undoing import undo_decision

SEED = "azernews-2023-01-20"
QUEUE = "/teach/caucasus/curate"
QUOTE = "Bilateral cooperation began when Azerbaijan joined the Partnership for Peace"


def proposed(stem: str, score: float = 0.9, kind: str = "short_answer", **more: object) -> Question:
    text = db.session.scalars(select(models.DocumentRevision.text)).first() or ""
    start = text.index(QUOTE)
    cited = Citation(
        document=str(more.get("document", SEED)),
        start=start,
        end=start + len(QUOTE),
        quote=QUOTE,
        stance=Stance.CLAIMED if "speaker" in more else Stance.ASSERTED,
        speaker=str(more["speaker"]) if "speaker" in more else None,
    )
    key = str(more.get("key", "Azerbaijan"))
    interaction: Choice | TextEntry = TextEntry(answers=(Answer(text=key),))
    if kind == "multiple_choice":
        wrong = more.get("wrong", ["Georgia"])
        assert isinstance(wrong, list)
        options = [Option(text=text, fraction=float(text == key)) for text in (key, *wrong)]
        interaction = Choice(options=tuple(options))
    return Question(type=kind, stem=stem, interaction=interaction, citations=(cited,), score=score)


@pytest.fixture
def ids(world: World) -> dict[str, UUID]:
    """Three proposals on two facts, by stem."""
    document_id = db.session.scalars(select(models.Document.id)).one()
    three = (
        proposed("Who joined?", 0.7),
        proposed("Which state joined?", 0.6, "multiple_choice"),
        proposed("What was joined?", 0.95, key="Partnership"),
    )
    assert take_proposals(document_id, three, START, makings=[Making("who", ("no leak",))] * 3) == 3
    rows = db.session.execute(
        select(models.QuestionVersion.stem, models.QuestionVersion.question_id).join(
            Proposal, Proposal.question_id == models.QuestionVersion.question_id
        )
    )
    return {stem: question_id for stem, question_id in rows}  # noqa: C416


def outcomes(world: World) -> list[Outcome]:
    return [fact.outcome for fact in pile_proposals(world.course_id, Wanted()).facts]


def forms_of(world: World, wanted: Wanted) -> list[list[str]]:
    pile = pile_proposals(world.course_id, wanted)
    found = load_forms(world.course_id, wanted, pile, range(len(pile.facts)))
    return [[form.stem for form in found[at]] for at in range(len(pile.facts))]


def newest(question_id: UUID) -> tuple[Status, int | None]:
    question = db.session.get_one(models.Question, question_id, populate_existing=True)
    version = db.session.scalars(
        select(models.QuestionVersion).where(
            models.QuestionVersion.question_id == question_id,
            models.QuestionVersion.number == question.latest,
        )
    ).one()
    return version.status, question.published


def test_proposals_wait_and_no_learner_sees_them(world: World, ids: dict[str, UUID]) -> None:
    assert outcomes(world) == [Outcome.WAITING, Outcome.WAITING]
    assert {newest(each) for each in ids.values()} == {(Status.CANDIDATE, None)}


def test_taking_in_again_changes_nothing(world: World, ids: dict[str, UUID]) -> None:
    document_id = db.session.scalars(select(models.Document.id)).one()
    reject_proposal(world.course_id, ids["Who joined?"], Reason.TRIVIAL, world.instructor_id, START)
    again = (proposed("who  joined?"), proposed("Anything new?"))
    assert take_proposals(document_id, again, START) == 1


def test_forms_of_one_fact_stand_behind_each_other(world: World, ids: dict[str, UUID]) -> None:
    assert forms_of(world, Wanted()) == [
        ["What was joined?"],
        ["Who joined?", "Which state joined?"],
    ]
    assert forms_of(world, Wanted(type="multiple_choice")) == [["Which state joined?"]]
    assert forms_of(world, Wanted(score="0.8")) == [["What was joined?"]]
    assert len(forms_of(world, Wanted(stance="asserted"))) == 2
    assert forms_of(world, Wanted(stance="denied")) == forms_of(world, Wanted(stance="x")) == []


def test_accepting_publishes_and_decides_the_fact(world: World, ids: dict[str, UUID]) -> None:
    accept_proposal(world.course_id, ids["Which state joined?"], world.instructor_id, START)
    assert newest(ids["Which state joined?"]) == (Status.PUBLISHED, 2)
    assert outcomes(world) == [Outcome.WAITING, Outcome.ACCEPTED]
    event = db.session.scalars(select(CurationEvent)).one()
    assert (event.decision, event.actor_id, event.before, event.after) == (
        Decision.ACCEPTED,
        world.instructor_id,
        1,
        2,
    )


def test_turning_one_form_down_leaves_the_other(world: World, ids: dict[str, UUID]) -> None:
    course_id, actor_id = world.course_id, world.instructor_id
    reject_proposal(course_id, ids["Who joined?"], Reason.OPTIONS, actor_id, START)
    assert newest(ids["Who joined?"]) == (Status.REJECTED, None)
    assert outcomes(world)[1] == Outcome.WAITING
    reject_proposal(course_id, ids["Which state joined?"], Reason.OPTIONS, actor_id, START)
    assert outcomes(world)[1] == Outcome.REJECTED
    assert tally_decisions(course_id, "UTC").all.reasons == [("options", 2)]


def test_decisions_are_undone_one_after_the_other(world: World, ids: dict[str, UUID]) -> None:
    course_id, actor_id = world.course_id, world.instructor_id
    accept_proposal(course_id, ids["Who joined?"], actor_id, START)
    reject_proposal(course_id, ids["What was joined?"], Reason.WRONG, actor_id, START)
    assert undo_decision(course_id, actor_id, START).question_id == ids["What was joined?"]
    assert undo_decision(course_id, actor_id, START).question_id == ids["Who joined?"]
    assert {newest(each) for each in ids.values()} == {(Status.CANDIDATE, None)}
    assert tally_decisions(course_id, "UTC").all.total == 0
    with pytest.raises(Refusal):
        undo_decision(course_id, actor_id, START)
    accept_proposal(course_id, ids["Who joined?"], actor_id, START)
    assert outcomes(world) == [Outcome.WAITING, Outcome.ACCEPTED]


def test_nobody_undoes_what_somebody_else_decided(world: World, ids: dict[str, UUID]) -> None:
    accept_proposal(world.course_id, ids["Who joined?"], world.instructor_id, START)
    with pytest.raises(Refusal):
        undo_decision(world.course_id, world.learner_id, START)


def test_what_is_decided_is_not_decided_again(world: World, ids: dict[str, UUID]) -> None:
    course_id, actor_id = world.course_id, world.instructor_id
    accept_proposal(course_id, ids["Who joined?"], actor_id, START)
    with pytest.raises(Conflict):
        reject_proposal(course_id, ids["Who joined?"], Reason.OTHER, actor_id, START)
    question_id = db.session.scalars(
        select(models.Question.id).where(models.Question.slug.is_not(None))
    ).first()
    assert question_id is not None
    with pytest.raises(Missing):
        accept_proposal(course_id, question_id, actor_id, START)


def test_a_claim_is_not_accepted_as_a_fact(world: World) -> None:
    document_id = db.session.scalars(select(models.Document.id)).one()
    take_proposals(document_id, [proposed("Who joined?", speaker="Javier Colomina")], START)
    question_id = db.session.scalars(select(Proposal.question_id)).one()
    with pytest.raises(Refusal, match="claim by Javier Colomina"):
        accept_proposal(world.course_id, question_id, world.instructor_id, START)
    assert newest(question_id) == (Status.CANDIDATE, None)


def test_the_time_left_follows_the_pace(world: World, ids: dict[str, UUID]) -> None:
    course_id, actor_id = world.course_id, world.instructor_id
    assert seconds_each(course_id, actor_id) == 20
    for seconds, stem in zip((0, 8, 800), ids, strict=True):
        accept_proposal(course_id, ids[stem], actor_id, START + timedelta(seconds=seconds))
    assert seconds_each(course_id, actor_id) == 8


@pytest.mark.parametrize("name", [SEED, "another-name"])
def test_a_file_of_proposals_waits_whatever_it_is_called(world: World, name: str) -> None:
    file = Reading((proposed("Who joined?", document=name),), ())
    done = import_questions(world.slug, file, START, dry_run=False)
    assert (done.proposed, done.added, done.problems) == (1, 0, [])
    assert db.session.scalar(select(func.count()).select_from(Proposal)) == 1


def test_proposals_on_a_text_the_course_has_not_are_reported(world: World) -> None:
    strange = proposed("Who joined?")
    moved = strange.citations[0].model_copy(update={"quote": "x" * len(QUOTE)})
    file = Reading((strange.model_copy(update={"citations": (moved,)}),), ())
    done = import_questions(world.slug, file, START, dry_run=False)
    assert done.proposed == 0 and "No document of the course" in str(done.problems[0])


def test_the_queue_goes_on_to_the_next(
    teacher: FlaskClient, world: World, ids: dict[str, UUID]
) -> None:
    page = teacher.get(QUEUE).text
    assert "1 of 2" in page and "What was joined?" in page and "Answer not given away" in page
    first = ids["What was joined?"]
    answer = post(teacher, f"{QUEUE}/{first}?then={ids['Who joined?']}", QUEUE)
    page = teacher.get(answer.location).text
    assert "2 of 2" in page and "1 accepted" in page and "Who joined?" in page
    onward = f"?then={ids['What was joined?']}"
    answer = post(teacher, f"{QUEUE}/{ids['Who joined?']}{onward}", QUEUE, reason="trivial")
    page = teacher.get(answer.location).text
    assert "Which state joined?" in page and "Rejected. This is another form of it." in page
    answer = post(teacher, f"{QUEUE}/{ids['Which state joined?']}", QUEUE, reason="trivial")
    page = teacher.get(answer.location).text
    assert "The queue is clear." in page and "1 accepted, 1 rejected." in page
    answer = post(teacher, f"{QUEUE}/undo", QUEUE)
    assert "Which state joined?" in teacher.get(answer.location).text


def test_an_edited_proposal_comes_back_to_the_queue(
    teacher: FlaskClient, world: World, ids: dict[str, UUID]
) -> None:
    page = f"/teach/caucasus/questions/{ids['What was joined?']}?then={ids['Who joined?']}"
    answer = submit(teacher, page, stem="What did the state join?", do="publish")
    assert answer.location == f"{QUEUE}?at={ids['Who joined?']}"
    assert outcomes(world)[0] is Outcome.EDITED
    answer = post(teacher, f"{QUEUE}/undo", QUEUE)
    assert "What was joined?" in teacher.get(answer.location).text


def test_deciding_what_somebody_decided_says_so(
    teacher: FlaskClient, world: World, ids: dict[str, UUID]
) -> None:
    accept_proposal(world.course_id, ids["Who joined?"], world.instructor_id, START)
    answer = post(teacher, f"{QUEUE}/{ids['Who joined?']}", QUEUE)
    assert "Somebody decided this one meanwhile." in teacher.get(answer.location).text


def test_an_empty_queue_says_where_to_begin(teacher: FlaskClient, world: World) -> None:
    assert "Nothing is proposed yet." in teacher.get(QUEUE).text
    assert "No proposal fits." in teacher.get(f"{QUEUE}?type=cloze").text
