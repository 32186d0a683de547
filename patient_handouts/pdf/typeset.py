"""WeasyPrint behind one function: closed file access, declared fonts only, and every log record an error."""

from __future__ import annotations

import contextlib
import functools
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from patient_handouts.locales import fonts
from patient_handouts.pdf import fontset
from patient_handouts.pdf.engine import load_weasyprint
from patient_handouts.pdf.page import Picture
from patient_handouts.problems import HandoutError


@dataclass(frozen=True)
class Layout:
    """A page laid out, its number of pages, and how much of the last one is filled: from 0 to 1."""

    document: Any
    families: frozenset[str]
    pages: int
    last_page: float

    def pdf(self) -> bytes:
        """It as a PDF that is PDF/UA-1 and PDF/A-2a.

        :raises HandoutError: if WeasyPrint has anything to say about it, or a letter has no declared font.
        """
        from patient_handouts.pdf.finish import finish  # noqa: PLC0415  # needs WeasyPrint

        with _complaints() as complaints:
            pdf: bytes = self.document.write_pdf(finisher=finish, pdf_variant=_VARIANT)
            complaints += _font_complaints(self.document, self.families)
        return pdf


_VARIANT = "pdf/a-2a"


def prepare(families: Iterable[str]) -> None:
    """Make WeasyPrint ready, with the font families of all locales that will be set.

    :raises HandoutError: if a font or a native library is missing, with what to install.
    """
    fontset.use_only(families)
    load_weasyprint()


def typeset(html: str, sheets: Iterable[str], families: Iterable[str], pictures: Mapping[str, Picture]) -> bytes:
    """Turn a page into a PDF that is PDF/UA-1 and PDF/A-2a; see `lay_out` for what it takes."""
    return lay_out(html, sheets, families, pictures).pdf()


def lay_out(html: str, sheets: Iterable[str], families: Iterable[str], pictures: Mapping[str, Picture]) -> Layout:
    """Lay a page out.

    :param sheets: its style sheets, the later ones counting more.
    :param families: the font families that may appear in it.
    :param pictures: all images that it may use, by name: it asks for them as “picture:name”.
    :raises HandoutError: if WeasyPrint has anything to say about it.
    """
    weasyprint = load_weasyprint()
    families = tuple(families)
    faces = _cut_down(html, families)
    fetcher = _fetcher(weasyprint, {**pictures, **{name: face.file for name, face in faces.items()}})
    with _complaints():
        configuration = weasyprint.text.fonts.FontConfiguration()
        rules = "".join(face.rule(name) for name, face in faces.items())
        own = [weasyprint.CSS(string=rules, url_fetcher=fetcher, font_config=configuration)] if rules else []
        document = weasyprint.HTML(string=html, url_fetcher=fetcher).render(
            stylesheets=[*map(_sheet, sheets), *own], font_config=configuration, pdf_variant=_VARIANT
        )
    return Layout(document, frozenset(families), len(document.pages), _filled(document.pages[-1]._page_box))


def _filled(page: Any) -> float:
    """How far down its content a page reaches, as a share of the height that there is for it."""
    shown = [box for child in page.children[:1] for box in child.descendants() if hasattr(box, "baseline")]
    lowest = max((box.position_y + box.margin_height() for box in shown), default=page.position_y)
    return float((lowest - page.content_box_y()) / page.height)


@dataclass(frozen=True)
class _Face:
    """A font that comes with a page."""

    family: str
    weight: str
    file: Picture

    def rule(self, name: str) -> str:
        return (
            f'@font-face {{ font-family: "{self.family}"; font-weight: {self.weight}; src: url("picture:{name}") }}\n'
        )


def _cut_down(html: str, families: Iterable[str]) -> dict[str, _Face]:
    """Of families that come as collections, fonts with the letters of a page, by the names that it asks for them."""
    found = {}
    for family in families:
        if family in fonts.COLLECTIONS:
            for weight, data in zip(("normal", "bold"), fontset.cut_down(family, html), strict=True):
                face = _Face(family, weight, Picture(data, "font/otf"))
                found[f"font-{weight}-{family.replace(' ', '-').lower()}"] = face
    return found


@functools.lru_cache(maxsize=8)
def _sheet(css: str) -> Any:
    """A style sheet, read once for all handouts that have it."""
    weasyprint = load_weasyprint()
    with _complaints(css):
        return weasyprint.CSS(string=css, url_fetcher=_fetcher(weasyprint, {}))


def _in_its_file(complaint: str, css: str) -> str:
    """A complaint about a line of joined style sheets, with the file that a comment above names, and its line."""

    def place(at: re.Match[str]) -> str:
        line = int(at[1])
        for above in range(min(line, len(lines)), 0, -1):
            if name := _FILE.fullmatch(lines[above - 1]):
                return f"in {name[1]}:{line - above}:{at[2]}"
        return at[0]

    lines = css.split("\n")
    return re.sub(r"at (\d+):(\d+)", place, complaint)


_FILE = re.compile(r"/\* (\S+\.css) \*/")


@contextlib.contextmanager
def _complaints(css: str = "") -> Iterator[list[str]]:
    """What is wrong with a page is an error: what is said in the list, and whatever WeasyPrint logs meanwhile.

    :param css: the style sheets that lines are counted in, if there are any.
    :raises HandoutError: with all of it.
    """
    complaints: list[str] = []
    with _log_records() as records:
        try:
            yield complaints
        except load_weasyprint().urls.FatalURLFetchingError as error:
            raise HandoutError(str(error)) from error
    if told := "; ".join(dict.fromkeys([*(_in_its_file(record.getMessage(), css) for record in records), *complaints])):
        raise HandoutError(f"The page could not be set cleanly: {told.rstrip('.')}.")


def _fetcher(weasyprint: Any, pictures: Mapping[str, Picture]) -> Any:
    """Knows addresses of the form `picture:name`, of pictures and fonts, and nothing else: no file, no connection."""

    class PictureFetcher(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def __init__(self) -> None:
            """Without the handlers of URLFetcher, which could open connections and read certificates and proxies."""
            self._fail_on_errors = True

        def __call__(self, url: str) -> Any:
            return self.fetch(url)

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002  # called by WeasyPrint
            scheme, _, name = url.partition(":")
            if scheme != "picture" or name not in pictures:
                refusal = f"The page asks for “{url[:80]}”; a page may only use its own pictures."
                raise weasyprint.urls.FatalURLFetchingError(refusal)
            found = pictures[name]
            return weasyprint.urls.URLFetcherResponse(url, found.data, {"Content-Type": found.media_type})

    return PictureFetcher()


class _Collector(logging.Handler):
    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__(logging.WARNING)
        self.records = records

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@contextlib.contextmanager
def _log_records() -> Iterator[list[logging.LogRecord]]:
    """Collects what WeasyPrint and fontTools log from the level of a warning on."""
    records: list[logging.LogRecord] = []
    handler = _Collector(records)
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    kept = [logger.propagate for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.propagate = False
    try:
        yield records
    finally:
        for logger, propagate in zip(loggers, kept, strict=True):
            logger.removeHandler(handler)
            logger.propagate = propagate


def _font_complaints(document: Any, families: frozenset[str]) -> Iterator[str]:
    for font in document.fonts.values():
        if font.family not in families:
            yield f"the font {font.family} was used, but only {', '.join(sorted(families))} may be"
        if font.missing:
            chars = " ".join(f"“{chr(char)}” (U+{char:04X})" for char in sorted(font.missing))
            yield f"the fonts have no letter for {chars}"
