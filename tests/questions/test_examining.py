"""What the checks say of a question written by hand: each flaw by its name, and sound ones pass."""

from __future__ import annotations

import pytest

from questions.bank import load_seed
from questions.documents import Document
from questions.examining import examine
from questions.interactions import Answer, Choice, Interaction, Match, Option, Recall, TextEntry
from questions.media import named, refer
from questions.question import Citation, Question, Stance

FARM = (
    "The wind farm has eight turbines. It opened in 1994 and does not store power. "
    "Output rose by 12 percent. Mayor Lena Roth said the North Sea Energy Council (NSEC) "
    "paid for six boats on 13 May 2020."
)


def pick(*texts: str) -> Choice:
    return Choice(options=tuple(Option(text=t, fraction=float(t == texts[0])) for t in texts))


def truth(value: bool) -> Choice:
    return Choice(
        shuffle=False,
        options=tuple(Option(text=str(v), fraction=float(v is value)) for v in (True, False)),
    )


def number(text: str, tolerance: float | None = None) -> TextEntry:
    return TextEntry(answers=(Answer(text=text, match="number", tolerance=tolerance),))


def words(*texts: str) -> TextEntry:
    return TextEntry(answers=tuple(Answer(text=text) for text in texts))


def failed(
    interaction: Interaction,
    stem: str,
    kind: str = "multiple_choice",
    quote: str = FARM,
    speaker: str | None = None,
) -> dict[str, str]:
    stance = Stance.CLAIMED if speaker else Stance.ASSERTED
    start = FARM.index(quote)
    cited = Citation(
        document="farm",
        start=start,
        end=start + len(quote),
        quote=quote,
        stance=stance,
        speaker=speaker,
    )
    question = Question(type=kind, stem=stem, interaction=interaction, citations=(cited,))
    found = examine(question, {"farm": Document(FARM, ())})
    assert [one.reason is None for one in found] == sorted(one.reason is None for one in found)
    return {one.name: one.reason for one in found if one.reason}


HOW_MANY = "How many turbines does the wind farm have?"


@pytest.mark.parametrize(
    ("interaction", "stem", "kind", "reason"),
    [
        (pick("Six", "Nine"), HOW_MANY, "multiple_choice", "says “eight turbines”, not “Six”"),
        (pick("6", "8"), HOW_MANY, "multiple_choice", "says “eight turbines”, not “6”"),
        (pick("Six turbines", "Two turbines"), "What has the farm?", "multiple_choice", "eight"),
        (number("6"), HOW_MANY, "numerical", "“eight turbines”"),
        (number("9", 0.5), HOW_MANY, "numerical", "“eight turbines”"),
        (words("six", "6"), HOW_MANY, "short_answer", "“eight turbines”"),
        (words("six"), "The farm has ____ turbines.", "cloze", "“eight turbines”"),
        (Recall(back="Twenty-one turbines"), "The wind farm?", "flashcard", "“eight turbines”"),
        (words("1992"), "In which year did it open?", "short_answer", "“1994 and”"),
        (words("20 %"), "By how much did output rise?", "short_answer", "“12 percent”"),
        (words("12 May 2020"), "On which day was it paid?", "short_answer", "“13 May”"),
        (pick("It fell", "It stayed"), "What did output do?", "multiple_choice", "“rose”"),
        (pick("Lake power", "Eight turbines"), "What is there?", "multiple_choice", "marked wrong"),
        (truth(True), "The wind farm has six turbines.", "true_false", "“eight turbines”"),
        (truth(True), "The wind farm does store power.", "true_false", "says “not”"),
        (truth(True), "Output fell by 12 percent.", "true_false", "“rose”, not “fell”"),
        (truth(False), "The wind farm has 8 turbines.", "true_false", "says just this"),
    ],
)
def test_what_is_cited_says_otherwise(
    interaction: Interaction, stem: str, kind: str, reason: str
) -> None:
    assert reason in failed(interaction, stem, kind).get("not contradicted", "nothing")


@pytest.mark.parametrize(
    ("interaction", "stem", "kind"),
    [
        (pick("Eight", "Six"), HOW_MANY, "multiple_choice"),
        (pick("8", "6"), HOW_MANY, "multiple_choice"),
        (number("8"), HOW_MANY, "numerical"),
        (number("7.5", 0.5), HOW_MANY, "numerical"),
        (number("6"), "How many boats were paid for?", "numerical"),
        (words("nine", "eight"), HOW_MANY, "short_answer"),
        (words("1994"), "In which year did it open?", "short_answer"),
        (words("2020-05-13"), "On which day were boats paid for?", "short_answer"),
        (number("26"), "How many years lie between opening and the boats?", "numerical"),
        (pick("It rose", "It fell"), "What did output do?", "multiple_choice"),
        (truth(True), "The wind farm does not store power.", "true_false"),
        (truth(False), "The wind farm has six turbines.", "true_false"),
        (truth(False), "The wind farm stores power.", "true_false"),
        (truth(True), "According to Lena Roth, six boats were paid for.", "true_false"),
        (pick("NSEC", "WHO"), "Who paid for the boats?", "multiple_choice"),
        (pick("North Sea Energy Council", "WHO"), "Who paid for boats?", "multiple_choice"),
        (Match(pairs=(("Turbines", "eight"), ("Boats", "6"))), "Match each.", "matching"),
    ],
)
def test_what_agrees_passes(interaction: Interaction, stem: str, kind: str) -> None:
    found = failed(interaction, stem, kind)
    assert {"not contradicted", "answer in evidence"} & set(found) == set(), found


TURBINES = "The wind farm has eight turbines."
OPENED = "It opened in 1994 and does not store power."


@pytest.mark.parametrize(
    ("key", "stem", "quote", "reason"),
    [
        # What is counted by another word is the one number that is cited, and no year.
        ("six", "How many machines does it have?", TURBINES, "says “eight turbines”"),
        ("six", "Of its eight turbines, how many machines turn?", TURBINES, ""),
        ("six", "How many machines does it have?", OPENED, ""),
        ("six", "How many machines does it have?", FARM, ""),  # one of several
        ("1990", "How many machines does it have?", TURBINES, ""),
        ("six", "What machines does it have?", TURBINES, ""),
        # Of two words none says that something is so.
        ("Store power", "What does it do?", OPENED, ""),
        ("They store power", "What does it do?", OPENED, "one of them says “not”"),
    ],
)
def test_what_is_cited_in_place_of_a_key(key: str, stem: str, quote: str, reason: str) -> None:
    found = failed(words(key), stem, "short_answer", quote).get("not contradicted", "")
    assert reason in found and bool(reason) == bool(found)


@pytest.mark.parametrize(
    "stem",
    [
        "The wind farm in Norway has eight turbines.",
        "The wind farm has eight turbines, and 3 more turbines.",
    ],
)
def test_a_false_statement_may_add_to_what_is_cited(stem: str) -> None:
    assert "not contradicted" not in failed(truth(False), stem, "true_false", TURBINES)


@pytest.mark.parametrize(
    ("interaction", "stem", "kind", "missing"),
    [
        (pick("Oslo", "Rome"), "Where is the wind farm?", "multiple_choice", "Oslo"),
        (words("Anna Smith"), "Who is the mayor?", "short_answer", "Anna Smith"),
        (number("77"), "What is the number?", "numerical", "77"),
        (number("77", 0.5), "What is the number?", "numerical", "77"),
        (Recall(back="solar panels"), "What is on the roof?", "flashcard", "solar panels"),
        (truth(True), "The wind farm is in Norway now.", "true_false", "Norway"),
        (Match(pairs=(("Opened", "1999"), ("Boats", "six"))), "Match each.", "matching", "1999"),
    ],
)
def test_a_key_that_is_not_cited(
    interaction: Interaction, stem: str, kind: str, missing: str
) -> None:
    assert failed(interaction, stem, kind)["answer in evidence"] == (
        f"the passage does not have “{missing}”"
    )


def test_nothing_cited_proves_nothing() -> None:
    question = Question(type="flashcard", stem="Why?", interaction=Recall(back="So"))
    found = {one.name: one.reason for one in examine(question, {})}
    assert found["answer in evidence"] == "no passage is cited"
    assert found["not contradicted"] is None


def test_whose_claim_it_is() -> None:
    quote = "Mayor Lena Roth said the North Sea Energy Council (NSEC) paid for six boats"
    boats = pick("Six", "Five")
    found = failed(boats, "How many boats were paid for?", quote=quote, speaker="Lena Roth")
    assert "Lena Roth" in found["claim attributed"]
    said = pick("Anna Smith", "Lena Roth")
    found = failed(said, "Who spoke of boats?", "who_said_it", quote, "Lena Roth")
    assert "what Lena Roth says" in found["not contradicted"]
    right = pick("Lena Roth", "Anna Smith")
    assert "not contradicted" not in failed(right, "Who spoke?", "who_said_it", quote, "Lena Roth")


@pytest.mark.parametrize(
    ("interaction", "stem", "kind"),
    [
        (pick("Eight turbines", "Six boats"), "What has eight turbines?", "multiple_choice"),
        (words("power"), "What power does it not store?", "short_answer"),
        (Recall(back="The farm"), "What is the farm?", "flashcard"),
    ],
)
def test_a_stem_that_has_its_answer(interaction: Interaction, stem: str, kind: str) -> None:
    assert failed(interaction, stem, kind)["no leak"] == "the stem has the answer"


def test_options_are_looked_at_as_in_proposing() -> None:
    found = failed(pick("Eight", "All of the above"), HOW_MANY)
    assert "options definite" in found
    assert "options definite" not in failed(words("Eight"), HOW_MANY, "short_answer")


def test_a_misquote_is_told() -> None:
    cited = Citation(document="farm", start=0, end=3, quote="Thy", stance=Stance.ASSERTED)
    question = Question(
        type="flashcard", stem="Who?", interaction=Recall(back="Thy"), citations=(cited,)
    )
    found = {one.name: one.reason for one in examine(question, {"farm": Document(FARM, ())})}
    assert found["evidence verbatim"] is not None


def test_the_bank_is_sound_but_for_a_few() -> None:
    """What curated questions are asked of their key and evidence, they pass."""
    slug = "azernews-2023-01-20"
    document, bank = load_seed(slug)
    wrong = [
        (question.id, one.name, one.reason)
        for question in bank.questions
        for one in examine(question, {slug: document})
        if one.reason and one.name in {"answer in evidence", "not contradicted", "no leak"}
    ]
    assert wrong == []


def test_options_are_judged_by_what_their_pictures_show() -> None:
    shown = refer(named(b"picture", ".png").name, "eight")
    said = failed(pick(shown, "nine", "ten"), "How many turbines has the wind farm?")
    assert "answer in evidence" not in said
