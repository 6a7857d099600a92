from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

import questions.bank
from questions.bank import BankError, Metadata, load_bank, load_seed, seed_slugs, seeds
from questions.documents import PassageKind
from questions.interactions import Choice, Interaction, Match, Order, Recall, grade
from questions.question import Question, Stance
from questions.types import TYPES
from tests.questions.strategies import key_of

SLUG = "azernews-2023-01-20"
SHA256 = "4e994340dd86780371a61fd30952e0dbd11e16de9e8df9d5f7ad12c58e03760f"
DOCUMENT, BANK = load_seed(SLUG)
FIRST, SECOND = (question.id for question in BANK.questions[:2])
SOURCE = Path(questions.bank.__file__).parent / f"{SLUG}.yaml"
# Those in which finding the speaker is, or may be, the task: there an option names him.
ASKS_WHO = {"who_said_it", "true_false", "matching", "ordering"}
FULL_NAMES = {"Jeyhun Bayramov", "Javier Colomina"}

Stored = dict[str, Any]
each_question = pytest.mark.parametrize("question", BANK.questions, ids=lambda each: str(each.id))


def shown_texts(interaction: Interaction) -> list[str]:
    """What a learner reads besides the stem."""
    match interaction:
        case Choice():
            return [option.text for option in interaction.options]
        case Match():
            return [left for left, _right in interaction.pairs] + interaction.choices()
        case Order():
            return list(interaction.items)
        case _:
            return []


# The document


def test_the_article_is_as_it_was_received() -> None:
    content = (seeds() / f"{SLUG}.txt").read_bytes()
    assert hashlib.sha256(content).hexdigest() == SHA256
    assert content.decode() == DOCUMENT.text
    assert BANK.document.sha256 == DOCUMENT.sha256 == SHA256


def test_every_seed_has_its_bank() -> None:
    assert SLUG in seed_slugs()
    for slug in seed_slugs():
        assert load_seed(slug)[1].document.slug == slug


def test_the_document_is_said_to_be_what_it_is() -> None:
    assert BANK.document.publisher == "Azernews"
    assert BANK.document.published_at.isoformat() == "2023-01-20T15:47:00+04:00"
    assert all(word in DOCUMENT.text.split() for word in BANK.document.misprints)


def test_every_passage_has_its_voice() -> None:
    numbers = [passage.number for passage in DOCUMENT.passages]
    assert [voice.number for voice in BANK.passages] == numbers == list(range(17))
    for voice in BANK.passages:
        assert (voice.speaker is None) is (voice.stance is Stance.ASSERTED)


# The questions


def test_every_passage_is_cited() -> None:
    cited = {
        passage.number
        for question in BANK.questions
        for citation in question.citations
        for passage in DOCUMENT.passages
        if passage.span.overlaps(citation.start, citation.end)
    }
    assert cited == set(range(17))
    assert DOCUMENT.passages[0].kind is PassageKind.DATELINE


def test_there_are_enough_questions_of_every_type() -> None:
    assert len(BANK.questions) >= 45
    assert {question.type for question in BANK.questions} == set(TYPES)


def test_ids_and_stems_are_unique() -> None:
    assert max(Counter(question.id for question in BANK.questions).values()) == 1
    assert max(Counter(question.stem.casefold() for question in BANK.questions).values()) == 1


@each_question
def test_a_question_is_explained_tagged_and_proved(question: Question) -> None:
    assert question.explanation.strip()
    assert question.tags
    assert len(set(question.tags)) == len(question.tags)
    assert question.citations
    assert grade(question.interaction, key_of(question.interaction)).fraction == 1


@each_question
def test_a_citation_is_verbatim_and_in_the_voice_of_its_passage(question: Question) -> None:
    voices = {voice.number: voice.speaker for voice in BANK.passages}
    for citation in question.citations:
        assert citation.problem(DOCUMENT.text) is None
        cited = [p for p in DOCUMENT.passages if p.span.overlaps(citation.start, citation.end)]
        assert [voices[passage.number] for passage in cited] == [citation.speaker]


@each_question
def test_a_contested_claim_is_somebodys(question: Question) -> None:
    speakers = {c.speaker for c in question.citations if c.stance is not Stance.ASSERTED}
    assert speakers <= FULL_NAMES
    # A question on the newspaper's own wording may leave the name to its options.
    in_stem_alone = question.type not in ASKS_WHO and "framing" not in question.tags
    shown = [] if in_stem_alone else shown_texts(question.interaction)
    for speaker in speakers:
        assert speaker is not None
        surname = speaker.split()[-1]
        assert any(surname in text for text in [question.stem, *shown]), surname


# The quizzes


def test_quizzes_pick_questions_that_can_be_marked() -> None:
    by_id = {question.id: question for question in BANK.questions}
    assert len({quiz.id for quiz in BANK.quizzes}) == len(BANK.quizzes) >= 1
    for quiz in BANK.quizzes:
        picked = [by_id[each] for each in quiz.questions]
        assert picked
        assert len(set(quiz.questions)) == len(quiz.questions)
        assert not any(isinstance(question.interaction, Recall) for question in picked)


# What must not be loaded


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bank and its seed, copied to where they can be spoilt."""
    monkeypatch.setattr(questions.bank, "files", lambda _package: tmp_path)
    monkeypatch.setattr(questions.bank, "seeds", lambda: tmp_path)
    (tmp_path / f"{SLUG}.txt").write_bytes(DOCUMENT.text.encode())
    (tmp_path / f"{SLUG}.yaml").write_bytes(SOURCE.read_bytes())
    return tmp_path


def refusal(shelf: Path, spoil: Callable[[Stored], object]) -> str:
    """Return why the bank is refused once ``spoil`` has changed what is stored."""
    file = shelf / f"{SLUG}.yaml"
    stored = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    spoil(stored)
    file.write_text(json.dumps(stored), encoding="utf-8")  # which is YAML as well
    with pytest.raises(BankError) as refused:
        load_seed(SLUG)
    assert file.name in str(refused.value)
    return str(refused.value)


def test_the_copy_loads(shelf: Path) -> None:
    assert load_seed(SLUG) == (DOCUMENT, BANK)


def test_another_text_is_refused(shelf: Path) -> None:
    (shelf / f"{SLUG}.txt").write_text(DOCUMENT.text + "\n", encoding="utf-8")
    with pytest.raises(BankError, match=rf"{SLUG}\.yaml:\n.*sha256 differs"):
        load_seed(SLUG)


def test_a_shifted_offset_is_refused(shelf: Path) -> None:
    def shift(stored: Stored) -> None:
        citation = stored["questions"][0]["citations"][0]
        citation["start"] += 1
        citation["end"] += 1

    message = refusal(shelf, shift)
    cited = BANK.questions[0].citations[0]
    assert f"{FIRST}: the text at {cited.start + 1} to {cited.end + 1} reads" in message
    assert f"not “{cited.quote}”" in message


def test_an_offset_that_does_not_fit_its_quote_is_refused(shelf: Path) -> None:
    message = refusal(shelf, lambda stored: stored["questions"][0]["citations"][0].update(end=9999))
    assert "questions.0.citations.0" in message
    assert "not as long as its offsets say" in message


def test_an_unknown_type_is_refused(shelf: Path) -> None:
    message = refusal(shelf, lambda stored: stored["questions"][0].update(type="riddle"))
    assert f"{FIRST}: “riddle” is not a question type" in message


def test_a_question_without_a_citation_is_refused(shelf: Path) -> None:
    message = refusal(shelf, lambda stored: stored["questions"][0].update(citations=[]))
    assert f"{FIRST}: no citation" in message


def test_a_citation_of_another_document_is_refused(shelf: Path) -> None:
    def move(stored: Stored) -> None:
        stored["questions"][0]["citations"][0]["document"] = "another"

    assert f"{FIRST}: cites another document, another" in refusal(shelf, move)


@pytest.mark.parametrize("taken", [FIRST, None])
def test_a_question_without_an_id_of_its_own_is_refused(shelf: Path, taken: str | None) -> None:
    def rename(stored: Stored) -> None:
        stored["questions"][1]["id"] = taken
        stored["quizzes"] = []

    assert "needs an id of its own" in refusal(shelf, rename)


def test_an_id_given_twice_is_named(shelf: Path) -> None:
    def rename(stored: Stored) -> None:
        stored["questions"][1]["id"] = FIRST

    assert str(FIRST) in refusal(shelf, rename)


def test_a_misprint_that_is_not_there_is_named(shelf: Path) -> None:
    message = refusal(shelf, lambda stored: stored["document"]["misprints"].append("nowhere"))
    assert "the misprint “nowhere” is not in the text" in message


def test_a_flashcard_in_a_quiz_is_refused(shelf: Path) -> None:
    card = next(q.id for q in BANK.questions if q.interaction.kind == "recall")
    message = refusal(shelf, lambda stored: stored["quizzes"][0]["questions"].append(card))
    assert f"{card} is a flashcard" in message


def test_a_quiz_with_an_unknown_question_is_refused(shelf: Path) -> None:
    message = refusal(shelf, lambda stored: stored["quizzes"][0]["questions"].append("nowhere"))
    assert f"quiz {BANK.quizzes[0].id}: no question nowhere" in message


def test_everything_wrong_is_said_at_once(shelf: Path) -> None:
    def spoil(stored: Stored) -> None:
        stored["questions"][0]["citations"] = []
        stored["questions"][1]["type"] = "riddle"
        stored["quizzes"][0]["questions"].append("nowhere")

    message = refusal(shelf, spoil)
    assert len(message.splitlines()) == 4
    assert all(str(culprit) in message for culprit in (FIRST, SECOND, "nowhere"))


def test_an_unknown_field_is_refused(shelf: Path) -> None:
    assert "questions.0.hint" in refusal(shelf, lambda s: s["questions"][0].update(hint="No"))


def test_a_bomb_of_aliases_is_refused(shelf: Path) -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    file = shelf / f"{SLUG}.yaml"
    file.write_text("\n".join(levels), encoding="utf-8")
    with pytest.raises(BankError, match=rf"^{SLUG}\.yaml: line 2: Aliases"):
        load_bank(file)


@pytest.mark.parametrize("content", ["questions: [", "- a list", "", "document: {}"])
def test_what_is_no_bank_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "notes.yaml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(BankError, match=r"^notes\.yaml: "):
        load_bank(file)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="timezone"):
        Metadata.model_validate({**BANK.document.model_dump(), "published": "2023-01-20T15:47"})


# Where the seeds are


def test_seeds_are_carried_in_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions.bank, "__file__", str(tmp_path / "a" / "b" / "c.py"))
    assert str(seeds()).endswith(str(Path("questions", "bank", "seeds")))


def test_only_texts_are_seeds(shelf: Path) -> None:
    (shelf / "another.txt").write_text("", encoding="utf-8")
    assert seed_slugs() == ["another", SLUG]
