"""Slips that YAML takes and a page would print: each is found, in every language, and all else is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patient_handouts.check.content import check_locale
from patient_handouts.check.slips import slips
from patient_handouts.content.load import load
from tests.support.project import DAY

SLIPS = {
    "a list": ("- experts check this\n- you decide", "a list like this is printed as one running text."),
    "a numbered list": ("1. experts check this", "a list like this is printed as one running text."),
    "a comment at the end of a line": ("Ring us. # ask Jo", "this comment is inside the text and would be printed."),
    "a comment on a line": ("Ring us.\n# ask Jo\nSoon.", "this comment is inside the text and would be printed."),
    "an element": ("Ring <b>us</b>.", "“<b>” is HTML, and would be printed as it stands."),
    "an element of its own": ("Ring<br/>us.", "“<br/>” is HTML, and would be printed as it stands."),
    "an entity": ("You &amp; us.", "“&amp;” is HTML, and would be printed as it stands."),
    "stars": ("It is *very* hard.", "“*very*” is not how bold is written."),
    "underscores": ("It is _very_ hard.", "“_very_” would be printed with its underscores."),
    "backticks": ("It is `very` hard.", "“`” would be printed as it stands."),
    "a straight apostrophe": ("Crohn's disease.", "the apostrophe is a straight one."),
    "a straight apostrophe at the end": ("The doctors' room.", "the apostrophe is a straight one."),
    "straight quotes": ('They say "stem cells".', "the quote mark is a straight one."),
    "full stops": ("And then...", "three full stops stand for an ellipsis."),
    "a hyphen for a dash": ("It is hard - and risky.", "a hyphen stands for a dash."),
    "two spaces": ("It is hard.  It is risky.", "there are two spaces."),
    "a space before a stop": ("It is hard .", "there is a space before “.”."),
}

SOUND = [
    "**It is hard.** Ask your team’s nurse.",
    "Own-cell transplants, follow-ups and check-ups",
    "{ms-mist.people} people, out of {ms-mist.group}",
    "“Stem cells” are … well, cells – and more.",
    "[MSCs](term:msc) and [a list](https://example.org/a_b_c?x=1&y=2#part)",
    "AT&T, a*b, 2 * 3, snake_case and C#",
    "Ring 1.5 hours before; 9:30–17:00.",
    "¿Cómo está? «Bien», dijo.",
    "First paragraph.\n\nSecond paragraph.",
]


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_found(name):
    text, told = SLIPS[name]
    found = list(slips(text))
    assert told in [slip.what for slip in found]
    assert all(slip.advice for slip in found)


@pytest.mark.parametrize("text", SOUND)
def test_what_is_sound_is_left_alone(text):
    assert list(slips(text)) == []


@given(st.text(alphabet="ab'\"*_`#<>&;. -\n", max_size=40))
def test_each_slip_has_its_place_and_is_told_once(text):
    found = list(slips(text))
    assert all(0 <= slip.offset < len(text) for slip in found)
    assert len({(slip.offset, slip.what) for slip in found}) == len(found)


@pytest.mark.parametrize("name", SLIPS)
def test_check_tells_it_in_english_with_its_line(scratch, name):
    text, told = SLIPS[name]
    lines = "\n".join(f"      {line}" for line in text.split("\n"))
    scratch.edit("content/en/ms.yaml", "  who-it-suits:\n", "  who-it-suits:\n#here\n")
    before, _, after = (scratch.root / "content/en/ms.yaml").read_text("utf-8").partition("#here\n")
    head, _, rest = after.partition("    text: |\n")
    (scratch.root / "content/en/ms.yaml").write_text(f"{before}{head}    text: |\n{lines}\n{rest}", "utf-8")
    line = (before + head).count("\n") + 2
    problems = [problem for problem in scratch.problems() if told in problem]
    assert any(problem.startswith(f"content/en/ms.yaml:{line + n}:") for problem in problems for n in range(3))


@pytest.mark.parametrize("name", SLIPS)
def test_check_tells_it_in_a_translation(scratch, name):
    text, told = SLIPS[name]
    scratch.add("es")
    path = scratch.root / "content/es/ms.yaml"
    before, _, after = path.read_text("utf-8").partition("  who-it-suits:\n")
    head, _, rest = after.partition("    text: |\n")
    lines = "\n".join(f"      {line}" for line in text.split("\n"))
    path.write_text(f"{before}  who-it-suits:\n{head}    text: |\n{lines}\n{rest}", "utf-8")
    found = check_locale(load(scratch.project.content, only=["es"]), "es", DAY, language=False)
    told_here = [problem for problem in map(str, found) if told in problem]
    almost_bold = [problem for problem in map(str, found) if "is not how bold is written." in problem]
    assert told_here or almost_bold, "a translator is told how the English is marked"


def test_style_stops_no_leaflet_and_a_comment_does(scratch):
    from patient_handouts.content.names import HandoutName

    ms = HandoutName("ms", "en")
    scratch.edit("content/en/ms.yaml", "It is hard and risky", "It's hard and risky")
    assert "the apostrophe is a straight one. Write “’”." in scratch.problems()[0]
    assert scratch.snapshot().blocking(ms) == []
    scratch.edit("content/en/ms.yaml", "hard and risky", "hard and # ask Jo: risky")
    assert scratch.snapshot().blocking(ms)


def test_a_letter_that_no_font_has_is_told_in_english_too(scratch):
    scratch.edit("content/en/ms.yaml", 'heading: "Key points"', 'heading: "Key points 😀"')
    (problem,) = scratch.problems()
    assert problem.startswith("content/en/ms.yaml:")
    assert "the fonts of this language have no letter for “😀” (U+1F600)." in problem


def test_two_diseases_with_one_title(scratch):
    scratch.edit("content/en/ra.yaml", "Stem cells and rheumatoid arthritis", "Stem cells and multiple sclerosis")
    assert any("“ra” has the same title as “ms”. Name the disease in it." in told for told in scratch.problems())
