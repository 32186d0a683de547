"""What an author is told about files that can be read but do not fit together: one mistake, its exact message."""

from __future__ import annotations

import datetime
from typing import NamedTuple

import pytest

from patient_handouts.content.names import HandoutName

MS, EN_MS = "content/recipes/ms.yaml", "content/en/ms.yaml"
COMMON, EN, LABELS = "content/recipes/common.yaml", "content/en/common.yaml", "content/en/locale.yaml"
FACTS, CLAIMS = "content/facts.yaml", "content/claims.yaml"


class Mistake(NamedTuple):
    """`old` becomes `new` in a file; the message points at the text `at`, within what was changed or after it."""

    file: str
    old: str
    new: str
    at: str
    message: str


MISTAKES = {
    "renamed key": Mistake(
        EN_MS,
        "  main-message:\n",
        "  main-mesage:\n",
        "main-mesage",
        "the key “main-mesage” is not known here. Did you mean “main-message”?",
    ),
    "typed digit": Mistake(
        EN_MS,
        "in some people when",
        "in 5 people when",
        "5 people",
        "the figure “5” is typed into the words. Write a placeholder like {fact.value}, "
        "so that the figure keeps its source (see facts.yaml).",
    ),
    "unknown placeholder": Mistake(
        EN_MS,
        "{ms-mist.people} people with",
        "{ms-mist.peple} people with",
        "{ms-mist.peple}",
        "the fact “ms-mist” has no value “peple”. Did you mean “people”?",
    ),
    "placeholder that lost a brace": Mistake(
        EN_MS,
        "{ms-mist.people} people with",
        "{ms-mist.people people with",
        "{ms-mist.people",
        "the brace “{” belongs to no placeholder. Write a placeholder as {fact.value}.",
    ),
    "placeholder with two pairs of braces": Mistake(
        EN_MS,
        "{ms-mist.people} people with",
        "{{ms-mist.people}} people with",
        "{{ms-mist.people",
        "a placeholder has two pairs of braces. Write {ms-mist.people}.",
    ),
    "drawing without its number": Mistake(
        EN_MS,
        '"{ms-mist.medicine-worse} got worse"',
        '"{ms-mist.medicine-not} got worse"',
        '"{ms-mist.medicine-not} got',
        "these words do not say the number that is drawn, {ms-mist.medicine-worse}. Use this placeholder here.",
    ),
    "two paragraphs in a line": Mistake(
        EN_MS,
        'heading: "Key points"',
        'heading: "Key\\n\\npoints"',
        '"Key',
        "only one paragraph is allowed here. Take out the empty line.",
    ),
    "link to nowhere": Mistake(
        EN_MS,
        "(term:progressive-ms)",
        "(progressive-ms)",
        "[progressive MS](progressive-ms)",
        "the link goes to “progressive-ms”, which is neither a term nor a web address. "
        "Write [words](term:name) or [words](https://…).",
    ),
    "unknown claim": Mistake(
        MS, "text: [C044,", "text: [C961,", "C961", "there is no claim “C961”. Did you mean “C096”?"
    ),
    "withheld claim": Mistake(
        MS,
        "text: [C044,",
        "text: [C044, C053,",
        "C053",
        "the claim C053 must not be printed. It is withheld: Promotional language; never print. "
        '"Best breakthrough" for lupus and RA is flatly contradicted by evidence.',
    ),
    "claim about another disease": Mistake(
        MS,
        "text: [C044,",
        "text: [C044, C062,",
        "C062",
        "the claim C062 does not speak about ms. Name a claim about this disease, or widen the claim’s diseases.",
    ),
    "unknown paragraph of a document": Mistake(
        CLAIMS,
        "refs: [s0p1, s1p3",
        "refs: [s0p91, s1p3",
        "s0p91",
        "there is no paragraph “s0p91” in the documents. See sources.yaml.",
    ),
    "unknown evidence": Mistake(
        MS,
        "MS-MURARO2025]",
        "MS-MURARO25]",
        "MS-MURARO25",
        "there is no evidence “MS-MURARO25”. Did you mean “MS-MURARO2025”?",
    ),
    "unknown picture": Mistake(
        MS, "picture: people", "picture: peeple", "peeple", "there is no picture “peeple”. Did you mean “people”?"
    ),
    "path as a picture": Mistake(
        MS,
        "picture: people",
        "picture: ../../etc/passwd",
        "../../etc",
        "“../../etc/passwd” is not a name in small letters, like “key-points”.",
    ),
    "unknown kind": Mistake(
        MS,
        "kind: main-message",
        "kind: main-mesage",
        "main-mesage",
        "“main-mesage” is not allowed here. Did you mean “main-message”?",
    ),
    "fact row that may not be printed": Mistake(
        FACTS, "row: F12", "row: F80", "F80", "there is no row of printable.yaml “F80”. Did you mean “F78”?"
    ),
    "impossible date": Mistake(
        FACTS,
        "recheck-by: 2027-11-22",
        "recheck-by: 2027-11-31",
        "2027-11-31",
        "“2027-11-31” is not a date like 2026-11-22.",
    ),
    "number in words": Mistake(
        FACTS, 'transplant-worse: "3"', 'transplant-worse: "three"', '"three"', "“three” is not a whole number."
    ),
    "label without its placeholder": Mistake(
        LABELS,
        '"Page {page} of {pages}"',
        '"Page {page}"',
        '"Page',
        "the placeholder {pages} is missing in this label. Put it where it belongs.",
    ),
    "label with a foreign placeholder": Mistake(
        LABELS,
        'important: "Important"',
        'important: "Important {page}"',
        "{page}",
        "there is no placeholder {page} here. Leave it out.",
    ),
    "label with bold": Mistake(
        LABELS,
        'important: "Important"',
        'important: "**Important**"',
        '"**Important',
        "bold and links are not allowed here. Write the words alone.",
    ),
    "name with a mark": Mistake(
        EN_MS,
        'name: "multiple sclerosis"',
        'name: "multiple **sclerosis**"',
        '"multiple **',
        "bold and links are not allowed here. Write the words alone.",
    ),
    "figures as names": Mistake(
        LABELS,
        'names-with-digits: ["type 1 diabetes"',
        'names-with-digits: ["3 of 55", "type 1 diabetes"',
        '"3 of 55"',
        "“3 of 55” is not a name that contains a number. Figures belong in facts.yaml.",
    ),
    "bidi control around a figure": Mistake(
        EN_MS,
        "{ms-mist.people} people with",
        "\u202e{ms-mist.people}\u202c people with",
        '"\u202e',
        "the text contains an invisible character (U+202E). Delete it, or retype the text.",
    ),
    "number only in a link": Mistake(
        EN_MS,
        '"{ms-mist.medicine-worse} got worse"',
        '"[Some](https://example.org/{ms-mist.medicine-worse}) got worse"',
        '"[Some]',
        "these words do not say the number that is drawn, {ms-mist.medicine-worse}. Use this placeholder here.",
    ),
    "point named twice": Mistake(
        MS,
        "points: [for-whom, works,",
        "points: [for-whom, works, for-whom,",
        "for-whom, harms",
        "“for-whom” is in this list twice. Rename or delete one.",
    ),
    "shared block with claims of its own": Mistake(
        MS,
        "{kind: shared, id: stem-cells}",
        "{kind: shared, id: stem-cells, claims: [C053]}",
        "claims: [C053]",
        "the key “claims” is not known here.",
    ),
    "code as a date": Mistake(
        LABELS,
        'date-pattern: "d MMMM y"',
        'date-pattern: "zzzz"',
        '"zzzz"',
        "“zzzz” is not a date pattern of CLDR, like “d MMMM y” or “d 'of' MMMM y”.",
    ),
    "label with code": Mistake(
        LABELS,
        'important: "Important"',
        'important: "{important.__class__}"',
        "{important.__class__}",
        "the brace “{” belongs to no placeholder. Write a placeholder as {fact.value}.",
    ),
}


def place_of(scratch, mistake: Mistake) -> str:
    text = (scratch.root / mistake.file).read_text("utf-8")
    start = text.index(mistake.new)
    offset = text.index(mistake.at, text.rindex("\n", 0, start))
    line_start = text.rindex("\n", 0, offset) + 1
    return f"{mistake.file}:{text.count(chr(10), 0, offset) + 1}:{offset - line_start + 1}"


@pytest.mark.parametrize("name", MISTAKES)
def test_message(scratch, name):
    mistake = MISTAKES[name]
    scratch.edit(*mistake[:3])
    assert scratch.problems()[0] == f"{place_of(scratch, mistake)}: {mistake.message}"


@pytest.mark.parametrize("name", ["typed digit", "withheld claim"])
def test_the_command_says_it_and_fails(scratch, name):
    mistake = MISTAKES[name]
    scratch.edit(*mistake[:3])
    result = scratch.run("check")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith(f"{place_of(scratch, mistake)}: {mistake.message}\n")


def test_sound_content_has_no_problem(scratch):
    assert scratch.problems() == []


def test_bold_that_never_ends_is_found_in_its_line_of_a_block(scratch):
    scratch.edit(EN, "These are **not** the same", "These are **not the same")
    text = (scratch.root / EN).read_text("utf-8")
    offset = text.index("**not the same")
    line, column = text.count("\n", 0, offset) + 1, offset - text.rindex("\n", 0, offset)
    assert scratch.problems() == [
        f"{EN}:{line}:{column}: bold begins here with “**” and never ends. Close it with “**”."
    ]


def test_an_unknown_term_and_one_that_nothing_links_to(scratch):
    scratch.edit(EN_MS, "(term:relapsing-ms)", "(term:relapsing)")
    (first, *_) = problems = scratch.problems()
    assert "the glossary has no term “relapsing”. Did you mean “relapsing-ms”?" in first
    scratch.edit(
        "content/recipes/common.yaml", "  relapsing-ms: [G-BASIC]\n", "  relapsing-ms: [G-BASIC]\n  spare: [G-BASIC]\n"
    )
    scratch.edit(EN, "  relapsing-ms:\n", '  spare:\n    term: "Spare"\n    means: "not linked"\n  relapsing-ms:\n')
    (spare,) = set(scratch.problems()) - set(problems)
    assert "no words link to the term “spare”. Link to it or delete it." in spare


def test_missing_words_name_the_block(scratch):
    scratch.edit(EN_MS, '  key-points:\n    heading: "Key points"\n', "  key-points:\n")
    (problem,) = scratch.problems()
    assert problem.endswith("the key “heading” is missing here, in the key-points “key-points”. Write “heading: …”.")


def test_a_claim_without_a_place(scratch):
    verdict = '  verdict: supported\n  use: print\n  why: "x"\n  evidence: [G-BASIC]\n'
    scratch.edit(CLAIMS, "C007:", f'C115:\n  refs: [s0p1]\n  diseases: [all]\n  says: "x"\n{verdict}C007:')
    scratch.edit("content/sources.yaml", "claims: 114", "claims: 115")
    (problem,) = scratch.problems()
    assert problem.startswith(f"{CLAIMS}:")
    assert "the claim C115 is to be printed, but no block names it." in problem


def test_a_claim_that_is_lost(scratch):
    text = (scratch.root / CLAIMS).read_text("utf-8")
    start, end = text.index("C053:\n"), text.index("C054:\n")
    (scratch.root / CLAIMS).write_text(text[:start] + text[end:], "utf-8")
    assert scratch.problems() == [
        f"{CLAIMS}:1:1: the claim C053 of the documents is missing. Restore it; to keep it out of print, withhold it."
    ]


def test_an_unknown_shared_block_is_named_with_the_nearest(scratch):
    scratch.edit(MS, "id: keep-medicine", "id: keep-medicin")
    warning, block = scratch.problems()
    assert "no block gives the required warning W13." in warning
    assert "there is no shared block “keep-medicin”. Did you mean “keep-medicine”?" in block


def test_every_handout_that_lacks_a_warning_is_named(scratch):
    scratch.edit(COMMON, "warnings: [W13]", "warnings: []")
    lacking = [problem.split(":")[0] for problem in scratch.problems()]
    assert lacking == [f"content/recipes/{disease}.yaml" for disease in ("ms", "ra")]


def test_a_block_named_twice(scratch):
    scratch.edit(MS, "id: deaths-result", "id: trial-result")
    assert any("“trial-result” is in this list twice." in problem for problem in scratch.problems())


def test_a_misspelt_term_is_no_advice_to_others(scratch):
    scratch.edit(EN_MS, "](term:transplant)", "](term:transplnat)")
    told = scratch.problems()
    assert any("the glossary has no term “transplnat”. Did you mean “transplant”?" in problem for problem in told)
    assert not any("(term:transplnat)" in problem for problem in told)


def test_no_value_of_the_opposite_outcome_is_suggested(scratch):
    """“medicine-not” is the nearest name; it is the number of those who did not get worse."""
    scratch.edit(EN_MS, "{ms-mist.medicine-worse}", "{ms-mist.medicine-nowt}")
    told = next(problem for problem in scratch.problems() if "has no value" in problem)
    assert "the fact “ms-mist” has no value “medicine-nowt”. Did you mean “medicine-not”?" in told, "a slip"
    scratch.edit(EN_MS, "{ms-mist.medicine-nowt}", "{ms-mist.medicine-bad}")
    told = next(problem for problem in scratch.problems() if "has no value" in problem)
    assert "Did you mean" not in told
    assert "It has: group, medicine-not, medicine-worse, people, transplant-not, transplant-worse." in told


def test_a_figure_or_an_outcome_of_no_value(scratch):
    scratch.edit(FACTS, "- {of: people, parts: [died, lived]}", "- {of: people, parts: [died, livd]}")
    assert any("the fact “ms-uk-deaths” has no value “livd”. Did you mean “lived”?" in p for p in scratch.problems())
    scratch.edit(MS, "filled: died, empty: lived", "filled: died, empty: survivors")
    assert any("the fact “ms-uk-deaths” has no value “survivors”. It has: " in p for p in scratch.problems())


def test_a_drawing_that_does_not_add_up(scratch):
    scratch.edit(FACTS, 'transplant-worse: "3"', 'transplant-worse: "4"')
    row, fact, figure = scratch.problems()
    assert "the row F12 does not say 4, as “ms-mist.transplant-worse” does." in row
    assert fact.endswith("the parts make 4 + 52 = 56, but “group” is 55. Correct the values.")
    assert figure.endswith("the figure draws 4 + 52 = 56 people, but there were 55. Name values that add up.")


def test_a_block_that_rests_on_nothing(scratch):
    text = (scratch.root / MS).read_text("utf-8")
    start = text.index("      points.for-whom: ")
    (scratch.root / MS).write_text(text[:start] + text[text.index("\n", start) + 1 :], "utf-8")
    (problem,) = scratch.problems()
    assert problem.startswith(f"{MS}:")
    assert problem.endswith(
        "no source is given for the text “points.for-whom” of the block “key-points”. "
        "Name its claims or evidence there, under “rests-on”: “points.for-whom: [C042]”."
    )


def test_sources_for_a_text_that_is_not_there(scratch):
    scratch.edit(MS, "      points.for-whom: ", "      points.for-who: ")
    assert "the block “key-points” has no text “points.for-who”. Did you mean “points.for-whom”?" in "".join(
        scratch.problems()
    )


@pytest.mark.parametrize("kind", ["sources", "glossary", "about", "questions"])
def test_a_handout_without_a_part_that_all_have(scratch, kind):
    shared = {"glossary": "words-to-know"}.get(kind, kind)
    scratch.edit(MS, f"  - {{kind: shared, id: {shared}}}\n", "")
    told = f"there is no “{kind}” block. Every handout has exactly one."
    assert any(told in problem for problem in scratch.problems())


def test_a_day_yet_to_come(scratch):
    scratch.edit(EN_MS, "date: 2026-12-01", "date: 2099-01-01")
    scratch.edit(FACTS, "read: 2026-11-22\n  recheck-by: 2027-05-22", "read: 2040-11-22\n  recheck-by: 2041-05-20")
    words, fact = scratch.problems()
    assert "the date 2099-01-01 of these words is in the future. Correct it." in words
    assert "the fact “donor-deaths” was read in the future, 2040-11-22." in fact


def test_a_crowd_is_no_picture(scratch):
    for old, new in (('people: "364"', 'people: "900364"'), ('lived: "359"', 'lived: "900359"')):
        scratch.edit(FACTS, old, new)
    *rows, problem = scratch.problems()
    assert all("the row F13 does not say 900" in row for row in rows)
    assert problem.endswith(
        "the figure draws 900364 people; more than 2,000 cannot be read as a picture. Use a share of 100 people."
    )


def test_a_locale_without_fonts(scratch):
    scratch.edit(LABELS, 'fonts: ["Noto Sans"]', "fonts: []")
    (problem,) = scratch.problems()
    assert "no font is named." in problem


def test_an_unfinished_locale_is_not_offered_and_stops_nothing(scratch):
    spanish = scratch.root / "content" / "es"
    spanish.mkdir()
    text = (scratch.root / LABELS).read_text("utf-8")
    (spanish / "locale.yaml").write_text(text.replace("Noto Sans", "Noto Sans Missing"), "utf-8")
    (spanish / "ms.yaml").write_text('title: "Células madre"\nheading: ""\n', "utf-8")
    problems = scratch.problems()
    assert any(told.startswith("content/es/ms.yaml:2:1: the key “heading” is not known here.") for told in problems)
    assert all(told.startswith("content/es/") for told in problems)
    assert "es" not in scratch.run("list").stdout.split()
    assert scratch.run("build", "--quiet", "--format", "summary").returncode == 0
    asked = scratch.run("build", "ms", "--locale", "es", "--format", "summary")
    assert (asked.returncode, asked.stdout) == (1, "")
    assert asked.stderr.startswith("Error: ms: not finished in “es”: ")
    assert asked.stderr.endswith("Run “python generate.py locale check es”.\n")
    assert not (scratch.root / "handouts" / "es").exists()


def test_mistakes_in_words_are_told_beside_a_misspelt_key(scratch):
    scratch.edit(EN_MS, "  main-message:\n", "  main-mesage:\n")
    scratch.edit(EN_MS, 'heading: "Key points"', 'heading: "5 key points"')
    key, digit = scratch.problems()
    assert "main-mesage" in key
    assert "the figure “5” is typed" in digit


def test_a_fact_that_nobody_prints(scratch):
    scratch.edit(EN_MS, "{ms-msc.people} people", "Many people")
    (problem,) = scratch.problems()
    assert "no words print the fact “ms-msc”. Use it or delete it." in problem


def test_a_fact_kept_for_longer_than_a_year(scratch):
    scratch.edit(FACTS, "recheck-by: 2027-11-22", "recheck-by: 2029-11-22")
    (problem,) = scratch.problems()
    assert "are not valid (read 2026-11-22, recheck by 2029-11-22)." in problem


@pytest.mark.parametrize(
    ("folder", "told"),
    [
        ("Español", "Name it “es”"),
        ("english", "Name it like “es” or “zh-Hans”"),
        ("xx", "Name it like “es” or “zh-Hans”"),
    ],
)
def test_a_folder_that_is_no_language(scratch, folder, told):
    (scratch.root / "content" / folder).mkdir()
    (problem,) = scratch.problems()
    what = "the folder’s name is not a language tag."
    assert problem == f"content/{folder}:1:1: {what} {told}, or move it out of content/."
    assert scratch.snapshot().blocking(HandoutName("ms", "en")) == [], "it stops no handout"


def test_words_without_a_recipe(scratch):
    (scratch.root / "content/en/gout.yaml").write_text('name: "gout"\n')
    assert scratch.problems() == [
        "content/en/gout.yaml:1:1: there is no recipe of this name. Rename the file, or write the recipe."
    ]


def test_a_recipe_without_words(scratch):
    (scratch.root / EN_MS).unlink()
    assert scratch.problems()[0] == f"{EN_MS}:1:1: the file is missing. Write the words of the recipe “ms”."


def test_all_files_are_reported_at_once(scratch):
    scratch.edit(EN_MS, "in some people when", "in 5 people when")
    scratch.edit("content/en/ra.yaml", "**Death.**", "**Death.")
    scratch.edit(MS, "text: [C044,", "text: [C961,")
    assert [problem.split(":")[0] for problem in scratch.problems()] == [EN_MS, "content/en/ra.yaml", MS]


def test_facts_expire_after_their_day(scratch):
    assert scratch.problems(datetime.date(2027, 5, 22)) == []
    late = "\n".join(scratch.problems(datetime.date(2027, 5, 23)))
    assert "the fact “ms-uk-deaths” was to be checked again by 2027-05-22." in late
    assert "ms-mist" not in late
