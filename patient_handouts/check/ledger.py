"""The ledger: claims, facts, evidence and approvals, their dates, and what nothing uses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from patient_handouts.check import freshness
from patient_handouts.check.context import Context, unknown, unknown_values
from patient_handouts.content.blocks import Block
from patient_handouts.content.evidence import Claim, Evidence, Fact, Row, SourceList, claims_of
from patient_handouts.content.library import Library
from patient_handouts.problems import BLOCKS_NOTHING, Kind, Place, Problem, Scope, did_you_mean
from patient_handouts.reading.shape import place_of


def ledger_problems(context: Context) -> Iterator[Problem]:
    """What is wrong in claims, facts, evidence and sign-offs."""
    if context.is_read("claims.yaml") and context.library.common:
        yield from _claims(context)
    yield from _facts(context)
    if context.is_read("printable.yaml", "facts.yaml", "sources.yaml"):
        yield from _rows(context.library)
    yield from _sign_offs(context)
    if not context.unread:
        yield from _unused(context)


def _claims(context: Context) -> Iterator[Problem]:
    library = context.library
    yield from _lost_claims(library)
    places = _claims_in_print(library)
    for number, claim in library.claims.items():
        if library.sources and context.is_read("sources.yaml"):
            yield from _claim(library.sources, claim)
        for mention, diseases in places.get(number, ()):
            if claim.use == "withhold":
                advice = f"It is withheld: {claim.why}"
                yield Problem(place_of(mention), f"the claim {number} must not be printed.", advice)
            elif "all" not in claim.diseases and not diseases <= set(claim.diseases):
                others = ", ".join(sorted(diseases - set(claim.diseases)))
                advice = "Name a claim about this disease, or widen the claim’s diseases."
                yield Problem(place_of(mention), f"the claim {number} does not speak about {others}.", advice)
        if claim.use != "withhold" and number not in places and not context.unread:
            advice = "Name it at the block that says it, or withhold it with a reason."
            what = f"the claim {number} is to be printed, but no block names it."
            yield Problem(claim.place, what, advice, BLOCKS_NOTHING)


def _claim(sources: SourceList, claim: Claim) -> Iterator[Problem]:
    for ref in claim.refs:
        document, paragraph = ref.split("p")
        if document not in sources.documents or int(paragraph) >= sources.documents[document].paragraphs:
            yield Problem(place_of(ref), f"there is no paragraph “{ref}” in the documents.", "See sources.yaml.")
    yield from unknown(claim.evidence, sources.evidence, "evidence")
    if (claim.wording is None) == (claim.use == "print-with-caveat"):
        what = "a claim printed with a caveat, and only such a claim, has a safer “wording”."
        yield Problem(claim.place, what, "Add “wording: …” or change “use”.")


def _lost_claims(library: Library) -> Iterator[Problem]:
    """The ledger is whole: a claim that nobody judges any more could slip into print."""
    wanted = {f"C{number:03}" for number in range(1, library.sources.claims + 1)} if library.sources else set()
    for number in sorted(wanted - set(library.claims)):
        what = f"the claim {number} of the documents is missing."
        yield Problem(Place("content/claims.yaml"), what, "Restore it; to keep it out of print, withhold it.")
    for number in sorted(set(library.claims) - wanted) if library.sources else ():
        place = library.claims[number].place
        what = f"sources.yaml does not count the claim {number}."
        yield Problem(place, what, "Raise “claims” there.", BLOCKS_NOTHING)


def _claims_in_print(library: Library) -> dict[str, list[tuple[str, set[str]]]]:
    """For each claim, where the recipes name it, each time with the diseases whose handouts print it."""
    found: dict[str, dict[str, tuple[str, set[str]]]] = defaultdict(dict)
    for recipe in library.recipes:
        disease = library.told(recipe)[0]
        for block in library.blocks(recipe):
            for mention in claims_of(source for sources in block.rests_on.values() for source in sources):
                found[mention].setdefault(str(block.place), (mention, set()))[1].add(disease)
    for sources in library.common.terms.values() if library.common else ():
        for mention in claims_of(sources):
            found[mention].setdefault(str(place_of(mention)), (mention, set()))
    return {number: list(mentions.values()) for number, mentions in found.items()}


# --- facts and evidence ---


def _facts(context: Context) -> Iterator[Problem]:
    evidence = context.library.sources.evidence if context.library.sources else {}
    for name, fact in context.library.facts.items():
        if context.is_read("sources.yaml"):
            yield from unknown(fact.evidence, evidence, "evidence")
        yield from _outcomes(name, fact)
        yield from _dates(context, f"the fact “{name}”", fact, context.printed.get(name, frozenset()))
    for key, item in evidence.items():
        yield from _dates(context, f"the evidence “{key}”", item, _resting_on(context, key))


def _rows(library: Library) -> Iterator[Problem]:
    """The rows of what may be printed, and the facts held against them."""
    for row in library.printable.values():
        yield from unknown(row.evidence, library.sources.evidence if library.sources else {}, "evidence")
        if bool(row.evidence) == (row.source is not None):
            advice = "Name keys of sources.yaml as “evidence”, or say in “source” what is to be entered there."
            yield Problem(row.place, "a row has either “evidence” or a “source”.", advice)
    for name, fact in library.facts.items():
        yield from unknown([fact.row], library.printable, "row of printable.yaml")
        if fact.row in library.printable:
            yield from _beside_its_row(name, fact, library.printable[fact.row])


def _beside_its_row(name: str, fact: Fact, row: Row) -> Iterator[Problem]:
    """Evidence and numbers of a fact that its row does not know."""
    for key in fact.evidence:
        if key not in row.evidence:
            allowed = ", ".join(row.evidence) or "nothing in sources.yaml yet"
            what = f"the row {fact.row} does not rest on the evidence “{key}”."
            yield Problem(place_of(key), what, f"It rests on {allowed}. Correct the evidence or the row.")
    known = {int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", row.fact)}
    for value, number in fact.values.items():
        if number not in known:
            what = f"the row {fact.row} does not say {number}, as “{name}.{value}” does."
            yield Problem(place_of(value), what, f"The row says: {row.fact} Correct the value or the row.")


def _outcomes(name: str, fact: Fact) -> Iterator[Problem]:
    for outcome in fact.outcomes:
        strange = list(unknown_values([outcome.of, *outcome.parts], name, fact))
        yield from strange
        parts = [fact.values.get(part, 0) for part in outcome.parts]
        if not strange and sum(parts) != fact.values[outcome.of]:
            added = " + ".join(map(str, parts))
            what = f"the parts make {added} = {sum(parts)}, but “{outcome.of}” is {fact.values[outcome.of]}."
            yield Problem(place_of(outcome.of), what, "Correct the values.")


def _dates(context: Context, name: str, source: Fact | Evidence, recipes: frozenset[str]) -> Iterator[Problem]:
    longest = freshness.longest(context.library, source)
    if not source.read <= source.recheck_by <= source.read + longest:
        what = f"the dates of {name} are not valid (read {source.read}, recheck by {source.recheck_by})."
        within = "a year" if longest == freshness.LONGEST else "six months"
        yield Problem(source.place, what, f"Recheck it within {within} of reading it.")
    if source.read > context.day:
        yield Problem(source.place, f"{name} was read in the future, {source.read}.", "Correct the date.")
    if source.recheck_by < context.day:
        what = f"{name} was to be checked again by {source.recheck_by}."
        advice = "Read it again, correct what it says now, then set “read” and “recheck-by”."
        yield Problem(source.place, what, advice, Scope(recipes), kind=Kind.OUT_OF_DATE)


def _resting_on(context: Context, key: str) -> frozenset[str]:
    """The recipes whose handouts rest on some evidence."""
    library = context.library
    blocks = {r for r in library.recipes if any(key in block.evidence for block in library.blocks(r))}
    facts = (name for name, fact in library.facts.items() if key in fact.evidence)
    return frozenset(blocks.union(*(context.printed.get(name, frozenset()) for name in facts)))


# --- sign-offs ---


def _sign_offs(context: Context) -> Iterator[Problem]:
    """Approvals that have lapsed, or that fit to nothing; the build sees for itself what is approved."""
    library = context.library
    newest = {(entry.disease, entry.locale, entry.format, entry.as_): entry for entry in library.sign_offs}
    for entry in library.sign_offs:
        if entry.disease not in library.diseases:
            advice = did_you_mean(entry.disease, library.diseases)
            yield Problem(entry.place, f"there is no handout “{entry.disease}”.", advice, BLOCKS_NOTHING)
        elif entry.locale not in library.locales:
            advice = did_you_mean(entry.locale, library.locales)
            yield Problem(entry.place, f"there is no locale “{entry.locale}”.", advice, BLOCKS_NOTHING)
        if not entry.has_sound_dates:
            what = f"the dates of this approval are not valid (of {entry.date}, until {entry.until})."
            yield Problem(entry.place, what, "It ends after its day, and within three years.", BLOCKS_NOTHING)
        if entry.date > context.day:
            what = f"this approval is dated in the future, {entry.date}, and does not count yet."
            yield Problem(entry.place, what, "Correct the date.", BLOCKS_NOTHING)
    for entry in newest.values():
        if entry.until < context.day and entry.as_ != "patient-reader":
            what = f"the approval of “{entry.disease}” by a {entry.as_} ended on {entry.until}."
            advice = "Have it checked again, and record that with “sign-off”; or delete this entry."
            yield Problem(entry.place, what, advice, BLOCKS_NOTHING, kind=Kind.OUT_OF_DATE)


# --- what nothing uses ---


def _unused(context: Context) -> Iterator[Problem]:
    library = context.library
    assert library.common and library.sources
    for name, fact in library.facts.items():
        if name not in context.printed:
            what = f"no words print the fact “{name}”."
            yield Problem(fact.place, what, "Use it or delete it.", BLOCKS_NOTHING)
    for term in library.common.terms:
        if term not in context.terms:
            what = f"no words link to the term “{term}”."
            yield Problem(place_of(term), what, "Link to it or delete it.", BLOCKS_NOTHING)
    for block in (block for common in library.commons.values() for block in common.blocks):
        if not context.users(block):
            what = f"no recipe uses the shared block “{block.id}”."
            yield Problem(block.place, what, "Use it or delete it.", BLOCKS_NOTHING)
    cited = _cited(library)
    for key, evidence in library.sources.evidence.items():
        if key not in cited:
            what = f"nothing rests on the evidence “{key}”."
            yield Problem(evidence.place, what, "Cite it or delete it.", BLOCKS_NOTHING)


def _cited(library: Library) -> set[str]:
    """All evidence that anything rests on."""
    cited = {key for block in _all_blocks(library) for key in block.evidence}
    cited |= {key for fact in library.facts.values() for key in fact.evidence}
    cited |= {source for sources in library.common.terms.values() for source in sources} if library.common else set()
    return cited | {key for claim in library.claims.values() for key in claim.evidence}


def _all_blocks(library: Library) -> Iterator[Block]:
    for file in (*library.commons, *library.recipes):
        yield from library.own_blocks(file)
