from __future__ import annotations

import ast
import re
import subprocess
import sysconfig
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from questions.lengths import ENTRY

ROOT = Path(__file__).parents[1]
TOP = {
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Makefile",
    "LICENSE",
    "SECURITY.md",
    "pyproject.toml",
    "questions",
    "seeds",
    "tests",
    "webapp",
}
MEANINGLESS = {"utils", "util", "helpers", "manager", "managers", "data", "misc", "common"}
LONGEST = 300
SOURCES = [
    file
    for package in ("questions", "webapp")
    for file in sorted((ROOT / package).rglob("*.py"))
    if "versions" not in file.parts
]


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def test_imports_run_one_way() -> None:
    # Not in this process: it would switch off the loggers of the tests that follow.
    linted = subprocess.run(
        [Path(sysconfig.get_path("scripts")) / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_nothing_else_lies_at_the_top() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    entries = {Path(line.strip('"')).parts[0] for line in listed.stdout.splitlines()}
    assert {entry for entry in entries if not entry.startswith(".")} <= TOP


@pytest.mark.parametrize("file", SOURCES, ids=name)
def test_a_file_is_short_and_named_for_something(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST
    assert not MEANINGLESS & {file.stem, *file.relative_to(ROOT).parts}


@pytest.mark.parametrize("file", SOURCES, ids=name)
def test_every_public_name_says_what_it_is(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "the module"
    assert [node.name for node in public(tree) if not ast.get_docstring(node)] == []


def public(
    tree: ast.Module | ast.ClassDef,
) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Yield what a module or class offers by name, and what its public classes do."""
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if node.name.startswith("_"):
            continue
        yield node
        if isinstance(node, ast.ClassDef):
            yield from public(node)


SERVICES = sorted((ROOT / "webapp/services").rglob("*.py"))
# How a row is changed: through the session, or by a statement.
WRITES = {"writing", "insert", "update", "delete", "add", "add_all", "merge", "commit", "flush"}


def called(tree: ast.Module) -> set[str]:
    """Collect what is called by name, or as a method of a session or of a statement."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                names.add(node.func.id)
            elif isinstance(node.func, ast.Attribute):
                owner = node.func.value
                if "session" in ast.unparse(owner).casefold() or "database" in ast.unparse(owner):
                    names.add(node.func.attr)
    return names


@pytest.mark.parametrize("file", SERVICES, ids=name)
def test_what_is_a_query_only_reads(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    writes = called(tree) & WRITES or sets_a_column(tree)
    if file.parent.name == "queries":
        assert not writes
        assert not [name for name in imported(tree) if name == "webapp.db.writing"]
    elif "select" in called(tree):
        assert writes or others_that_write(tree), "it only reads: a query"


def sets_a_column(tree: ast.Module) -> bool:
    """Whether it gives an attribute of something else than itself a value, as of a row."""
    assignments = (ast.Assign, ast.AnnAssign, ast.AugAssign)
    return any(
        isinstance(part, ast.Attribute)
        and isinstance(part.ctx, ast.Store)
        and not (isinstance(part.value, ast.Name) and part.value.id == "self")
        for node in ast.walk(tree)
        if isinstance(node, assignments)
        for part in ast.walk(node)
    )


def others_that_write(tree: ast.Module) -> bool:
    """Whether it uses another service that is no query, and so may change something through it."""
    return any(
        full.startswith("webapp.services.") and full.count(".") > 3 and ".queries." not in full
        for full in imported(tree)
    )


def imported(tree: ast.Module) -> set[str]:
    """Collect the full names of what is imported from modules."""
    return {
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


APPLICATION = [file for file in SOURCES if "webapp" in file.relative_to(ROOT).parts]


@pytest.mark.parametrize("file", APPLICATION, ids=name)
def test_no_class_of_ours_goes_by_another_name(file: Path) -> None:
    """Where a model and a class of the library have one name, ``models`` is imported whole."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    renamed = [
        alias.asname
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith(("questions", "webapp"))
        for alias in node.names
        if alias.asname and alias.name[0].isupper() and not alias.name.isupper()
    ]
    assert renamed == []


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    """Yield the calls of what goes by one of the names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in names:
            yield node


def is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int)


MODELS = sorted((ROOT / "webapp/models").glob("*.py"))
FORMS = sorted((ROOT / "webapp/forms").rglob("*.py"))


def test_how_long_a_text_may_be_is_said_once() -> None:
    """In ``questions/lengths.py`` and ``webapp/models/lengths.py``; forms and tables use these."""
    columns = [column for file in MODELS for column in columns_of_text(file)]
    filled = {field for file in FORMS for field in fields_of(file)}
    named = Counter(column for column, _number in columns)
    assert [
        column for column, number in columns if number and (named[column] > 1 or column in filled)
    ] == []


def columns_of_text(file: Path) -> Iterator[tuple[str, bool]]:
    """Yield each column of text in a file, and whether its length is a bare number."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.AnnAssign) and node.value:
            for call in calls(node.value, "String"):
                yield ast.unparse(node.target), is_number(call.args[0])


def fields_of(file: Path) -> Iterator[str]:
    """Yield the names of the fields of text that the forms in a file have."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            for line in node.body:
                if isinstance(line, ast.Assign) and isinstance(line.value, ast.Call):
                    if ast.unparse(line.value.func).endswith(("StringField", "AreaField")):
                        yield ast.unparse(line.targets[0])


@pytest.mark.parametrize("file", [*FORMS, *sorted((ROOT / "questions").rglob("*.py"))], ids=name)
def test_no_limit_of_a_field_is_a_bare_number(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    lengths = [given for call in calls(tree, "Length", "at_most") for given in call.args]
    lengths += [given for call in calls(tree, "lines") for given in call.args[1:]]
    named = {"max", "max_length", "max_entries", "maxlength"}
    lengths += [
        given.value
        for call in calls(tree, "Length", "Field", "FieldList")
        for given in call.keywords
        if given.arg in named
    ]
    assert [given for given in lengths if is_number(given)] == []


def test_templates_leave_lengths_to_the_forms() -> None:
    """Only the line to type in, which is no form's, says its own: what a response may have."""
    found = {
        (name(file), int(number))
        for file in sorted((ROOT / "webapp/templates").rglob("*.html"))
        for number in re.findall(r"maxlength=.?(\d+)", file.read_text(encoding="utf-8"))
    }
    assert found == {("webapp/templates/widgets/text_entry.html", ENTRY)}


@pytest.mark.parametrize("file", SOURCES, ids=name)
def test_slugs_are_made_in_one_place(file: Path) -> None:
    makes = "[^a-z0-9]" in file.read_text(encoding="utf-8")
    assert makes == (name(file) == "questions/slugs.py")


def test_a_class_of_the_application_has_a_name_of_its_own() -> None:
    """Each word means one thing in all of it."""
    found = Counter(
        node.name
        for file in APPLICATION
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    )
    assert [word for word, times in found.items() if times > 1] == []


@pytest.mark.parametrize("file", APPLICATION, ids=name)
def test_spans_of_time_are_read_and_rounded_in_one_place(file: Path) -> None:
    """Moments become numbers in ``clock.py``, minutes are rounded up in ``intervals.py``."""
    text = file.read_text(encoding="utf-8")
    if name(file) not in {"webapp/clock.py", "webapp/services/people/authenticators.py"}:
        assert ".timestamp()" not in text and "1970, 1, 1" not in text
    if name(file) not in {"webapp/learning/intervals.py", "webapp/wording.py"}:
        assert not re.search(r"/ ?60\b", text)


MEASURED = [
    file
    for file in SOURCES
    if name(file).startswith(
        (
            "questions/facts",
            "questions/asking",
            "questions/checks",
            "questions/distractors",
            "questions/ranking",
            "questions/typed_answers",
            "webapp/learning",
        )
    )
]


@pytest.mark.parametrize("file", MEASURED, ids=name)
def test_a_number_says_where_it_comes_from(file: Path) -> None:
    """Behind it, or above the run of constants it stands in."""
    lines = file.read_text(encoding="utf-8").splitlines()
    constants = [
        at for at, line in enumerate(lines) if re.match(r"_?[A-Z][A-Z_]* = -?[\d.]+", line)
    ]
    assert [lines[at] for at in constants if not is_explained(lines, at)] == []


def is_explained(lines: list[str], at: int) -> bool:
    while re.match(r"_?[A-Z][A-Z_]* = ", lines[at]):
        if "#" in lines[at]:
            return True
        at -= 1
    return lines[at].startswith("#")
