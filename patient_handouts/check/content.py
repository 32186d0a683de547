"""Proves that the content fits together: every problem of every file, with its place and what to do."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from patient_handouts.check.context import Context
from patient_handouts.check.ledger import ledger_problems
from patient_handouts.check.letters import letter_problems
from patient_handouts.check.locales import locale_problems
from patient_handouts.check.recipes import recipe_problems
from patient_handouts.check.translations import translation_problems, unnoted
from patient_handouts.check.words import date_problems, word_problems
from patient_handouts.content.library import Library, LocaleContent
from patient_handouts.content.words import texts
from patient_handouts.language.rules import check_language, what_stops
from patient_handouts.locales.tags import REFERENCE_LOCALE
from patient_handouts.problems import Problem


def check(library: Library, pictograms: Iterable[str], day: datetime.date) -> list[Problem]:
    """All problems of the content, in the order of the files.

    :param pictograms: the names of the pictograms that there are.
    :param day: the day on which the handouts are to be used; facts past their date are problems.
    """
    found = set(structure(library, pictograms, day))
    for tag in library.locales:
        found.update(_language(library, tag))
    return in_order(library, found)


def structure(library: Library, pictograms: Iterable[str], day: datetime.date) -> list[Problem]:
    """All problems of the content, but for the rules of language."""
    context = Context(library, frozenset(pictograms), day)
    found = {*library.problems, *recipe_problems(context), *ledger_problems(context)}
    for content in library.locales.values():
        found.update(_locale(context, content))
    return in_order(library, found)


def language_of(library: Library, recipe: str, tag: str) -> list[Problem]:
    """What the rules of language say that keeps the handouts of a recipe in a locale from being made."""
    readable = _has_lists(library, tag) and _is_whole(library, recipe, tag)
    return [library.scoped(problem) for problem in what_stops(library, tag, [recipe])] if readable else []


def check_locale(library: Library, tag: str, day: datetime.date, language: bool = True) -> list[Problem]:
    """What is wrong in the folder of one locale, as `check` tells it.

    :param language: whether the rules of language are asked too.
    """
    folder = f"content/{tag}/"
    found = {problem for problem in library.problems if problem.place.file.startswith(folder)}
    found.update(_locale(Context(library, frozenset(), day), library.locales[tag]))
    if language:
        found.update(_language(library, tag))
    return in_order(library, found)


def in_order(library: Library, found: Iterable[Problem]) -> list[Problem]:
    """Problems in order, each knowing what it blocks.

    What looks like English is not told again where a line is known to be wrong.
    """
    ordered = sorted(found)
    wrong = {(p.place.file, p.place.line) for p in ordered if not p.rule and p.blocks is None}
    told = [p for p in ordered if p.rule != "leftover" or (p.place.file, p.place.line) not in wrong]
    return [library.scoped(problem) for problem in told]


def _locale(context: Context, content: LocaleContent) -> Iterator[Problem]:
    yield from locale_problems(context, content)
    if content.tag == REFERENCE_LOCALE:
        yield from word_problems(context, content)
        yield from letter_problems([text for tree in content.texts.values() for text in texts(tree)], content)
        return
    yield from translation_problems(context.library, content)
    yield from unnoted(context.library, content)
    for words in content.words.values():
        yield from date_problems(context, words)


def _language(library: Library, tag: str) -> Iterator[Problem]:
    """What the rules of language say; without the lists of a locale, every answer would look idle."""
    if _has_lists(library, tag):
        yield from check_language(library, tag, [name for name in library.recipes if _is_whole(library, name, tag)])


def _has_lists(library: Library, tag: str) -> bool:
    """Whether the lists of a locale were read; rules that need none hold also where there is no file of them."""
    file = f"content/{tag}/language.yaml"
    may_lack = tag != REFERENCE_LOCALE and not any(problem.place.file == file for problem in library.problems)
    return library.locales[tag].language is not None or may_lack


def _is_whole(library: Library, recipe: str, tag: str) -> bool:
    """Whether nothing is missing from the words of a recipe; a rule would stumble over a gap."""
    names = library.files_of(recipe)
    files = ["facts.yaml", *(f"recipes/{name}.yaml" for name in names)]
    files += [f"{tag}/{name}.yaml" for name in ("locale", "language", *names)]
    wrong = {problem.place.file.removeprefix("content/") for problem in library.problems}
    return wrong.isdisjoint(files) and library.is_complete(recipe, tag)
