"""Pages for reviewers: where each sentence comes from, the scores, and the pack to review a leaflet with."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from patient_handouts.approval.sign_off import changes_since
from patient_handouts.approval.standing import needed
from patient_handouts.content.library import Library
from patient_handouts.content.names import FULL, TITLE
from patient_handouts.handout.parts import Handout
from patient_handouts.page.design import INK, Design
from patient_handouts.page.styles import pictures_of, stylesheets
from patient_handouts.pdf.typeset import prepare, typeset
from patient_handouts.review import trace
from patient_handouts.review.instruments import instruments
from patient_handouts.review.score import Score, judge, totals
from patient_handouts.review.subject import Subject
from patient_handouts.review.trace import Traced


@dataclass(frozen=True)
class Review:
    """Everything that is known about a handout. The instruments are for full leaflets; others have no scores.

    `english` is the handout that a translation was made from; an English one is that itself.
    """

    library: Library
    handout: Handout
    english: Handout
    traced: tuple[Traced, ...]
    subject: Subject
    scores: tuple[Score, ...]

    @classmethod
    def of(
        cls, library: Library, handout: Handout, english: Handout, more_hard_words: Mapping[str, str] | None = None
    ) -> Review:
        """Trace and score a handout."""
        subject = Subject(library, handout, more_hard_words)
        traced = tuple(trace.trace(library, handout))
        scores = tuple(judge(instruments(), subject)) if handout.text_of == FULL else ()
        return cls(library, handout, english, traced, subject, scores)


def sources_html(review: Review, design: Design) -> str:
    """The trace of a handout as a page that stands by itself."""
    blocks = [(block, list(rows)) for block, rows in itertools.groupby(review.traced, key=lambda row: row.block)]
    values = {"handout": review.handout, "css": design.sheet("review.css"), "blocks": blocks, **_ledger(review)}
    return _render(design, "review/sources.html", **values)


def scores_pdf(review: Review, design: Design, day: datetime.date) -> bytes:
    """The scores of a handout as one page for the clinic's file."""
    page = _render(
        design,
        "review/scores.html",
        handout=review.handout,
        css="",
        day=day,
        level=review.subject.level,
        totals=totals(review.scores),
        scores=review.scores,
    )
    return _pdf(page, design.sheet("review.css") + "\n@page { size: A4; margin: 11mm 14mm }", design, review.handout)


def pack_pdf(review: Review, design: Design, registers: Sequence[Path], day: datetime.date) -> bytes:
    """The reviewer's pack: numbered blocks with their trace, what changed since approval, sources and scores.

    :param registers: the folders of editions that keep approved texts.
    """
    return _pdf(_pack(review, design, "", registers, day), _pack_css(review.handout, design), design, review.handout)


def pack_html(review: Review, design: Design, registers: Sequence[Path], day: datetime.date) -> str:
    """The reviewer's pack as a page for browsers that stands by itself."""
    css = re.sub(
        r"picture:([\w-]+)", lambda name: design.pictogram(name[1]).as_url(), _pack_css(review.handout, design)
    )
    return _pack(review, design, css, registers, day)


def _pack(review: Review, design: Design, css: str, registers: Sequence[Path], day: datetime.date) -> str:
    library, handout, english = review.library, review.handout, review.english
    changes = [found for role in needed(handout) for found in changes_since(library, handout, english, role, registers)]
    approved_before = any(
        (entry.disease, entry.locale) == (handout.disease, handout.locale) for entry in library.sign_offs
    )
    rows = {block: list(found) for block, found in itertools.groupby(review.traced, key=lambda row: row.block)}
    return _render(
        design,
        "review/pack.html",
        handout=handout,
        ink=INK,
        css=css,
        changes=changes,
        no_changes="Nothing." if approved_before else "It has not been approved before.",
        a_year_on=day + datetime.timedelta(days=364),
        numbers={piece.id: number for number, piece in enumerate(handout.pieces, start=1)},
        title=rows[TITLE],
        blocks=[(piece, rows.get(piece.id, [])) for piece in handout.pieces],
        english=_english_of(review),
        roles=needed(handout)[::-1],
        totals=totals(review.scores) if review.scores else {},
        scores=review.scores,
        answered=[finding for finding in review.subject.findings if finding.reason],
        **_ledger(review),
    )


def _pack_css(handout: Handout, design: Design) -> str:
    """The styles of the pack on paper: those of the leaflet, and of the pages for reviewers."""
    return "\n".join([*stylesheets(handout, "A4", design, running=False), design.sheet("review.css"), _PAGES])


_PAGES = """
@page {
  margin: 14mm 16mm 16mm;
  @bottom-left { content: "Page " counter(page) " of " counter(pages) }
}
@page :first { margin-top: 14mm }
"""


def _pdf(page: str, css: str, design: Design, handout: Handout) -> bytes:
    families = list(dict.fromkeys(("Noto Sans", *handout.fonts)))
    prepare(families)
    return typeset(page, [css], families, pictures_of(handout, design))


def _render(design: Design, name: str, **values: Any) -> str:
    jinja = design.jinja.overlay()
    jinja.filters = jinja.filters | {"by_text": _by_text}
    return jinja.get_template(name).render(**values)


_Text = tuple[str, str]
"""A text of a handout: its block, and its path in the words of the block."""


def _english_of(review: Review) -> dict[_Text, list[str]]:
    """What each text of a translation is in English; nothing for the English itself."""
    found: dict[_Text, list[str]] = {}
    if review.handout.locale != review.english.locale:
        for row in trace.trace(review.library, review.english):
            found.setdefault((row.block, row.path), []).append(row.text)
    return found


def _by_text(rows: Iterable[Traced]) -> list[tuple[_Text, list[tuple[Traced, list[str]]]]]:
    """The sentences of each text, those together that rest on the same."""
    groups = itertools.groupby(rows, key=lambda row: (row.block, row.path))
    return [(text, _alike(group)) for text, group in groups]


def _alike(rows: Iterable[Traced]) -> list[tuple[Traced, list[str]]]:
    """Sentences that follow each other and rest on the same, together."""
    groups = itertools.groupby(rows, key=lambda row: (row.claims, row.facts, row.evidence))
    together = [list(group) for _, group in groups]
    return [(group[0], [row.text for row in group]) for group in together]


def _ledger(review: Review) -> dict[str, Any]:
    """What the sentences rest on, each once, in the order of its first use."""
    library = review.library
    assert library.sources
    claims = dict.fromkeys(key for row in review.traced for key in row.claims)
    facts = dict.fromkeys(key for row in review.traced for key in row.facts)
    evidence = dict.fromkeys(key for row in review.traced for key in row.evidence)
    evidence |= dict.fromkeys(key for number in claims for key in library.claims[number].evidence)
    return {
        "claims": [trace.claim_data(number, library.claims[number]) for number in sorted(claims)],
        "facts": [trace.fact_data(name, library.facts[name]) for name in facts],
        "evidence": [trace.evidence_data(key, library.sources) for key in sorted(evidence)],
    }
