"""A handout as a clinic's own, or with a note for one patient."""

from __future__ import annotations

import datetime
from dataclasses import fields, replace

from babel.dates import format_time, get_day_names

from patient_handouts.content.clinic import DAYS, Interpreter, Phones, Profile
from patient_handouts.content.library import Library
from patient_handouts.content.locale import LocaleHeader
from patient_handouts.content.names import HandoutName
from patient_handouts.handout.parts import Answered, Details, Handout, Note
from patient_handouts.invisible import hidden_character
from patient_handouts.locales.cldr import cldr, in_digits, listed, punctuation
from patient_handouts.locales.fonts import MissingLettersError, more_fonts
from patient_handouts.problems import HandoutError
from patient_handouts.reading.shape import key_of


class DetailsError(HandoutError):
    """A clinic's details, or a note, that cannot be printed on any handout."""


def for_clinic(handout: Handout, library: Library, profile: Profile) -> Handout:
    """A handout as a clinic's own.

    :raises DetailsError: if no font of Noto has a letter of the profile.
    """
    header = library.locales[handout.locale].header
    assert header
    given = details(profile, handout.handout_name, header)
    try:
        fonts = handout.fonts + more_fonts("".join(given.lines()), handout.fonts)
    except MissingLettersError as error:
        raise DetailsError(str(error)) from error
    return replace(handout, clinic=given, fonts=fonts, ink=profile.ink)


LONGEST_NOTE = 800
"""Letters of the longest note from the care team; a longer one is a letter."""


def with_note(handout: Handout, note: str) -> Handout:
    """A handout with a note from the care team. The messages of errors say nothing of the note.

    :raises DetailsError: if the note is too long, or cannot be printed.
    """
    lines = tuple(" ".join(line.split()) for line in note.splitlines() if line.strip())
    if sum(map(len, lines)) > LONGEST_NOTE or len(lines) > 20:
        raise DetailsError(f"The note is too long: at most {LONGEST_NOTE} letters, on at most 20 lines.")
    text = "".join(lines)
    if hidden_character(text):
        raise DetailsError("The note contains invisible characters. Retype it.")
    try:
        fonts = handout.fonts + more_fonts(text, handout.fonts)
    except MissingLettersError:  # which names them
        raise DetailsError("The note has a letter or a picture that no font here can print. Leave it out.") from None
    return replace(handout, note=Note(lines), fonts=fonts)


def details(profile: Profile, name: HandoutName, header: LocaleHeader) -> Details:
    """A clinic's details as a handout prints them."""
    clinic = profile.clinic
    phones = {key_of(given.name): getattr(clinic.phones, given.name) for given in fields(Phones)}
    feedback = clinic.feedback or clinic.web
    return Details(
        name=clinic.name,
        department=clinic.department or "",
        address=clinic.address,
        web=clinic.web or "",
        online=_online(clinic.leaflets, name) if clinic.leaflets else "",
        feedback=feedback or "",
        phones={
            contact: Answered(phone.number, written_hours(phone.hours, name.locale, header) if phone.hours else "")
            for contact, phone in phones.items()
            if phone
        },
        interpreter=_interpreter(clinic.interpreter, name.locale, header) if clinic.interpreter else "",
        interpreter_number=(clinic.interpreter.number or "") if clinic.interpreter else "",
        logo=profile.logo is not None,
    )


def _online(address: str, name: HandoutName) -> str:
    """The clinic's page of a handout."""
    for part, value in name._asdict().items():
        address = address.replace(f"{{{part}}}", value)
    return address


def written_hours(hours: str, tag: str, header: LocaleHeader) -> str:
    """Opening hours in a locale's words: “Monday to Friday, 09:00 to 17:00”."""
    if hours == "always":
        return str(header.labels.always)
    names = get_day_names("wide", locale=cldr(tag))
    shifts = []
    for shift in hours.split(", "):
        days, times = shift.split(" ")
        written = [str(names[DAYS.index(day)]) for day in days.split("-")]
        shifts.append(f"{_from_to(written, header)}, {_from_to([_time(t, tag) for t in times.split('-')], header)}")
    given = punctuation(header)
    return in_digits(f"{given['semicolon']}{given['gap']}".join(shifts), header)


def _from_to(parts: list[str], header: LocaleHeader) -> str:
    if len(parts) == 1:
        return parts[0]
    return header.labels.from_to.replace("{from}", parts[0]).replace("{to}", parts[1])


def _time(time: str, tag: str) -> str:
    hour, minute = map(int, time.split(":"))
    return str(format_time(datetime.time(hour % 24, minute), "short", locale=cldr(tag)))


def _interpreter(interpreter: Interpreter, tag: str, header: LocaleHeader) -> str:
    here = cldr(tag)
    names = sorted(str(here.languages.get(code.replace("-", "_"), code)) for code in interpreter.languages)
    return header.labels.interpreter.replace("{languages}", listed(names, tag))
