"""How a locale writes figures, dates, lists and plurals, by the data of CLDR that Babel brings."""

from __future__ import annotations

import datetime
import functools
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Protocol

from babel import Locale as Cldr
from babel import UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

MOST = 2000
"""Plural categories are asked for that a whole number up to this has; no leaflet draws or counts more."""


def cldr(tag: str) -> Cldr:
    """What CLDR knows of a locale.

    :raises ValueError: if it knows nothing of it.
    """
    try:
        return Cldr.parse(tag, sep="-")
    except UnknownLocaleError as error:
        raise ValueError(str(error)) from error


class Header(Protocol):
    """What the file that describes a locale says of its digits, dates and punctuation."""

    @property
    def digits(self) -> str | None: ...
    @property
    def date_pattern(self) -> str: ...
    @property
    def month_pattern(self) -> str: ...
    @property
    def punctuation(self) -> object: ...


def number(value: float, tag: str, header: Header) -> str:
    """A figure, like “1,234”."""
    return in_digits(str(format_decimal(value, locale=cldr(tag))), header)


def date(period: str, tag: str, header: Header) -> str:
    """A year, month or day (ISO 8601), as the locale's header writes it."""
    pattern = {4: "y", 7: str(header.month_pattern)}.get(len(period), str(header.date_pattern))
    day = datetime.date.fromisoformat((period + "-01-01")[:10])
    return in_digits(format_date(day, pattern, locale=cldr(tag)), header)


def listed(items: Iterable[str], tag: str) -> str:
    """A list, like “1, 2 and 3”."""
    return format_list(list(items), locale=cldr(tag))


def in_digits(text: str, header: Header) -> str:
    """A text with the digits of the locale."""
    return text.translate(dict(zip(map(ord, "0123456789"), header.digits, strict=True))) if header.digits else text


def plural(forms: Mapping[str, str], count: int, tag: str) -> str:
    """The form of a text for so many; that for any number where a language has one that is not written yet."""
    return str(forms.get(cldr(tag).plural_form(count)) or forms["other"])


@functools.cache
def plural_categories(tag: str) -> tuple[str, ...]:
    """The plural categories that whole numbers have in a locale, in the order of CLDR."""
    form = cldr(tag).plural_form
    found = {form(count) for count in range(1, MOST + 1)}
    return tuple(name for name in ("zero", "one", "two", "few", "many", "other") if name in found)


def direction(tag: str) -> str:
    """Which way a locale is written, “ltr” or “rtl”."""
    return "rtl" if cldr(tag).character_order == "right-to-left" else "ltr"


def punctuation(header: Header) -> Mapping[str, str]:
    """The punctuation that the page sets, and as “gap” what follows a colon, a semicolon or a sentence.

    A stop as wide as a Chinese one brings its own space (Unicode Standard Annex 11, East Asian Width).
    """
    given = {name: str(mark) for name, mark in vars(header.punctuation).items()}
    return given | {"gap": "" if unicodedata.east_asian_width(given["stop"][-1]) in "WF" else " "}
