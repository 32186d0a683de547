"""How hard a text is to read, by the formula that was made for its language; none where there is none.

A formula counts letters, syllables and stops. It does not know whether anybody understands a text, and formulas
differ by up to four school years; they find what is too hard, and prove nothing about what is plain.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from patient_handouts.language.sentences import sentences

FEWEST_WORDS = 20
"""Of a shorter text no formula says anything."""


@dataclass(frozen=True)
class Level:
    """A measured level: what a formula gives, with the SMOG grade beside it where that is valid.

    Of Flesch-Kincaid it is a school grade, and less is easier; of INFLESZ it runs to 100, and more is easier. `plain`
    says whether it is as easy as a leaflet shall be, `hard` whether it is harder than any part of one may be.
    """

    formula: str
    score: float
    plain: bool
    hard: bool
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


HIGHEST_GRADE = 5.5
"""The school grade of a plain leaflet by Flesch-Kincaid; no part of it has one over 7."""


LEAST_INFLESZ = 70
"""The INFLESZ of a plain leaflet: 65 to 80 is “fairly easy”. No part of it has one under 55, the least “normal”."""


def _flesch_kincaid(found: list[list[str]], exceptions: Mapping[str, int]) -> Level:
    """Flesch-Kincaid grade (Kincaid and others, 1975) and SMOG (McLaughlin 1969, from 30 sentences on)."""
    counts = [english_syllables(word, exceptions) for sentence in found for word in sentence]
    grade = 0.39 * len(counts) / len(found) + 11.8 * sum(counts) / len(counts) - 15.59
    long_words = sum(count >= 3 for count in counts)
    smog = 1.0430 * math.sqrt(long_words * 30 / len(found)) + 3.1291 if len(found) >= 30 else None
    return Level("Flesch-Kincaid", grade, grade <= HIGHEST_GRADE, grade > 7, smog, len(found), len(counts))


def _szigriszt(found: list[list[str]], exceptions: Mapping[str, int]) -> Level:
    """Perspicuity (Szigriszt-Pazos 1993), read on the scale INFLESZ (Barrio-Cantalejo and others, 2008)."""
    counts = [spanish_syllables(word, exceptions) for sentence in found for word in sentence]
    score = 206.835 - 62.3 * sum(counts) / len(counts) - len(counts) / len(found)
    return Level("INFLESZ", score, score >= LEAST_INFLESZ, score < 55, None, len(found), len(counts))


_FORMULAS: Mapping[str, Callable[[list[list[str]], Mapping[str, int]], Level]] = {
    "en": _flesch_kincaid,
    "es": _szigriszt,
}


# A “u” that is not heard, a “y” that is a consonant, and the vowels of one syllable: two strong ones make two, and so
# does a weak one with an accent beside a strong one.
_SPANISH_SILENT = re.compile(r"(?<=[qg])u(?=[eiéí])|y(?=[aeiouáéíóú])|h(?=[aeiouáéíóú])")


_SPANISH_NUCLEUS = re.compile(r"[iuüy]*[aeoáéó][iuüy]*|[íú]|[iuüy]+")


def spanish_syllables(word: str, exceptions: Mapping[str, int]) -> int:
    """The syllables of a Spanish word, by the rules of its spelling; a figure counts as one.

    :param exceptions: words in small letters that the rules get wrong, with their syllables.
    """
    if len(parts := [part for part in re.split(r"[-‑]", word) if part]) > 1:
        return sum(spanish_syllables(part, exceptions) for part in parts)
    word = word.lower()
    if word in exceptions:
        return exceptions[word]
    return max(len(_SPANISH_NUCLEUS.findall(_SPANISH_SILENT.sub("-", word))), 1)


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
