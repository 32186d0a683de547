"""Completes a PDF: what WeasyPrint 70 leaves out of an accessible document.

WeasyPrint writes either PDF/A or PDF/UA; a handout is both. Running headers and footers become
artifacts (ISO 14289-1, 7.8), header cells get their scope (7.5), links get words for those who
cannot see them (7.18.5), and figures their real place on the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes

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
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    elements = list(_elements(pdf, root["K"]))
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


def _give_links_their_words(document: Any) -> None:
    for page in document.pages:
        for box in page._page_box.descendants():
            if box.link_annotation:
                words = "".join(child.text for child in box.descendants() if isinstance(child, boxes.TextBox))
                box.link_annotation["Contents"] = pydyf.String(words or box.link_annotation["Contents"].string)


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
    attached = {element.number for element in elements}
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Dictionary) and thing.get("Type") == "/StructElem" and thing.number not in attached:
            thing.free = "f"
