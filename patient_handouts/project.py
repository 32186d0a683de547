"""The folders that handouts are made from, and the day that they are made for."""

from __future__ import annotations

import datetime
import os
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The folder of the project that this program belongs to."""


@dataclass(frozen=True)
class Project:
    """The folders that handouts are made from."""

    root: Path

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    @property
    def styles(self) -> Path:
        return self.root / "styles"

    @property
    def sign_offs(self) -> Path:
        """The file of sign-offs that all users of this content share."""
        return self.content / "signoffs.yaml"


def today() -> datetime.date:
    """The day that facts are judged by: `SOURCE_DATE_EPOCH` where it is set, as in reproducible builds."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if re.fullmatch(r"[0-9]{1,11}", epoch):
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.datetime.now(datetime.UTC).date()
