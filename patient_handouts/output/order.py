"""How handouts are ordered, and how their files are called."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from patient_handouts.content.clinic import Profile
from patient_handouts.content.names import HandoutName


@dataclass(frozen=True)
class Order:
    """How handouts are wanted: on which paper, whose, and with what note; and whether although their check is overdue.

    :param paper: A4 or Letter.
    """

    paper: str
    clinic: Profile | None = None
    allow_expired: bool = False
    note: str = field(default="", repr=False)


SHEETS = "-to-print-and-fold"
"""The ending of the name of a file of sheets, which is only for printing."""

WITH_NOTE = "-with-note"
"""The ending of the name of a handout for one patient."""


def handout_path(output: Path, name: HandoutName, ending: str = "") -> Path:
    """Where a handout's PDF goes; a further file beside it has an ending of its own."""
    return output / name.locale / f"{name.stem}{ending}.pdf"
