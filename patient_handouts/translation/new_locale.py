"""The files of a new locale: every text empty, with the English above it."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from babel import Locale as Cldr

from patient_handouts.content.blocks import Tree
from patient_handouts.content.library import Library
from patient_handouts.content.translations import parent_of
from patient_handouts.locales.cldr import cldr, plural_categories
from patient_handouts.locales.scripts import SCRIPTS, digits_of, script_of
from patient_handouts.locales.tags import REFERENCE_LOCALE, known_tag, same_language
from patient_handouts.problems import HandoutError
from patient_handouts.reading.edit import comment_lines
from patient_handouts.reading.shape import Located

ANSWERED_AGAIN = r"allow (balance|denominators|one-sided)\b"
"""Answers to rules that hold in every language, whatever its lists: they are taken along into a new one."""


def begun(library: Library, tag: str, content: Path, day: datetime.date) -> tuple[str, str | None, dict[str, str]]:
    """How a language is begun: its tag, the language that it is a variant of, if any, and its files by name.

    :raises HandoutError: if it is there already, or nothing is known of it.
    """
    tag = known_tag(tag)
    if (content / tag).exists():
        raise HandoutError(f"content/{tag} is there already. See what it lacks: python generate.py locale check {tag}")
    parent = parent_of(library, tag)
    if not parent and (other := same_language(tag, library.locales)):
        raise HandoutError(f"“{tag}” is there already, as content/{other}.")
    return tag, parent, new_variant(tag, parent) if parent else new_locale(library, tag, day)


def new_locale(library: Library, tag: str, day: datetime.date) -> dict[str, str]:
    """The files of a new locale by name: every text empty, with the English as a comment above it."""
    found = {"locale.yaml": _header(library, tag)}
    for file, tree in library.locales[REFERENCE_LOCALE].texts.items():
        if file != "locale":
            found[f"{file}.yaml"] = _words(file, tree, day)
    return found


def new_variant(tag: str, parent: str) -> dict[str, str]:
    """The files of a new variant of a locale: none but an empty header, since it holds only what differs."""
    lines = [
        "# yaml-language-server: $schema=../schema/locale.schema.json",
        f"# A variant of “{parent}”: here and in further files stands only what differs from it, under the same keys.",
        "",
        f"name: {json.dumps(_own_name(tag), ensure_ascii=False)}",
    ]
    return {"locale.yaml": "\n".join(lines) + "\n"}


def _own_name(tag: str) -> str:
    name = cldr(tag).get_display_name() or tag
    return name[:1].upper() + name[1:]


def order(library: Library, file: str) -> Iterator[list[str]]:
    """The paths of a file's keys in the order of the English."""

    def walk(tree: Tree, above: list[str]) -> Iterator[list[str]]:
        for key, value in tree.items():
            yield [*above, key]
            if isinstance(value, Mapping):
                yield from walk(value, [*above, key])

    return walk(library.locales[REFERENCE_LOCALE].texts[file], [])


def _words(file: str, tree: Tree, day: datetime.date) -> str:
    lines = [f"# yaml-language-server: $schema=../schema/words-{file}.schema.json", "", f"date: {day}", ""]
    return _joined([*lines, *_empty(tree, "")])


def _empty(tree: Tree, indent: str) -> Iterator[str]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from () if indent else ("",)
            yield f"{indent}{key}:"
            yield from _empty(value, indent + "  ")
        elif isinstance(value, Located):
            yield from comment_lines(value, indent)
            answers = (remark for _, remark in value.node.remarks if re.match(ANSWERED_AGAIN, remark))
            yield from (f"{indent}# {answer}" for answer in answers)
            yield f'{indent}{key}: ""'
        if len(indent) == 2 and isinstance(value, Mapping):
            yield ""


def _joined(lines: Iterable[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip("\n") + "\n"


def _header(library: Library, tag: str) -> str:
    english = library.locales[REFERENCE_LOCALE]
    labels = english.texts["locale"]
    lines = ["# yaml-language-server: $schema=../schema/locale.schema.json", *header_of(tag), ""]
    return _joined([*lines, *_empty(_with_plurals(labels, tag), "")])


def _with_plurals(tree: Mapping[str, Any], tag: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in tree.items():
        if (
            isinstance(value, Mapping)
            and "other" in value
            and all(isinstance(text, Located) for text in value.values())
        ):
            found[key] = {name: value.get(name, value["other"]) for name in plural_categories(tag)}
        else:
            found[key] = _with_plurals(value, tag) if isinstance(value, Mapping) else value
    return found


def header_of(tag: str) -> Iterator[str]:
    """The lines of a locale's header, as far as CLDR and the fonts know them."""
    locale, script = cldr(tag), script_of(tag) or SCRIPTS["Latn"]
    name = locale.get_display_name(locale) or tag
    yield f"# {locale.get_display_name(Cldr('en'))}. Made by “generate.py locale new”: please look it over."
    yield ""
    yield "# What the language calls itself, and the side that it is read from: ltr (left to right) or rtl."
    yield f"name: {_quoted(name[:1].upper() + name[1:])}"
    yield f"direction: {'rtl' if locale.character_order == 'right-to-left' else 'ltr'}"
    yield ""
    yield "# Fonts: the first one that has a letter sets it."
    yield f"fonts: [{', '.join(map(_quoted, script.fonts))}]"
    yield "# How many times as high as in English a line is; and how many times as many pages a leaflet may fill."
    yield f"line-height: {_quoted(script.line_height)}"
    yield 'room: "1.3"'
    yield ""
    if digits := digits_of(tag):
        yield "# Figures are printed in Western digits. For those of this language, take the “# ” from the next line."
        yield f"# digits: {_quoted(digits)}"
        yield ""
    yield "# How dates are written (patterns of CLDR): a day, and a month."
    yield f"date-pattern: {_quoted(locale.date_formats['long'].pattern)}"
    yield f"month-pattern: {_quoted(locale.datetime_skeletons['yMMMM'].pattern)}"
    yield ""
    yield "# The punctuation that the page itself sets, as between “Important” and what is."
    marks = (f"{key}: {_quoted(getattr(script, key))}" for key in ("colon", "semicolon", "stop"))
    yield f"punctuation: {{{', '.join(marks)}}}"
    yield ""
    yield "# Names that hold a digit and are no figures, like “type 1 diabetes”, as they are written in this language."
    yield 'names-with-digits: ["CC BY 4.0", "ICD-10"]'


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
