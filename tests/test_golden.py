"""The rendered pages, kept to be read in a diff. After a change that is meant: make golden."""

from __future__ import annotations

import pytest

from patient_handouts.assemble import assemble
from patient_handouts.build import Project
from patient_handouts.render import render
from tests.conftest import DISEASES, ROOT


@pytest.mark.parametrize("disease", DISEASES)
def test_page(library, disease, request):
    golden = ROOT / "tests" / "golden" / f"{disease}.html"
    page = render(assemble(library, disease, "en"), Project(ROOT).templates)
    if request.config.getoption("--update-golden"):
        golden.write_text(page, "utf-8")
    assert page == golden.read_text("utf-8")
