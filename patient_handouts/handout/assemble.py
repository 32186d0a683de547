"""Puts one handout together: the only place where structure, words, facts and labels meet.

After it nothing is text to be interpreted: placeholders are filled, figures and dates are written in
the locale's way, and inline marks have become parts that a template only has to lay out.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from patient_handouts.content.blocks import BenefitsHarms, Block, Figure, Glossary, Ideas, Result, Sources, Tree
from patient_handouts.content.evidence import Fact
from patient_handouts.content.library import Library
from patient_handouts.content.locale import LocaleHeader
from patient_handouts.content.names import FULL, HandoutName
from patient_handouts.handout.parts import (
    GlossaryEntry,
    Handout,
    IconArray,
    Number,
    Piece,
    Reference,
    Rich,
    RichPart,
    TermMention,
)
from patient_handouts.handout.transcript import edition_of, spoken
from patient_handouts.language import readability
from patient_handouts.locales import cldr
from patient_handouts.locales.scripts import script_code
from patient_handouts.problems import HandoutError
from patient_handouts.reading import inline
from patient_handouts.reading.inline import Bold, Plain
from patient_handouts.reading.shape import Located, key_of

Value = TypeVar("Value")


class IncompleteError(HandoutError):
    """A handout cannot be put together, since something of its content is not there."""


def assemble(library: Library, disease: str, locale: str, format_: str = FULL) -> Handout:
    """Put a handout together from content that `check` has found sound for it.

    :raises IncompleteError: if it has not, and something is missing.
    """
    return _Assembler(library, HandoutName(disease, locale, format_)).handout()


class _Assembler:
    def __init__(self, library: Library, name: HandoutName) -> None:
        content = library.locales[name.locale]
        self.recipe = library.recipe_of(name.disease, name.format)
        read = content.header and content.common and library.sources and self.recipe in library.recipes
        if not read or not {self.recipe, name.disease} <= content.words.keys():
            raise IncompleteError(f"Files of “{name}” are missing or cannot be read.")
        assert content.header and content.common and library.sources
        self.library = library
        self.content = content
        self.evidence = library.sources.evidence
        self.name = name
        self.tag = name.locale
        self.header: LocaleHeader = content.header
        self.punctuation = cldr.punctuation(content.header)
        self.terms = content.common.terms
        files = [content.words.get(file) or content.commons.get(file) for file in library.files_of(self.recipe)]
        self.has_glossary = any(isinstance(block, Glossary) for block in library.blocks(self.recipe))
        self.date = max(file.date for file in files if file)
        self.mentioned: dict[str, None] = {}  # terms in the order of their first use
        self.references = self.numbered_references()

    def handout(self) -> Handout:
        words = self.content.words[self.recipe]
        name = str(self.content.words[self.name.disease].name)
        is_set = self.library.formats[self.name.format]
        labels = {key_of(name): label for name, label in vars(self.header.labels).items() if isinstance(label, str)}
        labels |= self.punctuation
        labels["pictures-by"] += labels["stop"]
        labels["running-header"] = labels["running-header"].replace("{disease}", name)
        title, subtitle = self.rich(words.title), self.rich(words.subtitle)
        pieces = [self.piece(block) for block in self.library.blocks(self.recipe)]
        first_array = next((piece.id for piece in pieces if piece.figures), "")
        entries = self.glossary()  # after all other words are known
        handout = Handout(
            disease=self.name.disease,
            locale=self.tag,
            direction=self.header.direction,
            fonts=self.header.fonts,
            line_height=self.header.line_height,
            digits=self.header.digits or "0123456789",
            format=self.name.format,
            text_of=is_set.text_of,
            lists=is_set.tables == "lists",
            name=name,
            title=title,
            subtitle=subtitle,
            labels=labels,
            page_label=inline.parse(labels["page"])[0],
            pieces=tuple(replace(p, entries=entries) if isinstance(p.structure, Glossary) else p for p in pieces),
            first_array=first_array,
            date=self.date,
            recheck_by=self.recheck_by(),
            notes=(),
            marks=(labels["draft"],),
            standing=(labels["not-checked"],),
        )
        handout = replace(handout, notes=self.notes(handout))
        edition, date = edition_of(handout), self.written_date(self.date.isoformat())
        line = labels["edition"].replace("{edition}", edition).replace("{date}", date)
        return replace(handout, edition=edition, labels=labels | {"edition": line})

    def piece(self, block: Block) -> Piece:
        words = self.library.words_of(self.recipe, self.tag, block)
        figures: tuple[IconArray, ...] = ()
        rich: dict[str, Any] = {}
        for key, value in words.items():  # in the order of the page, which decides where a term comes first
            if key == "figures" and isinstance(block, Result | BenefitsHarms):
                figures = tuple(self.icon_array(figure, value[figure.id]) for figure in block.figures)
            else:
                rich[key] = self.rich_tree(value) if isinstance(value, Mapping) else self.rich(value)
        if isinstance(block, Ideas):
            figures = tuple(map(self.drawn, block.figures))
        return Piece(
            id=block.id,
            kind=block.kind,
            picture=block.picture,
            structure=block,
            words=rich,
            figures=figures,
            references=tuple(self.references.values()) if isinstance(block, Sources) else (),
            cited=self.cited(block) if isinstance(block, Result | BenefitsHarms) else (),
            source_line=self.source_line(block) if isinstance(block, Result | BenefitsHarms) else "",
        )

    # --- words ---

    def rich_tree(self, tree: Tree) -> dict[str, Any]:
        return {k: self.rich_tree(v) if isinstance(v, Mapping) else self.rich(v) for k, v in tree.items()}

    def rich(self, text: str) -> Rich:
        assert isinstance(text, Located)
        return Rich(tuple(tuple(self.filled(paragraph)) for paragraph in _paragraphs(text.parts)))

    def filled(self, parts: Iterable[inline.Part]) -> Iterator[RichPart]:
        for part in parts:
            if isinstance(part, Bold):
                yield Bold(tuple(self.filled(part.parts)))  # type: ignore[arg-type]
            elif isinstance(part, inline.Placeholder):
                yield Number(self.value(part.name), part.name.partition(".")[0])
            elif isinstance(part, inline.TermLink):
                first = part.term not in self.mentioned
                self.mentioned.setdefault(part.term)
                if self.has_glossary:
                    yield TermMention(part.text, part.term, first)
                else:  # the words explain it right there
                    yield Bold((Plain(part.text),)) if first else Plain(part.text)
            else:
                yield part

    def value(self, placeholder: str) -> str:
        name, _, key = placeholder.partition(".")
        fact = _known(self.library.facts, name, "fact")
        if key in fact.values:
            return self.number(fact.values[key])
        return self.written_date(_known(fact.dates, key, f"value of {name}"))

    def written_date(self, period: str) -> str:
        return cldr.date(period, self.tag, self.header)

    def number(self, value: float) -> str:
        return cldr.number(value, self.tag, self.header)

    def recheck_by(self) -> datetime.date:
        """The first day by which something that the handout rests on must be read again."""
        evidence = self.evidence
        blocks = list(self.library.blocks(self.recipe))
        days = [fact.recheck_by for block in blocks for fact in self.facts_of(block)]
        return min(days + [evidence[key].recheck_by for block in blocks for key in self.evidence_of(block)])

    def notes(self, handout: Handout) -> tuple[str, ...]:
        """The reading level, where the language has a formula."""
        syllables = self.content.language.syllables if self.content.language else {}
        found = readability.level(self.tag, spoken(handout), syllables)
        if found is None:
            return ()
        line = self.header.labels.reading_level.replace("{grade}", self.number(round(found.score, 1)))
        line = line.replace("{formula}", found.formula)
        return (line,)

    # --- figures, terms and sources ---

    def icon_array(self, figure: Figure, words: Tree) -> IconArray:
        counts = self.counts(figure)
        title = self.rich(words["title"])
        legend = {look: self.rich(words[look]) for look in counts}
        colon, semicolon, stop, gap = (self.punctuation[mark] for mark in ("colon", "semicolon", "stop", "gap"))
        alternative = f"{title}{colon}{gap}{f'{semicolon}{gap}'.join(map(str, legend.values()))}{stop}"
        return IconArray(figure.id, title, legend, counts, alternative)

    def drawn(self, figure: Figure) -> IconArray:
        """People to stand beside a line that says all about them."""
        counts = self.counts(figure)
        people = sum(counts.values())
        numbers = {"people": people, "filled": counts["filled"]}
        alternative = cldr.plural(self.header.labels.drawing, people, self.tag)
        for name, number in numbers.items():
            alternative = alternative.replace(f"{{{name}}}", self.number(number))
        return IconArray(figure.id, Rich(()), {}, counts, alternative)

    def counts(self, figure: Figure) -> dict[str, int]:
        fact = _known(self.library.facts, figure.fact, "fact")
        return {look: _known(fact.values, value, f"value of {figure.fact}") for look, value in figure.parts.items()}

    def glossary(self) -> tuple[GlossaryEntry, ...]:
        waiting = list(self.mentioned)
        entries = []
        while waiting:  # a meaning may mention further terms
            term = waiting.pop(0)
            words = _known(self.terms, term, "term")
            before = set(self.mentioned)
            entries.append(GlossaryEntry(term, self.rich(words["term"]), self.rich(words["means"])))
            waiting += [t for t in self.mentioned if t not in before]
        if script_code(self.tag) in _WITHOUT_AN_ALPHABET:
            return tuple(entries)
        return tuple(sorted(entries, key=lambda entry: _alphabetical(str(entry.term), self.tag)))

    def numbered_references(self) -> dict[str, Reference]:
        evidence = self.evidence
        blocks = list(self.library.blocks(self.recipe))
        keys = dict.fromkeys(key for block in blocks for key in self.evidence_of(block))
        if any(isinstance(block, Sources) and block.of == "figures" for block in blocks):
            of_figures = {key for block in blocks for fact in self.facts_of(block) for key in fact.evidence}
            keys = {key: None for key in keys if key in of_figures}
        return {key: Reference(number, key, evidence[key]) for number, key in enumerate(keys, start=1)}

    def evidence_of(self, block: Block) -> list[str]:
        """What a reader can look up: the evidence of the facts in a block's words, then what the recipe names."""
        facts = self.facts_of(block)
        keys = dict.fromkeys([*(key for fact in facts for key in fact.evidence), *block.evidence])
        return [key for key in keys if _known(self.evidence, key, "evidence").kind != "general"]

    def facts_of(self, block: Block) -> list[Fact]:
        return [
            _known(self.library.facts, name, "fact")
            for name in _facts_in(self.library.words_of(self.recipe, self.tag, block))
        ]

    def cited(self, block: Block) -> tuple[Reference, ...]:
        found = [self.references[key] for key in self.evidence_of(block) if key in self.references]
        return tuple(sorted(found, key=lambda reference: reference.number))

    def source_line(self, block: Block) -> str:
        numbers = [str(reference.number) for reference in self.cited(block)]
        if not numbers:
            return ""
        label = cldr.plural(self.header.labels.sources, len(numbers), self.tag)
        return label.replace("{source}", cldr.listed(numbers, self.tag)) + self.punctuation["stop"]


def _known(given: Mapping[str, Value], name: str, what: str) -> Value:
    if name not in given:
        raise IncompleteError(f"There is no {what} “{name}”.")
    return given[name]


def _facts_in(tree: Tree) -> Iterator[str]:
    for value in tree.values():
        if isinstance(value, Mapping):
            yield from _facts_in(value)
        else:
            assert isinstance(value, Located)
            yield from (placeholder.partition(".")[0] for placeholder in value.placeholders)


def _paragraphs(parts: Iterable[inline.Part]) -> list[list[inline.Part]]:
    """The parts of a text, paragraph by paragraph, with one space wherever there is white space."""
    found = _broken(parts)
    for paragraph in found:
        if paragraph and isinstance(paragraph[0], Plain):
            paragraph[0] = Plain(paragraph[0].text.lstrip())
        if paragraph and isinstance(paragraph[-1], Plain):
            paragraph[-1] = Plain(paragraph[-1].text.rstrip())
    return [[part for part in paragraph if part != Plain("")] for paragraph in found]


def _broken(parts: Iterable[inline.Part]) -> list[list[inline.Part]]:
    """Parts, broken at empty lines."""
    found: list[list[inline.Part]] = [[]]
    for part in parts:
        pieces: list[inline.Part]  # of one part, one in each paragraph
        if isinstance(part, Bold):
            pieces = [Bold(tuple(inside)) for inside in _broken(part.parts)]  # type: ignore[arg-type]
        elif isinstance(part, Plain):
            texts = re.split(r"\n\s*\n", part.text)
            pieces = [Plain(re.sub(r"[ \t\n]+", " ", text)) for text in texts]  # a no-break space stays
        else:
            pieces = [part]
        found[-1].append(pieces[0])
        found += [[piece] for piece in pieces[1:]]
    return found


_WITHOUT_AN_ALPHABET = {"Hans", "Hant", "Jpan"}
"""Scripts whose words no reader looks up by their characters: they are in the order in which the leaflet uses them."""


_ARTICLES = {"ar": "ال"}
"""What words begin with in a language and are not looked up by."""


def _alphabetical(text: str, tag: str) -> str:
    """Sorts accented letters beside their base letters and small beside capital ones, without the article."""
    bare = text.removeprefix(_ARTICLES.get(tag.partition("-")[0], ""))
    return "".join(c for c in unicodedata.normalize("NFKD", bare.casefold()) if not unicodedata.combining(c))
