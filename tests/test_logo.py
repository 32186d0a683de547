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

from patient_handouts.logo import Logo, read_logo
from patient_handouts.problems import HandoutError
from tests import pages
from tests.conftest import generate


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


def read(tmp_path, data: bytes) -> Logo:
    (tmp_path / "logo").write_bytes(data)
    return read_logo(tmp_path / "logo")


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "I;16"])
def test_png_of_every_kind(tmp_path, mode):
    logo = read(tmp_path, picture(mode))
    assert (logo.media_type, logo.ratio) == ("image/png", 3.0)
    assert Image.open(io.BytesIO(logo.data)).mode in ("RGB", "RGBA")


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_jpeg_of_every_kind(tmp_path, mode):
    assert read(tmp_path, picture(mode, kind="JPEG")).media_type == "image/png"


def test_a_large_one_is_made_smaller_and_says_nothing_more(tmp_path):
    image = Image.new("RGB", (3000, 1500), "red")
    exif = Image.Exif()
    exif[0x010E] = "a secret description"
    data = io.BytesIO()
    image.save(data, "JPEG", exif=exif)
    logo = read(tmp_path, data.getvalue())
    assert Image.open(io.BytesIO(logo.data)).size == (1200, 600)
    assert b"secret" not in logo.data
    assert read(tmp_path, data.getvalue()) == logo


def test_turned_as_the_camera_says(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    data = io.BytesIO()
    Image.new("RGB", (400, 200)).save(data, "JPEG", exif=exif)
    assert read(tmp_path, data.getvalue()).ratio == 0.5


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "the logo file is empty."),
        (b"GIF89a" + bytes(50), "the logo is not a PNG or JPEG file (it begins like a GIF). Save it as PNG."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "(it begins like an SVG or a web page)"),
        (b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a 'b'>]>", "(it begins like an SVG or a web page)"),
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
            assert isinstance(read(tmp_path, found), Logo)


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
    result = generate("build", "ms", "--output", tmp_path / "out", cwd=tmp_path)
    assert result.returncode == 1
    assert "clinic.yaml:2:7: the logo is more than 6000 pixels wide or high" in result.stderr
    assert not (tmp_path / "out").exists()
