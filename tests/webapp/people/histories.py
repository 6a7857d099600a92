"""A person's history: something of theirs in every table that people have rows in."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from questions.interactions import Choice, Recall
from questions.interchange import FORMATS
from questions.interchange.anki.histories import Logged
from questions.media import MediaFile, refer
from questions.question import Question as Asked
from questions.question import Status
from questions.receiving import Received
from questions.receiving.histories import AnsweredCard
from questions.responses import Chosen, Recalled
from tests.webapp.worlds import START
from webapp.db import db, new_id, writing
from webapp.learning.marks import RegradePolicy
from webapp.learning.scheduling import Rating, Settings
from webapp.models import (
    ActKind,
    Authenticator,
    Challenge,
    ChallengePurpose,
    Document,
    DocumentRevision,
    DroppedProposal,
    Fault,
    GroupOverride,
    GuestSignUp,
    Identity,
    Invitation,
    JobName,
    MarkChange,
    MarkChangeKind,
    NoticeKind,
    Passkey,
    Question,
    QuestionVersion,
    Quiz,
    QuizOverride,
    QuizSection,
    Ranking,
    RegradedAttempt,
    RegradeRun,
    Report,
    ReportKind,
    ReviewKind,
    SectionPassage,
    TimeFactor,
)
from webapp.services.media.keeping import keep_files
from webapp.services.operations.jobs import cancel_job, queue_job
from webapp.services.people.notices import add_notice
from webapp.services.people.recovery_codes import make_recovery_codes
from webapp.services.quizzes.attempting import answer_slot, start_attempt, submit_attempt
from webapp.services.quizzes.marking import remark
from webapp.services.quizzes.queries.attempts import load_attempt
from webapp.services.quizzes.rolling_up import roll_up_due
from webapp.services.reviewing.answering import Answer, record_answer
from webapp.services.reviewing.histories import stage_history
from webapp.services.sources.uploads import Given, queue_uploads
from webapp.services.teaching.bank_acts import Change, act_on_questions
from webapp.services.teaching.commenting import add_comment
from webapp.services.teaching.curating import accept_proposal, take_proposals
from webapp.services.teaching.drafting import keep_draft
from webapp.services.teaching.importing import stage_import
from webapp.services.teaching.questions import as_asked, save_question

SETTINGS = Settings("UTC")


def study(user_id: UUID, course_id: UUID) -> None:
    """Hand in a quiz, review two flashcards, report a question, accept a proposal."""
    at = START + timedelta(hours=1)
    quiz_id = db.session.scalars(
        select(Quiz.id).where(Quiz.course_id == course_id).order_by(Quiz.slug)
    ).first()
    assert quiz_id is not None
    attempt_id = start_attempt(user_id, quiz_id, at)
    for slot in load_attempt(user_id, attempt_id).slots:
        if isinstance(slot.interaction, Choice):
            key = f"step-{slot.row.slot}"
            chosen = Chosen(options=(0,))
            answer_slot(user_id, attempt_id, slot.row.slot, chosen, at, SETTINGS, client_key=key)
    submit_attempt(user_id, attempt_id, at + timedelta(minutes=5), SETTINGS)
    _regrade(user_id, course_id, attempt_id)
    for number, rating in enumerate((Rating.AGAIN, Rating.EASY)):
        _review(user_id, course_id, number, rating)
    _report(user_id, course_id)
    _accept_a_proposal(user_id, course_id)
    _ask_for_a_job(user_id, course_id)
    _write_and_comment(user_id, course_id)
    _invite(user_id, course_id)
    _meet_a_fault()
    _learn_an_order()
    _tag_a_question(user_id, course_id)
    _look_a_file_over(user_id, course_id)
    _bring_answers(user_id, course_id)
    _have_more_time(user_id, course_id, quiz_id)
    _read_first(course_id, quiz_id)
    roll_up_due(at)


def have_factors(user_id: UUID) -> None:
    """Have every other way in there is."""
    named = str(user_id)
    make_recovery_codes(user_id, START)
    with writing() as session:
        session.add(GuestSignUp(user_id=user_id, guest_id=user_id))
        add_notice(session, user_id, NoticeKind.LINK_USED, None, START, START)
        session.add(Authenticator(user_id=user_id, key="hush", last_step=0, created_at=START))
        session.add(
            Passkey(
                user_id=user_id,
                id=new_id(START),
                credential_id=named,
                public_key="hush",
                sign_count=0,
                name="Telephone",
                created_at=START,
            )
        )
        session.add(
            Identity(user_id=user_id, issuer="https://x", subject=named, email="", created_at=START)
        )
        session.add(
            Challenge(
                token_hash=named,
                purpose=ChallengePurpose.SECOND_STEP,
                user_id=user_id,
                content={"hush": "hush"},
                expires_at=START + timedelta(days=365),
            )
        )


def _review(user_id: UUID, course_id: UUID, number: int, rating: Rating) -> None:
    version = db.session.scalars(
        select(QuestionVersion)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(Question.course_id == course_id, QuestionVersion.type == "flashcard")
        .order_by(Question.slug)
    ).all()[number]
    answer = Answer(
        user_id=user_id,
        question_id=version.question_id,
        version_id=version.id,
        kind=ReviewKind.REVIEW,
        rating=rating,
        fraction=float(rating > Rating.AGAIN),
        response=Recalled(rating=rating).model_dump(),
        at=START + timedelta(hours=2),
        client_key=f"review-{number}",
    )
    record_answer(answer, SETTINGS)


def _report(user_id: UUID, course_id: UUID) -> None:
    query = select(QuestionVersion).join(Question, Question.id == QuestionVersion.question_id)
    version = db.session.scalars(query.where(Question.course_id == course_id)).first()
    assert version is not None
    with writing() as session:
        report = Report(user_id=user_id, id=new_id(START), kind=ReportKind.TYPO, made_at=START)
        report.question_id, report.version_id = version.question_id, version.id
        report.reason = "It is unclear."
        session.add(report)


def _regrade(user_id: UUID, course_id: UUID, attempt_id: UUID) -> None:
    """Have full marks given for the first question of an attempt."""
    asked = load_attempt(user_id, attempt_id).slot(1).row
    with writing() as session:
        run = RegradeRun(
            id=new_id(START),
            course_id=course_id,
            question_id=asked.question_id,
            version_id=asked.version_id,
            policy=RegradePolicy.FULL,
            corrects_reviews=False,
            made_at=START,
        )
        session.add(run)
        session.flush()
        keys = {"user_id": user_id, "attempt_id": attempt_id, "run_id": run.id}
        change = MarkChange(id=new_id(START), kind=MarkChangeKind.REGRADE, made_at=START, **keys)
        change.slot, change.fraction = asked.slot, 1.0
        told = {"mark_before": 0, "max_before": 1, "mark_after": 1, "max_after": 1}
        session.add_all([change, RegradedAttempt(**keys, **told)])
        remark(session, user_id, attempt_id)


def _accept_a_proposal(user_id: UUID, course_id: UUID) -> None:
    """Have something proposed and take it, as an instructor, or a learner who became one, does."""
    known = db.session.scalars(
        select(QuestionVersion)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(Question.course_id == course_id, QuestionVersion.type == "flashcard")
    ).first()
    document_id = db.session.scalars(
        select(Document.id).where(Document.course_id == course_id)
    ).first()
    assert known is not None and document_id is not None
    stem = f"{known.stem} {new_id(START)}?"
    asked = as_asked(known).model_copy(update={"stem": stem, "score": 0.9})
    take_proposals(document_id, [asked], START)
    with writing() as session:
        session.add(
            DroppedProposal(
                id=new_id(START),
                document_id=document_id,
                position=0,
                failed="no leak",
                way="",
                reason="the stem has the answer",
                asked=asked.model_dump(mode="json"),
                quote="",
                made_at=START,
            )
        )
    proposed_id = db.session.scalars(
        select(QuestionVersion.question_id).where(QuestionVersion.stem == stem)
    ).one()
    accept_proposal(course_id, proposed_id, user_id, START)


def _tag_a_question(user_id: UUID, course_id: UUID) -> None:
    question_id = db.session.scalars(
        select(Question.id).where(Question.course_id == course_id, Question.published.is_not(None))
    ).first()
    assert question_id is not None
    change = Change(ActKind.TAG, "looked over")
    act_on_questions(course_id, [question_id], change, user_id, START)


def _look_a_file_over(user_id: UUID, course_id: UUID) -> None:
    """Give a file of questions, and leave it undecided."""
    content = b"Front\tBack"
    received = Received("cards", FORMATS["cards"].read(content))
    stage_import(course_id, user_id, "terms.tsv", content, received, START)


def have_picture(course_id: UUID, picture: MediaFile) -> UUID:
    """Ask a question that shows a picture; returns its id."""
    keep_files(course_id, [picture], START, None)
    interaction = Recall(back=refer(picture.name, "A red dot"))
    asked = Asked(type="flashcard", stem="Which sign is it?", interaction=interaction)
    return save_question(course_id, asked, Status.DRAFT, START)


def _bring_answers(user_id: UUID, course_id: UUID) -> None:
    """Give what was answered elsewhere, and leave it undecided."""
    card = AnsweredCard(("b",), "Which?", "", False, (Logged(5, 3, 1000, 0, 0),))
    stage_history(user_id, "deck.apkg", [card], course_id, START)


def _have_more_time(user_id: UUID, course_id: UUID, quiz_id: UUID) -> None:
    with writing() as session:
        session.add(TimeFactor(user_id=user_id, course_id=course_id, factor=1.5))
        session.add(
            QuizOverride(user_id=user_id, quiz_id=quiz_id, attempts_allowed=3, made_at=START)
        )
        session.merge(
            GroupOverride(quiz_id=quiz_id, group_name="A", attempts_allowed=2, made_at=START)
        )


def _read_first(course_id: UUID, quiz_id: UUID) -> None:
    """Have a section open the quiz with a passage, once."""
    newest = select(DocumentRevision).join(Document).where(Document.course_id == course_id)
    with writing() as session:
        if session.scalar(select(QuizSection.id).where(QuizSection.quiz_id == quiz_id)):
            return
        revision = session.scalars(newest.limit(1)).one()
        section = QuizSection(id=new_id(START), quiz_id=quiz_id, position=1, heading="Read")
        session.add(section)
        session.flush()
        quote = revision.text[:9]
        place = {"revision_id": revision.id, "start": 0, "end": len(quote), "quote": quote}
        session.add(SectionPassage(section_id=section.id, position=1, **place))


def _meet_a_fault() -> None:
    with writing() as session:
        given = {"what": "unexpected", "kind": "KeyError", "place": "webapp/x.py:1"}
        session.add(Fault(id=new_id(START), at=START, reference="0123abcd", **given))


def _learn_an_order() -> None:
    with writing() as session:
        learned = {"weights": {"score": 1.0}, "decisions": 50, "by_score": 0.6, "by_weights": 0.7}
        row = Ranking(id=1, is_better=False, events=50, learned_at=START, **learned)
        session.merge(row)


def _invite(user_id: UUID, course_id: UUID) -> None:
    with writing() as session:
        session.add(
            Invitation(
                course_id=course_id,
                email=f"{user_id}@example.org",
                invited_by_id=user_id,
                created_at=START,
            )
        )


def _write_and_comment(user_id: UUID, course_id: UUID) -> None:
    """Begin to change a question, and say something about it."""
    question_id = db.session.scalars(
        select(Question.id).where(Question.course_id == course_id)
    ).first()
    assert question_id is not None
    draft = {"stem": "Truly?"}
    keep_draft(user_id, course_id, str(question_id), draft, START, question_id=question_id)
    add_comment(course_id, question_id, user_id, "It is unclear.", START)


def _ask_for_a_job(user_id: UUID, course_id: UUID) -> None:
    """Have questions proposed, and then not."""
    document_id = db.session.scalars(
        select(Document.id).where(Document.course_id == course_id)
    ).first()
    assert document_id is not None
    job_id = queue_job(course_id, JobName.PROPOSE, START, document_id=document_id, owner_id=user_id)
    cancel_job(course_id, job_id, START)
    queue_uploads(course_id, [Given("a.txt", b"\0\xff")], START, owner_id=user_id)
