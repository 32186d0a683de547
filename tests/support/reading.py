"""What a reader reads: the words of a handout, and texts without what readers of PDF files add or leave out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any


def assembled_texts(words: Mapping[str, Any]) -> Iterator[str]:
    """The paragraphs of a block, in the order of the page."""
    for value in words.values():
        if isinstance(value, Mapping):
            yield from assembled_texts(value)
        else:
            yield from str(value).split("\n\n")


def letters(text: str) -> str:
    """Without white space and joiners, and without hyphens, which PDFium turns into U+0002 at the end of a line."""
    return "".join(re.sub("[-\x02\u2060]", "", text).split())
