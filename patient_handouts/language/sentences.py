"""Takes text apart into sentences and words, in any script that the leaflets are written in."""

from __future__ import annotations

from dataclasses import dataclass

import regex

# A full stop, question or exclamation mark that a space or the end follows; Chinese and Japanese ones, the
# danda of Hindi and the marks of Arabic and Urdu end a sentence by themselves.
_END = regex.compile(r"[.!?…]+[”’\")\]]*(?=\s|$)|[。！？।॥؟۔]+[”’」』\")\]]*|\n+")

# Chinese and Japanese are written without spaces: there each character counts.
_CHARACTER = r"[\p{Han}\p{Hiragana}\p{Katakana}]"
_LETTER = rf"[\p{{L}}\p{{N}}--{_CHARACTER}]"
_LETTERS = rf"{_LETTER}(?:{_LETTER}|[\p{{M}}\u200c\u200d])*"
_WORD = regex.compile(rf"{_CHARACTER}|{_LETTERS}(?:[’'‑.,\u00ad-]{_LETTERS})*", regex.V1)


@dataclass(frozen=True)
class Sentence:
    """A sentence and where in its text it begins."""

    text: str
    offset: int

    def words(self) -> list[str]:
        """The words and figures of the sentence; an empty list if it holds only punctuation."""
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
    """The words and figures of a text; of Chinese and Japanese, the characters.

    Hyphens and apostrophes hold a word together, as in “check-ups”.
    """
    return _WORD.findall(text)
