"""The tiny grammar inside a text: bold, links, placeholders, and nothing else.

====================  =============================================
``**text**``          bold
``[text](term:id)``   a word that is explained in the glossary
``[text](https://…)`` a link to a web address
``{fact.value}``      a figure or a date
====================  =============================================

Marks need no spaces around them, so the grammar works in languages that are written without any.
Everything else is text and printed as it is: HTML, template syntax, single stars.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import regex

MAX_PLACEHOLDERS = 20


_TEMPLATE_SYNTAX = r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|\{#[^{}]*#\}"


_TOKEN = re.compile(
    rf"(?P<bold>\*\*)"
    rf"|\[(?P<text>[^\[\]\n]+)\]\((?P<target>[^()\s]*)\)"
    rf"|(?P<literal>{_TEMPLATE_SYNTAX})"
    rf"|\{{(?P<placeholder>[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)?)\}}"
    rf"|(?P<stray>[\[\]{{}}])"
)


_DOUBLED = re.compile(r"\{\{([a-z0-9-]+\.[a-z0-9-]+)\}\}")


_WEB = re.compile(r"https://[\w-]+(\.[\w-]+)+(/[^\s<>\"{}]*)?")


_TERM = re.compile(r"term:(?P<id>[a-z][a-z0-9-]*)")


@dataclass(frozen=True)
class Plain:
    """Text as it stands."""

    text: str


@dataclass(frozen=True)
class Placeholder:
    """Where a figure, a date or a name goes."""

    name: str
    offset: int


@dataclass(frozen=True)
class TermLink:
    """A word that the glossary explains."""

    text: str
    term: str
    offset: int


@dataclass(frozen=True)
class WebLink:
    """A link to a web address."""

    text: str
    url: str


@dataclass(frozen=True)
class Bold:
    """Bold text; it may hold everything but bold."""

    parts: tuple[Plain | Placeholder | TermLink | WebLink, ...]


Part = Plain | Placeholder | TermLink | WebLink | Bold


@dataclass(frozen=True)
class Mistake:
    """What is wrong in a text, and at which character."""

    offset: int
    what: str
    advice: str


def parse(text: str) -> tuple[tuple[Part, ...], tuple[Mistake, ...]]:
    """Take a text apart into its parts.

    :returns: the parts, and all mistakes; parts are meant to be used only where there are none.
    """
    parser = _Parser()
    end = 0
    for match in _TOKEN.finditer(text):
        parser.plain(text[end : match.start()])
        parser.token(match)
        end = match.end()
    parser.plain(text[end:])
    return parser.finished()


class _Parser:
    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.bold: list[Any] | None = None  # the parts of the bold text that is open
        self.bold_at = 0
        self.mistakes: list[Mistake] = []

    def add(self, part: Plain | Placeholder | TermLink | WebLink) -> None:
        (self.parts if self.bold is None else self.bold).append(part)

    def plain(self, text: str) -> None:
        if text:
            self.add(Plain(text))

    def token(self, match: re.Match[str]) -> None:
        if match["bold"]:
            self.toggle_bold(match.start())
        elif match["text"]:
            self.link(match["text"], match["target"], match.start())
        elif match["placeholder"]:
            self.add(Placeholder(match["placeholder"], match.start()))
        elif match["literal"]:
            if doubled := _DOUBLED.fullmatch(match["literal"]):
                self.mistake(match.start(), "a placeholder has two pairs of braces.", f"Write {{{doubled[1]}}}.")
            self.plain(match["literal"])
        elif match["stray"] in "{}":
            what = f"the brace “{match['stray']}” belongs to no placeholder."
            self.mistake(match.start(), what, "Write a placeholder as {fact.value}.")
        else:
            what = f"the bracket “{match['stray']}” belongs to no link."
            self.mistake(match.start(), what, "Write a link as [words](term:name), or use ( ).")

    def toggle_bold(self, offset: int) -> None:
        if self.bold is None:
            self.bold, self.bold_at = [], offset
            return
        if self.bold:
            self.parts.append(Bold(tuple(self.bold)))
        else:
            self.mistake(self.bold_at, "there is nothing between “**” and “**”.", "Write **bold text**.")
        self.bold = None

    def link(self, text: str, target: str, offset: int) -> None:
        if term := _TERM.fullmatch(target):
            self.add(TermLink(text, term["id"], offset))
        elif _WEB.fullmatch(target):
            self.add(WebLink(text, target))
        elif target.startswith(("http:", "www.")):
            secure = "https://" + target.removeprefix("http:").lstrip("/")
            self.mistake(offset, f"the web address “{target}” does not begin with “https://”.", f"Write “{secure}”.")
        else:
            what = f"the link goes to “{target}”, which is neither a term nor a web address."
            self.mistake(offset, what, "Write [words](term:name) or [words](https://…).")

    def mistake(self, offset: int, what: str, advice: str) -> None:
        self.mistakes.append(Mistake(offset, what, advice))

    def finished(self) -> tuple[tuple[Part, ...], tuple[Mistake, ...]]:
        if self.bold is not None:
            self.mistake(self.bold_at, "bold begins here with “**” and never ends.", "Close it with “**”.")
        placeholders = [part for part in walk(self.parts) if isinstance(part, Placeholder)]
        if len(placeholders) > MAX_PLACEHOLDERS:
            offset = placeholders[MAX_PLACEHOLDERS].offset
            self.mistake(offset, f"a text holds more than {MAX_PLACEHOLDERS} placeholders.", "Split it.")
        return tuple(self.parts), tuple(self.mistakes)


def walk(parts: Iterable[Part]) -> Iterator[Plain | Placeholder | TermLink | WebLink]:
    """All parts in order, those inside bold ones too."""
    for part in parts:
        if isinstance(part, Bold):
            yield from part.parts
        else:
            yield part


@dataclass(frozen=True)
class Flat:
    """A text without its marks, and for each of its characters where it stood in the marked text."""

    text: str
    offsets: tuple[int, ...]

    def origin(self, offset: int) -> int:
        """Where a character of the flat text stood."""
        return self.offsets[min(offset, len(self.offsets) - 1)] if self.offsets else 0


def flat(text: str, fill: Callable[[str], str]) -> Flat:
    """A text as it will be printed, in one font: marks are taken out and placeholders filled.

    :param fill: gives what is printed for the name of a placeholder.
    """
    chars: list[str] = []
    offsets: list[int] = []

    def add(piece: str, start: int, step: int = 1) -> None:
        chars.append(piece)
        offsets.extend(range(start, start + len(piece)) if step else [start] * len(piece))

    end = 0
    for match in _TOKEN.finditer(text):
        add(text[end : match.start()], end)
        if match["text"]:
            add(match["text"], match.start("text"))
        elif match["placeholder"]:
            add(fill(match["placeholder"]), match.start(), step=0)
        elif not match["bold"]:
            add(match[0], match.start())
        end = match.end()
    add(text[end:], end)
    return Flat("".join(chars), tuple(offsets))


_NUMBER = regex.compile(r"\p{N}")


def digits(text: str, names: Iterable[str] = ()) -> list[tuple[int, str]]:
    """The digits typed into a text, in any script: offset and digits of each run.

    :param names: names that hold a digit and are no figures, such as “type 1 diabetes”.
    """
    if not _NUMBER.search(text):
        return []
    masked = text
    for name in names:
        pattern = re.escape(name).replace(r"\ ", "[ \u00a0]")
        masked = re.sub(pattern, lambda match: "x" * len(match[0]), masked, flags=re.IGNORECASE)
    for match in _TOKEN.finditer(masked):
        if match["placeholder"] or match["target"]:
            start = match.start("target") if match["target"] else match.start()
            masked = masked[:start] + "x" * (match.end() - start) + masked[match.end() :]
    found: list[tuple[int, str]] = []
    for offset, char in enumerate(masked):
        if unicodedata.category(char) in ("Nd", "No", "Nl"):
            if found and found[-1][0] + len(found[-1][1]) == offset:
                found[-1] = (found[-1][0], found[-1][1] + char)
            else:
                found.append((offset, char))
    return found
