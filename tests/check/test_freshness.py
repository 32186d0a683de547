"""What must be read again, and when."""

from __future__ import annotations

import dataclasses
import datetime
import json

import pytest

from patient_handouts.check.freshness import due, due_soon, longest
from tests.support.project import generate


def test_deaths_regulators_and_trials_are_due_within_six_months(library):
    for name, fact in library.facts.items():
        fast = "died" in fact.values or "as-of" in fact.dates
        assert not fast or longest(library, fact).days == 184, name
    for key, evidence in library.sources.evidence.items():
        assert (longest(library, evidence).days == 184) == (evidence.kind in ("regulator", "trial-register")), key


@pytest.mark.parametrize(
    ("file", "name"), [("content/facts.yaml", "ms-uk-deaths"), ("content/sources.yaml", "  G-FDA2021")]
)
def test_a_longer_time_than_that_is_a_mistake(scratch, file, name):
    text = (scratch.root / file).read_text("utf-8")
    start = text.index(f"\n{name}:")
    changed = text[start:].replace("recheck-by: 2027-05-22", "recheck-by: 2027-11-22", 1)
    (scratch.root / file).write_text(text[:start] + changed, "utf-8")
    (problem,) = scratch.problems()
    assert "are not valid (read 2026-11-22, recheck by 2027-11-22). Recheck it within six months" in problem


def test_check_announces_then_fails(scratch):
    told = scratch.run("check", "--date", "2027-04-01")
    assert told.returncode == 0
    assert "soon: the fact “ms-uk-deaths” must be read again by 2027-05-22." in told.stdout
    assert "soon: the evidence “G-FDA2021” must be read again by 2027-05-22." in told.stdout
    quiet = scratch.run("check", "--date", "2027-04-01", "--quiet")
    assert (quiet.returncode, quiet.stdout) == (0, "")
    told = scratch.run("check", "--date", "2027-12-01")
    assert told.returncode == 1
    assert "the evidence “MS-MIST” was to be checked again by 2027-11-22." in told.stderr


def test_old_evidence_stops_the_leaflets_that_rest_on_it(scratch):
    text = (scratch.root / "content/sources.yaml").read_text("utf-8")
    start = text.index("  MS-ECTRIMS2025:")
    changed = text[start:].replace("recheck-by: 2027-11-22", "recheck-by: 2026-11-22", 1)
    (scratch.root / "content/sources.yaml").write_text(text[:start] + changed, "utf-8")
    assert scratch.run("build", "ms", "--quiet", "--format", "summary").returncode == 1
    assert scratch.run("build", "ra", "--quiet", "--format", "summary").returncode == 0


def test_nothing_is_announced_today(library):
    assert due_soon(library, datetime.date(2026, 11, 22)) == []


def test_recheck_lists_everything_with_where_to_read_it(library):
    told = generate("recheck").stdout
    for item in due(library):
        assert f"{item.day}  {item.kind} {item.name}: " in told
    assert "https://doi.org/10.1136/jnnp-2025-336755" in told
    assert "https://clinicaltrials.gov/study/NCT04047628" in told
    assert "https://www.isrctn.com/ISRCTN88667898" in told
    first = generate("recheck", "--by", "2027-05-22", "--json").stdout
    assert {entry["day"] for entry in json.loads(first)} == {"2027-05-22"}
    late = generate("recheck", env={"SOURCE_DATE_EPOCH": "1811808000"}).stdout
    assert "2027-05-22  OVERDUE  fact ms-uk-deaths" in late


def test_a_fact_that_names_evidence_that_is_not_there(scratch):
    scratch.edit("content/facts.yaml", "evidence: [RA-MUTHU2021]", "evidence: [RA-MUTHU2012]")
    told = scratch.run("check")
    assert "there is no evidence “RA-MUTHU2012”. Did you mean “RA-MUTHU2021”?" in told.stderr
    assert "Traceback" not in scratch.run("recheck").stderr


def test_half_a_list_is_none(scratch):
    scratch.edit("content/facts.yaml", "donor-deaths:\n", "donor-deaths: x\n")
    result = scratch.run("recheck")
    assert result.returncode == 1
    assert "content/facts.yaml:" in result.stderr


def test_what_is_due_is_announced_from_sixty_days_before_to_its_day(library):
    day = datetime.date(2027, 5, 22)
    for before, announced in ((0, True), (60, True), (61, False), (-1, False)):
        names = {item.name for item in due_soon(library, day - datetime.timedelta(days=before))}
        assert ("ms-uk-deaths" in names) == announced, before


def test_a_fact_that_changes_fast_is_due_sooner_whatever_its_values_are_called(library):
    fact = library.facts["new-disease"]
    assert longest(library, fact).days == 366
    assert longest(library, dataclasses.replace(fact, changes="fast")).days == 184
