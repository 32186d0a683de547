"""Whole files of a translation beside the English: copies, terms and letters that the fonts lack."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from patient_handouts.check.translated_texts import named, shortened
from patient_handouts.content.library import LocaleContent
from patient_handouts.content.locale import Term
from patient_handouts.content.translations import Entry, unwrapped
from patient_handouts.language.phrases import compiled
from patient_handouts.locales.fonts import missing_letters
from patient_handouts.locales.scripts import script_of
from patient_handouts.problems import BLOCKS_NOTHING, HandoutError, Place, Problem
from patient_handouts.reading import inline
from patient_handouts.reading.shape import place_of


def file_of(entry: Entry) -> str:
    assert entry.translation is not None
    return entry.translation.place.file


def wrong_files(found: Sequence[Entry], told: Mapping[str, list[Problem]], foreign: set[str]) -> Iterator[Problem]:
    """Files whose texts are mostly English, or mostly those of another file: one mistake, not one for each text."""
    by_file: dict[str, list[Entry]] = {}
    for entry in found:
        by_file.setdefault(file_of(entry), []).append(entry)
    wrong = {file: sum(bool(told[entry.key]) for entry in group) for file, group in by_file.items()}
    twins = Counter((file_of(first), file_of(second)) for first, second in _pairs(found, kin=1))
    for file, group in by_file.items():
        most = max(len(group) // 2, _MANY)
        if sum(entry.key in foreign for entry in group) > most:
            yield Problem(Place(file), "the texts of this file are in English.", "Translate them.")
    for (first, second), number in twins.items():
        file, other = (first, second) if wrong[first] > wrong[second] else (second, first)
        if number > max(len(by_file[file]) // 4, _MANY):
            what = f"many texts of this file are those of {other}."
            yield Problem(Place(file), what, "One was saved over the other: bring back this one.")


_MANY = 5
"""So many texts with the same mistake are a mistake of the file."""


def _pairs(found: Iterable[Entry], kin: float) -> Iterator[tuple[Entry, Entry]]:
    """Texts that stand at two keys whose English shares less than some part of its words."""
    first: dict[str, Entry] = {}
    for entry in found:
        assert entry.translation is not None
        text = unwrapped(entry.translation)
        before = first.setdefault(text, entry)
        if len(text) >= _LONG and _shared(before.source, entry.source) < kin:
            yield before, entry


def copies(found: Iterable[Entry]) -> Iterator[Problem]:
    """Texts that stand at two keys whose English differs: one of them is most likely in the wrong place."""
    for before, entry in _pairs(found, _KIN):
        assert entry.translation is not None and before.translation is not None
        what = f"the same text stands at {before.translation.place}, where the English is another."
        yield Problem(entry.translation.place, what, f"The English here: “{shortened(entry.english)}”")


_LONG = 24
"""Characters from which on the same text at two keys is no chance."""


_KIN = 0.2
"""English texts that share fewer of their words than this are not translated alike."""


def _shared(one: str, other: str) -> float:
    first, second = (set(re.findall(r"[\w.-]+", text.casefold())) for text in (one, other))
    return len(first & second) / max(len(first | second), 1)


def terms_kept(found: Iterable[Entry], terms: Mapping[str, Term]) -> Iterator[Problem]:
    """What terms.yaml says is called the same everywhere, and is not."""
    ready = [
        (compiled(term.english), compiled(term.use), compiled(term.never), term) for term in terms.values() if term.use
    ]
    any_english = compiled(tuple(phrase for *_, term in ready for phrase in term.english))
    any_never = compiled(tuple(phrase for *_, term in ready for phrase in term.never))
    for entry in found:
        text = entry.translation
        assert text is not None
        if entry.key.endswith(":other-names"):
            continue  # by which the leaflet is found, not what it says
        plain, english = (inline.flat(words, lambda _: "0").text for words in (text, entry.english))
        if not any_english.search(english) and not any_never.search(plain):
            continue
        for in_english, use, never, term in ready:
            if (said := in_english.search(english)) and not use.search(plain):
                known = "” or “".join(phrase.replace("*", "") for phrase in term.use)
                what = f"“{said.text}” is called “{known}” in this language, by terms.yaml."
                yield Problem(text.place_of(0), what, "Use that here, or correct terms.yaml.", BLOCKS_NOTHING)
            if found_never := never.search(plain):
                what = f"“{found_never.text}” is not used in this language, by terms.yaml."
                advice = f"Write “{term.use[0].replace('*', '')}”, or correct terms.yaml."
                yield Problem(text.place_of(max(text.find(found_never.text), 0)), what, advice, BLOCKS_NOTHING)


def letters_that_fonts_lack(found: Sequence[Entry], content: LocaleContent) -> Iterator[Problem]:
    """Letters that would be printed as boxes; nothing where the fonts are not installed, which the build tells."""
    if not content.header or not content.header.fonts:
        return
    try:
        everything = "".join(str(entry.translation) for entry in found).replace("\n", "")
        missing = missing_letters(everything, content.header.fonts)
    except HandoutError:
        return
    lacking = {
        entry.key: [char for char in dict.fromkeys(entry.translation or "") if char in missing] for entry in found
    }
    advice = "Write it in other letters, or name a font that has it in locale.yaml."
    if sum(map(bool, lacking.values())) > max(len(found) // 2, _MANY):
        script = script_of(content.tag)
        known = ", ".join(f'"{family}"' for family in script.fonts) if script else ""
        what = f"the fonts have no letter for {named(missing)}, which most texts of this language need."
        yield Problem(place_of(content.header.fonts[0]), what, f"Write “fonts: [{known}]”." if known else advice)
        return
    for entry in found:
        if chars := lacking[entry.key]:
            assert entry.translation is not None
            what = f"the fonts of this language have no letter for {named(chars)}."
            yield Problem(entry.translation.place_of(entry.translation.index(chars[0])), what, advice)
