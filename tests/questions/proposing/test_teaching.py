"""Plain teaching prose, which says "you" to anybody: what is asked of it."""

from __future__ import annotations

import pytest

from tests.questions.facts.sentences import read
from tests.questions.proposing.asked import lines


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "A ledger is a record of every change, kept in the order in which the changes were "
            "made. You may read it.",
            "What is a ledger? | A record of every change, kept in the order in which the changes",
        ),
        (
            "To correct a mistake, you add an entry that reverses the first.",
            "What do you do to correct a mistake? | Add an entry that reverses the first",
        ),
        (
            "To stop a pump, you must close both valves of its cooling circuit.",
            "What must you do to stop a pump? | Close both valves of its cooling circuit",
        ),
        (
            "To renew a licence, send a signed letter with two photographs.",
            "What do you do to renew a licence? | Send a signed letter with two photographs",
        ),
        (
            "To find a leak, you can brush soapy water over every joint.",
            "What can you do to find a leak? | Brush soapy water over every joint",
        ),
        (
            "Looking up an old entry takes no network at all. That is why a ledger is fast even "
            "on a train.",
            "Why is a ledger fast even on a train? | Looking up an old entry takes no network",
        ),
        (
            "Salt lowers the freezing point of water. This is why sea ice is rare in Norway.",
            "Why is sea ice rare in Norway? | Salt lowers the freezing point of water",
        ),
    ],
)
def test_what_is_taught_is_asked(text: str, line: str) -> None:
    assert [found for found in lines(text) if found.startswith(line)]


@pytest.mark.parametrize(
    "text",
    [
        "To correct a mistake, he added an entry that reverses the first.",
        "To correct a mistake, you never add an entry that reverses the first.",
        "To correct this, you add an entry that reverses the first.",
        "To correct a mistake, you could have added an entry that reverses the first.",
        "I think so. To correct a mistake, you add an entry that reverses the first.",
        "To correct a mistake, they said, you add an entry that reverses the first.",
        "She told him. That is why a ledger is fast even on a train.",
        "That is why a ledger is fast even on a train.",
    ],
)
def test_what_is_not_taught_is_not(text: str) -> None:
    assert not [
        found for found in lines(text) if found.startswith(("What do you", "What ", "Why "))
    ]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("You can think of a ledger as a diary.", 1),
        ("I like it. You can think of a ledger as a diary.", 0),
        ("We like a ledger.", 0),
    ],
)
def test_you_is_anybody_where_nobody_says_i(text: str, own: int) -> None:
    assert len(read(text).asserted) == own
