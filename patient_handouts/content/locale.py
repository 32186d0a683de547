"""The files that describe a language: its header and labels, its lists of phrases, its terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from patient_handouts.reading.shape import Id, Prose, Scalar, Whole

FontName = Annotated[
    str, Scalar(r"[A-Z][A-Za-z0-9]*( [A-Z0-9][A-Za-z0-9]*)*", "a font family, like “Noto Sans”", quoted=True)
]


DatePattern = Annotated[
    str,
    Scalar(
        r"(d{1,2}(?!d)|M{1,4}(?!M)|L{1,4}(?!L)|E{1,4}(?!E)|y(yyy)?(?!y)|'[^'\d]*'|[^A-Za-z'\d])+",
        "a date pattern of CLDR, like “d MMMM y” or “d 'of' MMMM y”",
        quoted=True,
    ),
]


PluralCategory = Annotated[
    str, Scalar("zero|one|two|few|many|other", "a plural category of CLDR: zero, one, two, few, many or other")
]


Factor = Annotated[float, Scalar(r"[12](\.\d{1,2})?", "a number from 1 to 2.99, like “1.15”", float, quoted=True)]


Share = Annotated[float, Scalar(r"1|0\.[6-9]\d?", "a number from 0.6 to 1, like “0.95”", float, quoted=True)]


Digits = Annotated[str, Scalar(r"\d{10}", "ten digits, from zero to nine", quoted=True)]


Plural = Mapping[PluralCategory, Prose]
"""A text for each plural category that whole numbers have in a language (CLDR; in English: one, other)."""


@dataclass(frozen=True, kw_only=True)
class Punctuation:
    """The punctuation that the page itself sets. A space follows each, unless it is as wide as a Chinese character."""

    colon: Prose
    semicolon: Prose
    stop: Prose


@dataclass(frozen=True, kw_only=True)
class Labels:
    """Text of the page itself. Placeholders in braces are filled by the program; keep them."""

    draft: Prose
    draft_translation: Prose
    expired: Prose
    running_header: Prose
    page: Prose
    edition: Prose
    important: Prose
    emergency: Prose
    urgent: Prose
    non_urgent: Prose
    usual: Prose
    centres: Prose
    research: Prose
    not_recommended: Prose
    treatment: Prose
    here: Prose
    who: Prose
    found: Prose
    unknown: Prose
    one_figure: Prose
    drawing: Plural
    sources: Plural
    time: Prose
    feel: Prose
    day_line: Prose
    out_of_hours: Prose
    emergency_line: Prose
    not_checked: Prose
    not_tested: Prose
    translation_not_checked: Prose
    checked: Prose
    translation_checked: Prose
    tested: Prose
    next_check: Prose
    reading_level: Prose
    pictures_by: Prose
    your_team: Prose
    care_team_note: Prose
    always: Prose
    from_to: Prose
    interpreter: Prose
    online: Prose
    qr_code: Prose
    languages: Prose


PLACEHOLDERS_OF_LABELS: Mapping[str, frozenset[str]] = {
    "expired": frozenset({"date"}),
    "checked": frozenset({"who", "date"}),
    "translation-checked": frozenset({"who", "date"}),
    "tested": frozenset({"who", "date"}),
    "next-check": frozenset({"date"}),
    "reading-level": frozenset({"grade", "formula"}),
    "from-to": frozenset({"from", "to"}),
    "interpreter": frozenset({"languages"}),
    "qr-code": frozenset({"address"}),
    "running-header": frozenset({"disease"}),
    "page": frozenset({"page", "pages"}),
    "edition": frozenset({"edition", "date"}),
    "drawing": frozenset({"people", "filled"}),
    "sources": frozenset({"source"}),
}
"""The placeholders that a label must hold; a label that is not named here holds none."""


@dataclass(frozen=True, kw_only=True)
class CatalogueLabels:
    """Text of the catalogue, which staff read."""

    title: Prose
    find: Prose
    hint: Prose
    count: Prose
    none: Prose
    pages: Prose
    edition: Prose
    print: Prose
    open: Prose
    fold: Prose


PLACEHOLDERS_OF_CATALOGUE: Mapping[str, frozenset[str]] = {
    "count": frozenset({"count"}),
    "pages": frozenset({"pages"}),
    "edition": frozenset({"edition"}),
}


@dataclass(frozen=True, kw_only=True)
class LocaleHeader:
    """locale.yaml: a language, how it is set, and the labels in it. `formats` names each format.

    `line_height` says how many times as high as in English a line is, and `room` how many times as many pages a text
    may fill. Figures are written in Western digits unless `digits` has others.
    """

    name: Prose
    direction: Literal["ltr", "rtl"]
    fonts: tuple[FontName, ...]
    line_height: Factor = 1.0
    room: Factor = 1.0
    date_pattern: DatePattern
    month_pattern: DatePattern
    digits: Digits | None = None
    punctuation: Punctuation
    names_with_digits: tuple[Prose, ...] = ()
    formats: Mapping[Id, Prose]
    catalogue: CatalogueLabels
    labels: Labels


Phrase = Annotated[
    str,
    Scalar(
        r"(?=.*([^\W\d_]|%))(\*|\*?[^\d\s*\"]+\*?)( (\*|\*?[^\d\s*\"]+\*?))*",
        "words without figures, one space apart; “*” at the end of a word stands for any ending, “#” for a number",
    ),
]


@dataclass(frozen=True, kw_only=True)
class Passive:
    """How a language makes the passive voice: forms of “to be”, what may follow them, participles, and exceptions."""

    auxiliaries: tuple[Phrase, ...]
    between: tuple[Phrase, ...]
    participles: tuple[Phrase, ...]
    exceptions: tuple[Phrase, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EasyRead:
    """The stricter rules of easy read.

    The longest sentence and the mean of all in words, how many sentences make one idea, the highest reading level, and
    metaphors, each with plainer words.
    """

    longest_sentence: Whole
    mean_sentence: Whole
    sentences: Whole
    highest_grade: Whole | None = None
    metaphors: Mapping[Phrase, Prose] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PhraseLists:
    """language.yaml: what plain, honest text looks like in a language. Each list may be left out."""

    longest_sentence: Whole | None = None
    easy_read: EasyRead | None = None
    explaining: tuple[Phrase, ...] = ()
    hard_words: Mapping[Phrase, Prose] = field(default_factory=dict)
    hype: Mapping[Phrase, Prose] = field(default_factory=dict)
    no_hype: tuple[Phrase, ...] = ()
    chances: tuple[Phrase, ...] = ()
    one_in: tuple[Phrase, ...] = ()
    relative: tuple[Phrase, ...] = ()
    counted: tuple[Phrase, ...] = ()
    negatives: tuple[Phrase, ...] = ()
    passive: Passive | None = None
    abbreviations: tuple[Phrase, ...] = ()
    leftovers: Mapping[Phrase, tuple[Phrase, ...]] = field(default_factory=dict)
    numbers: tuple[Phrase, ...] = ()
    times: tuple[Phrase, ...] = ()
    you: tuple[Phrase, ...] = ()
    daily_life: tuple[Phrase, ...] = ()
    syllables: Mapping[Phrase, Whole] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Term:
    """An entry of terms.yaml: what is called the same wherever it comes up.

    Where the English has one of the phrases `english`, the translation has one of `use`; and nowhere one of `never`.
    """

    english: tuple[Phrase, ...]
    use: tuple[Phrase, ...]
    never: tuple[Phrase, ...] = ()
