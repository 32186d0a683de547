"""What the items of the instruments judge: a handout, and an item that asks something of it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from patient_handouts.content.library import Library
from patient_handouts.content.locale import PhraseLists
from patient_handouts.handout.parts import Handout, Piece
from patient_handouts.handout.transcript import lines, spoken
from patient_handouts.language import readability
from patient_handouts.language.findings import Finding
from patient_handouts.language.readability import Level
from patient_handouts.language.rules import findings
from patient_handouts.problems import Place
from patient_handouts.reading.shape import Id, Prose

How = Literal["rule", "proxy", "person"]


@dataclass(frozen=True, kw_only=True)
class Item:
    """What an item asks, how it is judged, what the judgement cannot see, and what would fail it.

    `judgement` is the name of the function that decides, unless a person does; `rules` and `kinds` are the rules of
    language and the kinds of block that it looks at; `met` and `unmet` say why it is met or not.
    """

    asks: Prose
    how: How
    judgement: Id | None = None
    rules: tuple[Id, ...] = ()
    kinds: tuple[Id, ...] = ()
    met: Prose | None = None
    unmet: Prose | None = None
    limits: Prose
    fails: Prose | None = None
    place: Place = field(compare=False, repr=False)


@dataclass(frozen=True)
class Judgement:
    """What a rule found: whether the item is met, why, and where."""

    met: bool
    reason: str
    places: tuple[str, ...] = ()


class Subject:
    """A handout as the items judge it."""

    def __init__(self, library: Library, handout: Handout, more_hard_words: Mapping[str, str] | None = None) -> None:
        self.library = library
        self.handout = handout
        self.pieces = handout.pieces
        self.language = library.locales[handout.locale].language or PhraseLists()
        self.findings = findings(library, handout.recipe, handout.locale, more_hard_words)

    def of(self, *kinds: str) -> list[Piece]:
        """The pieces of some kinds, in order."""
        return [piece for piece in self.pieces if piece.kind in kinds]

    def text(self, piece: Piece) -> str:
        """All that a piece says."""
        return "\n".join(line.text for line in lines(self.handout, piece) if line.spoken)

    def place_of(self, kind: str) -> int:
        """The position of the first piece of a kind; behind all if there is none."""
        return next((i for i, piece in enumerate(self.pieces) if piece.kind == kind), len(self.pieces))

    @functools.cached_property
    def level(self) -> Level | None:
        """The reading level of the whole handout."""
        return readability.level(self.handout.locale, spoken(self.handout), self.language.syllables)

    def level_of(self, piece: Piece) -> Level | None:
        """The reading level of one piece."""
        return readability.level(self.handout.locale, self.text(piece).split("\n"), self.language.syllables)

    def broken(self, *rules: str, kinds: Iterable[str] = ()) -> list[Finding]:
        """Where rules of language are broken and not answered, in all pieces or in those of some kinds."""
        blocks = {piece.id for piece in self.of(*kinds)} if kinds else None
        return [f for f in self.findings if f.rule in rules and not f.reason and (blocks is None or f.block in blocks)]

    def answered(self, *rules: str) -> list[Finding]:
        """Where rules are broken and that is answered."""
        return [finding for finding in self.findings if finding.rule in rules and finding.reason]
