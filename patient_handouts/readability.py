"""How hard a text is to read, by the formula that was made for its language; none where there is none.

A formula counts letters, syllables and stops. It does not know whether anybody understands a text, and formulas
differ by up to four school years; they find what is too hard, and prove nothing about what is plain.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from patient_handouts.sentences import sentences

FEWEST_WORDS = 20
"""Of a shorter text no formula says anything."""


@dataclass(frozen=True)
class Level:
    """A measured level: the school grade, by a formula, with the SMOG grade beside it where that is valid."""

    formula: str
    grade: float
    smog: float | None
    sentences: int
    words: int


def level(tag: str, texts: Iterable[str], syllables: Mapping[str, int]) -> Level | None:
    """Measure texts, each of which ends a sentence.

    :param tag: the locale; None comes out for a language without a formula of its own.
    :param syllables: the syllables of words that the rules of the language count wrongly.
    """
    measure = _FORMULAS.get(tag.partition("-")[0])
    found = [sentence for text in texts for sentence in sentences(text)]
    if measure is None or sum(len(sentence.words()) for sentence in found) < FEWEST_WORDS:
        return None
    return measure([sentence.words() for sentence in found], syllables)


def _flesch_kincaid(found: list[list[str]], exceptions: Mapping[str, int]) -> Level:
    """Flesch-Kincaid grade (Kincaid and others, 1975) and SMOG (McLaughlin 1969, from 30 sentences on)."""
    counts = [english_syllables(word, exceptions) for sentence in found for word in sentence]
    grade = 0.39 * len(counts) / len(found) + 11.8 * sum(counts) / len(counts) - 15.59
    long_words = sum(count >= 3 for count in counts)
    smog = 1.0430 * math.sqrt(long_words * 30 / len(found)) + 3.1291 if len(found) >= 30 else None
    return Level("Flesch-Kincaid", grade, smog, len(found), len(counts))


_FORMULAS: Mapping[str, Callable[[list[list[str]], Mapping[str, int]], Level]] = {"en": _flesch_kincaid}


# Neighbouring vowels that are two syllables, and endings that hold one without a vowel: “giant”, “ruin”, “centre”.
_SPOKEN_APART = re.compile(
    r"(?<![tscg])i[ao](?!u)|[^aeiougq]u[aeo](?!$)|(?<!p)eo(?!n$|ple)|[aeiou]ing$|[^aeiouy]ier$|sm$|thm$|[bct]res?$"
    r"|(?<=[dt])ious$|uiet|mbryo|rying$"
)
# Vowels that are not heard: a last “e”, as in “stage”, but not as in “table”; “ed” and “es” after most letters.
_SILENT = re.compile(
    r"[^aeiouylr]e$|[aeiouy][lr]e$|[^aeiouydt]ed$|[^aeiousxzcgh]es$(?<![^aeiouy]les)"
    r"|[^aeiouy]eful|[aeiouy][^aeiouy]ely$|[aeiouy][^aeiouy]ety$|[^aeiouylr]ement(?!al)|some(?=.)"
)


def english_syllables(word: str, exceptions: Mapping[str, int]) -> int:
    """The syllables of an English word, by rules of spelling; a figure counts as one, as Kincaid counts it.

    :param exceptions: words in small letters that the rules get wrong, with their syllables.
    """
    if len(parts := [part for part in re.split(r"[-‑]", word) if part]) > 1:
        return sum(english_syllables(part, exceptions) for part in parts)
    word = re.sub(r"[’']s?$", "", word.lower())
    if word in exceptions:
        return exceptions[word]
    if word.endswith("s") and (count := exceptions.get(word[:-1])):
        return count
    vowels = len(re.findall(r"[aeiouy]+", word))
    return max(vowels + len(_SPOKEN_APART.findall(word)) - len(_SILENT.findall(word)), 1)
