"""Pictures and sounds beside questions: each format that has room brings them back as they went."""

from __future__ import annotations

import pytest

from questions.interactions import Answer, Choice, Option, Recall, TextEntry
from questions.interchange import FORMATS, write_out
from questions.interchange.format import CarriesFiles
from questions.media import refer
from questions.media.taking import take
from questions.question import Question
from tests.questions.media.samples import SAMPLES

TAKEN = [take(content) for content in SAMPLES.values()]
FILES = {file.name: file.content for file in TAKEN}
MAP, BAY, SEA = take(SAMPLES["png"]), take(SAMPLES["svg"]), take(SAMPLES["mp3"])
WITH_ROOM = [form for form in FORMATS.values() if isinstance(form, CarriesFiles)]
WITHOUT = [form for form in FORMATS.values() if not isinstance(form, CarriesFiles)]


def asked() -> list[Question]:
    """Return questions with a file in every text that may have one."""
    shown = refer(MAP.name, "A [rough] map")
    heard, drawn = refer(SEA.name, "The sea"), refer(BAY.name, "The bay")
    options = (
        Option(text=f"Here {drawn}", fraction=1, feedback=f"Yes {heard}"),
        Option(text="There", fraction=0),
    )
    others = "\n\n".join(refer(file.name, f"No. {n}") for n, file in enumerate(TAKEN, 1))
    return [
        Question(
            id="choice",
            type="multiple_choice",
            stem=f"Where?\n\n{shown}",
            interaction=Choice(options=options),
            explanation=f"So {drawn}",
        ),
        Question(
            id="typed",
            type="short_answer",
            stem=f"What is it {drawn}?",
            interaction=TextEntry(answers=(Answer(text="a bay"),)),
            hints=(f"Hear {heard}",),
        ),
        Question(
            id="card", type="flashcard", stem=heard, interaction=Recall(back=f"Low\n\n{shown}")
        ),
        Question(
            id="all", type="flashcard", stem=f"All:\n\n{others}", interaction=Recall(back="a")
        ),
    ]


@pytest.mark.parametrize("form", WITH_ROOM, ids=lambda form: form.name)
def test_files_come_back_as_they_went(form: CarriesFiles) -> None:
    writing = write_out(form, asked(), FILES)  # type: ignore[arg-type]
    reading = form.read(writing.content)  # type: ignore[attr-defined]
    assert [*writing.problems, *reading.problems] == []
    assert list(reading.questions) == asked()
    assert {file.name: file.content for file in reading.files} == FILES


@pytest.mark.parametrize("form", WITH_ROOM, ids=lambda form: form.name)
def test_what_is_not_there_is_said(form: CarriesFiles) -> None:
    writing = write_out(form, asked()[:1], {MAP.name: MAP.content})  # type: ignore[arg-type]
    assert [str(problem) for problem in writing.problems] == [
        "question 1: a picture was left out: its file is not there",
        "question 1: a sound was left out: its file is not there",
    ]
    reading = form.read(writing.content)  # type: ignore[attr-defined]
    assert list(reading.questions) == asked()[:1]
    assert list(reading.files) == [MAP]
    assert len(reading.problems) == 2
    assert all("is not in the file" in problem.message for problem in reading.problems)


@pytest.mark.parametrize("form", WITHOUT, ids=lambda form: form.name)
def test_a_format_without_room_keeps_the_description(form: CarriesFiles) -> None:
    card = FORMATS["cards"] is form
    writing = write_out(form, asked()[2 if card else 0 :][:1], FILES)  # type: ignore[arg-type]
    said = [str(problem) for problem in writing.problems]
    assert "question 1: a picture was left out" in said
    assert "question 1: a sound was left out" in said
    reading = form.read(writing.content)  # type: ignore[attr-defined]
    assert (
        "media:" not in reading.model_dump_json() if hasattr(reading, "model_dump_json") else True
    )
    for question in reading.questions:
        assert "media:" not in question.model_dump_json()
        assert "map]" in question.model_dump_json()
