"""The rules of plain and honest language, by the lists of each locale's language.yaml.

A new rule is one function in text_rules or leaflet_rules, and one row of the table below. An answer that answers
nothing is a mistake too, so that none is left behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from patient_handouts.content.library import Library
from patient_handouts.language import leaflet_rules, text_rules
from patient_handouts.language.findings import Finding, answers, answers_at
from patient_handouts.language.passages import Breach, Leaflet, Passage
from patient_handouts.problems import BLOCKS_NOTHING, Problem, did_you_mean


@dataclass(frozen=True)
class Rule:
    """A rule: its name, what it asks in one sentence, and how each text or the whole leaflet is read for it.

    What breaks a rule of `style` is told by `check`, but the leaflet can be built; what breaks another is not printed.
    """

    name: str
    says: str
    style: bool = False
    text: Callable[[Leaflet, Passage], Iterator[Breach]] | None = None
    leaflet: Callable[[Leaflet], Iterator[Breach]] | None = None


_TABLE = (
    Rule(
        "sentence-length",
        "A sentence has at most as many words as language.yaml says.",
        style=True,
        text=text_rules.sentence_length,
    ),
    Rule("hard-word", "Everyday words: none of the list of hard words.", style=True, text=text_rules.hard_word),
    Rule(
        "late-term",
        "A term of the glossary is linked where a leaflet first uses it.",
        style=True,
        leaflet=leaflet_rules.late_term,
    ),
    Rule(
        "abbreviation",
        "An abbreviation is spelt out where a leaflet first uses it.",
        style=True,
        leaflet=leaflet_rules.abbreviation,
    ),
    Rule("passive", "The active voice: who does what.", style=True, text=text_rules.passive),
    Rule(
        "double-negative",
        "At most one “not” in a part of a sentence.",
        style=True,
        text=text_rules.double_negative,
    ),
    Rule("hype", "No words that sell or raise hope.", text=text_rules.hype),
    Rule("chance-word", "“Rare” or “likely” only beside a number.", text=text_rules.chance_word),
    Rule("one-in", "“14 out of 100”, never “1 in 7”.", text=text_rules.one_in),
    Rule(
        "relative-risk",
        "How many out of how many, never “twice the risk” or a percentage.",
        text=text_rules.relative_risk,
    ),
    Rule(
        "figure-in-words",
        "A figure comes from a fact, with its source, and is not typed as a word.",
        text=text_rules.figure_in_words,
    ),
    Rule(
        "one-sided",
        "Who tells how many were harmed or helped tells how many were not.",
        leaflet=leaflet_rules.one_sided,
    ),
    Rule(
        "denominators",
        "Numbers side by side are out of the same number.",
        text=text_rules.denominators,
        leaflet=leaflet_rules.denominators,
    ),
    Rule(
        "balance",
        "Benefits and harms have the same room, the same detail and the same plainness.",
        leaflet=leaflet_rules.balance,
    ),
    Rule(
        "harm-first",
        "A reader of the first lines learns that people can be harmed.",
        leaflet=leaflet_rules.harm_first,
    ),
    Rule("leftover", "No words of another language.", text=text_rules.leftover),
    Rule(
        "unexplained",
        "Without a list of words to know, a text explains a term right where it comes first.",
        style=True,
        leaflet=leaflet_rules.unexplained,
    ),
    Rule(
        "many-ideas",
        "Easy read: a line has one idea, in a few short sentences.",
        style=True,
        text=text_rules.many_ideas,
    ),
    Rule("metaphor", "Easy read: no picture in words.", style=True, text=text_rules.metaphor),
    Rule("easy-mean", "Easy read: sentences are short on average.", style=True, leaflet=leaflet_rules.easy_mean),
    Rule("easy-level", "Easy read: the reading level is low.", style=True, leaflet=leaflet_rules.easy_level),
)

RULES: Mapping[str, Rule] = {rule.name: rule for rule in _TABLE}
"""Every rule by its name."""


def findings(
    library: Library, recipe: str, locale: str, more_hard_words: Mapping[str, str] | None = None
) -> list[Finding]:
    """All places of a handout that break a rule, in the order of the files; answered ones have their reason.

    :param more_hard_words: a clinic's own list of hard words, each with a plainer one.
    """
    return sorted(_found(library, [recipe], locale, _TABLE, more_hard_words or {}))


def check_language(library: Library, tag: str, recipes: Iterable[str]) -> Iterator[Problem]:
    """The problems of a locale's language: what is not answered, and answers that answer nothing.

    :param recipes: those whose words could be read whole.
    """
    recipes = list(recipes)
    found = _found(library, recipes, tag, _TABLE)
    yield from (finding.problem() for finding in found if not finding.reason)
    if len(recipes) < len(library.recipes):
        return
    used = {finding.answered_at for finding in found}
    for answer in answers(library.locales[tag]):
        what, advice = "", ""
        if answer.rule not in RULES and not answer.well_written:
            continue  # a comment that happens to begin like an answer
        if answer.rule not in RULES:
            what, advice = f"there is no rule “{answer.rule}”.", did_you_mean(answer.rule, RULES)
        elif not answer.reason:
            what, advice = "an answer needs a reason.", f"Write “# allow {answer.rule}: why”."
        elif answer.place not in used:
            what, advice = f"nothing below breaks the rule “{answer.rule}” any more.", "Delete this comment."
        if what:
            yield Problem(answer.place, what, advice, BLOCKS_NOTHING)


def what_stops(library: Library, tag: str, recipes: Iterable[str]) -> Iterator[Problem]:
    """Of the problems of a locale's language, those that keep recipes from being built; style does not."""
    found = _found(library, recipes, tag, [rule for rule in _TABLE if not rule.style])
    yield from (finding.problem() for finding in found if not finding.reason)


def _found(
    library: Library, recipes: Iterable[str], tag: str, rules: Iterable[Rule], more: Mapping[str, str] | None = None
) -> set[Finding]:
    """What some rules find in several recipes of a locale; a text that these share is read only once."""
    rules = list(rules)
    found: set[Finding] = set()
    known: set[tuple[int, bool]] = set()
    for recipe in recipes:
        leaflet = Leaflet(library, recipe, library.locales[tag], more or {})
        for rule in rules:
            found.update(_finding(rule, breach) for breach in (rule.leaflet(leaflet) if rule.leaflet else ()))
        for passage in leaflet.passages:
            read = id(passage.source), leaflet.easy is None
            if read not in known:
                known.add(read)
                for rule in rules:
                    breaches = rule.text(leaflet, passage) if rule.text else ()
                    found.update(_finding(rule, breach) for breach in breaches)
    return found


def _finding(rule: Rule, breach: Breach) -> Finding:
    passage = breach.passage
    answered = [answer for answer in answers_at(passage.source) if answer.rule == rule.name and answer.reason]
    answer = (answered[0].reason, answered[0].place) if answered else ("", None)
    place = passage.place(breach.offset)
    return Finding(place, rule.name, passage.block_id, breach.what, breach.advice, rule.style, *answer)
