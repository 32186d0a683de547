"""What the documentation says is true: its commands run, its numbers are the program's, its picture is the code's."""

from __future__ import annotations

import re
import runpy
import shlex
import shutil
import tomllib

import click
import pytest

from patient_handouts.check.freshness import LONGEST
from patient_handouts.commands.main import main
from patient_handouts.language.rules import RULES
from patient_handouts.review.instruments import explanation
from tests.support.product import FORMATS, TRANSLATIONS
from tests.support.project import ROOT, generate

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("bench/*.md")])
PACKAGE = ROOT / "patient_handouts"


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


# --- commands ---


def commands() -> list[tuple[str, str]]:
    """Every command line of generate.py in the documentation, with its page."""
    found = []
    for page in PAGES:
        if page.name in ("commands.md", "CHANGELOG.md"):
            continue
        text = re.sub(r"\\\n\s*", "", page.read_text("utf-8"))
        blocks = re.findall(r"(?m)^(?:\.venv/bin/)?python generate\.py *(.*)$", text)
        spans = re.findall(r"`(?:python )?generate\.py ([^`]*)`", text)
        found += [(page.name, re.split(r"\s{2,}|\s#|[“\"…]|\(", line)[0].strip()) for line in blocks + spans]
    return sorted(set(found))


@pytest.mark.parametrize(("page", "line"), commands(), ids=str)
def test_a_command_is_understood(page, line):
    """Names of commands and options are those of the program."""
    words = shlex.split(line)
    command, context = main, click.Context(main)
    while words and isinstance(command, click.Group):
        inner = command.get_command(context, words[0])
        assert inner, f"{page}: there is no command “{words[0]}”"
        command = inner
        words = words[1:]
    options = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    used = {word.partition("=")[0] for word in words if word.startswith("--")}
    assert used <= options | {"--help"}, page


def test_the_page_of_commands_is_made_of_their_help():
    """After a change: make docs."""
    assert text_of("docs/commands.md") == runpy.run_path(str(ROOT / "scripts" / "commands.py"))["page"]()


def test_every_target_of_make_is_told():
    makefile = text_of("Makefile")
    targets = set(re.search(r"\.PHONY: (.*)", makefile)[1].split())
    assert set(re.findall(r"(?m)^# make (\w+)", makefile)) == targets
    for page in PAGES:
        named = set(re.findall(r"`make (\w+)`", page.read_text("utf-8")))
        assert named <= targets, page.name


# --- numbers and names ---


def test_the_number_of_texts(tmp_path):
    """As the page has a translator find it out."""
    for folder in ("content", "styles", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns(*TRANSLATIONS))
    assert generate("locale", "new", "pl", root=tmp_path).returncode == 0
    counted = re.search(r"(\d+) texts to translate", generate("locale", "check", "pl", root=tmp_path).stdout)
    assert "The whole is about a thousand texts" in text_of("docs/translating.md")
    assert 700 < int(counted[1]) < 1500


def test_scores_are_explained_as_they_are_judged():
    """After a change: make docs."""
    assert text_of("docs/scores.md") == explanation()


def test_every_rule_is_told():
    told = set(re.findall(r"(?m)`([a-z-]+)`", text_of("docs/writing.md")))
    assert set(RULES) <= told


def test_every_format_is_told():
    told = re.findall(r"(?m)^\| `([a-z-]+)` \| `", text_of("docs/printing.md"))
    assert tuple(told) and set(told) == set(FORMATS)


def test_links_lead_somewhere():
    for page in PAGES:
        written = re.sub(r"`[^`]*`", "", page.read_text("utf-8"))
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", written):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_a_year_is_a_year():
    assert LONGEST.days in (365, 366)
    assert "within a year" in text_of("docs/writing.md")


# --- the house ---


def layers() -> list[list[str]]:
    contracts = tomllib.loads(text_of("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    return [line.split(" | ") for line in contracts[0]["layers"]]


def test_the_picture_of_the_house_is_the_code():
    picture = text_of("docs/architecture.md").partition("## The floors")[2].split("```")[1]
    drawn = [re.split(r"\s{2,}", line) for line in picture.strip().splitlines()]
    names = {name.removesuffix(".py") for line in drawn for name in line}
    for floor in layers():
        assert set(floor) <= names, floor
    order = [
        next(i for i, line in enumerate(drawn) if floor[0] in (n.removesuffix(".py") for n in line))
        for floor in layers()
    ]
    assert order == sorted(order)


def test_all_files_that_are_named_are_there():
    for page in PAGES:
        text = page.read_text("utf-8")
        if page.name == "CHANGELOG.md":
            continue
        for name in re.findall(r"`((?:patient_handouts|styles|templates|tests|scripts|docs)/[\w./-]+)`", text):
            if "NAME" not in name and "short" not in name:
                assert (ROOT / name).exists(), f"{page.name}: {name}"
        if page.name == "architecture.md":
            for name in re.findall(r"`([a-z_]+/[\w/]+\.(?:py|yaml))`", text):
                assert (PACKAGE / name).exists() or (ROOT / name).exists(), name


@pytest.mark.parametrize("wing", [floor for row in layers() for floor in row])
def test_every_wing_says_what_it_is_for_and_holds_nothing_else(wing):
    face = PACKAGE / wing / "__init__.py"
    if face.exists():
        assert re.fullmatch(r'"""[A-Z].*?"""\n', face.read_text("utf-8"), re.DOTALL)


def test_no_module_is_longer_than_four_hundred_lines():
    files = [*PACKAGE.rglob("*.py"), *ROOT.glob("scripts/*.py"), ROOT / "generate.py"]
    assert [str(path) for path in files if len(path.read_text("utf-8").splitlines()) > 400] == []


def test_an_import_in_a_function_has_its_reason_beside_it():
    for path in PACKAGE.rglob("*.py"):
        for line in path.read_text("utf-8").splitlines():
            if "noqa: PLC0415" in line:
                assert re.search(r"noqa: PLC0415  # \w+", line), f"{path}: {line}"
