"""Words from outside, a note or a clinic's details, are printed as they were typed: by the places of the letters."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.support import pages
from tests.support.project import generate, in_all_languages

NOTE = """\
اتصل بالرقم 020 7946 0000 أو +44 20 7946 0000 قبل الموعد.
Paracetamol 500 mg/24h كل 8 ساعات، إذا زادت الحرارة عن 37.5 °C
12/03/2027 الساعة 10:30
الهاتف ٠٢٠ ٧٩٤٦ ٠٠٠٠ (دائمًا)
اسأل عن St Mary’s Hospital (Neurology, ward 5B) واتصل بالممرضة قبل أن تأتي إلى المستشفى، من فضلك، على 020 7946 0001
Ring St Mary’s now: 020 7946 0002
"""

AS_TYPED = (
    "02079460000", "+442079460000", "500mg/24h", "37.5°C", "12/03/2027", "10:30", "٠٢٠٧٩٤٦٠٠٠٠", "02079460001",
    "RingStMary’snow:02079460002",
)  # fmt: skip

PROFILE = """\
name: "Rivermouth Hospital"
department: "عيادة الأعصاب, Tel +44 20 7946 0003"
address: ["12 Quay Road, AB1 2CD", "+44 20 7946 0004 (ext 5)"]
web: "https://rivermouth.example.org/leaflets/"
leaflets: "https://rivermouth.example.org/{locale}/{disease}/"
feedback: "اكتب إلى leaflets@rivermouth.example.org"
phones:
  day-line: {number: "+44 (0)20 7946-0005", hours: "mon-fri 09:00-17:00"}
  out-of-hours: {number: "٠١١ ٤٦٤-٧٢٧٢"}
  emergency: {number: "*112#"}
interpreter: {languages: [ar, es, pl], number: "050 123"}
logo: "logo.png"
"""

DETAILS = (
    "Tel+442079460003", "12QuayRoad,AB12CD", "+442079460004ext5", "rivermouth.example.org/leaflets/",
    "leaflets@rivermouth.example.org", "+440207946-0005", "٠١١٤٦٤-٧٢٧٢", "*112#", "050123",
)  # fmt: skip


@pytest.fixture(scope="session")
def outside(tmp_path_factory):
    """A folder with a profile, its logo and a note."""
    folder = tmp_path_factory.mktemp("outside")
    (folder / "clinic.yaml").write_text(PROFILE, "utf-8")
    (folder / "note.txt").write_text(NOTE, "utf-8")
    picture = Image.new("RGB", (1200, 400), "#005eb8")
    ImageDraw.Draw(picture).ellipse((100, 50, 400, 350), fill="white")
    picture.save(folder / "logo.png")
    return folder


WITH_NOTE = ("standard", "large-print", "summary")
ALONE = ("standard", "easy-read", "summary", "booklet")
IN_PAIRS = ("standard", "easy-read", "summary")


@pytest.fixture(scope="session")
def built(once, outside):
    """built(locale, format) is the leaflet with the clinic's details, and with the note too if `note` is set."""

    def path(locale: str, format_: str, note: bool = False) -> Path:
        formats = WITH_NOTE if note else IN_PAIRS if "+" in locale else ALONE
        more = ["--note-file", outside / "note.txt"] if note else []

        def build(made: Path) -> None:
            for name in formats if note else [formats]:  # a note is for one leaflet
                wanted = [part for each in ([name] if note else name) for part in ("--format", each)]
                options = ("--locale", locale, *wanted, "--output", made, *more)
                result = generate("build", "ms", *options, root=in_all_languages(), cwd=outside)
                assert (result.returncode, result.stderr) == (0, "")

        folder = once(f"outside-{locale}-{note}", build)
        stem = ("ms" if format_ == "standard" else f"ms-{format_}") + ("-with-note" if note else "")
        return folder / locale / f"{stem}.pdf"

    return path


def page_as_drawn(path: Path) -> str:
    """Without brackets: what is drawn as one is said to be the other, where a text runs from right to left."""
    return re.sub(r"[()]", "", "\n".join(pages.drawn_lines(path)))


@pytest.mark.parametrize("format_", WITH_NOTE)
@pytest.mark.parametrize("locale", ["en", "ar"])
def test_a_note_is_in_order(built, locale, format_):
    drawn = page_as_drawn(built(locale, format_, note=True))
    missing = [words for words in AS_TYPED if words not in drawn and not in_pieces(words, drawn)]
    assert missing == []
    if format_ == "summary":  # in the others, the line is broken
        assert in_order_from_the_right(drawn, "الموعد", "+442079460000", "02079460000", "اتصل")


def in_pieces(words: str, drawn: str) -> bool:
    """Whether words stand there over a line's end, each part in order."""
    lines = drawn.split("\n")
    parts = ((words[:cut], words[cut:]) for cut in range(3, len(words) - 2))
    pairs = list(itertools.pairwise(lines))
    return any(head in first and tail in second for head, tail in parts for first, second in pairs)


def in_order_from_the_right(drawn: str, *words: str) -> bool:
    """Whether there is a line on which words stand from left to right as named, Arabic ones turned round by pdfium."""
    turned = [word if word[-1].isdigit() else word[::-1] for word in words]
    return any(
        sorted(map(line.find, turned)) == list(map(line.find, turned)) and -1 not in map(line.find, turned)
        for line in drawn.split("\n")
    )


@pytest.mark.parametrize("format_", ALONE)
@pytest.mark.parametrize("locale", ["en", "ar", "zh-Hans"])
def test_a_clinics_details_are_in_order_and_its_logo_on_the_page(built, locale, format_):
    path = built(locale, format_)
    drawn = page_as_drawn(path)
    address = f"rivermouth.example.org/{locale}/ms/"
    assert [words for words in (*DETAILS, address) if words not in drawn and not in_pieces(words, drawn)] == []
    assert pages.pictures_inside(path) == [True]


@pytest.mark.parametrize("format_", IN_PAIRS)
@pytest.mark.parametrize("locale", ["en+ar", "ar+en", "en+zh-Hans"])
def test_a_pair_prints_all_that_its_halves_print(built, locale, format_):
    path = built(locale, format_)
    drawn = page_as_drawn(path)
    assert [words for words in DETAILS if words not in drawn and not in_pieces(words, drawn)] == []
    assert pages.pictures_inside(path) == [True]
    text = pages.text_of(path)
    assert "You can have an interpreter: Arabic, Polish, and Spanish." in text
    other = "يمكنك طلب مترجم" if "ar" in locale else "口译"
    assert other in text or other[::-1] in drawn or other in drawn


def test_a_line_that_is_broken_in_the_middle(tmp_path):
    """The second line of a long run from left to right begins where the first one ended."""
    words = (
        "Ring the nurse of the ward for transplants at St Mary’s Hospital before you come, any day, and ask for bed 7"
    )
    options = ("--locale", "ar", "--format", "large-print", "--note", f"اتصل: {words}", "--output", tmp_path)
    assert generate("build", "ms", *options, root=in_all_languages(), cwd=tmp_path).returncode == 0
    lines = pages.drawn_lines(tmp_path / "ar" / "ms-large-print-with-note.pdf")
    start = next(i for i, line in enumerate(lines) if "Ringthenurse" in line)
    joined = "".join(line.replace("لصتا", "").replace(":", "") for line in lines[start : start + 4])
    assert words.replace(" ", "") in joined
