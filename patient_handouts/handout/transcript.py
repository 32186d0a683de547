"""All text of a handout in reading order, block by block: what is traced, scored, approved and kept.

The lines hold what is printed and nothing else, labels included; what a line cannot show (a pictogram)
is named in brackets. A change of any of it is a change of the block.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from patient_handouts.content.blocks import (
    SCALE,
    BenefitsHarms,
    CareCard,
    Options,
    Steps,
    WarningCallout,
    WhereItStands,
)
from patient_handouts.content.names import OUTLINE, PAGE, TITLE
from patient_handouts.handout.parts import Handout, Piece, Rich

_PICTURE, _COLUMNS, _CITED, _REFERENCES = "picture", "columns", "cited", "references"


Transcript = Mapping[str, tuple[str, ...]]
"""The lines of each block by its id, in the order of the handout."""


@dataclass(frozen=True)
class Line:
    """One printed text; `marked` shows its bold words between “**” and where its links go.

    `path` leads to it in the words of its block; it is empty for text of the program. `figures` are the facts
    that it prints, and where in the text without marks.
    """

    text: str
    path: str = ""
    figures: tuple[tuple[int, str], ...] = ()
    marks: str = ""

    @property
    def marked(self) -> str:
        """The text with its marks."""
        return self.marks or self.text

    @property
    def spoken(self) -> bool:
        """Whether somebody would read it aloud: no name of a picture, no heads of columns, no reference."""
        return self.path not in (_PICTURE, _COLUMNS, _CITED, _REFERENCES)


def transcript(handout: Handout) -> dict[str, tuple[str, ...]]:
    """All that a handout says, block by block."""
    title = (str(handout.title), str(handout.subtitle), handout.labels["running-header"])
    blocks: dict[str, tuple[str, ...]] = {TITLE: title, OUTLINE: tuple(piece.id for piece in handout.pieces)}
    blocks.update({piece.id: tuple(line.marked for line in lines(handout, piece)) for piece in handout.pieces})
    return blocks | {PAGE: (handout.labels["page"], *handout.notes)}


def names(handout: Handout) -> tuple[str, ...]:
    """The names of the blocks of a transcript."""
    return (TITLE, OUTLINE, *(piece.id for piece in handout.pieces), PAGE)


def lines(handout: Handout, piece: Piece) -> Iterator[Line]:
    """The lines of one block, in the order of the page."""
    for picture in piece.structure.pictures():
        yield Line(f"(picture: {picture})", _PICTURE)
    yield from _labels_before(handout, piece)
    for path, text in _texts(piece):
        label = _labelled(handout, piece, path, "\0").index("\0")
        figures = tuple((label + offset, fact) for offset, fact in text.figures())
        marked = _labelled(handout, piece, path, text.marked())
        yield Line(_labelled(handout, piece, path, str(text)), path, figures, marked)
    yield from _program_lines(handout, piece)


def spoken(handout: Handout) -> list[str]:
    """The texts that somebody would read aloud."""
    texts = [line.text for piece in handout.pieces for line in lines(handout, piece) if line.spoken]
    return [str(handout.title), str(handout.subtitle), *texts]


def edition_of(handout: Handout) -> str:
    """The edition: a short code made from all that a handout says.

    Thirty bits of SHA-256, as two groups of three of Crockford's base 32 (no I, L, O or U, which are easily
    misread: https://www.crockford.com/base32.html).
    """
    kept = handout.disease, handout.locale, handout.text_of, handout.date.isoformat(), transcript(handout)
    return code_of(*kept)


def code_of(disease: str, locale: str, format_: str, date: str, blocks: Transcript) -> str:
    """The edition of a text that was kept."""
    content = json.dumps([disease, locale, format_, date, {id_: list(lines) for id_, lines in blocks.items()}])
    bits = int.from_bytes(hashlib.sha256(content.encode()).digest()[:4], "big") >> 2
    chars = [("0123456789ABCDEFGHJKMNPQRSTVWXYZ")[bits >> shift & 31] for shift in range(25, -1, -5)]
    return "".join(chars[:3]) + "-" + "".join(chars[3:])


def fingerprint(*texts: tuple[str, ...]) -> str:
    """A short hash of what a block says: 48 bits of SHA-256, in hexadecimal."""
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:12]


def _texts(piece: Piece) -> Iterator[tuple[str, Rich]]:
    def walk(words: Mapping[str, object], above: str) -> Iterator[tuple[str, Rich]]:
        for key, value in words.items():
            if isinstance(value, Rich):
                yield above + key, value
            elif isinstance(value, Mapping):
                yield from walk(value, f"{above}{key}.")

    yield from walk(piece.words, "")


def _labels_before(handout: Handout, piece: Piece) -> Iterator[Line]:
    structure, colon = piece.structure, handout.labels["colon"]
    if isinstance(structure, CareCard):
        yield Line(f"{handout.labels[structure.urgency]}{colon}")
    elif isinstance(structure, WarningCallout):
        yield Line(f"{handout.labels['important']}{colon}")
    elif isinstance(structure, WhereItStands):
        yield Line(" | ".join(handout.labels[name] for name in ("treatment", *SCALE, "here")), _COLUMNS)


def _labelled(handout: Handout, piece: Piece, path: str, text: str) -> str:
    """A text with what the page puts before or after it."""
    key, gap = path.split(".")[-1], handout.labels["gap"]
    colon = f"{handout.labels['colon']}{gap}"
    structure = piece.structure
    if piece.kind == "result" and key in ("who", "found", "unknown"):
        first = (
            f"{handout.labels['gap']}{handout.labels['one-figure']}"
            if key == "found" and piece.id == handout.first_array
            else ""
        )
        return f"{handout.labels[key]}{colon if key == 'unknown' else gap}{text}{first}"
    if isinstance(structure, Steps) and key in ("feel", "time"):
        return f"{handout.labels[key]}{gap}{text}"
    if isinstance(structure, WhereItStands) and key == "name":
        (stands,) = (t.stands for t in structure.treatments if t.id == path.split(".")[1])
        return f"{text}{colon}{handout.labels[stands]}{handout.labels['stop']}"
    if isinstance(structure, Options) and path.startswith("options.") and key != "name":
        return f"{piece.words['rows'][key]}{colon}{text}"
    return text


def _program_lines(handout: Handout, piece: Piece) -> Iterator[Line]:
    """What a block prints beyond its words."""
    colon = handout.labels["colon"]
    for figure in piece.figures:
        facts = dict.fromkeys(fact for text in (figure.title, *figure.legend.values()) for _, fact in text.figures())
        yield Line(figure.alternative, "figures", tuple((0, fact) for fact in facts))
    if isinstance(piece.structure, BenefitsHarms) and piece.id == handout.first_array:
        yield Line(handout.labels["one-figure"])
    if isinstance(piece.structure, CareCard):
        for contact in piece.structure.contacts:
            yield Line(f"{handout.labels['emergency-line' if contact == 'emergency' else contact]}{colon}")
    if piece.structure.says == "questions":
        yield Line(f"{handout.labels['your-team']}{colon}")
    if piece.cited:
        # by name, since the number of a source changes with other blocks
        cited = "; ".join(reference.evidence.short_reference for reference in piece.cited)
        label = re.sub(r"[\d,]+", "", piece.source_line).removesuffix(handout.labels["stop"])
        yield Line(f"{' '.join(label.split())}: {cited}", _CITED)
    for entry in piece.entries:
        yield Line(f"{entry.term}{colon}{handout.labels['gap']}{entry.means}", f"terms.{entry.id}")
    for reference in piece.references:
        evidence = reference.evidence
        address = f" doi:{evidence.doi}" if evidence.doi else f" {evidence.url}" if evidence.url else ""
        yield Line(f"{reference.number}. {evidence.short_reference}{address}", _REFERENCES)
    if piece.kind == "about":
        yield Line(handout.labels["pictures-by"])
