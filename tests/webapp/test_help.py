"""The page of rules says what grading does."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from webapp.views.help import EXAMPLES, is_right

RIGHT = {
    "text": [True, True, True, True, True],
    "slips": [True, True, False, False, False, False],
    "numbers": [True, True, True, True, True, False],
    "dates": [True, True, True, False],
}


@pytest.mark.parametrize("rule", EXAMPLES)
def test_every_example_is_graded_as_the_text_says(rule: str) -> None:
    assert [is_right(*example) for example in EXAMPLES[rule]] == RIGHT[rule]


def test_the_page_shows_each_example(client: FlaskClient) -> None:
    page = client.get("/help/typed-answers").get_data(as_text=True)
    assert page.count(" right</td>") == sum(sum(rule) for rule in RIGHT.values())
    assert page.count(" wrong</td>") == sum(rule.count(False) for rule in RIGHT.values())
