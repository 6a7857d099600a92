"""A passage that a section shows, when its document gets a newer text."""

from __future__ import annotations

import html
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import select

from tests.webapp.teaching.test_documents import work
from tests.webapp.teaching.test_quiz_sections import build, passages, press
from tests.webapp.teaching.test_revisions import PAGE, revise, text_now
from tests.webapp.worlds import SEED
from webapp.db import db
from webapp.models import DocumentRevision
from webapp.services.operations.upkeep import check
from webapp.worker import Worker

FIRST = "Bilateral cooperation began when"
SAME = "The document has a newer text since, with the same words."
OTHER = "The document has a newer text since, in which these words are not."


def reading(teacher: FlaskClient, words: str) -> str:
    """Build a quiz whose section shows a passage; returns its page."""
    page = build(teacher)
    _status, text = press(teacher, page, teacher.get(page).text, section_before="1", do="section")
    named = {"sections-0-heading": "Read first", "sections-0-source": SEED}
    status, _text = press(teacher, page, text, do="save", **named, **{"sections-0-words": words})
    assert status == 302
    return page


def paragraph() -> str:
    return next(line for line in text_now().splitlines() if line.startswith(FIRST))


def give(teacher: FlaskClient, hands: Worker, text: str) -> UUID:
    """Have the document's text replaced; returns the id of the new one."""
    revise(teacher, text)
    work(hands)
    db.session.rollback()
    query = select(DocumentRevision.id).order_by(DocumentRevision.number.desc())
    return db.session.scalars(query).first() or UUID(int=0)


def test_it_goes_with_a_text_that_only_moved(teacher: FlaskClient, hands: Worker) -> None:
    words = paragraph()
    page = reading(teacher, words)
    newest = give(teacher, hands, "A new heading\n\n" + text_now())
    (passage,) = passages()
    assert passage.revision_id == newest and passage.quote == words
    assert text_now()[passage.start : passage.end] == words
    assert "has a newer text" not in teacher.get(page).text
    assert "All passages stand" in teacher.get(f"{PAGE}/stale").text
    assert [problem for done in check() for problem in done.problems] == []


def test_changed_words_are_said_and_can_be_taken(teacher: FlaskClient, hands: Worker) -> None:
    words, text = paragraph(), text_now()
    page = reading(teacher, words)
    changed = words.replace("Bilateral cooperation", "Cooperation of the two")
    newest = give(teacher, hands, text.replace(words, changed))
    shown = html.unescape(teacher.get(page).text)
    assert OTHER in shown and f'<dd class="quoted">{changed}</dd>' in shown
    stale = html.unescape(teacher.get(f"{PAGE}/stale").text)
    assert words in stale and changed in stale and page in stale and "Read first" in stale
    _status, shown = press(teacher, page, teacher.get(page).text, do="renew-0-0")
    assert "has a newer text" not in shown and "Cooperation of the two" in shown
    assert [each.quote for each in passages()] == [words]
    status, _shown = press(teacher, page, shown, do="save")
    assert status == 302
    (passage,) = passages()
    assert (passage.revision_id, passage.quote) == (newest, changed)
    assert [problem for done in check() for problem in done.problems] == []


def test_what_is_gone_is_said_with_the_way_to_mend_it(teacher: FlaskClient, hands: Worker) -> None:
    words, text = paragraph(), text_now()
    page = reading(teacher, words)
    give(teacher, hands, text.replace(words, "It rained."))
    shown = teacher.get(page).text
    assert OTHER in shown and "It has nothing like it now." in shown
    assert 'value="renew-0-0"' not in shown and 'value="uncite-0-0"' in shown
    status, shown = press(teacher, page, shown, do="renew-0-0")
    assert status == 200 and OTHER in shown
    assert "Nothing like it" in teacher.get(f"{PAGE}/stale").text


def test_a_page_from_before_is_told_of_the_same_words(teacher: FlaskClient, hands: Worker) -> None:
    words = paragraph()
    page = reading(teacher, words)
    before = teacher.get(page).text
    newest = give(teacher, hands, "A new heading\n\n" + text_now())
    _status, shown = press(teacher, page, before, do="save")
    assert SAME in shown
    _status, shown = press(teacher, page, shown, do="renew-0-0")
    press(teacher, page, shown, do="save")
    (passage,) = passages()
    assert (passage.revision_id, passage.quote) == (newest, words)
    for hostile in ("renew-", "renew-9-0", "renew-0-9", "renew-x-y", "renew-0"):
        assert press(teacher, page, shown, do=hostile)[0] in {200, 400}
