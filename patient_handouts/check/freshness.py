"""When what the handouts rest on must be read again: facts, evidence and approvals."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from patient_handouts.content.evidence import Evidence, Fact
from patient_handouts.content.library import Library
from patient_handouts.problems import Place

LONGEST = datetime.timedelta(days=366)
"""Everything must be read again within a year: trusted bodies' pages change faster than that."""


LONGEST_IF_FAST = datetime.timedelta(days=184)
"""Deaths, and what regulators and trials are doing: within six months."""


SOON = datetime.timedelta(days=60)
"""So long before its day something is announced."""


_FAST_KINDS = ("regulator", "trial-register")


@dataclass(frozen=True, order=True)
class Due:
    """Something to be read again by a day, and in which sources."""

    day: datetime.date
    kind: str
    name: str
    what: str
    sources: tuple[str, ...]
    place: Place


def longest(library: Library, source: Fact | Evidence) -> datetime.timedelta:
    """How long after it was read something may be printed."""
    if isinstance(source, Evidence):
        return LONGEST_IF_FAST if source.kind in _FAST_KINDS else LONGEST
    evidence = library.sources.evidence if library.sources else {}
    kinds = {evidence[key].kind for key in source.evidence if key in evidence}
    return LONGEST_IF_FAST if source.changes == "fast" or kinds & set(_FAST_KINDS) else LONGEST


def due(library: Library) -> list[Due]:
    """Everything that must be read again, by its day."""
    return sorted([*_facts(library), *_evidence(library), *_approvals(library)])


def due_soon(library: Library, day: datetime.date) -> list[Due]:
    """What must be read again within the next weeks, but is not yet over."""
    return [item for item in due(library) if day <= item.day <= day + SOON]


def _facts(library: Library) -> Iterator[Due]:
    for name, fact in library.facts.items():
        known = library.sources.evidence if library.sources else {}
        evidence = [known[key] for key in fact.evidence if key in known]
        what = f"{fact.population}; {fact.span}"
        yield Due(fact.recheck_by, "fact", name, what, tuple(map(_where, evidence)), fact.place)


def _evidence(library: Library) -> Iterator[Due]:
    for key, item in library.sources.evidence.items() if library.sources else ():
        if item.kind != "general":
            yield Due(item.recheck_by, "evidence", key, item.about, (_where(item),), item.place)


def _where(evidence: Evidence) -> str:
    return f"{evidence.reference} {evidence.address}".rstrip()


def _approvals(library: Library) -> Iterator[Due]:
    for entry in library.sign_offs:
        name = f"{entry.disease} ({entry.locale})"
        what = f"approved by a {entry.as_} on {entry.date}, edition {entry.edition}"
        yield Due(entry.until, "sign-off", name, what, (), entry.place)
