"""Makes the pictures of the documentation from the handouts that were built: make pictures."""

import io
import os
import subprocess
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
HEIGHT = 900
GAP = 24


def page_picture(handout: str, page: int) -> Image.Image:
    """One page, `HEIGHT` pixels high."""
    document = pypdfium2.PdfDocument(ROOT / "handouts" / "en" / f"{handout}.pdf")
    scale = HEIGHT / document[page].get_height()
    return document[page].render(scale=scale).to_pil()


def spread(pages: list[Image.Image]) -> Image.Image:
    """Pages side by side on a desk."""
    width = sum(page.width for page in pages) + GAP * (len(pages) + 1)
    desk = Image.new("RGB", (width, HEIGHT + 2 * GAP), "#c9d1d6")
    left = GAP
    for page in pages:
        desk.paste(page, (left, GAP))
        left += page.width + GAP
    return desk


def catalogue_picture() -> Image.Image:
    """The head of the catalogue, as a browser shows it; CHROMIUM names one that is not /usr/bin/chromium."""
    browser = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "catalogue.png"
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--window-size=1100,900", f"--screenshot={picture}"]
        address = (ROOT / "handouts" / "index.html").as_uri()
        subprocess.run([browser, *options, address], check=True, capture_output=True)
        return Image.open(io.BytesIO(picture.read_bytes())).convert("RGB")


def main() -> None:
    """Write docs/pictures/."""
    folder = ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    pages = [page_picture("ms", 0), page_picture("ms", 2)]
    spread(pages).quantize(64).save(folder / "ms.png", optimize=True)
    for handout, numbers in (
        ("ms-large-print", (0, 5)),
        ("ms-booklet", (0, 4)),
        ("ms-easy-read", (0, 3)),
        ("ms-summary", (0, 1)),
    ):
        spread([page_picture(handout, number) for number in numbers]).quantize(64).save(
            folder / f"{handout}.png", optimize=True
        )
    catalogue_picture().quantize(64).save(folder / "catalogue.png", optimize=True)
    spread([page.convert("L").convert("RGB") for page in pages]).quantize(32).save(
        folder / "ms-grey.png", optimize=True
    )


if __name__ == "__main__":
    main()
