"""The projects that tests work on, and the command as a user types it.

Two kinds of content: the sample (tests/sample/content), which never changes with what handouts say, tests the
program; the real content, in whatever languages and for whatever diseases there are, is tested in tests/product.
"""

from __future__ import annotations

import atexit
import datetime
import functools
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from patient_handouts.content.library import Library
from patient_handouts.content.load import load
from patient_handouts.project import Project
from patient_handouts.snapshot import Snapshot
from tests.support.server import server

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE = ROOT / "tests" / "sample"

DAY = datetime.date(2026, 12, 1)
"""The day by which the sample is judged."""

DISEASES = ("ms", "ra")
LOCALES = ("ar", "es", "hi", "zh-Hans")
FORMATS = ("standard", "large-print", "booklet", "easy-read", "summary")
PAPERS = ("A4", "Letter")
"""What there is in the sample; of its languages, those beside English."""


def on(day: datetime.date) -> dict[str, str]:
    """The environment of a command that is run on a day."""
    noon = datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
    return {"SOURCE_DATE_EPOCH": str(int(noon.timestamp()))}


class Scratch:
    """A copy of the sample that a test may spoil: in English, and the languages that it adds."""

    def __init__(self, root: Path, *locales: str) -> None:
        self.root = root
        shutil.copytree(SAMPLE / "content", root / "content", ignore=shutil.ignore_patterns(*LOCALES))
        for name in ("templates", "styles"):
            shutil.copytree(ROOT / name, root / name)
        self.project = Project(root)
        self.add(*locales)

    def add(self, *locales: str) -> Scratch:
        """Bring along further languages."""
        for tag in locales:
            shutil.copytree(SAMPLE / "content" / tag, self.root / "content" / tag)
        return self

    def with_program(self) -> Scratch:
        """Bring along the program, for tests that start it as a process of its own."""
        shutil.copytree(ROOT / "patient_handouts", self.root / "patient_handouts", dirs_exist_ok=True)
        shutil.copy(ROOT / "generate.py", self.root)
        return self

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.root / file
        text = path.read_text("utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), "utf-8")

    def load(self, sign_offs: Path | None = None) -> Library:
        return load(self.project.content, sign_offs)

    def snapshot(self, day: datetime.date = DAY, sign_offs: Path | None = None) -> Snapshot:
        return Snapshot.take(self.project, day, sign_offs)

    def problems(self, day: datetime.date = DAY) -> list[str]:
        return [str(problem) for problem in self.snapshot(day).problems]

    def run(self, *arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
        return generate(*arguments, root=self.root, **options)


@functools.cache
def sample_root(*locales: str) -> Path:
    """A copy of the sample that no test spoils, in English and other languages."""
    folder = Path(tempfile.mkdtemp(prefix="handouts-sample-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Scratch(folder / "project", *locales).with_program().root


def in_all_languages() -> Path:
    """The same in all its languages."""
    return sample_root(*LOCALES)


def generate(
    *arguments: object,
    root: Path | None = None,
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
    input: str = "",  # noqa: A002  # as subprocess.run calls it
) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, on the sample in English if no other project is named."""
    root = root or sample_root()
    return server().run([str(argument) for argument in arguments], root, cwd or root, os.environ | (env or {}), input)


def command_line(*arguments: object, root: Path | None = None) -> list[str]:
    """What a user types, for tests that start a process themselves, to kill it or to limit it."""
    return [sys.executable, str((root or sample_root()) / "generate.py"), *map(str, arguments)]


def build_quietly(*options: object, root: Path | None = None) -> None:
    """Build handouts that have nothing wrong."""
    result = generate("build", "--quiet", *options, root=root)
    assert (result.returncode, result.stdout) == (0, ""), result.stderr
