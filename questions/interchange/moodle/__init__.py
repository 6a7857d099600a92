"""Moodle XML: questions as Moodle exports and imports them.

Texts go as Markdown, which Moodle shows. Whose claim a question asks for is told to learners there
too: each citation stands under the explanation, in the general feedback. What Moodle has no place
for goes in an element ``recite`` of each question, which Moodle passes over and which comes back
whole.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from questions.interchange.carrying import each_in_xml
from questions.interchange.format import Problem, Reading, Writing
from questions.interchange.moodle.reading import read_quiz
from questions.interchange.moodle.writing import element_of
from questions.media import NO_FILES, Files
from questions.question import Question

LARGEST = 64 * 1024 * 1024  # bytes: a bank with its pictures inside


class MoodleXml:
    """Moodle XML."""

    name = "moodle"
    suffixes = (".xml",)

    def read(self, content: bytes) -> Reading:
        """Read every question that asks something we have; report the others."""
        if len(content) > LARGEST:
            megabytes = LARGEST // 1024 // 1024
            return Reading((), (Problem("", f"The file is over {megabytes} MB. Split it."),))
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
        )
        try:
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            return Reading((), (Problem("", f"This is not XML: {error}"),))
        if root.tag != "quiz":
            said = f"This XML is no Moodle question bank: it begins with <{root.tag}>, not <quiz>."
            return Reading((), (Problem("", said),))
        return read_quiz(root)

    def write(self, questions: Iterable[Question]) -> Writing:
        """Write an element for each question."""
        return self.write_with_files(questions, NO_FILES)

    def write_with_files(self, questions: Iterable[Question], files: Files) -> Writing:
        """Write an element for each question, with the files that it speaks of inside."""
        root = etree.Element("quiz")
        elements, problems = each_in_xml(questions, lambda asked: element_of(asked, files))
        root.extend(elements)
        etree.indent(root)
        content = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
        return Writing(content + b"\n", problems)
