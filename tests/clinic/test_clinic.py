"""A clinic's own details on its leaflets, and the note for one patient."""

from __future__ import annotations

import re

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from patient_handouts.clinic import profile
from patient_handouts.colour import LEAST_CONTRAST, readable, tint
from patient_handouts.content import clinic
from patient_handouts.problems import HandoutError
from tests.page.test_styles import contrast
from tests.support import pages
from tests.support.project import generate
from tests.support.reading import letters

FULL = """\
name: "Rivermouth Hospital"
department: "Neurology"
address: ["1 Quay Road", "Rivermouth RM1 1AA"]
web: "https://rivermouth.example.org"
feedback: "leaflets@rivermouth.example.org"
phones:
  day-line: {number: "+44 20 7946 0000", hours: "mon-fri 09:00-17:00, sat 10:00-12:00"}
  out-of-hours: {number: "(020) 7946-0001"}
  emergency: {number: "112", hours: "always"}
interpreter: {languages: [ar, es, zh-Hans], number: "+44 20 7946 0002"}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "clinic.yaml").write_text(FULL, "utf-8")
    return tmp_path


def build(folder, *arguments):
    return generate("build", "ms", "--output", folder / "out", *arguments, cwd=folder)


def mistakes(folder, old, new):
    (folder / "clinic.yaml").write_text(FULL.replace(old, new), "utf-8")
    with pytest.raises(HandoutError) as caught:
        profile.load_profile(folder / "clinic.yaml")
    return str(caught.value).replace(f"{folder}/", "")


@pytest.mark.parametrize("format_", ["standard", "large-print", "booklet", "easy-read", "summary"])
def test_details_stand_where_the_patient_needs_them(folder, format_):
    result = build(folder, "--format", format_)  # clinic.yaml lies in the current folder
    assert (result.returncode, result.stderr) == (0, "")
    stem = "ms" if format_ == "standard" else f"ms-{format_}"
    text = " ".join(pages.text_of(folder / "out" / "en" / f"{stem}.pdf").split())
    assert re.match(r"(Stem cells and multiple sclerosis )?Rivermouth Hospital Neurology", text)
    assert "Your team: Neurology +44 20 7946 0000" in text
    assert "In the day: +44 20 7946 0000 Monday to Friday, 9:00" in text
    assert "At night and weekends: (020) 7946-0001" in text
    assert "Emergency number: 112 day and night" in text
    assert "rite to: leaflets@rivermouth.example.org" in text
    assert "1 Quay Road Rivermouth RM1 1AA rivermouth.example.org" in text
    assert "You can have an interpreter: Arabic, Simplified Chinese, and Spanish. +44 20 7946 0002" in text


@pytest.mark.parametrize("format_", ["standard", "summary"])
def test_a_qr_code_leads_to_the_clinics_page_of_the_leaflet(folder, format_):
    address = "https://rivermouth.example.org/leaflets/{locale}/{disease}/{format}?from=paper"
    (folder / "clinic.yaml").write_text(f'{FULL}leaflets: "{address}"\ncolour: "#a02060"\n', "utf-8")
    assert build(folder, "--format", format_).returncode == 0
    path = folder / "out" / "en" / ("ms.pdf" if format_ == "standard" else f"ms-{format_}.pdf")
    wanted = f"https://rivermouth.example.org/leaflets/en/ms/{format_}?from=paper"
    assert wanted.removeprefix("https://") in letters_in_a_row(pages.text_of(path))
    for dpi in (600, 150):
        seen = [page.render(scale=dpi / 72).to_pil().convert("L") for page in pypdfium2.PdfDocument(path)]
        assert [code.text for image in seen for code in zxingcpp.read_barcodes(image)] == [wanted]
    with pikepdf.open(path) as pdf:
        assert f"QR code that leads to {wanted}" in pages.alternatives(pdf)


def letters_in_a_row(text):
    """An address may run on in the next line."""
    return "".join(text.split())


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://example.org", "is not a web address that begins with “https://”; it may hold {disease},"),
        ("https://example.org/{name}", "is not a web address"),
        ("https://example.org/" + "x" * 90, "the text has 110 letters; at most 90 fit."),
    ],
)
def test_an_address_that_leads_nowhere(folder, address, told):
    assert told in mistakes(folder, 'feedback: "', f'leaflets: "{address}"\nfeedback: "')


def test_without_a_profile_there_are_lines_to_write_on(tmp_path):
    result = generate("build", "ms", "--format", "standard", "--output", tmp_path / "out", cwd=tmp_path)
    assert result.returncode == 0
    text = pages.text_of(tmp_path / "out" / "en" / "ms.pdf")
    assert "In the day: At night and weekends:" in text
    assert "Your team:" in text


def test_a_profile_takes_nothing_away(folder):
    """All that a leaflet says without a profile, it says with one, in type of the same sizes."""
    assert build(folder, "--format", "standard").returncode == 0
    assert generate("build", "ms", "--format", "standard", "--output", folder / "plain", cwd="/").returncode == 0
    own, plain = (folder / name / "en" / "ms.pdf" for name in ("out", "plain"))
    own_lines = {letters(line) for line in pages.lines(own)}
    lost = [line for line in pages.lines(plain) if letters(line) not in letters(pages.text_of(own))]
    assert [line for line in lost if "Page " not in line] == []
    assert own_lines
    with pikepdf.open(own) as pdf:
        assert "Draft" in pages.page_texts(own)[-1]
        assert str(pdf.Root.Lang) == "en"


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("מרפאת הנהר", True),
        ("عيادة النهر", True),
        ("Klinika Żółw, Łódź", True),
        ("Больница № 1", True),
        ("<b>Bold</b> & {{ 7*7 }} {% raw %}", True),
        ("Hôpital " + "é" * 80, True),
        ("ᚱᛁᚢᛖᚱ", False),
    ],
)
def test_names_of_every_kind_are_printed_or_refused(folder, name, printed):
    (folder / "clinic.yaml").write_text(f'name: "{name}"\n', "utf-8")
    result = build(folder, "--format", "standard")
    if printed:
        assert (result.returncode, result.stderr) == (0, "")
        path = folder / "out" / "en" / "ms.pdf"
        assert pages.beside_the_page(path) == []
        if name.isascii():
            assert letters(name) in letters(pages.text_of(path))
    else:
        assert result.returncode == 1
        assert result.stderr == "Error: The fonts have no letter for “ᚢ”, “ᚱ”, “ᛁ”, “ᛖ”. Write it in other letters.\n"
        assert not (folder / "out" / "en" / "ms.pdf").exists()


@pytest.mark.parametrize(
    "number",
    ["112", "+1 (212) 555-0100", "020 7946 0000 ext 12", "01 23 45 67 89", "+49 30/123456", "*123#", "0800.123.456"],
)
def test_phone_numbers_of_every_style(folder, number):
    (folder / "clinic.yaml").write_text(FULL.replace("+44 20 7946 0000", number), "utf-8")
    found = profile.load_profile(folder / "clinic.yaml").clinic
    assert found.phones.day_line.number == number


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('name: "Rivermouth Hospital"\n', "", "clinic.yaml:1:1: the key “name” is missing here."),
        ('"Neurology"', "Neurology", "clinic.yaml:2:13: the text has no quotes"),
        ("phones:", "phone:", "clinic.yaml:6:1: the key “phone” is not known here. Did you mean “phones”?"),
        ("day-line:", "day-lines:", "clinic.yaml:7:3: the key “day-lines” is not known here. Did you mean “day-line”?"),
        ('"112"', '"call us"', "clinic.yaml:9:23: “call us” is not a phone number, like “+44 20 7946 0000” or “112”."),
        ("mon-fri 09:00-17:00, sat", "Mo-Fr 9-5, sat", "is not hours, like “mon-fri 09:00-17:00, sat 10:00-12:00”"),
        ("https://riv", "http://riv", "is not a web address that begins with “https://”."),
        (
            "[ar, es, zh-Hans]",
            "[ar, xx]",
            "clinic.yaml:10:31: “xx” is no language that is known. Write a code like “ar” or “zh-Hans”.",
        ),
        ('"Rivermouth Hospital"', '"' + "x" * 91 + '"', "clinic.yaml:1:7: the text has 91 letters; at most 90 fit."),
        ("web:", 'colour: "blue"\nweb:', "clinic.yaml:4:9: “blue” is not a colour, like “#0b4a66”."),
        ("web:", 'sign-offs: "no.yaml"\nweb:', "clinic.yaml:4:12: there is no file “no.yaml” beside the profile."),
        ("web:", 'logo: "no.png"\nweb:', "clinic.yaml:4:7: there is no file “no.png”."),
        ("web:", 'draft: "Checked"\nweb:', "clinic.yaml:4:1: the key “draft” is not known here."),
        ("Neurology", "Neuro\u202elogy", "clinic.yaml:2:13: the text contains an invisible character (U+202E)."),
    ],
)
def test_mistakes_are_told_with_their_place(folder, old, new, told):
    assert told in mistakes(folder, old, new)


def test_all_mistakes_at_once(folder):
    told = mistakes(folder, '"112", hours: "always"', '"x", hours: "never"').splitlines()
    assert [line.partition(": ")[0] for line in told] == ["clinic.yaml:9:23", "clinic.yaml:9:35"]
    result = build(folder)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert not (folder / "out").exists()


@pytest.mark.parametrize("colour", ["#00a3e0", "#ffffff", "#ffff00", "#0b4a66", "#000000", "#e4002b", "#808080"])
def test_a_colour_is_darkened_until_it_can_be_read(colour):
    ink = readable(colour)
    assert contrast(ink, "#ffffff") >= LEAST_CONTRAST
    assert contrast(ink, tint(ink)) >= 7
    assert (ink == colour) == (contrast(colour, "#ffffff") >= LEAST_CONTRAST)


def test_the_build_says_that_a_colour_was_darkened(folder):
    (folder / "clinic.yaml").write_text(FULL + 'colour: "#00a3e0"\n', "utf-8")
    result = build(folder, "--format", "standard")
    assert result.returncode == 0
    assert "clinic.yaml:11:9: the colour #00a3e0 is too light to read, so the darker #005575 is used" in result.stdout


def test_a_first_profile_prints_nothing_made_up(tmp_path):
    assert generate("clinic", "new", cwd=tmp_path).returncode == 0
    unfilled = build(tmp_path)
    assert unfilled.returncode == 1
    assert "clinic.yaml:4:7: this text is empty. Write a text." in unfilled.stderr
    again = generate("clinic", "new", cwd=tmp_path)
    assert (again.returncode, again.stderr) == (1, "Error: clinic.yaml is there already; it stays as it is.\n")
    path = tmp_path / "clinic.yaml"
    path.write_text(path.read_text("utf-8").replace('name: ""', 'name: "Rivermouth"'), "utf-8")
    checked = generate("clinic", "check", cwd=tmp_path)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert profile.load_profile(path).clinic.phones == clinic.Phones()


def test_every_line_of_the_first_profile_is_right(tmp_path):
    filled = re.sub(r"(?m)^# (?=( {2})?[a-z-]+: ?[\"{\[\n])", "", profile.example().decode()).replace(
        'name: ""', 'name: "Rivermouth"'
    )
    path = tmp_path / "clinic.yaml"
    path.write_text(re.sub("(?m)^(logo|sign-offs):.*", "", filled), "utf-8")
    found = profile.load_profile(path).clinic
    given = (found.department, found.address, found.web, found.feedback, found.interpreter, found.colour)
    assert all(given)
    assert found.phones.emergency.hours == "always"


def test_a_profile_that_is_not_there(tmp_path):
    result = build(tmp_path, "--clinic", tmp_path / "none.yaml")
    assert result.returncode == 1
    assert "none.yaml" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_profile_named_counts_more_than_that_of_the_environment(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other") / "other.yaml"
    other.write_text('name: "Hillside Clinic"\n', "utf-8")
    empty = tmp_path_factory.mktemp("empty")
    command = ("build", "ms", "--format", "standard", "--output", empty / "out")
    assert generate(*command, cwd=empty, env={"HANDOUT_CLINIC": str(other)}).returncode == 0
    assert "Hillside Clinic" in pages.text_of(empty / "out" / "en" / "ms.pdf")
    named = (*command, "--clinic", folder / "clinic.yaml")
    assert generate(*named, cwd=empty, env={"HANDOUT_CLINIC": str(other)}).returncode == 0
    assert "Rivermouth Hospital" in pages.text_of(empty / "out" / "en" / "ms.pdf")


def test_many_clinics_each_into_its_own_folder(tmp_path):
    clinics = tmp_path / "clinics"
    clinics.mkdir()
    for name in ("east", "west"):
        (clinics / f"{name}.yaml").write_text(f'name: "Clinic {name}"\n', "utf-8")
    (clinics / "north.yaml").write_text("name: North\n", "utf-8")
    (clinics / "a-first.yaml").write_text('name: "ᚱᛁᚢᛖᚱ"\n', "utf-8")
    result = build(tmp_path, "--format", "standard", "--clinics", clinics)
    assert result.returncode == 1
    assert "north.yaml:1:7: the text has no quotes" in result.stderr
    assert "a-first: The fonts have no letter for “ᚢ”" in result.stderr
    for name in ("east", "west"):
        assert f"Clinic {name}" in pages.text_of(tmp_path / "out" / name / "en" / "ms.pdf")
    assert not (tmp_path / "out" / "north").exists()


# --- the note for one patient ---

NOTE = "Bring your Zebrafinch card <b>today</b>.\nחזרו ביום שני"


def test_a_note_is_printed_and_kept_nowhere(tmp_path):
    result = build(tmp_path, "--note", NOTE)
    assert result.returncode == 0, result.stderr
    path = tmp_path / "out" / "en" / "ms-with-note.pdf"
    assert [found.name for found in tmp_path.rglob("*") if found.is_file()] == [path.name]
    assert "From your care team Bring your Zebrafinch card <b>today</b>." in pages.text_of(path)
    assert "print it, then delete it" in result.stdout
    assert path.stat().st_mode & 0o077 == 0
    assert "Zebrafinch" not in result.stdout + result.stderr
    with pikepdf.open(path) as pdf:
        assert "Zebrafinch" not in str(pdf.docinfo) + pdf.Root.Metadata.read_bytes().decode()
        assert "Zebrafinch" not in str(pdf.Root.get("/Outlines", ""))
    for found in tmp_path.rglob("*"):
        assert "Zebrafinch" not in found.name


def test_a_note_from_the_keyboard(tmp_path):
    command = ("build", "ms", "--note-file", "-", "--output", tmp_path / "out")
    assert generate(*command, cwd=tmp_path, input="Rest well.\n").returncode == 0
    assert "Rest well." in pages.text_of(tmp_path / "out" / "en" / "ms-with-note.pdf")


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("Zebrafinch " * 100, "Error: The note is too long: at most 800 letters, on at most 20 lines.\n"),
        ("Zebra\u202efinch", "Error: The note contains invisible characters. Retype it.\n"),
        ("Zebrafinch ᚠ", "Error: The note has a letter or a picture that no font here can print. Leave it out.\n"),
    ],
)
def test_a_note_that_cannot_be_printed(tmp_path, note, told):
    result = build(tmp_path, "--note", note)
    assert (result.returncode, result.stderr) == (1, told)
    assert not any(path.is_file() for path in tmp_path.rglob("*"))


@pytest.mark.parametrize("note", ["", " \n "])
def test_an_empty_note_is_a_mistake(tmp_path, note):
    result = build(tmp_path, "--note", note)
    assert result.returncode == 2
    assert "The note is empty." in result.stderr
    assert not any(tmp_path.iterdir())


def test_a_note_is_for_one_patient(tmp_path):
    result = generate("build", "ms", "ra", "--note", "Zebrafinch", cwd=tmp_path)
    assert result.returncode == 2
    assert "A note is for one patient" in result.stderr
    assert "Zebrafinch" not in result.stderr
