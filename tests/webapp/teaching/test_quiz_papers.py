from __future__ import annotations

import io
import re
from pathlib import Path
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from sqlalchemy import func, select

from questions.formulas.converting import to_mathml
from questions.interactions import Typed
from questions.media import named, refer
from tests.webapp.browsing import submit
from tests.webapp.worlds import START, World
from webapp.db import db
from webapp.markup import render_block, render_inline
from webapp.models import Attempt, Question, QuestionVersion, Quiz
from webapp.services.quizzes.overriding import OwnTerms, override, set_time_factor
from webapp.typesetting import pictures_in, set_pages
from webapp.typesetting.drawing import NotDrawnError, draw
from webapp.typesetting.formulas import put_formulas

NEW = "/teach/caucasus/quizzes/new"
SLUGS = ("nacc-year", "informed-matters", "mine-threat", "match-years", "order-steps", "deep-joint")


def build(teacher: FlaskClient) -> str:
    rows = db.session.execute(select(Question.slug, Question.id).where(Question.slug.in_(SLUGS)))
    by_slug = {slug: str(question_id) for slug, question_id in rows}
    made = submit(teacher, NEW, title="On paper", add=[by_slug[slug] for slug in SLUGS], do="save")
    return str(made.location)


def texts(html: str) -> list[str]:
    """Return what each question of a printed page says."""
    parts = html.split('<li class="paper-question">')[1:]
    return [" ".join(re.sub(r"<[^>]+>", " ", part).split()) for part in parts]


def check_letters(paper: list[str], key: list[str]) -> None:
    """Check that a key letters its answers as the paper does."""
    lettered = 0
    for asked, answered in zip(paper, key, strict=True):
        for letter, text in re.findall(r"\b([A-Z])\. ([^.→]{4,30}?)(?= [A-Z]\. | “|$)", answered):
            assert f"{letter}. {text}" in asked
            lettered += 1
    assert lettered >= 2


def test_letters_of_the_key_are_those_of_the_paper(teacher: FlaskClient, world: World) -> None:
    page = build(teacher)
    paper, key = (texts(teacher.get(f"{page}/print{end}").text) for end in ("", "/key"))
    assert len(paper) == len(key) == 6
    assert paper == texts(teacher.get(f"{page}/print").text)
    check_letters(paper, key)
    years = re.findall(r"→ ([A-Z])\. (\d{4})", key[3])
    assert len(years) == 5 and all(f"{letter}. {year}" in paper[3] for letter, year in years)
    assert "mine threat" in key[2] and "mine threat" not in paper[2].split("?", 1)[1]


def test_a_paper_tells_nothing_of_the_key(teacher: FlaskClient, world: World) -> None:
    text = teacher.get(f"{build(teacher)}/print").text
    assert "paper-key" not in text and "paper-cite" not in text
    assert 'class="bar' not in text and "<nav" not in text
    assert "Name" in text and "Date" in text and "Write a letter beside each." in text


def test_a_preview_shows_all_and_stores_nothing(teacher: FlaskClient, world: World) -> None:
    page = build(teacher)
    before = db.session.scalar(select(func.count()).select_from(Attempt))
    text = teacher.get(f"{page}/preview").text
    assert text.count("Question ") >= 6 and 'name="q1-choice"' in text
    assert len(set(re.findall(r' id="([^"]+)"', text))) == len(re.findall(r' id="([^"]+)"', text))
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == before
    assert f'href="{page}/preview"' in teacher.get(page).text


def test_a_preview_asks_what_is_published_now(teacher: FlaskClient, world: World) -> None:
    page = build(teacher)
    quiz = db.session.get_one(Quiz, UUID(page.rsplit("/", 1)[1]))
    question = db.session.scalars(select(Question).where(Question.slug == "nacc-year")).one()
    assert quiz.title == "On paper"
    submit(teacher, f"/teach/caucasus/questions/{question.id}", stem="New words?", do="publish")
    assert "New words?" in teacher.get(f"{page}/preview").text
    newest = select(QuestionVersion.number).where(QuestionVersion.stem == "New words?")
    assert db.session.scalar(newest) == 2


def test_a_preview_tells_what_holds_for_one_learner(teacher: FlaskClient, world: World) -> None:
    page = build(teacher)
    quiz_id = UUID(page.rsplit("/", 1)[1])
    submit(teacher, page, time_limit_minutes="20", do="save")
    own = OwnTerms(time_limit_minutes=45)
    override(world.course_id, quiz_id, world.learner_id, own, START)
    set_time_factor(world.course_id, world.other_learner_id, 1.5)
    for learner, minutes in (
        ("", 20),
        (world.learner_id, 45),
        (world.other_learner_id, 30),
        (world.instructor_id, 20),
        ("nonsense", 20),
    ):
        text = teacher.get(f"{page}/preview?as={learner}").text
        assert f"{minutes} minutes from the start" in text


def pages_of(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def words_in(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def test_paper_and_key_come_as_pdf_files(teacher: FlaskClient, world: World) -> None:
    page = build(teacher)
    assert f'href="{page}/print.pdf"' in teacher.get(f"{page}/print").text
    answers = [teacher.get(f"{page}/print{end}.pdf") for end in ("", "/key")]
    assert [answer.mimetype for answer in answers] == ["application/pdf"] * 2
    paper, key = (pages_of(answer.data) for answer in answers)
    stem = "In what year did Azerbaijan join the North Atlantic Cooperation Council?"
    for pdf in (paper, key):
        assert words_in(pdf).count(stem) == 1
        assert f"1 / {len(pdf.pages)}" in words_in(pdf)
        told = str(pdf.root_object)
        assert "'/Marked': True" in told and "'/Lang': 'en-GB'" in told
    assert "Relations with NATO started in 1992" in words_in(key)
    assert "Relations with NATO started" not in words_in(paper)
    assert "Back to the quiz" not in words_in(paper)


def test_a_page_that_cannot_be_set_says_what_to_do(
    teacher: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = build(teacher)
    monkeypatch.setattr("webapp.typesetting._CHILD", "webapp.typesetting.nowhere")
    answer = teacher.get(f"{page}/print.pdf", follow_redirects=True)
    assert answer.request.path == f"{page}/print"
    assert "choose to save it as a PDF" in answer.text


def test_setting_pages_fetches_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("p::before { content: 'SECRET' }")
    html = (
        f'<html lang="en"><title>T</title><link rel="stylesheet" href="{secret.as_uri()}">'
        f'<p>Text<img src="http://127.0.0.1:9/a.png" alt="a map"></p></html>'
    )
    said = words_in(pages_of(set_pages(html)))
    assert "Text" in said and "SECRET" not in said


def test_a_picture_that_is_given_stands_in_the_pdf_file() -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (9, 6), "red").save(drawn, "PNG")
    picture = named(drawn.getvalue(), ".png")
    html = f'<html lang="en"><title>T</title>{render_block(refer(picture.name, "A map"))}</html>'
    assert pictures_in(html) == [picture.name]
    assert len(pages_of(set_pages(html, {picture.name: picture.content})).pages[0].images) == 1
    assert len(pages_of(set_pages(html)).pages[0].images) == 0


def told_of_pictures(pdf: PdfReader) -> list[str]:
    """Return what a PDF file says to whoever cannot see its pictures."""
    size = pdf.trailer["/Size"]
    assert isinstance(size, int)
    found = (pdf.get_object(number) for number in range(1, size))
    said = (each.get("/Alt") for each in found if isinstance(each, DictionaryObject))
    return [str(each) for each in said if each is not None]


def page_with(*texts: str) -> str:
    return f'<html lang="en"><title>T</title>{"".join(map(render_block, texts))}</html>'


def test_a_formula_is_drawn_in_a_pdf_file() -> None:
    asked = r"Is $$x_1 ≤ \frac{a+b}{2}$$ so, or \(x_2\)?"
    pdf = pages_of(set_pages(page_with(asked)))
    assert told_of_pictures(pdf) == ["x₁ ≤ (a + b)/2", "x₂"]
    said = words_in(pdf)
    assert said.startswith("Is so, or ?") and "frac" not in said and "≤" not in said
    content = pdf.pages[0].get_contents()
    assert content is not None
    curves = content.get_data().count(b" c\n") + content.get_data().count(b" c ")
    assert curves > 50 and not pdf.pages[0].images


def test_a_formula_that_cannot_be_drawn_is_a_line_of_text() -> None:
    ruled = r"\(\begin{array}{c|c}a&b\end{array}\)"  # a line that would be left out
    deep = "\\(" + r"\left(\frac{1" * 13 + "z" + r"}{2}\right)" * 13 + "\\)"  # a minute's work
    wide = f"\\({'x+' * 200}y\\)"
    drawn = r"\(k^2\)"
    pdf = pages_of(set_pages(page_with(ruled, deep, wide, drawn)))
    assert told_of_pictures(pdf) == ["k²"]
    said = words_in(pdf)
    assert said.startswith("a, b ") and "z)/2" in said and "x + x + x" in said


def test_what_was_typed_is_no_formula_in_a_pdf_file() -> None:
    typed = render_inline(Typed(r"\(x^2\)"))
    html = f'<html lang="en"><title>T</title><p>{typed}</p></html>'
    pdf = pages_of(set_pages(html))
    assert r"\(x^2\)" in words_in(pdf) and not told_of_pictures(pdf)


# How the library finds its font will do until it is found in another way.
old_path = pytest.mark.filterwarnings("ignore:path is deprecated:DeprecationWarning")


@old_path
@pytest.mark.parametrize(
    ("latex", "filled", "lines"),
    [
        (r"1+2=\text{-3}-x", 8, 0),  # the library takes what is before some signs for markup
        (r"\frac{\sqrt{2}}{x}", 5, 0),
        (r"\boxed{x}+\cancel{y}", 3, 2),
        (r"{}^{14}_{6}\mathrm{C}", 4, 0),
    ],
)
def test_nothing_of_a_formula_is_lost(latex: str, filled: int, lines: int) -> None:
    drawn = draw(to_mathml(latex)).operators.split()
    assert (drawn.count(b"f"), drawn.count(b"S")) == (filled, lines)


@old_path
def test_a_sign_that_would_be_an_empty_box_is_not_drawn() -> None:
    with pytest.raises(NotDrawnError, match="font"):
        draw(to_mathml("x中"))


@old_path
def test_a_formula_stands_on_the_line_and_is_drawn_once() -> None:
    x, half = (draw(to_mathml(latex)) for latex in ("x", r"\frac{1}{2}"))
    assert -0.01 < x.depth < 0.05 and 0.4 < x.height < 0.6
    assert 0.25 < half.depth < half.height / 2
    html, drawings = put_formulas(page_with(r"\(x^2\) and \(x^2\)", r"\(x^3\)"))
    first, again, other = re.findall(r'<img [^>]*src="([^"]+)"', html)
    assert first == again != other and drawings.keys() == {first, other}
