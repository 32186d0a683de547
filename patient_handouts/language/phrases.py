"""Phrases of a locale's lists, to be found in texts."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

from patient_handouts.content.locale import Passive


def has_phrase(text: str, phrases: Iterable[str]) -> bool:
    """Whether a text holds any of some phrases of language.yaml."""
    return compiled(tuple(phrases)).search(text) is not None


def phrases_pattern(phrases: Iterable[str], numbers: Iterable[str] = ()) -> str:
    """Phrases of language.yaml as a regular expression that finds the longest one.

    “*” stands for any letters and “#” for a number; words may be parted by any white space or hyphen, and
    apostrophes may be of any kind. Scripts that are written without spaces have no edges of words.
    """
    number = "|".join(
        [r"\d[\d.,]*", *(re.escape(_for_matching(word)) for word in sorted(numbers, key=len, reverse=True))]
    )
    meant = {"*": r"(?:[\w-]|'(?=\w))*", "#": f"(?:{number})", " ": r"[\s-]+", "-": r"[\s-]?"}
    edges: dict[tuple[bool, bool], list[str]] = defaultdict(list)
    for phrase in sorted(map(_for_matching, phrases), key=len, reverse=True):
        body = "".join(meant.get(char, re.escape(char)) for char in phrase)
        edges[_has_edge(phrase[0]), _has_edge(phrase[-1])].append(body)
    groups = [
        (WORD_START if before else "") + f"(?:{'|'.join(bodies)})" + (WORD_STOP if after else "")
        for (before, after), bodies in edges.items()
    ]
    return "|".join(groups) or r"(?!)"


WORD_START, WORD_STOP = r"(?<!\w)(?<!\w')", r"(?!\w|'\w)"


def _has_edge(char: str) -> bool:
    return char not in "%٪" and ord(char) < _PRIVATE


class _Normalised(dict[int, int]):
    """What each character is, so that a regular expression can tell where words begin and end.

    Marks on letters, as in Hindi, become letters. Letters of scripts that are written without spaces become no letters:
    their words have no edges, but those of another script beside them have. Hyphens become all the same.
    """

    def __missing__(self, code: int) -> int:
        if _UNSPACED.match(chr(code)):
            self[code] = _PRIVATE + code
        elif _MARK.match(chr(code)):
            self[code] = 0x20000 + code  # letters that no leaflet has
        else:
            self[code] = code
        return self[code]


_MARK = regex.compile(r"[\p{M}\u200c\u200d]")
_UNSPACED = regex.compile(
    r"[\p{Thai}\p{Lao}\p{Myanmar}\p{Khmer}\p{Tibetan}\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}\p{Yi}"
    r"\p{Block=CJK_Symbols}\p{Block=Half_And_Full_Forms}]"
)


_PRIVATE = 0xF0000
"""From here on, characters are for private use: no letters."""


_NORMALISED = _Normalised({ord("’"): ord("'"), ord("‑"): ord("-"), ord("–"): ord("-")})


@functools.lru_cache(maxsize=1024)
def _for_matching(text: str) -> str:
    """A text of the same length in which every character is what it means at the edge of a word."""
    return text if text.isascii() else text.translate(_NORMALISED)


@dataclass(frozen=True)
class Found:
    """A phrase where it stands in a text."""

    text: str
    start: int
    end: int


class Phrases:
    """Phrases of language.yaml, to be found in texts."""

    def __init__(self, pattern: str) -> None:
        self._pattern = re.compile(pattern, re.IGNORECASE)

    def find(self, text: str) -> Iterator[Found]:
        """All places where one of them stands."""
        for match in self._pattern.finditer(_for_matching(text)):
            yield Found(text[match.start() : match.end()], match.start(), match.end())

    def search(self, text: str) -> Found | None:
        """The first place where one of them stands."""
        match = self._pattern.search(_for_matching(text))
        return Found(text[match.start() : match.end()], match.start(), match.end()) if match else None

    def is_one(self, text: str) -> bool:
        """Whether a text is one of them."""
        return self._pattern.fullmatch(_for_matching(text)) is not None


@functools.lru_cache(maxsize=512)
def compiled(phrases: tuple[str, ...], numbers: tuple[str, ...] = ()) -> Phrases:
    """Phrases of a locale’s lists, made ready once; “#” also stands for the words for numbers."""
    return Phrases(phrases_pattern(phrases, numbers))


def passive_voice(passive: Passive) -> Phrases:
    """A form of “to be”, perhaps some of the words that may stand between, and a participle."""
    return _joined(passive.auxiliaries, passive.between, passive.participles)


@functools.cache
def _joined(first: tuple[str, ...], between: tuple[str, ...], last: tuple[str, ...]) -> Phrases:
    forms, words_between, participles = (f"(?:{phrases_pattern(phrases)})" for phrases in (first, between, last))
    return Phrases(rf"{forms}\s+(?:{words_between}\s+)*{participles}")
