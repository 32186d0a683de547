"""Completes a PDF: what WeasyPrint 70 leaves out of an accessible document.

WeasyPrint writes either PDF/A or PDF/UA; a handout is both. Running headers and footers become
artifacts (ISO 14289-1, 7.8), header cells get their scope (7.5), links get words for those who
cannot see them (7.18.5), figures their real place on the page, and text in another language than the page its
language (7.2). Where a script changes the places of letters, the text is given in so many words (ISO 32000-1,
14.9.4), and where Arabic joins two into one character, the character has a name of one letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes

from patient_handouts.invisible import JOINER

# ISO 14289-1, 5: the identification of PDF/UA. ISO 19005-2, 6.6.2.3.3: PDF/A wants every schema that
# it does not know described in the same packet.
_PDF_UA = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the document conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""


_POINTS_PER_PIXEL = 0.75


def finish(document: Any, pdf: Any) -> None:
    """Complete a tagged PDF/A-2a before it is written; called by WeasyPrint.

    :param document: the `weasyprint.Document`.
    :param pdf: the `pydyf.PDF` that is about to be written.
    """
    _say_that_it_is_pdf_ua(pdf)
    _give_links_their_words(document)
    _name_bookmarks(pdf)
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    elements = list(_elements(pdf, root["K"]))
    texts = list(_marked_texts(document, pdf))
    _say_what_is_written(texts)
    _name_joined_letters(pdf)
    _say_languages(pdf, texts, root)
    _give_header_cells_their_scope(pdf, elements)
    _put_figures_in_their_place(pdf, elements)
    _turn_running_text_into_artifacts(pdf, elements, root)


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _elements(pdf: Any, kids: list[Any]) -> Iterator[Any]:
    """All structure elements below, in reading order."""
    for kid in kids:
        if isinstance(kid, bytes):
            child = _object(pdf, kid)
            if child.get("Type") == "/StructElem":
                yield child
                yield from _elements(pdf, child["K"])


def _say_that_it_is_pdf_ua(pdf: Any) -> None:
    metadata = _object(pdf, pdf.catalog["Metadata"])
    packet = b"\n".join(metadata.stream)
    assert packet.count(b"</rdf:RDF>") == 1
    metadata.stream = [packet.replace(b"</rdf:RDF>", _PDF_UA.strip())]
    metadata.compress = False  # so that every program can read it, also those that know nothing of PDF


@dataclass(frozen=True)
class _Text:
    """A text as the page shows it, the element that holds it, and its mark in the content of its page."""

    box: Any
    element: Any
    mark: Any


def _marked_texts(document: Any, pdf: Any) -> Iterator[_Text]:
    """All texts with their elements: WeasyPrint makes both in the order of the page, and forgets which is whose."""
    held: dict[bytes, list[tuple[Any, int]]] = {reference: [] for reference in pdf.page_references}
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Dictionary) and thing.get("Type") == "/StructElem" and "Pg" in thing:
            held[thing["Pg"]] += [(thing, kid) for kid in thing["K"] if isinstance(kid, int)]
    for page, reference in zip(document.pages, pdf.page_references, strict=True):
        stream = _object(pdf, _object(pdf, reference)["Contents"]).stream
        marks = {item["MCID"]: item for item in stream if isinstance(item, pydyf.Dictionary) and "MCID" in item}
        shown = (boxes.TextBox, boxes.ReplacedBox)
        drawn = [box for box in page._page_box.descendants(placeholders=True) if isinstance(box, shown)]
        for box, (element, mcid) in zip(drawn, held[reference], strict=True):
            yield _Text(box, element, marks[mcid])


_CHANGES_PLACES = re.compile("[\u0900-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece\u0f00-\u109f\u1780-\u17ff]")
"""Letters of scripts in which what is drawn is not in the order of what is written, from Hindi to Khmer."""


def _say_what_is_written(texts: Iterable[_Text]) -> None:
    for text in texts:
        if isinstance(text.box, boxes.TextBox) and _CHANGES_PLACES.search(text.box.text):
            text.mark["ActualText"] = _searchable(text.box.text)


def _searchable(text: str) -> pydyf.String:
    """A text without the characters that keep its lines together: who searches for it does not type them."""
    return pydyf.String(text.replace(JOINER, ""))


_JOINED = {
    unicodedata.normalize("NFKC", form): form
    for form in map(chr, (*range(0xFC00, 0xFC64), *range(0xFEFC, 0xFEF4, -1), 0xFDF2))  # the last of a pair is isolated
}
"""Characters that stand for several Arabic letters at once, by those letters."""


def _name_joined_letters(pdf: Any) -> None:
    """Readers turn the letters of a line from right to left round, and with them the two of one like “lam-alef”.

    Its name in Unicode is one letter, which they write out as two in the right order. The text as such would say it
    too, but poppler, pdfium and MuPDF turn that round as well.
    """
    names = {letters.encode("utf-16-be").hex(): form.encode("utf-16-be").hex() for letters, form in _JOINED.items()}
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream) and b"begincmap" in thing.stream:
            for at, line in enumerate(thing.stream):
                glyph, _, letters = line.decode().rstrip(">").partition("> <")
                if letters in names:
                    thing.stream[at] = f"{glyph}> <{names[letters]}>".encode()


def _say_languages(pdf: Any, texts: Iterable[_Text], root: Any) -> None:
    """Give each element that is all in another language than its parent that language."""
    own = {text.element.number: text.box.style["lang"] for text in texts}
    page_language = pdf.catalog["Lang"].string

    def language(element: Any) -> str | None:
        """The one language of all text in an element; None where there are several, which their elements then say."""
        if element.number in own:
            return str(own[element.number])
        kids = [_object(pdf, kid) for kid in element["K"] if isinstance(kid, bytes)]
        children = [kid for kid in kids if kid.get("Type") == "/StructElem"]
        found = [language(child) for child in children]
        if children and len(set(found)) == 1:
            return found[0]
        for child, lang in zip(children, found, strict=True):
            if lang and lang != page_language:
                child["Lang"] = pydyf.String(lang)
        return None if children else page_language

    for reference in root["K"]:
        language(_object(pdf, reference))


def _give_links_their_words(document: Any) -> None:
    for page in document.pages:
        for box in page._page_box.descendants():
            if box.link_annotation:
                words = "".join(child.text for child in box.descendants() if isinstance(child, boxes.TextBox))
                box.link_annotation["Contents"] = _searchable(words or box.link_annotation["Contents"].string)


def _name_bookmarks(pdf: Any) -> None:
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Dictionary) and "Title" in thing and "Dest" in thing:
            thing["Title"] = _searchable(thing["Title"].string)


def _give_header_cells_their_scope(pdf: Any, elements: list[Any]) -> None:
    for element in elements:
        if element["S"] == "/TH":
            row = _object(pdf, element["P"])
            column_header = _object(pdf, row["P"])["S"] == "/THead"
            element["A"]["Scope"] = "/Column" if column_header else "/Row"


def _put_figures_in_their_place(pdf: Any, elements: list[Any]) -> None:
    """WeasyPrint gives the box in CSS pixels from the top of the page; PDF wants points from the bottom."""
    for element in elements:
        if element["S"] == "/Figure":
            x1, y1, x2, y2 = element["A"]["BBox"]
            top = _object(pdf, element["Pg"])["MediaBox"][3]
            scaled = (x1, top / _POINTS_PER_PIXEL - y2, x2, top / _POINTS_PER_PIXEL - y1)
            element["A"]["BBox"] = pydyf.Array(round(value * _POINTS_PER_PIXEL, 3) for value in scaled)


def _turn_running_text_into_artifacts(pdf: Any, elements: list[Any], root: Any) -> None:
    """Text that no element of the tree holds is what margin boxes drew."""
    held: dict[bytes, set[int]] = {reference: set() for reference in pdf.page_references}
    for element in elements:
        if "Pg" in element:
            held[element["Pg"]] |= {kid for kid in element["K"] if isinstance(kid, int)}
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    for index, reference in enumerate(pdf.page_references):
        stream = _object(pdf, _object(pdf, reference)["Contents"]).stream
        for at, item in enumerate(stream):
            if isinstance(item, pydyf.Dictionary) and "MCID" in item and item["MCID"] not in held[reference]:
                numbers[2 * index + 1][item["MCID"]] = "null"
                stream[at - 1 : at + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]
                if "ActualText" in item:  # of an artifact itself, readers ignore it
                    written = pydyf.Dictionary({"ActualText": item["ActualText"]})
                    stream.insert(stream.index(b"EMC", at), b"EMC")
                    stream[at + 2 : at + 2] = ["/Span", written, b"BDC"]
    attached = {element.number for element in elements}
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Dictionary) and thing.get("Type") == "/StructElem" and thing.number not in attached:
            thing.free = "f"
