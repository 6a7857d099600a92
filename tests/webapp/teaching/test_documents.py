"""Documents taken in: what is given, what becomes of it, and where it comes from."""

from __future__ import annotations

import html
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from questions.question import Stance
from tests.webapp.browsing import post, sign_in, submit, token_on
from tests.webapp.worlds import PASSWORD, SEED, World
from webapp.db import db
from webapp.forms.teaching import documents
from webapp.models import Document, DocumentRevision, Job, JobState, Passage, Proposal, Upload
from webapp.services.sources import documents as document_services
from webapp.worker import Worker

COURSE = "/teach/caucasus"
PAGE = f"{COURSE}/documents/new"
FILES = Path(__file__).parents[2] / "questions" / "reading" / "files"
TEXT = "Rivers\r\n\r\nThe Kura is long.\r\n\r\nIt rises in Türkiye. It ends in the Caspian."

MARKDOWN = """\
# Rivers

The **Kura** is [long](https://example.org). Its tributaries are:

1. Araks
2. Alazani

> It is long.

| River | Length |
|---|---|
| Kura | 1,515 km |

    x = 1

## Notes
"""


def send(client: FlaskClient, *files: tuple[bytes, str], **fields: str) -> TestResponse:
    sent = [(BytesIO(content), name) for content, name in files]
    token = token_on(client, PAGE)
    data = {"csrf_token": token, "propose": "y", **fields, "files": sent}
    return client.post(PAGE, data=data)


def work(hands: Worker) -> list[Job]:
    """Have all jobs done that wait; returns them all, the oldest first."""
    waiting = select(Job.id).where(Job.state == JobState.QUEUED).order_by(Job.id)
    for job_id in db.session.scalars(waiting).all():
        db.session.rollback()
        hands.perform(str(job_id))
    db.session.rollback()
    return list(db.session.scalars(select(Job).order_by(Job.id)))


def stored(slug: str = "rivers") -> tuple[Document, DocumentRevision]:
    db.session.rollback()
    row = db.session.execute(
        select(Document, DocumentRevision)
        .join(DocumentRevision, DocumentRevision.document_id == Document.id)
        .where(Document.slug == slug)
    ).one()
    return row[0], row[1]


def count(model: type[Document] | type[Upload] | type[Proposal]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_pasted_text_becomes_a_document(teacher: FlaskClient, hands: Worker) -> None:
    assert send(teacher, text=TEXT).location == f"{COURSE}/jobs"
    assert "Pasted text" in teacher.get(f"{COURSE}/jobs").text
    assert "Questions are being proposed." in teacher.get(f"{COURSE}/curate").text
    work(hands)
    assert "Questions are being proposed." not in teacher.get(f"{COURSE}/curate").text
    document, revision = stored()
    assert (document.title, document.publisher) == ("Rivers", "Unknown publisher")
    assert not document.is_looked_over
    assert revision.text == TEXT.replace("\r\n", "\n")
    assert count(Upload) == 0
    assert "Look it over" in teacher.get(COURSE).text


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("pasted", [True, False])
def test_the_same_text_uploaded_and_pasted_is_one_text(
    teacher: FlaskClient, hands: Worker, end: str, mark: str, pasted: bool
) -> None:
    text = mark + TEXT.replace("\r\n", end)
    if pasted:
        send(teacher, text=text)
    else:
        send(teacher, (text.encode(), "rivers.txt"))
    work(hands)
    assert stored()[1].text == TEXT.replace("\r\n", "\n")
    send(teacher, (TEXT.encode(), "again.txt"))
    work(hands)
    assert count(Document) == 2


def test_takes_markdown_in_without_its_marks(teacher: FlaskClient, hands: Worker) -> None:
    send(teacher, (MARKDOWN.encode(), "rivers.md"))
    work(hands)
    _document, revision = stored()
    assert revision.text.startswith("Rivers\n\nThe Kura is long. Its tributaries are:\n\n1. Araks")
    kinds = db.session.scalars(
        select(Passage.kind).where(Passage.revision_id == revision.id).order_by(Passage.position)
    ).all()
    assert kinds == "title sentence sentence item item quotation row row code heading".split()
    shown = teacher.get("/courses/caucasus/documents/rivers").text
    for part in ("Araks</li>", "<blockquote>", "River | Length", "x = 1</pre>", "Notes</h2>"):
        assert part in shown
    asked = teacher.get("/teach/caucasus/questions/new?document=rivers").text
    for name in ("Title", "List item", "Quotation", "Table row", "Code", "Heading"):
        assert f'<span class="by">{name}</span>' in " ".join(asked.split()).replace(" </", "</")


def test_several_files_are_taken_in_one_after_the_other(
    teacher: FlaskClient, hands: Worker
) -> None:
    names = ("libreoffice.pdf", "libreoffice.docx", "pandoc.epub", "news.html")
    sent = send(teacher, *((FILES.joinpath(name).read_bytes(), name) for name in names))
    assert sent.status_code == 302
    jobs = work(hands)
    assert [job.state for job in jobs] == [JobState.DONE] * 4
    assert jobs[0].found > 0 and count(Proposal) >= jobs[0].found
    assert count(Upload) == 0
    first = db.session.get_one(Document, jobs[0].document_id)
    shown = html.unescape(teacher.get(f"{COURSE}/jobs").text)
    assert f"The document is in. {jobs[0].found} questions proposed." in shown
    assert first.title in shown


def test_a_bad_file_keeps_no_good_one_out(teacher: FlaskClient, hands: Worker) -> None:
    answer = send(teacher, (TEXT.encode(), "rivers.txt"), (b"", "empty.pdf"), (b"\x89PNG", "a.pdf"))
    said = html.unescape(answer.text)
    assert answer.status_code == 400
    assert "empty.pdf is empty." in said and "a.pdf is a picture." in said
    assert "One other is being read." in said
    work(hands)
    assert stored()[0].title == "Rivers"


def test_nul_is_taken_out_and_pointed_out_beside_the_text(
    teacher: FlaskClient, world: World
) -> None:
    answer = send(teacher, text="The Ku\0ra is long.")
    assert answer.status_code == 400
    assert "Characters that are no text were taken out." in answer.text
    assert "The Kura is long." in answer.text
    assert teacher.get(f"{PAGE}?a=%00").status_code == 400


@pytest.mark.parametrize(
    ("files", "fields", "complaint"),
    [
        ([], {}, "Choose a file, paste a text or give an address."),
        ([], {"text": " \n "}, "Choose a file, paste a text or give an address."),
        ([], {"text": "A sentence. " * 2_000}, "It is over 1 MB."),
        ([], {"link": "river"}, "Write the whole address"),
        ([], {"link": "ftp://example.org/a.txt"}, "Write the whole address"),
        ([], {"link": "javascript:alert(1)"}, "Write the whole address"),
        ([], {"link": "http://[::1/"}, "Write the whole address"),
        ([], {"link": "https://example.org/" + "a" * 2_000}, "characters"),
        ([(b"", "empty.txt")], {}, "empty.txt is empty."),
        ([(b"It is so.", "paper.pdf")], {}, "paper.pdf is named like a PDF file, but is not one."),
        ([(b"PK\x03\x04xl/workbook", "a.xlsx")], {}, "a.xlsx is a spreadsheet."),
        ([(b"A.", "a.txt")] * 21, {}, "Give 20 texts at once at most."),
    ],
)
def test_says_what_is_wrong(
    teacher: FlaskClient,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    files: list[tuple[bytes, str]],
    fields: dict[str, str],
    complaint: str,
) -> None:
    monkeypatch.setattr(documents, "LARGEST", 10_000)
    answer = send(teacher, *files, **fields)
    assert answer.status_code == 400
    assert complaint in html.unescape(answer.text)
    for typed in fields.values():
        assert html.escape(typed.strip()) in answer.text.replace("&#39;", "&#x27;")
    assert db.session.scalars(select(Job)).all() == []


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"Only a heading", "a.txt", "There are no sentences in this text."),
        (b"It is so.\n\n" * 5_001, "a.txt", "This text has over 5,000 sentences."),
        (b"%PDF-1.7 .", "a.pdf", "The file is damaged or cut off."),
        ("Это длинное русское предложение без английских слов.".encode(), "a.txt", "not English"),
    ],
)
def test_says_why_a_file_cannot_be_taken_in(
    teacher: FlaskClient, hands: Worker, content: bytes, name: str, why: str
) -> None:
    assert send(teacher, (content, name)).status_code == 302
    (job,) = work(hands)
    assert job.state is JobState.FAILED and why in job.error
    page = html.unescape(teacher.get(f"{COURSE}/jobs").text)
    assert why in page and "Try again" in page
    submit(teacher, f"{COURSE}/jobs", f"{COURSE}/jobs/{job.id}/retry")
    assert work(hands)[0].state is JobState.FAILED


def test_only_instructors_add_documents(client: FlaskClient, world: World) -> None:
    sign_in(client, "learner@example.org", PASSWORD)
    assert client.get(PAGE).status_code == 403
    sign_in(client, "stranger@example.org", PASSWORD)
    assert client.get(PAGE).status_code == 404


def test_two_documents_of_one_title_at_once(
    teacher: FlaskClient, hands: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = db.session.scalars(select(Document.slug)).one()
    free, slugs = document_services._free_slug, [taken]
    monkeypatch.setattr(
        document_services, "_free_slug", lambda *given: slugs.pop() if slugs else free(*given)
    )
    send(teacher, text=TEXT)
    work(hands)
    assert stored()[0].title == "Rivers"


NEWS = """\
Rivers

The Kura is 1,515 kilometres long and rises in Kars in 1994. Anna Berg said that the Kura carried \
2 boats in 1999. The Araks was closed in 2001, Azernews reports.
"""


def test_whose_words_sentences_are_is_kept(teacher: FlaskClient, hands: Worker) -> None:
    source = "---\npublisher: Azernews\n---\n# " + NEWS
    send(teacher, (source.encode(), "rivers.md"))
    work(hands)
    _document, revision = stored()
    voices = db.session.execute(
        select(Passage.stance, Passage.speaker)
        .where(Passage.revision_id == revision.id, Passage.number > 0)
        .order_by(Passage.number)
    )
    assert [tuple(row) for row in voices] == [
        (Stance.ASSERTED, None),
        (Stance.CLAIMED, "Anna Berg"),
        (Stance.ASSERTED, None),
    ]


def test_nothing_is_proposed_unless_it_is_asked_for(teacher: FlaskClient, hands: Worker) -> None:
    post(teacher, PAGE, text=NEWS)
    (job,) = work(hands)
    assert (job.state, job.found, count(Proposal)) == (JobState.DONE, 0, 0)
    page = html.unescape(teacher.get(f"{COURSE}/jobs").text)
    assert "The document is in." in page and "Nothing new" not in page


DETAILS = f"{COURSE}/documents/{SEED}/details"
CORRECT = {
    "title": "Talks",
    "publisher": "Azernews",
    "author": "Sabina Mammadli",
    "published_on": "2023-01-20",
    "published_at": "16:30",
    "offset": "+04:00",
    "language": "en",
}


def test_where_a_document_comes_from_is_corrected(teacher: FlaskClient, world: World) -> None:
    assert submit(teacher, DETAILS, **CORRECT).status_code == 302
    document, _revision = stored(SEED)
    assert (document.title, document.author) == ("Talks", "Sabina Mammadli")
    assert document.published == "2023-01-20T16:30+04:00"
    assert document.is_looked_over
    again = html.unescape(teacher.get(DETAILS).text)
    for value in CORRECT.values():
        assert value in again


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"title": " "}, "Give the document a title."),
        ({"publisher": ""}, "Say who published it."),
        ({"offset": "4"}, "Write it like +04:00."),
    ],
)
def test_wrong_details_are_told_of_and_kept_as_typed(
    teacher: FlaskClient, world: World, wrong: dict[str, str], complaint: str
) -> None:
    answer = submit(teacher, DETAILS, **{**CORRECT, **wrong})
    page = html.unescape(answer.text)
    assert answer.status_code == 400 and complaint in page
    assert "Sabina Mammadli" in page
    assert stored(SEED)[0].title != "Talks"
