"""What lies in the folder of handouts: made anew only where something changed, and listed only where it is current."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil

import pytest
from click.testing import CliRunner
from lxml import html

from patient_handouts.content.names import HandoutName
from patient_handouts.output.order import Order
from patient_handouts.output.plan import prepare
from patient_handouts.output.records import key_of
from tests.support.project import DISEASES, build_quietly

SHORT = ("build", "--format", "summary")


@pytest.fixture(scope="module")
def folder(once):
    """All summaries, built; copy it to spoil it."""
    return once("summaries", lambda folder: build_quietly("--format", "summary", "--output", folder))


@pytest.fixture
def output(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "handouts")
    return tmp_path / "handouts"


def build(scratch, output, *arguments):
    result = scratch.run(*arguments, "--output", output)
    assert result.returncode == 0, result.stderr
    return [line for line in result.stdout.splitlines() if ".pdf" in line]


def made_anew(lines: list[str]) -> list[str]:
    return sorted(re.search(r"/en/(.*)\.pdf", line)[1] for line in lines if "as before" not in line)


def listed(output) -> list[str]:
    page = html.parse(str(output / "index.html"))
    return sorted(page.xpath("//li//a[contains(@href, '.pdf')]/@href"))


ALL = sorted(f"en/{disease}-summary.pdf" for disease in DISEASES)


def test_it_lists_all_with_links_that_lead_somewhere(folder):
    assert listed(folder) == ALL
    page = html.parse(str(folder / "index.html"))
    for link in page.xpath("//a/@href"):
        assert (folder / link).is_file()
    assert [heading.text for heading in page.xpath("//h2")] == ["Multiple sclerosis", "Rheumatoid arthritis"]
    first = page.xpath("//li")[0].text_content()
    assert "Summary: English" in first
    assert "Pages: 2 · A4 · Edition" in first
    assert "draft" in first
    assert len(page.xpath("//li//img[starts-with(@src, 'data:image/png;base64,')]")) == len(DISEASES)


@pytest.mark.parametrize(
    ("word", "disease"),
    [("g35", "ms"), ("m05", "ra"), ("m06", "ra"), ("disseminata", "ms"), ("rheumatoid", "ra")],
)
def test_a_disease_is_found_by_its_other_names_and_codes(folder, word, disease):
    page = html.parse(str(folder / "index.html"))
    found = [item for item in page.xpath("//li") if word in item.get("data-find")]
    assert [item.getparent().getparent().get("id") for item in found] == [disease]


def test_nothing_changed_nothing_made(scratch, output):
    before = {path: path.stat().st_mtime_ns for path in output.rglob("*.pdf")}
    assert made_anew(build(scratch, output, *SHORT)) == []
    assert {path: path.stat().st_mtime_ns for path in output.rglob("*.pdf")} == before


def test_only_what_prints_a_changed_word_is_made_anew(scratch, output):
    scratch.edit("content/en/ms-summary.yaml", "Some people need less for a time.", "A few need less for a time.")
    assert made_anew(build(scratch, output, *SHORT)) == ["ms-summary"]


def test_what_all_print_makes_all_anew(scratch, output):
    scratch.edit("styles/summary.css", "16.5pt", "16.4pt")
    assert made_anew(build(scratch, output, *SHORT)) == sorted(f"{disease}-summary" for disease in DISEASES)


def test_a_file_that_was_deleted_changed_or_cut_off_is_made_anew(scratch, output):
    (output / "en/ms-summary.pdf").unlink()
    (output / "en/ra-summary.html").write_text("somebody edited it", "utf-8")
    assert made_anew(build(scratch, output, *SHORT)) == ["ms-summary", "ra-summary"]
    (output / "en/ra-summary.pdf").write_bytes((output / "en/ra-summary.pdf").read_bytes()[:1000])
    assert made_anew(build(scratch, output, *SHORT)) == ["ra-summary"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
        lambda text: "[1, 2]",
        lambda text: "[" * 100_000,
        lambda text: text.replace('"pages": 2', '"pages": "two"'),
        lambda text: text.replace('"disease": "ms"', '"disease": "ra"'),
        lambda text: text.replace("en/ms-summary.pdf", "../../precious"),
        lambda text: text.replace('"key"', '"key2"'),
    ],
    ids=["empty", "cut off", "a list", "deep", "wrong type", "another's name", "leads outside", "unknown key"],
)
def test_a_spoiled_record_costs_a_rebuild_and_nothing_else(scratch, output, spoil):
    record = output / ".made/en/ms-summary.json"
    record.write_text(spoil(record.read_text("utf-8")), "utf-8")
    assert made_anew(build(scratch, output, *SHORT)) == ["ms-summary"]
    assert listed(output) == ALL


def test_a_copy_of_the_folder_and_other_clocks_change_nothing(scratch, output, tmp_path):
    moved = tmp_path / "moved"
    shutil.copytree(output, moved, copy_function=shutil.copy)  # with new times
    assert made_anew(build(scratch, moved, *SHORT)) == []


def test_another_paper_is_another_sheet(scratch, output):
    assert made_anew(build(scratch, output, *SHORT, "ms", "--paper", "Letter")) == ["ms-summary"]
    text = (output / "index.html").read_text("utf-8")
    assert (text.count(" · Letter · "), text.count(" · A4 · ")) == (1, 1)


def test_what_earlier_builds_made_stays_listed_while_it_is_current(scratch, output):
    build(scratch, output, "build", "ms", "--format", "standard")
    assert listed(output) == sorted([*ALL, "en/ms.pdf"])
    scratch.edit("styles/summary.css", ".questions {", ".questions { color: #111;")
    build(scratch, output, "build", "ms", "--format", "standard")
    assert listed(output) == ["en/ms.pdf"]
    assert (output / "en/ra-summary.pdf").exists()  # it only looks otherwise now


def test_languages_built_one_after_another_lead_to_each_other(scratch, output):
    scratch.add("es")
    lines = build(scratch, output, "build", "ms", "--format", "summary", "--locale", "es")
    assert [line.endswith("as before)") for line in lines] == [False]
    assert listed(output) == sorted([*ALL, "es/ms-summary.pdf"])
    for tag, other in (("en", "es"), ("es", "en")):
        page = html.parse(str(output / tag / "ms-summary.html"))
        assert page.xpath("//nav//a/@href") == [f"../{other}/ms-summary.html"]
    shutil.rmtree(scratch.root / "content/es")
    assert made_anew(build(scratch, output, *SHORT)) == []
    assert "<nav" not in (output / "en/ms-summary.html").read_text("utf-8")


def test_what_is_not_made_any_more_is_deleted(scratch, output):
    for path in [*scratch.root.glob("content/recipes/ra*"), *scratch.root.glob("content/en/ra*")]:
        path.unlink()
    result = scratch.run("build", "ms", "--format", "summary", "--output", output)
    assert result.returncode == 0, result.stderr
    assert listed(output) == [name for name in ALL if "/ra-" not in name]
    assert not list(output.glob("*/ra-*")) + list(output.glob(".made/*/ra-*"))


def test_a_handout_that_cannot_be_built_is_not_listed(scratch, output):
    scratch.edit("content/en/ms-summary.yaml", "It is hard and risky", "It is a miracle")
    result = scratch.run(*SHORT, "--output", output)
    assert result.returncode == 1
    assert listed(output) == [name for name in ALL if "/ms-" not in name]
    assert not list(output.glob("*/ms-summary*")) + list(output.glob(".made/*/ms-summary*"))


def test_what_is_edited_while_a_build_runs_is_seen_by_the_next_one(scratch, output, monkeypatch):
    from patient_handouts.commands.main import main
    from patient_handouts.content.choose import choose

    words = "content/en/ms-summary.yaml"

    def choose_and_save(*arguments):
        if "Few people" not in (scratch.root / words).read_text("utf-8"):
            scratch.edit(
                words, "Some people need less for a time.", "Few people need less for a time."
            )  # an author saves
        return choose(*arguments)

    monkeypatch.setattr("patient_handouts.commands.console.ROOT", scratch.root)
    monkeypatch.setattr("patient_handouts.commands.build.choose", choose_and_save)
    scratch.edit("content/en/ra-summary.yaml", "better medicines came.", "better ones came.")  # something to build
    result = CliRunner().invoke(main, [*SHORT, "--quiet", "--output", str(output)])
    assert result.exit_code == 0, result.output
    monkeypatch.undo()
    assert made_anew(build(scratch, output, *SHORT)) == ["ms-summary"]


def test_another_font_file_is_seen(library, tmp_path, monkeypatch):
    from patient_handouts.locales import fonts

    before = fonts.state()
    monkeypatch.setattr(fonts, "_installed", lambda: {"NotoSans-Regular.ttf": tmp_path})
    assert fonts.state() != before


def test_files_of_others_stay(scratch, output):
    (output / "en/notes.txt").write_text("mine", "utf-8")
    (output / ".made/en/other.json").write_text(json.dumps({"files": {"en/notes.txt": ""}}), "utf-8")
    build(scratch, output, *SHORT)
    assert (output / "en/notes.txt").read_text("utf-8") == "mine"


def test_two_builds_at_once_into_one_folder(scratch, tmp_path):
    import concurrent.futures

    output = tmp_path / "both"
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        wanted = [(*SHORT, "--jobs", "1"), ("build", "ms", "ra", "--format", "standard", "--jobs", "1")]
        runs = [pool.submit(scratch.run, *command, "--output", output) for command in wanted]
        assert [run.result().returncode for run in runs] == [0, 0]
    build(scratch, output, *SHORT)
    assert listed(output) == sorted([*ALL, "en/ms.pdf", "en/ra.pdf"])


def test_a_note_is_not_listed_and_leaves_no_record(scratch, tmp_path):
    output = tmp_path / "handouts"
    build(scratch, output, "build", "ms", "--format", "summary", "--note", "Bring your scan.")
    assert sorted(path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()) == [
        "en/ms-summary-with-note.pdf"
    ]


def test_the_language_of_the_catalogue_comes_first_in_it(scratch, output):
    scratch.add("es")
    build(scratch, output, "build", "ms", "--format", "summary", "--locale", "es")
    for name, first in (("index.html", "en"), ("index.es.html", "es")):
        page = html.parse(str(output / name))
        links = page.xpath("//section[@id='ms']//a[contains(@href, '.pdf')]/@href")
        assert [link.partition("/")[0] for link in links] == [first, "es" if first == "en" else "en"], name


def test_a_page_with_another_picture_is_another_page(snapshot):
    """The key of a record holds the data of pictures, and not their names alone."""
    plan = prepare(snapshot, HandoutName("ms", "en", "easy-read"), Order("A4"))
    pictures = dict(plan.page.pictures)
    name = next(iter(pictures))
    other = {**pictures, name: dataclasses.replace(pictures[name], data=pictures[name].data + b" ")}
    changed = dataclasses.replace(plan, page=dataclasses.replace(plan.page, pictures=other))
    assert key_of(changed, "A4") != key_of(plan, "A4") == key_of(plan, "A4")
