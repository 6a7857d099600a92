"""Anki’s packages: what each card asks, in every schema, and what is said of the rest."""

from __future__ import annotations

import pytest

from questions.interactions import Answer, Recall, TextEntry
from questions.interchange import FORMATS, Reading
from questions.question import Question
from tests.questions.interchange.decks import CLOZE, REVERSED, STUB, Deck, newest, packed

ANKI = FORMATS["anki"]


def read(deck: Deck) -> Reading:
    return ANKI.read(deck.package())


def only(deck: Deck) -> Question:
    reading = read(deck)
    assert reading.problems == ()
    (question,) = reading.questions
    return question


def gaps(*notes: tuple[str, str], cards: tuple[int, ...] = (0,)) -> Deck:
    return Deck(notes, CLOZE, ("Text", "Extra"), is_cloze=True, cards=cards)


def typed(answer: str) -> TextEntry:
    return TextEntry(answers=(Answer(text=answer),))


@pytest.mark.parametrize("version", [11, 14, 15, 18])
def test_a_card_in_every_schema(version: int) -> None:
    deck = Deck(
        [["Capital of <b>Georgia</b>?", "Tbilisi &amp; its<br>river"]],
        name="Geo::Asia",
        tags="a::b c",
        version=version,
    )
    card = only(deck)
    assert (card.type, card.stem) == ("flashcard", "Capital of **Georgia**?")
    assert card.interaction == Recall(back="Tbilisi & its\nriver")
    assert card.tags == ("Geo::Asia", "a::b", "c")


@pytest.mark.parametrize("version", [10, 19, 99])
def test_other_schemas_are_refused_with_their_number(version: int) -> None:
    reading = read(Deck([["a", "b"]], version=version))
    assert reading.questions == ()
    assert f"(schema {version})" in reading.problems[0].message
    assert "export it there" in reading.problems[0].message.lower()


def test_the_newest_collection_counts_and_a_stub_never() -> None:
    stub = Deck([[STUB.decode(), ""]]).database()
    new, old = (Deck([[said, "b"]]).database() for said in ("new", "old"))
    (asked,) = ANKI.read(newest(new, stub)).questions
    assert asked.stem == "new"
    for files in (
        {"meta": b"\x08\x02", "collection.anki2": stub, "collection.anki21": old},
        {"collection.anki2": stub, "collection.anki21": old},
        {"meta": b"\x08\x01", "collection.anki2": old, "collection.anki21": stub},
        {"collection.anki2": old},
    ):
        assert [question.stem for question in ANKI.read(packed(files)).questions] == ["old"]


def test_a_newer_package_is_refused_even_with_a_stub_in_it() -> None:
    content = packed({"meta": b"\x08\x04", "collection.anki2": Deck([["a", "b"]]).database()})
    reading = ANKI.read(content)
    assert reading.questions == () and "Support older Anki" in reading.problems[0].message


def test_both_directions_are_two_questions() -> None:
    there, back = read(Deck([["der Hund", "the dog"]], REVERSED, cards=(0, 1))).questions
    assert (there.stem, there.interaction) == ("der Hund", Recall(back="the dog"))
    assert (back.stem, back.interaction) == ("the dog", Recall(back="der Hund"))
    assert there.id and back.id == f"{there.id}-2"


def test_a_card_that_a_note_does_not_have_is_not_asked() -> None:
    assert len(read(Deck([["a", "b"]], REVERSED, cards=(1,))).questions) == 1


def test_a_note_without_cards_is_told() -> None:
    reading = read(Deck([["a", "b"]], cards=()))
    assert reading.questions == () and "has no card" in reading.problems[0].message


def test_an_id_stays_whatever_stands_in_the_note() -> None:
    before, after = (only(Deck([["a", back]])) for back in ("b", "c"))
    assert before.id and before.id == after.id


def test_what_is_typed() -> None:
    templates = [
        ("{{Front}}<br>{{type:Back}}", "{{Front}}<hr id=answer>{{type:Back}} {{Why}}"),
    ]
    card = only(Deck([["2 + 2", "4", "Count."]], templates, ("Front", "Back", "Why")))
    assert (card.type, card.interaction) == ("short_answer", typed("4"))
    assert (card.stem, card.explanation) == ("2 + 2", "Count.")


def test_each_number_of_a_gap_is_a_question() -> None:
    text = "{{c1::Paris::a town}} is in {{c2::<i>France</i>}}."
    first, second = read(gaps((text, "Of old."), cards=(0, 1))).questions
    assert (first.type, first.stem) == ("cloze", "____ (a town) is in *France*.")
    assert (first.interaction, first.explanation) == (typed("Paris"), "Of old.")
    assert (second.stem, second.interaction) == ("Paris is in ____.", typed("France"))


def test_gaps_inside_gaps() -> None:
    text = "{{c1::a {{c2::b}} c}} d"
    first, second = read(gaps((text, ""), cards=(0, 1))).questions
    assert (first.stem, first.interaction) == ("____ d", typed("a b c"))
    assert (second.stem, second.interaction) == ("a ____ c d", typed("b"))


def test_several_gaps_of_one_number_are_a_card() -> None:
    reading = read(gaps(("{{c1::One}} and {{c1::two}}", "")))
    (card,) = reading.questions
    assert (card.type, card.stem) == ("flashcard", "____ and ____")
    assert card.interaction == Recall(back="One and two")
    assert "several gaps" in reading.problems[0].message


def test_a_sentence_with_a_line_in_it_is_no_sentence_with_a_gap() -> None:
    question = only(gaps(("Name ____: {{c1::Ada}}", "")))
    assert (question.type, question.interaction) == ("short_answer", typed("Ada"))


@pytest.mark.parametrize(
    ("text", "said"),
    [("no gap", "no gap with the number 1"), ("{{c1::" * 20 + "}}" * 20, "inside one another")],
)
def test_gaps_that_cannot_be_asked_are_told(text: str, said: str) -> None:
    reading = read(gaps((text, "")))
    assert reading.questions == () and said in reading.problems[0].message


def test_what_is_never_closed_is_text() -> None:
    question = only(gaps(("{{c2::a {{c1::b}} c", "")))
    assert question.stem == "{{c2::a ____ c"


@pytest.mark.parametrize(
    ("stock", "text"), [(6, "{{c1::x}}"), (0, "{{c1::image-occlusion:rect:left=.1}}")]
)
def test_hidden_parts_of_pictures_are_told(stock: int, text: str) -> None:
    deck = Deck([[text, ""]], CLOZE, ("Text", "Extra"), is_cloze=True, stock=stock, version=18)
    reading = read(deck)
    assert reading.questions == () and "parts of a picture" in reading.problems[0].message


def test_pictures_and_sounds_that_are_not_there_are_told_by_note_and_name() -> None:
    reading = read(Deck([['Who?<img src="a b.jpg">', "Ada [sound:ada.mp3]"], ["c", "d"]]))
    assert [question.stem for question in reading.questions] == ["Who?", "c"]
    assert reading.questions[0].interaction == Recall(back="Ada")
    assert [str(problem) for problem in reading.problems] == [
        "note 1 (“Who?”): a picture “a b.jpg” was left out: it is not in the file. Add it to the "
        "question.",
        "note 1 (“Who?”): a sound “ada.mp3” was left out: it is not in the file. Add it to the "
        "question.",
    ]


def test_a_side_with_nothing_but_a_picture_is_told() -> None:
    reading = read(Deck([["<img src=a.jpg>", "b"], ["c", "<img src=d.jpg>"], ["", "e"]]))
    assert reading.questions == ()
    front, back, nothing = (problem.message for problem in reading.problems)
    assert "no text on its front (a picture “a.jpg”" in front
    assert "no text on its back (a picture “d.jpg”" in back
    assert nothing == "There is no text on its front. It was left out."


def test_templates_of_ones_own() -> None:
    asked = "{{#Hint}}{{hint:Hint}}{{/Hint}}What is {{text:Term}}{{^Hint}}, plainly{{/Hint}}?"
    templates = [(asked, "{{FrontSide}}<hr id='answer'>{{Meaning}} ({{Term}}) {{Nowhere}}{{Tags}}")]
    deck = Deck(
        [["<b>Foehn</b>", "a wind", "Blows"], ["Bora", "cold", ""]],
        templates,
        ("Term", "Meaning", "Hint"),
        tags="t",
    )
    hinted, plain = read(deck).questions
    assert (hinted.stem, hinted.hints) == ("What is Foehn?", ("Blows",))
    assert hinted.interaction == Recall(back="a wind (**Foehn**)")
    assert plain.stem == "What is Bora, plainly?"


def test_a_field_may_be_called_as_something_else_is() -> None:
    templates = [("What {{Type}} is {{Front}}?{{Deck}}", "{{Back}}")]
    deck = Deck([["A", "b", "vowel"]], templates, ("Front", "Back", "Type"), name="Letters")
    assert only(deck).stem == "What vowel is A?"


def test_what_is_spoken_is_told() -> None:
    reading = read(Deck([["a", "b"]], [("{{tts en_US:Front}}{{Front}}", "{{Back}}")]))
    assert any("spoken aloud" in problem.message for problem in reading.problems)


@pytest.mark.parametrize(
    ("written", "stem"),
    [
        (r"Is \(x&lt;<b>2</b>\)?", r"Is \(x<2\)?"),
        (r"\[a<br>b\]", r"\[a b\]"),
        ("[$]x_1[/$] or [$$]y*z*w[/$$]", r"\(x_1\) or \[y*z*w\]"),
        (r"[latex]Say $x$ \alpha[/latex]", "Say \\(x\\) \\alpha"),
        (r"[latex]\begin{cases}a\end{cases}[/latex]", r"\[\begin{cases}a\end{cases}\]"),
        ('<anki-mathjax block="true">x^2</anki-mathjax>', r"\[x^2\]"),
    ],
)
def test_formulas_of_every_age_are_read(written: str, stem: str) -> None:
    reading = read(Deck([[written, "b"]]))
    assert (reading.questions[0].stem, reading.problems) == (stem, ())


def test_a_deck_with_a_long_name_is_told_once() -> None:
    name = "A deck::with many::names one below another"
    reading = read(Deck([["a", "b"], ["c", "d"]], name=name))
    assert {question.tags for question in reading.questions} == {("A deck::with many",)}
    assert [problem.where for problem in reading.problems] == [f"deck “{name}”"]


def test_tags_that_do_not_fit_are_told() -> None:
    reading = read(Deck([["a", "b"]], tags=" ".join(["x" * 41, *(f"t{n}" for n in range(20))])))
    assert len(reading.questions[0].tags) == 20
    assert "x" * 40 in reading.questions[0].tags
    assert [str(problem).partition(": ")[2][:6] for problem in reading.problems] == [
        "its ta",
        "it has",
    ]


def test_what_is_too_long_is_told() -> None:
    reading = read(Deck([["a", "b" * 2001], ["c", "d"]]))
    assert [question.stem for question in reading.questions] == ["c"]
    assert reading.problems[0].where == "note 1 (“a”)" and "2000" in reading.problems[0].message


def test_a_collection_alone_is_read() -> None:
    assert len(ANKI.read(Deck([["a", "b"]]).database()).questions) == 1
