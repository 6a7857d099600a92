"""Pictures and sounds in questions: what they are called, and where questions speak of them."""

import pytest

from questions.interactions import Choice, Option
from questions.media import REFERENCE, named, names_in, refer
from questions.question import Question

PICTURE, OTHER = named(b"picture", ".png"), named(b"other", ".mp3")


def test_a_name_follows_from_the_content() -> None:
    assert named(b"picture", ".png") == PICTURE
    assert PICTURE.name != OTHER.name
    assert PICTURE.name.endswith(".png")


@pytest.mark.parametrize("description", ["A map", "", "A [rough] map", r"C:\maps", "Two\n lines"])
def test_what_refers_is_found_again(description: str) -> None:
    found = REFERENCE.fullmatch(refer(PICTURE.name, description))
    assert found is not None
    assert found["name"] == PICTURE.name


def test_files_are_found_in_every_text_each_once() -> None:
    said = refer(PICTURE.name, "A map")
    options = (
        Option(text="No", fraction=1, feedback=refer(OTHER.name, "")),
        Option(text=said, fraction=0),
    )
    asked = Question(type="multiple_choice", stem=said, interaction=Choice(options=options))
    assert names_in(asked) == (PICTURE.name, OTHER.name)


def test_other_addresses_are_no_files() -> None:
    asked = "![x](https://example.org/a.png) ![y](media:../../etc) ![z](media:abc.png)"
    options = (Option(text="No", fraction=1), Option(text="Yes", fraction=0))
    question = Question(type="multiple_choice", stem=asked, interaction=Choice(options=options))
    assert names_in(question) == ()
