"""The rendered pages, kept to be read in a diff. After a change that is meant: make golden."""

from __future__ import annotations

from pathlib import Path

import pytest

from patient_handouts.handout.assemble import assemble
from patient_handouts.page.paper import render
from tests.support.project import DISEASES

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("format_", ["standard", "easy-read", "summary"])
@pytest.mark.parametrize("disease", DISEASES)
def test_page(library, design, disease, format_, request):
    handout = assemble(library, disease, "en", format_)
    golden = GOLDEN / f"{handout.handout_name.stem}.html"
    page = render(handout, design)
    if request.config.getoption("--update-golden"):
        golden.write_text(page, "utf-8")
    assert page == golden.read_text("utf-8")
