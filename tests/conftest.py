"""What the tests share. Facts are judged as of a fixed day, so that no test fails by the calendar."""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
import sys
from pathlib import Path

import hypothesis
import pytest

from patient_handouts.build import Project

ROOT = Path(__file__).resolve().parent.parent
DAY = datetime.date(2026, 11, 22)
os.environ["SOURCE_DATE_EPOCH"] = str(int(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC).timestamp()))

hypothesis.settings.register_profile("steady", deadline=None)  # a busy machine is no mistake
hypothesis.settings.load_profile("steady")

DISEASES = ("crohns", "lupus", "ms", "ra", "t1d")
PAPERS = ("A4", "Letter")


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


class Scratch:
    """A copy of the project that a test may spoil."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in ("content", "templates", "styles", "patient_handouts"):
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "generate.py", root)
        self.project = Project(root)

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.root / file
        text = path.read_text("utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), "utf-8")

    def problems(self, day: datetime.date = DAY) -> list[str]:
        return [str(problem) for problem in self.project.check(self.project.load(), day)]

    def run(self, *arguments: str, **options) -> subprocess.CompletedProcess[str]:
        return generate(*arguments, root=self.root, **options)


def generate(*arguments, root: Path = ROOT, cwd: Path | None = None, env: dict[str, str] | None = None, **options):
    """Run the command as a user does."""
    command = [sys.executable, str(root / "generate.py"), *map(str, arguments)]
    environment = os.environ | (env or {})
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd or root, env=environment, **options)


@pytest.fixture
def scratch(tmp_path):
    return Scratch(tmp_path / "project")


@pytest.fixture(scope="session")
def library():
    return Project(ROOT).load()


@pytest.fixture(scope="session")
def built_large(tmp_path_factory):
    """Large print and booklets on both papers: built_large[paper, format, disease] is the path of the PDF."""
    folder = tmp_path_factory.mktemp("built-large")
    files = {}
    for paper in PAPERS:
        command = ("build", "--quiet", "--format", "large-print", "--format", "booklet", "--paper", paper)
        result = generate(*command, "--output", folder / paper / "handouts")
        assert result.returncode == 0, result.stderr
        for format_ in ("large-print", "booklet"):
            files |= {(paper, format_, d): folder / paper / "handouts" / "en" / f"{d}-{format_}.pdf" for d in DISEASES}
    return files


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """All standard handouts on both papers: built[paper, disease] is the path of the PDF."""
    folder = tmp_path_factory.mktemp("built")
    files = {}
    for paper in PAPERS:
        result = generate(
            "build", "--quiet", "--format", "standard", "--paper", paper, "--output", folder / paper / "handouts"
        )
        assert result.returncode == 0, result.stderr
        assert result.stdout == ""
        files |= {(paper, disease): folder / paper / "handouts" / "en" / f"{disease}.pdf" for disease in DISEASES}
    return files


@pytest.fixture(scope="session")
def web_pages(tmp_path_factory):
    """All kinds of pages that are made for browsers."""
    folder = tmp_path_factory.mktemp("web")
    for command in (("review",), ("trace", "--page")):
        for disease in ("ms", "t1d"):
            assert generate(*command, disease, "--output", folder).returncode == 0
    pages = sorted(folder.rglob("*.html"))
    assert [page.name for page in pages] == [
        f"{d}-{kind}.html" for d in ("ms", "t1d") for kind in ("review", "sources")
    ]
    return pages
