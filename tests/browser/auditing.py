"""Looking at a screen: accessibility by axe, its layout, and pictures of it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

SIZES: tuple[ViewportSize, ...] = (
    {"width": 1280, "height": 800},
    {"width": 360, "height": 740},
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# The rules that look at colours: the others find the same in the dark.
COLOURS = ["color-contrast", "link-in-text-block"]
_RUN = """async (only) => {
  const found = await axe.run(document, { runOnly: only, resultTypes: ["violations"] });
  return found.violations.map((v) => `${v.id} at ` + v.nodes.map((n) =>
    `${n.target.join(" ")} (${n.any.concat(n.all, n.none).map((c) => c.message).join("; ")})`
  ).join(", "));
}"""
_TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide = [...document.body.querySelectorAll("*")].filter((element) =>
    element.getBoundingClientRect().right > width + 1 && !element.closest(".scroll"));
  return wide.slice(0, 5).map((element) => `${element.tagName}.${element.className}`);
}"""

# Lists too narrow to read what is chosen in them.
_TOO_NARROW = """() => [...document.querySelectorAll("main select")].filter((list) => {
  if (!list.checkVisibility()) return false;
  const copy = list.cloneNode(true);
  copy.value = list.value;
  copy.style.cssText = "position: absolute; inline-size: max-content; max-inline-size: none";
  list.after(copy);
  const needed = Math.min(copy.offsetWidth, 110);
  copy.remove();
  return list.offsetWidth < needed;
}).map((list) => list.ariaLabel ?? list.name)"""


@dataclass
class Tour:
    """Screens looked at one after another, each narrow and wide, light and dark."""

    complaints: list[str] = field(default_factory=list)

    def stop(self, page: Page, name: str) -> None:
        """Look at the screen ``page`` shows; what is wrong is kept until the end."""
        page.evaluate(AXE_SCRIPT)
        for size in SIZES:
            page.set_viewport_size(size)
            page.emulate_media(color_scheme="light")
            self._note(page, name, _faults(page) + _violations(page, "tag", WCAG))
            look(page, name)
            page.emulate_media(color_scheme="dark")
            self._note(page, name, _violations(page, "rule", COLOURS))
            look(page, name)
        page.set_viewport_size(SIZES[0])

    def _note(self, page: Page, name: str, complaints: list[str]) -> None:
        self.complaints += [f"{name}, {_circumstances(page)}: {text}" for text in complaints]


def look(page: Page, name: str) -> None:
    """Keep a picture of the page in the folder SCREENSHOTS, where that is set."""
    if folder := os.environ.get("SCREENSHOTS"):
        file = Path(folder) / f"{name}-{_circumstances(page)}.png".replace(" ", "-")
        page.screenshot(path=file, full_page=True)


def _circumstances(page: Page) -> str:
    width = (page.viewport_size or SIZES[0])["width"]
    is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    return f"{width} {'dark' if is_dark else 'light'}"


def _violations(page: Page, kind: str, values: list[str]) -> list[str]:
    found: list[str] = page.evaluate(_RUN, {"type": kind, "values": values})
    return found


def _faults(page: Page) -> list[str]:
    """Return what is wrong with the page as a document."""
    faults = []
    headings = page.locator("h1").count()
    if headings != 1:
        faults.append(f"{headings} headings of the first level")
    if page.title() in {"", "Recite"} or page.title().startswith(" · "):
        faults.append(f"no title: “{page.title()}”")
    wide: Any = page.evaluate(_TOO_WIDE)
    if wide:
        faults.append(f"wider than the window: {', '.join(wide)}")
    narrow: Any = page.evaluate(_TOO_NARROW)
    if narrow:
        faults.append(f"too narrow to read: {', '.join(narrow)}")
    return faults
