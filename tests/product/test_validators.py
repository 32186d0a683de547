"""PDF/UA-1 and PDF/A-2a, by a checker that pip installs and by veraPDF where it is there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import page
import pikepdf
import pytest
from PIL import Image

from tests.support import pages
from tests.support.product import DAY, every
from tests.support.project import ROOT, generate, on


@pytest.fixture
def a_clinics_own(tmp_path):
    """A leaflet with a logo, a name in Hebrew, a colour of its own and a QR code."""
    Image.new("RGBA", (300, 100), "red").save(tmp_path / "logo.png")
    profile = 'name: "מרפאת הנהר"\nlogo: "logo.png"\ncolour: "#00a3e0"\nleaflets: "https://example.org/{disease}"\n'
    (tmp_path / "clinic.yaml").write_text(profile, "utf-8")
    command = ("build", "ms", "--locale", "en", "--format", "standard", "--output", tmp_path / "out")
    assert generate(*command, root=ROOT, cwd=tmp_path, env=on(DAY)).returncode == 0
    return tmp_path / "out" / "en" / "ms.pdf"


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_page_validation(built, profile):
    for path in (built(printed) for printed in every() if printed.name.locale == "en"):
        report = page.validate_pdf(path, profile=profile)
        failures = [failure for failure in report.failures if not counts_an_end_of_line(failure, path)]
        assert [f"{failure.rule_id}: {failure.message}" for failure in failures] == []


def counts_an_end_of_line(failure: page.ValidationFailure, path: Path) -> bool:
    """Whether the checker takes the last byte of a stream, if it happens to be CR, for part of the line end.

    ISO 19005-2, 6.1.7.1 is kept then: /Length is the number of bytes before the line end, as is proved here.
    """
    if not failure.rule_id.endswith("STREAM-LENGTH-001"):
        return False
    data = path.read_bytes()
    ends = []
    for found in re.finditer(rb"/Length (\d+)[^>]*>>\nstream\n", data):
        ends.append(found.end() + int(found[1]))
        assert data[ends[-1] :].startswith(b"\nendstream")
    return any(data[end - 1 : end] == b"\r" for end in ends)


def test_page_validation_sees_a_fault(every_pdf, tmp_path):
    """The checker is worth its name: a drawing that lost its alternative is refused."""
    spoiled = tmp_path / "spoiled.pdf"
    with pikepdf.open(next(path for path in every_pdf if path.name == "ms.pdf")) as pdf:
        del next(element for element in pages.elements(pdf) if element.S == "/Figure").Alt
        pdf.save(spoiled)
    assert not page.is_pdf_compliant(spoiled, profile="ua1")


def test_verapdf(every_pdf, a_clinics_own):
    """VERAPDF names the command; where REQUIRE_VERAPDF is set, as in continuous integration, it may not be missing."""
    command = shlex.split(os.environ.get("VERAPDF", "verapdf"))
    if shutil.which(command[0]) is None:
        if os.environ.get("REQUIRE_VERAPDF"):
            pytest.fail("veraPDF is required here and was not found")
        pytest.skip("veraPDF is not installed: put it on the PATH, or name it in VERAPDF")
    files = [str(path) for path in (*every_pdf, a_clinics_own)]
    result = subprocess.run([*command, "-f", "ua1,2a", *files], capture_output=True, text=True)
    verdicts = [line for line in result.stdout.splitlines() if line.startswith(("PASS", "FAIL"))]
    assert result.returncode == 0, result.stdout + result.stderr
    assert len(verdicts) == 2 * len(files)
    assert all(line.startswith("PASS") for line in verdicts), result.stdout
