"""The catalogue: one page over all that lies in a folder of handouts, for whoever hands them out."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from patient_handouts.made import Made
from patient_handouts.model import REFERENCE_LOCALE, Library, Locale
from patient_handouts.render import Language, environment
from patient_handouts.shape import key_of

NAME = "index.html"


def name_of(tag: str) -> str:
    """The file of the catalogue in a language."""
    return NAME if tag == REFERENCE_LOCALE else f"index.{tag}.html"


@dataclass(frozen=True)
class Leaflet:
    """A handout as the catalogue lists it; `find` holds all words that it is found by, in small letters.

    `languages` are its own, each with its title: one, or two if it is bilingual.
    """

    made: Made
    languages: tuple[tuple[Language, str], ...]
    format: str
    print: str
    screen: str
    sheets: str
    find: str


def pages(library: Library, current: Iterable[Made], templates: Path, styles: Path) -> dict[str, str]:
    """The catalogues of handouts that are whole and current, by the names of their files.

    There is one in English, and one in each other language that any of them is in; each lists all. Where the head of
    the English cannot be read, nothing is current, and there is none.
    """
    listed = list(current)
    if not listed and library.locales[REFERENCE_LOCALE].header is None:
        return {}
    found = {tag for made in listed for tag in made.which.locales} | {REFERENCE_LOCALE}
    tags = [tag for tag in library.locales if tag in found]
    return {name_of(tag): _page(library, listed, templates, styles, tag, tags) for tag in tags}


def _page(library: Library, current: list[Made], templates: Path, styles: Path, tag: str, tags: list[str]) -> str:
    """The catalogue in one language: by disease, language and format."""
    header = library.locales[tag].header
    assert header
    labels = {key_of(field): str(label) for field, label in vars(header.catalogue).items()}
    listed = [_leaflet(library, made, header) for made in sorted(current, key=lambda made: _order(library, made, tag))]
    diseases = [
        (disease, _name(library, disease, tag), list(leaflets))
        for disease, leaflets in itertools.groupby(listed, key=lambda leaflet: leaflet.made.disease)
    ]
    return (
        environment(templates)
        .get_template("catalogue.html")
        .render(
            labels=labels,
            diseases=diseases,
            here=_language(library, tag),
            languages=[(_language(library, other), name_of(other)) for other in tags],
            languages_label=str(header.labels.languages),
            css=(styles / "catalogue.css").read_text("utf-8"),
        )
    )


def _order(library: Library, made: Made, tag: str) -> tuple[int, bool, str, int]:
    diseases, formats = list(library.diseases), list(library.formats)
    return diseases.index(made.disease), tag not in made.which.locales, made.locale, formats.index(made.format)


def _name(library: Library, disease: str, tag: str) -> str:
    words = library.locales[tag].words.get(disease) or library.locales[REFERENCE_LOCALE].words[disease]
    name = str(words.name)
    return name[:1].upper() + name[1:]


def _leaflet(library: Library, made: Made, header: Locale) -> Leaflet:
    format_ = str(header.formats[made.format])
    files = {_kind(name): quote(name) for name in made.files}
    languages = [_language(library, tag) for tag in made.which.locales]
    return Leaflet(
        made=made,
        languages=tuple(zip(languages, made.titles, strict=True)),
        format=format_,
        print=files["pdf"],
        screen=files.get("html", ""),
        sheets=files.get("sheets", ""),
        find=" ".join(dict.fromkeys(_found_by(library, made, format_))).casefold(),
    )


def _language(library: Library, tag: str) -> Language:
    header = library.locales[tag].header
    assert header
    return Language(tag, str(header.name), header.direction)


def _kind(name: str) -> str:
    from patient_handouts.build import SHEETS

    return "sheets" if SHEETS in name else name.rpartition(".")[2]


def _found_by(library: Library, made: Made, format_: str) -> Iterator[str]:
    """The names of the disease in the reader's language and in English, its codes, the language and the format."""
    from patient_handouts.cldr import cldr

    yield from (made.disease, *made.titles, made.locale, format_)
    for tag in dict.fromkeys((*made.which.locales, REFERENCE_LOCALE)):
        words, header = library.locales[tag].words[made.disease], library.locales[tag].header
        yield from (str(words.name), str(words.other_names or ""), str(header.name) if header else "")
    yield from (cldr(tag).get_display_name(REFERENCE_LOCALE) or "" for tag in made.which.locales)
    yield from library.recipes[made.disease].icd_10
