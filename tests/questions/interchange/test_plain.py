"""Questions as teachers write them: what each line means, what is not guessed, what returns."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.bank import load_seed, seed_slugs
from questions.interactions import Answer, Choice, Match, Order, Recall, TextEntry
from questions.interchange import FORMATS, Reading
from questions.interchange.written.reading import NONE_FOUND
from questions.question import Question
from tests.questions.interchange.asked import orders
from tests.questions.interchange.asked import questions as any_questions

PLAIN = FORMATS["plain"]
CAPITAL = "1. What is the capital of France?\na) Lyon\n*b) Paris\nc) Nice\n"


def read(text: str) -> Reading:
    return PLAIN.read(text.encode())


def only(text: str, *notes: str) -> Question:
    reading = read(text)
    assert len(reading.problems) == len(notes), reading.problems
    for note, problem in zip(notes, reading.problems, strict=True):
        assert note in str(problem)
    (question,) = reading.questions
    return question


def picked(question: Question) -> list[str]:
    assert isinstance(question.interaction, Choice)
    assert [option.text for option in question.interaction.options] == ["Lyon", "Paris", "Nice"]
    return question.interaction.key()


@pytest.mark.parametrize(
    "number", ["1.", "12)", "(3)", "Question 4:", "Q5.", "Question 6\n", "### 7."]
)
@pytest.mark.parametrize("style", ["{}) ", "({}) ", "{}. ", "   {}.\t", "{})"])
@pytest.mark.parametrize("letters", ["abc", "ABC"])
def test_numbers_and_letters_of_any_kind(number: str, style: str, letters: str) -> None:
    options = zip(letters, ("Lyon", "Paris", "Nice"), strict=True)
    lines = [f"{style.format(letter)}{text}" for letter, text in options]
    question = only("\n".join([f"{number} Which?", *lines, "Answer: B"]))
    assert question.stem == "Which?"
    assert (picked(question), question.type) == (["Paris"], "multiple_choice")


@pytest.mark.parametrize(
    "options",
    [
        "a) Lyon\n*b) Paris\nc) Nice",
        "a) Lyon\n* (b) Paris\nc) Nice",
        "a) Lyon\nb) * Paris\nc) Nice",
        "a) Lyon\nb) Paris *\nc) Nice",
        "a) Lyon\nb) Paris ✓\nc) Nice",
        "a) Lyon\nb) Paris (correct)\nc) Nice",
        "a) Lyon\n**b) Paris**\nc) Nice",
        "a) Lyon\nb) **Paris**\nc) Nice",
        "**a)** Lyon\n**b)** Paris\n**c)** Nice\n\n**Answer:** B",
        "a) Lyon\tb) Paris\tc) Nice\nAns: b",
        "a) Lyon  *b) Paris  c) Nice",
        "( ) Lyon\n(x) Paris\n( ) Nice",
        "• Lyon\n• Paris\n• Nice\nAnswer: Paris",
        "a) Lyon\n\nb) Paris\n\nc) Nice\n\nANSWER: B",
        "a) Lyon\nb) Paris\nc) Nice\nCorrect answer: b) Paris",
        "a) Lyon\nb) Paris\nc) Nice\nAnswer is: paris.",
        "a) Lyon\nb) Paris\nc) Nice\n\nAnswer Key\n1. B",
        "a) Lyon\nb) Paris\nc) Nice\n\nKey: 1-B",
        "a) Lyon\nb) Paris\nc) Nice\n\n1. B",
        "a) Lyon\nb) Paris\nc) Nice\n\n1) ANS: B",
        "a) Lyon\nb) Paris\nc) Nice\n\nAnswer Section\n\nMULTIPLE CHOICE\n\n1. ANS: B",
    ],
)
def test_a_key_of_any_kind(options: str) -> None:
    assert picked(only(f"1. Which?\n{options}\n")) == ["Paris"]


def test_letters_at_the_end_are_a_key_only_to_questions_there_are() -> None:
    asked = "1. Which?\na) Lyon\nb) Paris\nAnswer: B\n\n"
    reading = read(f"{asked}2. A")
    assert len(reading.questions) == 1
    assert "no options and no answer" in reading.problems[0].message
    reading = read(f"{asked}1. ANS: B PTS: 1 DIF: Easy\nTOP: Cities\n")
    assert len(reading.questions) == 1
    assert [problem.message for problem in reading.problems] == [
        "in the key at the end, points and notes beside the answers were left out"
    ]


@pytest.mark.parametrize(
    "options",
    [
        "[*] Lyon\n[ ] Paris\n[*] Nice",
        "☑ Lyon\n☐ Paris\n☒ Nice",
        "*a) Lyon\nb) Paris\n*c) Nice",
        "a) Lyon\nb) Paris\nc) Nice\nAns. A, C",
        "a) Lyon\nb) Paris\nc) Nice\nAnswers: a and c",
        "a) Lyon\nb) Paris\nc) Nice\nANS: AC",
        "a) Lyon\nb) Paris\nc) Nice\n\nAnswers:\n1. A, C",
    ],
)
def test_several_right_options_share_the_mark_and_wrong_ones_cost_it(options: str) -> None:
    question = only(f"1. Which?\n{options}\n")
    assert picked(question) == ["Lyon", "Nice"]
    assert isinstance(question.interaction, Choice)
    assert [option.fraction for option in question.interaction.options] == [0.5, -1, 0.5]
    assert question.type == "multiple_response"


@pytest.mark.parametrize(
    ("text", "kind", "shape"),
    [
        ("1. Who?\n* Grant\n*   U. S. Grant", "short_answer", ["Grant", "U. S. Grant"]),
        ("1. Who?\nAnswer: Grant; U. S. Grant", "short_answer", ["Grant", "U. S. Grant"]),
        ("1. It began in ___.\nAnswer: May", "cloze", ["May"]),
        ("1. Who?\n____________\nAnswer: Grant", "short_answer", ["Grant"]),
    ],
)
def test_what_is_typed(text: str, kind: str, shape: list[str]) -> None:
    question = only(text)
    assert isinstance(question.interaction, TextEntry)
    assert [answer.text for answer in question.interaction.answers] == shape
    assert question.type == kind


@pytest.mark.parametrize(
    ("written", "number", "within"),
    [
        ("= 5", "5", None),
        ("= 5 +- 0.5", "5", 0.5),
        ("= 5 ± 0.5", "5", 0.5),
        ("= 50 +- 2%", "50", 1.0),
        ("= [3, 4]", "3.5", 0.5),
        ("Answer: -5.25", "-5.25", None),
        ("Answer: 5 +/- 1", "5", 1.0),
    ],
)
def test_numbers(written: str, number: str, within: float | None) -> None:
    question = only(f"1. How many?\n{written}")
    expected = Answer(text=number, match="number", tolerance=within)
    assert question.interaction == TextEntry(answers=(expected,))
    assert question.type == "numerical"


def test_true_or_false() -> None:
    for text in ("Answer: False", "Answer: F", "a) True\n*b) False", "True\n*False", "Key:\n1. F"):
        question = only(f"1. It is so.\n{text}")
        assert (question.type, question.interaction.key()) == ("true_false", ["False"])


def test_pairs_items_and_cards() -> None:
    pairs = only("1. Match.\nPairs:\n- a -> 1\n- b -> 2\n- -> 3").interaction
    assert pairs == Match(pairs=(("a", "1"), ("b", "2")), distractors=("3",))
    assert only("1. Sort.\nOrder:\n- x\n- y").interaction == Order(items=("x", "y"))
    assert only("1. Front\nBack: one\n   two").interaction == Recall(back="one\ntwo")


def test_texts_go_on_over_lines_and_what_is_told_stands_where_it_belongs() -> None:
    question = only(
        "1. Which\nof these,\n\n  and why?\n... So it is.\na) Lyon,\n   in the south\n... No.\n"
        "*b) Paris\nExplanation: one\n\n   two\nHint: Rivers.\nTags: towns; France\n"
        "Source: A map.\n"
    )
    assert question.stem == "Which\nof these,\n\nand why?"
    assert isinstance(question.interaction, Choice)
    assert [(o.text, o.feedback) for o in question.interaction.options] == [
        ("Lyon,\nin the south", "No."),
        ("Paris", ""),
    ]
    assert question.explanation == "So it is.\n\none\n\ntwo\n\nSource: A map."
    assert (question.hints, question.tags) == (("Rivers.",), ("towns", "France"))


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("1. Who?\na) x\nb) y", "line 3", "No option is marked"),
        ("1. Who?\na) x\nb) y\nAnswer: C", "line 3", "no option is called so"),
        ("1. Who?\na) x\nb) y\nAnswer: C) z", "line 3", "there is no such option"),
        ("1. Who?\na) x\nb) y\nAnswer: A) y", "line 3", "the text of another"),
        ("1. Who?\na) b\nb) y\nAnswer: B", "line 3", "the letter of one option and the text"),
        ("1. Who?\n*a) x\nb) y\nAnswer: B", "line 3", "Its key is not one"),
        ("1. Who?\n*a) x\n**b) y**", "line 3", "Its key is not one"),
        ("1. Who?\na) x\n*c) y", "line 3", "line 5 is lettered C, and B is next"),
        ("1. Who?\n*a) x\n[ ] y", "line 3", "line 5 is marked unlike"),
        ("1. Who?\nAnswer: A\na) x\nb) y", "line 3", "line 5 stands after the answer"),
        ("1. Why?\n______", "line 3", "for a person to mark"),
        ("1. Why?", "line 3", "for a person to mark"),
        ("1. Why?\n^^^^", "line 3", "handed in"),
        ("1. Is __ or __?\nAnswer: x", "line 3", "Several gaps"),
        ("1. Who?\n* x\n= 5", "line 3", "several kinds"),
        ("1. Who?\n* x\nAnswer: y", "line 3", "several kinds"),
        ("1. Who?\nAnswer: x\nAnswer: y", "line 3", "Two different answers"),
        ("1. How many?\n= many", "line 3", "“many” is no number"),
        ("1. Match.\nPairs:\n- a - b\n- c -> d", "line 3", "an arrow"),
        ("1. Who?\nAnswer: x\n% recite: {", "line 5", "not whole"),
        ("1. Who?\nAnswer: x\n\nAnswer key\n1. y", "line 3", "Two different answers"),
        ("7. Who?\nAnswer: x\n\nAnswer key\n9. y", "line 7", "no question is numbered so"),
        ("7. Who?\nAnswer: x\n\nAnswer key\nas we said", "line 7", "names no question"),
        ("7. Who?\n*a) x\nb) y\n\nPart Two", "line 7", "belongs to no question"),
        ("\nPoints: 3\n7. Who?\nAnswer: x", "line 5", "that it counts 3"),
        ("7. Who? (2 pts)\nAnswer: x", "line 3", "that it counts 2 pts"),
        ("Title: One\n7. Who?\nAnswer: x", "line 4", "its title"),
        ("GROUP\n7. Who?\nAnswer: x", "line 4", "drawn from a group"),
        ("7. Who?\n... So.\n- No.\n*a) x\nb) y", "line 3", "every right"),
        ("7. Who?\n+ Well done.\n- No.\n*a) x\nb) y", "line 3", "every right"),
        ("7. Who?\na) x\nb) y\nANS:\tB\tPTS:\t1\tDIF: easy", "line 3", "a publisher"),
    ],
)
def test_what_is_unclear_or_left_out_is_told_with_its_line(
    text: str, where: str, said: str
) -> None:
    reading = read(f"0. Sound?\nAnswer: yes\n{text}\n")
    assert reading.questions[0].stem == "Sound?", "the other is read"
    found = [str(problem) for problem in reading.problems]
    assert len(found) == 1 and found[0].startswith(f"{where}: ") and said in found[0], found


def test_numbers_that_repeat_need_no_key_at_the_end_to_be_read() -> None:
    reading = read("1. x?\nAnswer: a\n1. y?\n* b\n")
    assert [question.interaction.key() for question in reading.questions] == [["a"], ["b"]]
    reading = read("1. x?\n*a) a\nb) b\n1. y?\na) a\n*b) b\nKey:\n1. A\n")
    assert reading.questions == ()
    assert all("Several questions are numbered 1" in p.message for p in reading.problems)


def test_one_key_for_all_at_the_end() -> None:
    asked = "".join(f"{n}. Which?\na) Lyon\nb) Paris\nc) Nice\n" for n in range(1, 5))
    for key in ("1. B 2. C 3. A, C 4. B", "1-B, 2-C; 3: A & C, 4)B", "1 B\n2 C\n3 A,C\n4 B"):
        reading = read(f"{asked}\nANSWER KEY\n{key}\n")
        keys = [picked(question) for question in reading.questions]
        assert keys == [["Paris"], ["Nice"], ["Lyon", "Nice"], ["Paris"]]
        assert reading.problems == ()


def test_what_only_looks_like_the_beginning_of_something_stays_text() -> None:
    text = "1. The 3.5 m\nE. coli grew to\n10:30 or 2.50.\nAnswer: so"
    assert only(text).stem == "The 3.5 m\nE. coli grew to\n10:30 or 2.50."
    assert only("1. Say:\n\\2. not a question\n\\a) no option\nAnswer: x").stem == (
        "Say:\n2. not a question\na) no option"
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Is 5*3*2 = (a)*(b)*(c)?", r"Is 5\*3\*2 = (a)\*(b)\*(c)?"),
        ("Is 2**3**2 it?", r"Is 2\*\*3\*\*2 it?"),
        (r"Is 5\*3 `a*b*c` or \(a*b*c\)?", r"Is 5\*3 `a*b*c` or \(a*b*c\)?"),
        ("Which is **not** *so* (*e*)?", "Which is **not** *so* (*e*)?"),
        ("汉字**强调**汉字？", "汉字**强调**汉字？"),
    ],
)
def test_a_star_inside_a_product_is_one_and_all_else_is_markdown(text: str, meant: str) -> None:
    told = f"1. {text}\n*a) {text}\n... {text}\nb) b\nExplanation: {text}\nHint: {text}\n"
    question = only(told)
    assert isinstance(question.interaction, Choice)
    option = question.interaction.options[0]
    texts = [question.stem, option.text, option.feedback, question.explanation, *question.hints]
    assert texts == [meant] * 5
    writing = PLAIN.write([question])
    assert PLAIN.read(writing.content).questions == (question,)
    assert only(f"1. {text}\n* a*b*c").interaction.key() == ["a*b*c"], "what is typed stays"


def test_ours_says_what_it_sets_apart_inside_a_word() -> None:
    card = Question(type="flashcard", stem="a*b*c", interaction=Recall(back="x"))
    assert PLAIN.read(PLAIN.write([card]).content).questions == (card,)


def test_comments_are_passed_over() -> None:
    assert only("% ours\n1. x?\nCOMMENT\n2. y?\nEND_COMMENT\n% more\nAnswer: z").stem == "x?"


def test_a_text_without_numbers_is_to_be_uploaded_as_a_document() -> None:
    reading = read("A report.\n\nIt was said in 1992. Nobody knew.\n")
    assert [problem.message for problem in reading.problems] == [NONE_FOUND]


@pytest.mark.parametrize("slug", seed_slugs())
def test_the_bank_comes_back_as_it_went(slug: str) -> None:
    bank = load_seed(slug)[1].questions
    writing = PLAIN.write(bank)
    assert writing.problems == ()
    reading = PLAIN.read(writing.content)
    assert (reading.questions, reading.problems) == (bank, ())


@pytest.mark.parametrize("slug", seed_slugs())
def test_what_others_read_means_the_same(slug: str) -> None:
    bank = load_seed(slug)[1].questions
    written = PLAIN.write(bank).content.decode()
    bare = "\n".join(line for line in written.split("\n") if not line.startswith("% recite"))
    reading = read(bare)
    assert len(reading.questions) == len(bank)
    for asked, found in zip(bank, reading.questions, strict=True):
        assert (found.stem, found.interaction.key()) == (asked.stem, asked.interaction.key())
        assert all(citation.quote in found.explanation for citation in asked.citations)


@given(st.lists(any_questions | orders, min_size=1, max_size=3))
def test_any_questions_come_back_as_they_went(questions: list[Question]) -> None:
    writing = PLAIN.write(questions)
    assert writing.problems == ()
    reading = PLAIN.read(writing.content)
    assert (list(reading.questions), reading.problems) == (questions, ())


def test_a_text_that_was_changed_counts_and_what_it_cannot_say_stays() -> None:
    asked = load_seed("azernews-2023-01-20")[1].questions[0]
    written = PLAIN.write([asked]).content.decode()
    (found,) = read(written.replace("In the opening sentence", "In the first sentence")).questions
    assert found.stem.startswith("In the first sentence")
    assert (found.id, found.citations, found.tags) == (asked.id, asked.citations, asked.tags)
    assert (found.interaction, found.explanation) == (asked.interaction, asked.explanation)


@pytest.mark.alone
@pytest.mark.parametrize(
    "line",
    ["1. ", "a) ", "* ", "**", "_ ", "__", " ", "\t", "(a", "[", "1.", "a)  b", "Answer: ", "A, ",
     "+- ", "1-A ", "Question ", "\\", "1. x\n", "a) x\n", "-> ", "= 1", "x" ],
)  # fmt: skip
def test_a_line_of_any_kind_is_read_in_time(line: str) -> None:
    text = line * (100_000 // len(line))
    began = time.process_time()
    read(f"1. x\n{text}\nAnswer key\n{text}\n")
    read(f"1. x\na) y\nb) z\nAnswer: {text}\n")
    read(f"1. {text}\nPairs:\n- {text}\n= {text}")
    assert time.process_time() - began < 5
