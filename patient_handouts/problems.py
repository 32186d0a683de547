"""What is wrong in the content: where it is, what it is, and what to write instead."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple


class Place(NamedTuple):
    """A place in a content file. Lines and columns count from 1; the file is relative to the project."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Kind(StrEnum):
    """What a problem is, for whoever counts or sorts problems; people read its words."""

    MISTAKE = "mistake"
    GARBLED = "garbled"  # text that was read in the wrong encoding
    MISNAMED = "misnamed"  # a file or folder under a name that nothing looks for
    OUT_OF_DATE = "out of date"  # a day by which something was to be checked again has passed
    IN_ENGLISH = "left in English"
    NO_FILE = "no file"  # the last four: still to be written, or to be looked at again
    NO_KEY = "no key"
    EMPTY = "empty"
    STALE = "stale"


_TO_DO: Final = frozenset({Kind.NO_FILE, Kind.NO_KEY, Kind.EMPTY, Kind.STALE})


@dataclass(frozen=True)
class Scope:
    """Which handouts a problem concerns: those of some recipes, in some locales; None means all of them."""

    recipes: frozenset[str] | None = None
    locales: frozenset[str] | None = None

    def covers(self, recipe: str, locale: str) -> bool:
        """Whether the handouts of a recipe in a locale are among them."""
        return (self.recipes is None or recipe in self.recipes) and (self.locales is None or locale in self.locales)


EVERYTHING: Final = Scope()

BLOCKS_NOTHING: Final = Scope(frozenset(), frozenset())
"""What a mistake blocks that no reader of a handout would notice."""


@dataclass(frozen=True, order=True)
class Problem:
    """One problem of the content, for the person who can solve it.

    `blocks` says which handouts may not be built because of it; None until the file that it stands in tells. `rule`
    names the rule of language that is broken, if it is one. `about` is the name that the problem is about, where
    somebody asks for it by that name.
    """

    place: Place
    what: str
    advice: str = ""
    blocks: Scope | None = field(default=None, compare=False)
    rule: str = ""
    kind: Kind = field(default=Kind.MISTAKE, compare=False)
    about: str = field(default="", compare=False)

    @property
    def is_gap(self) -> bool:
        """Whether nothing is wrong in a translation, but something is still to be written or to be looked at again."""
        return self.kind in _TO_DO

    def __str__(self) -> str:
        told = f"{self.place}: {self.what}" + (f" [{self.rule}]" if self.rule else "")
        return told + (f" {self.advice}" if self.advice else "")


class HandoutError(Exception):
    """Something that a user can put right, in one plain sentence or two."""


class MachineError(HandoutError):
    """Something that this machine lacks, so that no handout at all can be made on it."""


class ContentError(HandoutError):
    """A handout may not be given out, since its content has these problems."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__("its content has mistakes (see above)")
        self.problems = tuple(problems)


def counted(number: int, noun: str) -> str:
    """A number with what it counts: “no texts”, “1 text”, “2 texts”."""
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that a mistyped one most likely means, if any is near."""
    spelt = {other.casefold(): other for other in sorted(known)}
    near = difflib.get_close_matches(name.casefold(), spelt, n=1, cutoff=0.6)
    return spelt[near[0]] if near else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Advice that names the known name nearest to a mistyped one, or lists what there is if none is near."""
    known = sorted(known)
    if near := nearest(name, known):
        return f"Did you mean “{near}”?"
    if not known:
        return ""
    if len(known) > 12:
        return f"Known are {', '.join(known[:12])} and {len(known) - 12} more."
    return f"Known: {', '.join(known)}."
