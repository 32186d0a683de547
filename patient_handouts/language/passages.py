"""The words of a handout in the order of its pages, as the rules of language read them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from patient_handouts.content.blocks import BenefitsHarms, Block, Glossary, Ideas
from patient_handouts.content.evidence import Fact, Outcome
from patient_handouts.content.library import Library, LocaleContent
from patient_handouts.content.locale import PhraseLists
from patient_handouts.content.names import TITLE
from patient_handouts.content.words import texts_with_paths
from patient_handouts.language.phrases import Phrases, compiled
from patient_handouts.language.sentences import Sentence, sentences
from patient_handouts.problems import Place
from patient_handouts.reading import inline
from patient_handouts.reading.shape import Located


@dataclass(frozen=True)
class Passage:
    """A text of a block: as it stands in the file, and as it will be printed."""

    block: Block | None  # None for title and subtitle
    path: str
    source: Located
    flat: inline.Flat
    figures: tuple[tuple[str, str], ...]  # fact and value of each placeholder

    def place(self, offset: int) -> Place:
        """Where a character of the printed text stands in the file."""
        return self.source.place_of(self.flat.origin(offset))

    @functools.cached_property
    def sentences(self) -> list[Sentence]:
        """Its sentences, as they will be printed."""
        return sentences(self.flat.text)

    @property
    def block_id(self) -> str:
        return self.block.id if self.block else TITLE

    @functools.cached_property
    def links(self) -> list[inline.TermLink]:
        """The words of the text that link to the glossary."""
        return [part for part in inline.walk(self.source.parts) if isinstance(part, inline.TermLink)]


class Breach(NamedTuple):
    """Where a rule is broken: a character of a passage, what is wrong there, and what to write instead."""

    passage: Passage
    offset: int
    what: str
    advice: str


class Leaflet:
    """The words of one recipe in one locale, passage by passage, with the lists of phrases that they are read by.

    :param more_hard_words: a clinic's own list of hard words, each with a plainer one.
    """

    def __init__(
        self, library: Library, recipe: str, content: LocaleContent, more_hard_words: Mapping[str, str]
    ) -> None:
        self.library = library
        self.recipe = recipe
        self.content = content
        self.lists = content.language or PhraseLists()
        self.easy = self.lists.easy_read if library.is_easy(recipe) else None
        self.hard_words = {**self.lists.hard_words, **more_hard_words}
        self._ready: dict[int, tuple[Iterable[str], Phrases]] = {}
        self.passages = list(self._passages())

    def _passages(self) -> Iterator[Passage]:
        own, common = self.content.words[self.recipe], self.content.common
        for path, text in (("title", own.title), ("subtitle", own.subtitle)):
            yield self._passage(None, path, text)
        terms: set[str] = set()
        for block in self.library.blocks(self.recipe):
            for path, text in texts_with_paths(self.library.words_of(self.recipe, self.content.tag, block)):
                passage = self._passage(block, path, text)
                terms |= {link.term for link in passage.links}
                yield passage
            if isinstance(block, Glossary) and common:
                for term, entry in common.terms.items():
                    for path, text in texts_with_paths(entry) if term in terms else ():
                        yield self._passage(block, f"terms.{term}.{path}", text)

    def _passage(self, block: Block | None, path: str, text: Located) -> Passage:
        names = (name.partition(".") for name in text.placeholders)
        flat = inline.flat(unwrapped(text), self.value)
        return Passage(block, path, text, flat, tuple((fact, value) for fact, _, value in names))

    def value(self, placeholder: str) -> str:
        """What is printed for a placeholder."""
        fact, _, key = placeholder.partition(".")
        known = self.library.facts.get(fact)
        return str({**known.values, **known.dates}.get(key, "0")) if known else "0"

    def fact(self, name: str) -> Fact | None:
        """A fact by its name."""
        return self.library.facts.get(name)

    def phrases(self, phrases: Iterable[str]) -> Phrases:
        """Phrases of the locale's lists, to be found in texts; each list is made ready once, and kept with it."""
        if id(phrases) not in self._ready:
            self._ready[id(phrases)] = phrases, compiled(tuple(phrases), self.lists.numbers)
        return self._ready[id(phrases)][1]

    def advice_for(self, found: str, listed: Mapping[str, str]) -> str:
        """What a list says to write in place of a phrase that was found."""
        found = " ".join(found.split())
        near = [phrase for phrase in listed if phrase[:1].casefold() in (found[:1].casefold(), "*", "#")]
        return next(listed[phrase] for phrase in near if self.phrases((phrase,)).is_one(found))

    def by_block(self) -> list[tuple[Block, list[Passage]]]:
        """The passages of each block."""
        found: dict[str, tuple[Block, list[Passage]]] = {}
        for passage in self.passages:
            if passage.block:
                found.setdefault(passage.block.id, (passage.block, []))[1].append(passage)
        return list(found.values())

    def outcomes(self, passage: Passage) -> Iterator[tuple[str, Fact, Outcome]]:
        """The outcomes of which a text prints a part, each with its fact and the name of that."""
        for name in dict.fromkeys(name for name, _ in passage.figures):
            fact = self.fact(name)
            for outcome in fact.outcomes if fact else ():
                if any((name, part) in passage.figures for part in outcome.parts):
                    assert fact
                    yield name, fact, outcome

    def sides(self) -> dict[str, list[Passage]]:
        """The points of the benefits and of the harms, in one block or in two."""
        found: dict[str, list[Passage]] = {"benefits": [], "harms": []}
        for passage in self.passages:
            path = f"{passage.block.says}.{passage.path}" if isinstance(passage.block, Ideas) else passage.path
            for side, points in found.items():
                if isinstance(passage.block, Ideas | BenefitsHarms) and path.startswith(f"{side}.points."):
                    points.append(passage)
        return found


def unwrapped(text: str) -> str:
    """The text with its single line breaks as spaces: the same length, so that places stay right."""
    return re.sub(r"(?<!\n)\n(?!\n)", " ", text.rstrip("\n"))
