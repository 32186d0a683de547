"""The rules of plain and honest language, by the lists of each locale's language.yaml.

A rule that does not fit a place is answered there: a comment right above the text, “# allow hype: the reason”.
An answer that answers nothing is a mistake too, so that none is left behind.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from patient_handouts import inline, readability
from patient_handouts.model import (
    BenefitsHarms,
    Block,
    EasyRead,
    Fact,
    Glossary,
    Ideas,
    Language,
    Library,
    LocaleContent,
    Outcome,
    Passive,
    Result,
    Tree,
)
from patient_handouts.problems import NOTHING, Place, Problem, did_you_mean
from patient_handouts.sentences import Sentence, sentences, words
from patient_handouts.shape import Located
from patient_handouts.transcript import TITLE

RULES: Mapping[str, str] = {
    "sentence-length": "A sentence has at most as many words as language.yaml says.",
    "hard-word": "Everyday words: none of the list of hard words.",
    "late-term": "A term of the glossary is linked where a leaflet first uses it.",
    "abbreviation": "An abbreviation is spelt out where a leaflet first uses it.",
    "passive": "The active voice: who does what.",
    "double-negative": "At most one “not” in a part of a sentence.",
    "hype": "No words that sell or raise hope.",
    "chance-word": "“Rare” or “likely” only beside a number.",
    "one-in": "“14 out of 100”, never “1 in 7”.",
    "relative-risk": "How many out of how many, never “twice the risk” or a percentage.",
    "figure-in-words": "A figure comes from a fact, with its source, and is not typed as a word.",
    "one-sided": "Who tells how many were harmed or helped tells how many were not.",
    "denominators": "Numbers side by side are out of the same number.",
    "balance": "Benefits and harms have the same room, the same detail and the same plainness.",
    "harm-first": "A reader of the first lines learns that people can be harmed.",
    "leftover": "No words of another language.",
    "unexplained": "Without a list of words to know, a text explains a term right where it comes first.",
    "many-ideas": "Easy read: a line has one idea, in a few short sentences.",
    "metaphor": "Easy read: no picture in words.",
    "easy-mean": "Easy read: sentences are short on average.",
    "easy-level": "Easy read: the reading level is low.",
}
"""Every rule by its name, in one sentence."""

STYLE = frozenset({
    "sentence-length", "hard-word", "late-term", "abbreviation", "passive", "double-negative", "unexplained",
    "many-ideas", "metaphor", "easy-mean", "easy-level",
})  # fmt: skip
"""Rules of style: `check` fails, but the leaflet can be built. What breaks another rule is not printed."""

MOST_UNEVEN = 1.2
"""Benefits and harms: the longer side has at most so many times the words of the shorter."""

HIDDEN = 1.5
"""Harms: a sentence is on average at most so many times as long as one of the benefits."""

_ANSWER = re.compile(r"allow\s+(?P<rule>[\w-]+)\s*(:\s*(?P<reason>\S.*)?)?")


_MEANT = re.compile(r"allow\W+(?P<rule>[\w-]+)", re.IGNORECASE)
"""A remark that was meant as an answer, and is not written like one."""


@dataclass(frozen=True, order=True)
class Finding:
    """Where a text breaks a rule. `reason` is the answer that stands at the place, if there is one."""

    place: Place
    rule: str
    block: str
    what: str
    advice: str
    reason: str = ""
    answered_at: Place | None = None

    def problem(self) -> Problem:
        """The finding as a problem of the content."""
        spoils = NOTHING if self.rule in STYLE else None
        return Problem(self.place, self.what, self.advice, spoils, self.rule)


@dataclass(frozen=True)
class Passage:
    """A text of a block: as it stands in the file, and as it will be printed."""

    block: Block | None  # None for title and subtitle
    path: str
    source: Located
    flat: inline.Flat
    figures: tuple[tuple[str, str], ...]  # fact and value of each placeholder

    def place(self, offset: int) -> Place:
        """Where a character of the printed text stands in the file."""
        return self.source.place_of(self.flat.origin(offset))

    @property
    def block_id(self) -> str:
        return self.block.id if self.block else TITLE


@dataclass(frozen=True)
class Answer:
    """A remark that lets a text break a rule, with its reason."""

    place: Place
    rule: str
    reason: str


def findings(
    library: Library, recipe: str, locale: str, more_hard_words: Mapping[str, str] | None = None
) -> list[Finding]:
    """All places of a handout that break a rule, in the order of the files; answered ones have their reason.

    :param more_hard_words: a clinic's own list of hard words, each with a plainer one.
    """
    return sorted(_of_recipes(library, [recipe], locale, more_hard_words or {}))


def _of_recipes(
    library: Library, recipes: Iterable[str], tag: str, more: Mapping[str, str], style: bool = True
) -> set[Finding]:
    """The findings of several recipes in a locale; a text that they share is read only once."""
    found: set[Finding] = set()
    known: set[tuple[int, bool]] = set()
    for recipe in recipes:
        reader = _Reader(library, recipe, library.locales[tag], more, style)
        found.update(reader.of_handout())
        for passage in reader.passages:
            read = id(passage.source), reader.easy is None
            if read not in known:
                known.add(read)
                found.update(reader.of_text(passage))
    return found


def check_language(library: Library, tag: str, recipes: Iterable[str]) -> Iterator[Problem]:
    """The problems of a locale's language: what is not answered, and answers that answer nothing.

    :param recipes: those whose words could be read whole.
    """
    recipes = list(recipes)
    found = _of_recipes(library, recipes, tag, {})
    yield from (finding.problem() for finding in found if not finding.reason)
    if len(recipes) < len(library.recipes):
        return
    used = {finding.answered_at for finding in found}
    for answer in answers(library.locales[tag]):
        if answer.rule not in RULES:
            what = f"there is no rule “{answer.rule}”."
            yield Problem(answer.place, what, did_you_mean(answer.rule, RULES), NOTHING)
        elif not answer.reason:
            yield Problem(answer.place, "an answer needs a reason.", f"Write “# allow {answer.rule}: why”.", NOTHING)
        elif answer.place not in used:
            what = f"nothing below breaks the rule “{answer.rule}” any more."
            yield Problem(answer.place, what, "Delete this remark.", NOTHING)


def what_stops(library: Library, tag: str, recipes: Iterable[str]) -> Iterator[Problem]:
    """Of the problems of a locale's language, those that keep recipes from being built; style does not."""
    found = _of_recipes(library, recipes, tag, {}, style=False)
    yield from (finding.problem() for finding in found if not finding.reason)


def answers(content: LocaleContent) -> list[Answer]:
    """All answers in a locale's words, in the order of the files."""
    trees: list[Tree] = [words.blocks for words in content.words.values()]
    trees += [{"title": words.title, "subtitle": words.subtitle} for words in content.words.values()]
    trees += [tree for common in content.commons.values() for tree in (common.blocks, common.terms)]
    return sorted(
        {answer for tree in trees for text in _leaves(tree) for answer in _answers(text)}, key=lambda a: a.place
    )


def has_phrase(text: str, phrases: Iterable[str]) -> bool:
    """Whether a text holds any of some phrases of language.yaml."""
    return compiled(tuple(phrases)).search(text) is not None


def phrases_pattern(phrases: Iterable[str], numbers: Iterable[str] = ()) -> str:
    """Phrases of language.yaml as a regular expression that finds the longest one.

    “*” stands for any letters and “#” for a number; words may be parted by any white space or hyphen, and
    apostrophes may be of any kind. Scripts that are written without spaces have no edges of words.
    """
    number = "|".join([r"\d[\d.,]*", *(re.escape(_evened(word)) for word in sorted(numbers, key=len, reverse=True))])
    signs = {"*": r"(?:[\w-]|'(?=\w))*", "#": f"(?:{number})", " ": r"[\s-]+", "-": r"[\s-]?"}
    edges: dict[tuple[bool, bool], list[str]] = defaultdict(list)
    for phrase in sorted(map(_evened, phrases), key=len, reverse=True):
        body = "".join(signs.get(sign, re.escape(sign)) for sign in phrase)
        edges[_has_edge(phrase[0]), _has_edge(phrase[-1])].append(body)
    groups = [
        (_START if before else "") + f"(?:{'|'.join(bodies)})" + (_STOP if after else "")
        for (before, after), bodies in edges.items()
    ]
    return "|".join(groups) or r"(?!)"


_START, _STOP = r"(?<!\w)(?<!\w')", r"(?!\w|'\w)"


def _has_edge(sign: str) -> bool:
    return sign not in "%٪" and ord(sign) < _PRIVATE


class _Evened(dict[int, int]):
    """What each sign is, so that a regular expression can tell where words begin and end.

    Marks on letters, as in Hindi, become letters. Letters of scripts that are written without spaces become no letters:
    their words have no edges, but those of another script beside them have. Hyphens become all the same.
    """

    def __missing__(self, code: int) -> int:
        if _UNSPACED.match(chr(code)):
            self[code] = _PRIVATE + code
        elif code in (0x200C, 0x200D) or unicodedata.category(chr(code)) in ("Mn", "Mc"):
            self[code] = 0x20000 + code  # letters that no leaflet has
        else:
            self[code] = code
        return self[code]


_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef]")
_PRIVATE = 0xF0000
"""From here on, signs are for private use: no letters."""

_EVENED = _Evened({ord("’"): ord("'"), ord("‑"): ord("-"), ord("–"): ord("-")})


@functools.lru_cache(maxsize=1024)
def _evened(text: str) -> str:
    """A text of the same length in which every sign is what it means at the edge of a word."""
    return text if text.isascii() else text.translate(_EVENED)


@dataclass(frozen=True)
class Found:
    """A phrase where it stands in a text."""

    text: str
    start: int
    end: int


class Phrases:
    """Phrases of language.yaml, to be found in texts."""

    def __init__(self, pattern: str) -> None:
        self._pattern = re.compile(pattern, re.IGNORECASE)

    def find(self, text: str) -> Iterator[Found]:
        """All places where one of them stands."""
        for match in self._pattern.finditer(_evened(text)):
            yield Found(text[match.start() : match.end()], match.start(), match.end())

    def search(self, text: str) -> Found | None:
        """The first place where one of them stands."""
        match = self._pattern.search(_evened(text))
        return Found(text[match.start() : match.end()], match.start(), match.end()) if match else None

    def is_one(self, text: str) -> bool:
        """Whether a text is one of them."""
        return self._pattern.fullmatch(_evened(text)) is not None


@functools.cache
def compiled(phrases: tuple[str, ...], numbers: tuple[str, ...] = ()) -> Phrases:
    """Phrases of a locale’s lists, made ready once; “#” also stands for the words for numbers."""
    return Phrases(phrases_pattern(phrases, numbers))


class _Reader:
    """Reads the words of one handout in the order of its pages."""

    def __init__(
        self, library: Library, recipe: str, content: LocaleContent, more: Mapping[str, str], style: bool
    ) -> None:
        self.library = library
        self.recipe = recipe
        self.content = content
        self.style = style
        self.language = content.language or Language()
        self.easy = self.language.easy_read if library.is_easy(recipe) else None
        self.hard_words = {**self.language.hard_words, **more}
        self.passages = list(self.read())

    def read(self) -> Iterator[Passage]:
        own, common = self.content.words[self.recipe], self.content.common
        for path, text in (("title", own.title), ("subtitle", own.subtitle)):
            yield self.passage(None, path, text)
        terms: set[str] = set()
        for block in self.library.blocks(self.recipe):
            for path, text in _with_paths(self.library.words(self.recipe, self.content.tag, block)):
                yield self.passage(block, path, text)
                terms |= {link.term for link in _links(text)}
            if isinstance(block, Glossary) and common:
                for term, entry in common.terms.items():
                    for path, text in _with_paths(entry) if term in terms else ():
                        yield self.passage(block, f"terms.{term}.{path}", text)

    def passage(self, block: Block | None, path: str, text: Located) -> Passage:
        parts = inline.walk(inline.parse(text)[0])
        names = [part.name.partition(".") for part in parts if isinstance(part, inline.Placeholder)]
        flat = inline.flat(_one_line(text), self.value)
        return Passage(block, path, text, flat, tuple((fact, value) for fact, _, value in names))

    def value(self, placeholder: str) -> str:
        fact, _, key = placeholder.partition(".")
        known = self.library.facts.get(fact)
        return str({**known.values, **known.dates}.get(key, "0")) if known else "0"

    def fact(self, name: str) -> Fact | None:
        return self.library.facts.get(name)

    def phrases(self, phrases: Iterable[str]) -> Phrases:
        return compiled(tuple(phrases), self.language.numbers)

    def finding(self, rule: str, passage: Passage, offset: int, what: str, advice: str) -> Finding:
        found = [answer for answer in _answers(passage.source) if answer.rule == rule and answer.reason]
        answer = (found[0].reason, found[0].place) if found else ("", None)
        return Finding(passage.place(offset), rule, passage.block_id, what, advice, *answer)

    def of_text(self, passage: Passage) -> Iterator[Finding]:
        """What one text breaks, whatever stands around it."""
        rules = [self.hype, self.one_in, self.relative_risk, self.figure_in_words, self.leftover]
        if self.style:
            rules += [self.sentence_length, self.hard_word, self.passive, self.double_negative]
        for sentence in sentences(passage.flat.text):
            for rule in rules:
                yield from rule(passage, sentence)
        yield from self.chance_word(passage)
        yield from self.denominators_of_text(passage)
        if self.easy and self.style:
            yield from self.one_idea(passage, self.easy)

    def of_handout(self) -> Iterator[Finding]:
        """What shows only where texts stand together."""
        if self.style:
            yield from self.style_of_handout()
        for block, passages in self.by_block():
            yield from self.one_sided(passages)
            if isinstance(block, Result):
                yield from self.denominators_of_figures(block, passages)
        yield from self.balance()
        yield from self.harm_first()

    def style_of_handout(self) -> Iterator[Finding]:
        yield from self.late_terms()
        if not any(isinstance(block, Glossary) for block in self.library.blocks(self.recipe)):
            yield from self.unexplained()
        yield from self.abbreviations()
        if self.easy:
            yield from self.easy_level(self.easy)

    def by_block(self) -> list[tuple[Block, list[Passage]]]:
        found: dict[str, tuple[Block, list[Passage]]] = {}
        for passage in self.passages:
            if passage.block:
                found.setdefault(passage.block.id, (passage.block, []))[1].append(passage)
        return list(found.values())

    # --- rules for one sentence ---

    def sentence_length(self, passage: Passage, sentence: Sentence) -> Iterator[Finding]:
        limit = self.easy.longest_sentence if self.easy else self.language.longest_sentence
        count = len(sentence.words())
        if limit and count > limit:
            what = f"this sentence has {count} words: “{_short(sentence.text)}”."
            yield self.finding("sentence-length", passage, sentence.offset, what, f"Split it: at most {limit} words.")

    def hard_word(self, passage: Passage, sentence: Sentence) -> Iterator[Finding]:
        for match in self.phrases(self.hard_words).find(sentence.text):
            plainer = _advice_for(match.text, self.hard_words, self.language.numbers)
            what = f"“{match.text}” is a hard word."
            yield self.finding("hard-word", passage, sentence.offset + match.start, what, f"Plainer: {plainer}.")

    def passive(self, passage: Passage, sentence: Sentence) -> Iterator[Finding]:
        passive = self.language.passive
        if passive:
            for match in _passive_pattern(passive).find(sentence.text):
                if not self.phrases(passive.exceptions).search(match.text):
                    what = f"“{match.text}” does not say who does it."
                    advice = "Write who does what (“your team checks …”)."
                    yield self.finding("passive", passage, sentence.offset + match.start, what, advice)

    def double_negative(self, passage: Passage, sentence: Sentence) -> Iterator[Finding]:
        for clause in re.finditer(r"[^,;:.–()，；：、。（）،؛।]+", sentence.text):
            found = [match.text for match in self.phrases(self.language.negatives).find(clause[0])]
            if len(found) > 1:
                what = f"“{'” and “'.join(found)}” deny each other: “{_short(clause[0].strip())}”."
                advice = "Say what is, or split the sentence."
                yield self.finding("double-negative", passage, sentence.offset + clause.start(), what, advice)

    def hype(self, passage: Passage, sentence: Sentence) -> Iterator[Finding]:
        denied = [(match.start, match.end) for match in self.phrases(self.language.no_hype).find(sentence.text)]
        for match in self.phrases(self.language.hype).find(sentence.text):
            if not any(start <= match.start and match.end <= end for start, end in denied):
                advice = _advice_for(match.text, self.language.hype, self.language.numbers)
                what = f"“{match.text}” sells, or raises hope."
                yield self.finding("hype", passage, sentence.offset + match.start, what, advice)

    def one_in(self, passage: Passage, sentence: Sentence) -> Iterator[Finding]:
        for match in self.phrases(self.language.one_in).find(sentence.text):
            what = f"“{match.text}” is hard to compare with other risks."
            advice = "Write how many out of 100, or out of all who were studied."
            yield self.finding("one-in", passage, sentence.offset + match.start, what, advice)

    def relative_risk(self, passage: Passage, sentence: Sentence) -> Iterator[Finding]:
        for match in self.phrases(self.language.relative).find(sentence.text):
            what = f"“{match.text}” does not say how many people."
            advice = "Write how many out of how many, for each group."
            yield self.finding("relative-risk", passage, sentence.offset + match.start, what, advice)

    def figure_in_words(self, passage: Passage, sentence: Sentence) -> Iterator[Finding]:
        for match in self.phrases(self.language.counted).find(sentence.text):
            if not re.search(r"\d", match.text):
                what = f"“{match.text}” is a figure without a source."
                advice = "Write a placeholder like {fact.value} (see facts.yaml)."
                yield self.finding("figure-in-words", passage, sentence.offset + match.start, what, advice)

    def leftover(self, passage: Passage, sentence: Sentence) -> Iterator[Finding]:
        for language, listed in self.language.leftovers.items():
            for match in self.phrases(listed).find(sentence.text):
                what = f"“{match.text}” looks like {language}."
                advice = "Translate it, or delete it."
                yield self.finding("leftover", passage, sentence.offset + match.start, what, advice)

    # --- rules for one text ---

    def chance_word(self, passage: Passage) -> Iterator[Finding]:
        if any(key in fact.values for name, key in passage.figures if (fact := self.fact(name))):
            return
        for match in self.phrases(self.language.chances).find(passage.flat.text):
            what = f"“{match.text}” means something else to everybody, and no number stands beside it."
            advice = "Give the number, or say “some people” or “we do not know how many”."
            yield self.finding("chance-word", passage, match.start, what, advice)

    def outcomes(self, passage: Passage) -> Iterator[tuple[str, Fact, Outcome]]:
        """The outcomes of which the text prints a part, each with its fact and the name of that."""
        for name in dict.fromkeys(name for name, _ in passage.figures):
            fact = self.fact(name)
            for outcome in fact.outcomes if fact else ():
                if any((name, part) in passage.figures for part in outcome.parts):
                    assert fact
                    yield name, fact, outcome

    def denominators_of_text(self, passage: Passage) -> Iterator[Finding]:
        groups = {fact.values[outcome.of] for _, fact, outcome in self.outcomes(passage) if outcome.of in fact.values}
        if len(groups) > 1:
            numbers = " and ".join(str(group) for group in sorted(groups))
            what = f"this text compares numbers out of {numbers}."
            yield self.finding("denominators", passage, 0, what, "Put them out of the same number, or into two texts.")

    def one_idea(self, passage: Passage, easy: EasyRead) -> Iterator[Finding]:
        count = len(sentences(passage.flat.text))
        if count > easy.sentences:
            what = f"this line has {count} sentences; at most {easy.sentences} make one idea."
            yield self.finding("many-ideas", passage, 0, what, "Make two lines of it, each with a picture.")
        for match in self.phrases(easy.metaphors).find(passage.flat.text):
            advice = _advice_for(match.text, easy.metaphors, self.language.numbers)
            what = f"“{match.text}” means something else than it says."
            yield self.finding("metaphor", passage, match.start, what, f"Plainer: {advice}.")

    # --- rules for a block ---

    def one_sided(self, passages: list[Passage]) -> Iterator[Finding]:
        printed = {figure for passage in passages for figure in passage.figures}
        told = set()
        for passage in passages:
            for name, _, outcome in self.outcomes(passage):
                missing = [part for part in outcome.parts if (name, part) not in printed]
                if missing and (name, outcome.of, *missing) not in told:
                    told.add((name, outcome.of, *missing))
                    given = next(part for part in outcome.parts if (name, part) in passage.figures)
                    offset = passage.flat.text.find(self.value(f"{name}.{given}"))
                    rest = " and ".join(f"{{{name}.{part}}}" for part in missing)
                    what = f"the block tells one side, {{{name}.{given}}}, and not the rest."
                    yield self.finding("one-sided", passage, max(offset, 0), what, f"Say {rest} too.")

    def denominators_of_figures(self, block: Result, passages: list[Passage]) -> Iterator[Finding]:
        groups = {fact.values.get(figure.of, 0) for figure in block.figures if (fact := self.fact(figure.fact))}
        titles = [
            passage for passage in passages if passage.path.startswith("figures.") and passage.path.endswith(".title")
        ]
        if len(groups) > 1 and titles:
            numbers = " and ".join(str(group) for group in sorted(groups))
            what = f"the drawings side by side show {numbers} people."
            yield self.finding("denominators", titles[0], 0, what, "Draw groups of the same size.")

    def sides(self) -> dict[str, list[Passage]]:
        """The points of the benefits and of the harms, in one block or in two."""
        found: dict[str, list[Passage]] = {"benefits": [], "harms": []}
        for passage in self.passages:
            path = f"{passage.block.says}.{passage.path}" if isinstance(passage.block, Ideas) else passage.path
            for side, points in found.items():
                if isinstance(passage.block, Ideas | BenefitsHarms) and path.startswith(f"{side}.points."):
                    points.append(passage)
        return found

    def balance(self) -> Iterator[Finding]:
        sides = self.sides()
        if not all(sides.values()):
            return
        counts = {side: sum(len(words(p.flat.text)) for p in texts) for side, texts in sides.items()}
        more, less = sorted(sides, key=lambda side: counts[side], reverse=True)
        first = sides["harms"][0]
        if counts[more] > counts[less] * MOST_UNEVEN:
            what = f"the {more} have {counts[more]} words, the {less} {counts[less]}."
            yield self.finding("balance", first, 0, what, "Give both the same room, within a fifth.")
        if len(sides["benefits"]) != len(sides["harms"]):
            what = f"there are {len(sides['benefits'])} benefits and {len(sides['harms'])} harms."
            yield self.finding("balance", first, 0, what, "List as many of each.")
        lengths = {side: _mean_sentence(texts) for side, texts in sides.items()}
        if lengths["harms"] > lengths["benefits"] * HIDDEN:
            given = f"{lengths['harms']:.0f} words, one of the benefits {lengths['benefits']:.0f}"
            what = f"a sentence of the harms has on average {given}."
            longest = max(sides["harms"], key=lambda p: _mean_sentence([p]))
            yield self.finding("balance", longest, 0, what, "Say harms as plainly as benefits, in short sentences.")
        bold = {side: [p.source.lstrip().startswith("**") for p in texts] for side, texts in sides.items()}
        if all(bold["benefits"]) and not all(bold["harms"]):
            plain = next(p for p in sides["harms"] if not p.source.lstrip().startswith("**"))
            yield self.finding(
                "balance", plain, 0, "the benefits begin in bold, this harm does not.", "Begin it in bold."
            )

    def harm_first(self) -> Iterator[Finding]:
        blocks = list(self.library.blocks(self.recipe))
        first = [block for block in blocks if block.says in ("main-message", "key-points")]
        results = [
            blocks.index(block) for block in blocks if block.says in ("result", "benefits-harms", "benefits", "harms")
        ]
        if first and not any(
            "W2" in block.warnings and blocks.index(block) < min(results, default=99) for block in first
        ):
            passage = next((p for p in self.passages if p.block is first[0]), None)
            if passage:
                what = "neither the main message nor the key points say that people have died (W2)."
                yield self.finding(
                    "harm-first", passage, 0, what, "Say it there, and name W2 at the block in the recipe."
                )

    # --- rules for the whole handout ---

    def late_terms(self) -> Iterator[Finding]:
        """A term's words, wherever they come before the first link to it or its abbreviation's own name."""
        named = self.term_names()
        linked: set[str] = set()
        for passage in self.passages:
            if _is_furniture(passage):
                continue
            here = {link.term for link in _links(passage.source)}
            unlinked = inline.flat(_LINK_TO_TERM.sub(_masked, _one_line(passage.source)), self.value)
            for term, pattern in named.items():
                if term not in linked | here and (match := pattern.search(unlinked.text)):
                    linked.add(term)  # told once
                    what = f"“{match.text}” comes here first, and is not explained."
                    advice = f"Write [{match.text}](term:{term})."
                    yield self.finding("late-term", passage, match.start, what, advice)
            linked |= here

    def unexplained(self) -> Iterator[Finding]:
        """Where a term comes first, words that explain it must follow by the next sentence: “is”, or a bracket."""
        known: set[str] = set()
        for passage in self.passages:
            for link in _links(passage.source):
                after = passage.source[passage.source.index(f"(term:{link.term})") :].partition(")")[2]
                near = " ".join(sentence.text for sentence in sentences(f"{link.text}{after}")[:2])
                explained = self.phrases(self.language.explaining).search(near) or re.match(r"\**( \(|（)", after)
                if link.term not in known and not explained:
                    what = f"“{link.text}” comes here first, and is not explained."
                    advice = f"Say here what it is: “{link.text} is …”."
                    yield self.finding("unexplained", passage, link.offset, what, advice)
                known.add(link.term)

    def easy_level(self, easy: EasyRead) -> Iterator[Finding]:
        first, mean = self.passages[0], _mean_sentence(self.passages)
        if mean > easy.mean_sentence:
            what = f"the sentences have {mean:.1f} words on average."
            yield self.finding("easy-mean", first, 0, what, f"Shorten the long ones: at most {easy.mean_sentence}.")
        level = readability.level(self.content.tag, [p.flat.text for p in self.passages], self.language.syllables)
        if level and easy.highest_grade and level.formula == "Flesch-Kincaid" and level.score > easy.highest_grade:
            what = f"the reading level is grade {level.score:.1f} ({level.formula})."
            advice = f"Use shorter words and sentences: at most grade {easy.highest_grade}."
            yield self.finding("easy-level", first, 0, what, advice)

    def term_names(self) -> dict[str, Phrases]:
        """What each term is called: in the glossary, and wherever a text of this handout links to it."""
        names: dict[str, set[str]] = defaultdict(set)
        for passage in self.passages:
            for link in _links(passage.source):
                names[link.term].add(link.text.casefold())
        for term, entry in (self.content.common.terms if self.content.common else {}).items():
            name = entry.get("term") if isinstance(entry, Mapping) else None
            if isinstance(name, str):
                names[term].add(re.sub(r"\s*[(（].*", "", name).casefold())
        return {term: self.phrases(sorted(found)) for term, found in names.items()}

    def abbreviations(self) -> Iterator[Finding]:
        explained = set() if self.easy else {name.casefold() for name in self.language.abbreviations}
        for _, passages in itertools.groupby(self.passages, key=lambda passage: passage.block_id):
            block = list(passages)
            if not self.easy:
                explained |= {found.casefold() for passage in block for found in _spelt_out(passage)}
            for passage in block:
                for match in _ABBREVIATION.finditer(passage.flat.text):
                    if match[0].casefold() not in explained:
                        explained.add(match[0].casefold())  # told once
                        what = f"the abbreviation “{match[0]}” is not spelt out."
                        advice = "Write the words first, and it in brackets; or link it to a term."
                        if self.easy:
                            advice = "Write the words; easy read has no abbreviations."
                        yield self.finding("abbreviation", passage, match.start(), what, advice)


_LINK_TO_TERM = re.compile(r"\[([^\[\]\n]+)\](\(term:[^()\s]*\))")


def _masked(link: re.Match[str]) -> str:
    """A link with nothing to find in its words, but of the same length."""
    return f"[{'-' * len(link[1])}]{link[2]}"


# Two capital letters or more, with a plural “s” or a second part: MS, MSCs, CAR-T.
_ABBREVIATION = re.compile(rf"(?<!-){_START}[A-Z]{{2,6}}(?:-[A-Z]\d?)?(?=s?{_STOP})")


def _spelt_out(passage: Passage) -> list[str]:
    """The abbreviations that stand in brackets behind their words, or that link to their explanation."""
    inside = re.findall(r"[(（]([^()（）]*)[)）]", passage.flat.text)
    inside += [link.text for link in _links(passage.source)]
    return [found for text in inside for found in _ABBREVIATION.findall(text)]


def _links(text: str) -> list[inline.TermLink]:
    return [part for part in inline.walk(inline.parse(text)[0]) if isinstance(part, inline.TermLink)]


def _is_furniture(passage: Passage) -> bool:
    """Headings and names announce; the text below them explains."""
    announces = passage.path.split(".")[-1] in ("heading", "name", "title", "subtitle")
    return announces or isinstance(passage.block, Glossary)


def _with_paths(tree: Tree, above: str = "") -> Iterator[tuple[str, Located]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _with_paths(value, f"{above}{key}.")
        elif isinstance(value, Located):
            yield f"{above}{key}", value


def _leaves(tree: Tree) -> Iterator[Located]:
    return (text for _, text in _with_paths(tree))


def _answers(text: Located) -> Iterator[Answer]:
    for place, remark in text.node.remarks:
        if match := _ANSWER.fullmatch(remark):
            yield Answer(place, match["rule"], match["reason"] or "")
        elif (meant := _MEANT.match(remark)) and meant["rule"].lower() in RULES:
            yield Answer(place, meant["rule"].lower(), "")


def _one_line(text: str) -> str:
    """The text with its single line breaks as spaces: the same length, so that places stay right."""
    return re.sub(r"(?<!\n)\n(?!\n)", " ", text.rstrip("\n"))


def _advice_for(found: str, listed: Mapping[str, str], numbers: tuple[str, ...]) -> str:
    found = " ".join(found.split())
    near = [phrase for phrase in listed if phrase[:1].casefold() in (found[:1].casefold(), "*", "#")]
    return next(listed[phrase] for phrase in near if compiled((phrase,), numbers).is_one(found))


def _mean_sentence(passages: Iterable[Passage]) -> float:
    lengths = [len(sentence.words()) for passage in passages for sentence in sentences(passage.flat.text)]
    return sum(lengths) / len(lengths) if lengths else 0.0


def _passive_pattern(passive: Passive) -> Phrases:
    """A form of “to be”, perhaps some of the words that may stand between, and a participle."""
    return _joined(passive.auxiliaries, passive.between, passive.participles)


@functools.cache
def _joined(first: tuple[str, ...], between: tuple[str, ...], last: tuple[str, ...]) -> Phrases:
    forms, words_between, participles = (f"(?:{phrases_pattern(phrases)})" for phrases in (first, between, last))
    return Phrases(rf"{forms}\s+(?:{words_between}\s+)*{participles}")


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
