"""Pages for reviewers: where each sentence comes from, the scores, and the pack to review a leaflet with."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from patient_handouts import trace
from patient_handouts.assemble import assemble
from patient_handouts.handout import Handout
from patient_handouts.instruments import ITEMS
from patient_handouts.model import FULL, REFERENCE_LOCALE, Library
from patient_handouts.pictures import pictogram
from patient_handouts.render import environment, stylesheets
from patient_handouts.score import Reading, Score, judge, totals
from patient_handouts.signoff import changes_since, needed
from patient_handouts.trace import Traced
from patient_handouts.transcript import TITLE


@dataclass(frozen=True)
class Review:
    """Everything that is known about a handout. The instruments are for full leaflets; others have no scores."""

    library: Library
    handout: Handout
    traced: tuple[Traced, ...]
    reading: Reading
    scores: tuple[Score, ...]

    @classmethod
    def of(cls, library: Library, handout: Handout, more_hard_words: Mapping[str, str]) -> Review:
        """Trace and score a handout."""
        reading = Reading(library, handout, more_hard_words)
        traced = tuple(trace.trace(library, handout))
        scores = tuple(judge(ITEMS, reading)) if handout.words == FULL else ()
        return cls(library, handout, traced, reading, scores)


def sources_page(review: Review, templates: Path, styles: Path) -> str:
    """The trace of a handout as a page that stands by itself."""
    blocks = [(block, list(rows)) for block, rows in itertools.groupby(review.traced, key=lambda row: row.block)]
    return _render(
        templates,
        "review/sources.html",
        handout=review.handout,
        css=_own_css(styles),
        blocks=blocks,
        **_ledger(review),
    )


def scores_page(review: Review, templates: Path, day: datetime.date) -> str:
    """The scores of a handout as one page for the clinic's file, without styles."""
    return _render(
        templates,
        "review/scores.html",
        handout=review.handout,
        css="",
        day=day,
        level=review.reading.level,
        totals=totals(review.scores),
        scores=review.scores,
    )


def pack_page(review: Review, templates: Path, css: str, folders: Sequence[Path], day: datetime.date) -> str:
    """The reviewer's pack: numbered blocks with their trace, what changed since approval, sources and scores.

    :param css: styles to hold in the page; none where they are given beside it.
    :param folders: the registers that keep approved texts.
    """
    handout = review.handout
    changes = [found for role in needed(handout) for found in changes_since(review.library, handout, role, folders)]
    approved_before = any(
        (entry.disease, entry.locale) == (handout.disease, handout.locale) for entry in review.library.sign_offs
    )
    rows = {block: list(found) for block, found in itertools.groupby(review.traced, key=lambda row: row.block)}
    return _render(
        templates,
        "review/pack.html",
        handout=handout,
        css=css,
        changes=changes,
        no_changes="Nothing." if approved_before else "It has not been approved before.",
        a_year_on=day + datetime.timedelta(days=364),
        numbers={piece.id: number for number, piece in enumerate(handout.pieces, start=1)},
        title=rows[TITLE],
        blocks=[(piece, rows.get(piece.id, [])) for piece in handout.pieces],
        english=_english_of(review.library, handout),
        roles=needed(handout)[::-1],
        totals=totals(review.scores) if review.scores else {},
        scores=review.scores,
        answered=[finding for finding in review.reading.findings if finding.reason],
        **_ledger(review),
    )


def pack_css(handout: Handout, styles: Path) -> str:
    """The styles of the pack on paper: those of the leaflet, and of the pages for reviewers."""
    return "\n".join([*stylesheets(handout, "A4", styles, running=False), _own_css(styles), _PAGES])


_PAGES = """
@page {
  margin: 14mm 16mm 16mm;
  @bottom-left { content: "Page " counter(page) " of " counter(pages) }
}
@page :first { margin-top: 14mm }
"""


def for_browser(css: str, styles: Path) -> str:
    """Styles with their pictograms in them, so that a page stands by itself."""

    def embedded(match: re.Match[str]) -> str:
        return pictogram(styles, match[1]).as_url()

    return re.sub(r"picture:([\w-]+)", embedded, css)


def _own_css(styles: Path) -> str:
    return (styles / "review.css").read_text("utf-8")


def _render(templates: Path, name: str, **values: Any) -> str:
    jinja = environment(templates).overlay()
    jinja.filters = jinja.filters | {"by_text": _by_text}
    return jinja.get_template(name).render(**values)


_Text = tuple[str, str]
"""A text of a handout: its block, and its path in the words of the block."""


def _english_of(library: Library, handout: Handout) -> dict[_Text, list[str]]:
    """What each text of a translation is in English; nothing for the English itself."""
    found: dict[_Text, list[str]] = {}
    if handout.locale != REFERENCE_LOCALE:
        english = assemble(library, handout.disease, REFERENCE_LOCALE, handout.words)
        for row in trace.trace(library, english):
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
