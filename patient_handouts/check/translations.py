"""Translations beside their English: what is wrong in the words of a locale, text by text and file by file."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from patient_handouts.check.letters import letter_problems
from patient_handouts.check.translated_files import copies, file_of, terms_kept, wrong_files
from patient_handouts.check.translated_texts import Comparison
from patient_handouts.content.library import Library, LocaleContent
from patient_handouts.content.translations import MEMORY, Entry, entries, is_noted
from patient_handouts.problems import BLOCKS_NOTHING, Kind, Place, Problem, counted
from patient_handouts.reading import inline


def unnoted(library: Library, content: LocaleContent) -> Iterator[Problem]:
    """That texts were translated which the file of the program does not know yet."""
    written = [entry for entry in entries(library, content.tag) if entry.translation is not None]
    new = [entry for entry in written if not is_noted(entry, content.memory.get(entry.key))]
    if new:
        what = f"{counted(len(new), 'text')} of this language {'is' if len(new) == 1 else 'are'} not noted here yet."
        advice = f"Run “python generate.py locale check {content.tag}”, and keep this file with the words."
        yield Problem(Place(f"content/{content.tag}/{MEMORY}"), what, advice, BLOCKS_NOTHING)


def translation_problems(library: Library, content: LocaleContent) -> Iterator[Problem]:
    """All mistakes in a locale's texts that show beside the English."""
    terms = frozenset(library.common.terms if library.common else ())
    figures = {f"{name}.{key}" for name, fact in library.facts.items() for key in (*fact.values, *fact.dates)}
    found = [e for e in entries(library, content.tag) if e.translation is not None and _is_sound(e, terms, figures)]
    names = content.header.names_with_digits if content.header else None
    told = {entry.key: list(Comparison(entry, library, names).problems()) for entry in found}
    foreign = {key for key, its in told.items() if any(problem.kind == Kind.IN_ENGLISH for problem in its)}
    wrong = {problem.place.file: problem for problem in wrong_files(found, told, foreign)}
    yield from wrong.values()
    found = [entry for entry in found if file_of(entry) not in wrong]
    for entry in found:
        yield from told[entry.key]
    yield from copies(found)
    yield from terms_kept((entry for entry in found if entry.key not in foreign), content.terms)
    yield from letter_problems([entry.translation for entry in found if entry.translation is not None], content)


def _is_sound(entry: Entry, terms: Collection[str], figures: Collection[str]) -> bool:
    """Whether the English itself can be gone by; what is wrong in it is told there."""
    links = [part.term for part in inline.walk(entry.english.parts) if isinstance(part, inline.TermLink)]
    printed = [name for name in entry.english.placeholders if "." in name]
    return (
        not entry.english.mistakes and all(term in terms for term in links) and all(name in figures for name in printed)
    )
