"""The result of an attempt: each verdict beside its passage, and how each voice fared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from questions.interactions import Grading
from questions.question import Stance
from webapp import widgets
from webapp.learning.confidence import Confidence
from webapp.models import QuestionVersion, Seen
from webapp.services.quizzes.queries.attempts import FullAttempt, Slot
from webapp.services.quizzes.queries.corrections import Correction
from webapp.services.quizzes.queries.secrecy import Veil
from webapp.services.sources.queries.citations import CitationView

Cited = Mapping[UUID, Sequence[CitationView]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One question of an attempt, answered or not, with what may be shown of it now.

    ``right`` and ``partly`` are by what it counts, ``how_answered`` is by the key. ``seen`` says
    what may be shown, ``held`` that it is not all there is to tell, and ``waits`` that an attempt
    under way asks it too: until that is handed in nothing else is said. ``counts`` is its mark.
    After a regrading, whose ``correction`` it is, the version is the correct one; its mark was
    ``told``. ``confidence`` is how sure the learner was, where that was asked, and ``tries`` how
    often they tried, where several times was allowed.
    """

    number: int
    version: QuestionVersion
    right: bool = False
    partly: bool = False
    said: widgets.Said | None = None
    grading: Grading | None = None
    citations: Sequence[CitationView] = ()
    explanation: str = ""
    seen: Seen = Seen.EVERYTHING
    waits: bool = False
    dropped: bool = False
    correction: Correction | None = None
    counts: float = 0.0
    told: float = 0.0
    confidence: Confidence | None = None
    tries: int | None = None

    @property
    def held(self) -> bool:
        """Whether there is more to tell of it than may be shown now."""
        return Seen.TELLING not in self.seen

    @property
    def how(self) -> str:
        """The verdict in a word, ``kept`` where it is kept back."""
        if Seen.VERDICT not in self.seen:
            return "kept"
        return "right" if self.right else "partly" if self.partly else "missed"

    @property
    def how_answered(self) -> str:
        """What becomes of the answer by the key, whatever it counts."""
        if Seen.VERDICT not in self.seen:
            return "kept"
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
    full: FullAttempt, cited: Cited, veil: Veil, corrections: Mapping[int, Correction]
) -> list[Verdict]:
    """Return the verdicts, what was missed first, each in the order asked.

    Where a verdict is kept back, its place tells nothing either.
    """
    all_of_them = [
        verdict_of(slot, cited, veil, corrections.get(slot.number)) for slot in full.slots
    ]
    return sorted(all_of_them, key=lambda verdict: verdict.how in {"right", "kept"})


def by_voice(full: FullAttempt, cited: Cited, veil: Veil) -> list[VoiceTally]:
    """Return the voices asked about, the publisher's own first, then by name.

    What is kept back is not counted.
    """
    tallies: dict[tuple[bool, str], list[Slot]] = {}
    told = Seen.VERDICT | Seen.PASSAGE
    for slot in (slot for slot in full.slots if told in veil.of(slot.row.question_id)):
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


@dataclass(frozen=True, slots=True)
class ConfidenceTally:
    """How many answers somebody was so sure of, and how many of them were right."""

    confidence: Confidence
    right: int
    answered: int


def by_confidence(found: Sequence[Verdict]) -> list[ConfidenceTally]:
    """Return how well somebody knew what they know, of what may be told, the most sure first."""
    told = [verdict for verdict in found if verdict.confidence and verdict.how != "kept"]
    tallies = []
    for confidence in Confidence:
        rights = [verdict.right for verdict in told if verdict.confidence is confidence]
        if rights:
            tallies.append(ConfidenceTally(confidence, sum(rights), len(rights)))
    return tallies


def verdict_of(
    slot: Slot, cited: Cited, veil: Veil, correction: Correction | None = None
) -> Verdict:
    """Return what may be shown of one question of an attempt.

    A correction tells of the key, so that it waits until all is told.
    """
    seen = veil.of(slot.row.question_id)
    correction = correction if Seen.EVERYTHING in seen else None
    by = correction if correction and correction.said else None
    version, grading = (by.version, by.grading) if by else (slot.version, slot.grading)
    if grading is not None and Seen.EXPLANATION not in seen:
        grading = grading.model_copy(update={"feedback": ""})
    shows = Seen.VERDICT in seen
    said = by.said if by and by.said else widgets.say(slot.interaction, slot.response)
    return Verdict(
        number=slot.number,
        version=version,
        right=shows and slot.fraction >= 1,
        partly=shows and max(slot.fraction, slot.worth.counts) > 0,
        said=_veiled(said, seen),
        grading=grading if shows else None,
        citations=cited.get(version.id, ()) if Seen.PASSAGE in seen else (),
        explanation=version.explanation if Seen.EXPLANATION in seen else "",
        seen=seen,
        waits=slot.row.question_id in veil.under_way,
        dropped=shows and slot.worth.dropped,
        correction=correction,
        counts=slot.worth.counts * slot.row.max_mark if shows else 0.0,
        told=slot.answered.counts * slot.row.max_mark if correction else 0.0,
        confidence=slot.confidence,
        tries=len(slot.steps) if slot.behaviour.has_tries and slot.steps else None,
    )


def _veiled(said: widgets.Said, seen: Seen) -> widgets.Said:
    """Return what was said, without the key and the verdict of each line where they are kept."""
    given = said.given
    if Seen.VERDICT not in seen:
        given = tuple(replace(line, right=None) for line in given)
    return replace(said, given=given, key=said.key if Seen.KEY in seen else ())
