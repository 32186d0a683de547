"""The file that describes a language: its labels, plural forms, dates, digits, fonts and marks."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping

from patient_handouts.check.context import Context, unknown
from patient_handouts.check.words import plain_problems
from patient_handouts.content.library import LocaleContent
from patient_handouts.content.locale import PLACEHOLDERS_OF_CATALOGUE, PLACEHOLDERS_OF_LABELS, LocaleHeader
from patient_handouts.locales import cldr, fonts, scripts
from patient_handouts.locales.draft_words import draft_words, says_draft
from patient_handouts.locales.tags import REFERENCE_LOCALE
from patient_handouts.problems import BLOCKS_NOTHING, Place, Problem, nearest
from patient_handouts.reading import inline
from patient_handouts.reading.shape import Located, key_of, place_of


def locale_problems(context: Context, content: LocaleContent) -> Iterator[Problem]:
    """What is wrong in the files that describe a language, beside its words."""
    if content.tag == REFERENCE_LOCALE and content.language is None and context.is_read("en/language.yaml"):
        place = Place(f"content/{content.tag}/language.yaml")
        advice = "It holds the lists of hard words and of hype; begin with a copy of the English one."
        yield Problem(place, "the file is missing.", advice)
    if content.header:
        yield from _header(content.tag, content.header)
        if content.tag == REFERENCE_LOCALE:
            for label, placeholders in _labels(content.header):
                yield from plain_problems(label, placeholders, content.header.names_with_digits)
        yield from _names_of_formats(context, content.header)
    yield from _terms(content)


def _labels(header: LocaleHeader) -> Iterator[tuple[Located, frozenset[str]]]:
    """All labels, each with the placeholders that it must have."""
    for field, label in vars(header.labels).items():
        wanted = PLACEHOLDERS_OF_LABELS.get(key_of(field), frozenset())
        if isinstance(label, Located):
            yield label, wanted
        for category, form in label.items() if isinstance(label, Mapping) else ():
            assert isinstance(form, Located)
            says_one = category == "one" and "people" not in form.placeholders
            yield form, wanted - {"people"} if says_one else wanted
    for field, label in vars(header.catalogue).items():
        yield label, PLACEHOLDERS_OF_CATALOGUE.get(key_of(field), frozenset())
    for name in header.formats.values():
        assert isinstance(name, Located)
        yield name, frozenset()


def _names_of_formats(context: Context, header: LocaleHeader) -> Iterator[Problem]:
    if not context.is_read("formats.yaml"):
        return
    formats = context.library.formats
    yield from unknown(header.formats, formats, "format")
    for name in sorted(set(formats) - set(header.formats)):
        what = f"“formats” has no name for the format “{name}”."
        yield Problem(place_of(header.name), what, f'Write “{name}: "…"” there.')


def _header(tag: str, header: LocaleHeader) -> Iterator[Problem]:
    yield from _plural_forms(tag, header)
    direction = cldr.direction(tag)
    if header.direction != direction:
        what = f"this language is written from {'left to right' if direction == 'ltr' else 'right to left'}."
        yield Problem(place_of(header.direction), what, f"Write “{direction}”.")
    for pattern, parts in ((header.date_pattern, "dMy"), (header.month_pattern, "My")):
        lacking = [part for part in parts if part not in re.sub("'[^']*'", "", pattern).replace("L", "M")]
        if lacking:
            named = {"d": "day (d)", "M": "month (MMMM)", "y": "year (y)"}[lacking[0]]
            yield Problem(place_of(pattern), f"the date pattern lacks the {named}.", "Write it where it belongs.")
    yield from _digits(header)
    yield from _marks(tag, header)
    yield from _fonts(tag, header)
    for name in header.names_with_digits:
        numbers = inline.digits(re.sub(r"(?<=\d)[.,](?=\d)", "", name))
        if len(numbers) != 1 or not any(char.isalpha() for char in name):
            what = f"“{name}” is not a name that contains a number."
            yield Problem(place_of(name), what, "Figures belong in facts.yaml.")


def _plural_forms(tag: str, header: LocaleHeader) -> Iterator[Problem]:
    wanted = cldr.plural_categories(tag)
    for name in ("drawing", "sources"):
        forms = getattr(header.labels, name)
        for category in wanted:
            if category not in forms:
                what = f"the label “{name}” lacks its plural form “{category}”."
                place = place_of(next(iter(forms.values()), header.name))
                yield Problem(place, what, f'Write “{category}: "…"” there.')
        for category in forms.keys() - set(wanted):
            what = f"this language has no plural form “{category}” (CLDR: {', '.join(wanted)})."
            yield Problem(place_of(forms[category]), what, "Delete it.", BLOCKS_NOTHING)


def _marks(tag: str, header: LocaleHeader) -> Iterator[Problem]:
    """What nobody has checked says so on every page, in words, and never that somebody has."""
    labels = header.labels
    for name in ("draft", "draft_translation"):
        mark = getattr(labels, name)
        if not says_draft(mark, tag):
            words = " or ".join(f"“{word}”" for word in draft_words(tag))
            what = f"the mark “{key_of(name)}” does not say that the text is a draft."
            yield Problem(place_of(mark), what, f"Begin it with {words}.")
    for name in ("draft", "draft_translation", "not_checked", "translation_not_checked", "not_tested"):
        mark = getattr(labels, name)
        for other in ("checked", "translation_checked", "tested"):
            approved = _bare(getattr(labels, other).partition("{")[0], tag)
            if approved and _bare(mark, tag).startswith(approved):
                what = f"“{key_of(name)}” says the same as “{key_of(other)}”, while nobody has checked the text."
                yield Problem(place_of(mark), what, "Say that it has not been checked yet.")


def _bare(label: str, tag: str) -> str:
    """What a label says, without the word for a draft and the characters around it."""
    for word in draft_words(tag):
        label = label.casefold().replace(word, "")
    return label.casefold().strip(" \n:：,，.。·-–—")


def _digits(header: LocaleHeader) -> Iterator[Problem]:
    """Figures are written in the ten digits of one script, in order; with others, patients read wrong numbers."""
    if header.digits and header.digits != _digits_like(header.digits):
        what = f"the digits “{header.digits}” are not zero to nine of one script in order: figures would be wrong."
        yield Problem(place_of(header.digits), what, f"Write “{_digits_like(header.digits)}”, or leave “digits” out.")


def _digits_like(digits: str) -> str:
    """The ten digits, in order, of the script that the first of some digits belongs to."""
    zero = ord(digits[0]) - unicodedata.decimal(digits[0])
    return "".join(chr(zero + value) for value in range(10))


def _terms(content: LocaleContent) -> Iterator[Problem]:
    if content.tag == REFERENCE_LOCALE:
        return
    for name, term in content.terms.items():
        if not term.use or not term.english:
            lacking = "use" if term.english else "english"
            what = f"the term “{name}” has nothing under “{lacking}”."
            yield Problem(place_of(name), what, f'Write “{lacking}: ["…"]” there, or delete the term.', BLOCKS_NOTHING)


def _fonts(tag: str, header: LocaleHeader) -> Iterator[Problem]:
    script = scripts.script_of(tag)
    usual = f"Write “fonts: [{', '.join(json.dumps(family) for family in script.fonts)}]”." if script else ""
    if not header.fonts:
        advice = usual or 'Write “fonts: ["Noto Sans"]” or another font.'
        yield Problem(place_of(header.name), "no font is named.", advice)
    for family in header.fonts:
        if family not in scripts.FONTS and not fonts.is_installed(family):
            near = nearest(family, scripts.FONTS)
            what = f"there is no font “{family}” here."
            yield Problem(place_of(family), what, f"Did you mean “{near}”?" if near else usual)
