"""A clinic's logo: a file from strangers, refused with a reason or made anew."""

from __future__ import annotations

import contextlib
import io
import os
import struct
import zlib

import page
import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from patient_handouts.clinic.logo import read_logo
from patient_handouts.problems import HandoutError
from tests.support import pages
from tests.support.project import generate


def picture(mode="RGB", size=(300, 100), kind="PNG", **options) -> bytes:
    data = io.BytesIO()
    Image.new(mode, size, **options).save(data, kind)
    return data.getvalue()


def bomb(width, height) -> bytes:
    """A PNG that promises many pixels and holds next to none."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")
    )


def read(tmp_path, data: bytes) -> Image.Image:
    (tmp_path / "logo").write_bytes(data)
    return Image.open(io.BytesIO(read_logo(tmp_path / "logo")))


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "I;16"])
def test_png_of_every_kind(tmp_path, mode):
    logo = read(tmp_path, picture(mode))
    assert (logo.format, logo.width / logo.height) == ("PNG", 3.0)
    assert logo.mode in ("RGB", "RGBA")


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_jpeg_of_every_kind(tmp_path, mode):
    assert read(tmp_path, picture(mode, kind="JPEG")).format == "PNG"


def test_a_large_one_is_made_smaller_and_says_nothing_more(tmp_path):
    image = Image.new("RGB", (3000, 1500), "red")
    exif = Image.Exif()
    exif[0x010E] = "a secret description"
    data = io.BytesIO()
    image.save(data, "JPEG", exif=exif)
    assert read(tmp_path, data.getvalue()).size == (1200, 600)
    logo = read_logo(tmp_path / "logo")
    assert b"secret" not in logo
    assert read_logo(tmp_path / "logo") == logo


def test_turned_as_the_camera_says(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    data = io.BytesIO()
    Image.new("RGB", (400, 200)).save(data, "JPEG", exif=exif)
    assert read(tmp_path, data.getvalue()).size == (200, 400)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "the logo file is empty."),
        (b"GIF89a" + bytes(50), "the logo is not a PNG, JPEG or SVG file (it begins like a GIF). Save it as PNG."),
        (b"%PDF-1.7", "(it begins like a PDF)"),
        (b"hello", "(it begins like no picture that is known here)"),
        (picture()[:60], "the logo is damaged or cut off."),
        (picture(kind="JPEG")[:400], "the logo is damaged or cut off."),
        (picture(size=(60, 20)), "the logo has only 60 × 20 pixels and would be printed blurred."),
        (picture(size=(900, 100)), "the logo is more than 8 times as wide as it is high."),
        (picture(size=(100, 600)), "the logo is more than 5 times as high as it is wide."),
        (bomb(30_000, 30_000), "the logo is more than 6000 pixels wide or high"),
        (bomb(5_999, 5_999), "the logo is more than 6000 pixels wide or high, or has more than 20 million pixels."),
        (bytes(2_000_001), "the logo file is larger than 2 MB."),
    ],
)
def test_refused_with_the_reason(tmp_path, data, told):
    with pytest.raises(HandoutError) as caught:
        read(tmp_path, data)
    assert told in str(caught.value)


# --- SVG ---

SHAPES = """
<defs>
  <linearGradient id="g"><stop offset="0" stop-color="red"/><stop offset="1" stop-color="#00f"/></linearGradient>
  <clipPath id="c"><rect width="190" height="90"/></clipPath>
</defs>
<style>.a { fill: url(#g) }</style>
<g clip-path="url(#c)" transform="translate(5 5)"><rect class="a" width="200" height="90"/></g>
<circle cx="250" cy="50" r="30" style="fill: green"/>
<path d="M10 10 L20 20 A5 5 0 0 1 30 30 Z" fill="none" stroke="black"/>
"""


def drawing(inside: str = SHAPES, attributes: str = 'viewBox="0 0 300 100"', before: str = "") -> bytes:
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'.encode()


def test_a_drawing_is_painted(tmp_path):
    logo = read(tmp_path, drawing())
    assert logo.format == "PNG"
    image = logo.convert("RGB")
    assert image.size == (1200, 400)
    assert image.getpixel((1000, 200)) == (0, 128, 0)
    red, blue = image.getpixel((60, 200)), image.getpixel((720, 200))
    assert red[0] > red[2]
    assert blue[2] > blue[0]
    assert image.getpixel((1190, 10)) == (255, 255, 255)


@pytest.mark.parametrize(
    "data",
    [
        drawing(before='<?xml version="1.0" encoding="UTF-8"?>\n<!-- Made by hand -->\n'),
        drawing(
            before='<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
        ),
        drawing(attributes='width="300mm" height="100mm"'),
        b"\xef\xbb\xbf" + drawing(),
        drawing(SHAPES + '<title>Our logo</title><metadata>any<b xmlns="x"/></metadata>'),
        drawing(SHAPES + '<i:note xmlns:i="http://www.inkscape.org/namespaces/inkscape" onload="x()"/>'),
        drawing('<rect x="-500" y="-500" width="9999" height="9999" fill="red"/>'),
    ],
    ids=["prologue", "document type", "size only", "byte order mark", "notes", "another program's own", "sticks out"],
)
def test_drawings_as_programs_write_them(tmp_path, data):
    size = read(tmp_path, data).size
    assert size[0] == 3 * size[1]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (drawing("<script>alert(1)</script>"), "the logo holds a script."),
        (drawing('<rect width="9" height="9" onclick="x()"/>'), "the logo holds a script."),
        (drawing('<image href="file:///etc/passwd"/>'), "the logo holds or names another picture."),
        (drawing("<text>City</text>"), "the logo holds text, which other machines write in other letters."),
        (drawing('<g id="a"/><use href="#a"/>'), "Turn the clones or symbols into paths."),
        (drawing("<foreignObject/>"), "the logo holds a piece of a web page."),
        (drawing("<animate/>"), "the logo moves."),
        (drawing("<filter/>"), "effects like blur or shadow"),
        (drawing("<blink/>"), "something that cannot be printed safely (“blink”)"),
        (drawing('<linearGradient href="http://example.org/x.svg#a"/>'), "the logo names other files, fonts or pages."),
        (drawing('<rect fill="url(http://example.org/x)"/>'), "the logo names other files, fonts or pages."),
        (drawing("<style>@import 'x.css';</style>"), "the logo names other files, fonts or pages."),
        (drawing("<style>.a { fill: u\\72l(x) }</style>"), "the logo names other files, fonts or pages."),
        (drawing(before="<!DOCTYPE svg [<!ENTITY a 'b'>]>"), "the logo defines entities of its own."),
        (drawing("<g>" * 60 + "</g>" * 60), "the logo has groups in groups, more than 40 deep."),
        (drawing('<rect width="1"/>' * 6000), "the logo has more than 5000 parts."),
        (drawing(f'<path d="{"M0 0" * 200_000}"/>'), "the logo is drawn with too many points."),
        (drawing(attributes=""), "the logo does not say how large it is (“viewBox”)."),
        (drawing(attributes='viewBox="0 0 0 0"'), "the logo does not say how large it is (“viewBox”)."),
        (drawing(attributes='viewBox="0 0 900 10"'), "the logo is more than 8 times as wide as it is high."),
        (drawing('<rect width="9" height="9" fill="#fff"/>'), "Nothing of it can be seen on white paper."),
        (drawing()[:100], "the logo is damaged or cut off."),
        (b"<html><body>Hello</body></html>", "the logo is a web page or another kind of XML."),
    ],
)
def test_a_drawing_is_refused_with_the_reason(tmp_path, data, told):
    with pytest.raises(HandoutError) as caught:
        read(tmp_path, data)
    assert told in str(caught.value)


def test_a_drawing_that_never_ends_is_ended(tmp_path, monkeypatch):
    """WeasyPrint 70 reads these points for ever."""
    monkeypatch.setattr("patient_handouts.clinic.svg_logo._SECONDS", 1.0)
    with pytest.raises(HandoutError, match=r"It was not finished after 1 seconds\."):
        read(tmp_path, drawing('<path d="M0 0 z 5"/>'))


def test_a_leaflet_with_a_drawing(tmp_path):
    (tmp_path / "logo.svg").write_bytes(drawing())
    (tmp_path / "clinic.yaml").write_text('name: "Rivermouth Hospital"\nlogo: "logo.svg"\n', "utf-8")
    result = generate("build", "ms", "--format", "summary", "--output", tmp_path / "out", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    for profile in ("ua1", "2a"):
        assert page.is_pdf_compliant(tmp_path / "out" / "en" / "ms-summary.pdf", profile=profile)


def test_what_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name, told in (("", "a folder"), ("pipe", "not an ordinary file"), ("none.png", "there is no file “none.png”")):
        with pytest.raises(HandoutError, match=told):
            read_logo(tmp_path / name)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([picture(), picture("P"), picture(kind="JPEG")]), st.data())
def test_damaged_in_any_way_it_is_a_logo_or_refused(tmp_path, whole, data):
    spoiled = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        spoiled[data.draw(st.integers(0, len(spoiled) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(spoiled)))
    for found in (bytes(spoiled), bytes(spoiled[:cut])):
        with contextlib.suppress(HandoutError):  # any other error fails the test
            assert read(tmp_path, found).format == "PNG"


def test_it_is_printed_with_the_name_as_its_alternative(tmp_path):
    (tmp_path / "logo.png").write_bytes(picture("RGBA", color="red"))
    (tmp_path / "clinic.yaml").write_text('name: "Rivermouth Hospital"\nlogo: "logo.png"\n', "utf-8")
    result = generate("build", "ms", "--format", "standard", "--output", tmp_path / "out", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    with pikepdf.open(tmp_path / "out" / "en" / "ms.pdf") as pdf:
        figure = next(element for element in pages.elements(pdf) if element.S == "/Figure")
        assert str(figure.Alt) == "Rivermouth Hospital"
    for profile in ("ua1", "2a"):
        assert page.is_pdf_compliant(tmp_path / "out" / "en" / "ms.pdf", profile=profile)


def test_a_bad_one_stops_the_build_at_its_line(tmp_path):
    (tmp_path / "logo.png").write_bytes(bomb(30_000, 30_000))
    (tmp_path / "clinic.yaml").write_text('name: "Rivermouth Hospital"\nlogo: "logo.png"\n', "utf-8")
    result = generate("build", "ms", "--format", "summary", "--output", tmp_path / "out", cwd=tmp_path)
    assert result.returncode == 1
    assert "clinic.yaml:2:7: the logo is more than 6000 pixels wide or high" in result.stderr
    assert not (tmp_path / "out").exists()


def test_another_picture_in_the_same_file_is_printed(tmp_path):
    (tmp_path / "clinic.yaml").write_text('name: "Rivermouth Hospital"\nlogo: "logo.png"\n', "utf-8")
    made = []
    for colour in ("red", "blue"):
        Image.new("RGB", (300, 100), colour).save(tmp_path / "logo.png")
        result = generate("build", "ms", "--format", "summary", "--output", tmp_path / "out", cwd=tmp_path)
        assert "as before" not in result.stdout
        made.append((tmp_path / "out/en/ms-summary.pdf").read_bytes())
    assert made[0] != made[1]
