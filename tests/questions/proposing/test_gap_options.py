"""A gap has options where three good ones are known, and is no second question."""

from __future__ import annotations

import pytest

from tests.questions.proposing.asked import BESIDE, lines, stems

KVARN = f"The Kvarn Works in Oslo sold six ferries to Norway in 1952. {BESIDE}"


def options(stem: str) -> list[list[str]]:
    """Return the key and the options of what is asked with that stem."""
    found = [line.split(" | ") for line in lines(KVARN)]
    return [rest for asked, *rest in found if asked == stem]


def test_a_name_has_others_of_its_kind() -> None:
    (found,) = options("The Kvarn Works in ____ sold six ferries to Norway in 1952.")
    assert found == ["Oslo", "Bergen", "Oslo", "Stavanger", "Trondheim"]


def test_a_number_that_is_written_out_has_others_in_order_of_size() -> None:
    (found,) = options("The Kvarn Works in Oslo sold ____ ferries to Norway in 1952.")
    key, *others = found
    sizes = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    assert key == "six" and len(others) == 4
    assert others == sorted(others, key=sizes.index)


def test_where_no_three_are_known_it_is_typed() -> None:
    stem = "The ____ in Oslo sold six ferries to Norway in 1952."
    assert options(stem) == [["Kvarn Works"]]


def test_what_a_whole_question_asks_has_no_gap() -> None:
    asked = stems(KVARN)
    assert "In what year did Karl Voss move to Linz?" in asked
    assert "Karl Voss moved to Linz in ____." not in asked


def test_a_share_has_no_option_over_a_hundred() -> None:
    found = lines(f"The Kvarn Works in Oslo held 68 percent of the votes in 1952. {BESIDE}")
    (line,) = [line for line in found if "held ____ percent" in line]
    assert all(int(option) <= 100 for option in line.split(" | ")[1:])


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("Karl Voss closed the Kvarn Works in Oslo on Sept. 11, 1952.", "Sept. ____"),
        ("The Kvarn Works in Oslo lies 80 km (50 mi) from Lund.", "____ km"),
        ("The Kvarn Works in Oslo lies 80 km (50 mi) from Lund.", "____ mi"),
        ("The Kvarn Works in Oslo sold between 40 and 60 ferries.", "between ____"),
        ("The Kvarn Works in Oslo sold between 40 and 60 ferries.", "and ____"),
        (
            "Karl Voss went to the School for the Performing and Visual Arts in Oslo.",
            "the ____ and",
        ),
        ("The Kvarn Works in Oslo closed at the outbreak of World War II.", "the ____ II"),
        ("Karl Voss wrote a long draft of To Kill a Mockingbird in Oslo.", "____ a Mockingbird"),
    ],
)
def test_no_gap_is_part_of_a_date_or_name(text: str, gap: str) -> None:
    found = stems(f"{text} {BESIDE}")
    assert any("____" in stem for stem in found) and not any(gap in stem for stem in found)


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("In 1952 over 300 were living in the Kvarn Works in Oslo.", False),
        ("Over 40 percent was held by the Kvarn Works in Oslo.", False),
        ("Of the votes over 40 percent was held by the Kvarn Works in Oslo.", True),
        ("Karl Voss sold three ferries, Kvarn, Lund and Norna, in Oslo.", False),
        ("Karl Voss sold four ferries, Kvarn, Lund and Norna, in Oslo.", True),
    ],
)
def test_a_number_is_of_something_and_not_to_be_counted(text: str, is_asked: bool) -> None:
    found = [line for line in lines(f"{text} {BESIDE}") if "____" in line]
    assert any(line.split(" | ")[0].partition("____")[0] in text for line in found)
    numbers = ("over ____", "Over ____", "sold ____")
    assert any(one in line for line in found for one in numbers) is is_asked
