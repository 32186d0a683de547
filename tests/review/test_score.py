"""Scores: every handout meets what a program can decide, and each item falls when what it asks for is taken away."""

from __future__ import annotations

import dataclasses
import json
import re

import pypdfium2
import pytest

from patient_handouts.content.blocks import Shared
from patient_handouts.handout.assemble import assemble
from patient_handouts.review.instruments import instruments
from patient_handouts.review.score import totals
from patient_handouts.review.subject import Subject
from tests.support.edits import changed, scores, unmet, without_warning
from tests.support.project import DISEASES, generate

POINT = "key-points/points.mscs"


@pytest.mark.parametrize("disease", DISEASES)
def test_every_item_that_a_program_decides_is_met(library, disease):
    assert unmet(library, disease) == set()
    counts = totals(scores(library, assemble(library, disease, "en")))["all"]
    assert counts == {"met": 69, "by proxy": 16, "not met": 0, "needs a person": 11}


def test_all_items_of_the_instruments_are_there():
    numbers = {name: list(items) for name, items in instruments().items()}
    assert numbers["PEMAT-P"] == [str(n) for n in range(1, 27) if n not in (13, 14)], "13 and 14 are for films"
    assert numbers["CDC Index"] == [str(n) for n in range(1, 21)]
    assert numbers["DISCERN"] == [str(n) for n in range(1, 17)]
    assert numbers["IPDAS"] == [f"Q{n}" for n in range(1, 7)] + [f"C{n}" for n in range(1, 7)] + [
        f"P{n}" for n in range(1, 9)
    ]
    found = [item for items in instruments().values() for item in items.values()]
    assert all(item.fails for item in found if item.how != "person")


# What an author might do, and the items that must fall for it.
LONG_HARM = (
    "**Death** is something that about {ms-uk-deaths.low} or {ms-uk-deaths.high} out of {ms-uk-deaths.of} people met "
    "in the first {ms-uk-deaths.days} days while {ms-uk-deaths.low-lived} or {ms-uk-deaths.high-lived} did not, as "
    "organs "
    "can be hurt as well"
)
HARD_TEXT = (
    "Demyelination characteristically accumulates. Neurological deterioration necessitates individualised "
    "rehabilitation. Multidisciplinary collaboration facilitates communication. "
) * 2
MUTATIONS = {
    "a harm hidden in a long sentence": (
        {"benefits-harms/harms.points.death": LONG_HARM},
        {"PEMAT-P 3", "CDC Index 7"},
    ),
    "a harm left out": ({"benefits-harms/harms.points.death": None}, {"DISCERN 6", "IPDAS C1"}),
    "a benefit without its harm": (
        {
            "benefits-harms/harms.points.infection": "**Infection.**",
            "benefits-harms/harms.points.new-illness": "**New.**",
        },
        {"DISCERN 6", "IPDAS C1"},
    ),
    "an undefined term": (
        {"main-message/text": "Remission is what MSCs promised to nobody. People died."},
        {"PEMAT-P 4"},
    ),
    "an abbreviation": ({POINT: "It is also called AHSCT."}, {"PEMAT-P 4"}),
    "1 in 7": ({POINT: "One in seven people got worse."}, {"PEMAT-P 6", "CDC Index 15", "IPDAS P5"}),
    "a relative risk": (
        {POINT: "It doubles the danger."},
        {"PEMAT-P 6", "PEMAT-P 24", "CDC Index 15", "CDC Index 17", "IPDAS P3"},
    ),
    "a chance in words": ({POINT: "Side effects are rare."}, {"PEMAT-P 6", "CDC Index 16"}),
    "different denominators": (
        {
            POINT: "{ms-mist.transplant-worse} out of {ms-mist.group} got worse, {ms-mist.transplant-not} did not. "
            "{new-disease.got} out of {new-disease.of} got ill, {new-disease.not} did not."
        },
        {"PEMAT-P 7", "CDC Index 17", "IPDAS P5"},
    ),
    "one side of a number": (
        {POINT: "{ms-periods.back} of {ms-periods.women} women had periods again."},
        {"PEMAT-P 7", "CDC Index 16", "IPDAS P8"},
    ),
    "hype": ({POINT: "It is a miracle."}, {"DISCERN 6"}),
    "the passive": ({POINT: "Cells are collected by drip."}, {"PEMAT-P 5"}),
    "a passive warning": ({"keep-medicine/text": "Medicine must not be stopped."}, {"PEMAT-P 5", "CDC Index 6"}),
    "hard words": ({POINT: "Its efficacy was evaluated."}, {"PEMAT-P 3", "CDC Index 7"}),
    "a hard block": (
        {"what-is-ms/text": HARD_TEXT},
        {"PEMAT-P 3", "CDC Index 7"},
    ),
    "a long paragraph": ({"what-is-ms/text": "Your body has cells that fight germs. " * 16}, {"PEMAT-P 8"}),
    "a long main message": (
        {"main-message/text": "It can calm MS. It may not. It is hard. It is risky. People died."},
        {"CDC Index 1"},
    ),
    "no uncertainty": ({"trial-result/unknown": None}, {"CDC Index 11", "DISCERN 8", "IPDAS C5", "IPDAS P6"}),
    "nobody studied": ({"deaths-result/who": None}, {"IPDAS P2"}),
    "no time": (
        {"trial-result/found": "MS got worse in fewer people after a transplant."},
        {"IPDAS P4"},
    ),
    "an option without bad points": ({"options/options.transplant.bad": None}, {"DISCERN 11", "IPDAS Q5"}),
    "an option without good points": ({"options/options.carry-on.good": None}, {"DISCERN 10", "IPDAS Q4"}),
    "an option told at length": (
        {"options/options.transplant.good": "Fewer attacks. Some stay well for years, and feel strong and safe again."},
        {"IPDAS C1"},
    ),
    "few questions": ({"questions/questions.cost": None}, {"PEMAT-P 23"}),
    "a wide table": ({"options/rows.good": "Whatever people have told us that they liked about it"}, {"PEMAT-P 19"}),
    "no word of money": ({"about/points.money": None}, {"IPDAS C6"}),
    "no key points": (
        {f"key-points/points.{p}": None for p in ("for-whom", "works", "harms")},
        {"PEMAT-P 11", "CDC Index 10"},
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mutation_lowers_the_right_items(library, name):
    texts, items = MUTATIONS[name]
    assert items <= unmet(changed(library, "ms", texts))


@pytest.mark.parametrize(
    ("warning", "items"),
    [
        ("W5", {"CDC Index 19", "DISCERN 11"}),
        ("W13", {"CDC Index 5", "CDC Index 12", "CDC Index 19", "DISCERN 11"}),
        ("W15", {"CDC Index 12", "CDC Index 19", "DISCERN 11"}),
        ("W2", {"CDC Index 19", "DISCERN 6", "DISCERN 11"}),
    ],
)
def test_a_warning_that_is_taken_out(library, warning, items):
    assert items <= unmet(without_warning(library, "ms", warning))


def _recipe(library, change):
    recipe = library.recipes["ms"]
    blocks = tuple(block for block in map(change, recipe.blocks) if block)
    return dataclasses.replace(library, recipes={**library.recipes, "ms": dataclasses.replace(recipe, blocks=blocks)})


@pytest.mark.parametrize(
    ("gone", "items"),
    [
        ("main-message", {"PEMAT-P 1", "PEMAT-P 12", "CDC Index 1", "CDC Index 2", "CDC Index 3", "DISCERN 1"}),
        ("key-points", {"PEMAT-P 11", "CDC Index 10"}),
        ("where-it-stands", {"IPDAS Q2"}),
        ("what-is-ms", {"IPDAS Q1"}),
        ("transplant-steps", {"DISCERN 9"}),
        ("benefits-harms", {"CDC Index 19", "DISCERN 10"}),
        ("options", {"DISCERN 9", "DISCERN 12", "DISCERN 14", "DISCERN 15", "IPDAS Q2", "IPDAS Q3", "IPDAS C1"}),
        ("questions", {"PEMAT-P 20", "PEMAT-P 23", "DISCERN 15"}),
        ("sources", {"DISCERN 4", "DISCERN 7", "IPDAS C2"}),
        ("about", {"IPDAS C6"}),
    ],
)
def test_a_block_that_is_taken_out(library, gone, items):
    assert items <= unmet(_recipe(library, lambda block: None if block.id == gone else block))


def test_drawings_that_are_taken_out(library):
    bare = _recipe(
        library, lambda block: dataclasses.replace(block, figures=()) if getattr(block, "figures", ()) else block
    )
    bare = changed(bare, "ms", {"trial-result/figures": None, "deaths-result/figures": None})
    assert {"PEMAT-P 17", "PEMAT-P 25", "CDC Index 20", "IPDAS P7"} <= unmet(bare)


def test_care_cards_without_anyone_to_ring(library):
    assert library.common
    blocks = tuple(dataclasses.replace(b, contacts=()) if b.kind == "care-card" else b for b in library.common.blocks)
    bare = dataclasses.replace(library, commons={"common": dataclasses.replace(library.common, blocks=blocks)})
    assert {"PEMAT-P 22", "CDC Index 14"} <= unmet(bare)


def test_another_order(library):
    def last(block):
        return block.id == "key-points"

    recipe = library.recipes["ms"]
    moved = tuple(sorted(recipe.blocks, key=last))
    other = dataclasses.replace(library, recipes={**library.recipes, "ms": dataclasses.replace(recipe, blocks=moved)})
    assert {"PEMAT-P 10", "PEMAT-P 11"} <= unmet(other)
    assert all(isinstance(block, Shared) or block.id for block in moved)


def test_headings_and_lists_that_are_taken_out(library):
    handout = assemble(library, "ms", "en")
    bare = tuple(
        dataclasses.replace(p, words={k: v for k, v in p.words.items() if k != "heading"}) for p in handout.pieces
    )
    assert {"PEMAT-P 9", "CDC Index 9"} <= unmet(library, handout=dataclasses.replace(handout, pieces=bare))
    flat = tuple(
        dataclasses.replace(p, words={k: v for k, v in p.words.items() if k != "points"})
        for p in handout.pieces
        if p.kind not in ("key-points", "about")
    )
    assert "CDC Index 8" in unmet(library, handout=dataclasses.replace(handout, pieces=flat))


def test_no_date_and_no_next_check(library):
    handout = assemble(library, "ms", "en")
    assert {"DISCERN 5", "IPDAS C3"} <= unmet(library, handout=dataclasses.replace(handout, edition=""))
    assert "IPDAS C4" in unmet(library, handout=dataclasses.replace(handout, standing=()))


@pytest.mark.parametrize(
    ("lists", "items"), [("daily_life", {"DISCERN 13", "IPDAS Q6"}), ("you", {"PEMAT-P 21"}), ("times", {"IPDAS P4"})]
)
def test_words_that_no_text_holds(library, lists, items):
    assert library.locales["en"].language
    language = dataclasses.replace(library.locales["en"].language, **{lists: ("zebra",)})
    content = dataclasses.replace(library.locales["en"], language=language)
    assert items <= unmet(dataclasses.replace(library, locales={**library.locales, "en": content}))


def test_numbers_without_outcomes(library):
    facts = {name: dataclasses.replace(fact, outcomes=()) for name, fact in library.facts.items()}
    assert {"IPDAS P1", "IPDAS P7"} <= unmet(dataclasses.replace(library, facts=facts))


def test_the_command_tells_items_totals_and_places(scratch):
    told = scratch.run("score", "ms")
    assert told.returncode == 0, told.stderr
    assert "PEMAT-P 2: needs a person." in told.stdout
    assert re.search(r"^all +69 +16 +0 +11$", told.stdout, re.MULTILINE)
    scratch.edit("content/en/ms.yaml", "The same medicine and check-ups.", "The same efficacy and check-ups.")
    told = scratch.run("score", "ms")
    assert told.returncode == 1
    assert re.search(r"content/en/ms.yaml:\d+:\d+: “efficacy” is a hard word.", told.stdout)


def test_the_command_for_programs():
    data = json.loads(generate("score", "--json").stdout)
    assert [entry["disease"] for entry in data] == list(DISEASES)
    assert {item["verdict"] for item in data[0]["items"]} == {"met", "needs a person"}
    assert data[0]["totals"]["all"]["met"] == 69


@pytest.mark.parametrize("disease", DISEASES)
def test_the_report_is_one_page(tmp_path, disease):
    result = generate("score", disease, "--report", "--output", tmp_path)
    assert result.returncode == 0, result.stderr
    pdf = pypdfium2.PdfDocument(tmp_path / "en" / f"{disease}-scores.pdf")
    text = pdf[0].get_textpage().get_text_bounded()
    assert len(pdf) == 1
    assert text.count("needs a person") == 11
    assert "Reading level: Flesch-Kincaid " in text


def test_only_what_is_met_is_counted_as_met_by_proxy(library):
    item = next(s for s in scores(library, assemble(library, "ms", "en")) if s.item.how == "proxy")
    counted = totals([item, dataclasses.replace(item, verdict="not met")])["all"]
    assert counted == {"met": 1, "by proxy": 1, "not met": 1, "needs a person": 0}


def test_one_block_that_is_too_hard_is_enough(library, monkeypatch):
    """The leaflet as a whole may be plain; and one that is not is not met, though none of its blocks is too hard."""
    handout = assemble(library, "ms", "en")
    measured = Subject.level_of

    def one_hard(subject, piece):
        found = measured(subject, piece)
        return dataclasses.replace(found, hard=True) if found and piece.kind == "main-message" else found

    assert "PEMAT-P 3" not in unmet(library, handout=handout)
    with monkeypatch.context() as changed_:
        changed_.setattr(Subject, "level_of", one_hard)
        assert "PEMAT-P 3" in unmet(library, handout=handout)
    level = Subject(library, handout).level
    monkeypatch.setattr(Subject, "level", dataclasses.replace(level, plain=False))
    assert "PEMAT-P 3" in unmet(library, handout=handout)
