"""The real content: which handouts there are of it, in whatever languages and for whatever diseases."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import NamedTuple

from patient_handouts.content.load import load
from patient_handouts.content.names import HandoutName
from patient_handouts.locales.tags import REFERENCE_LOCALE
from tests.support.project import ROOT

CONTENT = ROOT / "content"

_LIBRARY = load(CONTENT)
DISEASES = _LIBRARY.diseases
FORMATS = tuple(_LIBRARY.formats)
LOCALES = tuple(sorted(path.parent.name for path in CONTENT.glob("*/locale.yaml")))
TRANSLATIONS = tuple(tag for tag in LOCALES if tag != REFERENCE_LOCALE)

DAY = max(
    datetime.date.fromisoformat(found)
    for path in CONTENT.rglob("*.yaml")
    for found in re.findall(r"(?m)^ *(?:date|read): (\d{4}-\d\d-\d\d)$", path.read_text("utf-8"))
)
"""The day by which it is judged: that of the newest thing in it, so that no test fails by the calendar."""


class Printed(NamedTuple):
    """A handout that is printed: English on both papers, the translations on A4."""

    paper: str
    name: HandoutName

    def __str__(self) -> str:
        return f"{self.paper}-{self.name.locale}-{self.name.stem}"

    def file(self, folder: Path) -> Path:
        return folder / self.name.locale / f"{self.name.stem}.pdf"


def every(*formats: str, papers: tuple[str, ...] = ("A4", "Letter")) -> list[Printed]:
    """All handouts that are printed, in some formats or all; of a translation, those that are finished."""
    offered = set(_LIBRARY.offered())
    return [
        Printed(paper, HandoutName(disease, tag, format_))
        for paper in papers
        for tag in (LOCALES if paper == "A4" else (REFERENCE_LOCALE,))
        for format_ in formats or FORMATS
        for disease in DISEASES
        if HandoutName(disease, tag, format_) in offered
    ]
