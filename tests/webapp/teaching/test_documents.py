from __future__ import annotations

import html
import zlib
from base64 import b64encode
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.webapp.browsing import forms_in, sign_in, token_on
from tests.webapp.worlds import PASSWORD, World
from webapp.db import db
from webapp.forms.teaching import documents
from webapp.models import Document, DocumentRevision, Passage
from webapp.services.sources import documents as document_services
from webapp.services.sources.documents import read_source

PAGE = "/teach/caucasus/documents/new"
TEXT = "The Kura is long.\r\n\r\nIt rises in Türkiye. It ends in the Caspian."

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


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("pasted", [True, False])
def test_the_same_text_uploaded_and_pasted_is_one_text(
    teacher: FlaskClient, world: World, end: str, mark: str, pasted: bool
) -> None:
    text = mark + TEXT.replace("\r\n", end)
    given = {"text": text} if pasted else {"file": (BytesIO(text.encode()), "rivers.txt")}
    assert send(teacher, **given).status_code == 302
    document, revision = stored()
    assert (document.published, revision.text) == ("", TEXT.replace("\r\n", "\n"))


def test_takes_markdown_in_without_its_marks(teacher: FlaskClient, world: World) -> None:
    assert send(teacher, file=(BytesIO(MARKDOWN.encode()), "rivers.md")).status_code == 302
    _document, revision = stored()
    assert revision.text.startswith("Rivers\n\nThe Kura is long. Its tributaries are:\n\n1. Araks")
    kinds = db.session.scalars(
        select(Passage.kind).where(Passage.revision_id == revision.id).order_by(Passage.position)
    ).all()
    assert kinds == "title sentence sentence item item quotation row row code heading".split()
    shown = teacher.get("/courses/caucasus/documents/rivers").text
    for part in (
        '<ul><li class="s" id="h3">Araks</li> <li class="s" id="h4">Alazani</li></ul>',
        '<blockquote><span class="s" id="h5">It is long.</span></blockquote>',
        '<p class="s" id="h6">River | Length</p> <p class="s" id="h7">Kura | 1,515 km</p>',
        '<pre class="s" id="h8">x = 1</pre>',
        '<h2 class="s" id="h9">Notes</h2>',
    ):
        assert part in shown
    asked = teacher.get("/teach/caucasus/questions/new?document=rivers").text
    for name in ("Title", "List item", "Quotation", "Table row", "Code", "Heading"):
        assert f'<span class="by">{name}</span>' in " ".join(asked.split()).replace(" </", "</")


def test_pasted_text_is_plain(teacher: FlaskClient, world: World) -> None:
    assert send(teacher, text="The *Kura* is long.").status_code == 302
    assert stored()[1].text == "The *Kura* is long."


def test_nul_is_taken_out_and_pointed_out_beside_the_text(
    teacher: FlaskClient, world: World
) -> None:
    answer = send(teacher, text="The Ku\0ra is long.", title="Ri\0vers", publisher="Gaz\0ette")
    page = html.unescape(answer.text)
    assert answer.status_code == 400
    assert "Characters that are no text were taken out." in page
    assert "The Kura is long." in page
    assert 'value="Rivers"' in page
    assert 'value="Gazette"' in page
    assert teacher.get(f"{PAGE}?a=%00").status_code == 400


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


FILE = 'The Kura is long.\n\n  It  rises in Türkiye.\x0bIt ends &lt;in&gt; "the" Caspian.\n\n\n'


def packed(content: bytes) -> str:
    return b64encode(zlib.compress(content)).decode()


def kept(page: TestResponse) -> dict[str, list[str]]:
    """Return what the form would send if it were sent again as it is."""
    return next(f.values for f in forms_in(page.text) if "publisher" in f.values)


@pytest.mark.parametrize("name", ["rivers.md", "rivers.txt"])
@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"publisher": "x" * 121},
        {"offset": "4"},
        {"published_on": "soon"},
        {"language": "klingon"},
        {"text": "Pasted too."},
    ],
)
def test_an_error_loses_no_file(
    teacher: FlaskClient, world: World, wrong: dict[str, str], name: str
) -> None:
    filled = {"published_on": "2024-03-02", "published_at": "10:30", "offset": "+04:00"}
    upload = (BytesIO(FILE.encode()), name)
    refused = send(teacher, file=upload, **{**filled, **wrong})
    assert refused.status_code == 400
    assert f"{name} is kept." in refused.text
    again = kept(refused)
    for field, value in ({"title": "Rivers", "publisher": "Gazette"} | filled | wrong).items():
        assert field == "language" or again[field][0].strip() == value.strip()
    mended = {**again, **filled, "title": "Rivers", "publisher": "Gazette", "text": ""}
    assert teacher.post(PAGE, data={**mended, "language": "hy"}).status_code == 302
    document, revision = stored()
    assert (document.published, document.language) == ("2024-03-02T10:30+04:00", "hy")
    expected = read_source(FILE, name)
    assert revision.text == expected.text


def test_a_kept_file_is_replaced_or_left_out(teacher: FlaskClient, world: World) -> None:
    again = kept(send(teacher, file=(BytesIO(b"It is old."), "old.txt"), title=""))
    other = teacher.post(PAGE, data={**again, "file": (BytesIO(b"It is new."), "new.txt")})
    assert "new.txt is kept." in other.text and "old.txt" not in other.text
    left = teacher.post(PAGE, data={**kept(other), "leave_out": "y"})
    assert "is kept." not in left.text
    assert "Paste the text, or choose a file." in left.text
    pasted = {**kept(other), "leave_out": "y", "title": "Rivers", "text": "It is pasted."}
    assert teacher.post(PAGE, data=pasted).status_code == 302
    assert stored()[1].text == "It is pasted."


def test_what_a_service_refuses_of_a_file_stands_beside_the_file(
    teacher: FlaskClient, world: World
) -> None:
    refused = send(teacher, file=(BytesIO(b"Only a heading"), "heading.txt"))
    beside = html.unescape(refused.text.partition('id="file-error"')[2].partition("</p>")[0])
    assert "There are no sentences in this text." in beside
    assert "heading.txt is kept." in refused.text


@pytest.mark.parametrize(
    ("held", "complaint"),
    [
        ({"held": b64encode(b"It is.").decode(), "held_name": "a.txt"}, "Choose it again."),
        ({"held": "%%%", "held_name": "a.txt"}, "The file was not kept. Choose it again."),
        ({"held": packed(b"%PDF-1.7 ."), "held_name": "a.pdf"}, "Choose a .txt"),
        ({"held": packed(b"A \0 sentence."), "held_name": "a.txt"}, "not a text file"),
        ({"held": packed(b"It is. " * 160_000), "held_name": "a.txt"}, "over 1 MB"),
        ({"held": packed(b"It is."), "held_name": ""}, "Choose a .txt"),
    ],
)
def test_what_comes_back_is_judged_like_a_new_file(
    teacher: FlaskClient, world: World, held: dict[str, str], complaint: str
) -> None:
    answer = send(teacher, **held)
    assert answer.status_code == 400
    assert complaint in html.unescape(answer.text)
    assert "is kept." not in answer.text


def test_a_faulty_file_is_not_kept(teacher: FlaskClient, world: World) -> None:
    answer = send(teacher, file=(BytesIO(b"caf\xe9."), "latin.txt"), title="")
    assert "is kept." not in answer.text and "held" not in kept(answer)
