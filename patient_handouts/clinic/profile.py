"""The clinic profile: whose leaflet it is, whom to ring, and how the leaflet looks as the clinic's own.

A profile adds to a leaflet and takes nothing away: it holds no text of a warning, a mark, a source or an edition.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PureWindowsPath
from typing import Any

from patient_handouts.clinic.logo import read_logo
from patient_handouts.colour import readable
from patient_handouts.content.clinic import Clinic, Interpreter, Profile
from patient_handouts.locales.cldr import cldr
from patient_handouts.locales.tags import REFERENCE_LOCALE
from patient_handouts.problems import HandoutError, Problem
from patient_handouts.reading import strict_yaml
from patient_handouts.reading.reader import read
from patient_handouts.reading.shape import INVALID, Located, place_of

LONGEST_LINE = 90
"""Letters of the longest line of a profile; a longer name belongs on two lines."""


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
            try:
                logo = read_logo(path.parent / clinic.logo)
            except HandoutError as error:
                problems.append(Problem(place_of(clinic.logo), str(error)))
    if problems or clinic is INVALID:
        raise HandoutError("\n".join(map(str, sorted(problems))))
    ink = readable(clinic.colour) if clinic.colour else None
    notices: tuple[str, ...] = ()
    if ink and ink != clinic.colour.lower():
        what = f"the colour {clinic.colour} is too light to read, so the darker {ink} is used."
        notices = (f"{place_of(clinic.colour)}: {what}",)
    return Profile(clinic, path, logo, ink, notices)


def _mistakes(clinic: Clinic, folder: Path) -> Iterator[Problem]:
    for text in _lines(clinic):
        if "\n" in text.strip():
            yield Problem(text.place, "only one line is allowed here.", "Take out the line break.")
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
    known = [str(code) for code in cldr(REFERENCE_LOCALE).languages]
    for tag in interpreter.languages:
        try:
            cldr(tag)
        except ValueError:
            if tag not in known:  # CLDR has names for more languages than it has data for
                what = f"“{tag}” is no language that is known."
                yield Problem(place_of(tag), what, "Write a code like “ar” or “zh-Hans”.")


def example() -> bytes:
    """A commented profile to begin with. Nothing is filled in: made-up numbers must never come onto a leaflet."""
    return Path(__file__).with_name("example.yaml").read_bytes()
