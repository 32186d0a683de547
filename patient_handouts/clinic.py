"""The clinic profile: whose leaflet it is, whom to ring, and how the leaflet looks as the clinic's own.

A profile adds to a leaflet and takes nothing away: it holds no text of a warning, a mark, a source or an edition.
"""

from __future__ import annotations

import colorsys
import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Annotated, Any

from patient_handouts import strict_yaml
from patient_handouts.model import REFERENCE_LOCALE, Locale, Tag, Url, Which
from patient_handouts.problems import HandoutError, Place, Problem
from patient_handouts.shape import INVALID, Located, Prose, Scalar, key_of, place_of, read

if TYPE_CHECKING:
    from patient_handouts.logo import Logo

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

LONGEST_LINE = 90
"""Letters of the longest line of a profile; a longer name belongs on two lines."""


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
    """A profile that was read and found sound. `notices` is what its owner should know."""

    clinic: Clinic
    path: Path
    logo: Logo | None
    ink: str | None
    notices: tuple[str, ...] = ()

    @property
    def sign_offs(self) -> Path | None:
        """The clinic's own file of sign-offs."""
        return self.path.parent / self.clinic.sign_offs if self.clinic.sign_offs else None


def load_profile(path: Path) -> Profile:
    """Read a profile and its logo.

    :raises HandoutError: with every mistake in it, each with its place, what is wrong and what to write instead.
    """
    node, problems = strict_yaml.parse(path, str(path))
    clinic: Any = INVALID if node is None else read(node, Clinic, problems)
    logo = None
    if clinic is not INVALID:
        problems += _mistakes(clinic, path.parent)
        if clinic.logo and not _outside(clinic.logo, path.parent):
            from patient_handouts.logo import read_logo

            try:
                logo = read_logo(path.parent / clinic.logo)
            except HandoutError as error:
                problems.append(Problem(place_of(clinic.logo), str(error)))
    if problems or clinic is INVALID:
        raise HandoutError("\n".join(map(str, sorted(problems))))
    ink = readable(clinic.colour) if clinic.colour else None
    notices: tuple[str, ...] = ()
    if ink and ink != clinic.colour.lower():
        what = f"the colour {clinic.colour} is too light to read; {ink} is used, the same colour but darker."
        notices = (f"{place_of(clinic.colour)}: {what}",)
    return Profile(clinic, path, logo, ink, notices)


def _mistakes(clinic: Clinic, folder: Path) -> Iterator[Problem]:
    for text in _lines(clinic):
        if "\n" in text.strip():
            yield Problem(text.place, "here can stand only one line.", "Take out the line break.")
        if len(text) > LONGEST_LINE:
            what = f"the text has {len(text)} letters; at most {LONGEST_LINE} fit."
            yield Problem(text.place, what, "Shorten it, or put a part of it into “department” or “address”.")
    if len(clinic.address) > MOST_LINES:
        place = place_of(clinic.address[MOST_LINES])
        yield Problem(place, f"the address has more than {MOST_LINES} lines.", "Shorten it.")
    if clinic.interpreter:
        yield from _unknown_languages(clinic.interpreter)
    for file in filter(None, (clinic.logo, clinic.sign_offs)):
        if _outside(file, folder):
            what = f"“{file}” is not a file beside the profile, or in a folder beside it."
            yield Problem(place_of(file), what, "Copy it there, and write its name.")
    if (name := clinic.sign_offs) and not _outside(name, folder) and not (folder / name).is_file():
        yield Problem(place_of(name), f"there is no file “{name}” beside the profile.", "Correct its name.")


def _outside(name: str, folder: Path) -> bool:
    """Whether the name of a file leads out of the folder of the profile: a profile may read nothing else."""
    if PureWindowsPath(name).drive or PureWindowsPath(name).root or ".." in PureWindowsPath(name).parts:
        return True  # by the rules of Windows and of all others
    try:
        return not (folder / name).resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):  # a zero byte, or links in a circle
        return True


MOST_LINES = 5
"""Lines of the longest address."""


def _lines(clinic: Clinic) -> Iterator[Located]:
    for text in (clinic.name, clinic.department, clinic.feedback, clinic.web, clinic.leaflets, *clinic.address):
        if text:
            assert isinstance(text, Located)
            yield text


def _unknown_languages(interpreter: Interpreter) -> Iterator[Problem]:
    from patient_handouts.cldr import cldr

    known = [str(code) for code in cldr(REFERENCE_LOCALE).languages]
    for tag in interpreter.languages:
        try:
            cldr(tag)
        except ValueError:
            if tag not in known:  # CLDR has names for more languages than it has data for
                what = f"“{tag}” is no language that is known."
                yield Problem(place_of(tag), what, "Write a code like “ar” or “zh-Hans”.")


# --- the colour ---

LEAST_CONTRAST = 8.0
"""Ink on white, by WCAG 2.2: so that it has 7 to 1 on the tint too, and stays apart from grey people in print."""


def readable(colour: str) -> str:
    """A colour made darker, in its own hue, until text in it can be read on white and on a light tint."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    while contrast_with_white(colour) < LEAST_CONTRAST:
        lightness -= 0.01
        channels = colorsys.hls_to_rgb(hue, max(lightness, 0), saturation)
        colour = "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)
    return colour.lower()


def tint(ink: str) -> str:
    """A light tint of a colour, to stand behind text: L* above 92."""
    channels = (int(ink[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - channel) * 0.07):02x}" for channel in channels)


def contrast_with_white(colour: str) -> float:
    """The contrast of a colour with white (WCAG 2.2, relative luminance)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


# --- as a leaflet prints it ---


@dataclass(frozen=True)
class Answered:
    """A number to ring, and when, in the words of the leaflet's language."""

    number: str
    hours: str = ""


@dataclass(frozen=True)
class Details:
    """What a leaflet prints of a clinic, in the leaflet's language."""

    name: str
    department: str
    address: tuple[str, ...]
    web: str
    online: str
    feedback: str
    phones: Mapping[str, Answered]
    interpreter: str
    interpreter_number: str
    logo: bool

    def lines(self) -> Iterator[str]:
        """All of its text, to see whether the fonts have the letters for it."""
        yield from (self.name, self.department, *self.address, self.feedback)
        yield from (f"{phone.number} {phone.hours}" for phone in self.phones.values())
        yield from (self.web, self.online, self.interpreter, self.interpreter_number)

    def with_texts(self, plain: Callable[[str], str]) -> Details:
        """The same with all that is said in the leaflet's language changed; its own lines are not."""
        phones = {name: replace(phone, hours=plain(phone.hours)) for name, phone in self.phones.items()}
        return replace(self, phones=phones, interpreter=plain(self.interpreter))


def details(profile: Profile, which: Which, header: Locale) -> Details:
    """A clinic's details as a handout prints them."""
    clinic = profile.clinic
    phones = {key_of(given.name): getattr(clinic.phones, given.name) for given in fields(Phones)}
    feedback = clinic.feedback or clinic.web
    return Details(
        name=clinic.name,
        department=clinic.department or "",
        address=clinic.address,
        web=clinic.web or "",
        online=_online(clinic.leaflets, which) if clinic.leaflets else "",
        feedback=feedback or "",
        phones={
            contact: Answered(phone.number, written_hours(phone.hours, which.locale, header) if phone.hours else "")
            for contact, phone in phones.items()
            if phone
        },
        interpreter=_interpreter(clinic.interpreter, which.locale, header) if clinic.interpreter else "",
        interpreter_number=(clinic.interpreter.number or "") if clinic.interpreter else "",
        logo=profile.logo is not None,
    )


def _online(address: str, which: Which) -> str:
    """The clinic's page of a handout."""
    for name, value in which._asdict().items():
        address = address.replace(f"{{{name}}}", value)
    return address


def written_hours(hours: str, tag: str, header: Locale) -> str:
    """Opening hours in a locale's words: “Monday to Friday, 09:00 to 17:00”."""
    from babel.dates import get_day_names

    from patient_handouts.cldr import cldr, in_digits, signs

    if hours == "always":
        return str(header.labels.always)
    names = get_day_names("wide", locale=cldr(tag))
    shifts = []
    for shift in hours.split(", "):
        days, times = shift.split(" ")
        written = [str(names[DAYS.index(day)]) for day in days.split("-")]
        shifts.append(f"{_from_to(written, header)}, {_from_to([_time(t, tag) for t in times.split('-')], header)}")
    given = signs(header)
    return in_digits(f"{given['semicolon']}{given['gap']}".join(shifts), header)


def _from_to(parts: list[str], header: Locale) -> str:
    if len(parts) == 1:
        return parts[0]
    return header.labels.from_to.replace("{from}", parts[0]).replace("{to}", parts[1])


def _time(time: str, tag: str) -> str:
    from babel.dates import format_time

    from patient_handouts.cldr import cldr

    hour, minute = map(int, time.split(":"))
    return str(format_time(datetime.time(hour % 24, minute), "short", locale=cldr(tag)))


def _interpreter(interpreter: Interpreter, tag: str, header: Locale) -> str:
    from patient_handouts.cldr import cldr, listed

    here = cldr(tag)
    names = sorted(str(here.languages.get(code.replace("-", "_"), code)) for code in interpreter.languages)
    return header.labels.interpreter.replace("{languages}", listed(names, tag))


# --- a first profile ---

EXAMPLE = """\
# A clinic's own details on its leaflets. Write your name between the quotes; of the rest, take the “# ” away from the
# lines that you want, and put your own details into them. “python generate.py clinic check” finds every mistake.

name: ""

# department: "Name of the department"
# address: ["12 Example Street", "Example Town AB1 2CD"]
# web: "https://www.example.org"

# Your page of each leaflet on the web, printed with a QR code to it.
# leaflets: "https://www.example.org/leaflets/{locale}/{disease}-{format}"

# Where patients write if something in the leaflet is wrong or unclear.
# feedback: "leaflets@example.org"

# The numbers that patients ring. Hours: “mon-fri 09:00-17:00, sat 10:00-12:00”, or “always”; they are printed in the
# words of each leaflet's language. Leave a number out, and there is a line to write on.
# phones:
#   day-line: {number: "+44 20 7946 0000", hours: "mon-fri 09:00-17:00"}
#   out-of-hours: {number: "+44 20 7946 0001"}
#   emergency: {number: "112", hours: "always"}

# The languages that you can get an interpreter for, as codes: ar Arabic, es Spanish, hi Hindi, pl Polish …
# interpreter: {languages: [ar, es, hi, pl, zh], number: "+44 20 7946 0002"}

# Your logo, as a file beside this one: SVG, or PNG or JPEG of 600 pixels or more.
# logo: "logo.png"

# Your colour. One that is too light to read is made darker, and the build says so.
# colour: "#0b4a66"

# Your own sign-offs, as a file beside this one (see docs/clinical-review.md).
# sign-offs: "signoffs.yaml"
"""
"""A commented profile to begin with. Nothing is filled in: made-up numbers must never come onto a leaflet."""
