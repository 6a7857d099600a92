"""Pictures in Word files: in the line of a text, with their descriptions."""

from __future__ import annotations

import re

import pytest

from questions.interactions import Answer, Choice, Option, TextEntry
from questions.interchange import FORMATS, Reading, write_out
from questions.media import refer
from questions.media.taking import take
from questions.question import Question
from questions.receiving import receive
from tests.questions.interchange.test_files import BAY, FILES, MAP, SEA, TAKEN
from tests.questions.interchange.test_files_in_packages import members, packed
from tests.questions.media.samples import SAMPLES

WORD = FORMATS["docx"]
OFFICE = "http://schemas.openxmlformats.org"
SPACES = " ".join(
    f'xmlns:{name}="{address}"'
    for name, address in {
        "w": f"{OFFICE}/wordprocessingml/2006/main",
        "r": f"{OFFICE}/officeDocument/2006/relationships",
        "wp": f"{OFFICE}/drawingml/2006/wordprocessingDrawing",
        "a": f"{OFFICE}/drawingml/2006/main",
        "pic": f"{OFFICE}/drawingml/2006/picture",
        "mc": f"{OFFICE}/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
MAPPED = refer(MAP.name, "A map")


def drawing(number: str = "r7", said: str = 'descr="A map"') -> str:
    return (
        f'<w:drawing><wp:inline><wp:docPr id="1" name="Picture 1" {said}/><a:graphic>'
        f'<a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="{number}"/></pic:blipFill>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def par(*parts: str) -> str:
    """Return a paragraph of texts and drawings."""
    runs = (part if part.startswith("<") else f"<w:t>{part}</w:t>" for part in parts)
    return f"<w:p>{''.join(f'<w:r>{run}</w:r>' for run in runs)}</w:p>"


def document(*paragraphs: str, target: str = "media/image1.png", **files: bytes) -> bytes:
    body = f"<w:document {SPACES}><w:body>{''.join(paragraphs)}</w:body></w:document>"
    related = (
        f'<Relationships xmlns="{OFFICE}/package/2006/relationships">'
        f'<Relationship Id="r7" Type="{OFFICE}/officeDocument/2006/relationships/image" '
        f'Target="{target}"/></Relationships>'
    )
    return packed(
        {
            "word/document.xml": body,
            "word/_rels/document.xml.rels": related,
            "word/media/image1.png": SAMPLES["png"],
            **{f"word/media/{name}.png": content for name, content in files.items()},
        }
    )


def played(inside: str) -> str:
    """Return a drawing that shows a picture and plays something."""
    return drawing().replace("<pic:blipFill>", f"<pic:nvPr>{inside}</pic:nvPr><pic:blipFill>")


def embedded(program: str) -> str:
    shown = '<v:shape><v:imagedata r:id="r7"/></v:shape>'
    return f'<w:object>{shown}<o:OLEObject xmlns:o="urn:o" ProgID="{program}"/></w:object>'


@pytest.mark.parametrize(
    ("part", "stem", "said"),
    [
        (played('<a:audioFile r:link="r9"/>'), MAPPED, "a sound was left out: save it from Word"),
        (played('<a:wavAudioFile r:embed="r9"/>'), MAPPED, "a sound was left out: save it"),
        (
            played('<x:webVideoPr xmlns:x="urn:x"/>'),
            MAPPED,
            "a film was left out: give its address",
        ),
        (embedded("SoundRec"), "", "a sound was left out: save it from Word"),
        (embedded("WMPlayer.OCX"), "", "a film was left out"),
        (embedded("Equation.DSMT4"), "", "a formula was left out: write it as LaTeX"),
        (embedded("Package"), "", "an embedded object was left out: add what it shows or plays"),
        ('<w:movie r:id="r9"/>', "", "a film was left out"),
    ],
)
def test_what_is_played_is_told_where_it_stands(part: str, stem: str, said: str) -> None:
    before = [par("1. When?"), par("Answer: Now")]
    reading = WORD.read(document(*before, par("2. Where? ", part), par("Answer: Here")))
    assert [question.stem for question in reading.questions] == ["When?", f"Where? {stem}".strip()]
    (problem,) = reading.problems
    assert str(problem).startswith(f"paragraph 3: {said}")
    assert (problem.place, problem.is_read) == (1, True)


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (
            '<w:hyperlink r:id="r7"><w:r><w:t>Hear</w:t></w:r></w:hyperlink>',
            "a sound “sea.mp3” was",
        ),
        (
            "<w:fldSimple w:instr=' HYPERLINK \"http://a.org/b\" '/>",
            "a link to “http://a.org/b” was",
        ),
        ("<w:r><w:instrText>HYPERLINK b.docx</w:instrText></w:r>", "a link to “b.docx” was"),
        ('<w:r><w:t>a.org/b</w:t></w:r><w:fldSimple w:instr="HYPERLINK http://a.org/b"/>', ""),
        ('<w:hyperlink w:anchor="there"/><w:fldSimple w:instr="HYPERLINK \\l there"/>', ""),
        ('<w:hyperlink r:id="lost"><w:r><w:t>Hear</w:t></w:r></w:hyperlink>', ""),
    ],
)
def test_where_a_link_led_is_told_unless_its_words_say_it(link: str, said: str) -> None:
    asked = f"<w:p><w:r><w:t>1. Where? </w:t></w:r>{link}</w:p>"
    reading = WORD.read(document(asked, par("Answer: Here"), target="sea.mp3"))
    assert len(reading.questions) == 1
    told = [str(problem) for problem in reading.problems]
    assert len(told) == bool(said) and all(said in each for each in told), told


def test_a_file_inside_a_word_file_is_told() -> None:
    reading = WORD.read(document(par("1. Where?"), '<w:altChunk r:id="r9"/>', par("Answer: Here")))
    (problem,) = reading.problems
    assert str(problem).startswith("paragraph 1: a file inside this one was left out")


SHOWN = {
    "in a line": drawing(),
    "by its title": drawing(said='title="A map"'),
    "in a shape of a newer Word": (
        f'<mc:AlternateContent><mc:Choice Requires="wpg">{drawing()}</mc:Choice><mc:Fallback>'
        '<w:pict><v:imagedata r:id="r7"/></w:pict></mc:Fallback></mc:AlternateContent>'
    ),
    "in an older Word": '<w:pict><v:shape alt="A map"><v:imagedata r:id="r7"/></v:shape></w:pict>',
}


@pytest.mark.parametrize("how", SHOWN)
def test_a_picture_is_found_however_word_has_it(how: str) -> None:
    asked = [par("1. Where? ", SHOWN[how]), par("Answer: Here")]
    for target in ("media/image1.png", "/word/media/image1.png"):
        reading = receive("a.docx", document(*asked, target=target)).reading
        assert (reading.problems, reading.files) == ((), (MAP,))
        assert reading.questions[0].stem == f"Where? {MAPPED}"


def test_a_picture_in_a_paragraph_of_its_own_belongs_to_the_question_above() -> None:
    reading = WORD.read(document(par("1. Where?"), par(drawing()), par("Answer: Here")))
    assert reading.problems == ()
    assert reading.questions[0].stem == f"Where?\n\n{MAPPED}"


def test_a_picture_beside_what_is_bold_is_right_with_it() -> None:
    bold = par("b) ", "<w:rPr><w:b/></w:rPr><w:t>Here</w:t>", drawing())
    reading = WORD.read(document(par("1. Where?"), par("a) There"), bold))
    (question,) = reading.questions
    assert isinstance(question.interaction, Choice)
    assert question.interaction.options[1] == Option(text=f"Here{MAPPED}", fraction=1)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("media/lost.png", "is not in the file"),
        ("../../image1.png", "is not in the file"),
        ("file:///C:/a.png", "is not in the file"),
        ("https://elsewhere.example/a.png", "lies on another site"),
        ("media/no.png", "no picture or sound that we know"),
        ("media/bomb.png", "unpacks to more than it may"),
    ],
)
def test_what_is_no_picture_is_said_with_its_paragraph(target: str, said: str) -> None:
    bomb = b"\x89PNG\r\n\x1a\n" + bytes(3 << 20)
    content = document(
        *(par("1. Where? ", drawing()), par("Answer: Here")), target=target, no=b"MZ", bomb=bomb
    )
    reading = receive("a.docx", content).reading
    assert reading.questions[0].stem == "Where? [A map]"
    (problem,) = reading.problems
    assert (problem.where, said in problem.message) == ("paragraph 1", True)


def test_a_picture_that_is_not_described_or_belongs_to_nothing_is_said() -> None:
    reading = WORD.read(
        document(par(drawing()), par("1. Where? ", drawing(said="")), par("Answer: Here"))
    )
    assert [str(problem) for problem in reading.problems] == [
        "paragraph 1: what stands before the first question was left out: “[A map]”",
        "paragraph 2: a picture has no description: add one",
    ]


PICTURES = [file for file in TAKEN if not file.name.endswith((".mp3", ".ogg", ".wav", ".m4a"))]


def asked() -> list[Question]:
    every = "\n\n".join(refer(file.name, f"No. {n}") for n, file in enumerate(PICTURES, 1))
    shown = refer(MAP.name, "A [rough] *map* & <more>")
    options = (
        Option(text=f"Here {refer(BAY.name, 'The bay')}", fraction=1, feedback=f"Yes {shown}"),
        Option(text="There **so**", fraction=0),
    )
    return [
        Question(
            type="multiple_choice", stem=f"Where?\n\n{shown}", interaction=Choice(options=options)
        ),
        Question(
            type="short_answer",
            stem=f"**What** is ____ {shown}?",
            interaction=TextEntry(answers=(Answer(text="a bay", feedback=f"So {MAPPED}"),)),
            explanation=every,
        ),
    ]


def read(content: bytes) -> Reading:
    return WORD.read(content)


def test_pictures_come_back_as_they_went() -> None:
    writing = write_out(WORD, asked(), FILES)
    reading = read(writing.content)
    assert [*writing.problems, *reading.problems] == []
    assert list(reading.questions) == asked()
    assert set(reading.files) == set(PICTURES)


def test_of_sounds_the_description_stays() -> None:
    heard = f"{refer(SEA.name, 'The sea')} {MAPPED}"
    question = asked()[1].model_copy(update={"stem": heard})
    writing = write_out(WORD, [question], FILES)
    assert [str(problem) for problem in writing.problems] == ["question 1: a sound was left out"]
    reading = read(writing.content)
    assert reading.questions[0].stem == f"[The sea] {MAPPED}"
    assert reading.problems == ()


def test_a_word_file_has_what_it_shows() -> None:
    """Each relation leads to a part of a known type, and a drawing to one that any Word shows."""
    files = members(write_out(WORD, asked(), FILES).content)
    related = files["word/_rels/document.xml.rels"].decode()
    targets = dict(re.findall(r'Id="(\w[^"]*)"[^>]*Target="([^"]*)"', related))
    shown = files["word/document.xml"].decode()
    used = {targets[number] for number in re.findall(r'<a:blip r:embed="([^"]*)"', shown)}
    assert all(name.endswith((".png", ".jpg", ".gif")) for name in used)
    assert {f"word/{name}" for name in targets.values()} <= files.keys()
    numbers = re.findall(r'<wp:docPr id="(\d+)"', shown)
    assert len(set(numbers)) == len(numbers) > len(PICTURES)
    types = set(re.findall(r'Extension="(\w+)"', files["[Content_Types].xml"].decode()))
    assert {name.rpartition(".")[2] for name in files} <= types


@pytest.mark.parametrize(("kind", "is_there"), [("webp", True), ("svg", False)])
def test_another_program_may_keep_only_what_word_shows(kind: str, is_there: bool) -> None:
    """What a Word of today cannot show has a picture beside it, which is read then: or a frame."""
    file = take(SAMPLES[kind])
    answers = TextEntry(answers=(Answer(text="a bay"),))
    stem = refer(file.name, "The bay")
    question = Question(type="short_answer", stem=stem, interaction=answers)
    files = members(write_out(WORD, [question], {file.name: file.content}).content)
    del files[f"word/media/{file.name}"]
    reading = read(packed(files))
    is_shown = re.fullmatch(r"!\[The bay\]\(media:\w{32}\.png\)", reading.questions[0].stem)
    assert bool(is_shown) == is_there
    assert any("is not in the file" in problem.message for problem in reading.problems) != is_there


def test_words_over_a_picture_and_a_cropped_one_are_said() -> None:
    words = "<w:txbxContent><w:p><w:r><w:t>Look</w:t></w:r></w:p></w:txbxContent>"
    over = drawing().replace("</pic:pic>", f"</pic:pic>{words}")
    cropped = drawing().replace("</pic:blipFill>", '<a:srcRect l="2500"/></pic:blipFill>')
    whole = drawing().replace("</pic:blipFill>", '<a:srcRect l="0"/></pic:blipFill>')
    shown = par("1. Where? ", over), par(cropped), par(whole), par("Answer: Here")
    reading = WORD.read(document(*shown))
    assert [str(problem) for problem in reading.problems] == [
        "paragraph 1: the words over a picture were left out",
        "paragraph 2: a picture that is cropped in Word came in whole",
    ]


def test_a_hidden_picture_is_not_shown() -> None:
    hidden = f"<w:rPr><w:vanish/></w:rPr>{drawing()}"
    reading = WORD.read(document(par("1. Where?", hidden), par("Answer: Here")))
    assert (reading.questions[0].stem, reading.files, reading.problems) == ("Where?", (), ())


def test_what_a_question_lost_in_word_is_said_of_it() -> None:
    plain = drawing(said="")
    asked = [par("1. Who?"), par("Answer: Me"), par("2. What? ", plain), par("3. Where?")]
    asked += [par(plain), par("Answer: Here")]
    reading = WORD.read(document(par(plain), *asked))
    found = [(each.where, each.place, each.is_read) for each in reading.problems]
    assert ("paragraph 1", None, False) in found
    assert ("paragraph 4", 1, False) in found
    assert ("paragraph 6", 1, True) in found
