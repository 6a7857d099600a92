"""From a document to a model's candidates: the whole way."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import ValidationError

from questions.asking.candidate import Candidate
from questions.checks import PROVED, Failure, problem
from questions.facts.reading import Facts
from questions.interactions import Recall
from questions.llm.drafts import Draft, Drafts, read_drafts
from questions.llm.model import MalformedError, Model, ModelError
from questions.llm.prompting import fenced, instructions, parts, spread
from questions.llm.proving import prove
from questions.llm.sources import UnprovedError
from questions.question import Question

_TRIES = 2
_SHOWN = 200  # characters of what a draft had that made no question
_SCHEMA = Drafts.model_json_schema()

Dropped = tuple[Question, Failure]


def ask_model(
    facts: Facts, model: Model, say: Callable[[str], None]
) -> tuple[list[Candidate], list[Dropped]]:
    """Return what a model proposes that is proved, and what was dropped, each with why.

    How it goes is told to ``say``. When the model fails there are no candidates.
    """
    try:
        drafts = _drafts(facts, model, say)
    except ModelError as failure:
        say(f"{failure} The offline proposals follow.")
        return [], []
    kept: list[Candidate] = []
    dropped: list[Dropped] = []
    for draft in drafts:
        checked = _checked(draft, facts)
        if isinstance(checked, Candidate):
            kept.append(checked)
        else:
            dropped.append(checked)
    say(f"{len(kept)} of the model's {len(drafts)} questions are proved by the document.")
    if not kept:
        say("The offline proposals follow.")
    return kept, dropped


def _drafts(facts: Facts, model: Model, say: Callable[[str], None]) -> list[Draft]:
    divided = parts(facts.document)
    sent = spread(divided)
    if len(sent) < len(divided):
        say(f"The document is long: {len(sent)} of its {len(divided)} parts are sent.")
    found: list[Draft] = []
    for number, part in enumerate(sent, 1):
        say(f"Asking the model about part {number} of {len(sent)} …")
        found.extend(_ask(model, part))
    return found


def _ask(model: Model, part: str) -> list[Draft]:
    for tried in range(1, _TRIES + 1):
        text, nonce = fenced(part)
        try:
            return read_drafts(model.answer(instructions(nonce), text, _SCHEMA))
        except MalformedError:
            if tried == _TRIES:
                raise
    return []


def _checked(draft: Draft, facts: Facts) -> Candidate | Dropped:
    try:
        candidate = prove(draft, facts)
    except (UnprovedError, ValidationError) as error:
        why = str(error) if isinstance(error, UnprovedError) else "it makes no question"
        return _record(draft), Failure(PROVED, why)
    if failure := problem(candidate, facts):
        return candidate.question, failure
    return candidate


def _record(draft: Draft) -> Question:
    """Return what a draft asks, to say that it was dropped; it cites nothing."""
    return Question(
        type=draft.type,
        stem=draft.stem[:_SHOWN] or "–",
        interaction=Recall(back=draft.answer[:_SHOWN] or "–"),
    )
