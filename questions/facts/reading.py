"""Everything a document states, read once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from questions.documents import Document, PassageKind
from questions.facts.claims import Claim
from questions.facts.clauses import Clause, clauses
from questions.facts.dangling import dangling, is_answered, is_of_something
from questions.facts.framing import framed
from questions.facts.headlines import headline
from questions.facts.moments import Moment, moments
from questions.facts.naming import Names, with_long_forms
from questions.facts.quoting import with_quotations
from questions.facts.reality import is_denied, is_stated
from questions.facts.references import resolve
from questions.facts.selves import with_selves
from questions.facts.speech import listen
from questions.facts.standing import Standing
from questions.facts.things import Things
from questions.facts.tidying import tidied
from questions.folding import fold
from questions.language.cleaning import Cleaning
from questions.language.lexicon.things import SPOKEN_OF
from questions.language.pipeline import STEPS, Pipeline
from questions.language.words import Sentence, Word
from questions.question import Stance
from questions.stages import Stage, Tell, tell_nobody

# Plain choices: so often must a document have a noun to keep speaking of it, or to be about it.
_KEEPS_SPEAKING = 5
_IS_ABOUT = 6
_STEM = 4  # letters
_SEEN_ALL_THE_TIME = {PassageKind.TITLE, PassageKind.HEADING, PassageKind.DATELINE}


@dataclass(frozen=True)
class Facts:
    """What is asserted in the publisher's own voice, what is claimed, and who is named.

    ``clauses`` say what is so, and ``denied`` what is not; what is only imagined is in neither.
    ``places`` says in which of ``sentences`` each word's stem stands; ``void`` are the numbers of
    sentences that the document takes back.
    """

    document: Document
    slug: str
    sentences: list[Sentence]
    names: Names
    asserted: list[Sentence]
    clauses: list[Clause]
    denied: list[Clause]
    claims: list[Claim]
    moments: dict[int, list[Moment]]
    nouns: Counter[str]
    firsts: dict[str, int]
    order: dict[int, int]
    places: dict[str, list[int]]
    void: frozenset[int]
    headings: str
    things: Things
    standing: Standing

    @cached_property
    def voices(self) -> dict[int, tuple[Stance, str | None]]:
        """Return by number whose words the sentences are, where that can be told of all of one.

        The publisher's own have no speaker; what several claim, or somebody without a name, is
        left out.
        """
        said: dict[int, list[Claim]] = {}
        for claim in self.claims:
            said.setdefault(claim.sentence.passage.number, []).append(claim)
        found: dict[int, tuple[Stance, str | None]] = dict.fromkeys(
            self.own, (Stance.ASSERTED, None)
        )
        for number, claims in said.items():
            speakers = {claim.speaker for claim in claims}
            if len(speakers) == 1 and all(claim.named for claim in claims):
                is_denied = any(claim.stance is Stance.DENIED for claim in claims)
                found[number] = (Stance.DENIED if is_denied else Stance.CLAIMED, speakers.pop())
        return found

    def known(self, sentence: Sentence) -> set[str]:
        """Return the nouns that need no more than "the" in ``sentence``.

        The title has them, the document keeps speaking of them, or speaks of them by the way, or
        has not spoken of them before: then it is one that is known without it ("the skin").
        """
        return {
            noun.lower for noun in sentence.words if noun.is_noun and self._is_known(sentence, noun)
        }

    def _is_known(self, sentence: Sentence, noun: Word) -> bool:
        word = noun.lower
        subject = noun.relation.startswith("nsubj")
        if fold(word) in self.title_words:
            return True
        if self.nouns[word] >= _KEEPS_SPEAKING:
            return self.nouns[word] >= _IS_ABOUT or not (subject and word in SPOKEN_OF)
        if word in SPOKEN_OF or subject:
            return False
        first = self.firsts.get(word) == sentence.passage.number
        aside = noun.relation in {"nmod", "obl"}
        return first or aside

    def before(self, sentence: Sentence) -> Sentence | None:
        """Return the sentence before in the same paragraph."""
        place = self.order.get(sentence.passage.number, 0)
        found = self.sentences[place - 1] if place else None
        same = found is not None and found.passage.paragraph == sentence.passage.paragraph
        return found if same else None

    def is_asserted(self, sentence: Sentence) -> bool:
        """Return whether a sentence is the publisher's own."""
        return sentence.passage.number in self.own

    def title(self) -> str:
        """Return the document's headings and dateline, which a learner sees all the time."""
        return self.headings

    @cached_property
    def cleaning(self) -> Cleaning:
        """What of the document is not read: unseen signs, words broken at line ends, notes."""
        return Cleaning(self.document.text)

    @cached_property
    def title_words(self) -> frozenset[str]:
        """The words of the title, normalised."""
        return frozenset(fold(self.title()).split())

    @cached_property
    def own(self) -> frozenset[int]:
        """The numbers of the sentences in the publisher's own voice."""
        return frozenset(sentence.passage.number for sentence in self.asserted)

    def is_common(self, name: str) -> bool:
        """Return whether a single word is also used as a common noun: "the church"."""
        return name.lower() in self.nouns

    def years(self) -> list[int]:
        """Return every year that says when something happened, in order, once each."""
        return sorted({moment.year for found in self.moments.values() for moment in found})


def unsaid(
    sentence: Sentence,
    words: Sequence[Word],
    facts: Facts,
    lead: Sequence[Sentence] = (),
    *,
    person: bool = False,
) -> str | None:
    """Return what of ``words`` points at something that neither they nor ``lead`` say."""
    for word in dangling(sentence, words, person=person, known=facts.known(sentence)):
        if not lead or not is_answered(lead, word):
            return word.text
    return None


def read_facts(
    document: Document, slug: str, pipeline: Pipeline, tell: Tell = tell_nobody
) -> Facts:
    """Return what ``document`` states; citations name it ``slug``."""
    sentences = [with_long_forms(sentence) for sentence in pipeline.read(document, tell)]
    tell(Stage.FIND, 1, STEPS)
    names = Names(sentences)
    voices = framed(
        document, sentences, names, with_quotations(sentences, listen(sentences, names))
    )
    own = frozenset(
        sentence.passage.number
        for sentence, voice in zip(sentences, voices, strict=True)
        if voice.is_own
    )
    tell(Stage.FIND, 2, STEPS)
    headings = headings_of(document, headline(document, sentences))
    tidy = [tidied(sentence) for sentence in sentences]
    sentences = resolve(tidy, names, headings, own)
    asserted = [sentence for sentence, voice in zip(sentences, voices, strict=True) if voice.is_own]
    title = f" {fold(headings)} "
    asserted = [
        sentence
        for sentence in asserted
        if not _is_ambiguous(sentence, names, title) and not is_of_something(sentence)
    ]
    told = [clause for sentence in asserted for clause in clauses(sentence)]
    claims = [
        with_selves(_with_names(claim, sentence), before, names)
        for voice, sentence, before in zip(voices, sentences, [None, *tidy], strict=False)
        for claim in voice.claims
    ]
    return Facts(
        document=document,
        slug=slug,
        headings=headings,
        things=Things(sentences),
        standing=Standing(sentences, names, claims, told),
        sentences=sentences,
        names=names,
        asserted=asserted,
        clauses=[clause for clause in told if is_stated(clause.sentence, clause.head)],
        denied=[clause for clause in told if is_denied(clause.sentence, clause.head)],
        claims=claims,
        order={sentence.passage.number: place for place, sentence in enumerate(sentences)},
        firsts=_firsts(sentences),
        places=_places(sentences),
        void=frozenset(
            sentence.passage.number
            for sentence, voice in zip(sentences, voices, strict=True)
            if voice.is_void
        ),
        nouns=Counter(
            word.text
            for sentence in sentences
            for word in sentence.words
            if word.tag in {"NN", "NNS"} and word.text.islower()
        ),
        moments={sentence.passage.number: moments(sentence) for sentence in sentences},
    )


def _is_ambiguous(sentence: Sentence, names: Names, title: str) -> bool:
    """Return whether a sentence names somebody by a surname that several of the people have.

    Whom the title names is meant where nothing else is said.
    """
    return any(
        name.end - name.start == 1
        and names.is_ambiguous(text := sentence.spelt(name))
        and f" {fold(text)} " not in title
        for name in sentence.names
    )


def headings_of(document: Document, top: Sentence | None = None) -> str:
    """Return what a learner sees all the time, or the headline that stands in its place."""
    return " ".join(
        passage.span.of(document.text)
        for passage in document.passages
        if passage.kind in _SEEN_ALL_THE_TIME or (top and passage.number == top.passage.number)
    )


def _with_names(claim: Claim, sentence: Sentence) -> Claim:
    """Return the claim in the words of ``sentence``, where names stand for pronouns."""
    content = tuple(sentence.words[word.index] for word in claim.content)
    verb = sentence.words[claim.verb.index]
    return replace(claim, sentence=sentence, verb=verb, content=content)


def _firsts(sentences: list[Sentence]) -> dict[str, int]:
    """Map each noun to the number of the first sentence that has it."""
    firsts: dict[str, int] = {}
    for sentence in sentences:
        for word in sentence.words:
            if word.is_noun:
                firsts.setdefault(word.lower, sentence.passage.number)
    return firsts


def _places(sentences: list[Sentence]) -> dict[str, list[int]]:
    """Map the stem of each word to the sentences that have it, by their place in the list."""
    places: dict[str, list[int]] = {}
    for place, sentence in enumerate(sentences):
        for text in {part for word in sentence.words for part in stems(word.text)}:
            places.setdefault(text, []).append(place)
    return places


@lru_cache(maxsize=16_384)  # a text has each of its words looked up a hundred times
def stems(text: str) -> tuple[str, ...]:
    """Return the beginnings of the words of ``text``: the same for "join" and "joined"."""
    return tuple(word[:_STEM] for word in fold(text).split())
