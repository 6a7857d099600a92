"""The result of an attempt: each verdict beside its passage, and how each voice fared."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from questions.interactions import Grading
from questions.question import Stance
from webapp import widgets
from webapp.models import QuestionVersion
from webapp.services.quizzes.queries.attempts import FullAttempt, Slot
from webapp.services.quizzes.queries.corrections import Correction
from webapp.services.sources.queries.citations import CitationView

Cited = Mapping[UUID, Sequence[CitationView]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One question of an attempt, answered or not, with what proves it.

    ``right`` and ``partly`` are by what it counts, ``is_answered_right`` by the key. ``held`` says
    that a test under way asks it too: until that is handed in nothing else is said. After a
    regrading, whose ``correction`` it is, the version is the correct one; it was worth ``told``.
    """

    number: int
    version: QuestionVersion
    right: bool = False
    partly: bool = False
    said: widgets.Said | None = None
    grading: Grading | None = None
    citations: Sequence[CitationView] = ()
    held: bool = False
    dropped: bool = False
    correction: Correction | None = None
    counts: float = 0.0
    told: float = 0.0

    @property
    def how_answered(self) -> str:
        """What becomes of the answer by the key, whatever it counts."""
        fraction = self.grading.fraction if self.grading else 0.0
        return "right" if fraction >= 1 else "partly" if fraction > 0 else "missed"


@dataclass(frozen=True, slots=True)
class VoiceTally:
    """Whose words were asked about: how many questions, and how many of them right."""

    name: str
    stance: Stance
    right: int
    asked: int

    @property
    def share(self) -> float:
        """The share of them that was right, 0 to 1."""
        return self.right / self.asked


def verdicts(
    full: FullAttempt,
    cited: Cited,
    held: Collection[UUID],
    corrections: Mapping[int, Correction],
) -> list[Verdict]:
    """Return the verdicts, what was missed first, each in the order asked."""
    all_of_them = [
        _verdict(slot, cited, slot.row.question_id in held, corrections.get(slot.number))
        for slot in full.slots
    ]
    return sorted(all_of_them, key=lambda verdict: verdict.right or verdict.held)


def by_voice(full: FullAttempt, cited: Cited, held: Collection[UUID]) -> list[VoiceTally]:
    """Return the voices asked about, the publisher's own first, then by name.

    What is ``held`` is not counted.
    """
    tallies: dict[tuple[bool, str], list[Slot]] = {}
    for slot in (slot for slot in full.slots if slot.row.question_id not in held):
        for citation in list(cited.get(slot.version.id, ()))[:1]:
            attributed = citation.stance is not Stance.ASSERTED
            name = citation.speaker if citation.speaker else citation.publisher
            tallies.setdefault((attributed, name), []).append(slot)
    return [
        VoiceTally(
            name,
            Stance.CLAIMED if attributed else Stance.ASSERTED,
            sum(slot.fraction >= 1 for slot in slots),
            len(slots),
        )
        for (attributed, name), slots in sorted(tallies.items())
    ]


def _verdict(slot: Slot, cited: Cited, held: bool, correction: Correction | None) -> Verdict:
    if held:
        return Verdict(slot.number, slot.version, held=True)
    by = correction if correction and correction.said else None
    version = by.version if by else slot.version
    return Verdict(
        number=slot.number,
        version=version,
        right=slot.fraction >= 1,
        partly=slot.fraction > 0,
        said=by.said if by else widgets.say(slot.interaction, slot.response),
        grading=by.grading if by else slot.grading,
        citations=cited.get(version.id, ()),
        dropped=slot.worth.dropped,
        correction=correction,
        counts=slot.fraction * slot.row.max_mark,
        told=(slot.step.fraction if slot.step else 0.0) * slot.row.max_mark,
    )
