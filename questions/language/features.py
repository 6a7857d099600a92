"""What the entity tagger looks at: each word, its neighbours, and the rest of the document."""

from collections.abc import Iterator, Sequence

from questions.language.gazetteers import PAD, Description, DocumentView, Run, WordTables, normal

Rows = list[list[str]]


class Features:
    """Turns a document into the features of each of its tokens."""

    def __init__(self, lexicon: WordTables) -> None:
        self.lexicon = lexicon

    def of(self, view: DocumentView) -> list[Rows]:
        """Return the features of every token of every sentence of one document."""
        return [
            self._sentence(view, number) if view.sentences[number] else []
            for number in range(len(view.sentences))
        ]

    def _sentence(self, view: DocumentView, number: int) -> Rows:
        words, capital = view.sentences[number], view.capital[number]
        known = [PAD, PAD, *map(self.lexicon.of, words), PAD, PAD]
        shares = [-1, -1, *map(view.share, view.lower[number]), -1, -1]
        marks = self.lexicon.gazetteers.matches([normal(word) for word in words], capital)
        titled = sum(capital) * 5 // max(1, sum(word[:1].isalpha() for word in words))
        rows = []
        for place in range(len(words)):
            row = ["bias", f"t={titled}", *known[place + 2][1]]
            row += _around(known[place : place + 5], shares[place : place + 5])
            row += [f"g={mark}" for mark in marks[place]]
            row += _near_marks(marks, place)
            rows.append(row)
        self._add_runs(view, number, rows, marks)
        return rows

    def _add_runs(self, view: DocumentView, number: int, rows: Rows, marks: Rows) -> None:
        rows[0].append("first")
        for run in view.runs[number]:
            self._add_run(view, number, run, "r", rows, marks)
            for place in range(run.start, run.end):
                rows[place] += self._elsewhere(view, number, place)
        for run in view.cores[number]:
            self._add_run(view, number, run, "i", rows, marks)

    def _add_run(
        self, view: DocumentView, number: int, run: Run, tag: str, rows: Rows, marks: Rows
    ) -> None:
        common = [tag + value for value in self._run(view, number, run, marks)]
        for place in range(run.start, run.end):
            rows[place] += common
            rows[place].append(f"{tag}p{min(place - run.start, 3)},{min(run.end - place, 4)}")

    def _run(self, view: DocumentView, number: int, run: Run, marks: Rows) -> list[str]:
        lower = view.lower[number]
        before = lower[run.start - 1] if run.start else "|"
        after = lower[run.end] if run.end < len(lower) else "|"
        last, first = lower[run.end - 1], lower[run.start]
        found = [f"b={before}", f"a={after}", f"l={last}", f"f={first}"]
        found += [f"n={min(run.end - run.start, 6)}", f"c={self.lexicon.of(last)[0]}"]
        kinds = {mark for place in range(run.start, run.end) for mark in marks[place]}
        found += [f"k={kind}" for kind in sorted(kinds)]
        short = view.sentences[number][run.end + 1 : run.end + 2]
        if after == "(" and short and short[0] in view.acronyms:
            found.append("a=acronym")
        return found

    def _elsewhere(self, view: DocumentView, number: int, place: int) -> Iterator[str]:
        word = view.sentences[number][place]
        longest = view.longest[word]
        yield f"ol={min(len(longest), 4)}"
        if len(longest) > 1:
            yield f"of={longest[0].lower()}"
            yield f"oz={longest[-1].lower()}"
            yield f"oc={self.lexicon.of(longest[-1])[0]}"
            yield f"oi={longest.index(word) == len(longest) - 1}"
            for kind in self.lexicon.gazetteers.of(normal(longest[0])):
                yield f"og={kind}"
        if word in view.acronyms:
            yield "acronym"
            yield f"az={view.acronyms[word][-1].lower()}"
        for sentence, spot in view.places[word][:6]:
            if (sentence, spot) != (number, place):
                lower = view.lower[sentence]
                yield f"o-={lower[spot - 1] if spot else '|'}"
                yield f"o+={lower[spot + 1] if spot + 1 < len(lower) else '|'}"


def _around(known: Sequence[Description], shares: Sequence[int]) -> Iterator[str]:
    for offset in (0, 1, 3, 4):
        for value in known[offset][2]:
            yield f"{offset}{value}"
    word = [item[2][0] for item in known]
    group = [item[0] for item in known]
    yield f"b-{word[1]}{word[2]}"
    yield f"b+{word[2]}{word[3]}"
    yield f"c-{group[1]},{group[2]}"
    yield f"c+{group[2]},{group[3]}"
    yield f"cc{group[1]},{group[3]}"
    for offset in (1, 2, 3):
        yield f"h{offset}={shares[offset]}"


def _near_marks(marks: Rows, place: int) -> Iterator[str]:
    if place:
        for mark in marks[place - 1]:
            yield f"g-={mark}"
    if place + 1 < len(marks):
        for mark in marks[place + 1]:
            yield f"g+={mark}"
