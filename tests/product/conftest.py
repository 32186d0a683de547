"""The handouts as they are given out, made once for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from patient_handouts.project import Project
from patient_handouts.snapshot import Snapshot
from tests.support.product import DAY, FORMATS, LOCALES, Printed, every
from tests.support.project import ROOT, generate, on


@pytest.fixture(scope="session")
def snapshot():
    """The real content, in all its languages."""
    return Snapshot.take(Project(ROOT), DAY)


@pytest.fixture(scope="session")
def library(snapshot):
    return snapshot.library


@pytest.fixture(scope="session")
def design(snapshot):
    return snapshot.design


@pytest.fixture(scope="session")
def built(once):
    """built(printed) is the path of the PDF of a handout; all of its language on its paper are made at once.

    On A4 all languages are in one folder, as a clinic has them, each with its page for browsers.
    """
    formats = [part for name in FORMATS for part in ("--format", name)]

    def folder(paper: str) -> Path:
        def build(made: Path) -> None:
            for tag in LOCALES if paper == "A4" else ("en",):
                options = ("--locale", tag, "--paper", paper, *formats, "--output", made, "--quiet")
                result = generate("build", *options, root=ROOT, env=on(DAY))
                assert (result.returncode, result.stdout) == (0, ""), result.stderr

        return once(f"built-{paper}", build)

    def path(printed: Printed) -> Path:
        return printed.file(folder(printed.paper))

    return path


@pytest.fixture(scope="session")
def every_pdf(built):
    """The paths of all PDF files."""
    return [built(printed) for printed in every()]


@pytest.fixture(scope="session")
def web_pages(once, built):
    """All pages for browsers in English, each kind of them in the other languages, catalogues and reviewers' pages."""

    def build(folder: Path) -> None:
        for command in (("review",), ("trace", "--page")):
            for arguments in (("ms",), ("t1d",), ("ms", "--format", "easy-read"), ("lupus", "--locale", "ar")):
                result = generate(*command, *arguments, "--output", folder, root=ROOT, env=on(DAY))
                assert result.returncode == 0, result.stderr

    reviewers = sorted(once("reviewers-pages", build).rglob("*.html"))
    kinds = {("ms", "standard"), ("t1d", "large-print"), ("ra", "easy-read"), ("lupus", "summary")}
    handouts = [
        built(printed).with_suffix(".html")
        for printed in every("standard", "large-print", "easy-read", "summary", papers=("A4",))
        if printed.name.locale == "en" or (printed.name.disease, printed.name.format) in kinds
    ]
    catalogues = sorted(handouts[0].parent.parent.glob("index*.html"))
    assert len(reviewers) == 8
    assert len(catalogues) == len(LOCALES)
    return reviewers + handouts + catalogues
