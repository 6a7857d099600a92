"""QTI: items alone or in a package. Versions 1.2 to 3.0 are read; 1.2, 2.1 and 3.0 are written.

Texts go as XHTML. Whose claim a question asks for is told to learners there too: each citation
stands under the explanation. The whole question travels along in a comment of its item, which
others pass over; it comes back as it was where the item was not changed.
"""

from __future__ import annotations

from collections.abc import Iterable

from questions.interchange.carrying import each_in_xml
from questions.interchange.filing import there
from questions.interchange.format import Reading, Writing
from questions.interchange.qti.bank import read_bank
from questions.interchange.qti.canvas import Canvas
from questions.interchange.qti.packages import MANIFEST, pack
from questions.interchange.qti.versions import SECOND, THIRD, Version
from questions.interchange.qti.writing import write_item
from questions.media import NO_FILES, Files
from questions.question import Question

__all__ = ["Canvas", "Qti", "Qti3"]


class Qti:
    """QTI 2.1."""

    name = "qti"
    suffixes: tuple[str, ...] = (".zip", ".qti.xml")
    _version: Version = SECOND

    def read(self, content: bytes) -> Reading:
        """Read every item, alone or in a package, that asks something we have."""
        return read_bank(content)

    def write(self, questions: Iterable[Question]) -> Writing:
        """Write a package with an item for each question."""
        return self.write_with_files(questions, NO_FILES)

    def write_with_files(self, questions: Iterable[Question], files: Files) -> Writing:
        """Write a package with an item for each question, and the files that they speak of."""
        made, problems = each_in_xml(
            questions,
            lambda asked: (write_item(asked, self._version, files), there(asked, files)),
        )
        items = {f"items/{number:05}.xml": each for number, each in enumerate(made, 1)}
        manifest = self._version.manifest({name: names for name, (_, names) in items.items()})
        shown = {name: files[name] for _item, names in made for name in names}
        named = {name: item for name, (item, _names) in items.items()}
        return Writing(pack({MANIFEST: manifest, **named}, shown), problems)


class Qti3(Qti):
    """QTI 3.0."""

    name = "qti3"
    suffixes = (".qti3.zip", ".qti3.xml")
    _version = THIRD
