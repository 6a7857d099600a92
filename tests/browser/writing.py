"""What instructors do, with the mouse: found a course, write questions, build a quiz."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count

from playwright.sync_api import Locator, Page, expect

from questions.bank import seeds
from tests.browser.asking import SEED

TEXT = (seeds() / f"{SEED}.txt").read_text(encoding="utf-8")
# Words of one sentence of the text: as they stand, and as a word processor pastes them.
WORDS = "Azerbaijan's participation in NATO-led peacekeeping operations"
PASTED = "Azerbaijan’s participation  in NATO–led peacekeeping operations"
_OPTIONS = {
    "Option 1": "Peacekeeping",
    "Option 2": "Mediation",
    "Option 3": "Membership",
    "Option 4": "Evacuation",
}
# What is typed in to answer a question of each kind.
_ENTRIES = {
    "Multiple choice": _OPTIONS,
    "Several right": _OPTIONS,
    "Short answer": {"Accepted answers": "peacekeeping\npeacekeeping operations"},
    "Match": {
        "Left of pair 1": "PfP",
        "Right of pair 1": "1994",
        "Left of pair 2": "DEEP",
        "Right of pair 2": "2008",
    },
    "Put in order": {"Items, in the right order": "1992\n1994\n2008"},
    "Flashcard": {"Back": "Peacekeeping operations"},
}
_SELDOM = {"Quote", "Tags", "Shown after the answer", "What changed"}
_number = count(1)
_MOST_LOOKS = 60  # at the jobs, half a second apart

# Where the given words of an element stand on the screen: left and right ends, half way up.
ENDS = """(element, words) => {
  const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const edge = (offset) => {
      const range = document.createRange();
      range.setStart(node, offset);
      range.setEnd(node, offset + 1);
      return range.getBoundingClientRect();
    };
    const first = edge(at), last = edge(at + words.length - 1);
    const middle = (box) => box.top + box.height / 2;
    return [first.left + 1, middle(first), last.right - 1, middle(last)];
  }
  return null;
}"""


@dataclass(frozen=True)
class Taught:
    """A course of one test's own."""

    slug: str
    code: str

    @property
    def path(self) -> str:
        """Where it is taught."""
        return f"/teach/{self.slug}"


def found_course(page: Page, title: str = "The report") -> Taught:
    """Found a course with the seed's text as its document."""
    page.goto("/teach")
    page.get_by_label("Title").fill(f"{title} {next(_number)}")
    page.get_by_role("button", name="Make the course").click()
    expect(page.get_by_text("The course is there.")).to_be_visible()
    slug = page.url.rsplit("/", 1)[-1]
    code = page.locator("p.code").inner_text()
    page.get_by_role("link", name="Add a document").click()
    page.get_by_label("Or paste a text").fill(TEXT)
    page.get_by_label("Propose questions at once").uncheck()
    page.get_by_role("button", name="Add documents").click()
    look_over = page.get_by_role("link", name=re.compile("^Look over its title"))
    for _ in range(_MOST_LOOKS):
        if look_over.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    look_over.click()
    page.get_by_label("Title").fill("Azerbaijan–NATO talks")
    page.get_by_label("Publisher").fill("Azernews")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Citations name the publisher as it is now.")).to_be_visible()
    return Taught(slug, code)


def write(page: Page, kind: str, stem: str) -> None:
    """Fill in a question of that kind, but for its evidence."""
    choose_kind(page, kind)
    box(page, "Question").fill(stem)
    for label, text in _ENTRIES[kind].items():
        box(page, label).fill(text)
    if kind == "Multiple choice":
        page.get_by_role("radio", name="Option 1 is the answer").check()
    if kind == "Several right":
        for n in (1, 2):
            page.get_by_role("checkbox", name=f"Option {n} is right").check()
    box(page, "Shown after the answer").fill("Bayramov stressed **this** himself.")
    box(page, "Tags").fill("Peace, Caucasus")


def choose_kind(page: Page, kind: str) -> None:
    """Choose the kind of question."""
    page.get_by_role("group", name="Kind of question").get_by_text(kind, exact=True).click()


def box(page: Page, label: str) -> Locator:
    """Return a box of the editor to type in, whether it is marked as optional or not.

    What is seldom needed is unfolded first.
    """
    if label in _SELDOM:
        folded = page.locator("details.seldom:not([open]) > summary")
        while folded.count():
            folded.first.click()
    named = re.compile(rf"^{re.escape(label)}( \(optional\))?$")
    return page.get_by_role("textbox", name=named)


def select_words(page: Page, words: str) -> None:
    """Select words of the document with the mouse, from the first to the last."""
    sentence = page.locator(".picker [data-text]", has_text=words)
    sentence.scroll_into_view_if_needed()
    ends = sentence.evaluate(ENDS, words)
    page.mouse.move(ends[0], ends[1])
    page.mouse.down()
    page.mouse.move(ends[2], ends[3], steps=8)
    page.mouse.up()


def paste_quote(page: Page, quote: str = PASTED) -> None:
    """Write the quote by hand, and say whose claim it is."""
    box(page, "Quote").fill(quote)
    claim(page, "Jeyhun Bayramov")


def claim(page: Page, speaker: str) -> None:
    """Say that a speaker claims it."""
    page.get_by_role("group", name="Whose claim").get_by_text("Claimed by a speaker").click()
    page.get_by_role("combobox", name="Speaker").fill(speaker)


def publish(page: Page) -> None:
    """Publish what is in the editor."""
    page.get_by_role("button", name=re.compile("^Publish")).click()
    expect(page.get_by_text("Published.", exact=True)).to_be_visible()


def write_and_publish(page: Page, course: Taught, kind: str, stem: str) -> str:
    """Write a whole question and publish it; returns its path."""
    page.goto(f"{course.path}/questions/new")
    write(page, kind, stem)
    paste_quote(page)
    publish(page)
    return page.url


def build_quiz(page: Page, course: Taught, title: str, stems: list[str]) -> str:
    """Build a quiz for practice of questions picked by their words; returns its path."""
    page.goto(f"{course.path}/quizzes/new")
    page.get_by_label("Title").fill(title)
    for stem in stems:
        page.get_by_role("checkbox", name=re.compile(f"^{re.escape(stem)}")).check()
    page.get_by_role("button", name="Add the ticked ones").click()
    page.get_by_role("button", name="Save the quiz").click()
    expect(page.get_by_text("The quiz is saved.")).to_be_visible()
    return page.url.replace("/teach/", "/courses/")
