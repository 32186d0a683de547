"""Puts one handout together: the only place where structure, words, facts and labels meet.

After it nothing is text to be interpreted: placeholders are filled, figures and dates are written in
the locale's way, and inline marks have become parts that a template only has to lay out.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from patient_handouts import inline
from patient_handouts.inline import Bold, Plain, WebLink
from patient_handouts.model import (
    BenefitsHarms,
    Block,
    Evidence,
    Fact,
    Figure,
    Glossary,
    Library,
    Locale,
    Result,
    Sources,
    Tree,
)
from patient_handouts.pictures import Drawing, icon_array, icon_columns
from patient_handouts.shape import key_of


@dataclass(frozen=True)
class Number:
    """A figure or a date, written in the locale's way."""

    text: str


@dataclass(frozen=True)
class TermMention:
    """A word that the glossary explains; `first` where the handout uses it for the first time."""

    text: str
    term: str
    first: bool


RichPart = Plain | Number | TermMention | WebLink | Bold


@dataclass(frozen=True)
class Rich:
    """A text of one or more paragraphs, ready to be laid out. `str()` gives it without any marks."""

    paragraphs: tuple[tuple[Any, ...], ...]

    def __str__(self) -> str:
        return "\n\n".join(_plain(paragraph) for paragraph in self.paragraphs)


@dataclass(frozen=True)
class IconArray:
    """A drawing of people, its title, the words for each look, and all of that as a text alternative."""

    title: Rich
    legend: Mapping[str, Rich]
    drawing: Drawing
    people: int
    alternative: str

    @property
    def size(self) -> str:
        """How much room the drawing takes: `few`, a `hundred` or `many` people."""
        return "few" if self.people < 100 else "hundred" if self.people == 100 else "many"


@dataclass(frozen=True)
class GlossaryEntry:
    """A word to know, with its meaning."""

    id: str
    term: Rich
    means: Rich


@dataclass(frozen=True)
class Reference:
    """An entry of the list of sources."""

    number: int
    key: str
    evidence: Evidence


@dataclass(frozen=True)
class Piece:
    """A block with its words. `structure` is its entry in the recipe."""

    id: str
    kind: str
    picture: str | None
    structure: Block
    words: Mapping[str, Any]
    figures: tuple[IconArray, ...] = ()
    entries: tuple[GlossaryEntry, ...] = ()
    references: tuple[Reference, ...] = ()
    source_line: str = ""


@dataclass(frozen=True)
class Handout:
    """What a patient is given: one disease, in one locale, in one format."""

    disease: str
    locale: str
    direction: str
    fonts: tuple[str, ...]
    format: str
    name: str
    title: Rich
    subtitle: Rich
    labels: Mapping[str, str]
    page_label: tuple[inline.Part, ...]
    pieces: tuple[Piece, ...]
    first_array: str
    date: datetime.date
    edition: str = ""

    def transcript(self) -> str:
        """All text of the handout in reading order, without the page's furniture."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield str(self.title)
        yield str(self.subtitle)
        yield self.labels["draft"]
        for piece in self.pieces:
            yield ""
            yield f"[{piece.kind}: {piece.id}]"
            yield from _transcribed(piece.words)
            for figure in piece.figures:
                yield figure.alternative
            if piece.source_line:
                yield piece.source_line
            for entry in piece.entries:
                yield f"{entry.term}: {entry.means}"
            for reference in piece.references:
                yield f"{reference.number}. {reference_text(reference.evidence)}"


def assemble(library: Library, disease: str, locale: str, format_: str = "standard") -> Handout:
    """Put a handout together from content that `check` has found sound for it."""
    return _Assembler(library, disease, locale).handout(format_)


def reference_text(evidence: Evidence) -> str:
    """A reference as one line, without its addresses."""
    return f"{evidence.authors}. {evidence.published}." if evidence.authors else f"{evidence.published}."


def edition_of(handout: Handout) -> str:
    """The edition: a short code made from all that a handout holds.

    Texts, structure, labels, drawings and references: handouts of one edition say the same. Thirty bits of
    SHA-256, as two groups of three of Crockford's base 32 (no I, L, O or U, which are easily misread:
    https://www.crockford.com/base32.html).
    """
    content = repr(replace(handout, edition=""))  # of frozen values, in a fixed order; places in files are left out
    bits = int.from_bytes(hashlib.sha256(content.encode()).digest()[:4], "big") >> 2
    signs = [("0123456789ABCDEFGHJKMNPQRSTVWXYZ")[bits >> shift & 31] for shift in range(25, -1, -5)]
    return "".join(signs[:3]) + "-" + "".join(signs[3:])


class _Assembler:
    def __init__(self, library: Library, disease: str, locale: str) -> None:
        content = library.locales[locale]
        assert content.header and content.common
        self.library = library
        self.disease = disease
        self.tag = locale
        self.header: Locale = content.header
        self.terms = content.common.terms
        self.date = max(content.words[disease].date, content.common.date)
        self.mentioned: dict[str, None] = {}  # terms in the order of their first use
        self.references = self.numbered_references()

    def handout(self, format_: str) -> Handout:
        words = self.library.locales[self.tag].words[self.disease]
        name = words.name
        labels = {key_of(field): str(label) for field, label in vars(self.header.labels).items()}
        labels["running-header"] = labels["running-header"].replace("{disease}", name)
        title, subtitle = self.rich(words.title), self.rich(words.subtitle)
        pieces = [self.piece(block) for block in self.library.blocks(self.disease)]
        first_array = next((piece.id for piece in pieces if piece.figures), "")
        entries = self.glossary()  # after all other words are known
        handout = Handout(
            disease=self.disease,
            locale=self.tag,
            direction=self.header.direction,
            fonts=self.header.fonts,
            format=format_,
            name=name,
            title=title,
            subtitle=subtitle,
            labels=labels,
            page_label=inline.parse(labels["page"])[0],
            pieces=tuple(replace(p, entries=entries) if isinstance(p.structure, Glossary) else p for p in pieces),
            first_array=first_array,
            date=self.date,
        )
        edition, date = edition_of(handout), self.written_date(self.date.isoformat())
        line = labels["edition"].replace("{edition}", edition).replace("{date}", date)
        return replace(handout, edition=edition, labels=labels | {"edition": line})

    def piece(self, block: Block) -> Piece:
        words = self.library.words(self.disease, self.tag, block)
        figures: tuple[IconArray, ...] = ()
        rich: dict[str, Any] = {}
        for key, value in words.items():  # in the order of the page, which decides where a term comes first
            if key == "figures" and isinstance(block, Result):
                figures = tuple(self.icon_array(figure, value[figure.id]) for figure in block.figures)
            else:
                rich[key] = self.rich_tree(value) if isinstance(value, Mapping) else self.rich(value)
        return Piece(
            id=block.id,
            kind=block.kind,
            picture=block.picture,
            structure=block,
            words=rich,
            figures=figures,
            references=tuple(self.references.values()) if isinstance(block, Sources) else (),
            source_line=self.source_line(block) if isinstance(block, Result | BenefitsHarms) else "",
        )

    # --- words ---

    def rich_tree(self, tree: Tree) -> dict[str, Any]:
        return {k: self.rich_tree(v) if isinstance(v, Mapping) else self.rich(v) for k, v in tree.items()}

    def rich(self, text: str) -> Rich:
        paragraphs = re.split(r"\n\s*\n", text.strip())
        return Rich(tuple(tuple(self.filled(inline.parse(" ".join(p.split()))[0])) for p in paragraphs))

    def filled(self, parts: tuple[inline.Part, ...]) -> Iterator[RichPart]:
        for part in parts:
            if isinstance(part, Bold):
                yield Bold(tuple(self.filled(part.parts)))  # type: ignore[arg-type]
            elif isinstance(part, inline.Placeholder):
                yield Number(self.value(part.name))
            elif isinstance(part, inline.TermLink):
                yield TermMention(part.text, part.term, first=part.term not in self.mentioned)
                self.mentioned.setdefault(part.term)
            else:
                yield part

    def value(self, placeholder: str) -> str:
        name, _, key = placeholder.partition(".")
        fact = self.library.facts[name]
        if key in fact.values:
            return str(format_decimal(fact.values[key], locale=self.babel_locale))
        return self.written_date(fact.dates[key])

    def written_date(self, period: str) -> str:
        """A year, month or day (ISO 8601) in the locale's way."""
        pattern = {4: "y", 7: str(self.header.month_pattern)}.get(len(period), str(self.header.date_pattern))
        day = datetime.date.fromisoformat((period + "-01-01")[:10])
        return format_date(day, pattern, locale=self.babel_locale)

    @property
    def babel_locale(self) -> str:
        return self.tag.replace("-", "_")

    # --- figures, terms and sources ---

    def icon_array(self, figure: Figure, words: Tree) -> IconArray:
        fact: Fact = self.library.facts[figure.fact]
        counts = {look: fact.values[value] for look, value in figure.parts.items()}
        people = sum(counts.values())
        title = self.rich(words["title"])
        legend = {look: self.rich(words[look]) for look in counts}
        alternative = f"{title}: {'; '.join(map(str, legend.values()))}."
        return IconArray(title, legend, icon_array(counts, icon_columns(people)), people, alternative)

    def glossary(self) -> tuple[GlossaryEntry, ...]:
        waiting = list(self.mentioned)
        entries = []
        while waiting:  # a meaning may mention further terms
            term = waiting.pop(0)
            words = self.terms[term]
            before = set(self.mentioned)
            entries.append(GlossaryEntry(term, self.rich(words["term"]), self.rich(words["means"])))
            waiting += [t for t in self.mentioned if t not in before]
        return tuple(sorted(entries, key=lambda entry: _alphabetical(str(entry.term))))

    def numbered_references(self) -> dict[str, Reference]:
        assert self.library.sources
        evidence = self.library.sources.evidence
        keys = dict.fromkeys(key for block in self.library.blocks(self.disease) for key in self.evidence_of(block))
        return {key: Reference(number, key, evidence[key]) for number, key in enumerate(keys, start=1)}

    def evidence_of(self, block: Block) -> list[str]:
        """What a block rests on: the evidence of the facts that its words print, then what the recipe names."""
        names = _facts_in(self.library.words(self.disease, self.tag, block))
        return [
            *dict.fromkeys([key for name in names for key in self.library.facts[name].evidence] + [*block.evidence])
        ]

    def source_line(self, block: Block) -> str:
        numbers = [str(n) for n in sorted(self.references[key].number for key in self.evidence_of(block))]
        if not numbers:
            return ""
        label = self.header.labels.source if len(numbers) == 1 else self.header.labels.sources
        return label.replace("{source}", format_list(numbers, locale=self.babel_locale))


def _facts_in(tree: Tree) -> Iterator[str]:
    for value in tree.values():
        if isinstance(value, Mapping):
            yield from _facts_in(value)
        else:
            for part in inline.walk(inline.parse(value)[0]):
                if isinstance(part, inline.Placeholder):
                    yield part.name.partition(".")[0]


def _plain(parts: tuple[Any, ...]) -> str:
    return "".join(_plain(part.parts) if isinstance(part, Bold) else part.text for part in parts)


def _transcribed(words: Mapping[str, Any]) -> Iterator[str]:
    for value in words.values():
        if isinstance(value, Mapping):
            yield from _transcribed(value)
        else:
            yield str(value)


def _alphabetical(text: str) -> str:
    """Sorts accented letters beside their base letters and small beside capital ones."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
