from __future__ import annotations

import html
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.webapp.browsing import sign_in, token_on
from tests.webapp.worlds import PASSWORD, World
from webapp.db import db
from webapp.forms.teaching import documents
from webapp.models import Document, DocumentRevision, Passage
from webapp.services import documents as document_services

PAGE = "/teach/caucasus/documents/new"
TEXT = "The Kura is long.\r\n\r\nIt rises in Türkiye. It ends in the Caspian."


def send(client: FlaskClient, **fields: object) -> TestResponse:
    token = token_on(client, PAGE)
    given = {"title": "Rivers", "publisher": "Gazette", "language": "en", **fields}
    return client.post(PAGE, data={"csrf_token": token, **given})


def stored() -> tuple[Document, DocumentRevision]:
    db.session.rollback()
    row = db.session.execute(
        select(Document, DocumentRevision)
        .join(DocumentRevision, DocumentRevision.document_id == Document.id)
        .where(Document.slug == "rivers")
    ).one()
    return row[0], row[1]


def test_takes_pasted_text_in(teacher: FlaskClient, world: World) -> None:
    answer = send(
        teacher, text=TEXT, published_on="2024-03-02", published_at="10:30", offset="+04:00"
    )
    assert answer.status_code == 302
    document, revision = stored()
    assert document.published == "2024-03-02T10:30+04:00"
    assert revision.text == TEXT.replace("\r\n", "\n")
    numbers = db.session.scalars(
        select(Passage.number).where(Passage.revision_id == revision.id).order_by(Passage.position)
    ).all()
    assert numbers == [1, 2, 3]
    assert teacher.get(answer.location).status_code == 200


def test_keeps_the_text_of_a_file_unchanged(teacher: FlaskClient, world: World) -> None:
    assert send(teacher, file=(BytesIO(TEXT.encode()), "rivers.md")).status_code == 302
    document, revision = stored()
    assert (document.published, revision.text) == ("", TEXT)


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({}, "Paste the text, or choose a file."),
        ({"text": " \n "}, "Paste the text, or choose a file."),
        ({"text": "Only a heading"}, "There are no sentences in this text."),
        ({"text": "A sentence. " * 2_000}, "It is over 1 MB."),
        ({"file": (b"A \0 sentence.", "a.txt")}, "This is not a text file."),
        ({"file": (b"", "empty.txt")}, "The file is empty."),
        ({"file": (b"caf\xe9.", "latin.txt")}, "The file is not UTF-8 (byte 3)."),
        ({"file": (b"A sentence. " * 2_000, "large.txt")}, "It is over 1 MB."),
        ({"file": (b"%PDF-1.7 .", "paper.pdf")}, "Choose a .txt or .md file."),
        ({"file": (b"A sentence.", "a.txt"), "text": TEXT}, "not both."),
        ({"text": TEXT, "title": " "}, "Give the document a title."),
        ({"text": TEXT, "publisher": ""}, "Say who published it."),
        ({"text": TEXT, "offset": "4"}, "Write it like +04:00."),
    ],
)
def test_says_what_is_wrong(
    teacher: FlaskClient,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    fields: dict[str, object],
    complaint: str,
) -> None:
    monkeypatch.setattr(documents, "LARGEST", 10_000)
    if isinstance(file := fields.get("file"), tuple):
        fields = {**fields, "file": (BytesIO(file[0]), file[1])}
    answer = send(teacher, **fields)
    assert answer.status_code == 400
    assert complaint in html.unescape(answer.text)
    assert "Gazette" in answer.text or "publisher" in fields
    assert db.session.scalar(select(Document.id).where(Document.slug == "rivers")) is None


def test_only_instructors_add_documents(client: FlaskClient, world: World) -> None:
    sign_in(client, "learner@example.org", PASSWORD)
    assert client.get(PAGE).status_code == 403
    sign_in(client, "stranger@example.org", PASSWORD)
    assert client.get(PAGE).status_code == 404


def test_refuses_a_text_of_too_many_sentences(teacher: FlaskClient, world: World) -> None:
    answer = send(teacher, text="It is so.\n\n" * 5_001)
    assert answer.status_code == 400
    assert "This text has over 5,000 sentences. Split it into chapters." in answer.text


def test_two_documents_of_one_title_at_once(
    teacher: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = db.session.scalars(select(Document.slug)).one()
    free, slugs = document_services._free_slug, [taken]
    monkeypatch.setattr(
        document_services, "_free_slug", lambda *given: slugs.pop() if slugs else free(*given)
    )
    assert send(teacher, text=TEXT).status_code == 302
    assert stored()[0].title == "Rivers"
