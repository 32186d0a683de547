"""Layout holds for languages that are longer than English, and for those that run from right to left."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import pages, pseudo
from tests.support.project import DISEASES, Scratch

FORMATS = ("standard", "large-print", "easy-read", "summary", "booklet")
LOCALES = {"de": pseudo.longer, "he": pseudo.from_right_to_left}


@pytest.fixture(scope="session")
def made(once, library):
    """All formats of all diseases in both pseudo-locales: the folder of the handouts."""
    formats = [part for name in FORMATS for part in ("--format", name)]

    def build(folder: Path) -> None:
        scratch = Scratch(folder / "project")
        for tag, change in LOCALES.items():
            pseudo.write(library, scratch.root / "content", tag, change)
            result = scratch.run("build", "--locale", tag, *formats, "--quiet")
            assert (result.returncode, result.stdout, result.stderr) == (0, "", "")

    return once("pseudo-locales", build) / "project" / "handouts"


def test_the_longer_one_is_longer(library):
    words = library.locales["en"].words["ms"].blocks["what-is-ms"]["text"]
    assert 1.3 < len(pseudo.longer(words)) / len(words) < 1.5


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("tag", LOCALES)
def test_nothing_runs_over(made, tag, format_):
    for disease in DISEASES:
        path = made / tag / f"{disease if format_ == 'standard' else f'{disease}-{format_}'}.pdf"
        assert pages.beside_the_page(path) == []
        assert pages.overlaps(path) == []
        assert pages.beyond_the_margins(path) == []


@pytest.mark.parametrize("tag", LOCALES)
def test_every_letter_has_a_font(made, tag):
    for path in sorted((made / tag).glob("*.pdf")):
        fonts = pages.fonts(path)
        assert fonts <= {"Noto-Sans", "Noto-Sans-Bold", "Noto-Sans-Hebrew", "Noto-Sans-Hebrew-Bold"}, path
