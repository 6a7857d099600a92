from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from urllib.request import urlopen
from zipfile import ZipFile

import pytest

from questions.bank import seed_slugs
from tests.webapp.operations.running import started
from tests.webapp.operations.test_demonstration import free_port

ROOT = Path(__file__).parents[3]
CARRIED = ("webapp/templates", "webapp/static", "webapp/migrations", "questions/bank", "seeds")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of what it is made of."""
    copy = tmp_path_factory.mktemp("source")
    for entry in ("questions", "webapp", "seeds"):
        shutil.copytree(ROOT / entry, copy / entry, ignore=shutil.ignore_patterns("__pycache__"))
    for entry in ("README.md", "LICENSE", "pyproject.toml"):
        shutil.copy(ROOT / entry, copy)
    made = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(made), str(copy)]
    subprocess.run(pip, check=True)
    return next(made.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_carries_every_file(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder in CARRIED:
        files = [file for file in (ROOT / folder).rglob("*") if file.is_file()]
        wanted = {str(file.relative_to(ROOT)) for file in files if "__pycache__" not in file.parts}
        missing = {
            name.replace("seeds/", "questions/bank/seeds/", 1) if folder == "seeds" else name
            for name in wanted
        } - names
        assert not missing


@pytest.mark.slow
def test_the_wheel_alone_serves_the_demonstration(wheel: Path, tmp_path: Path) -> None:
    recite = install(wheel, tmp_path / "venv")
    port = free_port()
    arguments = [str(recite), "demo", "--port", str(port)]
    with started(arguments, until="Serving at", cwd=tmp_path, seconds=120) as (process, lines):
        for slug in seed_slugs():
            assert [line for line in lines if line.startswith(f"Loading {slug} ")]
        with urlopen(f"http://127.0.0.1:{port}/", timeout=20) as answer:
            assert answer.status == 200
        process.terminate()
        assert process.wait(20) == 0
    assert (tmp_path / "instance" / "recite.db").exists()


def install(wheel: Path, folder: Path) -> Path:
    """Install the wheel by itself, beside what is installed here; returns the command."""
    venv.create(folder, with_pip=False)
    here = sysconfig.get_path("purelib")
    there = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", there, wheel],
        check=True,
    )
    # At the end of the path, and without its own .pth files: the checkout stays out of sight.
    (there / "dependencies.pth").write_text(f"{here}\n", encoding="utf-8")
    command = folder / "bin" / "recite"
    command.write_text(
        f"#!{folder / 'bin' / 'python'}\nfrom webapp.cli import main\nmain()\n", encoding="utf-8"
    )
    command.chmod(0o755)
    probe = [str(folder / "bin" / "python"), "-c", "import webapp; print(webapp.__file__)"]
    found = subprocess.run(probe, capture_output=True, text=True, check=True, cwd=folder)
    assert str(there) in found.stdout
    return command
