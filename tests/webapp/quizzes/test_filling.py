from __future__ import annotations

from collections import Counter
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.services.quizzes.filling import Filling, Lack, Wish, fill, swap
from webapp.services.quizzes.queries.published_questions import Askable
from webapp.services.quizzes.queries.uses import CitedSentence

TYPES = ("multiple_choice", "cloze", "matching")


def question(
    n: int,
    kind: str = "cloze",
    document: str = "one",
    at: tuple[int, ...] | None = None,
    **fields: object,
) -> Askable:
    places = (n,) if at is None else at
    return Askable(
        id=UUID(int=n),
        version_id=UUID(int=1000 + n),
        number=1,
        stem=f"Question {n}?",
        type=kind,
        documents=(document,),
        sentences=frozenset(
            CitedSentence(document, place, place, place // 4, is_read=True) for place in places
        ),
        **{"tags": (), **fields},  # type: ignore[arg-type]
    )


def numbers(filling: Filling) -> list[int]:
    return [question_id.int for question_id in filling.chosen]


def bank(each: int) -> list[Askable]:
    """As many questions of each type, each about a sentence of its own, in two documents."""
    return [question(n, TYPES[n % 3], ("one", "two")[n // 3 % 2]) for n in range(1, 3 * each + 1)]


def test_as_many_of_each_kind_as_are_wished_for() -> None:
    published = bank(12)
    filling = fill(published, [], Wish(20, types=TYPES[:2]), "seed")
    by_id = {each.id: each for each in published}
    assert Counter(by_id[chosen].type for chosen in filling.chosen) == dict.fromkeys(TYPES[:2], 10)
    assert filling.lacks == ()


def test_spreads_over_documents_and_paragraphs() -> None:
    published = [question(n, document="long") for n in range(1, 41)]
    published += [question(n, document="short") for n in range(41, 53)]
    filling = fill(published, [], Wish(12), "seed")
    by_id = {each.id: each for each in published}
    chosen = [by_id[each] for each in filling.chosen]
    assert Counter(each.documents[0] for each in chosen) == {"long": 6, "short": 6}
    paragraphs = Counter(s.paragraph_of for each in chosen for s in each.sentences)
    assert max(paragraphs[key] for key in paragraphs if key[0] == "long") == 1


def test_asks_no_sentence_twice_and_says_what_that_leaves_out() -> None:
    published = [question(n, at=(n % 3,)) for n in range(1, 10)]
    wish = Wish(5, types=("cloze",))
    filling = fill(published, [], wish, "seed")
    assert len(filling.chosen) == 3
    assert filling.lacks == (Lack("cloze", wanted=5, published=9, free=9, had=3),)
    loose = Wish(5, types=("cloze",), is_apart=False)
    more = fill(published, filling.chosen, loose, "seed")
    assert len(more.chosen) == 2 and not set(more.chosen) & set(filling.chosen)


def test_says_how_many_of_a_kind_there_are() -> None:
    published = [*bank(5), question(90, "ordering"), question(91, "ordering", is_asked=True)]
    filling = fill(published, [], Wish(8, types=("ordering", "cloze")), "seed")
    assert filling.lacks == (Lack("ordering", wanted=4, published=2, free=1, had=1),)
    assert len(filling.chosen) == 5


def test_kinds_that_are_not_named_make_room_for_one_another() -> None:
    published = [*bank(9), question(90, "ordering")]
    filling = fill(published, [], Wish(20), "seed")
    by_id = {each.id: each for each in published}
    counts = Counter(by_id[chosen].type for chosen in filling.chosen)
    assert counts["ordering"] == 1 and sorted(counts.values()) == [1, 6, 6, 7]
    assert filling.lacks == ()
    lacking = fill(published, [], Wish(40), "seed").lacks
    assert lacking == (Lack("", wanted=40, published=28, free=28, had=28),)


def test_leaves_out_what_was_asked_or_is_reported() -> None:
    published = [
        question(1, is_asked=True),
        question(2, is_reported=True),
        question(3),
        question(4, tags=("deep::dates",)),
    ]
    assert numbers(fill(published, [], Wish(9), "seed")) == [3, 4]
    assert numbers(fill(published, [], Wish(9, is_new=False), "seed")) == [1, 3, 4]
    assert numbers(fill(published, [], Wish(9, tags=frozenset({"deep"})), "seed")) == [4]
    assert numbers(fill(published, [], Wish(9, documents=frozenset({"two"})), "seed")) == []


def test_fills_up_to_what_is_wished_for_and_no_further() -> None:
    published = bank(12)
    first = fill(published, [], Wish(6), "seed")
    assert fill(published, first.chosen, Wish(6), "seed").chosen == ()
    assert len(fill(published, first.chosen, Wish(10), "seed", drawn=3).chosen) == 1
    by_id = {each.id: each for each in published}
    mixed = [*first.chosen, *fill(published, first.chosen, Wish(15), "seed").chosen]
    assert set(Counter(by_id[each].type for each in mixed).values()) == {5}


def test_one_seed_gives_one_quiz_whatever_the_order_of_what_is_published() -> None:
    published = bank(12)
    wish = Wish(9, is_even=False)
    assert fill(published, [], wish, "a") == fill(published[::-1], [], wish, "a")
    quizzes = {fill(published, [], wish, seed).chosen for seed in "abcdefgh"}
    assert len(quizzes) > 1


def test_swapping_goes_through_all_of_the_kind_and_comes_back() -> None:
    published = [*bank(5), question(50, "cloze", is_asked=True)]
    clozes = [each.id for each in published if each.type == "cloze" and not each.is_asked]
    seen, out = [], clozes[0]
    for _time in clozes:
        seen.append(out)
        other = swap(published, [out], out, Wish(5), "seed")
        assert other is not None
        out = other
    assert sorted(seen) == sorted(clozes) and out == clozes[0]


def test_swapping_keeps_to_the_kind_and_off_the_sentences_of_the_others() -> None:
    published = [
        question(1, at=(1,)),
        question(2, at=(2,)),
        question(3, at=(2, 3)),
        question(4, "matching", at=(4,)),
    ]
    picked = [published[0].id, published[1].id]
    assert swap(published, picked, picked[0], Wish(5), "seed") is None
    close = Wish(5, is_apart=False)
    assert swap(published, picked, picked[0], close, "seed") == published[2].id
    assert swap(published, picked, UUID(int=77), Wish(5), "seed") is None


@given(
    st.lists(
        st.tuples(
            st.sampled_from(TYPES),
            st.frozensets(st.integers(0, 30), min_size=1, max_size=3),
            st.booleans(),
        ),
        max_size=40,
    ),
    st.integers(1, 30),
    st.booleans(),
    st.sets(st.sampled_from(TYPES)),
    st.text(max_size=4),
)
def test_never_too_many_never_twice_and_never_what_is_not_wished(
    drawn: list[tuple[str, frozenset[int], bool]],
    count: int,
    is_even: bool,
    types: set[str],
    seed: str,
) -> None:
    published = [
        question(n, kind, at=tuple(places), is_asked=asked)
        for n, (kind, places, asked) in enumerate(drawn, 1)
    ]
    wish = Wish(count, types=tuple(sorted(types)), is_even=is_even)
    filling = fill(published, [], wish, seed)
    by_id = {each.id: each for each in published}
    chosen = [by_id[each] for each in filling.chosen]
    sentences = [sentence for each in chosen for sentence in each.sentences]
    assert len(chosen) <= count and len(set(filling.chosen)) == len(chosen)
    assert len(set(sentences)) == len(sentences)
    assert not any(each.is_asked for each in chosen)
    assert all(not types or each.type in types for each in chosen)
    assert bool(filling.lacks) == (len(chosen) < count)


@pytest.mark.parametrize("types", [(), ("cloze",)])
def test_of_nothing_published_nothing_can_be_had(types: tuple[str, ...]) -> None:
    filling = fill([], [], Wish(3, types=types), "seed")
    kind = types[0] if types else ""
    assert filling == Filling((), (Lack(kind, wanted=3, published=0, free=0, had=0),))
