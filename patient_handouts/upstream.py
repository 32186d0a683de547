"""What WeasyPrint 70 gets wrong on our pages and no style sheet can help: mended here until it is mended there.

Proposed to be changed in WeasyPrint itself: see “What should change in WeasyPrint” in bench/README.md. Each mend has a
test in tests/test_upstream.py, and another that fails when WeasyPrint no longer needs it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

Split = Callable[..., tuple[Any, int, int | None, float, float, float]]
"""A function that takes a text and gives, among others, its first line, and at which byte the next one begins."""


def mend() -> None:
    """Mend WeasyPrint in this process; a second time changes nothing."""
    from weasyprint.layout import inline

    if not hasattr(inline.split_first_line, "__wrapped__"):
        inline.split_first_line = trailing_space_may_hang(inline.split_first_line)


def trailing_space_may_hang(split: Split) -> Split:
    """A way to split lines by which a text fits on a line when only the space at its end does not.

    Before a bold word or a link, WeasyPrint takes such a text for one that cannot be split anywhere, and puts its first
    word on a line of its own. By CSS Text 3, 4.1.2, the space at the end of a line hangs.
    """

    @functools.wraps(split)
    def mended(text: str, style: Any, context: Any, width: float | None, *more: Any, **options: Any) -> Any:
        found = split(text, style, context, width, *more, **options)
        bare = text.rstrip(" ")
        if width is not None and found[2] is not None and bare != text:
            fits = split(bare, style, context, width, *more, **options)
            if fits[2] is None and fits[3] <= width:
                return (*fits[:2], len(text.encode()), *fits[3:])
        return found

    return mended
