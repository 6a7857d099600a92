"""Tags are a tree."""

from __future__ import annotations

import pytest

from questions.tags import branches_of, is_under


@pytest.mark.parametrize(
    ("tag", "branches"),
    [
        ("a", ["a"]),
        ("a::b::c", ["a", "a::b", "a::b::c"]),
        ("a::", ["a"]),
        ("::a", ["::a"]),
        ("a:b", ["a:b"]),
    ],
)
def test_what_a_tag_is_found_under(tag: str, branches: list[str]) -> None:
    assert branches_of(tag) == branches


@pytest.mark.parametrize(
    ("tag", "branch", "under"),
    [
        ("a", "a", True),
        ("a::b", "a", True),
        ("ab", "a", False),
        ("a", "a::b", False),
        ("b::a", "a", False),
    ],
)
def test_what_is_under_a_branch(tag: str, branch: str, under: bool) -> None:
    assert is_under(tag, branch) is under
