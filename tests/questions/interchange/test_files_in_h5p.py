"""Pictures and sounds in H5P: above a question, and on the front of a card."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from questions.interactions import Recall
from questions.interchange import FORMATS, write_out
from questions.media import refer
from questions.question import Question
from questions.receiving import receive
from tests.questions.interchange.test_files import BAY, FILES, MAP, SEA, asked
from tests.questions.interchange.test_files_in_packages import members, packed
from tests.questions.media.samples import SAMPLES

H5P = FORMATS["h5p"]
MAPPED, HEARD = refer(MAP.name, "A map"), refer(SEA.name, "")


def package(library: str, params: dict[str, Any], files: dict[str, bytes]) -> bytes:
    return packed(
        {
            "h5p.json": json.dumps({"mainLibrary": library}),
            "content/content.json": json.dumps(params),
            **{f"content/{name}": content for name, content in files.items()},
        }
    )


def image(path: str, alt: str = "A map") -> dict[str, Any]:
    shown = {"file": {"path": path, "mime": "image/png"}, "alt": alt}
    return {"type": {"library": "H5P.Image 1.1", "params": shown}}


SOUND = {"library": "H5P.Audio 1.5", "params": {"files": [{"path": "audios/s.mp3"}]}}
TRUTH = {"question": "<p>It is a bay.</p>", "correct": "true"}


@pytest.mark.parametrize(
    ("media", "shown"),
    [
        (image("images/a%20map.png#tmp"), MAPPED),
        (image("images/a map.png")["type"], MAPPED),
        ({"type": SOUND}, HEARD),
    ],
)
def test_what_is_shown_above_a_question_stands_before_it(media: dict[str, Any], shown: str) -> None:
    files = {"images/a map.png": SAMPLES["png"], "audios/s.mp3": SAMPLES["mp3"]}
    content = package("H5P.TrueFalse", {**TRUTH, "media": media}, files)
    reading = receive("a.h5p", content).reading
    assert (reading.problems, len(reading.files)) == ((), 1)
    assert reading.questions[0].stem == f"{shown}\n\nIt is a bay."


def test_a_card_has_a_picture_and_a_sound() -> None:
    card = {"text": "<p>Where?</p>", "answer": "<p>Here</p>"}
    files = {"images/m.png": SAMPLES["png"], "audios/s.mp3": SAMPLES["mp3"]}
    shown = {"image": {"path": "images/m.png"}, "audio": [{"path": "audios/s.mp3"}]}
    dialogs = [{**card, **shown, "imageAltText": "A map"}, {**card, **shown}]
    reading = H5P.read(package("H5P.Dialogcards", {"dialogs": dialogs}, files))
    assert reading.questions[0].stem == f"{MAPPED}\n\n{HEARD}\n\nWhere?"
    assert set(reading.files) == {MAP, SEA}
    (problem,) = reading.problems
    assert str(problem) == "question 2: a picture has no description: add one"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("images/lost.png", "is not in the file"),
        ("../../m.png", "is not in the file"),
        ("https://elsewhere.example/m.png", "lies on another site"),
        ("images/no.png", "no picture or sound that we know"),
        ("images/bomb.png", "unpacks to more than it may"),
    ],
)
def test_what_is_no_picture_is_said_with_its_question(path: str, said: str) -> None:
    bomb = b"\x89PNG\r\n\x1a\n" + bytes(3 << 20)
    files = {"images/no.png": b"MZ", "images/bomb.png": bomb, "../m.png": SAMPLES["png"]}
    content = package("H5P.TrueFalse", {**TRUTH, "media": image(path)}, files)
    reading = receive("a.h5p", content).reading
    assert reading.questions[0].stem == "[A map]\n\nIt is a bay."
    (problem,) = reading.problems
    assert problem.where == "question 1"
    assert said in problem.message


def shown(params: object) -> list[str]:
    """Return every path in some parameters."""
    if isinstance(params, dict):
        own = [params["path"]] if "path" in params else []
        return own + [path for each in params.values() for path in shown(each)]
    return [path for each in params for path in shown(each)] if isinstance(params, list) else []


def test_ours_is_shown_as_far_as_h5p_has_room() -> None:
    files = members(write_out(H5P, asked(), FILES).content)
    about, params = (json.loads(files[name]) for name in ("h5p.json", "content/content.json"))
    assert {f"content/{path}" for path in shown(params)} < files.keys()
    needed = {each["machineName"] for each in about["preloadedDependencies"]}
    assert {"H5P.Column", "H5P.Image", "H5P.MultiChoice", "H5P.Dialogcards"} <= needed
    questions = params["content"][0]["content"]["params"]["questions"]
    choice = questions[0]["params"]
    assert choice["question"] == "<p>Where?</p>"
    assert choice["media"]["type"]["params"]["alt"] == "A [rough] map"
    assert choice["answers"][0]["text"] == "<p>Here [The bay]</p>"
    for part in params["content"]:
        for question in part["content"]["params"].get("questions", []):
            question["params"].pop("recite")
        for card in part["content"]["params"].get("dialogs", []):
            card.pop("recite")
    files["content/content.json"] = json.dumps(params).encode()
    read = H5P.read(packed(files)).questions
    assert read[0].stem == f"{refer(MAP.name, 'A [rough] map')}\n\nWhere?"
    assert read[1].stem.startswith(refer(BAY.name, "The bay"))
    assert (read[2].stem, read[2].interaction) == (HEARD, Recall(back="Low\n\n[A [rough] map]"))


def test_words_to_drag_may_have_pictures() -> None:
    """H5P shows no picture in words that are dragged: what it shows is described there."""
    pairs = {"kind": "match", "pairs": [(f"a {MAPPED}", "b"), ("c", "d")]}
    question = Question.model_validate({"type": "matching", "stem": "Which?", "interaction": pairs})
    writing = write_out(H5P, [question], FILES)
    assert writing.problems == ()
    with zipfile.ZipFile(io.BytesIO(writing.content)) as archive:
        assert b"a [A map] *b*" in archive.read("content/content.json")
    reading = H5P.read(writing.content)
    assert (reading.questions, reading.files) == ((question,), (MAP,))


def test_a_kind_whose_name_begins_like_a_picture_is_none() -> None:
    media = {
        "type": {"library": "H5P.ImageHotspots 1.9", "params": image("m.png")["type"]["params"]}
    }
    content = package("H5P.TrueFalse", {**TRUTH, "media": media}, {"m.png": SAMPLES["png"]})
    reading = H5P.read(content)
    assert [problem.message for problem in reading.problems] == ["what is shown was left out"]


def test_what_was_left_out_is_spelt_as_far_as_it_goes() -> None:
    spoiled = {"question": "Which?", "answers": [{"text": "Lyon", "correct": True}]}
    (problem,) = H5P.read(package("H5P.MultiChoice", spoiled, {})).problems
    assert problem.spelt is not None
    assert problem.spelt["interaction"]["options"][0]["text"] == "Lyon"
    (problem,) = H5P.read(package("H5P.Essay", {"taskDescription": "<p>Why?</p>"}, {})).problems
    assert problem.spelt == {"stem": "Why?"}
