"""What people and releases have approved: sign-offs and editions."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from patient_handouts.locales.tags import Tag
from patient_handouts.problems import Place
from patient_handouts.reading.shape import Date, Id, Prose, Scalar

Code = Annotated[str, Scalar(r"[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}", "an edition, like “ABC-123”")]


Hash = Annotated[str, Scalar(r"[0-9a-f]{12}", "the fingerprint of a block, twelve characters of 0-9 and a-f")]


LONGEST_APPROVAL = datetime.timedelta(days=3 * 366)
"""No approval lasts for more than three years, the longest review cycle of the standards that we follow."""


@dataclass(frozen=True, kw_only=True, eq=False)
class SignOff:
    """A person's approval of exactly this text. `blocks` holds the fingerprint of each block that was approved."""

    disease: Id
    locale: Tag
    format: Id
    as_: Literal["clinician", "translator", "patient-reader"]
    name: Prose
    role: Prose
    organisation: Prose | None = None
    print_name: Literal["yes", "no"]
    date: Date
    until: Date
    edition: Code
    blocks: Mapping[Id, Hash]
    place: Place = field(compare=False, repr=False)

    @property
    def has_sound_dates(self) -> bool:
        """Whether it ends after its day, and not too late: another one approves nothing."""
        return self.date < self.until <= self.date + LONGEST_APPROVAL


@dataclass(frozen=True, kw_only=True)
class SignOffs:
    """signoffs.yaml: who approved which text. Written by “generate.py sign-off”."""

    sign_offs: tuple[SignOff, ...]


@dataclass(frozen=True, kw_only=True)
class Edition:
    """A file of the register of editions: what a leaflet said. `blocks` holds the lines of each block."""

    edition: Code
    disease: Id
    locale: Tag
    format: Id
    title: Prose
    date: Date
    registered: Date
    blocks: Mapping[Id, tuple[Prose, ...]]
    place: Place = field(compare=False, repr=False)
