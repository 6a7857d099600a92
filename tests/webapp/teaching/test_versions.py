from __future__ import annotations

from flask.testing import FlaskClient

from questions.question import Status
from tests.webapp.browsing import form_on, post, submit
from tests.webapp.teaching.writing import NEW, newest, typed, write
from tests.webapp.worlds import World
from webapp.services.teaching.queries.differences import Part, compare_versions


def written(teacher: FlaskClient, world: World) -> str:
    """Write a question, then change it; returns its page."""
    assert write(teacher, typed("multiple_choice")).status_code == 302
    page = f"{NEW[:-3]}{newest(world.course_id)[0].id}"
    changes = {"stem": "In which year did bilateral cooperation begin?", "note": "clearer"}
    assert submit(teacher, page, do="publish", **changes).status_code == 302
    return page


def test_a_version_shows_what_it_changed(teacher: FlaskClient, world: World) -> None:
    page = written(teacher, world)
    said = teacher.get(f"{page}/versions/2").text
    assert "Ines Instructor" in said and "clearer" in said
    assert "<del>" in said and "In which year" in said.partition("<ins>")[2]
    assert "Restore and publish" not in said
    assert "It is the first version." in teacher.get(f"{page}/versions/1").text
    assert teacher.get(f"{page}/versions/3").status_code == 404
    assert f"{page}/versions/2" in teacher.get(page).text


def test_restoring_makes_a_new_version(teacher: FlaskClient, world: World) -> None:
    page = written(teacher, world)
    first = f"{page}/versions/1"
    assert submit(teacher, first, do="publish").status_code == 302
    question, version, asked = newest(world.course_id)
    assert (question.latest, question.published, version.status) == (3, 3, Status.PUBLISHED)
    assert asked.stem == "When did bilateral cooperation begin?"
    assert version.note == "Version 1 restored"
    assert submit(teacher, first, do="draft").status_code == 302
    assert (newest(world.course_id)[0].latest, newest(world.course_id)[0].published) == (4, 3)


def test_nothing_is_restored_over_what_somebody_saved(teacher: FlaskClient, world: World) -> None:
    page = written(teacher, world)
    said = post(teacher, f"{page}/versions/1", page=page, do="publish", based_on="1")
    assert said.headers["Location"].endswith("/versions/1")
    assert newest(world.course_id)[0].latest == 2


def test_restoring_to_publish_goes_by_its_rules(teacher: FlaskClient, world: World) -> None:
    write(teacher, typed("flashcard", quote="", do="draft"))
    page = f"{NEW[:-3]}{newest(world.course_id)[0].id}"
    submit(teacher, page, stem="Other words?", do="draft")
    submit(teacher, f"{page}/versions/1", do="publish")
    assert "Choose the passage that proves the answer" in teacher.get(f"{page}/versions/1").text
    assert newest(world.course_id)[0].latest == 2


def test_whoever_saves_second_sees_both(teacher: FlaskClient, world: World) -> None:
    page = written(teacher, world)
    mine = form_on(teacher, page).values
    submit(teacher, page, stem="What do they say of the year?", do="publish")
    said = teacher.post(page, data={**mine, "stem": "What do I say of the year?", "do": "publish"})
    assert said.status_code == 409
    assert "<del><span" in said.text and "they</" not in said.text
    for words in ("Theirs, version 3", "Yours", "Take theirs", "I say of the year?"):
        assert words in said.text
    assert newest(world.course_id)[0].latest == 3


def test_parts_that_differ(teacher: FlaskClient, world: World) -> None:
    write(teacher, typed("multiple_choice"))
    one = newest(world.course_id)[2]
    options = one.interaction.model_dump()
    options["options"][1]["text"] = "1993"
    other = type(one).model_validate({**one.model_dump(), "interaction": options, "tags": ()})
    found = compare_versions(one, other)
    assert [each.part for each in found] == [Part.OPTIONS, Part.TAGS]
    assert "".join(run.text for run in found[0].new if run.is_alone) == "1993"
    assert compare_versions(one, one) == ()
    reworded = one.model_copy(update={"stem": "Where then, bilateral cooperation begin?"})
    found = compare_versions(one, reworded)
    assert [run.text for run in found[0].new if run.is_alone] == ["Where then,"]
    long = one.model_copy(update={"explanation": "a b " * 1000})
    assert compare_versions(one, long)[0].new[0].is_alone
