"""A handout put together: plain values, in which nothing is text to be interpreted any more."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from patient_handouts.content.blocks import Block
from patient_handouts.content.evidence import Evidence
from patient_handouts.content.names import HandoutName, recipe_name
from patient_handouts.reading import inline
from patient_handouts.reading.inline import Bold, Plain, WebLink


@dataclass(frozen=True)
class Number:
    """A figure or a date, written in the locale's way, and the fact that it comes from."""

    text: str
    fact: str


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

    def marked(self) -> str:
        """The text with its bold words between “**”, and with the addresses of its links."""
        return "\n\n".join(_marked(paragraph) for paragraph in self.paragraphs)

    def figures(self) -> tuple[tuple[int, str], ...]:
        """The facts that it prints, in order, each with the place of the figure in `str()`."""
        found = []
        offset = 0
        for paragraph in self.paragraphs:
            for part in _leaves(paragraph):
                if isinstance(part, Number):
                    found.append((offset, part.fact))
                offset += len(part.text)
            offset += len("\n\n")
        return tuple(found)


_Change = Callable[[str], str]


@dataclass(frozen=True)
class IconArray:
    """A drawing of people: how many of each look, its title, words for each look, and all of that as an alternative.

    Beside a line of easy read, which says it all, it has no words of its own.
    """

    id: str
    title: Rich
    legend: Mapping[str, Rich]
    counts: Mapping[str, int]
    alternative: str

    @property
    def people(self) -> int:
        """How many people are drawn."""
        return sum(self.counts.values())

    @property
    def size(self) -> str:
        """How much room the drawing takes: `few`, a `hundred` or `many` people."""
        return "few" if self.people < 100 else "hundred" if self.people == 100 else "many"

    def with_texts(self, rich: Callable[[Rich], Rich], spoken: _Change) -> IconArray:
        """The same drawing with all its words changed."""
        legend = {look: rich(text) for look, text in self.legend.items()}
        return replace(self, title=rich(self.title), legend=legend, alternative=spoken(self.alternative))


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
class Note:
    """What the care team adds for one patient: lines of text, and the direction of each."""

    lines: tuple[str, ...] = field(repr=False)


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
    cited: tuple[Reference, ...] = ()
    source_line: str = ""

    def with_texts(self, rich: Callable[[Rich], Rich], plain: _Change, spoken: _Change) -> Piece:
        """The same block with all its texts changed."""

        def tree(words: Mapping[str, Any]) -> dict[str, Any]:
            return {key: rich(value) if isinstance(value, Rich) else tree(value) for key, value in words.items()}

        return replace(
            self,
            words=tree(self.words),
            figures=tuple(figure.with_texts(rich, spoken) for figure in self.figures),
            entries=tuple(replace(entry, term=rich(entry.term), means=rich(entry.means)) for entry in self.entries),
            source_line=plain(self.source_line),
        )


@dataclass(frozen=True)
class Handout:
    """What a patient is given: one disease, in one locale, in one format.

    `text_of` is the format whose words it has, and `lists` says whether its tables are set as lists. The edition does
    not hang on `clinic`, whose leaflet it is, nor on `note`, which is for one patient and kept nowhere else.
    `recheck_by` is the day by which the first of its sources must be read again. `notes` are further lines about
    it, `marks` stand on every page until it is approved, and `standing` says who has approved it; the edition
    does not hang on the last two, since they may change while the text stays. `digits` are those of its page numbers.
    `ink` is the clinic's colour, if it has one.
    """

    disease: str
    locale: str
    direction: str
    fonts: tuple[str, ...]
    line_height: float
    digits: str
    format: str
    text_of: str
    lists: bool
    name: str
    title: Rich
    subtitle: Rich
    labels: Mapping[str, str]
    page_label: tuple[inline.Part, ...]
    pieces: tuple[Piece, ...]
    first_array: str
    date: datetime.date
    recheck_by: datetime.date
    notes: tuple[str, ...]
    marks: tuple[str, ...]
    standing: tuple[str, ...]
    edition: str = ""
    ink: str | None = None
    clinic: Details | None = None
    note: Note | None = None

    @property
    def handout_name(self) -> HandoutName:
        """Its name."""
        return HandoutName(self.disease, self.locale, self.format)

    @property
    def name_of_text(self) -> HandoutName:
        """The name of the handout whose words it has: several formats may set the same."""
        return HandoutName(self.disease, self.locale, self.text_of)

    @property
    def keywords(self) -> str:
        """What its files say of themselves to programs: the disease, the edition and the marks on its pages."""
        return ", ".join((self.name, self.labels["edition"], *self.marks))

    @property
    def recipe(self) -> str:
        """The name of the recipe that it was made by."""
        return recipe_name(self.disease, self.text_of)

    def with_texts(self, rich: Callable[[Rich], Rich], plain: _Change, spoken: _Change) -> Handout:
        """The same handout with all texts of the leaflet changed; those of a clinic's own name and address are not.

        :param spoken: changes the words that stand for pictures.
        """
        return replace(
            self,
            title=rich(self.title),
            subtitle=rich(self.subtitle),
            labels={name: plain(label) for name, label in self.labels.items()},
            pieces=tuple(piece.with_texts(rich, plain, spoken) for piece in self.pieces),
            notes=tuple(map(plain, self.notes)),
            marks=tuple(map(plain, self.marks)),
            standing=tuple(map(plain, self.standing)),
            clinic=self.clinic and self.clinic.with_texts(plain),
        )


def _plain(parts: tuple[Any, ...]) -> str:
    return "".join(_plain(part.parts) if isinstance(part, Bold) else part.text for part in parts)


def _marked(parts: tuple[Any, ...]) -> str:
    def one(part: Any) -> str:
        if isinstance(part, Bold):
            return f"**{_marked(part.parts)}**"
        return f"{part.text} <{part.url}>" if isinstance(part, WebLink) else str(part.text)

    return "".join(map(one, parts))


def _leaves(parts: tuple[Any, ...]) -> Iterator[Any]:
    for part in parts:
        if isinstance(part, Bold):
            yield from _leaves(part.parts)
        else:
            yield part


@dataclass(frozen=True)
class Answered:
    """A number to ring, and when, in the words of the leaflet's language."""

    number: str
    hours: str = ""


@dataclass(frozen=True)
class Details:
    """What a leaflet prints of a clinic, in the leaflet's language."""

    name: str
    department: str
    address: tuple[str, ...]
    web: str
    online: str
    feedback: str
    phones: Mapping[str, Answered]
    interpreter: str
    interpreter_number: str
    logo: bool

    def lines(self) -> Iterator[str]:
        """All of its text, to see whether the fonts have the letters for it."""
        yield from (self.name, self.department, *self.address, self.feedback)
        yield from (f"{phone.number} {phone.hours}" for phone in self.phones.values())
        yield from (self.web, self.online, self.interpreter, self.interpreter_number)

    def with_texts(self, plain: Callable[[str], str]) -> Details:
        """The same with all that is said in the leaflet's language changed; its own lines are not."""
        phones = {name: replace(phone, hours=plain(phone.hours)) for name, phone in self.phones.items()}
        return replace(self, phones=phones, interpreter=plain(self.interpreter))
