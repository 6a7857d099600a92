from __future__ import annotations

import json
import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from questions.interchange import FORMATS, Problem
from questions.interchange.native import LARGEST
from questions.interchange.yaml_nodes import Loader, unquoted
from questions.interchange.yaml_reading import load_yaml
from questions.question import Question

GOOD = {"type": "flashcard", "stem": "Front", "interaction": {"kind": "recall", "back": "Back"}}


def problems_of(form: str, content: str | bytes) -> list[str]:
    reading = FORMATS[form].read(content if isinstance(content, bytes) else content.encode())
    return [str(problem) for problem in reading.problems]


def test_a_bad_line_is_named_and_the_others_are_read() -> None:
    lines = [json.dumps(GOOD), "", '{"type": ', json.dumps({**GOOD, "stem": ""}), json.dumps(GOOD)]
    reading = FORMATS["jsonl"].read("\n".join(lines).encode())
    assert len(reading.questions) == 2
    assert [problem.where for problem in reading.problems] == ["line 3", "line 4"]
    assert "stem" in reading.problems[1].message


def test_a_line_of_spaces_or_a_lone_return_is_blank() -> None:
    reading = FORMATS["jsonl"].read(f"{json.dumps(GOOD)}\r\n\r\n \t\n".encode())
    assert [question.stem for question in reading.questions] == ["Front"]
    assert reading.problems == ()


def test_a_bad_entry_is_named_and_the_others_are_read() -> None:
    entries = [GOOD, "only words", {**GOOD, "type": "riddle"}, GOOD]
    reading = FORMATS["yaml"].read(json.dumps(entries).encode())
    assert len(reading.questions) == 2
    assert [problem.where for problem in reading.problems] == ["question 2", "question 3"]
    assert reading.problems[0].message.startswith("Input should be")  # no place within it
    assert "riddle" in reading.problems[1].message


def test_yaml_that_is_none_is_reported_by_line() -> None:
    (problem,) = problems_of("yaml", "- type: flashcard\n  stem: [\n- x: }\n")
    assert problem.startswith("line 3: This is not YAML")


@pytest.mark.alone
def test_aliases_are_refused_before_they_grow() -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    started = time.perf_counter()
    (problem,) = problems_of("yaml", "\n".join(levels))
    assert problem == "line 2: Aliases (*name) are not read. Repeat it."
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    "content", ["!!python/object/apply:os.system [id]", "!!binary x", "? [1]\n: 2"]
)
def test_yaml_makes_nothing_but_plain_values(content: str) -> None:
    assert problems_of("yaml", content)


@pytest.mark.parametrize("form", ["jsonl", "yaml"])
def test_a_deep_nest_is_reported(form: str) -> None:
    assert problems_of(form, "[" * 20_000)


@pytest.mark.parametrize("form", ["jsonl", "yaml"])
def test_what_is_not_utf8_is_reported(form: str) -> None:
    (problem,) = problems_of(form, "Föhn".encode("latin-1"))
    assert problem == "The file is not UTF-8 (byte 1). Save it as UTF-8."


@pytest.mark.parametrize("form", ["jsonl", "yaml"])
def test_a_file_too_large_is_not_read(form: str) -> None:
    (problem,) = problems_of(form, b" " * (LARGEST + 1))
    assert problem == "The file is over 16 MB. Split it."


@pytest.mark.parametrize("form", ["jsonl", "yaml"])
def test_sixteen_megabytes_are_read(form: str) -> None:
    assert LARGEST == 16 * 1024 * 1024
    line = json.dumps(GOOD).encode()
    content = line if form == "jsonl" else b"[" + line + b"]"
    reading = FORMATS[form].read(content + b" " * (LARGEST - len(content)))
    assert [question.stem for question in reading.questions] == ["Front"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("a: &a 1\nb: *a", "line 2: Aliases (*name) are not read. Repeat it."),
        ("- x\n- !tag y", "line 2: Tags (!name) are not read. Leave it out."),
        ("a: 1\na: 2", "“a” is written twice, in lines 1 and 2. Leave one out."),
        ("- [", "line 2: This is not YAML: did not find expected node content"),
        ("a: {b: 1, c: 2}", None),
        ("", None),
    ],
)
def test_any_yaml_is_read_or_it_is_said_why_not(content: str, problem: str | None) -> None:
    found = load_yaml(content)
    assert (str(found) if isinstance(found, Problem) else None) == problem
    assert problem or found == ({"a": {"b": 1, "c": 2}} if content else None)


PLAIN = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.dates(), st.text()
)
NESTED = st.recursive(
    PLAIN, lambda part: st.lists(part) | st.dictionaries(st.text() | st.integers(), part)
)
ODD = [
    *("<<: {a: 1}\nb: 2", "a: =", "=: 3", "? [a]\n: 1", "? {a: 1}\n: b", "a: 1\n---\nb: 2"),
    f"- {':'.join('1' * 200)}.5",
    *("---\n...", "# x", "x: 2020-99-99", "1: a\n1.0: b\ntrue: c\n~: d", "- 0b12\n- 0o7\n- 1:30"),
    *("- ~\n-\n- y\n- No\n- .inf\n- 1_000", "- &a b", "- >\n  a\n  b\n- |+\n  c\n", "\t- a", "- -"),
]


def spelt_by_the_library(text: str) -> object:
    try:
        return yaml.load(text, Loader)
    except (yaml.YAMLError, ValueError) as error:
        return f"This is not YAML: {getattr(error, 'problem', None) or error}"


@given(NESTED)
def test_plain_values_are_read_as_the_library_reads_them(value: object) -> None:
    for style in (False, True, None):
        text = yaml.safe_dump(value, default_flow_style=style, allow_unicode=True)
        assert load_yaml(text) == spelt_by_the_library(text)


@pytest.mark.parametrize("text", ODD)
def test_odd_yaml_is_read_as_the_library_reads_it(text: str) -> None:
    found = load_yaml(text)
    told = found.message if isinstance(found, Problem) else found
    assert told == spelt_by_the_library(text)


def test_a_list_is_found_by_its_name() -> None:
    entry = json.dumps(GOOD)
    reading = FORMATS["yaml"].read(f"title: Mine\nquestions: [{entry}]\nend: x".encode())
    assert reading.problems == ()
    assert [question.stem for question in reading.questions] == ["Front"]


def test_lines_have_96_characters() -> None:
    words = Question.model_validate({**GOOD, "stem": "a " * 100 + "b"})
    lines = FORMATS["yaml"].write([words]).content.decode().splitlines()
    assert max(map(len, lines)) == 97  # broken at the first space from there on


@pytest.mark.parametrize("shown", ["🙂", "中文", "a\\U0001f642"])
def test_yaml_is_written_as_it_is_read(shown: str) -> None:
    asked = Question.model_validate({**GOOD, "stem": f"Who is {shown}?"})
    written = FORMATS["yaml"].write([asked]).content
    assert f"stem: Who is {shown}?" in written.decode()
    assert FORMATS["yaml"].read(written).questions == (asked,)


def test_a_list_is_needed() -> None:
    assert problems_of("yaml", "title: Nothing asked") == [
        "There is no list of questions in the file."
    ]


def test_a_problem_says_where_when_it_knows() -> None:
    assert str(Problem("line 3", "Why")) == "line 3: Why"
    assert str(Problem("", "Why")) == "Why"


def test_yaml_nested_beyond_need_is_refused() -> None:
    assert problems_of("yaml", "[" * 100 + "]" * 100) != ["line 1: This is nested too deeply."]
    assert problems_of("yaml", "[" * 101 + "]" * 101) == ["line 1: This is nested too deeply."]


@pytest.mark.parametrize("error", [KeyError("x"), IndexError("x"), AttributeError("x")])
def test_what_the_reader_stumbles_over_is_reported(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def stumble(*_given: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr("questions.interchange.yaml_reading.yaml.parse", stumble)
    (problem,) = problems_of("yaml", "[]")
    assert "This is not YAML" in problem


DOUBLED = """\
- type: flashcard
  stem: First
  interaction: {kind: recall, back: Back}
  stem: Second
- type: flashcard
  stem: Other
  interaction:
    kind: recall
    back: One
    "back": Two
- {type: flashcard, stem: Sound, interaction: {kind: recall, back: Back}}
"""


def test_a_key_written_twice_is_reported_with_both_lines() -> None:
    reading = FORMATS["yaml"].read(DOUBLED.encode())
    assert [str(problem) for problem in reading.problems] == [
        "question 1: “stem” is written twice, in lines 2 and 4. Leave one out.",
        "question 2: “back” is written twice, in lines 9 and 10. Leave one out.",
    ]
    assert [question.stem for question in reading.questions] == ["Sound"]


def test_two_lists_of_questions_are_reported() -> None:
    (problem,) = problems_of("yaml", "questions:\n- a\nquestions:\n- b\n")
    assert problem == "“questions” is written twice, in lines 1 and 3. Leave one out."


def test_a_key_written_twice_in_json_is_reported() -> None:
    line = json.dumps(GOOD)
    doubled = line.replace('"back": "Back"', '"back": "One", "back": "Two"')
    reading = FORMATS["jsonl"].read(f"{line}\n{doubled}\n".encode())
    assert [str(problem) for problem in reading.problems] == [
        "line 2: “back” is written twice in this line. Leave one out."
    ]
    assert len(reading.questions) == 1


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("no", "yes or no"),
        ("Yes", "yes or no"),
        ("off", "yes or no"),
        ("1992", "a number"),
        ("-3.5", "a number"),
        ("12:30", "a number"),
        ("007", "a number"),
        ("1_000", "a number"),
        ("2023-01-20", "a date"),
        ("2023-01-20 10:00:00", "a date"),
        ("null", "nothing"),
        ("~", "nothing"),
    ],
)
def test_what_yaml_reads_as_no_text_is_to_be_quoted(written: str, read_as: str) -> None:
    entry = f"""\
- type: multiple_choice
  stem: Which?
  interaction:
    kind: choice
    options:
    - {{text: {written}, fraction: 1}}
    - {{text: other, fraction: 0}}
"""
    (problem,) = problems_of("yaml", entry)
    assert problem == (
        "question 1: interaction → choice → options → 0 → text: "
        f'Put quotes around it: "{written}" (line 6). '
        f"Without them YAML reads {read_as}, not text."
    )


@pytest.mark.parametrize(
    "field", ["stem: no", "explanation: 1992", "id: 2023", "tags: [2023]", "type: no"]
)
def test_every_text_without_its_quotes_is_named_once(field: str) -> None:
    key = field.partition(":")[0]
    spelt = {key: "x"} | {"type": "flashcard", "stem": "Front"}
    lines = [f"{name}: {text}" for name, text in spelt.items() if name != key]
    lines += [field, "interaction: {kind: recall, back: Back}"]
    (problem,) = problems_of("yaml", "- " + "\n  ".join(lines))
    assert "Put quotes around it" in problem


def test_pairs_without_quotes_have_no_untrue_second_message() -> None:
    entry = "- {type: matching, stem: m, interaction: {kind: match, pairs: [[a, 1992], [b, c]]}}"
    (problem,) = problems_of("yaml", entry)
    assert "pairs → 0 → 1: Put quotes around it" in problem


def test_a_place_that_the_list_does_not_have_is_passed_over() -> None:
    node = yaml.compose("[no]")
    assert node is not None
    assert unquoted(node, [0]) is not None
    assert unquoted(node, [1]) is None


def test_a_name_where_the_file_has_a_list_is_passed_over() -> None:
    node = yaml.compose("[no]")
    assert node is not None
    assert unquoted(node, ["no"]) is None
    assert unquoted(node, ["no", 0]) is not None


def test_what_is_left_empty_is_not_to_be_quoted() -> None:
    entry = "- {type: flashcard, stem: , interaction: {kind: recall, back: Back}}"
    assert problems_of("yaml", entry) == ["question 1: stem: Input should be a valid string"]


@pytest.mark.parametrize("written", ['"no"', "'no'", "|\n  no", ">\n  no"])
def test_what_is_quoted_or_set_apart_is_text(written: str) -> None:
    entry = f"- stem: {written}\n  type: flashcard\n  interaction: {{kind: recall, back: 'no'}}"
    (question,) = FORMATS["yaml"].read(entry.replace("  no", "    no").encode()).questions
    assert question.stem.strip() == "no"


def test_a_list_that_is_really_too_short_is_still_reported() -> None:
    entry = "- {type: matching, stem: m, interaction: {kind: match, pairs: [[a, b]]}}"
    (problem,) = problems_of("yaml", entry)
    assert "at least 2" in problem


@pytest.mark.parametrize("written", ["2023-13-45", "0b_", "0x_", "-0b_", "0o17", "1.2.3"])
def test_what_only_looks_like_a_date_or_a_number_is_text(written: str) -> None:
    entry = f"- {{type: flashcard, stem: {written}, interaction: {{kind: recall, back: Back}}}}"
    (question,) = FORMATS["yaml"].read(entry.encode()).questions
    assert question.stem == written


def test_an_entry_that_makes_no_values_is_reported_by_itself() -> None:
    sound = "{type: flashcard, stem: Sound, interaction: {kind: recall, back: Back}}"
    reading = FORMATS["yaml"].read(f"- {{[1]: 2}}\n- {sound}\n".encode())
    assert [problem.where for problem in reading.problems] == ["question 1"]
    assert "This is not YAML" in reading.problems[0].message
    assert len(reading.questions) == 1


def test_problems_say_where_they_stand_among_the_questions() -> None:
    good, bad = json.dumps(GOOD), json.dumps({**GOOD, "stem": ""})
    reading = FORMATS["jsonl"].read("\n".join([good, bad, good, good, bad]).encode())
    assert [(each.place, each.is_read) for each in reading.problems] == [(1, False), (3, False)]
    assert reading.problems[0].spelt == {**GOOD, "stem": ""}


def test_what_a_question_lost_is_said_of_it() -> None:
    item = "<question type='truefalse'><questiontext><text>{}</text></questiontext>{}</question>"
    key = "<answer fraction='100'><text>true</text></answer>"
    key += "<answer fraction='0'><text>false</text></answer>"
    film = '&lt;p&gt;B? &lt;video src="a.mp4"&gt;&lt;/video&gt;&lt;/p&gt;'
    items = item.format("A?", key) + item.format("What?", "") + item.format(film, key)
    reading = FORMATS["moodle"].read(f"<quiz>{items}</quiz>".encode())
    assert len(reading.questions) == 2
    assert [(each.place, each.is_read) for each in reading.problems] == [(1, False), (1, True)]
    spelt = reading.problems[0].spelt
    assert spelt is not None and spelt["stem"] == "What?"


def test_what_could_be_made_out_of_a_question_is_kept() -> None:
    answer = "<answer fraction='100'><text>Lyon</text></answer>"
    item = (
        "<question type='multichoice'><questiontext><text>Which?</text></questiontext>{}</question>"
    )
    moodle = FORMATS["moodle"].read(f"<quiz>{item.format(answer)}</quiz>".encode())
    blackboard = FORMATS["blackboard"].read(b"MC\tWhich?\tLyon\tcorrect")
    for reading in (moodle, blackboard):
        (spelt,) = (each.spelt for each in reading.problems if each.spelt)
        assert spelt["interaction"]["options"][0]["text"] == "Lyon"


def test_of_what_qti_asks_otherwise_the_words_alone_are_kept() -> None:
    body = "<itemBody><p>Why?</p><extendedTextInteraction responseIdentifier='R'/></itemBody>"
    key = "<responseDeclaration identifier='R'><correctResponse><value>A</value></correctResponse>"
    old = "<itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>question_type</fieldlabel>"
    old += "<fieldentry>essay_question</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>"
    old += "<presentation><material><mattext texttype='text/html'>&lt;p&gt;Why?&lt;/p&gt;</mattext>"
    for item in (
        f"<assessmentItem>{key}</responseDeclaration>{body}</assessmentItem>",
        f"<questestinterop><item>{old}</material></presentation></item></questestinterop>",
    ):
        (problem,) = FORMATS["qti"].read(item.encode()).problems
        assert problem.spelt == {"stem": "Why?"}
