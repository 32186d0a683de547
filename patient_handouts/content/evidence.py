"""What the content rests on: facts, claims, evidence and documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from patient_handouts.content.names import DocumentId, Doi, ParagraphId, RowId, Url
from patient_handouts.problems import Place
from patient_handouts.reading.shape import Date, Id, Key, Period, Prose, Whole


@dataclass(frozen=True)
class Outcome:
    """What became of a group: the value that says how many there were, and those that add up to it."""

    of: Id
    parts: tuple[Id, ...]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One figure, or a few that belong together, from published evidence.

    `outcomes` says which values are parts of one group: whoever prints one of them must print all. What `changes` fast,
    deaths and what regulators and trials are doing, must be read again within six months.
    """

    row: RowId
    evidence: tuple[Key, ...]
    population: Prose
    span: Prose
    values: Mapping[Id, Whole] = field(default_factory=dict)
    outcomes: tuple[Outcome, ...] = ()
    dates: Mapping[Id, Period] = field(default_factory=dict)
    changes: Literal["fast", "slowly"] = "slowly"
    read: Date
    recheck_by: Date
    place: Place = field(compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of the list of what may be printed: what was found, with all its numbers, and where.

    A row without `evidence` is not printed yet; then `source` says what is to be entered in sources.yaml.
    """

    fact: Prose
    evidence: tuple[Key, ...] = ()
    source: Prose | None = None
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
    def reference(self) -> str:
        """The reference in full, without its address."""
        return f"{self.authors}. {self.published}." if self.authors else f"{self.published}."

    @property
    def short_reference(self) -> str:
        """The reference as a leaflet prints it: where a DOI follows, journal and year are enough to find it."""
        published = self.published.partition(";")[0] if self.doi else self.published
        return f"{self.authors}. {published}." if self.authors else f"{published}."

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


def claims_of(sources: Iterable[str]) -> tuple[str, ...]:
    """The claims among claims and evidence, each once."""
    return tuple(dict.fromkeys(source for source in sources if re.fullmatch(r"C\d{3}", source)))


def evidence_of(sources: Iterable[str]) -> tuple[str, ...]:
    """The evidence among claims and evidence, each once."""
    return tuple(dict.fromkeys(source for source in sources if not re.fullmatch(r"C\d{3}", source)))
