"""Scores a handout by the items of instruments for patient information.

A program proves that something is there, never that it is good. So an item is decided by a rule, where the text
itself shows it; by a proxy, which can only find that it is not met, and which a person has to confirm; or not at all.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from patient_handouts import readability
from patient_handouts.handout import Handout, Piece
from patient_handouts.language import Finding, findings
from patient_handouts.model import Language, Library
from patient_handouts.readability import Level
from patient_handouts.transcript import lines, spoken

How = Literal["rule", "proxy", "person"]
Verdict = Literal["met", "not met", "needs a person"]


@dataclass(frozen=True)
class Judgement:
    """What a rule found: whether the item is met, why, and where."""

    met: bool
    reason: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """An item of an instrument: what it asks, how it is judged, what the judgement cannot see, what would fail it."""

    instrument: str
    number: str
    asks: str
    how: How
    judge: Callable[[Reading], Judgement] | None
    limits: str
    fails: str


@dataclass(frozen=True)
class Score:
    """An item with its verdict."""

    item: Item
    verdict: Verdict
    reason: str
    places: tuple[str, ...] = ()


class Reading:
    """A handout as the rules read it."""

    def __init__(self, library: Library, handout: Handout, more_hard_words: Mapping[str, str] | None = None) -> None:
        self.library = library
        self.handout = handout
        self.pieces = handout.pieces
        self.language = library.locales[handout.locale].language or Language()
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


def judge(items: Iterable[Item], reading: Reading) -> list[Score]:
    """Judge a handout by some items."""
    return [_judged(item, reading) for item in items]


def totals(scores: Iterable[Score]) -> dict[str, dict[str, int]]:
    """For each instrument and in all: items met, how many of them by proxy, not met, and left to a person."""
    found: dict[str, dict[str, int]] = {}
    for given in scores:
        for name in (given.item.instrument, "all"):
            counts = found.setdefault(name, {"met": 0, "by proxy": 0, "not met": 0, "needs a person": 0})
            counts[given.verdict] += 1
            counts["by proxy"] += given.verdict == "met" and given.item.how == "proxy"
    return {name: found[name] for name in (*(name for name in found if name != "all"), "all")}


def as_data(handout: Handout, scores: Iterable[Score]) -> dict[str, Any]:
    """Scores as plain data."""
    scores = list(scores)
    return {
        "disease": handout.disease,
        "locale": handout.locale,
        "format": handout.format,
        "edition": handout.edition,
        "totals": totals(scores),
        "items": [
            {
                "instrument": given.item.instrument,
                "item": given.item.number,
                "asks": given.item.asks,
                "decided-by": given.item.how,
                "verdict": given.verdict,
                "reason": given.reason,
                "places": list(given.places),
            }
            for given in scores
        ],
    }


def _judged(item: Item, reading: Reading) -> Score:
    if item.judge is None:
        return Score(item, "needs a person", item.limits)
    found = item.judge(reading)
    return Score(item, "met" if found.met else "not met", found.reason, found.places)
