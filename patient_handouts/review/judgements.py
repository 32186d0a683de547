"""How the items of the instruments are judged: one function for each judgement that instruments.yaml names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from patient_handouts.content.blocks import SCALE, About, CareCard, Options, Steps, Text
from patient_handouts.content.recipes import REQUIRED_WARNINGS
from patient_handouts.handout.parts import Piece
from patient_handouts.handout.transcript import lines
from patient_handouts.language.phrases import has_phrase
from patient_handouts.language.sentences import sentences, words
from patient_handouts.problems import counted
from patient_handouts.review.subject import Item, Judgement, Subject

LONGEST_PARAGRAPH = 100
"""Words in one paragraph or point."""


Condition = Callable[[Subject], object]


def _language(r: Subject, item: Item) -> Judgement:
    """Whether rules of language are kept, or broken with a reason."""
    if broken := r.broken(*item.rules, kinds=item.kinds):
        places = tuple(f"{finding.place}: {finding.what}" for finding in broken)
        return Judgement(False, counted(len(broken), "place"), places)
    answered = r.answered(*item.rules)
    met = item.met or ""
    return Judgement(True, f"{met}; {len(answered)} answered with a reason" if answered else met)


def _that(condition: Condition) -> Callable[[Subject, Item], Judgement]:
    """An item that is met where a condition holds."""
    return lambda r, item: Judgement(True, item.met or "") if condition(r) else Judgement(False, item.unmet or "")


def _purpose(r: Subject) -> bool:
    return bool(str(r.handout.title) and str(r.handout.subtitle)) and r.place_of("main-message") == 0


def _plain(r: Subject, _: Item) -> Judgement:
    hard = r.broken("hard-word", "sentence-length")
    if hard:
        return Judgement(False, f"{len(hard)} hard words or long sentences", tuple(str(f.problem()) for f in hard))
    if r.level is None:
        return Judgement(True, "no hard word and no long sentence; no formula for this language")
    levels = [(piece.id, level) for piece in r.pieces if piece.kind != "sources" and (level := r.level_of(piece))]
    over = tuple(f"{id_}: {level.formula} {level.score:.1f}" for id_, level in levels if level.hard)
    met = r.level.plain and not over
    return Judgement(met, f"{r.level.formula} {r.level.score:.1f}; no block is too hard" if met else "too hard", over)


def _short_paragraphs(r: Subject, _: Item) -> Judgement:
    long = tuple(
        f"{piece.id}: {len(words(paragraph))} words"
        for piece in r.pieces
        if piece.kind != "sources"
        for line in lines(r.handout, piece)
        for paragraph in line.text.split("\n\n")
        if len(words(paragraph)) > LONGEST_PARAGRAPH
    )
    return Judgement(not long, f"no paragraph over {LONGEST_PARAGRAPH} words" if not long else "long paragraphs", long)


def _headings(r: Subject, _: Item) -> Judgement:
    bare = tuple(p.id for p in r.pieces if p.kind not in ("main-message", "inset") and "heading" not in p.words)
    return Judgement(not bare, "each section has a heading" if not bare else "no heading", bare)


def _in_order(r: Subject) -> bool:
    kinds = ["main-message", "where-it-stands", "key-points", "benefits-harms", "options", "questions", "glossary"]
    places = [r.place_of(kind) for kind in kinds]
    return places == sorted(places)


def _summary(r: Subject) -> bool:
    return any(p in r.pieces[:4] and 3 <= len(p.words["points"]) <= 7 for p in r.of("key-points"))


def _captions(r: Subject) -> bool:
    figures = [figure for piece in r.pieces for figure in piece.figures]
    return bool(figures) and all(str(f.title) and all(map(str, f.legend.values())) for f in figures)


def _tables(r: Subject) -> bool:
    headers = [str(text) for piece in r.of("options") for text in piece.words["rows"].values()]
    headers += [r.handout.labels[place] for place in SCALE]
    sizes = [(len(p.structure.rows), len(p.structure.options)) for p in r.pieces if isinstance(p.structure, Options)]
    return all(len(words(header)) <= 8 for header in headers) and all(rows <= 4 and n <= 6 for rows, n in sizes)


def _speaks_to_you(r: Subject, _: Item) -> Judgement:
    counted = [piece for piece in r.pieces if piece.kind not in ("glossary", "sources", "about", "result")]
    to_you = [piece for piece in counted if has_phrase(r.text(piece), r.language.you)]
    met = bool(r.language.you) and len(to_you) * 2 >= len(counted)
    return Judgement(met, f"“you” in {len(to_you)} of {len(counted)} sections")


def _cards(r: Subject) -> list[CareCard]:
    return [piece.structure for piece in r.pieces if isinstance(piece.structure, CareCard)]


def _steps(r: Subject) -> list[Steps]:
    return [piece.structure for piece in r.pieces if isinstance(piece.structure, Steps)]


def _warns(r: Subject, warning: str) -> list[Piece]:
    return [piece for piece in r.pieces if warning in piece.structure.warnings]


def _warned(r: Subject) -> bool:
    return all(_warns(r, warning) for warning in REQUIRED_WARNINGS)


def _one_message(r: Subject) -> bool:
    messages = r.of("main-message")
    return len(messages) == 1 and len(sentences(r.text(messages[0]))) <= 4


def _figures(r: Subject) -> bool:
    return any(piece.figures for piece in r.pieces)


def _uncertainty(r: Subject) -> bool:
    results = r.of("result")
    return bool(results) and all(str(piece.words.get("unknown", "")) for piece in results)


def _options(r: Subject, key: str) -> bool:
    tables = [p for p in r.pieces if isinstance(p.structure, Options)]
    rows = [str(option.get(key, "")) for p in tables for option in p.words["options"].values()]
    return len(rows) >= 2 and all(rows)


def _no_change(r: Subject) -> bool:
    return any(isinstance(p.structure, Options) and p.structure.no_change in p.words["options"] for p in r.pieces)


def _equal_options(r: Subject, item: Item) -> Judgement:
    for piece in r.of("options"):
        lengths = {
            name: sum(len(words(str(text))) for key, text in option.items() if key != "name")
            for name, option in piece.words["options"].items()
        }
        longest, shortest = max(lengths.values()), min(lengths.values())
        reason = f"{shortest} to {longest} words for each option"
        if longest > 1.5 * shortest:
            return Judgement(False, reason, (piece.id,))
        return _language(r, replace(item, met=reason))
    return Judgement(False, "no table of options")


def _dated(r: Subject) -> bool:
    return bool(r.handout.edition)  # no fact can be without its days: the file would not be read


def _sourced(r: Subject, _: Item) -> Judgement:
    without = tuple(p.id for p in r.of("result", "benefits-harms") if not p.cited)
    listed = any(piece.references for piece in r.pieces)
    return Judgement(listed and not without, "each study cited and listed" if listed else "no list of sources", without)


def _support(r: Subject) -> bool:
    references = [reference.evidence for piece in r.pieces for reference in piece.references]
    return any(evidence.kind == "patient-page" and evidence.address for evidence in references) and bool(_cards(r))


def _daily_life(r: Subject) -> bool:
    return any(has_phrase(r.text(piece), r.language.daily_life) for piece in r.of("text", "steps", "options"))


def _how_it_works(r: Subject) -> bool:
    return bool(_steps(r)) and _options(r, "what")


def _who(r: Subject) -> bool:
    results = r.of("result")
    return bool(results) and all(str(piece.words.get("who", "")) for piece in results)


def _rates(r: Subject) -> bool:
    facts = {
        fact
        for piece in r.of("result", "benefits-harms")
        for line in lines(r.handout, piece)
        for _, fact in line.figures
    }
    return any(r.library.facts[name].outcomes for name in facts)


def _times(r: Subject, _: Item) -> Judgement:
    without = []
    for piece in r.of("result", "benefits-harms"):
        facts = {fact for line in lines(r.handout, piece) for _, fact in line.figures}
        if any(r.library.facts[name].outcomes for name in facts) and not has_phrase(r.text(piece), r.language.times):
            without.append(piece.id)
    return Judgement(not without, "a time beside each risk" if not without else "no time is said", tuple(without))


def _funding(r: Subject) -> bool:
    return any(isinstance(p.structure, About) and p.structure.funding in p.words["points"] for p in r.pieces)


def _condition(r: Subject) -> bool:
    return any(isinstance(piece.structure, Text) and piece.structure.role == "condition" for piece in r.pieces)


JUDGEMENTS: Final[Mapping[str, Callable[[Subject, Item], Judgement]]] = {
    "language": _language,
    "plain-words": _plain,
    "short-paragraphs": _short_paragraphs,
    "headings": _headings,
    "speaks-to-you": _speaks_to_you,
    "equal-options": _equal_options,
    "sources": _sourced,
    "times": _times,
    "purpose": _that(_purpose),
    "order": _that(_in_order),
    "summary": _that(_summary),
    "captions": _that(_captions),
    "small-tables": _that(_tables),
    "emphasis": _that(lambda r: r.of("warning") and r.of("main-message") and _cards(r)),
    "actions": _that(lambda r: r.of("questions") and _cards(r)),
    "card-steps": _that(lambda r: _cards(r) and all(card.points and card.contacts for card in _cards(r))),
    "contacts": _that(lambda r: _cards(r) and all(card.contacts for card in _cards(r))),
    "questions-to-tick": _that(lambda r: any(len(piece.words["questions"]) >= 10 for piece in r.of("questions"))),
    "charts-explained": _that(lambda r: _figures(r) and r.handout.first_array),
    "main-message": _that(lambda r: r.of("main-message")),
    "main-message-first": _that(lambda r: r.place_of("main-message") == 0),
    "one-main-message": _that(_one_message),
    "call-to-action": _that(lambda r: _warns(r, "W13") and _cards(r)),
    "what-to-do": _that(lambda r: _warns(r, "W13") and _warns(r, "W15")),
    "lists": _that(lambda r: sum("points" in piece.words for piece in r.pieces) >= 3),
    "uncertainty": _that(_uncertainty),
    "benefits-and-warnings": _that(lambda r: r.of("benefits-harms") and _warned(r)),
    "drawings": _that(_figures),
    "two-views": _that(lambda r: _figures(r) and _rates(r)),
    "dates": _that(_dated),
    "support": _that(_support),
    "how-it-works": _that(_how_it_works),
    "options": _that(lambda r: _options(r, "what")),
    "good-of-each": _that(lambda r: _options(r, "good")),
    "bad-of-each": _that(lambda r: _options(r, "bad")),
    "benefits-of-each": _that(lambda r: _options(r, "good") and r.of("benefits-harms")),
    "risks-of-each": _that(lambda r: _options(r, "bad") and _warned(r)),
    "no-change": _that(_no_change),
    "daily-life": _that(_daily_life),
    "deciding": _that(lambda r: r.of("questions") and r.of("options")),
    "condition": _that(_condition),
    "decision": _that(lambda r: r.of("where-it-stands") and r.of("options")),
    "next-check": _that(lambda r: r.handout.standing),
    "funding": _that(_funding),
    "rates": _that(_rates),
    "who": _that(_who),
}
"""All judgements, by the names that instruments.yaml calls them by."""
