"""The recipes of CONTRIBUTING.md, on a copy of the code: they take no more than they say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

TYPE = '''"""Spelling: type a word exactly."""

from questions.interactions import TextEntry
from questions.types.question_type import QuestionType

SPELLING = QuestionType("spelling", TextEntry)
'''
USE_TYPE = """
from questions.interchange import FORMATS
from questions.question import Question, Status
from webapp.services.teaching.exchange import import_questions

page = signed_in("instructor@example.org").get("/teach/caucasus/questions/new?type=spelling").text
assert 'value="spelling"' in page and "Spell it" in page
asked = Question.model_validate({
    "id": "spelt", "type": "spelling", "stem": "How is the capital spelt?",
    "interaction": {"kind": "text_entry", "answers": [{"text": "Baku"}], "typos": False},
})
for form in FORMATS.values():
    writing = form.write([asked])
    assert writing.problems or form.read(writing.content).questions == (asked,), form.name
"""

FORMAT = '''"""One stem a line, with its answer behind a bar."""

from questions.interactions import Answer, TextEntry
from questions.interchange.format import Problem, Reading, Writing
from questions.question import Question


class Bars:
    """Lines with bars."""

    name = "bars"
    suffixes = (".bars",)

    def read(self, content):
        """Read a question from every line."""
        lines = [line.partition("|") for line in content.decode().splitlines()]
        return Reading(tuple(
            Question(type="short_answer", stem=stem,
                     interaction=TextEntry(answers=(Answer(text=key),)))
            for stem, _bar, key in lines
        ), ())

    def write(self, questions):
        """Write a line a question."""
        lines = [f"{q.stem}|{q.interaction.key()[0]}" for q in questions]
        return Writing("\\n".join(lines).encode(), ())
'''
USE_FORMAT = """
import subprocess
from pathlib import Path

Path("a.bars").write_text("What is the capital?|Baku")
subprocess.run([sys.executable, "-c", "from webapp.cli import main; main()",
                "convert", "a.bars", "b.jsonl"], check=True)
assert '"stem": "What is the capital?"' in Path("b.jsonl").read_text()
"""

SETTINGS_ROW = (
    '{{ row(form.new_per_day, _("New cards a day"), '
    '_("More new cards today mean more reviews in the weeks to come.")) }}\n'
)
MIGRATION = '''"""A nickname."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade():
    """Apply."""
    with op.batch_alter_table("users") as table:
        table.add_column(sa.Column("nickname", sa.String(40), nullable=False, server_default=""))
'''
USE_FIELD = """
client = signed_in("learner@example.org")
assert "What friends call you" in client.get("/settings").text
assert submit(client, "/settings", "/settings", nickname="Lee").status_code == 302
assert 'value="Lee"' in client.get("/settings").text
"""

BEGINNING = """
import sys
from pathlib import Path
from tests.conftest import make_app, migrate, settle
from tests.webapp.browsing import sign_in, submit
from tests.webapp.worlds import PASSWORD

app = make_app(Path("data"), "sqlite:///" + str(Path("data/a.db").absolute()))
migrate(app)
settle(app)
context = app.app_context()
context.push()

def signed_in(email):
    client = app.test_client()
    assert sign_in(client, email, PASSWORD).status_code == 302
    return client
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of both packages to build on; what is large and stays is linked."""
    weights = ROOT / "questions/language/weights"
    for package in ("questions", "webapp"):
        shutil.copytree(
            ROOT / package,
            tmp_path / package,
            ignore=shutil.ignore_patterns("__pycache__", "weights"),
        )
    (tmp_path / "questions/language/weights").symlink_to(weights)
    (tmp_path / "questions/bank/seeds").unlink(missing_ok=True)
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    (tmp_path / "data").mkdir(mode=0o700)
    return tmp_path


def change(house: Path, file: str, *pairs: tuple[str, str]) -> None:
    """Put the second of each pair after the first, which is there."""
    text = (house / file).read_text(encoding="utf-8")
    for before, added in pairs:
        assert before in text, (file, before)
        text = text.replace(before, before + added, 1)
    (house / file).write_text(text, encoding="utf-8")


def run(house: Path, use: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BEGINNING + use],
        cwd=house,
        env={
            **os.environ,
            "PYTHONPATH": f"{house}{os.pathsep}{ROOT}",
            "COVERAGE_PROCESS_START": "",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_question_type_is_a_file_and_two_lines(house: Path) -> None:
    (house / "questions/types/spelling.py").write_text(TYPE, encoding="utf-8")
    change(
        house,
        "questions/types/__init__.py",
        (
            "from questions.types.short_answer import SHORT_ANSWER\n",
            "from questions.types.spelling import SPELLING\n",
        ),
        ("        FLASHCARD,\n", "        SPELLING,\n"),
    )
    change(
        house,
        "webapp/forms/teaching/kinds.py",
        ("KINDS: dict[str, Kind] = {\n", '    "spelling": Kind(_l("Spell it"), "words"),\n'),
    )
    run(house, USE_TYPE)


def test_a_format_is_a_file_and_a_line(house: Path) -> None:
    (house / "questions/interchange/bars.py").write_text(FORMAT, encoding="utf-8")
    file = house / "questions/interchange/__init__.py"
    change(
        house,
        "questions/interchange/__init__.py",
        ("from pathlib import PurePath\n", "\nfrom questions.interchange.bars import Bars\n"),
    )
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("(JsonLines(), ", "(Bars(), JsonLines(), "))
    run(house, USE_FORMAT)


def test_a_settings_field_is_a_column_and_its_places(house: Path) -> None:
    versions = house / "webapp/migrations/versions"
    texts = "\n".join(file.read_text(encoding="utf-8") for file in versions.glob("[0-9]*.py"))
    made, upon = (
        set(re.findall(rf'^{name} = "(\w+)"', texts, re.MULTILINE))
        for name in ("revision", "down_revision")
    )
    (head,) = made - upon
    (versions / "9999_nickname.py").write_text(MIGRATION.format(head=head), encoding="utf-8")
    column = (
        '    nickname: Mapped[str] = mapped_column(String(40), default="", server_default="")\n'
    )
    change(
        house,
        "webapp/models/people.py",
        ("    single_keys: Mapped[bool] = mapped_column(default=True)\n", column),
    )
    change(
        house,
        "webapp/services/people/settings.py",
        ("    single_keys: bool\n", "    nickname: str\n"),
    )
    change(
        house,
        "webapp/forms/settings.py",
        ("from wtforms import ", "StringField, "),
        (
            '    theme = RadioField(_l("Light or dark"))\n',
            '    nickname = StringField(_l("What friends call you"))\n',
        ),
        ("            single_keys=now.single_keys,\n", "            nickname=now.nickname,\n"),
        (
            "            single_keys=self.single_keys.data,\n",
            '            nickname=self.nickname.data or "",\n',
        ),
    )
    change(
        house,
        "webapp/access/viewer.py",
        ("    single_keys: bool\n", "    nickname: str\n"),
        ("        User.single_keys,\n", "        User.nickname,\n"),
    )
    change(
        house,
        "webapp/templates/settings/show.html",
        (
            SETTINGS_ROW,
            '    {{ row(form.nickname, _("What friends call you"), "") }}\n',
        ),
    )
    run(house, USE_FIELD)
