from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from questions.language.network import Network, Parse, _attend
from questions.language.pipeline import LONGEST, WEIGHTS

SENTENCES = [
    text.split()
    for text in (
        "The old bridge was rebuilt by engineers in 1994 .",
        "Ada Lovelace wrote the first program .",
        "Rain fell .",
        "The minister said that the talks in Paris , which began on Monday , had failed .",
        "He “ didn’t ” resign , she said .",
    )
]


@pytest.fixture(scope="module")
def network() -> Network:
    return Network.load(WEIGHTS)


def alike(one: Parse, other: Parse) -> bool:
    return (one.tags, one.heads, one.relations) == (
        other.tags,
        other.heads,
        other.relations,
    ) and bool(np.allclose(one.names, other.names, atol=1e-4))


def test_reads_a_sentence(network: Network) -> None:
    passive, active, *_ = network.read(SENTENCES)
    assert passive.tags == ["DT", "JJ", "NN", "VBD", "VBN", "IN", "NNS", "IN", "CD", "."]
    assert passive.heads == [2, 2, 4, 4, 4, 6, 4, 8, 4, 4]
    assert passive.relations[2:5] == ["nsubj:pass", "aux:pass", "ROOT"]
    assert active.heads == [2, 0, 2, 5, 5, 2, 2]
    assert active.relations == ["nsubj", "flat", "ROOT", "det", "amod", "obj", "punct"]


def test_sees_who_is_named(network: Network) -> None:
    names = network.read(SENTENCES)[1].names
    assert names.sum(axis=1) == pytest.approx(np.ones(len(SENTENCES[1])), abs=1e-4)
    assert names.argmax(axis=1).tolist() == [1, 2, 0, 0, 0, 0, 0]


def test_a_sentence_reads_alike_alone_and_among_others(network: Network) -> None:
    together = network.read(SENTENCES * 9)
    alone = [network.read([words])[0] for words in SENTENCES]
    assert all(alike(one, other) for one, other in zip(together, alone * 9, strict=True))


def test_quotes_read_alike_curly_and_straight(network: Network) -> None:
    straight = ["".join({"“": '"', "”": '"', "’": "'"}.get(c, c) for c in w) for w in SENTENCES[4]]
    curly, plain = network.read([SENTENCES[4], straight])
    assert alike(curly, plain)


def test_threads_share_a_network(network: Network) -> None:
    alone = network.read(SENTENCES)
    with ThreadPoolExecutor(4) as pool:
        for together in pool.map(lambda _: network.read(SENTENCES), range(12)):
            assert all(map(alike, together, alone))


def test_reads_nothing(network: Network) -> None:
    assert network.read([]) == []


@pytest.mark.parametrize("word", ["🙂", "\u0301", "x" * 100, "北京", "-" * 100, "a.b" * 33])
def test_odd_words_are_read_too(network: Network, word: str) -> None:
    for size in (1, LONGEST, 4 * LONGEST):
        (found,) = network.read([[word] * size])
        assert len(found.heads) == len(found.tags) == len(found.relations) == size
        assert [word == head for word, head in enumerate(found.heads)].count(True) == 1
        assert found.relations.count("ROOT") == 1


def test_rows_see_their_own_sentence_only() -> None:
    looked = np.random.default_rng(1).normal(size=(7, 72)).astype(np.float32)
    seen = _attend(looked, [2, 2, 3])
    for start, end in ((0, 2), (2, 4), (4, 7)):
        query, key, value = np.split(looked[start:end], 3, axis=1)
        for side in range(0, 24, 2):
            part = slice(side, side + 2)
            shares = np.exp(query[:, part] @ key[:, part].T)
            shares /= shares.sum(axis=1, keepdims=True)
            assert np.allclose(seen[start:end, part], shares @ value[:, part], atol=1e-5)
