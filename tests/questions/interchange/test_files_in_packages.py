"""Pictures and sounds in packages: where other programs put them, and where ours lie."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from base64 import b64encode
from collections.abc import Mapping

import pytest
from lxml import etree

from questions.interactions import Choice
from questions.interchange import FORMATS, Reading, write_out
from questions.interchange.qti.showing import finder
from questions.media import refer
from questions.reading.packed import unpack
from questions.receiving import receive
from tests.questions.interchange.test_files import BAY, FILES, MAP, SEA, asked
from tests.questions.media.samples import SAMPLES

QTI = ["qti", "qti3", "canvas"]


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("form", QTI)
def test_a_package_shows_its_files_to_others(form: str) -> None:
    """Without what travels along, the item alone says where each file stands."""
    files = members(write_out(FORMATS[form], asked(), FILES).content)
    for name in [name for name in files if name.endswith(".xml")]:
        files[name] = re.sub(rb"<!-- recite.*?-->", b"", files[name], flags=re.S)
    reading = FORMATS[form].read(packed(files))
    choice, typed = asked()[:2]
    read = {question.id: question for question in reading.questions}
    assert read["choice"] == choice
    assert read["typed"].stem == typed.stem
    assert set(reading.files) == {MAP, BAY, SEA}
    assert form == "canvas" or b' type="audio/mpeg">The sea<' in files["items/00001.xml"]
    assert {problem.message[:8] for problem in reading.problems} == {"An essay"}  # what a card is


@pytest.mark.parametrize("form", QTI)
def test_a_manifest_lists_what_is_there(form: str) -> None:
    files = members(write_out(FORMATS[form], asked(), FILES).content)
    root = etree.fromstring(files["imsmanifest.xml"])
    resources = {each.get("identifier"): each for each in root.iter("{*}resource")}
    listed = {each.get("href") for each in root.iter("{*}file")}
    assert listed == files.keys() - {"imsmanifest.xml"}
    for resource in resources.values():
        href = resource.get("href", "")
        shown = {resources[each.get("identifierref")] for each in resource.iter("{*}dependency")}
        beside = {each.get("href") for each in shown}
        sources = re.findall(rb'(?:src|data)=(?:"|&quot;)([^"&]*)', files[href])
        folder = "" if form == "canvas" else posixpath.dirname(href)
        there = (each.decode().removeprefix("$IMS-CC-FILEBASE$/") for each in sources)
        assert {posixpath.normpath(posixpath.join(folder, each)) for each in there} <= beside
        assert sources or not href.endswith(".xml") or b"Low" in files[href]


def item(shown: str, more: str = "") -> str:
    return (
        '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="a" '
        'title="The first" adaptive="false" timeDependent="false"><responseDeclaration '
        'identifier="R" cardinality="single" baseType="string"><correctResponse><value>x</value>'
        f"</correctResponse></responseDeclaration><itemBody><p>Where? {shown}</p><p>"
        f'<textEntryInteraction responseIdentifier="R"/></p>{more}</itemBody></assessmentItem>'
    )


def first(shown: str) -> str:
    """Return a question of QTI 1.2."""
    return (
        '<questestinterop><item ident="a" title="The first"><presentation><material>'
        f'{shown}</material><response_str ident="r"><render_fib/></response_str></presentation>'
        '<resprocessing><respcondition><conditionvar><varequal respident="r">x</varequal>'
        '</conditionvar><setvar action="Set">100</setvar></respcondition></resprocessing></item>'
        "</questestinterop>"
    )


def html(shown: str) -> str:
    return first(f'<mattext texttype="text/html"><![CDATA[Where? {shown}]]></mattext>')


MAPPED, HEARD = refer(MAP.name, "A map"), refer(SEA.name, "The sea")
PLACES = {
    "beside the item": ("a/b.xml", item('<img src="i/a%20map.png" alt="A map"/>'), "a/i/a map.png"),
    "above it": ("a/b.xml", item('<img src="../i/m.png" alt="A map"/>'), "i/m.png"),
    "as an object": (
        *("b.xml", item('<object type="image/png" data="m.png">A map</object>')),
        "m.png",
    ),
    "uploaded to Canvas": (
        *("q/q.xml", html('<img src="$IMS-CC-FILEBASE$/Up%20m/a.png?canvas_=1" alt="A map">')),
        "web_resources/Up m/a.png",
    ),
    "in a package of text2qti": (
        *("q/q.xml", html('<img src="%24IMS-CC-FILEBASE%24/images/a.png" alt="A map">')),
        "images/a.png",
    ),
    "in a cartridge": (
        *("i_1/q.xml", html('<img src="$IMS-CC-FILEBASE$../r/a.png" alt="A map">')),
        "r/a.png",
    ),
    "as material": (
        *("q.xml", first('<mattext>Where?</mattext><matimage label="A map" uri="a.png"/>')),
        "a.png",
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_picture_is_found_where_other_programs_put_it(place: str) -> None:
    name, content, where = PLACES[place]
    reading = receive("bank.zip", packed({name: content, where: SAMPLES["png"]})).reading
    assert reading.problems == ()
    assert reading.files == (MAP,)
    assert " ".join(reading.questions[0].stem.split()) == f"Where? {MAPPED}"


LISTED = (
    '<manifest><resources><resource identifier="g1f" href="web_resources/a b.png">'
    '<file href="web_resources/a b.png"/></resource><resource identifier="g2e">'
    '<file href="web_resources/sea.mp3"/></resource></resources></manifest>'
)
COURSE, OBJECT = "$CANVAS_COURSE_REFERENCE$", "%24CANVAS_OBJECT_REFERENCE%24"


def exported(shown: str) -> Reading:
    """Return what is read of a question in a course that Canvas gave out."""
    files: dict[str, bytes | str] = {"imsmanifest.xml": LISTED, "q/q.xml": html(shown)}
    files |= {"web_resources/a b.png": SAMPLES["png"], "web_resources/sea.mp3": SAMPLES["mp3"]}
    return receive("course.imscc", packed(files)).reading


@pytest.mark.parametrize(
    ("shown", "spoken"),
    [
        (f'<img src="{COURSE}/file_ref/g1f/preview?wrap=1" alt="A map">', MAPPED),
        (f'<img src="{OBJECT}/attachments/g1f" alt="A map">', MAPPED),
        (f'<img src="{COURSE}/file_contents/course%20files/a%20b.png" alt="A map">', MAPPED),
        ('<img src="/courses/7/file_contents/course%20files/a%20b.png" alt="A map">', MAPPED),
        ('<img src="$IMS-CC-FILEBASE$/a+b.png" alt="A map">', MAPPED),
        (
            f'<audio title="The sea"><source src="{OBJECT}/media_attachments_iframe/g2e?type=a">'
            "</audio>",
            HEARD,
        ),
        (
            f'<iframe title="The sea" data-media-type="audio" src="{OBJECT}'
            '/media_attachments_iframe/g2e"></iframe>',
            HEARD,
        ),
    ],
)
def test_a_file_is_found_by_the_name_that_canvas_has_for_it(shown: str, spoken: str) -> None:
    reading = exported(shown)
    assert told(reading) == []
    assert reading.questions[0].stem == f"Where? {spoken}"
    assert len(reading.files) == 1


@pytest.mark.parametrize(
    ("shown", "stem", "said"),
    [
        (f'<img src="{COURSE}/files/12/preview" alt="A map">', "[A map]", "in a course of Canvas"),
        (
            f'<img src="{COURSE}/file_ref/g9/preview" alt="A map">',
            "[A map]",
            "in a course of Canvas",
        ),
        (f'<a href="{COURSE}/file_ref/g1f">here</a>', "here", "leads to no site"),
        ('<a href="$WIKI_REFERENCE$/pages/it">here</a>', "here", "leads to no site"),
        ('<iframe data-media-type="video" src="/m"></iframe>', "", "a film was left out"),
    ],
)
def test_what_only_the_course_has_is_told(shown: str, stem: str, said: str) -> None:
    reading = exported(shown)
    assert reading.questions[0].stem == f"Where? {stem}".strip()
    (message,) = told(reading)
    assert message.startswith("q/q.xml, “The first”: ") and said in message
    assert reading.files == ()


@pytest.mark.parametrize(
    "shown",
    [
        '<audio src="s.mp3" title="The sea"/>',
        '<audio title="The sea"><source src="s.mp3" type="audio/mpeg"/></audio>',
        '<object type="audio/mpeg" data="s.mp3">The sea</object>',
        '<object data="s.mp3">The sea</object>',
        '<object type="audio/mpeg" data="s">The sea</object>',
    ],
)
def test_a_sound_is_found(shown: str) -> None:
    sea = SAMPLES["mp3"]
    reading = FORMATS["qti"].read(packed({"b.xml": item(shown), "s.mp3": sea, "s": sea}))
    assert (reading.problems, reading.files) == ((), (SEA,))
    assert reading.questions[0].stem == f"Where? {HEARD}"


def test_a_picture_inside_a_file_of_qti() -> None:
    inside = b64encode(SAMPLES["png"]).decode()
    material = f'<matimage imagtype="image/png" embedded="base64" label="A map">{inside}</matimage>'
    reading = FORMATS["qti"].read(first(f"<mattext>Where?</mattext>{material}").encode())
    assert (reading.problems, reading.files) == ((), (MAP,))


HARM = {
    "lost.png": "is not in the file",
    "../../up.png": "is not in the file",
    "/etc/passwd": "is not in the file",
    "http://elsewhere.example/a.png": "lies on another site",
    "no.png": "no picture or sound that we know",
    "bomb.png": "unpacks to more than it may",
    "": "is not in the file",
}


def told(reading: Reading) -> list[str]:
    return [str(problem) for problem in reading.problems]


@pytest.mark.parametrize("source", HARM)
def test_what_is_no_picture_is_said_with_its_place(source: str) -> None:
    files: dict[str, bytes | str] = {
        "a/b.xml": item(f'<img src="{source}" alt="A map"/>'),
        "up.png": SAMPLES["png"],
        "a/no.png": b"MZ",
        "a/bomb.png": b"\x89PNG\r\n\x1a\n" + bytes(3 << 20),
    }
    files["etc/passwd" if source != "/etc/passwd" else "other"] = SAMPLES["png"]
    reading = receive("bank.zip", packed(files)).reading
    assert [question.stem for question in reading.questions] == ["Where? [A map]"]
    (said,) = told(reading)
    assert said.startswith("a/b.xml, “The first”: a picture")
    assert HARM[source] in said
    assert reading.files == ()


def test_the_files_of_a_question_that_is_left_out_are_left_out() -> None:
    essay = '<extendedTextInteraction responseIdentifier="R"/>'
    told = (
        '<modalFeedback outcomeIdentifier="F" identifier="x" showHide="show">'
        '<p><img src="m.png" alt="A map"/></p></modalFeedback></assessmentItem>'
    )
    shown = item("", essay).replace("</assessmentItem>", told)
    files: dict[str, bytes | str] = {"a.xml": shown, "m.png": SAMPLES["png"]}
    reading = FORMATS["qti"].read(packed(files))
    assert (reading.questions, reading.files) == ((), ())


def test_options_may_be_pictures_alone() -> None:
    options = "".join(
        f'<simpleChoice identifier="{name}"><img src="{name}.png" alt=""/></simpleChoice>'
        for name in "AB"
    )
    content = re.sub(
        '<textEntryInteraction responseIdentifier="R"/>',
        f'<choiceInteraction responseIdentifier="R" maxChoices="1">{options}</choiceInteraction>',
        item("").replace("<value>x<", "<value>B<"),
    )
    files: dict[str, bytes | str] = {
        "a.xml": content,
        "A.png": SAMPLES["png"],
        "B.png": SAMPLES["jpg"],
    }
    reading = FORMATS["qti"].read(packed(files))
    (question,) = reading.questions
    assert isinstance(question.interaction, Choice)
    assert question.interaction.options[0].text == refer(MAP.name, "")
    assert told(reading) == ["a.xml, “The first”: a picture has no description: add one"]
    without = FORMATS["qti"].read(packed({"a.xml": content}))
    assert "no words" in told(without)[0] and "“A.png”" in told(without)[0]


def test_a_member_is_unpacked_once_for_all_items() -> None:
    found_from = finder(unpack(packed({"m.png": SAMPLES["png"]})), "", {})
    first, second = (found_from(name)("m.png") for name in ("a.xml", "b.xml"))
    assert first == SAMPLES["png"]
    assert first is second
