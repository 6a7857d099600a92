"""QTI: items alone or in a package. Versions 1.2 to 3.0 are read, 2.1 and 1.2 are written.

Texts go as XHTML. Whose claim a question asks for is told to learners there too: each citation
stands under the explanation. The whole question travels along in a comment of its item, which
others pass over; it comes back as it was where the item was not changed.
"""

from __future__ import annotations

from collections.abc import Iterable

from questions.interchange.carrying import each_in_xml
from questions.interchange.format import Reading, Writing
from questions.interchange.qti.bank import read_bank
from questions.interchange.qti.canvas import Canvas
from questions.interchange.qti.packages import MANIFEST, manifest_of, pack
from questions.interchange.qti.writing import write_item
from questions.question import Question

__all__ = ["Canvas", "Qti"]

_ITEM = "imsqti_item_xmlv2p1"


class Qti:
    """QTI 2.1."""

    name = "qti"
    suffixes = (".zip", ".qti.xml")

    def read(self, content: bytes) -> Reading:
        """Read every item, alone or in a package, that asks something we have."""
        return read_bank(content)

    def write(self, questions: Iterable[Question]) -> Writing:
        """Write a package with an item for each question."""
        items, problems = each_in_xml(questions, write_item)
        named = {f"items/{number:05}.xml": item for number, item in enumerate(items, 1)}
        manifest = manifest_of("QTIv2.1 Package", "1.0.0", _ITEM, list(named))
        return Writing(pack({MANIFEST: manifest, **named}), problems)
