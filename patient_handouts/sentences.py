"""Takes text apart into sentences and words, in any script that the leaflets are written in."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A full stop, question or exclamation mark that a space or the end follows; Chinese and Japanese ones, the
# danda of Hindi and the marks of Arabic and Urdu end a sentence by themselves.
_END = re.compile(r"[.!?…]+[”’\")\]]*(?=\s|$)|[。！？।॥؟۔]+[”’」』\")\]]*|\n+")
# Chinese and Japanese are written without spaces: there each sign counts.
_SIGN = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
MARKS = (
    r"\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0903\u093a-\u094f\u0951-\u0957"
    r"\u0962\u0963\u0981-\u0983\u09bc-\u09d7\u0a01-\u0a51\u0abc-\u0acd\u0bbe-\u0bcd\u0c3e-\u0c56\u0cbc-\u0cd6"
    r"\u0d3b-\u0d57\u0dca-\u0ddf\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ece\u102b-\u103e\u17b4-\u17d3\u200c\u200d"
)
"""Vowel signs, accents and joiners, which a regular expression does not count among letters."""

LETTERS = rf"\w{MARKS}"
"""Letters, figures, and the marks on them."""

_WORD = re.compile(
    rf"[{_SIGN}]"
    rf"|[^\W_{_SIGN}](?:[{MARKS}]|[^\W_{_SIGN}])*(?:[’'‑.,\u00ad-][^\W_{_SIGN}](?:[{MARKS}]|[^\W_{_SIGN}])*)*"
)


@dataclass(frozen=True)
class Sentence:
    """A sentence and where in its text it begins."""

    text: str
    offset: int

    def words(self) -> list[str]:
        """The words and figures of the sentence; an empty list if it holds only signs."""
        return words(self.text)


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text in order. A line, such as a heading, ends a sentence even without a full stop."""
    found = []
    start = 0
    for end in [*(match.end() for match in _END.finditer(text)), len(text)]:
        part = text[start:end]
        if words(part):
            found.append(Sentence(part.strip(), start + len(part) - len(part.lstrip())))
            start = end
    return found


def words(text: str) -> list[str]:
    """The words and figures of a text; of Chinese and Japanese, the signs.

    Hyphens and apostrophes hold a word together, as in “check-ups”.
    """
    return _WORD.findall(text)
