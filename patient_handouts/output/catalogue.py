"""The catalogue: one page that lists everything in a folder of handouts, for whoever hands them out."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from patient_handouts.content.choose import found_by
from patient_handouts.content.library import Library
from patient_handouts.content.locale import LocaleHeader
from patient_handouts.locales.tags import REFERENCE_LOCALE
from patient_handouts.output.order import SHEETS
from patient_handouts.output.records import Record
from patient_handouts.page.screen import OtherLanguage
from patient_handouts.reading.shape import key_of
from patient_handouts.snapshot import Snapshot

NAME = "index.html"


def name_of(tag: str) -> str:
    """The file of the catalogue in a language."""
    return NAME if tag == REFERENCE_LOCALE else f"index.{tag}.html"


@dataclass(frozen=True)
class Leaflet:
    """A handout as the catalogue lists it; `find` holds all words that it is found by, in small letters.

    `languages` are its own, each with its title: one, or two if it is bilingual.
    """

    record: Record
    languages: tuple[tuple[OtherLanguage, str], ...]
    format: str
    print: str
    screen: str
    sheets: str
    find: str


def pages(snapshot: Snapshot, current: Iterable[Record]) -> dict[str, str]:
    """The catalogues of handouts that are whole and current, by the names of their files.

    There is one in English, and one in each other language that any of them is in; each lists all. Where the head of
    the English cannot be read, nothing is current, and there is none.
    """
    library = snapshot.library
    listed = list(current)
    if not listed and library.locales[REFERENCE_LOCALE].header is None:
        return {}
    found = {tag for record in listed for tag in record.name.locales} | {REFERENCE_LOCALE}
    tags = [tag for tag in library.locales if tag in found]
    return {name_of(tag): _page(snapshot, listed, tag, tags) for tag in tags}


def _page(snapshot: Snapshot, current: list[Record], tag: str, tags: list[str]) -> str:
    """The catalogue in one language: by disease, language and format."""
    library = snapshot.library
    header = library.locales[tag].header
    assert header
    labels = {key_of(field): str(label) for field, label in vars(header.catalogue).items()}
    listed = [_leaflet(library, record, header) for record in sorted(current, key=lambda r: _order(library, r, tag))]
    diseases = [
        (disease, _name(library, disease, tag), list(leaflets))
        for disease, leaflets in itertools.groupby(listed, key=lambda leaflet: leaflet.record.disease)
    ]
    return snapshot.design.jinja.get_template("catalogue.html").render(
        labels=labels,
        diseases=diseases,
        here=language(library, tag),
        languages=[(language(library, other), name_of(other)) for other in tags],
        languages_label=str(header.labels.languages),
        css=snapshot.design.sheet("catalogue.css"),
    )


def _order(library: Library, record: Record, tag: str) -> tuple[int, bool, str, int]:
    diseases, formats = list(library.diseases), list(library.formats)
    return (
        diseases.index(record.disease),
        tag not in record.name.locales,
        record.locale,
        formats.index(record.format),
    )


def _name(library: Library, disease: str, tag: str) -> str:
    words = library.locales[tag].words.get(disease) or library.locales[REFERENCE_LOCALE].words[disease]
    name = str(words.name)
    return name[:1].upper() + name[1:]


def _leaflet(library: Library, record: Record, header: LocaleHeader) -> Leaflet:
    format_ = str(header.formats[record.format])
    files = {_kind(name): quote(name) for name in record.files}
    languages = [language(library, tag) for tag in record.name.locales]
    found = dict.fromkeys((record.disease, *record.titles, record.locale, format_, *found_by(library, record.name)))
    return Leaflet(
        record=record,
        languages=tuple(zip(languages, record.titles, strict=True)),
        format=format_,
        print=files["pdf"],
        screen=files.get("html", ""),
        sheets=files.get("sheets", ""),
        find=" ".join(found).casefold(),
    )


def language(library: Library, tag: str) -> OtherLanguage:
    """A language by its own name."""
    header = library.locales[tag].header
    assert header
    return OtherLanguage(tag, str(header.name), header.direction)


def _kind(name: str) -> str:
    return "sheets" if SHEETS in name else name.rpartition(".")[2]
