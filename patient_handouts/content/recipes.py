"""Recipes and formats: the structure of handouts, without a word of prose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from patient_handouts.content.blocks import AnyBlock, OwnBlock
from patient_handouts.content.locale import Share
from patient_handouts.content.names import IcdCode, SourceId
from patient_handouts.problems import Place
from patient_handouts.reading.shape import Id, Whole

REQUIRED_WARNINGS = tuple(f"W{number}" for number in range(1, 16))
"""What no handout may leave unsaid: W1 strong chemotherapy; W2 people have died; W3 infection; W4 cancer and new
autoimmune disease; W5 fertility; W6 may not last; W7 status for this disease; W8 experienced centre; W9 clinics that
sell cures; W10 paying, or no approved trial; W11 stories are no evidence; W12 harm from unregulated cells; W13 do not
stop medicine; W14 may bar later trials; W15 urgent symptoms."""


REQUIRED_KINDS = (
    "main-message", "where-it-stands", "key-points", "benefits-harms", "options", "questions", "glossary", "about",
    "sources",
)  # fmt: skip
"""The kinds of block that every full leaflet has exactly once; other texts have those that formats.yaml names."""


REQUIRED_URGENCIES = ("emergency", "urgent", "non-urgent")
"""The care cards that every handout has."""


@dataclass(frozen=True)
class PageBudget:
    """How many pages a handout may fill on each paper."""

    a4: Whole
    letter: Whole


@dataclass(frozen=True, kw_only=True)
class Format:
    """How a handout is set.

    `text_of` is the format whose recipes and words it sets. Tables become lists where `tables` says so. It is built
    always or when asked for, and `fold` makes a file of sheets to fold from it. Of a text of its own, `kinds` are
    the kinds of block that it must have, and `reading` says whether it is easy read: one idea a line, each with a
    picture, by the stricter rules of language.yaml. `fit` has the sizes of type that are tried one after the other
    until the pages are as few as the recipe says, whatever the language. `bilingual` says how two languages stand on
    its pages.
    """

    text_of: Id
    tables: Literal["tables", "lists"]
    build: Literal["always", "when-asked"]
    fold: Literal["yes", "no"] = "no"
    reading: Literal["plain", "easy"] = "plain"
    fit: tuple[Share, ...] = ()
    bilingual: Literal["beside", "below"] | None = None
    kinds: tuple[Id, ...] = ()
    place: Place = field(compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """The ordered blocks of one disease, and how many pages they may fill in each format.

    `icd_10` has the codes that a full leaflet is found by in the catalogue.
    """

    icd_10: tuple[IcdCode, ...] = ()
    pages: Mapping[Id, PageBudget]
    blocks: tuple[AnyBlock, ...]
    place: Place = field(compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class CommonRecipe:
    """What all diseases share: blocks, and terms, with what their meanings rest on."""

    terms: Mapping[Id, tuple[SourceId, ...]] = field(default_factory=dict)
    blocks: tuple[OwnBlock, ...]
    place: Place = field(compare=False, repr=False)
