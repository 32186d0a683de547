"""The register of editions: which leaflet it was, what has changed, whether to replace it."""

from __future__ import annotations

import re

import pytest

from patient_handouts.approval import register
from patient_handouts.handout.assemble import assemble
from patient_handouts.handout.transcript import transcript
from patient_handouts.problems import HandoutError
from tests.support.project import DAY, DISEASES

WORDS = "content/en/ms.yaml"


@pytest.fixture
def edition(library):
    return assemble(library, "ms", "en").edition


def test_an_edition_of_today(scratch, edition):
    told = scratch.run("edition", edition)
    assert told.returncode == 0
    assert f"Edition {edition}: Stem cells and multiple sclerosis (ms, en, standard), words of " in told.stdout
    assert "This is the current edition. Keep it." in told.stdout


@pytest.mark.parametrize(
    "way", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code[:3]} {code[4:]} "]
)
def test_a_code_as_people_type_it(scratch, edition, way):
    assert f"Edition {edition}:" in scratch.run("edition", way(edition)).stdout


def test_letters_that_look_like_figures():
    assert register.normal_code("oil-7a0") == "011-7A0"


def test_an_edition_that_has_changed_since(scratch, edition):
    result = scratch.run("release")
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-1] == "6 new editions. Commit them with the release."
    scratch.edit(WORDS, "It is hard and risky", "It is risky and hard")
    told = scratch.run("edition", edition).stdout
    now = assemble(scratch.load(), "ms", "en").edition
    assert f"Today’s edition is {now}. Throw the old one away. What has changed:" in told
    assert re.search(r"main-message\n  - .*It is hard and risky.*\n  \+ .*It is risky and hard", told)
    assert told.count("\n  - ") == 1


def test_an_edition_that_nobody_knows(scratch):
    result = scratch.run("edition", "ABC-123")
    assert result.returncode == 1
    assert "There is no edition “ABC-123” in the register, and none that is built now." in result.stderr


def test_a_whole_line_of_a_page(scratch, edition):
    assert f"Edition {edition}:" in scratch.run("edition", f"Edition {edition}, 22 November 2026").stdout


def test_a_leaflet_that_is_broken_today_is_not_called_gone(scratch, edition):
    scratch.run("release")
    scratch.edit(WORDS, 'heading: "Key points"', 'heading: "Key {ms-mist.pople}"')
    result = scratch.run("edition", edition)
    assert result.returncode == 1
    assert "It cannot be compared: the content has mistakes." in result.stderr


@pytest.mark.parametrize("code", ["", "../../etc/passwd", "ABC", "🙂", "ABC-1234"])
def test_what_is_no_edition(scratch, code):
    result = scratch.run("edition", code)
    assert result.returncode == 1
    assert f"“{code}” is not an edition. It is printed at the foot of each page" in result.stderr


def test_an_edition_whose_facts_are_out_of_date(scratch, edition):
    told = scratch.run("edition", edition, env={"SOURCE_DATE_EPOCH": "1811808000"})  # 2027-06-01
    assert "its content is wrong or out of date" in told.stdout


def test_an_edition_of_a_leaflet_that_is_not_made_any_more(scratch, edition):
    scratch.run("release")
    (scratch.root / "content/recipes/ms.yaml").unlink()
    (scratch.root / WORDS).unlink()
    assert "This leaflet is not made any more. Throw it away." in scratch.run("edition", edition).stdout


def test_a_second_release_adds_nothing_and_changes_nothing(scratch):
    scratch.run("release")
    folder = scratch.root / "content" / "editions"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert len(before) == 3 * len(DISEASES)  # the full leaflet, easy read and the summary
    result = scratch.run("release", env={"SOURCE_DATE_EPOCH": "1796200000"})
    assert result.stdout == "No new editions.\n"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_what_is_kept_is_what_was_said(library, tmp_path):
    for disease in DISEASES:
        handout = assemble(library, disease, "en")
        register.record(handout, tmp_path / "editions", DAY)
        kept = register.find(handout.edition, [tmp_path / "editions"])
        assert kept.blocks == transcript(handout)
    assert sorted(register.codes([tmp_path / "editions"])) == sorted(
        assemble(library, d, "en").edition for d in DISEASES
    )


@pytest.mark.parametrize(
    ("old", "new"), [("risky", "safe"), ("disease: ms", "disease: ra"), ("date: 2026", "date: 2025")]
)
def test_a_file_of_the_register_that_was_changed_is_refused(library, tmp_path, old, new):
    handout = assemble(library, "ms", "en")
    path = register.record(handout, tmp_path / "editions", DAY)
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(HandoutError, match="this file was changed after it was written"):
        register.find(handout.edition, [tmp_path / "editions"])
