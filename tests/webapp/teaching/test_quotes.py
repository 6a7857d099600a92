import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.bank import load_seed
from webapp.services.sources.quotes import find_quote, nearest

DOCUMENT, BANK = load_seed("azernews-2023-01-20")
TEXT = DOCUMENT.text
EDGES = "'“”’ \n\u00a0"
WORDS = st.text(alphabet="abc XY.\n'“”’–…\u00a0", max_size=60)


def found(quote: str, text: str = TEXT) -> list[str]:
    return [span.of(text) for span in find_quote(text, quote)]


@pytest.mark.parametrize(
    ("pasted", "printed"),
    [
        ("the alleged ‘blockade’ of the Lachin road", "the alleged `blockade' of the Lachin road"),
        ("the alleged “blockade” of the Lachin road", "the alleged `blockade' of the Lachin road"),
        ("Azerbaijan's participation in the PfP", "Azerbaijan’s participation in the PfP"),
        ("the  next\ntals in\u00a0a short time", "the next tals in a short time"),
        ("Lachin–Khankandi road", "Lachin-Khankandi road"),
        ("“is ready to hold the next tals”", "is ready to hold the next tals"),
        ("\r\n UTC+04:00 ", "UTC+04:00"),
        ("pre\u00adcommissioning".replace("pre", "pre-"), "pre-commissioning"),
    ],
)
def test_finds_what_is_printed_with_other_marks(pasted: str, printed: str) -> None:
    assert found(pasted) == [printed]


def test_an_exact_quote_is_not_mixed_with_others_like_it() -> None:
    assert found("it's", "it’s and it's") == ["it's"]


def test_finds_every_place() -> None:
    assert len(found("peacekeeping operations")) == 2


@pytest.mark.parametrize("quote", ["", "  ", "\n", "words that are not there", "''", "\u200b"])
def test_finds_nothing(quote: str) -> None:
    assert found(quote, "some `other’ text") == []


def test_names_the_nearest_sentence() -> None:
    sentences = [p.span.of(TEXT) for p in DOCUMENT.passages]
    index = nearest(sentences, "Azerbaijan is prepared to hold the next talks in short time")
    assert index is not None and DOCUMENT.passages[index].number == 5
    assert nearest(sentences, "qqqq wwww zzzz") is None


@pytest.mark.parametrize(("sentences", "quote"), [(1, "word " * 101), (5_001, "word")])
def test_does_not_look_long_for_the_nearest(sentences: int, quote: str) -> None:
    assert nearest(["word"] * sentences, quote) is None


def test_every_quote_of_the_bank_is_found_where_it_is() -> None:
    for question in BANK.questions:
        for citation in question.citations:
            starts = [span.start for span in find_quote(TEXT, citation.quote)]
            assert citation.start in starts


@given(before=WORDS, quote=WORDS, after=WORDS)
def test_a_part_of_a_text_is_always_found(before: str, quote: str, after: str) -> None:
    text = before + quote + after
    spans = find_quote(text, quote)
    if quote.strip():
        assert quote.strip() in [span.of(text) for span in spans]
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)


@given(before=WORDS, quote=WORDS.filter(lambda q: any(c.isalpha() for c in q)), after=WORDS)
def test_a_part_is_found_however_its_marks_are_typed(before: str, quote: str, after: str) -> None:
    text = f"{before}|{quote.strip()}|{after}"
    typed = " ".join(quote.replace("’", "'").replace("“", '"').replace("–", "-").split())
    assert any(span.of(text).strip(EDGES) == quote.strip(EDGES) for span in find_quote(text, typed))
