"""Letters that the fonts of a language do not have: they would be printed as boxes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patient_handouts.content.library import LocaleContent
from patient_handouts.locales.fonts import missing_letters
from patient_handouts.locales.scripts import script_of
from patient_handouts.problems import HandoutError, Problem
from patient_handouts.reading.shape import Located, place_of

_MANY = 5
"""So many texts with the same mistake are a mistake of the fonts."""


def letter_problems(texts: Sequence[Located], content: LocaleContent) -> Iterator[Problem]:
    """What no font of the language can print; nothing where the fonts are not installed, which the build tells."""
    if not content.header or not content.header.fonts:
        return
    try:
        missing = missing_letters("".join(texts).replace("\n", ""), content.header.fonts)
    except HandoutError:
        return
    lacking = [(text, [char for char in dict.fromkeys(text) if char in missing]) for text in texts] if missing else []
    advice = "Write it in other letters, or name a font that has it in locale.yaml."
    if sum(bool(chars) for _, chars in lacking) > max(len(texts) // 2, _MANY):
        script = script_of(content.tag)
        known = ", ".join(f'"{family}"' for family in script.fonts) if script else ""
        what = f"the fonts have no letter for {named(missing)}, which most texts of this language need."
        yield Problem(place_of(content.header.fonts[0]), what, f"Write “fonts: [{known}]”." if known else advice)
        return
    for text, chars in lacking:
        if chars:
            what = f"the fonts of this language have no letter for {named(chars)}."
            yield Problem(text.place_of(text.index(chars[0])), what, advice)


def named(chars: Sequence[str]) -> str:
    """Some characters with their numbers in Unicode."""
    return ", ".join(f"“{char}” (U+{ord(char):04X})" for char in chars[:5])
