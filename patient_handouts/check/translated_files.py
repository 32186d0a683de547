"""Whole files of a translation beside the English: copies, and terms that are kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from patient_handouts.check.translated_texts import shortened
from patient_handouts.content.locale import Term
from patient_handouts.content.translations import Entry, unwrapped
from patient_handouts.language.phrases import compiled
from patient_handouts.problems import BLOCKS_NOTHING, Place, Problem
from patient_handouts.reading import inline


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
