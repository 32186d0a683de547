"""Slips that YAML takes and the page would print as they stand: marks of other programs, and typing habits."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from patient_handouts.problems import BLOCKS_NOTHING, Scope


class Slip(NamedTuple):
    """Where a slip is in a text, what it is, what to write instead, and what it blocks; None means its handouts."""

    offset: int
    what: str
    advice: str
    blocks: Scope | None = BLOCKS_NOTHING


def _html(found: str) -> tuple[str, str]:
    char = html.unescape(found).strip()
    advice = "Leave it out." if found.startswith("<") else f"Write “{char}”." if char else "Write a space."
    return f"“{found}” is HTML, and would be printed as it stands.", advice


def _says(what: str, advice: str) -> Callable[[str], tuple[str, str]]:
    return lambda found: (what.replace("…", found, 1), advice)


_COMMENT = re.compile(r"(?m)(?:^|(?<=\s))#(?=\s?\w)")

_TABLE = (
    (r"</?[A-Za-z][A-Za-z0-9]*[^<>]*>|&(?:[A-Za-z]+|#\d+);", _html),
    (
        r"(?m)^[ \t]*(?:[-*•–—]|\d{1,2}[.)])[ \t]",
        _says("a list like this is printed as one running text.", "Make a point of each line, or one sentence of all."),
    ),
    (
        r"(?<![*\w])\*(?![*\s])[^*\n]+?(?<![\s*])\*(?![*\w])",
        _says("“…” is not how bold is written.", "Write “**” before and after the words."),
    ),
    (
        r"(?<!\w)_(?![_\s])[^_\n]+?(?<!\s)_(?!\w)",
        _says("“…” would be printed with its underscores.", "Leave them out, or write “**” for bold."),
    ),
    (r"`", _says("“…” would be printed as it stands.", "Leave it out.")),
    (
        r"(?<=\w)'(?=\w)|(?<=\w)'(?!\w)",
        _says("the apostrophe is a straight one.", "Write “’”."),
    ),
    (
        r"[\"']",
        _says("the quote mark is a straight one.", "Write the quote marks of the language, as “…” in English."),
    ),
    (r"\.\.\.", _says("three full stops stand for an ellipsis.", "Write “…”, or end the sentence.")),
    (r"(?<=\w) - (?=\w)", _says("a hyphen stands for a dash.", "Write “ – ”, or a comma.")),
    (r"(?<=\S)  +(?=\S)", _says("there are two spaces.", "Write one.")),
    (r"(?<=\w) [,.;!?](?=\s|$)", _says("there is a space before “…”.", "Leave the space out.")),
)
_SLIPS = tuple((re.compile(pattern), told) for pattern, told in _TABLE)


def slips(text: str) -> Iterator[Slip]:
    """All slips of a text, each character told once."""
    covered: list[tuple[int, int]] = []
    for match in _COMMENT.finditer(text):
        what = "this comment is inside the text and would be printed."
        yield Slip(match.start(), what, "Put it above the key of the text.", None)
    for pattern, told in _SLIPS:
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in covered):
                continue
            covered.append(match.span())
            what, advice = told(match[0].strip())
            yield Slip(match.start(), what, advice)
