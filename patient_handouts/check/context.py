"""What the checks ask again and again: what could be read, and what the words print."""

from __future__ import annotations

import datetime
import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from patient_handouts.content.blocks import Block
from patient_handouts.content.evidence import Fact
from patient_handouts.content.library import Library
from patient_handouts.content.words import CommonWords, Words, texts
from patient_handouts.locales.tags import REFERENCE_LOCALE
from patient_handouts.problems import BLOCKS_NOTHING, Problem, did_you_mean, nearest
from patient_handouts.reading import inline
from patient_handouts.reading.shape import Located, place_of


@dataclass(frozen=True, eq=False)
class Context:
    """The content, the names of the pictograms that there are, and the day on which the handouts are to be used."""

    library: Library
    pictograms: frozenset[str]
    day: datetime.date

    @cached_property
    def unread(self) -> frozenset[str]:
        """Files that could not be read whole; whether English uses a fact does not depend on other locales."""
        wrong = {p.place.file for p in self.library.problems if self.library.scope_of(p) != BLOCKS_NOTHING}
        others = tuple(f"content/{tag}/" for tag in self.library.locales if tag != REFERENCE_LOCALE)
        return frozenset(file.removeprefix("content/") for file in wrong if not file.startswith(others))

    def is_read(self, *files: str) -> bool:
        """Whether files of content/ could be read whole."""
        return self.unread.isdisjoint(files)

    @cached_property
    def english(self) -> tuple[tuple[Located, frozenset[str]], ...]:
        """All English texts of handouts, each with the recipes whose handouts print it."""
        return tuple(self._english())

    def _english(self) -> Iterator[tuple[Located, frozenset[str]]]:
        content = self.library.locales.get(REFERENCE_LOCALE)
        if content is None:
            return
        for recipe, words in content.words.items():
            yield from ((text, frozenset({recipe})) for text in (words.title, words.subtitle))
        for common in content.commons.values():
            yield from ((text, frozenset()) for text in texts(common.terms))
        files: dict[str, Words | CommonWords] = {**content.words, **content.commons}
        for file, given in files.items():
            for block in self.library.own_blocks(file):
                yield from ((text, self.users(block)) for text in texts(given.blocks.get(block.id, {})))

    def users(self, block: Block) -> frozenset[str]:
        """The recipes that take a block."""
        return self._users.get(id(block), frozenset())

    @cached_property
    def _users(self) -> Mapping[int, frozenset[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        for recipe in self.library.recipes:
            for block in self.library.blocks(recipe):
                found[id(block)].add(recipe)
        return {block: frozenset(recipes) for block, recipes in found.items()}

    @cached_property
    def printed(self) -> Mapping[str, frozenset[str]]:
        """The facts that the words print, each with the recipes whose handouts print it."""
        found: dict[str, set[str]] = defaultdict(set)
        for text, users in self.english:
            for name in text.placeholders:
                fact, _, value = name.partition(".")
                if (known := self.library.facts.get(fact)) and value in {*known.values, *known.dates}:
                    found[fact] |= users
        return {fact: frozenset(users) for fact, users in found.items()}

    @cached_property
    def terms(self) -> frozenset[str]:
        """The terms that the words link to."""
        links = (part for text, _ in self.english for part in inline.walk(text.parts))
        return frozenset(part.term for part in links if isinstance(part, inline.TermLink))


def unknown(names: Iterable[str], known: Iterable[str], what: str) -> Iterator[Problem]:
    """Names that stand for nothing that there is."""
    known = set(known)
    for name in names:
        if name not in known:
            yield Problem(place_of(name), f"there is no {what} “{name}”.", did_you_mean(name, known))


def unknown_values(values: Iterable[str], name: str, fact: Fact) -> Iterator[Problem]:
    """Values that a fact does not have.

    What is part of an outcome is suggested only for a slip of the finger: a name that is merely alike may be that of
    the opposite, “transplant-died” for “transplant-well”.
    """
    known = {*fact.values, *fact.dates}
    for value in values:
        if value in known:
            continue
        near = nearest(value, known)
        is_outcome = any(near in outcome.parts for outcome in fact.outcomes)
        alike = difflib.SequenceMatcher(a=value.casefold(), b=(near or "").casefold()).ratio()
        advice = f"Did you mean “{near}”?" if near and (alike >= _A_SLIP or not is_outcome) else ""
        what = f"the fact “{name}” has no value “{value}”."
        yield Problem(place_of(value), what, advice or f"It has: {', '.join(sorted(known))}.")


_A_SLIP = 0.85
"""How much alike two names are that differ by a letter or two (difflib's ratio)."""
