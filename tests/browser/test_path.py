"""An instructor's path from a file to a quiz with a link: its presses and clicks are counted."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from questions.bank import seeds
from tests.browser.people import Entrance, press_key

ARTICLE = Path(str(seeds())) / "azernews-2023-01-20.txt"
HANDOUT = ARTICLE.with_name("caspian-sea.md")
CURATED, TYPES, WITH_OPTIONS, MOST = 15, 5, 8, 60
# What is answered by choosing among options, in the words of the page. Of the article seven are;
# what is matched is chosen from a list as well.
OPTIONS = frozenset({"Multiple choice", "Several right", "True or false", "Who said it?"})
SOURCES = {"handout": OPTIONS, "article": OPTIONS | {"Match"}, "pdf": OPTIONS}
NOT_IN_A_QUIZ = "Flashcard"
_number = count(1)


@dataclass
class Counted:
    """A hand: each press of a key and each click counts, the words it types do not."""

    page: Page
    done: list[str] = field(default_factory=list)

    def click(self, target: Locator) -> None:
        """Click once."""
        self.done.append(f"click {target}")
        target.click()

    def press(self, key: str) -> None:
        """Press one key."""
        self.done.append(f"press {key}")
        press_key(self.page, key)

    def write(self, label: str, words: str) -> None:
        """Click into a field and type words."""
        self.click(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(words)

    def choose(self, target: Locator, file: Path) -> None:
        """Choose a file, which counts once."""
        with self.page.expect_file_chooser() as chooser:
            self.click(target)
        chooser.value.set_files(file)


@dataclass
class Wish:
    """What somebody wants of a text: so many questions, enough of them with options."""

    options: frozenset[str]
    taken: Counter[str] = field(default_factory=Counter)

    def wants(self, kind: str) -> bool:
        """Whether one of that kind is wanted still, and takes it then."""
        left = CURATED - self.taken.total()
        options_left = WITH_OPTIONS - self.with_options
        types_left = TYPES - len(self.taken)
        if kind == NOT_IN_A_QUIZ or not left:
            return False
        if kind not in self.options and left <= options_left:
            return False
        if kind in self.taken and left <= types_left:
            return False
        self.taken[kind] += 1
        return True

    @property
    def with_options(self) -> int:
        """How many of those taken have options."""
        return sum(count for kind, count in self.taken.items() if kind in self.options)

    @property
    def is_granted(self) -> bool:
        """Whether that is all."""
        return self.taken.total() == CURATED


def begin(hand: Counted, file: Path) -> str:
    """Found a course, bring a file in and go to what is proposed; returns where it is taught."""
    page = hand.page
    page.goto("/teach")
    hand.write("Title", f"A path of mine {next(_number)}")
    hand.click(page.get_by_role("button", name="Make the course"))
    hand.click(page.get_by_role("link", name="Add a document"))
    path = page.url.partition("/documents")[0]
    hand.choose(page.get_by_label("Files"), file)
    hand.click(page.get_by_role("button", name="Add documents"))
    curate = page.get_by_role("link", name=re.compile("^Curate them"))
    expect(curate).to_be_visible(timeout=240_000)
    hand.click(curate)
    hand.click(page.get_by_role("link", name="A mix of kinds"))
    return path


def curate_one_by_one(hand: Counted, wish: Wish) -> None:
    """Accept with A what is wanted, and go past the rest with J."""
    page = hand.page
    while not wish.is_granted:
        shown = page.locator(".triage .row .note").first.inner_text()
        expect(page.locator("[data-key=a]")).to_have_attribute("aria-keyshortcuts", "A")
        with page.expect_navigation():
            hand.press("a" if wish.wants(shown.rpartition(" · ")[2]) else "j")


def curate_in_the_list(hand: Counted, wish: Wish) -> None:
    """Tick what is wanted in the list, and accept it at once."""
    page = hand.page
    hand.click(page.get_by_role("link", name="Decide several at once"))
    for line in page.locator(".ticks > li").all():
        if wish.wants(line.locator("> .note").inner_text().partition(" · ")[0]):
            hand.click(line.get_by_role("checkbox"))
    assert wish.is_granted
    with page.expect_navigation():
        hand.press("a")
    expect(page.get_by_text(f"{CURATED} accepted.")).to_be_visible()


def build_quiz(hand: Counted) -> str:
    """Build a quiz of what was accepted; returns the link for learners."""
    page = hand.page
    hand.click(page.get_by_role("link", name=f"Build a quiz of the {CURATED} accepted"))
    hand.write("Title", "What the text says")
    hand.click(page.get_by_role("button", name="Save the quiz"))
    expect(page.get_by_text("The quiz is saved.")).to_be_visible()
    hand.click(page.get_by_role("button", name="Copy"))
    return page.get_by_label("The link for learners").input_value()


def print_reader(page: Page, file: Path) -> None:
    """Print both texts as one PDF, as anybody prints a page."""
    marked = [
        f"<h1>{html.escape(block.lstrip('# '))}</h1>"
        if number == 0 or block.startswith("#")
        else f"<p>{html.escape(block)}</p>"
        for text in (ARTICLE, HANDOUT)
        for number, block in enumerate(text.read_text(encoding="utf-8").strip().split("\n\n"))
    ]
    page.set_content(f"<title>Around the Caspian</title>{''.join(marked)}")
    page.pdf(path=file, format="A5")


@pytest.mark.parametrize(
    ("source", "way"),
    [
        ("handout", curate_one_by_one),
        ("article", curate_in_the_list),
        ("pdf", curate_one_by_one),
        ("pdf", curate_in_the_list),
    ],
)
def test_from_a_file_to_a_quiz(
    entrance: Entrance, tmp_path: Path, source: str, way: Callable[[Counted, Wish], None]
) -> None:
    page = entrance.instructor()
    file = {"handout": HANDOUT, "article": ARTICLE}.get(source)
    if file is None:
        file = tmp_path / "reader.pdf"
        print_reader(page, file)
    hand = Counted(page)
    path = begin(hand, file)
    before = len(hand.done)
    wish = Wish(SOURCES[source])
    way(hand, wish)
    curating = len(hand.done) - before
    link = build_quiz(hand)
    print(
        f"{source}, {way.__name__}: {len(hand.done)} in all, {curating} of them to curate; "
        f"{wish.with_options} with options: {dict(wish.taken)}"
    )
    assert len(hand.done) < MOST
    assert wish.with_options >= WITH_OPTIONS and len(wish.taken) >= TYPES
    page.goto(f"{path}/questions?standing=published")
    expect(page.locator("h1")).to_have_text(f"{CURATED} questions")
    learner = entrance.visitor()
    learner.goto(link)
    learner.get_by_role("button", name="Join as a guest").click()
    expect(learner.locator("h1")).to_have_text("What the text says")
    expect(learner.get_by_text(f"{CURATED} questions", exact=True)).to_be_visible()
    learner.get_by_role("button", name="Start").click()
    expect(learner.get_by_text(f"Question 1 of {CURATED}")).to_be_visible()
