"""What the text takes back, tries, corrects or strikes out is not asked as a fact."""

from __future__ import annotations

import pytest

from tests.questions.proposing.asked import BESIDE, asked, cited, lines, speakers, stems

DAM = "The Kerby Dam was finished in 1962 by the firm Tarmac."


@pytest.mark.parametrize(
    "text",
    [
        f"{DAM} This is false.",
        f"{DAM} That never happened.",
        f"{DAM} But this story is not true.",
        f"{DAM} None of this is true.",
        f"{DAM} No part of this is true.",
        f"{DAM} Or so the firm claimed.",
        f"{DAM} At least, that is what the brochure says.",
        f"{DAM} The date is wrong.",
        f"{DAM} It turned out to be a hoax.",
        f"{DAM} This proved false.",
        f"{DAM} The claim was later debunked.",
        f"{DAM} There was no such dam.",
        f"{DAM} The opposite is true.",
        f"{DAM} This sentence is incorrect.",
        f"{DAM} (False.)",
        f"{DAM} Wrong.",
        f"{DAM} The engineers later admitted that they had made this up.",
        "The Kerby Dam was finished in 1962 by the firm Tarmac, which is not true.",
        "It is a myth that the Kerby Dam was finished in 1962 by the firm Tarmac.",
        "It is not true that the Kerby Dam was finished in 1962 by the firm Tarmac.",
        "The idea that the Kerby Dam was finished in 1962 by the firm Tarmac is false.",
        "The Kerby Dam was wrongly said to be finished in 1962 by the firm Tarmac.",
        f"{DAM} Ole Lund sold the Tarn Tower in 1950. Both statements are false.",
    ],
)
def test_what_is_taken_back_is_not_asked(text: str) -> None:
    assert "Kerby" not in " ".join(lines(f"{text}\n\n{BESIDE}"))
    assert "Tarn Tower" not in " ".join(lines(f"{text}\n\n{BESIDE}"))


def test_what_is_put_right_is_not_asked_as_it_was() -> None:
    text = f"{DAM} In fact, the Kerby Dam was finished in 1971 by the firm Calder."
    assert DAM not in cited(text)
    assert any("1971" in line.split(" | ")[1] for line in lines(text))


@pytest.mark.parametrize(
    "text",
    [
        f"{DAM} This is well known.",
        f"{DAM} That is not far from Lima.",
        f"{DAM} It was wrongly built.",
        f"{DAM} This was a mistake.",
        f"{DAM} The firm was not real friends with Rowe.",
        f"{DAM} The false ceiling was built in 1970.",
    ],
)
def test_what_stands_is_asked(text: str) -> None:
    assert any("Kerby" in line for line in lines(text))


@pytest.mark.parametrize(
    "text",
    [
        f"Claim\n\n{DAM}\n\nVerdict\n\nFalse. It was finished in 1971.",
        f"Claim 2\n\n{DAM}\n\nOur ruling\n\nThe dam was finished in 1971.",
        f"Myth: {DAM}\n\nFact: Ole Lund built the Tarn Tower in 1950.",
        f"Rumour: {DAM}\n\nReality: There is a dike.",
        f"Claim:\n\n{DAM}\n\nVerdict: False.",
        f"True or false?\n\n{DAM}",
        f"True or false? {DAM}",
        f"Say whether these are true or false.\n\n{DAM} Ole Lund built the Tarn Tower in 1950.",
        f"Find the mistakes in these sentences.\n\n{DAM}",
        f"Which of these is wrong?\n\n- {DAM}\n- Ole Lund built the Tarn Tower in 1950.",
        f"Fiction\n\n{DAM}\n\nFacts\n\nOle Lund built the Tarn Tower in 1950.",
    ],
)
def test_what_is_tried_is_not_asked(text: str) -> None:
    found = lines(f"{text}\n\nHistory of Linz\n\n{BESIDE}")
    assert not [line for line in found if "Tarmac" in line]
    assert any("Karl Voss" in line for line in found)


def test_what_is_found_to_be_so_is_asked() -> None:
    text = f"Myth: {DAM}\n\nFact: Ole Lund built the Tarn Tower in 1950.\n\n{BESIDE}"
    assert any("Tarn Tower" in stem for stem in stems(text))


@pytest.mark.parametrize(
    "text",
    [
        "Correction: An earlier version of this article said that the Orlan Museum opened in 1974.",
        "14:05 CORRECTION: An earlier post said the Orlan Museum was opened in 1974.",
        "Editor’s note: A previous version of this story gave 1974 for the Orlan Museum.",
        "This article originally stated that the Orlan Museum opened in 1974.",
        "This story misstated the year in which the Orlan Museum opened in 1974.",
        "The article has been amended to say that the Orlan Museum opened in 1974.",
        "An earlier headline put the opening of the Orlan Museum in 1974.",
    ],
)
def test_of_a_correction_only_what_stands_is_asked(text: str) -> None:
    found = lines(f"{text} The Orlan Museum opened in 1977.\n\n{BESIDE}")
    assert any("Orlan Museum" in line and "1977" in line.split(" | ")[1] for line in found)
    assert not [line for line in found if line.partition(" | ")[2].startswith("1974")]
    assert not [line for line in found if "earlier" in line or "CORRECTION" in line]
    assert text not in cited(f"{text} The Orlan Museum opened in 1977.\n\n{BESIDE}")


@pytest.mark.parametrize(
    "text",
    [
        f"~~{DAM}~~ The Kerby Dam was finished in 1964 by the firm Calder.",
        "The Kerby Dam was finished in ~~1962~~ 1964 by the firm ~~Tarmac~~ Calder.",
        f"<del>{DAM}</del> The Kerby Dam was finished in 1964 by the firm Calder.",
        f"<s>{DAM}</s> The Kerby Dam was finished in 1964 by the firm Calder.",
        f"<del>\n{DAM}\n</del>\n\nThe Kerby Dam was finished in 1964 by the firm Calder.",
        f"- ~~{DAM}~~\n- The Kerby Dam was finished in 1964 by the firm Calder.",
        f"~~{DAM} It was sold.~~\n\nThe Kerby Dam was finished in 1964 by the firm Calder.",
        f"<strike>{DAM}</strike> The Kerby Dam was finished in 1964 by the firm Calder.",
    ],
)
@pytest.mark.parametrize("marked", [True, False])
def test_what_is_struck_out_is_not_asked(text: str, marked: bool) -> None:
    found = lines(text, marked=marked)
    if marked:
        assert any("Calder" in line for line in found)
    assert not [line for line in found if "Tarmac" in line or "~~" in line or "<" in line]


TALK = (
    "MR. HOLLIS: The Delmar Act was passed in 1988 by the Senate. It cost 40 million dollars.\n\n"
    "MS. TRENT: That is false. The Delmar Act was passed in 1990.\n\n"
    "SENATOR BROOK: The Delmar Act was written by Paul Finch."
)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (TALK, {"Mr. Hollis", "Ms. Trent", "Senator Brook"}),
        (TALK.replace("MR. HOLLIS", "Anna Roth").replace("MS. TRENT", "Karl Voss"), None),
        (TALK.replace("MR. HOLLIS:", "[10:32] Anna Roth:"), None),
        (TALK.replace("MR. HOLLIS:", "Anna Roth (10:32):"), None),
        (TALK.replace("MR. HOLLIS: ", "Anna Roth 10:32\n"), None),
        (TALK.replace("SENATOR BROOK:", "DR. MOE:"), {"Mr. Hollis", "Ms. Trent", "Dr. Moe"}),
        (
            "Q: Who built it?\n\nA: The Tromsby Theatre was built in 1902 by the architect "
            "Nils Aas. It burned down in 1951.",
            set(),
        ),
        (
            "Q. Who built it?\n\nA. The Tromsby Theatre was built in 1902 by Nils Aas.",
            set(),
        ),
        (
            "Interviewer: When?\n\nGuest: The Tromsby Theatre was built in 1902 by Ole Lund."
            "\n\nThe Tromsby Theatre burned down in 1951.",
            set(),
        ),
        ("THE COURT: The Delmar Act was passed in 1988 by the Senate.", set()),
        ("Speaker 2: The Delmar Act was passed in 1988 by the Senate.", set()),
    ],
)
def test_a_turn_is_whoever_speaks_s(text: str, named: set[str] | None) -> None:
    assert None not in speakers(text)
    assert named is None or speakers(text) == named
    for line in lines(text):
        assert ":" not in line and "10:32" not in line and "MR." not in line


def test_a_turn_ends_with_the_heading_after_it() -> None:
    assert None in speakers(f"{TALK}\n\nHistory of Linz\n\n{BESIDE}")


@pytest.mark.parametrize(
    "text",
    [
        f"Note: {DAM}",
        f"Kura: {DAM}",
        f"In short: {DAM}",
        f"Image: {DAM}",
        f"The result was clear: {DAM}",
        f"With 4:51 left, {DAM[:1].lower()}{DAM[1:]}",
    ],
)
def test_not_all_that_stands_before_a_colon_speaks(text: str) -> None:
    assert speakers(text) <= {None}


def test_the_us_is_nobody_speaking_of_himself() -> None:
    text = (
        "Mira Holt: The US joined the Lund League in Oslo in 1952.\n\n"
        "Karl Voss: Norway left the Lund League in Lima in 1960.\n\n"
        "Mira Holt: Denmark bought the Kura Bridge in 1970."
    )
    assert any(
        "US" in c.quote and c.speaker == "Mira Holt" for q in asked(text) for c in q.citations
    )
