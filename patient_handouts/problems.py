"""What is wrong in the content: where it is, what it is, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, order=True)
class Place:
    """A place in a content file. Lines and columns count from 1; the file is relative to the project."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in the content, for the person who made it.

    `spoils` names the recipes whose handouts may not be printed because of it: none of them if it is
    empty, and those that the file belongs to if it is None. `rule` names the rule of
    language that is broken, if it is one. `gap` says that nothing is wrong but that something is still to be written.
    """

    place: Place
    what: str
    advice: str = ""
    spoils: frozenset[str] | None = field(default=None, compare=False)
    rule: str = ""
    gap: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        told = f"{self.place}: {self.what}" + (f" [{self.rule}]" if self.rule else "")
        return told + (f" {self.advice}" if self.advice else "")


NOTHING: Final[frozenset[str]] = frozenset()
"""What a mistake spoils that no reader of a handout would notice."""


class HandoutError(Exception):
    """Something that a user can put right, in one plain sentence or two."""


class MachineError(HandoutError):
    """Something that this machine lacks, so that no handout at all can be made on it."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that a mistyped one most likely means, if any is near."""
    import difflib  # only mistakes need it

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
