"""What a rule of language finds, and the answers to rules that stand in the words.

A rule that does not fit a place is answered there: a comment right above the text, “# allow hype: the reason”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from patient_handouts.content.blocks import Tree
from patient_handouts.content.library import LocaleContent
from patient_handouts.content.words import texts
from patient_handouts.problems import BLOCKS_NOTHING, Place, Problem
from patient_handouts.reading.shape import Located

_ANSWER = re.compile(r"allow\s+(?P<rule>[\w-]+)\s*(:\s*(?P<reason>\S.*)?)?")

_MEANT = re.compile(r"allow\W+(?P<rule>[\w-]+)", re.IGNORECASE)
"""A comment that was meant as an answer, and is not written like one."""


@dataclass(frozen=True, order=True)
class Finding:
    """Where a text breaks a rule. `reason` is the answer that stands at the place, if there is one.

    What breaks a rule of `style` is told, but does not keep a handout from being made.
    """

    place: Place
    rule: str
    block: str
    what: str
    advice: str
    style: bool
    reason: str = ""
    answered_at: Place | None = None

    def problem(self) -> Problem:
        """The finding as a problem of the content."""
        return Problem(self.place, self.what, self.advice, BLOCKS_NOTHING if self.style else None, self.rule)


@dataclass(frozen=True)
class Answer:
    """A comment that lets a text break a rule, with its reason; or that was meant to, and is written in another way."""

    place: Place
    rule: str
    reason: str
    well_written: bool = True


def answers(content: LocaleContent) -> list[Answer]:
    """All answers in a locale's words, in the order of the files."""
    trees: list[Tree] = [words.blocks for words in content.words.values()]
    trees += [{"title": words.title, "subtitle": words.subtitle} for words in content.words.values()]
    trees += [tree for common in content.commons.values() for tree in (common.blocks, common.terms)]
    found = {answer for tree in trees for text in texts(tree) for answer in answers_at(text)}
    return sorted(found, key=lambda answer: answer.place)


def answers_at(text: Located) -> Iterator[Answer]:
    """The answers that stand above a text."""
    for place, comment in text.node.remarks:
        if match := _ANSWER.fullmatch(comment):
            yield Answer(place, match["rule"], match["reason"] or "")
        elif meant := _MEANT.match(comment):
            yield Answer(place, meant["rule"].lower(), "", well_written=False)
