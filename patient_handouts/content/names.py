"""The names of things: handouts, claims, evidence, facts, warnings and their like."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from patient_handouts.reading.shape import Scalar

TextPath = Annotated[
    str, Scalar(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*", "the keys that lead to a text, like “points.harms”")
]


SourceId = Annotated[
    str, Scalar(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*", "a claim, like “C042”, or a key of the evidence, like “MS-MIST”")
]


ClaimId = Annotated[str, Scalar(r"C\d{3}", "the number of a claim, like “C042”")]


ParagraphId = Annotated[str, Scalar(r"s\d+p\d+", "a paragraph of a document, like “s3p10”")]


DocumentId = Annotated[str, Scalar(r"s\d+", "a document, like “s3”")]


RowId = Annotated[str, Scalar(r"F\d{2,3}", "the number of a row of printable.yaml, like F13")]


WarningId = Annotated[str, Scalar(r"W([1-9]|1[0-5])", "a warning, W1 to W15")]


IcdCode = Annotated[str, Scalar(r"[A-Z]\d\d(\.\d{1,2})?", "a code of ICD-10, like “G35”")]


Doi = Annotated[str, Scalar(r"10\.\d{4,9}/\S+", "a DOI, like “10.1001/jama.2018.18743”")]


Url = Annotated[str, Scalar(r"https://[\w.-]+\.[a-z]{2,}(/\S*)?", "a web address that begins with “https://”")]


FULL = "standard"
"""The format that has the words of the full leaflet."""


BETWEEN_LOCALES = "+"
"""What stands between the two locales of a bilingual handout, as in “en+ar”."""


class HandoutName(NamedTuple):
    """A handout by its name."""

    disease: str
    locale: str
    format: str = FULL

    @property
    def locales(self) -> tuple[str, ...]:
        """Its locale; of a bilingual handout, “en+ar”, both."""
        return tuple(self.locale.split(BETWEEN_LOCALES))

    @property
    def stem(self) -> str:
        """The name of its files, without the ending."""
        return recipe_name(self.disease, self.format)

    def __str__(self) -> str:
        return f"{self.locale}/{self.stem}"


def recipe_name(disease: str, words: str) -> str:
    """The name of a disease's recipe, and of its files of words, for the words of a format; or of a handout's file."""
    return disease if words == FULL else f"{disease}-{words}"


COMMON = "common"
"""The file of what all full leaflets share; “common-easy-read” and the like for other words."""


TITLE = "title"
"""The name under which title and subtitle are kept, as if they were a block."""


OUTLINE = "outline"
"""The name under which the order of the blocks is kept."""


PAGE = "page"
"""The name under which the running text of the pages is kept."""


def files_of(disease: str, words: str) -> tuple[str, ...]:
    """The files that the recipe of a disease, in the words of a format, takes blocks from, the nearest first."""
    recipe = recipe_name(disease, words)
    return (recipe, COMMON) if words == FULL else (recipe, recipe_name(COMMON, words), disease, COMMON)
