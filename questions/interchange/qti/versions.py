"""What sets the items of QTI 2.1 and 3.0 apart: the names of what both say alike."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from questions.interchange.qti.packages import PACKAGE, manifest_of

_CAPITAL = re.compile("[A-Z]")
# What QTI itself names; all else in an item is HTML, whose names no version changes.
_OWN = frozenset(
    (
        *("assessmentItem", "responseDeclaration", "correctResponse", "value", "mapping"),
        *("mapEntry", "outcomeDeclaration", "itemBody", "choiceInteraction", "simpleChoice"),
        *("orderInteraction", "matchInteraction", "simpleMatchSet", "simpleAssociableChoice"),
        *("textEntryInteraction", "extendedTextInteraction", "responseProcessing"),
        *("responseCondition", "responseIf", "responseElseIf", "setOutcomeValue", "mapResponse"),
        *("match", "equal", "variable", "correct", "baseValue", "modalFeedback", "contentBody"),
    )
)


@dataclass(frozen=True, slots=True)
class Version:
    """A version as it is written: its namespaces, and how its names are spelt."""

    namespace: str
    templates: str
    templates_end: str
    package: str
    schema: tuple[str, str]
    item: str
    hyphenated: bool = False

    def template(self, name: str) -> str:
        """Return the address of a way of scoring that the standard names."""
        return f"{self.templates}{name}{self.templates_end}"

    def manifest(self, items: Mapping[str, Sequence[str]]) -> etree._Element:
        """Return the manifest of a package with such items, and what each shows."""
        return manifest_of(*self.schema, self.item, items, self.package)

    def name(self, item: etree._Element) -> None:
        """Give an item, spelt in the names of 2.1, those of this version."""
        for element in item.iter(etree.Element):
            tag = etree.QName(element).localname
            if self.hyphenated and tag in _OWN:
                tag = f"qti-{_hyphenated(tag)}"
                _hyphenate(element)
            element.tag = f"{{{self.namespace}}}{tag}"
        etree.cleanup_namespaces(item)


def _hyphenated(name: str) -> str:
    return _CAPITAL.sub(lambda found: f"-{found[0].lower()}", name)


def _hyphenate(element: etree._Element) -> None:
    named = [(_hyphenated(str(key)), str(value)) for key, value in element.attrib.items()]
    element.attrib.clear()
    for name, value in named:
        element.set(name, value)


SECOND = Version(
    namespace="http://www.imsglobal.org/xsd/imsqti_v2p1",
    templates="http://www.imsglobal.org/question/qti_v2p1/rptemplates/",
    templates_end="",
    package=PACKAGE,
    schema=("QTIv2.1 Package", "1.0.0"),
    item="imsqti_item_xmlv2p1",
)
THIRD = Version(
    namespace="http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    templates="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/",
    templates_end=".xml",
    package="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    schema=("QTI Package", "3.0.0"),
    item="imsqti_item_xmlv3p0",
    hyphenated=True,
)
