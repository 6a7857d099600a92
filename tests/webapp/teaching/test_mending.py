"""What a file of questions has amiss: shown where it stands, and put right."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import downgrade, upgrade

from questions.question import Question as Asked
from tests.questions.media.samples import picture
from tests.webapp.browsing import form_on, submit, token_on
from tests.webapp.operations.test_exchange import flashcard
from tests.webapp.teaching.test_importing import look_over, stems, written
from tests.webapp.worlds import World
from webapp import MIGRATIONS
from webapp.db import db
from webapp.forms.teaching.editor import salvage

AIKEN = """First?
A. Yes
B. No
ANSWER: A

Second without a key?
A. Tea
B. Coffee

Third with a key of none?
A. Red
B. Blue
ANSWER: D

Fourth?
A. Yes
B. No
ANSWER: B
"""


def items(page: str) -> list[str]:
    """Return the text of each place of a file, in the order of the page."""
    found = re.findall(r'<li (?:class="left-out" )?id="[pq]\d+">(.*?)</div></li>', page, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in found]


def left_out_on(page: str) -> list[str]:
    """Return the buttons that lead to the editor of what is left out."""
    return re.findall(r'name="do" value="(left-out-\d+)"', page)


def open_editor(teacher: FlaskClient, place: str, do: str, **ticked: Any) -> str:
    answer = submit(teacher, place, do=do, **ticked)
    assert answer.status_code == 302, answer.text
    return answer.location


def test_problems_stand_where_they_are_in_the_file(teacher: FlaskClient, world: World) -> None:
    place = look_over(teacher, AIKEN, "a.aiken")
    page = teacher.get(place).text
    first, second, third, fourth = items(page)
    assert "First?" in first and "Fourth?" in fourth
    assert "Line 6" in second and "no line “ANSWER: A”" in second and "A. Tea" in second
    assert "Line 10" in third and "The answer is D, and no option is D." in third
    assert "Only with problems (2)" in page and "2 left out" in page
    filtered = teacher.get(submit(teacher, place, do="amiss").location).text
    assert len(items(filtered)) == 2 and "First?" not in filtered and "Show all" in filtered


def test_what_is_not_shown_stays_ticked(teacher: FlaskClient, world: World) -> None:
    place = look_over(teacher, AIKEN, "a.aiken")
    submit(teacher, f"{place}?only=amiss", do="import")
    assert {"First?", "Fourth?"} <= set(stems(world))


def test_what_was_left_out_is_written_and_stands_at_its_place(
    teacher: FlaskClient, world: World
) -> None:
    place = look_over(teacher, AIKEN, "a.aiken")
    button, _third = left_out_on(teacher.get(place).text)
    second = open_editor(teacher, place, button, take=["1"])
    editor = teacher.get(second).text
    assert "Second without a key?" in editor and "Tea" in editor and "B. Coffee" in editor
    refused = submit(teacher, second, do="mend")
    assert refused.status_code == 400 and "Mark the right answer." in refused.text
    mended = submit(teacher, second, **{"options-one": "0", "do": "mend"})
    assert mended.location == f"{place}?page=1#q2"
    page = teacher.get(place).text
    _first, now, after, fourth = items(page)
    assert "Second without a key?" in now and "Left out" not in now
    assert "Line 10" in after and "Fourth?" in fourth
    assert re.findall(r'value="(\d)" checked', page) == ["1", "2"]
    third = open_editor(teacher, place, *left_out_on(page))
    submit(teacher, third, **{"options-one": "1", "do": "mend"})
    submit(teacher, place, do="import")
    assert "First?" not in stems(world)
    assert {"Second without a key?", "Third with a key of none?", "Fourth?"} <= set(stems(world))


def test_a_change_meanwhile_is_not_overwritten(teacher: FlaskClient, world: World) -> None:
    place = look_over(teacher, AIKEN, "a.aiken")
    button, other = left_out_on(teacher.get(place).text)
    second = open_editor(teacher, place, button)
    sent = {"options-one": "0", "do": "mend"}
    refused = submit(teacher, second, **sent, seen="another")
    assert refused.status_code == 409 and "The file was changed" in refused.text
    assert "Second without a key?" in refused.text
    assert left_out_on(teacher.get(place).text) == [button, other]
    fields = form_on(teacher, second).values | {name: [each] for name, each in sent.items()}
    gone = teacher.post(f"{place}/left-out/9", data=fields | {"seen": ["another"]})
    assert gone.status_code == 409 and "The file was changed" in gone.text


def test_what_is_typed_outlives_its_file(teacher: FlaskClient, world: World) -> None:
    place = look_over(teacher, AIKEN, "a.aiken")
    second = open_editor(teacher, place, left_out_on(teacher.get(place).text)[0])
    typed = form_on(teacher, second).values | {"options-one": ["0"], "do": ["mend"]}
    submit(teacher, place, do="import")
    for there in (second, f"{place}/question/9"):
        refused = teacher.post(there, data=typed)
        assert refused.status_code == 409 and "The file was changed" in refused.text
        assert "Second without a key?" in refused.text


def test_an_old_page_takes_nothing_in_that_it_does_not_show(
    teacher: FlaskClient, world: World
) -> None:
    place = look_over(teacher, AIKEN, "a.aiken")
    old = form_on(teacher, place).values | {"take": ["0"], "do": ["import"]}
    second = open_editor(teacher, place, left_out_on(teacher.get(place).text)[0])
    submit(teacher, second, **{"options-one": "0", "do": "mend"})
    before = stems(world)
    refused = teacher.post(place, data=old)
    assert refused.status_code == 409 and "Tick once more" in refused.text
    assert stems(world) == before


def test_one_of_two_with_one_name_is_put_right(teacher: FlaskClient, world: World) -> None:
    place = look_over(teacher, written(flashcard("A?", id="e"), flashcard("B?", id="e")), "a.jsonl")
    assert "1 cannot be taken in" in teacher.get(place).text
    submit(teacher, open_editor(teacher, place, "question-1"), do="mend")
    assert "cannot be taken in" not in teacher.get(place).text


@pytest.mark.parametrize(
    ("spelt", "filled"),
    [
        (
            {
                "type": "true_false",
                "interaction": {
                    "kind": "choice",
                    "options": [{"text": "False", "fraction": 1, "feedback": "No."}],
                },
            },
            {"right": "1", "feedback_true": "", "feedback_false": "No."},
        ),
        (
            {
                "type": "short_answer",
                "interaction": {
                    "answers": [
                        {"text": "Paris"},
                        {"text": "Lyon", "fraction": 0.5},
                        {"text": "Rome", "fraction": 0},
                    ]
                },
            },
            {"answers": "Paris"},
        ),
        (
            {"type": "multiple_choice", "interaction": {"shuffle": False}},
            {"shuffle": False, "one": ""},
        ),
    ],
)
def test_what_is_made_out_has_no_other_key(
    app: Flask, spelt: dict[str, Any], filled: dict[str, Any]
) -> None:
    with app.test_request_context():
        draft = salvage(spelt, None)
    values = draft.shapes[draft.shape]
    assert {name: values[name] for name in filled} == filled


def test_a_question_that_cannot_be_taken_is_put_right(teacher: FlaskClient, world: World) -> None:
    citation = {"document": "nowhere", "start": 0, "end": 4, "quote": "word", "stance": "asserted"}
    asked: list[Asked] = [flashcard("Elsewhere?", citations=[citation], id="e"), flashcard("B?")]
    place = look_over(teacher, written(*asked), "a.jsonl")
    page = teacher.get(place).text
    assert "1 cannot be taken in" in page and "Only with problems (1)" in page
    editor = open_editor(teacher, place, "question-0")
    answer = submit(teacher, editor, **{"stem": "Here?", "do": "mend"})
    assert answer.location == f"{place}?page=1#q1"
    page = teacher.get(place).text
    assert "cannot be taken in" not in page and "Here?" in items(page)[0]
    submit(teacher, place, do="import")
    assert {"Here?", "B?"} <= set(stems(world))


def test_one_after_another_is_put_right_among_those_with_problems(
    teacher: FlaskClient, world: World
) -> None:
    place = look_over(teacher, AIKEN, "a.aiken")
    only = submit(teacher, place, do="amiss", take=[]).location
    editor = open_editor(teacher, only, *left_out_on(teacher.get(only).text)[:1])
    assert f'href="{place}?page=1&amp;only=amiss#p1"' in teacher.get(editor).text
    mended = submit(teacher, editor, **{"options-one": "0", "do": "mend"})
    assert mended.location == f"{place}?page=1&only=amiss#q2"
    page = teacher.get(mended.location).text
    assert len(items(page)) == 1 and "1 of 3 are ticked" in page


def test_a_picture_that_is_missing_is_added_where_it_was(
    teacher: FlaskClient, world: World
) -> None:
    missing = f"![a map](media:{'0' * 32}.png)"
    place = look_over(teacher, written(flashcard(f"Where? {missing}")), "a.jsonl")
    assert "A picture of it is not in the file: add it anew." in items(teacher.get(place).text)[0]
    editor = open_editor(teacher, place, "question-0")
    fields: Any = {"csrf_token": token_on(teacher, editor), "stem": "Where?", "do": "media"}
    fields |= {"type": "flashcard", "card-back": "Tbilisi", "media_description": "A map"}
    fields["media"] = BytesIO(picture()), "map.png"
    page = teacher.post(editor, data=fields, content_type="multipart/form-data").text
    assert re.search(r"Where\? !\[A map\]\(media:[0-9a-f]{32}\.png\)", page)


def test_what_is_gone_is_said(teacher: FlaskClient, world: World) -> None:
    place = look_over(teacher, AIKEN, "a.aiken")
    for there in ("question/9", "left-out/9"):
        assert teacher.get(f"{place}/{there}").status_code == 404
    submit(teacher, place, do="import")
    assert teacher.get(f"{place}/question/0").status_code == 404


def test_files_from_before_are_shown(teacher: FlaskClient, world: World) -> None:
    place = look_over(teacher, AIKEN, "a.aiken")
    db.session.remove()
    downgrade(str(MIGRATIONS), "0052")
    upgrade(str(MIGRATIONS))
    page = teacher.get(place).text
    assert len(items(page)) == 2 and "Of the whole file" in page
    assert "<b>Line 10:</b> The answer is D, and no option is D." in page


def test_the_wish_for_drafts_is_kept_on_the_way(teacher: FlaskClient, world: World) -> None:
    citation = {"document": "nowhere", "start": 0, "end": 4, "quote": "word", "stance": "asserted"}
    asked: list[Asked] = [flashcard("Cites?"), flashcard("Elsewhere?", citations=[citation])]
    place = look_over(teacher, written(*asked), "a.jsonl")
    editor = open_editor(teacher, place, "question-1", drafts=["y"])
    back = submit(teacher, editor, **{"stem": "Here?", "do": "mend"}).location
    assert 'name="drafts" value="y" checked' in teacher.get(back).text
    assert 'name="drafts" value="y">' in teacher.get(place).text


def test_enter_takes_nothing_in(teacher: FlaskClient, world: World) -> None:
    place = look_over(teacher, AIKEN, "a.aiken")
    deciding = teacher.get(place).text.rpartition('<form class="stack-lg"')[2]
    first = re.findall(r'name="do" value="([\w-]+)"', deciding)[0]
    before = stems(world)
    assert submit(teacher, place, do=first, take=["0"]).location == f"{place}?page=1"
    assert stems(world) == before
    assert "1 of 2 are ticked" in teacher.get(place).text
