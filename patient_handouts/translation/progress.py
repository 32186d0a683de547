"""How far each language is: what is done, missing, stale, wrong and unsigned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from patient_handouts.approval.standing import approval, needed
from patient_handouts.content.library import Library
from patient_handouts.content.names import HandoutName
from patient_handouts.content.translations import entries, is_stale
from patient_handouts.locales.tags import REFERENCE_LOCALE
from patient_handouts.problems import Kind, Problem
from patient_handouts.snapshot import Snapshot


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
    stale = tuple(problem for problem in content.todo if problem.kind == Kind.STALE)
    missing = tuple(problem for problem in content.todo if problem.kind != Kind.STALE)
    open_ = [entry for entry in found if entry.translation is None]
    gone = {PurePosixPath(problem.place.file).stem for problem in missing if problem.kind == Kind.NO_FILE}
    readable = sum(entry.file in content.texts or entry.file in gone for entry in open_)
    empty = sum(problem.kind == Kind.EMPTY for problem in missing)
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


def status(now: Snapshot) -> list[Row]:
    """How far each text is in each locale beside English."""
    library = now.library
    return [
        _row(now, HandoutName(disease, tag, words))
        for tag in library.locales
        if tag != REFERENCE_LOCALE
        for disease in library.diseases
        for words in dict.fromkeys(format_.text_of for format_ in library.formats.values())
    ]


def _row(now: Snapshot, name: HandoutName) -> Row:
    library = now.library
    recipe = library.recipe_of(name.disease, name.format)
    content = library.locales[name.locale]
    files = {"locale", *library.files_of(recipe)}
    found = [entry for entry in entries(library, name.locale) if entry.file in files]
    stale = sum(is_stale(library, entry, content.memory.get(entry.key)) for entry in found)
    missing = sum(entry.translation is None for entry in found)
    offered = library.is_complete(recipe, name.locale) and not now.blocking(name)
    return Row(
        name.locale,
        name.disease,
        name.format,
        len(found),
        len(found) - missing - stale,
        missing,
        stale,
        sum(_is_of(library, problem, recipe, name.locale) for problem in now.problems),
        tuple(_signed(now, name)) if offered else (),
        offered,
    )


def _is_of(library: Library, problem: Problem, recipe: str, tag: str) -> bool:
    """Whether a mistake stands in a locale's own words, and concerns a recipe."""
    scope = library.scope_of(problem)
    return scope.locales is not None and scope.covers(recipe, tag)


def _signed(now: Snapshot, name: HandoutName) -> Iterator[str]:
    handout = now.handout(name, allow_expired=True)
    for role in needed(handout):
        found = approval(now.library, handout, now.english_of(handout), role, now.day)
        if found.whole and not found.over:
            yield role
