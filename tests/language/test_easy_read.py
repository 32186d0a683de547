"""What check says of easy read that is not easy, and of pictures that are missing."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "en/ms-easy-read.yaml",
            "is the part of your body that stops germs.",
            "is the part of your body that stops germs and all other things too.",
            "this sentence has 17 words",
        ),
        (
            "en/ms-easy-read.yaml",
            "It hurts your nerves. Nerves",
            "It attacks your nerves. Nerves",
            "“attacks” is a figure of speech. [metaphor] Plainer: say what is hurt: “hurts your joints”.",
        ),
        (
            "en/ms-easy-read.yaml",
            "You can feel very tired.",
            "You can feel very tired. You may fall.",
            "4 sentences; at most 3 make one idea. [many-ideas] Make two lines of it, each with a picture.",
        ),
        (
            "en/ms-easy-read.yaml",
            "In multiple sclerosis it makes",
            "In MS it makes",
            "the abbreviation “MS” is not spelt out. [abbreviation] Write the words; easy read has no abbreviations.",
        ),
        (
            "en/ms-easy-read.yaml",
            "[Stem cells](term:stem-cell) are cells that can make new cells.",
            "This leaflet tells you about [stem cells](term:stem-cell).",
            "“stem cells” comes here first, and is not explained. [unexplained] Say here what it is: “stem cells",
        ),
        (
            "recipes/ms-easy-read.yaml",
            "some: hospital, suits: people, other: lab",
            "some: hospital, suits: people",
            "no picture stands beside the point “other”. Write “other: …” under “beside”, or draw a figure.",
        ),
        (
            "recipes/ms-easy-read.yaml",
            "some: hospital, suits: people, other: lab",
            "some: hospital, suits: people, other: lab, others: lab",
            "there is no point “others”. Did you mean “other”?",
        ),
        (
            "recipes/ms-easy-read.yaml",
            "some: hospital, suits",
            "some: hospitel, suits",
            "there is no picture “hospitel”. Did you mean “hospital”?",
        ),
        (
            "recipes/ms-easy-read.yaml",
            "    about: harms\n",
            "",
            "there is no “harms” block. In the format “easy-read”, every handout has exactly one.",
        ),
        (
            "recipes/ms-easy-read.yaml",
            "warnings: [W2, W3, W4, W5]",
            "warnings: [W2, W3, W5]",
            "no block gives the required warning W4.",
        ),
        (
            "en/ms-easy-read.yaml",
            "{ms-uk-deaths.low-lived} or {ms-uk-deaths.high-lived} did not die.",
            "The others did not die.",
            "these words do not say the number that is drawn, {ms-uk-deaths.low-lived}.",
        ),
        (
            "en/ms-summary.yaml",
            " (starter cells)",
            "",
            "“stem cells” comes here first, and is not explained. [unexplained] Say here what it is: “stem cells",
        ),
    ],
)
def test_mistakes(scratch, file, old, new, told):
    scratch.edit(f"content/{file}", old, new)
    assert any(told in problem for problem in scratch.problems()), "\n".join(scratch.problems())


EASY_FILES = ("content/en/ms-easy-read.yaml", "content/en/common-easy-read.yaml")


def test_a_long_winded_leaflet(scratch):
    long = "This is one of the very long lines that nobody can read at all."
    for file in EASY_FILES:
        path = scratch.root / file
        lines = path.read_text("utf-8").splitlines()
        plain = [line.startswith("      ") and "{" not in line and "[" not in line for line in lines]
        told = (
            f'{line.partition(": ")[0]}: "{long}"' if is_plain else line
            for line, is_plain in zip(lines, plain, strict=True)
        )
        path.write_text("\n".join(told) + "\n", "utf-8")
    assert any("words on average. [easy-mean] Shorten the long ones: at most 9." in p for p in scratch.problems())


def test_hard_words_throughout(scratch):
    for file in EASY_FILES:
        path = scratch.root / file
        text = path.read_text("utf-8").replace(" you ", " particular individuals ")
        path.write_text(text.replace("people", "unfortunate individuals"), "utf-8")
    found = [problem for problem in scratch.problems() if "[easy-level]" in problem]
    assert found
    assert "Use shorter words and sentences: at most grade 4." in found[0]


def test_a_block_that_is_no_easy_read(scratch):
    scratch.edit(
        "content/recipes/ms-easy-read.yaml", "id: about}", "id: about}\n  - {kind: shared, id: cost-and-access}"
    )
    assert any("a “text” block is not allowed in easy read." in problem for problem in scratch.problems())
