"""QTI 1.2 as Canvas takes it in: one quiz in a package, with an item for each question.

Versions are read alike, whichever of the two formats is named.
"""

from __future__ import annotations

from collections.abc import Iterable

from questions.interchange.carrying import each_in_xml
from questions.interchange.filing import there
from questions.interchange.format import Reading, Writing
from questions.interchange.qti.bank import read_bank
from questions.interchange.qti.elements import add, root_in
from questions.interchange.qti.first_writing import QTI, write_first
from questions.interchange.qti.packages import MANIFEST, manifest_of, pack
from questions.interchange.qti.showing import shown_to_canvas
from questions.media import NO_FILES, Files
from questions.question import Question

_QUIZ = "quiz/quiz.xml"


class Canvas:
    """QTI 1.2 for Canvas."""

    name = "canvas"
    suffixes = (".imscc", ".canvas.zip")

    def read(self, content: bytes) -> Reading:
        """Read every item, alone or in a package, that asks something we have."""
        return read_bank(content)

    def write(self, questions: Iterable[Question]) -> Writing:
        """Write a package with a quiz of all questions that Canvas can ask."""
        return self.write_with_files(questions, NO_FILES)

    def write_with_files(self, questions: Iterable[Question], files: Files) -> Writing:
        """Write a package with a quiz, and the files that its questions speak of."""
        show = shown_to_canvas(files)
        made, problems = each_in_xml(
            questions, lambda asked: (write_first(asked, show), there(asked, files))
        )
        shown = {name: files[name] for _item, names in made for name in names}
        root = root_in(QTI, "questestinterop")
        quiz = add(root, "assessment", ident="questions", title="Questions")
        section = add(quiz, "section", ident="root_section")
        section.text = "\n"
        for item, _names in made:
            section.append(item)
            item.tail = "\n"
        manifest = manifest_of("IMS Content", "1.1.3", "imsqti_xmlv1p2", {_QUIZ: list(shown)})
        return Writing(pack({MANIFEST: manifest, _QUIZ: root}, shown), problems)
