"""What the scripts of the world need on paper: fonts, height of lines, punctuation. For the header of a new locale."""

from __future__ import annotations

from dataclasses import dataclass

from babel.core import get_global

from patient_handouts.locales.cldr import cldr


@dataclass(frozen=True)
class Script:
    """The fonts of a script, how many times as high as in English its lines are, and its punctuation."""

    fonts: tuple[str, ...]
    line_height: str = "1"
    colon: str = ":"
    semicolon: str = ";"
    stop: str = "."


_NOTO = "Noto Sans"


def _noto(script: str, line_height: str = "1", **punctuation: str) -> Script:
    return Script((f"{_NOTO} {script}", _NOTO), line_height, **punctuation)


_WIDE = {"colon": "：", "semicolon": "；", "stop": "。"}


# Heights by the natural height of each font beside that of Noto Sans; lines of text are set a little tighter.
SCRIPTS = {
    "Latn": Script((_NOTO,)),
    "Cyrl": Script((_NOTO,)),
    "Grek": Script((_NOTO,)),
    "Arab": _noto("Arabic", semicolon="؛"),
    "Hebr": _noto("Hebrew"),
    "Deva": _noto("Devanagari", "1.05", stop="।"),
    "Beng": _noto("Bengali", "1.05", stop="।"),
    "Guru": _noto("Gurmukhi", "1.05", stop="।"),
    "Gujr": _noto("Gujarati", "1.05"),
    "Taml": _noto("Tamil", "1.05"),
    "Telu": _noto("Telugu", "1.1"),
    "Knda": _noto("Kannada", "1.1"),
    "Mlym": _noto("Malayalam", "1.05"),
    "Sinh": _noto("Sinhala", "1.05"),
    "Thai": _noto("Thai", "1.15"),
    "Laoo": _noto("Lao", "1.15"),
    "Khmr": _noto("Khmer", "1.25"),
    "Mymr": _noto("Myanmar", "1.35"),
    "Ethi": _noto("Ethiopic", "1.05", stop="።"),
    "Armn": _noto("Armenian", stop="։"),
    "Geor": _noto("Georgian"),
    "Hans": _noto("CJK SC", "1.05", **_WIDE),
    "Hant": _noto("CJK TC", "1.05", **_WIDE),
    "Jpan": _noto("CJK JP", "1.05", **_WIDE),
    "Kore": _noto("CJK KR", "1.05"),
}
"""What is known of scripts, by their code of ISO 15924."""


# Urdu is read in the hanging style, Nastaliq, whose lines slope down and need far more room. Its figures and Latin
# letters come from Noto Sans, since those of the font itself look bold.
_OF_LANGUAGES = {"ur": Script((_NOTO, "Noto Nastaliq Urdu"), "1.7", semicolon="؛", stop="۔")}


FONTS = frozenset(font for script in (*SCRIPTS.values(), *_OF_LANGUAGES.values()) for font in script.fonts)
"""The families that these scripts are set in."""


def script_of(tag: str) -> Script | None:
    """What is known of the script of a locale; None if there is no font for it here."""
    return _OF_LANGUAGES.get(tag.partition("-")[0]) or SCRIPTS.get(script_code(tag))


def script_code(tag: str) -> str:
    """The script that a locale is written in, by the likely subtags of CLDR: “Arab” for “fa”."""
    locale = cldr(tag)
    if locale.script:
        return str(locale.script)
    likely = get_global("likely_subtags")
    for known in (f"{locale.language}_{locale.territory}", locale.language):
        if known in likely:
            return str(likely[known].split("_")[1])
    return "Latn"


def digits_of(tag: str) -> str:
    """The digits that a locale writes by CLDR, from zero to nine, where they are not the Western ones."""
    locale = cldr(tag)
    zero = _ZERO.get(str(locale.default_numbering_system), "")
    return "".join(chr(ord(zero) + digit) for digit in range(10)) if zero else ""


_ZERO = {
    "adlm": "\U0001e950",
    "arab": "٠",
    "arabext": "۰",
    "beng": "০",
    "deva": "०",
    "mymr": "၀",
    "olck": "᱐",
    "tibt": "༠",
}
"""The zero of each system of digits that CLDR has for some language; the others follow it in Unicode."""
