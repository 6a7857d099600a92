"""What in a Word file is no text and no picture: what it is, and what there is to do."""

from __future__ import annotations

import re

from lxml import etree
from lxml.etree import _Element

from questions.media.album import is_sound, path_of, shortened

DRAWING = "a picture or drawing"
SOUND, FILM, FORMULA = "a sound", "a film", "a formula"
_OBJECT = "an embedded object"
LOST = {
    "drawing": DRAWING,
    "pict": DRAWING,
    "object": _OBJECT,
    "control": "a field to fill in",
    "movie": FILM,
    "oMath": FORMULA,
    "oMathPara": FORMULA,
    "footnoteReference": "a footnote",
    "endnoteReference": "an endnote",
}
_TO_DO = {
    SOUND: ": save it from Word and add it to the question",
    FORMULA: ": write it as LaTeX between \\( and \\)",
    FILM: ": give its address in the text instead",
    _OBJECT: ": add what it shows or plays to the question",
}
# By their names in a drawing, and of old objects by the names of the programs that made them.
_PLAYED = {
    "audioFile": SOUND,
    "wavAudioFile": SOUND,
    "audioCd": SOUND,
    "videoFile": FILM,
    "quickTimeFile": FILM,
    "webVideoPr": FILM,
}
_PROGRAMS = (
    (re.compile(r"SoundRec|MIDFile", re.I), SOUND),
    (re.compile(r"MPlayer|WMPlayer|AVIFile|QuickTime|ShockwaveFlash", re.I), FILM),
    (re.compile(r"Equation|MathType", re.I), FORMULA),
)
_LINK = re.compile(r"\s*HYPERLINK\s+(?!\\)\"?([^\s\"]+)")


def lost_in(element: _Element, name: str) -> str:
    """Return what an element is that is no text, as far as it says."""
    for each in element.iter(etree.Element):
        if played := _PLAYED.get(etree.QName(each).localname):
            return played
    if name != "object":
        return LOST.get(name, DRAWING)
    programs = [each.get("ProgID", "") for each in element.iter("{*}OLEObject")]
    found = (what for made, what in _PROGRAMS for each in programs if made.match(each))
    return next(found, _OBJECT)


def told(what: str) -> str:
    """Return what is said of something that was left out, and what to do."""
    return f"{what} was left out{_TO_DO.get(what, '')}"


def address_in(code: str) -> str:
    """Return the address that the code of a field leads to, if it is one of a link."""
    found = _LINK.match(code)
    return found[1] if found else ""


def told_of_link(address: str) -> str:
    """Return what is said of a link whose words alone stay."""
    if is_sound(path_of(address)):
        return f"{SOUND} “{shortened(address)}” was left out: add it to the question"
    said = "was left out, not its words. Write the address into the text"
    return f"a link to “{shortened(address)}” {said}"
