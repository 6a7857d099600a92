"""The questions of the bank as they stand on a page: found, answered with the mouse, proved."""

from __future__ import annotations

import html
import re

from playwright.sync_api import Locator, Page

from questions.bank import load_seed
from questions.interactions import Choice, Match, Order, Recall, TextEntry
from questions.question import Question

SEED = "azernews-2023-01-20"
BANK = load_seed(SEED)[1].questions
BY_ID = {question.id: question for question in BANK if question.id}
# One question of each interaction that a quiz can ask, and one of each type.
KINDS = ("colomina-regions", "bayramov-statements", "match-years", "order-steps", "mine-threat")
OF_EACH_TYPE = {question.type: question for question in reversed(BANK)}


def plain(text: str) -> str:
    """Return the letters and digits of ``text`` alone, to compare what is set differently."""
    return re.sub(r"\W|_", "", text).casefold()


_BY_STEM = {plain(question.stem): question for question in BANK}


def question_with(stem: str) -> Question | None:
    """Return the question of the bank that reads so."""
    return _BY_STEM.get(plain(stem))


def asked_on(page: Page) -> Question:
    """Return the question a page asks."""
    stem = page.locator("#stem").inner_text()
    return _BY_STEM[plain(stem)]


def answer(page: Page, question: Question, *, right: bool = True) -> None:
    """Fill in an answer with the mouse, and the keyboard where there is something to type."""
    match question.interaction:
        case Choice() as choice:
            _choose(page, choice, right)
        case TextEntry() as entry:
            is_number = entry.answers[0].match == "number"
            wrong = "987654" if is_number else "nothing of the kind"
            _type(page, entry.key()[0] if right else wrong)
        case Match() as match:
            rights = [pair[1] for pair in match.pairs]
            picked = rights if right else rights[1:] + rights[:1]
            for (left, _right), text in zip(match.pairs, picked, strict=True):
                page.get_by_label(left, exact=True).select_option(label=text)
        case Order() as order:
            _arrange(page, list(order.items if right else reversed(order.items)))
        case Recall():
            raise AssertionError("a flashcard is not filled in")


def _choose(page: Page, choice: Choice, right: bool) -> None:
    role = "checkbox" if choice.multiple else "radio"
    fitting = [option.text for option in choice.options if (option.fraction > 0) is right]
    for text in fitting if choice.multiple and right else fitting[:1]:
        page.get_by_role(role, name=text, exact=True).click()  # type: ignore[arg-type]


def _type(page: Page, text: str) -> None:
    line = page.get_by_label("Your answer")
    line.click()
    line.press("ControlOrMeta+a")
    page.keyboard.type(text)


def _arrange(page: Page, items: list[str]) -> None:
    if page.locator("html.js").count():
        for place, item in enumerate(items):
            while items_shown(page).index(item) > place:
                page.get_by_role("button", name=f"Move up: {item}", exact=True).click()
        return
    for place, item in enumerate(items, 1):
        page.get_by_label(item, exact=True).select_option(str(place))


def items_shown(page: Page) -> list[str]:
    """Return the items to put in order, from the top."""
    return [text.strip() for text in page.locator(".order-text").all_inner_texts()]


def proved_in(place: Page | Locator, question: Question) -> list[str]:
    """Return the quotes of a question that are not marked in a citation there."""
    figures = [figure.locator("mark") for figure in place.locator("figure.cite").all()]
    marked = {plain("".join(marks.all_text_contents())) for marks in figures}
    return [cited.quote for cited in question.citations if plain(cited.quote) not in marked]


def giveaways(question: Question) -> list[str]:
    """Return the texts that tell the answer of a question: none may come before it."""
    texts = [question.explanation, *(cited.quote for cited in question.citations)]
    match question.interaction:
        case Choice() as choice:
            texts += [option.feedback for option in choice.options]
        case TextEntry() as entry:
            texts += [answer.text for answer in entry.answers]
            texts += [answer.feedback for answer in entry.answers]
        case Recall() as recall:
            texts.append(recall.back)
    # A short number stands on many a page by chance.
    return [text for text in texts if len(text) > 3 and plain(text) not in plain(question.stem)]


def given_away(question: Question, source: str) -> list[str]:
    """Return what a page's source tells of the answer, in words or in its markup."""
    words = " ".join(re.findall(r"[\w-]+", html.unescape(source).casefold()))
    texts = (" ".join(re.findall(r"[\w-]+", text.casefold())) for text in giveaways(question))
    markup = ("fraction", 'class="cite', "data-stance", "<mark", "verdict", 'class="pair"')
    return [text for text in texts if f" {text} " in f" {words} "] + [
        name for name in markup if name in source
    ]
