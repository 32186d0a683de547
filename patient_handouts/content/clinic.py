"""A clinic's profile as a value: whose leaflet it is, whom to ring, and how it looks."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from patient_handouts.content.names import Url
from patient_handouts.locales.tags import Tag
from patient_handouts.problems import Place
from patient_handouts.reading.shape import Prose, Scalar

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


_DAY = f"({'|'.join(DAYS)})"


_TIME = r"([01]\d|2[0-3]):[0-5]\d"


_SHIFT = rf"{_DAY}(-{_DAY})? {_TIME}-({_TIME}|24:00)"


PhoneNumber = Annotated[
    str,
    Scalar(
        r"(?=(\D*\d){2,20}\D*$)[+(*#]{0,2}\d[\d ().,/*#‐‑–-]*( ?(ext|ext\.|x|int\.|poste|Durchwahl) ?\d{1,6})?",
        "a phone number, like “+44 20 7946 0000” or “112”",
        quoted=True,
    ),
]


Hours = Annotated[
    str,
    Scalar(
        rf"always|{_SHIFT}(, {_SHIFT}){{0,6}}",
        "hours, like “mon-fri 09:00-17:00, sat 10:00-12:00”, or “always”",
        quoted=True,
    ),
]


PageAddress = Annotated[
    str,
    Scalar(
        r"https://[\w.-]+\.[a-z]{2,}(/([^\s{}]|\{(disease|locale|format)\})*)?",
        "a web address that begins with “https://”; it may hold {disease}, {locale} and {format}",
        quoted=True,
    ),
]


Colour = Annotated[str, Scalar(r"#[0-9A-Fa-f]{6}", "a colour, like “#0b4a66”", quoted=True)]


@dataclass(frozen=True, kw_only=True)
class Phone:
    """A number, and when somebody answers it."""

    number: PhoneNumber
    hours: Hours | None = None


@dataclass(frozen=True, kw_only=True)
class Phones:
    """The numbers of the care cards."""

    day_line: Phone | None = None
    out_of_hours: Phone | None = None
    emergency: Phone | None = None


@dataclass(frozen=True, kw_only=True)
class Interpreter:
    """The languages that an interpreter can be had for, as tags, and the number to ring."""

    languages: tuple[Tag, ...]
    number: PhoneNumber | None = None


@dataclass(frozen=True, kw_only=True)
class Clinic:
    """clinic.yaml: a clinic's name, numbers and looks. Only the name must be there."""

    name: Prose
    department: Prose | None = None
    address: tuple[Prose, ...] = ()
    web: Url | None = None
    leaflets: PageAddress | None = None
    feedback: Prose | None = None
    phones: Phones = field(default_factory=Phones)
    interpreter: Interpreter | None = None
    logo: Prose | None = None
    colour: Colour | None = None
    sign_offs: Prose | None = None
    place: Place = field(compare=False, repr=False)


@dataclass(frozen=True)
class Profile:
    """A profile that was read and found sound. `logo` is a PNG; `notices` are what its owner should know."""

    clinic: Clinic
    path: Path
    logo: bytes | None
    ink: str | None
    notices: tuple[str, ...] = ()

    @property
    def sign_offs(self) -> Path | None:
        """The clinic's own file of sign-offs."""
        return self.path.parent / self.clinic.sign_offs if self.clinic.sign_offs else None
