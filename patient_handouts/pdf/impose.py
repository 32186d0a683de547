"""Puts the pages of a booklet on sheets to print on both sides, fold once and staple in the fold.

What comes out is only for printing: tags, language and links stay behind in the booklet itself.
"""

from __future__ import annotations

import io
import re

import pikepdf


def sheets(pages: int, direction: str) -> list[tuple[int, int]]:
    """Which pages stand side by side on each side of the sheets, left and right, counted from 1.

    Sides follow each other as a printer prints them: front and back of the outermost sheet first. A number above
    `pages` is an empty page. A booklet that is read from right to left opens the other way round.

    >>> sheets(4, "ltr")
    [(4, 1), (2, 3)]
    """
    last = -(-pages // 4) * 4
    sides = []
    for first in range(1, last // 2, 2):
        sides += [(last + 1 - first, first), (first + 1, last - first)]
    return sides if direction == "ltr" else [(right, left) for left, right in sides]


def _said(metadata: bytes) -> bytes:
    """What of a booklet's metadata holds for its sheets: who made them, and of which text they are."""
    kept = b"".join(re.findall(rb"<(?:pdf:Keywords|xmp:CreatorTool)>[^<]*</[^>]*>", metadata))
    return (
        b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" '
        b'xmlns:xmp="http://ns.adobe.com/xap/1.0/"><rdf:Description rdf:about="">'
        + kept
        + b'</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    )


def impose(pdf: bytes, direction: str) -> bytes:
    """The sheets of a booklet: each holds two of its pages side by side, as large as they are.

    :param pdf: the booklet, all pages of one size.
    :param direction: `ltr` or `rtl`, how the booklet is read.
    """
    with pikepdf.open(io.BytesIO(pdf)) as booklet, pikepdf.new() as folded:
        width, height = (float(value) for value in booklet.pages[0].mediabox[2:])
        for side in sheets(len(booklet.pages), direction):
            places = zip(side, (0.0, width), strict=True)
            placed = [(number, left) for number, left in places if number <= len(booklet.pages)]
            sheet = folded.add_blank_page(page_size=(2 * width, height))
            forms = {f"/P{n}": folded.copy_foreign(booklet.pages[n - 1].as_form_xobject()) for n, _ in placed}
            drawn = "\n".join(f"q 1 0 0 1 {left:g} 0 cm /P{number} Do Q" for number, left in placed)
            sheet.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(forms))
            sheet.Contents = pikepdf.Stream(folded, drawn.encode())
        folded.docinfo["/Title"] = "Sheets to print on both sides (short edge) and fold"
        folded.Root.Metadata = pikepdf.Stream(folded, _said(booklet.Root.Metadata.read_bytes()))
        folded.Root.Metadata.Type, folded.Root.Metadata.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
        written = io.BytesIO()
        folded.save(written, deterministic_id=True)
    return written.getvalue()
