"""Characters that nobody sees: those that no text may hold, and those that a page needs."""

from __future__ import annotations

import unicodedata

JOINERS = "\u200c\u200d"
"""Characters that nobody sees, and that scripts from Persian to Hindi need."""


_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""What counts as a letter and is drawn as nothing: fillers of Hangul, and Braille without a dot."""


NO_BREAK, JOINER = "\u00a0", "\u2060"


LEFT_TO_RIGHT, END = "\u2066", "\u2069"


LEFT_TO_RIGHT_MARK = "\u200e"
"""Counts as a letter from left to right."""


def hidden_character(text: str) -> str:
    """The first character that could turn figures round, or hide or split words; empty if there is none."""
    if text.isprintable() and not _BLANK_LETTERS & set(text):  # as nearly every text is
        return ""
    for char in text:
        category = unicodedata.category(char)
        hidden = category in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp") or char in _BLANK_LETTERS
        if hidden and char not in JOINERS and char != "\n":
            return f"U+{ord(char):04X}"
    return ""
