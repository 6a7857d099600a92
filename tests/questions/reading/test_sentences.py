from __future__ import annotations

import pytest

from questions.documents import Span
from questions.reading.sentences import sentence_spans

# Each line is a block; bars, which stand for spaces, part its sentences.
BLOCKS = """
He came.|She left.
Who?|Me!|Why…|Because.
Mr. Smith met Dr. Jones.|They spoke.
Mrs. E. B. White met Prof. Lee in St. Louis.|It rained.
J. Smith and the U.S. Senate met.
J.R.R. Tolkien wrote it.|He taught.
He lives in the U.S.|The house is old.
He lives in the U.S. Virgin Islands.
The U.K. Government agreed.|In the U.N. Security Council it failed.
It moved to Washington, D.C.|It grew there.
He met “Mr. Smith”.|It rained.
“Stop.”|He stopped.
(It ended.)|“So?” said he.
“It is over,” he said.|“Go home!”
The e.g. rule.|3.5 per cent fell.
Areas, incl. energy etc. and so on.
He took bread, salt, etc.|They left.
It ended in 1994.|In 1997 it began.
It cost $3.5 million, i.e. 2.1 per cent of 160.|That was much.
It is No. 8 on the list.|See Fig. 2 and p. 14.|He said no.|Then he left.
It opened (c. 1818) and closed (b. 1901, d. 1990).|That is all.
It happened on Jan. 5, 1990 and on Sept. 3.|The rest is known.
Acme Inc. was founded by Smith Jr. in 1990.|It sold Widget Co. Ltd. shares.
He worked for Acme Inc.|In 2010 he left.
As Lee et al. (2010) show, it grew.|The work of Lee et al.|It shrank.
It begins at 9 a.m. Monday.|It ends at 5 p.m.|The doors are shut.
It reports under Art. 12 of the Act, Sec. 3 and Ch. 4.|It cost Rs. 500.|He loved art.
She met Brig. Gen. Olaf Rowe, Maj. Poe, Cmdr. Lee and Adm. Holt.|They ate.
He met Pres. Holt, Mme. Curie and Insp. Bo.|Rowe v. Poe was heard.|Henry V.|He ruled.
It beat then-Sen. Holt and ex-Gov. Poe.|It rained.
They met at 6 p.m.|Minister Roe spoke.|It begins at 5 p.m. GMT.
The arts.|Next came a sec.|He left.
It left at 7 a.m.|Trains were late.|It came at 8 p.m. Eastern Time.
A. The theatre was built in 1902.|It burned down.
He paused ... and went on.|It was late.
Wait...|It came.
He waited… and waited.|Nothing came.
It broke off [...] and went on.|Next.
It grew.[1]|It fell. [2][3]|It rose.[4-6]
It grew.”[12]|He left.
?|Yes, it did.
1. Introduction|
2.1. On roads.|They are long.
(a) The first.|It is so.
II. The second.|It is so.
Él vino.|Ángel salió. él no.
Москва — столица.|Она большая. т. е. город.
北京是中国的首都。|1949年成立。
هل وصل؟|نعم وصل اليوم.
mr. He came.
What?!|Really.
It is done!”|She went.
""".strip().splitlines()


def found(text: str) -> list[str]:
    return [span.of(text) for span in sentence_spans(text, Span(0, len(text)))]


@pytest.mark.parametrize("block", BLOCKS)
def test_sentences_end_by_rule(block: str) -> None:
    sentences = [sentence for sentence in block.split("|") if sentence]
    assert found(" ".join(sentences)) == sentences


def test_lines_may_end_within_a_sentence_and_between_two() -> None:
    assert found("It broke off\nin the middle.\nNext line.") == [
        "It broke off\nin the middle.",
        "Next line.",
    ]


def test_chinese_needs_no_spaces() -> None:
    assert found("北京是中国的首都。1949年成立。") == ["北京是中国的首都。", "1949年成立。"]


def test_only_the_block_is_divided() -> None:
    text = "He came. She left. They stayed."
    assert [span.of(text) for span in sentence_spans(text, Span(9, 18))] == ["She left."]


def test_an_abbreviation_is_a_whole_word() -> None:
    assert found("x" * 40 + "mr. He came.") == ["x" * 40 + "mr.", "He came."]
