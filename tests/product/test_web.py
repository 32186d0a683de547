"""HTML pages in a browser, by axe-core, and their code, by the Nu HTML checker: tests/web/setup installs both."""

from __future__ import annotations

import ctypes
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from patient_handouts.content.names import HandoutName
from tests.support import pages
from tests.support.product import DAY, Printed
from tests.support.project import ROOT, generate, on

WEB = Path(__file__).parent.parent / "web"
MODULES = WEB / "node_modules"
NU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


def run(*command: str | Path, needs: tuple[str | Path, ...]) -> dict:
    """What a checker says. Where REQUIRE_WEB_CHECKS is set, as in continuous integration, none may be missing."""
    missing = [str(tool) for tool in needs if shutil.which(tool) is None and not Path(tool).exists()]
    if missing:
        give_up = pytest.fail if os.environ.get("REQUIRE_WEB_CHECKS") else pytest.skip
        give_up(f"run tests/web/setup: it installs {', '.join(missing)}")
    result = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=600)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def name(file: str) -> str:
    """A page with its folder, which tells its language."""
    return "/".join(Path(file).parts[-2:])


def axe(device: str, *files: Path) -> list[str]:
    """What is wrong with pages on a device: a phone, or a desk."""
    needs = ("node", CHROMIUM, MODULES / "axe-core", MODULES / "playwright-core")
    return [
        f"{name(fault['file'])}, {fault['width']} px, {fault['scheme']}: {fault['rule']}: {fault['help']}: "
        f"{fault['target']}: {fault['summary']}"
        for fault in run("node", WEB / "axe.mjs", device, *files, needs=needs)["violations"]
    ]


def nu(*files: Path) -> list[str]:
    command = ("java", "-jar", NU, "--format", "json", "--stdout", "--exit-zero-always", *files)
    return [
        f"{name(fault.get('url', ''))}, line {fault.get('lastLine')}: {fault['message']}"
        for fault in run(*command, needs=("java", NU))["messages"]
    ]


@pytest.fixture
def faulty(tmp_path):
    path = tmp_path / "en" / "faulty.html"
    path.parent.mkdir()
    path.write_text(
        """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Faulty</title>
<style>@media (prefers-color-scheme: dark) { body { color: #222; background: #000; } }</style>
<main><h1>Faulty</h1><div><img src="https://example.org/wide.png" width="400" height="9"></main>
</html>
""",
        "utf-8",
    )
    return path


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_axe(web_pages, device):
    found = axe(device, *web_pages)
    assert not found, "\n".join(found)


def test_axe_sees_faults(faulty):
    found = "\n".join(axe("phone", faulty) + axe("desk", faulty))
    assert "en/faulty.html, 320 px, light: image-alt: " in found
    assert "en/faulty.html, 320 px, light: overflow: No scrolling sideways (WCAG 1.4.10): <img " in found
    assert "en/faulty.html, 1280 px, light: request: " in found
    assert "en/faulty.html, 1280 px, dark: color-contrast: " in found


def test_nu(web_pages):
    found = nu(*web_pages)
    assert not found, "\n".join(found)


def test_nu_sees_faults(faulty):
    assert "en/faulty.html, line 5: Unclosed element “div”." in nu(faulty)


@pytest.fixture(scope="module")
def summaries(once):
    """The summaries of all diseases in English, with their catalogue."""

    def build(folder: Path) -> None:
        options = ("--locale", "en", "--format", "summary", "--output", folder, "--quiet")
        assert generate("build", *options, root=ROOT, env=on(DAY)).returncode == 0

    return once("summaries-of-the-product", build)


BROWSER = ("node", CHROMIUM, MODULES / "playwright-core")


@pytest.mark.parametrize(
    ("words", "stems"),
    [
        ("Crohn's", ["crohns"]),
        ("crohn’s DISEASE", ["crohns"]),
        ("Crohn‘s", ["crohns"]),
        ("crohns", ["crohns"]),
        ("ＭＳ", ["ms"]),
        ("lúpus", ["lupus"]),
        ("nothing of the kind", []),
    ],
)
def test_the_catalogue_is_searched_as_people_type(summaries, words, stems):
    catalogue = summaries / "index.html"
    found = run("node", WEB / "search.mjs", catalogue, words, needs=BROWSER)[words]
    assert sorted(found) == [f"en/{stem}-summary.pdf" for stem in stems]


@pytest.mark.parametrize("format_", ["easy-read", "summary"])
def test_a_page_that_is_printed_without_backgrounds_can_be_read(built, tmp_path, format_):
    """The heading of the emergency card is black, and the bullets are there."""
    page = built(Printed("A4", HandoutName("ms", "en", format_))).with_suffix(".html")
    run("node", WEB / "print.mjs", page, tmp_path / "printed.pdf", needs=BROWSER)
    colours = {word: colour for word, colour in words_in_colour(tmp_path / "printed.pdf") if word == "Emergency:"}
    assert colours == {"Emergency:": (0, 0, 0)}
    assert pages.filled_shapes(tmp_path / "printed.pdf") > (10 if format_ == "summary" else 0)


def words_in_colour(path: Path):
    """Words of a PDF with the colour of their first letter."""
    for sheet in pypdfium2.PdfDocument(path):
        text = sheet.get_textpage()
        whole = text.get_text_range()
        for found in re.finditer(r"\S+", whole):
            red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
            pypdfium2.raw.FPDFText_GetFillColor(text, found.start(), red, green, blue, alpha)
            yield found[0], (red.value, green.value, blue.value)
