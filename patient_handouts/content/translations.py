"""A locale's texts beside the English that they were translated from: what is missing or out of date.

Each text has a key, its file and its path: “ms:blocks.main-message.text”. Beside the words of a locale lies
`translated-from.json`, written by the program: for each key, the English that was translated, with its figures, and
a fingerprint of the translation. When the English changes and the translation does not, exactly that text is stale.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from patient_handouts.content.evidence import Fact
from patient_handouts.content.library import Library, Memory
from patient_handouts.content.words import texts_with_paths
from patient_handouts.locales.cldr import plural_categories
from patient_handouts.locales.tags import REFERENCE_LOCALE, parents
from patient_handouts.problems import HandoutError, Kind, Problem
from patient_handouts.reading.shape import Located

MEMORY = "translated-from.json"
"""The file beside a locale's words that keeps the English of each."""


@dataclass(frozen=True)
class Entry:
    """A text in English, and in a locale as far as it is written there."""

    key: str
    english: Located
    translation: Located | None

    @property
    def file(self) -> str:
        """The name of its file, without the ending."""
        return self.key.partition(":")[0]

    @cached_property
    def source(self) -> str:
        """The English on one line for each paragraph, so that a line broken elsewhere is no change."""
        return unwrapped(self.english)


def entries(library: Library, tag: str) -> list[Entry]:
    """All texts that a translator writes, in the order of the files; of a variant, those that its own folder has."""
    english, content = library.locales[REFERENCE_LOCALE], library.locales[tag]
    found = []
    for file, tree in english.texts.items():
        wanted = dict(texts_with_paths(tree))
        if file == "locale":
            wanted = dict(_in_plural(wanted, tag))
        given = dict(texts_with_paths(content.texts.get(file, {})))
        found += [Entry(f"{file}:{path}", text, given.get(path)) for path, text in wanted.items()]
    folder = f"/{tag}/"
    return [entry for entry in found if entry.translation is None or folder in entry.translation.place.file]


def _in_plural(labels: Mapping[str, Located], tag: str) -> Iterator[tuple[str, Located]]:
    """Labels with the plural forms of a locale in place of those of English."""
    for path, text in labels.items():
        if path.endswith(".other"):
            label = path.removesuffix(".other")
            yield from ((f"{label}.{name}", labels.get(f"{label}.{name}", text)) for name in plural_categories(tag))
        elif f"{path.rpartition('.')[0]}.other" not in labels:
            yield path, text


def read_memory(folder: Path) -> dict[str, Memory]:
    """What is remembered of a locale; nothing where nothing was written yet.

    :raises HandoutError: if the file is not as the program wrote it.
    """
    path = folder / MEMORY
    if not path.exists():
        return {}
    try:
        kept = json.loads(path.read_text("utf-8-sig"))
        return {str(key): _memory(**value) for key, value in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
        advice = "Restore it as it was; or delete it, and all texts count as translated from today’s English."
        raise HandoutError(f"{folder.name}/{MEMORY} is not as the program wrote it. {advice}") from error


def _memory(english: str, figures: Mapping[str, int | str], translation: str) -> Memory:
    if not (isinstance(english, str) and isinstance(figures, Mapping) and isinstance(translation, str)):
        raise TypeError("a memory has two texts and the figures")
    return Memory(english, figures, translation)


def parent_of(library: Library, tag: str) -> str | None:
    """The locale that one is a variant of, if there is one: “es” for “es-MX”."""
    return next((other for other in parents(tag) if other in library.locales), None)


def is_stale(library: Library, entry: Entry, memory: Memory | None) -> bool:
    """Whether the English of a translated text has changed since, and the translation has not."""
    if entry.translation is None or memory is None or memory.translation != fingerprint(entry.translation):
        return False
    return memory.english != entry.source or dict(memory.figures) != figures_of(library.facts, entry.english)


def is_noted(entry: Entry, memory: Memory | None) -> bool:
    """Whether the file of the program knows a text as it is now."""
    return memory is not None and memory.translation == fingerprint(str(entry.translation))


def stale(library: Library, tag: str, memory: Mapping[str, Memory]) -> Iterator[Problem]:
    """The texts of a locale that are to be looked at again, each with what has changed in the English."""
    for entry in entries(library, tag):
        old = memory.get(entry.key)
        if old and is_stale(library, entry, old):
            assert entry.translation
            what = f"the English has changed since this was translated: {changed(library, entry, old).rstrip('.')}."
            advice = f"Change the text, or run “python generate.py locale accept {tag} {entry.key}”."
            yield Problem(entry.translation.place, what, advice, kind=Kind.STALE)


def changed(library: Library, entry: Entry, memory: Memory) -> str:
    """What has changed in the English of a text: “calms [-very-] {+most+} active MS”, or its figures."""
    if memory.english != entry.source:
        return _difference(memory.english, entry.source)
    now = figures_of(library.facts, entry.english)
    new = {name: value for name, value in now.items() if memory.figures.get(name) != value}
    return "; ".join(f"{{{name}}} was {memory.figures.get(name)}, and is {value}" for name, value in new.items())


def _difference(before: str, now: str) -> str:
    old, new = before.split(" "), now.split(" ")
    told = []
    for tag, a, b, c, d in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            kept = old[a:b]
            told += kept if len(kept) <= 6 else [*kept[:3], "…", *kept[-3:]]
        else:
            told += [f"[-{' '.join(old[a:b])}-]"] if b > a else []
            told += [f"{{+{' '.join(new[c:d])}+}}"] if d > c else []
    return " ".join(told)


def unwrapped(text: str) -> str:
    """A text on one line for each paragraph."""
    if "\n" not in text:
        return " ".join(text.split())
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", text.strip()))


def figures_of(facts: Mapping[str, Fact], english: Located) -> dict[str, int | str]:
    """The figures that a text prints: a sentence may fit one number and not another."""
    known: dict[str, int | str] = {}
    for placeholder in english.placeholders:
        name, _, value = placeholder.partition(".")
        if fact := facts.get(name):
            known[placeholder] = fact.dates[value] if value in fact.dates else fact.values.get(value, 0)
    return known


def fingerprint(text: str) -> str:
    """What a translation is known by, however its lines are broken."""
    return hashlib.sha256(unwrapped(text).encode()).hexdigest()[:12]
