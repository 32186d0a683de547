"""The catalogue: one page over all that lies in a folder of handouts, for whoever hands them out."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from patient_handouts.made import Made
from patient_handouts.model import REFERENCE_LOCALE, Library
from patient_handouts.render import environment
from patient_handouts.shape import key_of

NAME = "index.html"


@dataclass(frozen=True)
class Leaflet:
    """A handout as the catalogue lists it; `find` holds all words that it is found by, in small letters."""

    made: Made
    language: str
    direction: str
    format: str
    print: str
    screen: str
    sheets: str
    find: str


def page(library: Library, current: Iterable[Made], templates: Path, styles: Path) -> str:
    """The catalogue of handouts that are whole and current, by disease, language and format."""
    header = library.locales[REFERENCE_LOCALE].header
    assert header
    labels = {key_of(field): str(label) for field, label in vars(header.catalogue).items()}
    listed = sorted((_leaflet(library, made) for made in current), key=lambda leaflet: _order(library, leaflet.made))
    diseases = [
        (disease, _name(library, disease), list(leaflets))
        for disease, leaflets in itertools.groupby(listed, key=lambda leaflet: leaflet.made.disease)
    ]
    css = (styles / "catalogue.css").read_text("utf-8")
    return (
        environment(templates)
        .get_template("catalogue.html")
        .render(labels=labels, diseases=diseases, locale=REFERENCE_LOCALE, direction=header.direction, css=css)
    )


def _order(library: Library, made: Made) -> tuple[int, bool, str, int]:
    diseases, formats = list(library.diseases), list(library.formats)
    english_last = made.locale != REFERENCE_LOCALE
    return diseases.index(made.disease), english_last, made.locale, formats.index(made.format)


def _name(library: Library, disease: str) -> str:
    name = str(library.locales[REFERENCE_LOCALE].words[disease].name)
    return name[:1].upper() + name[1:]


def _leaflet(library: Library, made: Made) -> Leaflet:
    here, reference = library.locales[made.locale], library.locales[REFERENCE_LOCALE].header
    assert here.header and reference
    format_ = str(reference.formats[made.format])
    files = {_kind(name): quote(name) for name in made.files}
    return Leaflet(
        made=made,
        language=str(here.header.name),
        direction=here.header.direction,
        format=format_,
        print=files["pdf"],
        screen=files.get("html", ""),
        sheets=files.get("sheets", ""),
        find=" ".join(dict.fromkeys(_found_by(library, made, format_))).casefold(),
    )


def _kind(name: str) -> str:
    from patient_handouts.build import SHEETS

    return "sheets" if SHEETS in name else name.rpartition(".")[2]


def _found_by(library: Library, made: Made, format_: str) -> Iterator[str]:
    """The names of the disease in the reader's language and in English, its codes, the language and the format."""
    from patient_handouts.cldr import cldr

    yield from (made.disease, made.title, made.locale, format_)
    for tag in {made.locale, REFERENCE_LOCALE}:
        words, header = library.locales[tag].words[made.disease], library.locales[tag].header
        yield from (str(words.name), str(words.other_names or ""), str(header.name) if header else "")
    yield cldr(made.locale).get_display_name(REFERENCE_LOCALE) or ""
    yield from library.recipes[made.disease].icd_10
