"""Formats: one that has words of its own, kinds of block that no leaflet uses yet, and mistakes in their lists."""

from __future__ import annotations

import pytest

from patient_handouts.handout.assemble import assemble
from tests.support import pages
from tests.support.project import DISEASES


def test_parts_that_no_leaflet_uses_yet(scratch):
    """An inset, and the paragraphs that a recipe may ask for before and after, are printed like all others."""
    inset = "  - {id: aside, kind: inset, rests-on: {text: [G-BASIC]}}\n  - {kind: shared, id: stem-cells}\n"
    scratch.edit("content/recipes/ms.yaml", "  - {kind: shared, id: stem-cells}\n", inset)
    scratch.edit(
        "content/recipes/ms.yaml",
        "    also: [after]\n    rests-on:\n",
        "    also: [intro, after]\n    rests-on:\n      intro: [C114]\n",
    )
    scratch.edit("content/recipes/ms.yaml", "standard: {a4: 6", "standard: {a4: 7")
    scratch.edit("content/en/ms.yaml", "  trial-result:\n", '  aside:\n    text: "Set **apart**."\n\n  trial-result:\n')
    scratch.edit("content/en/ms.yaml", "    benefits:\n", '    intro: "Said before."\n    benefits:\n')
    assert scratch.problems() == []
    assert scratch.run("build", "ms", "--quiet", "--format", "standard").returncode == 0
    text = pages.text_of(scratch.root / "handouts" / "en" / "ms.pdf")
    assert "Set apart." in text
    assert text.index("what may go wrong?") < text.index("Said before.") < text.index("It may help")


OWN_WORDS = """
pages:
  short: {a4: 6, letter: 6}

blocks:
  - {kind: shared, id: main-message}
  - {kind: shared, id: key-points}
  - {kind: shared, id: keep-medicine}
  - {kind: shared, id: transplant-steps}
  - id: balance
    kind: benefits-harms
    benefits: [steady]
    harms: [death]
    figures:
      - {id: steady, fact: ms-uk-disability, of: of, filled: not-worse, empty: worse}
      - {id: deaths, fact: ms-uk-deaths, of: people, filled: died, empty: lived}
    warnings: [W2, W3, W4, W5, W6]
  - {kind: shared, id: cost-and-access}
  - {kind: shared, id: where-it-stands}
  - {kind: shared, id: unproven-clinics}
  - {kind: shared, id: emergency}
  - {kind: shared, id: urgent}
  - {kind: shared, id: not-urgent}
  - {kind: shared, id: words-to-know}
  - {kind: shared, id: sources}
"""

OWN_TEXT = """
title: "MS in short"
subtitle: "For people with multiple sclerosis (MS)"
date: 2026-11-22

blocks:
  balance:
    heading: "What may get better, and what may go wrong?"
    benefits:
      heading: "It may help"
      points:
        steady: "**No worse.** After {ms-uk-disability.years} years, {ms-uk-disability.not-worse} of {ms-uk-disability.of} were no worse."
    harms:
      heading: "It may harm"
      points:
        death: "**Death.** Within {ms-uk-deaths.days} days, {ms-uk-deaths.died} of the {ms-uk-deaths.people} people had died."
    figures:
      steady:
        title: "Out of {ms-uk-disability.of} people"
        filled: "{ms-uk-disability.not-worse} were no worse"
        empty: "{ms-uk-disability.worse} were worse"
      deaths:
        title: "Out of {ms-uk-deaths.people} people"
        filled: "{ms-uk-deaths.died} died"
        empty: "{ms-uk-deaths.lived} did not"
"""  # noqa: E501


@pytest.fixture
def short(scratch):
    """A project with a further format, which has words of its own for multiple sclerosis."""
    formats = scratch.root / "content" / "formats.yaml"
    line = "\nshort: {text-of: short, tables: tables, build: when-asked, kinds: [main-message, benefits-harms]}\n"
    formats.write_text(formats.read_text("utf-8") + line, "utf-8")
    scratch.edit("content/en/locale.yaml", "formats:\n", 'formats:\n  short: "Short"\n')
    (scratch.root / "styles" / "short.css").write_text("", "utf-8")
    (scratch.root / "content" / "recipes" / "ms-short.yaml").write_text(OWN_WORDS, "utf-8")
    (scratch.root / "content" / "en" / "ms-short.yaml").write_text(OWN_TEXT, "utf-8")
    return scratch


def test_a_format_may_have_words_of_its_own(short, library):
    result = short.run("build", "ms", "--format", "short")
    assert (result.returncode, result.stderr) == (0, "")
    text = pages.text_of(short.root / "handouts" / "en" / "ms-short.pdf")
    assert text.startswith("MS in short")
    assert "After 5 years, 62 of 100 were no worse." in text
    assert "Out of 364 people 5 died 359 did not" in text.replace("\x02", "")
    assert "Keep taking your medicine" in text
    own = assemble(short.load(), "ms", "en", "short")
    assert own.edition != assemble(library, "ms", "en").edition


def test_every_disease_has_a_recipe_for_it(short):
    missing = [problem for problem in short.problems() if "the file is missing" in problem]
    names = [f"content/recipes/{d}-short.yaml:1:1" for d in DISEASES if d != "ms"]
    assert [problem.partition(": ")[0] for problem in missing] == names
    assert short.run("build", "ra", "--format", "short").returncode == 1
    assert short.run("build", "ra", "--format", "standard").returncode == 0


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "  - {kind: shared, id: unproven-clinics}\n",
            "",
            "no block gives the required warnings W9, W10, W11, W12, W14.",
        ),
        ("  - {kind: shared, id: main-message}\n", "", "there is no “main-message” block. In the format “short”"),
        ("short: {a4", "standard: {a4", "“pages” does not say how many pages the format “short” may fill."),
        ("      - {id: deaths, fact: ms-uk-deaths, of: people, filled: died, empty: lived}\n", "", "have two figures"),
        ("id: cost-and-access", "id: cost-and-acces", "there is no shared block “cost-and-acces”."),
    ],
)
def test_mistakes_in_its_recipe_are_told_and_stop_only_it(short, old, new, told):
    short.edit("content/recipes/ms-short.yaml", old, new)
    assert any(told in problem and "ms-short.yaml" in problem for problem in short.problems())
    assert short.run("build", "ms", "--format", "short").returncode == 1
    assert short.run("build", "ms", "--format", "standard").returncode == 0


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("build: always}\nbooklet", "build: sometimes}\nbooklet", ":14:56: “sometimes” is not allowed here."),
        (
            "large-print: {text-of: standard",
            "large-print: {text-of: large",
            " the format “large-print” has the words of “large”.",
        ),
    ],
)
def test_mistakes_in_the_list_of_formats(scratch, old, new, told):
    scratch.edit("content/formats.yaml", old, new)
    assert any(problem.startswith("content/formats.yaml:") and told in problem for problem in scratch.problems())


def test_without_the_list_of_formats(scratch):
    (scratch.root / "content" / "formats.yaml").unlink()
    assert [problem.partition(": ")[0] for problem in scratch.problems()] == ["content/formats.yaml:1:1"]
    result = scratch.run("build", "ms")
    assert result.returncode == 1
    assert result.stderr == "Error: content/formats.yaml cannot be read. Run “python generate.py check”.\n"
