"""Language tags (BCP 47) as people type them: a known one, or the one that they most likely mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from babel import Locale as Cldr

from patient_handouts.cldr import cldr
from patient_handouts.model import REFERENCE_LOCALE
from patient_handouts.problems import HandoutError, did_you_mean, nearest

FARTHEST = 10
"""How far apart two languages may be (langcodes, 0 to 100) for one to be named in place of the other."""


def known_tag(typed: str) -> str:
    """A tag in its usual form: “pt-BR” for “pt_br”.

    :raises HandoutError: if no language has it, with the one that is most likely meant.
    """
    import langcodes

    try:
        tag = langcodes.standardize_tag(typed.strip(), macro=False)
        cldr(tag)
    except (ValueError, LookupError):
        raise HandoutError(f"“{typed}” is no language tag. {_meant(typed)}") from None
    if tag.partition("-")[0] == REFERENCE_LOCALE and tag == REFERENCE_LOCALE:
        raise HandoutError("English is what the others are translated from. A variant of it is, for example, “en-US”.")
    return tag


def meant_tag(typed: str) -> str | None:
    """The tag that is most likely meant by one that is none: “es” for “ES”, “Español” or “spanish”."""
    try:
        return known_tag(typed)
    except HandoutError:
        names = dict(_names()) if len(typed) > len("eng") else {}
        found = nearest(typed, names)
        return names[found] if found and names[found] != REFERENCE_LOCALE else None


def _meant(typed: str) -> str:
    """By the names of the languages in English and in themselves; else by the spelling of the tag."""
    names = dict(_names())
    found = nearest(typed, names)
    if found:
        return f"Did you mean “{names[found]}”, {found}?"
    return did_you_mean(re.split(r"[-_]", typed.lower())[0], set(names.values())) or "Write one like “fr” or “pt-BR”."


def _names() -> Iterator[tuple[str, str]]:
    english = Cldr(REFERENCE_LOCALE)
    for tag, name in english.languages.items():
        if re.fullmatch("[a-z]{2,3}", tag):
            yield name, tag
            try:
                yield str(cldr(tag).get_display_name() or name), tag
            except ValueError:
                continue


def nearest_locale(typed: str, known: Iterable[str]) -> str:
    """A sentence that names the locale that comes nearest to one that there is not; empty if none is near."""
    import langcodes

    try:
        found, distance = langcodes.closest_match(typed, list(known), max_distance=FARTHEST)
    except (ValueError, LookupError):
        found, distance = "und", FARTHEST
    if distance < FARTHEST and found != "und":
        return f"The nearest is “{found}” ({cldr(found).get_display_name(REFERENCE_LOCALE)}). "
    near = nearest(typed, known)
    return f"Did you mean “{near}”? " if near else ""
