"""Pictures and sounds beside questions: each format that has room brings them back as they went."""

from __future__ import annotations

import io
import json
import re
import wave
from base64 import b64encode

import pytest
import zstandard

from questions.interactions import Answer, Choice, Option, Recall, TextEntry
from questions.interchange import FORMATS, Format, write_out
from questions.interchange.format import CarriesFiles
from questions.media import refer
from questions.media.taking import take
from questions.question import Question
from questions.receiving import receive
from tests.questions.interchange.decks import Deck, packed
from tests.questions.media.samples import SAMPLES

TAKEN = [take(content) for content in SAMPLES.values()]
FILES = {file.name: file.content for file in TAKEN}
MAP, BAY, SEA = take(SAMPLES["png"]), take(SAMPLES["svg"]), take(SAMPLES["mp3"])
WITH_ROOM = [form for form in FORMATS.values() if isinstance(form, CarriesFiles)]
FOR_SOUNDS = [form for form in WITH_ROOM if form is not FORMATS["docx"]]  # which has none
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


@pytest.mark.parametrize("form", FOR_SOUNDS, ids=lambda form: form.name)
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
def test_a_format_without_room_keeps_the_description(form: Format) -> None:
    writing = write_out(form, asked()[2 if form.name == "cards" else 0 :][:1], FILES)
    said = [str(problem) for problem in writing.problems]
    assert "question 1: a picture was left out" in said
    assert "question 1: a sound was left out" in said
    assert b"media:" not in writing.content
    reading = form.read(writing.content)
    assert reading.questions
    for question in reading.questions:
        assert "media:" not in question.model_dump_json()
        assert "[A (rough) map]" in question.model_dump_json()


def test_options_that_differ_in_their_pictures_alone_are_told_apart() -> None:
    texts = (refer(MAP.name, ""), refer(BAY.name, ""))
    options = tuple(Option(text=text, fraction=float(not n)) for n, text in enumerate(texts))
    question = Question(type="multiple_choice", stem="Which?", interaction=Choice(options=options))
    [read] = FORMATS["gift"].read(write_out(FORMATS["gift"], [question], FILES).content).questions
    assert [line.text for line in read.interaction.options] == ["[a picture, 1]", "[a picture, 2]"]  # type: ignore[union-attr]


def test_each_text_of_moodle_has_its_own_files() -> None:
    red, blue = (b64encode(SAMPLES[kind]).decode() for kind in ("png", "jpg"))
    shown = '<text><![CDATA[<img src="@@PLUGINFILE@@/image.png" alt="It">]]></text>'
    content = (
        f'<quiz><question type="shortanswer"><questiontext format="html">{shown}'
        f'<file name="image.png" encoding="base64">{red}</file></questiontext>'
        f'<generalfeedback format="html">{shown}'
        f'<file name="image.png" encoding="base64">{blue}</file></generalfeedback>'
        '<answer fraction="100"><text>a</text></answer></question></quiz>'
    )
    reading = FORMATS["moodle"].read(content.encode())
    assert reading.problems == ()
    assert {take(SAMPLES["png"]), take(SAMPLES["jpg"])} == set(reading.files)
    assert take(SAMPLES["png"]).name in reading.questions[0].stem
    assert take(SAMPLES["jpg"]).name in reading.questions[0].explanation


@pytest.mark.parametrize("form", ["moodle", "jsonl", "yaml"])
def test_a_sound_as_large_as_may_be_comes_back(form: str) -> None:
    with io.BytesIO() as out:
        with wave.open(out, "wb") as sound:
            sound.setparams((1, 2, 44_100, 0, "NONE", ""))
            sound.writeframes(bytes(9 << 20))
        long = take(out.getvalue())
    question = Question(
        type="flashcard", stem=refer(long.name, "The sea"), interaction=Recall(back="The sea")
    )
    reading = FORMATS[form].read(
        write_out(FORMATS[form], [question], {long.name: long.content}).content
    )
    assert (reading.questions, reading.files) == ((question,), (long,))


@pytest.mark.parametrize(
    "shown",
    [
        '<a href="http://[x">it</a>',
        '<img src="foo://[x" alt="it">',
        '<img src="@@PLUGINFILE@@///[x" alt="it">',
        '<a href="http://[x.mp3">it</a>',
    ],
)
@pytest.mark.parametrize("form", ["moodle", "anki-text"])
def test_an_address_that_is_none_loses_no_question(form: str, shown: str) -> None:
    plain = Question(type="flashcard", stem="Which?", interaction=Recall(back="Lyon"))
    written = FORMATS[form].write([plain]).content
    if form == "moodle":
        spelt = f'format="html"><text><![CDATA[Which? {shown}]]></text>'.encode()
        written = re.sub(rb'format="markdown">\s*<text>Which\?</text>', spelt, written)
        assert spelt in written
    else:
        written = written.replace(b"Which?", f"Which? {shown}".replace('"', '""').encode())
    assert [question.stem[:6] for question in FORMATS[form].read(written).questions] == ["Which?"]


def test_records_may_be_spaced_otherwise_and_count_as_lines() -> None:
    written = write_out(FORMATS["jsonl"], asked()[:1], FILES).content.decode().splitlines()
    records = [json.dumps(json.loads(line), separators=(",", ":")) for line in written[1:]]
    reading = FORMATS["jsonl"].read("\n".join([*records, '{"no": 1}', written[0]]).encode())
    assert list(reading.questions) == asked()[:1]
    assert {file.name for file in reading.files} == {MAP.name, BAY.name, SEA.name}
    assert {problem.where for problem in reading.problems} == {f"line {len(records) + 1}"}


def _listed(name: str) -> bytes:
    said = name.encode()
    entry = bytes([1 << 3 | 2, len(said)]) + said + bytes([2 << 3, 9])
    return bytes([1 << 3 | 2, len(entry)]) + entry


@pytest.mark.parametrize("is_new", [True, False])
def test_the_files_of_a_deck_are_found_by_either_list(is_new: bool) -> None:
    notes = [["Where? <img src='../a%20map.png' alt='A map'>", "[sound:sea &amp; wind.mp3]"]]
    deck = Deck(notes, version=18 if is_new else 11)
    names = ["../a map.png", "sea & wind.mp3"]
    sources = [SAMPLES["png"], SAMPLES["mp3"]]
    files = {str(place): content for place, content in enumerate(sources)}
    old = json.dumps({str(place): name for place, name in enumerate(names)} | {"7": "lost.png"})
    files |= {"collection.anki2": deck.database(), "media": old.encode()}
    if is_new:
        press = zstandard.ZstdCompressor().compress
        files = {name: press(content) for name, content in files.items()}
        files["media"] = press(b"".join(map(_listed, names)))
        files["collection.anki21b"] = files.pop("collection.anki2")
        files["meta"] = b"\x08\x03"
    received = receive("deck.apkg", packed(files))
    reading = received.reading
    assert received.format == "anki"
    assert list(reading.files) == [MAP, SEA]
    assert reading.problems == ()
    assert reading.questions[0].stem == f"Where? {refer(MAP.name, 'A map')}"
    assert reading.questions[0].interaction == Recall(back=refer(SEA.name, ""))


@pytest.mark.parametrize(
    "media", [b"", b"{", b"[]", b'{"0": ["a.png"]}', b'{"collection.anki2": "a.png"}', b"\xff" * 9]
)
def test_a_broken_list_of_files_leaves_the_questions(media: bytes) -> None:
    database = Deck([["Where? <img src='a.png'>", "There"]]).database()
    reading = FORMATS["anki"].read(packed({"collection.anki2": database, "media": media}))
    assert [question.stem for question in reading.questions] == ["Where?"]
    assert "“a.png” was left out" in reading.problems[0].message


def test_the_files_of_a_moodle_bank_are_found_beside_its_texts() -> None:
    def file(name: str, content: bytes, path: str = "/") -> str:
        spelt = b64encode(content).decode()
        return f'<file name="{name}" path="{path}" encoding="base64">{spelt}</file>'

    shown = (
        '<p>Where? <img src="@@PLUGINFILE@@/maps/a%20map.png?time=1" alt="A map">'
        '<a href="@@PLUGINFILE@@/sea.mp3">The sea</a><img src="@@PLUGINFILE@@/../up.png" alt="up">'
    )
    bank = (
        '<quiz><question type="shortanswer"><questiontext format="html">'
        f"<text><![CDATA[{shown}</p>]]></text>{file('a map.png', SAMPLES['png'], '/maps/')}"
        f"{file('sea.mp3', SAMPLES['mp3'])}{file('other.png', b'?')}</questiontext>"
        '<answer fraction="100"><text>Here</text></answer></question></quiz>'
    )
    reading = receive("bank.xml", bank.encode()).reading
    assert list(reading.files) == [MAP, SEA]
    said = f"Where? {refer(MAP.name, 'A map')}{refer(SEA.name, 'The sea')}[up]"
    assert reading.questions[0].stem == said
    assert [problem.message for problem in reading.problems] == [
        "a picture “@@PLUGINFILE@@/../up.png” was left out: it is not in the file. Add it to the "
        "question.",
        "a file that no text of it shows was left out",
    ]


def test_a_file_is_what_its_name_says_or_missing() -> None:
    written = write_out(FORMATS["jsonl"], asked()[:1], FILES).content
    forged = written.replace(b64encode(SEA.content), b64encode(SAMPLES["wav"]))
    reading = FORMATS["jsonl"].read(forged)
    assert list(reading.questions) == asked()[:1]
    assert [problem.message for problem in reading.problems] == [
        "a sound of it is not in the file: add it anew"
    ]
    assert SEA not in reading.files


def test_moodle_is_told_of_files_in_its_own_way() -> None:
    written = write_out(FORMATS["moodle"], asked()[:1], FILES).content.decode()
    assert f"![A [rough] map](@@PLUGINFILE@@/{MAP.name})" in written.replace("\\", "")
    assert f"Yes [The sea](@@PLUGINFILE@@/{SEA.name})" in written
    assert f'<file name="{SEA.name}" path="/" encoding="base64">' in written
