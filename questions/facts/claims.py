"""What somebody says, and whose words a sentence is."""

from __future__ import annotations

from dataclasses import dataclass

from questions.language.words import Sentence, Word
from questions.question import Stance


@dataclass(frozen=True, slots=True)
class Claim:
    """Something somebody says: ``content`` is the clause said, ``verb`` how it is said.

    ``named`` is false for "many scholars"; ``is_quoted``: its words are the speaker's own.
    ``is_act``: ``content`` is no clause but what somebody does, "praised …" or "plans to …".
    ``selves`` are the places of "he" and "his" in it that mean the speaker.
    """

    sentence: Sentence
    speaker: str
    verb: Word
    content: tuple[Word, ...]
    stance: Stance
    named: bool = True
    is_quoted: bool = False
    is_act: bool = False
    selves: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Authorship:
    """Whose words a sentence is: the publisher's own when ``is_own``, else of ``claims``.

    Neither means that somebody's, but it cannot be told whose: nothing is to be asked then.
    What ``is_void`` is taken back by what stands around it. ``heard`` are verbs of saying with
    their speakers, ``None`` where it cannot be told who.
    """

    is_own: bool
    claims: tuple[Claim, ...] = ()
    is_void: bool = False
    heard: tuple[tuple[Word, str | None], ...] = ()
