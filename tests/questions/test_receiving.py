"""Files of questions whose format is found, and those that do harm."""

from __future__ import annotations

import json
import time

import pytest

from questions import receiving
from questions.bank import load_seed
from questions.interchange import FORMATS
from questions.receiving import MOST_QUESTIONS, UnreadableError, receive
from questions.receiving.child import answer
from questions.receiving.guessing import guess_formats

BANK = load_seed("azernews-2023-01-20")[1].questions[:12]
TEXTS = ("jsonl", "yaml", "gift", "moodle", "aiken", "plain", "cards", "csv")


@pytest.mark.parametrize("form", TEXTS)
@pytest.mark.parametrize("name", ["its own", "Pasted text", "wrong.csv"])
def test_the_format_is_found(form: str, name: str) -> None:
    named = f"a{FORMATS[form].suffixes[0]}" if name == "its own" else name
    content = FORMATS[form].write(BANK).content
    found = answer(guess_formats(named, content), content)
    assert found["format"] == form, found["problems"][:3]
    assert found["count"] == len(FORMATS[form].read(content).questions)


@pytest.mark.parametrize("name", ["deck.apkg", "deck.colpkg", "deck.zip", "deck", "deck.csv"])
def test_a_package_of_ankis_is_found(name: str) -> None:
    content = FORMATS["anki"].write(BANK).content
    assert guess_formats(name, content)[0] == "anki"
    assert answer(guess_formats(name, content), content)["count"] == len(BANK)


@pytest.mark.parametrize("root", ["assessmentItem", "qti-assessment-item", "q:questestinterop"])
def test_xml_is_told_apart_by_its_first_element(root: str) -> None:
    prefix = f"xmlns:q='http://x'><{root.replace('item', 'body')}/>"
    content = f"<?xml version='1.0'?>\n<!-- by <a@b.c> -->\n<{root} {prefix}</{root}>".encode()
    found = answer(guess_formats("a.xml", content), content)
    assert (found["format"], found["count"]) == ("qti", 0)
    assert "Moodle" not in found["problems"][0]["message"]


def test_prose_is_no_list_of_cards() -> None:
    content = b"A file for teachers.\nIt is short, and has lines.\n\nNo line of it asks.\n"
    found = answer(guess_formats("readme.txt", content), content)
    assert (found["format"], found["count"]) == ("plain", 0)


def test_a_note_on_what_was_read_turns_no_quiz_into_cards() -> None:
    asked = "In which café, Paul? {\n=Paris, France\n~Rome, Italy\n~Berlin, Germany\n}"
    content = asked.encode("cp1252")
    found = answer(guess_formats("x.gift", content), content)
    assert (found["format"], found["count"]) == ("gift", 1)


@pytest.mark.parametrize(
    "odd",
    [
        "2023-01-01: y",
        "score: .nan",
        "score: .inf",
        f"score: 0x{'f' * 6000}",
        f"score: {'[' * 50}{']' * 50}",
    ],
)
def test_nothing_odd_in_one_question_stops_the_others(odd: str) -> None:
    whole = "- type: flashcard\n  stem: x\n  interaction: {kind: recall, back: y}\n"
    content = f"- type: numerical\n  stem: x\n  {odd}\n{whole}".encode()
    found = answer(["yaml"], content)
    assert found["count"] == 1
    assert json.loads(json.dumps(found["problems"], allow_nan=False))[0]["place"] == 0


def test_a_list_of_terms_may_have_braces_in_it() -> None:
    content = b"{1, 2}\ta set\n(1, 2)\ta pair\n[1, 2]\ta list\n"
    found = answer(guess_formats("terms.txt", content), content)
    assert (found["format"], found["count"]) == ("cards", 3)


@pytest.mark.parametrize("form", ["gift", "aiken", "plain", "cards", "csv", "blackboard"])
def test_a_text_may_have_any_encoding_of_other_programs(form: str) -> None:
    said = BANK[1].model_copy(update={"stem": "Où est le café ?"})
    text = FORMATS[form].write([said]).content.decode("utf-8-sig")
    name = f"a{FORMATS[form].suffixes[0]}"
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        content = text.encode(encoding)
        found = answer(guess_formats(name, content), content)
        assert (found["format"], found["count"]) == (form, 1)
        assert found["questions"][0]["stem"] == said.stem
        assert ("Windows-1252" in str(found["problems"])) == (encoding == "cp1252")


def test_a_file_is_read_in_a_process_of_its_own() -> None:
    content = FORMATS["moodle"].write(BANK).content
    received = receive("bank.xml", content)
    assert received.format == "moodle"
    assert received.reading == FORMATS["moodle"].read(content)


def test_the_format_named_is_the_one_read_in() -> None:
    received = receive("bank.xml", b"Front\tBack", "cards")
    assert [each.stem for each in received.reading.questions] == ["Front"]
    assert not receive("a.txt", b"Front\tBack", "moodle").reading.questions


def test_too_many_at_once_are_refused_with_their_number() -> None:
    content = b"".join(b"Front %d\tBack\n" % number for number in range(MOST_QUESTIONS + 1))
    with pytest.raises(UnreadableError, match=r"has 10,001 questions.*Split it"):
        receive("cards.tsv", content)


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_a_million_questions_are_refused_at_once(
    end: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "run_apart", None)  # nothing is read of them
    with pytest.raises(UnreadableError, match=r"has 1,000,000 lines or more\. Split it"):
        receive("cards.tsv", (b"F\tB" + end) * 1_000_000)


def test_no_package_is_read_twice_alike() -> None:
    alike = {"qti", "qti3", "canvas"}
    for form in alike:
        content = FORMATS[form].write(BANK).content
        assert len({FORMATS[each].read(content).questions for each in alike}) == 1
        named = f"a{FORMATS[form].suffixes[0]}"
        assert [each for each in guess_formats(named, content) if each in alike] == [form]


def test_more_problems_than_are_listed_are_counted() -> None:
    content = b"Front\tBack\n" + b"".join(b"only %d\n" % number for number in range(1_002))
    problems = receive("cards.tsv", content, "cards").reading.problems
    assert len(problems) == 1_001
    assert str(problems[-1]) == "There are 2 more problems than are listed here."


@pytest.mark.parametrize("content", [b"", b" \n\t"])
def test_what_is_empty_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableError, match="is empty"):
        receive("a.xml", content)


ENTITIES = b"".join(
    [
        b'<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a0 "lol">',
        *(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 20) for n in range(1, 12)),
        b"]><quiz><question type='shortanswer'><name><text>&a11;</text></name></question></quiz>",
    ]
)
OUTSIDE = (
    b'<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    b"<quiz><question type='essay'><name><text>&x;</text></name></question></quiz>"
)


@pytest.mark.parametrize(
    "content",
    [ENTITIES, OUTSIDE, b"<" * 500_000, b"{" * 500_000, b"\0" * 9],
    ids=["entities", "outside", "angles", "braces", "zeros"],
)
def test_what_does_harm_gives_no_question_and_ends(content: bytes) -> None:
    try:
        assert not receive("a.xml", content).reading.questions
    except UnreadableError as error:
        assert str(error)


@pytest.mark.alone
@pytest.mark.parametrize(
    "content",
    [b"{" * 64_000, b"\n" * 64_000, b" " * 64_000, b"question " * 8_000, b"ANSWER: " * 8_000],
    ids=["braces", "lines", "spaces", "words", "answers"],
)
def test_a_format_is_guessed_by_looking_once(content: bytes) -> None:
    began = time.perf_counter()
    guess_formats("a.txt", content)
    assert time.perf_counter() - began < 1
