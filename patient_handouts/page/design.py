"""The design of a project: its templates, style sheets and pictograms, each read once."""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from patient_handouts.pdf.page import Picture
from patient_handouts.problems import HandoutError, Place, Problem, did_you_mean
from patient_handouts.reading.shape import place_of

if TYPE_CHECKING:
    from jinja2 import Environment

INK = "#0b4a66"
"""The one colour besides black; `--ink` in styles/page.css is the same. Contrast with white: 9.6 to 1."""


@dataclass(frozen=True, eq=False)
class Design:
    """What handouts look like, as it was at one moment: what it has read, it keeps for as long as it lasts.

    :param templates: the folder `templates/`.
    :param styles: the folder `styles/`.
    :param icons: the icon of each pictogram, by the idea that it stands for.
    """

    templates: Path
    styles: Path
    icons: Mapping[str, str]

    @functools.cached_property
    def jinja(self) -> Environment:
        """The templates, with the filters that they use."""
        from patient_handouts.page.templates import environment  # noqa: PLC0415  # brings Jinja; a check draws no page

        return environment(self.templates)

    def sheet(self, name: str) -> str:
        """A style sheet; empty if there is none of this name."""
        if name not in self._sheets:
            path = self.styles / name
            self._sheets[name] = path.read_text("utf-8") if path.exists() else ""
        return self._sheets[name]

    @functools.cached_property
    def _sheets(self) -> dict[str, str]:
        return {}

    def problems(self, formats: Iterable[str]) -> Iterator[Problem]:
        """Icons that there are not, and formats whose style sheet is missing: they would look like another one."""
        folder = _icon_folder()
        for icon in dict.fromkeys(self.icons.values()) if folder else ():
            assert folder
            if not (folder / f"{icon}.svg").exists():
                known = [path.stem for path in folder.glob("*.svg")]
                what = f"Font Awesome Free has no solid icon “{icon}”."
                yield Problem(place_of(icon), what, did_you_mean(icon, known))
        for format_ in formats:
            if not (self.styles / f"{format_}.css").is_file():
                place = Place(f"{self.styles.name}/{format_}.css")
                what = f"the style sheet of the format “{format_}” is missing."
                yield Problem(place, what, "Write it; it may be empty, if the format looks like the standard one.")

    def pictogram(self, name: str, ink: str | None = None) -> Picture:
        """A pictogram in the ink of a clinic, or ours.

        :raises HandoutError: if the icon package is not installed or has no such icon.
        """
        key = name, ink or INK
        if key not in self._pictograms:
            self._pictograms[key] = _icon(self.icons[name], ink or INK)
        return self._pictograms[key]

    @functools.cached_property
    def _pictograms(self) -> dict[tuple[str, str], Picture]:
        return {}


def _icon_folder() -> Path | None:
    """Where the icons are; None if the package is not installed."""
    spec = importlib.util.find_spec("fontawesomefree")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "static" / "fontawesomefree" / "svgs" / "solid"


def _icon(name: str, ink: str) -> Picture:
    folder = _icon_folder()
    if folder is None:
        raise HandoutError(
            "The package fontawesomefree is not installed. Run “make handouts”, or install requirements.txt."
        )
    try:
        svg = (folder / f"{name}.svg").read_text("utf-8")
    except OSError as error:
        raise HandoutError(f"styles/pictures.yaml: Font Awesome Free has no solid icon “{name}”.") from error
    return Picture(svg.replace("<svg ", f'<svg fill="{ink}" ', 1).encode(), "image/svg+xml")
