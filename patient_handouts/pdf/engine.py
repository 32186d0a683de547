"""Loads WeasyPrint, and corrects what WeasyPrint 70 gets wrong on our pages and no style sheet can help.

What is corrected here is proposed for WeasyPrint itself: see “What should change in WeasyPrint” in bench/README.md.
Each correction has a test in tests/pdf/, and another that fails when WeasyPrint no longer needs it.
"""

from __future__ import annotations

import contextlib
import functools
import io
import sys
import warnings
from collections.abc import Callable
from typing import Any

from patient_handouts.problems import MachineError

Split = Callable[..., tuple[Any, int, int | None, float, float, float]]
"""A function that takes a text and gives, among others, its first line, and at which byte the next one begins."""


def patch_weasyprint() -> None:
    """Correct WeasyPrint in this process; a second time changes nothing."""
    from weasyprint.layout import inline  # noqa: PLC0415  # as late as WeasyPrint itself

    if not hasattr(inline.split_first_line, "__wrapped__"):
        inline.split_first_line = trailing_space_may_hang(inline.split_first_line)


def trailing_space_may_hang(split: Split) -> Split:
    """A way to split lines by which a text fits on a line when only the space at its end does not.

    Before a bold word or a link, WeasyPrint takes such a text for one that cannot be split anywhere, and puts its first
    word on a line of its own. By CSS Text 3, 4.1.2, the space at the end of a line hangs.
    """

    @functools.wraps(split)
    def corrected(text: str, style: Any, context: Any, width: float | None, *more: Any, **options: Any) -> Any:
        found = split(text, style, context, width, *more, **options)
        bare = text.rstrip(" ")
        if width is not None and found[2] is not None and bare != text:
            fits = split(bare, style, context, width, *more, **options)
            if fits[2] is None and fits[3] <= width:
                return (*fits[:2], len(text.encode()), *fits[3:])
        return found

    return corrected


KNOWN_WEASYPRINT = "70.0"


_INSTALL = {
    "linux": "On Debian and Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. "
    "On Fedora: dnf install pango harfbuzz.",
    "darwin": "On macOS with Homebrew: brew install pango.",
    "win32": "On Windows: install MSYS2, then in its shell: pacman -S mingw-w64-ucrt-x86_64-pango.",
}


def load_weasyprint() -> Any:
    """WeasyPrint, of the version that this program completes; it looks for fonts only when it sets a page.

    :raises MachineError: if it, or a library that it needs, is not there.
    """
    try:
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            import weasyprint  # noqa: PLC0415  # half a second, and Pango may be missing
            from weasyprint.text import ffi  # noqa: PLC0415  # the same
    except OSError as error:
        advice = _INSTALL.get(sys.platform, _INSTALL["linux"])
        raise MachineError(f"A library that sets the pages is missing: Pango. {advice}") from error
    if weasyprint.__version__ != KNOWN_WEASYPRINT:
        # finish.py completes what this very version writes, and reaches into it to do so
        raise MachineError(f"WeasyPrint {weasyprint.__version__} is installed, but {KNOWN_WEASYPRINT} is needed.")
    if ffi.harfbuzz_subset is None:
        # Without it fonts are cut down by another program, slowly and not always to the same bytes.
        advice = _INSTALL.get(sys.platform, _INSTALL["linux"])
        raise MachineError(f"A library that embeds fonts is missing: harfbuzz-subset. {advice}")
    patch_weasyprint()
    return weasyprint
