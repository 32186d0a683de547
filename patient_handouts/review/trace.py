"""Where every printed sentence comes from, and what became of every claim of the documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from patient_handouts.content.blocks import WhereItStands
from patient_handouts.content.evidence import Claim, Evidence, Fact, SourceList, claims_of, evidence_of
from patient_handouts.content.library import Library
from patient_handouts.content.names import TITLE
from patient_handouts.handout.parts import Handout, Piece
from patient_handouts.handout.transcript import Line, lines
from patient_handouts.language.sentences import sentences


@dataclass(frozen=True)
class Traced:
    """A printed sentence, where it stands, and the claims, facts and evidence that it rests on."""

    block: str
    path: str
    text: str
    claims: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()

    @property
    def rests(self) -> bool:
        """Whether it rests on anything."""
        return bool(self.claims or self.facts or self.evidence)


@dataclass(frozen=True)
class Fate:
    """What became of a claim: where it is printed, as block, path and recipes; nowhere if it is withheld."""

    number: str
    claim: Claim
    printed: tuple[tuple[str, str, tuple[str, ...]], ...]


def trace(library: Library, handout: Handout) -> list[Traced]:
    """Every printed sentence of a handout in reading order, but the list of sources itself."""
    found = [Traced(TITLE, key, str(text)) for key, text in (("title", handout.title), ("subtitle", handout.subtitle))]
    for piece in handout.pieces:
        for line in lines(handout, piece):
            if line.spoken:
                found += _of_line(library, piece, line)
    return found


def fates(library: Library, document: str) -> list[tuple[str, list[Fate]]]:
    """A document paragraph by paragraph, with what became of each claim in it."""
    assert library.sources
    paragraphs = [f"{document}p{number}" for number in range(library.sources.documents[document].paragraphs)]
    return [(paragraph, list(_fates(library, paragraph))) for paragraph in paragraphs]


def _fates(library: Library, paragraph: str) -> Iterator[Fate]:
    for number, claim in library.claims.items():
        if paragraph in claim.refs:
            yield Fate(number, claim, tuple(_printed(library, number)))


def _printed(library: Library, number: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    found: dict[tuple[str, str], list[str]] = {}
    for recipe in library.recipes:
        for block in library.blocks(recipe):
            for path, sources in block.rests_on.items():
                if number in sources:
                    found.setdefault((block.id, path), []).append(recipe)
    for (block_id, path), recipes in found.items():
        yield block_id, path, tuple(recipes)
    for term, sources in library.common.terms.items() if library.common else ():
        if number in sources:
            yield "words-to-know", term, ()


def _of_line(library: Library, piece: Piece, line: Line) -> Iterator[Traced]:
    sources = _sources(library, piece, line)
    found = sentences(line.text)
    for index, sentence in enumerate(found):
        end = found[index + 1].offset if index + 1 < len(found) else len(line.text) + 1
        facts = [fact for offset, fact in line.figures if sentence.offset <= offset < end]
        if not facts and not sources:  # then it speaks of the same study as the figures beside it
            facts = [fact for _, fact in line.figures]
        evidence = [key for fact in facts for key in library.facts[fact].evidence] + [*evidence_of(sources)]
        yield Traced(
            piece.id,
            line.path,
            sentence.text,
            claims_of(sources),
            tuple(dict.fromkeys(facts)),
            tuple(dict.fromkeys(evidence)),
        )


def _sources(library: Library, piece: Piece, line: Line) -> tuple[str, ...]:
    if line.path.startswith("terms.") and library.common:
        return library.common.terms[line.path.removeprefix("terms.")]
    if isinstance(piece.structure, WhereItStands) and line.path.endswith(".name"):  # it stands with its place
        return piece.structure.sources_of(line.path.removesuffix(".name") + ".why")
    return piece.structure.sources_of(line.path) if line.path else ()


def as_data(library: Library, traced: Iterable[Traced]) -> list[dict[str, Any]]:
    """Traced sentences with everything that they rest on spelt out."""
    assert library.sources
    return [
        {
            "block": item.block,
            "text": item.text,
            "path": item.path,
            "claims": [claim_data(number, library.claims[number]) for number in item.claims],
            "facts": [fact_data(name, library.facts[name]) for name in item.facts],
            "evidence": [evidence_data(key, library.sources) for key in item.evidence],
        }
        for item in traced
    ]


def claim_data(number: str, claim: Claim) -> dict[str, Any]:
    """A claim, its paragraphs, our verdict and why."""
    return {
        "claim": number,
        "paragraphs": list(claim.refs),
        "says": claim.says,
        "verdict": claim.verdict,
        "use": claim.use,
        "wording": claim.wording,
        "why": claim.why,
        "evidence": list(claim.evidence),
    }


def fact_data(name: str, fact: Fact) -> dict[str, Any]:
    """A fact, who was studied, and its dates."""
    return {
        "fact": name,
        "row": fact.row,
        "population": fact.population,
        "span": fact.span,
        "values": {**fact.values, **fact.dates},
        "read": fact.read.isoformat(),
        "recheck-by": fact.recheck_by.isoformat(),
    }


def evidence_data(key: str, sources: SourceList) -> dict[str, Any]:
    """A piece of evidence with its full reference, address and dates."""
    evidence: Evidence = sources.evidence[key]
    return {
        "evidence": key,
        "kind": evidence.kind,
        "about": evidence.about,
        "reference": evidence.reference,
        "address": evidence.address,
        "read": evidence.read.isoformat(),
        "recheck-by": evidence.recheck_by.isoformat(),
    }
