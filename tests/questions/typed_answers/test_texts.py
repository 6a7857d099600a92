from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.folding import fold, without_invisible
from questions.typed_answers import Significant, match_text
from tests.questions.strategies import significant, texts, visible


@given(visible, significant)
def test_every_text_is_itself(text: str, counts: tuple[Significant, ...]) -> None:
    assert match_text(text, text, counts) == "exact"
    assert match_text(f"  {text}\n", text, counts) == "exact"


@given(texts, texts, significant)
def test_being_the_same_is_mutual(one: str, two: str, counts: tuple[Significant, ...]) -> None:
    assert bool(match_text(one, two, counts)) is bool(match_text(two, one, counts))


@given(visible)
def test_how_accents_are_spelt_in_unicode_never_counts(text: str) -> None:
    for respelt in (unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)):
        assert fold(respelt, ["accents"]) == fold(text, ["accents"])
        assert fold(respelt) == fold(text)


@pytest.mark.parametrize(
    ("entered", "accepted", "counts", "rule"),
    [
        ("Baku", "Baku", [], "exact"),
        ("baku", "Baku", [], "normalised"),
        ("  the   Caucasus ", "Caucasus", [], "normalised"),
        ("An alliance", "alliance", [], "normalised"),
        ("the", "The", [], "normalised"),
        ("then", "n", [], None),
        ("The Caucasus", "Caucasus", ["articles"], None),
        ("Karabag", "Karabağ", [], "normalised"),
        ("Karabag", "Karabağ", ["accents"], None),
        ("Karabag\u0306", "Karabağ", ["accents"], "normalised"),
        ("Lachin Khankandi", "Lachin-Khankandi", [], "normalised"),
        ("Lachin Khankandi", "Lachin-Khankandi", ["punctuation"], None),
        ("ＮＡＴＯ", "NATO", [], "normalised"),
        ("strasse", "Straße", [], "normalised"),
        ("", "…", [], None),
        ("!", "…", [], None),
        ("…", "…", [], "exact"),
        ("…", " … ", [], "exact"),
        ("Ganja", "Baku", [], None),
    ],
)
def test_texts_are_the_same_but_for_what_does_not_count(
    entered: str, accepted: str, counts: list[Significant], rule: str | None
) -> None:
    assert match_text(entered, accepted, counts) == rule


@pytest.mark.parametrize(
    ("entered", "accepted"),
    [
        *(("US Army", "U.S. Army"), ("u. s. army", "U.S. Army"), ("DC", "D.C.")),
        *(("wellbeing", "well-being"), ("well being", "well-being"), ("coop", "co-op")),
        *(("OBrien", "O'Brien"), ("o brien", "O’Brien"), ("Hawaii", "Hawaiʻi")),
        *(("earthquake", "earth- quake"), ("1200 soldiers", "1,200 soldiers")),
        *(("Baki", "Bakı"), ("Lodz", "Łódź"), ("Dordevic", "Đorđević"), ("Tromso", "Tromsø")),
        *(("Azerbaycan", "Azərbaycan"), ("Thor", "Þór"), ("Aegir", "Ægir")),
        *(("Istanbul", "İstanbul"), ("Hordur", "Hörður"), ("Baku", "\ufeffBa\u00adku\u200e")),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_how_a_word_is_pointed_and_spelt_does_not_count(
    entered: str, accepted: str, turned: bool
) -> None:
    pair = (accepted, entered) if turned else (entered, accepted)
    assert match_text(*pair) == "normalised"


@pytest.mark.parametrize(
    ("entered", "accepted"),
    [
        *(("15", "1.5"), ("35", "3,5"), ("5", "-5"), ("5", "−5 °C"), ("12", "1-2")),
        *(("earth quake", "earthquake"), ("there after", "thereafter")),
    ],
)
def test_what_changes_the_meaning_counts(entered: str, accepted: str) -> None:
    assert match_text(entered, accepted) is None
    assert match_text(accepted, entered) is None


@given(visible, st.sampled_from("\u200b\u200e\u202a\u2066\ufeff\u00ad\ufe0f\u3164\u034f"))
def test_what_cannot_be_seen_never_counts(text: str, unseen: str) -> None:
    assert without_invisible(unseen.join(text)) == without_invisible(text)
    if fold(text):
        assert match_text(unseen.join(text), text) is not None


def test_white_space_can_be_seen() -> None:
    assert without_invisible("a b\n\tc\u00a0d") == "a b\n\tc\u00a0d"


def test_a_letter_of_another_script_stays_what_it_is() -> None:
    assert fold("Ґанок") == "ґанок"


@pytest.mark.parametrize("times", [1, 1000])
def test_a_text_of_any_length_folds_alike(times: int) -> None:
    assert fold("Évacuation, " * times) == " ".join(["evacuation"] * times)
