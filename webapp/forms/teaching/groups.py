"""What is typed for the groups of learners: a name for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from flask_babel import gettext as _

from webapp.characters import one_line
from webapp.forms.teaching.quizzes import read_id
from webapp.models import lengths

_FIELD = "group-"


@dataclass(frozen=True, slots=True)
class TypedGroups:
    """What was typed for each learner, and what is wrong with it."""

    names: dict[UUID, str] = field(default_factory=dict)
    problems: dict[UUID, str] = field(default_factory=dict)


def read_groups(fields: Mapping[str, str]) -> TypedGroups:
    """Read the groups of the learners whose ids the fields are named by."""
    read = TypedGroups()
    for name, text in fields.items():
        learner_id = read_id(name.removeprefix(_FIELD)) if name.startswith(_FIELD) else None
        if learner_id is None:
            continue
        read.names[learner_id] = one_line(text)
        if len(read.names[learner_id]) > lengths.GROUP:
            read.problems[learner_id] = _("Use %(most)s characters at most.", most=lengths.GROUP)
    return read
