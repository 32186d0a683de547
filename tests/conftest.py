"""What the tests share. Facts are judged as of a fixed day, so that no test fails by the calendar."""

from __future__ import annotations

import atexit
import compileall
import contextlib
import datetime
import functools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

from patient_handouts.build import Project
from patient_handouts.model import Which

ROOT = Path(__file__).resolve().parent.parent
DAY = datetime.date(2026, 12, 1)


def on(day: datetime.date) -> dict[str, str]:
    """The environment of a command that is run on a day."""
    noon = datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
    return {"SOURCE_DATE_EPOCH": str(int(noon.timestamp()))}


os.environ |= on(DAY)

compileall.compile_dir(ROOT / "patient_handouts", quiet=1)  # once, and not in each of hundreds of commands

hypothesis.settings.register_profile("steady", deadline=None)  # a busy machine is no mistake
hypothesis.settings.load_profile("steady")

DISEASES = ("crohns", "lupus", "ms", "ra", "t1d")
PAPERS = ("A4", "Letter")


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


LONGEST = ("test_axe", "test_verapdf", "test_pseudo_locales.py", "test_scripts.py", "test_build.py")


def pytest_collection_modifyitems(items):
    """The longest tests come first, so that no core waits for another one's last test."""
    items.sort(key=lambda item: next((n for n, name in enumerate(LONGEST) if name in item.nodeid), len(LONGEST)))


FORMATS = ("standard", "large-print", "booklet", "easy-read", "summary")
LOCALES = ("ar", "es", "hi", "zh-Hans")
"""The languages that ship beside English."""


class Scratch:
    """A copy of the project that a test may spoil: with English, and the languages that it adds."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in ("content", "templates", "styles", "patient_handouts"):
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns(*LOCALES))
        shutil.copy(ROOT / "generate.py", root)
        self.project = Project(root)

    def add(self, *locales: str) -> Scratch:
        """Bring along further languages."""
        for tag in locales:
            shutil.copytree(ROOT / "content" / tag, self.root / "content" / tag)
        return self

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.root / file
        text = path.read_text("utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), "utf-8")

    def problems(self, day: datetime.date = DAY) -> list[str]:
        return [str(problem) for problem in self.project.check(self.project.load(), day)]

    def run(self, *arguments: str, **options) -> subprocess.CompletedProcess[str]:
        return generate(*arguments, root=self.root, **options)


@functools.cache
def english_root() -> Path:
    """A copy of the project with English alone, for commands that would otherwise build every language."""
    folder = Path(tempfile.mkdtemp(prefix="handouts-in-english-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Scratch(folder / "project").root


def generate(
    *arguments, root: Path | None = None, cwd: Path | None = None, env: dict[str, str] | None = None, **options
):
    """Run the command as a user does, on English alone if no other project is named."""
    root = root or english_root()
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
def once(tmp_path_factory):
    """once(name, make) has make(folder) fill a folder, once for all processes of this run, and gives the folder."""
    base = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        base = base.parent

    def made(name: str, make: Callable[[Path], None]) -> Path:
        folder = base / name
        with only_one(base / f"{name}.lock"):
            if not folder.exists():
                folder.mkdir()
                try:
                    make(folder)
                except BaseException:
                    shutil.rmtree(folder)
                    raise
        return folder

    return made


@pytest.fixture(scope="session")
def build_once(once):
    """build_once(format…) builds all handouts in some formats on both papers.

    It gives the path of each PDF: [paper, format, disease].
    """

    def output(paper: str, format_: str) -> Path:
        options = ("--locale", "en", "--format", format_, "--paper", paper)
        return once(f"built-{paper}-{format_}", lambda folder: build_quietly(*options, "--output", folder)) / "en"

    def build(*formats: str) -> dict[tuple[str, str, str], Path]:
        return {
            (paper, format_, disease): output(paper, format_) / f"{Which(disease, 'en', format_).stem}.pdf"
            for paper in PAPERS
            for format_ in formats
            for disease in DISEASES
        }

    return build


@pytest.fixture(scope="session")
def built_locales(once):
    """All formats of all diseases in the languages beside English, on A4: built_locales[locale, format, disease]."""
    formats = [part for name in FORMATS for part in ("--format", name)]

    def build(folder: Path) -> None:
        for tag in LOCALES:
            build_quietly("--locale", tag, *formats, "--output", folder, root=ROOT)

    made = once("built-locales", build)
    return {
        (tag, format_, disease): made / tag / f"{Which(disease, tag, format_).stem}.pdf"
        for tag in LOCALES
        for format_ in FORMATS
        for disease in DISEASES
    }


def build_quietly(*options, root: Path | None = None) -> None:
    """Build handouts that have nothing wrong."""
    result = generate("build", "--quiet", *options, root=root)
    assert (result.returncode, result.stdout) == (0, ""), result.stderr


@contextlib.contextmanager
def only_one(lock: Path):
    """Keep other processes of this run out, for as long as it takes."""
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
            break
        except FileExistsError:
            time.sleep(0.1)
    try:
        yield
    finally:
        lock.unlink()


@pytest.fixture(scope="session")
def built_large(build_once):
    """Large print and booklets on both papers: built_large[paper, format, disease] is the path of the PDF."""
    return build_once("large-print", "booklet")


@pytest.fixture(scope="session")
def built_own(build_once):
    """Easy read and summaries on both papers: built_own[paper, format, disease] is the path of the PDF."""
    return build_once("easy-read", "summary")


@pytest.fixture(scope="session")
def built(build_once):
    """All standard handouts on both papers: built[paper, disease] is the path of the PDF."""
    return {(paper, disease): path for (paper, _, disease), path in build_once("standard").items()}


@pytest.fixture(scope="session")
def web_pages(once, built, built_large, built_own, built_locales):
    """All kinds of pages that are made for browsers: all in English, and each kind in the other languages."""

    def build(folder: Path) -> None:
        for command in (("review",), ("trace", "--page")):
            for arguments in (("ms",), ("t1d",), ("ms", "--format", "easy-read"), ("lupus", "--locale", "ar")):
                assert generate(*command, *arguments, "--output", folder, root=ROOT).returncode == 0

    handouts = [path.with_suffix(".html") for key, path in {**built_large, **built_own}.items() if key[0] == "A4"]
    handouts += [path.with_suffix(".html") for (paper, _), path in built.items() if paper == "A4"]
    catalogue = built_own["A4", "summary", "ms"].parent.parent / "index.html"
    reviewers = sorted(once("web", build).rglob("*.html"))
    pages = reviewers + [page for page in handouts if "booklet" not in page.name] + [catalogue]
    kinds = (("ms", "standard"), ("t1d", "large-print"), ("ra", "easy-read"), ("lupus", "summary"))
    translated = [built_locales[tag, f, disease].with_suffix(".html") for tag in LOCALES for disease, f in kinds]
    catalogues = sorted(translated[0].parent.parent.glob("index*.html"))
    assert len(pages) == 8 + 4 * len(DISEASES) + 1
    assert len(catalogues) == 1 + len(LOCALES)
    return pages + translated + catalogues
