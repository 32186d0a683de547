"""How far each language is: what is done, missing, stale, wrong and unsigned."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from patient_handouts.check import spoils
from patient_handouts.model import REFERENCE_LOCALE, Library, Which, parents
from patient_handouts.problems import Problem
from patient_handouts.translation import entries, is_stale


def alone(library: Library, tag: str) -> Library:
    """The content without the words of other languages, which need not be read to judge this one."""
    wanted = (REFERENCE_LOCALE, *parents(tag), tag)
    return replace(library, locales={name: library.locales[name] for name in library.locales if name in wanted})


@dataclass(frozen=True)
class Progress:
    """How far a locale is: its texts in all, done and open, and how many of these have no line in its files yet.

    `missing` and `stale` say where something is to be translated or looked at again.
    """

    total: int
    done: int
    open: int
    lacking: int
    missing: tuple[Problem, ...]
    stale: tuple[Problem, ...]


def progress(library: Library, tag: str) -> Progress:
    """How far a locale is."""
    content = library.locales[tag]
    found = entries(library, tag)
    stale = tuple(problem for problem in content.todo if problem.what.startswith("the English has changed"))
    missing = tuple(problem for problem in content.todo if problem not in stale)
    open_ = [entry for entry in found if entry.translation is None]
    gone = {PurePosixPath(problem.place.file).stem for problem in missing if problem.what == "the file is missing."}
    readable = sum(entry.file in content.texts or entry.file in gone for entry in open_)
    empty = sum("is missing" not in problem.what for problem in missing)
    done = len(found) - len(open_) - len(stale)
    return Progress(len(found), done, len(open_), max(readable - empty, 0), missing, stale)


@dataclass(frozen=True)
class Row:
    """How far one text of a disease is in a locale; `signed` names the roles that have approved it as it is."""

    locale: str
    disease: str
    words: str
    texts: int
    done: int
    missing: int
    stale: int
    mistakes: int
    signed: tuple[str, ...]
    offered: bool

    def cells(self) -> Iterator[object]:
        """What a table shows of it."""
        yield from (self.locale, self.disease, self.words, self.texts, self.done, self.missing, self.stale)
        yield from (self.mistakes, ", ".join(self.signed) or "nobody", "yes" if self.offered else "no")


def status(library: Library, problems: Iterable[Problem], day: datetime.date) -> list[Row]:
    """How far each text is in each locale beside English."""
    problems = list(problems)
    return [
        _row(library, problems, Which(disease, tag, words), day)
        for tag in library.locales
        if tag != REFERENCE_LOCALE
        for disease in library.diseases
        for words in dict.fromkeys(format_.words for format_ in library.formats.values())
    ]


def _row(library: Library, problems: list[Problem], which: Which, day: datetime.date) -> Row:
    recipe = library.recipe_of(which.disease, which.format)
    content = library.locales[which.locale]
    files = {"locale", *library.files_of(recipe)}
    found = [entry for entry in entries(library, which.locale) if entry.file in files]
    stale = sum(is_stale(library, entry, content.memory.get(entry.key)) for entry in found)
    missing = sum(entry.translation is None for entry in found)
    mistakes = sum(
        which.locale in problem.place.file and spoils(library, problem, recipe, which.locale) for problem in problems
    )
    offered = library.is_complete(recipe, which.locale) and not mistakes
    return Row(
        which.locale,
        which.disease,
        which.format,
        len(found),
        len(found) - missing - stale,
        missing,
        stale,
        mistakes,
        tuple(_signed(library, which, day)) if offered else (),
        offered,
    )


def _signed(library: Library, which: Which, day: datetime.date) -> Iterator[str]:
    from patient_handouts.assemble import assemble
    from patient_handouts.signoff import approval, needed

    handout = assemble(library, *which)
    for role in needed(handout):
        found = approval(library, handout, role, day)
        if found.whole and not found.over:
            yield role
