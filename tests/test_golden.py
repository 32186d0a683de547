"""The rendered pages, kept to be read in a diff. After a change that is meant: make golden."""

from __future__ import annotations

import pytest

from patient_handouts.assemble import assemble
from patient_handouts.build import Project
from patient_handouts.render import render
from tests.conftest import DISEASES, ROOT


@pytest.mark.parametrize("format_", ["standard", "easy-read", "summary"])
@pytest.mark.parametrize("disease", DISEASES)
def test_page(library, disease, format_, request):
    handout = assemble(library, disease, "en", format_)
    golden = ROOT / "tests" / "golden" / f"{handout.which.stem}.html"
    page = render(handout, Project(ROOT).templates)
    if request.config.getoption("--update-golden"):
        golden.write_text(page, "utf-8")
    assert page == golden.read_text("utf-8")
