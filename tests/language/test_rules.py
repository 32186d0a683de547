"""The rules of language: each catches what it should, at its place, and leaves sound text alone."""

from __future__ import annotations

import pytest

from patient_handouts.language.rules import RULES, check_language, findings
from tests.support.edits import changed, located, new_findings
from tests.support.project import DISEASES

POINT = "key-points/points.mscs"

CAUGHT = [
    ("sentence-length", "This goes on" + " and on" * 9 + ".", "21 words"),
    ("hard-word", "Doctors administer stem cells.", "“administer” is a hard word."),
    ("hard-word", "It helps in the event of an infection.", "“in the event of”"),
    ("hard-word", "Its efficacy is not known.", "Plainer:"),
    ("late-term", "It can calm remission.", "“remission” comes here first"),
    ("abbreviation", "It is also called AHSCT.", "“AHSCT” is not spelt out"),
    ("passive", "Your cells are collected.", "“are collected”"),
    ("passive", "Your cells were not always taken.", "“were not always taken”"),
    ("passive", "Cells are being grown.", "“are being grown”"),
    ("double-negative", "It is not without danger.", "“not” and “without”"),
    ("double-negative", "Nobody can say it never helps.", "“Nobody” and “never”"),
    ("hype", "This is a breakthrough.", "“breakthrough” promises too much"),
    ("hype", "A groundbreaking treatment.", "“groundbreaking”"),
    ("hype", "It is a miracle.", "“miracle”"),
    ("hype", "It is natural.", "“natural”"),
    ("hype", "Results are promising.", "“promising”"),
    ("hype", "It can cure MS.", "“cure”"),
    ("hype", "It resets your immune system.", "“resets”"),
    ("hype", "A revolutionary way.", "“revolutionary”"),
    ("hype", "It gives people hope.", "“hope”"),
    ("hype", "It is safe and effective.", "“safe and effective”"),
    ("hype", "A ‘miracle’, some say.", "“miracle”"),
    ("hype", "A mir**acle**.", "“miracle”"),
    ("hype", "A\u00a0BREAK‑THROUGH.", "“BREAK‑THROUGH”"),
    ("double-negative", "They don't say it never helps.", "“don't” and “never”"),
    ("chance-word", "Side effects are rare.", "“rare” means something else to everybody"),
    ("chance-word", "It is likely to help.", "“likely”"),
    ("one-in", "One in seven people got better.", "“One in seven”"),
    ("one-in", "{ms-mist.transplant-worse} in {ms-mist.group} got worse, {ms-mist.transplant-not} not.", "“3 in 55”"),
    ("relative-risk", "It doubles the danger.", "“doubles the danger”"),
    ("relative-risk", "Three times as many people got worse.", "“Three times as many”"),
    ("relative-risk", "{ms-mist.group} per cent got worse.", "“55 per cent”"),
    ("one-sided", "{ms-periods.back} of {ms-periods.women} women had periods again.", "Say {ms-periods.not} too."),
    ("hype", "A near-miracle, self-healing cure.", "“miracle”"),
    ("one-in", "It helps one-in-seven.", "“one-in-seven”"),
    ("chance-word", "It is low-risk.", "“low-risk”"),
    ("figure-in-words", "Twenty people died.", "“Twenty people” is a figure without a source."),
    ("figure-in-words", "Seventy out of a hundred got better.", "“Seventy out of a hundred”"),
    ("figure-in-words", "Half of people got better.", "“Half of people”"),
    ("figure-in-words", "Eight of seventy-nine died.", "“Eight of seventy”"),
    ("figure-in-words", "Half died.", "“Half died” is a figure without a source."),
    ("figure-in-words", "In one study most died.", "“most died” is a figure without a source."),
    ("leftover", "Das wird jedoch nicht helfen.", "“jedoch” looks like German"),
    ("leftover", "Ein Beispiel steht hier.", "“Beispiel” looks like German"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "text", "told"), CAUGHT, ids=[f"{rule}: {text[:30]}" for rule, text, _ in CAUGHT])
def test_caught(library, rule, text, told):
    found = [finding for finding in new_findings(library, {POINT: text}) if finding.rule == rule]
    assert found, "not caught"
    assert any(told in str(finding.problem()) for finding in found), [str(f.problem()) for f in found]
    assert all(f"[{rule}]" in str(finding.problem()) for finding in found)


LEFT_ALONE = [
    "Your body makes blood.",
    "Ask your team. They know you.",
    "There is no known cure.",
    "It has no proven cure, and nobody sells one.",
    "Some people got better. Others did not.",
    "You may feel tired, and you may need to rest.",
    "Your team is worried about germs.",
    "This is called [remission](term:remission), and it is known to end.",
    "The UK and the US have warned about it.",
    "In {ms-starms.results} we will know more.",
    "They commonly say so to all {ms-mist.people} people.",
    "Three weeks later, two nurses came.",
    "Do not stop. Do not wait.",
    "No, it is not.",
    "One in the group got worse.",
    "Do you hope to have children?",
    "It took a hundred days, and some felt sick for a while, but then they went home.",
]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_sound_text_is_left_alone(library, text):
    assert [str(f.problem()) for f in new_findings(library, {POINT: text})] == []


def test_the_place_is_that_of_the_word(library):
    text = "Some **[cells](term:msc) are rare.**"
    (finding,) = [finding for finding in new_findings(library, {POINT: text}) if finding.rule == "chance-word"]
    assert str(finding.place) == f"content/en/ms.yaml:100:{8 + text.index('rare')}"


def test_the_place_in_a_block_of_lines(scratch):
    scratch.edit("content/en/ms.yaml", "MS got worse in fewer people", "a miracle: MS got worse in fewer people")
    (problem,) = scratch.problems()
    line = (scratch.root / "content/en/ms.yaml").read_text("utf-8").split("\n")
    row, column = map(int, problem.split(":")[1:3])
    assert line[row - 1][column - 1 :].startswith("miracle")


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (
            {f"benefits-harms/harms.points.{name}": "**Death.** Some died." for name in ("death", "fertility")},
            "the benefits have",
        ),
        ({"benefits-harms/benefits.points.fewer": None}, "there are 3 benefits and 4 harms"),
        (
            {
                f"benefits-harms/harms.points.{name}": "**Bad things** that you may not expect happen to some people "
                "and stay with them for years and years and then go on"
                for name in ("death", "infection", "fertility", "new-illness")
            },
            "a sentence of the harms has on average",
        ),
        (
            {"benefits-harms/harms.points.infection": "Bad infections can happen, in hospital and long after."},
            "does not",
        ),
    ],
    ids=["room", "number", "plainness", "prominence"],
)
def test_benefits_and_harms_out_of_balance(library, texts, told):
    found = [f for f in findings(changed(library, "ms", texts), "ms", "en") if f.rule == "balance"]
    assert any(told in f.what for f in found), found


def test_numbers_out_of_different_groups(library):
    text = (
        "{ms-mist.transplant-worse} out of {ms-mist.group} got worse, {ms-mist.transplant-not} did not. "
        "{new-disease.got} out of {new-disease.of} got something new, {new-disease.not} did not."
    )
    rules = {finding.rule: finding for finding in new_findings(library, {POINT: text})}
    assert rules["denominators"].what == "this text compares numbers out of 55 and 100."


def test_a_harm_that_comes_late(scratch):
    for old in ("    warnings: [W2, W7]\n", "    warnings: [W2, W6]\n"):
        scratch.edit("content/recipes/ms.yaml", old, old.replace("W2, ", ""))
    (problem,) = scratch.problems()
    assert "neither the main message nor the key points say that people have died (W2). [harm-first]" in problem


def test_an_answer_quiets_the_rule_and_is_listed(library):
    text = located("Side effects are rare.", remarks=("allow chance-word: nobody has counted them",))
    (finding,) = [f for f in new_findings(library, {POINT: text}) if f.rule == "chance-word"]
    assert finding.reason == "nobody has counted them"
    assert list(check_language(changed(library, "ms", {POINT: text}), "en", library.recipes)) == []


@pytest.mark.parametrize(
    ("remark", "told"),
    [
        ("allow chance-word: why not", "nothing below breaks the rule “chance-word” any more. Delete this comment."),
        ("allow chance-words: nobody has counted them", "there is no rule “chance-words”. Did you mean “chance-word”?"),
        ("allow chance-word", "an answer needs a reason. Write “# allow chance-word: why”."),
        ("allow chance-word:", "an answer needs a reason. Write “# allow chance-word: why”."),
        ("Allow chance-word – nobody counted", "an answer needs a reason. Write “# allow chance-word: why”."),
        ("allow chance-word, hype: x", "an answer needs a reason. Write “# allow chance-word: why”."),
    ],
)  # fmt: skip
def test_an_answer_that_answers_nothing(library, remark, told):
    text = located("Some people feel sick.", remarks=(remark,))
    (problem,) = check_language(changed(library, "ms", {POINT: text}), "en", library.recipes)
    assert str(problem) == f"content/en/ms.yaml:99:7: {told}"


def test_any_other_remark_means_nothing(library):
    text = located("Some people feel sick.", remarks=("Allowed by nobody.", "Allow me: a note"))
    assert list(check_language(changed(library, "ms", {POINT: text}), "en", library.recipes)) == []


def test_style_stops_no_leaflet_and_hype_does(scratch):
    scratch.edit("content/en/ms.yaml", "Good points", "Approximate points")
    assert "[hard-word]" in scratch.problems()[0]
    assert scratch.run("build", "ms", "--quiet", "--format", "standard").returncode == 0
    scratch.edit("content/en/ms.yaml", "Fewer attacks, maybe for years.", "A miracle, maybe for years.")
    result = scratch.run("build", "ms", "--format", "standard")
    assert result.returncode == 1
    assert "“miracle” promises too much. [hype]" in result.stderr
    assert "hard-word" in result.stderr or "hard-word" in scratch.run("check").stderr


def test_a_clinics_own_hard_words(library):
    found = findings(library, "ms", "en", {"drip": "a tube into a vein"})
    assert any("“drip” is a hard word. [hard-word] Plainer: a tube into a vein." in str(f.problem()) for f in found)


def test_an_answer_inside_a_text_would_be_printed(scratch):
    scratch.edit(
        "content/en/ms.yaml", "      While the trial ran", "      # allow hype: some reason\n      While the trial ran"
    )
    told = "this comment is inside the text and would be printed. Put it above the key of the text."
    assert any(told in problem for problem in scratch.problems())


def test_a_title_is_read_too_and_its_answer_listed(scratch):
    scratch.edit("content/en/ms.yaml", 'title: "Stem cells', '# allow hype: a test\ntitle: "Miracle cells')
    assert scratch.problems() == []
    assert "content/en/ms.yaml:5:1: hype: a test" in scratch.run("check", "--answers").stdout


@pytest.mark.parametrize("spoil", ["missing", "broken"])
def test_without_its_lists_nothing_is_built(scratch, spoil):
    """Hype must not slip through because the file that finds it cannot be read."""
    path = scratch.root / "content/en/language.yaml"
    if spoil == "missing":
        path.unlink()
        assert len(scratch.problems()) == 1, "the answers are not called idle"
    else:
        scratch.edit("content/en/language.yaml", 'longest-sentence: "20"', 'longest-sentence: "20')
    result = scratch.run("build", "ms", "--format", "standard")
    assert result.returncode == 1
    assert "content/en/language.yaml:" in result.stderr
    assert not (scratch.root / "handouts" / "en" / "ms.pdf").exists()


@pytest.mark.parametrize("phrase", ["*", "a*a*a*b", "two  spaces", "no\u00a0break", "5 people", ""])
def test_phrases_that_cannot_be(scratch, phrase):
    scratch.edit("content/en/language.yaml", '"beacon": "leave it out"', f'"{phrase}": "leave it out"')
    (problem,) = scratch.problems()
    assert problem.startswith("content/en/language.yaml:")


def test_every_rule_is_tested():
    in_easy_read = {"unexplained", "many-ideas", "metaphor", "easy-mean", "easy-level"}  # test_easy_read.py
    tested = {rule for rule, _, _ in CAUGHT} | {"balance", "denominators", "harm-first"} | in_easy_read
    assert tested == set(RULES)


@pytest.mark.parametrize("disease", DISEASES)
def test_the_content_breaks_no_rule_unanswered(library, disease):
    assert [str(f.problem()) for f in findings(library, disease, "en") if not f.reason] == []


def test_an_answer_to_one_rule_quiets_no_other(library):
    text = located("It is a miracle that is rare.", remarks=("allow chance-word: the word of the regulator",))
    found = {finding.rule: finding for finding in new_findings(library, {POINT: text})}
    assert found["chance-word"].reason
    assert not found["hype"].reason
    told = [str(p) for p in check_language(changed(library, "ms", {POINT: text}), "en", library.recipes)]
    assert [problem for problem in told if "[hype]" in problem]
    assert not [problem for problem in told if "[chance-word]" in problem]
