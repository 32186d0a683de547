"""Rules for what shows only where texts stand together: in a block, or in the whole leaflet."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from patient_handouts.content.blocks import Glossary, Result
from patient_handouts.language import readability
from patient_handouts.language.passages import Breach, Leaflet, Passage, unwrapped
from patient_handouts.language.phrases import WORD_START, WORD_STOP
from patient_handouts.language.sentences import sentences, words
from patient_handouts.reading import inline

MOST_UNEVEN = 1.2
"""Benefits and harms: the longer side has at most so many times the words of the shorter."""

HIDDEN = 1.5
"""Harms: a sentence is on average at most so many times as long as one of the benefits."""

# --- numbers ---


def one_sided(leaflet: Leaflet) -> Iterator[Breach]:
    for _, passages in leaflet.by_block():
        printed = {figure for passage in passages for figure in passage.figures}
        told = set()
        for passage in passages:
            for name, _, outcome in leaflet.outcomes(passage):
                missing = [part for part in outcome.parts if (name, part) not in printed]
                if missing and (name, outcome.of, *missing) not in told:
                    told.add((name, outcome.of, *missing))
                    given = next(part for part in outcome.parts if (name, part) in passage.figures)
                    offset = passage.flat.text.find(leaflet.value(f"{name}.{given}"))
                    rest = " and ".join(f"{{{name}.{part}}}" for part in missing)
                    what = f"the block tells one side, {{{name}.{given}}}, and not the rest."
                    yield Breach(passage, max(offset, 0), what, f"Say {rest} too.")


def denominators(leaflet: Leaflet) -> Iterator[Breach]:
    """Drawings side by side that show groups of different size."""
    for block, passages in leaflet.by_block():
        if not isinstance(block, Result):
            continue
        groups = {fact.values.get(figure.of, 0) for figure in block.figures if (fact := leaflet.fact(figure.fact))}
        titles = [p for p in passages if p.path.startswith("figures.") and p.path.endswith(".title")]
        if len(groups) > 1 and titles:
            numbers = " and ".join(str(group) for group in sorted(groups))
            what = f"the drawings side by side show {numbers} people."
            yield Breach(titles[0], 0, what, "Draw groups of the same size.")


# --- benefits and harms ---


def balance(leaflet: Leaflet) -> Iterator[Breach]:
    sides = leaflet.sides()
    if not all(sides.values()):
        return
    counts = {side: sum(len(words(p.flat.text)) for p in texts) for side, texts in sides.items()}
    more, less = sorted(sides, key=lambda side: counts[side], reverse=True)
    first = sides["harms"][0]
    if counts[more] > counts[less] * MOST_UNEVEN:
        what = f"the {more} have {counts[more]} words, the {less} {counts[less]}."
        yield Breach(first, 0, what, "Give both the same room, within a fifth.")
    if len(sides["benefits"]) != len(sides["harms"]):
        what = f"there are {len(sides['benefits'])} benefits and {len(sides['harms'])} harms."
        yield Breach(first, 0, what, "List as many of each.")
    lengths = {side: _mean_sentence(texts) for side, texts in sides.items()}
    if lengths["harms"] > lengths["benefits"] * HIDDEN:
        given = f"{lengths['harms']:.0f} words, one of the benefits {lengths['benefits']:.0f}"
        what = f"a sentence of the harms has on average {given}."
        longest = max(sides["harms"], key=lambda p: _mean_sentence([p]))
        yield Breach(longest, 0, what, "Say harms as plainly as benefits, in short sentences.")
    bold = {side: [p.source.lstrip().startswith("**") for p in texts] for side, texts in sides.items()}
    if all(bold["benefits"]) and not all(bold["harms"]):
        plain = next(p for p in sides["harms"] if not p.source.lstrip().startswith("**"))
        yield Breach(plain, 0, "the benefits begin in bold, this harm does not.", "Begin it in bold.")


def harm_first(leaflet: Leaflet) -> Iterator[Breach]:
    blocks = list(leaflet.library.blocks(leaflet.recipe))
    first = [block for block in blocks if block.says in ("main-message", "key-points")]
    results = [
        blocks.index(block) for block in blocks if block.says in ("result", "benefits-harms", "benefits", "harms")
    ]
    before = min(results, default=99)
    if first and not any("W2" in block.warnings and blocks.index(block) < before for block in first):
        passage = next((p for p in leaflet.passages if p.block is first[0]), None)
        if passage:
            what = "neither the main message nor the key points say that people have died (W2)."
            yield Breach(passage, 0, what, "Say it there, and name W2 at the block in the recipe.")


# --- terms and abbreviations ---


def late_term(leaflet: Leaflet) -> Iterator[Breach]:
    """A term's words, wherever they come before the first link to it or its abbreviation's own name."""
    named = _term_names(leaflet)
    any_name = leaflet.phrases(sorted({name for names in named.values() for name in names}))
    linked: set[str] = set()
    for passage in leaflet.passages:
        if _is_furniture(passage):
            continue
        here = {link.term for link in passage.links}
        unlinked = inline.flat(_LINK_TO_TERM.sub(_masked, unwrapped(passage.source)), leaflet.value)
        for term, names in named.items() if any_name.search(unlinked.text) else ():
            if term not in linked | here and (match := leaflet.phrases(names).search(unlinked.text)):
                linked.add(term)  # told once
                what = f"“{match.text}” comes here first, and is not explained."
                yield Breach(passage, match.start, what, f"Write [{match.text}](term:{term}).")
        linked |= here


_LINK_TO_TERM = re.compile(r"\[([^\[\]\n]+)\](\(term:[^()\s]*\))")


def _masked(link: re.Match[str]) -> str:
    """A link with nothing to find in its words, but of the same length."""
    return f"[{'-' * len(link[1])}]{link[2]}"


def _is_furniture(passage: Passage) -> bool:
    """Headings and names announce; the text below them explains."""
    announces = passage.path.split(".")[-1] in ("heading", "name", "title", "subtitle")
    return announces or isinstance(passage.block, Glossary)


def _term_names(leaflet: Leaflet) -> dict[str, list[str]]:
    """What each term is called: in the glossary, and wherever a text of this leaflet links to it."""
    names: dict[str, set[str]] = defaultdict(set)
    known = leaflet.library.common.terms if leaflet.library.common else {}
    for passage in leaflet.passages:
        for link in passage.links:
            if link.term in known:
                names[link.term].add(link.text.casefold())
    for term, entry in (leaflet.content.common.terms if leaflet.content.common else {}).items():
        name = entry.get("term") if isinstance(entry, Mapping) else None
        if isinstance(name, str):
            names[term].add(re.sub(r"\s*[(（].*", "", name).casefold())
    return {term: sorted(found) for term, found in names.items()}


def unexplained(leaflet: Leaflet) -> Iterator[Breach]:
    """Where a term comes first, words that explain it must follow by the next sentence: “is”, or a bracket.

    A leaflet with a list of words to know explains them there.
    """
    if any(isinstance(block, Glossary) for block in leaflet.library.blocks(leaflet.recipe)):
        return
    known: set[str] = set()
    for passage in leaflet.passages:
        for link in passage.links:
            after = passage.source[passage.source.index(f"(term:{link.term})") :].partition(")")[2]
            near = " ".join(sentence.text for sentence in sentences(f"{link.text}{after}")[:2])
            explained = leaflet.phrases(leaflet.lists.explaining).search(near) or re.match(r"\**( \(|（)", after)
            if link.term not in known and not explained:
                what = f"“{link.text}” comes here first, and is not explained."
                yield Breach(passage, link.offset, what, f"Say here what it is: “{link.text} is …”.")
            known.add(link.term)


# Two capital letters or more, with a plural “s” or a second part: MS, MSCs, CAR-T.
_ABBREVIATION = re.compile(rf"(?<!-){WORD_START}[A-Z]{{2,6}}(?:-[A-Z]\d?)?(?=s?{WORD_STOP})")


def abbreviation(leaflet: Leaflet) -> Iterator[Breach]:
    explained = set() if leaflet.easy else {name.casefold() for name in leaflet.lists.abbreviations}
    for _, passages in itertools.groupby(leaflet.passages, key=lambda passage: passage.block_id):
        block = list(passages)
        if not leaflet.easy:
            explained |= {found.casefold() for passage in block for found in _spelt_out(passage)}
        for passage in block:
            for match in _ABBREVIATION.finditer(passage.flat.text):
                if match[0].casefold() not in explained:
                    explained.add(match[0].casefold())  # told once
                    what = f"the abbreviation “{match[0]}” is not spelt out."
                    advice = "Write the words first, and it in brackets; or link it to a term."
                    if leaflet.easy:
                        advice = "Write the words; easy read has no abbreviations."
                    yield Breach(passage, match.start(), what, advice)


def _spelt_out(passage: Passage) -> list[str]:
    """The abbreviations that stand in brackets behind their words, or that link to their explanation."""
    inside = re.findall(r"[(（]([^()（）]*)[)）]", passage.flat.text)
    inside += [link.text for link in passage.links]
    return [found for text in inside for found in _ABBREVIATION.findall(text)]


# --- easy read ---


def easy_mean(leaflet: Leaflet) -> Iterator[Breach]:
    mean = _mean_sentence(leaflet.passages)
    if leaflet.easy and mean > leaflet.easy.mean_sentence:
        what = f"the sentences have {mean:.1f} words on average."
        advice = f"Shorten the long ones: at most {leaflet.easy.mean_sentence}."
        yield Breach(leaflet.passages[0], 0, what, advice)


def easy_level(leaflet: Leaflet) -> Iterator[Breach]:
    highest = leaflet.easy.highest_grade if leaflet.easy else None
    if not highest:
        return
    texts = [passage.flat.text for passage in leaflet.passages]
    level = readability.level(leaflet.content.tag, texts, leaflet.lists.syllables)
    if level and level.formula == "Flesch-Kincaid" and level.score > highest:
        what = f"the reading level is grade {level.score:.1f} ({level.formula})."
        yield Breach(leaflet.passages[0], 0, what, f"Use shorter words and sentences: at most grade {highest}.")


def _mean_sentence(passages: Iterable[Passage]) -> float:
    lengths = [len(sentence.words()) for passage in passages for sentence in passage.sentences]
    return sum(lengths) / len(lengths) if lengths else 0.0
