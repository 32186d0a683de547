"""Each file in broken/ holds one mistake of an author or a translator; expected.txt says what they read."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patient_handouts.reading import strict_yaml
from patient_handouts.reading.reader import read
from patient_handouts.reading.shape import TEXT, Texts

BROKEN = Path(__file__).parent / "broken"
FILES = sorted(path.name for path in BROKEN.glob("*.yaml"))
SHAPE = Texts({"heading": TEXT, "points": Texts({"one": TEXT, "two": TEXT})})


def problems_of(path: Path) -> list[str]:
    node, problems = strict_yaml.parse(path, path.name)
    if node is not None:
        read(node, SHAPE, problems)
    return [str(problem) for problem in sorted(problems)]


def expected() -> dict[str, list[str]]:
    by_file: dict[str, list[str]] = {}
    for line in (BROKEN / "expected.txt").read_text("utf-8").splitlines():
        by_file.setdefault(line.split(":", 1)[0], []).append(line)
    return by_file


@pytest.mark.parametrize("name", FILES)
def test_message(name, request):
    if request.config.getoption("--update-golden"):
        lines = [line for file in FILES for line in problems_of(BROKEN / file)]
        (BROKEN / "expected.txt").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    assert problems_of(BROKEN / name) == expected()[name]


def test_every_message_has_its_file():
    assert sorted(expected()) == FILES


def test_sound_file_has_no_problem(tmp_path):
    file = tmp_path / "sound.yaml"
    file.write_text(
        "\ufeffheading: \"Key points: what to know # now\"\r\npoints:\r\n  one: |\r\n    First\r\n  two: '2'\r\n"
    )
    assert problems_of(file) == []


def test_huge_file(tmp_path):
    file = tmp_path / "huge.yaml"
    file.write_text("# " + "x" * strict_yaml.MAX_BYTES)
    assert problems_of(file) == ["huge.yaml:1:1: the file is larger than 512 KB. Is it the right file? Split it."]


@pytest.mark.parametrize("kind", ["lists", "keys"])
@pytest.mark.parametrize(("deep", "sound"), [(strict_yaml.MAX_DEPTH, True), (strict_yaml.MAX_DEPTH + 1, False)])
def test_how_deep_a_file_may_be_nested(kind, deep, sound):
    """Lists and keys count alike, and each once."""
    opened, closed = ("[", "]") if kind == "lists" else ("{a: ", "}")
    text = f'a: {opened * (deep - 1)}"x"{closed * (deep - 1)}'
    node, problems = strict_yaml.parse_text(text, "deep.yaml")
    assert (node is not None) == sound
    assert [problem.what for problem in problems] == ([] if sound else ["the file is nested more than 12 deep."])


def test_all_mistakes_of_a_file_are_told_at_once(tmp_path):
    file = tmp_path / "many.yaml"
    file.write_text('headng: "Key points"\npoints:\n  one: First\n  two: ""\n  three: "x"\n')
    assert [problem.split(":")[1] for problem in problems_of(file)] == ["1", "3", "4", "5"]


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\n :-\"'[]{}*&!|>#%@`\t"))))
def test_no_text_brings_the_reader_down(text):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "any.yaml"
        file.write_text(text, "utf-8", errors="replace", newline="")
        node, problems = strict_yaml.parse(file, "any.yaml")
    assert node is not None or problems
    assert all(str(problem).startswith("any.yaml:") for problem in problems)


def plain(node):
    """A tree as plain values."""
    return {key: plain(child) for key, (_, child) in node.value.items()} if isinstance(node.value, dict) else node.value


@pytest.mark.parametrize(
    ("above", "both"),
    [
        ('a: {x: "9"}', {"a": {"x": "9", "y": "2"}, "b": "3"}),
        ('a: "text"', {"a": "text", "b": "3"}),
        ('b: {x: "9"}', {"a": {"x": "1", "y": "2"}, "b": {"x": "9"}}),
        ('c: "4"', {"a": {"x": "1", "y": "2"}, "b": "3", "c": "4"}),
    ],
)
def test_a_variant_of_a_language_is_laid_over_it_key_by_key(above, both):
    below, _ = strict_yaml.parse_text('a: {x: "1", y: "2"}\nb: "3"', "es.yaml")
    over, _ = strict_yaml.parse_text(above, "es-MX.yaml")
    assert plain(strict_yaml.overlay(below, over)) == both
