"""The items of PEMAT-P, the CDC Clear Communication Index, DISCERN and IPDAS, as instruments.yaml says them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from patient_handouts.language.rules import RULES
from patient_handouts.problems import ContentError, Problem, did_you_mean
from patient_handouts.reading import strict_yaml
from patient_handouts.reading.reader import read
from patient_handouts.reading.shape import INVALID, Scalar, place_of
from patient_handouts.review.judgements import JUDGEMENTS
from patient_handouts.review.subject import Item

Number = Annotated[str, Scalar(r"[A-Z]?\d{1,2}", "the number of an item, like “12” or “Q1”")]

Name = Annotated[str, Scalar(r"[A-Z][\w -]*", "the name of an instrument, like “PEMAT-P”")]

Instruments = Mapping[str, Mapping[str, Item]]
"""Items by the name of their instrument and their number."""


@functools.cache  # a file of the program
def instruments() -> Instruments:
    """All items of all instruments, each with the limits of its judgement and an example that fails it."""
    return read_instruments(Path(__file__).with_suffix(".yaml"))


def read_instruments(path: Path) -> Instruments:
    """The items in a file.

    :raises ContentError: with every mistake in it.
    """
    node, problems = strict_yaml.parse(path, path.name)
    found: Any = INVALID if node is None else read(node, Mapping[Name, Mapping[Number, Item]], problems)
    if found is not INVALID:
        problems += [wrong for items in found.values() for item in items.values() for wrong in _mistakes(item)]
    if problems or found is INVALID:
        raise ContentError(sorted(problems))
    return dict(found)


def _mistakes(item: Item) -> list[Problem]:
    found = []
    if (item.how == "person") == (item.judgement is not None):
        found.append(Problem(item.place, "a person or a judgement decides an item.", "Name a judgement, or a person."))
    if item.judgement is not None and item.judgement not in JUDGEMENTS:
        what = f"there is no judgement “{item.judgement}”."
        found.append(Problem(place_of(item.judgement), what, did_you_mean(item.judgement, JUDGEMENTS)))
    unknown = [rule for rule in item.rules if rule not in RULES]
    return found + [Problem(place_of(r), f"there is no rule “{r}”.", did_you_mean(r, RULES)) for r in unknown]


_HEAD = """\
# How leaflets are scored

`python generate.py score ms` judges a leaflet by four instruments for patient information. This page says for each
item how the program judges it, what the judgement cannot see, and an example that fails it. It is made by
`python generate.py score --explain`.

- *rule*: the leaflet itself shows it: its blocks, the warnings that they name, its facts and its words.
- *proxy*: the program can only find that it is not met; “met” has to be confirmed by a person.
- *person*: no program can tell; the limits say what to look at.

Sources: PEMAT-P, Agency for Healthcare Research and Quality (Shoemaker and others, 2014); CDC Clear Communication
Index, Centers for Disease Control and Prevention (Baur and Prue, 2014); DISCERN (Charnock and others, 1999); IPDAS,
qualifying (Q) and certification (C) criteria (Joseph-Williams and others, 2014) and presenting probabilities (P;
Trevena and others, 2013). The items are in our words. Reading level: Flesch-Kincaid grade (Kincaid and others, 1975),
in English; INFLESZ (Barrio-Cantalejo and
others, 2008) in Spanish. Other languages get no number until there is a formula made for them.
"""


def explanation() -> str:
    """All items as a page of Markdown: docs/scores.md."""
    parts = [_HEAD]
    for name, items in instruments().items():
        parts += ["", f"## {name}", "", "| item | asks | judged by | limits | fails, for example |"]
        parts.append("|---|---|---|---|---|")
        parts += [
            f"| {number} | {item.asks} | {item.how} | {item.limits} | {item.fails or '–'} |"
            for number, item in items.items()
        ]
    return "\n".join(parts) + "\n"
