"""Scores a handout by the items of instruments for patient information.

A program proves that something is there, never that it is good. So an item is decided by a rule, where the text
itself shows it; by a proxy, which can only find that it is not met, and which a person has to confirm; or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from patient_handouts.handout.parts import Handout
from patient_handouts.review.instruments import Instruments
from patient_handouts.review.judgements import JUDGEMENTS
from patient_handouts.review.subject import Item, Subject

Verdict = Literal["met", "not met", "needs a person"]


@dataclass(frozen=True)
class Score:
    """An item of an instrument with its verdict."""

    instrument: str
    number: str
    item: Item
    verdict: Verdict
    reason: str
    places: tuple[str, ...] = ()


def judge(instruments: Instruments, subject: Subject) -> list[Score]:
    """Judge a handout by all items of some instruments."""
    return [
        _judged(name, number, item, subject) for name, items in instruments.items() for number, item in items.items()
    ]


def totals(scores: Iterable[Score]) -> dict[str, dict[str, int]]:
    """For each instrument and in all: items met, how many of them by proxy, not met, and left to a person."""
    found: dict[str, dict[str, int]] = {}
    for given in scores:
        for name in (given.instrument, "all"):
            counts = found.setdefault(name, {"met": 0, "by proxy": 0, "not met": 0, "needs a person": 0})
            counts[given.verdict] += 1
            counts["by proxy"] += given.verdict == "met" and given.item.how == "proxy"
    return {name: found[name] for name in (*(name for name in found if name != "all"), "all")}


def as_data(handout: Handout, scores: Iterable[Score]) -> dict[str, Any]:
    """Scores as plain data."""
    scores = list(scores)
    return {
        "disease": handout.disease,
        "locale": handout.locale,
        "format": handout.format,
        "edition": handout.edition,
        "totals": totals(scores),
        "items": [
            {
                "instrument": given.instrument,
                "item": given.number,
                "asks": given.item.asks,
                "decided-by": given.item.how,
                "verdict": given.verdict,
                "reason": given.reason,
                "places": list(given.places),
            }
            for given in scores
        ],
    }


def _judged(instrument: str, number: str, item: Item, subject: Subject) -> Score:
    if item.judgement is None:
        return Score(instrument, number, item, "needs a person", item.limits)
    found = JUDGEMENTS[item.judgement](subject, item)
    return Score(instrument, number, item, "met" if found.met else "not met", found.reason, found.places)
