"""What is wrong in the content: where it is, what it is, and what to write instead."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field


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

    `diseases` names the handouts that the mistake spoils where the file alone does not tell;
    empty means all handouts that the file belongs to.
    """

    place: Place
    what: str
    advice: str = ""
    diseases: frozenset[str] = field(default=frozenset(), compare=False)

    def __str__(self) -> str:
        return f"{self.place}: {self.what}" + (f" {self.advice}" if self.advice else "")


class HandoutError(Exception):
    """Something that a user can put right, in one plain sentence or two."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that a mistyped one most likely means, if any is near."""
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return near[0] if near else None


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
