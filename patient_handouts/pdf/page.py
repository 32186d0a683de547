"""All that a PDF is set from: its text, styles, fonts and pictures."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """All that a handout is set from: nothing else goes into its PDF."""

    html: str
    sheets: tuple[str, ...]
    fonts: tuple[str, ...]
    pictures: Mapping[str, Picture]


@dataclass(frozen=True)
class Picture:
    """An image that a page may use, as a file would hold it."""

    data: bytes
    media_type: str

    def as_url(self) -> str:
        """The image itself as an address, for pages that stand by themselves."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.data).decode()}"
