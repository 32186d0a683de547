"""Tags of languages: what people write for one, which tag they mean, and which are variants of which."""

from __future__ import annotations

import difflib
import re
import typing
from collections.abc import Iterable, Iterator
from typing import Annotated

from babel import Locale as Cldr
from babel.core import get_global
from babel.localedata import locale_identifiers

from patient_handouts.locales.cldr import cldr
from patient_handouts.problems import HandoutError, nearest
from patient_handouts.reading.shape import Scalar

REFERENCE_LOCALE = "en"
"""The locale that the others are translated from, and in which unused facts and terms are looked for."""


def parents(tag: str) -> list[str]:
    """The locales that one is a variant of, the nearest first: “es” for “es-MX”."""
    parts = tag.split("-")
    return ["-".join(parts[:length]) for length in range(len(parts) - 1, 0, -1)]


Tag = Annotated[
    str, Scalar(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?(-[a-z0-9]{5,8})*", "a locale, like “en” or “zh-Hans”")
]


FARTHEST = 10
"""How far apart two languages may be (langcodes, 0 to 100) for one to be named in place of the other."""


_ALSO_CALLED = {
    "bengali": "bn",
    "brazilian": "pt-BR",
    "farsi": "fa",
    "kurmanji": "ku",
    "mandarin": "zh-Hans",
    "cantonese": "yue",
    "moldovan": "ro",
    "serbo-croatian": "sr-Latn",
    "sorani": "ckb",
    "tagalog": "fil",
}
"""Names that people use and CLDR does not."""


_TAG: Scalar = typing.get_args(Tag)[1]


_NO_LANGUAGE = {"", "mul", "und", "zxx"}


def known_tag(typed: str) -> str:
    """A tag in its usual form: “pt-BR” for “pt_br”, and “pl” for “pl-PL”, since Polish has no other country.

    :raises HandoutError: if no language has it, with the one that is most likely meant.
    """
    import langcodes  # noqa: PLC0415  # takes a while to load; only unknown languages are asked for

    try:
        tag = langcodes.standardize_tag(typed.strip(), macro=False)
    except ValueError:
        tag = ""
    if tag == REFERENCE_LOCALE:
        raise HandoutError("English is what the others are translated from. A variant of it is, for example, “en-US”.")
    language, _, country = tag.partition("-")
    if language in _NO_LANGUAGE or not re.fullmatch(str(_TAG.pattern), tag):
        raise HandoutError(f"“{typed}” is no language tag. {_meant(typed)}")
    try:
        cldr(tag)
    except ValueError:
        if name := Cldr(REFERENCE_LOCALE).languages.get(language):
            what = f"“{tag}” is {name}; but CLDR does not say how its dates, figures and plurals are written."
            raise HandoutError(f"{what} Without that, the program cannot set it.") from None
        raise HandoutError(f"“{typed}” is no language tag. {_meant(typed)}") from None
    return language if country and _countries(language) == {country} else tag


def _countries(language: str) -> set[str]:
    """The countries, and whatever else follows a tag, by which CLDR tells apart how a language is written."""
    return {known.partition("_")[2] for known in locale_identifiers() if known.startswith(f"{language}_")}


def same_language(tag: str, known: Iterable[str]) -> str | None:
    """Of known locales, the one in the same language, script and country: “zh-Hans” for “zh”."""
    return next((other for other in known if _whole(other) == _whole(tag)), None)


def _whole(tag: str) -> str:
    """A tag with its script and country: “zh-Hans-CN” for “zh”."""
    import langcodes  # noqa: PLC0415  # takes a while to load; only unknown languages are asked for

    return str(langcodes.Language.get(tag).maximize().to_tag())


def meant_tag(typed: str) -> str | None:
    """The tag that is most likely meant by one that is none: “es” for “ES”, “Español” or “spanish”."""
    try:
        return known_tag(typed)
    except HandoutError:
        near = _near(typed)
        return near if near != REFERENCE_LOCALE else None


def _meant(typed: str) -> str:
    if tag := _near(typed):
        return f"Did you mean “{tag}” ({cldr(tag).get_display_name(REFERENCE_LOCALE)})?"
    return "Write one like “fr” or “pt-BR”."


def _near(typed: str) -> str | None:
    """By the names of the languages in English and in themselves; else by the country that the tag is of."""
    names = dict(_names())
    typed = typed.strip()
    same = {name.casefold(): name for name in names}.get(typed.casefold())
    near = same or next(iter(difflib.get_close_matches(typed.casefold(), names, n=1, cutoff=_NEAR)), None)
    if near:
        return names[near]
    country = get_global("likely_subtags").get(f"und_{re.split('[-_]', typed)[0].upper()}")
    return str(country.split("_")[0]) if country else None


_NEAR = 0.75
"""How alike (difflib, 0 to 1) what was typed and a language’s name must be."""


def _names() -> Iterator[tuple[str, str]]:
    """Names of languages in small letters, each with its tag: in the language itself and in English."""
    languages = Cldr(REFERENCE_LOCALE).languages
    for known in map(str, languages):
        tag = known.replace("_", "-")
        try:
            yield str(cldr(tag).get_display_name()).casefold(), tag
        except ValueError:
            continue
        yield str(languages[known]).casefold(), tag
    yield from _ALSO_CALLED.items()


def nearest_locale(typed: str, known: Iterable[str]) -> str:
    """A sentence that names the locale that comes nearest to one that there is not; empty if none is near."""
    import langcodes  # noqa: PLC0415  # takes a while to load; only unknown languages are asked for

    try:
        found, distance = langcodes.closest_match(typed, list(known), max_distance=FARTHEST)
    except (ValueError, LookupError):
        found, distance = "und", FARTHEST
    if distance < FARTHEST and found != "und":
        return f"The nearest is “{found}” ({cldr(found).get_display_name(REFERENCE_LOCALE)}). "
    near = nearest(typed, known)
    return f"Did you mean “{near}”? " if near else ""
