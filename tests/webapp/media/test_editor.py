"""Pictures in the question editor: put into a text, described, shown, and told where none is."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage

from tests.webapp.browsing import form_on, sign_in
from tests.webapp.media.pictures import picture
from tests.webapp.teaching.writing import NEW, typed, write
from tests.webapp.worlds import PASSWORD, World

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def teacher(client: FlaskClient, world: World) -> FlaskClient:
    sign_in(client, "instructor@example.org", PASSWORD)
    return client


def given(content: bytes, name: str = "field.png") -> FileStorage:
    return FileStorage(BytesIO(content), name)


def test_a_picture_is_put_into_a_text_and_nothing_typed_is_lost(teacher: FlaskClient) -> None:
    fields = typed("multiple_choice", do="media", media_description="A red field")
    token = form_on(teacher, NEW, NEW).values["csrf_token"]
    upload = {"media": given(picture().content), "media_where": "options-options-1-text"}
    said = teacher.post(NEW, data={"csrf_token": token, **fields, **upload}).text
    assert f'value="1992 ![A red field](media:{picture().name})"' in said
    assert "When did bilateral cooperation begin?</textarea>" in said
    again = {"media": given(b"MZ nothing", "tool.exe"), "media_where": "stem"}
    refused = teacher.post(NEW, data={"csrf_token": token, **fields, **again})
    assert refused.status_code == 400
    assert 'id="media-error"' in refused.text and "tool.exe is no picture or sound" in refused.text
    assert 'value="A red field"' in refused.text


def test_a_file_that_is_dropped_is_answered_with_what_stands_for_it(teacher: FlaskClient) -> None:
    token = form_on(teacher, NEW, NEW).values["csrf_token"]
    fields = {"csrf_token": token, "media": given(picture().content)}
    said = teacher.post("/teach/caucasus/media", data=fields)
    assert (said.status_code, said.mimetype) == (200, "text/plain")
    assert said.text == f"![](media:{picture().name})"
    nothing = teacher.post("/teach/caucasus/media", data={"csrf_token": token})
    assert (nothing.status_code, nothing.text) == (400, "Choose a file.")


def test_what_is_not_described_or_not_there_is_not_published(teacher: FlaskClient) -> None:
    name = picture().name
    bare = write(teacher, typed("flashcard", stem=f"Which? ![](media:{name})"))
    assert bare.status_code == 400 and "has no description" in bare.text
    gone = write(teacher, typed("flashcard", stem=f"Which? ![A field](media:{name})"))
    assert gone.status_code == 400 and "is not in this course" in gone.text
    token = form_on(teacher, NEW, NEW).values["csrf_token"]
    fields = {"csrf_token": token, "media": given(picture().content)}
    teacher.post("/teach/caucasus/media", data=fields)
    saved = write(teacher, typed("flashcard", stem=f"Which? ![A field](media:{name})"))
    page = teacher.get(saved.headers["Location"]).text
    sized = f'<img class="picture" src="/media/{name}" width="60" height="40" alt="A field"'
    assert sized in page
    assert "A note of the source" not in page
    listed = teacher.get("/teach/caucasus/questions?text=which").text
    assert "Which? A field" in listed and "media:" not in listed.replace("media=", "")
