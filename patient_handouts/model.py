"""The words of the project as plain, frozen values: what the content files hold.

The dataclasses that are read from a file are also the description of that file (see `shape`).
What each kind of block needs in words is said here, by its `words` method, and nowhere else.
"""

from __future__ import annotations

import abc
import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal, NamedTuple

from patient_handouts.problems import Place, Problem
from patient_handouts.shape import PARAGRAPHS, TEXT, Date, Id, Key, Located, Period, Prose, Scalar, Texts, Whole

TextPath = Annotated[
    str, Scalar(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*", "the keys that lead to a text, like “points.harms”")
]
SourceId = Annotated[
    str, Scalar(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*", "a claim, like “C042”, or a key of the evidence, like “MS-MIST”")
]
ClaimId = Annotated[str, Scalar(r"C\d{3}", "the number of a claim, like “C042”")]
ParagraphId = Annotated[str, Scalar(r"s\d+p\d+", "a paragraph of a document, like “s3p10”")]
DocumentId = Annotated[str, Scalar(r"s\d+", "a document, like “s3”")]
FactRow = Annotated[str, Scalar(r"F(0[1-9]|[1-6]\d|7\d)", "a row of the list of printable facts, F01 to F79")]
WarningId = Annotated[str, Scalar(r"W([1-9]|1[0-5])", "a warning, W1 to W15")]
IcdCode = Annotated[str, Scalar(r"[A-Z]\d\d(\.\d{1,2})?", "a code of ICD-10, like “G35”")]
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
Doi = Annotated[str, Scalar(r"10\.\d{4,9}/\S+", "a DOI, like “10.1001/jama.2018.18743”")]
Url = Annotated[str, Scalar(r"https://[\w.-]+\.[a-z]{2,}(/\S*)?", "a web address that begins with “https://”")]

PluralCategory = Annotated[
    str, Scalar("zero|one|two|few|many|other", "a plural category of CLDR: zero, one, two, few, many or other")
]
Factor = Annotated[float, Scalar(r"[12](\.\d{1,2})?", "a number from 1 to 2.99, like “1.15”", float, quoted=True)]
Share = Annotated[float, Scalar(r"1|0\.[6-9]\d?", "a number from 0.6 to 1, like “0.95”", float, quoted=True)]
Digits = Annotated[str, Scalar(r"\d{10}", "ten digits, from zero to nine", quoted=True)]

WordShape = Texts | Scalar
"""What stands at a key of words: a text, or further keys."""

Tree = Mapping[str, Any]
"""Words of a block: keys to texts, or to trees again; always in the shape that the block asks for."""


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


def _each(ids: tuple[str, ...]) -> Texts:
    return Texts(dict.fromkeys(ids, TEXT))


def _in_order(keys: dict[str, WordShape], also: tuple[str, ...]) -> dict[str, WordShape]:
    """The keys of a block in the order of the page, of “intro” and “after” only those that the recipe asks for."""
    return {key: shape for key, shape in keys.items() if key in also or key not in ("intro", "after")}


REFERENCE_LOCALE = "en"
"""The locale that the others are translated from, and in which unused facts and terms are looked for."""


def parents(tag: str) -> list[str]:
    """The locales that one is a variant of, the nearest first: “es” for “es-MX”."""
    parts = tag.split("-")
    return ["-".join(parts[:length]) for length in range(len(parts) - 1, 0, -1)]


FULL = "standard"
"""The format that has the words of the full leaflet."""


BETWEEN_LOCALES = "+"
"""What stands between the two locales of a bilingual handout, as in “en+ar”."""


class Which(NamedTuple):
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


# --- recipes: the structure of a handout, without a word of prose ---------------------------------


@dataclass(frozen=True, kw_only=True)
class Block(abc.ABC):
    """One piece of a handout.

    `rests_on` says for each text, or for all texts below a key, which claims and evidence it rests on
    beyond the facts that it prints. `beside` has the pictogram beside each of its points, in easy read.
    """

    kind: str
    id: Id
    picture: Id | None = None
    beside: Mapping[Id, Id] = field(default_factory=dict)
    rests_on: Mapping[TextPath, tuple[SourceId, ...]] = field(default_factory=dict)
    warnings: tuple[WarningId, ...] = ()
    place: Place = field(compare=False, repr=False)

    @abc.abstractmethod
    def words(self) -> dict[str, WordShape]:
        """The keys of this block in a file of words, in the order of the page, and what stands at each."""

    def pictures(self) -> tuple[str, ...]:
        """The pictograms that this block shows, each once."""
        heading = (self.picture,) if self.picture else ()
        return tuple(dict.fromkeys([*heading, *self.beside.values()]))

    @property
    def says(self) -> str:
        """What it says of the things that a leaflet may not lack: its kind, if no other."""
        return self.kind

    def needs_sources(self) -> bool:
        """Whether its texts say anything about illness or treatment; what it lists has its own sources."""
        return True

    @cached_property
    def claims(self) -> tuple[str, ...]:
        """All claims that the block rests on."""
        return claims_of(source for sources in self.rests_on.values() for source in sources)

    @cached_property
    def evidence(self) -> tuple[str, ...]:
        """All evidence that the block rests on, beyond that of the facts that it prints."""
        return evidence_of(source for sources in self.rests_on.values() for source in sources)

    def sources_of(self, path: str) -> tuple[str, ...]:
        """The claims and evidence that one text rests on, beyond the facts that it prints."""
        above = [key for key in self.rests_on if f"{path}.".startswith(f"{key}.")]
        return tuple(dict.fromkeys(source for key in above for source in self.rests_on[key]))


def claims_of(sources: Iterable[str]) -> tuple[str, ...]:
    """The claims among claims and evidence, each once."""
    return tuple(dict.fromkeys(source for source in sources if re.fullmatch(r"C\d{3}", source)))


def evidence_of(sources: Iterable[str]) -> tuple[str, ...]:
    """The evidence among claims and evidence, each once."""
    return tuple(dict.fromkeys(source for source in sources if not re.fullmatch(r"C\d{3}", source)))


@dataclass(frozen=True, kw_only=True)
class Shared:
    """A block of recipes/common.yaml, used here."""

    kind: Literal["shared"]
    id: Id
    place: Place = field(compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class MainMessage(Block):
    """The one thing to take away, in one or two sentences."""

    kind: Literal["main-message"]

    def words(self) -> dict[str, WordShape]:
        return {"text": TEXT}


SCALE = ("usual", "centres", "research", "not-recommended")
"""The four places of “where it stands”, from the nearest to the farthest."""


@dataclass(frozen=True)
class Treatment:
    """One row of “where it stands”: a treatment, and its place on the scale of four."""

    id: Id
    stands: Literal["usual", "centres", "research", "not-recommended"]


@dataclass(frozen=True, kw_only=True)
class WhereItStands(Block):
    """Where each treatment stands today for this disease: a place on a scale of four, and why."""

    kind: Literal["where-it-stands"]
    treatments: tuple[Treatment, ...]

    def words(self) -> dict[str, WordShape]:
        row = Texts({"name": TEXT, "why": TEXT})
        return {"heading": TEXT, "treatments": Texts({treatment.id: row for treatment in self.treatments})}


@dataclass(frozen=True, kw_only=True)
class KeyPoints(Block):
    """The handful of things to know after one minute."""

    kind: Literal["key-points"]
    points: tuple[Id, ...]

    def words(self) -> dict[str, WordShape]:
        return {"heading": TEXT, "points": _each(self.points)}


@dataclass(frozen=True, kw_only=True)
class Text(Block):
    """A heading and paragraphs, with a list of points and a closing paragraph where the recipe says so."""

    kind: Literal["text"]
    points: tuple[Id, ...] = ()
    also: tuple[Literal["after"], ...] = ()

    def words(self) -> dict[str, WordShape]:
        keys: dict[str, WordShape] = {"heading": TEXT, "text": PARAGRAPHS}
        if self.points:
            keys["points"] = _each(self.points)
        return keys | dict.fromkeys(self.also, PARAGRAPHS)


@dataclass(frozen=True)
class Step:
    """One step of a treatment, with its pictogram."""

    id: Id
    picture: Id
    also: tuple[Literal["feel", "time"], ...] = ()

    def told(self) -> tuple[str, ...]:
        """What is told beyond title and text, in the order of the page."""
        return tuple(key for key in ("feel", "time") if key in self.also)


@dataclass(frozen=True, kw_only=True)
class Steps(Block):
    """What happens, in order: what is done, how long it takes, what it may feel like."""

    kind: Literal["steps"]
    steps: tuple[Step, ...]
    also: tuple[Literal["intro", "after"], ...] = ()

    def words(self) -> dict[str, WordShape]:
        steps = {step.id: Texts(dict.fromkeys(("title", "text", *step.told()), TEXT)) for step in self.steps}
        return _in_order({"heading": TEXT, "intro": PARAGRAPHS, "steps": Texts(steps), "after": PARAGRAPHS}, self.also)

    def pictures(self) -> tuple[str, ...]:
        """The pictograms of the heading and of each step."""
        return tuple(dict.fromkeys([*super().pictures(), *(step.picture for step in self.steps)]))


@dataclass(frozen=True, kw_only=True)
class Options(Block):
    """The options side by side: the same rows for each, carrying on as now among them."""

    kind: Literal["options"]
    rows: tuple[Id, ...]
    options: tuple[Id, ...]

    def words(self) -> dict[str, WordShape]:
        option = Texts({"name": TEXT} | dict.fromkeys(self.rows, TEXT))
        return {
            "heading": TEXT,
            "rows": _each(self.rows),
            "options": Texts(dict.fromkeys(self.options, option)),
        }


@dataclass(frozen=True)
class Figure:
    """An icon array: which values of a fact are drawn filled, shaded and empty; together they make `of`."""

    id: Id
    fact: Id
    of: Id
    filled: Id
    empty: Id
    shaded: Id | None = None
    place: Place = field(default=Place(""), compare=False, repr=False)

    @property
    def parts(self) -> dict[str, str]:
        """How people are drawn, and the value of the fact that says how many, in the order of drawing."""
        parts = {"filled": self.filled, "shaded": self.shaded, "empty": self.empty}
        return {look: value for look, value in parts.items() if value is not None}

    def words(self) -> Texts:
        """What stands beside the drawing: a title, and a line for each look."""
        return Texts({"title": TEXT} | dict.fromkeys(self.parts, TEXT))


@dataclass(frozen=True, kw_only=True)
class BenefitsHarms(Block):
    """What may get better and what may go wrong, side by side and with equal care.

    Where the recipe names figures, the first is drawn with the benefits and the second with the harms.
    """

    kind: Literal["benefits-harms"]
    benefits: tuple[Id, ...]
    harms: tuple[Id, ...]
    figures: tuple[Figure, ...] = ()
    also: tuple[Literal["intro", "after"], ...] = ()

    def words(self) -> dict[str, WordShape]:
        figures = {figure.id: figure.words() for figure in self.figures}
        keys: dict[str, WordShape] = {
            "heading": TEXT,
            "intro": PARAGRAPHS,
            "benefits": Texts({"heading": TEXT, "points": _each(self.benefits)}),
            "harms": Texts({"heading": TEXT, "points": _each(self.harms)}),
            **({"figures": Texts(figures)} if figures else {}),
            "after": PARAGRAPHS,
        }
        return _in_order(keys, self.also)


@dataclass(frozen=True, kw_only=True)
class Result(Block):
    """What one study found: who was in it, icon arrays with every outcome, and what it does not tell."""

    kind: Literal["result"]
    figures: tuple[Figure, ...] = ()

    def words(self) -> dict[str, WordShape]:
        figures = {figure.id: figure.words() for figure in self.figures}
        keys: dict[str, WordShape] = {"heading": TEXT, "who": TEXT, "found": TEXT}
        return keys | ({"figures": Texts(figures)} if figures else {}) | {"unknown": TEXT}


Urgency = Literal["emergency", "urgent", "non-urgent"]
Contact = Literal["day-line", "out-of-hours", "emergency"]


@dataclass(frozen=True, kw_only=True)
class CareCard(Block):
    """When to get help, how fast, and which number to ring. Urgency as in the NHS design system."""

    kind: Literal["care-card"]
    urgency: Urgency
    points: tuple[Id, ...]
    contacts: tuple[Contact, ...]
    also: tuple[Literal["after"], ...] = ()

    def words(self) -> dict[str, WordShape]:
        keys: dict[str, WordShape] = {"heading": TEXT, "points": _each(self.points)}
        return keys | dict.fromkeys(self.also, TEXT)


@dataclass(frozen=True, kw_only=True)
class WarningCallout(Block):
    """Something that a reader must not miss."""

    kind: Literal["warning"]
    points: tuple[Id, ...] = ()

    def words(self) -> dict[str, WordShape]:
        keys: dict[str, WordShape] = {"heading": TEXT, "text": PARAGRAPHS}
        return keys | ({"points": _each(self.points)} if self.points else {})


@dataclass(frozen=True, kw_only=True)
class Ideas(Block):
    """Lines of one idea each, with a picture at its side, as in easy read.

    Beside the point that a figure is named after, its people are drawn. `about` says which of the things that a
    leaflet may not lack these lines say.
    """

    kind: Literal["ideas"]
    about: Literal["main-message", "where-it-stands", "benefits", "harms", "questions"] | None = None
    points: tuple[Id, ...]
    figures: tuple[Figure, ...] = ()

    def words(self) -> dict[str, WordShape]:
        return {"heading": TEXT, "points": _each(self.points)}

    @property
    def says(self) -> str:
        return self.about or self.kind

    def needs_sources(self) -> bool:
        """Questions ask, and assert nothing."""
        return self.about != "questions"


@dataclass(frozen=True, kw_only=True)
class Inset(Block):
    """A short text set apart."""

    kind: Literal["inset"]

    def words(self) -> dict[str, WordShape]:
        return {"text": PARAGRAPHS}


@dataclass(frozen=True, kw_only=True)
class Questions(Block):
    """Questions to ask, each with a box to tick and a line to write on."""

    kind: Literal["questions"]
    questions: tuple[Id, ...]

    def words(self) -> dict[str, WordShape]:
        return {"heading": TEXT, "intro": TEXT, "questions": _each(self.questions)}

    def needs_sources(self) -> bool:
        """It asks, and asserts nothing."""
        return False


@dataclass(frozen=True, kw_only=True)
class Glossary(Block):
    """The words to know: every term that the handout's words link to, in the order of the alphabet."""

    kind: Literal["glossary"]

    def words(self) -> dict[str, WordShape]:
        return {"heading": TEXT}

    def needs_sources(self) -> bool:
        """Each term has sources of its own."""
        return False


@dataclass(frozen=True, kw_only=True)
class Sources(Block):
    """The full reference of everything that the handout rests on, or only of its figures."""

    kind: Literal["sources"]
    of: Literal["everything", "figures"] = "everything"

    def words(self) -> dict[str, WordShape]:
        return {"heading": TEXT}

    def needs_sources(self) -> bool:
        """It is the list of them."""
        return False


@dataclass(frozen=True, kw_only=True)
class About(Block):
    """How the leaflet was made, its edition and date, and where to send corrections."""

    kind: Literal["about"]
    points: tuple[Id, ...]

    def words(self) -> dict[str, WordShape]:
        return {"heading": TEXT, "points": _each(self.points), "corrections": TEXT}

    def needs_sources(self) -> bool:
        """It speaks of the leaflet."""
        return False


OwnBlock = (
    MainMessage | WhereItStands | KeyPoints | Text | Steps | Options | BenefitsHarms | Result | CareCard
    | WarningCallout | Ideas | Inset | Questions | Glossary | Sources | About
)  # fmt: skip
AnyBlock = Shared | OwnBlock


@dataclass(frozen=True)
class PageBudget:
    """How many pages a handout may fill on each paper."""

    a4: Whole
    letter: Whole


@dataclass(frozen=True, kw_only=True)
class Format:
    """How a handout is set.

    `words` is the format whose recipes and words it sets. Tables become lists where `tables` says so. It is built
    always or when asked for, and `fold` makes a file of sheets to fold from it. Of a text of its own, `kinds` are
    the kinds of block that it must have, and `reading` says whether it is easy read: one idea a line, each with a
    picture, by the stricter rules of language.yaml. `fit` has the sizes of type that are tried one after the other
    until the pages are as few as the recipe says, whatever the language. `bilingual` says how two languages stand on
    its pages.
    """

    words: Id
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


# --- what the words rest on -----------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """What became of a group: the value that says how many there were, and those that add up to it."""

    of: Id
    parts: tuple[Id, ...]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One figure, or a few that belong together, from published evidence.

    `outcomes` says which values are parts of one group: whoever prints one of them must print all.
    """

    row: FactRow
    evidence: tuple[Key, ...]
    population: Prose
    span: Prose
    values: Mapping[Id, Whole] = field(default_factory=dict)
    outcomes: tuple[Outcome, ...] = ()
    dates: Mapping[Id, Period] = field(default_factory=dict)
    read: Date
    recheck_by: Date
    place: Place = field(compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One thing that the documents say, our verdict on it, and what becomes of it."""

    refs: tuple[ParagraphId, ...]
    diseases: tuple[Id, ...]
    says: Prose
    verdict: Literal["supported", "supported-with-caveat", "overstated", "unverifiable", "wrong"]
    use: Literal["print", "print-with-caveat", "withhold"]
    why: Prose
    wording: Prose | None = None
    evidence: tuple[Key, ...]
    place: Place = field(compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class Document:
    """One of the articles that the content comes from."""

    title: Prose
    paragraphs: Whole
    note: Prose | None = None


_REGISTERS = (
    (r"NCT\d{8}", "https://clinicaltrials.gov/study/{}"),
    (r"ISRCTN\d{8}", "https://www.isrctn.com/{}"),
    (r"PMC\d{5,8}", "https://pmc.ncbi.nlm.nih.gov/articles/{}/"),
)


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A published study, guideline or regulator's page. `about` is ours, in English, and not printed.

    What is `general` knowledge is in any textbook; it is no source that a reader could look up, and not printed.
    """

    kind: Literal["study", "review", "guideline", "regulator", "trial-register", "patient-page", "general"]
    about: Prose
    authors: Prose | None = None
    published: Prose
    doi: Doi | None = None
    url: Url | None = None
    read: Date
    recheck_by: Date
    place: Place = field(compare=False, repr=False)

    @property
    def address(self) -> str:
        """Where it can be read, perhaps by its number in a register; empty if that is not known."""
        if self.doi or self.url:
            return f"https://doi.org/{self.doi}" if self.doi else str(self.url)
        for pattern, address in _REGISTERS:
            if match := re.search(pattern, self.published):
                return address.format(match[0])
        return ""


@dataclass(frozen=True, kw_only=True)
class SourceList:
    """sources.yaml: how many claims there must be, the documents, and all evidence."""

    claims: Whole
    documents: Mapping[DocumentId, Document]
    evidence: Mapping[Key, Evidence]


# --- words and labels, per locale -----------------------------------------------------------------


Plural = Mapping[PluralCategory, Prose]
"""A text for each plural category that whole numbers have in a language (CLDR; in English: one, other)."""


@dataclass(frozen=True, kw_only=True)
class Punctuation:
    """The signs that the page itself sets. A space follows each, unless it is as wide as a Chinese sign."""

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
class Locale:
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
class Language:
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


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of one recipe in one locale. `date` is the day on which they were last changed.

    `name` is the disease's, `other_names` are what else it is called and looked up by; only the full leaflet says them.
    """

    title: Located
    subtitle: Located
    date: datetime.date
    blocks: Mapping[str, Tree]
    name: Located | None = None
    other_names: Located | None = None


@dataclass(frozen=True, kw_only=True)
class CommonWords:
    """The words of the shared blocks and of the terms in one locale."""

    date: datetime.date
    blocks: Mapping[str, Tree]
    terms: Mapping[str, Tree] = field(default_factory=dict)


# --- what people and releases have approved -------------------------------------------------------

Tag = Annotated[
    str, Scalar(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?(-[a-z0-9]{5,8})*", "a locale, like “en” or “zh-Hans”")
]
Code = Annotated[str, Scalar(r"[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}", "an edition, like “ABC-123”")]
Hash = Annotated[str, Scalar(r"[0-9a-f]{12}", "the fingerprint of a block, twelve signs of 0-9 and a-f")]


LONGEST_APPROVAL = datetime.timedelta(days=3 * 366)
"""No approval lasts for more than three years, the longest review cycle of the standards that we follow."""


@dataclass(frozen=True, kw_only=True, eq=False)
class SignOff:
    """A person's approval of exactly this text. `blocks` holds the fingerprint of each block that was approved."""

    disease: Id
    locale: Tag
    format: Id
    as_: Literal["clinician", "translator", "patient-reader"]
    name: Prose
    role: Prose
    organisation: Prose | None = None
    print_name: Literal["yes", "no"]
    date: Date
    until: Date
    edition: Code
    blocks: Mapping[Id, Hash]
    place: Place = field(compare=False, repr=False)

    @property
    def has_sound_dates(self) -> bool:
        """Whether it ends after its day, and not too late: another one approves nothing."""
        return self.date < self.until <= self.date + LONGEST_APPROVAL


@dataclass(frozen=True, kw_only=True)
class SignOffs:
    """signoffs.yaml: who approved which text. Written by “generate.py sign-off”."""

    sign_offs: tuple[SignOff, ...]


@dataclass(frozen=True, kw_only=True)
class Edition:
    """A file of the register of editions: what a leaflet said. `blocks` holds the lines of each block."""

    edition: Code
    disease: Id
    locale: Tag
    format: Id
    title: Prose
    date: Date
    registered: Date
    blocks: Mapping[Id, tuple[Prose, ...]]
    place: Place = field(compare=False, repr=False)


@dataclass(frozen=True)
class Memory:
    """What the program remembers of a translated text: the English, its figures, and the translation's fingerprint."""

    english: str
    figures: Mapping[str, int | str]
    translation: str


@dataclass(frozen=True)
class LocaleContent:
    """Everything in one locale's folder that could be read; words by the name of their recipe.

    `texts` has for each file all texts in it that a translator writes, as far as they are written. `todo` is what is
    still to be written, or to be looked at again because the English has changed; a file with any of it is not whole.
    `memory` is what the program remembers of each text.
    """

    tag: str
    header: Locale | None
    commons: Mapping[str, CommonWords]
    words: Mapping[str, Words]
    language: Language | None
    terms: Mapping[str, Term]
    texts: Mapping[str, Tree]
    todo: tuple[Problem, ...] = ()
    memory: Mapping[str, Memory] = field(default_factory=dict)

    @property
    def common(self) -> CommonWords | None:
        """The words that all full leaflets share, with the terms."""
        return self.commons.get(COMMON)


COMMON = "common"
"""The file of what all full leaflets share; “common-easy-read” and the like for other words."""


@dataclass(frozen=True, eq=False)
class Library:
    """All content that could be read, and what was wrong with the rest.

    `diseases` and `locales` name what there are files for; a name without an entry in `recipes` or
    `words` belongs to a file that could not be read, and `problems` says why. A disease has one recipe for each
    of the words that it is told in: “ms”, “ms-easy-read”.
    """

    formats: Mapping[str, Format]
    diseases: tuple[str, ...]
    recipes: Mapping[str, Recipe]
    commons: Mapping[str, CommonRecipe]
    facts: Mapping[str, Fact]
    claims: Mapping[str, Claim]
    sources: SourceList | None
    locales: Mapping[str, LocaleContent]
    sign_offs: tuple[SignOff, ...]
    problems: tuple[Problem, ...]

    @property
    def common(self) -> CommonRecipe | None:
        """What all full leaflets share, with the terms."""
        return self.commons.get(COMMON)

    def unread_reference(self) -> list[Problem]:
        """What is wrong in the files that translations and schemas are made after: recipes and the English."""
        files = ("content/formats.yaml", "content/recipes/", f"content/{REFERENCE_LOCALE}/")
        return [problem for problem in self.problems if problem.place.file.startswith(files)]

    def recipe_of(self, disease: str, format_: str) -> str:
        """The name of the recipe that a handout is made by."""
        return recipe_name(disease, self.formats[format_].words)

    def told(self, recipe: str) -> tuple[str, str]:
        """The disease that a recipe is about, and the format whose words it has."""
        for words in sorted({format_.words for format_ in self.formats.values()} - {FULL}, key=len, reverse=True):
            if recipe.endswith(f"-{words}"):
                return recipe.removesuffix(f"-{words}"), words
        return recipe, FULL

    def is_easy(self, recipe: str) -> bool:
        """Whether the words of a recipe are easy read."""
        format_ = self.formats.get(self.told(recipe)[1])
        return format_ is not None and format_.reading == "easy"

    def files_of(self, recipe: str) -> tuple[str, ...]:
        """The files that a recipe takes blocks from, the nearest first."""
        disease, words = self.told(recipe)
        return (recipe, COMMON) if words == FULL else (recipe, recipe_name(COMMON, words), disease, COMMON)

    def own_blocks(self, file: str) -> list[Block]:
        """The blocks of one file of recipes, without those that it only mentions."""
        found: Recipe | CommonRecipe | None = self.recipes.get(file) or self.commons.get(file)
        return [block for block in found.blocks if not isinstance(block, Shared)] if found else []

    def shared(self, recipe: str, block: str) -> tuple[str, Block] | None:
        """The file and the block that a recipe means by the name of a shared block."""
        for file in self.files_of(recipe)[1:]:
            for found in self.own_blocks(file):
                if found.id == block:
                    return file, found
        return None

    @cached_property
    def assembled(self) -> dict[Which, Any]:
        """The handouts that were put together from it, which last as long as it does."""
        return {}

    def blocks(self, recipe: str) -> tuple[Block, ...]:
        """The blocks of a recipe in order, shared ones in place of their mention."""
        return self._blocks[recipe]

    @cached_property
    def _blocks(self) -> Mapping[str, tuple[Block, ...]]:
        return {recipe: tuple(self._resolved(recipe)) for recipe in self.recipes}

    def _resolved(self, recipe: str) -> Iterator[Block]:
        for block in self.recipes[recipe].blocks:
            if not isinstance(block, Shared):
                yield block
            elif found := self.shared(recipe, block.id):
                yield found[1]

    def offered(self) -> list[Which]:
        """Each handout that there is: all in English, in other locales what is complete."""
        return [
            Which(disease, tag, format_)
            for tag in self.locales
            for disease in self.diseases
            for format_ in self.formats
            if self._is_told(disease, format_, tag)
        ]

    def is_offered(self, which: Which) -> bool:
        """Whether there is such a handout; a bilingual one where both languages and the format have it."""
        if which.format not in self.formats or which.disease not in self.diseases:
            return False
        if len(which.locales) > 1 and self.formats[which.format].bilingual is None:
            return False
        return all(tag in self.locales and self._is_told(which.disease, which.format, tag) for tag in which.locales)

    def _is_told(self, disease: str, format_: str, tag: str) -> bool:
        return tag == REFERENCE_LOCALE or self.is_complete(self.recipe_of(disease, format_), tag)

    def texts(self) -> list[Which]:
        """Those of the handouts offered that have words of their own: what people approve, and releases keep."""
        return [which for which in self.offered() if self.formats[which.format].words == which.format]

    def is_complete(self, recipe: str, locale: str) -> bool:
        """Whether all that a recipe asks for was read in a locale, and is up to date."""
        content = self.locales[locale]
        files = [file for file in self.files_of(recipe) if file in self.recipes or file in self.commons]
        read = bool(content.header) and all(file in content.words or file in content.commons for file in files)
        return read and not self.todo_of(recipe, locale)

    def todo_of(self, recipe: str, locale: str) -> list[Problem]:
        """What is still to be done before the handouts of a recipe are whole in a locale."""
        names = {"locale", *self.files_of(recipe)}
        return [problem for problem in self.locales[locale].todo if PurePosixPath(problem.place.file).stem in names]

    def words(self, recipe: str, locale: str, block: Block) -> Tree:
        """The words of a block of a recipe in a locale; empty if they could not be read."""
        content = self.locales[locale]
        for file in self.files_of(recipe):
            if any(own is block for own in self.own_blocks(file)):
                found: Words | CommonWords | None = content.words.get(file) or content.commons.get(file)
                return found.blocks.get(block.id, {}) if found else {}
        return {}
