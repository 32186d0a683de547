"""What could hurt a patient, and what ended in a traceback: refused in words, with the place and what to write."""

from __future__ import annotations

import pytest
from PIL import Image

from patient_handouts.check.content import check_locale
from patient_handouts.clinic import profile, svg_logo
from patient_handouts.content.load import load
from patient_handouts.problems import HandoutError
from tests.clinic.test_clinic import FULL
from tests.support.project import DAY, LOCALES, SAMPLE, generate

BUILD = ("build", "ms", "--format", "summary")
EN = "content/en/locale.yaml"


def one_problem(scratch, start: str) -> str:
    found = [problem for problem in scratch.problems() if problem.startswith(start)]
    assert found, scratch.problems()
    return found[0]


def problems_of(scratch, tag: str) -> list[str]:
    """What is wrong in the files of one language, but for its wording."""
    return list(map(str, check_locale(load(scratch.project.content, only=[tag]), tag, DAY, language=False)))


# --- figures ---


@pytest.mark.parametrize(
    ("digits", "better"),
    [
        ("1234567890", "0123456789"),
        ("0000000000", "0123456789"),
        ("0123456798", "0123456789"),
        ("٠١٢٣٤٥٦٧٩٨", "٠١٢٣٤٥٦٧٨٩"),
        ("٠١٢٣٤٥٦٧8٩", "٠١٢٣٤٥٦٧٨٩"),
        ("०१२३४५६७८9", "०१२३४५६७८९"),
    ],
)
def test_digits_are_the_ten_of_one_script_in_order(scratch, digits, better):
    scratch.edit(EN, "direction: ltr", f'direction: ltr\ndigits: "{digits}"')
    told = one_problem(scratch, EN)
    assert f"the digits “{digits}” are not zero to nine of one script in order: figures would be wrong." in told
    assert f"Write “{better}”, or leave “digits” out." in told
    result = scratch.run("build", "ms", "--format", "summary")
    assert result.returncode == 1
    assert "not built" in result.stderr


@pytest.mark.parametrize("digits", ["0123456789", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९"])
def test_sound_digits_are_taken(scratch, digits):
    scratch.edit(EN, "direction: ltr", f'direction: ltr\ndigits: "{digits}"')
    assert scratch.problems() == []


@pytest.mark.parametrize(
    "pattern",
    ["dddd d MMMM y", "dddd M y", "d MMMMMMM y", "EEEEEEE d MMMM y", "d MMMMM y", "d MMMM yy", "d MMMM y - 2026",
     "d MMMM '2026' y", "d M yyyyyyyyyyyy", "d" * 40 + "A"],
)  # fmt: skip
def test_a_date_pattern_writes_whole_dates_and_nothing_else(scratch, pattern):
    (line,) = (line for line in (SAMPLE / EN).read_text("utf-8").splitlines() if line.startswith("date-pattern:"))
    scratch.edit(EN, line, f'date-pattern: "{pattern}"')
    assert "is not a date pattern of CLDR" in one_problem(scratch, EN)


# --- drafts ---


@pytest.mark.parametrize("tag", ["en", *LOCALES])
@pytest.mark.parametrize("name", ["draft", "draft-translation"])
@pytest.mark.parametrize("text", ["\u200d", "\u2800", "Checked by a clinician", "ok", "Draft.", "—"])
def test_a_draft_says_so_in_its_language(scratch, tag, name, text):
    """In English “Draft.” is enough; in the others it is no word of theirs."""
    if tag != "en":
        scratch.add(tag)
    file = f"content/{tag}/locale.yaml"
    (line,) = (s for s in (SAMPLE / file).read_text("utf-8").splitlines() if s.startswith(f"  {name}:"))
    scratch.edit(file, line, f'  {name}: "{text}"')
    if tag == "en" and text == "Draft.":
        assert problems_of(scratch, tag) == []
    else:
        told = "".join(problem for problem in problems_of(scratch, tag) if problem.startswith(file))
        assert any(
            part in told for part in ("does not say that the text is a draft.", "this text is empty.", "invisible")
        )


@pytest.mark.parametrize("name", ["draft", "not-checked", "not-tested", "translation-not-checked"])
def test_no_mark_says_that_somebody_has_checked(scratch, name):
    (line,) = (s for s in (SAMPLE / EN).read_text("utf-8").splitlines() if s.startswith(f"  {name}:"))
    scratch.edit(EN, line, f'  {name}: "Draft: Checked by a clinician"')
    assert "while nobody has checked the text." in one_problem(scratch, EN)


def test_the_emergency_card_is_required(scratch):
    scratch.edit("content/recipes/ms.yaml", "  - {kind: shared, id: emergency}\n", "")
    assert "there is no care card that is emergency. Every handout has one." in one_problem(
        scratch, "content/recipes/ms.yaml"
    )


# --- a profile reads nothing but what lies beside it ---


@pytest.fixture
def folder(tmp_path):
    own = tmp_path / "own"
    (own / "pictures").mkdir(parents=True)
    for place in (tmp_path, own, own / "pictures"):
        Image.new("RGB", (600, 300), "navy").save(place / "logo.png")
        (place / "signoffs.yaml").write_text("sign-offs: []\n", "utf-8")
    (own / "link.png").symlink_to(tmp_path / "logo.png")
    return own


@pytest.mark.parametrize("name", ["logo.png", "pictures/logo.png", "./logo.png"])
def test_a_logo_beside_the_profile(folder, name):
    (folder / "clinic.yaml").write_text(f'{FULL}logo: "{name}"\n', "utf-8")
    assert profile.load_profile(folder / "clinic.yaml").logo


@pytest.mark.parametrize(
    "name",
    ["../logo.png", "{parent}/logo.png", "link.png", "pictures/../../logo.png", "/proc/kmsg", "/dev/zero",
     "\\\\\\\\host\\\\share\\\\x.png", "C:\\\\logo.png", "C:logo.png", "..\\\\logo.png"],
)  # fmt: skip
@pytest.mark.parametrize("key", ["logo", "sign-offs"])
def test_a_file_elsewhere_is_not_opened(folder, key, name):
    name = name.replace("{parent}", str(folder.parent))
    (folder / "clinic.yaml").write_text(f'{FULL}{key}: "{name}"\n', "utf-8")
    with pytest.raises(HandoutError, match=r"is not a file beside the profile, or in a folder"):
        profile.load_profile(folder / "clinic.yaml")


@pytest.mark.parametrize("name", ["/etc/passwd", "../signoffs.yaml"])
def test_sign_offs_of_others_take_no_mark_away(folder, name):
    (folder / "clinic.yaml").write_text(f'{FULL}sign-offs: "{name}"\n', "utf-8")
    result = generate("build", "ms", "--format", "summary", "--clinic", folder / "clinic.yaml", cwd=folder)
    assert result.returncode == 1
    assert "root:" not in result.stderr
    assert not (folder / "handouts").exists()


# --- no traceback ---


def test_words_that_look_like_a_reference_of_the_program(folder):
    words = 'The big picture:neurology picture:people "picture:clinic-logo"'
    profile = FULL.replace('department: "Neurology"', f"department: '{words}'")
    (folder / "clinic.yaml").write_text(f'{profile}logo: "logo.png"\n', "utf-8")
    result = generate(*BUILD, "--clinic", folder / "clinic.yaml", "--output", folder / "out", cwd=folder)
    assert (result.returncode, result.stderr) == (0, "")
    page = (folder / "out/en/ms-summary.html").read_text("utf-8")
    assert page.count("The big picture:neurology picture:people &#34;picture:clinic-logo&#34;") >= 2


@pytest.mark.parametrize("box", ["e e 100 50", ". . 100 50", "0 0 1e400 50", "0 0 nan 50", "- + 100 50"])
def test_a_drawing_that_does_not_say_how_large_it_is(box):
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><rect width="9" height="9"/></svg>'
    with pytest.raises(HandoutError, match=r"does not say how large it is|cannot be drawn"):
        svg_logo.painted(svg.encode())


def test_one_clinic_with_a_broken_logo_does_not_stop_the_others(tmp_path):
    folder = tmp_path / "clinics"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.yaml").write_text(f'name: "{name}"\n' + ('logo: "x.svg"\n' if name == "b" else ""), "utf-8")
    (folder / "x.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="e e 100 50"/>', "utf-8")
    result = generate("build", "ms", "--format", "summary", "--clinics", folder, "--output", tmp_path / "out")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert sorted(path.parent.parent.name for path in (tmp_path / "out").rglob("ms-summary.pdf")) == ["a", "c"]


BROKEN = {
    "a quote mark too few": (EN, 'name: "English"', 'name: "English'),
    "a line out of its indentation": ("content/facts.yaml", "ms-uk-deaths:\n  row: F13", "ms-uk-deaths:\n row: F13"),
    "a recipe that is no list": ("content/recipes/ms.yaml", "blocks:\n", "blocks: 7\nrest:\n"),
    "formats that cannot be read": ("content/formats.yaml", "standard:", "standard: ["),
    "words that cannot be read": ("content/en/common.yaml", "blocks:\n", "blocks: [\n"),
    "sources that cannot be read": ("content/sources.yaml", "evidence:\n", "evidence: [\n"),
    "rules of language that cannot be read": ("content/en/language.yaml", "hype:\n", "hype: [\n"),
}

COMMANDS = (
    BUILD, (*BUILD, "--locale", "es"), (*BUILD, "--note", "Ring us."), (*BUILD, "--locale", "en+es"),
    ("check",), ("check", "--answers"), ("list",), ("list", "--json"), ("schema",), ("locale", "new", "fr"),
    ("locale", "check", "es"), ("locale", "status"), ("locale", "update", "es"), ("locale", "export", "es"),
    ("locale", "accept", "es", "--all"), ("locale", "preview", "ms", "es", "--once"), ("trace", "ms"), ("score", "ms"),
    ("review", "ms"), ("edition", "AAA-AAA"), ("sign-off", "ms", "--as", "clinician", "--name", "A", "--role", "B",
     "--until", "2027-10-01", "--yes"), ("recheck",), ("release", "1.0"),
)  # fmt: skip


@pytest.mark.parametrize("mistake", BROKEN)
def test_no_command_ends_in_a_traceback(scratch, mistake):
    scratch.add("es")
    assert scratch.run(*BUILD).returncode == 0
    assert scratch.run("schema").returncode == 0
    file, old, new = BROKEN[mistake]
    scratch.edit(file, old, new)
    schema = (scratch.root / "content/schema/locale.schema.json").read_text("utf-8")
    for command in COMMANDS:
        result = scratch.run(*command)
        assert "Traceback" not in result.stderr, (command, result.stderr[-1500:])
        assert result.returncode in (0, 1, 2), command
    assert scratch.run("check").returncode == 1
    if file != "content/facts.yaml":
        assert (scratch.root / "content/schema/locale.schema.json").read_text("utf-8") == schema


# --- PO files ---


@pytest.fixture
def exported(scratch):
    scratch.add("es")
    assert scratch.run("locale", "export", "es").returncode == 0
    return scratch.root / "es.po"


def spanish(scratch) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (scratch.root / "content/es").glob("*.yaml")}


def test_a_cut_off_po_file_changes_nothing(scratch, exported):
    """Wherever it was cut: within a text, after its quote mark, between two lines, between two texts."""
    data = exported.read_bytes()
    at = data.index(b'msgctxt "ms:blocks.main-message.text"')
    ends = [data.index(b"msgstr", at) + 40, data.index(b'\n"', at) + 1, data.index(b"msgstr", at), at, len(data) - 2]
    before = spanish(scratch)
    for end in [*ends, *range(at, at + 1500, 97)]:
        exported.write_bytes(data[:end])
        result = scratch.run("locale", "import", "es", exported)
        assert result.returncode == 1, data[end - 60 : end]
        assert "Get it once more." in result.stderr or "get it once more." in result.stderr
        assert spanish(scratch) == before


def test_a_po_file_that_lost_a_quote_mark_is_told_with_its_line(scratch, exported):
    lines = exported.read_text("utf-8").splitlines()
    number = next(i for i, line in enumerate(lines) if line.startswith("msgstr") and line.endswith('."'))
    lines[number] = lines[number][:-1]
    exported.write_text("\n".join(lines) + "\n", "utf-8")
    result = scratch.run("locale", "import", "es", exported)
    assert result.returncode == 1
    assert f"es.po:{number + 1}: the text has no quote mark at its end." in result.stderr


@pytest.mark.parametrize("content", ["/etc/passwd", "content/es/ms.yaml", "es.po"])
def test_a_po_file_that_is_the_name_of_a_file_is_not_followed(scratch, exported, content):
    trick = scratch.root / "trick.po"
    trick.write_text(content, "utf-8")
    result = scratch.run("locale", "import", "es", trick)
    assert result.returncode == 1
    assert "trick.po:1: this line is no PO." in result.stderr
    assert "root:" not in result.stderr
