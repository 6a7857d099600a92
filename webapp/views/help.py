"""Help: pages that say how something is judged."""

from flask import Blueprint, render_template

from questions.interactions import Answer, TextEntry
from questions.responses import Entered
from webapp.access import public, ungated
from webapp.learning.confidence import SCHEME

blueprint = Blueprint("help", __name__)

# What each rule does, tried on the page itself: the kind of answer, the key, what is typed.
EXAMPLES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "text": (
        ("text", "The United Nations", "united nations"),
        ("text", "O’Brien", "OBrien"),
        ("text", "U.S. Army", "US Army"),
        ("text", "Łódź", "Lodz"),
        ("text", "well-being", "well being"),
    ),
    "slips": (
        ("text", "government", "goverment"),
        ("text", "Azerbaijan", "Azerbaijna"),
        ("text", "Zambia", "Gambia"),
        ("text", "typical", "atypical"),
        ("text", "million", "billion"),
        ("text", "four", "fuor"),
    ),
    "numbers": (
        ("number", "1200", "1 200"),
        ("number", "1200", "1,200"),
        ("number", "-5", "−5"),
        ("number", "5000000", "5 million"),
        ("number", "12", "12%"),
        ("number", "5", "5 million"),
    ),
    "dates": (
        ("date", "2023-01-20", "Friday, 20 January 2023"),
        ("date", "2023-01-20", "20.01.2023"),
        ("date", "2023-01-20", "Jan. 20, 2023"),
        ("date", "2023-01-20", "January 2023"),
    ),
}


@blueprint.get("/help/typed-answers")
@public
@ungated
def typed_answers() -> str:
    """Say how typed answers are graded, each rule with examples graded on the spot."""
    graded = {
        rule: [(key, typed, is_right(match, key, typed)) for match, key, typed in examples]
        for rule, examples in EXAMPLES.items()
    }
    return render_template("help/typed_answers.html", examples=graded)


@blueprint.get("/help/confidence")
@public
@ungated
def confidence() -> str:
    """Say what an answer counts by how sure of it one is, and what pays."""
    return render_template("help/confidence.html", scheme=SCHEME)


def is_right(match: str, key: str, typed: str) -> bool:
    """Return whether what is typed is right where ``key`` is."""
    entry = TextEntry(answers=(Answer.model_validate({"text": key, "match": match}),))
    return entry.grade(Entered(text=typed)).fraction == 1
