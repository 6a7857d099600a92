"""What somebody says, in whatever shape, is nobody's fact; what seems so is not one either."""

from __future__ import annotations

import pytest

from tests.questions.facts.sentences import read
from tests.questions.proposing.asked import BESIDE, asked, cited, lines, speakers, stems


@pytest.mark.parametrize(
    "sentence",
    [
        "The Kerby Dam was finished in 1962 by the firm Tarmac, John Rowe lied.",
        "The Kerby Dam, Ann Poe recalled, was finished in 1962 by Olaf Dahl.",
        "The Kerby Dam was sold in 1971 to Denis Roe, the court heard.",
        "The Kerby Dam was sold in 1971 to Denis Roe, jurors were told.",
        "The Kerby Dam, the curator lamented on Tuesday, was sold in 1971 to Denis Roe.",
        "The Kerby Dam, fumed Rowe, was sold in 1971 to Denis Roe.",
        "The Kerby Dam was sold in 1971 to Denis Roe, grumbled the mayor.",
        "The Kerby Dam was sold in 1971 to Denis Roe, joked Ann Poe.",
        "The Kerby Dam, residents of Lund fear, was built in 1962 by Olaf Dahl.",
        "The Kerby Dam was built in 1962, as Ann Poe pointed out.",
        "The Kerby Dam, so Ann Poe believes, was built in 1962.",
        "The Kerby Dam was built in 1962, she has since insisted.",
        "The Kerby Dam would be sold in 1971, the agency quoted Marn as saying.",
        "Anna Roth falsely stated that the Kerby Dam was finished in 1962 by the firm Tarmac.",
        "John Rowe wrongly claimed that the Kerby Dam was finished in 1962 by the firm Tarmac.",
        "John Rowe mistakenly told reporters that the Kerby Dam was finished in 1962.",
        "The mayor incorrectly said the Kerby Dam was finished in 1962 by the firm Tarmac.",
        "The firm had misleadingly announced that the Kerby Dam was finished in 1962.",
        "John Rowe jokingly added that the Kerby Dam was finished in 1962 by Tarmac.",
        "It was erroneously reported that the Kerby Dam was finished in 1962 by Tarmac.",
        "It is learned that the Kerby Dam was sold in 1971 to Denis Roe.",
        "It is understood that the Kerby Dam was sold in 1971 to Denis Roe.",
        "It was rumoured that the Kerby Dam was sold in 1971 to Denis Roe.",
        "The Kerby Dam was allegedly sold in 1971 to Denis Roe.",
        "The Kerby Dam appeared to close in 1971 in Oslo.",
        "The Kerby Dam seems to have been sold in 1971 to Denis Roe.",
        "The Kerby Dam is suspected to have been sold in 1971 to Denis Roe.",
        "Kerby Reporter Reveals That Lund Dam Was Sold In Oslo By Denis Roe.",
        "Mayor Of Lund Says Kerby Dam Will Be Sold To Denis Roe In Oslo.",
    ],
)
def test_it_is_no_fact(sentence: str) -> None:
    found = [question for question in asked(f"{sentence} {BESIDE}") if "Kerby" in question.stem]
    assert {citation.speaker for question in found for citation in question.citations} <= {
        "Ann Poe"
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "In 1962, John Rowe sold the Kerby Dam to Denis Roe.",
        "When the war ended, John Rowe left Oslo.",
        "Norway, Sweden and Denmark founded the Nordic Council in 1952.",
        "Karl Voss, the mayor of Graz, moved to Linz in 1950.",
        "Anna Roth moved to Oslo, Karl Voss moved to Linz, and Ida Berg moved to Riga.",
        "The bridge, built in 1950, links Oslo and Lund.",
        "From 1991 until 2000, the club was, oddly, based in Oslo.",
        "It is known that the Kerby Dam was sold in 1998 to Denis Roe.",
        "The bridge, along with the tower, was sold in 1950 to Denis Roe.",
        "One of the species had a large mouth, apparently surrounded by teeth.",
        "Note: The Kerby Dam was sold in 1971 to Denis Roe.",
    ],
)
def test_it_is_a_fact(sentence: str) -> None:
    assert len(read(sentence).asserted) == 1


@pytest.mark.parametrize(
    ("sentence", "speaker", "stem"),
    [
        (
            "The Kerby Dam, Ann Poe recalled, was opened in 1950 by Olaf Dahl.",
            "Ann Poe",
            "According to the document, who said that the Kerby Dam was opened in 1950 by Olaf",
        ),
        (
            "The Kestrel Party sued in June, alleging that Kite TV bought Kura Radio.",
            "Kestrel Party",
            "According to the document, who said that Kite TV bought Kura Radio?",
        ),
        (
            "John Rowe said: The Kerby Dam was finished in 1962 by the firm Tarmac.",
            "John Rowe",
            "According to John Rowe, in what year was the Kerby Dam finished by the firm Tarmac?",
        ),
        (
            "Ada Byron added: “The Kerby Dam was finished in 1962 by the firm Tarmac.”",
            "Ada Byron",
            "According to the document, who said that the Kerby Dam was finished in 1962 by",
        ),
        (
            "Eva Strand noted: The Kerby Dam was finished in 1962 by the firm Tarmac.",
            "Eva Strand",
            "According to Eva Strand, in what year was the Kerby Dam finished by the firm Tarmac?",
        ),
        (
            "Governor of Ohio Mira Holt said the Kerby Dam was finished in 1962 by Tarmac.",
            "Mira Holt",
            "According to Mira Holt, in what year was the Kerby Dam finished by Tarmac?",
        ),
    ],
)
def test_it_is_a_claim(sentence: str, speaker: str, stem: str) -> None:
    assert speakers(sentence) - {None} == {speaker}
    assert any(one.startswith(stem) for one in stems(sentence))
    assert not [one for one in stems(sentence) if ": " in one or "said that :" in one]


@pytest.mark.parametrize(
    "sentence",
    [
        "A spokesman for Greta Lindqvist said that the Kerby Dam was finished in 1962.",
        "The sister of Greta Lindqvist said that the Kerby Dam was finished in 1962.",
        "Greta Lindqvist’s neighbour said that the Kerby Dam was finished in 1962.",
        "The Lindqvist reporter said that the Kerby Dam was finished in 1962.",
        "People who know Greta Lindqvist say that the Kerby Dam was finished in 1962.",
        "The book about Greta Lindqvist says that the Kerby Dam was finished in 1962.",
    ],
)
def test_whoever_is_named_beside_the_speaker_does_not_speak(sentence: str) -> None:
    assert "Greta Lindqvist" not in speakers(f"{sentence} {BESIDE}")


TITLES = (
    "US Secretary of State Mira Holt said the two sides had agreed on a date in March 1994. Deputy "
    "Chief Executive Nora Vance told reporters that the Larn plant would close in 1998. GM Chief "
    'Executive Mary Bell visited Oslo in 1999. David W. "Photo" Hutch led the unit in 1943. '
    "Richard Temple-Nugent-Grenville built the railway in 1871."
)


def test_titles_and_names_are_whole() -> None:
    found = lines(TITLES)
    assert not [line for line in found if "of State Mira" in line or "| Executive" in line]
    assert not [line for line in found if "David W. |" in line or "| Richard Temple |" in line]
    (pairs,) = [line for line in found if line.startswith("Match each person")]
    assert "Mira Holt → US Secretary of State" in pairs
    assert "Nora Vance → Deputy Chief Executive; Mary Bell → GM Chief Executive" in pairs
    assert any(' | David W. "Photo" Hutch' in line for line in found)


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Minister of Defence Ada Byron visited Oslo in 1999.", "of Defence"),
        ("Chief Executive Officer Ada Byron visited Oslo in 1999.", "Executive Ada"),
        ("Under Secretary of Energy Ada Byron visited Oslo in 1999.", "of Energy Ada"),
        ("Governor of Ohio Ada Byron visited Oslo in 1999.", "of Ohio Ada"),
        ("William “Bill” Hutch visited Oslo in 1999.", "William |"),
        ("Maria Lopez-Ortega visited Oslo in 1999.", "Maria Lopez |"),
        ("Vice President for Research Ada Byron visited Oslo in 1999.", "Research Ada"),
    ],
)
def test_no_name_is_cut(sentence: str, wrong: str) -> None:
    for line in lines(f"{sentence} {BESIDE}"):
        if not line.startswith(("Put these", "Match each event")):
            assert wrong not in f"{line.partition(' | ')[2]} |"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("The ship “Northern Star” sank in 1911 near Bergen.", "Star "),
        ('The song "Blue Hat" was written in 1971 by Eva Strand.', "Hat "),
        ("The café “Nova” was opened in 1998 by Lina Berg.", "Nova "),
        ("In 1911 the liner “Sea Queen” reached Bergen.", "Queen "),
        ("Eva Strand wrote the novel “Deep Snow” in 1971.", "Snow "),
        ("The film «Red Sand» won the Lund Prize in 1971.", "Sand "),
        ("The team called “The Owls” won the Lund Cup in 1971.", "Owls "),
    ],
)
def test_quotation_marks_stand_in_pairs(text: str, wrong: str) -> None:
    found = [part for line in lines(f"{text} {BESIDE}") for part in line.split(" | ")]
    assert any(text[4:12] in part for part in found)
    for piece in "; ".join(found).split("; "):
        assert piece.count("“") == piece.count("”") and piece.count("«") == piece.count("»")
        assert piece.count('"') % 2 == 0


def test_a_name_in_the_place_of_her_keeps_its_ending() -> None:
    text = (
        "Maria Keller founded the Keller Works in Graz in 1911. Her brother Josef Keller ran the "
        "bank. Keller died in 1944. Josef Keller sold the Keller Works in 1946."
    )
    for line in lines(text):
        assert not line.startswith("____ brother Josef Keller ran the bank. | Maria Keller |")
        assert "Keller died" not in line
    assert "Keller died in 1944." not in cited(text)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        (
            "Anna Roth met Karl Roth in 1950. Roth died in Oslo in 1961.",
            "Roth died in Oslo in 1961.",
        ),
        ("Bo Lind and Per Lind left. In 1961 Lind sold the mill.", "In 1961 Lind sold the mill."),
        (
            "Ada Holm met Olaf Holm in 1950. The Lund Prize went to Holm in 1961.",
            "The Lund Prize went to Holm in 1961.",
        ),
    ],
)
def test_a_surname_of_two_is_nobodys(text: str, bare: str) -> None:
    assert bare not in cited(f"{text} {BESIDE}")


@pytest.mark.parametrize("surname", ["Roth", "L'Enfant", "O’Brien"])
def test_a_surname_of_two_is_whose_the_title_names(surname: str) -> None:
    bare = f"In 1961 {surname} sold the mill to the town of Oslo."
    people = f"Anna {surname} met Karl {surname} in Oslo in 1950."
    found = [
        read(f"{title}\n\n{people} {bare} {BESIDE}") for title in (f"Anna {surname}", "A mill")
    ]
    told = [[sentence.passage.number for sentence in facts.asserted] for facts in found]
    assert (2 in told[0], 2 in told[1]) == (True, False)


def test_a_surname_of_one_is_asked() -> None:
    text = "Otto Lind and Jens Otto Lind are one. Lind sold the mill to Denmark in 1961."
    assert "Lind sold the mill" in cited(f"{text} {BESIDE}")


@pytest.mark.parametrize(
    "text",
    [
        "The council of Ruhl on Tuesday approved the Ruhl Plan by 14 votes to 3.",
        "The senate of Kvarn last week approved the Ruhl Plan by 14 votes to 3.",
        "The council of Ruhl Wednesday rejected the Ruhl Plan by 14 votes to 3.",
        "The parliament of Kvarn yesterday adopted the Ruhl Plan by 14 votes to 3.",
        "The board of the Lund Works this morning approved the Ruhl Plan by 14 votes to 3.",
        "A court in Lima on Friday struck down the Ruhl Plan by 14 votes to 3.",
        "The council of Ruhl on Monday had approved the Ruhl Plan by 14 votes to 3.",
    ],
)
def test_the_day_is_no_part_of_who_acts(text: str) -> None:
    days = ("Tuesday", "last week", "Wednesday", "yesterday", "this morning", "Friday", "Monday")
    found = lines(text)
    assert found
    assert not [line for line in found if any(day in line for day in days)]


@pytest.mark.parametrize(
    "text", ["Rowe v. Poe was heard in Lima in 1971.", "Lund vs. Oslo ended in 1971."]
)
def test_neither_side_of_a_case_is_asked_for(text: str) -> None:
    assert not [
        line for line in lines(text) if line.startswith(("____ v", "Rowe v. ____", "Lund vs. ____"))
    ]
