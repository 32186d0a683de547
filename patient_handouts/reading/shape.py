"""What a single value may be, and where it was read: the shapes that files are described by."""

from __future__ import annotations

import datetime
import re
import string
import typing
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Final

from patient_handouts.invisible import JOINERS, hidden_character
from patient_handouts.problems import Kind, Place, Problem
from patient_handouts.reading import inline
from patient_handouts.reading.strict_yaml import GARBLED, LOST, Node

MAX_ITEMS = 1000
"""Longest list; no recipe or list of sign-offs comes near it."""


MAX_TEXT = 2000
"""Longest single text in characters; a longer one is no plain text, and could be an attack."""


class Located(str):
    """A string that knows where it was read."""

    node: Node

    @classmethod
    def at(cls, text: str, node: Node) -> Located:
        located = cls(text)
        located.node = node
        return located

    @cached_property
    def _parsed(self) -> tuple[tuple[inline.Part, ...], tuple[inline.Mistake, ...]]:
        return inline.parse(self)

    @property
    def parts(self) -> tuple[inline.Part, ...]:
        """What the text consists of: plain words, placeholders, links, bold words."""
        return self._parsed[0]

    @property
    def placeholders(self) -> list[str]:
        """The names of its placeholders, in order."""
        return [part.name for part in inline.walk(self.parts) if isinstance(part, inline.Placeholder)]

    @property
    def mistakes(self) -> tuple[inline.Mistake, ...]:
        """What is wrong with the marks in the text."""
        return self._parsed[1]

    @property
    def place(self) -> Place:
        """Where the text begins."""
        return self.node.place

    def place_of(self, offset: int) -> Place:
        """Where a character stands, as exactly as the way of writing tells; else where the text begins."""
        start, source = self.node.place, self.node.source
        if self.node.style == "|":
            line = start.line + 1 + self.count("\n", 0, offset)
            indent = len(source) - len(source.lstrip(" "))
            return Place(start.file, line, indent + offset - self.rfind("\n", 0, offset))
        if self.node.style in ("'", '"') and source[1 : offset + 2] == self[: offset + 1]:
            return Place(start.file, start.line, start.column + 1 + offset)
        return start


def place_of(text: str) -> Place:
    """Where a text was read that only says that it is one: every text of a file knows its place."""
    assert isinstance(text, Located)
    return text.place


@dataclass(frozen=True)
class Scalar:
    """What a single value may be: a pattern it must match whole, said in words, and what it becomes."""

    pattern: str
    say: str
    convert: Callable[[str], Any] | None = None
    quoted: bool = False


def _month_or_day(text: str) -> str:
    datetime.date.fromisoformat((text + "-01-01")[:10])
    return text


Id = Annotated[str, Scalar(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", "a name in small letters, like “key-points”")]


Key = Annotated[str, Scalar(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*", "a key in capitals, like “MS-MIST”")]


Prose = Annotated[str, Scalar(r"(?s).*\S.*", "a text", quoted=True)]


Whole = Annotated[int, Scalar(r"\d{1,7}", "a whole number", int)]


Date = Annotated[datetime.date, Scalar(r"\d{4}-\d\d-\d\d", "a date like 2026-11-22", datetime.date.fromisoformat)]


Period = Annotated[
    str, Scalar(r"\d{4}(-\d\d){0,2}", "a year, month or day, like 2026, 2026-11 or 2026-11-22", _month_or_day)
]


INVALID: Final = object()
"""What a value that could not be read becomes; its problem has been reported."""


@dataclass(frozen=True)
class Texts:
    """The shape of words: exactly these keys, each a text or again such a mapping."""

    keys: Mapping[str, Texts | Scalar]
    hint: str = ""


TEXT: Final[Scalar] = typing.get_args(Prose)[1]


PARAGRAPHS: Final = Scalar(TEXT.pattern, "one or more paragraphs, with an empty line between them", quoted=True)


def key_of(field_name: str) -> str:
    """The key in a file that a dataclass field is read from."""
    return field_name.rstrip("_").replace("_", "-")


def scalar_problem(node: Node, scalar: Scalar) -> Problem | None:
    """What is wrong with a single value; None if nothing is."""
    text = node.value
    if isinstance(text, str) and not text.strip(f"{JOINERS}{string.whitespace}\u00a0\u3000"):
        kind = Kind.MISTAKE if text else Kind.EMPTY
        return Problem(node.place, "this text is empty.", f"Write {scalar.say}.", kind=kind)
    what, advice, kind = _mistake(node, scalar) or ("", "", Kind.MISTAKE)
    return Problem(node.place, what, advice, kind=kind) if what else None


def _mistake(node: Node, scalar: Scalar) -> tuple[str, str, Kind] | None:
    text = node.value
    if not isinstance(text, str):
        what = f"{scalar.say} is expected here, not a list or further keys."
        return what, "Write one text in double quotes.", Kind.MISTAKE
    if len(text) > MAX_TEXT:
        return f"the text is longer than {MAX_TEXT} characters.", "Shorten or split it.", Kind.MISTAKE
    if scalar.quoted and not node.style:
        return *_without_quotes(node.source), Kind.MISTAKE
    if "\ufffd" in text:
        return LOST, "Write the word again.", Kind.GARBLED
    if scalar.quoted and (garbled := _garbled(text)):
        return GARBLED, f"Write “{garbled}”.", Kind.GARBLED
    if hidden := hidden_character(text):
        return f"the text contains an invisible character ({hidden}).", "Delete it, or retype the text.", Kind.MISTAKE
    normal = unicodedata.normalize("NFC", text)
    if normal != text:
        letter = next((after for before, after in zip(text, normal, strict=False) if before != after), "")
        what = f"the letter “{letter}” is written as two characters, letter and accent."
        return what, "Retype it (Unicode NFC).", Kind.MISTAKE
    if not re.fullmatch(scalar.pattern, text):
        return f"“{shortened(text)}” is not {scalar.say}.", "", Kind.MISTAKE
    return None


_QUOTES = '"“”„«»‘’‚‹›「」『』＂'


def _without_quotes(source: str) -> tuple[str, str]:
    """What is wrong with a text without quotes, or with others than the plain ones."""
    text = source.strip()
    inside = text.strip(_QUOTES)
    what = "the text has no quotes; YAML could cut or change it."
    if len(inside) <= len(text) - 2 and not any(char in inside for char in _QUOTES):
        what = "the quotes round the text are not the plain ones."
    elif text.endswith('"') and text.count('"') == 1:
        what, inside = "the quote mark at the beginning is missing.", text[:-1]
    else:
        inside = text
    return what, f"Write {in_quotes(inside)}." if len(inside) <= _SHORT else "Put the whole text in double quotes."


def _garbled(text: str) -> str:
    """What a text says whose UTF-8 was read as a Western encoding (“Ã©” for “é”); empty if it is sound."""
    if not _FIRST_OF_SEVERAL.search(text):
        return ""
    for encoding in ("cp1252", "latin-1"):
        try:
            repaired = text.encode(encoding).decode("utf-8")
        except UnicodeError:
            repaired = re.sub(r"[Â-Å][\x80-\xba\xbc-\xbf]", lambda match: _decoded(match[0]), text)
        if repaired != text:
            return shortened(repaired)
    return ""


_FIRST_OF_SEVERAL = re.compile("[\xc2-\xf4]")
"""What the first byte of a letter of UTF-8 looks like in a Western encoding."""


def _decoded(chars: str) -> str:
    return chars.encode("latin-1").decode("utf-8")


_SHORT = 40


def shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"


def in_quotes(text: str) -> str:
    return '"' + shortened(text).replace("\\", "\\\\").replace('"', '\\"') + '"'
