import random
from itertools import chain, pairwise

import numpy as np
import pytest

from questions.language.entities import LABELS, Entity, EntityTagger, spans
from questions.language.gazetteers import Gazetteers, name_tokens, runs, shape
from questions.language.network import Network
from questions.language.packing import Floats
from questions.language.pipeline import WEIGHTS

NEWS = [
    "Azerbaijani Foreign Minister Jeyhun Bayramov met Angela Merkel in Warsaw .",
    "Bayramov said that NATO welcomed the visit .",
    "Azerbaijan joined the Euro - Atlantic Partnership Council in 1997 .",
    "She studied at the University of Chicago and lives in Paris , France .",
    "The Denver Broncos beat the Carolina Panthers in California .",
    "Later , Bayramov flew to Germany .",
]


class Tagger:
    """The network and what it lends its shares to."""

    def __init__(self) -> None:
        self.network, self.entities = Network.load(WEIGHTS), EntityTagger.load(WEIGHTS)

    def tag(self, texts: list[list[str]]) -> list[list[Entity]]:
        return self.entities.tag(texts, [each.names for each in self.network.read(texts)])


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def tag(tagger: Tagger, sentences: list[str]) -> list[list[tuple[str, str]]]:
    texts = [sentence.split() for sentence in sentences]
    return [
        [(" ".join(words[each.start : each.end]), each.kind) for each in found]
        for words, found in zip(texts, tagger.tag(texts), strict=True)
    ]


def test_finds_people_places_and_organisations(tagger: Tagger) -> None:
    found = tag(tagger, NEWS)
    assert found[0] == [("Jeyhun Bayramov", "PER"), ("Angela Merkel", "PER"), ("Warsaw", "LOC")]
    assert found[1] == [("Bayramov", "PER"), ("NATO", "ORG")]
    assert found[2] == [("Azerbaijan", "LOC"), ("Euro - Atlantic Partnership Council", "ORG")]
    assert found[3] == [("University of Chicago", "ORG"), ("Paris", "LOC"), ("France", "LOC")]
    assert found[4] == [
        ("Denver Broncos", "ORG"),
        ("Carolina Panthers", "ORG"),
        ("California", "LOC"),
    ]
    assert found[5] == [("Bayramov", "PER"), ("Germany", "LOC")]


def test_gives_a_name_one_kind_in_a_document(tagger: Tagger) -> None:
    kinds: dict[str, set[str]] = {}
    for name, kind in chain.from_iterable(tag(tagger, NEWS)):
        kinds.setdefault(name, set()).add(kind)
    assert all(len(each) == 1 for each in kinds.values())


def test_entities_stay_within_their_sentence_and_apart(tagger: Tagger) -> None:
    words = [word for sentence in NEWS for word in sentence.split()]
    random.Random(1).shuffle(words)
    texts = [words[place : place + 7] for place in range(0, len(words), 7)]
    for text, found in zip(texts, tagger.tag(texts), strict=True):
        assert all(0 <= each.start < each.end <= len(text) for each in found)
        assert all(one.end <= other.start for one, other in pairwise(found))


def test_reads_nothing_and_empty_sentences(tagger: Tagger) -> None:
    assert tagger.tag([]) == []
    assert tagger.tag([[], ["."]]) == [[], []]


def test_a_document_is_tagged_alike_every_time(tagger: Tagger) -> None:
    assert tag(tagger, NEWS) == tag(Tagger(), NEWS)


def sure(*labels: str) -> Floats:
    return np.array([[float(each == label) for each in LABELS] for label in labels], np.float32)


def test_the_network_has_the_last_word(tagger: Tagger) -> None:
    words = "zorblax slept .".split()
    assert tagger.entities.tag([words], [sure("B-PER", "O", "O")]) == [[Entity(0, 1, "PER")]]
    assert tagger.entities.tag([words], [sure("O", "O", "O")]) == [[]]


def test_a_place_is_parted_from_a_person_after_it(tagger: Tagger) -> None:
    words = "Central Asia Javier Colomina".split()
    shares = sure("B-LOC", "I-LOC", "I-LOC", "I-LOC")
    assert tagger.entities.tag([words], [shares]) == [[Entity(0, 2, "LOC"), Entity(2, 4, "PER")]]


def test_reads_spans_off_labels() -> None:
    labels = ["B-PER", "I-PER", "B-PER", "O", "B-LOC", "I-ORG"]
    assert spans(labels) == [
        Entity(0, 2, "PER"),
        Entity(2, 3, "PER"),
        Entity(4, 5, "LOC"),
        Entity(5, 6, "ORG"),
    ]


def test_matches_the_longest_name_of_a_list() -> None:
    lists = Gazetteers()
    lists.add("city", ["York", "New York"])
    lists.add("state", ["New York"])
    marks = lists.matches(["in", "new", "york"], [False, True, True])
    assert marks == [[], ["B-city", "B-state"], ["I-city", "I-state"]]


def test_splits_names_as_the_tokeniser_does() -> None:
    assert name_tokens("Guinea-Bissau") == ("guinea", "-", "bissau")
    assert name_tokens("Moody’s Corp.") == ("moody", "'s", "corp")


def test_runs_of_capitals_leap_over_small_words() -> None:
    lower = ["the", "bank", "of", "england", "said"]
    capital = [True, True, False, True, False]
    assert [(run.start, run.end) for run in runs(lower, capital, True)] == [(1, 4)]
    assert [(run.start, run.end) for run in runs(lower, capital, False)] == [(1, 2), (3, 4)]


def test_shapes() -> None:
    assert [shape(word) for word in ("Paris", "NATO", "U.S.", "1994")] == ["Xx", "X", "X.X.", "d"]
