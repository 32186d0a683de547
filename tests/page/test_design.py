"""What a designer is told: pictograms and style sheets that there are not, and mistakes in a style sheet."""

from __future__ import annotations

from patient_handouts.content.names import HandoutName


def test_an_icon_that_there_is_not_is_told_by_check_and_stops_only_what_has_it(scratch):
    scratch.edit("styles/pictures.yaml", "people: people-group", "people: people-gruop")
    (problem,) = scratch.problems()
    assert problem.startswith("styles/pictures.yaml:")
    assert problem.endswith("Font Awesome Free has no solid icon “people-gruop”. Did you mean “people-group”?")


def test_a_format_without_its_style_sheet_is_told_and_not_built(scratch):
    """Large print without its style sheet would be twelve point type."""
    (scratch.root / "styles" / "large-print.css").unlink()
    (problem,) = scratch.problems()
    assert problem.startswith("styles/large-print.css:1:1: the style sheet of the format “large-print” is missing.")
    refused = scratch.run("build", "ms", "--format", "large-print")
    assert refused.returncode == 1
    assert "not built: styles/large-print.css is missing" in refused.stderr
    assert scratch.run("build", "ms", "--format", "summary").returncode == 0


def test_a_mistake_in_a_style_sheet_is_told_with_its_file_and_line(scratch):
    for file in ("page.css", "summary.css"):
        path = scratch.root / "styles" / file
        before = path.read_text("utf-8")
        path.write_text(before.rstrip("\n") + "\nh1 { colour: red }\n", "utf-8")
        told = scratch.run("build", "ms", "--format", "summary").stderr
        line = before.rstrip("\n").count("\n") + 2
        assert f"Ignored `colour: red ` in styles/{file}:{line}:6, unknown property." in told
        path.write_text(before, "utf-8")


def test_a_sound_design_has_no_problem(snapshot):
    assert list(snapshot.design.problems(snapshot.library.formats)) == []
    assert snapshot.handout(HandoutName("ms", "en")).pieces
